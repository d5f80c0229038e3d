import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { csvArtefact } from "../artefacts/csv.ts";
import { makeFolder, syncFolder } from "../artefacts/durable.ts";
import { jsonArtefact } from "../artefacts/json.ts";
import type { RunFolder } from "../artefacts/store.ts";
import { escapeMarkdown, markdownTable } from "../report/markdown.ts";
import { amount, signedAmount, signedPercent } from "../report/numbers.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { codeOf } from "../errors.ts";
import { headlineOf } from "./history.ts";
import { jobSummary, mark } from "./job-summary.ts";
import { junitDocument, junitError, junitSuites } from "./junit.ts";
import { viewRun, type RunView } from "./view.ts";

export type MatrixRow = SchemaTypes["matrix_summary"][number];

/** A cell of the summary, and the run behind it where there is one. */
export interface SummarisedCell {
  readonly row: MatrixRow;
  readonly view: RunView | null;
}

const NO_NUMBERS = {
  total_budget: null,
  gain: null,
  gain_q05: null,
  gain_q95: null,
  gain_fraction: null,
} as const;

/** A cell without a run. */
export function rowWithoutRun(
  cell: string,
  status: MatrixRow["status"],
  rest: Partial<Pick<MatrixRow, "message" | "seconds">> = {},
): SummarisedCell {
  const nothing = { verdict: null, blocked_by: null, reused: 0, run_id: null, path: null };
  const row = { cell, status, ...NO_NUMBERS, ...nothing, message: null, seconds: null, ...rest };
  return { row, view: null };
}

const lasted = ({ started_at, finished_at }: RunView["manifest"]) =>
  Math.max(0, (Date.parse(finished_at) - Date.parse(started_at)) / 1000);

function messageOf({ manifest }: RunView): string | null {
  const failed = manifest.stages.find(({ status }) => status === "failed");
  return failed === undefined ? null : (failed.reason?.split("\n")[0] ?? "failed");
}

/**
 * What a cell's run comes to.
 *
 * @param root - Folder of the pipeline's artefacts, which paths are relative to.
 * @param seconds - How long it took as it was measured; by the manifest where it is not known.
 */
export async function rowOfRun(
  cell: string,
  run: RunFolder,
  root: string,
  seconds: number | null = null,
): Promise<SummarisedCell> {
  const view = await viewRun(run);
  const { manifest, summary, blocked } = view;
  const gates = [...new Set(blocked.flatMap((one) => one.gates.map(({ gate }) => gate)))];
  const numbers = summary === null ? NO_NUMBERS : headlineOf(summary);
  const { total_budget, gain, gain_q05, gain_q95, gain_fraction } = numbers ?? NO_NUMBERS;
  const row: MatrixRow = {
    cell,
    status: manifest.status,
    verdict: manifest.adequacy,
    total_budget,
    gain,
    gain_q05,
    gain_q95,
    gain_fraction,
    blocked_by: gates.length === 0 ? null : gates.join(" "),
    message: messageOf(view),
    seconds: seconds ?? lasted(manifest),
    reused: manifest.stages.filter(({ status }) => status === "reused").length,
    run_id: manifest.run_id,
    path: relative(root, run.path).split(sep).join("/"),
  };
  return { row, view };
}

const isWell = ({ status, verdict }: MatrixRow) => status === "done" && verdict !== "fail";

