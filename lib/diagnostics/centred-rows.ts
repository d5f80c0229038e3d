import type { Address, Layout, Room } from "./kernels/kernels.ts";

/** Zeros after each row, so that a kernel may look ten places ahead without asking where the row ends. */
const PADDING = 10;

/** Mean of each of some rows of equal length, and its sum of squares about it; where they lie in a room. */
export interface RowMoments {
  readonly rowCount: number;
  /** Draws in a row. */
  readonly length: number;
  readonly means: Address;
  readonly squares: Address;
}

/** Rows, each about its own mean, as autocovariances need them; where they lie in a room. */
export interface CentredRows extends RowMoments {
  /** Doubles from the start of one row to that of the next. */
  readonly stride: number;
  readonly values: Address;
  /** Room for four pairs of autocovariances. */
  readonly pairs: Address;
}

export function placeRowMoments(layout: Layout, rowCount: number, length: number): RowMoments {
  return { rowCount, length, means: layout.doubles(rowCount), squares: layout.doubles(rowCount) };
}

export function placeCentredRows(layout: Layout, rowCount: number, length: number): CentredRows {
  const stride = length + PADDING;
  return {
    ...placeRowMoments(layout, rowCount, length),
    stride,
    values: layout.doubles(rowCount * stride),
    pairs: layout.doubles(4),
  };
}

/**
 * Centres rows laid one after the other in `values`.
 *
 * Means are taken about the first draw of a row, so that draws far from zero keep their digits.
 */
export function centre({ run }: Room, out: CentredRows, values: Address): void {
  const { rowCount, length, stride, means, squares } = out;
  run.centreRows(out.values, stride, values, rowCount, length, means, squares);
}

/** Moments of rows laid one after the other in `values`. */
export function describe({ run }: Room, out: RowMoments, values: Address): void {
  const { rowCount, length, means, squares } = out;
  run.describeRows(values, rowCount, length, means, squares);
}

/** Mean of each row. */
export function meansOf(room: Room, { means, rowCount }: RowMoments): Float64Array {
  return room.doubles(means, rowCount);
}

/** Sum of squares of each row about its mean; NaN where a draw is not finite. */
export function squaresOf(room: Room, { squares, rowCount }: RowMoments): Float64Array {
  return room.doubles(squares, rowCount);
}

/** Sum of squares of all rows, each about its own mean. */
export function totalSquares(room: Room, rows: RowMoments): number {
  return squaresOf(room, rows).reduce((sum, value) => sum + value, 0);
}
