import type { TopLevelSpec } from "vega-lite";
import { largest, requireLength, requireSome } from "./checks.ts";
import { count, HUMAN_AXIS_LABEL, humanNumber } from "./format.ts";
import { keyRow } from "./key.ts";
import { displayNames } from "./names.ts";
import { ALERT, CONFIG, headline, INK, MUTED, SOFT, tint, type Layer } from "./theme.ts";

/** What the chart of variance inflation shows. */
export interface VifInput {
  /** Variables, any text; at least one. */
  readonly names: readonly string[];
  /** At least 1; Infinity for an exact combination of others, NaN for a constant. */
  readonly vif: ArrayLike<number>;
}

/** Worth a note, and a warning: Kutner et al. (2005). */
const NOTE = 5;
const WARNING = 10;
/** From this on bars would dwarf the limits, and the scale is logarithmic. */
const LOG_FROM = 50;
const WIDTH = 620;
const NAME_WIDTH = 230;
const FIGURE = { type: "text", align: "left", baseline: "middle", dx: 8 } as const;
const LOG_TICKS = Array.from({ length: 16 }, (_, decade) => [1, 2, 5].map((n) => n * 10 ** decade)).flat();
const NOTED = tint(ALERT, 0.5);

function finding(vif: readonly number[]): string {
  const high = vif.filter((value) => value >= WARNING).length;
  const noted = vif.filter((value) => value >= NOTE).length;
  const undefinedOnes = vif.filter(Number.isNaN).length;
  const rest = undefinedOnes > 0 ? `; undefined for ${undefinedOnes}` : "";
  const share = (found: number) =>
    `${found} of ${count(vif.length, "variable")} ${found === 1 ? "has" : "have"}`;
  if (high > 0)
    return `${share(high)} a VIF of ${WARNING} or more and can hardly be told from the others${rest}`;
  if (noted > 0) return `${share(noted)} a VIF of ${NOTE} or more, none ${WARNING}${rest}`;
  if (undefinedOnes === vif.length) return "Variance inflation is undefined for every variable";
  return `No variable has a VIF of ${NOTE} or more: each can be told from the others${rest}`;
}

function barColour(value: number): string {
  if (value >= WARNING) return ALERT;
  return value >= NOTE ? NOTED : SOFT;
}

function valueText(value: number): string {
  if (value === Infinity) return "∞: a combination of others";
  if (Number.isNaN(value)) return "undefined: constant or missing";
  return value < WARNING ? value.toFixed(1) : humanNumber(value);
}

/** From the least to the greatest urgent: NaN last, which is no good sign either. */
function byVif(a: { vif: number }, b: { vif: number }): number {
  if (Number.isNaN(a.vif) || Number.isNaN(b.vif))
    return Number(Number.isNaN(a.vif)) - Number(Number.isNaN(b.vif));
  return a.vif === b.vif ? 0 : b.vif - a.vif;
}

function limitLayers(height: number): Layer[] {
  return [NOTE, WARNING].flatMap((limit): Layer[] => [
    {
      data: { values: [{ limit }] },
      mark: { type: "rule", color: INK, strokeWidth: 1.4, strokeDash: limit === NOTE ? [5, 4] : [1, 0] },
      encoding: { x: { field: "limit", type: "quantitative" }, y: { value: 0 }, y2: { value: height } },
    },
    {
      data: { values: [{ limit, text: String(limit) }] },
      mark: { type: "text", baseline: "bottom", dy: -4, color: MUTED },
      encoding: { x: { field: "limit", type: "quantitative" }, y: { value: 0 }, text: { field: "text" } },
    },
  ]);
}

/**
 * Variance inflation factor of each variable, greatest first, with the usual limits of 5 and 10; on a logarithmic scale
 * when one of them is 50 or more.
 *
 * @throws RangeError when there is no variable or when lengths differ.
 */
export function vifChart({ names: raw, vif }: VifInput): TopLevelSpec {
  requireSome(raw, "variance inflation");
  requireLength(vif, raw.length, "variance inflation");
  const names = displayNames(raw);
  const values = Array.from(vif);
  const isLog = values.some((value) => value >= LOG_FROM);
  const finite = Math.max(largest(values, 1), 1.2 * WARNING);
  const top = values.includes(Infinity) ? finite * (isLog ? 10 : 1.2) : finite * 1.05;
  const sorted = names.map((name, i) => ({ name, vif: values[i] ?? Number.NaN })).sort(byVif);
  const rows = sorted.map(({ name, vif: value }) => ({
    name,
    from: 1,
    to: Number.isNaN(value) ? 1 : Math.min(value, top),
    text: valueText(value),
    colour: barColour(value),
  }));
  const height = rows.length * 34;
  const figure = { x: { field: "to", type: "quantitative" }, text: { field: "text" } } as const;
  const ticks = isLog ? { values: LOG_TICKS.filter((tick) => tick <= top) } : { tickCount: 6 };
  return {
    config: CONFIG,
    title: headline(
      finding(values),
      [
        `Variance inflation: how much the others blur a variable’s effect; 1 is not at all${isLog ? " · logarithmic scale" : ""}`,
      ],
      NAME_WIDTH + WIDTH,
    ),
    spacing: 28,
    vconcat: [
      keyRow([
        { label: `below ${NOTE}`, mark: "band", colour: SOFT },
        { label: `${NOTE} to ${WARNING}`, mark: "band", colour: NOTED },
        { label: `${WARNING} or more`, mark: "band", colour: ALERT },
      ]),
      {
        data: { values: rows },
        width: WIDTH,
        height,
        encoding: {
          y: {
            field: "name",
            type: "nominal",
            sort: null,
            scale: { domain: rows.map(({ name }) => name), paddingInner: 0.3, paddingOuter: 0.2 },
            axis: {
              title: null,
              grid: false,
              labelPadding: 12,
              labelLimit: NAME_WIDTH,
              labelFontSize: 14,
              labelColor: INK,
              labelOverlap: false,
            },
          },
        },
        layer: [
          {
            mark: { type: "bar", opacity: 1 },
            encoding: {
              x: {
                field: "from",
                type: "quantitative",
                scale: {
                  ...(isLog ? { type: "log" as const } : { type: "linear" as const, zero: false }),
                  domain: [1, top],
                  nice: false,
                },
                axis: {
                  title: "Variance inflation factor",
                  labelExpr: HUMAN_AXIS_LABEL,
                  ...ticks,
                },
              },
              x2: { field: "to" },
              color: { field: "colour", type: "nominal", scale: null },
            },
          },
          ...limitLayers(height),
          // White below the figures, so that a limit does not run through them.
          { mark: { ...FIGURE, stroke: "#FFFFFF", strokeWidth: 5 }, encoding: figure },
          { mark: FIGURE, encoding: figure },
        ],
      },
    ],
  };
}
