import type { Dataset } from "../posterior/dataset.ts";
import { decisionQuantities } from "../posterior/levels.ts";
import type { Posterior } from "../posterior/posterior.ts";
import type { Fit } from "./assess.ts";
import { priorMedia } from "./prior-media.ts";

/** Everything that the adequacy of a marketing-mix model is recomputed from: its posterior, and the data it was fitted to. */
export function fitOf(posterior: Posterior, { dates, target, channels }: Dataset): Fit {
  const prior = posterior.priorContributions();
  const spendOf = (channel: string) =>
    channels.find(({ name }) => name === channel)?.spend.reduce((sum, value) => sum + value, 0) ?? NaN;
  return {
    parameters: posterior.scalarParameters(),
    decisions: decisionQuantities(posterior.contributions()),
    sampleStats: posterior.sampleStats(),
    observations: dates,
    observed: target.values,
    predictive: posterior.posteriorPredictive(),
    logLikelihood: posterior.logLikelihood(),
    prior: posterior.priorPredictive(),
    priorParameters: posterior.priorParameters(),
    priorMedia: prior && priorMedia(prior, posterior.priorBaseline(), prior.channels.map(spendOf)),
  };
}
