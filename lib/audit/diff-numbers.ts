import { readCurves } from "../allocation/curves.ts";
import { quantiles } from "../draws/quantile.ts";
import { sum } from "../linalg/vector.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { shiftOf, type Estimate } from "./shift.ts";

type RunDiff = SchemaTypes["run_diff"];
type ReturnRow = SchemaTypes["media_contribution_per_spend"][number];
type Levels = SchemaTypes["channel_levels"];
type Results = SchemaTypes["optimization_results"];

/** What of a run its curves and plan are compared by. */
export interface Numbers {
  readonly curves: SchemaTypes["curves"] | null;
  readonly levels: Levels | null;
  readonly results: Results | null;
}

const MISSING: Estimate = { value: null, lower: null, upper: null };

/** The ends of the central interval of 94 %, as the intervals of contributions have it. */
const TAILS = [0.03, 0.97] as const;

function compared(a: Estimate, b: Estimate) {
  return {
    a: a.value,
    b: b.value,
    lower_a: a.lower,
    upper_a: a.upper,
    lower_b: b.lower,
    upper_b: b.upper,
    ...shiftOf(a, b),
  };
}

/** Return by channel in both runs, channels of either. */
export function returnRows(
  a: readonly ReturnRow[] | null,
  b: readonly ReturnRow[] | null,
): RunDiff["returns"] {
  if (a === null || b === null) return [];
  const estimates = (rows: readonly ReturnRow[]) =>
    new Map(
      rows.map((row): [string, Estimate] => [
        row.channel,
        {
          value: row.contribution_per_spend_mean,
          lower: row.contribution_per_spend_hdi_3pct,
          upper: row.contribution_per_spend_hdi_97pct,
        },
      ]),
    );
  const [before, after] = [estimates(a), estimates(b)];
  return [...new Set([...before.keys(), ...after.keys()])].map((channel) => ({
    channel,
    ...compared(before.get(channel) ?? MISSING, after.get(channel) ?? MISSING),
  }));
}

/** Draws of a channel's level; empty where the channel has none. */
function levelDraws({ channels, levels }: Levels, channel: string): Float64Array {
  const column = channels.indexOf(channel);
  return column < 0 ? new Float64Array() : Float64Array.from(levels, (row) => row[column] ?? NaN);
}

/** Contribution at a spend by one run's curve, with the interval that the level of the channel gives it. */
function contributionAt({ curves, levels }: Numbers, channel: string, spend: number): Estimate {
  if (!curves?.channels.some((one) => one.channel === channel)) return MISSING;
  const [curve] = readCurves(curves.channels, [{ name: channel }]);
  if (curve === undefined) return MISSING;
  const value = curve.curve.value(spend);
  const draws = levels === null ? new Float64Array() : levelDraws(levels, channel);
  if (draws.length === 0) return { value, lower: null, upper: null };
  const [lower = NaN, upper = NaN] = quantiles(draws, TAILS);
  return { value, lower: value * lower, upper: value * upper };
}

/** Contribution of each channel at A's current spend by both runs' curves; B's, where A has no such channel or no plan. */
export function curveRows(a: Numbers, b: Numbers): RunDiff["curves"] {
  const currents = new Map(
    [...(b.results ?? []), ...(a.results ?? [])].map(({ channel, current_spend }) => [
      channel,
      current_spend,
    ]),
  );
  return [...currents].map(([channel, spend]) => ({
    channel,
    spend,
    ...compared(contributionAt(a, channel, spend), contributionAt(b, channel, spend)),
  }));
}

/**
 * What B's plan brings beyond A's, by B's curves: A's shares at B's budget, so that only the division counts.
 *
 * @returns Mean and 90 % interval over B's draws of the channels' levels; null where there is nothing to compare.
 */
export function moveBetween(a: Numbers, b: Numbers): RunDiff["move"] {
  if (a.results === null || b.results === null || b.curves === null || b.levels === null) return null;
  const spends = new Map(a.results.map(({ channel, optimised_spend }) => [channel, optimised_spend]));
  const isSame = spends.size === b.results.length && b.results.every(({ channel }) => spends.has(channel));
  const scale = sum(b.results.map((row) => row.optimised_spend)) / sum([...spends.values()]);
  if (!isSame || !Number.isFinite(scale)) return null;
  const channels = b.results.map(({ channel }) => ({ name: channel }));
  const curves = readCurves(b.curves.channels, channels);
  const gains = b.results.map(({ channel, optimised_spend }, i) => {
    const curve = curves[i]?.curve;
    const before = scale * (spends.get(channel) ?? NaN);
    return curve === undefined ? NaN : curve.value(optimised_spend) - curve.value(before);
  });
  const columns = b.results.map(({ channel }) =>
    levelDraws(b.levels ?? { channels: [], levels: [] }, channel),
  );
  const draws = Float64Array.from(b.levels.levels, (_, d) =>
    sum(gains.map((gain, i) => gain * (columns[i]?.[d] ?? NaN))),
  );
  const [lower = NaN, upper = NaN] = quantiles(draws, [0.05, 0.95]);
  const gain = sum(gains);
  if (![gain, lower, upper].every(Number.isFinite)) return null;
  const probability = draws.filter((value) => value > 0).length / draws.length;
  return { gain, lower, upper, probability, beyond: lower > 0 || upper < 0 };
}
