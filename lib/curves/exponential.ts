import { checkAmplitude, checkedSpend, checkShape, type ConcaveCurve } from "./curve.ts";
import type { ConcaveFamily } from "./family.ts";

/**
 * The exponential saturation curve C(S) = α·(1 − e^{−λS}): what is left of the plateau shrinks by the same share with each unit of spend.
 *
 * @param parameters - `alpha` contribution as spend grows without limit (at least 0); `lam` rate, 1 / spend (above 0).
 * @throws RangeError when a parameter is outside its domain or not finite.
 * @see Mitscherlich (1909), Landwirtschaftliche Jahrbücher 38, 537–552; Little (1979), doi:10.1287/opre.27.4.629
 */
export function exponential({ alpha, lam }: { readonly alpha: number; readonly lam: number }): ConcaveCurve {
  checkAmplitude("alpha", alpha);
  checkShape("lam", lam);
  const slopeAtZero = alpha * lam;
  return {
    value: (spend) => -alpha * Math.expm1(-lam * checkedSpend(spend)),
    slope: (spend) => slopeAtZero * Math.exp(-lam * checkedSpend(spend)),
    curvature: (spend) => -slopeAtZero * lam * Math.exp(-lam * checkedSpend(spend)),
    spendAtSlope(slope) {
      if (slope >= slopeAtZero) return 0;
      if (slope <= 0) return Infinity;
      // ln(slopeAtZero/slope)/λ: free of cancellation near the slope at zero, of overflow far from it.
      const isNear = 2 * slope > slopeAtZero;
      return (
        (isNear ? Math.log1p((slopeAtZero - slope) / slope) : Math.log(slopeAtZero) - Math.log(slope)) / lam
      );
    },
  };
}

/** Exponential saturation curves, with parameters alpha and lam. */
export const exponentialFamily: ConcaveFamily = {
  name: "exponential",
  isConcave: true,
  parameters: [
    { name: "alpha", unit: "contribution", spendPower: 0, contributionPower: 1, lower: 0, upper: Infinity },
    // Below 2e-4 over the largest spend the curve is straight to λ/2 = 10^-4; above 1e6 it is a step.
    { name: "lam", unit: "1 / spend", spendPower: -1, contributionPower: 0, lower: 2e-4, upper: 1e6 },
  ],
  shapeStarts: [[0.02], [0.5], [2], [8], [40]],
  curve: (theta) => exponential({ alpha: theta[0]!, lam: theta[1]! }),
  gradient(theta) {
    const alpha = theta[0]!;
    const lam = theta[1]!;
    return (spend) => [-Math.expm1(-lam * spend), alpha * spend * Math.exp(-lam * spend)];
  },
  unitKernel: (spend) => (shape, values, derivatives) => {
    const lam = shape[0]!;
    for (let i = 0; i < spend.length; i++) {
      const drop = Math.expm1(-lam * spend[i]!);
      values[i] = -drop;
      derivatives[i] = spend[i]! * (1 + drop);
    }
  },
  halfSaturation: (theta) => Math.LN2 / theta[1]!,
};
