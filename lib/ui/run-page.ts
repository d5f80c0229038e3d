import { join } from "node:path";
import { readFile } from "node:fs/promises";
import type { Manifest, RunFolder, Store } from "../artefacts/store.ts";
import { decidingChecks, viewRun, type RunView } from "../audit/view.ts";
import { codeOf } from "../errors.ts";
import { escapeHtml } from "../report/html.ts";
import { amount, signedAmount } from "../report/numbers.ts";
import { chip, section, uiTable, type UiPage } from "./document.ts";
import { runAddress } from "./runs-page.ts";

type StageRecord = Manifest["stages"][number];

/** The part of an event that the page tells. */
interface Told {
  readonly kind: string;
  readonly time: string;
  readonly stage: string | null;
  readonly text: string;
  readonly needs: readonly string[];
}

function toldOf(line: string): Told[] {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // The last line of a run under way may be half written.
    return [];
  }
  if (typeof value !== "object" || value === null) return [];
  const fields = new Map<string, unknown>(Object.entries(value));
  const word = (name: string) => {
    const own = fields.get(name);
    return typeof own === "string" ? own : typeof own === "number" ? String(own) : null;
  };
  const needs = fields.get("needs");
  return [
    {
      kind: word("kind") ?? "",
      time: word("time") ?? "",
      stage: word("stage"),
      text: word("message") ?? word("line") ?? word("because") ?? word("from") ?? word("title") ?? "",
      needs: Array.isArray(needs) ? needs.filter((one) => typeof one === "string") : [],
    },
  ];
}

/** Bytes of a log that a page shows, from its end. */
const SHOWN = 200_000;