/** All cells as one Markdown summary for a CI job: a table, and the details of those that did not end well. */
export function matrixMarkdown(pipeline: string, cells: readonly SummarisedCell[]): string {
  const number = (value: number | null, words: (value: number) => string) =>
    value === null ? "–" : words(value);
  const table = markdownTable<MatrixRow>(
    [
      { title: "Cell", cell: ({ cell }) => `\`${cell}\`` },
      {
        title: "Verdict",
        cell: ({ status, verdict }) => (status === "done" ? mark(verdict ?? "pass") : `⛔ ${status}`),
      },
      { title: "Budget", align: "right", cell: (row) => number(row.total_budget, amount) },
      { title: "Expected gain", align: "right", cell: (row) => number(row.gain, signedAmount) },
      { title: "Relative", align: "right", cell: (row) => number(row.gain_fraction, signedPercent) },
      {
        title: "Blocked by",
        cell: ({ blocked_by, message }) => escapeMarkdown(blocked_by ?? message ?? ""),
      },
      { title: "Seconds", align: "right", cell: (row) => number(row.seconds, (value) => value.toFixed(1)) },
    ],
    cells.map(({ row }) => row),
  );
  const good = cells.filter(({ row }) => isWell(row)).length;
  const details = cells.flatMap(({ row, view }) =>
    view === null || isWell(row)
      ? []
      : [
          `<details><summary><code>${row.cell}</code> ${row.status}</summary>\n\n${jobSummary(view)}\n</details>`,
        ],
  );
  const head = `${good} of ${cells.length} cells have a recommendation.`;
  return `${[`# Sluice: ${escapeMarkdown(pipeline)}`, head, table, ...details].join("\n\n")}\n`;
}

/** All cells as one JUnit document: the suites of each under its name. */
export function matrixJunit(pipeline: string, cells: readonly SummarisedCell[]): string {
  const suites = cells.flatMap(({ row, view }) =>
    view === null ? junitError(row.cell, row.message ?? row.status) : junitSuites(view, `${row.cell} `),
  );
  return junitDocument(pipeline, suites);
}

/** Folder for what is said of all cells together, in the folder of the pipeline's artefacts. */
const MATRIX = "matrix";
const LATEST = "latest";

/** Names of the files of a summary. */
export const SUMMARY_FILES = [
  "matrix_summary.json",
  "matrix_summary.csv",
  "summary.md",
  "junit.xml",
] as const;

/**
 * Writes the summary of all cells into a folder of its own, whole by one rename, and points `latest` at it.
 *
 * @returns The folder.
 */
export async function writeMatrixSummary(
  root: string,
  pipeline: string,
  cells: readonly SummarisedCell[],
  now: Date,
): Promise<string> {
  const parent = join(root, MATRIX);
  const id = now.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const temporary = join(parent, `.${id}-${randomUUID()}.tmp`);
  await makeFolder(parent);
  await mkdir(temporary);
  try {
    const rows = cells.map(({ row }) => row);
    const [json, csv, markdown, junit] = SUMMARY_FILES;
    await jsonArtefact(json, "matrix_summary").write(join(temporary, json), rows);
    await csvArtefact(csv, "matrix_summary").write(join(temporary, csv), rows);
    await writeFile(join(temporary, markdown), matrixMarkdown(pipeline, cells));
    await writeFile(join(temporary, junit), matrixJunit(pipeline, cells));
    await syncFolder(temporary);
    const folder = await moveToFree(temporary, parent, id);
    await pointLatest(parent, folder);
    return join(parent, folder);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Renames a folder to a name that nobody has yet. */
async function moveToFree(from: string, parent: string, id: string): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const name = attempt === 1 ? id : `${id}-${attempt}`;
    try {
      await rename(from, join(parent, name));
      return name;
    } catch (error) {
      if (!["ENOTEMPTY", "EEXIST"].includes(codeOf(error)) || attempt > 99) throw error;
    }
  }
}

async function pointLatest(parent: string, folder: string): Promise<void> {
  const link = join(parent, `.${LATEST}-${randomUUID()}.tmp`);
  await rm(link, { force: true });
  await symlink(folder, link, "dir");
  await rename(link, join(parent, LATEST));
  await syncFolder(parent);
}

/** Removes all but the newest summaries; `latest` stays. */
export async function sweepMatrixSummaries(root: string, keep: number): Promise<void> {
  const names = await readdir(join(root, MATRIX)).catch(() => []);
  const ids = names
    .filter((name) => /^\d{8}T/.test(name))
    .sort()
    .reverse();
  for (const id of ids.slice(Math.max(1, keep))) await rm(join(root, MATRIX, id), { recursive: true });
}
