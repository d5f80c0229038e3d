import { mkdir, readdir, rename, rm, open } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { syncFile } from "../artefacts/durable.ts";
import { fingerprintFile, hashOf } from "../artefacts/hash.ts";
import type { FileRecord } from "../artefacts/store.ts";
import { walk } from "../artefacts/walk.ts";
import { InputError, StageError } from "../errors.ts";
import { limitProblems } from "../schema/parse.ts";
import { meantOr } from "../schema/nearest.ts";
import type { CommandOptions, CommandOutput, CommandRequest, Stage } from "../stage.ts";
import { refuseChangedInputs } from "./input-stamps.ts";
import { runGroup, type Ending } from "./process-group.ts";
import { openProgramLog, type ProgramLog } from "./program-log.ts";
import { Interrupted, type Run } from "./run-state.ts";
import { shellTemplate, type Placeholders } from "./template.ts";
import { refuseTrespass, surveyGround } from "./trespass.ts";

/** Variables of the machine that every program may need to start; all others are declared. */
const BASE_VARIABLES = ["PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "LANG", "LC_ALL"];

/** Folders within the work folder for what the program writes and reads. */
const OUT = "out";
const IN = "in";

/** Longest wait between two attempts, in milliseconds. */
const LONGEST_BACKOFF = 10 * 60_000;

const SCAN_BYTES = 1 << 20;

/** A program at work: where it stands, and what it may see. */
interface Job {
  readonly stage: Stage;
  readonly request: CommandRequest;
  readonly run: Run;
  readonly work: string;
  readonly secrets: Readonly<Record<string, string>>;
}

function commandKey(stage: Stage, { reads }: CommandRequest, { pipeline, contents }: Run): string {
  const { sources, identities } = pipeline;
  const data = sources.inputs.find(({ name }) => name === "data")?.sha256 ?? null;
  const inputs = Object.fromEntries(reads.map((path) => [path, contents.get(path) ?? null]));
  return hashOf({ command: stage.id, identity: identities[stage.id], data, seed: sources.seed, inputs });
}

function secretValues(stage: Stage, { secrets }: CommandOptions, run: Run): Record<string, string> {
  const known = run.options.host?.environment ?? {};
  const missing = secrets.filter((name) => (known[name] ?? "") === "");
  if (missing.length > 0) {
    throw new InputError(
      missing.map((name) => ({
        what: `the secret ${name} is not in the environment`,
        where: stage.id,
        fix: `set ${name} before the run, e.g. from the store of your CI system`,
      })),
    );
  }
  return Object.fromEntries(secrets.map((name) => [name, known[name] ?? ""]));
}

function placeholdersOf({ run, work }: Job): Placeholders {
  const { sources } = run.pipeline;
  const data = sources.inputs.find(({ name }) => name === "data")?.absolutePath ?? "";
  return { out: join(work, OUT), in: join(work, IN), data, seed: String(sources.seed) };
}

function environmentOf(job: Job, values: Placeholders): Record<string, string> {
  const known = job.run.options.host?.environment ?? {};
  const base = BASE_VARIABLES.flatMap((name) => {
    const value = known[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const own = Object.entries(values).map(([name, value]) => [`SLUICE_${name.toUpperCase()}`, value] as const);
  return { ...Object.fromEntries([...base, ...own]), ...job.request.options.environment, ...job.secrets };
}

async function attempt(job: Job, log: ProgramLog): Promise<Ending> {
  const { options } = job.request;
  const { host, signal } = job.run.options;
  if (host === undefined) throw new RangeError("a run without a host has no commands");
  await rm(join(job.work, OUT), { recursive: true, force: true });
  await mkdir(join(job.work, OUT));
  const values = placeholdersOf(job);
  const { timeout_seconds: seconds } = options;
  const ending = await runGroup(shellTemplate(options.run, values), {
    cwd: resolve(dirname(job.run.pipeline.file), options.folder),
    environment: environmentOf(job, values),
    host,
    signal,
    timeout: seconds === null ? null : seconds * 1000,
    grace: options.grace_seconds * 1000,
    onOutput: (bytes) => {
      log.push(bytes);
    },
  });
  log.flush();
  return ending;
}

const isGood = ({ code, isTimeout, isStopped }: Ending) => code === 0 && !isTimeout && !isStopped;

function endingInWords({ code, signal, isTimeout }: Ending, { timeout_seconds }: CommandOptions): string {
  if (isTimeout) return `did not end within ${timeout_seconds ?? 0} s and was stopped`;
  return code === null ? `was ended by ${signal ?? "a signal"}` : `ended with exit code ${code}`;
}

function failed(job: Job, ending: Ending, attempts: number, log: ProgramLog): StageError {
  const words = endingInWords(ending, job.request.options);
  const tries = attempts === 1 ? "" : ` in the last of ${attempts} attempts`;
  const lines = log.lastLines();
  const said = lines.length === 0 ? "it printed nothing" : `its last lines:\n    ${lines.join("\n    ")}`;
  return new StageError({
    what: `the command ${words}${tries}; ${said}`,
    where: job.stage.id,
    fix: `read ${join(job.run.folder.path, "failed", job.stage.id, job.request.log)}; what it had written lies beside it`,
  });
}

/** Starts the program, again after a wait when it fails and may be tried again. */
async function tryOften(job: Job, log: ProgramLog): Promise<void> {
  const { retries, backoff_seconds } = job.request.options;
  const { signal } = job.run.options;
  for (let count = 1; ; count++) {
    if (retries > 0) log.note(`# attempt ${count} of ${retries + 1}`);
    const ending = await attempt(job, log);
    if (isGood(ending)) return;
    if (signal.aborted) throw new Interrupted();
    if (count > retries) throw failed(job, ending, count, log);
    const wait = Math.min(backoff_seconds * 1000 * 2 ** (count - 1), LONGEST_BACKOFF);
    log.note(`# ${endingInWords(ending, job.request.options)}; again in ${wait / 1000} s`);
    await sleep(wait, undefined, { signal }).catch(() => {
      throw new Interrupted();
    });
  }
}

/** Files that the program left, by name; a link or another thing that is no plain file is named as such. */
async function leftFiles(folder: string): Promise<{ readonly names: string[]; readonly odd: string[] }> {
  const found = await walk(folder);
  const namesWhere = (isFile: boolean) =>
    found.filter((one) => one.isFile === isFile).map(({ name }) => name);
  return { names: namesWhere(true), odd: namesWhere(false) };
}

async function checkFiles({ stage, request, work }: Job): Promise<void> {
  const { names, odd } = await leftFiles(join(work, OUT));
  const problem = (what: string, fix: string) => ({ what, where: stage.id, fix });
  const missing = request.writes
    .filter((name) => !names.includes(name) && !odd.includes(name))
    .map((name) =>
      problem(`the command did not write ${name}`, meantOr(name, names, `let it write {{out}}/${name}`)),
    );
  const extra = names
    .filter((name) => !request.writes.includes(name))
    .map((name) =>
      problem(
        `the command wrote ${name}, which is not declared`,
        "declare it under writes, or write it elsewhere",
      ),
    );
  const links = odd.map((name) =>
    problem(`the command left ${name}, which is no plain file`, "write the file itself, not a link"),
  );
  const problems = [...missing, ...extra, ...links];
  if (problems.length > 0) throw new StageError(limitProblems(problems, stage.id));
}

/** Whether a file holds one of these texts, as bytes. */
async function holdsAny(file: string, texts: readonly string[]): Promise<boolean> {
  const wanted = texts.filter((one) => one !== "").map((one) => Buffer.from(one, "utf8"));
  if (wanted.length === 0) return false;
  const overlap = Math.max(...wanted.map(({ length }) => length)) - 1;
  const handle = await open(file, "r");
  try {
    const block = Buffer.alloc(SCAN_BYTES + overlap);
    for (let kept = 0; ;) {
      const { bytesRead } = await handle.read(block, kept, SCAN_BYTES);
      const filled = block.subarray(0, kept + bytesRead);
      if (wanted.some((one) => filled.includes(one))) return true;
      if (bytesRead === 0) return false;
      kept = Math.min(overlap, filled.length);
      filled.copy(block, 0, filled.length - kept);
    }
  } finally {
    await handle.close();
  }
}

/** A secret that a program writes into its results would be in every copy of them: such results are not kept at all. */
async function refuseSecrets({ stage, request, work, secrets }: Job): Promise<void> {
  const { names } = await leftFiles(join(work, OUT));
  for (const name of names) {
    if (!(await holdsAny(join(work, OUT, name), Object.values(secrets)))) continue;
    await rm(join(work, OUT), { recursive: true });
    throw new StageError({
      what: `the command wrote the value of one of its secrets (${request.options.secrets.join(", ")}) into ${name}; its files were removed`,
      where: stage.id,
      fix: "let the program keep it to itself",
    });
  }
}

/** The files of a program by content, shared from now on. */
async function keepFiles({ stage, request, work, run }: Job): Promise<FileRecord[]> {
  const records: FileRecord[] = [];
  for (const name of [...request.writes.map((one) => `${OUT}/${one}`), request.log]) {
    const file = join(work, name);
    await syncFile(file);
    const content = await fingerprintFile(file);
    await run.store.objects.keep(file, content);
    records.push({ path: `${stage.id}/${name}`, ...content });
  }
  return records;
}

function outputOf({ request, work }: Job, records: readonly FileRecord[]): CommandOutput {
  const files = request.writes.map((name) => {
    const record = records.find(({ path }) => path.endsWith(`/${OUT}/${name}`));
    return [
      name,
      { file: join(work, OUT, name), bytes: record?.bytes ?? 0, sha256: record?.sha256 ?? "" },
    ] as const;
  });
  return { files: new Map(files), log: { file: join(work, request.log) } };
}

/** Takes over what the program left when it last ran on the same; null when it must run. */
async function takeOver(job: Job, key: string): Promise<CommandOutput | null> {
  const { stage, run, work } = job;
  const { store, options, selection } = run;
  if (!options.reuse || selection.isForced(stage.id)) return null;
  const past = await store.results.find(key);
  if (past === null) return null;
  for (const record of past.writes) {
    const file = join(work, record.path.slice(stage.id.length + 1));
    await mkdir(dirname(file), { recursive: true });
    if (!(await store.objects.give(record, file))) return null;
  }
  run.tell({ kind: "command_reused", stage: stage.id, from: past.run_id });
  return outputOf(job, past.writes);
}

/** Puts the artefacts that the program reads where it finds them. */
async function giveReads({ request, run, work }: Job): Promise<void> {
  for (const path of request.reads) {
    const file = join(work, IN, path);
    const sha256 = run.contents.get(path);
    await mkdir(dirname(file), { recursive: true });
    if (sha256 === undefined || !(await run.store.objects.give({ bytes: 0, sha256 }, file)))
      throw new RangeError(`${path} is not as it was written`);
  }
}

/**
 * Runs a program for a stage, or takes over what it left when it last ran on the same: its own line, files and environment, the
 * data and artefacts that it reads and the seed. Sluice's own code and the stage's other options are no part of that, so that a new
 * version of Sluice fits no model anew.
 *
 * @throws StageError when it fails or leaves other files than declared; Interrupted; InputError when a secret is not set.
 */
export async function runCommand(stage: Stage, request: CommandRequest, run: Run): Promise<CommandOutput> {
  const secrets = secretValues(stage, request.options, run);
  const work = await run.folder.workFolder(stage.id);
  const job: Job = { stage, request, run, work, secrets };
  const key = commandKey(stage, request, run);
  const past = await takeOver(job, key);
  if (past !== null) return past;
  await rm(work, { recursive: true, force: true });
  await mkdir(join(work, IN), { recursive: true });
  await giveReads(job);
  const ground = await surveyGround(run);
  const log = openProgramLog(join(work, request.log), Object.values(secrets), (line) => {
    run.tell({ kind: "output", stage: stage.id, line });
  });
  try {
    await tryOften(job, log);
  } finally {
    log.close();
    await rm(join(work, IN), { recursive: true, force: true });
  }
  await refuseSecrets(job);
  const beside = (await readdir(work)).filter((name) => name !== OUT && name !== request.log);
  await refuseTrespass(stage.id, run, ground, beside);
  await checkFiles(job);
  await refuseChangedInputs(run.pipeline.sources.inputs, run.pipeline.stamps);
  const writes = await keepFiles(job);
  const { runId } = run.folder;
  await run.store.results.note({
    format: 1,
    stage: stage.id,
    key,
    run_id: runId,
    warnings: [],
    reads: {},
    writes,
  });
  return outputOf(job, writes);
}

/** Keeps the log and the partial output of a program that failed apart from the artefacts; nothing when there are none. */
export async function keepFailed(stage: Stage, run: Run): Promise<FileRecord[]> {
  const work = run.folder.workPath(stage.id);
  const names = await readdir(work).catch(() => []);
  if (names.length === 0) return [];
  const records = await run.folder.writeStage(
    stage.id,
    async (folder) => {
      for (const name of names) await rename(join(work, name), join(folder, name));
    },
    `failed/${stage.id}`,
  );
  await rm(work, { recursive: true, force: true });
  return records;
}
