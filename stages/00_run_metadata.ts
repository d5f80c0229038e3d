import { hashOf } from "../lib/artefacts/hash.ts";
import { defineStage, source } from "../lib/stage.ts";
import { environment, modelMetadata, resolvedConfig } from "./artefacts.ts";

export default defineStage({
  id: "00_run_metadata",
  title: "freeze what this run is",
  needs: [],
  isBrief: true,
  reads: {
    config: source("config"),
    labels: source("labels"),
    title: source("title"),
    dataset: source("dataset"),
    policy: source("policy"),
    inputs: source("inputs"),
    machine: source("environment"),
  },
  writes: { resolvedConfig, modelMetadata, environment },
  options: "run_metadata.options",

  run({ config, labels, title, dataset, policy, inputs, machine }) {
    const { dates, target, channels, controls } = dataset;
    return {
      resolvedConfig: config,
      modelMetadata: {
        pipeline: labels.pipeline,
        title,
        policy: policy.name,
        policy_sha256: hashOf(policy),
        config_sha256: hashOf(config),
        seed: config.seed,
        periods: dates.length,
        first_date: dates.at(0) ?? "",
        last_date: dates.at(-1) ?? "",
        target: target.name,
        channels: channels.map(({ name }) => name),
        controls: controls.map(({ name }) => name),
        inputs: inputs.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
      },
      environment: machine,
    };
  },
});
