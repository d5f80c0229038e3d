import { checkAmplitude, checkedSpend, checkShape, type ConcaveCurve, type Curve } from "./curve.ts";
import type { ConcaveFamily, Family, Parameter } from "./family.ts";
import { michaelisMenten } from "./michaelis-menten.ts";

/** Parameters of a Hill curve. */
export interface HillParameters {
  /** Contribution as spend grows without limit, at least 0. */
  readonly beta: number;
  /** Spend at half of it, above 0. */
  readonly K: number;
  /** Exponent, above 0: S-shaped above 1, infinitely steep at zero spend below 1. */
  readonly h: number;
}

/** A Hill curve: its second derivative is positive at first where h is above 1, so that it is no `ConcaveCurve`. */
export interface HillCurve extends Curve {
  curvature(spend: number): number;
}

/**
 * The Hill curve C(S) = β·S^h / (K^h + S^h): S-shaped for h > 1.
 *
 * @throws RangeError when a parameter is outside its domain or not finite.
 * @see Hill (1910), J. Physiol. 40, iv–vii; Jin et al. (2017), Bayesian Methods for Media Mix Modeling, Google
 */
export function hill({ beta, K, h }: HillParameters): HillCurve {
  checkAmplitude("beta", beta);
  checkShape("K", K);
  checkShape("h", h);
  const slopeAtZero = beta === 0 || h > 1 ? 0 : h < 1 ? Infinity : beta / K;
  return {
    value: (spend) => beta / (1 + (K / checkedSpend(spend)) ** h),
    slope(spend) {
      if (checkedSpend(spend) === 0) return slopeAtZero;
      return ((beta * h) / spend) * logisticDensity((K / spend) ** h);
    },
    curvature(spend) {
      if (checkedSpend(spend) === 0) return beta === 0 ? 0 : bendAtZero(h) * (beta / K / K);
      const t = (K / spend) ** h;
      return ((beta * h) / spend / spend) * logisticDensity(t) * logSlopeByLogSpend(t, h);
    },
  };
}

/** t / (1 + t)², in a form that is 0 rather than NaN when t overflows. */
function logisticDensity(t: number): number {
  return 1 / ((1 + t) * (1 + 1 / t));
}

/** d ln C′ / d ln S at t = (K/S)^h: −(1 − h) far below K, −(1 + h) far above it. */
function logSlopeByLogSpend(t: number, h: number): number {
  return h - 1 - (2 * h) / (1 + t);
}

/** Second derivative at zero spend, in units of β/K². */
function bendAtZero(h: number): number {
  if (h < 1) return -Infinity;
  if (h === 1) return -2;
  return h < 2 ? Infinity : h === 2 ? 2 : 0;
}

/**
 * The Hill curve with an exponent of at most 1, which is concave.
 *
 * @throws RangeError as `hill`, and when h is above 1.
 */
export function concaveHill(parameters: HillParameters): ConcaveCurve {
  const { beta, K, h } = parameters;
  const curve = hill(parameters);
  if (!(h <= 1)) throw new RangeError(`h is ${h}, expected at most 1 in a concave curve`);
  if (h === 1) return michaelisMenten({ L: beta, k: K });
  const slopeAtZero = curve.slope(0);
  return {
    ...curve,
    spendAtSlope(slope) {
      if (slope >= slopeAtZero) return 0;
      if (slope <= 0) return Infinity;
      return Number.isNaN(slope) ? NaN : spendAtHillSlope(parameters, slope);
    },
  };
}

/** More than Newton's method needs here: it doubles its digits at each step. */
const MAX_STEPS = 100;

/**
 * The spend at which a concave Hill curve has this slope, between 0 and that at zero spend.
 *
 * In u = ln(S/K), ln C′ − ln slope = ln(βh/(K·slope)) − (1 + h)·u − 2·ln(1 + e^{−hu}) falls and is concave, and its two
 * asymptotes lie above it: from where the lower of them is zero, Newton's method goes down to the root without overshooting.
 */
function spendAtHillSlope({ beta, K, h }: HillParameters, slope: number): number {
  const excessAtK = Math.log(beta) + Math.log(h) - Math.log(K) - Math.log(slope);
  let u = Math.min(excessAtK / (1 + h), excessAtK / (1 - h));
  for (let count = 0; count < MAX_STEPS; count++) {
    const softplus = Math.max(-h * u, 0) + Math.log1p(Math.exp(-Math.abs(h * u)));
    const step = (excessAtK - (1 + h) * u - 2 * softplus) / logSlopeByLogSpend(Math.exp(-h * u), h);
    if (!(Math.abs(step) > Number.EPSILON * Math.max(1, Math.abs(u)))) break;
    u -= step;
  }
  return K * Math.exp(u);
}

const parameters = (largestExponent: number): readonly Parameter[] => [
  { name: "beta", unit: "contribution", spendPower: 0, contributionPower: 1, lower: 0, upper: Infinity },
  { name: "K", unit: "spend", spendPower: 1, contributionPower: 0, lower: 1e-6, upper: 1e4 },
  { name: "h", unit: "1", spendPower: 0, contributionPower: 0, lower: 0.05, upper: largestExponent },
];

const startsOf = (exponents: readonly number[]) =>
  [0.05, 0.3, 1, 5].flatMap((K) => exponents.map((h) => [K, h]));

/** Hill curves with a free exponent, with parameters beta, K and h. */
export const hillFamily: Family<HillCurve> = {
  name: "hill",
  isConcave: false,
  parameters: parameters(50),
  shapeStarts: startsOf([0.7, 1.5, 4]),
  curve: (theta) => hill({ beta: theta[0]!, K: theta[1]!, h: theta[2]! }),
  gradient(theta) {
    const beta = theta[0]!;
    const K = theta[1]!;
    const h = theta[2]!;
    return (spend) => {
      if (spend === 0) return [0, 0, 0];
      const t = (K / spend) ** h;
      const density = beta * logisticDensity(t);
      return [1 / (1 + t), (-density * h) / K, -density * Math.log(K / spend)];
    };
  },
  unitKernel(spend) {
    const n = spend.length;
    const logs = spend.map(Math.log);
    return (shape, values, derivatives) => {
      const h = shape[1]!;
      const logK = Math.log(shape[0]!);
      const perK = h / shape[0]!;
      for (let i = 0; i < n; i++) {
        const distance = logK - logs[i]!;
        const t = Math.exp(h * distance);
        const value = 1 / (1 + t);
        const density = value * (1 - value);
        values[i] = value;
        derivatives[i] = -density * perK;
        derivatives[n + i] = density === 0 ? 0 : -density * distance;
      }
    };
  },
  halfSaturation: (theta) => theta[1]!,
};

/** Hill curves with an exponent of at most 1, which are concave: for where an S is not to be fitted. */
export const concaveHillFamily: ConcaveFamily = {
  ...hillFamily,
  name: "concave_hill",
  isConcave: true,
  parameters: parameters(1),
  shapeStarts: startsOf([0.4, 0.7, 0.95]),
  curve: (theta) => concaveHill({ beta: theta[0]!, K: theta[1]!, h: theta[2]! }),
};
