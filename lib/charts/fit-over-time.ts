import type { TopLevelSpec } from "vega-lite";
import { finiteOrNull, largest, requireLength, requireSome, smallest } from "./checks.ts";
import { dateTicks, endOfLastPeriod, utcDates, type Period } from "./dates.ts";
import { count, HUMAN_AXIS_LABEL, percent, ratio } from "./format.ts";
import { keyRow } from "./key.ts";
import { dot } from "./marks.ts";
import { displayName } from "./names.ts";
import { ACCENT, CONFIG, headline, INK } from "./theme.ts";

/** What the chart of fit over time shows; arrays have one value per date, in target units. */
export interface FitOverTimeInput {
  /** First day of each period, YYYY-MM-DD, ascending. */
  readonly dates: readonly string[];
  readonly observed: readonly number[];
  /** Posterior-predictive median and central interval. */
  readonly median: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  /** Probability of the interval, 0.9 for 90 %. */
  readonly probability: number;
  /** What is modelled, `revenue`. */
  readonly target: string;
  /** Unit of the target, `EUR`; null when it is not known. */
  readonly unit: string | null;
  readonly period: Period;
  /** Share of variance explained, between minus infinity and 1; null when it was not computed. */
  readonly rSquared: number | null;
}

const WIDTH = 940;
const HEIGHT = 340;
const BAND_COLOUR = "#BBD3E4";

function finding({ dates, observed, lower, upper, probability, period }: FitOverTimeInput): string {
  const inside = observed.filter((value, t) => {
    const [low, high] = [lower[t], upper[t]];
    return low !== undefined && high !== undefined && value >= low && value <= high;
  }).length;
  const band = percent(probability);
  return `The model’s ${band} band covers ${percent(inside / dates.length)} of ${count(dates.length, period)}`;
}

function requireSizes(input: FitOverTimeInput): void {
  requireSome(input.dates, "fit over time");
  for (const [what, series] of Object.entries({
    observed: input.observed,
    median: input.median,
    lower: input.lower,
    upper: input.upper,
  })) {
    requireLength(series, input.dates.length, what);
  }
}

/**
 * Observed target against the posterior-predictive median and interval over dates.
 *
 * @throws RangeError when there is no date, when lengths differ from the number of dates, or when dates are not
 *   ascending calendar dates.
 */
export function fitOverTimeChart(input: FitOverTimeInput): TopLevelSpec {
  requireSizes(input);
  const times = utcDates(input.dates);
  const values = times.map((date, t) => ({
    date,
    observed: finiteOrNull(input.observed[t]),
    median: finiteOrNull(input.median[t]),
    lower: finiteOrNull(input.lower[t]),
    upper: finiteOrNull(input.upper[t]),
  }));
  const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0];
  const end = last > first ? last : endOfLastPeriod(times, input.period);
  const model = last > first ? values : [...values, ...values.map((value) => ({ ...value, date: end }))];
  const all = [...input.observed, ...input.lower, ...input.upper];
  const [bottom, top] = [smallest(all, 0), largest(all, 1)];
  const margin = top > bottom ? (top - bottom) * 0.05 : Math.max(Math.abs(top) * 0.1, 1);
  const floor = bottom >= 0 ? Math.max(0, bottom - margin) : bottom - margin;
  const { values: ticks, labelExpr } = dateTicks(times, WIDTH);
  const target = displayName(input.target);
  const measured =
    input.unit === null
      ? `${target} per ${input.period}`
      : `${target} (${displayName(input.unit)} / ${input.period})`;
  const fit = input.rSquared === null ? [] : [`R² ${ratio(input.rSquared)}`];
  const band = percent(input.probability);
  return {
    config: CONFIG,
    title: headline(finding(input), [[measured, ...fit].join(" · ")], WIDTH),
    spacing: 14,
    vconcat: [
      keyRow([
        { label: "observed", mark: "point", colour: INK },
        { label: "posterior-predictive median", mark: "line", colour: ACCENT },
        { label: `${band} band`, mark: "band", colour: BAND_COLOUR },
      ]),
      {
        data: { values },
        width: WIDTH,
        height: HEIGHT,
        encoding: {
          x: {
            field: "date",
            type: "temporal",
            scale: { type: "utc", nice: false, domain: [first, end] },
            axis: { title: null, grid: false, values: ticks, labelExpr, labelLineHeight: 16 },
          },
        },
        layer: [
          {
            data: { values: model },
            mark: { type: "area", color: BAND_COLOUR, opacity: 1 },
            encoding: {
              y: {
                field: "lower",
                type: "quantitative",
                scale: { domain: [floor, top + margin], zero: false, nice: false },
                axis: { title: null, labelExpr: HUMAN_AXIS_LABEL, tickCount: 6 },
              },
              y2: { field: "upper" },
            },
          },
          {
            data: { values: model },
            mark: { type: "line", color: ACCENT, strokeWidth: 2 },
            encoding: { y: { field: "median", type: "quantitative" } },
          },
          {
            mark: { ...dot(INK), size: 24 },
            encoding: { y: { field: "observed", type: "quantitative" } },
          },
        ],
      },
    ],
  };
}
