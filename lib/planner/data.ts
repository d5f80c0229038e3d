import { datesAfter } from "../allocation/horizon.ts";
import { parseRequest } from "../allocation/request.ts";
import type { Dataset } from "../posterior/dataset.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { MOST_PERIODS } from "./fragment.ts";
import type { PlannerData, PlannerWords } from "./model.ts";
import { pack } from "./pack.ts";

/** What a run knows that can be planned with. */
export interface PlannerSources {
  readonly words: PlannerWords;
  readonly adequacy: PlannerData["adequacy"];
  readonly dataset: Dataset;
  readonly options: SchemaTypes["optimisation.options"];
  readonly curves: SchemaTypes["curves"];
  readonly levels: SchemaTypes["channel_levels"];
}

/** Most numbers of draws that a page carries, about 1.3 MB: of more draws every second, third… stands for the rest. */
const MOST_LEVELS = 120_000;

/** The last known spend of each channel; 0 where the last period's is missing. */
function lastSpend(spend: Float64Array): number {
  const last = spend.at(-1) ?? NaN;
  return Number.isNaN(last) ? 0 : last;
}

/** Every part of the planner's page that depends on the run. */
export function plannerData(sources: PlannerSources): PlannerData {
  const { words, adequacy, dataset, options, curves, levels } = sources;
  const { request } = parseRequest(dataset, options);
  const names = request.channels.map(({ name }) => name);
  const columns = names.map((name) => levels.channels.indexOf(name));
  const every = Math.max(1, Math.ceil((levels.levels.length * names.length) / MOST_LEVELS));
  const kept = levels.levels.filter((_, draw) => draw % every === 0);
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
    levels: pack(Float64Array.from(kept.flatMap((row) => columns.map((column) => row[column] ?? NaN)))),
    draws: kept.length,
    drawsOfRun: levels.levels.length,
  };
}
