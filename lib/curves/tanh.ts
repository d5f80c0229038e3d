import { checkAmplitude, checkShape, type ConcaveCurve } from "./curve.ts";
import type { ConcaveFamily } from "./family.ts";
import { sigmoid, sigmoidFamily } from "./sigmoid.ts";

/**
 * The tanh saturation curve C(S) = b·tanh(S / s): the sigmoid curve with λ = 2/s, by the parameters that others give it.
 *
 * @param parameters - `b` contribution as spend grows without limit (at least 0); `s` spend at which the first slope, b/s,
 *   would reach it (above 0). PyMC-Marketing's `c`, the initial cost per unit of contribution, is s/b.
 * @throws RangeError when a parameter is outside its domain or not finite.
 * @see TanhSaturation of PyMC-Marketing, b·tanh(x / (b·c))
 */
export function tanh({ b, s }: { readonly b: number; readonly s: number }): ConcaveCurve {
  checkAmplitude("b", b);
  checkShape("s", s);
  return sigmoid({ alpha: b, lam: 2 / s });
}

const lamOf = (s: number) => 2 / s;

/**
 * tanh curves, with parameters b and s. They are the curves of `sigmoidFamily`: fitted to the same points both give the
 * same curve, so that only one of the two belongs into a comparison by AICc.
 */
export const tanhFamily: ConcaveFamily = {
  name: "tanh",
  isConcave: true,
  parameters: [
    { name: "b", unit: "contribution", spendPower: 0, contributionPower: 1, lower: 0, upper: Infinity },
    { name: "s", unit: "spend", spendPower: 1, contributionPower: 0, lower: lamOf(1e6), upper: lamOf(0.03) },
  ],
  // From far above the least squares a step in s overshoots into a step function, where nothing leads back.
  shapeStarts: [[0.05], [0.15], [0.4], [1], [3]],
  curve: (theta) => tanh({ b: theta[0]!, s: theta[1]! }),
  gradient(theta) {
    const lam = lamOf(theta[1]!);
    const gradient = sigmoidFamily.gradient([theta[0]!, lam]);
    return (spend) => {
      const [byAmplitude, byLam] = gradient(spend);
      return [byAmplitude!, -byLam! * (lam / theta[1]!)];
    };
  },
  unitKernel(spend) {
    const kernel = sigmoidFamily.unitKernel(spend);
    const lam = new Float64Array(1);
    return (shape, values, derivatives) => {
      lam[0] = lamOf(shape[0]!);
      kernel(lam, values, derivatives);
      const inner = -lam[0] / shape[0]!;
      for (let i = 0; i < derivatives.length; i++) derivatives[i]! *= inner;
    };
  },
  halfSaturation: (theta) => sigmoidFamily.halfSaturation([theta[0]!, lamOf(theta[1]!)]),
};
