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

/**
 * Intervals narrowed to what the budgets leave: no cell can spend more than its budget less the least of the others, nor
 * less than its budget less the most of the others.
 */
export function narrowedByBudgets(problem: AllocationProblem, { lower, upper }: Intervals): Intervals {
  const narrow = { lower: Float64Array.from(lower), upper: Float64Array.from(upper) };
  for (const group of budgetGroups(problem)) {
    const { budget, from, to } = group;
    const choice = choiceLeft({ lower, upper }, group);
    const spare = choice === "least" ? 0 : budget - sumBetween(lower, from, to);
    const lack = choice === "most" ? 0 : sumBetween(upper, from, to) - budget;
    for (let at = from; at < to; at++) {
      narrow.lower[at] = Math.max(lower[at]!, upper[at]! - lack);
      narrow.upper[at] = Math.max(narrow.lower[at]!, Math.min(upper[at]!, lower[at]! + spare));
    }
  }
  return narrow;
}
