import type { TopLevelSpec } from "vega-lite";
import { adequacyColour, adequacySentence, type Adequacy } from "./adequacy.ts";
import { finiteOrNull, largest, requireLength, requireSome, total } from "./checks.ts";
import { dateTicks, endOfLastPeriod, utcDates } from "./dates.ts";
import { count, HUMAN_AXIS_LABEL, money } from "./format.ts";
import { keyRow, type KeyItem } from "./key.ts";
import { displayNames } from "./names.ts";
import {
  ENVELOPE,
  channelLineColour,
  CONFIG,
  headline,
  INK,
  MUTED,
  SMALL_AXIS,
  panelHeading,
  type Layer,
  type Panel,
} from "./theme.ts";
import { stackSeries, type Series } from "./series.ts";
import { spendTitle, type ChartUnits } from "./units.ts";

/** One channel's plan; every array has one value per period, in currency per period. */
export interface MultiperiodChannel {
  readonly name: string;
  readonly spend: readonly number[];
  /** Least and most that bounds and ramps allow in each period, given the plan's period before; null when nothing limits it. */
  readonly envelope: { readonly lower: readonly number[]; readonly upper: readonly number[] } | null;
  /** Spend per period before the plan; null when it is not known. */
  readonly currentSpend: number | null;
}

/** What the chart of a plan over several periods shows. */
export interface MultiperiodAllocationInput extends ChartUnits {
  /** First day of each period, YYYY-MM-DD, ascending. */
  readonly dates: readonly string[];
  /** At least one, in the model's own order. */
  readonly channels: readonly MultiperiodChannel[];
  readonly adequacy: Adequacy;
}

const TOTAL_WIDTH = 960;
const GUTTER = 68;
/** A spend within this fraction of its limit rests on it: far above a solver's tolerance, far below what a reader can see. */
const AT_LIMIT = 1e-4;

function restsOnLimit({ spend, envelope }: MultiperiodChannel): boolean {
  if (envelope === null) return false;
  return spend.some((value, t) => {
    const near = (limit: number | undefined) =>
      limit !== undefined && Math.abs(value - limit) <= AT_LIMIT * Math.max(Math.abs(limit), 1);
    return near(envelope.lower[t]) || near(envelope.upper[t]);
  });
}

function finding({ dates, channels, currency, period }: MultiperiodAllocationInput): string {
  const spend = money(total(channels.map((channel) => total(channel.spend))), currency);
  const plan = `The plan spends ${spend} over ${count(dates.length, period)}`;
  const limited = channels.filter(restsOnLimit).length;
  if (channels.every(({ envelope }) => envelope === null)) return plan;
  if (limited === 0) return `${plan}; no channel reaches its bounds or ramp limits`;
  return `${plan}; ${limited} of ${channels.length} channels reach a bound or a ramp limit`;
}

