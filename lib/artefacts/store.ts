import { mkdir, readFile, readdir, rename, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { codeOf } from "../errors.ts";
import { parse } from "../schema/parse.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { fileOf } from "./artefact.ts";
import { eventLogName, removeEventLog } from "./event-log.ts";
import { makeFolder, replaceFile, syncFile, syncFolder } from "./durable.ts";
import { fingerprintFile } from "./hash.ts";
import { openObjects, type ObjectStore } from "./objects.ts";
import { walk } from "./walk.ts";
import { openResults, type Results } from "./results.ts";

export type Manifest = SchemaTypes["manifest"];
export type FileRecord = Manifest["stages"][number]["writes"][number];

const MANIFEST = "manifest.json";
const LATEST = "latest";
const CACHE = "cache";
const EVENTS = "events";
/** Folder of the cells of a matrix, in the folder of the pipeline. */
export const CELLS = "cells";

/** One run's folder. Stages appear in it whole, by one rename; the manifest comes last. */
export interface RunFolder {
  readonly runId: string;
  readonly path: string;
  /** The log of what happens in the run, beside the runs: it tells times, and is no part of what a run made. */
  readonly eventsFile: string;
  /**
   * Writes a stage into a temporary folder through `fill`, then renames it into place; on failure nothing is left.
   *
   * @param place - Name of the folder within the run; a failed stage has one apart.
   */
  writeStage(stage: string, fill: (folder: string) => Promise<void>, place?: string): Promise<FileRecord[]>;
  /** Takes over a stage by the content of its files, sharing their bytes; false when one is no longer as recorded. */
  adoptStage(stage: string, expected: readonly FileRecord[]): Promise<boolean>;
  /** Whether these files are still as recorded, byte for byte. */
  holds(expected: readonly FileRecord[]): Promise<boolean>;
  /** Path of the folder for what a stage's program has under way, on the disk of the run. */
  workPath(stage: string): string;
  /** Makes that folder, empty; files are taken from it by renaming. */
  workFolder(stage: string): Promise<string>;
  writeManifest(manifest: Manifest): Promise<void>;
  /** The manifest, or null when the run has none that is whole. */
  readManifest(): Promise<Manifest | null>;
  /** Removes the run and its event log. */
  remove(): Promise<void>;
}

/** An object is gone, or is no longer what its name says. */
class ChangedArtefact extends Error {}

async function recordFiles(folder: string, place: string, objects: ObjectStore): Promise<FileRecord[]> {
  const records: FileRecord[] = [];
  for (const { name, isFile } of await walk(folder)) {
    const file = join(folder, name);
    // A link or a pipe cannot be recorded, and all that stays in a run is.
    if (!isFile) {
      await rm(file);
      continue;
    }
    await syncFile(file);
    const content = await fingerprintFile(file);
    await objects.keep(file, content);
    records.push({ path: `${place}/${name}`, ...content });
  }
  return records;
}

function runFolder(runs: string, runId: string, objects: ObjectStore): RunFolder {
  const path = join(runs, runId);
  const eventsFile = join(runs, "..", EVENTS, eventLogName(runId));

  const workPath = (stage: string) => join(path, `.${stage}.work`);

  /** Fills a temporary folder and renames it into place; it is gone when `fill` fails. */
  const inPlace = async <T>(place: string, fill: (temporary: string) => Promise<T>): Promise<T> => {
    const target = join(path, place);
    const temporary = join(path, `.${place.replaceAll("/", "-")}.tmp`);
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary, { recursive: true });
    try {
      const result = await fill(temporary);
      await makeFolder(join(target, ".."));
      await rename(temporary, target);
      await syncFolder(join(target, ".."));
      return result;
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      throw error;
    }
  };

  return {
    runId,
    path,
    eventsFile,
    writeStage: (stage, fill, place = stage) =>
      inPlace(place, async (temporary) => {
        await fill(temporary);
        const records = await recordFiles(temporary, place, objects);
        await syncFolder(temporary);
        return records;
      }),
    async adoptStage(stage, expected) {
      const give = async (file: FileRecord, folder: string) => {
        const target = join(folder, fileOf(file));
        await makeFolder(join(target, ".."));
        if (!(await objects.give(file, target))) throw new ChangedArtefact();
      };
      try {
        await inPlace(stage, (temporary) => Promise.all(expected.map((file) => give(file, temporary))));
        return true;
      } catch (error) {
        if (error instanceof ChangedArtefact) return false;
        throw error;
      }
    },
    async holds(expected) {
      for (const { path: file, sha256 } of expected) {
        const found = await fingerprintFile(join(path, file)).catch(() => null);
        if (found?.sha256 !== sha256) return false;
      }
      return true;
    },
    workPath,
    async workFolder(stage) {
      const folder = workPath(stage);
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
      return folder;
    },
    async writeManifest(manifest) {
      await replaceFile(
        join(path, MANIFEST),
        `${JSON.stringify(parse("manifest", manifest, MANIFEST), null, 2)}\n`,
      );
    },
    async readManifest() {
      try {
        return parse(
          "manifest",
          JSON.parse(await readFile(join(path, MANIFEST), "utf8")) as unknown,
          MANIFEST,
        );
      } catch {
        // A run without a whole manifest did not end, or was written by another version: it is never shown as a run.
        return null;
      }
    },
    async remove() {
      await rm(path, { recursive: true, force: true });
      removeEventLog(eventsFile);
    },
  };
}

