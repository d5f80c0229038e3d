import type { TopLevelSpec } from "vega-lite";
import { finiteOrNull, largest, requireLength, requireSome, smallest } from "./checks.ts";
import { dateAxisLabel, utcDate, type Period } from "./dates.ts";
import { count, HUMAN_AXIS_LABEL, percent } from "./format.ts";
import { keyRow } from "./key.ts";
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
  return `${percent(inside / dates.length)} of ${count(dates.length, period)} fall within the model's ${band} band`;
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
 * @throws RangeError when there is no date, when lengths differ from the number of dates, or when a date is none.
 */
export function fitOverTimeChart(input: FitOverTimeInput): TopLevelSpec {
  requireSizes(input);
  const times = input.dates.map(utcDate);
  const values = times.map((date, t) => ({
    date,
    observed: finiteOrNull(input.observed[t]),
    median: finiteOrNull(input.median[t]),
    lower: finiteOrNull(input.lower[t]),
    upper: finiteOrNull(input.upper[t]),
  }));
  const all = [...input.observed, ...input.lower, ...input.upper];
  const [bottom, top] = [smallest(all, 0), largest(all, 1)];
  const margin = top > bottom ? (top - bottom) * 0.05 : Math.max(Math.abs(top) * 0.1, 1);
  const floor = bottom >= 0 ? Math.max(0, bottom - margin) : bottom - margin;
  const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0];
  const target = displayName(input.target);
  const unit = input.unit === null ? "" : `${input.unit} / `;
  const fit = input.rSquared === null ? [] : [`R² ${input.rSquared.toFixed(2).replace("-", "\u2212")}`];
  const band = percent(input.probability);
  return {
    config: CONFIG,
    title: headline(
      finding(input),
      [[`${target} (${unit === "" ? "per " : unit}${input.period})`, ...fit].join("   ·   ")],
      WIDTH,
    ),
    spacing: 20,
    vconcat: [
      keyRow([
        { label: "observed", mark: "dot", colour: INK },
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
            scale: { type: "utc", nice: false, ...(last > first ? { domain: [first, last] } : {}) },
            axis: {
              title: null,
              grid: false,
              labelExpr: dateAxisLabel(first, last),
              labelLineHeight: 16,
              tickCount: 12,
            },
          },
        },
        layer: [
          {
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
            mark: { type: "line", color: ACCENT, strokeWidth: 2 },
            encoding: { y: { field: "median", type: "quantitative" } },
          },
          {
            mark: { type: "point", filled: true, size: 20, color: INK, opacity: 1 },
            encoding: { y: { field: "observed", type: "quantitative" } },
          },
        ],
      },
    ],
  };
}
