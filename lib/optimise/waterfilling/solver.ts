import { certify } from "../certificate.ts";
import { boundableCurves } from "../dual-bound.ts";
import { budgetRows, sumBetween } from "../budgets.ts";
import { explainInfeasibility } from "../infeasibility.ts";
import { hasAdstock, hasLinkedPeriods, type AllocationProblem } from "../problem.ts";
import { reach, type Reach } from "../reachable.ts";
import type { Solution } from "../solution.ts";
import type { ConcaveCurve } from "../../curves/curve.ts";
import { waterLevel, type WaterLevel } from "./kernel.ts";

/**
 * The exact optimum over concave curves where no ramp links two periods: one period (ramps from the last spend
 * included), or several periods that share a budget or have one each.
 *
 * @returns Solved with its certificate; infeasible with its reason; unsupported for ramps between periods, carryover, or
 *   a curve that is not concave.
 */
export function solveByWaterFilling(problem: AllocationProblem): Solution {
  const within = reach(problem);
  const infeasibility = explainInfeasibility(problem, within);
  if (infeasibility) return { status: "infeasible", infeasibility };
  if (hasLinkedPeriods(problem)) {
    return { status: "unsupported", reason: "ramps link the periods, which water-filling cannot" };
  }
  if (problem.groups.length > 0 || (problem.perPeriod && budgetRows(problem).length > problem.periods)) {
    return { status: "unsupported", reason: "budgets overlap, which water-filling cannot fill together" };
  }
  const curves = boundableCurves(problem);
  if (!curves || hasAdstock(problem))
    return { status: "unsupported", reason: "water-filling needs concave curves without carryover" };
  const level = fillReach(problem, curves, within);
  if (level.status === "infeasible" || level.status === "numerical_error") {
    return { status: "numerical_error", reason: "a slope or a bound of some channel is undefined" };
  }
  const certificate = certify(problem, level.spend);
  if (certificate.status === "infeasible") {
    return { status: "numerical_error", reason: "the allocation found does not keep its limits" };
  }
  const isProved = certificate.status === "solved";
  const status = isProved ? "solved" : level.status === "solved" ? "feasible" : level.status;
  return { status, allocation: level.spend, certificate, iterations: level.evaluations };
}

/** Water-filling over the cells of all periods at once, or of each period on its own where each has its budget. */
function fillReach(
  problem: AllocationProblem,
  curves: readonly ConcaveCurve[],
  within: Reach,
): Omit<WaterLevel, "price"> {
  const n = curves.length;
  const { periods, perPeriod, periodWeights } = problem;
  // No curve falls: of a budget that may be underspent all is spent that can be.
  const spendable = (budget: number, isAtMost: boolean, from: number, to: number) =>
    isAtMost ? Math.min(budget, sumBetween(within.upper, from, to)) : budget;
  if (!perPeriod) {
    const spread = Array.from({ length: periods }, () => curves).flat();
    const weights = Float64Array.from({ length: periods * n }, (_, at) => periodWeights[Math.floor(at / n)]!);
    const budget = spendable(problem.total, problem.isAtMost, 0, periods * n);
    return waterLevel({ curves: spread, weights, lower: within.lower, upper: within.upper, budget });
  }
  const levels = Array.from(perPeriod, (budget, t) =>
    waterLevel({
      curves,
      weights: new Float64Array(n).fill(periodWeights[t]!),
      lower: within.lower.subarray(t * n, t * n + n),
      upper: within.upper.subarray(t * n, t * n + n),
      budget: spendable(budget, problem.isPerPeriodAtMost, t * n, t * n + n),
    }),
  );
  const spend = new Float64Array(periods * n);
  levels.forEach((level, t) => {
    spend.set(level.spend, t * n);
  });
  const evaluations = levels.reduce((sum, level) => sum + level.evaluations, 0);
  const status = levels.find((level) => level.status !== "solved")?.status ?? "solved";
  return { status, spend, evaluations };
}
