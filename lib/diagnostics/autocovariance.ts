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
  for (; i < fullEnd; i++) {
    const value = values[i]!;
    const ahead = i + lag;
    sum0 += value * values[ahead]!;
    sum1 += value * values[ahead + 1]!;
    sum2 += value * values[ahead + 2]!;
    sum3 += value * values[ahead + 3]!;
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
 * Autocovariance of rows of zeros and ones, counted over the rarer of the two only: the complement has the same
 * autocovariance, and the indicator of a tail quantile has few members.
 *
 * @param flags - Rows of 0 and 1 of equal length, one after the other; overwritten.
 */
export function indicatorAutocovariance(flags: Uint8Array, rowCount: number): Autocovariance {
  const length = flags.length / rowCount;
  const members = rarerMembers(flags);
  const memberCounts = new Float64Array(rowCount);
  for (let k = 0; k < members.length; k++) memberCounts[Math.floor(members[k]! / length)]!++;
  const ends = new Float64Array(rowCount);
  let squares = 0;
  for (let r = 0; r < rowCount; r++) squares += memberCounts[r]! * memberCounts[r]!;
  let endsLag = 0;
  return (lag) => {
    for (; endsLag < lag; endsLag++) {
      for (let r = 0; r < rowCount; r++) {
        ends[r]! += flags[r * length + endsLag]! + flags[(r + 1) * length - 1 - endsLag]!;
      }
    }
    let sum = coincidences(flags, members, lag, length) - (squares * (length + lag)) / (length * length);
    for (let r = 0; r < rowCount; r++) sum += (memberCounts[r]! * ends[r]!) / length;
    return sum / flags.length;
  };
}

/** Turns the flags into their complement when the ones are in the majority; gives the places of the ones left. */
function rarerMembers(flags: Uint8Array): Uint32Array {
  let ones = 0;
  for (let i = 0; i < flags.length; i++) ones += flags[i]!;
  const flip = ones > flags.length / 2 ? 1 : 0;
  const members = new Uint32Array(flip === 1 ? flags.length - ones : ones);
  let count = 0;
  for (let i = 0; i < flags.length; i++) {
    flags[i]! ^= flip;
    if (flags[i] === 1) members[count++] = i;
  }
  return members;
}

/** How many members have another one `lag` further on in the same row. */
function coincidences(flags: Uint8Array, members: Uint32Array, lag: number, length: number): number {
  let count = 0;
  for (let k = 0; k < members.length; k++) {
    const place = members[k]!;
    if ((place % length) + lag < length) count += flags[place + lag]!;
  }
  return count;
}
