import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readManifestFile } from "../artefacts/manifest.ts";
import type { Manifest, RunFolder } from "../artefacts/store.ts";
import type { Host } from "../pipeline/host.ts";
import { runPipeline } from "../pipeline/run.ts";
import { loadPipeline, type LoadedPipeline } from "../pipeline/sources.ts";
import type { Stage } from "../stage.ts";
import { environment as environmentArtefact, resolvedConfig } from "../../stages/artefacts.ts";
import type { Finding } from "./verify.ts";

type StageRecord = Manifest["stages"][number];

/** What computing a run anew showed. */
export interface Recomputed {
  /** Files compared. */
  readonly recomputed: number;
  readonly findings: readonly Finding[];
}

const brief = (hash: string) => `${hash.slice(0, 12)}…`;

/** Inputs that are no longer what the run read: nothing computed from them could be compared. */
function changedInputs(manifest: Manifest, { sources }: LoadedPipeline): Finding[] {
  const now = new Map(sources.inputs.map(({ path, sha256 }) => [path, sha256]));
  return manifest.inputs
    .filter(({ path, sha256 }) => now.get(path) !== sha256)
    .map(({ path, sha256 }) => {
      const found = now.get(path);
      const what = `input is not what the run read (SHA-256 ${brief(sha256)}, ${found === undefined ? "now not read" : `now ${brief(found)}`}): nothing was computed anew`;
      return { kind: "recompute", path, what } as const;
    });
}

const hasOutcome = ({ status }: StageRecord) => status !== "failed" && status !== "skipped";

/** Where two records of one stage differ, file by file. */
function differences(before: StageRecord, after: StageRecord | undefined, by: string): Finding[] {
  const shut = (record: StageRecord | undefined) => record?.status === "blocked";
  if (after === undefined || !hasOutcome(after) || shut(before) !== shut(after)) {
    const now = after === undefined ? "is not reached" : `is ${after.status}`;
    const what = `was ${before.status} and ${now} when computed anew${by}`;
    return [{ kind: "recompute", path: before.stage, what }];
  }
  const found = new Map(after.writes.map(({ path, sha256 }) => [path, sha256]));
  const changed = before.writes.flatMap(({ path, sha256 }) => {
    const hash = found.get(path);
    if (hash === sha256) return [];
    const now = hash === undefined ? "is not written" : `has SHA-256 ${brief(hash)}`;
    return [{ kind: "recompute", path, what: `${now} when computed anew; recorded: ${brief(sha256)}${by}` }];
  });
  const recorded = new Set(before.writes.map(({ path }) => path));
  const extra = after.writes
    .filter(({ path }) => !recorded.has(path))
    .map(({ path }) => ({ path, what: `is written when computed anew, and was not recorded${by}` }));
  return [...changed, ...extra].map(({ path, what }) => ({ kind: "recompute", path, what }));
}

/** The pipeline as it was: the resolved configuration and the environment that the run recorded. */
async function asItWas(run: RunFolder, file: string, scratch: string): Promise<LoadedPipeline> {
  const config = await resolvedConfig.read(join(run.path, resolvedConfig.path));
  const environment = await environmentArtefact.read(join(run.path, environmentArtefact.path));
  const pipeline = await loadPipeline(file, { config, artefacts: scratch }, new Date(environment.started_at));
  return { ...pipeline, sources: { ...pipeline.sources, environment } };
}

/**
 * Runs every stage of a run anew in a scratch folder, from the inputs and the configuration that it recorded, and
 * compares the bytes.
 *
 * @param file - The pipeline file of the run: inputs are relative to its folder.
 * @param host - The process that commands run under: they run anew, too.
 * @throws InputError when an input is not there any more, or the run has no whole manifest or configuration.
 */
export async function recompute(
  run: RunFolder,
  stages: readonly Stage[],
  file: string,
  host: Host,
  signal: AbortSignal,
): Promise<Recomputed> {
  const on = await readManifestFile(run.path);
  if (on.kind === "broken") return { recomputed: 0, findings: [] };
  const { manifest } = on;
  const scratch = await mkdtemp(join(tmpdir(), "sluice-recompute-"));
  try {
    const pipeline = await asItWas(run, file, scratch);
    const changed = changedInputs(manifest, pipeline);
    if (changed.length > 0) return { recomputed: 0, findings: changed };
    const anew = await runPipeline(stages, pipeline, {
      reuse: false,
      host,
      signal,
      now: () => new Date(manifest.started_at),
      onEvent: () => undefined,
    });
    const code = anew.manifest.code_sha256;
    const isOther = pipeline.fingerprints.config !== manifest.config_sha256;
    const by = isOther
      ? "; the resolved configuration is not the one in the manifest"
      : codeNote(manifest, code);
    const records = new Map(anew.manifest.stages.map((record) => [record.stage, record]));
    const compared = manifest.stages.filter(hasOutcome);
    return {
      recomputed: compared.reduce((sum, { writes }) => sum + writes.length, 0),
      findings: compared.flatMap((record) => differences(record, records.get(record.stage), by)),
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function codeNote({ code_sha256, sluice }: Manifest, now: string): string {
  return code_sha256 === now
    ? ""
    : ` (made by Sluice ${sluice}, code ${brief(code_sha256)}; here ${brief(now)})`;
}
