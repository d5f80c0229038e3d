import { dot } from "../linalg/vector.ts";
import { certifiedPlan } from "./best-plan.ts";
import { weightedProblem, type RiskProblem } from "./risk-problem.ts";
import type { TailMeasure } from "./tail-path.ts";

/**
 * What no plan exceeds, by weights of the draws: max over s of Σ_d q_d (f_d(s) − o_d).
 *
 * A concave measure that is the least Σ q_d g_d over a set of weights is at most this for any weights of the set, whoever found them:
 * the weighted response is an ordinary problem, whose own certified bound is taken.
 *
 * @param offsets - o_d, one per draw.
 * @returns NaN where the weighted problem could not be bounded.
 */
export function upperBoundBy(problem: RiskProblem, weights: Float64Array, offsets: Float64Array): number {
  const bound = certifiedPlan(weightedProblem(problem, weights))?.certificate.upperBound ?? NaN;
  return bound - dot(weights, offsets);
}

/** The weights nearest to those given that are within the limits of a tail measure: in [b, b + c], the excess over b summing to m. */
export function withinTail(weights: Float64Array, { base, cap, mass }: TailMeasure): Float64Array {
  const tail = weights.map((one) => Math.min(cap, Math.max(0, one - base)));
  // Shift all by what is missing, again where some meet a limit.
  for (let pass = 0; pass < 200; pass++) {
    let total = 0;
    for (let d = 0; d < tail.length; d++) total += tail[d]!;
    const lack = mass - total;
    if (Math.abs(lack) <= 1e-16 * mass) break;
    let room = 0;
    for (let d = 0; d < tail.length; d++) room += lack > 0 ? cap - tail[d]! : tail[d]!;
    if (!(room > 0)) break;
    const share = Math.min(1, Math.abs(lack) / room);
    for (let d = 0; d < tail.length; d++) {
      tail[d]! += share * (lack > 0 ? cap - tail[d]! : -tail[d]!);
    }
  }
  return tail.map((one) => base + one);
}
