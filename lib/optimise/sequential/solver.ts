import type { ConcaveCurve } from "../../curves/curve.ts";
import { certify } from "../certificate.ts";
import { boundableCurves } from "../dual-bound.ts";
import { explainInfeasibility } from "../infeasibility.ts";
import { hasLinkedPeriods, type AllocationProblem } from "../problem.ts";
import { reach, type Reach } from "../reachable.ts";
import type { Solution } from "../solution.ts";
import { fillPerPeriod } from "./per-period.ts";
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
 * stated one.
 *
 * @returns Solved where the gap closes, otherwise feasible with its gap; infeasible with its reason; unsupported for
 *   carryover or a curve that is not concave.
 */
export function solveSequentially(problem: AllocationProblem): Solution {
  const within = reach(problem);
  const infeasibility = explainInfeasibility(problem, within);
  if (infeasibility) return { status: "infeasible", infeasibility };
  const curves = boundableCurves(problem);
  if (!curves)
    return { status: "unsupported", reason: "the sequential method needs concave curves without carryover" };
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
  return problem.perPeriod && hasLinkedPeriods(problem)
    ? fillPerPeriod(problem, problem.perPeriod, curves, within)
    : fillTotal(problem, curves, within);
}
