import { logSumExp } from "../diagnostics/log-sum-exp.ts";
import { samplesOf, type ObservationDraws } from "../draws/observation-draws.ts";

/** An observation predicted 20 times worse without it than with it, where the estimate without it has broken down: Sluice's own limit. */
const MOST_INFLUENCE = 3;

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
