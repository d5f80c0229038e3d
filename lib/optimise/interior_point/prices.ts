import type { RampPrices } from "../dual-bound.ts";
import type { AllocationProblem } from "../problem.ts";
import type { Point } from "./point.ts";
import type { Program } from "./program.ts";
import { pullsInto } from "./residuals.ts";

/** Prices of all ramps at a point, spread over (period, channel), given the worth of spend there. */
export function rampPrices(
  problem: AllocationProblem,
  program: Program,
  point: Point,
  gradient: Float64Array,
): RampPrices {
  const n = problem.channels.length;
  const { ramps, periods } = program;
  const none = () => new Float64Array(problem.lower.length);
  const prices = { absoluteUp: none(), absoluteDown: none(), percentageUp: none(), percentageDown: none() };
  const place = (cell: number) => (cell % periods) * n + Math.floor(cell / periods);
  for (let r = 0; r < ramps.count; r++) prices[ramps.kind[r]!][place(ramps.cell[r]!)] = point.ramps.price[r]!;
  const rigid = rigidPrices(program, point, gradient);
  for (let at = 0; at < rigid.length; at++) {
    const i = Math.floor(at / periods);
    if (!program.isRigid[i]) continue;
    const isAbsolute = problem.channels[i]!.ramp?.absolute === 0;
    (isAbsolute ? prices.absoluteUp : prices.percentageUp)[place(at)] = Math.max(0, rigid[at]!);
    (isAbsolute ? prices.absoluteDown : prices.percentageDown)[place(at)] = Math.max(0, -rigid[at]!);
  }
  return prices;
}

/** The price of each tie of a rigid channel: above 0 where spend would rise against the period before if it could. */
function rigidPrices(program: Program, point: Point, gradient: Float64Array): Float64Array {
  const { isRigid, periods } = program;
  const pulls = new Float64Array(gradient.length);
  pullsInto(program, point, gradient, new Float64Array(pulls.length), pulls);
  const prices = new Float64Array(pulls.length);
  isRigid.forEach((rigid, i) => {
    if (!rigid) return;
    let price = 0;
    for (let at = (i + 1) * periods - 1; at > i * periods; at--) {
      price -= pulls[at]!;
      prices[at] = price;
    }
  });
  return prices;
}
