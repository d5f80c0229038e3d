import { parseRequest, type AllocationRequest } from "../../lib/allocation/request.ts";
import { readCurves, type ChannelCurve } from "../../lib/allocation/curves.ts";
import type { Dataset } from "../../lib/posterior/dataset.ts";
import type { SchemaTypes } from "../../lib/schema/generated.ts";
import { parse } from "../../lib/schema/parse.ts";

export type CurveRecord = SchemaTypes["curves"]["channels"][number];

/** Weekly data of ten periods, in which each channel spends the same every week. */
export function steadyData(spend: Readonly<Record<string, number>>): Dataset {
  return {
    path: "data.csv",
    dates: Array.from({ length: 10 }, (_, t) =>
      new Date(Date.UTC(2024, 0, 1 + 7 * t)).toISOString().slice(0, 10),
    ),
    target: { name: "revenue", values: new Float64Array(10).fill(1) },
    channels: Object.entries(spend).map(([name, value]) => ({
      name,
      spendColumn: name,
      spend: new Float64Array(10).fill(value),
    })),
    controls: [],
  };
}

export function record(channel: string, curve: CurveRecord["curve"], maxObservedSpend = 1e9): CurveRecord {
  return {
    channel,
    curve,
    adstock_alpha: 0,
    max_observed_spend: maxObservedSpend,
    r2: 1,
    rmse: 0,
    flags: [],
  };
}

export const michaelisMenten = (L: number, k: number) => ({ family: "michaelis_menten", L, k }) as const;

/** Rows of curve_draws.csv in which each draw scales a Michaelis–Menten curve to a level; `levels` are draws by channels. */
export function scaledDraws(
  records: readonly CurveRecord[],
  levels: readonly (readonly number[])[],
): SchemaTypes["curve_draws"] {
  return records.flatMap(({ channel, curve }, i) => {
    if (curve.family !== "michaelis_menten") throw new Error(`no amplitude of ${curve.family}`);
    return levels.map((row, draw) => ({
      channel,
      chain: 0,
      draw,
      family: curve.family,
      parameter_1: (row[i] ?? NaN) * curve.L,
      parameter_2: curve.k,
      parameter_3: null,
      adstock_alpha: 0,
      rmse: 0,
    }));
  });
}

export const options = (given: object) => parse("optimisation.options", given, "test");

/** A request that must be in order, with its curves. */
export function ask(
  spend: Readonly<Record<string, number>>,
  records: readonly CurveRecord[],
  given: object,
): { readonly request: AllocationRequest; readonly curves: readonly ChannelCurve[] } {
  const { request, problems } = parseRequest(steadyData(spend), options(given));
  if (problems.length > 0) throw new Error(problems.map(({ what }) => what).join("; "));
  return { request, curves: readCurves(records, request.channels) };
}
