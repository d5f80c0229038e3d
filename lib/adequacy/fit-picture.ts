import type { TopLevelSpec } from "vega-lite";
import { coverageChart } from "../charts/coverage.ts";
import { fitOverTimeChart } from "../charts/fit-over-time.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { periodWord } from "../words.ts";

/** The chart of predictions.csv: observed target and posterior predictive over time. */
export function fitPicture(
  rows: SchemaTypes["predictions"],
  target: string,
  unit: string,
  rSquared: number | null,
): TopLevelSpec {
  return fitOverTimeChart({
    dates: rows.map(({ date }) => date),
    observed: rows.map(({ observed }) => observed),
    median: rows.map(({ predictive_q50 }) => predictive_q50),
    lower: rows.map(({ predictive_q05 }) => predictive_q05),
    upper: rows.map(({ predictive_q95 }) => predictive_q95),
    probability: 0.9,
    target,
    unit,
    period: periodWord(rows.map(({ date }) => date)),
    rSquared,
  });
}

/** The chart of calibration_coverage.csv, without the band that only the draws can tell; null where there are no rows. */
export function coveragePicture(rows: SchemaTypes["calibration_coverage"]): TopLevelSpec | null {
  if (rows.length === 0) return null;
  return coverageChart({
    nominal: rows.map(({ nominal }) => nominal),
    empirical: rows.map(({ empirical }) => empirical),
    band: null,
    observations: rows[0]?.n ?? 0,
  });
}
