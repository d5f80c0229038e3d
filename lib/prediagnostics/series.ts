/**
 * Refuses a series with a value that is missing or not finite: a test on it would be a test of something else.
 *
 * @throws RangeError naming the first such value and its index.
 */
export function requireFinite(x: Float64Array): void {
  const index = x.findIndex((value) => !Number.isFinite(value));
  if (index >= 0)
    throw new RangeError(`value ${index} of ${x.length} is ${x[index]!}, expected a finite number`);
}

/** Spread below this fraction of the largest magnitude is rounding, not variation. */
const ROUNDING_SPREAD = 1e-12;

/** Whether a series has no variation beyond rounding, so that no statistic of its movement is defined. */
export function isConstant(x: Float64Array): boolean {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < x.length; i++) {
    low = Math.min(low, x[i]!);
    high = Math.max(high, x[i]!);
  }
  return !(high - low > ROUNDING_SPREAD * Math.max(Math.abs(low), Math.abs(high)));
}
