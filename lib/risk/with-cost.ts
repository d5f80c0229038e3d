import type { ConcaveCurve } from "../curves/curve.ts";
import type { RiskProblem } from "./risk-problem.ts";

/** A curve less a cost of each unit of spend: still concave, no longer rising everywhere. */
function lessCost(curve: ConcaveCurve, cost: number): ConcaveCurve {
  return {
    value: (spend) => curve.value(spend) - cost * spend,
    slope: (spend) => curve.slope(spend) - cost,
    curvature: (spend) => curve.curvature(spend),
    spendAtSlope: (slope) => curve.spendAtSlope(slope + cost),
  };
}

/** The problem whose draws respond by what they bring less `cost` per unit of spend: above 0 where the return exceeds it. */
export function withCost(problem: RiskProblem, cost: number): RiskProblem {
  return { ...problem, draws: problem.draws.map((curves) => curves.map((curve) => lessCost(curve, cost))) };
}
