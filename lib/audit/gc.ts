import { usedWaivers } from "../gates/waivers.ts";
import { lstat, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { sweepEventLogs } from "../artefacts/event-log.ts";
import { MANIFEST_FILE, readManifestFile } from "../artefacts/manifest.ts";
import type { FileRecord, Manifest, Store } from "../artefacts/store.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { latestRunId } from "./runs.ts";
import { recordedFiles } from "./verify.ts";

export type GcReport = SchemaTypes["gc_report"];

/** A run as the collection sees it. */
interface Candidate {
  readonly runId: string;
  /** Null where it has none, or a damaged one. */
  readonly manifest: Manifest | null;
  readonly isDamaged: boolean;
}

/** Names of runs that are on their way out: hidden, so that nobody takes them for runs. */
const LEAVING = ".gc-";

async function candidates(store: Store): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (const runId of await store.runIds()) {
    const { path } = store.run(runId);
    const on = await readManifestFile(path);
    const hasFile =
      on.kind === "broken" && (await lstat(join(path, MANIFEST_FILE)).catch(() => null)) !== null;
    found.push({ runId, manifest: on.kind === "whole" ? on.manifest : null, isDamaged: hasFile });
  }
  return found;
}

/** Why a run may never be removed, whatever its age. */
function ownReasons({ runId, manifest, isDamaged }: Candidate, latest: string | null): string[] {
  const labels = Object.entries(manifest?.labels ?? {}).map(([key, value]) => `labelled ${key}=${value}`);
  const waived = (manifest === null ? [] : usedWaivers(manifest)).map(
    ({ gate, approver }) => `${gate} waived by ${approver}`,
  );
  return [
    ...(runId === latest ? ["latest"] : []),
    ...labels,
    ...waived,
    ...(isDamaged ? ["its manifest is damaged: sluice verify says how"] : []),
  ];
}

/** Adds the runs whose work a run that stays has taken over, and those whose work they had. */
function keepReferenced(all: readonly Candidate[], kept: Map<string, string[]>): void {
  const byId = new Map(all.map((one) => [one.runId, one]));
  const open = [...kept.keys()];
  for (let runId = open.pop(); runId !== undefined; runId = open.pop()) {
    const from = new Set(byId.get(runId)?.manifest?.stages.map(({ reused_from }) => reused_from));
    for (const source of from) {
      if (source === null || !byId.has(source) || source === runId) continue;
      const reasons = kept.get(source);
      if (reasons === undefined) open.push(source);
      kept.set(source, [...(reasons ?? []), `${runId} took over its work`]);
    }
  }
}

/** Cells of the matrix, by the run whose work they took over. */
export type Held = ReadonlyMap<string, ReadonlySet<string>>;

/** Which runs' work the runs of these cells took over. */
export async function heldBy(
  cells: readonly { readonly name: string; readonly store: Store }[],
): Promise<Held> {
  const held = new Map<string, Set<string>>();
  for (const { name, store } of cells)
    for (const { manifest } of await candidates(store))
      for (const { reused_from: source } of manifest?.stages ?? [])
        if (source !== null) held.set(source, (held.get(source) ?? new Set()).add(name));
  return held;
}

/** Content that only runs that go have, once for each hash. */
function freedBytes(all: readonly Candidate[], kept: ReadonlyMap<string, unknown>): number {
  const contentOf = (stays: boolean): Map<string, FileRecord> =>
    new Map(
      all
        .filter(({ runId }) => kept.has(runId) === stays)
        .flatMap(({ manifest }) => (manifest === null ? [] : recordedFiles(manifest)))
        .map((file) => [file.sha256, file]),
    );
  const shared = contentOf(true);
  return [...contentOf(false).values()]
    .filter(({ sha256 }) => !shared.has(sha256))
    .reduce((sum, { bytes }) => sum + bytes, 0);
}

/**
 * Which runs would stay and which would go.
 *
 * What stays: the newest `keep` runs that ended, `latest`, runs with a label or a waiver, runs whose manifest is damaged,
 * and every run whose work one of these, or any run of another cell, took over. A run that did not end has nothing to keep.
 *
 * @param held - Runs of this cell whose work runs of other cells took over.
 */
export async function planGc(store: Store, keep: number, held: Held = new Map()): Promise<GcReport> {
  const all = await candidates(store);
  const latest = await latestRunId(store);
  const newest = new Set(
    all
      .filter(({ manifest }) => manifest !== null)
      .slice(0, keep)
      .map(({ runId }) => runId),
  );
  const kept = new Map<string, string[]>();
  for (const one of all) {
    const reasons = [
      ...ownReasons(one, latest),
      ...(newest.has(one.runId) ? [`one of the newest ${keep}`] : []),
      ...[...(held.get(one.runId) ?? [])].map((cell) => `a run of ${cell} took over its work`),
    ];
    if (reasons.length > 0) kept.set(one.runId, reasons);
  }
  keepReferenced(all, kept);
  return {
    dry_run: true,
    kept: all.flatMap(({ runId }) => {
      const because = kept.get(runId);
      return because === undefined ? [] : [{ run_id: runId, because }];
    }),
    removed: all.map(({ runId }) => runId).filter((runId) => !kept.has(runId)),
    freed_bytes: freedBytes(all, kept),
  };
}

/**
 * Removes the runs that the plan lets go, each out of sight by one rename first, and the content that none shares any more.
 *
 * The caller holds the lock: a run under way has no manifest yet, and would be taken for one that did not end.
 */
export async function collectGarbage(store: Store, keep: number, held: Held = new Map()): Promise<GcReport> {
  const report = await planGc(store, keep, held);
  const runs = join(store.path, "runs");
  for (const runId of report.removed) await rename(join(runs, runId), join(runs, `${LEAVING}${runId}`));
  const names = await readdir(runs).catch(() => []);
  for (const name of names.filter((one) => one.startsWith(LEAVING)))
    await rm(join(runs, name), { recursive: true, force: true });
  sweepEventLogs(store.eventsFolder, await store.runIds());
  await store.objects.sweep(false);
  return { ...report, dry_run: false };
}
