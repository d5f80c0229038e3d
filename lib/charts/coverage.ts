import type { TopLevelSpec } from "vega-lite";
import { finiteOrNull, requireLength, requireSome } from "./checks.ts";
import { count, PERCENT_AXIS_LABEL, percent } from "./format.ts";
import { keyRow, type KeyItem } from "./key.ts";
import { dot } from "./marks.ts";
import { ACCENT, CONFIG, ENVELOPE, FAINT, headline, MUTED, type Layer } from "./theme.ts";

/** What the chart of interval coverage shows; fractions between 0 and 1. */
export interface CoverageInput {
  /** Nominal probabilities of the central intervals, ascending. */
  readonly nominal: readonly number[];
  /** Share of observations inside each interval; NaN where it is undefined. */
  readonly empirical: readonly number[];
  /** Where a calibrated model's coverage would lie, given the number of observations; null when it was not computed. */
  readonly band: {
    readonly probability: number;
    readonly lower: readonly number[];
    readonly upper: readonly number[];
  } | null;
  /** Observations that the shares are of. */
  readonly observations: number;
}

const SIZE = 440;

function sentences({ nominal, empirical, observations }: CoverageInput) {
  const gaps = nominal.map((probability, i) => ({
    probability,
    gap: (empirical[i] ?? Number.NaN) - probability,
  }));
  const over = `over ${count(observations, "observation")}`;
  if (gaps.some(({ gap }) => !Number.isFinite(gap))) {
    return {
      finding: "Coverage is undefined for some intervals",
      context: `Central predictive intervals ${over}`,
    };
  }
  const widest = gaps.reduce((a, b) => (Math.abs(b.gap) > Math.abs(a.gap) ? b : a));
  const points = Math.round(Math.abs(widest.gap) * 1000) / 10;
  return {
    finding: `${percent(widest.probability)} intervals cover ${percent(widest.probability + widest.gap)} of observations`,
    context: `Central predictive intervals ${over}; widest gap ${count(points, "point")}`,
  };
}

function bandLayer({ nominal, band }: CoverageInput): Layer[] {
  if (band === null) return [];
  return [
    {
      data: {
        values: nominal.map((probability, i) => ({
          nominal: probability,
          lower: finiteOrNull(band.lower[i]),
          upper: finiteOrNull(band.upper[i]),
        })),
      },
      mark: { type: "area", color: ENVELOPE, opacity: 1 },
      encoding: {
        x: { field: "nominal", type: "quantitative" },
        y: { field: "lower", type: "quantitative" },
        y2: { field: "upper" },
      },
    },
  ];
}

function corner(text: string, x: number, y: number, align: "left" | "right"): Layer {
  return {
    data: { values: [{}] },
    mark: { type: "text", align, baseline: "middle", color: MUTED },
    encoding: { text: { value: text }, x: { value: x }, y: { value: y } },
  };
}

const DIAGONAL: Layer = {
  data: {
    values: [
      { nominal: 0, empirical: 0 },
      { nominal: 1, empirical: 1 },
    ],
  },
  mark: { type: "line", color: FAINT, strokeWidth: 1.5, strokeDash: [5, 4] },
  encoding: {
    x: { field: "nominal", type: "quantitative" },
    y: { field: "empirical", type: "quantitative" },
  },
};

function key({ band }: CoverageInput): KeyItem[] {
  const items: KeyItem[] = [
    { label: "this model", mark: "dot", colour: ACCENT },
    { label: "perfect calibration", mark: "dashed", colour: FAINT },
  ];
  if (band === null) return items;
  return [
    ...items,
    { label: `${percent(band.probability)} range if calibrated`, mark: "band", colour: ENVELOPE },
  ];
}

/**
 * Share of observations inside central predictive intervals against the share that they claim.
 *
 * @throws RangeError when there is no interval or when lengths differ.
 */
export function coverageChart(input: CoverageInput): TopLevelSpec {
  const { nominal, empirical, band } = input;
  requireSome(nominal, "coverage");
  requireLength(empirical, nominal.length, "empirical coverage");
  if (band !== null) {
    requireLength(band.lower, nominal.length, "lower limit of coverage");
    requireLength(band.upper, nominal.length, "upper limit of coverage");
  }
  const { finding, context } = sentences(input);
  const scale = { domain: [0, 1], nice: false };
  const axis = { labelExpr: PERCENT_AXIS_LABEL, tickCount: 5 };
  const values = nominal.map((probability, i) => ({
    nominal: probability,
    empirical: finiteOrNull(empirical[i]),
  }));
  const x = { field: "nominal", type: "quantitative" } as const;
  const y = { field: "empirical", type: "quantitative" } as const;
  return {
    config: CONFIG,
    title: headline(finding, [context], SIZE + 90),
    spacing: 20,
    vconcat: [
      keyRow(key(input)),
      {
        width: SIZE,
        height: SIZE,
        layer: [
          ...bandLayer(input),
          DIAGONAL,
          {
            data: { values },
            mark: { type: "line", color: ACCENT, strokeWidth: 2 },
            encoding: {
              x: { ...x, scale, axis: { ...axis, title: "Nominal coverage" } },
              y: { ...y, scale, axis: { ...axis, title: "Empirical coverage" } },
            },
          },
          {
            data: { values },
            mark: dot(ACCENT),
            encoding: { x, y },
          },
          corner("above: intervals too wide", 14, 18, "left"),
          corner("below: intervals too narrow", SIZE - 14, SIZE - 18, "right"),
        ],
      },
    ],
  };
}
