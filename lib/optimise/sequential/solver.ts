import type { ConcaveCurve } from "../../curves/curve.ts";
import { certify } from "../certificate.ts";
import { boundableCurves } from "../dual-bound.ts";
import { explainInfeasibility } from "../infeasibility.ts";
import { hasLinkedPeriods, type AllocationProblem } from "../problem.ts";
import { reach, type Reach } from "../reachable.ts";
import type { Solution } from "../solution.ts";
import { fillBesidePath } from "./beside-path.ts";
import type { Plan } from "./plan.ts";
import { fillTotal } from "./total.ts";

/**
 * Period by period: each period is divided exactly by water-filling, given the spend of the period before.
 *
 * Under a total budget, a period gets its share, by weight, of the money that is left (an even share where the weights
 * left are all 0), moved no further than needed for the later periods to be able to spend the rest. Under budgets per
 * period, a period's division is held back where the later budgets could not be met from it. The plan is feasible by
 * construction but as a rule not optimal, since a period does not know what it costs the next. Its certificate holds it
 * against all plans at once, ramps between periods relaxed to the interval each cell can reach: the true gap is at most the
 * stated one. With carryover a period counts what it adds to its own contribution, given what is carried into it, and nothing of what it
 * carries on. Groups and budgets that may be underspent are kept as budgets per period are.
 *
 * @returns Solved where the gap closes, otherwise feasible with its gap; infeasible with its reason; unsupported for a curve
 *   that is not concave.
 */
export function solveSequentially(problem: AllocationProblem): Solution {
  const within = reach(problem);
  const infeasibility = explainInfeasibility(problem, within);
  if (infeasibility) return { status: "infeasible", infeasibility };
  const curves = boundableCurves(problem);
  if (!curves) return { status: "unsupported", reason: "the sequential method needs concave curves" };
  const plan = fillForward(problem, curves, within);
  if (!plan) {
    const reason =
      "neither a plan that meets the budgets per period was found nor a proof that there is none";
    return { status: "numerical_error", reason };
  }
  const { allocation, iterations } = plan;
  const certificate = certify(problem, allocation);
  if (certificate.status === "infeasible") {
    return { status: "numerical_error", reason: "a slope or a bound of some channel is undefined" };
  }
  return { status: certificate.status, allocation, certificate, iterations };
}

function fillForward(
  problem: AllocationProblem,
  curves: readonly ConcaveCurve[],
  within: Reach,
): Plan | null {
  const { perPeriod, isPerPeriodAtMost, groups } = problem;
  const isOneBudget =
    groups.length === 0 && (!perPeriod || (!isPerPeriodAtMost && !hasLinkedPeriods(problem)));
  return isOneBudget ? fillTotal(problem, curves, within) : fillBesidePath(problem, curves, within);
}
