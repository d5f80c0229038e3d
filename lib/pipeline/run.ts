import type { LockOwner, Lock } from "../artefacts/lock.ts";
import { openStore, type Manifest, type RunFolder, type Store } from "../artefacts/store.ts";
import { InputError, PlanError, StageError, codeOf, type Problem } from "../errors.ts";
import type { Stage } from "../stage.ts";
import { buildManifest } from "./build-manifest.ts";
import { keepFailed } from "./command.ts";
import { openCrew } from "./crew.ts";
import { diskProblem } from "./disk.ts";
import { openHistory } from "./history.ts";
import type { Host } from "./host.ts";
import { inputReader } from "./inputs.ts";
import { optionsOf } from "./keys.ts";
import { planOrder } from "./plan.ts";
import { provenanceOf } from "./provenance.ts";
import { nameTime, nextTime, runName } from "./run-name.ts";
import {
  Interrupted,
  NOT_REACHED,
  record,
  type Blocked,
  type Run,
  type RunOptions,
  type RunResult,
} from "./run-state.ts";
import { schedule } from "./schedule.ts";
import { NOTHING_ASKED, select } from "./selection.ts";
import type { LoadedPipeline } from "./sources.ts";
import { step } from "./step.ts";
import { openTeller, type Teller } from "./tell.ts";

async function createRun(
  store: Store,
  pipeline: LoadedPipeline,
  start: number,
  lock: Lock | null,
): Promise<RunFolder> {
  for (let [time, attempt] = [start, 1]; ; [time, attempt] = [nextTime(time), attempt + 1]) {
    const runId = runName(time, pipeline.fingerprints.config);
    try {
      // Noted first: a run that is killed from here on is known to be unfinished.
      await lock?.note(runId);
      return await store.create(runId);
    } catch (error) {
      // Without a lock others may make runs meanwhile.
      if (codeOf(error) !== "EEXIST" || attempt > 99) throw error;
    }
  }
}

