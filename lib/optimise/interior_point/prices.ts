import type { RampPrices } from "../dual-bound.ts";
import type { AllocationProblem } from "../problem.ts";
import { rigidPrices, type Point, type Program } from "./newton.ts";

/** Prices of all ramps at a point, spread over (period, channel), given the gradient of the objective there. */
export function rampPrices(
  problem: AllocationProblem,
  program: Program,
  point: Point,
  gradient: Float64Array,
): RampPrices {
  const none = () => new Float64Array(problem.lower.length);
  const prices = { absoluteUp: none(), absoluteDown: none(), percentageUp: none(), percentageDown: none() };
  const { ramps, isRigid, channels } = program;
  for (let r = 0; r < ramps.count; r++) prices[ramps.kind[r]!][ramps.cell[r]!] = point.lambda[r]!;
  const rigid = rigidPrices(program, point, gradient);
  for (let at = 0; at < rigid.length; at++) {
    if (!isRigid[at]) continue;
    const isAbsolute = problem.channels[at % channels]!.ramp?.absolute === 0;
    (isAbsolute ? prices.absoluteUp : prices.percentageUp)[at] = Math.max(0, rigid[at]!);
    (isAbsolute ? prices.absoluteDown : prices.percentageDown)[at] = Math.max(0, -rigid[at]!);
  }
  return prices;
}
