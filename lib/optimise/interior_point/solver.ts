import { clashingBudgets } from "../budget-conflict.ts";
import { certify } from "../certificate.ts";
import { boundableCurves } from "../dual-bound.ts";
import { explainDirectly } from "../infeasibility.ts";
import type { AllocationProblem } from "../problem.ts";
import type { OnIteration } from "../progress.ts";
import { reach } from "../reachable.ts";
import type { Solution } from "../solution.ts";
import { simultaneousOptimum, type Optimum } from "./optimum.ts";
import { feasiblePlan } from "./strict.ts";
import type { WarmStart } from "./warm-start.ts";

/**
 * All periods at once: the optimum under ramps, bounds and any budgets, with carryover, over concave curves.
 *
 * A primal–dual interior point method with Mehrotra's corrector. The Newton matrix is a band in time for each channel and
 * tied together only by the budgets, so that an iteration costs of the order of periods × channels, and, where periods have budgets of
 * their own, periods × channels × the lesser of the two.
 *
 * @param neighbour - `warmStart` of the solution of a problem with other budgets, limits or curves: as a rule less than half of the
 *   iterations where they differ by up to a percent, two thirds where by five; under tight ramps, or with budgets per period, changes
 *   must be smaller.
 * @param onIteration - Hears of every iteration, and may stop the search.
 * @returns Solved with its certificate; feasible where the certificate leaves a gap above its tolerance; interrupted where it was stopped; infeasible with its
 *   reason; unsupported for a curve that is not concave.
 * @see Mehrotra (1992), SIAM J. Optim. 2, 575–601; Nocedal and Wright (2006), Numerical Optimization, chapter 19
 */
export function solveByInteriorPoint(
  problem: AllocationProblem,
  neighbour?: WarmStart | null,
  onIteration?: OnIteration,
): Solution {
  const within = reach(problem);
  const infeasibility = explainDirectly(problem, within);
  if (infeasibility) return { status: "infeasible", infeasibility };
  const curves = boundableCurves(problem);
  if (curves) {
    const end = simultaneousOptimum(problem, curves, within, { neighbour: neighbour ?? null, onIteration });
    const solution = proved(problem, end);
    if (solution) return solution;
    if (end.status === "interrupted") return INTERRUPTED;
  }
  // Whether budgets clash is a search of its own, which a plan that keeps them makes needless.
  const clash = clashingBudgets(problem, within);
  if (clash) return { status: "infeasible", infeasibility: clash };
  if (!curves) return { status: "unsupported", reason: "the interior point method needs concave curves" };
  // Budgets that are missed until the end are met only as well as rounding lets them: met from the start they stay so.
  const plan = feasiblePlan(problem, within);
  const end = plan && simultaneousOptimum(problem, curves, within, { plan, onIteration });
  const again = end && proved(problem, end);
  if (!again && end?.status === "interrupted") return INTERRUPTED;
  return again ?? { status: "numerical_error", reason: "the search ended outside the limits" };
}

const INTERRUPTED: Solution = {
  status: "interrupted",
  reason: "stopped before a plan within all limits was found",
};

/** The end of a search with its certificate; null where it breaks a limit. */
function proved(problem: AllocationProblem, end: Optimum): Solution | null {
  const { allocation, iterations, warmStart } = end;
  const certificate = certify(problem, allocation, end.multipliers);
  if (certificate.status === "infeasible") return null;
  const unproven = end.status === "converged" ? "feasible" : end.status;
  const status = certificate.status === "solved" ? "solved" : unproven;
  return { status, allocation, certificate, iterations, ...(warmStart ? { warmStart } : {}) };
}
