import type { ConcaveCurve } from "../../curves/curve.ts";
import { hasSimpleBudgets } from "../budgets.ts";
import { VIOLATION_TOLERANCE } from "../certificate.ts";
import { solveByInteriorPoint } from "../interior_point/solver.ts";
import { feasiblePlan } from "../interior_point/strict.ts";
import type { AllocationProblem } from "../problem.ts";
import { reach, type Intervals, type Reach } from "../reachable.ts";
import { violation } from "../violation.ts";
import { nextIntervals, shareOfFirst, tailProblem } from "./lookahead.ts";
import { curvesAfter, effectiveAfter, fillPeriod, type Plan } from "./plan.ts";

/** Halvings of the way from a path that can go on to the best division of a period. */
const HALVINGS = 16;

/**
 * The sequential plan under any budgets: those of periods that ramps link, of groups, and those that may be underspent.
 *
 * A path that keeps all budgets to come is kept at hand. Each period is divided as well as it can be on its own, with its share of
 * the budgets over all periods; where no such path leads on from that division, it is drawn back towards the path at hand, no
 * further than needed.
 *
 * @returns Null where no such path was found at the start.
 */
export function fillBesidePath(
  problem: AllocationProblem,
  curves: readonly ConcaveCurve[],
  within: Reach,
): Plan | null {
  const n = curves.length;
  const allocation = new Float64Array(problem.periods * n);
  let path = feasiblePlan(problem, within) ?? simultaneousPlan(problem);
  if (!path) return null;
  let tail = problem;
  let reached = within;
  let iterations = 0;
  let effective: Float64Array | null = null;
  for (let t = 0; t < problem.periods; t++) {
    const intervals = nextIntervals(tail, reached, 0, null);
    const best = dividePeriod(tail, curvesAfter(problem, curves, effective), intervals);
    iterations += best.iterations;
    const { spend, rest } = furthest(tail, path.subarray(0, n), path.subarray(n), best.spend);
    allocation.set(spend, t * n);
    path = rest;
    effective = effectiveAfter(problem, spend, effective);
    if (t + 1 === problem.periods) break;
    tail = tailProblem(tail, 0, spend, effective);
    reached = reach(tail);
  }
  return { allocation, iterations };
}

/** The best plan of all periods at once: where budgets leave hardly any room it can be found when a path for its own sake is not. */
function simultaneousPlan(problem: AllocationProblem): Float64Array | null {
  const solution = solveByInteriorPoint(problem);
  return "allocation" in solution ? solution.allocation : null;
}

/** The best division of the first period on its own, or null where its share of the budgets leaves none. */
function dividePeriod(
  problem: AllocationProblem,
  curves: readonly ConcaveCurve[],
  intervals: Intervals,
): { readonly spend: Float64Array | null; readonly iterations: number } {
  if (problem.perPeriod && hasSimpleBudgets(problem)) {
    const level = fillPeriod(problem, curves, 0, intervals, problem.perPeriod[0]!);
    return { spend: level.spend, iterations: level.evaluations };
  }
  const solution = solveByInteriorPoint(firstPeriod(problem, curves, intervals));
  return "allocation" in solution
    ? { spend: solution.allocation, iterations: solution.iterations }
    : { spend: null, iterations: 0 };
}

/** The first period as a problem of its own: budgets over all periods count by the share of its weight. */
function firstPeriod(
  problem: AllocationProblem,
  curves: readonly ConcaveCurve[],
  { lower, upper }: Intervals,
): AllocationProblem {
  const { perPeriod, isAtMost, isPerPeriodAtMost } = problem;
  const share = shareOfFirst(problem.periodWeights);
  const shared = (total: number | null, own: Float64Array | null, isOwnAtMost: boolean) =>
    own && !isOwnAtMost ? own[0]! : Math.min(own?.[0] ?? Infinity, total === null ? Infinity : share * total);
  return {
    ...problem,
    channels: problem.channels.map((channel, i) => ({
      ...channel,
      curve: curves[i]!,
      ramp: null,
      lastSpend: null,
      adstock: null,
    })),
    periods: 1,
    periodWeights: problem.periodWeights.slice(0, 1),
    lower,
    upper,
    total: shared(problem.total, perPeriod, isPerPeriodAtMost),
    isAtMost: perPeriod && !isPerPeriodAtMost ? false : isAtMost,
    perPeriod: null,
    groups: problem.groups.map((group) => ({
      ...group,
      total: shared(group.total, group.perPeriod, group.isAtMost),
      perPeriod: null,
    })),
  };
}

interface Division {
  readonly spend: Float64Array;
  /** A path that keeps the later budgets from there. */
  readonly rest: Float64Array;
}

/** The division furthest on the way from `from`, after which `rest` follows, to `towards` that later budgets can follow. */
function furthest(
  problem: AllocationProblem,
  from: Float64Array,
  rest: Float64Array,
  towards: Float64Array | null,
): Division {
  if (!towards) return { spend: from, rest };
  const whole = restAfter(problem, towards);
  if (whole) return { spend: towards, rest: whole };
  let best: Division = { spend: from, rest };
  let share = 0;
  for (let step = 0.5, count = 0; count < HALVINGS; step /= 2, count++) {
    const trial = from.map((start, i) => start + (share + step) * (towards[i]! - start));
    const after = restAfter(problem, trial);
    if (!after) continue;
    share += step;
    best = { spend: trial, rest: after };
  }
  return best;
}

/** A path that keeps every budget after the first period from there, or null. */
function restAfter(problem: AllocationProblem, spend: Float64Array): Float64Array | null {
  const tail = tailProblem(problem, 0, spend, spend);
  if (tail.periods === 0) {
    const isKept = violation(problem, spend).largest <= VIOLATION_TOLERANCE * problem.total;
    return isKept ? new Float64Array(0) : null;
  }
  const within = reach(tail);
  return within.conflicts.length > 0 ? null : feasiblePlan(tail, within);
}
