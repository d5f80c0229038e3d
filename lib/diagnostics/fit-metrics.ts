import { mean } from "../draws/moments.ts";

/** How well a point prediction fits what was observed. */
export interface FitMetrics {
  /** 1 − residual over total sum of squares; NaN when the observations are all equal. */
  readonly r2: number;
  /** Mean absolute error as a fraction of the observation; infinite or NaN when an observation is zero. */
  readonly mape: number;
  readonly rmse: number;
  readonly mae: number;
  /** RMSE over the range, the mean and the standard deviation (ddof 0) of the observations. */
  readonly nrmseRange: number;
  readonly nrmseMean: number;
  readonly nrmseSd: number;
}

/**
 * Fit of a point prediction.
 *
 * @param observed - One value per observation.
 * @param predicted - As many, in the same unit.
 * @throws RangeError when the lengths differ.
 */
export function fitMetrics(observed: Float64Array, predicted: Float64Array): FitMetrics {
  if (observed.length !== predicted.length) {
    throw new RangeError(`observed has ${observed.length} values, predicted ${predicted.length}`);
  }
  const centre = mean(observed);
  const residual = observed.map((value, i) => value - predicted[i]!);
  const meanSquare = mean(residual.map((value) => value * value));
  const spread = mean(observed.map((value) => (value - centre) ** 2));
  const rmse = Math.sqrt(meanSquare);
  const [least, greatest] = [Math.min(...observed), Math.max(...observed)];
  return {
    r2: spread > 0 ? 1 - meanSquare / spread : NaN,
    mape: mean(residual.map((value, i) => Math.abs(value / observed[i]!))),
    rmse,
    mae: mean(residual.map(Math.abs)),
    nrmseRange: rmse / (greatest - least),
    nrmseMean: rmse / centre,
    nrmseSd: rmse / Math.sqrt(spread),
  };
}
