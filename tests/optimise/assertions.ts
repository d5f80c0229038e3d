import { expect } from "vitest";
import type { BranchAndBoundSolution } from "../../lib/optimise/branch_and_bound/solver.ts";
import type { Allocated, Solution } from "../../lib/optimise/solution.ts";

/** The solution, given that there is an allocation in it. */
export function allocated(solution: Solution | BranchAndBoundSolution): Allocated {
  if (!("allocation" in solution)) {
    throw new Error(
      `no allocation: ${solution.status}: ${"reason" in solution ? solution.reason : solution.infeasibility.reason}`,
    );
  }
  return solution;
}

/** The solution, given that it is proved optimal. */
export function solved(solution: Solution | BranchAndBoundSolution): Allocated {
  const found = allocated(solution);
  expect(found.status).toBe("solved");
  return found;
}

/** Asserts |got − expected| ≤ relative · |expected| + absolute; NaN fails. */
export function expectClose(got: number, expected: number, relative: number, absolute = 0): void {
  const allowed = relative * Math.abs(expected) + absolute;
  expect(Math.abs(got - expected), `${got} is not within ${allowed} of ${expected}`).toBeLessThanOrEqual(
    allowed,
  );
}
