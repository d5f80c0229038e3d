import { boundableCurves } from "../optimise/dual-bound.ts";
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

function byMethod(problem: AllocationProblem): BestPlan | null {
  if (polytopeOf(problem) === null) return null;
  const { method } = chooseMethod(problem);
  const found = solveBy(method === "interior_point" ? method : "waterfilling", problem);
  return "allocation" in found
    ? { allocation: found.allocation, price: found.certificate.budgetPrice[0] ?? NaN }
    : null;
}
