import type { RunDiff } from "../audit/diff.ts";
import { escapeHtml } from "../report/html.ts";
import { amount, signedAmount, statistic } from "../report/numbers.ts";
import { section, uiTable, type UiColumn, type UiPage } from "./document.ts";

type Value = string | number | null;

function shown(value: Value): string {
  if (value === null) return "–";
  return typeof value === "number" ? statistic(value) : escapeHtml(value.slice(0, 200));
}

const signed = (value: number | null) => (value === null ? "–" : signedAmount(value));

interface Pair {
  readonly name: string;
  readonly a: Value;
  readonly b: Value;
}

const PAIR: readonly UiColumn<Pair>[] = [
  { title: "What", cell: ({ name }) => escapeHtml(name.slice(0, 200)) },
  { title: "From", cell: ({ a }) => shown(a) },
  { title: "To", cell: ({ b }) => shown(b) },
];

function pairs(id: string, heading: string, rows: readonly Pair[]): string {
  return rows.length === 0 ? "" : section(id, heading, uiTable(heading, PAIR, rows, true));
}

/** What moved from one run to another. */
export function diffPage(diff: RunDiff): UiPage {
  const gain =
    diff.gain === null
      ? ""
      : `<p>Expected gain from ${signed(diff.gain.a)} (${signed(diff.gain.lower_a)} to ${signed(diff.gain.upper_a)}) to ${signed(diff.gain.b)} (${signed(diff.gain.lower_b)} to ${signed(diff.gain.upper_b)}).</p>`;
  const allocation = uiTable(
    "Recommended spend per period",
    [
      { title: "Channel", cell: ({ channel }) => escapeHtml(channel.slice(0, 200)) },
      { title: "From", kind: "n", cell: ({ a }) => (a === null ? "–" : amount(a)) },
      { title: "To", kind: "n", cell: ({ b }) => (b === null ? "–" : amount(b)) },
      { title: "Change", kind: "n", cell: ({ change }) => (change === null ? "–" : signedAmount(change)) },
    ],
    diff.allocation,
    true,
  );
  const body = [
    diff.identical ? "<p>The two runs are the same in everything that is compared.</p>" : "",
    gain,
    diff.allocation.length === 0 ? "" : section("allocation", "Recommendation", allocation),
    pairs(
      "gates",
      "Gates",
      diff.gates.map(({ gate, a, b }) => ({ name: gate, a, b })),
    ),
    pairs(
      "checks",
      "Checks",
      diff.checks.map((one) => ({
        name: one.check_id,
        a: `${one.status_a ?? "–"} ${shown(one.value_a)}`,
        b: `${one.status_b ?? "–"} ${shown(one.value_b)}`,
      })),
    ),
    pairs(
      "inputs",
      "Inputs",
      diff.inputs.map(({ name, path, a, b }) => ({ name: `${name} ${path}`, a, b })),
    ),
    pairs(
      "options",
      "Options",
      diff.options.map(({ key, a, b }) => ({ name: key, a, b })),
    ),
    pairs("versions", "Versions", diff.versions),
  ];
  return { title: `${diff.a} → ${diff.b}`, body: body.join("\n") };
}
