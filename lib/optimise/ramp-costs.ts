import type { RampPrices } from "./dual-bound.ts";
import type { AllocationProblem } from "./problem.ts";

/** Gᵀλ per cell, and λ·(h − G s), for the rows s_t − s_{t−1} ≤ a, s_{t−1} − s_t ≤ a, s_t ≤ (1+p) s_{t−1}, (1−p) s_{t−1} ≤ s_t. */
export function rampCosts(
  { channels, periods }: AllocationProblem,
  prices: RampPrices,
  allocation: Float64Array,
): { cost: Float64Array; slack: number } {
  const n = channels.length;
  const cost = new Float64Array(periods * n);
  let slack = 0;
  for (let i = 0; i < n; i++) {
    const { ramp, lastSpend } = channels[i]!;
    if (!ramp) continue;
    const rows = [
      { price: prices.absoluteUp, limit: ramp.absolute, sign: 1, factor: 1, width: ramp.absolute ?? 0 },
      { price: prices.absoluteDown, limit: ramp.absolute, sign: -1, factor: 1, width: ramp.absolute ?? 0 },
      {
        price: prices.percentageUp,
        limit: ramp.percentage,
        sign: 1,
        factor: 1 + (ramp.percentage ?? 0),
        width: 0,
      },
      {
        price: prices.percentageDown,
        limit: ramp.percentage,
        sign: -1,
        factor: 1 - (ramp.percentage ?? 0),
        width: 0,
      },
    ];
    for (const { price, limit, sign, factor, width } of rows) {
      if (limit === null) continue;
      for (let t = lastSpend === null ? 1 : 0; t < periods; t++) {
        const at = t * n + i;
        const lambda = Math.max(0, price[at]!);
        const previous = t === 0 ? (lastSpend ?? NaN) : allocation[at - n]!;
        cost[at] = cost[at]! + sign * lambda;
        if (t > 0) cost[at - n] = cost[at - n]! - sign * factor * lambda;
        slack += lambda * (width - sign * (allocation[at]! - factor * previous));
      }
    }
  }
  return { cost, slack };
}
