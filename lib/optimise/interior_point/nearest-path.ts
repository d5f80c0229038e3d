import { budgetRows, forEachCell, sumOfRow, type BudgetRow } from "../budgets.ts";
import type { RampPrices } from "../dual-bound.ts";
import { rampCosts } from "../ramp-costs.ts";
import { withoutCarryover, type AllocationProblem } from "../problem.ts";
import type { Intervals, Reach } from "../reachable.ts";
import { followPath } from "./path.ts";
import { rampPrices } from "./prices.ts";
import { byChannel, byPeriod, elasticRow, programOf, type PricedRow } from "./program.ts";
import { hasFreeCell, pinnedSpends } from "./rows.ts";
import { spendsToStart, startOf } from "./start.ts";

/** A path within all bounds and ramps that misses the budgets by as little money as can be. */
export interface NearestPath {
  /** Money, (period, channel). */
  readonly spend: Float64Array;
  /** Money by which all budgets asked for are missed together, in absolute value. */
  readonly miss: number;
  /** Proved: no path within bounds and ramps has a smaller miss, weighted by its prices. */
  readonly leastMiss: number;
  /** The limits that keep it from being less: those with a price. */
  readonly pressing: readonly Pressing[];
}

/** A limit of one cell, at `t * channels + i`; a ramp is that into the cell. */
export interface Pressing {
  readonly cell: number;
  readonly kind: PressingKind;
}

/** The kinds of limits that can press on a path. */
export type PressingKind = "lower" | "upper" | keyof RampPrices;

/** Least price, per unit of missed money, at which a limit counts as pressing. */
const PRESSING_PRICE = 1e-6;

/**
 * The path nearest to some budgets: a linear program, solved by the interior point method.
 *
 * Unlike concave problems, linear ones end where rounding in steps along pinched ramps meets the price of those ramps: miss
 * and least miss then differ by up to some 1e-5 of the budgets (typically 1e-9). Both stay what they say they are.
 *
 * @param within - `reach(problem)`, without conflicts.
 * @param prices - Weight of missing each of `budgetRows(problem)`, above 0; 0 leaves the budget aside.
 */
export function nearestPath(
  problem: AllocationProblem,
  within: Reach,
  prices: ArrayLike<number>,
): NearestPath {
  const asked = budgetRows(problem)
    .map((row, g) => elasticRow(row, prices[g]!))
    .filter(({ overPrice }) => overPrice > 0);
  // Budgets of cells without room are met or missed whatever is chosen.
  const pins = pinnedSpends(within);
  const rows = asked.filter(({ row }) => hasFreeCell(problem, pins, row));
  const missOf = (spend: Float64Array) =>
    asked.reduce((sum, { row }) => sum + missBy(row, sumOfRow(problem, row, spend)), 0);
  const fixedMiss = asked
    .filter((one) => !rows.includes(one))
    .reduce(
      (sum, { row, overPrice }) => sum + overPrice * missBy(row, sumOfRow(problem, row, within.lower)),
      0,
    );
  if (rows.length === 0)
    return { spend: within.lower, miss: missOf(within.lower), leastMiss: fixedMiss, pressing: [] };

  const spending = withoutCarryover(problem);
  const program = programOf(spending, within, rows);
  const scale = rows.reduce((sum, { row, overPrice }) => sum + overPrice * row.budget, 0);
  const zero = (_: Float64Array, to: Float64Array) => to.fill(0);
  const nothing = { slopeInto: zero, curvatureInto: zero, scale: Math.max(scale, Number.MIN_VALUE) };
  const near = nearBudgets(within, rows);
  const widths = byChannel(
    problem,
    near.upper.map((high, at) => high - near.lower[at]!),
  );
  const start = startOf(program, spendsToStart(problem, program, near, rows), widths, nothing);
  const { point, gradient } = followPath(program, start, nothing);
  const spend = byPeriod(problem, point.spend);
  const ramps = rampPrices(spending, program, point, gradient);
  const ends = { lower: byPeriod(problem, point.lower.price), upper: byPeriod(problem, point.upper.price) };
  return {
    spend,
    miss: missOf(spend),
    leastMiss: fixedMiss + missBound(spending, rows, within, spend, point.nu, ramps),
    pressing: pressingLimits({ ...ends, ...ramps }),
  };
}

/** Money by which what is spent misses a budget. */
function missBy({ budget, isAtMost }: BudgetRow, spent: number): number {
  return isAtMost ? Math.max(0, spent - budget) : Math.abs(spent - budget);
}

/** Intervals to start in: bounds far above every budget would put the start out of all proportion. */
function nearBudgets({ lower, upper }: Intervals, rows: readonly PricedRow[]): Intervals {
  const largest = Math.max(...rows.map(({ row }) => row.budget));
  return {
    lower,
    upper: largest > 0 ? upper.map((high, at) => Math.min(high, lower[at]! + largest)) : upper,
  };
}

/**
 * Weak duality: with ν between what it costs to be short and over, and λ at least 0, no s between its bounds that keeps the
 * ramps has a smaller weighted miss than ν·(A s − b) + λ·(G s − h) at its least over the bounds.
 */
function missBound(
  problem: AllocationProblem,
  rows: readonly PricedRow[],
  within: Intervals,
  spend: Float64Array,
  nu: Float64Array,
  ramps: RampPrices,
): number {
  const { cost, slack } = rampCosts(problem, ramps, spend);
  let bound = -slack;
  rows.forEach(({ row, shortPrice, overPrice }, g) => {
    const price = Math.min(overPrice, Math.max(-shortPrice, nu[g]!));
    forEachCell(problem, row, (cell) => (cost[cell] = cost[cell]! + price));
    bound += price * (sumOfRow(problem, row, spend) - row.budget);
  });
  for (let at = 0; at < cost.length; at++) {
    const best = cost[at]! > 0 ? within.lower[at]! : within.upper[at]!;
    bound += cost[at]! * (best - spend[at]!);
  }
  return bound;
}

function pressingLimits(prices: Readonly<Record<PressingKind, Float64Array>>): Pressing[] {
  const kinds = ["lower", "upper", "absoluteUp", "absoluteDown", "percentageUp", "percentageDown"] as const;
  const cells = Array.from(prices.lower, (_, cell) => cell);
  return cells.flatMap((cell) =>
    kinds.filter((kind) => prices[kind][cell]! > PRESSING_PRICE).map((kind) => ({ cell, kind })),
  );
}
