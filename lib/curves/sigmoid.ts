import { checkAmplitude, checkedSpend, checkShape, type ConcaveCurve } from "./curve.ts";
import type { ConcaveFamily } from "./family.ts";

/** 1 / cosh²(x/2) for x ≥ 0, by e^{−x} so that it cannot overflow. */
function sechSquaredOfHalf(x: number): number {
  const decay = Math.exp(-x);
  return (4 * decay) / (1 + decay) ** 2;
}

/**
 * The sigmoid (logistic) saturation curve C(S) = α·(1 − e^{−λS}) / (1 + e^{−λS}) = α·tanh(λS/2), concave for spend ≥ 0.
 *
 * @param parameters - `alpha` contribution as spend grows without limit (at least 0); `lam` rate, 1 / spend (above 0).
 * @throws RangeError when a parameter is outside its domain or not finite.
 * @see LogisticSaturation of PyMC-Marketing, which has this form
 */
export function sigmoid({ alpha, lam }: { readonly alpha: number; readonly lam: number }): ConcaveCurve {
  checkAmplitude("alpha", alpha);
  checkShape("lam", lam);
  const slopeAtZero = (alpha * lam) / 2;
  return {
    value: (spend) => alpha * Math.tanh((lam * checkedSpend(spend)) / 2),
    slope: (spend) => slopeAtZero * sechSquaredOfHalf(lam * checkedSpend(spend)),
    curvature(spend) {
      const x = lam * checkedSpend(spend);
      return -slopeAtZero * lam * sechSquaredOfHalf(x) * Math.tanh(x / 2);
    },
    spendAtSlope(slope) {
      if (slope >= slopeAtZero) return 0;
      if (slope <= 0) return Infinity;
      // (2/λ)·arcosh √(slopeAtZero/slope), with arcosh q = log1p(q − 1 + √(q² − 1)) free of cancellation near q = 1.
      const root = Math.sqrt(slope);
      const gap = slopeAtZero - slope;
      const excess = gap / (root * (Math.sqrt(slopeAtZero) + root));
      return (2 / lam) * Math.log1p(excess + Math.sqrt(gap) / root);
    },
  };
}

/** Sigmoid curves, with parameters alpha and lam. */
export const sigmoidFamily: ConcaveFamily = {
  name: "sigmoid",
  isConcave: true,
  parameters: [
    { name: "alpha", unit: "contribution", spendPower: 0, contributionPower: 1, lower: 0, upper: Infinity },
    // Below 0.03 over the largest spend the curve is straight to λ²/12 < 10^-4; above 1e6 it is a step.
    { name: "lam", unit: "1 / spend", spendPower: -1, contributionPower: 0, lower: 0.03, upper: 1e6 },
  ],
  shapeStarts: [[0.05], [0.5], [2], [8], [40]],
  curve: (theta) => sigmoid({ alpha: theta[0]!, lam: theta[1]! }),
  gradient(theta) {
    const alpha = theta[0]!;
    const lam = theta[1]!;
    return (spend) => [Math.tanh((lam * spend) / 2), ((alpha * spend) / 2) * sechSquaredOfHalf(lam * spend)];
  },
  unitKernel: (spend) => (shape, values, derivatives) => {
    const lam = shape[0]!;
    for (let i = 0; i < spend.length; i++) {
      // With d = e^{−x} − 1: tanh(x/2) = −d / (2 + d), 1 / cosh²(x/2) = 4(1 + d) / (2 + d)².
      const drop = Math.expm1(-lam * spend[i]!);
      const sum = 2 + drop;
      values[i] = -drop / sum;
      derivatives[i] = (2 * spend[i]! * (1 + drop)) / (sum * sum);
    }
  },
  // tanh(λS/2) = 1/2 at λS = ln 3.
  halfSaturation: (theta) => Math.log(3) / theta[1]!,
};
