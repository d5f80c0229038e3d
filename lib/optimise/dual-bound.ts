import type { ConcaveCurve } from "../curves/curve.ts";
import { isConcaveCurve } from "./concave-curve.ts";
import { hasAdstock, type AllocationProblem } from "./problem.ts";
import type { Intervals } from "./reachable.ts";
import { budgetGroups, choiceLeft, narrowedByBudgets, sumBetween, type BudgetGroup } from "./budgets.ts";

/** Prices of the ramps: contribution per unit of money by which a ramp is widened, at least 0; all are (period, channel). */
export interface RampPrices {
  readonly absoluteUp: Float64Array;
  readonly absoluteDown: Float64Array;
  readonly percentageUp: Float64Array;
  readonly percentageDown: Float64Array;
}

/** Prices of the constraints, from which a bound on every possible allocation follows. */
export interface Multipliers {
  /** Price of the total budget (one element), or of each period's budget. */
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

/** The curves of a problem where all are concave and nothing carries over, so that a bound by prices exists; otherwise null. */
export function boundableCurves(problem: AllocationProblem): readonly ConcaveCurve[] | null {
  const curves = problem.channels.map(({ curve }) => curve).filter(isConcaveCurve);
  return curves.length === problem.channels.length && !hasAdstock(problem) ? curves : null;
}

/**
 * Lagrangian bound on the objective, valid whatever the prices are (weak duality).
 *
 * The bound is Σ_g ν_g b_g + λ·h + Σ max over the cell's interval of w C(x) − c x, where c collects the prices that touch
 * the cell. It is computed as its distance from the objective of `allocation`, term by term, so that nearly equal numbers
 * are not subtracted. Prices affect how tight it is, never whether it holds.
 *
 * @param intervals - Intervals that no feasible allocation leaves: those of `reach`.
 * @param multipliers - Prices of a solver; without them the best prices of the budgets are searched for, ramps unpriced.
 * @see Boyd and Vandenberghe (2004), Convex Optimization, section 5.1.3
 */
export function dualBound(
  problem: AllocationProblem,
  curves: readonly ConcaveCurve[],
  intervals: Intervals,
  allocation: Float64Array,
  multipliers?: Multipliers,
): DualBound {
  const cells = { problem, curves, ...narrowedByBudgets(problem, intervals) };
  const prices = multipliers ?? { budget: bestBudgetPrices(problem, curves, intervals), ramps: null };
  const { cost, slack } = prices.ramps ? rampCosts(problem, prices.ramps, allocation) : noRampCosts(problem);
  const n = curves.length;
  let gap = slack;
  for (let t = 0; t < problem.periods; t++) {
    for (let i = 0; i < n; i++) {
      const at = t * n + i;
      const weight = problem.periodWeights[t]!;
      cost[at] = cost[at]! + prices.budget[prices.budget.length > 1 ? t : 0]!;
      const best = bestSpend(curves[i]!, weight, cells.lower[at]!, cells.upper[at]!, cost[at]);
      const gain =
        weight === 0 ? 0 : weight * (curves[i]!.value(best) - valueAt(curves[i]!, allocation[at]!));
      gap += gain - cost[at] * (best - allocation[at]!);
    }
  }
  gap += budgetSlack(problem, prices.budget, allocation);
  return { multipliers: prices, cost, gap };
}

interface BoundCells extends Intervals {
  readonly problem: AllocationProblem;
  readonly curves: readonly ConcaveCurve[];
}

function valueAt(curve: ConcaveCurve, spend: number): number {
  return spend >= 0 ? curve.value(spend) : NaN;
}

/** The spend of the interval that maximises weight · C(x) − cost · x. */
function bestSpend(curve: ConcaveCurve, weight: number, lower: number, upper: number, cost: number): number {
  if (weight === 0) return cost > 0 ? lower : upper;
  const inner = curve.spendAtSlope(cost / weight);
  return Math.min(upper, Math.max(lower, inner));
}

/** The prices of the budgets at which the bound is least where ramps are not priced; contribution per unit of money. */
export function bestBudgetPrices(
  problem: AllocationProblem,
  curves: readonly ConcaveCurve[],
  { lower, upper }: Intervals,
): Float64Array {
  return Float64Array.from(budgetGroups(problem), (group) =>
    bestPrice({ problem, curves, lower, upper }, group),
  );
}

/** Relative width of a price bracket at which its bound is exact to rounding, the bound being flat at its minimum. */
const PRICE_WIDTH = 1e-13;
const SMALLEST_SHARE = 1e-290;

/**
 * The price at which the cells of a group would spend its budget: there the bound is least. Where the budget leaves no
 * choice every price will do, and it is the worth of the first unit above the least spend, or of the last below the most.
 */
function bestPrice(cells: BoundCells, group: BudgetGroup): number {
  const { budget, from, to } = group;
  let low = Infinity;
  let high = 0;
  for (let at = from; at < to; at++) {
    if (cells.lower[at] === cells.upper[at]) continue;
    const entry = marginal(cells, at, cells.lower[at]!);
    const exit = marginal(cells, at, cells.upper[at]!);
    if (entry < Infinity) high = Math.max(high, entry);
    if (exit < Infinity) high = Math.max(high, exit);
    if (exit > 0) low = Math.min(low, exit);
  }
  if (!(high > 0)) return 0;
  const choice = choiceLeft(cells, group);
  if (choice === "least") return high;
  if (choice === "most") return low < Infinity ? low : 0;
  while (spentAt(cells, from, to, high) > budget && high < Infinity) high *= 8;
  low = Math.min(low, high);
  if (spentAt(cells, from, to, low) < budget) {
    low = high * SMALLEST_SHARE;
    if (spentAt(cells, from, to, low) < budget) return 0;
  }
  while (high - low > PRICE_WIDTH * high) {
    const middle = Math.sqrt(low) * Math.sqrt(high);
    if (spentAt(cells, from, to, middle) >= budget) low = middle;
    else high = middle;
  }
  return low + (high - low) / 2;
}

function marginal({ problem, curves }: BoundCells, at: number, spend: number): number {
  const weight = problem.periodWeights[Math.floor(at / curves.length)]!;
  return weight === 0 ? 0 : weight * curves[at % curves.length]!.slope(spend);
}

function spentAt(
  { problem, curves, lower, upper }: BoundCells,
  from: number,
  to: number,
  price: number,
): number {
  const n = curves.length;
  let total = 0;
  for (let at = from; at < to; at++) {
    const weight = problem.periodWeights[Math.floor(at / n)]!;
    total += bestSpend(curves[at % n]!, weight, lower[at]!, upper[at]!, price);
  }
  return total;
}

/** ν·(b − A s), which is rounding for an allocation that spends its budgets. */
function budgetSlack(problem: AllocationProblem, prices: Float64Array, allocation: Float64Array): number {
  let slack = 0;
  budgetGroups(problem).forEach(({ budget, from, to }, g) => {
    slack += prices[g]! * (budget - sumBetween(allocation, from, to));
  });
  return slack;
}

function noRampCosts(problem: AllocationProblem): { cost: Float64Array; slack: number } {
  return { cost: new Float64Array(problem.lower.length), slack: 0 };
}

/** Gᵀλ per cell, and λ·(h − G s), for the rows s_t − s_{t−1} ≤ a, s_{t−1} − s_t ≤ a, s_t ≤ (1+p) s_{t−1}, (1−p) s_{t−1} ≤ s_t. */
export function rampCosts(
  { channels, periods }: AllocationProblem,
  prices: RampPrices,
  allocation: Float64Array,
): { cost: Float64Array; slack: number } {
  const n = channels.length;
  const cost = new Float64Array(periods * n);
  let slack = 0;
  for (let i = 0; i < n; i++) {
    const { ramp, lastSpend } = channels[i]!;
    if (!ramp) continue;
    const rows = [
      { price: prices.absoluteUp, limit: ramp.absolute, sign: 1, factor: 1, width: ramp.absolute ?? 0 },
      { price: prices.absoluteDown, limit: ramp.absolute, sign: -1, factor: 1, width: ramp.absolute ?? 0 },
      {
        price: prices.percentageUp,
        limit: ramp.percentage,
        sign: 1,
        factor: 1 + (ramp.percentage ?? 0),
        width: 0,
      },
      {
        price: prices.percentageDown,
        limit: ramp.percentage,
        sign: -1,
        factor: 1 - (ramp.percentage ?? 0),
        width: 0,
      },
    ];
    for (const { price, limit, sign, factor, width } of rows) {
      if (limit === null) continue;
      for (let t = lastSpend === null ? 1 : 0; t < periods; t++) {
        const at = t * n + i;
        const lambda = Math.max(0, price[at]!);
        const previous = t === 0 ? (lastSpend ?? NaN) : allocation[at - n]!;
        cost[at] = cost[at]! + sign * lambda;
        if (t > 0) cost[at - n] = cost[at - n]! - sign * factor * lambda;
        slack += lambda * (width - sign * (allocation[at]! - factor * previous));
      }
    }
  }
  return { cost, slack };
}
