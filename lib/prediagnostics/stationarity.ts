import { type Adf, adf } from "./adf.ts";
import { type Kpss, type KpssTrend, kpss } from "./kpss.ts";
import { isConstant } from "./series.ts";

/**
 * What two tests with opposite null hypotheses say together.
 *
 * `stationary`: only ADF rejects; `unit-root`: only KPSS rejects; `conflict`: both; `inconclusive`: neither;
 * `undetermined`: a test is undefined.
 */
export type StationarityVerdict = "stationary" | "unit-root" | "conflict" | "inconclusive" | "undetermined";

/** Both tests of one series and the verdict from them. */
export interface Stationarity {
  readonly verdict: StationarityVerdict;
  /** Why the verdict is `undetermined`; `none` when there is one. */
  readonly obstacle: "none" | "missing_values" | "too_short" | "constant" | "degenerate";
  /** Undefined when the series has missing values: neither test was run. */
  readonly adf: Adf | undefined;
  readonly kpss: Kpss | undefined;
}

const SIGNIFICANCE = 0.05;

/** Below this many periods a verdict is noise, whatever the p values: a project rule, no published one exists. */
export const LEAST_PERIODS = 25;

/**
 * The joint verdict at 5 %.
 *
 * @param adfPValue - Of the null hypothesis of a unit root.
 * @param kpssPValue - Of the null hypothesis of stationarity.
 * @returns `undetermined` when either is NaN.
 */
export function jointVerdict(adfPValue: number, kpssPValue: number): StationarityVerdict {
  if (Number.isNaN(adfPValue) || Number.isNaN(kpssPValue)) return "undetermined";
  const adfRejects = adfPValue < SIGNIFICANCE;
  const kpssRejects = kpssPValue < SIGNIFICANCE;
  if (adfRejects) return kpssRejects ? "conflict" : "stationary";
  return kpssRejects ? "unit-root" : "inconclusive";
}

/**
 * Whether a series is stationary about a level (`c`) or a linear trend (`ct`), by ADF and KPSS together.
 *
 * Neither test sees a deterministic season: a yearly wave may read as stationary.
 *
 * @param x - One value a period, in order of time; NaN where missing.
 * @returns `undetermined`, with the obstacle, when values are missing, periods are fewer than 25, the series is
 *   constant, or a test is undefined.
 */
export function stationarity(x: Float64Array, trend: KpssTrend = "c"): Stationarity {
  if (!x.every((value) => Number.isFinite(value))) {
    return { verdict: "undetermined", obstacle: "missing_values", adf: undefined, kpss: undefined };
  }
  const tests = { adf: adf(x, trend), kpss: kpss(x, trend) };
  if (x.length < LEAST_PERIODS) return { verdict: "undetermined", obstacle: "too_short", ...tests };
  const verdict = jointVerdict(tests.adf.pValue, tests.kpss.pValue);
  if (verdict !== "undetermined") return { verdict, obstacle: "none", ...tests };
  return { verdict, obstacle: isConstant(x) ? "constant" : "degenerate", ...tests };
}
