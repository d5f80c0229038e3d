import { join } from "node:path";
import { fileOf, type Artefact } from "../artefacts/artefact.ts";
import { hashOf } from "../artefacts/hash.ts";
import { blockedArtefact } from "../artefacts/blocked.ts";
import { openStore, type Manifest, type RunFolder } from "../artefacts/store.ts";
import { InputError, PlanError, StageError, type Problem } from "../errors.ts";
import { blockedBy } from "../gates/judge.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import type { Stage, StageContext } from "../stage.ts";
import { checks as checksArtefact, gates as gatesArtefact } from "../../stages/artefacts.ts";
import type { RunEvent } from "./events.ts";
import { openHistory, type History, type StageRecord } from "./history.ts";
import { inputReader, type InputReader } from "./inputs.ts";
import { stageKey, type StageKey } from "./keys.ts";
import { planOrder } from "./plan.ts";
import type { LoadedPipeline } from "./sources.ts";

type Blocked = SchemaTypes["blocked"];

export interface RunOptions {
  /** Take over stages that an earlier run did with the same inputs, options and code. */
  readonly reuse: boolean;
  /** Stops the run when the stage under way has ended; nothing half-written stays. */
  readonly signal: AbortSignal;
  /** The time now; injected so that a run is reproducible but for its metadata. */
  readonly now: () => Date;
  onEvent(event: RunEvent): void;
}

/** How a run ended. */
export interface RunResult {
  readonly runId: string;
  readonly path: string;
  readonly status: Manifest["status"];
  readonly manifest: Manifest;
  readonly blocked: Blocked | null;
  /** What made a stage fail. */
  readonly error: StageError | null;
}

/** Everything the steps of one run share. */
interface Run {
  readonly pipeline: LoadedPipeline;
  readonly options: RunOptions;
  readonly folder: RunFolder;
  readonly history: History;
  readonly inputs: InputReader;
  readonly records: StageRecord[];
  readonly contents: Map<string, string>;
  readonly warnings: string[];
}

const NOT_REACHED = { key: null, reused_from: null, seconds: 0, reads: {}, writes: [] };

function timestamp(now: Date): string {
  return now.toISOString().replaceAll(/[-:]|\.\d+/g, "");
}

