import type { TopLevelSpec } from "vega-lite";
import { finiteOrNull, largest, requireLength, requireSome, smallest } from "./checks.ts";
import { count, HUMAN_AXIS_LABEL, humanNumber } from "./format.ts";
import { displayName } from "./names.ts";
import { observationAxis, observationNoun, type Observations } from "./observation-axis.ts";
import { dot } from "./marks.ts";
import {
  ACCENT,
  ALERT,
  CONFIG,
  ENVELOPE,
  FAINT,
  headline,
  INK,
  panelHeading,
  SMALL_AXIS,
  SOFT,
  type Layer,
  type Panel,
} from "./theme.ts";

/** What the chart of residuals shows. */
export interface ResidualsInput extends Observations {
  /** Observed less predicted, in target units; NaN where it is undefined. */
  readonly residuals: ArrayLike<number>;
  /** Autocorrelation at lags 1, 2, …; NaN where it is undefined. */
  readonly autocorrelations: ArrayLike<number>;
  /** P-value of the Ljung–Box test over all these lags. */
  readonly ljungBoxPValue: number;
  readonly durbinWatson: number;
  /** What is modelled, `revenue`. */
  readonly target: string;
  /** Unit of the target, `EUR`; null when it is not known. */
  readonly unit: string | null;
}

const WIDTH = 900;
const HEIGHT = 220;
const LAG_HEIGHT = 180;
/** Two-sided 95 % of the standard normal. */
const NORMAL_95 = 1.959963984540054;
const LEVEL = 0.05;

function pText(p: number): string {
  return p < 0.001 ? "p < 0.001" : `p = ${p.toPrecision(2)}`;
}

function finding({ autocorrelations, ljungBoxPValue }: ResidualsInput): string {
  const lags = Array.from(autocorrelations);
  if (Number.isNaN(ljungBoxPValue) || !lags.every(Number.isFinite)) {
    return "Whether residuals are autocorrelated is not known: the test is undefined";
  }
  const strongest = lags.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
  const test = `Ljung–Box ${pText(ljungBoxPValue)}`;
  if (ljungBoxPValue >= LEVEL)
    return `No autocorrelation is found in the residuals over ${count(lags.length, "lag")} (${test})`;
  return `Residuals are autocorrelated: ${humanNumber(Number(strongest.toFixed(2)))} at lag ${lags.indexOf(strongest) + 1} (${test})`;
}

function overTime(input: ResidualsInput, heading: string): Panel {
  const { positions, encoding } = observationAxis(input, WIDTH);
  const rows = positions.map((x, i) => ({ x, residual: finiteOrNull(input.residuals[i]), zero: 0 }));
  const values = rows.map(({ residual }) => residual);
  const reach = Math.max(largest(values, 0), -smallest(values, 0)) * 1.08;
  const x = { field: "x", type: encoding.type };
  const y = { field: "residual", type: "quantitative" } as const;
  return {
    data: { values: rows.filter(({ residual }) => residual !== null) },
    width: WIDTH,
    height: HEIGHT,
    layer: [
      {
        mark: { type: "rule", color: SOFT, strokeWidth: 1.4 },
        encoding: {
          x: encoding,
          y: {
            ...y,
            scale: { domain: reach > 0 ? [-reach, reach] : [-1, 1], nice: false },
            axis: { title: null, labelExpr: HUMAN_AXIS_LABEL, tickCount: 5, ...SMALL_AXIS },
          },
          y2: { field: "zero" },
        },
      },
      {
        data: { values: [{ residual: 0 }] },
        mark: { type: "rule", color: FAINT, strokeWidth: 1.4 },
        encoding: { y },
      },
      { mark: { ...dot(ACCENT), size: 24 }, encoding: { x, y } },
      ...panelHeading(heading, WIDTH),
    ],
  };
}

function byLag({ autocorrelations, residuals, period }: ResidualsInput): Panel {
  const limit = NORMAL_95 / Math.sqrt(Array.from(residuals).filter(Number.isFinite).length);
  const rows = Array.from(autocorrelations, (value, i) => ({
    lag: i + 1,
    value: finiteOrNull(value),
    zero: 0,
    colour: Math.abs(value) > limit ? ALERT : ACCENT,
  })).filter(({ value }) => value !== null);
  const values = rows.map(({ value }) => value);
  const reach = Math.min(1, Math.max(largest(values, 0), -smallest(values, 0), 2 * limit) * 1.15);
  const last = autocorrelations.length;
  const y = { field: "value", type: "quantitative" } as const;
  const x = { field: "lag", type: "quantitative" } as const;
  const colour = { field: "colour", type: "nominal", scale: null } as const;
  const band: Layer = {
    data: { values: [{ lower: -limit, upper: limit }] },
    mark: { type: "rect", color: ENVELOPE, opacity: 1 },
    encoding: {
      y: {
        field: "lower",
        type: "quantitative",
        scale: { domain: [-reach, reach], nice: false },
        axis: { title: null, tickCount: 5, ...SMALL_AXIS },
      },
      y2: { field: "upper" },
    },
  };
  return {
    width: WIDTH,
    height: LAG_HEIGHT,
    layer: [
      band,
      {
        data: { values: [{ value: 0 }] },
        mark: { type: "rule", color: FAINT, strokeWidth: 1.4 },
        encoding: { y },
      },
      {
        data: { values: rows },
        mark: { type: "rule", strokeWidth: 3 },
        encoding: {
          x: {
            ...x,
            scale: { domain: [0, last + 0.5], nice: false },
            axis: {
              title: `Lag (${period ?? "observation"}s)`,
              grid: false,
              tickMinStep: 1,
              tickCount: Math.min(last, 20),
            },
          },
          y,
          y2: { field: "zero" },
          color: colour,
        },
      },
      { data: { values: rows }, mark: dot(INK), encoding: { x, y, color: colour } },
      ...panelHeading("Autocorrelation, with the ±1.96 / √n band of independent residuals", WIDTH),
    ],
  };
}

/**
 * Residuals over time, and their autocorrelation beside the band that each lag of independent residuals keeps to with 95 %.
 *
 * @throws RangeError when there is no observation or no lag, when lengths differ, or when periods are not ascending dates.
 */
export function residualsChart(input: ResidualsInput): TopLevelSpec {
  const { labels, residuals, autocorrelations, durbinWatson, unit } = input;
  requireSome(labels, "residuals");
  requireLength(residuals, labels.length, "residuals");
  requireSome(autocorrelations, "autocorrelations of residuals");
  const target = displayName(input.target);
  const measured = unit === null ? target : `${target}, ${displayName(unit)}`;
  const facts = [
    count(labels.length, observationNoun(input)),
    `Durbin–Watson ${humanNumber(durbinWatson)} (2 without autocorrelation)`,
  ];
  return {
    config: CONFIG,
    title: headline(finding(input), [facts.join(" · ")], WIDTH),
    spacing: 36,
    vconcat: [overTime(input, `Residuals: observed less predicted (${measured})`), byLag(input)],
  };
}
