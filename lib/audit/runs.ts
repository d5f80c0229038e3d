import { readlink, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { openStore, type RunFolder, type Store } from "../artefacts/store.ts";
import { readConfig } from "../config/parse-config.ts";
import { InputError } from "../errors.ts";
import { artefactsFolder } from "../pipeline/sources.ts";
import { meantOr } from "../schema/nearest.ts";
import { listed } from "../words.ts";

/** Where to look for runs. */
export interface Place {
  /** The pipeline file, absolute. */
  readonly file: string;
  /** The artefacts folder, absolute, where it is not the one in the file. */
  readonly artefacts?: string;
  /** Folder that a run given as a path is relative to. */
  readonly cwd: string;
}

/** A run, and the runs that it lies among. */
export interface FoundRun {
  readonly store: Store;
  readonly run: RunFolder;
}

/** The runs of a pipeline file. */
export async function openRuns({ file, artefacts }: Place): Promise<Store> {
  const { value, where } = await readConfig("pipeline", file);
  const folder = artefacts ?? (await artefactsFolder(file, value.artefacts, where("artefacts")));
  return openStore(folder, value.pipeline);
}

/** The run that `latest` leads to, or null before the first complete one. */
export async function latestRunId(store: Store): Promise<string | null> {
  return readlink(join(store.path, "latest")).then(basename, () => null);
}

function unknownRun(name: string, known: readonly string[], store: Store): InputError {
  const [newest] = known;
  return new InputError({
    what: `there is no run ${JSON.stringify(name)}`,
    where: store.path,
    fix:
      newest === undefined
        ? "no run was made here yet: sluice run"
        : meantOr(name, known, `sluice history lists the runs; the newest is ${newest}`),
  });
}

/**
 * The run of that name: its id, a beginning of it that only one run has, or `latest`.
 *
 * @throws InputError naming the nearest run where there is none, and all of them where several begin so.
 */
export async function findRun(name: string, store: Store): Promise<RunFolder> {
  if (name === "latest") {
    const latest = await latestRunId(store);
    if (latest !== null) return store.run(latest);
    const what = "there is no complete run yet";
    throw new InputError({ what, where: store.path, fix: "make one: sluice run" });
  }
  const known = await store.runIds();
  if (known.includes(name)) return store.run(name);
  const [first, ...others] = name === "" ? [] : known.filter((id) => id.startsWith(name));
  if (first === undefined) throw unknownRun(name, known, store);
  if (others.length === 0) return store.run(first);
  throw new InputError({
    what: `${others.length + 1} runs begin with ${JSON.stringify(name)}`,
    where: store.path,
    fix: `write more of it: ${listed([first, ...others])}`,
  });
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isDirectory(),
    () => false,
  );
}

/**
 * The run that a person names: as `findRun`, or by the path of its folder, for which no pipeline file is needed.
 *
 * @throws InputError for a run that is not there, or a pipeline file that cannot be read.
 */
export async function locateRun(name: string, place: Place): Promise<FoundRun> {
  if (!/[\\/]/.test(name)) {
    const store = await openRuns(place);
    return { store, run: await findRun(name, store) };
  }
  const path = resolve(place.cwd, name);
  if (!(await isFolder(path)))
    throw new InputError({
      what: "is no folder",
      where: path,
      fix: "name the folder of a run: <artefacts>/<pipeline>/runs/<run>",
    });
  // Links followed, so that `latest` gives the run's own name.
  const real = await realpath(path);
  const pipeline = dirname(dirname(real));
  const store = openStore(dirname(pipeline), basename(pipeline));
  return { store, run: store.run(basename(real)) };
}
