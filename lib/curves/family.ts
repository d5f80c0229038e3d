import type { ConcaveCurve, Curve } from "./curve.ts";

/** One parameter of a family: natural value = scaled value · (max spend)^spendPower · (max contribution)^contributionPower. */
export interface Parameter {
  readonly name: string;
  /** Unit in words, per period. */
  readonly unit: string;
  readonly spendPower: -1 | 0 | 1;
  readonly contributionPower: 0 | 1;
  /** Limits in scaled units, within which a fit is sought. */
  readonly lower: number;
  readonly upper: number;
}

/** The units of a fit: the largest spend (money per period) and the largest contribution (per period), both above 0. */
export interface Scales {
  readonly spendMax: number;
  readonly contributionMax: number;
}

/** Parameters in natural units, and the derivative of each (row) with respect to each in scaled units (column). */
export interface NaturalParameters {
  readonly theta: readonly number[];
  readonly jacobian: readonly (readonly number[])[];
}

/**
 * The member of amplitude 1 and shape `shape` at the spends of the kernel: its values, and its derivatives with respect
 * to each shape parameter (parameter after parameter), written into arrays that are there already.
 */
export type UnitKernel = (shape: Float64Array, values: Float64Array, derivatives: Float64Array) => void;

/**
 * A parametric family of response curves: how to build a member, how to differentiate it and where to begin a fit.
 *
 * Parameter vectors (`theta`) are in the order of `parameters`. The first parameter is the amplitude, in which the curve
 * is linear: the value as spend grows without limit, where there is one. The others are its shape, all above 0.
 */
export interface Family<C extends Curve = Curve> {
  readonly name: string;
  readonly isConcave: boolean;
  readonly parameters: readonly Parameter[];
  /** Shape vectors, in units of the largest spend, from which a fit begins; the amplitude follows by linear least squares. */
  readonly shapeStarts: readonly (readonly number[])[];
  /** The member with these parameters; RangeError outside their domain. */
  curve(theta: ArrayLike<number>): C;
  /** Derivatives of the contribution with respect to each parameter, as a function of spend. */
  gradient(theta: ArrayLike<number>): (spend: number) => number[];
  /** The same for many spends at a time, without allocation: what fits of many draws iterate. */
  unitKernel(spend: Float64Array): UnitKernel;
  /** Spend per period at which half of the plateau is reached; Infinity for a curve that rises without limit. */
  halfSaturation(theta: ArrayLike<number>): number;
  /** Carries parameters to natural units where the powers in `parameters` do not. */
  naturalParameters?(theta: ArrayLike<number>, scales: Scales): NaturalParameters;
}

/** A family of which every member is concave. */
export interface ConcaveFamily extends Family<ConcaveCurve> {
  readonly isConcave: true;
}

/** Scaled parameters of any family in natural units. */
export function toNatural(family: Family, theta: ArrayLike<number>, scales: Scales): NaturalParameters {
  if (family.naturalParameters) return family.naturalParameters(theta, scales);
  const factors = family.parameters.map(
    ({ spendPower, contributionPower }) =>
      scales.spendMax ** spendPower * scales.contributionMax ** contributionPower,
  );
  return {
    theta: factors.map((factor, a) => theta[a]! * factor),
    jacobian: factors.map((factor, a) => factors.map((_, b) => (a === b ? factor : 0))),
  };
}
