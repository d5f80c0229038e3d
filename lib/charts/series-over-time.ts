import type { TopLevelSpec } from "vega-lite";
import { finiteOrNull, largest, requireLength, requireSome, smallest } from "./checks.ts";
import { count, HUMAN_AXIS_LABEL } from "./format.ts";
import { keyRow, type KeyItem } from "./key.ts";
import { diamond } from "./marks.ts";
import { displayNames } from "./names.ts";
import {
  observationAxis,
  observationNoun,
  type ObservationAxis,
  type Observations,
} from "./observation-axis.ts";
import { ACCENT, ALERT, CONFIG, headline, INK, panelHeading, SMALL_AXIS, type Panel } from "./theme.ts";

/** One series of the data. */
export interface DataSeries {
  readonly name: string;
  /** What it is to the model. */
  readonly role: "target" | "channel" | "control";
  /** One per observation; NaN where it is missing, which the chart marks by itself. */
  readonly values: ArrayLike<number>;
  /** Indices of values that stand out. */
  readonly flagged: readonly number[];
}

/** What the chart of the data's series shows. */
export interface SeriesInput extends Observations {
  /** At least one; the target first. */
  readonly series: readonly DataSeries[];
}

const WIDTH = 900;
const GUTTER = 72;
/** More series than this stand in two columns. */
const ONE_COLUMN = 8;

const isMissing = (value: number) => !Number.isFinite(value);

function finding({ series }: SeriesInput): string {
  const flagged = series.reduce((sum, one) => sum + one.flagged.length, 0);
  const missing = series.reduce((sum, { values }) => sum + Array.from(values).filter(isMissing).length, 0);
  if (flagged + missing === 0)
    return `No value of the ${count(series.length, "series").replace("seriess", "series")} stands out or is missing`;
  const affected = series.filter((one) => one.flagged.length > 0 || Array.from(one.values).some(isMissing));
  const parts = [
    ...(flagged > 0 ? [`${count(flagged, "value")} ${flagged === 1 ? "stands" : "stand"} out`] : []),
    ...(missing > 0 ? [`${missing} ${missing === 1 ? "is" : "are"} missing`] : []),
  ];
  return `${parts.join(" and ")}, in ${affected.length} of ${series.length} series`;
}

interface Frame {
  readonly axis: ObservationAxis;
  readonly width: number;
  readonly height: number;
  readonly hasDates: boolean;
}

function panel(one: DataSeries, name: string, { axis, width, height, hasDates }: Frame): Panel {
  const rows = axis.positions.map((x, i) => ({ x, value: finiteOrNull(one.values[i]) }));
  const values = rows.map(({ value }) => value);
  const [low, high] = [smallest(values, 0), largest(values, 1)];
  const base = one.role === "channel" ? Math.min(low, 0) : low - (high - low) * 0.08;
  const top = high > base ? high + (high - base) * 0.1 : base + 1;
  const isSpend = one.role === "channel";
  const colour = isSpend ? ACCENT : INK;
  const x = { field: "x", type: axis.encoding.type };
  const y = { field: "value", type: "quantitative" } as const;
  const first = {
    x: { ...axis.encoding, axis: hasDates ? axis.encoding.axis : null },
    y: {
      ...y,
      scale: { domain: [base, top], nice: false, zero: false },
      axis: {
        title: null,
        labelExpr: HUMAN_AXIS_LABEL,
        tickCount: one.role === "target" ? 4 : 2,
        ...SMALL_AXIS,
      },
    },
  };
  const marked = new Set(one.flagged);
  return {
    width,
    height,
    layer: [
      {
        data: { values: rows },
        mark: { type: "line", color: colour, strokeWidth: 1.4 },
        encoding: first,
      },
      {
        data: { values: rows.filter(({ value }) => value === null) },
        mark: { type: "rule", color: ALERT, strokeWidth: 2, strokeDash: [2, 2] },
        encoding: { x, y: { value: 0 }, y2: { value: height } },
      },
      {
        data: { values: rows.filter(({ value }, i) => value !== null && marked.has(i)) },
        mark: { ...diamond(ALERT), size: 70 },
        encoding: { x, y },
      },
      ...panelHeading(name, width),
    ],
  };
}

function key(series: readonly DataSeries[]): KeyItem[] {
  const missing = series.some(({ values }) => Array.from(values).some(isMissing));
  return [
    ...(series.some(({ role }) => role !== "channel")
      ? [{ label: "target or control", mark: "line", colour: INK } as const]
      : []),
    ...(series.some(({ role }) => role === "channel")
      ? [{ label: "channel", mark: "line", colour: ACCENT } as const]
      : []),
    ...(series.some(({ flagged }) => flagged.length > 0)
      ? [{ label: "stands out", mark: "diamond", colour: ALERT } as const]
      : []),
    ...(missing ? [{ label: "missing", mark: "dashed", colour: ALERT } as const] : []),
  ];
}

/**
 * Target, channels and controls over time, each on its own scale; values that stand out and values that are missing marked.
 *
 * @throws RangeError when there is no series or no observation, when lengths differ, or when periods are not ascending dates.
 */
export function seriesChart(input: SeriesInput): TopLevelSpec {
  const { labels, series } = input;
  requireSome(series, "series");
  requireSome(labels, "series over time");
  const names = displayNames(series.map(({ name }) => name));
  series.forEach(({ values }, s) => {
    requireLength(values, labels.length, `series ${names[s] ?? ""}`);
  });
  const columns = series.length > ONE_COLUMN ? 2 : 1;
  const width = Math.floor((WIDTH - GUTTER * (columns - 1)) / columns);
  const axis = observationAxis(input, width);
  const panels = series.map((one, s) =>
    panel(one, names[s] ?? "", {
      axis,
      width,
      height: one.role === "target" ? 96 : 66,
      hasDates: s >= series.length - columns,
    }),
  );
  const context = `${count(labels.length, observationNoun(input))}; each series on its own scale`;
  return {
    config: CONFIG,
    title: headline(finding(input), [context], WIDTH),
    spacing: 14,
    vconcat: [keyRow(key(series)), { columns, spacing: { row: 14, column: GUTTER }, concat: panels }],
  };
}
