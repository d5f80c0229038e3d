import type { SchemaTypes } from "../schema/generated.ts";
import { readCurves } from "./curves.ts";
import type { AllocationRequest } from "./request.ts";
import { solveSingle } from "./solve.ts";

type CurveRecord = SchemaTypes["curves"]["channels"][number];

/**
 * What the optimum of one period will be said to bring over current spend, scaled to the same budget: contribution per
 * period at the posterior means. NaN where there is no current spend to scale.
 */
export function claimedGain(request: AllocationRequest, records: readonly CurveRecord[]): number {
  const curves = readCurves(records, request.channels);
  const { problem, certificate } = solveSingle("claimed gain", request, curves, request.total);
  const scale = problem.total / request.currentTotal;
  const current = request.channels.reduce(
    (sum, channel, i) => sum + (curves[i]?.curve.value(scale * channel.current) ?? NaN),
    0,
  );
  return certificate.objective - current;
}
