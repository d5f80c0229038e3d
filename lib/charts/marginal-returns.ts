import type { TopLevelSpec } from "vega-lite";
import { adequacyColour, adequacySentence, type Adequacy } from "./adequacy.ts";
import { finiteOrNull, largest, requireSome, smallest } from "./checks.ts";
import { HUMAN_AXIS_LABEL, humanNumber, ratio } from "./format.ts";
import { keyRow, type KeyItem } from "./key.ts";
import { diamond, dot, ring } from "./marks.ts";
import { displayNames } from "./names.ts";
import {
  ACCENT,
  CONFIG,
  FAINT,
  headline,
  INK,
  MUTED,
  panelHeading,
  WASH,
  type Layer,
  type Panel,
} from "./theme.ts";
import { contributionAmount, marginalReturnTitle, oneMore, returnText, type ChartUnits } from "./units.ts";

/** What holds a channel's optimal spend where it is; none when only the total budget does. */
export type Binding = "none" | "lower" | "upper" | "fixed" | "group";

/** One channel; marginal returns in target units per unit of currency, NaN where they are undefined. */
export interface MarginalReturnsChannel {
  readonly name: string;
  /** What one more unit of money would bring at today's spend. */
  readonly currentMarginal: number;
  /** What one more unit of money would bring at the optimal spend. */
  readonly optimisedMarginal: number;
  readonly binding: Binding;
}

/** What the chart of marginal returns shows. */
export interface MarginalReturnsInput extends ChartUnits {
  /** At least one, in the model's own order; the chart sorts by marginal return now. */
  readonly channels: readonly MarginalReturnsChannel[];
  /** What one more unit of the total budget would bring at the optimum; null when there is no single such price. */
  readonly shadowPrice: number | null;
  readonly adequacy: Adequacy;
}

const PLOT_WIDTH = 440;
const NAME_WIDTH = 230;
/** Room above the first row, where the shadow price is named, and below the last. */
const MARGIN = 30;
const NOW_COLUMN = PLOT_WIDTH + 70;
const OPTIMUM_COLUMN = PLOT_WIDTH + 150;
const NOTE_COLUMN = PLOT_WIDTH + 170;
const TOTAL_WIDTH = NAME_WIDTH + NOTE_COLUMN + 150;
/** Marginal returns closer than this fraction are equal: far above a solver's tolerance, below what two digits show. */
const EQUAL = 0.005;
/** Largest positive value over the smallest from which the axis is logarithmic. */
const WIDE = 20;
/** Decades that a logarithmic axis shows; what is smaller stands at its edge. */
const DECADES = 4;

const NOTES: Readonly<Record<Binding, string>> = {
  none: "",
  lower: "at its lower bound",
  upper: "at its upper bound",
  fixed: "fixed",
  group: "held by a group budget",
};

/** What holds the held channels, in the singular: a bound, a group budget, or a limit where some of each do. */
function holder(channels: readonly MarginalReturnsChannel[]): string {
  const isGrouped = channels.some(({ binding }) => binding === "group");
  const isBounded = channels.some(({ binding }) => binding !== "group" && binding !== "none");
  if (!isGrouped) return "bound";
  return isBounded ? "limit" : "group budget";
}

function range(values: readonly number[], units: ChartUnits): string {
  const [low, high] = [smallest(values, NaN), largest(values, NaN)];
  if (ratio(low) === ratio(high)) return high === 0 ? "nothing more" : contributionAmount(high, units);
  return `${returnText(low)} to ${contributionAmount(high, units)}`;
}

function isEqual(values: readonly number[]): boolean {
  const [low, high] = [smallest(values, NaN), largest(values, NaN)];
  return high - low <= EQUAL * Math.max(Math.abs(low), Math.abs(high));
}

