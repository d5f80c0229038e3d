import { objective, type AllocationProblem } from "./problem.ts";
import { violation, type Violation } from "./violation.ts";

/** What one plan earns, and how far it is from keeping the constraints of the problem. */
export interface PlanValue {
  /** Money, (period, channel). */
  readonly allocation: Float64Array;
  /** Money over all periods and channels. */
  readonly spend: number;
  /** Weighted contribution over all periods and channels. */
  readonly contribution: number;
  readonly violation: Violation;
}

/** A plan against two that need no model. */
export interface Comparison {
  readonly plan: PlanValue;
  /** Spend as it is. */
  readonly current: PlanValue;
  /** Spend as it is, scaled to the total budget: the same mix at the new budget, bounds and ramps not heeded. */
  readonly proportional: PlanValue;
  readonly overCurrent: Gain;
  readonly overProportional: Gain;
}

/** Gain of a plan over another, in contribution. */
export interface Gain {
  readonly absolute: number;
  /** Share of the other plan's contribution; NaN where that is 0. */
  readonly relative: number;
}

/**
 * What an allocation gains on current spend and on current spend scaled to the budget.
 *
 * @param allocation - Money, (period, channel).
 * @param current - Money, (period, channel), or one spend per channel that holds in every period.
 * @throws RangeError when an array is of another size.
 */
export function compare(
  problem: AllocationProblem,
  allocation: Float64Array,
  current: Float64Array,
): Comparison {
  const cells = problem.lower.length;
  const n = problem.channels.length;
  if (allocation.length !== cells) {
    throw new RangeError(`allocation has ${allocation.length} spends, expected ${cells}`);
  }
  if (current.length !== cells && current.length !== n) {
    throw new RangeError(`current spend has ${current.length} spends, expected ${n} or ${cells}`);
  }
  const now = Float64Array.from(allocation, (_, at) => current[current.length === cells ? at : at % n]!);
  const spent = now.reduce((sum, spend) => sum + spend, 0);
  const plan = worth(problem, allocation);
  const unchanged = worth(problem, now);
  const proportional = worth(
    problem,
    now.map((spend) => spend * (problem.total / spent)),
  );
  return {
    plan,
    current: unchanged,
    proportional,
    overCurrent: gain(plan, unchanged),
    overProportional: gain(plan, proportional),
  };
}

function worth(problem: AllocationProblem, allocation: Float64Array): PlanValue {
  return {
    allocation,
    spend: allocation.reduce((sum, spend) => sum + spend, 0),
    contribution: objective(problem, allocation),
    violation: violation(problem, allocation),
  };
}

function gain(plan: PlanValue, other: PlanValue): Gain {
  const absolute = plan.contribution - other.contribution;
  return { absolute, relative: other.contribution === 0 ? NaN : absolute / other.contribution };
}
