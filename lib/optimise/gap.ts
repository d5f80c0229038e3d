/**
 * The distance of an objective from its bound as a share of the bound, the one measure of how far a plan may be from the
 * best: max(0, upper − objective) / |upper|, 0 where that distance is 0. It has no scale of its own.
 *
 * @param gap - Upper bound less objective, as exactly as it is known; below 0 is rounding.
 * @returns NaN where either is NaN.
 */
export function relativeGap(gap: number, upperBound: number): number {
  if (Number.isNaN(gap) || Number.isNaN(upperBound)) return NaN;
  return gap <= 0 ? 0 : gap / Math.abs(upperBound);
}
