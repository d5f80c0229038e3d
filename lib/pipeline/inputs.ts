import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Artefact } from "../artefacts/artefact.ts";
import { openPosterior } from "../posterior/open.ts";
import type { Posterior } from "../posterior/posterior.ts";
import type { Readable, Reads, Sources } from "../stage.ts";

/** Gives stages the values they declare to read, each read from disk at most once. */
export interface InputReader {
  /** A value just written, kept so that it need not be read back. */
  keep(path: string, value: unknown): void;
  required(reads: Reads): Promise<Record<string, unknown>>;
  /** Null for what was not written. */
  ifPresent(reads: Reads): Promise<Record<string, unknown>>;
  artefact<T>(artefact: Artefact<T>): Promise<T>;
  close(): Promise<void>;
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

export function inputReader(runPath: string, sources: Sources): InputReader {
  const values = new Map<string, unknown>();
  let posterior: Promise<Posterior> | null = null;

  const artefact = async <T>(one: Artefact<T>): Promise<T> => {
    // What is kept under a path was checked against that artefact's schema when it was written or read.
    if (values.has(one.path)) return values.get(one.path) as T;
    const value = await one.read(join(runPath, one.path));
    values.set(one.path, value);
    return value;
  };
  const valueOf = (read: Readable): unknown => {
    if ("source" in read) return sources[read.source];
    if (!("posterior" in read)) return artefact(read);
    posterior ??= openPosterior(sources.model.file.absolutePath, sources.model.mapping);
    return posterior;
  };
  const all = async (reads: Reads, read: (one: Readable) => unknown) =>
    Object.fromEntries(
      await Promise.all(Object.entries(reads).map(async ([name, one]) => [name, await read(one)] as const)),
    );

  return {
    keep: (path, value) => values.set(path, value),
    required: (reads) => all(reads, valueOf),
    ifPresent: (reads) =>
      all(reads, async (read) => {
        const isMissing =
          "path" in read && !values.has(read.path) && !(await exists(join(runPath, read.path)));
        return isMissing ? null : valueOf(read);
      }),
    artefact,
    async close() {
      (await posterior?.catch(() => null))?.close();
    },
  };
}