/** The runs of one pipeline, `<artefacts>/<pipeline>/runs/<run-id>`, with `latest`, their logs in `events` and what they share in `cache`. */
export interface Store {
  readonly path: string;
  /** Bytes that runs share. */
  readonly objects: ObjectStore;
  /** What stages made, by key: what a run takes over. */
  readonly results: Results;
  /** The logs of what happens in runs, by run. */
  readonly eventsFolder: string;
  /** Files that say which run is under way. */
  readonly lockFolder: string;
  create(runId: string): Promise<RunFolder>;
  run(runId: string): RunFolder;
  /** Every run id, newest first. */
  runIds(): Promise<string[]>;
  /** Points `latest` at a run, by one rename. */
  setLatest(runId: string): Promise<void>;
  /** Whether the content of these files can still be taken over. */
  holds(files: readonly FileRecord[]): Promise<boolean>;
}

/**
 * @param cell - Cell of the pipeline's matrix, which has runs of its own and shares bytes and results with the others; null where
 * there is none.
 */
export function openStore(artefacts: string, pipeline: string, cell: string | null = null): Store {
  const shared = join(artefacts, pipeline);
  const path = cell === null ? shared : join(shared, CELLS, cell);
  const runs = join(path, "runs");
  const objects = openObjects(join(shared, CACHE, "objects"));
  return {
    path,
    objects,
    results: openResults(join(shared, CACHE, "results"), join(path, CACHE, "results")),
    eventsFolder: join(path, EVENTS),
    lockFolder: join(path, CACHE, "lock"),
    async create(runId) {
      await makeFolder(runs);
      // Not recursive: two runs never share a folder.
      await mkdir(join(runs, runId));
      return runFolder(runs, runId, objects);
    },
    run: (runId) => runFolder(runs, runId, objects),
    async runIds() {
      try {
        return (await readdir(runs))
          .filter((name) => !name.startsWith("."))
          .sort()
          .reverse();
      } catch (error) {
        // A file in the place of the folder holds no runs either; a run that wants to write there says so.
        if (["ENOENT", "ENOTDIR"].includes(codeOf(error))) return [];
        throw error;
      }
    },
    async setLatest(runId) {
      const temporary = join(path, `.${LATEST}.tmp`);
      await rm(temporary, { force: true });
      await symlink(join("runs", runId), temporary, "dir");
      await rename(temporary, join(path, LATEST));
    },
    async holds(files) {
      for (const file of files) if (!(await objects.holds(file))) return false;
      return true;
    },
  };
}
