import { mean } from "../linalg/vector.ts";
import { cvar } from "./measures.ts";
import type { RiskProblem } from "./risk-problem.ts";
import { solveRisk, type RiskSolution } from "./solve.ts";

/** A plan of the mean–CVaR frontier: no other has both a larger mean and a larger CVaR. */
export interface FrontierPlan {
  /** Weight of CVaR against the mean, in [0, 1]. */
  readonly weight: number;
  readonly mean: number;
  readonly cvar: number;
  readonly solution: RiskSolution;
}

/**
 * Plans from the best mean to the best CVaR, each certified.
 *
 * @param points - Number of weights, evenly spaced from 0 to 1 (at least 2).
 * @returns Empty where no plan keeps the limits.
 */
export function meanCvarFrontier(problem: RiskProblem, alpha: number, points: number): FrontierPlan[] {
  return Array.from({ length: points }, (_, k) => k / (points - 1)).flatMap((weight) => {
    const solution = solveRisk(problem, { kind: "mean_cvar", alpha, weight });
    if (solution === null) return [];
    const { response } = solution;
    return [{ weight, mean: mean(response), cvar: cvar(response, alpha), solution }];
  });
}
