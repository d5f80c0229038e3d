import type { Calibration } from "../diagnostics/calibration.ts";
import type { PitBounds } from "../diagnostics/pit.ts";
import { residualAutocorrelation } from "../diagnostics/residuals.ts";

/** Fewer observations than this leave nothing to correct by. */
const FEWEST = 5;

/**
 * Autocorrelation time of an AR(1) series with the lag-1 correlation that is measured, corrected for what a short series hides.
 *
 * About its own mean a series of length n shows on average rho − (1 + 4 rho) / n instead of rho.
 *
 * @returns At most the length of the series; NaN for a constant series or fewer than five values.
 * @see Kendall (1954), doi:10.1093/biomet/41.3-4.403; Marriott & Pope (1954), doi:10.1093/biomet/41.3-4.390
 */
export function correctedAutocorrelationTime(series: Float64Array): number {
  const n = series.length;
  if (n < FEWEST) return NaN;
  const measured = residualAutocorrelation(series, 1).autocorrelations[0] ?? NaN;
  const rho = (n * measured + 1) / (n - 4);
  return rho >= 1 ? n : Math.min((1 + rho) / (1 - rho), n);
}

/**
 * Whether a fault that the calibration names still stands when the autocorrelation of so short a series is corrected.
 *
 * Geyer's estimate of the autocorrelation time is too low for short, persistent series (5.6 of 9 at 52 periods and
 * autocorrelation 0.8), so the moments look more certain than they are. Bands alone name nothing here.
 */
export function standsInShortSeries(bounds: PitBounds, found: Calibration): boolean {
  const pit = bounds.lower.map((lower, i) => (lower + (bounds.upper[i] ?? NaN)) / 2);
  const statistic = (series: Float64Array, measured: number, effective: number) => {
    const time = Math.max(series.length / effective, correctedAutocorrelationTime(series));
    return measured * Math.sqrt(series.length / effective / time);
  };
  const bias = statistic(pit, found.biasStatistic, found.pitEss);
  const dispersion = statistic(
    pit.map((value) => Math.abs(2 * value - 1)),
    found.dispersionStatistic,
    found.foldedEss,
  );
  switch (found.label) {
    case "biased":
      return Math.abs(bias) > found.criticalValue;
    case "over-confident":
    case "under-confident":
      return Math.abs(dispersion) > found.criticalValue;
    case "well-calibrated":
    case "undefined":
      return false;
  }
}
