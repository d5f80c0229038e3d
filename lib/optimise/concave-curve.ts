import type { ConcaveCurve, Curve } from "../curves/curve.ts";

/** Whether the curve can say at what spend a given marginal contribution is reached, which only concave curves can. */
export function isConcaveCurve(curve: Curve): curve is ConcaveCurve {
  return "spendAtSlope" in curve && "curvature" in curve;
}

/** Relative width in spend at which the search for a slope stops: four roundings. */
const RELATIVE_WIDTH = 1e-15;
const MAX_STEPS = 200;
/** Step of the difference that stands in for a second derivative, relative to spend: the cube root of a rounding. */
const DIFFERENCE_STEP = 6e-6;

/**
 * A curve known to be concave for a reason of its own (a Hill curve with exponent of at most 1), with the inverse of
 * its slope found numerically.
 *
 * @param curve - Slope nowhere rising with spend; it may be infinite at zero.
 * @param scale - Spend of the order of the curve's own scale, such as its upper bound (above 0); where the search begins.
 * @returns `spendAtSlope` to rounding; `curvature` by a central difference, good to about 1e-10 of slope over spend, which Newton steps need.
 * @throws RangeError when the scale is not finite and positive.
 */
export function knownConcave(curve: Curve, scale: number): ConcaveCurve {
  if (!(scale > 0 && scale < Infinity))
    throw new RangeError(`scale is ${scale}, expected a finite number above 0`);
  const slopeAtZero = curve.slope(0);
  return {
    value: (spend) => curve.value(spend),
    slope: (spend) => curve.slope(spend),
    curvature(spend) {
      const step = DIFFERENCE_STEP * (spend > 0 ? spend : scale);
      const below = Math.max(0, spend - step);
      return (curve.slope(spend + step) - curve.slope(below)) / (spend + step - below);
    },
    spendAtSlope(slope) {
      if (slope >= slopeAtZero) return 0;
      if (!(slope > 0)) return slope <= 0 ? Infinity : NaN;
      return searchSlope(curve, slope, scale);
    },
  };
}

/** The spend at which the slope falls to `target`, by false position (Illinois) on logarithms, where Hill curves are nearly straight. */
function searchSlope(curve: Curve, target: number, scale: number): number {
  const excess = (logSpend: number) => Math.log(curve.slope(Math.exp(logSpend)) / target);
  let low = Math.log(scale) - 1;
  let high = low + 1;
  for (let step = 1; excess(low) < 0 && step < 1e3; step *= 2) low -= step;
  for (let step = 1; excess(high) > 0 && step < 1e3; step *= 2) high += step;
  let atLow = excess(low);
  let atHigh = excess(high);
  if (!(atLow >= 0)) return 0;
  if (!(atHigh <= 0)) return Infinity;
  let sideKept = 0;
  for (let step = 0; step < MAX_STEPS && high - low > RELATIVE_WIDTH * Math.max(1, Math.abs(high)); step++) {
    const guess = low + ((high - low) * atLow) / (atLow - atHigh);
    const middle = guess > low && guess < high ? guess : low + (high - low) / 2;
    const atMiddle = excess(middle);
    if (atMiddle === 0 || middle === low || middle === high) return Math.exp(middle);
    if (atMiddle > 0) {
      low = middle;
      atLow = atMiddle;
      if (sideKept === 1) atHigh /= 2;
      sideKept = 1;
    } else {
      high = middle;
      atHigh = atMiddle;
      if (sideKept === -1) atLow /= 2;
      sideKept = -1;
    }
  }
  return Math.exp(low + (high - low) / 2);
}
