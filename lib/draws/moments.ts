/** Mean and sample variance (divisor n - 1) of one array. */
export interface Moments {
  readonly mean: number;
  readonly variance: number;
}

/**
 * Mean and sample variance in two passes; the second pass also takes out what rounding left in the first mean,
 * so that draws far from zero keep their digits.
 *
 * @returns Variance NaN for fewer than two values; both NaN for none, or when a value is not finite.
 * @see Chan, Golub & LeVeque (1983), The American Statistician 37(3)
 */
export function moments(values: Float64Array): Moments {
  const n = values.length;
  let total = 0;
  for (let i = 0; i < n; i++) total += values[i]!;
  const centre = total / n;
  let drift = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const distance = values[i]! - centre;
    drift += distance;
    squares += distance * distance;
  }
  return { mean: centre + drift / n, variance: n < 2 ? NaN : (squares - (drift * drift) / n) / (n - 1) };
}

/** Arithmetic mean; NaN for an empty array. */
export function mean(values: Float64Array): number {
  return moments(values).mean;
}

/** Sample variance, divisor n - 1; NaN for fewer than two values. */
export function variance(values: Float64Array): number {
  return moments(values).variance;
}

/** Population variance, divisor n; NaN for an empty array. */
export function populationVariance(values: Float64Array): number {
  return values.length === 1
    ? values[0]! - values[0]!
    : (variance(values) * (values.length - 1)) / values.length;
}
