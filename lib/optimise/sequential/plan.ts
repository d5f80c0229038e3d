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

/** Effective spend of a period from its spend and the effective spend of the period before (null for the first period). */
export function effectiveAfter(
  { channels }: AllocationProblem,
  spend: Float64Array,
  before: Float64Array | null,
): Float64Array {
  return spend.map((money, i) => {
    const { adstock } = channels[i]!;
    return adstock ? money + adstock.alpha * (before?.[i] ?? adstock.initialCarryover) : money;
  });
}

/** A curve of effective spend as one of the spend that is added to what is carried over. */
export function shifted(curve: ConcaveCurve, carried: number): ConcaveCurve {
  if (carried === 0) return curve;
  return {
    value: (spend) => curve.value(spend + carried),
    slope: (spend) => curve.slope(spend + carried),
    curvature: (spend) => curve.curvature(spend + carried),
    spendAtSlope: (slope) => Math.max(0, curve.spendAtSlope(slope) - carried),
  };
}

/** The curves of the spend of a period, given the effective spend of the period before. */
export function curvesAfter(
  problem: AllocationProblem,
  curves: readonly ConcaveCurve[],
  before: Float64Array | null,
): ConcaveCurve[] {
  const carried = effectiveAfter(problem, new Float64Array(curves.length), before);
  return curves.map((curve, i) => shifted(curve, carried[i]!));
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
