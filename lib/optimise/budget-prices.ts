import type { ConcaveCurve } from "../curves/curve.ts";
import { asks, budgetRows, forEachCell, type BudgetRow } from "./budgets.ts";
import { marginalWorth } from "./marginal-worth.ts";
import { effectiveSpend, type AllocationProblem } from "./problem.ts";
import type { Intervals } from "./reachable.ts";

/** What a price of spend makes of the cells of a problem. */
interface Market {
  readonly problem: AllocationProblem;
  readonly curves: readonly ConcaveCurve[];
  readonly intervals: Intervals;
  /** Worth of spend, taken as constant, of the cells with carryover, whose curves are of effective spend. */
  readonly worth: Float64Array;
  /** Prices of the other budgets of each cell. */
  readonly base: Float64Array;
}

/** Rounds in which each budget is priced in turn, the prices of the others given. */
const MAX_ROUNDS = 40;
/** Relative change of a price that counts as none. */
const SETTLED = 1e-12;

/**
 * Prices of the budgets at which the bound is least, or nearly so, where ramps are not priced; contribution per unit of money.
 *
 * One budget per cell is priced exactly. Where budgets overlap each is priced in turn (coordinate descent on the dual), which may stop
 * short of the least bound. Cells with carryover count by what their spend is worth at the allocation.
 *
 * @param known - Prices that are given, NaN where one is to be found.
 * @returns One price for each of `budgetRows(problem)`.
 */
export function bestBudgetPrices(
  problem: AllocationProblem,
  curves: readonly ConcaveCurve[],
  intervals: Intervals,
  allocation: Float64Array,
  known?: Float64Array,
): Float64Array {
  const rows = budgetRows(problem);
  const isGiven = (g: number) => known !== undefined && !Number.isNaN(known[g]!);
  const prices = Float64Array.from(rows, (_, g) => (isGiven(g) ? known![g]! : 0));
  const base = new Float64Array(allocation.length);
  const worth = marginalWorth(problem, effectiveSpend(problem, allocation));
  const market = { problem, curves, intervals, worth, base };
  for (const [g, row] of rows.entries()) {
    forEachCell(problem, row, (cell) => (base[cell] = base[cell]! + prices[g]!));
  }
  const isDisjoint =
    problem.groups.length === 0 && rows.every(({ period }) => (period === null) === (rows.length === 1));
  for (let round = 0; round < (isDisjoint ? 1 : MAX_ROUNDS); round++) {
    let change = 0;
    for (const [g, row] of rows.entries()) {
      if (isGiven(g)) continue;
      const old = prices[g]!;
      forEachCell(problem, row, (cell) => (base[cell] = base[cell]! - old));
      const price = bestPrice(market, row);
      forEachCell(problem, row, (cell) => (base[cell] = base[cell]! + price));
      prices[g] = price;
      change = Math.max(
        change,
        Math.abs(price - old) / Math.max(Math.abs(price), Math.abs(old), Number.MIN_VALUE),
      );
    }
    if (!(change > SETTLED)) break;
  }
  return prices;
}

/** Relative width of a price bracket at which its bound is exact to rounding, the bound being flat at its minimum. */
const PRICE_WIDTH = 1e-13;
const SMALLEST_SHARE = 1e-290;

/**
 * The price at which the cells of a budget would spend it: there the bound is least. Where the budget leaves no
 * choice every price will do, and it is the worth of the first unit above the least spend, or of the last below the most.
 */
function bestPrice(market: Market, row: BudgetRow): number {
  const { problem, intervals, base } = market;
  let low = Infinity;
  let high = 0;
  let deepest = 0;
  forEachCell(problem, row, (cell) => {
    deepest = Math.max(deepest, base[cell]!);
    if (intervals.lower[cell] === intervals.upper[cell]) return;
    const entry = worthAt(market, cell, intervals.lower[cell]!) - base[cell]!;
    const exit = worthAt(market, cell, intervals.upper[cell]!) - base[cell]!;
    if (entry < Infinity) high = Math.max(high, entry);
    if (exit < Infinity) high = Math.max(high, exit);
    if (exit > 0) low = Math.min(low, exit);
  });
  const ask = asks(problem, intervals, row);
  if (ask === "nothing") return 0;
  if (ask === "least") return high;
  if (ask === "most") return low < Infinity ? low : 0;
  const { budget } = row;
  const spentAtZero = spentAt(market, row, 0);
  if (spentAtZero < budget) return row.isAtMost || deepest === 0 ? 0 : negativePrice(market, row, deepest);
  if (!(high > 0)) return 0;
  while (spentAt(market, row, high) > budget && high < Infinity) high *= 8;
  low = Math.min(low, high);
  if (spentAt(market, row, low) < budget) {
    low = Math.max(high * SMALLEST_SHARE, Number.MIN_VALUE);
    if (spentAt(market, row, low) < budget) return 0;
  }
  while (high - low > PRICE_WIDTH * high) {
    const middle = Math.sqrt(low) * Math.sqrt(high);
    if (!(middle > low && middle < high)) break;
    if (spentAt(market, row, middle) >= budget) low = middle;
    else high = middle;
  }
  return low + (high - low) / 2;
}

/** The price of an exact budget that makes its cells spend more than other budgets let them: below 0, at least −`deepest`. */
function negativePrice(market: Market, row: BudgetRow, deepest: number): number {
  let low = -deepest;
  let high = 0;
  while (high - low > PRICE_WIDTH * deepest) {
    const middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) break;
    if (spentAt(market, row, middle) >= row.budget) low = middle;
    else high = middle;
  }
  return low + (high - low) / 2;
}

function worthAt({ problem, curves, worth }: Market, cell: number, spend: number): number {
  const n = curves.length;
  if (problem.channels[cell % n]!.adstock) return worth[cell]!;
  const weight = problem.periodWeights[Math.floor(cell / n)]!;
  return weight === 0 ? 0 : weight * curves[cell % n]!.slope(spend);
}

/** What the cells of a budget spend when it has this price. */
function spentAt(market: Market, row: BudgetRow, price: number): number {
  const { problem, curves, intervals, worth, base } = market;
  const { lower, upper } = intervals;
  const n = curves.length;
  let total = 0;
  forEachCell(problem, row, (cell) => {
    const cost = base[cell]! + price;
    if (problem.channels[cell % n]!.adstock) total += cost < worth[cell]! ? upper[cell]! : lower[cell]!;
    else {
      const weight = problem.periodWeights[Math.floor(cell / n)]!;
      total += bestSpend(curves[cell % n]!, weight, lower[cell]!, upper[cell]!, cost);
    }
  });
  return total;
}

/** The spend of the interval that maximises weight · C(x) − cost · x. */
export function bestSpend(
  curve: ConcaveCurve,
  weight: number,
  lower: number,
  upper: number,
  cost: number,
): number {
  if (weight === 0) return cost > 0 ? lower : upper;
  const inner = curve.spendAtSlope(cost / weight);
  return Math.min(upper, Math.max(lower, inner));
}
