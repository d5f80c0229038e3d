import { readFile, writeFile } from "node:fs/promises";
import type { Artefact } from "../../lib/artefacts/artefact.ts";
import { blockedArtefact } from "../../lib/artefacts/blocked.ts";
import { hashOf } from "../../lib/artefacts/hash.ts";
import type { Check } from "../../lib/gates/catalogue.ts";
import { gates } from "../../lib/gates/judge.ts";
import { loadPolicy, type Policy } from "../../lib/gates/policy.ts";
import { applyWaivers } from "../../lib/gates/waivers.ts";
import type { RunEvent } from "../../lib/pipeline/events.ts";
import type { RunOptions, RunResult } from "../../lib/pipeline/run-state.ts";
import { runPipeline } from "../../lib/pipeline/run.ts";
import type { LoadedPipeline } from "../../lib/pipeline/sources.ts";
import { parse } from "../../lib/schema/parse.ts";
import { defineStage, source, type Sources, type Stage } from "../../lib/stage.ts";
import { checks as checksArtefact, gates as gatesArtefact } from "../../stages/artefacts.ts";

export const HASH = "0".repeat(64);

/** An artefact of plain text. */
export function textArtefact(path: string): Artefact<string> {
  return {
    path,
    schema: "report_markdown",
    mediaType: "text/plain",
    write: (file, value) => writeFile(file, value),
    read: (file) => readFile(file, "utf8"),
  };
}

const config = parse(
  "pipeline",
  {
    version: 1,
    pipeline: "demo",
    inputs: { data: "data.csv", model: "model.nc" },
    columns: { target: "sales", channels: ["tv"] },
  },
  "test",
);

export const publish: Policy = await loadPolicy("publish", "pipeline.yaml", "test");

const SOURCES: Sources = {
  config,
  labels: { pipeline: "demo", money: "EUR", target: "sales" },
  title: "demo",
  dataset: {
    path: "data.csv",
    dates: ["2024-01-01", "2024-01-08"],
    target: { name: "sales", values: Float64Array.of(1, 2) },
    channels: [{ name: "tv", spendColumn: "tv", spend: Float64Array.of(10, 20) }],
    controls: [],
  },
  model: {
    file: { name: "model", path: "model.nc", absolutePath: "/nowhere/model.nc", bytes: 1, sha256: HASH },
    mapping: {
      contribution: null,
      target: null,
      baseline: null,
      controlContribution: null,
      dateDim: null,
      channelDim: null,
    },
  },
  reports: {},
  policy: publish,
  waivers: [],
  inputs: [{ name: "model", path: "model.nc", absolutePath: "/nowhere/model.nc", bytes: 1, sha256: HASH }],
  seed: 1,
  question: config.stages["70_optimisation"],
  environment: {
    started_at: "2024-01-01T00:00:00.000Z",
    sluice: "0.1.0",
    code_sha256: HASH,
    node: "v20.0.0",
    platform: "linux",
    arch: "x64",
    host: "test",
    packages: {},
  },
};

/** A pipeline that was never read from files; `changed` replaces sources, and with them their identity. */
export function pipelineIn(artefacts: string, changed: Partial<Sources> = {}): LoadedPipeline {
  const sources = { ...SOURCES, ...changed };
  const {
    config,
    labels,
    title,
    dataset,
    model,
    reports,
    policy,
    waivers,
    inputs,
    seed,
    question,
    environment,
  } = sources;
  const fingerprints = {
    config: hashOf(config),
    labels: hashOf(labels),
    title: hashOf(title),
    dataset: hashOf(dataset),
    model: hashOf(model),
    reports: hashOf(reports),
    policy: hashOf(policy),
    waivers: hashOf(waivers),
    inputs: hashOf(inputs),
    seed: hashOf(seed),
    question: hashOf(question),
    environment: hashOf(environment),
  };
  const where = (...path: readonly (string | number)[]) => path.join(".");
  const own = { customStages: [], identities: {}, settings: [], stamps: new Map<string, string>() };
  return { file: "pipeline.yaml", artefacts, cell: null, sources, where, fingerprints, ...own };
}

export const letters = textArtefact("10_pre_diagnostics/letters.txt");
export const words = textArtefact("20_model_fit/words.txt");
export const sentence = textArtefact("70_optimisation/sentence.txt");
export const book = textArtefact("80_interpretation/book.txt");
const clock = textArtefact("00_run_metadata/clock.txt");

