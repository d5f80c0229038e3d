/** Zeros after each row, so that a kernel may look a few places ahead without asking where the row ends. */
const PADDING = 8;

/**
 * Rows of equal length, each about its own mean, as autocovariances and R-hat need them; made once per shape and filled
 * again for each scalar.
 */
export interface CentredRows {
  readonly rowCount: number;
  /** Draws in a row. */
  readonly length: number;
  /** Places from the start of one row to that of the next: `values[r * stride + t]` is draw t of row r. */
  readonly stride: number;
  readonly values: Float64Array;
  /** Room for `sumNeighboursInPlace`. */
  readonly neighbourSums: Float64Array;
  readonly means: Float64Array;
  /** Sum of squares of each row about its mean. */
  readonly squares: Float64Array;
}

/** Empty rows, to be filled by `centreInto`. */
export function createCentredRows(rowCount: number, length: number): CentredRows {
  const stride = length + PADDING;
  return {
    rowCount,
    length,
    stride,
    values: new Float64Array(rowCount * stride),
    neighbourSums: new Float64Array(rowCount * stride),
    means: new Float64Array(rowCount),
    squares: new Float64Array(rowCount),
  };
}

/**
 * Centres rows laid one after the other in `values`.
 *
 * Means are taken about the first draw of a row, so that draws far from zero keep their digits; sums run in two halves,
 * whose additions need not wait for each other.
 */
export function centreInto(out: CentredRows, values: Float64Array): void {
  const { rowCount, length, stride, means, squares } = out;
  for (let r = 0; r < rowCount; r++) {
    const start = r * length;
    const origin = values[start]!;
    const offset = meanAbout(values, start, length, origin);
    means[r] = origin + offset;
    squares[r] = centreRow(out.values, r * stride, values, start, length, origin, offset);
  }
}

/** Mean of the distances from an origin. */
function meanAbout(values: Float64Array, start: number, length: number, origin: number): number {
  let even = 0;
  let odd = 0;
  let t = 0;
  for (; t + 1 < length; t += 2) {
    even += values[start + t]! - origin;
    odd += values[start + t + 1]! - origin;
  }
  if (t < length) even += values[start + t]! - origin;
  return (even + odd) / length;
}

/** Writes one row about its mean, `offset` from the origin; gives its sum of squares. */
function centreRow(
  out: Float64Array,
  outStart: number,
  values: Float64Array,
  start: number,
  length: number,
  origin: number,
  offset: number,
): number {
  let evenSquares = 0;
  let oddSquares = 0;
  let t = 0;
  for (; t + 1 < length; t += 2) {
    const even = values[start + t]! - origin - offset;
    const odd = values[start + t + 1]! - origin - offset;
    out[outStart + t] = even;
    out[outStart + t + 1] = odd;
    evenSquares += even * even;
    oddSquares += odd * odd;
  }
  if (t < length) {
    const last = values[start + t]! - origin - offset;
    out[outStart + t] = last;
    evenSquares += last * last;
  }
  return evenSquares + oddSquares;
}

/** Fills `neighbourSums`: each value plus the next one of its row, the last alone. */
export function sumNeighboursInPlace({ values, neighbourSums }: CentredRows): void {
  // The padding between rows is zero; its own last place, which gets the value after it, is met by no kernel.
  for (let i = 0; i + 1 < values.length; i++) neighbourSums[i] = values[i]! + values[i + 1]!;
}

/** Sum of squares of all rows, each about its own mean. */
export function totalSquares({ squares }: CentredRows): number {
  return squares.reduce((sum, value) => sum + value, 0);
}
