import { amount } from "../amount.ts";
import { bound, periodBudget, totalBudget, type ConstraintName } from "../constraint.ts";
import type { Infeasibility } from "../infeasibility.ts";
import type { AllocationProblem } from "../problem.ts";
import { attainable } from "./attainable.ts";
import { allowedIntervals, type Group } from "./group.ts";

/** A contradiction between budgets, bounds or ramps and the spends that lots and least spends allow. */
export interface ChoiceInfeasibility extends Omit<Infeasibility, "reasonCode"> {
  readonly reasonCode: "CHOICES_MISS_BUDGET" | "CHOICES_MISS_BOUNDS" | "CHOICES_MISS_LIMITS";
}

/** An allocation to begin with, or why there is none. */
export type Start =
  /** `plan` is null where nothing is chosen, so that any division will do. */
  | { readonly status: "started"; readonly plan: Float64Array | null }
  | { readonly status: "infeasible"; readonly infeasibility: ChoiceInfeasibility }
  | { readonly status: "unsupported"; readonly reason: string };

/** A division of the budget of group g that keeps all choices, or proof that there is none. */
export function startOf(problem: AllocationProblem, group: Group, g: number): Start {
  if (group.choices.every((choice) => choice === null)) return { status: "started", plan: null };
  const intervals = allowedIntervals(group);
  const first = g * group.choices.length;
  if (typeof intervals === "number") {
    return {
      status: "infeasible",
      infeasibility: missedBounds(problem, group, first + intervals, intervals),
    };
  }
  const totals = attainable({ choices: group.choices, ...intervals }, group.budget);
  if (!totals) {
    return { status: "unsupported", reason: "the sums of the lots are too many to tell which can be spent" };
  }
  if (totals.plan) return { status: "started", plan: totals.plan };
  return { status: "infeasible", infeasibility: missedBudget(problem, g, totals) };
}

function missedBudget(
  problem: AllocationProblem,
  g: number,
  { below, above }: { readonly below: number | null; readonly above: number | null },
): ChoiceInfeasibility {
  const budget: ConstraintName = problem.perPeriod ? periodBudget(problem, g) : totalBudget(problem);
  const near = [below, above].filter((total) => total !== null);
  const nearest = near.reduce((best, total) =>
    Math.abs(total - budget.limit) < Math.abs(best - budget.limit) ? total : best,
  );
  const perPeriod = problem.perPeriod?.with(g, nearest) ?? null;
  const period = problem.perPeriod ? `period ${g + 1}: ` : "";
  return {
    reasonCode: "CHOICES_MISS_BUDGET",
    reason: `${period}lots and least spends can spend ${near.map(amount).join(" or ")}, not the budget ${amount(budget.limit)}`,
    conflict: [budget],
    nearestBudget: { total: perPeriod ? perPeriod.reduce((sum, one) => sum + one, 0) : nearest, perPeriod },
  };
}

function missedBounds(problem: AllocationProblem, group: Group, at: number, j: number): ChoiceInfeasibility {
  const n = problem.channels.length;
  const t = Math.floor(at / n);
  const i = at % n;
  const choice = group.choices[j];
  const stated =
    choice?.kind === "lots"
      ? `a whole lot of ${amount(choice.unit)}`
      : `0 or at least ${amount(choice?.least ?? NaN)}`;
  const [low, high] = [group.within.lower[j]!, group.within.upper[j]!];
  const where = problem.periods > 1 ? `, period ${t + 1}` : "";
  return {
    reasonCode: "CHOICES_MISS_BOUNDS",
    reason: `channel ${problem.channels[i]!.name}${where}: no spend between ${amount(low)} and ${amount(high)} is ${stated}`,
    conflict: [bound(problem, t, i, "lower"), bound(problem, t, i, "upper")],
    nearestBudget: null,
  };
}
