import { summariseDraws } from "../lib/draws/summary.ts";
import { InputError } from "../lib/errors.ts";
import type { Posterior } from "../lib/posterior/posterior.ts";
import { reconcile } from "../lib/posterior/reconcile.ts";
import { defineStage, source, type CommandOutput, type Sources } from "../lib/stage.ts";
import { fitLog, fittedModel, modelReference, modelSummary } from "./artefacts.ts";
import { finite } from "../lib/words.ts";

/** Where the model lies: named in the pipeline file, or in the run. */
interface ModelFile {
  readonly path: string;
  readonly absolutePath: string;
  readonly bytes: number;
  readonly sha256: string;
}

function describe(file: ModelFile, posterior: Posterior, parameters: number) {
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

/** The reader of HDF5 is loaded when the stage runs: a run that takes everything over starts without it. */
const reader = () => import("../lib/posterior/open.ts");

/** What the command is to write, and where what it prints goes. */
const [MODEL, LOG] = ["model.nc", "fit.log"];

function modelFile({ file }: Sources["model"], fitted: CommandOutput | null): ModelFile {
  const written = fitted?.files.get(MODEL);
  if (written !== undefined) return { ...written, path: fittedModel.path, absolutePath: written.file };
  if (file === null) throw new RangeError("neither a model is named nor a command");
  return file;
}

export default defineStage({
  id: "20_model_fit",
  title: "bring the posterior in",
  needs: ["10_pre_diagnostics"],
  reads: { model: source("model"), dataset: source("dataset") },
  writes: { modelReference, modelSummary },
  mayWrite: { fittedModel, fitLog },
  options: "model_fit.options",

  check: ({ config }, { uses, command }) => {
    if (uses === "command") {
      const missing = {
        what: "names no command",
        path: ["command"],
        fix: "add command: { run: [program, argument, …] }",
      };
      const idle = {
        what: "uses a command, and inputs.model names a model that nobody reads",
        path: ["uses"],
        fix: "remove inputs.model: the command writes {{out}}/model.nc",
      };
      return [...(command === null ? [missing] : []), ...(config.inputs.model === null ? [] : [idle])];
    }
    const missing = {
      what: "imports a model, and inputs.model names none",
      path: ["uses"],
      fix: "name model.nc under inputs.model, or fit it with uses: command",
    };
    const idle = {
      what: "has a command and does not use it",
      path: ["command"],
      fix: "write uses: command, or remove the command",
    };
    return [...(config.inputs.model === null ? [missing] : []), ...(command === null ? [] : [idle])];
  },

  async run({ model, dataset }, { command, hdi_probability }, context) {
    const fitted =
      command === null
        ? null
        : await context.command({ options: command, writes: [MODEL], reads: [], log: LOG });
    const file = modelFile(model, fitted);
    const { openPosterior } = await reader();
    const posterior = await openPosterior(file.absolutePath, model.mapping);
    context.closeLater(posterior);
    const problems = reconcile(posterior, dataset);
    if (problems.length > 0) throw new InputError(problems);
    const summaries = Array.from(posterior.scalarParameters(), ({ name, chains }, done) => {
      context.progress("summarising parameters", { done, total: null });
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
    return {
      modelReference: describe(file, posterior, summaries.length),
      modelSummary: summaries,
      fittedModel: fitted === null ? null : { file: file.absolutePath },
      fitLog: fitted?.log ?? null,
    };
  },
});
