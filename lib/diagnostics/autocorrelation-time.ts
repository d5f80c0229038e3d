import { mean } from "../draws/moments.ts";

/**
 * Integrated autocorrelation time of one series by Geyer's initial monotone sequence: how many neighbouring values
 * carry the information of one independent value.
 *
 * @param series - In time order, finite.
 * @returns Between 1 and the length of the series; 1 for a constant series; NaN when a value is NaN.
 * @see Geyer (1992), Statistical Science 7(4)
 */
export function autocorrelationTime(series: Float64Array): number {
  const n = series.length;
  const centre = mean(series);
  const centred = series.map((value) => value - centre);
  const spread = lagProduct(centred, 0);
  if (spread === 0) return 1;
  let sum = -1;
  let previousPair = Infinity;
  for (let lag = 0; lag < Math.floor(n / 2) - 1; lag += 2) {
    const pair = (lagProduct(centred, lag) + lagProduct(centred, lag + 1)) / spread;
    if (pair <= 0) break;
    previousPair = Math.min(previousPair, pair);
    sum += 2 * previousPair;
  }
  return Math.min(Math.max(sum, 1), n);
}

function lagProduct(centred: Float64Array, lag: number): number {
  let sum = 0;
  for (let t = 0; t + lag < centred.length; t++) sum += centred[t]! * centred[t + lag]!;
  return sum;
}
