import type { Family } from "./family.ts";

/** What the spend observed cannot tell about a curve. */
export type IdentifiabilityFlag =
  /** Half of the amplitude is reached only beyond the largest spend observed: the plateau is extrapolation. */
  | "half_saturation_beyond_observed_spend"
  /** Over the spend observed the curve is straight, so amplitude and shape are known only by their ratio. */
  | "near_linear"
  /** The smallest positive spend observed already reaches the plateau, so the rise is unseen. */
  | "flat";

/** Relative distance from a straight line, or from the plateau, that counts as none. */
const INDISTINCT = 0.05;

/**
 * The flags of a fitted curve.
 *
 * @param theta - Parameters in units of the largest spend; amplitude above 0.
 * @param spend - Spend per period in units of its largest.
 */
export function identifiabilityFlags(
  family: Family,
  theta: ArrayLike<number>,
  spend: Float64Array,
): IdentifiabilityFlag[] {
  const curve = family.curve(theta);
  const top = curve.value(1);
  const flags: IdentifiabilityFlag[] = [];
  if (family.halfSaturation(theta) > 1) flags.push("half_saturation_beyond_observed_spend");
  if (Math.abs((2 * curve.value(0.5)) / top - 1) < INDISTINCT) flags.push("near_linear");
  const smallest = spend.reduce((least, value) => (value > 0 && value < least ? value : least), Infinity);
  if (curve.value(smallest) > (1 - INDISTINCT) * top) flags.push("flat");
  return flags;
}