/** Channels in a sentence: the one, all, or those that nothing holds. */
function where(free: readonly MarginalReturnsChannel[], input: MarginalReturnsInput, every: string): string {
  const only = free.length === 1 ? free[0] : undefined;
  if (free.length === input.channels.length) return only === undefined ? every : only.name;
  const rest = `that no ${holder(input.channels)} holds`;
  return only === undefined ? `${every} ${rest}` : `${only.name}, the only channel ${rest}`;
}

function finding(input: MarginalReturnsInput): string {
  const free = input.channels.filter(({ binding }) => binding === "none");
  const looked = free.length === 0 ? input.channels : free;
  const returns = looked.map((c) => c.optimisedMarginal);
  const undefinedOnes = returns.filter((value) => !Number.isFinite(value)).length;
  if (undefinedOnes > 0) {
    return looked.length === 1
      ? `The marginal return at the optimum is undefined`
      : `The marginal return at the optimum is undefined in ${undefinedOnes} of ${input.channels.length} channels`;
  }
  const brings = `${oneMore(input)} brings ${range(returns, input)}`;
  if (free.length === 0) {
    const who = input.channels.length === 1 ? "the only channel" : "every channel";
    return `At the optimum a ${holder(input.channels)} holds ${who}; ${brings}`;
  }
  const each = returns.every((value) => value === 0) ? "any channel" : "every channel";
  if (isEqual(returns)) return `At the optimum ${brings} in ${where(free, input, each)}`;
  return `Marginal returns are not equal: ${brings} in ${where(free, input, "channels")}`;
}

function context(input: MarginalReturnsInput): string[] {
  const held = input.channels.filter(({ binding }) => binding !== "none").length;
  const facts = [
    ...(held === 0
      ? []
      : [`${held} of ${input.channels.length} channels held by a ${holder(input.channels)}`]),
    adequacySentence(input.adequacy),
  ];
  return [`Marginal return: what ${oneMore(input)} in a channel adds to contribution`, facts.join(" · ")];
}

/** How values become places on the horizontal axis. */
interface Scale {
  readonly type: "linear" | "log";
  readonly domain: readonly [number, number];
  /** Where what a logarithmic axis cannot show is drawn; null when it can show everything. */
  readonly edge: { readonly place: number; readonly end: number; readonly label: string } | null;
  readonly ticks: readonly number[] | null;
}

