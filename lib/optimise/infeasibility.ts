import { amount, indices } from "./amount.ts";
import { sumBetween } from "./budgets.ts";
import {
  bindingRamp,
  bound,
  chainOfReach,
  lastSpend,
  limitOfReach,
  periodBudget,
  totalBudget,
  type ConstraintName,
} from "./constraint.ts";
import { clashingPeriods } from "./period-conflict.ts";
import { hasLinkedPeriods, type AllocationProblem } from "./problem.ts";
import { rampCeiling, rampFloor, reach, ROUNDING, type RampConflict, type Reach } from "./reachable.ts";

/** Why no allocation can meet a request. */
export type ReasonCode =
  | "BOUNDS_CROSSED"
  | "PERIOD_BUDGETS_DO_NOT_SUM"
  | "RAMP_BOUNDS_CONFLICT"
  | "PERIOD_BUDGET_BELOW_MINIMUM"
  | "PERIOD_BUDGET_ABOVE_MAXIMUM"
  | "PERIOD_BUDGET_RAMP_CONFLICT"
  | "BUDGET_BELOW_MINIMUM"
  | "BUDGET_ABOVE_MAXIMUM";

/** A budget that could be met. */
export interface Budget {
  readonly total: number;
  readonly perPeriod: Float64Array | null;
}

/** A contradiction in a request, in a form that can be acted on. */
export interface Infeasibility {
  readonly reasonCode: ReasonCode;
  /** The contradiction in words, with its numbers. */
  readonly reason: string;
  /**
   * Constraints that cannot all hold. Without any one of them the rest can, except that for PERIOD_BUDGET_RAMP_CONFLICT this
   * is so of the budgets, while the limits are all those that press on them.
   */
  readonly conflict: readonly ConstraintName[];
  /** The budget nearest to the one asked for that can be met; null where no budget would help. */
  readonly nearestBudget: Budget | null;
}

/** Relative difference between a total and the sum of its parts that counts as rounding of amounts. */
const SUM_TOLERANCE = 1e-9;
/** Reasons list their terms up to this many cells. */
const MOST_TERMS = 12;

/** The first contradiction among bounds, ramps and budgets; null where none is found. */
export function explainInfeasibility(
  problem: AllocationProblem,
  within: Reach = reach(problem),
): Infeasibility | null {
  return (
    crossedBounds(problem) ??
    periodSums(problem) ??
    rampConflict(problem, within.conflicts[0]) ??
    periodBudgets(problem, within) ??
    totalOutOfReach(problem, within) ??
    clashingPeriods(problem, within)
  );
}

function crossedBounds(problem: AllocationProblem): Infeasibility | null {
  const n = problem.channels.length;
  const at = problem.lower.findIndex((low, cell) => low > problem.upper[cell]!);
  if (at < 0) return null;
  const t = Math.floor(at / n);
  const i = at % n;
  const where = problem.periods > 1 ? `, period ${t + 1}` : "";
  return {
    reasonCode: "BOUNDS_CROSSED",
    reason: `channel ${problem.channels[i]!.name}${where}: lower bound ${amount(problem.lower[at]!)} is above upper bound ${amount(problem.upper[at]!)}`,
    conflict: [bound(problem, t, i, "lower"), bound(problem, t, i, "upper")],
    nearestBudget: null,
  };
}

function periodSums(problem: AllocationProblem): Infeasibility | null {
  if (!problem.perPeriod) return null;
  const sum = sumBetween(problem.perPeriod, 0, problem.periods);
  if (Math.abs(sum - problem.total) <= SUM_TOLERANCE * problem.total) return null;
  return {
    reasonCode: "PERIOD_BUDGETS_DO_NOT_SUM",
    reason: `period budgets sum to ${amount(sum)}, total budget is ${amount(problem.total)}`,
    conflict: [totalBudget(problem), ...Array.from(problem.perPeriod, (_, t) => periodBudget(problem, t))],
    nearestBudget: { total: sum, perPeriod: problem.perPeriod },
  };
}

function rampConflict(problem: AllocationProblem, conflict: RampConflict | undefined): Infeasibility | null {
  if (!conflict) return null;
  const { channel, period, side, bound: limit, reach: reached, origin, originSpend } = conflict;
  const { name, ramp } = problem.channels[channel]!;
  const opposite = side === "lower" ? "upper" : "lower";
  const from =
    origin < 0
      ? `last spend ${amount(originSpend)}`
      : `${opposite} bound ${amount(originSpend)} in period ${origin + 1}`;
  const most = side === "lower" ? "most" : "least";
  const chain: ConstraintName[] = [
    origin < 0 ? lastSpend(problem, channel) : bound(problem, origin, channel, opposite),
  ];
  let spend = originSpend;
  for (let t = origin + 1; t <= period; t++) {
    chain.push(bindingRamp(problem, t, channel, side === "lower" ? "up" : "down", spend));
    spend = side === "lower" ? rampCeiling(ramp, spend) : rampFloor(ramp, spend);
  }
  return {
    reasonCode: "RAMP_BOUNDS_CONFLICT",
    reason: `channel ${name}, period ${period + 1}: ramps from ${from} allow at ${most} ${amount(reached)} but the ${side} bound is ${amount(limit)}`,
    conflict: [...chain, bound(problem, period, channel, side)],
    nearestBudget: null,
  };
}

