import { budgetGroups, sumBetween, type BudgetGroup } from "../budgets.ts";
import type { AllocationProblem } from "../problem.ts";
import type { Intervals, Reach } from "../reachable.ts";
import { rampCosts, type RampPrices } from "../dual-bound.ts";
import type { Point, Program } from "./newton.ts";
import { followPath } from "./path.ts";
import { rampPrices } from "./prices.ts";
import { pinnedSpends } from "./rows.ts";
import { programOf, startOf } from "./start.ts";

/** A path within all bounds and ramps that misses the budgets per period by as little money as can be. */
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
 * The path nearest to the budgets of some periods: a linear program, solved by the interior point method.
 *
 * Unlike concave problems, linear ones end where rounding in steps along pinched ramps meets the price of those ramps: miss
 * and least miss then differ by up to some 1e-5 of the budgets (typically 1e-9). Both stay what they say they are.
 *
 *
 * @param within - `reach(problem)`, without conflicts.
 * @param prices - Weight of missing each period's budget, above 0; 0 leaves the period free.
 */
export function nearestPath(
  problem: AllocationProblem,
  within: Reach,
  prices: ArrayLike<number>,
): NearestPath {
  const groups = budgetGroups(problem);
  const asked = groups.map((group, t) => ({ group, price: prices[t]! })).filter(({ price }) => price > 0);
  // Budgets of cells without room are met or missed whatever is chosen.
  const open = asked.filter(({ group: { from, to } }) => hasRoom(within, from, to));
  const budgets = open.map(({ group }) => group);
  const missOf = (spend: Float64Array) =>
    asked.reduce(
      (sum, { group: { budget, from, to } }) => sum + Math.abs(sumBetween(spend, from, to) - budget),
      0,
    );
  const fixedMiss = asked
    .filter((one) => !open.includes(one))
    .reduce(
      (sum, { group: { budget, from, to }, price }) =>
        sum + price * Math.abs(sumBetween(within.lower, from, to) - budget),
      0,
    );
  if (budgets.length === 0)
    return { spend: within.lower, miss: missOf(within.lower), leastMiss: fixedMiss, pressing: [] };

  const program = programOf(
    problem,
    within,
    budgets,
    Float64Array.from(open, ({ price }) => price),
  );
  const zero = (x: Float64Array) => new Float64Array(x.length);
  const scale = open.reduce((sum, { group, price }) => sum + price * group.budget, 0);
  const nothing = { gradient: zero, curvature: zero, scale };
  const start = startOf(program, nearBudgets(within, budgets), nothing);
  const { point } = followPath(program, start, nothing);
  const ramps = rampPrices(problem, program, point, nothing.gradient(point.x));
  return {
    spend: point.x,
    miss: missOf(point.x),
    leastMiss: fixedMiss + missBound(problem, program, within, point, ramps),
    pressing: pressingLimits(point, ramps),
  };
}

/** Intervals to start in: bounds far above every budget would put the start out of all proportion. */
function nearBudgets({ lower, upper }: Intervals, budgets: readonly BudgetGroup[]): Intervals {
  const largest = Math.max(...budgets.map(({ budget }) => budget));
  return {
    lower,
    upper: largest > 0 ? upper.map((high, at) => Math.min(high, lower[at]! + largest)) : upper,
  };
}

/**
 * Weak duality: with |ν| at most the price of missing and λ at least 0, no x between its bounds that keeps the ramps has
 * a smaller weighted miss than ν·(A x − b) + λ·(G x − h) at its least over the bounds.
 */
function missBound(
  problem: AllocationProblem,
  { budgets, missPrice }: Program,
  within: Intervals,
  { x, nu }: Point,
  ramps: RampPrices,
): number {
  const { cost, slack } = rampCosts(problem, ramps, x);
  let bound = -slack;
  budgets.forEach(({ budget, from, to }, g) => {
    const price = Math.min(missPrice[g]!, Math.max(-missPrice[g]!, nu[g]!));
    for (let at = from; at < to; at++) cost[at] = cost[at]! + price;
    bound += price * (sumBetween(x, from, to) - budget);
  });
  for (let at = 0; at < cost.length; at++) {
    const best = cost[at]! > 0 ? within.lower[at]! : within.upper[at]!;
    bound += cost[at]! * (best - x[at]!);
  }
  return bound;
}

function pressingLimits({ zLower, zUpper }: Point, ramps: RampPrices): Pressing[] {
  const prices: Record<PressingKind, Float64Array> = { lower: zLower, upper: zUpper, ...ramps };
  const kinds = ["lower", "upper", "absoluteUp", "absoluteDown", "percentageUp", "percentageDown"] as const;
  const cells = Array.from(zLower, (_, cell) => cell);
  return cells.flatMap((cell) =>
    kinds.filter((kind) => prices[kind][cell]! > PRESSING_PRICE).map((kind) => ({ cell, kind })),
  );
}

function hasRoom(within: Reach, from: number, to: number): boolean {
  return pinnedSpends(within).subarray(from, to).some(Number.isNaN);
}
