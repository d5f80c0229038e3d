import { lstat, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Artefact } from "../artefacts/artefact.ts";
import { blockedArtefact } from "../artefacts/blocked.ts";
import { fingerprintFile } from "../artefacts/hash.ts";
import { MANIFEST_FILE, readManifestFile, rootHash, type ManifestOnDisk } from "../artefacts/manifest.ts";
import type { FileRecord } from "../artefacts/store.ts";
import { cellName } from "../config/matrix.ts";
import { walk } from "../artefacts/walk.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import type { Stage } from "../stage.ts";
import { codeSha256 } from "../package-info.ts";
import { listed } from "../words.ts";
import type { OwnStages } from "./own-stages.ts";
import { RO_CRATE_FILE, SIDECARS } from "./sidecars.ts";

export type Verification = SchemaTypes["verification"];
export type Finding = Verification["findings"][number];

/** Hexadecimal digits of a hash that are enough to tell it by. */
const SHORT_HASH = 12;
const brief = (hash: string) => `${hash.slice(0, SHORT_HASH)}…`;

/** Where each artefact of the stages would lie, and the schema that it must meet. */
function artefactsByPath(stages: readonly Stage[]): ReadonlyMap<string, Artefact<unknown>> {
  const all = stages.flatMap(({ id, writes, mayWrite, requires }) => [
    ...Object.values({ ...writes, ...mayWrite }),
    ...(requires.length === 0 ? [] : [blockedArtefact(id)]),
  ]);
  return new Map(all.map((artefact) => [artefact.path, artefact]));
}

async function checkFile(folder: string, { path, bytes, sha256 }: FileRecord): Promise<Finding | null> {
  const file = join(folder, path);
  const status = await lstat(file).catch(() => null);
  if (status === null) return { kind: "missing", path, what: "is recorded and not there" };
  if (!status.isFile()) return { kind: "changed", path, what: "is no longer a plain file" };
  const found = await fingerprintFile(file);
  if (found.sha256 === sha256 && found.bytes === bytes) return null;
  const what = `has SHA-256 ${brief(found.sha256)}, ${found.bytes} bytes; recorded: ${brief(sha256)}, ${bytes} bytes`;
  return { kind: "changed", path, what };
}

async function checkSchema(folder: string, artefact: Artefact<unknown>): Promise<Finding | null> {
  const file = join(folder, artefact.path);
  try {
    await (artefact.check === undefined ? artefact.read(file) : artefact.check(file));
    return null;
  } catch (error) {
    const what = `does not meet schema ${artefact.schema ?? "of its stage"}: ${error instanceof Error ? error.message : String(error)}`;
    return { kind: "schema", path: artefact.path, what };
  }
}

/** What lies in a run's folder and is in no record: files, links, and whatever else is no folder. */
async function extraFiles(folder: string, recorded: ReadonlySet<string>): Promise<Finding[]> {
  const isKnown = (path: string) => recorded.has(path) || path === MANIFEST_FILE || SIDECARS.includes(path);
  return (await walk(folder))
    .filter(({ name }) => !isKnown(name))
    .map(({ name }) => ({ kind: "extra", path: name, what: "is in no record of the manifest" }));
}

function checkManifest(folder: string, on: Extract<ManifestOnDisk, { kind: "whole" }>): Finding[] {
  const { manifest, document } = on;
  const expected = rootHash(document);
  const findings: Finding[] = [];
  if (expected !== manifest.root_sha256) {
    const what = `was edited: its content has root hash ${brief(expected)}, it states ${brief(manifest.root_sha256)}`;
    findings.push({ kind: "manifest", path: MANIFEST_FILE, what });
  }
  if (manifest.run_id !== basename(folder)) {
    const what = `is of run ${manifest.run_id}, in the folder of ${basename(folder)}`;
    findings.push({ kind: "manifest", path: MANIFEST_FILE, what });
  }
  return findings;
}

