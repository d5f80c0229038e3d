import { access, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileOf } from "../artefacts/artefact.ts";
import { blockedArtefact } from "../artefacts/blocked.ts";
import type { FileRecord } from "../artefacts/store.ts";
import { InputError, StageError } from "../errors.ts";
import { blockedBy } from "../gates/judge.ts";
import type { Stage } from "../stage.ts";
import { curveGates, gates as gatesArtefact } from "../../stages/artefacts.ts";
import { changesSince, inWords } from "./changes.ts";
import { runCommand } from "./command.ts";
import { readsTheClock } from "./explain.ts";
import { refuseChangedInputs } from "./input-stamps.ts";
import { stageKey, type StageKey } from "./keys.ts";
import { progressReporter } from "./progress.ts";
import { Interrupted, NOT_REACHED, record, type Blocked, type Run } from "./run-state.ts";
import { notTakenOver } from "./selection.ts";
import { doStage, type Lent } from "./stage-work.ts";
import { verdictFor } from "./verdict.ts";

/** What running a stage left. */
interface Executed {
  readonly writes: FileRecord[];
  readonly warnings: readonly string[];
}

async function hasWork(stage: Stage, run: Run): Promise<boolean> {
  return access(run.folder.workPath(stage.id)).then(
    () => true,
    () => false,
  );
}

/** Whether a thread can do the stage, and is worth its start. */
function isForThread({ id, isBrief, options }: Stage, { pipeline }: Run): boolean {
  if (isBrief) return false;
  // A stage of the team's own that runs a program waits for it and does nothing else.
  return options !== null || pipeline.sources.config.custom_stages[id]?.uses !== "command";
}

/** Does a stage here, or in a thread where there is one; its artefacts lie in the folder afterwards. */
async function doIn(folder: string, stage: Stage, run: Run, lent: Lent): Promise<readonly string[]> {
  const { crew, pipeline, inputs } = run;
  const { sources, file, identities } = pipeline;
  if (crew.threads === null || !isForThread(stage, run))
    return doStage(stage, sources.config, inputs, folder, lent);
  const identity = identities[stage.id] ?? null;
  const job = { stage: stage.id, file, runPath: run.folder.path, folder, sources, identity };
  return crew.threads.run(job, lent);
}

async function execute(stage: Stage, run: Run): Promise<Executed> {
  const state: { hasProgram: boolean; warnings: readonly string[] } = { hasProgram: false, warnings: [] };
  const lent: Lent = {
    signal: run.options.signal,
    progress: progressReporter(stage.id, run.tell),
    command: (request) => {
      state.hasProgram = true;
      return runCommand(stage, request, run);
    },
  };
  try {
    const writes = await run.folder.writeStage(stage.id, async (folder) => {
      state.warnings = await doIn(folder, stage, run, lent);
    });
    if (state.hasProgram) await rm(run.folder.workPath(stage.id), { recursive: true, force: true });
    return { writes, warnings: state.warnings };
  } catch (error) {
    if (run.options.signal.aborted && error === run.options.signal.reason) throw new Interrupted();
    // What is wrong with the files of a program is its failure, and its log is kept; only a secret that is not set comes before it.
    if (!(error instanceof InputError) || !(await hasWork(stage, run))) throw error;
    throw new StageError(error.problems, { cause: error });
  }
}

function warn(stage: Stage, warnings: readonly string[], run: Run): void {
  for (const message of warnings) {
    run.warnings.push(message);
    run.tell({ kind: "warning", stage: stage.id, message });
  }
}

async function reuse(stage: Stage, { key, reads }: StageKey, run: Run): Promise<boolean> {
  const past = await run.store.results.find(key);
  if (past === null || !(await run.folder.adoptStage(stage.id, past.writes))) return false;
  const { run_id: from, writes, warnings } = past;
  const reused = { status: "reused", reused_from: from, seconds: 0, reason: null } as const;
  record(run, { stage: stage.id, key, reads, writes, ...reused });
  run.tell({ kind: "stage_reused", stage: stage.id, from });
  await tellVerdicts(writes, run);
  warn(stage, warnings, run);
  return true;
}

/** Tells the verdict of each gate, once the stage that judges them is whole. */
async function tellVerdicts(writes: readonly FileRecord[], { inputs, tell }: Run): Promise<void> {
  const wrote = (artefact: { readonly path: string }) => writes.some(({ path }) => path === artefact.path);
  if (!wrote(gatesArtefact) && !wrote(curveGates)) return;
  const all = (await inputs.artefact(wrote(curveGates) ? curveGates : gatesArtefact)).gates;
  // Those of data and model have been told before.
  const gates = wrote(curveGates) ? all.filter(({ family }) => family === "response_curve") : all;
  for (const { gate, question, status, because } of gates)
    tell({ kind: "gate_judged", gate, question, status, because: [...because] });
}

