import type { AllocationProblem } from "./problem.ts";

/** The largest violation of each family of constraints: money, 0 where all hold, NaN where a spend is undefined. */
export interface Violation {
  readonly bounds: number;
  readonly budget: number;
  readonly perPeriod: number;
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
  const { budget, perPeriod } = budgetViolation(problem, allocation);
  const { absolute, percentage } = rampViolation(problem, allocation);
  return {
    bounds,
    budget,
    perPeriod,
    rampAbsolute: absolute,
    rampPercentage: percentage,
    largest: Math.max(bounds, budget, perPeriod, absolute, percentage),
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
  const n = problem.channels.length;
  let spent = 0;
  let perPeriod = 0;
  for (let t = 0; t < problem.periods; t++) {
    let inPeriod = 0;
    for (let i = 0; i < n; i++) inPeriod += allocation[t * n + i]!;
    spent += inPeriod;
    if (problem.perPeriod) perPeriod = Math.max(perPeriod, Math.abs(inPeriod - problem.perPeriod[t]!));
  }
  return { budget: Math.abs(spent - problem.total), perPeriod };
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
