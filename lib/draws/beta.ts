const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
const LANCZOS_G = 7;

/**
 * Natural logarithm of the gamma function, for x > 0, to about 1 part in 10^15.
 *
 * @see Lanczos (1964), SIAM Journal on Numerical Analysis 1; coefficients for g = 7, n = 9 by Godfrey (2001)
 */
export function logGamma(x: number): number {
  let series = LANCZOS[0]!;
  for (let i = 1; i < LANCZOS.length; i++) series += LANCZOS[i]! / (x - 1 + i);
  const t = x - 1 + LANCZOS_G + 0.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(series);
}

/** More steps than any shape up to 10^8 needs: convergence takes about sqrt(max(a, b)) of them. */
const MAX_FRACTION_STEPS = 10_000;
/** Stands in for zero in Lentz's method; far below any value that occurs. */
const TINY = 1e-300;

/** Continued fraction of the incomplete beta function, by the modified Lentz method. */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / nonzero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let step = 1; step <= MAX_FRACTION_STEPS; step++) {
    const even = (step * (b - step) * x) / ((a + 2 * step - 1) * (a + 2 * step));
    d = 1 / nonzero(1 + even * d);
    c = nonzero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + step) * (a + b + step) * x) / ((a + 2 * step) * (a + 2 * step + 1));
    d = 1 / nonzero(1 + odd * d);
    c = nonzero(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < Number.EPSILON) return fraction;
  }
  return NaN;
}

function nonzero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/**
 * Regularised incomplete beta function: the probability that a Beta(a, b) variable is at most x.
 *
 * @param x - Between 0 and 1.
 * @param a - Positive shape.
 * @param b - Positive shape.
 * @returns NaN outside that domain, or when the continued fraction does not converge.
 * @see Press et al. (2007), Numerical Recipes, 3rd ed., section 6.4
 */
export function regularisedBeta(x: number, a: number, b: number): number {
  if (!(x >= 0 && x <= 1 && a > 0 && b > 0)) return NaN;
  if (x === 0 || x === 1) return x;
  const front = Math.exp(logBetaKernel(x, a, b));
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** ln( x^a (1 - x)^b / B(a, b) ). */
function logBetaKernel(x: number, a: number, b: number): number {
  return a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b);
}

/** Bisection alone would need this many halvings to exhaust a double. */
const MAX_INVERSE_STEPS = 200;

/**
 * Quantile of the Beta(a, b) distribution: the x at which `regularisedBeta(x, a, b)` equals the probability.
 *
 * Newton steps from the mean, kept inside a bracket that bisection shrinks.
 *
 * @returns NaN outside the domain of `regularisedBeta` or for a probability outside [0, 1].
 */
export function inverseRegularisedBeta(probability: number, a: number, b: number): number {
  if (!(probability >= 0 && probability <= 1 && a > 0 && b > 0)) return NaN;
  if (probability === 0 || probability === 1) return probability;
  let lower = 0;
  let upper = 1;
  let x = a / (a + b);
  for (let step = 0; step < MAX_INVERSE_STEPS; step++) {
    const excess = regularisedBeta(x, a, b) - probability;
    if (excess > 0) upper = x;
    else lower = x;
    const slope = Math.exp(logBetaKernel(x, a, b)) / (x * (1 - x));
    const newton = x - excess / slope;
    const next = newton > lower && newton < upper ? newton : (lower + upper) / 2;
    if (Math.abs(next - x) <= 2 * Number.EPSILON * x) return next;
    x = next;
  }
  return x;
}
