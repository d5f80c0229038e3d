import { constants } from "node:fs";
import {
  copyFile,
  lstat,
  mkdir,
  open,
  readFile,
  readdir,
  rename,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { parse } from "../schema/parse.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { fileOf } from "./artefact.ts";
import { fingerprintFile, hashOf } from "./hash.ts";

export type Manifest = SchemaTypes["manifest"];
export type FileRecord = Manifest["stages"][number]["writes"][number];

const MANIFEST = "manifest.json";
const LATEST = "latest";

/** Makes a rename durable: without it a crash may forget the new name. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } catch (error) {
    // Some file systems cannot sync a folder; there the rename is as durable as they make it.
    if (!["EINVAL", "ENOTSUP", "EPERM", "EISDIR"].includes((error as NodeJS.ErrnoException).code ?? ""))
      throw error;
  } finally {
    await handle.close();
  }
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder and its parents one by one: where none can be made (`/proc/x`), Node's recursive `mkdir` never ends. */
async function makeFolder(folder: string): Promise<void> {
  const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;
  try {
    await mkdir(folder);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return;
    if (codeOf(error) !== "ENOENT" || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await mkdir(folder).catch((again: unknown) => {
      // Another run may have made it meanwhile.
      if (codeOf(again) !== "EEXIST") throw again;
    });
  }
}

/** Puts a file in place whole: readers see the old one or the new one. */
async function replaceFile(file: string, text: string): Promise<void> {
  const temporary = `${file}.tmp`;
  await writeFile(temporary, text);
  await syncFile(temporary);
  await rename(temporary, file);
  await syncFolder(dirname(file));
}

/** One run's folder. Stages appear in it whole, by one rename; the manifest comes last. */
export interface RunFolder {
  readonly runId: string;
  readonly path: string;
  /** Writes a stage into a temporary folder through `fill`, then renames it into place; on failure nothing is left. */
  writeStage(stage: string, fill: (folder: string) => Promise<void>): Promise<FileRecord[]>;
  /** Takes over a stage of an earlier run, sharing bytes where the disk can; false when its files are no longer those recorded. */
  adoptStage(stage: string, from: RunFolder, expected: readonly FileRecord[]): Promise<boolean>;
  /** Whether these files are still as recorded, byte for byte. */
  holds(expected: readonly FileRecord[]): Promise<boolean>;
  writeManifest(manifest: Manifest): Promise<void>;
  /** The manifest, or null when the run has none that is whole. */
  readManifest(): Promise<Manifest | null>;
  remove(): Promise<void>;
}

/** A file of an earlier run is not what its manifest recorded. */
class ChangedArtefact extends Error {}

async function recordFiles(folder: string, stage: string): Promise<FileRecord[]> {
  const names = (await readdir(folder, { recursive: true })).sort();
  const records: FileRecord[] = [];
  for (const name of names) {
    const file = join(folder, name);
    if (!(await lstat(file)).isFile()) continue;
    await syncFile(file);
    records.push({ path: `${stage}/${name}`, ...(await fingerprintFile(file)) });
  }
  return records;
}

const sameFiles = (a: readonly FileRecord[], b: readonly FileRecord[]) => hashOf(a) === hashOf(b);

function runFolder(runs: string, runId: string): RunFolder {
  const path = join(runs, runId);
  return {
    runId,
    path,
    async writeStage(stage, fill) {
      const temporary = join(path, `.${stage}.tmp`);
      await rm(temporary, { recursive: true, force: true });
      await mkdir(temporary, { recursive: true });
      try {
        await fill(temporary);
        const records = await recordFiles(temporary, stage);
        await rename(temporary, join(path, stage));
        await syncFolder(path);
        return records;
      } catch (error) {
        await rm(temporary, { recursive: true, force: true });
        throw error;
      }
    },
    async adoptStage(stage, from, expected) {
      try {
        await this.writeStage(stage, async (folder) => {
          for (const { path: file } of expected) {
            await copyFile(
              join(from.path, file),
              join(folder, fileOf({ path: file })),
              constants.COPYFILE_FICLONE,
            );
          }
          if (!sameFiles(await recordFiles(folder, stage), expected)) throw new ChangedArtefact();
        });
        return true;
      } catch (error) {
        if (error instanceof ChangedArtefact || (error as NodeJS.ErrnoException).code === "ENOENT")
          return false;
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
        // A run without a whole manifest did not end, or was written by another version: it is never reused or shown as a run.
        return null;
      }
    },
    async remove() {
      await rm(path, { recursive: true, force: true });
    },
  };
}

/** The runs of one pipeline: `<artefacts>/<pipeline>/runs/<run-id>` and `latest`. */
export interface Store {
  readonly path: string;
  create(runId: string): Promise<RunFolder>;
  run(runId: string): RunFolder;
  /** Every run id, newest first. */
  runIds(): Promise<string[]>;
  /** Points `latest` at a run, by one rename. */
  setLatest(runId: string): Promise<void>;
}

export function openStore(artefacts: string, pipeline: string): Store {
  const path = join(artefacts, pipeline);
  const runs = join(path, "runs");
  return {
    path,
    async create(runId) {
      await makeFolder(runs);
      // Not recursive: two runs never share a folder.
      await mkdir(join(runs, runId));
      return runFolder(runs, runId);
    },
    run: (runId) => runFolder(runs, runId),
    async runIds() {
      try {
        return (await readdir(runs))
          .filter((name) => !name.startsWith("."))
          .sort()
          .reverse();
      } catch (error) {
        // A file in the place of the folder holds no runs either; a run that wants to write there says so.
        if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return [];
        throw error;
      }
    },
    async setLatest(runId) {
      const temporary = join(path, `.${LATEST}.tmp`);
      await rm(temporary, { force: true });
      await symlink(join("runs", runId), temporary, "dir");
      await rename(temporary, join(path, LATEST));
    },
  };
}
