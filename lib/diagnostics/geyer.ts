/** Autocovariances with divisor n, averaged over rows. */
export interface Autocovariance {
  at(lag: number): number;
  /** The sum at an even lag and at the one after it; it remembers, so even lags are asked for in ascending order. */
  pairFrom(evenLag: number): number;
}

/**
 * ESS by Geyer's initial monotone sequence: correlations are summed in pairs of neighbouring lags while a pair stays
 * positive, no pair being let exceed the one before it.
 *
 * @param betweenVariance - Variance of the means of the rows; 0 for a single row.
 * @param length - Draws in a row.
 * @see Geyer (1992), Statistical Science 7(4); Vehtari et al. (2021), doi:10.1214/20-BA1221
 */
export function geyerEss(
  autocovariance: Autocovariance,
  betweenVariance: number,
  rowCount: number,
  length: number,
): number {
  const drawCount = rowCount * length;
  const spread = autocovariance.at(0);
  const meanVariance = (spread * length) / (length - 1);
  const pooledVariance = spread + betweenVariance;
  const correlation = (covariance: number): number => 1 - (meanVariance - covariance) / pooledVariance;
  const pairFrom = (lag: number): number =>
    2 - (2 * meanVariance - autocovariance.pairFrom(lag)) / pooledVariance;

  let lag = 0;
  let pair = 1 + correlation(autocovariance.pairFrom(0) - spread);
  let previousPair = pair;
  let sum = 0;
  while (lag < length - 4 && pair > 0) {
    sum += previousPair;
    lag += 2;
    pair = pairFrom(lag);
    previousPair = Math.min(previousPair, pair);
  }
  // Of the last pair, which was not positive or has no lags after it, the even lag counts once.
  const even = lag === 0 ? 1 : correlation(autocovariance.at(lag));
  const lastEven = even > 0 || pair >= 0 ? even : 0;
  const time = -1 + 2 * sum + lastEven;
  return drawCount / Math.max(time, 1 / Math.log10(drawCount));
}
