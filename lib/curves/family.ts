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

/**
 * A parametric family of response curves: how to build a member, how to differentiate it and where to begin a fit.
 *
 * Parameter vectors (`theta`) are in the order of `parameters`. The first parameter is the amplitude: the value as
 * spend grows without limit, in which the curve is linear. The others are its shape.
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
  /** Spend per period at which half of the amplitude is reached. */
  halfSaturation(theta: ArrayLike<number>): number;
}

/** A family of which every member is concave. */
export interface ConcaveFamily extends Family<ConcaveCurve> {
  readonly isConcave: true;
}
