import type { ConcaveCurve, Curve } from "../curves/curve.ts";
import { isConcaveCurve } from "../optimise/concave-curve.ts";
import { curveOfRow } from "../response-curves/curve-draws.ts";
import { riskProblem, type RiskProblem } from "../risk/risk-problem.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import type { AllocationRequest } from "./request.ts";

/** Concave curves by channel, in the order of the request, and draw. */
export type DrawnCurves = readonly (readonly ConcaveCurve[])[];

/** The curve of each of a channel's draws. */
function curvesOf(rows: SchemaTypes["curve_draws"], name: string): Curve[] {
  return rows.filter(({ channel }) => channel === name).map(curveOfRow);
}

/** The curves of curve_draws.csv; null where some draw's curve is not concave, of which no plan over draws is certified. */
export function readDrawnCurves(
  rows: SchemaTypes["curve_draws"],
  { channels }: AllocationRequest,
): DrawnCurves | null {
  const drawn = channels.map(({ name }) => curvesOf(rows, name));
  const concave = drawn.map((curves) => curves.filter(isConcaveCurve));
  const isAll = concave.every((curves, i) => curves.length > 0 && curves.length === drawn[i]?.length);
  return isAll ? concave : null;
}

/** What each channel's move from current spend to a plan's brings in every draw, by the draw's own curve: channels in the order of the request, target per period. */
export function changeDraws(
  rows: SchemaTypes["curve_draws"],
  { channels }: AllocationRequest,
  allocation: Float64Array,
): Float64Array[] {
  return channels.map(({ name, current }, i) => {
    const planned = allocation[i] ?? NaN;
    return Float64Array.from(curvesOf(rows, name), (curve) => curve.value(planned) - curve.value(current));
  });
}

/** The budget question of one period over the draws' curves, spend held steady. */
export function drawnProblem(request: AllocationRequest, curves: DrawnCurves): RiskProblem {
  return riskProblem({
    channels: request.channels.map(({ name, lower, upper }, i) => ({
      name,
      lower,
      upper,
      curves: curves[i] ?? [],
    })),
    budget: {
      total: request.total,
      atMost: request.isAtMost,
      groups: request.groups.map(({ name, channels, budget, isAtMost }) => ({
        name,
        channels,
        total: budget,
        atMost: isAtMost,
      })),
    },
  });
}
