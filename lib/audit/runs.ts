import { readlink, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { CELLS, openStore, type RunFolder, type Store } from "../artefacts/store.ts";
import { oneCellWanted, selectCells, type Cell } from "../config/matrix.ts";
import { readPipelineFile } from "../config/pipeline-file.ts";
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
  /** Conditions on cells of the matrix; none: all of them. */
  readonly cells?: readonly string[];
  /** Folder that a run given as a path is relative to. */
  readonly cwd: string;
}

/** A run, and the runs that it lies among. */
export interface FoundRun {
  readonly store: Store;
  readonly run: RunFolder;
}

/** The runs of a cell of a pipeline, or of a pipeline without a matrix. */
export interface CellRuns {
  /** Null where there is no matrix. */
  readonly cell: Cell | null;
  readonly store: Store;
}

/** A pipeline with the runs of its cells. */
export interface PipelineRuns {
  readonly pipeline: string;
  /** Folder of all its artefacts. */
  readonly root: string;
  /** At least one. */
  readonly cells: readonly CellRuns[];
}

/**
 * The runs of a pipeline file, of each cell that is chosen.
 *
 * @throws InputError for a file that cannot be read, or a condition that no cell meets.
 */
export async function openCells({ file, artefacts, cells: selectors = [] }: Place): Promise<PipelineRuns> {
  const { cells, configOf } = await readPipelineFile(file);
  const chosen = selectCells(cells, selectors);
  const { value, where } = configOf(chosen[0] ?? null);
  const folder = artefacts ?? (await artefactsFolder(file, value.artefacts, where("artefacts")));
  const open = (cell: Cell | null) => ({
    cell,
    store: openStore(folder, value.pipeline, cell?.name ?? null),
  });
  return {
    pipeline: value.pipeline,
    root: join(folder, value.pipeline),
    cells: cells.length === 0 ? [open(null)] : chosen.map(open),
  };
}

/**
 * The runs of a pipeline file, or of its one cell that is chosen.
 *
 * @throws InputError as `openCells`, and where several cells are meant.
 */
export async function openRuns(place: Place): Promise<Store> {
  const { cells } = await openCells(place);
  const [only, ...others] = cells;
  if (only === undefined || others.length > 0) {
    const named = cells.flatMap(({ cell }) => (cell === null ? [] : [cell]));
    throw new InputError(oneCellWanted(named, place.file));
  }
  return only.store;
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

/** The store whose folder this is: of a pipeline, or of a cell, `<artefacts>/<pipeline>/cells/<cell>`. */
function storeAt(folder: string): Store {
  const [above, name] = [dirname(folder), basename(folder)];
  if (basename(above) !== CELLS || !name.includes("=")) return openStore(above, name);
  const pipeline = dirname(above);
  return openStore(dirname(pipeline), basename(pipeline), name);
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
  const store = storeAt(dirname(dirname(real)));
  return { store, run: store.run(basename(real)) };
}

/**
 * The runs of that name, one of each cell that is meant; cells that have none of that name are passed over where others do.
 *
 * @throws InputError as `locateRun`, and where no cell has one.
 */
export async function locateRuns(name: string, place: Place): Promise<FoundRun[]> {
  if (/[\\/]/.test(name)) return [await locateRun(name, place)];
  const { cells } = await openCells(place);
  const [found, missing]: [FoundRun[], InputError[]] = [[], []];
  for (const { store } of cells) {
    await findRun(name, store).then(
      (run) => found.push({ store, run }),
      (error: unknown) => {
        if (!(error instanceof InputError)) throw error;
        missing.push(error);
      },
    );
  }
  const [first] = missing;
  if (found.length === 0 && first !== undefined) throw first;
  return found;
}
