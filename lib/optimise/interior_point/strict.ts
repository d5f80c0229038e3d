import { budgetGroups, choiceLeft, narrowedByBudgets, type BudgetGroup } from "../budgets.ts";
import type { AllocationProblem } from "../problem.ts";
import type { Intervals, Reach } from "../reachable.ts";
import { violation } from "../violation.ts";
import type { Program } from "./newton.ts";
import { followPath } from "./path.ts";
import { isRigidRamp, pinnedSpends } from "./rows.ts";
import { programOf, startOf } from "./start.ts";

/** A problem as a program whose budgets must all be met. */
export interface StrictProgram {
  /** Reachable intervals, narrowed to what the budgets leave. */
  readonly within: Intervals;
  /** For each budget, whether it is a row of the program: one that leaves a choice and says something new. */
  readonly open: readonly boolean[];
  /** Null where the budgets leave no choice at all: the one plan is then either end of `within`. */
  readonly program: Program | null;
}

/** The program of a problem whose reachable intervals are known. */
export function strictProgram(problem: AllocationProblem, reached: Reach): StrictProgram {
  const within = narrowedByBudgets(problem, reached);
  const groups = budgetGroups(problem);
  const open = groups.map(
    (group) => choiceLeft(within, group) === "choice" && !repeatsEarlier(problem, within, group),
  );
  const budgets = groups.filter((_, g) => open[g]);
  const mustMeet = new Float64Array(budgets.length).fill(Infinity);
  return { within, open, program: budgets.length > 0 ? programOf(problem, within, budgets, mustMeet) : null };
}

/** Whether no channel of a period can both be chosen and differ from the period before, so that its budget says nothing new. */
function repeatsEarlier(
  { channels, perPeriod }: AllocationProblem,
  within: Intervals,
  { from, to }: BudgetGroup,
): boolean {
  if (!perPeriod || from === 0) return false;
  const pins = pinnedSpends(within).subarray(from, to);
  return channels.every(({ ramp }, i) => isRigidRamp(ramp) || !Number.isNaN(pins[i]!));
}

/** Money, as a share of the total budget, within which a path counts as meeting all limits. */
const MISS_TOLERANCE = 1e-10;

/**
 * Some plan that keeps all limits and meets all budgets, well inside the limits where there is room; null where none was found, which
 * proves nothing.
 */
export function feasiblePlan(problem: AllocationProblem, reached: Reach): Float64Array | null {
  const { within, program } = strictProgram(problem, reached);
  const plan = program ? centreOf(program, within, problem.total) : within.lower;
  return violation(problem, plan).largest <= MISS_TOLERANCE * problem.total ? plan : null;
}

/** Where the path ends when every unit of spend is worth the same: with the budgets met, no plan is then better than another. */
function centreOf(program: Program, within: Intervals, total: number): Float64Array {
  const indifferent = {
    gradient: (x: Float64Array) => new Float64Array(x.length).fill(1),
    curvature: (x: Float64Array) => new Float64Array(x.length),
    scale: total,
  };
  return followPath(program, startOf(program, within, indifferent), indifferent).point.x;
}
