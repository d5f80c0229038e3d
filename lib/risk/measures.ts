import { mean } from "../linalg/vector.ts";

/** Draws that a share falls short of by less than this count as wholly within it. */
const COUNT_ROUNDING = 1e-9;

/** Standard deviation over draws with divisor D, two-pass; NaN for no draws. */
export function spread(values: Float64Array): number {
  const middle = mean(values);
  let squares = 0;
  for (let d = 0; d < values.length; d++) squares += (values[d]! - middle) ** 2;
  return Math.sqrt(squares / values.length);
}

/**
 * Conditional value at risk of a response: the mean of its worst 1 − α share of draws, the draw on the edge counting by the part of
 * it that is within.
 *
 * @param alpha - In [0, 1): 0 is the mean of all draws.
 * @returns NaN for no draws or an undefined one.
 * @throws RangeError when alpha is outside its domain.
 * @see Rockafellar and Uryasev (2002), doi:10.1016/S0378-4266(02)00271-6
 */
export function cvar(values: Float64Array, alpha: number): number {
  checkShare("alpha", alpha);
  const sorted = values.toSorted();
  if (!(sorted.length > 0) || Number.isNaN(sorted[sorted.length - 1])) return NaN;
  const size = Math.max((1 - alpha) * sorted.length, Number.MIN_VALUE);
  const whole = Math.min(sorted.length, Math.floor(size + COUNT_ROUNDING));
  let total = 0;
  for (let d = 0; d < whole; d++) total += sorted[d]!;
  const rest = size - whole;
  if (rest > COUNT_ROUNDING && whole < sorted.length) total += rest * sorted[whole]!;
  return total / size;
}

/** Share of draws that are at least `least`; NaN for no draws or an undefined one. */
export function shareAtLeast(values: Float64Array, least: number): number {
  let count = 0;
  for (let d = 0; d < values.length; d++) {
    if (Number.isNaN(values[d]!)) return NaN;
    if (values[d]! >= least) count++;
  }
  return count / values.length;
}

/** The value that a share of at least `probability` of the draws reach or exceed: the largest such draw. */
export function valueReachedBy(values: Float64Array, probability: number): number {
  const sorted = values.toSorted();
  const needed = drawsNeeded(values.length, probability);
  return sorted[sorted.length - needed] ?? NaN;
}

/** The least number of draws that are a share of at least `probability` of all; at least 1. */
export function drawsNeeded(draws: number, probability: number): number {
  return Math.max(1, Math.ceil(probability * draws - COUNT_ROUNDING));
}

/** Throws RangeError unless the share lies in [0, 1). */
export function checkShare(name: string, share: number): void {
  if (!(share >= 0 && share < 1)) throw new RangeError(`${name} is ${share}, expected 0 ≤ ${name} < 1`);
}
