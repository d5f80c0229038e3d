import { type Columns, requireEqualLengths } from "../linalg/columns.ts";
import { centre, norm, scale } from "../linalg/vector.ts";
import { isConstant, requireFinite } from "./series.ts";

/** A singular value at or below this fraction of the largest counts as 0. */
export const RANK_CUT = 1e-10;

/**
 * The columns that vary; a constant one is collinear with the intercept of any model and has no VIF or correlation.
 *
 * @returns Indices of the columns, ascending.
 * @throws RangeError when there is no column, lengths differ, or a value is not finite.
 */
export function varyingColumns(columns: Columns): number[] {
  requireEqualLengths(columns);
  columns.forEach(requireFinite);
  return columns.flatMap((column, j) => (isConstant(column) ? [] : [j]));
}

/** A column scaled to unit length. */
export function unitLength(column: Float64Array): Float64Array {
  return scale(column, 1 / norm(column));
}

/** A column centred and scaled to unit length, so that inner products are correlations. */
export function standardise(column: Float64Array): Float64Array {
  return unitLength(centre(column));
}
