import type { ConcaveCurve } from "../curves/curve.ts";

/** Spends of the table from which the search for a slope begins: halvings and doublings of the scale. */
const HALVINGS = 24;
const DOUBLINGS = 8;
/** Relative width in spend at which the search stops: a few roundings. */
const RELATIVE_WIDTH = 4e-16;
const MAX_STEPS = 100;

/**
 * The curve Σ w_d C_d(s): the response expected at a spend when each curve has its weight. It is not the curve at the mean of the
 * parameters, which lies above it wherever curves differ in where they saturate.
 *
 * @param curves - One per draw, at least one.
 * @param weights - One per curve, at least 0; a weight of 0 leaves its curve out.
 * @param scale - Spend about which slopes will be asked for, such as the upper bound (above 0).
 * @returns A concave curve; `spendAtSlope` is found by Newton steps to rounding.
 * @throws RangeError when lengths differ, a weight is below 0 or not finite, or the scale is not finite and above 0.
 */
export function weightedMeanCurve(
  curves: readonly ConcaveCurve[],
  weights: Float64Array,
  scale: number,
): ConcaveCurve {
  if (curves.length !== weights.length)
    throw new RangeError(`${curves.length} curves, ${weights.length} weights`);
  if (!weights.every((weight) => weight >= 0 && weight < Infinity))
    throw new RangeError("a weight is below 0 or not finite");
  if (!(scale > 0 && scale < Infinity))
    throw new RangeError(`scale is ${scale}, expected a finite number above 0`);
  const used = curves.filter((_, d) => weights[d]! > 0);
  const own = weights.filter((weight) => weight > 0);
  const value = (spend: number) => {
    let total = 0;
    for (let d = 0; d < own.length; d++) total += own[d]! * used[d]!.value(spend);
    return total;
  };
  const slope = (spend: number) => {
    let total = 0;
    for (let d = 0; d < own.length; d++) total += own[d]! * used[d]!.slope(spend);
    return total;
  };
  const curvature = (spend: number) => {
    let total = 0;
    for (let d = 0; d < own.length; d++) total += own[d]! * used[d]!.curvature(spend);
    return total;
  };
  let table: SlopeTable | null = null;
  return {
    value,
    slope,
    curvature,
    spendAtSlope(target) {
      if (Number.isNaN(target)) return NaN;
      table ??= slopeTable(slope, scale);
      if (target >= table.slopes[0]!) return 0;
      if (!(target > 0)) return Infinity;
      return searchSlope(slope, curvature, table, target);
    },
  };
}

/** Slopes at rising spends, the first of which is 0. */
interface SlopeTable {
  readonly spends: Float64Array;
  readonly slopes: Float64Array;
}

function slopeTable(slope: (spend: number) => number, scale: number): SlopeTable {
  const spends = Float64Array.from({ length: HALVINGS + DOUBLINGS + 2 }, (_, k) =>
    k === 0 ? 0 : scale * 2 ** (k - 1 - HALVINGS),
  );
  return { spends, slopes: spends.map(slope) };
}

/** Newton steps on 1/√slope, which is straight for a Michaelis–Menten curve, kept inside a bracket. */
function searchSlope(
  slope: (spend: number) => number,
  curvature: (spend: number) => number,
  { spends, slopes }: SlopeTable,
  target: number,
): number {
  let above = slopes.findIndex((own) => own <= target);
  let low: number;
  let high: number;
  if (above < 0) {
    low = spends.at(-1)!;
    high = 2 * low;
    while (slope(high) > target) {
      low = high;
      high *= 2;
      if (high === Infinity) return Infinity;
    }
  } else {
    above = Math.max(above, 1);
    low = spends[above - 1]!;
    high = spends[above]!;
  }
  const wanted = 1 / Math.sqrt(target);
  let spend = low + (high - low) / 2;
  for (let step = 0; step < MAX_STEPS; step++) {
    const own = slope(spend);
    if (own > target) low = spend;
    else high = spend;
    if (high - low <= RELATIVE_WIDTH * high) break;
    const root = 1 / Math.sqrt(own);
    const rise = -0.5 * curvature(spend) * (root / own);
    const newton = spend + (wanted - root) / rise;
    const next = newton > low && newton < high ? newton : low + (high - low) / 2;
    if (Math.abs(next - spend) <= RELATIVE_WIDTH * spend) return next;
    spend = next;
  }
  return spend;
}
