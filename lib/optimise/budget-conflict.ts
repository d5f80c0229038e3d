import { amount, found, indices } from "./amount.ts";
import { budgetRows, hasSimpleBudgets, sumOfRow, type BudgetRow } from "./budgets.ts";
import { bound, budgetName, lastSpend, limitOfReach, type ConstraintName } from "./constraint.ts";
import type { Budget, Infeasibility } from "./infeasibility.ts";
import { nearestPath, type NearestPath, type Pressing } from "./interior_point/nearest-path.ts";
import { feasiblePlan } from "./interior_point/strict.ts";
import { hasLinkedPeriods, type AllocationProblem } from "./problem.ts";
import type { Reach } from "./reachable.ts";

/** Money, as a share of the total budget, that budgets must be missed by to count as out of reach. */
const MISS_TOLERANCE = 1e-9;
/** How much dearer it is to miss the earlier of two budgets, so that the whole miss shows in the later. */
const EARLIER_PRICE = 10;

/** Budgets that each are within reach, but that no path keeping the limits meets together. */
export function clashingBudgets(problem: AllocationProblem, within: Reach): Infeasibility | null {
  const rows = budgetRows(problem);
  const isSeparate = hasSimpleBudgets(problem) && (rows.length === 1 || !hasLinkedPeriods(problem));
  if (isSeparate || rows.length === 1 || feasiblePlan(problem, within)) return null;
  const whole = nearestPath(problem, within, new Float64Array(rows.length).fill(1));
  if (!isMissed(problem, whole)) return null;
  const clash = fewestBudgets(problem, within, rows);
  const asked = Float64Array.from(rows, (_, g) => (clash.includes(g) ? 1 : 0));
  const { pressing } = nearestPath(problem, within, asked);
  const isOfPeriods = clash.every((g) => isPeriod(rows[g]!));
  return {
    reasonCode: isOfPeriods ? "PERIOD_BUDGET_RAMP_CONFLICT" : "BUDGETS_CONFLICT",
    reason: clashReason(problem, within, rows, clash),
    conflict: [
      ...clash.map((g) => budgetName(rows[g]!)),
      ...pressing.flatMap((limit) => namesOf(problem, limit)),
      ...clash.flatMap((g) => fixedSpends(problem, within, rows[g]!)),
    ],
    nearestBudget: budgetsOf(problem, whole.spend),
  };
}

/** Budgets that a path can meet, and that together miss those asked for by as little money as can be. */
export function nearestBudgets(problem: AllocationProblem, within: Reach): Budget {
  const prices = new Float64Array(budgetRows(problem).length).fill(1);
  return budgetsOf(problem, nearestPath(problem, within, prices).spend);
}

/** The budgets of a problem moved to what a path spends; those that may be underspent only up. */
function budgetsOf(problem: AllocationProblem, spend: Float64Array): Budget {
  const all = indices(problem.channels.length);
  const moved = (members: readonly number[], period: number | null, budget: number, isAtMost: boolean) => {
    const spent = sumOfRow(problem, { members, period, budget, isAtMost, group: null }, spend);
    return isAtMost ? Math.max(budget, spent) : spent;
  };
  const movedPeriods = (members: readonly number[], budgets: Float64Array | null, isAtMost: boolean) =>
    budgets?.map((budget, t) => moved(members, t, budget, isAtMost)) ?? null;
  const groups = problem.groups.map((group) => ({
    ...group,
    total: group.total === null ? null : moved(group.members, null, group.total, group.isAtMost),
    perPeriod: movedPeriods(group.members, group.perPeriod, group.isAtMost),
  }));
  return {
    total: moved(all, null, problem.total, problem.isAtMost),
    perPeriod: movedPeriods(all, problem.perPeriod, problem.isPerPeriodAtMost),
    ...(groups.length > 0 ? { groups } : {}),
  };
}

/** Whether it is proved that budgets are missed. */
function isMissed(problem: AllocationProblem, { leastMiss }: NearestPath): boolean {
  return leastMiss > MISS_TOLERANCE * problem.total;
}

/** Whether a budget is that of one period over all channels. */
function isPeriod({ period, group }: BudgetRow): boolean {
  return period !== null && group === null;
}

/** Budgets that together are out of reach while any fewer of them are not. */
function fewestBudgets(problem: AllocationProblem, within: Reach, rows: readonly BudgetRow[]): number[] {
  const prices = new Float64Array(rows.length).fill(1);
  for (let g = rows.length - 1; g >= 0; g--) {
    prices[g] = 0;
    if (!isMissed(problem, nearestPath(problem, within, prices))) prices[g] = 1;
  }
  return indices(rows.length).filter((g) => prices[g] === 1);
}

function clashReason(
  problem: AllocationProblem,
  within: Reach,
  rows: readonly BudgetRow[],
  clash: readonly number[],
): string {
  const [first, second] = clash.map((g) => rows[g]!);
  const isPair = clash.length === 2 && isPeriod(first!) && isPeriod(second!);
  const prices = new Float64Array(rows.length);
  for (const g of clash) prices[g] = isPair && g === clash[0] ? EARLIER_PRICE : 1;
  const { miss } = nearestPath(problem, within, prices);
  if (!isPair) {
    return `${budgetsInWords(clash.map((g) => rows[g]!))} cannot all be met: bounds and ramps leave at least ${found(miss, problem.total)} amiss`;
  }
  const needed = second!.budget - first!.budget;
  const sign = needed < 0 ? "-" : "+";
  const allowed = found(Math.abs(needed) - miss, problem.total);
  return `period ${second!.period! + 1} needs ${sign}${amount(Math.abs(needed))} on period ${first!.period! + 1} but bounds and ramps allow at most ${sign}${allowed} in total`;
}

function budgetsInWords(rows: readonly BudgetRow[]): string {
  if (rows.every(isPeriod))
    return `the budgets of periods ${rows.map(({ period }) => period! + 1).join(", ")}`;
  const names = rows.map(({ group, period, budget, isAtMost }) => {
    const of = group === null ? (period === null ? ["all channels"] : []) : [`group ${group}`];
    const when = period === null ? [] : [`period ${period + 1}`];
    return `${[...of, ...when].join(", ")} (${isAtMost ? "at most " : ""}${amount(budget)})`;
  });
  return `the budgets of ${names.join(" and ")}`;
}

/** The limits that fix the spend of a channel that a budget counts, where they leave one spend only. */
function fixedSpends(
  problem: AllocationProblem,
  within: Reach,
  { members, period }: BudgetRow,
): ConstraintName[] {
  if (period === null) return [];
  const n = problem.channels.length;
  return members
    .filter((i) => within.lower[period * n + i] === within.upper[period * n + i])
    .flatMap((i) => [
      limitOfReach(problem, within, period, i, "lower"),
      limitOfReach(problem, within, period, i, "upper"),
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
