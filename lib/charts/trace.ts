import type { TopLevelSpec } from "vega-lite";
import { median } from "../draws/quantile.ts";
import {
  agreementSentence,
  commonShape,
  rhatText,
  selectionSentence,
  type ShownParameters,
} from "./agreement.ts";
import { finiteOrNull, largest, smallest } from "./checks.ts";
import { divergenceSentence, isRaised, requireFlags, type DivergenceFlags } from "./divergence.ts";
import { count, HUMAN_AXIS_LABEL } from "./format.ts";
import { keyRow, type KeyItem } from "./key.ts";
import { displayNames } from "./names.ts";
import {
  ACCENT,
  ALERT,
  CONFIG,
  headline,
  INK,
  MUTED,
  panelHeading,
  SMALL_AXIS,
  WASH,
  type Layer,
  type Panel,
} from "./theme.ts";

/** What the chart of traces shows. */
export interface TraceInput extends ShownParameters {
  /** `divergences[c][t]` is 1 where draw t of chain c diverged; null when the sampler did not say. */
  readonly divergences: DivergenceFlags | null;
}

const WIDTH = 900;
/** Space between chains, as a fraction of a chain. */
const GAP = 0.03;
/** Pixels that hold one low and one high point of a thinned trace. */
const PIXELS_PER_BUCKET = 2;

interface TracePoint {
  readonly draw: number;
  readonly value: number;
}

/**
 * A trace thinned for the eye: the least and the greatest draw of each of `buckets` stretches, in their order, so that
 * no excursion is lost; the trace itself when it is short.
 */
export function thinTrace(chain: ArrayLike<number>, buckets: number): TracePoint[] {
  const points = Array.from(chain, (value, draw) => ({ draw, value }));
  if (points.length <= 2 * buckets) return points;
  return Array.from({ length: buckets }, (_, b) => {
    const from = Math.floor((b * points.length) / buckets);
    const stretch = points.slice(from, Math.floor(((b + 1) * points.length) / buckets));
    const least = stretch.reduce((a, point) => (point.value < a.value ? point : a));
    const most = stretch.reduce((a, point) => (point.value > a.value ? point : a));
    return least.draw < most.draw ? [least, most] : [most, least];
  }).flat();
}

/** Where draw t of chain c stands on the axis that all chains share, in chains. */
function place(chain: number, draw: number, drawCount: number): number {
  return chain * (1 + GAP) + draw / drawCount;
}

interface Frame {
  readonly height: number;
  readonly chainCount: number;
  readonly drawCount: number;
  readonly divergent: readonly { readonly x: number }[];
}

