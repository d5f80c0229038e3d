import { amount, found, indices } from "./amount.ts";
import { sumBetween } from "./budgets.ts";
import { bound, lastSpend, limitOfReach, periodBudget, type ConstraintName } from "./constraint.ts";
import type { Infeasibility } from "./infeasibility.ts";
import { nearestPath, type NearestPath, type Pressing } from "./interior_point/nearest-path.ts";
import { feasiblePlan } from "./interior_point/strict.ts";
import { hasLinkedPeriods, type AllocationProblem } from "./problem.ts";
import type { Reach } from "./reachable.ts";

/** Money, as a share of the total budget, that budgets must be missed by to count as out of reach. */
const MISS_TOLERANCE = 1e-9;
/** How much dearer it is to miss the earlier of two budgets, so that the whole miss shows in the later. */
const EARLIER_PRICE = 10;

/** Budgets per period that each are within reach, but that no path keeping the ramps meets together. */
export function clashingPeriods(problem: AllocationProblem, within: Reach): Infeasibility | null {
  const { perPeriod } = problem;
  if (!perPeriod || !hasLinkedPeriods(problem) || feasiblePlan(problem, within)) return null;
  const whole = nearestPath(problem, within, new Float64Array(problem.periods).fill(1));
  if (!isMissed(problem, whole)) return null;
  const periods = fewestPeriods(problem, within);
  const n = problem.channels.length;
  const nearest = perPeriod.map((_, t) => sumBetween(whole.spend, t * n, t * n + n));
  const asked = Float64Array.from(perPeriod, (_, t) => (periods.includes(t) ? 1 : 0));
  const { pressing } = nearestPath(problem, within, asked);
  return {
    reasonCode: "PERIOD_BUDGET_RAMP_CONFLICT",
    reason: jumpReason(problem, within, periods),
    conflict: [
      ...periods.map((t) => periodBudget(problem, t)),
      ...pressing.flatMap((limit) => namesOf(problem, limit)),
      ...periods.flatMap((t) => fixedSpends(problem, within, t)),
    ],
    nearestBudget: { total: sumBetween(nearest, 0, problem.periods), perPeriod: nearest },
  };
}

/** Whether it is proved that budgets are missed. */
function isMissed(problem: AllocationProblem, { leastMiss }: NearestPath): boolean {
  return leastMiss > MISS_TOLERANCE * problem.total;
}

/** Periods, from 0, whose budgets together are out of reach while those of any fewer of them are not. */
function fewestPeriods(problem: AllocationProblem, within: Reach): number[] {
  const prices = new Float64Array(problem.periods).fill(1);
  for (let t = problem.periods - 1; t >= 0; t--) {
    prices[t] = 0;
    if (!isMissed(problem, nearestPath(problem, within, prices))) prices[t] = 1;
  }
  return indices(problem.periods).filter((t) => prices[t] === 1);
}

function jumpReason(problem: AllocationProblem, within: Reach, periods: readonly number[]): string {
  const isPair = periods.length === 2;
  const prices = new Float64Array(problem.periods);
  for (const t of periods) prices[t] = isPair && t === periods[0] ? EARLIER_PRICE : 1;
  const { miss } = nearestPath(problem, within, prices);
  const names = periods.map((t) => t + 1);
  if (!isPair) {
    return `the budgets of periods ${names.join(", ")} cannot all be met: bounds and ramps leave at least ${found(miss, problem.total)} amiss`;
  }
  const needed = problem.perPeriod![periods[1]!]! - problem.perPeriod![periods[0]!]!;
  const sign = needed < 0 ? "-" : "+";
  const allowed = found(Math.abs(needed) - miss, problem.total);
  return `period ${names[1]!} needs ${sign}${amount(Math.abs(needed))} on period ${names[0]!} but bounds and ramps allow at most ${sign}${allowed} in total`;
}

/** The limits that fix the spend of a channel in period t, where they leave one spend only. */
function fixedSpends(problem: AllocationProblem, within: Reach, t: number): ConstraintName[] {
  const n = problem.channels.length;
  return indices(n)
    .filter((i) => within.lower[t * n + i] === within.upper[t * n + i])
    .flatMap((i) => [
      limitOfReach(problem, within, t, i, "lower"),
      limitOfReach(problem, within, t, i, "upper"),
    ]);
}

/** A pressing limit by name, with the last spend where it is a ramp out of that. */
function namesOf(problem: AllocationProblem, { cell, kind }: Pressing): ConstraintName[] {
  const n = problem.channels.length;
  const t = Math.floor(cell / n);
  const i = cell % n;
  if (kind === "lower" || kind === "upper") return [bound(problem, t, i, kind)];
  const { name, ramp } = problem.channels[i]!;
  const limit = (kind.startsWith("absolute") ? ramp?.absolute : ramp?.percentage) ?? NaN;
  const row = { kind: RAMP_KINDS[kind], channel: name, period: t + 1, limit };
  return t === 0 ? [lastSpend(problem, i), row] : [row];
}

const RAMP_KINDS = {
  absoluteUp: "ramp_absolute_up",
  absoluteDown: "ramp_absolute_down",
  percentageUp: "ramp_percentage_up",
  percentageDown: "ramp_percentage_down",
} as const;