/** What the small stages do beside their work; each is called when its stage runs. */
export interface Hooks {
  /** What 10_pre_diagnostics writes. */
  readonly letters?: () => string | Promise<string>;
  /** What 20_model_fit writes. */
  readonly words?: (letters: string) => string | Promise<string>;
  /** The check that 50_diagnostics passes on: the divergence share of the model. */
  readonly divergenceShare?: number;
}

function divergences(share: number): Check {
  return {
    check_id: "divergence_share",
    gate: "g4",
    phase: "50_diagnostics",
    status: share > 0.001 ? "fail" : share > 0 ? "warn" : "pass",
    metric: "share of draws that diverged",
    value: share,
    threshold: "warn > 0, fail > 0.001",
    source: "recomputed",
    message: "made up",
    remedy: "none",
  };
}

/**
 * A pipeline in small: letters → words → sentence → book, with gates before the sentence.
 *
 * 00 reads the clock; 10 the seed; 20 and 70 what came before; 80 whatever there is.
 */
export function smallStages({ letters: l, words: w, divergenceShare = 0 }: Hooks = {}): readonly Stage[] {
  return [
    defineStage({
      id: "00_run_metadata",
      title: "note the time",
      needs: [],
      reads: { environment: source("environment") },
      writes: { clock },
      options: "run_metadata.options",
      run: ({ environment }) => ({ clock: environment.started_at }),
    }),
    defineStage({
      id: "10_pre_diagnostics",
      title: "write letters",
      needs: ["00_run_metadata"],
      reads: { seed: source("seed") },
      writes: { letters },
      options: "pre_diagnostics.options",
      run: async ({ seed }) => ({ letters: l === undefined ? `letters ${seed}` : await l() }),
    }),
    defineStage({
      id: "20_model_fit",
      title: "write words",
      needs: ["10_pre_diagnostics"],
      reads: { letters },
      writes: { words },
      options: "model_fit.options",
      run: async (inputs) => ({
        words: w === undefined ? `words of ${inputs.letters}` : await w(inputs.letters),
      }),
    }),
    defineStage({
      id: "50_diagnostics",
      title: "judge",
      needs: ["20_model_fit"],
      reads: { words, policy: source("policy"), waivers: source("waivers"), labels: source("labels") },
      writes: { checksArtefact, gatesArtefact },
      options: "diagnostics.options",
      run({ policy, waivers, labels }) {
        const checks = [divergences(divergenceShare)];
        return {
          checksArtefact: checks,
          gatesArtefact: applyWaivers(waivers, {
            verdict: gates(checks, policy),
            checks,
            policy,
            pipeline: labels.pipeline,
          }),
        };
      },
    }),
    defineStage({
      id: "70_optimisation",
      title: "write a sentence",
      needs: ["20_model_fit", "50_diagnostics"],
      reads: { words },
      writes: { sentence },
      requires: ["convergence"],
      options: "optimisation.options",
      run: (inputs) => ({ sentence: `a sentence of ${inputs.words}` }),
    }),
    defineStage({
      id: "80_interpretation",
      title: "write a book",
      needs: ["10_pre_diagnostics", "70_optimisation"],
      reads: { letters },
      readsIfPresent: { sentence, blocked: blockedArtefact("70_optimisation") },
      writes: { book },
      options: "interpretation.options",
      run: (inputs) => ({ book: inputs.sentence ?? inputs.blocked?.message ?? "" }),
    }),
  ];
}

/** A clock that moves by a second each time it is read. */
function ticking(): () => Date {
  let seconds = 0;
  return () => new Date(Date.UTC(2024, 0, 1) + 1000 * seconds++);
}

const now = ticking();

/** Runs stages and tells what was said on the way. */
export async function run(
  stages: readonly Stage[],
  pipeline: LoadedPipeline,
  options: Partial<RunOptions> = {},
): Promise<RunResult & { readonly events: readonly RunEvent[] }> {
  const events: RunEvent[] = [];
  const result = await runPipeline(stages, pipeline, {
    reuse: true,
    signal: new AbortController().signal,
    now,
    onEvent: (event) => events.push(event),
    ...options,
  });
  return { ...result, events };
}

/** Status by stage, as the manifest has it. */
export function statuses({ manifest }: RunResult): Record<string, string> {
  return Object.fromEntries(manifest.stages.map(({ stage, status }) => [stage, status]));
}
