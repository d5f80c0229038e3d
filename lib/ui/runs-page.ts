import type { HistoryRow } from "../audit/history.ts";
import { ALL_GATES } from "../gates/catalogue.ts";
import { escapeHtml } from "../report/html.ts";
import { amount, signedAmount } from "../report/numbers.ts";
import { chip, section, uiTable, type UiColumn, type UiPage } from "./document.ts";

/** The address of a run. */
export const runAddress = (runId: string, cell: string | null) =>
  `/run/${encodeURIComponent(runId)}${cell === null ? "" : `?cell=${encodeURIComponent(cell)}`}`;

const SIGN: Readonly<Record<string, string>> = { warn: "!", waived: "✗", fail: "✗" };

/** A mark where a gate is not passed; nothing where it is, or was not judged. */
function gateCell({ gates }: HistoryRow, gate: string): string {
  const own = gates.find((one) => one.startsWith(`${gate} `))?.slice(gate.length + 1);
  if (own === undefined) return "";
  return `<span class="status ${escapeHtml(own)}" title="${gate} ${escapeHtml(own)}"><span aria-hidden="true">${SIGN[own] ?? "–"}</span></span><span class="aloud">${escapeHtml(own)}</span>`;
}

const when = ({ started_at }: HistoryRow) => escapeHtml(started_at?.slice(0, 16).replace("T", " ") ?? "");

function columns(hasCells: boolean): UiColumn<HistoryRow>[] {
  return [
    {
      title: "Run",
      cell: ({ run_id, cell, latest }) =>
        `<a href="${escapeHtml(runAddress(run_id, cell))}">${escapeHtml(run_id)}</a>${latest ? " (latest)" : ""}`,
    },
    ...(hasCells ? [{ title: "Cell", cell: ({ cell }: HistoryRow) => escapeHtml(cell ?? "") }] : []),
    { title: "Started (UTC)", cell: when },
    { title: "Ended", cell: ({ status }) => chip(status) },
    { title: "May it be used?", cell: ({ adequacy }) => (adequacy === null ? "" : chip(adequacy)) },
    ...ALL_GATES.map((gate) => ({
      title: gate,
      kind: "g" as const,
      cell: (row: HistoryRow) => gateCell(row, gate),
    })),
    {
      title: "Budget",
      kind: "n",
      cell: ({ headline }) => (headline === null ? "" : amount(headline.total_budget)),
    },
    {
      title: "Gain",
      kind: "n",
      cell: ({ headline }) => (headline === null ? "" : signedAmount(headline.gain)),
    },
    {
      title: "90 % interval",
      kind: "n",
      cell: ({ headline }) =>
        headline === null ? "" : `${signedAmount(headline.gain_q05)} to ${signedAmount(headline.gain_q95)}`,
    },
    { title: "By", cell: ({ by }) => escapeHtml(by ?? "") },
    {
      title: "Labels",
      cell: ({ labels }) =>
        escapeHtml(
          Object.entries(labels)
            .map(([key, value]) => `${key}=${value}`)
            .join(" ")
            .slice(0, 200),
        ),
    },
  ];
}

/** Most refreshes that the drawing shows. */
const DRAWN = 60;

/** How the gain moved from refresh to refresh, oldest first; the table below says the same. */
function gainChart(rows: readonly HistoryRow[]): string {
  const told = rows
    .flatMap(({ headline }) => (headline === null ? [] : [headline]))
    .slice(0, DRAWN)
    .reverse();
  if (told.length < 2) return "";
  const [low, high] = [
    Math.min(0, ...told.map((one) => one.gain_q05)),
    Math.max(0, ...told.map((one) => one.gain_q95)),
  ];
  const y = (value: number) => 10 + (150 * (high - value)) / (high - low || 1);
  const x = (at: number) => 90 + ((at + 0.5) * 990) / told.length;
  const marks = told.map(
    ({ gain, gain_q05, gain_q95 }, at) =>
      `<line x1="${x(at).toFixed(1)}" x2="${x(at).toFixed(1)}" y1="${y(gain_q05).toFixed(1)}" y2="${y(gain_q95).toFixed(1)}" stroke-width="2"/><circle cx="${x(at).toFixed(1)}" cy="${y(gain).toFixed(1)}" r="4"/>`,
  );
  const label = (value: number) =>
    `<line class="axis" x1="90" x2="1080" y1="${y(value).toFixed(1)}" y2="${y(value).toFixed(1)}"/><text x="82" y="${(y(value) + 4).toFixed(1)}" text-anchor="end">${amount(value)}</text>`;
  return `<figure><figcaption>Expected gain of the recommendation with its 90 % interval, from refresh to refresh, the newest on the right</figcaption><svg viewBox="0 0 1090 172" role="img" aria-label="Expected gain over ${told.length} refreshes, from ${amount(told[0]?.gain ?? NaN)} to ${amount(told.at(-1)?.gain ?? NaN)}">${label(high)}${label(0)}${marks.join("")}</svg></figure>`;
}

function compareForm(rows: readonly HistoryRow[]): string {
  if (rows.length < 2) return "";
  const options = (chosen: number) =>
    rows
      .slice(0, 200)
      .map(
        ({ run_id, cell }, at) =>
          `<option value="${escapeHtml(`${cell ?? ""}:${run_id}`)}"${at === chosen ? " selected" : ""}>${escapeHtml(run_id)}${cell === null ? "" : ` (${escapeHtml(cell)})`}</option>`,
      )
      .join("");
  return `<form action="/diff" method="get"><label>From <select name="a">${options(1)}</select></label><label>to <select name="b">${options(0)}</select></label><button type="submit">What moved?</button></form>`;
}

/** Every run with its verdict: which gates failed when, and how the recommendation moved. */
export function runsPage(pipeline: string, rows: readonly HistoryRow[]): UiPage {
  if (rows.length === 0)
    return { title: pipeline, body: "<p>No run was made here yet: <code>sluice run</code>.</p>" };
  const hasCells = rows.some(({ cell }) => cell !== null);
  const isUnderWay = rows.some(({ status }) => status === "unfinished");
  return {
    title: pipeline,
    ...(isUnderWay ? { refresh: 5 } : {}),
    body: [
      gainChart(rows),
      section("compare", "Compare two runs", compareForm(rows)),
      section(
        "runs",
        "Runs",
        uiTable(
          `${rows.length} runs, the newest first; gates that are not passed are marked`,
          columns(hasCells),
          rows,
        ),
      ),
    ].join("\n"),
  };
}
