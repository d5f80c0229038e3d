import { objective } from "../optimise/problem.ts";
import { bestPlan } from "./best-plan.ts";
import type { RiskProblem } from "./risk-problem.ts";

/** The best plan of each draw, as if its curves were known to be true. */
export interface DrawOptima {
  /** (draw, channel), money. */
  readonly allocation: Float64Array;
  /** Response of each draw to its own best plan. */
  readonly value: Float64Array;
}

/**
 * The optimum of each draw, by the exact methods of `lib/optimise`.
 *
 * @returns NaN where a draw's optimum was not found, which no draw with finite curves is.
 */
export function drawOptima({ expected, draws, drawCount }: RiskProblem): DrawOptima {
  const n = draws.length;
  const allocation = new Float64Array(drawCount * n).fill(NaN);
  const value = new Float64Array(drawCount).fill(NaN);
  for (let d = 0; d < drawCount; d++) {
    const channels = expected.channels.map((channel, i) => ({ ...channel, curve: draws[i]![d]! }));
    const problem = { ...expected, channels };
    const best = bestPlan(problem);
    if (best === null) continue;
    allocation.set(best.allocation, d * n);
    value[d] = objective(problem, best.allocation);
  }
  return { allocation, value };
}