async function createRun(pipeline: LoadedPipeline, now: Date): Promise<RunFolder> {
  const store = openStore(pipeline.artefacts, pipeline.sources.config.pipeline);
  const base = `${timestamp(now)}-${pipeline.fingerprints.config.slice(0, 6)}`;
  for (let attempt = 1; ; attempt++) {
    try {
      return await store.create(attempt === 1 ? base : `${base}-${attempt}`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST" || attempt > 99) throw error;
    }
  }
}

const DISK_FULL = /ENOSPC|EDQUOT|no space left|quota exceeded/i;
/** ENOENT of a `mkdir` whose parent exists: a file system, as /proc, that takes no folders. */
const NOT_WRITABLE = /EROFS|EACCES|EPERM|read-only file system|^ENOENT .*\bmkdir\b/i;
const NOT_A_FOLDER = /^(?:ENOTDIR|EEXIST) /;

/** A failure of the disk under the artefacts, in a user's words; null when it is something else. */
export function diskProblem(error: unknown, artefacts: string): Problem | null {
  const text =
    error instanceof Error ? `${(error as NodeJS.ErrnoException).code ?? ""} ${error.message}` : "";
  if (DISK_FULL.test(text)) {
    return {
      what: "the disk is full",
      where: artefacts,
      fix: "free some space, or name another folder with --artefacts; earlier runs are untouched",
    };
  }
  if (NOT_WRITABLE.test(text)) {
    return {
      what: "the artefacts folder cannot be written to",
      where: artefacts,
      fix: "allow writing to it, or name another folder with --artefacts",
    };
  }
  if (NOT_A_FOLDER.test(text)) {
    return {
      what: "the artefacts folder cannot be made: a file is in its place",
      where: artefacts,
      fix: "move that file away, or name another folder with --artefacts",
    };
  }
  return null;
}

/** A value that its own schema refuses is the fault of the stage that made it, not of the user's input. */
async function writeOutput(artefact: Artefact<unknown>, file: string, value: unknown): Promise<void> {
  try {
    await artefact.write(file, value);
  } catch (error) {
    throw error instanceof InputError ? new RangeError(error.message, { cause: error }) : error;
  }
}

async function writeOutputs(
  folder: string,
  artefacts: Readonly<Record<string, Artefact<unknown>>>,
  outputs: Readonly<Record<string, unknown>>,
  inputs: InputReader,
): Promise<void> {
  for (const [name, artefact] of Object.entries(artefacts)) {
    const value = outputs[name];
    if (value === null) continue;
    await writeOutput(artefact, join(folder, fileOf(artefact)), value);
    if (artefact.mediaType !== "application/vnd.apache.parquet") inputs.keep(artefact.path, value);
  }
}

async function execute(stage: Stage, run: Run): Promise<StageRecord["writes"]> {
  const { sources } = run.pipeline;
  const resources: { close(): void | Promise<void> }[] = [];
  const context: StageContext = {
    warn(message) {
      run.warnings.push(message);
      run.options.onEvent({ kind: "warning", stage: stage.id, message });
    },
    closeLater: (resource) => resources.push(resource),
  };
  const values = {
    ...(await run.inputs.required(stage.reads)),
    ...(await run.inputs.ifPresent(stage.readsIfPresent)),
  };
  try {
    const outputs = await stage.run(values, sources.config.stages[stage.id], context);
    return await run.folder.writeStage(stage.id, (folder) =>
      writeOutputs(folder, { ...stage.writes, ...stage.mayWrite }, outputs, run.inputs),
    );
  } finally {
    for (const resource of resources) await resource.close();
  }
}

/** The user stopped the run. */
class Interrupted extends Error {}

/** Between stages only: a stage under way ends whole, so that nothing is written behind the manifest's back. */
function stopIfAborted({ options }: Run): void {
  if (options.signal.aborted) throw new Interrupted();
}

function record(run: Run, one: StageRecord): void {
  run.records.push(one);
  for (const { path, sha256 } of one.writes) run.contents.set(path, sha256);
}

async function reuse(stage: Stage, { key, reads }: StageKey, run: Run): Promise<boolean> {
  if (!run.options.reuse) return false;
  const past = await run.history.find(stage.id, key);
  if (past === null || !(await run.folder.adoptStage(stage.id, past.run, past.record.writes))) return false;
  const from = past.record.reused_from ?? past.run.runId;
  record(run, {
    stage: stage.id,
    status: "reused",
    key,
    reused_from: from,
    seconds: 0,
    reason: null,
    reads,
    writes: past.record.writes,
  });
  run.options.onEvent({ kind: "stage_reused", stage: stage.id, from });
  return true;
}

async function findBlock(stage: Stage, run: Run): Promise<Blocked | null> {
  if (stage.requires.length === 0) return null;
  return blockedBy(
    stage.id,
    stage.requires,
    await run.inputs.artefact(gatesArtefact),
    await run.inputs.artefact(checksArtefact),
  );
}

async function block(stage: Stage, blocked: Blocked, { key, reads }: StageKey, run: Run): Promise<void> {
  const artefact = blockedArtefact(stage.id);
  const writes = await run.folder.writeStage(stage.id, (folder) =>
    artefact.write(join(folder, fileOf(artefact)), blocked),
  );
  run.inputs.keep(artefact.path, blocked);
  record(run, {
    ...NOT_REACHED,
    stage: stage.id,
    status: "blocked",
    key,
    reads,
    writes,
    reason: blocked.message,
  });
  run.options.onEvent({ kind: "stage_blocked", stage: stage.id, blocked });
}

/** A stage whose required read was not written cannot run. */
function missingNeed(stage: Stage, run: Run): string | null {
  const failed = run.records.find(
    ({ stage: id, status }) =>
      stage.needs.some((need) => need === id) && (status === "failed" || status === "skipped"),
  );
  return failed === undefined
    ? null
    : `${failed.stage} ${failed.status === "failed" ? "failed" : "was skipped"}`;
}

async function step(stage: Stage, run: Run): Promise<Blocked | null> {
  const missing = missingNeed(stage, run);
  if (missing !== null) {
    record(run, { ...NOT_REACHED, stage: stage.id, status: "skipped", reason: missing });
    run.options.onEvent({ kind: "stage_skipped", stage: stage.id, because: missing });
    return null;
  }
  const key = stageKey(stage, run.pipeline, (path) => run.contents.get(path));
  const blocked = await findBlock(stage, run);
  if (blocked !== null) {
    await block(stage, blocked, key, run);
    return blocked;
  }
  if (await reuse(stage, key, run)) return null;
  run.options.onEvent({ kind: "stage_started", stage: stage.id, title: stage.title });
  const started = performance.now();
  const writes = await execute(stage, run);
  const seconds = (performance.now() - started) / 1000;
  record(run, { ...NOT_REACHED, stage: stage.id, status: "done", ...key, seconds, reason: null, writes });
  run.options.onEvent({ kind: "stage_done", stage: stage.id, seconds, files: writes.length });
  return null;
}

function failure(stage: Stage, error: unknown): StageError {
  const message = error instanceof Error ? error.message : String(error);
  return new StageError(
    {
      what: `failed: ${message}`,
      where: stage.id,
      fix: "this is likely a fault of Sluice: run with --verbose and report it with the trace",
    },
    { cause: error },
  );
}

function fail(stage: Stage, error: StageError, run: Run): void {
  record(run, { ...NOT_REACHED, stage: stage.id, status: "failed", reason: error.message });
  run.options.onEvent({ kind: "stage_failed", stage: stage.id, message: error.message });
}

async function gateVerdicts(run: Run): Promise<SchemaTypes["gates"] | null> {
  return run.contents.has(gatesArtefact.path) ? run.inputs.artefact(gatesArtefact) : null;
}

async function buildManifest(run: Run, status: Manifest["status"], startedAt: Date): Promise<Manifest> {
  const { sources, fingerprints } = run.pipeline;
  const verdict = await gateVerdicts(run);
  const content = {
    pipeline: sources.config.pipeline,
    status,
    sluice: sources.environment.sluice,
    code_sha256: sources.environment.code_sha256,
    config_sha256: fingerprints.config,
    policy: sources.policy.name,
    adequacy: verdict?.adequacy ?? null,
    inputs: sources.inputs.map(({ name, path, bytes, sha256 }) => ({ name, path, bytes, sha256 })),
    gates: verdict?.gates.map(({ gate, status: of }) => ({ gate, status: of })) ?? [],
    stages: run.records,
    warnings: run.warnings,
  };
  return {
    format: 1,
    run_id: run.folder.runId,
    started_at: startedAt.toISOString(),
    finished_at: run.options.now().toISOString(),
    ...content,
    root_sha256: hashOf(content),
  };
}

/** Runs every stage in turn; returns the stage failure, if one ended it. */
async function runStages(
  stages: readonly Stage[],
  run: Run,
): Promise<{ blocked: Blocked | null; error: StageError | null }> {
  let blocked: Blocked | null = null;
  let error: StageError | null = null;
  for (const stage of stages) {
    stopIfAborted(run);
    try {
      blocked = (await step(stage, run)) ?? blocked;
    } catch (thrown) {
      if (thrown instanceof InputError || thrown instanceof PlanError) throw thrown;
      if (diskProblem(thrown, run.pipeline.artefacts) !== null) throw thrown;
      error = failure(stage, thrown);
      fail(stage, error, run);
    }
  }
  stopIfAborted(run);
  return { blocked, error };
}

async function finish(run: Run, status: Manifest["status"], startedAt: Date): Promise<Manifest> {
  const manifest = await buildManifest(run, status, startedAt);
  await run.folder.writeManifest(manifest);
  if (status === "done" || status === "blocked") {
    await openStore(run.pipeline.artefacts, run.pipeline.sources.config.pipeline).setLatest(run.folder.runId);
  }
  return manifest;
}

/** Problems of the options that are known before anything runs, at their place in the pipeline file. */
export function checkOptions(
  stages: readonly Stage[],
  { sources, where }: LoadedPipeline,
): readonly Problem[] {
  return stages.flatMap((stage) =>
    (stage.check?.(sources, sources.config.stages[stage.id]) ?? []).map(({ path, what, fix }) => ({
      where: where("stages", stage.id, ...path),
      what,
      fix,
    })),
  );
}

/**
 * Runs a pipeline: every stage in order, behind the gates, into a new run folder.
 *
 * @returns How it ended; a blocked, failed or interrupted run is a result, not an exception.
 * @throws InputError or PlanError when the request, the inputs or the disk do not allow a run: then no folder is left.
 */
export async function runPipeline(
  stages: readonly Stage[],
  pipeline: LoadedPipeline,
  options: RunOptions,
): Promise<RunResult> {
  const sorted = planOrder(stages);
  const problems = checkOptions(sorted, pipeline);
  if (problems.length > 0) throw new InputError(problems);
  const startedAt = options.now();
  try {
    const folder = await createRun(pipeline, startedAt);
    try {
      return await runInto(folder, sorted, pipeline, options, startedAt);
    } catch (error) {
      await folder.remove();
      throw error;
    }
  } catch (error) {
    const problem = diskProblem(error, pipeline.artefacts);
    if (problem !== null && !(error instanceof InputError)) throw new InputError(problem, { cause: error });
    throw error;
  }
}

async function runInto(
  folder: RunFolder,
  stages: readonly Stage[],
  pipeline: LoadedPipeline,
  options: RunOptions,
  startedAt: Date,
): Promise<RunResult> {
  const run: Run = {
    pipeline,
    options,
    folder,
    history: await openHistory(openStore(pipeline.artefacts, pipeline.sources.config.pipeline)),
    inputs: inputReader(folder.path, pipeline.sources),
    records: [],
    contents: new Map(),
    warnings: [],
  };
  options.onEvent({
    kind: "run_started",
    runId: folder.runId,
    pipeline: pipeline.sources.config.pipeline,
    stages: stages.map(({ id }) => id),
  });
  try {
    const { blocked, error } = await runStages(stages, run);
    const status = error !== null ? "failed" : blocked !== null ? "blocked" : "done";
    const manifest = await finish(run, status, startedAt);
    return { runId: folder.runId, path: folder.path, status, manifest, blocked, error };
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    const manifest = await finish(run, "interrupted", startedAt);
    return {
      runId: folder.runId,
      path: folder.path,
      status: "interrupted",
      manifest,
      blocked: null,
      error: null,
    };
  } finally {
    await run.inputs.close();
  }
}
