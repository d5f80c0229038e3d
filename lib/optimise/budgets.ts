import { indices } from "./amount.ts";
import type { AllocationProblem } from "./problem.ts";
import { ROUNDING, type Intervals } from "./reachable.ts";

/** One budget: what the cells from `from` up to but not including `to` must spend together, money. */
export interface BudgetGroup {
  readonly budget: number;
  readonly from: number;
  readonly to: number;
}

/** The budgets of a problem as groups of cells: one over all periods, or one per period. */
export function budgetGroups(problem: AllocationProblem): BudgetGroup[] {
  const n = problem.channels.length;
  if (!problem.perPeriod) return [{ budget: problem.total, from: 0, to: problem.periods * n }];
  return Array.from(problem.perPeriod, (budget, t) => ({ budget, from: t * n, to: t * n + n }));
}

/** One budget as a constraint: what its channels may spend together, in one period or in all. */
export interface BudgetRow {
  /** Money. */
  readonly budget: number;
  /** Whether less may be spent. */
  readonly isAtMost: boolean;
  /** Indices of the channels whose spend counts. */
  readonly members: readonly number[];
  /** From 0; null for all periods together. */
  readonly period: number | null;
  /** Name of the group; null where all channels count. */
  readonly group: string | null;
}

/**
 * All budgets of a problem that say something: the total, the periods, then the groups in the order given, each with its total before
 * its periods. Exact budgets per period imply the total, which is then left out.
 */
export function budgetRows(problem: AllocationProblem): BudgetRow[] {
  const { channels, total, isAtMost, perPeriod, isPerPeriodAtMost, groups } = problem;
  const all = { members: indices(channels.length), group: null };
  const inTotal = (budget: number | null, row: Omit<BudgetRow, "budget" | "period">): BudgetRow[] =>
    budget === null ? [] : [{ ...row, budget, period: null }];
  const inPeriods = (budgets: Float64Array | null, row: Omit<BudgetRow, "budget" | "period">): BudgetRow[] =>
    Array.from(budgets ?? [], (budget, period) => ({ ...row, budget, period }));
  const isTotalImplied = perPeriod !== null && !isPerPeriodAtMost;
  return [
    ...inTotal(isTotalImplied ? null : total, { ...all, isAtMost }),
    ...inPeriods(perPeriod, { ...all, isAtMost: isPerPeriodAtMost }),
    ...groups.flatMap(({ name, members, total: sum, perPeriod: sums, isAtMost: canLeave }) => {
      const row = { members, group: name, isAtMost: canLeave };
      return [...inTotal(sums !== null && !canLeave ? null : sum, row), ...inPeriods(sums, row)];
    }),
  ];
}

/** Calls `visit` with each cell of a budget, at `t * channels.length + i`. */
export function forEachCell(
  { channels, periods }: AllocationProblem,
  { members, period }: BudgetRow,
  visit: (cell: number) => void,
): void {
  const from = period ?? 0;
  const to = period === null ? periods : period + 1;
  for (let t = from; t < to; t++) for (const i of members) visit(t * channels.length + i);
}

/** Sum over the cells of a budget of values that are (period, channel). */
export function sumOfRow(problem: AllocationProblem, row: BudgetRow, values: Float64Array): number {
  let sum = 0;
  forEachCell(problem, row, (cell) => (sum += values[cell]!));
  return sum;
}

/** Whether a problem has one exact budget over all channels, or one for each period, and no other. */
export function hasSimpleBudgets({
  isAtMost,
  perPeriod,
  isPerPeriodAtMost,
  groups,
}: AllocationProblem): boolean {
  return groups.length === 0 && (perPeriod ? !isPerPeriodAtMost : !isAtMost);
}

/** Sum of the elements from `from` up to but not including `to`. */
export function sumBetween(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at++) sum += values[at]!;
  return sum;
}

/** What a budget asks of its cells: all at their least spend, all at their most (or nothing, where less may be spent), or a choice. */
export type Ask = "least" | "most" | "choice" | "nothing";

/** What a budget of cells whose least and most spends have these sums asks of them. */
export function askOf(budget: number, isAtMost: boolean, least: number, most: number): Ask {
  if (budget <= least * (1 + ROUNDING)) return "least";
  if (budget >= most * (1 - ROUNDING)) return isAtMost ? "nothing" : "most";
  return "choice";
}

/** What a budget asks of its cells within intervals of spend. */
export function asks(problem: AllocationProblem, { lower, upper }: Intervals, row: BudgetRow): Ask {
  return askOf(row.budget, row.isAtMost, sumOfRow(problem, row, lower), sumOfRow(problem, row, upper));
}

/** Passes over the budgets, each of which may narrow what others leave. */
const MAX_PASSES = 5;

/**
 * Intervals narrowed to what the budgets leave: no cell can spend more than its budget less the least of the others, nor
 * (where the budget is exact) less than its budget less the most of the others.
 */
export function narrowedByBudgets(problem: AllocationProblem, { lower, upper }: Intervals): Intervals {
  const narrow = { lower: Float64Array.from(lower), upper: Float64Array.from(upper) };
  const rows = budgetRows(problem);
  for (let pass = 0; pass < (rows.length > 1 ? MAX_PASSES : 1); pass++) {
    let isNarrowed = false;
    for (const row of rows) isNarrowed = narrowInPlace(problem, row, narrow) || isNarrowed;
    if (!isNarrowed) break;
  }
  return narrow;
}

/** Whether a budget took anything from the intervals of its cells, which it does in place. */
function narrowInPlace(problem: AllocationProblem, row: BudgetRow, { lower, upper }: Intervals): boolean {
  const { budget } = row;
  const ask = asks(problem, { lower, upper }, row);
  const spare = ask === "least" ? 0 : budget - sumOfRow(problem, row, lower);
  const lack = row.isAtMost ? Infinity : ask === "most" ? 0 : sumOfRow(problem, row, upper) - budget;
  let isNarrowed = false;
  forEachCell(problem, row, (cell) => {
    const low = Math.max(lower[cell]!, upper[cell]! - lack);
    const high = Math.max(low, Math.min(upper[cell]!, lower[cell]! + spare));
    isNarrowed ||= low > lower[cell]! || high < upper[cell]!;
    lower[cell] = low;
    upper[cell] = high;
  });
  return isNarrowed;
}
