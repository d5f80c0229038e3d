import { asks, budgetRows, narrowedByBudgets } from "../optimise/budgets.ts";
import { GAP_TOLERANCE } from "../optimise/certificate.ts";
import { explainInfeasibility } from "../optimise/infeasibility.ts";
import type { AllocationProblem } from "../optimise/problem.ts";
import { reach } from "../optimise/reachable.ts";

/** A budget over the variables of a polytope: their sum is `budget`. */
export interface SumRow {
  readonly members: readonly number[];
  readonly budget: number;
}

/**
 * The plans of one period that keep all limits, in shares of the total budget: variables between bounds, some sums of which are
 * given. Variables beyond the free channels are what an at-most budget leaves unspent.
 */
export interface Polytope {
  /** Channel of each of the first variables. */
  readonly free: readonly number[];
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly rows: readonly SumRow[];
  /** Money that is 1. */
  readonly unit: number;
  /** Spend of every channel, of which the free ones are to be overwritten; money. */
  readonly pinned: Float64Array;
}

/** Intervals narrower than this share of the budget leave nothing to choose. */
const NARROW = 1e-13;

/** The plans of a single-period problem; null where none keeps all limits. */
export function polytopeOf(problem: AllocationProblem): Polytope | null {
  const reached = reach(problem);
  if (explainInfeasibility(problem, reached)) return null;
  const within = narrowedByBudgets(problem, reached);
  const unit = problem.total > 0 ? problem.total : 1;
  const n = problem.channels.length;
  const free = Array.from({ length: n }, (_, i) => i).filter(
    (i) => within.upper[i]! - within.lower[i]! > NARROW * unit,
  );
  const pinned = Float64Array.from(within.lower);
  const lower = free.map((i) => within.lower[i]! / unit);
  const upper = free.map((i) => within.upper[i]! / unit);
  const rows: SumRow[] = [];
  const seen = new Set<string>();
  for (const row of budgetRows(problem)) {
    if (asks(problem, within, row) === "nothing") continue;
    const members = row.members.flatMap((i) => (free.includes(i) ? [free.indexOf(i)] : []));
    if (members.length === 0) continue;
    const held = row.members.reduce((sum, i) => sum + (free.includes(i) ? 0 : pinned[i]!), 0);
    const budget = (row.budget - held) / unit;
    const key = `${members.join()}|${row.isAtMost ? "≤" : "="}${budget}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (row.isAtMost) {
      lower.push(0);
      upper.push(Math.max(budget, GAP_TOLERANCE));
      members.push(lower.length - 1);
    }
    rows.push({ members, budget });
  }
  return { free, lower: Float64Array.from(lower), upper: Float64Array.from(upper), rows, unit, pinned };
}

/** Spend of every channel, money, with the free ones at their place in the polytope, kept within bounds to the last digit. */
export function spendAt({ free, lower, upper, unit, pinned }: Polytope, point: Float64Array): Float64Array {
  const spend = Float64Array.from(pinned);
  free.forEach((i, k) => {
    spend[i] = Math.min(upper[k]!, Math.max(lower[k]!, point[k]!)) * unit;
  });
  return spend;
}

/** A point well inside the bounds, on the first row; the others are met on the way. */
export function centreOf({ lower, upper, rows }: Polytope): Float64Array {
  const point = lower.map((low, k) => low + 0.5 * (upper[k]! - low));
  const [first] = rows;
  if (first === undefined) return point;
  const least = first.members.reduce((sum, k) => sum + lower[k]!, 0);
  const most = first.members.reduce((sum, k) => sum + upper[k]!, 0);
  const share = Math.min(0.95, Math.max(0.05, (first.budget - least) / (most - least)));
  for (const k of first.members) point[k] = lower[k]! + share * (upper[k]! - lower[k]!);
  return point;
}
