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

/** Sum of the elements from `from` up to but not including `to`. */
export function sumBetween(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at++) sum += values[at]!;
  return sum;
}

/** What a budget asks of its cells: all at their least spend, all at their most, or a choice. */
export function choiceLeft(
  { lower, upper }: Intervals,
  { budget, from, to }: BudgetGroup,
): "least" | "most" | "choice" {
  if (budget <= sumBetween(lower, from, to) * (1 + ROUNDING)) return "least";
  if (budget >= sumBetween(upper, from, to) * (1 - ROUNDING)) return "most";
  return "choice";
}

/** Intervals closed to a point for every cell whose budget leaves no choice. */
export function pinnedByBudgets(problem: AllocationProblem, intervals: Intervals): Intervals {
  const lower = Float64Array.from(intervals.lower);
  const upper = Float64Array.from(intervals.upper);
  for (const group of budgetGroups(problem)) {
    const { from, to } = group;
    const choice = choiceLeft({ lower, upper }, group);
    if (choice === "least") upper.set(lower.subarray(from, to), from);
    if (choice === "most") lower.set(upper.subarray(from, to), from);
  }
  return { lower, upper };
}
