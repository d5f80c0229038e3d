import type { Manifest, RunFolder, Store } from "../artefacts/store.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { optimisationSummary } from "../../stages/artefacts.ts";
import { readIfThere } from "./read.ts";
import { latestRunId } from "./runs.ts";

export type HistoryRow = SchemaTypes["run_history"][number];
type Summary = SchemaTypes["optimisation_summary"];

/** Account and host in one word; null where the run does not tell. */
export function byWhom(by: Manifest["by"]): string | null {
  return by === null ? null : `${by.user ?? "?"}@${by.host}`;
}

/** A commit in one word, marked where the files were not as committed. */
export function commitOf(git: Manifest["git"]): string | null {
  return git === null ? null : `${git.commit}${git.dirty ? "+" : ""}`;
}

/** The recommendation in numbers. */
export function headlineOf(summary: Summary): HistoryRow["headline"] {
  const { total_budget, optimised_contribution, gain, gain_q05, gain_q95, current_contribution } = summary;
  const fraction = gain / current_contribution;
  const gain_fraction = Number.isFinite(fraction) ? fraction : null;
  return { total_budget, optimised_contribution, gain, gain_q05, gain_q95, gain_fraction };
}

const UNFINISHED = {
  status: "unfinished",
  started_at: null,
  finished_at: null,
  by: null,
  labels: {},
  git: null,
  sluice: null,
  policy: null,
  adequacy: null,
  gates: [],
  headline: null,
  root_sha256: null,
} as const;

/** What the history says of one run. */
export async function historyRow(run: RunFolder, latest: boolean, cell: string | null): Promise<HistoryRow> {
  const manifest = await run.readManifest();
  if (manifest === null) return { ...UNFINISHED, labels: {}, gates: [], run_id: run.runId, cell, latest };
  const { status, started_at, finished_at, labels, sluice, policy, adequacy, gates, root_sha256 } = manifest;
  const summary = await readIfThere(optimisationSummary, run.path);
  return {
    run_id: run.runId,
    cell,
    latest,
    status,
    started_at,
    finished_at,
    by: byWhom(manifest.by),
    labels,
    git: commitOf(manifest.git),
    sluice,
    policy,
    adequacy,
    gates: gates.filter((one) => one.status !== "pass").map((one) => `${one.gate} ${one.status}`),
    headline: summary === null ? null : headlineOf(summary),
    root_sha256,
  };
}

/**
 * The runs of a pipeline, newest first.
 *
 * @param limit - How many of the newest to tell of.
 * @param cell - Cell of the matrix that they are of; null where there is none.
 */
export async function runHistory(
  store: Store,
  limit: number,
  cell: string | null = null,
): Promise<HistoryRow[]> {
  const latest = await latestRunId(store);
  const rows: HistoryRow[] = [];
  for (const runId of (await store.runIds()).slice(0, limit))
    rows.push(await historyRow(store.run(runId), runId === latest, cell));
  return rows;
}
