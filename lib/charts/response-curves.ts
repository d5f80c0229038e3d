import type { TopLevelSpec } from "vega-lite";
import { finiteOrNull, largest, requireLength, requireSome, smallest } from "./checks.ts";
import { HUMAN_AXIS_LABEL } from "./format.ts";
import { keyRow, type KeyItem } from "./key.ts";
import { dot, ring } from "./marks.ts";
import { displayNames } from "./names.ts";
import {
  WASH,
  channelLineColour,
  CONFIG,
  FAINT,
  headline,
  INK,
  SMALL_AXIS,
  MUTED,
  panelHeading,
  type Layer,
  type Panel,
} from "./theme.ts";
import { contributionTitle, spendTitle, type ChartUnits } from "./units.ts";

/** Pointwise interval of a curve, one limit per point. */
export interface CurveBand {
  /** 0.9 for 90 %. */
  readonly probability: number;
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/** One channel; spend in currency, contribution in target units, both per period. */
export interface ResponseCurveChannel {
  readonly name: string;
  /** Whether spend is effective spend, part of which is carried over from earlier periods; false if not given. */
  readonly carriesOver?: boolean;
  /** Spend of each observed period and the posterior mean of what it contributed. */
  readonly observed: { readonly spend: readonly number[]; readonly contribution: readonly number[] };
  /** Points of the fitted curve, spend ascending; it may go beyond what was observed. */
  readonly curve: {
    readonly spend: readonly number[];
    readonly contribution: readonly number[];
    /** Pointwise intervals, the widest first, of the same probabilities in every channel; none where they were not computed. */
    readonly bands: readonly CurveBand[];
  };
  /** Current spend; the mean of the observed periods while nothing has been optimised. */
  readonly currentSpend: number;
  /** Null when nothing has been optimised yet. */
  readonly optimisedSpend: number | null;
}

/** What the chart of response curves shows. */
export interface ResponseCurvesInput extends ChartUnits {
  /** At least one, in the model's own order. */
  readonly channels: readonly ResponseCurveChannel[];
}

const TOTAL_WIDTH = 960;
const GUTTER = 72;
const SINGLE_WIDTH = 900;
const BAND_OPACITY = 0.18;
/** Of the widest interval, and of those within it, in the key. */
const BAND_COLOURS = ["#CBD2D9", "#A3AEB9"];

/** Straight-line reading of a curve at one spend; null outside the curve's points. */
function readCurve({ curve }: ResponseCurveChannel, spend: number): number | null {
  const next = curve.spend.findIndex((value) => value >= spend);
  const right = curve.spend[next];
  const above = curve.contribution[next];
  if (right === undefined || above === undefined) return null;
  const left = curve.spend[next - 1];
  const below = curve.contribution[next - 1];
  if (right === spend || left === undefined || below === undefined) return right === spend ? above : null;
  return finiteOrNull(below + ((above - below) * (spend - left)) / (right - left));
}

function marker(channel: ResponseCurveChannel, spend: number | null, kind: "current" | "optimised"): Layer[] {
  if (spend === null || !Number.isFinite(spend)) return [];
  const x = { field: "spend", type: "quantitative" } as const;
  const values = [{ spend, contribution: readCurve(channel, spend) }];
  const rule: Layer = {
    data: { values },
    mark: { type: "rule", color: kind === "current" ? FAINT : INK, strokeWidth: 1.2, strokeDash: [3, 3] },
    encoding: { x },
  };
  const point: Layer = {
    data: { values: values.filter(({ contribution }) => contribution !== null) },
    mark: kind === "current" ? ring(MUTED) : dot(INK),
    encoding: { x, y: { field: "contribution", type: "quantitative" } },
  };
  return [rule, point];
}

interface CurvePoint {
  readonly spend: number;
  readonly contribution: number | null;
}

function curvePoints({ curve }: ResponseCurveChannel): CurvePoint[] {
  return curve.spend.map((spend, i) => ({
    spend,
    contribution: finiteOrNull(curve.contribution[i]),
  }));
}

/** Intervals lie one over another: where they overlap the colour is deeper. */
function bandLayers({ curve }: ResponseCurveChannel, colour: string): Layer[] {
  return curve.bands.map(({ lower, upper }) => ({
    data: {
      values: curve.spend.map((spend, i) => ({
        spend,
        lower: finiteOrNull(lower[i]),
        upper: finiteOrNull(upper[i]),
      })),
    },
    mark: { type: "area", color: colour, opacity: BAND_OPACITY },
    encoding: {
      x: { field: "spend", type: "quantitative" },
      y: { field: "lower", type: "quantitative" },
      y2: { field: "upper" },
    },
  }));
}

/** The curve inside the observed range is drawn solid, beyond it dashed; both parts share the point where they meet. */
function curveLayers(channel: ResponseCurveChannel, colour: string, from: number, to: number): Layer[] {
  const points = curvePoints(channel);
  const inside = points.filter(({ spend }) => spend >= from && spend <= to);
  const parts = [points.filter(({ spend }) => spend <= from), points.filter(({ spend }) => spend >= to)];
  const ends = [inside[0], inside.at(-1)];
  const beyond = parts.map((part, side) => {
    const end = ends[side];
    if (end === undefined || part.length === 0) return part;
    return side === 0 ? [...part, end] : [end, ...part];
  });
  const line = (values: readonly CurvePoint[], dash: number[]): Layer => ({
    data: { values: [...values] },
    mark: { type: "line", color: colour, strokeWidth: 2.5, strokeDash: dash, strokeCap: "butt" },
    encoding: {
      x: { field: "spend", type: "quantitative" },
      y: { field: "contribution", type: "quantitative" },
    },
  });
  const drawn = beyond.filter((part) => part.length > 1).map((part) => line(part, [5, 4]));
  return [...drawn, ...(inside.length > 1 ? [line(inside, [1, 0])] : [])];
}

interface Frame {
  readonly width: number;
  readonly height: number;
}

function panel(channel: ResponseCurveChannel, name: string, colour: string, { width, height }: Frame): Panel {
  const { observed, curve } = channel;
  const from = smallest(observed.spend, 0);
  const to = largest(observed.spend, 0);
  const widest = largest(
    [...observed.spend, ...curve.spend, channel.currentSpend, channel.optimisedSpend],
    0,
  );
  const heights = [
    ...observed.contribution,
    ...curve.contribution,
    ...curve.bands.flatMap(({ upper }) => upper),
  ];
  const depths = [
    ...observed.contribution,
    ...curve.contribution,
    ...curve.bands.flatMap(({ lower }) => lower),
    0,
  ];
  const top = largest(heights, 0);
  const bottom = smallest(depths, 0);
  return {
    width,
    height,
    layer: [
      {
        data: { values: [{ from, to }] },
        mark: { type: "rect", ...WASH },
        encoding: {
          x: {
            field: "from",
            type: "quantitative",
            scale: { domain: [0, widest > 0 ? widest * 1.03 : 1], nice: false },
            axis: {
              title: null,
              labelExpr: HUMAN_AXIS_LABEL,
              tickCount: Math.min(Math.max(3, Math.round(width / 55)), 8),
              grid: false,
            },
          },
          x2: { field: "to" },
        },
      },
      ...bandLayers(channel, colour),
      {
        data: {
          values: observed.spend.map((spend, i) => ({
            spend: finiteOrNull(spend),
            contribution: finiteOrNull(observed.contribution[i]),
          })),
        },
        mark: { type: "point", filled: true, size: 20, color: colour, opacity: 0.4 },
        encoding: {
          x: { field: "spend", type: "quantitative" },
          y: {
            field: "contribution",
            type: "quantitative",
            scale: { domain: top > bottom ? [bottom, bottom + (top - bottom) * 1.06] : [0, 1], nice: false },
            axis: { title: null, labelExpr: HUMAN_AXIS_LABEL, tickCount: 4, ...SMALL_AXIS },
          },
        },
      },
      ...curveLayers(channel, colour, from, to),
      ...marker(channel, channel.currentSpend, "current"),
      ...marker(channel, channel.optimisedSpend, "optimised"),
      ...panelHeading(name, width),
    ],
  };
}

function finding(channels: readonly ResponseCurveChannel[]): string {
  const beyond = channels.filter(
    ({ observed, optimisedSpend }) => optimisedSpend !== null && optimisedSpend > largest(observed.spend, 0),
  ).length;
  if (channels.every(({ optimisedSpend }) => optimisedSpend === null)) {
    return "What each channel returns at each level of spend";
  }
  if (beyond === 0) return "All optimised spends lie within the observed range";
  return `${beyond} of ${channels.length} optimised spends lie beyond the observed range`;
}

function key(channels: readonly ResponseCurveChannel[]): KeyItem[] {
  const isOptimised = channels.some(({ optimisedSpend }) => optimisedSpend !== null);
  const items: KeyItem[] = [
    { label: "one observed period", mark: "point", colour: MUTED },
    { label: "fitted curve (dashed: extrapolated)", mark: "line", colour: MUTED },
    { label: "observed range", mark: "band", colour: "#E3E8ED" },
    { label: isOptimised ? "current" : "mean spend", mark: "ring", colour: MUTED },
  ];
  if (isOptimised) {
    items.push({ label: "optimised", mark: "dot", colour: INK });
  }
  const probabilities = new Set(channels.flatMap(({ curve }) => curve.bands.map((band) => band.probability)));
  [...probabilities].forEach((probability, i) => {
    const label = `${Math.round(probability * 100)}\u00a0% interval`;
    items.push({ label, mark: "band", colour: BAND_COLOURS[Math.min(i, BAND_COLOURS.length - 1)] ?? MUTED });
  });
  return items;
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

function requireSizes(channels: readonly ResponseCurveChannel[]): void {
  requireSome(channels, "response curves");
  for (const { name, observed, curve } of channels) {
    requireLength(observed.contribution, observed.spend.length, `observed contribution of ${name}`);
    requireLength(curve.contribution, curve.spend.length, `fitted contribution of ${name}`);
    for (const { lower, upper } of curve.bands) {
      requireLength(lower, curve.spend.length, `lower limit of the curve of ${name}`);
      requireLength(upper, curve.spend.length, `upper limit of the curve of ${name}`);
    }
  }
}

/**
 * Contribution against spend of each channel: observed periods, fitted curve, current and optimised spend. The observed range is
 * shaded; beyond it the curve is dashed, being an extrapolation.
 *
 * @throws RangeError when there is no channel or when lengths of one channel's arrays differ.
 */
export function responseCurvesChart(input: ResponseCurvesInput): TopLevelSpec {
  const { channels } = input;
  requireSizes(channels);
  const names = displayNames(channels.map(({ name }) => name));
  const columns = Math.min(channels.length, channels.length > 9 ? 4 : 3);
  const width = columns === 1 ? SINGLE_WIDTH : Math.floor((TOTAL_WIDTH - GUTTER * (columns - 1)) / columns);
  const frame = { width, height: columns === 1 ? 380 : Math.round(width * 0.66) };
  const panels = channels.map((channel, c) =>
    panel(channel, names[c] ?? channel.name, channelLineColour(c), frame),
  );
  const carried = channels.some(({ carriesOver }) => carriesOver === true);
  const spends = carried
    ? `Effective ${lowerFirst(spendTitle(input))}, carryover included`
    : spendTitle(input);
  const axes = [`Horizontal: ${spends}`, `Vertical: ${contributionTitle(input)}`];
  if (channels.length > 1) axes.push("each channel on its own scales");
  return {
    config: CONFIG,
    title: headline(finding(channels), [axes.join(" · ")], TOTAL_WIDTH),
    spacing: 20,
    vconcat: [keyRow(key(channels)), { columns, spacing: 28, concat: panels }],
  };
}