function periodBudgets(problem: AllocationProblem, within: Reach): Infeasibility | null {
  const { perPeriod } = problem;
  if (!perPeriod) return null;
  const n = problem.channels.length;
  const least = Float64Array.from(perPeriod, (_, t) => sumBetween(within.lower, t * n, t * n + n));
  const most = Float64Array.from(perPeriod, (_, t) => sumBetween(within.upper, t * n, t * n + n));
  const t = perPeriod.findIndex((asked, at) => isBelow(asked, least[at]!) || isBelow(most[at]!, asked));
  if (t < 0) return null;
  const isAbove = isBelow(most[t]!, perPeriod[t]!);
  const nearest = perPeriod.map((asked, at) => Math.min(most[at]!, Math.max(least[at]!, asked)));
  const cells = isAbove ? indices(n) : fewest(within.lower.subarray(t * n, t * n + n), perPeriod[t]!);
  const side = isAbove ? "upper" : "lower";
  const limits = cells.flatMap((i) => chainOfReach(problem, within, t, i, side));
  const bounds = limits.every(({ kind }) => kind === side) ? `${side} bounds` : "bounds and ramps";
  return {
    reasonCode: isAbove ? "PERIOD_BUDGET_ABOVE_MAXIMUM" : "PERIOD_BUDGET_BELOW_MINIMUM",
    reason: isAbove
      ? `period ${t + 1}: the most that ${bounds} allow is ${amount(most[t]!)}, below its budget ${amount(perPeriod[t]!)}`
      : `period ${t + 1}: the least that ${bounds} allow is ${amount(least[t]!)}, above its budget ${amount(perPeriod[t]!)}`,
    conflict: [periodBudget(problem, t), ...limits],
    nearestBudget: { total: sumBetween(nearest, 0, nearest.length), perPeriod: nearest },
  };
}

function totalOutOfReach(problem: AllocationProblem, within: Reach): Infeasibility | null {
  const least = sumBetween(within.lower, 0, within.lower.length);
  const most = sumBetween(within.upper, 0, within.upper.length);
  const isAbove = isBelow(most, problem.total);
  if (!isAbove && !isBelow(problem.total, least)) return null;
  const side = isAbove ? "upper" : "lower";
  const ends = within[side];
  const cells = isAbove ? indices(ends.length) : fewestPaths(problem, ends);
  const n = problem.channels.length;
  const limits = cells.map((at) => limitOfReach(problem, within, Math.floor(at / n), at % n, side));
  const starts = indices(n).filter((i) => hasRampFromLastSpend(problem, limits, i));
  const bounds = limits.every(({ kind }) => kind === side) ? `${side} bounds` : "bounds and ramps";
  const sum = `${terms(problem, ends)}${amount(isAbove ? most : least)}`;
  return {
    reasonCode: isAbove ? "BUDGET_ABOVE_MAXIMUM" : "BUDGET_BELOW_MINIMUM",
    reason: isAbove
      ? `the largest total within ${bounds} is ${sum}, below the total budget ${amount(problem.total)}`
      : `the smallest total within ${bounds} is ${sum}, above the total budget ${amount(problem.total)}`,
    conflict: [totalBudget(problem), ...starts.map((i) => lastSpend(problem, i)), ...limits],
    nearestBudget: { total: isAbove ? most : least, perPeriod: null },
  };
}

/** Whether a named ramp leads out of the last spend of channel i. */
function hasRampFromLastSpend(
  problem: AllocationProblem,
  limits: readonly ConstraintName[],
  i: number,
): boolean {
  const { name } = problem.channels[i]!;
  return limits.some(
    ({ kind, channel, period }) => kind.startsWith("ramp") && channel === name && period === 1,
  );
}

/** The cells of the fewest channels (or, where no ramp links periods, the fewest cells) whose least spends exceed the budget. */
function fewestPaths(problem: AllocationProblem, ends: Float64Array): number[] {
  if (!hasLinkedPeriods(problem)) return fewest(ends, problem.total);
  const n = problem.channels.length;
  const cellsOf = (i: number) => Array.from({ length: problem.periods }, (_, t) => t * n + i);
  const perChannel = Float64Array.from(indices(n), (i) => cellsOf(i).reduce((sum, at) => sum + ends[at]!, 0));
  return fewest(perChannel, problem.total).flatMap(cellsOf);
}

/** Indices of the fewest amounts, largest first, whose sum exceeds the budget. */
function fewest(amounts: Float64Array, budget: number): number[] {
  const order = indices(amounts.length).sort((a, b) => amounts[b]! - amounts[a]! || a - b);
  let sum = 0;
  const count = order.findIndex((at) => isBelow(budget, (sum += amounts[at]!)));
  return order.slice(0, count + 1).sort((a, b) => a - b);
}

/** Whether a is below b by more than rounding. */
function isBelow(a: number, b: number): boolean {
  return !(a >= b - ROUNDING * Math.max(a, b));
}

/** The terms of a sum, channel by channel, followed by an equals sign; empty where there are too many to read. */
function terms(problem: AllocationProblem, ends: Float64Array): string {
  if (ends.length > MOST_TERMS || ends.length === 1) return "";
  const n = problem.channels.length;
  const paths = problem.channels.map((_, i) =>
    Array.from({ length: problem.periods }, (_, t) => amount(ends[t * n + i]!)).join("+"),
  );
  return `${paths.join(" + ")} = `;
}
