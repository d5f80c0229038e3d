import type { AllocationProblem } from "./problem.ts";

/**
 * What one more unit of spend in each cell earns, in its own and all later periods: the gradient of the objective,
 * (period, channel). NaN where the effective spend is negative or NaN, or its slope is infinite but its weight 0.
 *
 * @param effective - `effectiveSpend` of the allocation.
 */
export function marginalWorth(
  { channels, periods, periodWeights }: AllocationProblem,
  effective: Float64Array,
): Float64Array {
  const n = channels.length;
  const worth = new Float64Array(effective.length);
  channels.forEach(({ curve, adstock }, i) => {
    const alpha = adstock?.alpha ?? 0;
    let later = 0;
    for (let t = periods - 1; t >= 0; t--) {
      const at = t * n + i;
      const spend = effective[at]!;
      const weight = periodWeights[t]!;
      const slope = !(spend >= 0) ? NaN : weight === 0 ? 0 : weight * curve.slope(spend);
      later = alpha === 0 ? slope : slope + alpha * later;
      worth[at] = later;
    }
  });
  return worth;
}
