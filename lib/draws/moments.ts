/** Mean and sample variance (divisor n - 1) of one array. */
export interface Moments {
  readonly mean: number;
  readonly variance: number;
}

/**
 * Mean and sample variance in two passes; the second pass also takes out what rounding left in the first mean,
 * so that draws far from zero keep their digits. Sums run in two halves, whose additions need not wait for each other.
 *
 * @returns Variance NaN for fewer than two values; both NaN for none, or when a value is not finite.
 * @see Chan, Golub & LeVeque (1983), The American Statistician 37(3)
 */
export function moments(values: Float64Array): Moments {
  const n = values.length;
  const isOdd = n % 2 === 1;
  let evenTotal = isOdd ? values[n - 1]! : 0;
  let oddTotal = 0;
  for (let i = 0; i + 1 < n; i += 2) {
    evenTotal += values[i]!;
    oddTotal += values[i + 1]!;
  }
  return momentsAbout(values, (evenTotal + oddTotal) / n);
}

/** Mean and sample variance in one pass about a centre already close to the mean. */
export function momentsAbout(values: Float64Array, centre: number): Moments {
  const n = values.length;
  const last = n % 2 === 1 ? values[n - 1]! - centre : 0;
  let evenDrift = last;
  let oddDrift = 0;
  let evenSquares = last * last;
  let oddSquares = 0;
  for (let i = 0; i + 1 < n; i += 2) {
    const even = values[i]! - centre;
    const odd = values[i + 1]! - centre;
    evenDrift += even;
    oddDrift += odd;
    evenSquares += even * even;
    oddSquares += odd * odd;
  }
  const drift = evenDrift + oddDrift;
  const squares = evenSquares + oddSquares;
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
