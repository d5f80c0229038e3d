import type { Columns } from "../linalg/columns.ts";
import { dot } from "../linalg/vector.ts";
import { standardise, varyingColumns } from "./regressors.ts";

/**
 * Pearson correlation of every two columns.
 *
 * @param columns - `columns[j][t]`: column j in period t.
 * @returns `[i][j]`, symmetric, in [-1, 1], the diagonal 1; NaN where a column is constant.
 * @throws RangeError when there is no column, lengths differ, or a value is not finite.
 */
export function correlations(columns: Columns): Float64Array[] {
  const varying = varyingColumns(columns);
  const standardised = new Map(varying.map((j) => [j, standardise(columns[j]!)]));
  return columns.map((_, i) =>
    Float64Array.from(columns, (_, j) => {
      const x = standardised.get(i);
      const y = standardised.get(j);
      if (x === undefined || y === undefined) return NaN;
      return i === j ? 1 : Math.max(-1, Math.min(1, dot(x, y)));
    }),
  );
}

/** Two columns and their correlation. */
export interface CorrelatedPair {
  readonly first: number;
  readonly second: number;
  readonly correlation: number;
}

/**
 * The two columns that move together most closely, in either direction.
 *
 * @param matrix - From {@link correlations}.
 * @returns `undefined` when fewer than two columns vary: there is no pair.
 */
export function strongestCorrelation(matrix: readonly Float64Array[]): CorrelatedPair | undefined {
  let strongest: CorrelatedPair | undefined;
  for (let first = 0; first < matrix.length; first++) {
    for (let second = first + 1; second < matrix.length; second++) {
      const correlation = matrix[first]![second]!;
      const isStronger = strongest === undefined || Math.abs(correlation) > Math.abs(strongest.correlation);
      if (isStronger && !Number.isNaN(correlation)) strongest = { first, second, correlation };
    }
  }
  return strongest;
}
