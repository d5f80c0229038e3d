import { byWhom, commitOf } from "../audit/history.ts";
import { jobSummary } from "../audit/job-summary.ts";
import { junitReport } from "../audit/junit.ts";
import {
  matrixJunit,
  matrixMarkdown,
  rowOfRun,
  rowWithoutRun,
  type SummarisedCell,
} from "../audit/matrix-summary.ts";
import { findRun, locateRun, openCells, type PipelineRuns } from "../audit/runs.ts";
import { InputError } from "../errors.ts";
import { parse } from "../schema/parse.ts";
import { matrixTable } from "./matrix-table.ts";
import type { Terminal } from "./terminal.ts";
import { decidingChecks, viewRun, type RunView } from "../audit/view.ts";
import { cellName } from "../config/matrix.ts";
import { shareInWords, short } from "../words.ts";
import { placeOf, type AuditOptions } from "./audit-options.ts";
import type { Context } from "./context.ts";
import { EXIT } from "./exit-codes.ts";
import type { SHOW_FORMATS } from "./formats.ts";
import { alignTable } from "./table.ts";

export interface ShowOptions extends AuditOptions {
  readonly format: (typeof SHOW_FORMATS)[number];
}

const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`);

function headLines({ manifest }: RunView): string[] {
  const { run_id, pipeline, cell, status, adequacy, policy, sluice, started_at, finished_at, labels } =
    manifest;
  const commit = commitOf(manifest.git);
  const rows = [
    ["pipeline", cell === null ? pipeline : `${pipeline} ${cellName(cell)}`],
    ["ended", `${status}${adequacy === null ? "" : `, adequacy ${adequacy} under policy ${policy}`}`],
    ["when", `${started_at} to ${finished_at}`],
    [
      "by",
      `${byWhom(manifest.by) ?? "unknown"}, Sluice ${sluice}${commit === null ? "" : `, commit ${commit}`}`,
    ],
    [
      "labels",
      Object.entries(labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(" "),
    ],
    ["root", manifest.root_sha256],
  ].filter(([, value]) => value !== "");
  return [`run ${run_id}`, ...indented(alignTable(rows))];
}

function inputLines({ manifest }: RunView): string[] {
  const rows = manifest.inputs.map(({ name, path, bytes, sha256 }) => [name, path, String(bytes), sha256]);
  return ["inputs", ...indented(alignTable(rows, new Set([2])))];
}

function gateLines(view: RunView): string[] {
  const { gates } = view.manifest;
  if (gates.length === 0) return ["gates  not reached"];
  const deciding = decidingChecks(view).map(({ gate, status, check_id, value, threshold, message }) => [
    `${gate} ${status}`,
    check_id,
    value === null ? "no value" : typeof value === "number" ? short(value) : value,
    `rule: ${threshold}`,
    message,
  ]);
  return [
    `gates  ${gates.map(({ gate, status }) => `${gate} ${status}`).join("  ")}`,
    ...indented(alignTable(deciding)),
  ];
}

function waiverLines({ manifest }: RunView): string[][] {
  const rows = manifest.waivers.map(({ gate, outcome, approver, expires, reason, why }) => [
    gate,
    outcome,
    `by ${approver} until ${expires}`,
    reason,
    why,
  ]);
  return rows.length === 0 ? [] : [["waivers", ...indented(alignTable(rows))]];
}

function stageLines({ manifest }: RunView): string[] {
  const rows = manifest.stages.map(({ stage, status, seconds, writes, reused_from, reason }) => [
    stage,
    status,
    `${seconds.toFixed(2)} s`,
    `${writes.length} files`,
    reused_from === null ? (reason?.split("\n")[0] ?? "") : `from ${reused_from}`,
  ]);
  return ["stages", ...indented(alignTable(rows, new Set([2, 3])))];
}

function recommendationLines({ summary, allocation }: RunView): string[] {
  if (summary === null || allocation === null) return ["recommendation  none"];
  const { total_budget, gain, gain_q05, gain_q95, current_contribution } = summary;
  const rows = allocation.map(({ channel, current_spend, optimised_spend, change_fraction, binding }) => [
    channel,
    short(current_spend),
    short(optimised_spend),
    change_fraction === null
      ? ""
      : `${change_fraction < 0 ? "-" : "+"}${shareInWords(Math.abs(change_fraction))}`,
    binding === "none" ? "" : `at its ${binding} limit`,
  ]);
  return [
    `recommendation  budget ${short(total_budget)} per period, gain ${short(gain)} on ${short(current_contribution)} (90 % interval ${short(gain_q05)} to ${short(gain_q95)})`,
    ...indented(alignTable([["channel", "now", "optimised", "change", ""], ...rows], new Set([1, 2, 3]))),
  ];
}

function text(view: RunView): string {
  const { warnings } = view.manifest;
  return [
    headLines(view),
    inputLines(view),
    gateLines(view),
    ...waiverLines(view),
    stageLines(view),
    recommendationLines(view),
    ...(warnings.length === 0 ? [] : [["warnings", ...indented(warnings)]]),
  ]
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

/** The run of that name of each cell; most often `latest`. */
async function showCells(
  name: string,
  { pipeline, root, cells }: PipelineRuns,
  options: ShowOptions,
  terminal: Terminal,
): Promise<number> {
  const summarised: SummarisedCell[] = [];
  for (const { cell, store } of cells) {
    const run = await findRun(name, store).catch((error: unknown) => {
      if (error instanceof InputError) return null;
      throw error;
    });
    const label = cell?.name ?? pipeline;
    summarised.push(run === null ? rowWithoutRun(label, "none") : await rowOfRun(label, run, root));
  }
  const rows = summarised.map(({ row }) => row);
  if (options.json) terminal.out(JSON.stringify(parse("matrix_summary", rows, "show"), null, 2));
  else {
    const write = {
      text: () => matrixTable(rows).join("\n"),
      junit: () => matrixJunit(pipeline, summarised),
      markdown: () => matrixMarkdown(pipeline, summarised),
    }[options.format];
    terminal.out(write().trimEnd());
  }
  return EXIT.done;
}

/** `sluice show`: one run, its lineage, verdicts and recommendation. */
export async function showCommand(
  name: string,
  options: ShowOptions,
  { cwd, terminal }: Context,
): Promise<number> {
  const place = placeOf(options, cwd);
  if (!/[\\/]/.test(name)) {
    const runs = await openCells(place);
    if (runs.cells.length > 1) return showCells(name, runs, options, terminal);
  }
  const { run } = await locateRun(name, place);
  const view = await viewRun(run);
  if (options.json) terminal.out(JSON.stringify(view, null, 2));
  else {
    const write = { text, junit: junitReport, markdown: jobSummary }[options.format];
    terminal.out(write(view).trimEnd());
  }
  return EXIT.done;
}
