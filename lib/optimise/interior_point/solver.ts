import { clashingBudgets } from "../budget-conflict.ts";
import { certify } from "../certificate.ts";
import { boundableCurves } from "../dual-bound.ts";
import { explainDirectly } from "../infeasibility.ts";
import type { AllocationProblem } from "../problem.ts";
import { reach } from "../reachable.ts";
import type { Solution } from "../solution.ts";
import { simultaneousOptimum, type Optimum } from "./optimum.ts";
import { feasiblePlan } from "./strict.ts";
import type { WarmStart } from "./warm-start.ts";

/**
 * All periods at once: the optimum under ramps, bounds and any budgets, with carryover, over concave curves.
 *
 * A primal–dual interior point method with Mehrotra's corrector. The Newton matrix is a band in time for each channel and
 * tied together only by the budgets, so that an iteration costs of the order of periods × channels, and the square of the periods
 * more where they have budgets of their own.
 *
 * @param neighbour - `warmStart` of the solution of a problem with other budgets, limits or curves; about half the iterations where
 *   budgets differ by a percent or two, and of no use where they differ by ten.
 * @returns Solved with its certificate; feasible where the certificate leaves a gap above its tolerance; infeasible with its
 *   reason; unsupported for a curve that is not concave.
 * @see Mehrotra (1992), SIAM J. Optim. 2, 575–601; Nocedal and Wright (2006), Numerical Optimization, chapter 19
 */
export function solveByInteriorPoint(problem: AllocationProblem, neighbour?: WarmStart): Solution {
  const within = reach(problem);
  const infeasibility = explainDirectly(problem, within);
  if (infeasibility) return { status: "infeasible", infeasibility };
  const curves = boundableCurves(problem);
  if (curves) {
    const end = simultaneousOptimum(problem, curves, within, { neighbour: neighbour ?? null });
    const solution = proved(problem, end);
    if (solution) return solution;
  }
  // Whether budgets clash is a search of its own, which a plan that keeps them makes needless.
  const clash = clashingBudgets(problem, within);
  if (clash) return { status: "infeasible", infeasibility: clash };
  if (!curves) return { status: "unsupported", reason: "the interior point method needs concave curves" };
  // Budgets that are missed until the end are met only as well as rounding lets them: met from the start they stay so.
  const plan = feasiblePlan(problem, within);
  const again = plan && proved(problem, simultaneousOptimum(problem, curves, within, { plan }));
  return again ?? { status: "numerical_error", reason: "the search ended outside the limits" };
}

/** The end of a search with its certificate; null where it breaks a limit. */
function proved(problem: AllocationProblem, end: Optimum): Solution | null {
  const { allocation, iterations, warmStart } = end;
  const certificate = certify(problem, allocation, end.multipliers);
  if (certificate.status === "infeasible") return null;
  const unproven = end.status === "converged" ? "feasible" : end.status;
  const status = certificate.status === "solved" ? "solved" : unproven;
  return { status, allocation, certificate, iterations, ...(warmStart ? { warmStart } : {}) };
}
