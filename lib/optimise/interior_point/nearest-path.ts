import { budgetGroups, sumBetween } from "../budgets.ts";
import type { AllocationProblem } from "../problem.ts";
import type { Reach } from "../reachable.ts";
import type { RampPrices } from "../dual-bound.ts";
import type { Point, Program } from "./newton.ts";
import { followPath } from "./path.ts";
import { pinnedSpends } from "./rows.ts";
import { programOf, startOf } from "./start.ts";

/** A path within all bounds and ramps that misses the budgets per period by as little money as can be. */
export interface NearestPath {
  /** Money, (period, channel). */
  readonly spend: Float64Array;
  /** Money by which all budgets asked for are missed together, in absolute value. */
  readonly miss: number;
  /** Whether the miss is proved to be the least. */
  readonly isLeast: boolean;
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
  if (budgets.length === 0) return { spend: within.lower, miss: missOf(within.lower), isLeast: true, pressing: [] };

  const program = programOf(
    problem,
    within,
    budgets,
    Float64Array.from(open, ({ price }) => price),
  );
  const zero = (x: Float64Array) => new Float64Array(x.length);
  const scale = open.reduce((sum, { group, price }) => sum + price * group.budget, 0);
  const nothing = { gradient: zero, curvature: zero, scale };
  const { status, point } = followPath(program, startOf(program, within, nothing), nothing);
  return { spend: point.x, miss: missOf(point.x), isLeast: status === "converged", pressing: pressingLimits(program, point) };
}

function pressingLimits({ ramps }: Program, { zLower, zUpper, lambda }: Point): Pressing[] {
  const pressing: Pressing[] = [];
  for (let cell = 0; cell < zLower.length; cell++) {
    if (zLower[cell]! > PRESSING_PRICE) pressing.push({ cell, kind: "lower" });
    if (zUpper[cell]! > PRESSING_PRICE) pressing.push({ cell, kind: "upper" });
  }
  for (let r = 0; r < ramps.count; r++) {
    if (lambda[r]! > PRESSING_PRICE) pressing.push({ cell: ramps.cell[r]!, kind: ramps.kind[r]! });
  }
  return pressing.sort((a, b) => a.cell - b.cell);
}

function hasRoom(within: Reach, from: number, to: number): boolean {
  return pinnedSpends(within).subarray(from, to).some(Number.isNaN);
}