function failure(stage: Stage, error: unknown): StageError {
  if (error instanceof StageError) return error;
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

async function fail(stage: Stage, error: StageError, run: Run): Promise<void> {
  const writes = await keepFailed(stage, run);
  record(run, { ...NOT_REACHED, stage: stage.id, status: "failed", reason: error.message, writes });
  run.tell({ kind: "stage_failed", stage: stage.id, message: error.message });
}

/** A program that was stopped keeps what it had printed and written apart; a stage that had not begun leaves nothing. */
async function stopped(stage: Stage, run: Run): Promise<void> {
  const writes = await keepFailed(stage, run);
  if (writes.length === 0) return;
  record(run, { ...NOT_REACHED, stage: stage.id, status: "failed", reason: "stopped by the user", writes });
}

/** Runs every stage; returns the first stage failure, if there was one. */
async function runStages(
  stages: readonly Stage[],
  run: Run,
): Promise<{ blocked: Blocked | null; error: StageError | null }> {
  const ended: { blocked: Blocked | null; error: StageError | null } = { blocked: null, error: null };
  await schedule(stages, run.options.jobs ?? 1, async (stage) => {
    try {
      const blocked = await run.crew.turn(() => step(stage, run));
      ended.blocked ??= blocked;
    } catch (thrown) {
      if (thrown instanceof Interrupted) await stopped(stage, run);
      if (thrown instanceof InputError || thrown instanceof PlanError || thrown instanceof Interrupted)
        throw thrown;
      if (diskProblem(thrown, run.pipeline.artefacts) !== null) throw thrown;
      const error = failure(stage, thrown);
      await fail(stage, error, run);
      ended.error ??= error;
    }
  });
  if (run.options.signal.aborted) throw new Interrupted();
  return ended;
}

async function finish(
  run: Run,
  stages: readonly Stage[],
  status: Manifest["status"],
  startedAt: Date,
): Promise<Manifest> {
  const order = stages.map(({ id }) => id);
  const manifest = await buildManifest(run, order, status, startedAt);
  await run.folder.writeManifest(manifest);
  const isWhole = (status === "done" || status === "blocked") && !run.selection.isPartial;
  if (isWhole) await run.store.setLatest(run.folder.runId);
  run.tell({
    kind: "run_finished",
    status,
    seconds: (performance.now() - run.began) / 1000,
    adequacy: manifest.adequacy,
    root_sha256: manifest.root_sha256,
  });
  return manifest;
}

/** Problems of the options that are known before anything runs, at their place in the pipeline file. */
export function checkOptions(
  stages: readonly Stage[],
  { sources, where }: LoadedPipeline,
): readonly Problem[] {
  return stages.flatMap((stage) => {
    // The options were checked against the schema that the stage names when the pipeline file was read.
    const options = optionsOf(stage, sources.config) as Parameters<Stage["run"]>[1];
    return (stage.check?.(sources, options) ?? []).map(({ path, what, fix }) => ({
      where: where("stages", stage.id, ...path),
      what,
      fix,
    }));
  });
}

/** The owner of a lock, as the process that runs it. */
function ownerOf(host: Host, now: () => Date): LockOwner {
  return { host: host.name, pid: host.pid, now, isAlive: (pid) => host.signal(pid, 0) };
}

/** Takes the lock on the artefacts, and removes what dead processes left unfinished under it. */
async function lockArtefacts(store: Store, options: RunOptions, { tell }: Teller): Promise<Lock | null> {
  if (options.host === undefined) return null;
  const { takeLock } = await import("../artefacts/lock.ts");
  const lock = await takeLock(store.lockFolder, ownerOf(options.host, options.now), {
    signal: options.signal,
    isPatient: options.isPatient ?? true,
    onWait: ({ host, pid, since, run_id }) => {
      tell({ kind: "waiting", host, pid, since, holder_run: run_id });
    },
  });
  for (const runId of lock.abandoned) {
    const run = store.run(runId);
    // One whose manifest was written had ended, but for giving the lock back.
    if ((await run.readManifest()) !== null) continue;
    await run.remove();
    tell({ kind: "abandoned_removed", abandoned_run: runId });
  }
  return lock;
}

/**
 * Runs a pipeline: every stage in order, behind the gates, into a new run folder.
 *
 * @returns How it ended; a blocked, failed or interrupted run is a result, not an exception.
 * @throws InputError or PlanError when the request, the inputs or the disk do not allow a run: then no folder is left. An
 * AbortError when it is stopped while it waits for another run.
 */
export async function runPipeline(
  stages: readonly Stage[],
  pipeline: LoadedPipeline,
  options: RunOptions,
): Promise<RunResult> {
  const sorted = planOrder([...stages, ...pipeline.customStages]);
  const selection = select(sorted, options.selection ?? NOTHING_ASKED);
  const problems = checkOptions(sorted, pipeline);
  if (problems.length > 0) throw new InputError(problems);
  const store = openStore(pipeline.artefacts, pipeline.sources.config.pipeline, pipeline.cell?.name ?? null);
  const crew = options.crew ?? openCrew(options.jobs ?? 1);
  const teller = openTeller(pipeline, options);
  try {
    const lock = await lockArtefacts(store, options, teller);
    try {
      return await runLocked({ store, pipeline, options, selection, crew }, sorted, teller, lock);
    } finally {
      if (options.crew === undefined) await crew.close();
      await lock?.release();
    }
  } catch (error) {
    const problem = diskProblem(error, pipeline.artefacts);
    if (problem !== null && !(error instanceof InputError)) throw new InputError(problem, { cause: error });
    throw error;
  }
}

async function runLocked(
  given: Pick<Run, "store" | "pipeline" | "options" | "selection" | "crew">,
  stages: readonly Stage[],
  teller: Teller,
  lock: Lock | null,
): Promise<RunResult> {
  const { store, pipeline, options } = given;
  const startedAt = options.now();
  const { milliseconds, warning } = nameTime(startedAt, await store.runIds());
  const folder = await createRun(store, pipeline, milliseconds, lock);
  teller.follow(folder);
  const run: Run = {
    ...given,
    folder,
    tell: teller.tell,
    history: await openHistory(store),
    inputs: inputReader(folder.path, pipeline.sources),
    records: new Map(),
    contents: new Map(),
    warnings: warning === null ? [] : [warning],
    provenance: provenanceOf(pipeline),
    began: performance.now(),
  };
  try {
    return await runInto(run, stages, startedAt);
  } catch (error) {
    teller.close();
    await folder.remove();
    throw error;
  } finally {
    teller.close();
    await run.inputs.close();
  }
}

async function runInto(run: Run, stages: readonly Stage[], startedAt: Date): Promise<RunResult> {
  const { runId, path } = run.folder;
  const { jobs = 1, host } = run.options;
  run.tell({
    kind: "run_started",
    stages: stages.map(({ id }) => id),
    jobs,
    pid: host?.pid ?? null,
    host: host?.name ?? null,
  });
  for (const { id, title, needs } of stages)
    run.tell({
      kind: "stage_planned",
      stage: id,
      title,
      needs: [...needs],
      role: run.selection.roleOf(id),
    });
  for (const message of run.warnings) run.tell({ kind: "warning", stage: stages[0]?.id ?? "", message });
  try {
    const { blocked, error } = await runStages(stages, run);
    const status = error !== null ? "failed" : blocked !== null ? "blocked" : "done";
    const manifest = await finish(run, stages, status, startedAt);
    return { runId, path, status, manifest, blocked, error };
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    const status = "interrupted";
    const manifest = await finish(run, stages, status, startedAt);
    return { runId, path, status, manifest, blocked: null, error: null };
  }
}
