import { type Columns, singularValues } from "../linalg/columns.ts";
import { RANK_CUT, standardise, varyingColumns } from "./regressors.ts";

/** Collinearity of the centred, unit-length columns as a whole. */
export interface Conditioning {
  /** Largest over smallest singular value: Infinity when rank is short, NaN when no column varies. */
  readonly conditionNumber: number;
  /** Largest over each singular value, ascending; Infinity for those that count as 0. */
  readonly conditionIndices: Float64Array;
  /** Singular values that do not count as 0. */
  readonly rank: number;
  /** Columns that vary: rank below this is exact collinearity. */
  readonly varying: number;
}

/** Largest over each singular value; Infinity for those that the rank cut counts as 0. */
export function conditionIndices(values: Float64Array): Float64Array {
  const largest = values[0] ?? NaN;
  return values.map((value) => (value > RANK_CUT * largest ? largest / value : Infinity));
}

/**
 * Condition number of the centred, unit-length columns: unlike Belsley's, an offset does not inflate it.
 *
 * @param columns - `columns[j][t]`: column j in period t; constant columns are left out.
 * @throws RangeError when there is no column, lengths differ, or a value is not finite.
 * @see Belsley, Kuh & Welsch (1980), Regression Diagnostics, ch. 3, doi:10.1002/0471725153
 */
export function conditioning(columns: Columns): Conditioning {
  const varying = varyingColumns(columns);
  const standardised = varying.map((j) => standardise(columns[j]!));
  const values = standardised.length === 0 ? new Float64Array() : singularValues(standardised).values;
  // Centring leaves one dimension fewer than periods: where columns are more, the last value is 0, listed or not.
  const indices = conditionIndices(values);
  return {
    conditionNumber: indices.at(-1) ?? NaN,
    conditionIndices: indices,
    rank: indices.filter((index) => index < Infinity).length,
    varying: varying.length,
  };
}
