import { checkAmplitude, checkedSpend, checkShape, type ConcaveCurve } from "./curve.ts";
import type { ConcaveFamily } from "./family.ts";

/**
 * The logarithmic curve C(S) = a·ln(1 + S/b): well above b each doubling of spend adds the same contribution, and there is no plateau.
 *
 * @param parameters - `a` contribution added as 1 + S/b grows e-fold (at least 0); `b` spend at which it bends (above 0).
 * @throws RangeError when a parameter is outside its domain or not finite.
 * @see Hanssens, Parsons and Schultz (2001), Market Response Models, chapter 3 (the semi-logarithmic model)
 */
export function logarithmic({ a, b }: { readonly a: number; readonly b: number }): ConcaveCurve {
  checkAmplitude("a", a);
  checkShape("b", b);
  const slopeAtZero = a / b;
  return {
    value(spend) {
      const logarithm = Math.log1p(checkedSpend(spend) / b);
      // A flat curve of zero is flat at infinite spend too.
      return a === 0 ? 0 : a * logarithm;
    },
    slope: (spend) => a / (b + checkedSpend(spend)),
    curvature(spend) {
      const distance = b + checkedSpend(spend);
      return -a / distance / distance;
    },
    spendAtSlope(slope) {
      if (slope >= slopeAtZero) return 0;
      if (slope <= 0) return Infinity;
      // a/slope − b, without its cancellation near the slope at zero.
      return (b * (slopeAtZero - slope)) / slope;
    },
  };
}

/** Logarithmic curves, with parameters a and b. */
export const logarithmicFamily: ConcaveFamily = {
  name: "logarithmic",
  isConcave: true,
  parameters: [
    { name: "a", unit: "contribution", spendPower: 0, contributionPower: 1, lower: 0, upper: Infinity },
    // Above 1e4 times the largest spend the curve is straight to one part in 10^4; below 1e-12 nearly a step.
    { name: "b", unit: "spend", spendPower: 1, contributionPower: 0, lower: 1e-12, upper: 1e4 },
  ],
  shapeStarts: [[1e-4], [0.01], [0.1], [1], [10]],
  curve: (theta) => logarithmic({ a: theta[0]!, b: theta[1]! }),
  gradient(theta) {
    const a = theta[0]!;
    const b = theta[1]!;
    return (spend) => [Math.log1p(spend / b), (-a / b) * (spend / (b + spend))];
  },
  unitKernel: (spend) => (shape, values, derivatives) => {
    const b = shape[0]!;
    for (let i = 0; i < spend.length; i++) {
      values[i] = Math.log1p(spend[i]! / b);
      derivatives[i] = -spend[i]! / (b + spend[i]!) / b;
    }
  },
  halfSaturation: () => Infinity,
};
