import { amount } from "./amount.ts";
import { budgetRows, sumBetween } from "./budgets.ts";
import {
  bindingRamp,
  bound,
  budgetName,
  lastSpend,
  periodBudget,
  totalBudget,
  type ConstraintName,
} from "./constraint.ts";
import { groupOutOfReach, periodBudgets, totalOutOfReach } from "./out-of-reach.ts";
import { clashingBudgets } from "./budget-conflict.ts";
import type { AllocationProblem, ChannelGroup } from "./problem.ts";
import { rampCeiling, rampFloor, reach, type RampConflict, type Reach } from "./reachable.ts";

/** Why no allocation can meet a request. */
export type ReasonCode =
  | "BOUNDS_CROSSED"
  | "PERIOD_BUDGETS_DO_NOT_SUM"
  | "RAMP_BOUNDS_CONFLICT"
  | "PERIOD_BUDGET_BELOW_MINIMUM"
  | "PERIOD_BUDGET_ABOVE_MAXIMUM"
  | "PERIOD_BUDGET_RAMP_CONFLICT"
  | "BUDGET_BELOW_MINIMUM"
  | "BUDGET_ABOVE_MAXIMUM"
  | "GROUP_BUDGETS_DO_NOT_SUM"
  | "GROUP_BUDGET_BELOW_MINIMUM"
  | "GROUP_BUDGET_ABOVE_MAXIMUM"
  | "BUDGETS_CONFLICT";

/** A budget that could be met. */
export interface Budget {
  readonly total: number;
  readonly perPeriod: Float64Array | null;
  /** Left out where those of the problem will do. */
  readonly groups?: readonly ChannelGroup[];
}

/** A contradiction in a request, in a form that can be acted on. */
export interface Infeasibility {
  readonly reasonCode: ReasonCode;
  /** The contradiction in words, with its numbers. */
  readonly reason: string;
  /**
   * Constraints that cannot all hold. Without any one of them the rest can, except that for PERIOD_BUDGET_RAMP_CONFLICT and
   * BUDGETS_CONFLICT this is so of the budgets, while the limits are all those that press on them.
   */
  readonly conflict: readonly ConstraintName[];
  /** The budget nearest to the one asked for that can be met; null where no budget would help. */
  readonly nearestBudget: Budget | null;
}

/** Relative difference between a total and the sum of its parts that counts as rounding of amounts. */
const SUM_TOLERANCE = 1e-9;
/** The first contradiction among bounds, ramps and budgets; null where none is found. */
export function explainInfeasibility(
  problem: AllocationProblem,
  within: Reach = reach(problem),
): Infeasibility | null {
  return explainDirectly(problem, within) ?? clashingBudgets(problem, within);
}

/** The first contradiction that sums of limits show; null where there is none, though budgets may still clash. */
export function explainDirectly(problem: AllocationProblem, within: Reach): Infeasibility | null {
  return (
    crossedBounds(problem) ??
    periodSums(problem) ??
    groupSums(problem) ??
    rampConflict(problem, within.conflicts[0]) ??
    periodBudgets(problem, within) ??
    totalOutOfReach(problem, within) ??
    groupOutOfReach(problem, within)
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
  const { perPeriod, total, isAtMost, isPerPeriodAtMost } = problem;
  if (!perPeriod) return null;
  const sum = sumBetween(perPeriod, 0, problem.periods);
  const tolerance = SUM_TOLERANCE * total;
  const isMore = sum > total + tolerance && !isPerPeriodAtMost;
  const isLess = sum < total - tolerance && !isAtMost;
  if (!isMore && !isLess) return null;
  return {
    reasonCode: "PERIOD_BUDGETS_DO_NOT_SUM",
    reason: `period budgets sum to ${amount(sum)}, total budget is ${amount(total)}`,
    conflict: [totalBudget(problem), ...Array.from(perPeriod, (_, t) => periodBudget(problem, t))],
    nearestBudget: { total: sum, perPeriod },
  };
}

/** A group whose exact budgets per period do not add up to its total. */
function groupSums(problem: AllocationProblem): Infeasibility | null {
  for (const group of problem.groups) {
    const { name, total, perPeriod, isAtMost } = group;
    if (total === null || !perPeriod || isAtMost) continue;
    const sum = sumBetween(perPeriod, 0, problem.periods);
    if (Math.abs(sum - total) <= SUM_TOLERANCE * Math.max(total, sum)) continue;
    const whole = { kind: "budget_group", group: name, channel: null, period: null, limit: total } as const;
    const groups = problem.groups.map((one) => (one === group ? { ...one, total: sum } : one));
    return {
      reasonCode: "GROUP_BUDGETS_DO_NOT_SUM",
      reason: `group ${name}: budgets of its periods sum to ${amount(sum)}, its total budget is ${amount(total)}`,
      conflict: [
        whole,
        ...budgetRows(problem)
          .filter((row) => row.group === name)
          .map(budgetName),
      ],
      nearestBudget: { total: problem.total, perPeriod: problem.perPeriod, groups },
    };
  }
  return null;
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
