import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fingerprintFile } from "../artefacts/hash.ts";
import type { FileRecord } from "../artefacts/store.ts";
import { walk } from "../artefacts/walk.ts";
import { StageError, type Problem } from "../errors.ts";
import { limitProblems } from "../schema/parse.ts";
import type { Run } from "./run-state.ts";

/** What lay in a run's folder before a program ran. */
export interface Ground {
  /** Files of the stages that were done, and what of each changes when it is written to. */
  readonly files: ReadonlyMap<FileRecord, string>;
  /** What may lie in the run's folder itself. */
  readonly names: ReadonlySet<string>;
}

/** Not the time of the status: a link more to the same bytes, as another stage makes of equal ones, changes that too. */
async function stampOf(path: string): Promise<string> {
  const status = await stat(path, { bigint: true }).catch(() => null);
  return status === null ? "gone" : [status.ino, status.size, status.mtimeNs].join(" ");
}

/** Notes what lies in the run's folder. */
export async function surveyGround(run: Run): Promise<Ground> {
  const { stages, custom_stages: own } = run.pipeline.sources.config;
  const done = [...run.records.values()].flatMap(({ writes }) => writes);
  const files = new Map<FileRecord, string>();
  for (const record of done) files.set(record, await stampOf(join(run.folder.path, record.path)));
  return { files, names: new Set([...Object.keys({ ...stages, ...own }), "failed"]) };
}

async function damaged({ folder }: Run, { files }: Ground): Promise<string[]> {
  const found: string[] = [];
  for (const [{ path, sha256 }, before] of files) {
    const file = join(folder.path, path);
    if ((await stampOf(file)) === before) continue;
    const now = await fingerprintFile(file).catch(() => null);
    if (now?.sha256 !== sha256) found.push(path);
  }
  return found;
}

async function added({ folder }: Run, { files, names }: Ground): Promise<string[]> {
  const known = new Set([...files.keys()].map(({ path }) => path));
  const stages = new Set([...known].map((path) => path.slice(0, path.indexOf("/"))));
  // What is hidden is under way: of this program, or of a stage beside it.
  const strays = (await readdir(folder.path)).filter((name) => !name.startsWith(".") && !names.has(name));
  const found: string[] = [];
  for (const stage of stages) {
    const entries = await walk(join(folder.path, stage)).catch(() => []);
    found.push(...entries.map(({ name }) => `${stage}/${name}`).filter((path) => !known.has(path)));
  }
  return [...strays, ...found];
}

/**
 * Refuses what a program did to the run outside its own folder: files of other stages changed or removed, files added beside them.
 *
 * What it does elsewhere on the machine is its own affair.
 *
 * @param beside - Names of what it left in its work folder beside what it was given.
 * @throws StageError naming each.
 */
export async function refuseTrespass(
  where: string,
  run: Run,
  ground: Ground,
  beside: readonly string[],
): Promise<void> {
  const fix = "let it write into {{out}} alone";
  const problem = (what: string): Problem => ({ what, where, fix });
  const problems = [
    ...(await damaged(run, ground)).map((path) =>
      problem(`the command changed ${path}, which is not its own`),
    ),
    ...(await added(run, ground)).map((path) =>
      problem(`the command wrote ${path} into the run, outside its folder`),
    ),
    ...beside.map((name) => problem(`the command wrote ${name} beside its folder`)),
  ];
  if (problems.length > 0) throw new StageError(limitProblems(problems, where));
}