/** Round numbers within a range, dense or sparse enough for its decades. */
function logTicks(low: number, high: number): number[] {
  const decades = Math.log10(high / low);
  const digits = decades > 3 ? [1] : decades > 2 ? [1, 3] : [1, 2, 5];
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const powers = Array.from({ length: last - first + 1 }, (_, step) => first + step);
  return powers
    .flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`)))
    .filter((tick) => tick >= low && tick <= high);
}

function scaleOf(values: readonly (number | null)[]): Scale {
  const positive = values.filter((value) => value !== null && value > 0);
  const most = largest(positive, 0);
  if (!(most / smallest(positive, most) > WIDE)) {
    const [low, high] = [Math.min(smallest(values, 0), 0), Math.max(largest(values, 0), 0)];
    return {
      type: "linear",
      domain: high > low ? [low * 1.08, high * 1.08] : [0, 1],
      edge: null,
      ticks: null,
    };
  }
  const [low, high] = [Math.max(smallest(positive, most), most * 10 ** -DECADES) / 1.25, most * 1.25];
  const ticks = logTicks(low, high);
  const below = values.filter((value) => value !== null && value < low);
  if (below.length === 0) return { type: "log", domain: [low, high], edge: null, ticks };
  const span = high / low;
  const edge = {
    place: low * span ** -0.07,
    end: low * span ** -0.02,
    label: below.every((value) => value === 0) ? "0" : `< ${humanNumber(Number(low.toPrecision(1)))}`,
  };
  return { type: "log", domain: [low * span ** -0.12, high], edge, ticks: [edge.place, ...ticks] };
}

/** Where a value is drawn: at the edge when it is too small for the axis. */
function place(value: number | null, { edge }: Scale): number | null {
  return value !== null && edge !== null && value < edge.end ? edge.place : value;
}

/** Share of the axis left of a place. */
function share(at: number, { type, domain: [low, high] }: Scale): number {
  const position = type === "log" ? Math.log : (value: number) => value;
  return (position(at) - position(low)) / (position(high) - position(low));
}

interface Row {
  readonly channel: string;
  readonly now: number | null;
  readonly optimum: number | null;
  readonly nowText: string;
  readonly optimumText: string;
  readonly note: string;
}

const AT_OPTIMUM = { x: { field: "optimum", type: "quantitative" } } as const;

function markLayers(scale: Scale): Layer[] {
  const labelExpr =
    scale.edge === null
      ? HUMAN_AXIS_LABEL
      : `datum.value < ${scale.edge.end} ? '${scale.edge.label}' : (${HUMAN_AXIS_LABEL})`;
  const values = scale.ticks === null ? {} : { values: [...scale.ticks] };
  return [
    {
      transform: [{ filter: "isValid(datum.now) && isValid(datum.optimum)" }],
      mark: { type: "rule", strokeWidth: 3, color: FAINT },
      encoding: {
        x: {
          field: "now",
          type: "quantitative",
          scale: { type: scale.type, domain: [...scale.domain], nice: false },
          axis: { title: null, tickCount: 5, labelExpr, ...values },
        },
        x2: { field: "optimum" },
      },
    },
    {
      transform: [{ filter: "isValid(datum.now)" }],
      mark: ring(FAINT),
      encoding: { x: { field: "now", type: "quantitative" } },
    },
    {
      transform: [{ filter: "isValid(datum.optimum) && datum.note == ''" }],
      mark: dot(ACCENT),
      encoding: AT_OPTIMUM,
    },
    {
      transform: [{ filter: "isValid(datum.optimum) && datum.note != ''" }],
      mark: diamond(INK),
      encoding: AT_OPTIMUM,
    },
  ];
}

/** Columns right of the plot: both marginal returns and what holds the channel. */
function columnLayers(): Layer[] {
  const columns = [
    { field: "nowText", heading: "now", x: NOW_COLUMN, align: "right", colour: MUTED },
    { field: "optimumText", heading: "optimum", x: OPTIMUM_COLUMN, align: "right", colour: INK },
    { field: "note", heading: "", x: NOTE_COLUMN, align: "left", colour: MUTED },
  ] as const;
  return columns.flatMap(({ field, heading, x, align, colour }): Layer[] => [
    {
      mark: { type: "text", align, baseline: "middle", x, fontSize: 14, color: colour },
      encoding: { text: { field } },
    },
    {
      data: { values: [{}] },
      mark: { type: "text", align, baseline: "alphabetic", x, fontSize: 13, color: MUTED },
      encoding: { text: { value: heading }, y: { value: -16 } },
    },
  ]);
}

function priceLayers(price: number | null, scale: Scale, height: number): Layer[] {
  const at = place(price, scale);
  if (price === null || at === null) return [];
  const isRight = share(at, scale) > 0.55;
  const x = { field: "at", type: "quantitative" } as const;
  const data = { values: [{ at }] };
  return [
    {
      data,
      mark: { type: "rule", color: INK, strokeWidth: 1.6 },
      encoding: { x, y: { value: 0 }, y2: { value: height } },
    },
    {
      data,
      mark: {
        type: "text",
        align: isRight ? "right" : "left",
        dx: isRight ? -7 : 7,
        baseline: "middle",
        color: INK,
        fontWeight: 600,
      },
      encoding: { x, y: { value: 7 }, text: { value: `shadow price ${returnText(price)}` } },
    },
  ];
}

function edgeLayers({ domain, edge }: Scale, height: number): Layer[] {
  if (edge === null) return [];
  return [
    {
      data: { values: [{ from: domain[0], to: edge.end }] },
      mark: { type: "rect", ...WASH },
      encoding: {
        x: { field: "from", type: "quantitative" },
        x2: { field: "to" },
        y: { value: 0 },
        y2: { value: height },
      },
    },
  ];
}

function panel(rows: readonly Row[], price: number | null, scale: Scale, input: MarginalReturnsInput): Panel {
  const reading = scale.type === "log" ? ", logarithmic axis" : "";
  const step = rows.length <= 8 ? 46 : rows.length <= 20 ? 36 : 28;
  const height = step * (rows.length - 1) + 2 * MARGIN;
  return {
    data: { values: [...rows] },
    width: PLOT_WIDTH,
    height,
    encoding: {
      y: {
        field: "channel",
        type: "nominal",
        sort: null,
        scale: { domain: rows.map(({ channel }) => channel), padding: MARGIN / step },
        axis: {
          title: null,
          labelPadding: 14,
          labelLimit: NAME_WIDTH,
          labelFontSize: 14,
          labelColor: INK,
          labelOverlap: false,
          grid: true,
          zindex: 0,
        },
      },
    },
    layer: [
      ...edgeLayers(scale, height),
      ...priceLayers(price, scale, height),
      ...markLayers(scale),
      ...columnLayers(),
      ...panelHeading(`${marginalReturnTitle(input)}${reading}`, PLOT_WIDTH),
    ],
  };
}

/** A value that may be undefined, largest first; what is undefined comes last. */
function byReturnNow(a: MarginalReturnsChannel, b: MarginalReturnsChannel): number {
  const [left, right] = [finiteOrNull(a.currentMarginal), finiteOrNull(b.currentMarginal)];
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return right - left;
}

/**
 * What one more unit of money brings in each channel, now and at the optimum, largest now first, against the shadow price of the
 * budget: at the optimum every channel that nothing holds stands on it.
 *
 * The axis is logarithmic when the positive values span more than a factor of 20; what it cannot show (zero, or less than a
 * ten-thousandth of the largest) stands at its labelled edge. An undefined value is `n/a` and has no mark.
 *
 * @throws RangeError when there is no channel.
 */
export function marginalReturnsChart(input: MarginalReturnsInput): TopLevelSpec {
  requireSome(input.channels, "marginal returns");
  const names = displayNames(input.channels.map(({ name }) => name));
  const channels = input.channels.map((channel, index) => ({
    ...channel,
    name: names[index] ?? channel.name,
  }));
  const price = finiteOrNull(input.shadowPrice);
  const scale = scaleOf([
    ...channels.flatMap((c) => [finiteOrNull(c.currentMarginal), finiteOrNull(c.optimisedMarginal)]),
    price,
  ]);
  const rows = [...channels].sort(byReturnNow).map((c) => ({
    channel: c.name,
    now: place(finiteOrNull(c.currentMarginal), scale),
    optimum: place(finiteOrNull(c.optimisedMarginal), scale),
    nowText: returnText(c.currentMarginal),
    optimumText: returnText(c.optimisedMarginal),
    note: NOTES[c.binding],
  }));
  const key: KeyItem[] = [{ label: "now", mark: "ring", colour: FAINT }];
  if (rows.some(({ note }) => note === "")) key.push({ label: "optimum", mark: "dot", colour: ACCENT });
  if (rows.some(({ note }) => note !== "")) {
    key.push({ label: `optimum, held by a ${holder(channels)}`, mark: "diamond", colour: INK });
  }
  if (price !== null) {
    key.push({ label: "shadow price: return on more total budget", mark: "tick", colour: INK });
  }
  const named = { ...input, channels };
  return {
    config: CONFIG,
    title: {
      ...headline(finding(named), context(named), TOTAL_WIDTH),
      subtitleColor: adequacyColour(input.adequacy),
    },
    spacing: 20,
    vconcat: [keyRow(key), panel(rows, price, scale, input)],
  };
}
