import type { TopLevelSpec } from "vega-lite";
import { verdictWords, type CalibrationVerdict } from "./calibration-words.ts";
import { finiteOrNull, largest, requireLength, requireSome, smallest } from "./checks.ts";
import { count, percent } from "./format.ts";
import { keyRow, type KeyItem } from "./key.ts";
import { diamond, dot } from "./marks.ts";
import { ACCENT, ALERT, CONFIG, ENVELOPE, FAINT, headline, MUTED, type Layer } from "./theme.ts";

/** What the chart of the PIT's distribution shows; all of probability, between 0 and 1. */
export interface EcdfDeltaInput {
  /** Points at which the distribution is judged, ascending: the nine of the calibration test, or a dense grid. */
  readonly points: ArrayLike<number>;
  /** Share of observations whose PIT is at most each point. */
  readonly values: ArrayLike<number>;
  /** Simultaneous band at each point: where the share of a calibrated model would lie. */
  readonly band: {
    readonly probability: number;
    readonly lower: ArrayLike<number>;
    readonly upper: ArrayLike<number>;
  };
  /** PIT of each observation, for the line between the points; null when it is not at hand. */
  readonly pit: ArrayLike<number> | null;
  readonly observations: number;
  readonly verdict: CalibrationVerdict;
}

const WIDTH = 700;
const HEIGHT = 300;
/** With more points than this they are a grid and need no marks of their own. */
const MARKED_POINTS = 30;
/** Pixels that the band is wide at each of a few points. */
const INTERVAL_WIDTH = 18;
/** A signed tick, and a bare zero. */
const SIGNED_LABEL = "datum.value == 0 ? '0' : format(datum.value, '+.2~f')";
/** Differences of this size fit the vertical axis at least. */
const LEAST_REACH = 0.02;
/** Slack for shares that are quotients of counts. */
const ROUNDING = 1e-12;

interface DeltaPoint {
  readonly x: number;
  readonly delta: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly isInside: boolean;
}

function deltas({ points, values, band }: EcdfDeltaInput): DeltaPoint[] {
  return Array.from(points, (x, p) => {
    const [value, low, high] = [values[p] ?? NaN, band.lower[p] ?? NaN, band.upper[p] ?? NaN];
    return {
      x,
      delta: finiteOrNull(value - x),
      lower: finiteOrNull(low - x),
      upper: finiteOrNull(high - x),
      isInside: value >= low - ROUNDING && value <= high + ROUNDING,
    };
  });
}

const END = { delta: 0, lower: 0, upper: 0, isInside: true };

/** Corners of the empirical distribution function less the diagonal: at each PIT from just before to just after its step. */
function steps(pit: ArrayLike<number>): { x: number; delta: number; order: number }[] {
  const sorted = Float64Array.from(Array.from(pit).filter((value) => !Number.isNaN(value))).sort();
  const n = sorted.length;
  const corners = Array.from(sorted, (x, i) => [
    { x, delta: i / n - x },
    { x, delta: (i + 1) / n - x },
  ]).flat();
  const whole = n === 0 ? [] : [{ x: 0, delta: 0 }, ...corners, { x: 1, delta: 0 }];
  return whole.map((corner, order) => ({ ...corner, order }));
}

function pointLayers(inside: readonly DeltaPoint[], outside: readonly DeltaPoint[]): Layer[] {
  const x = { field: "x", type: "quantitative" } as const;
  const y = { field: "delta", type: "quantitative" } as const;
  return [
    { data: { values: [...inside] }, mark: dot(ACCENT), encoding: { x, y } },
    {
      data: { values: [...outside] },
      mark: diamond(ALERT),
      encoding: { x, y },
    },
  ];
}

