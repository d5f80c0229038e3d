import type { Curve } from "./curve.ts";

/** What the points cannot tell about a curve. */
export type IdentifiabilityFlag =
  /** Half of the plateau is reached only beyond the largest spend observed, or there is none: what lies beyond is extrapolation. */
  | "half_saturation_beyond_observed_spend"
  /** Over the spend observed the curve is straight, so amplitude and shape are known only by their ratio. */
  | "near_linear"
  /** The smallest positive spend observed already reaches the plateau, so the rise is unseen. */
  | "flat"
  /** A parameter is known to no better than half of itself, or lies on a limit of the search. */
  | "large_standard_error"
  /** Parameters move the curve over the spend observed in nearly the same way, however little noise there is. */
  | "ill_conditioned";

/** One doubt about a curve, with the number that it rests on. */
export interface IdentifiabilityMeasure {
  readonly flag: IdentifiabilityFlag;
  /**
   * Half-saturation over the largest spend; distance from a straight line and share of the top reached at the smallest
   * spend, both relative; the largest standard error over its estimate; the condition number of JᵀJ with a unit
   * diagonal. NaN where undefined.
   */
  readonly value: number;
  readonly limit: number;
  /** Whether the value is on the wrong side of its limit, or undefined. */
  readonly isRaised: boolean;
}

/** Relative distance from a straight line, or from the plateau, that counts as none. */
const INDISTINCT = 0.05;
/** Standard error over estimate from which a parameter counts as not determined. */
export const RELATIVE_STANDARD_ERROR = 0.5;
/**
 * Condition number of JᵀJ (unit diagonal) above which parameters cannot be told apart: a condition index of 100 of J,
 * where Belsley, Kuh and Welsch (1980, section 3.2) call dependencies strong from 30 to 100.
 */
const CONDITION = 1e4;

const above = (flag: IdentifiabilityFlag, value: number, limit: number): IdentifiabilityMeasure => ({
  flag,
  value,
  limit,
  isRaised: !(value <= limit),
});

/** What the fit of a parametric curve says of its parameters, free of units. */
export interface Determination {
  /** Half-saturation over the largest spend; Infinity where there is no plateau. */
  readonly halfSaturation: number;
  /** The largest standard error over its estimate; NaN where one is undefined. */
  readonly relativeStandardError: number;
  /** Condition number of JᵀJ with a unit diagonal. */
  readonly condition: number;
}

/** Every measure of a fitted parametric curve. */
export function identifiability(
  curve: Curve,
  isConcave: boolean,
  spend: Float64Array,
  { halfSaturation, relativeStandardError, condition }: Determination,
): IdentifiabilityMeasure[] {
  return [
    above("half_saturation_beyond_observed_spend", halfSaturation, 1),
    ...shapeMeasures(curve, isConcave, spend),
    above("large_standard_error", relativeStandardError, RELATIVE_STANDARD_ERROR),
    above("ill_conditioned", condition, CONDITION),
  ];
}

/**
 * The measures of a curve's shape over the spend observed, which need no parameters.
 *
 * @param curve - In units of the largest spend; above 0 there.
 * @param spend - Spend per period in units of its largest.
 */
export function shapeMeasures(
  curve: Curve,
  isConcave: boolean,
  spend: Float64Array,
): IdentifiabilityMeasure[] {
  const top = curve.value(1);
  // A concave curve is farthest above its chord somewhere in the middle; an S crosses it, and is looked at on both sides.
  const places = isConcave ? [0.5] : [0.25, 0.5, 0.75];
  const bend = Math.max(...places.map((at) => Math.abs(curve.value(at) / at / top - 1)));
  const smallest = spend.reduce((least, value) => (value > 0 && value < least ? value : least), Infinity);
  return [
    { flag: "near_linear", value: bend, limit: INDISTINCT, isRaised: !(bend >= INDISTINCT) },
    above("flat", curve.value(smallest) / top, 1 - INDISTINCT),
  ];
}

/** The names of the doubts that are raised. */
export function raisedFlags(measures: readonly IdentifiabilityMeasure[]): IdentifiabilityFlag[] {
  return measures.filter(({ isRaised }) => isRaised).map(({ flag }) => flag);
}