function panel(
  { chains, rhat }: TraceInput["parameters"][number],
  name: string,
  { height, chainCount, drawCount, divergent }: Frame,
): Panel {
  const end = place(chainCount - 1, drawCount, drawCount);
  const buckets = Math.max(20, Math.floor(WIDTH / chainCount / PIXELS_PER_BUCKET));
  const traces = chains.flatMap((chain, c) =>
    thinTrace(chain, buckets).map(({ draw, value }) => ({
      x: place(c, draw + 0.5, drawCount),
      value: finiteOrNull(value),
      chain: c,
    })),
  );
  const spans = chains.map((chain, c) => ({
    x: place(c, 0, drawCount),
    to: place(c, drawCount, drawCount),
    level: finiteOrNull(median(Float64Array.from(chain))),
  }));
  const values = traces.map(({ value }) => value);
  const [low, high] = [smallest(values, 0), largest(values, 1)];
  const margin = high > low ? (high - low) * 0.06 : Math.max(Math.abs(high) * 0.1, 1);
  const x = { field: "x", type: "quantitative" } as const;
  const rug: Layer[] =
    divergent.length === 0
      ? []
      : [
          {
            data: { values: [...divergent] },
            mark: { type: "rule", color: ALERT, strokeWidth: 1, opacity: 0.8 },
            encoding: { x, y: { value: height }, y2: { value: height + 9 } },
          },
        ];
  return {
    width: WIDTH,
    height,
    layer: [
      {
        data: { values: spans },
        mark: { type: "rect", ...WASH, opacity: 0.07 },
        encoding: {
          x: { ...x, scale: { domain: [0, end], nice: false, zero: false }, axis: null },
          x2: { field: "to" },
        },
      },
      {
        data: { values: traces },
        mark: { type: "line", color: ACCENT, strokeWidth: 0.8, opacity: 0.6 },
        encoding: {
          x,
          y: {
            field: "value",
            type: "quantitative",
            scale: { domain: [low - margin, high + margin], nice: false, zero: false },
            axis: { title: null, labelExpr: HUMAN_AXIS_LABEL, tickCount: 3, ...SMALL_AXIS },
          },
          detail: { field: "chain", type: "nominal" },
        },
      },
      {
        data: { values: spans },
        mark: { type: "rule", color: INK, strokeWidth: 1.6 },
        encoding: { x, x2: { field: "to" }, y: { field: "level", type: "quantitative" } },
      },
      ...rug,
      ...panelHeading(name, WIDTH - 120),
      {
        data: { values: [{ text: `R-hat ${rhatText(rhat)}` }] },
        mark: { type: "text", align: "right", baseline: "alphabetic", color: MUTED },
        encoding: { text: { field: "text" }, x: { value: WIDTH }, y: { value: -16 } },
      },
    ],
  };
}

/** Names of the chains below the last panel. */
function chainLabels(chainCount: number, drawCount: number): Panel {
  const labels = Array.from({ length: chainCount }, (_, c) => ({
    x: place(c, drawCount / 2, drawCount),
    label: `chain ${c + 1}`,
  }));
  return {
    data: { values: labels },
    width: WIDTH,
    height: 16,
    view: { stroke: null },
    mark: { type: "text", baseline: "middle", color: MUTED },
    encoding: {
      x: {
        field: "x",
        type: "quantitative",
        scale: { domain: [0, place(chainCount - 1, drawCount, drawCount)], nice: false, zero: false },
        axis: null,
      },
      text: { field: "label" },
    },
  };
}

function key(hasDivergence: boolean): KeyItem[] {
  const items: KeyItem[] = [
    { label: "draws", mark: "line", colour: ACCENT },
    { label: "median of the chain", mark: "line", colour: INK },
  ];
  return hasDivergence ? [...items, { label: "divergent draw", mark: "tick", colour: ALERT }] : items;
}

/**
 * Draws of a few parameters in their order, chains side by side with their medians, divergent draws ticked below: chains
 * that agree stand at one level and do not drift.
 *
 * @throws RangeError when there is no parameter, chain or draw, or when shapes differ, the flags' included.
 */
export function traceChart(input: TraceInput): TopLevelSpec {
  const { parameters, divergences } = input;
  const { chainCount, drawCount } = commonShape(parameters, "traces");
  if (divergences !== null) requireFlags(divergences, chainCount, drawCount);
  const divergent = (divergences ?? []).flatMap((flags, c) =>
    Array.from(flags, (flag, draw) => ({ flag, x: place(c, draw + 0.5, drawCount) }))
      .filter(({ flag }) => isRaised(flag))
      .map(({ x }) => ({ x })),
  );
  const names = displayNames(parameters.map(({ name }) => name));
  const frame = { height: parameters.length > 4 ? 84 : 110, chainCount, drawCount, divergent };
  const context = [
    `${count(drawCount, "draw")} of each chain, in order; shown: ${selectionSentence(input)}`,
    divergenceSentence(divergences),
  ];
  return {
    config: CONFIG,
    title: headline(agreementSentence(input), [context.join(" · ")], WIDTH),
    spacing: 16,
    vconcat: [
      keyRow(key(divergent.length > 0)),
      ...parameters.map((parameter, p) => panel(parameter, names[p] ?? "", frame)),
      chainLabels(chainCount, drawCount),
    ],
  };
}