function key({ band }: EcdfDeltaInput, isMarked: boolean, hasOutside: boolean): KeyItem[] {
  return [
    { label: "PIT’s ECDF less uniform", mark: "line", colour: isMarked ? MUTED : ACCENT },
    ...(isMarked ? [{ label: "judged points", mark: "dot", colour: ACCENT } as const] : []),
    ...(hasOutside ? [{ label: "outside the band", mark: "diamond", colour: ALERT } as const] : []),
    { label: `${percent(band.probability)} band if calibrated`, mark: "band", colour: ENVELOPE },
  ];
}

/**
 * Distribution of the PIT less that of a uniform variable, with its simultaneous band: a calibrated model stays inside the
 * whole of it with the band's probability.
 *
 * @throws RangeError when there is no point or when lengths differ.
 * @see Saeilynoja, Buerkner & Vehtari (2022), Statistics and Computing 32:32
 */
export function ecdfDeltaChart(input: EcdfDeltaInput): TopLevelSpec {
  const { points, values, band, pit, observations, verdict } = input;
  requireSome(points, "ECDF difference");
  requireLength(values, points.length, "shares of observations");
  requireLength(band.lower, points.length, "lower limit of the band");
  requireLength(band.upper, points.length, "upper limit of the band");
  const judged = deltas(input);
  const outside = judged.filter(({ isInside }) => !isInside);
  const isMarked = judged.length <= MARKED_POINTS;
  const whole = [{ x: 0, ...END }, ...judged, { x: 1, ...END }];
  const line = pit === null ? whole.map(({ x, delta }, order) => ({ x, delta, order })) : steps(pit);
  const extent = [...line.map(({ delta }) => delta), ...judged.flatMap(({ lower, upper }) => [lower, upper])];
  const [low, high] = [
    Math.min(smallest(extent, 0), -LEAST_REACH),
    Math.max(largest(extent, 0), LEAST_REACH),
  ];
  const margin = (high - low) * 0.06;
  const where =
    outside.length === 0
      ? "the PIT stays inside the band"
      : `the PIT is outside the band at ${outside.length} of ${count(judged.length, "point")}`;
  const x = { field: "x", type: "quantitative" } as const;
  const y = { field: "delta", type: "quantitative" } as const;
  return {
    config: CONFIG,
    title: headline(
      `${verdictWords(verdict)}; ${where}`,
      [`${count(observations, "observation")} · above zero: more observations up to there than predicted`],
      WIDTH + 60,
    ),
    spacing: 20,
    vconcat: [
      keyRow(key(input, isMarked, outside.length > 0 && isMarked)),
      {
        width: WIDTH,
        height: HEIGHT,
        layer: [
          {
            data: { values: isMarked ? judged : whole },
            // Between judged points nothing is claimed, and nothing drawn.
            mark: isMarked
              ? { type: "rule", color: ENVELOPE, strokeWidth: INTERVAL_WIDTH }
              : { type: "area", color: ENVELOPE, opacity: 1 },
            encoding: {
              x: {
                ...x,
                scale: { domain: [0, 1], nice: false },
                axis: {
                  title: "PIT: predictive probability below the observation",
                  grid: false,
                  tickCount: 5,
                },
              },
              y: {
                ...y,
                field: "lower",
                scale: { domain: [low - margin, high + margin], nice: false },
                axis: { title: "ECDF − uniform", tickCount: 5, labelExpr: SIGNED_LABEL },
              },
              y2: { field: "upper" },
            },
          },
          {
            data: { values: [{ delta: 0 }] },
            mark: { type: "rule", color: FAINT, strokeWidth: 1.5, strokeDash: [5, 4] },
            encoding: { y },
          },
          {
            data: { values: line },
            mark: { type: "line", color: isMarked ? MUTED : ACCENT, strokeWidth: isMarked ? 1.2 : 2 },
            encoding: { x, y, order: { field: "order", type: "quantitative" } },
          },
          ...(isMarked
            ? pointLayers(
                judged.filter(({ isInside }) => isInside),
                outside,
              )
            : []),
        ],
      },
    ],
  };
}
