import type { ConcaveCurve, Curve } from "../../curves/curve.ts";
import { isConcaveCurve, knownConcave } from "../concave-curve.ts";

/** A curve in two parts: convex up to its inflection, concave from there on. */
export interface Shape {
  readonly value: (spend: number) => number;
  readonly slope: (spend: number) => number;
  /** Spend at which the slope is greatest: 0 for a concave curve, the upper bound for one that is still convex there. */
  readonly inflection: number;
  /** The concave part; below the inflection its slope stays at the greatest. `value` is that of the whole curve. */
  readonly concavePart: ConcaveCurve;
}

/** Spends are looked at down to e^−40 of the upper bound, below which nothing can be told from zero. */
const SCANNED_LOGS = 40;
const SCANS_PER_LOG = 4;
/** Relative rise of a slope that counts as rounding. */
const SLOPE_ROUNDING = 1e-12;
/** Width, in the logarithm of spend, at which a maximum of doubles can no longer be told from its neighbours. */
const PEAK_WIDTH = 1e-9;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * A weighted curve as a convex part followed by a concave part.
 *
 * @param weight - Factor of the contribution, at least 0; 0 silences even an infinite slope.
 * @param upper - Greatest spend that matters, money.
 * @returns Null where the slope neither falls throughout nor rises to one peak and then falls, as far as spends a quarter
 *   of a logarithm apart show, or is undefined.
 */
export function shapeOf(curve: Curve, weight: number, upper: number): Shape | null {
  if (weight === 0) return concaveShape(FLAT);
  if (isConcaveCurve(curve)) return concaveShape(weight === 1 ? curve : weighted(curve, weight));
  if (upper === 0) return concaveShape(knownConcave(curve, 1));
  const value = (spend: number) => weight * curve.value(spend);
  const slope = (spend: number) => weight * curve.slope(spend);
  const inflection = inflectionOf(slope, upper);
  if (Number.isNaN(inflection)) return null;
  if (inflection === 0) return concaveShape(knownConcave({ value, slope }, upper));
  const straightened = { value, slope: (spend: number) => slope(Math.max(spend, inflection)) };
  // The search for a slope begins one logarithm below its scale: at the inflection.
  const concavePart = knownConcave(straightened, inflection * Math.E);
  return { value, slope, inflection, concavePart };
}

const FLAT: ConcaveCurve = {
  value: () => 0,
  slope: () => 0,
  curvature: () => 0,
  spendAtSlope: (slope) => (slope >= 0 ? 0 : Infinity),
};

function concaveShape(curve: ConcaveCurve): Shape {
  return {
    value: (spend) => curve.value(spend),
    slope: (spend) => curve.slope(spend),
    inflection: 0,
    concavePart: curve,
  };
}

function weighted(curve: ConcaveCurve, weight: number): ConcaveCurve {
  return {
    value: (spend) => weight * curve.value(spend),
    slope: (spend) => weight * curve.slope(spend),
    curvature: (spend) => weight * curve.curvature(spend),
    spendAtSlope: (slope) => curve.spendAtSlope(slope / weight),
  };
}

/** Spend in [0, upper] at which a slope with one peak is greatest; NaN where it has more than one, or is undefined. */
function inflectionOf(slope: (spend: number) => number, upper: number): number {
  const last = SCANNED_LOGS * SCANS_PER_LOG;
  const spendAt = (k: number) => upper * Math.exp(-k / SCANS_PER_LOG);
  const slopes = Float64Array.from({ length: last + 1 }, (_, k) => slope(spendAt(k)));
  const peak = slopes.indexOf(Math.max(...slopes));
  if (peak < 0 || !isUnimodal(slopes, peak)) return NaN;
  if (peak === last || slopes[peak] === 0) return 0;
  const logUpper = Math.log(upper);
  const low = logUpper - (peak + 1) / SCANS_PER_LOG;
  const high = logUpper - Math.max(0, peak - 1) / SCANS_PER_LOG;
  return Math.min(upper, Math.exp(peakBetween((log) => slope(Math.exp(log)), low, high)));
}

function isUnimodal(slopes: Float64Array, peak: number): boolean {
  for (let k = 1; k < slopes.length; k++) {
    const [nearer, farther] = k <= peak ? [slopes[k]!, slopes[k - 1]!] : [slopes[k - 1]!, slopes[k]!];
    if (!(farther <= nearer * (1 + SLOPE_ROUNDING))) return false;
  }
  return true;
}

/** Where a function with one peak is greatest, by golden section. */
function peakBetween(height: (at: number) => number, low: number, high: number): number {
  let left = high - GOLDEN * (high - low);
  let right = low + GOLDEN * (high - low);
  let atLeft = height(left);
  let atRight = height(right);
  while (high - low > PEAK_WIDTH) {
    if (atLeft > atRight) {
      high = right;
      right = left;
      atRight = atLeft;
      left = high - GOLDEN * (high - low);
      atLeft = height(left);
    } else {
      low = left;
      left = right;
      atLeft = atRight;
      right = low + GOLDEN * (high - low);
      atRight = height(right);
    }
  }
  return low + (high - low) / 2;
}