/** The files that a manifest records, each once. */
export function recordedFiles({ stages }: SchemaTypes["manifest"]): FileRecord[] {
  return [...new Map(stages.flatMap(({ writes }) => writes).map((one) => [one.path, one])).values()];
}

/** A crate that was made of another manifest describes another run. */
async function checkCrate(folder: string, rootSha256: string): Promise<Finding[]> {
  const text = await readFile(join(folder, RO_CRATE_FILE), "utf8").catch(() => null);
  if (text === null || text.includes(rootSha256)) return [];
  return [{ kind: "changed", path: RO_CRATE_FILE, what: "is not of this manifest: export it again" }];
}

function otherVersion(
  { sluice, code_sha256 }: SchemaTypes["manifest"],
  refusals: readonly Finding[],
): string {
  const paths = listed(refusals.map(({ path }) => path));
  return `made by Sluice ${sluice}, code ${brief(code_sha256)}, whose schemas differ from those of this one: ${paths}`;
}

function concluded(verification: Omit<Verification, "status">): Verification {
  return { ...verification, status: verification.findings.length === 0 ? "verified" : "failed" };
}

/** A verification with more found: by computing the run anew, or in its signature. */
export function withFindings(
  before: Verification,
  more: Partial<Pick<Verification, "recomputed" | "signature">> & { readonly findings: readonly Finding[] },
): Verification {
  return concluded({ ...before, ...more, findings: [...before.findings, ...more.findings] });
}

/**
 * Holds a run against its manifest: every file's bytes, files that are missing or too many, the manifest's own root
 * hash, and each artefact's schema.
 *
 * @param stages - The stages that write runs: they know which schema each artefact must meet.
 * @param own - Stages of the team's own, with schemas as they were.
 */
export async function verifyRun(
  folder: string,
  stages: readonly Stage[],
  own: OwnStages = { stages: [], notes: [] },
): Promise<Verification> {
  const on = await readManifestFile(folder);
  const nothing = { recomputed: null, signature: null };
  if (on.kind === "broken") {
    const findings: Finding[] = [{ kind: "manifest", path: MANIFEST_FILE, what: on.what }];
    return concluded({
      ...nothing,
      run_id: basename(folder),
      cell: null,
      root_sha256: null,
      files: 0,
      bytes: 0,
      schemas_checked: 0,
      findings,
      notes: [],
    });
  }
  const files = recordedFiles(on.manifest);
  const artefacts = artefactsByPath([...stages, ...own.stages]);
  const findings = checkManifest(folder, on);
  const refusals: Finding[] = [];
  let schemasChecked = 0;
  for (const record of files) {
    const changed = await checkFile(folder, record);
    if (changed !== null) findings.push(changed);
    const artefact = artefacts.get(record.path);
    const hasSchema = artefact !== undefined && (artefact.schema !== null || artefact.check !== undefined);
    if (!hasSchema || changed?.kind === "missing") continue;
    schemasChecked += 1;
    const refused = await checkSchema(folder, artefact);
    // A schema of the team's own is the one that the run was held against, whichever version of Sluice did so.
    if (refused !== null) (artefact.schema === null ? findings : refusals).push(refused);
  }
  // What another version wrote under schemas of its own is no fault of the run.
  const isOurs = on.manifest.code_sha256 === codeSha256();
  if (isOurs) findings.push(...refusals);
  findings.push(...(await extraFiles(folder, new Set(files.map(({ path }) => path)))));
  findings.push(...(await checkCrate(folder, on.manifest.root_sha256)));
  return concluded({
    ...nothing,
    run_id: basename(folder),
    cell: on.manifest.cell === null ? null : cellName(on.manifest.cell),
    root_sha256: on.manifest.root_sha256,
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    schemas_checked: schemasChecked,
    findings,
    notes: [...own.notes, ...(isOurs || refusals.length === 0 ? [] : [otherVersion(on.manifest, refusals)])],
  });
}
