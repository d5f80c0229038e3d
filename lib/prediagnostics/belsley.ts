import type { Matrix } from "ml-matrix";
import { type Columns, singularValues } from "../linalg/columns.ts";
import { conditionIndices } from "./condition-number.ts";
import { unitLength, varyingColumns } from "./regressors.ts";

/** Belsley's diagnostics: which coefficients share their variance in a near dependence. */
export interface Belsley {
  /** Columns after the intercept, by index in the input; constant ones are left out. */
  readonly columns: readonly number[];
  /** Descending. */
  readonly singularValues: Float64Array;
  /** Largest over each singular value; Infinity for those that count as 0. */
  readonly conditionIndices: Float64Array;
  /** The largest condition index. Above 30, with two proportions above one half, is Belsley's warning. */
  readonly conditionNumber: number;
  /** Singular values that count as 0. */
  readonly zeroSingularValues: number;
  /**
   * `[k][j]`: share of the variance of coefficient j (0 is the intercept) on singular value k; each column sums to 1.
   * NaN throughout when a singular value counts as 0, since the variances are then infinite.
   */
  readonly varianceProportions: readonly Float64Array[];
}

function proportions(values: Float64Array, right: Matrix): Float64Array[] {
  const parts = Array.from(values, (value, k) =>
    Float64Array.from(values, (_, j) => (right.get(j, k) / value) ** 2),
  );
  const totals = Float64Array.from(values, (_, j) => parts.reduce((total, part) => total + part[j]!, 0));
  return parts.map((part) => part.map((share, j) => share / totals[j]!));
}

/**
 * Condition indices and variance proportions of intercept and columns, unit length, not centred.
 *
 * An offset that dwarfs a column's variation inflates these without harm to its coefficient: judge by
 * {@link conditioning}, and read these to see which columns are involved.
 *
 * @param columns - `columns[j][t]`: column j in period t; more periods than columns.
 * @throws RangeError when there is no column, lengths differ, a value is not finite, or periods are too few.
 * @see Belsley, Kuh & Welsch (1980), Regression Diagnostics, ch. 3, doi:10.1002/0471725153
 */
export function belsley(columns: Columns): Belsley {
  const varying = varyingColumns(columns);
  const periods = columns[0]!.length;
  if (periods <= varying.length) {
    throw new RangeError(`${periods} periods for ${varying.length} columns and an intercept`);
  }
  const intercept = new Float64Array(periods).fill(1);
  const { values, right } = singularValues([intercept, ...varying.map((j) => columns[j]!)].map(unitLength));
  const indices = conditionIndices(values);
  const zeroSingularValues = indices.filter((index) => index === Infinity).length;
  const shares = proportions(values, right);
  return {
    columns: varying,
    singularValues: values,
    conditionIndices: indices,
    conditionNumber: indices.at(-1)!,
    zeroSingularValues,
    varianceProportions: zeroSingularValues === 0 ? shares : shares.map((row) => row.fill(NaN)),
  };
}
