import { summariseDraws } from "../lib/draws/summary.ts";
import { InputError } from "../lib/errors.ts";
import type { Posterior } from "../lib/posterior/posterior.ts";
import { openPosterior } from "../lib/posterior/open.ts";
import { reconcile } from "../lib/posterior/reconcile.ts";
import { defineStage, source, type Sources } from "../lib/stage.ts";
import { modelReference, modelSummary } from "./artefacts.ts";
import { finite } from "../lib/words.ts";

function describe({ file }: Sources["model"], posterior: Posterior, parameters: number) {
  const { writer, chains, draws, dates, channels, contributionVariable, targetScale, evidence } = posterior;
  return {
    path: file.path,
    bytes: file.bytes,
    sha256: file.sha256,
    writer: writer.name,
    writer_version: writer.version,
    chains,
    draws,
    dates: dates.length,
    first_date: dates.at(0) ?? "",
    last_date: dates.at(-1) ?? "",
    channels: [...channels],
    contribution: contributionVariable,
    target_scale: targetScale,
    parameters,
    has: {
      posterior_predictive: evidence.posteriorPredictive,
      prior_predictive: evidence.priorPredictive,
      log_likelihood: evidence.logLikelihood,
      observed: evidence.observed,
      divergences: evidence.divergences,
      energy: evidence.energy,
      tree_depth: evidence.treeDepth,
    },
  };
}

export default defineStage({
  id: "20_model_fit",
  title: "bring the posterior in",
  needs: ["10_pre_diagnostics"],
  reads: { model: source("model"), dataset: source("dataset") },
  writes: { modelReference, modelSummary },
  options: "model_fit.options",

  async run({ model, dataset }, { hdi_probability }, context) {
    const posterior = await openPosterior(model.file.absolutePath, model.mapping);
    context.closeLater(posterior);
    const problems = reconcile(posterior, dataset);
    if (problems.length > 0) throw new InputError(problems);
    const summaries = Array.from(posterior.scalarParameters(), ({ name, chains }) => {
      const { mean, sd, hdi } = summariseDraws(chains, hdi_probability);
      return {
        parameter: name,
        mean: finite(mean),
        sd: finite(sd),
        hdi_lower: finite(hdi.lower),
        hdi_upper: finite(hdi.upper),
        hdi_probability,
      };
    });
    return { modelReference: describe(model, posterior, summaries.length), modelSummary: summaries };
  },
});
