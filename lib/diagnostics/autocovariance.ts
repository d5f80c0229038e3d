/** Autocovariance by lag, divisor n, averaged over rows; it may remember, so lags are asked for in ascending order. */
export type Autocovariance = (lag: number) => number;

/** Lags computed in one sweep over the draws: each load then serves four products, and four sums run side by side. */
const LAGS_PER_SWEEP = 4;

/**
 * Autocovariance of rows already centred on their own means, computed lag by lag as far as it is asked for.
 *
 * @param centred - Rows of equal length, one after the other.
 */
export function denseAutocovariance(centred: Float64Array, rowCount: number): Autocovariance {
  const length = centred.length / rowCount;
  const known = new Float64Array(length + LAGS_PER_SWEEP);
  let knownCount = 0;
  return (lag) => {
    while (knownCount <= lag) {
      for (let r = 0; r < rowCount; r++) addLagProducts(known, knownCount, centred, r * length, length);
      knownCount += LAGS_PER_SWEEP;
    }
    return known[lag]! / centred.length;
  };
}

/** Adds the products of one row, at `start` in `values`, to the sums of four lags from `lag` on. */
function addLagProducts(
  sums: Float64Array,
  lag: number,
  values: Float64Array,
  start: number,
  length: number,
): void {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  const end = start + length;
  const fullEnd = end - lag - (LAGS_PER_SWEEP - 1);
  let i = start;
  // The values ahead slide along in registers, so that a draw is loaded once for its four products.
  let ahead0 = values[start + lag] ?? 0;
  let ahead1 = values[start + lag + 1] ?? 0;
  let ahead2 = values[start + lag + 2] ?? 0;
  for (; i < fullEnd; i++) {
    const value = values[i]!;
    const ahead3 = values[i + lag + 3]!;
    sum0 += value * ahead0;
    sum1 += value * ahead1;
    sum2 += value * ahead2;
    sum3 += value * ahead3;
    ahead0 = ahead1;
    ahead1 = ahead2;
    ahead2 = ahead3;
  }
  for (; i < end - lag; i++) {
    const value = values[i]!;
    const ahead = i + lag;
    sum0 += value * values[ahead]!;
    if (ahead + 1 < end) sum1 += value * values[ahead + 1]!;
    if (ahead + 2 < end) sum2 += value * values[ahead + 2]!;
  }
  sums[lag]! += sum0;
  sums[lag + 1]! += sum1;
  sums[lag + 2]! += sum2;
  sums[lag + 3]! += sum3;
}

/**
 * Autocovariance of rows of zeros and ones, counted over the ones only: cheap where they are few. The complement has
 * the same autocovariance.
 *
 * @param members - Places of the ones, in any order, in rows of `length` laid one after the other.
 */
export function indicatorAutocovariance(
  members: Uint32Array,
  rowCount: number,
  length: number,
): Autocovariance {
  // Each row is followed by as many zeros, so that looking ahead never meets the next row.
  const stride = 2 * length;
  const flags = new Uint8Array(rowCount * stride);
  const memberCounts = new Float64Array(rowCount);
  const places = members.map((member) => {
    const row = Math.floor(member / length);
    memberCounts[row]!++;
    return member + row * length;
  });
  for (let k = 0; k < places.length; k++) flags[places[k]!] = 1;
  let squares = 0;
  for (let r = 0; r < rowCount; r++) squares += memberCounts[r]! * memberCounts[r]!;

  // For each row, how many members lie among its first and its last `endsLag` places.
  const ends = new Float64Array(rowCount);
  let endsLag = 0;
  return (lag) => {
    for (; endsLag < lag; endsLag++) {
      for (let r = 0; r < rowCount; r++) {
        ends[r]! += flags[r * stride + endsLag]! + flags[r * stride + length - 1 - endsLag]!;
      }
    }
    // Sum of (x_i - m)(x_{i + lag} - m) with m = members / length, multiplied out.
    let sum = -(squares * (length + lag)) / (length * length);
    for (let r = 0; r < rowCount; r++) sum += (memberCounts[r]! * ends[r]!) / length;
    for (let k = 0; k < places.length; k++) sum += flags[places[k]! + lag]!;
    return sum / (rowCount * length);
  };
}
