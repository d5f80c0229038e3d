import type { ConcaveCurve } from "../curves/curve.ts";
import { isConcaveCurve } from "../optimise/concave-curve.ts";
import { certify } from "../optimise/certificate.ts";
import { objective, type AllocationProblem } from "../optimise/problem.ts";
import { bestPlan } from "./best-plan.ts";
import { polytopeOf } from "./polytope.ts";

/** How far the spend of one channel may move while the rest is arranged for the best. */
export interface NearOptimalRange {
  /** Money. */
  readonly least: number;
  readonly most: number;
  /** No plan as good spends less than `leastBound` or more than `mostBound` here: certified by prices; money. */
  readonly leastBound: number;
  readonly mostBound: number;
}

const MAX_STEPS = 60;
/** Share of the allowed loss within which a range's end meets it. */
const MET = 1e-7;

/**
 * The near-optimal set seen channel by channel: the least and the most that a channel spends in any plan within the limits whose
 * objective is at least (1 − loss) of the best.
 *
 * The best that the others make of what is left is concave in the channel's spend, so that its falling below the floor is found by
 * false position; each end comes with a bound from the prices there, which holds whatever the search did.
 *
 * @param problem - One period, concave curves.
 * @param loss - Share of the optimum that may be given up, in (0, 1).
 * @returns One range per channel; null where there is no plan or the optimum could not be certified.
 * @throws RangeError when the loss is outside its domain.
 */
export function nearOptimalRanges(problem: AllocationProblem, loss: number): NearOptimalRange[] | null {
  if (!(loss > 0 && loss < 1)) throw new RangeError(`loss is ${loss}, expected 0 < loss < 1`);
  const polytope = polytopeOf(problem);
  const best = polytope === null ? null : (bestPlan(problem)?.allocation ?? null);
  if (polytope === null || best === null) return null;
  const value = objective(problem, best);
  const floor = value - loss * Math.abs(value);
  return problem.channels.map((_, i) => {
    const spend = best[i]!;
    const k = polytope.free.indexOf(i);
    if (k < 0) return { least: spend, most: spend, leastBound: spend, mostBound: spend };
    const [lower, upper] = [polytope.lower[k]! * polytope.unit, polytope.upper[k]! * polytope.unit];
    const least = endOf(problem, i, spend, lower, floor, value);
    const most = endOf(problem, i, spend, upper, floor, value);
    return { least: least.spend, most: most.spend, leastBound: least.bound, mostBound: most.bound };
  });
}

/** The same problem with the spend of a channel given. */
function holding(problem: AllocationProblem, i: number, spend: number): AllocationProblem {
  const lower = Float64Array.from(problem.lower);
  const upper = Float64Array.from(problem.upper);
  lower[i] = spend;
  upper[i] = spend;
  return { ...problem, lower, upper };
}

/** Where, on the way from the optimum to a limit, the best of the others falls below the floor. */
function endOf(
  problem: AllocationProblem,
  i: number,
  from: number,
  limit: number,
  floor: number,
  best: number,
): { readonly spend: number; readonly bound: number } {
  const valueAt = (spend: number) => {
    const plan = bestPlan(holding(problem, i, spend))?.allocation ?? null;
    return { plan, excess: plan === null ? -Infinity : objective(problem, plan) - floor };
  };
  const far = valueAt(limit);
  if (far.excess >= 0) return { spend: limit, bound: limit };
  let inside = { spend: from, excess: best - floor };
  let outside = { spend: limit, excess: far.excess };
  let plan: Float64Array | null = null;
  let kept = 0;
  for (let step = 0; step < MAX_STEPS; step++) {
    const share = Number.isFinite(outside.excess) ? inside.excess / (inside.excess - outside.excess) : 0.5;
    const near = inside.spend + Math.min(0.999, Math.max(0.001, share)) * (outside.spend - inside.spend);
    const tried = valueAt(near);
    if (tried.excess >= 0) {
      inside = { spend: near, excess: tried.excess };
      plan = tried.plan;
      if (kept > 0) outside = { ...outside, excess: outside.excess / 2 };
      kept = 1;
    } else {
      outside = { spend: near, excess: tried.excess };
      if (kept < 0) inside = { ...inside, excess: inside.excess / 2 };
      kept = -1;
    }
    const isMet = tried.excess >= 0 && tried.excess <= MET * (best - floor);
    if (isMet || Math.abs(outside.spend - inside.spend) <= 1e-12 * Math.abs(limit - from)) break;
  }
  const spend = inside.spend;
  return { spend, bound: plan === null ? limit : certifiedEnd(problem, i, plan, floor, limit) };
}

/**
 * What the channel's spend cannot pass in any plan whose objective is at least the floor. With a multiplier θ of the floor,
 * ±s_i + θ (Σ C − floor) is at least ±s_i on every such plan, and its greatest value over all plans is bounded like any objective:
 * in units of θ it is the objective with ±s_i / θ added to the channel's curve.
 */
function certifiedEnd(
  problem: AllocationProblem,
  i: number,
  plan: Float64Array,
  floor: number,
  limit: number,
): number {
  const sign = limit > plan[i]! ? 1 : -1;
  const price = marginalOfOthers(problem, i, plan);
  const gradient = problem.channels[i]!.curve.slope(plan[i]!) - price;
  // At the end, moving the channel on gains sign · 1 and loses θ times what the objective falls by.
  const pull = -sign * gradient;
  if (!(pull > 0)) return limit;
  const tilted: AllocationProblem = {
    ...problem,
    channels: problem.channels.map((channel, j) =>
      j === i && isConcaveCurve(channel.curve)
        ? { ...channel, curve: tiltedCurve(channel.curve, sign * pull) }
        : channel,
    ),
  };
  const isPriced = problem.groups.length === 0 && price > 0 && price < Infinity;
  const prices = { budget: Float64Array.of(price), ramps: null };
  const { upperBound } = certify(tilted, plan, isPriced ? prices : undefined);
  const bound = (sign * (upperBound - floor)) / pull;
  return Number.isNaN(bound) ? limit : sign * Math.min(sign * bound, sign * limit);
}

/** Marginal contribution of the other channels that are between their bounds; of the nearest to it where none is. */
function marginalOfOthers(
  { channels, lower, upper }: AllocationProblem,
  i: number,
  plan: Float64Array,
): number {
  const others = channels.map((_, j) => j).filter((j) => j !== i);
  const room = (j: number) => Math.min(plan[j]! - lower[j]!, upper[j]! - plan[j]!);
  const widest = others.reduce((best, j) => (best < 0 || room(j) > room(best) ? j : best), -1);
  return widest < 0 ? 0 : channels[widest]!.curve.slope(plan[widest]!);
}

/** C(s) + tilt · s. */
function tiltedCurve(curve: ConcaveCurve, tilt: number): ConcaveCurve {
  return {
    value: (spend) => curve.value(spend) + tilt * spend,
    slope: (spend) => curve.slope(spend) + tilt,
    curvature: (spend) => curve.curvature(spend),
    spendAtSlope: (slope) => curve.spendAtSlope(slope - tilt),
  };
}