interface Step {
  readonly date: number;
  readonly spend: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** One step per period and a last point that ends the last period. */
function steps(channel: MultiperiodChannel, starts: readonly number[], end: number): Step[] {
  const at = (date: number, t: number): Step => ({
    date,
    spend: finiteOrNull(channel.spend[t]),
    lower: finiteOrNull(channel.envelope?.lower[t]),
    upper: finiteOrNull(channel.envelope?.upper[t]),
  });
  return [...starts.map(at), at(end, starts.length - 1)];
}

interface Frame {
  readonly starts: readonly number[];
  readonly end: number;
  readonly width: number;
  readonly height: number;
}

function dateAxis({ starts, end, width }: Frame) {
  const { values, labelExpr } = dateTicks(starts, width);
  return {
    field: "date",
    type: "temporal" as const,
    scale: { type: "utc" as const, domain: [starts[0] ?? 0, end], nice: false },
    axis: { title: null, grid: false, values, labelExpr, labelLineHeight: 15 },
  };
}

function currentRule(spend: number, width: number): Layer {
  return {
    data: { values: [{ spend: finiteOrNull(spend) }] },
    mark: { type: "rule", color: INK, strokeWidth: 1.4, strokeDash: [4, 3] },
    encoding: { x: { value: 0 }, x2: { value: width }, y: { field: "spend", type: "quantitative" } },
  };
}

function panel(channel: MultiperiodChannel, colour: string, title: string, frame: Frame): Panel {
  const { starts, end, width, height } = frame;
  const values = steps(channel, starts, end);
  const limit = largest([...values.flatMap(({ spend, upper }) => [spend, upper]), channel.currentSpend], 0);
  const envelope: Layer[] =
    channel.envelope === null
      ? []
      : [
          {
            mark: { type: "area", interpolate: "step-after", color: ENVELOPE, opacity: 1 },
            encoding: { y: { field: "lower", type: "quantitative" }, y2: { field: "upper" } },
          },
        ];
  const current: Layer[] = channel.currentSpend === null ? [] : [currentRule(channel.currentSpend, width)];
  return {
    data: { values },
    width,
    height,
    encoding: {
      x: dateAxis(frame),
    },
    layer: [
      ...envelope,
      {
        mark: {
          type: "line",
          interpolate: "step-after",
          color: colour,
          strokeWidth: 2.5,
          strokeJoin: "round",
        },
        encoding: {
          y: {
            field: "spend",
            type: "quantitative",
            scale: { domain: [0, limit > 0 ? limit * 1.08 : 1], nice: false },
            axis: { title: null, labelExpr: HUMAN_AXIS_LABEL, tickCount: 3, ...SMALL_AXIS },
          },
        },
      },
      ...current,
      ...panelHeading(title, width),
    ],
  };
}

interface StackPoint {
  readonly date: number;
  readonly from: number;
  readonly to: number;
  readonly series: number;
  readonly colour: string;
}

function stackPoints(series: readonly Series[], { starts, end }: Frame): StackPoint[] {
  return [...starts, end].flatMap((date, column) => {
    const t = Math.min(column, starts.length - 1);
    let from = 0;
    return series.map(({ values, colour }, index) => {
      const to = from + (values[t] ?? 0);
      const point = { date, from, to, series: index, colour };
      from = to;
      return point;
    });
  });
}

function totalPanel(input: MultiperiodAllocationInput, names: readonly string[], frame: Frame): Panel {
  const spends = input.channels.map(({ spend }, c) => ({ name: names[c] ?? "", values: spend }));
  const series = stackSeries(spends);
  const sums = frame.starts.map((_, t) => total(spends.map(({ values }) => values[t] ?? Number.NaN)));
  const known = input.channels.map(({ currentSpend }) => currentSpend).filter((spend) => spend !== null);
  const current = known.length === input.channels.length ? total(known) : null;
  const limit = largest([...sums, current], 0);
  const rest = series.length < names.length ? ", the smaller ones in grey" : "";
  const now: Layer[] = current === null ? [] : [currentRule(current, frame.width)];
  return {
    width: frame.width,
    height: frame.height,
    layer: [
      {
        data: { values: stackPoints(series, frame) },
        mark: { type: "area", interpolate: "step-after", opacity: 1, stroke: "#FFFFFF", strokeWidth: 1 },
        encoding: {
          x: dateAxis(frame),
          y: {
            field: "from",
            type: "quantitative",
            stack: null,
            scale: { domain: [0, limit > 0 ? limit * 1.08 : 1], nice: false },
            axis: { title: null, labelExpr: HUMAN_AXIS_LABEL, tickCount: 4, ...SMALL_AXIS },
          },
          y2: { field: "to" },
          detail: { field: "series", type: "nominal" },
          color: { field: "colour", type: "nominal", scale: null },
        },
      },
      ...now,
      ...panelHeading(`All channels, stacked in the colours below${rest}`, frame.width),
    ],
  };
}

function requireSizes({ dates, channels }: MultiperiodAllocationInput): void {
  requireSome(dates, "multi-period allocation: dates");
  requireSome(channels, "multi-period allocation: channels");
  for (const { name, spend, envelope } of channels) {
    requireLength(spend, dates.length, `spend of ${name}`);
    if (envelope === null) continue;
    requireLength(envelope.lower, dates.length, `lower envelope of ${name}`);
    requireLength(envelope.upper, dates.length, `upper envelope of ${name}`);
  }
}

/**
 * Planned spend of each channel in each period, as steps inside the band that bounds and ramps allow, below the total.
 *
 * Every panel has its own scale from zero, so that small channels can be read too.
 *
 * @throws RangeError when there is no period or channel, when lengths differ from the number of dates, or when dates are not
 *   ascending calendar dates.
 */
export function multiperiodAllocationChart(input: MultiperiodAllocationInput): TopLevelSpec {
  requireSizes(input);
  const { channels } = input;
  const names = displayNames(channels.map(({ name }) => name));
  const starts = utcDates(input.dates);
  const end = endOfLastPeriod(starts, input.period);
  const columns = Math.min(channels.length, channels.length > 9 ? 4 : 3);
  const width = Math.floor((TOTAL_WIDTH - GUTTER * (columns - 1)) / columns);
  const frame = { starts, end, width, height: 120 };
  const panels = channels.map((channel, c) =>
    panel(channel, channelLineColour(c), names[c] ?? channel.name, frame),
  );
  const key: KeyItem[] = [{ label: "planned spend", mark: "line", colour: MUTED }];
  if (channels.some(({ envelope }) => envelope !== null)) {
    key.push({ label: "allowed by bounds and ramps", mark: "band", colour: ENVELOPE });
  }
  if (channels.some(({ currentSpend }) => currentSpend !== null)) {
    key.push({ label: "current spend", mark: "dashed", colour: INK });
  }
  const sum = totalPanel(input, names, { ...frame, width: TOTAL_WIDTH, height: 150 });
  const context = [
    channels.length > 1 ? `${spendTitle(input)}, each channel on its own scale` : spendTitle(input),
    adequacySentence(input.adequacy),
  ];
  return {
    config: CONFIG,
    title: {
      ...headline(finding(input), [context.join(" · ")], TOTAL_WIDTH),
      subtitleColor: adequacyColour(input.adequacy),
    },
    spacing: 20,
    vconcat: [keyRow(key), ...(channels.length > 1 ? [sum] : []), { columns, spacing: 24, concat: panels }],
  };
}
