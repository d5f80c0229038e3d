import { chiSquaredTail } from "../draws/gamma.ts";
import { mean } from "../draws/moments.ts";

/** Whether residuals still know their neighbours. */
export interface ResidualAutocorrelation {
  /** Autocorrelation at lags 1, 2, …; NaN for residuals that are all equal. */
  readonly autocorrelations: Float64Array;
  /** Ljung–Box statistic over all these lags. */
  readonly ljungBox: number;
  /** Of the null hypothesis of no autocorrelation up to the last lag. */
  readonly pValue: number;
  /** Durbin–Watson statistic: about 2 without autocorrelation, towards 0 when neighbours are alike. */
  readonly durbinWatson: number;
}

/**
 * Autocorrelation of residuals in time order.
 *
 * @param residuals - One per period, none missing.
 * @param lags - How many lags; fewer than residuals.
 * @throws RangeError when there are not more residuals than lags.
 * @see Ljung & Box (1978), doi:10.1093/biomet/65.2.297; Durbin & Watson (1950), doi:10.1093/biomet/37.3-4.409; as statsmodels' acorr_ljungbox and durbin_watson
 */
export function residualAutocorrelation(residuals: Float64Array, lags: number): ResidualAutocorrelation {
  const n = residuals.length;
  if (!(lags >= 1 && lags < n)) throw new RangeError(`${lags} lags of ${n} residuals: need 1 to ${n - 1}`);
  const centre = mean(residuals);
  const total = sumOver(n, (t) => (residuals[t]! - centre) ** 2);
  const autocorrelations = Float64Array.from(
    { length: lags },
    (_, k) => sumOver(n - k - 1, (t) => (residuals[t]! - centre) * (residuals[t + k + 1]! - centre)) / total,
  );
  const ljungBox = n * (n + 2) * sumOver(lags, (k) => autocorrelations[k]! ** 2 / (n - k - 1));
  return {
    autocorrelations,
    ljungBox,
    pValue: chiSquaredTail(ljungBox, lags),
    durbinWatson:
      sumOver(n - 1, (t) => (residuals[t + 1]! - residuals[t]!) ** 2) / sumOver(n, (t) => residuals[t]! ** 2),
  };
}

function sumOver(count: number, term: (index: number) => number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += term(i);
  return sum;
}
