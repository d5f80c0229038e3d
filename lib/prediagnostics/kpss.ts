import { centre, dot, norm } from "../linalg/vector.ts";
import { isConstant, requireFinite } from "./series.ts";

/** What the null hypothesis allows beside stationary noise: a level, or a level and a linear trend. */
export type KpssTrend = "c" | "ct";

/** What the KPSS test found. */
export interface Kpss {
  /** Large speaks against stationarity. */
  readonly statistic: number;
  /** Of the null hypothesis that the series is stationary; the table ends at 0.01 and 0.10. */
  readonly pValue: number;
  /** Whether the statistic lies beyond the table, so that the p value is only a bound. */
  readonly isPValueClipped: boolean;
  /** Autocovariances in the long-run variance. */
  readonly lags: number;
  readonly criticalValues: KpssCriticalValues;
}

/** Critical values of the KPSS statistic at four levels of significance. */
export interface KpssCriticalValues {
  readonly tenPercent: number;
  readonly fivePercent: number;
  readonly twoAndAHalfPercent: number;
  readonly onePercent: number;
}

/** Kwiatkowski et al. (1992), table 1. */
const CRITICAL: Record<KpssTrend, KpssCriticalValues> = {
  c: { tenPercent: 0.347, fivePercent: 0.463, twoAndAHalfPercent: 0.574, onePercent: 0.739 },
  ct: { tenPercent: 0.119, fivePercent: 0.146, twoAndAHalfPercent: 0.176, onePercent: 0.216 },
};

/** Residuals below this fraction of the series' own movement are rounding. */
const ROUNDING = 1e-12;

function detrend(x: Float64Array, trend: KpssTrend): Float64Array {
  const e = centre(x);
  if (trend === "c") return e;
  const time = centre(x.map((_, t) => t));
  const slope = dot(time, e) / dot(time, time);
  return e.map((value, t) => value - slope * time[t]!);
}

/** Autocovariance at a lag, times the number of values. */
function lagProduct(e: Float64Array, lag: number): number {
  return dot(e.subarray(lag), e.subarray(0, e.length - lag));
}

/** Data-dependent truncation lag of Hobijn, Franses & Ooms (2004), Bartlett kernel. */
function truncationLag(e: Float64Array): number {
  const n = e.length;
  const pilot = Math.floor(n ** (2 / 9));
  let s0 = dot(e, e) / n;
  let s1 = 0;
  for (let i = 1; i <= pilot; i++) {
    const twice = (2 * lagProduct(e, i)) / n;
    s0 += twice;
    s1 += i * twice;
  }
  const gamma = 1.1447 * ((s1 / s0) ** 2) ** (1 / 3);
  return Math.min(n - 1, Math.floor(gamma * n ** (1 / 3)));
}

/** Newey & West's long-run variance. */
function longRunVariance(e: Float64Array, lags: number): number {
  let total = dot(e, e);
  for (let i = 1; i <= lags; i++) total += 2 * (1 - i / (lags + 1)) * lagProduct(e, i);
  return total / e.length;
}

function meanSquaredPartialSum(e: Float64Array): number {
  let partial = 0;
  let squares = 0;
  for (let t = 0; t < e.length; t++) {
    partial += e[t]!;
    squares += partial * partial;
  }
  return squares / e.length ** 2;
}

/** Linear interpolation in the published table, held at its ends. */
function tablePValue(statistic: number, critical: KpssCriticalValues): number {
  const table = [
    { value: critical.tenPercent, p: 0.1 },
    { value: critical.fivePercent, p: 0.05 },
    { value: critical.twoAndAHalfPercent, p: 0.025 },
    { value: critical.onePercent, p: 0.01 },
  ] as const;
  if (Number.isNaN(statistic)) return NaN;
  if (statistic <= table[0].value) return table[0].p;
  for (let i = 1; i < table.length; i++) {
    const left = table[i - 1]!;
    const right = table[i]!;
    if (statistic <= right.value) {
      return left.p + ((right.p - left.p) * (statistic - left.value)) / (right.value - left.value);
    }
  }
  return table[3].p;
}

/**
 * KPSS test of stationarity, about a level or a linear trend.
 *
 * @param x - One value a period, in order of time; any unit.
 * @returns NaN statistic, p value and lags when undefined: a constant series, one that is a straight line where a
 *   trend is allowed, or fewer than 3 values.
 * @throws RangeError when a value is not finite.
 * @see Kwiatkowski, Phillips, Schmidt & Shin (1992), doi:10.1016/0304-4076(92)90104-Y;
 *   Hobijn, Franses & Ooms (2004), doi:10.1111/j.1467-9574.2004.00272.x
 */
export function kpss(x: Float64Array, trend: KpssTrend = "c"): Kpss {
  requireFinite(x);
  const criticalValues = CRITICAL[trend];
  const e = detrend(x, trend);
  const isNoise = x.length < 3 || isConstant(x) || !(norm(e) > ROUNDING * norm(centre(x)));
  if (isNoise) return { statistic: NaN, pValue: NaN, isPValueClipped: false, lags: NaN, criticalValues };
  const lags = truncationLag(e);
  const statistic = meanSquaredPartialSum(e) / longRunVariance(e, lags);
  return {
    statistic,
    pValue: tablePValue(statistic, criticalValues),
    isPValueClipped: statistic <= criticalValues.tenPercent || statistic >= criticalValues.onePercent,
    lags,
    criticalValues,
  };
}
