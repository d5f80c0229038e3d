import { amount, indices } from "./amount.ts";
import { nearestBudgets } from "./budget-conflict.ts";
import { budgetRows, sumBetween, sumOfRow, type BudgetRow } from "./budgets.ts";
import {
  budgetName,
  chainOfReach,
  lastSpend,
  limitOfReach,
  periodBudget,
  totalBudget,
  type ConstraintName,
} from "./constraint.ts";
import type { Infeasibility } from "./infeasibility.ts";
import { hasLinkedPeriods, type AllocationProblem } from "./problem.ts";
import { ROUNDING, type Reach } from "./reachable.ts";

/** Reasons list their terms up to this many cells. */
const MOST_TERMS = 12;

/** A budget of a period that bounds and ramps put out of reach. */
export function periodBudgets(problem: AllocationProblem, within: Reach): Infeasibility | null {
  const { perPeriod, isPerPeriodAtMost } = problem;
  if (!perPeriod) return null;
  const n = problem.channels.length;
  const least = Float64Array.from(perPeriod, (_, t) => sumBetween(within.lower, t * n, t * n + n));
  const most = Float64Array.from(perPeriod, (_, t) =>
    isPerPeriodAtMost ? Infinity : sumBetween(within.upper, t * n, t * n + n),
  );
  const t = perPeriod.findIndex((asked, at) => isBelow(asked, least[at]!) || isBelow(most[at]!, asked));
  if (t < 0) return null;
  const isAbove = isBelow(most[t]!, perPeriod[t]!);
  const nearest = perPeriod.map((asked, at) => Math.min(most[at]!, Math.max(least[at]!, asked)));
  const cells = isAbove ? indices(n) : fewest(within.lower.subarray(t * n, t * n + n), perPeriod[t]!);
  const side = isAbove ? "upper" : "lower";
  const limits = cells.flatMap((i) => chainOfReach(problem, within, t, i, side));
  return {
    reasonCode: isAbove ? "PERIOD_BUDGET_ABOVE_MAXIMUM" : "PERIOD_BUDGET_BELOW_MINIMUM",
    reason: `period ${t + 1}: ${reasonOf(limits, side, isAbove ? most[t]! : least[t]!, perPeriod[t]!)}`,
    conflict: [periodBudget(problem, t), ...limits],
    nearestBudget: {
      total: isPerPeriodAtMost ? problem.total : sumBetween(nearest, 0, nearest.length),
      perPeriod: nearest,
    },
  };
}

/** In words, that a budget lies outside what limits allow. */
function reasonOf(
  limits: readonly ConstraintName[],
  side: "lower" | "upper",
  end: number,
  budget: number,
): string {
  const bounds = limits.every(({ kind }) => kind === side) ? `${side} bounds` : "bounds and ramps";
  return side === "upper"
    ? `the most that ${bounds} allow is ${amount(end)}, below its budget ${amount(budget)}`
    : `the least that ${bounds} allow is ${amount(end)}, above its budget ${amount(budget)}`;
}

/** A total budget that bounds and ramps put out of reach. */
export function totalOutOfReach(problem: AllocationProblem, within: Reach): Infeasibility | null {
  const least = sumBetween(within.lower, 0, within.lower.length);
  const most = sumBetween(within.upper, 0, within.upper.length);
  const isAbove = !problem.isAtMost && isBelow(most, problem.total);
  if (!isAbove && !isBelow(problem.total, least)) return null;
  const side = isAbove ? "upper" : "lower";
  const limits = limitsOfPaths(problem, within, side, indices(problem.channels.length), problem.total);
  const bounds = limits.every(({ kind }) => kind === side) ? `${side} bounds` : "bounds and ramps";
  const sum = `${terms(problem, within[side])}${amount(isAbove ? most : least)}`;
  return {
    reasonCode: isAbove ? "BUDGET_ABOVE_MAXIMUM" : "BUDGET_BELOW_MINIMUM",
    reason: isAbove
      ? `the largest total within ${bounds} is ${sum}, below the total budget ${amount(problem.total)}`
      : `the smallest total within ${bounds} is ${sum}, above the total budget ${amount(problem.total)}`,
    conflict: [totalBudget(problem), ...limits],
    nearestBudget: { total: isAbove ? most : least, perPeriod: problem.isAtMost ? problem.perPeriod : null },
  };
}

/** A budget of a group that the limits of its channels alone put out of reach. */
export function groupOutOfReach(problem: AllocationProblem, within: Reach): Infeasibility | null {
  for (const row of budgetRows(problem)) {
    if (row.group === null) continue;
    const least = sumOfRow(problem, row, within.lower);
    const most = row.isAtMost ? Infinity : sumOfRow(problem, row, within.upper);
    const isAbove = isBelow(most, row.budget);
    if (!isAbove && !isBelow(row.budget, least)) continue;
    const side = isAbove ? "upper" : "lower";
    const limits = limitsOfRow(problem, within, row, side);
    const when = row.period === null ? "" : `, period ${row.period + 1}`;
    return {
      reasonCode: isAbove ? "GROUP_BUDGET_ABOVE_MAXIMUM" : "GROUP_BUDGET_BELOW_MINIMUM",
      reason: `group ${row.group}${when}: ${reasonOf(limits, side, isAbove ? most : least, row.budget)}`,
      conflict: [budgetName(row), ...limits],
      nearestBudget: nearestBudgets(problem, within),
    };
  }
  return null;
}

/** The limits that set the most, or keep up the least, that a budget can spend. */
function limitsOfRow(
  problem: AllocationProblem,
  within: Reach,
  row: BudgetRow,
  side: "lower" | "upper",
): ConstraintName[] {
  const { members, period, budget } = row;
  if (period === null) return limitsOfPaths(problem, within, side, members, budget);
  const n = problem.channels.length;
  const least = Float64Array.from(members, (i) => within.lower[period * n + i]!);
  const channels = side === "upper" ? members : fewest(least, budget).map((k) => members[k]!);
  return channels.flatMap((i) => chainOfReach(problem, within, period, i, side));
}

/** What sets the most that channels can spend over all periods, or what keeps up their least; last spends first. */
function limitsOfPaths(
  problem: AllocationProblem,
  within: Reach,
  side: "lower" | "upper",
  members: readonly number[],
  budget: number,
): ConstraintName[] {
  const n = problem.channels.length;
  const cells =
    side === "upper"
      ? indices(within.upper.length).filter((at) => members.includes(at % n))
      : fewestPaths(problem, within.lower, members, budget);
  const limits = cells.map((at) => limitOfReach(problem, within, Math.floor(at / n), at % n, side));
  const starts = members.filter((i) => hasRampFromLastSpend(problem, limits, i));
  return [...starts.map((i) => lastSpend(problem, i)), ...limits];
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
function fewestPaths(
  problem: AllocationProblem,
  ends: Float64Array,
  members: readonly number[],
  budget: number,
): number[] {
  const n = problem.channels.length;
  const cellsOf = (i: number) => Array.from({ length: problem.periods }, (_, t) => t * n + i);
  const paths = hasLinkedPeriods(problem)
    ? members.map(cellsOf)
    : members
        .flatMap(cellsOf)
        .sort((a, b) => a - b)
        .map((cell) => [cell]);
  const spends = Float64Array.from(paths, (cells) => cells.reduce((sum, at) => sum + ends[at]!, 0));
  return fewest(spends, budget).flatMap((k) => paths[k]!);
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