async function eventsOf(store: Store, runId: string): Promise<readonly Told[]> {
  try {
    const text = await readFile(join(store.eventsFolder, `${runId}.jsonl`), "utf8");
    return text
      .split("\n")
      .filter((line) => line !== "")
      .flatMap(toldOf);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}

/** What each stage waits for, as the log has it. */
const needsOf = (events: readonly Told[]) =>
  new Map(
    events.flatMap(({ kind, stage, needs }) =>
      kind === "stage_planned" && stage !== null ? [[stage, needs]] : [],
    ),
  );

function logSection(events: readonly Told[]): string {
  if (events.length === 0) return "";
  const lines = events
    .filter(({ kind }) => kind !== "stage_planned")
    .map(
      ({ time, kind, stage, text }) =>
        `${time.slice(11, 19)}  ${kind.replaceAll("_", " ")}  ${stage ?? ""}  ${text}`,
    );
  return section(
    "log",
    "What happened",
    `<pre tabindex="0" role="group" aria-label="Log">${escapeHtml(lines.join("\n").slice(-SHOWN))}</pre>`,
  );
}

/** The address of a file of a run. */
const fileAddress = (runId: string, cell: string | null, path: string) =>
  `/file/${encodeURIComponent(runId)}/${path.split("/").map(encodeURIComponent).join("/")}${cell === null ? "" : `?cell=${encodeURIComponent(cell)}`}`;

function stagesTable(stages: readonly StageRecord[], needs: ReadonlyMap<string, readonly string[]>): string {
  return uiTable(
    "Stages in the order of their needs",
    [
      { title: "Stage", cell: ({ stage }) => escapeHtml(stage) },
      { title: "Ended", cell: ({ status }) => chip(status) },
      { title: "Seconds", kind: "n", cell: ({ seconds }) => seconds.toFixed(2) },
      { title: "Waits for", cell: ({ stage }) => escapeHtml((needs.get(stage) ?? []).join(", ")) },
      {
        title: "Why",
        cell: ({ reason, reused_from }) =>
          escapeHtml((reason ?? (reused_from === null ? "" : `from ${reused_from}`)).slice(0, 400)),
      },
    ],
    stages,
    true,
  );
}

function lineage(manifest: Manifest, runId: string, cell: string | null): string {
  const rows = manifest.stages.flatMap((stage) => stage.writes.map((file) => ({ stage, file })));
  return uiTable(
    `${rows.length} files, each with its hash and what its stage read`,
    [
      {
        title: "File",
        cell: ({ file }) =>
          `<a href="${escapeHtml(fileAddress(runId, cell, file.path))}">${escapeHtml(file.path)}</a>`,
      },
      { title: "Bytes", kind: "n", cell: ({ file }) => amount(file.bytes) },
      { title: "SHA-256", cell: ({ file }) => `<span class="mono">${file.sha256.slice(0, 16)}…</span>` },
      {
        title: "Made from",
        cell: ({ stage }) => {
          const reads = Object.entries(stage.reads);
          const list = reads.map(([name, hash]) => `${name} ${hash.slice(0, 8)}`).join(", ");
          return reads.length === 0
            ? ""
            : `<details><summary>${reads.length} inputs</summary>${escapeHtml(list)}</details>`;
        },
      },
    ],
    rows,
    true,
  );
}

function verdictPart(view: RunView): string {
  const { verdict, manifest } = view;
  const gates = uiTable(
    "Gates",
    [
      { title: "Gate", cell: ({ gate }) => gate },
      { title: "Verdict", cell: ({ status }) => chip(status) },
      {
        title: "Question",
        cell: ({ gate }) => escapeHtml(verdict?.gates.find((one) => one.gate === gate)?.question ?? ""),
      },
    ],
    manifest.gates,
    true,
  );
  const checks = decidingChecks(view).filter(({ status }) => status !== "pass");
  const why =
    checks.length === 0
      ? ""
      : uiTable(
          "Checks that do not pass, and what to do",
          [
            { title: "Check", cell: ({ check_id }) => escapeHtml(check_id) },
            { title: "Verdict", cell: ({ status }) => chip(status) },
            { title: "Value", cell: ({ value }) => escapeHtml(String(value ?? "undefined")) },
            { title: "Rule", cell: ({ threshold }) => escapeHtml(threshold) },
            { title: "What to do", cell: ({ remedy }) => escapeHtml(remedy) },
          ],
          checks,
          true,
        );
  return section("verdict", "May it be used?", gates, why);
}

function waiversPart({ verdict }: RunView): string {
  const waivers = verdict?.waivers ?? [];
  if (waivers.length === 0) return section("waivers", "Waivers", "<p>None.</p>");
  return section(
    "waivers",
    "Waivers",
    uiTable(
      "Signed exceptions, and what came of each",
      [
        { title: "Gate", cell: ({ gate }) => escapeHtml(gate) },
        { title: "Outcome", cell: ({ outcome, why }) => `${escapeHtml(outcome)}: ${escapeHtml(why)}` },
        { title: "By", cell: ({ approver }) => escapeHtml(approver) },
        { title: "Until", cell: ({ expires }) => escapeHtml(expires) },
        { title: "Reason", cell: ({ reason }) => escapeHtml(reason) },
      ],
      waivers,
      true,
    ),
  );
}

function recommendationPart({ allocation, summary }: RunView): string {
  if (allocation === null || summary === null) return "";
  return section(
    "recommendation",
    "What it recommends",
    `<p>Expected gain ${signedAmount(summary.gain)} per period, 90 % interval ${signedAmount(summary.gain_q05)} to ${signedAmount(summary.gain_q95)}.</p>`,
    uiTable(
      "Spend per period",
      [
        { title: "Channel", cell: ({ channel }) => escapeHtml(channel.slice(0, 200)) },
        { title: "Now", kind: "n", cell: ({ current_spend }) => amount(current_spend) },
        { title: "Recommended", kind: "n", cell: ({ optimised_spend }) => amount(optimised_spend) },
        { title: "Change", kind: "n", cell: ({ change }) => signedAmount(change) },
      ],
      allocation,
      true,
    ),
  );
}

const PAGES = [
  "80_interpretation/report.html",
  "80_interpretation/slides.html",
  "80_interpretation/planner.html",
  "80_interpretation/report.md",
];

function links(manifest: Manifest, cell: string | null): string {
  const written = new Set(manifest.stages.flatMap(({ writes }) => writes.map(({ path }) => path)));
  const found = PAGES.filter((path) => written.has(path)).map(
    (path) =>
      `<a href="${escapeHtml(fileAddress(manifest.run_id, cell, path))}">${path.split("/")[1] ?? ""}</a>`,
  );
  return `<p>${[...found, `<a href="${escapeHtml(fileAddress(manifest.run_id, cell, "manifest.json"))}">manifest.json</a>`].join(" · ")}</p>`;
}

/** A run that has no manifest: under way, or killed. */
function underWay(runId: string, events: readonly Told[]): UiPage {
  const stages = [...needsOf(events).keys()].map((stage) => {
    const last = events.findLast((event) => event.stage === stage && event.kind.startsWith("stage_"));
    return {
      stage,
      status: (last?.kind ?? "").replace("stage_", ""),
      text: events.findLast((event) => event.stage === stage)?.text ?? "",
    };
  });
  const table = uiTable(
    "Stages",
    [
      { title: "Stage", cell: ({ stage }) => escapeHtml(stage) },
      { title: "Now", cell: ({ status }) => chip(status) },
      { title: "Last said", cell: ({ text }) => escapeHtml(text.slice(0, 300)) },
    ],
    stages,
    true,
  );
  return {
    title: runId,
    refresh: 2,
    body: `<p>This run is under way, or was cut off: it has no manifest yet. The page asks anew every two seconds.</p>${section("stages", "Stages", table)}${logSection(events)}`,
  };
}

/** Everything that a run says of itself. */
export async function runPage(store: Store, run: RunFolder, cell: string | null): Promise<UiPage> {
  const events = await eventsOf(store, run.runId);
  if ((await run.readManifest()) === null) return underWay(run.runId, events);
  const view = await viewRun(run);
  const { manifest } = view;
  return {
    title: run.runId,
    body: [
      `<p>${chip(manifest.status)} · ${escapeHtml(manifest.started_at)} to ${escapeHtml(manifest.finished_at)} · policy ${escapeHtml(manifest.policy)}</p>`,
      links(manifest, cell),
      verdictPart(view),
      recommendationPart(view),
      section("stages", "Stages", stagesTable(manifest.stages, needsOf(events))),
      waiversPart(view),
      section(
        "lineage",
        "Where every file comes from",
        `<p>Root hash <span class="mono">${manifest.root_sha256}</span></p>`,
        lineage(manifest, run.runId, cell),
      ),
      ...(manifest.warnings.length === 0
        ? []
        : [
            section(
              "warnings",
              "Warnings",
              `<ul>${manifest.warnings.map((one) => `<li>${escapeHtml(one)}</li>`).join("")}</ul>`,
            ),
          ]),
      logSection(events),
    ].join("\n"),
  };
}

/** A link back to a run. */
export const runLink = (runId: string, cell: string | null) =>
  `<a href="${escapeHtml(runAddress(runId, cell))}">${escapeHtml(runId)}</a>`;
