import { sortedHdi } from "../draws/hdi.ts";
import { mean } from "../linalg/vector.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { HDI_MASS } from "./decomposition.ts";
import type { BaselineComponent, Contributions, PerDateDraws } from "./posterior.ts";

type Row = SchemaTypes["all_decomp"][number];

/** Values `start`, `start + step`, …: the draws of one date (and channel) in row-major order. */
function gather(values: Float64Array, start: number, step: number, into: Float64Array): Float64Array {
  for (let i = 0; i < into.length; i++) into[i] = values[start + i * step] ?? NaN;
  return into;
}

function summarised(draws: Float64Array): Pick<Row, "mean" | "hdi_3pct" | "hdi_97pct"> {
  const centre = mean(draws);
  const { lower, upper } = sortedHdi(draws.sort(), HDI_MASS);
  return { mean: centre, hdi_3pct: lower, hdi_97pct: upper };
}

/**
 * Every component of the expected outcome on every date: posterior mean and 94 % highest-density interval, channels first,
 * each component over all its dates. From the arrays and not in SQL: an interval needs the draws of a date in order.
 */
export function allDecomp(media: Contributions, baseline: readonly BaselineComponent[]): Row[] {
  const { dates, channels, values } = media;
  const draws = new Float64Array(media.chains * media.draws);
  const channelRows = channels.flatMap((component, channel) =>
    dates.map((date, at): Row => {
      const own = gather(values, at * channels.length + channel, dates.length * channels.length, draws);
      return { date, component, kind: "channel", ...summarised(own) };
    }),
  );
  const baselineRows = baseline.flatMap(({ name, varies, values: own }) => {
    const constant = varies ? null : summarised(own.slice());
    return dates.map((date, at): Row => {
      const numbers = constant ?? summarised(gather(own, at, dates.length, draws));
      return { date, component: name, kind: "baseline", ...numbers };
    });
  });
  return [...channelRows, ...baselineRows];
}

/** Expected outcome of each draw and date: the sum of all components, in target units. */
export function expectedOutcome(media: Contributions, baseline: readonly BaselineComponent[]): PerDateDraws {
  const { chains, draws, dates, channels, values } = media;
  const out = new Float64Array(chains * draws * dates.length);
  for (let row = 0; row < out.length; row++) {
    let total = 0;
    for (let channel = 0; channel < channels.length; channel++)
      total += values[row * channels.length + channel] ?? NaN;
    for (const component of baseline) {
      total += component.values[component.varies ? row : Math.floor(row / dates.length)] ?? NaN;
    }
    out[row] = total;
  }
  return { chains, draws, dates, values: out };
}

/** Posterior mean of values per date. */
export function meanPerDate({ chains, draws, dates, values }: PerDateDraws): Float64Array {
  const own = new Float64Array(chains * draws);
  return Float64Array.from(dates, (_, at) => mean(gather(values, at, dates.length, own)));
}
