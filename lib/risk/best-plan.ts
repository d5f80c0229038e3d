import { boundableCurves } from "../optimise/dual-bound.ts";
import { certify, type Certificate } from "../optimise/certificate.ts";
import { chooseMethod, solveBy } from "../optimise/method.ts";
import type { AllocationProblem } from "../optimise/problem.ts";
import { waterLevel } from "../optimise/waterfilling/kernel.ts";
import { polytopeOf } from "./polytope.ts";

/** The best plan of one period and the worth of one more unit of its budget; contribution per money, NaN where not known. */
export interface BestPlan {
  readonly allocation: Float64Array;
  readonly price: number;
}

/**
 * The optimum of one period without its certificate, which costs several times as much: for searches that certify where they end.
 *
 * @returns Null where no plan keeps the limits, or a curve is not concave.
 */
export function bestPlan(problem: AllocationProblem): BestPlan | null {
  const curves = boundableCurves(problem);
  if (curves === null) return null;
  if (problem.groups.length > 0) return byMethod(problem);
  const { lower, upper, total, isAtMost } = problem;
  const most = upper.reduce((sum, one) => sum + one, 0);
  const weights = new Float64Array(curves.length).fill(problem.periodWeights[0]!);
  const budget = isAtMost ? Math.min(total, most) : total;
  const level = waterLevel({ curves, weights, lower, upper, budget });
  if (level.status === "infeasible" || level.status === "numerical_error") return null;
  return { allocation: level.spend, price: level.price };
}

/** The best plan with its certificate. */
export interface CertifiedPlan {
  readonly allocation: Float64Array;
  readonly certificate: Certificate;
}

/**
 * The optimum of one period with its certificate, whose bound takes the price that the plan was found by: where that is tight no other
 * is searched for.
 *
 * @returns Null as `bestPlan`.
 */
export function certifiedPlan(problem: AllocationProblem): CertifiedPlan | null {
  const best = bestPlan(problem);
  if (best === null) return null;
  const prices = { budget: Float64Array.of(best.price), ramps: null };
  const isPriced = problem.groups.length === 0 && Number.isFinite(best.price);
  return {
    allocation: best.allocation,
    certificate: certify(problem, best.allocation, isPriced ? prices : undefined),
  };
}

function byMethod(problem: AllocationProblem): BestPlan | null {
  if (polytopeOf(problem) === null) return null;
  const { method } = chooseMethod(problem);
  const found = solveBy(method === "interior_point" ? method : "waterfilling", problem);
  return "allocation" in found
    ? { allocation: found.allocation, price: found.certificate.budgetPrice[0] ?? NaN }
    : null;
}
