import type { ConcaveCurve } from "../../curves/curve.ts";
import { sumBetween } from "../budgets.ts";
import type { AllocationProblem } from "../problem.ts";
import { ROUNDING, type Intervals, type Reach } from "../reachable.ts";
import { nextIntervals, shareOfFirst, tailRange } from "./lookahead.ts";
import { curvesAfter, effectiveAfter, fillPeriod, type Plan } from "./plan.ts";

/** Halvings of a period's budget: enough to reach rounding. */
const MAX_HALVINGS = 60;

/** The sequential plan under a total budget, or under budgets of periods that no ramp links. */
export function fillTotal(problem: AllocationProblem, curves: readonly ConcaveCurve[], within: Reach): Plan {
  const n = curves.length;
  const allocation = new Float64Array(problem.periods * n);
  // No curve falls: of a budget that may be underspent all is spent that can be.
  let left = problem.isAtMost
    ? Math.min(problem.total, sumBetween(within.upper, 0, within.upper.length))
    : problem.total;
  let iterations = 0;
  let previous: Float64Array | null = null;
  let effective: Float64Array | null = null;
  for (let t = 0; t < problem.periods; t++) {
    const intervals = nextIntervals(problem, within, t, previous);
    const current = curvesAfter(problem, curves, effective);
    const fill = (budget: number) => {
      const { spend, evaluations } = fillPeriod(problem, current, t, intervals, budget);
      iterations += evaluations;
      return spend;
    };
    const spend: Float64Array = problem.perPeriod
      ? fill(problem.perPeriod[t]!)
      : fillKeepingRest(problem, within, t, intervals, left, fill);
    allocation.set(spend, t * n);
    left -= sumBetween(spend, 0, n);
    previous = spend;
    effective = effectiveAfter(problem, spend, effective);
  }
  return { allocation, iterations };
}

/**
 * The division of period t whose budget is nearest to its share of the money left, among those after which the later
 * periods can spend the rest exactly.
 *
 * Every spend of a water-filled period rises with its budget, and with it what the tail can spend at least and at most;
 * so the budgets that leave the rest feasible are an interval, and its ends are found by halving.
 */
function fillKeepingRest(
  problem: AllocationProblem,
  within: Reach,
  t: number,
  { lower, upper }: Intervals,
  left: number,
  fill: (budget: number) => Float64Array,
): Float64Array {
  if (t === problem.periods - 1) return fill(left);
  const n = lower.length;
  const rounding = ROUNDING * problem.total;
  const excess = (spend: Float64Array) => {
    const tail = tailRange(problem, within, t, spend);
    const spent = sumBetween(spend, 0, n);
    return { overLeast: spent + tail.least - left, overMost: spent + tail.most - left };
  };
  const asked = shareOfFirst(problem.periodWeights.subarray(t)) * left;
  const spend = fill(asked);
  const { overLeast, overMost } = excess(spend);
  if (overMost < -rounding)
    return halve(asked, sumBetween(upper, 0, n), fill, (trial) => excess(trial).overMost >= 0);
  if (overLeast > rounding)
    return halve(asked, sumBetween(lower, 0, n), fill, (trial) => excess(trial).overLeast <= 0);
  return spend;
}

/** The division at the budget nearest to `bad` that is good, given that `good` is. */
function halve(
  bad: number,
  good: number,
  fill: (budget: number) => Float64Array,
  isGood: (spend: Float64Array) => boolean,
): Float64Array {
  let best = fill(good);
  for (let step = 0; step < MAX_HALVINGS; step++) {
    const middle = bad + (good - bad) / 2;
    if (middle === bad || middle === good) break;
    const spend = fill(middle);
    if (isGood(spend)) {
      good = middle;
      best = spend;
    } else {
      bad = middle;
    }
  }
  return best;
}
