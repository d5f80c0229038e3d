import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError, codeOf } from "../errors.ts";
import { parse } from "../schema/parse.ts";
import { hashOf } from "./hash.ts";
import type { Manifest } from "./store.ts";

/** The record of a run, in the run's folder. */
export const MANIFEST_FILE = "manifest.json";

/** Fields that the root hash of a format 1 manifest leaves out: when and under which name the same content came about. */
const OUTSIDE_ROOT_1 = ["format", "run_id", "started_at", "finished_at", "root_sha256"];

/**
 * The root hash of a manifest: over every field of it but the hash itself.
 *
 * @param document - The manifest as written, before defaults are filled in, so that an old one keeps its hash.
 */
export function rootHash(document: Readonly<Record<string, unknown>>): string {
  const outside = document["format"] === 1 ? OUTSIDE_ROOT_1 : ["root_sha256"];
  return hashOf(Object.fromEntries(Object.entries(document).filter(([name]) => !outside.includes(name))));
}

/** What a run's folder holds of a manifest. */
export type ManifestOnDisk =
  | { readonly kind: "whole"; readonly manifest: Manifest; readonly document: Record<string, unknown> }
  | { readonly kind: "broken"; readonly what: string };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads the manifest of a run's folder; one that is missing, cut or edited out of shape is told, not thrown. */
export async function readManifestFile(folder: string): Promise<ManifestOnDisk> {
  try {
    const document: unknown = JSON.parse(await readFile(join(folder, MANIFEST_FILE), "utf8"));
    if (!isRecord(document)) return { kind: "broken", what: "holds no JSON object" };
    return { kind: "whole", manifest: parse("manifest", document, MANIFEST_FILE), document };
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: "broken", what: `is not JSON: ${error.message}` };
    if (error instanceof InputError) return { kind: "broken", what: `is no manifest: ${error.message}` };
    if (codeOf(error) === "ENOENT") return { kind: "broken", what: "is missing" };
    throw error;
  }
}
