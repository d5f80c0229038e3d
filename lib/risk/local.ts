import { drawsNeeded, valueReachedBy } from "./measures.ts";
import { Evaluator } from "./evaluator.ts";
import { centreOf, type Polytope } from "./polytope.ts";
import { responses, withDraws, type RiskProblem } from "./risk-problem.ts";
import { followTailPath, type TailMeasure } from "./tail-path.ts";

/** Rounds of one ascent: each solves a concave problem over the draws kept. */
const MAX_ROUNDS = 20;
/** Draws that hold the plan back most, each of which is tried without. */
const EXCHANGES = 3;
/** Relative improvement that counts as none. */
const NO_GAIN = 1e-10;

/** The least of all draws: a tail of one, which no cap spreads. */
const WORST: TailMeasure = { base: 0, cap: 2, mass: 1 };

/** A plan and the value that enough draws reach under it. */
export interface Reached {
  readonly plan: Float64Array;
  readonly value: number;
}

/** The plan under which the least of g_d = f_d − o_d over some draws is largest, and the draws that hold it there, dearest first. */
function bestWorst(
  problem: RiskProblem,
  polytope: Polytope,
  offsets: Float64Array,
  kept: readonly number[],
  unit: number,
): { readonly plan: Float64Array; readonly holding: readonly number[] } {
  const part = withDraws(problem, kept);
  const own = Float64Array.from(kept, (d) => offsets[d]!);
  const evaluator = new Evaluator(part, polytope, own, unit);
  const { point, weights } = followTailPath(evaluator, polytope, WORST);
  const holding = kept
    .map((d, k) => ({ d, weight: weights[k]! }))
    .filter(({ weight }) => weight > 1e-6)
    .sort((a, b) => b.weight - a.weight)
    .map(({ d }) => d);
  return { plan: evaluator.plan(point), holding };
}

/**
 * Climbs from a plan to one under which the value that `needed` draws reach is larger, until neither keeping the draws that are best
 * off nor exchanging one of those that hold it back helps: a local optimum of a quantile.
 *
 * @param offsets - Taken from the response of each draw.
 * @param needed - Number of draws that must reach the value.
 * @param unit - Contribution of the order of a response.
 */
export function climbQuantile(
  problem: RiskProblem,
  polytope: Polytope,
  offsets: Float64Array,
  needed: number,
  unit: number,
  from: Float64Array,
): Reached {
  const probability = needed / problem.drawCount;
  const gainsOf = (plan: Float64Array) => responses(problem, plan).map((f, d) => f - offsets[d]!);
  const valueAt = (plan: Float64Array) => valueReachedBy(gainsOf(plan), probability);
  let best: Reached = { plan: from, value: valueAt(from) };
  const isBetter = (value: number) => value > best.value + NO_GAIN * unit;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const gains = gainsOf(best.plan);
    const order = Array.from(gains.keys()).sort((a, b) => gains[b]! - gains[a]!);
    const kept = order.slice(0, needed);
    const { plan, holding } = bestWorst(problem, polytope, offsets, kept, unit);
    const value = valueAt(plan);
    if (isBetter(value)) {
      best = { plan, value };
      continue;
    }
    const next = order[needed];
    if (next === undefined) break;
    const exchanged = holding.slice(0, EXCHANGES).map((left) => {
      const others = kept.map((d) => (d === left ? next : d));
      const tried = bestWorst(problem, polytope, offsets, others, unit).plan;
      return { plan: tried, value: valueAt(tried) };
    });
    const improved = exchanged.filter(({ value: own }) => isBetter(own)).sort((a, b) => b.value - a.value)[0];
    if (improved === undefined) break;
    best = improved;
  }
  return best;
}

/**
 * The plan under which most draws reach more than their offset, found by asking for the quantile of ever more draws: by halving,
 * each time from the plan found before.
 *
 * @returns The plan and the number of draws that it satisfies.
 */
export function climbCount(
  problem: RiskProblem,
  polytope: Polytope,
  offsets: Float64Array,
  unit: number,
  from: Float64Array,
): { readonly plan: Float64Array; readonly count: number } {
  const countAt = (plan: Float64Array) =>
    responses(problem, plan).reduce((count, f, d) => count + (f > offsets[d]! ? 1 : 0), 0);
  let best = { plan: from, count: countAt(from) };
  let most = problem.drawCount;
  while (best.count < most) {
    const asked = best.count + Math.ceil((most - best.count) / 2);
    const { plan } = climbQuantile(problem, polytope, offsets, asked, unit, best.plan);
    const count = countAt(plan);
    if (count >= asked) best = { plan, count };
    else {
      if (count > best.count) best = { plan, count };
      most = asked - 1;
    }
  }
  return best;
}

/** Plans worth starting from: the middle of what is allowed, and the best worst case of the draws nearest the median and of all. */
export function spreadStarts(
  problem: RiskProblem,
  polytope: Polytope,
  offsets: Float64Array,
  unit: number,
  probability: number,
): Float64Array[] {
  const evaluator = new Evaluator(problem, polytope, offsets, unit);
  const centre = centreOf(polytope);
  const shares = [drawsNeeded(problem.drawCount, probability) / problem.drawCount, 0.5, 0.8, 0.95];
  const tails = shares
    .filter((share) => share > 0 && share < 1)
    .map((share) => {
      const cap = 1 / ((1 - share) * problem.drawCount);
      return evaluator.plan(followTailPath(evaluator, polytope, { base: 0, cap, mass: 1 }).point);
    });
  return tails.length > 0 ? tails : [evaluator.plan(centre)];
}
