/** A closed interval. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Highest-density interval: the shortest interval whose ends are floor(mass n) draws apart, the first of equals.
 *
 * @param sorted - Draws in ascending order; one mode is assumed.
 * @param mass - Share of the draws to hold, in (0, 1).
 * @returns Both ends NaN when there is no draw or the width is undefined.
 * @see Kruschke (2014), Doing Bayesian Data Analysis, 2nd ed., section 25.2.3; `arviz.hdi`
 */
export function sortedHdi(sorted: Float64Array, mass: number): Interval {
  if (!(mass > 0 && mass < 1))
    throw new RangeError(`the mass of an interval lies within (0, 1), got ${mass}`);
  const gap = Math.floor(mass * sorted.length);
  let start = -1;
  let narrowest = Infinity;
  for (let i = 0; i + gap < sorted.length; i++) {
    const width = sorted[i + gap]! - sorted[i]!;
    if (width < narrowest) {
      narrowest = width;
      start = i;
    }
  }
  return start < 0 ? { lower: NaN, upper: NaN } : { lower: sorted[start]!, upper: sorted[start + gap]! };
}
