import { FAMILIES } from "../curves/families.ts";
import type { Family } from "../curves/family.ts";
import type { SchemaTypes } from "../schema/generated.ts";

type CurveRecord = SchemaTypes["curves"]["channels"][number]["curve"];

export type FamilyName = SchemaTypes["curve_draws"][number]["family"];

/** The family of a name. */
export function familyNamed(name: FamilyName): Family {
  const family = FAMILIES.get(name);
  if (family === undefined) throw new RangeError(`there is no family ${name}`);
  return family;
}

/** A curve as curves.json has it, of parameters in the order of its family. */
export function recordOf(family: FamilyName, theta: ArrayLike<number>): CurveRecord {
  const [first = NaN, second = NaN, third = NaN] = Array.from(theta);
  switch (family) {
    case "michaelis_menten":
      return { family, L: first, k: second };
    case "sigmoid":
    case "exponential":
      return { family, alpha: first, lam: second };
    case "tanh":
      return { family, b: first, s: second };
    case "hill":
    case "concave_hill":
      return { family, beta: first, K: second, h: third };
    case "root":
      return { family, a: first, p: second };
    case "logarithmic":
      return { family, a: first, b: second };
  }
}

/** The parameters of a curve of curves.json, in the order of its family. */
export function thetaOf(curve: CurveRecord): number[] {
  switch (curve.family) {
    case "michaelis_menten":
      return [curve.L, curve.k];
    case "sigmoid":
    case "exponential":
      return [curve.alpha, curve.lam];
    case "tanh":
      return [curve.b, curve.s];
    case "hill":
    case "concave_hill":
      return [curve.beta, curve.K, curve.h];
    case "root":
      return [curve.a, curve.p];
    case "logarithmic":
      return [curve.a, curve.b];
  }
}
