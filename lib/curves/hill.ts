import { checkAmplitude, checkedSpend, checkShape, type Curve } from "./curve.ts";
import type { Family } from "./family.ts";

/**
 * The Hill curve C(S) = β·S^h / (K^h + S^h): S-shaped for h > 1, so it is no `ConcaveCurve`.
 *
 * @param parameters - `beta` contribution as spend grows without limit (at least 0); `K` spend at half of it (above 0);
 *   `h` exponent (above 0). The slope at zero spend is Infinity for h < 1 and a positive beta.
 * @throws RangeError when a parameter is outside its domain or not finite.
 * @see Hill (1910), J. Physiol. 40, iv–vii; Jin et al. (2017), Bayesian Methods for Media Mix Modeling, Google
 */
export function hill(parameters: { readonly beta: number; readonly K: number; readonly h: number }): Curve {
  const { beta, K, h } = parameters;
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
  };
}

/** t / (1 + t)², in a form that is 0 rather than NaN when t overflows. */
function logisticDensity(t: number): number {
  return 1 / ((1 + t) * (1 + 1 / t));
}

/** Hill curves, with parameters beta, K and h. */
export const hillFamily: Family = {
  name: "hill",
  isConcave: false,
  parameters: [
    { name: "beta", unit: "contribution", spendPower: 0, contributionPower: 1, lower: 0, upper: Infinity },
    { name: "K", unit: "spend", spendPower: 1, contributionPower: 0, lower: 1e-6, upper: 1e4 },
    { name: "h", unit: "1", spendPower: 0, contributionPower: 0, lower: 0.05, upper: 50 },
  ],
  shapeStarts: [0.05, 0.3, 1, 5].flatMap((K) => [0.7, 1.5, 4].map((h) => [K, h])),
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
  halfSaturation: (theta) => theta[1]!,
};
