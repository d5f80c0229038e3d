/** Sum of the values; 0 for none. */
export function sum(x: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < x.length; i++) total += x[i]!;
  return total;
}

/** Arithmetic mean, with a second pass that takes out the rounding of the first; NaN for no values. */
export function mean(x: Float64Array): number {
  const first = sum(x) / x.length;
  let rest = 0;
  for (let i = 0; i < x.length; i++) rest += x[i]! - first;
  return first + rest / x.length;
}

/**
 * Inner product of two vectors.
 *
 * @throws RangeError when the lengths differ.
 */
export function dot(x: Float64Array, y: Float64Array): number {
  if (x.length !== y.length) throw new RangeError(`x has ${x.length} values, y has ${y.length}`);
  let total = 0;
  for (let i = 0; i < x.length; i++) total += x[i]! * y[i]!;
  return total;
}

/** Euclidean length. */
export function norm(x: Float64Array): number {
  return Math.sqrt(dot(x, x));
}

/** The values less their mean, centred twice: the rounding of the mean is small beside it, not beside what is left. */
export function centre(x: Float64Array): Float64Array {
  const middle = mean(x);
  const once = x.map((value) => value - middle);
  const rest = mean(once);
  return once.map((value) => value - rest);
}

/** The values times a factor. */
export function scale(x: Float64Array, factor: number): Float64Array {
  return x.map((value) => value * factor);
}

/** Standard deviation with divisor n - 1, two-pass; NaN for fewer than 2 values. */
export function standardDeviation(x: Float64Array): number {
  return x.length < 2 ? NaN : norm(centre(x)) / Math.sqrt(x.length - 1);
}
