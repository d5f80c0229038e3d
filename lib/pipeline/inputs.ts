import { stat } from "node:fs/promises";
import { join } from "node:path";
import { codeOf } from "../errors.ts";
import type { Artefact } from "../artefacts/artefact.ts";
import type { Posterior } from "../posterior/posterior.ts";
import type { Readable, Reads, Sources } from "../stage.ts";
import { fittedModel } from "../../stages/artefacts.ts";
import { artefactOf } from "./plan.ts";

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
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}

export function inputReader(runPath: string, sources: Sources): InputReader {
  const values = new Map<string, unknown>();
  let posterior: Promise<Posterior> | null = null;

  const open = async (): Promise<Posterior> => {
    // Loaded when a stage asks for it: a run that takes everything over reads no posterior.
    const { openPosterior } = await import("../posterior/open.ts");
    const { file, mapping } = sources.model;
    return openPosterior(file?.absolutePath ?? join(runPath, fittedModel.path), mapping);
  };
  const artefact = async <T>(one: Artefact<T>): Promise<T> => {
    // What is kept under a path was checked against that artefact's schema when it was written or read.
    if (values.has(one.path)) return values.get(one.path) as T;
    const value = await one.read(join(runPath, one.path));
    values.set(one.path, value);
    return value;
  };
  const valueOf = (read: Readable): unknown => {
    if ("source" in read) return sources[read.source];
    if ("file" in read) return join(runPath, read.file.path);
    if (!("posterior" in read)) return artefact(read);
    posterior ??= open();
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
        const artefact = artefactOf(read);
        const isMissing =
          artefact !== null && !values.has(artefact.path) && !(await exists(join(runPath, artefact.path)));
        return isMissing ? null : valueOf(read);
      }),
    artefact,
    async close() {
      (await posterior?.catch(() => null))?.close();
    },
  };
}
