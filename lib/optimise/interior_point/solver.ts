import type { ConcaveCurve } from "../../curves/curve.ts";
import { certify } from "../certificate.ts";
import { bestBudgetPrices, boundableCurves, type Multipliers } from "../dual-bound.ts";
import { explainInfeasibility } from "../infeasibility.ts";
import type { AllocationProblem } from "../problem.ts";
import { reach, type Reach } from "../reachable.ts";
import type { Solution } from "../solution.ts";
import { rampPrices } from "./prices.ts";
import { followPath, type Objective, type PathEnd } from "./path.ts";
import { startOf } from "./start.ts";
import { strictProgram } from "./strict.ts";

/**
 * All periods at once: the optimum under ramps, bounds, and a total or per-period budgets, over concave curves.
 *
 * A primal–dual interior point method with Mehrotra's corrector. The Newton matrix is tridiagonal in time for each channel and
 * tied together only by the budgets, so that an iteration costs of the order of periods × channels.
 *
 * @returns Solved with its certificate; feasible where the certificate leaves a gap above its tolerance; infeasible with its
 *   reason; unsupported for carryover or a curve that is not concave.
 * @see Mehrotra (1992), SIAM J. Optim. 2, 575–601; Nocedal and Wright (2006), Numerical Optimization, chapter 19
 */
export function solveByInteriorPoint(problem: AllocationProblem): Solution {
  const within = reach(problem);
  const infeasibility = explainInfeasibility(problem, within);
  if (infeasibility) return { status: "infeasible", infeasibility };
  const curves = boundableCurves(problem);
  if (!curves)
    return {
      status: "unsupported",
      reason: "the interior point method needs concave curves without carryover",
    };
  const end = simultaneousOptimum(problem, curves, within);
  const certificate = certify(problem, end.allocation, end.multipliers);
  if (certificate.status === "infeasible") {
    return { status: "numerical_error", reason: "the search ended outside the limits" };
  }
  const status =
    certificate.status === "solved" ? "solved" : end.status === "converged" ? "feasible" : end.status;
  return { status, allocation: end.allocation, certificate, iterations: end.iterations };
}

interface Optimum {
  readonly status: PathEnd["status"];
  readonly allocation: Float64Array;
  /** Undefined where the budgets leave no choice, so that there is nothing to price. */
  readonly multipliers?: Multipliers;
  readonly iterations: number;
}

function simultaneousOptimum(
  problem: AllocationProblem,
  curves: readonly ConcaveCurve[],
  reached: Reach,
): Optimum {
  const { within, open, program } = strictProgram(problem, reached);
  if (!program) return { status: "converged", allocation: within.lower, iterations: 0 };
  const objective = weightedContribution(problem, curves);
  const { status, point, iterations } = followPath(program, startOf(program, within, objective), objective);
  // A budget that leaves no choice has no price in the program: it takes that of its own cells.
  const prices = bestBudgetPrices(problem, curves, reached);
  let next = 0;
  const budget = prices.map((price, g) => (open[g] ? point.nu[next++]! : price));
  const ramps = rampPrices(problem, program, point, objective.gradient(point.x));
  return { status, allocation: point.x, multipliers: { budget, ramps }, iterations };
}

/** The objective of a problem as the path needs it. */
function weightedContribution(problem: AllocationProblem, curves: readonly ConcaveCurve[]): Objective {
  const n = curves.length;
  const each = (x: Float64Array, derivative: (curve: ConcaveCurve, spend: number) => number) =>
    x.map((spend, at) => {
      const weight = problem.periodWeights[Math.floor(at / n)]!;
      return weight === 0 ? 0 : weight * derivative(curves[at % n]!, spend);
    });
  let scale = 0;
  each(problem.upper, (curve, spend) => curve.value(spend)).forEach((value) => (scale += value));
  return {
    gradient: (x) => each(x, (curve, spend) => curve.slope(spend)),
    curvature: (x) => each(x, (curve, spend) => -curve.curvature(spend)),
    scale,
  };
}
