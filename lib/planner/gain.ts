import { sortedQuantile } from "../draws/quantile.ts";
import { effectiveSpend, type AllocationProblem } from "../optimise/problem.ts";

/** A gain and how sure it is, in units of contribution. */
export interface Gain {
  readonly mean: number;
  /** Ends of the 90 % interval over draws. */
  readonly q05: number;
  readonly q95: number;
  /** Share of draws in which there is one. */
  readonly probability: number;
}

/** Weighted contribution of each channel over all periods, carryover included. */
export function contributionsOf(problem: AllocationProblem, allocation: Float64Array): Float64Array {
  const n = problem.channels.length;
  const effective = effectiveSpend(problem, allocation);
  return Float64Array.from(problem.channels, ({ curve }, i) => {
    let sum = 0;
    for (let t = 0; t < problem.periods; t++)
      sum += (problem.periodWeights[t] ?? NaN) * curve.value(effective[t * n + i] ?? NaN);
    return sum;
  });
}

/**
 * What moving from one plan to another brings, over the draws: each draw scales a channel's curve to its own level.
 *
 * @param before - Contribution of each channel.
 * @param levels - Each channel's level in every draw, 1 at the posterior mean.
 * @returns NaN ends and probability without draws.
 */
export function gainOf(before: Float64Array, after: Float64Array, levels: readonly Float64Array[]): Gain {
  const changes = after.map((contribution, i) => contribution - (before[i] ?? NaN));
  const mean = changes.reduce((sum, change) => sum + change, 0);
  const gains = new Float64Array(levels[0]?.length ?? 0);
  levels.forEach((level, i) => {
    const change = changes[i] ?? NaN;
    for (let draw = 0; draw < gains.length; draw++)
      gains[draw] = (gains[draw] ?? NaN) + change * (level[draw] ?? NaN);
  });
  const probability = gains.reduce((count, gain) => count + (gain > 0 ? 1 : 0), 0) / gains.length;
  const sorted = gains.sort();
  return { mean, q05: sortedQuantile(sorted, 0.05), q95: sortedQuantile(sorted, 0.95), probability };
}
