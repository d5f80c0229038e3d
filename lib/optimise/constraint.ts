import type { BudgetRow } from "./budgets.ts";
import type { AllocationProblem } from "./problem.ts";
import { greatestBefore, leastBefore, rampCeiling, rampFloor, type Reach } from "./reachable.ts";

/** Which kind of limit a constraint is. */
export type ConstraintKind =
  | "budget_total"
  | "budget_period"
  | "budget_group"
  | "last_spend"
  | "lower"
  | "upper"
  | "ramp_absolute_up"
  | "ramp_absolute_down"
  | "ramp_percentage_up"
  | "ramp_percentage_down";

/** One constraint of a problem, by name. */
export interface ConstraintName {
  readonly kind: ConstraintKind;
  /** Null for a budget. */
  readonly channel: string | null;
  /** Name of the group, for the budget of one. */
  readonly group?: string;
  /** From 1; null for a budget over all periods, and 0 for the last spend. A ramp is named by the period it leads into. */
  readonly period: number | null;
  /** The limit as stated: money, but a fraction for a percentage ramp. */
  readonly limit: number;
}

/** The total budget as a constraint. */
export function totalBudget(problem: AllocationProblem): ConstraintName {
  return { kind: "budget_total", channel: null, period: null, limit: problem.total };
}

/** The budget of period t (from 0) as a constraint; NaN where the problem states none. */
export function periodBudget(problem: AllocationProblem, t: number): ConstraintName {
  return { kind: "budget_period", channel: null, period: t + 1, limit: problem.perPeriod?.[t] ?? NaN };
}

/** Any budget as a constraint. */
export function budgetName({ budget, period, group }: BudgetRow): ConstraintName {
  const when = { channel: null, period: period === null ? null : period + 1, limit: budget };
  if (group !== null) return { kind: "budget_group", group, ...when };
  return { kind: period === null ? "budget_total" : "budget_period", ...when };
}

/** The bound on one side of a cell as a constraint. */
export function bound(
  problem: AllocationProblem,
  t: number,
  i: number,
  side: "lower" | "upper",
): ConstraintName {
  const channel = problem.channels[i]!;
  const limit = problem[side][t * problem.channels.length + i]!;
  return { kind: side, channel: channel.name, period: t + 1, limit };
}

/** The last spend of a channel as a constraint. */
export function lastSpend(problem: AllocationProblem, i: number): ConstraintName {
  const channel = problem.channels[i]!;
  return { kind: "last_spend", channel: channel.name, period: 0, limit: channel.lastSpend ?? NaN };
}

/** Of the ramps of a channel into period t (from 0), the one that binds when leaving `previous` up- or downwards. */
export function bindingRamp(
  problem: AllocationProblem,
  t: number,
  i: number,
  direction: "up" | "down",
  previous: number,
): ConstraintName {
  const { name, ramp } = problem.channels[i]!;
  const absolute = ramp?.absolute ?? Infinity;
  const percentage = ramp?.percentage ?? Infinity;
  const isAbsolute = absolute <= percentage * previous;
  const kind = isAbsolute
    ? (`ramp_absolute_${direction}` as const)
    : (`ramp_percentage_${direction}` as const);
  return { kind, channel: name, period: t + 1, limit: isAbsolute ? absolute : percentage };
}

/**
 * The limit that sets one end of a reachable interval: the bound itself, the ramp into the period, or the ramp out of it
 * towards a later bound.
 */
export function limitOfReach(
  problem: AllocationProblem,
  { lower, upper }: Reach,
  t: number,
  i: number,
  side: "lower" | "upper",
): ConstraintName {
  const n = problem.channels.length;
  const at = t * n + i;
  const { ramp, lastSpend: last } = problem.channels[i]!;
  const end = (side === "lower" ? lower : upper)[at]!;
  if (problem[side][at] === end) return bound(problem, t, i, side);
  const isFree = t === 0 && last === null;
  if (!isFree) {
    const previous = t === 0 ? last! : (side === "lower" ? lower : upper)[at - n]!;
    const forward = side === "lower" ? rampFloor(ramp, previous) : rampCeiling(ramp, previous);
    if (forward === end) return bindingRamp(problem, t, i, side === "lower" ? "down" : "up", previous);
  }
  const next = (side === "lower" ? lower : upper)[at + n] ?? NaN;
  const backward = side === "lower" ? leastBefore(ramp, next) : greatestBefore(ramp, next);
  return bindingRamp(problem, t + 1, i, side === "lower" ? "up" : "down", backward);
}

/** All limits that together set one end of a reachable interval: ramps, back to the bound or the last spend they start from. */
export function chainOfReach(
  problem: AllocationProblem,
  within: Reach,
  t: number,
  i: number,
  side: "lower" | "upper",
): ConstraintName[] {
  const limit = limitOfReach(problem, within, t, i, side);
  if (limit.kind === side) return [limit];
  const isRampInto = limit.period === t + 1;
  if (isRampInto && t === 0) return [lastSpend(problem, i), limit];
  return [...chainOfReach(problem, within, isRampInto ? t - 1 : t + 1, i, side), limit];
}