async function findBlock(stage: Stage, run: Run): Promise<Blocked | null> {
  if (stage.requires.length === 0) return null;
  const { gates, checks } = verdictFor(stage);
  return blockedBy(
    stage.id,
    stage.requires,
    await run.inputs.artefact(gates),
    await run.inputs.artefact(checks),
  );
}

async function block(stage: Stage, blocked: Blocked, { key, reads }: StageKey, run: Run): Promise<void> {
  const artefact = blockedArtefact(stage.id);
  const writes = await run.folder.writeStage(stage.id, (folder) =>
    artefact.write(join(folder, fileOf(artefact)), blocked),
  );
  run.inputs.keep(artefact.path, blocked);
  const ended = { status: "blocked", reason: blocked.message } as const;
  record(run, { ...NOT_REACHED, stage: stage.id, key, reads, writes, ...ended });
  run.tell({
    kind: "stage_blocked",
    stage: stage.id,
    message: blocked.message,
    gates: blocked.gates.map(({ gate }) => gate),
  });
}

/** Why a stage cannot run: one that it needs did not end well. */
function missingNeed(stage: Stage, run: Run): string | null {
  for (const need of stage.needs) {
    const status = run.records.get(need)?.status;
    if (status === "failed") return `${need} failed`;
    if (status === "skipped") return `${need} was skipped`;
  }
  return null;
}

function skip(stage: Stage, because: string, run: Run): null {
  record(run, { ...NOT_REACHED, stage: stage.id, status: "skipped", reason: because });
  run.tell({ kind: "stage_skipped", stage: stage.id, because });
  return null;
}

/** Why a stage would have to run, in words. */
async function whyRun(stage: Stage, { reads }: StageKey, { history, pipeline }: Run): Promise<string> {
  const newest = await history.newest(stage.id);
  if (newest === null) return "no earlier run";
  const changes = await changesSince(stage.id, reads, newest, pipeline);
  return changes.length === 0 ? "what it made is no longer there" : inWords(changes);
}

/**
 * Does one stage: takes it over, runs it, or leaves it shut or out.
 *
 * @returns Why it is shut, or null.
 * @throws Interrupted, or whatever the stage threw; then nothing of it is left.
 */
export async function step(stage: Stage, run: Run): Promise<Blocked | null> {
  const { options, selection } = run;
  if (options.signal.aborted) throw new Interrupted();
  const role = selection.roleOf(stage.id);
  if (role === "left out") return skip(stage, "not selected", run);
  const missing = missingNeed(stage, run);
  if (missing !== null) return skip(stage, missing, run);
  const key = stageKey(stage, run.pipeline, (path) => run.contents.get(path));
  const blocked = await findBlock(stage, run);
  if (blocked !== null) {
    await block(stage, blocked, key, run);
    return blocked;
  }
  const mayReuse = role === "needed" || (options.reuse && !selection.isForced(stage.id));
  await run.crew.alone(key.key, async () => {
    if (options.signal.aborted) throw new Interrupted();
    if (mayReuse && (await reuse(stage, key, run))) return;
    if (role === "needed" && !readsTheClock(stage))
      throw notTakenOver(stage.id, await whyRun(stage, key, run));
    await perform(stage, key, run);
  });
  return null;
}

async function perform(stage: Stage, { key, reads }: StageKey, run: Run): Promise<void> {
  run.tell({ kind: "stage_started", stage: stage.id, title: stage.title });
  const started = performance.now();
  const { writes, warnings } = await execute(stage, run);
  await refuseChangedInputs(run.pipeline.sources.inputs, run.pipeline.stamps);
  const seconds = (performance.now() - started) / 1000;
  const { runId } = run.folder;
  await run.store.results.note({
    format: 1,
    stage: stage.id,
    key,
    run_id: runId,
    warnings: [...warnings],
    reads,
    writes,
  });
  const ended = { status: "done", reused_from: null, seconds, reason: null } as const;
  record(run, { stage: stage.id, key, reads, writes, ...ended });
  run.tell({ kind: "stage_done", stage: stage.id, seconds, files: writes.length });
  await tellVerdicts(writes, run);
  warn(stage, warnings, run);
}
