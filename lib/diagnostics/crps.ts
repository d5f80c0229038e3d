import { mean } from "../draws/moments.ts";
import { requireSameObservations, samplesOf, type ObservationDraws } from "../draws/observation-draws.ts";

/**
 * Continuous ranked probability score of each observation under its predictive draws, in the unit of the target; less is better.
 *
 * The quantile decomposition over the sorted draws, which equals E|x − y| − ½ E|x − x′| over all pairs.
 *
 * @returns NaN where y or a draw is NaN.
 * @throws RangeError when y and draws differ in the number of observations.
 * @see Gneiting & Raftery (2007), doi:10.1198/016214506000001437; Jordan, Krüger & Lerch (2019), doi:10.18637/jss.v090.i12
 */
export function crps(y: Float64Array, predictive: ObservationDraws): Float64Array {
  requireSameObservations(y, predictive);
  return y.map((observed, i) => ensembleCrps(observed, samplesOf(predictive, i).toSorted()));
}

function ensembleCrps(observed: number, sorted: Float64Array): number {
  const count = sorted.length;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const draw = sorted[i]!;
    sum += (draw - observed) * ((observed < draw ? count : 0) - i - 0.5);
  }
  return (2 * sum) / (count * count);
}

/** Mean CRPS over observations. */
export function meanCrps(y: Float64Array, predictive: ObservationDraws): number {
  return mean(crps(y, predictive));
}
