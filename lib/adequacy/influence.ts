import { logSumExp } from "../diagnostics/log-sum-exp.ts";
import { samplesOf, type ObservationDraws } from "../draws/observation-draws.ts";

/**
 * Nats: predicted 12 times worse without the observation than with it. Sluice's own limit, set so that at 52 weeks and at
 * 104 few good fits exceed it and few outliers of 8 standard deviations do not: see bench/gate_quality.
 */
const MOST_INFLUENCE = 2.5;

/**
 * How much better each observation is predicted when the fit has seen it: its own part of the effective number of parameters, in nats.
 *
 * @param elpd - Pointwise leave-one-out log density of the same observations.
 * @returns NaN where a log-likelihood or elpd is.
 */
export function influences(logLikelihood: ObservationDraws, elpd: Float64Array): Float64Array {
  const { sampleCount } = logLikelihood;
  return elpd.map((leftOut, i) => logSumExp(samplesOf(logLikelihood, i)) - Math.log(sampleCount) - leftOut);
}

/** Whether the fit hangs on an observation; an undefined influence is as bad as a great one. */
export function isDecisive(paretoK: number, goodK: number, influence: number): boolean {
  return !(paretoK <= goodK) && !(influence <= MOST_INFLUENCE);
}
