import { solveByBranchAndBound, type BranchAndBoundSolution } from "./branch_and_bound/solver.ts";
import type { Choice } from "./branch_and_bound/choice.ts";
import { shapeOf } from "./branch_and_bound/shape.ts";
import { budgetRows } from "./budgets.ts";
import { isConcaveCurve } from "./concave-curve.ts";
import { solveByInteriorPoint } from "./interior_point/solver.ts";
import type { WarmStart } from "./interior_point/warm-start.ts";
import { hasAdstock, hasLinkedPeriods, type AllocationProblem } from "./problem.ts";
import type { OnIteration } from "./progress.ts";
import type { Solution } from "./solution.ts";
import { solveSequentially } from "./sequential/solver.ts";
import { solveByWaterFilling } from "./waterfilling/solver.ts";

/** The methods of this folder, which need nothing but the problem. */
export type PureMethod = "waterfilling" | "interior_point" | "sequential" | "branch_and_bound";

/** The pure methods, and SLSQP, which comes compiled. */
export type Method = PureMethod | "slsqp";

/** A method, and why it is the one for a problem. */
export interface MethodChoice {
  readonly method: Method;
  /** A clause that completes "because". */
  readonly reason: string;
}

/**
 * The method that proves most about a problem, the fastest of those that prove as much.
 *
 * Concave curves have an exact method in every case, and S-shaped ones branch and bound, which ends with the gap it has reached where
 * ramps, carryover or overlapping budgets make too many boxes. For other shapes SLSQP finds a local optimum.
 *
 * @param choices - One per channel, or null: lots and least spends, which are for branch and bound.
 */
export function chooseMethod(
  problem: AllocationProblem,
  choices: readonly (Choice | null)[] = [],
): MethodChoice {
  const chosen = choices.findIndex((choice) => choice !== null);
  if (chosen >= 0) {
    const reason = `channel ${problem.channels[chosen]!.name} does not take every spend`;
    return { method: "branch_and_bound", reason };
  }
  const curved = problem.channels.filter(({ curve }) => !isConcaveCurve(curve));
  const links = [
    ...(hasLinkedPeriods(problem) ? ["ramps"] : []),
    ...(hasAdstock(problem) ? ["carryover"] : []),
    ...(hasOverlappingBudgets(problem) ? ["budgets that overlap"] : []),
  ];
  const what =
    links.length > 0 ? `cells are linked by ${links.join(", ")}` : "nothing but a budget links the cells";
  if (curved.length === 0) {
    const method = links.length > 0 ? "interior_point" : "waterfilling";
    return { method, reason: `all curves are concave and ${what}` };
  }
  const greatest = problem.upper.reduce((most, spend) => Math.max(most, spend), 0);
  const shapeless = curved.find(({ curve }) => shapeOf(curve, 1, greatest) === null);
  if (shapeless) {
    const reason = `the curve of channel ${shapeless.name} is neither concave nor S-shaped: no method proves more than a local optimum`;
    return { method: "slsqp", reason };
  }
  const shape = `the curve of channel ${curved[0]!.name} is S-shaped`;
  return { method: "branch_and_bound", reason: `${shape} and ${what}` };
}

/** Whether some cell falls under more than one budget. */
function hasOverlappingBudgets(problem: AllocationProblem): boolean {
  return budgetRows(problem).length > (problem.perPeriod ? problem.periods : 1);
}

/** What a solve starts from, and who hears how it comes on; only methods that search for long heed it. */
export interface Solving {
  /** `warmStart` of the solution of a neighbouring problem, for the interior point method. */
  readonly neighbour?: WarmStart | null;
  /** Called by the interior point method and branch and bound. */
  readonly onIteration?: OnIteration;
  /** Which spends each channel can take, or null for all; branch and bound alone keeps them. */
  readonly choices?: readonly (Choice | null)[];
}

/** What a method answers that takes every spend between its bounds, where a channel does not. */
export const NO_CHOICES: Solution = {
  status: "unsupported",
  reason: "only branch and bound keeps lots, and nothing or a least spend",
};

/** The solution of a problem by a method of this folder; unsupported where it is none of the method's kind. */
export function solveBy(
  method: PureMethod,
  problem: AllocationProblem,
  { neighbour, onIteration, choices }: Solving = {},
): Solution | BranchAndBoundSolution {
  if (method !== "branch_and_bound" && choices?.some((choice) => choice !== null)) return NO_CHOICES;
  switch (method) {
    case "waterfilling":
      return solveByWaterFilling(problem);
    case "interior_point":
      return solveByInteriorPoint(problem, neighbour, onIteration);
    case "sequential":
      return solveSequentially(problem);
    case "branch_and_bound":
      return solveByBranchAndBound(problem, {}, choices, onIteration);
  }
}
