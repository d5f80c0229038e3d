import { datesAfter } from "../allocation/horizon.ts";
import { parseRequest } from "../allocation/request.ts";
import type { Dataset } from "../posterior/dataset.ts";
import { readCurveDraws } from "../response-curves/curve-draws.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { MOST_PERIODS } from "./fragment.ts";
import type { PackedCurves, PlannerData, PlannerWords } from "./model.ts";
import { pack } from "./pack.ts";

/** What a run knows that can be planned with. */
export interface PlannerSources {
  readonly words: PlannerWords;
  readonly adequacy: PlannerData["adequacy"];
  readonly dataset: Dataset;
  readonly options: SchemaTypes["optimisation.options"];
  readonly curves: SchemaTypes["curves"];
  readonly curveDraws: SchemaTypes["curve_draws"];
}

/** Most parameters of draws' curves that a page carries, about 430 kB: of more draws every second, third… stands for the rest. */
const MOST_PARAMETERS = 40_000;

/** Each channel's curves of the draws that the page carries, the same draws of every channel. */
function keptDraws(rows: SchemaTypes["curve_draws"], names: readonly string[]) {
  const read = readCurveDraws(rows);
  const byChannel = names.map((name) => {
    const own = read.find(({ channel }) => channel === name);
    if (own === undefined) throw new RangeError(`there are no curves of draws for channel ${name}`);
    return own;
  });
  const drawsOfRun = byChannel[0]?.curves.draws ?? 0;
  const parameters = byChannel.reduce((sum, { curves }) => sum + curves.theta.length + curves.draws, 0);
  const every = Math.max(1, Math.ceil(parameters / MOST_PARAMETERS));
  const drawn = byChannel.map(({ family, curves, alpha }): PackedCurves => {
    const p = curves.family.parameters.length;
    return {
      family,
      theta: pack(curves.theta.filter((_, at) => Math.floor(at / p) % every === 0)),
      alpha: pack(alpha.filter((_, draw) => draw % every === 0)),
    };
  });
  return { drawn, draws: Math.ceil(drawsOfRun / every), drawsOfRun };
}

/** The last known spend of each channel; 0 where the last period's is missing. */
function lastSpend(spend: Float64Array): number {
  const last = spend.at(-1) ?? NaN;
  return Number.isNaN(last) ? 0 : last;
}

/** Every part of the planner's page that depends on the run. */
export function plannerData(sources: PlannerSources): PlannerData {
  const { words, adequacy, dataset, options, curves, curveDraws } = sources;
  const { request } = parseRequest(dataset, options);
  const names = request.channels.map(({ name }) => name);
  return {
    words,
    adequacy,
    request: {
      ...request,
      channels: request.channels.map((channel, i) => ({
        ...channel,
        history: Array.from(channel.history),
        last: lastSpend(dataset.channels[i]?.spend ?? new Float64Array()),
      })),
    },
    start: options.multi_period.start,
    curves: names.flatMap((name) => curves.channels.filter(({ channel }) => channel === name)),
    dates: datesAfter(dataset.dates, Math.max(MOST_PERIODS, request.multiPeriod.periods)),
    ...keptDraws(curveDraws, names),
  };
}
