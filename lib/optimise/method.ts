import { solveByBranchAndBound, type BranchAndBoundSolution } from "./branch_and_bound/solver.ts";
import { budgetRows, hasSimpleBudgets } from "./budgets.ts";
import { isConcaveCurve } from "./concave-curve.ts";
import { solveByInteriorPoint } from "./interior_point/solver.ts";
import { hasAdstock, hasLinkedPeriods, type AllocationProblem } from "./problem.ts";
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
 * Concave curves have an exact method in every case. S-shaped curves have one only where nothing but budgets of the plainest kind links the
 * cells; beyond that SLSQP finds a local optimum.
 */
export function chooseMethod(problem: AllocationProblem): MethodChoice {
  const curved = problem.channels.find(({ curve }) => !isConcaveCurve(curve));
  const shape = curved ? `the curve of channel ${curved.name} is not concave` : "all curves are concave";
  const canLeaveMoney = !hasSimpleBudgets(problem) && !hasOverlappingBudgets(problem);
  const links = [
    ...(hasLinkedPeriods(problem) ? ["ramps"] : []),
    ...(hasAdstock(problem) ? ["carryover"] : []),
    ...(hasOverlappingBudgets(problem) ? ["budgets that overlap"] : []),
    ...(curved && canLeaveMoney ? ["a budget that need not be spent"] : []),
  ];
  if (links.length === 0) {
    const method = curved ? "branch_and_bound" : "waterfilling";
    return { method, reason: `${shape} and nothing but a budget links the cells` };
  }
  const what = links.join(", ");
  return curved
    ? {
        method: "slsqp",
        reason: `${shape} and cells are linked by ${what}: no method proves more than a local optimum`,
      }
    : { method: "interior_point", reason: `${shape} and cells are linked by ${what}` };
}

/** Whether some cell falls under more than one budget. */
function hasOverlappingBudgets(problem: AllocationProblem): boolean {
  return budgetRows(problem).length > (problem.perPeriod ? problem.periods : 1);
}

/** The solution of a problem by a method of this folder; unsupported where it is none of the method's kind. */
export function solveBy(method: PureMethod, problem: AllocationProblem): Solution | BranchAndBoundSolution {
  switch (method) {
    case "waterfilling":
      return solveByWaterFilling(problem);
    case "interior_point":
      return solveByInteriorPoint(problem);
    case "sequential":
      return solveSequentially(problem);
    case "branch_and_bound":
      return solveByBranchAndBound(problem);
  }
}
