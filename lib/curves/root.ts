import { checkAmplitude, checkedSpend, type ConcaveCurve } from "./curve.ts";
import type { ConcaveFamily } from "./family.ts";

/**
 * The root curve C(S) = a·S^p: each per cent of spend adds p per cent of contribution, and there is no plateau.
 *
 * @param parameters - `a` contribution at a spend of 1 (at least 0); `p` elasticity, above 0 and below 1. The slope at zero
 *   spend is Infinity for a positive `a`.
 * @throws RangeError when a parameter is outside its domain or not finite.
 * @see RootSaturation of PyMC-Marketing; Hanssens, Parsons and Schultz (2001), Market Response Models, chapter 3
 */
export function root({ a, p }: { readonly a: number; readonly p: number }): ConcaveCurve {
  checkAmplitude("a", a);
  if (!(p > 0 && p < 1)) throw new RangeError(`p is ${p}, expected a finite number above 0 and below 1`);
  const slopeAtZero = a === 0 ? 0 : Infinity;
  const slopeAtOne = a * p;
  // A flat curve of zero is flat at infinite spend too.
  const value = (spend: number) => (a === 0 ? 0 : a * spend ** p);
  return {
    value: (spend) => value(checkedSpend(spend)),
    slope: (spend) => (checkedSpend(spend) === 0 || a === 0 ? slopeAtZero : slopeAtOne * spend ** (p - 1)),
    curvature(spend) {
      if (checkedSpend(spend) === 0 || a === 0) return -slopeAtZero;
      return slopeAtOne * (p - 1) * spend ** (p - 2);
    },
    spendAtSlope(slope) {
      if (slope >= slopeAtZero) return 0;
      if (slope <= 0) return Infinity;
      return (slopeAtOne / slope) ** (1 / (1 - p));
    },
  };
}

/**
 * Root curves, with parameters a and p.
 *
 * In natural units `a` is the contribution at a spend of 1 currency unit, far from the spend observed, so that its
 * standard error depends on the currency. Whether the parameters are determined is judged in scaled units, where `a` is
 * the contribution at the largest spend.
 */
export const rootFamily: ConcaveFamily = {
  name: "root",
  isConcave: true,
  parameters: [
    {
      name: "a",
      unit: "contribution / spend^p",
      spendPower: 0,
      contributionPower: 1,
      lower: 0,
      upper: Infinity,
    },
    // Above 0.9999 the curve is straight to 10^-4; below 0.01 it is a step.
    { name: "p", unit: "1", spendPower: 0, contributionPower: 0, lower: 0.01, upper: 0.9999 },
  ],
  shapeStarts: [[0.1], [0.3], [0.5], [0.7], [0.95]],
  curve: (theta) => root({ a: theta[0]!, p: theta[1]! }),
  gradient(theta) {
    const a = theta[0]!;
    const p = theta[1]!;
    return (spend) => {
      if (spend === 0) return [0, 0];
      const power = spend ** p;
      return [power, a * power * Math.log(spend)];
    };
  },
  unitKernel(spend) {
    const logs = spend.map(Math.log);
    return (shape, values, derivatives) => {
      const p = shape[0]!;
      for (let i = 0; i < logs.length; i++) {
        const power = Math.exp(p * logs[i]!);
        values[i] = power;
        derivatives[i] = power === 0 ? 0 : power * logs[i]!;
      }
    };
  },
  halfSaturation: () => Infinity,
  naturalParameters(theta, { spendMax, contributionMax }) {
    const p = theta[1]!;
    const factor = contributionMax * spendMax ** -p;
    const a = theta[0]! * factor;
    return {
      theta: [a, p],
      jacobian: [
        [factor, -a * Math.log(spendMax)],
        [0, 1],
      ],
    };
  },
};
