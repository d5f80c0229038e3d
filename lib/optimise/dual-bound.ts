import type { ConcaveCurve } from "../curves/curve.ts";
import { budgetRows, forEachCell, narrowedByBudgets, sumOfRow } from "./budgets.ts";
import { bestBudgetPrices, bestSpend } from "./budget-prices.ts";
import { isConcaveCurve } from "./concave-curve.ts";
import { marginalWorth } from "./marginal-worth.ts";
import { effectiveSpend, type AllocationProblem } from "./problem.ts";
import { rampCosts } from "./ramp-costs.ts";
import type { Intervals } from "./reachable.ts";

/** Prices of the ramps: contribution per unit of money by which a ramp is widened, at least 0; all are (period, channel). */
export interface RampPrices {
  readonly absoluteUp: Float64Array;
  readonly absoluteDown: Float64Array;
  readonly percentageUp: Float64Array;
  readonly percentageDown: Float64Array;
}

/** Prices of the constraints, from which a bound on every possible allocation follows. */
export interface Multipliers {
  /** Price of each of `budgetRows(problem)`; below 0 counts as 0 where less than the budget may be spent. */
  readonly budget: Float64Array;
  /** Null where ramps are not priced. */
  readonly ramps: RampPrices | null;
}

/** An upper bound on the objective of every feasible allocation. */
export interface DualBound {
  readonly multipliers: Multipliers;
  /** Price of one more unit of spend in each cell, ramps included; (period, channel). */
  readonly cost: Float64Array;
  /** Bound less the objective of the allocation: at least 0 but for rounding where the allocation is feasible. */
  readonly gap: number;
}

/** The curves of a problem where all are concave, so that a bound by prices exists; otherwise null. */
export function boundableCurves(problem: AllocationProblem): readonly ConcaveCurve[] | null {
  const curves = problem.channels.map(({ curve }) => curve).filter(isConcaveCurve);
  return curves.length === problem.channels.length ? curves : null;
}

/**
 * Lagrangian bound on the objective, valid whatever the prices are (weak duality).
 *
 * With prices ν of the budgets, λ of the ramps and μ of the recursion x_t = s_t + alpha x_{t−1}, the bound is
 * ν·b + λ·h + Σ max over x of w C(x) − (μ_t − alpha μ_{t+1}) x + Σ max over s of (μ − c) s + μ_0 alpha x_{−1}, where c collects
 * the prices that touch the spend of a cell; without carryover μ = c. It is computed as its distance from the objective of
 * `allocation`, term by term, so that nearly equal numbers are not subtracted. Prices affect how tight it is, never whether it holds.
 *
 * @param intervals - Intervals that no feasible allocation leaves: those of `reach`.
 * @param multipliers - Prices of a solver; without them good prices of the budgets are searched for, ramps unpriced.
 * @see Boyd and Vandenberghe (2004), Convex Optimization, section 5.1.3
 */
export function dualBound(
  problem: AllocationProblem,
  curves: readonly ConcaveCurve[],
  intervals: Intervals,
  allocation: Float64Array,
  multipliers?: Multipliers,
): DualBound {
  const within = narrowedByBudgets(problem, intervals);
  const prices = multipliers ?? {
    budget: bestBudgetPrices(problem, curves, intervals, allocation),
    ramps: null,
  };
  const { cost, slack } = prices.ramps ? rampCosts(problem, prices.ramps, allocation) : noRampCosts(problem);
  const gap = slack + addBudgetCosts(problem, prices.budget, allocation, cost);
  const plan = { problem, within, allocation, cost, effective: effectiveSpend(problem, allocation) };
  const worth = marginalWorth(problem, plan.effective);
  const gaps = curves.map((curve, i) =>
    problem.channels[i]!.adstock ? carriedGap(plan, curve, i, worth) : plainGap(plan, curve, i),
  );
  return { multipliers: prices, cost, gap: gaps.reduce((sum, one) => sum + one, gap) };
}

