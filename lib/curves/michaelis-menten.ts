import { checkAmplitude, checkedSpend, checkShape, type ConcaveCurve } from "./curve.ts";
import type { ConcaveFamily } from "./family.ts";

/**
 * The Michaelis–Menten curve C(S) = L·S / (k + S).
 *
 * @param parameters - `L` contribution as spend grows without limit (at least 0); `k` spend at half of it (above 0).
 * @throws RangeError when a parameter is outside its domain or not finite.
 * @see Michaelis and Menten (1913), Biochem. Z. 49, 333–369
 */
export function michaelisMenten({ L, k }: { readonly L: number; readonly k: number }): ConcaveCurve {
  checkAmplitude("L", L);
  checkShape("k", k);
  const slopeAtZero = L / k;
  return {
    // L / (1 + k/S) rather than L·S / (k + S): exact at zero and at infinite spend, and free of overflow.
    value: (spend) => L / (1 + k / checkedSpend(spend)),
    slope(spend) {
      const growth = 1 + checkedSpend(spend) / k;
      return slopeAtZero / (growth * growth);
    },
    curvature(spend) {
      // A product: powers are several times slower in the innermost loop of the optimiser.
      const growth = 1 + checkedSpend(spend) / k;
      return (-2 * slopeAtZero) / k / (growth * growth * growth);
    },
    spendAtSlope(slope) {
      if (slope >= slopeAtZero) return 0;
      if (slope <= 0) return Infinity;
      // k·(√(slopeAtZero/slope) − 1), without its cancellation near the slope at zero.
      const root = Math.sqrt(slope);
      return (k * (slopeAtZero - slope)) / (root * (Math.sqrt(slopeAtZero) + root));
    },
  };
}

/** Michaelis–Menten curves, with parameters L and k. */
export const michaelisMentenFamily: ConcaveFamily = {
  name: "michaelis_menten",
  isConcave: true,
  parameters: [
    { name: "L", unit: "contribution", spendPower: 0, contributionPower: 1, lower: 0, upper: Infinity },
    // Above 1e4 times the largest spend the curve is straight to one part in 10^4; below 1e-6 it is a step.
    { name: "k", unit: "spend", spendPower: 1, contributionPower: 0, lower: 1e-6, upper: 1e4 },
  ],
  shapeStarts: [[0.03], [0.2], [1], [5], [50]],
  curve: (theta) => michaelisMenten({ L: theta[0]!, k: theta[1]! }),
  gradient(theta) {
    const L = theta[0]!;
    const k = theta[1]!;
    return (spend) => {
      const saturation = 1 / (1 + k / spend);
      return [saturation, (-L * saturation) / (k + spend)];
    };
  },
  unitKernel: (spend) => (shape, values, derivatives) => {
    const k = shape[0]!;
    for (let i = 0; i < spend.length; i++) {
      const saturation = 1 / (1 + k / spend[i]!);
      values[i] = saturation;
      derivatives[i] = -saturation / (k + spend[i]!);
    }
  },
  halfSaturation: (theta) => theta[1]!,
};
