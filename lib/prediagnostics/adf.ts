import type { Matrix } from "ml-matrix";
import { triangularFactor } from "../linalg/columns.ts";
import { centre } from "../linalg/vector.ts";
import {
  type AdfCriticalValues,
  type AdfTrend,
  mackinnonCriticalValues,
  mackinnonPValue,
} from "./mackinnon.ts";
import { isConstant, requireFinite } from "./series.ts";

/** What the augmented Dickey-Fuller regression found. */
export interface Adf {
  /** t ratio of the lagged level; very negative speaks against a unit root. */
  readonly statistic: number;
  /** Of the null hypothesis that the series has a unit root. */
  readonly pValue: number;
  /** Lagged differences in the regression, chosen by AIC. */
  readonly lags: number;
  /** The most lags considered. */
  readonly maxLag: number;
  /** Rows of the regression. */
  readonly observations: number;
  /** Rows less coefficients; below 2 the statistic is rounding noise and therefore NaN. */
  readonly residualDf: number;
  /** AIC of the chosen lags, on the rows that all candidates share. */
  readonly aic: number;
  readonly criticalValues: AdfCriticalValues;
}

/** A pivot, or a residual, below this fraction of its column's norm is rounding. */
const ROUNDING = 1e-12;
const LEAST_RESIDUAL_DF = 2;
const TREND_TERMS: Record<AdfTrend, number> = { n: 0, c: 1, ct: 2 };

/** Schwert's rule, no larger than leaves the regression solvable; negative when the series is too short for any. */
function defaultMaxLag(n: number, trend: AdfTrend): number {
  const schwert = Math.ceil(12 * Math.sqrt(Math.sqrt(n / 100)));
  return Math.min(Math.floor(n / 2) - TREND_TERMS[trend] - 1, schwert);
}

function undefinedAdf(maxLag: number): Adf {
  return {
    statistic: NaN,
    pValue: NaN,
    lags: NaN,
    maxLag: maxLag < 0 ? NaN : maxLag,
    observations: NaN,
    residualDf: NaN,
    aic: NaN,
    criticalValues: { onePercent: NaN, fivePercent: NaN, tenPercent: NaN },
  };
}

/** Columns of the regression of the difference on its own past, one row for each t = lags + 1 .. n - 1. */
function regression(x: Float64Array, lags: number, trend: AdfTrend) {
  const rows = x.length - 1 - lags;
  const column = (entry: (t: number) => number) =>
    Float64Array.from({ length: rows }, (_, row) => entry(row + lags + 1));
  const difference = (lag: number) => column((t) => x[t - lag]! - x[t - lag - 1]!);
  const deterministic = [column(() => 1), column((t) => t / x.length)].slice(0, TREND_TERMS[trend]);
  return {
    deterministic,
    level: column((t) => x[t - 1]!),
    past: Array.from({ length: lags }, (_, i) => difference(i + 1)),
    response: difference(0),
  };
}

/** Norm of column j of a triangle, from row `from` down: of what the columns before `from` leave unexplained. */
function columnNorm(triangle: Matrix, j: number, from: number): number {
  let squares = 0;
  for (let i = from; i <= j; i++) squares += triangle.get(i, j) ** 2;
  return Math.sqrt(squares);
}

function isCollinear(triangle: Matrix, j: number): boolean {
  return !(Math.abs(triangle.get(j, j)) > ROUNDING * columnNorm(triangle, j, 0));
}

/**
 * The number of lags with the least AIC, all compared on the rows that the longest leaves.
 *
 * One triangle serves all: with the response last, what the first k columns leave of it stands below row k of its column.
 * A lag that is collinear with what stands before it ends the search.
 */
function chooseLags(x: Float64Array, maxLag: number, trend: AdfTrend): { lags: number; aic: number } {
  const { deterministic, level, past, response } = regression(x, maxLag, trend);
  const triangle = triangularFactor([...deterministic, level, ...past, response]);
  const rows = response.length;
  const base = deterministic.length + 1;
  let best = { lags: NaN, aic: Infinity };
  for (let k = 0; k < base + maxLag; k++) {
    if (isCollinear(triangle, k)) break;
    const coefficients = k + 1;
    if (coefficients < base) continue;
    const rss = columnNorm(triangle, base + maxLag, coefficients) ** 2;
    const aic = rows * (Math.log(2 * Math.PI) + Math.log(rss / rows) + 1) + 2 * coefficients;
    if (aic < best.aic) best = { lags: coefficients - base, aic };
  }
  return best;
}

/** t ratio of the level. With the level last among the regressors, its coefficient and variance need one pivot only. */
function levelTRatio(x: Float64Array, lags: number, trend: AdfTrend) {
  const { deterministic, level, past, response } = regression(x, lags, trend);
  const triangle = triangularFactor([...deterministic, ...past, level, response]);
  const last = deterministic.length + lags;
  const residualDf = response.length - (last + 1);
  const residual = columnNorm(triangle, last + 1, last + 1);
  const isNoise =
    residualDf < LEAST_RESIDUAL_DF ||
    isCollinear(triangle, last) ||
    !(residual > ROUNDING * columnNorm(triangle, last + 1, 0));
  const ratio = Math.sign(triangle.get(last, last)) * triangle.get(last, last + 1) * Math.sqrt(residualDf);
  return { statistic: isNoise ? NaN : ratio / residual, residualDf, observations: response.length };
}

/**
 * Augmented Dickey-Fuller test of a unit root, lags by AIC.
 *
 * @param x - One value a period, in order of time; any unit.
 * @param trend - Deterministic part of the regression.
 * @returns NaN statistic and p value when undefined: a constant series, a perfect fit, or fewer than 2 residual
 *   degrees of freedom. `lags` and what follows from it is NaN too when no regression can be set up at all.
 * @throws RangeError when a value is not finite.
 * @see Said & Dickey (1984), doi:10.1093/biomet/71.3.599
 */
export function adf(x: Float64Array, trend: AdfTrend = "c"): Adf {
  requireFinite(x);
  const maxLag = defaultMaxLag(x.length, trend);
  if (maxLag < 0 || isConstant(x)) return undefinedAdf(maxLag);
  // With a constant the level does not matter to the test, but a large one costs digits.
  const z = trend === "n" ? x : centre(x);
  const { lags, aic } = chooseLags(z, maxLag, trend);
  if (Number.isNaN(lags)) return undefinedAdf(maxLag);
  const { statistic, residualDf, observations } = levelTRatio(z, lags, trend);
  return {
    statistic,
    pValue: mackinnonPValue(statistic, trend),
    lags,
    maxLag,
    observations,
    residualDf,
    aic,
    criticalValues: mackinnonCriticalValues(observations, trend),
  };
}
