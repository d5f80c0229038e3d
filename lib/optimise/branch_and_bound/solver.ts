import { hasSimpleBudgets } from "../budgets.ts";
import { GAP_TOLERANCE } from "../certificate.ts";
import { explainInfeasibility } from "../infeasibility.ts";
import { hasAdstock, hasLinkedPeriods, type AllocationProblem } from "../problem.ts";
import { reach } from "../reachable.ts";
import type { Allocated, Solution } from "../solution.ts";
import type { BoundTree } from "./bound.ts";
import { certifyGlobally } from "./certificate.ts";
import { checkChoices, type Choice } from "./choice.ts";
import { groupsOf } from "./group.ts";
import { search, type SearchEnd } from "./search.ts";
import { startOf, type ChoiceInfeasibility } from "./start.ts";

/** When to stop. */
export interface BranchAndBoundSettings {
  /** Distance from bound to objective, as a share of the objective, at which the search ends; above 1e-8 the plan is not called solved. */
  readonly relativeGap: number;
  /** Boxes cut in two, over all budgets, after which the search ends with the gap reached. */
  readonly maxNodes: number;
}

export const BRANCH_AND_BOUND_DEFAULTS: BranchAndBoundSettings = {
  relativeGap: GAP_TOLERANCE,
  maxNodes: 20_000,
};

/** An allocation with the proof of its bound, which `globalBound` evaluates. */
export interface GloballyAllocated extends Allocated {
  /** One tree of cuts for each budget. */
  readonly trees: readonly BoundTree[];
}

/** A `Solution` with its trees of cuts, or with the reason why the choices cannot spend the budget. */
export type BranchAndBoundSolution =
  | GloballyAllocated
  | Exclude<Solution, Allocated>
  | { readonly status: "infeasible"; readonly infeasibility: ChoiceInfeasibility };

/**
 * The global optimum over concave and S-shaped curves, and over choices of spend, where nothing links the periods but a budget.
 *
 * @param choices - One per channel, or null: zero or at least an amount, or whole lots, in every period.
 * @returns Solved when bound and objective are within 1e-8 of each other; feasible or iteration_limit with the gap reached
 *   otherwise; infeasible with its reason; unsupported for ramps between periods, carryover, budgets of groups or at most, curves of any
 *   other shape, and lots with too many sums.
 * @throws RangeError for choices that do not match the channels, and for settings out of domain.
 * @see Falk and Soland (1969), Management Science 15, 550–569
 */
export function solveByBranchAndBound(
  problem: AllocationProblem,
  settings: Partial<BranchAndBoundSettings> = {},
  choices: readonly (Choice | null)[] = problem.channels.map(() => null),
): BranchAndBoundSolution {
  const { relativeGap, maxNodes } = checkedSettings({ ...BRANCH_AND_BOUND_DEFAULTS, ...settings });
  checkChoices(choices, problem.channels.length);
  const within = reach(problem);
  const infeasibility = explainInfeasibility(problem, within);
  if (infeasibility) return { status: "infeasible", infeasibility };
  if (hasLinkedPeriods(problem))
    return unsupported("ramps link the periods, which branch and bound does not take");
  if (hasAdstock(problem)) return unsupported("branch and bound does not take carryover");
  if (!hasSimpleBudgets(problem))
    return unsupported("branch and bound takes one exact budget, or one per period");
  const groups = groupsOf(problem, within, choices);
  if (typeof groups === "string") {
    return unsupported(`the curve of channel ${groups} is neither concave nor S-shaped`);
  }

  const ends: SearchEnd[] = [];
  for (const [g, group] of groups.entries()) {
    const start = startOf(problem, group, g);
    if (start.status !== "started") return start;
    const spent = ends.reduce((sum, { nodes }) => sum + nodes, 0);
    ends.push(search(group, relativeGap, maxNodes - spent, start.plan));
  }
  return solutionOf(problem, choices, ends);
}

function unsupported(reason: string): BranchAndBoundSolution {
  return { status: "unsupported", reason };
}

function checkedSettings(settings: BranchAndBoundSettings): BranchAndBoundSettings {
  const { relativeGap, maxNodes } = settings;
  if (!(relativeGap >= 0)) throw new RangeError(`relativeGap is ${relativeGap}, expected at least 0`);
  if (!(maxNodes >= 0)) throw new RangeError(`maxNodes is ${maxNodes}, expected at least 0`);
  return settings;
}

/** The allocations of all budgets side by side, with one certificate. */
function solutionOf(
  problem: AllocationProblem,
  choices: readonly (Choice | null)[],
  ends: readonly SearchEnd[],
): BranchAndBoundSolution {
  const allocation = new Float64Array(problem.lower.length);
  const size = allocation.length / ends.length;
  for (const [g, { status, incumbent }] of ends.entries()) {
    if (status === "numerical_error" || !incumbent) {
      return { status: "numerical_error", reason: "a contribution or a slope of some channel is undefined" };
    }
    allocation.set(incumbent.spend, g * size);
  }
  const trees = ends.map(({ tree }) => tree);
  const certificate = certifyGlobally(problem, choices, allocation, trees);
  if (certificate.status === "infeasible" || Number.isNaN(certificate.relativeGap)) {
    return { status: "numerical_error", reason: "the allocation found does not keep its limits" };
  }
  const iterations = ends.reduce((sum, { nodes }) => sum + nodes, 0);
  const stopped = ends.find(({ status }) => status !== "exhausted")?.status;
  const unproven = stopped === "iteration_limit" || stopped === "no_progress" ? stopped : "feasible";
  const status = certificate.status === "solved" ? "solved" : unproven;
  return { status, allocation, certificate, iterations, trees };
}
