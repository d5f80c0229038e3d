import { logGamma } from "./beta.ts";

/** Terms after which neither expansion still moves a double, for shapes up to some thousands. */
const MOST_TERMS = 10_000;
const PRECISION = 1e-16;
const TINY = 1e-300;

/**
 * Upper regularised incomplete gamma function Q(shape, x): the chance that a gamma variable of this shape exceeds x.
 *
 * @param shape - Above 0.
 * @param x - At least 0.
 * @returns NaN outside the domain.
 * @see Press et al. (2007), Numerical Recipes, 3rd ed., section 6.2: series below shape + 1, continued fraction above
 */
export function upperRegularisedGamma(shape: number, x: number): number {
  if (!(shape > 0 && x >= 0)) return NaN;
  if (x === 0) return 1;
  if (x === Infinity) return 0;
  const scale = Math.exp(shape * Math.log(x) - x - logGamma(shape));
  return x < shape + 1 ? 1 - scale * series(shape, x) : scale * continuedFraction(shape, x);
}

function series(shape: number, x: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let n = 1; n < MOST_TERMS && term > sum * PRECISION; n++) {
    term *= x / (shape + n);
    sum += term;
  }
  return sum;
}

/** Lentz's method; 1 / (x + 1 − a − 1(1 − a) / (x + 3 − a − …)). */
function continuedFraction(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = 1 / TINY;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < MOST_TERMS; n++) {
    const a = -n * (n - shape);
    b += 2;
    d = 1 / nonZero(a * d + b);
    c = nonZero(b + a / c);
    const factor = c * d;
    h *= factor;
    if (Math.abs(factor - 1) < PRECISION * 10) break;
  }
  return h;
}

const nonZero = (value: number) => (Math.abs(value) < TINY ? TINY : value);

/** Chance that a chi-squared variable exceeds `x`; NaN outside the domain. */
export function chiSquaredTail(x: number, degreesOfFreedom: number): number {
  return upperRegularisedGamma(degreesOfFreedom / 2, x / 2);
}