/** What the terms of the bound are measured from. */
interface PricedPlan {
  readonly problem: AllocationProblem;
  readonly within: Intervals;
  readonly allocation: Float64Array;
  readonly effective: Float64Array;
  readonly cost: Float64Array;
}

/** Σ_t max over s of w C(s) − c s, less the same at the allocation, for a channel without carryover. */
function plainGap({ problem, within, allocation, cost }: PricedPlan, curve: ConcaveCurve, i: number): number {
  const n = problem.channels.length;
  let gap = 0;
  for (let t = 0; t < problem.periods; t++) {
    const at = t * n + i;
    const weight = problem.periodWeights[t]!;
    gap += distance(curve, weight, within.lower[at]!, within.upper[at]!, cost[at]!, allocation[at]!);
  }
  return gap;
}

/** How much more weight · C(x) − cost · x is at its best spend in an interval than at `spend`. */
function distance(
  curve: ConcaveCurve,
  weight: number,
  lower: number,
  upper: number,
  cost: number,
  spend: number,
): number {
  const best = bestSpend(curve, weight, lower, upper, cost);
  const gain = weight === 0 ? 0 : weight * (curve.value(best) - valueAt(curve, spend));
  return gain - cost * (best - spend);
}

/** The same for a channel with carryover, over its effective and its own spend. */
function carriedGap(plan: PricedPlan, curve: ConcaveCurve, i: number, worth: Float64Array): number {
  const { problem, within, allocation, effective, cost } = plan;
  const { adstock } = problem.channels[i]!;
  const alpha = adstock?.alpha ?? 0;
  const n = problem.channels.length;
  let least = adstock?.initialCarryover ?? 0;
  let most = least;
  let gap = 0;
  for (let t = 0; t < problem.periods; t++) {
    const at = t * n + i;
    least = within.lower[at]! + alpha * least;
    most = within.upper[at]! + alpha * most;
    const own = linkPrice(plan, curve, worth, at, t);
    const later = t + 1 < problem.periods ? linkPrice(plan, curve, worth, at + n, t + 1) : 0;
    gap += distance(curve, problem.periodWeights[t]!, least, most, own - alpha * later, effective[at]!);
    const reduced = own - cost[at]!;
    gap += reduced * ((reduced > 0 ? within.upper[at]! : within.lower[at]!) - allocation[at]!);
  }
  return gap;
}

/**
 * The price of effective spend in one period against spend in it: what spend is worth where the cell is at its bound (nearer than a
 * Newton step), what it costs elsewhere. At an optimum both terms of the bound are then tight.
 */
function linkPrice(
  { problem, within, allocation, effective, cost }: PricedPlan,
  curve: ConcaveCurve,
  worth: Float64Array,
  at: number,
  t: number,
): number {
  const reduced = worth[at]! - cost[at]!;
  const room = reduced > 0 ? within.upper[at]! - allocation[at]! : allocation[at]! - within.lower[at]!;
  const weight = problem.periodWeights[t]!;
  const bend = weight === 0 ? 0 : -weight * curve.curvature(effective[at]!);
  return room * bend < Math.abs(reduced) && Math.abs(reduced) < Infinity ? worth[at]! : cost[at]!;
}

function valueAt(curve: ConcaveCurve, spend: number): number {
  return spend >= 0 ? curve.value(spend) : NaN;
}

/** Adds Aᵀν to the cost of each cell; ν·(b − A s), which is rounding for an allocation that spends its budgets. */
function addBudgetCosts(
  problem: AllocationProblem,
  prices: Float64Array,
  allocation: Float64Array,
  cost: Float64Array,
): number {
  let slack = 0;
  budgetRows(problem).forEach((row, g) => {
    const price = row.isAtMost ? Math.max(0, prices[g]!) : prices[g]!;
    forEachCell(problem, row, (cell) => (cost[cell] = cost[cell]! + price));
    slack += price * (row.budget - sumOfRow(problem, row, allocation));
  });
  return slack;
}

function noRampCosts(problem: AllocationProblem): { cost: Float64Array; slack: number } {
  return { cost: new Float64Array(problem.lower.length), slack: 0 };
}
