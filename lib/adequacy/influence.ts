/**
 * Nats: predicted 12 times worse without the observation than with it. Sluice's own limit, set so that at 52 weeks and at
 * 104 few good fits exceed it and few outliers of 8 standard deviations do not: see bench/gate_quality.
 */
const MOST_INFLUENCE = 2.5;

/**
 * How much better each observation is predicted when the fit has seen it: its own part of the effective number of parameters, in nats.
 *
 * @param inSample - Log predictive density of each observation under the fit.
 * @param elpd - The same when it is left out.
 * @returns NaN where one of them is.
 */
export function influences(inSample: Float64Array, elpd: Float64Array): Float64Array {
  return inSample.map((seen, i) => seen - (elpd[i] ?? NaN));
}

/** Whether the fit hangs on an observation; an undefined influence is as bad as a great one. */
export function isDecisive(paretoK: number, goodK: number, influence: number): boolean {
  return !(paretoK <= goodK) && !(influence <= MOST_INFLUENCE);
}
