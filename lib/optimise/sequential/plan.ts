import type { ConcaveCurve } from "../../curves/curve.ts";
import { sumBetween } from "../budgets.ts";
import type { AllocationProblem } from "../problem.ts";
import type { Intervals } from "../reachable.ts";
import { waterLevel, type WaterLevel } from "../waterfilling/kernel.ts";

/** A plan and the inner evaluations that it took. */
export interface Plan {
  /** Money, (period, channel). */
  readonly allocation: Float64Array;
  readonly iterations: number;
}

/** Period t divided by water-filling; its budget is first brought within what the intervals hold. */
export function fillPeriod(
  problem: AllocationProblem,
  curves: readonly ConcaveCurve[],
  t: number,
  { lower, upper }: Intervals,
  budget: number,
): WaterLevel {
  const n = curves.length;
  const held = Math.min(sumBetween(upper, 0, n), Math.max(sumBetween(lower, 0, n), budget));
  const weights = new Float64Array(n).fill(problem.periodWeights[t]!);
  return waterLevel({ curves, weights, lower, upper, budget: held });
}
