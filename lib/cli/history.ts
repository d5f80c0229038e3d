import { runHistory, type HistoryRow } from "../audit/history.ts";
import { openCells } from "../audit/runs.ts";
import { parse } from "../schema/parse.ts";
import { shareInWords, short } from "../words.ts";
import { placeOf, type AuditOptions } from "./audit-options.ts";
import type { Context } from "./context.ts";
import { EXIT } from "./exit-codes.ts";
import { alignTable } from "./table.ts";

export interface HistoryOptions extends AuditOptions {
  readonly limit: number;
}

const HEAD = ["run", "started (UTC)", "by", "ended", "gates", "budget", "gain", "5 % to 95 %", "labels"];
const NUMBERS = new Set([5, 6, 7]);

/** `fail g2 g3; warn g1`: the worst first. */
function gatesInBrief(gates: readonly string[]): string {
  const of = (status: string) =>
    gates.filter((one) => one.endsWith(` ${status}`)).map((one) => one.slice(0, -status.length - 1));
  return ["fail", "waived", "warn"]
    .flatMap((status) => (of(status).length === 0 ? [] : [`${status} ${of(status).join(" ")}`]))
    .join("; ");
}

function cells(row: HistoryRow): string[] {
  const { run_id, latest, started_at, by, status, gates, headline, labels } = row;
  const verdict = gates.length === 0 ? (row.adequacy ?? "") : gatesInBrief(gates);
  const numbers =
    headline === null
      ? ["", "", ""]
      : [
          short(headline.total_budget),
          `${short(headline.gain)}${headline.gain_fraction === null ? "" : ` (${shareInWords(headline.gain_fraction)})`}`,
          `${short(headline.gain_q05)} to ${short(headline.gain_q95)}`,
        ];
  return [
    `${run_id}${latest ? " *" : ""}`,
    started_at?.slice(0, 16).replace("T", " ") ?? "",
    by ?? "",
    status,
    verdict,
    ...numbers,
    Object.entries(labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(" "),
  ];
}

/** The table; cells of a matrix have a column of their own, behind the run. */
function historyTable(rows: readonly HistoryRow[], hasCells: boolean): string[] {
  if (!hasCells) return alignTable([HEAD, ...rows.map(cells)], NUMBERS);
  const withCell = (row: HistoryRow) => cells(row).toSpliced(1, 0, row.cell ?? "");
  return alignTable([HEAD.toSpliced(1, 0, "cell"), ...rows.map(withCell)], new Set([6, 7, 8]));
}

/** `sluice history`: the runs of a pipeline, newest first. */
export async function historyCommand(options: HistoryOptions, { cwd, terminal }: Context): Promise<number> {
  const { cells: found, root } = await openCells(placeOf(options, cwd));
  const all: HistoryRow[] = [];
  for (const { cell, store } of found)
    all.push(...(await runHistory(store, options.limit, cell?.name ?? null)));
  // Run ids begin with the time of their start.
  const rows = all.toSorted((a, b) => (a.run_id < b.run_id ? 1 : -1)).slice(0, options.limit);
  const hasCells = rows.some(({ cell }) => cell !== null);
  if (options.json) terminal.out(JSON.stringify(parse("run_history", rows, "history"), null, 2));
  else if (rows.length === 0) terminal.out(`no run under ${root} yet`);
  else {
    for (const line of historyTable(rows, hasCells)) terminal.out(line);
    if (rows.some(({ latest }) => latest)) terminal.out("* latest");
  }
  return EXIT.done;
}
