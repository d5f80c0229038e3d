import { budgetRows, sumOfRow } from "./budgets.ts";
import type { AllocationProblem } from "./problem.ts";

/** The largest violation of each family of constraints: money, 0 where all hold, NaN where a spend is undefined. */
export interface Violation {
  readonly bounds: number;
  readonly budget: number;
  readonly perPeriod: number;
  /** Budgets of groups of channels. */
  readonly groups: number;
  readonly rampAbsolute: number;
  readonly rampPercentage: number;
  /** The largest of all families. */
  readonly largest: number;
}

/**
 * How far an allocation is from keeping every constraint, measured on the constraints as stated.
 *
 * @param allocation - Money, (period, channel).
 */
export function violation(problem: AllocationProblem, allocation: Float64Array): Violation {
  const bounds = boundViolation(problem, allocation);
  const { budget, perPeriod, groups } = budgetViolation(problem, allocation);
  const { absolute, percentage } = rampViolation(problem, allocation);
  return {
    bounds,
    budget,
    perPeriod,
    groups,
    rampAbsolute: absolute,
    rampPercentage: percentage,
    largest: Math.max(bounds, budget, perPeriod, groups, absolute, percentage),
  };
}

function boundViolation({ lower, upper }: AllocationProblem, allocation: Float64Array): number {
  let worst = 0;
  for (let at = 0; at < allocation.length; at++) {
    worst = Math.max(worst, lower[at]! - allocation[at]!, allocation[at]! - upper[at]!);
  }
  return worst;
}

function budgetViolation(problem: AllocationProblem, allocation: Float64Array) {
  const spent = allocation.reduce((sum, spend) => sum + spend, 0);
  const worst = { budget: missBy(spent, problem.total, problem.isAtMost), perPeriod: 0, groups: 0 };
  for (const row of budgetRows(problem)) {
    if (row.group === null && row.period === null) continue;
    const miss = missBy(sumOfRow(problem, row, allocation), row.budget, row.isAtMost);
    const family = row.group === null ? "perPeriod" : "groups";
    worst[family] = Math.max(worst[family], miss);
  }
  return worst;
}

function missBy(spent: number, budget: number, isAtMost: boolean): number {
  return isAtMost ? Math.max(0, spent - budget) : Math.abs(spent - budget);
}

function rampViolation({ channels, periods }: AllocationProblem, allocation: Float64Array) {
  const n = channels.length;
  let absolute = 0;
  let percentage = 0;
  for (let i = 0; i < n; i++) {
    const { ramp, lastSpend } = channels[i]!;
    let previous = lastSpend;
    for (let t = 0; t < periods; t++) {
      const spend = allocation[t * n + i]!;
      if (ramp && previous !== null) {
        const move = Math.abs(spend - previous);
        if (ramp.absolute !== null) absolute = Math.max(absolute, move - ramp.absolute);
        if (ramp.percentage !== null) percentage = Math.max(percentage, move - ramp.percentage * previous);
      }
      previous = spend;
    }
  }
  return { absolute, percentage };
}
