import { hasSimpleBudgets, sumBetween } from "../budgets.ts";
import { GAP_TOLERANCE } from "../certificate.ts";
import { explainInfeasibility } from "../infeasibility.ts";
import { hasAdstock, hasLinkedPeriods, type AllocationProblem } from "../problem.ts";
import { reach, type Reach } from "../reachable.ts";
import type { OnIteration } from "../progress.ts";
import type { Allocated, Solution } from "../solution.ts";
import type { BoundTree } from "./bound.ts";
import { certifyGlobally } from "./certificate.ts";
import { checkChoices, type Choice } from "./choice.ts";
import { groupsOf } from "./group.ts";
import { solveLinked, type LinkedAllocated } from "./linked/solver.ts";
import { search, type SearchEnd } from "./search.ts";
import { startOf, type ChoiceInfeasibility } from "./start.ts";

/** When to stop. */
export interface BranchAndBoundSettings {
  /** Distance from bound to objective, as a share of the objective, at which the search ends; above 1e-8 the plan is not called solved. */
  readonly relativeGap: number;
  /** Boxes cut in two, over all budgets, after which the search ends with the gap reached; at most `mostNodes(problem)` if not given. */
  readonly maxNodes: number;
}

export const BRANCH_AND_BOUND_DEFAULTS: BranchAndBoundSettings = {
  relativeGap: GAP_TOLERANCE,
  maxNodes: 20_000,
};

/** Cells of boxes cut in two, over a whole search, where cells are linked: some seconds. */
const LINKED_CELLS = 100_000;
/** Boxes that even a large problem may cut. */
const LEAST_NODES = 50;

/** Boxes that a search may cut in two if nothing else is asked: fewer the larger they are, where each takes an interior point search. */
export function mostNodes(problem: AllocationProblem): number {
  const { maxNodes } = BRANCH_AND_BOUND_DEFAULTS;
  if (!isLinked(problem)) return maxNodes;
  return Math.min(maxNodes, Math.max(LEAST_NODES, Math.round(LINKED_CELLS / problem.lower.length)));
}

/** Whether more than one budget, or a limit that is no budget, links some cell to others. */
function isLinked(problem: AllocationProblem): boolean {
  return hasLinkedPeriods(problem) || hasAdstock(problem) || !hasSimpleBudgets(problem);
}

/** An allocation with the proof of its bound, which `globalBound` evaluates. */
export interface GloballyAllocated extends Allocated {
  /** One tree of cuts for each budget. */
  readonly trees: readonly BoundTree[];
}

/** A `Solution` with its trees of cuts, or with the reason why the choices cannot spend the budget. */
export type BranchAndBoundSolution =
  | GloballyAllocated
  | LinkedAllocated
  | Exclude<Solution, Allocated>
  | { readonly status: "infeasible"; readonly infeasibility: ChoiceInfeasibility };

/**
 * The global optimum over concave and S-shaped curves, and over choices of spend.
 *
 * Where one exact budget per cell is all that links cells, boxes are bounded by water-filling over concave envelopes; under ramps,
 * carryover and any other budgets by the interior point method over them, in which a box takes as long as a concave problem.
 *
 * @param choices - One per channel, or null: zero or at least an amount, or whole lots, in every period.
 * @param onIteration - Hears of every box that is cut, and may stop the search.
 * @returns Solved when bound and objective are within 1e-8 of each other; feasible, iteration_limit or interrupted with the gap reached
 *   otherwise; infeasible with its reason; unsupported for curves of any other shape, and lots with too many sums.
 * @throws RangeError for choices that do not match the channels, and for settings out of domain.
 * @see Falk and Soland (1969), Management Science 15, 550–569
 */
export function solveByBranchAndBound(
  problem: AllocationProblem,
  settings: Partial<BranchAndBoundSettings> = {},
  choices: readonly (Choice | null)[] = problem.channels.map(() => null),
  onIteration?: OnIteration,
): BranchAndBoundSolution {
  const { relativeGap, maxNodes } = checkedSettings({
    ...BRANCH_AND_BOUND_DEFAULTS,
    maxNodes: mostNodes(problem),
    ...settings,
  });
  checkChoices(choices, problem.channels.length);
  const within = reach(problem);
  const infeasibility = explainInfeasibility(problem, within);
  if (infeasibility) return { status: "infeasible", infeasibility };
  if (isLinked(problem)) {
    const spent = spentInFull(problem, within, choices);
    return spent
      ? solveByBranchAndBound(spent, { relativeGap, maxNodes }, choices, onIteration)
      : solveLinked(problem, choices, relativeGap, maxNodes, onIteration);
  }
  const groups = groupsOf(problem, within, choices);
  if (typeof groups === "string") {
    return unsupported(`the curve of channel ${groups} is neither concave nor S-shaped`);
  }

  const ends: SearchEnd[] = [];
  for (const [g, group] of groups.entries()) {
    const start = startOf(problem, group, g);
    if (start.status !== "started") return start;
    const spent = ends.reduce((sum, { nodes }) => sum + nodes, 0);
    const isStopped = ends.some(({ status }) => status === "interrupted");
    const watch: OnIteration | undefined =
      onIteration && (({ iteration, gap }) => onIteration({ iteration: spent + iteration, gap }));
    ends.push(search(group, relativeGap, isStopped ? 0 : maxNodes - spent, start.plan, watch));
  }
  return solutionOf(problem, choices, ends);
}

/** The same problem with its one budget, which binds, as an exact one: the same where no curve falls and every spend is allowed. */
function spentInFull(
  problem: AllocationProblem,
  { upper }: Reach,
  choices: readonly (Choice | null)[],
): AllocationProblem | null {
  const exact = { ...problem, isAtMost: false };
  if (problem.perPeriod || isLinked(exact) || choices.some((choice) => choice !== null)) return null;
  const n = problem.channels.length;
  const isRising = problem.channels.every(({ curve }, i) => {
    const greatest = upper.reduce((top, one, at) => (at % n === i ? Math.max(top, one) : top), 0);
    return curve.slope(0) >= 0 && curve.slope(greatest) >= 0;
  });
  return isRising && problem.total < sumBetween(upper, 0, upper.length) ? exact : null;
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

/** Why a search ends before its gap is closed, the first of them first where the budgets ended differently. */
const STOPPED = ["interrupted", "iteration_limit", "no_progress"] as const;

/** The allocations of all budgets side by side, with one certificate. */
function solutionOf(
  problem: AllocationProblem,
  choices: readonly (Choice | null)[],
  ends: readonly SearchEnd[],
): BranchAndBoundSolution {
  const allocation = new Float64Array(problem.lower.length);
  const size = allocation.length / ends.length;
  for (const [g, { status, incumbent }] of ends.entries()) {
    if (status === "interrupted" && !incumbent) {
      return { status, reason: "stopped before a plan within all limits was found" };
    }
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
  const unproven =
    STOPPED.find((reason) => ends.some(({ status: endedBy }) => endedBy === reason)) ?? ("feasible" as const);
  const status = certificate.status === "solved" ? "solved" : unproven;
  return { status, allocation, certificate, iterations, trees };
}
