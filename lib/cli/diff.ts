import { diffRuns, type RunDiff } from "../audit/diff.ts";
import { locateRun } from "../audit/runs.ts";
import { parse } from "../schema/parse.ts";
import { shareInWords, short } from "../words.ts";
import { placeOf, type AuditOptions } from "./audit-options.ts";
import type { Context } from "./context.ts";
import { EXIT } from "./exit-codes.ts";
import { alignTable } from "./table.ts";

/** Hexadecimal digits of a hash that are enough to tell it by. */
const SHORT_HASH = 12;

const value = (one: number | string | null) =>
  one === null ? "none" : typeof one === "number" ? short(one) : one;
const signed = (change: number | null) => (change === null ? "" : `${change < 0 ? "" : "+"}${short(change)}`);

type Moved = Pick<RunDiff["returns"][number], "change" | "shift" | "beyond">;

function verdictOf({ change, shift, beyond }: Moved): string {
  if (beyond === null) return change === null ? "not in both" : "uncertainty unknown";
  if (change === 0) return "same";
  const size = shift === null ? "" : `${short(Math.abs(shift))} half-widths, `;
  return `${size}${beyond ? "more than the posterior's own uncertainty" : "within the posterior's own uncertainty"}`;
}

function section(
  title: string,
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string[] {
  return rows.length === 0 ? [] : ["", title, ...alignTable(rows, new Set(right)).map((line) => `  ${line}`)];
}

const hash = (text: string | null) => (text === null ? "none" : text.slice(0, SHORT_HASH));
const arrow = (a: string, b: string) => `${a} → ${b}`;

function estimates(rows: readonly (RunDiff["returns"][number] | RunDiff["curves"][number])[]): string[][] {
  return rows.map((row) => [
    row.channel,
    value(row.a),
    "→",
    value(row.b),
    signed(row.change),
    verdictOf(row),
  ]);
}

function moveLine({ gain, lower, upper, probability, beyond }: NonNullable<RunDiff["move"]>): string {
  if (gain === 0 && lower === 0 && upper === 0) return "A and B divide the budget alike";
  const sure = beyond ? "more than" : "not more than";
  return `moving from A's division of the budget to B's brings ${signed(gain)} per period by B's curves (90 % interval ${short(lower)} to ${short(upper)}, above zero in ${shareInWords(probability)} of the draws): ${sure} the posterior's own uncertainty`;
}

function lines(diff: RunDiff): string[] {
  const { a, b, identical, inputs, options, versions, gates, checks, returns, curves, gain, allocation } =
    diff;
  return [
    `A ${a}`,
    `B ${b}`,
    ...(identical ? ["every stage wrote the same bytes"] : []),
    ...section(
      "inputs",
      inputs.map((row) => [row.name, row.path, arrow(hash(row.a), hash(row.b))]),
    ),
    ...section(
      "options",
      options.map((row) => [row.key, arrow(row.a ?? "none", row.b ?? "none")]),
    ),
    ...section(
      "versions",
      versions.map((row) => [
        row.name,
        row.name === "code" ? arrow(hash(row.a), hash(row.b)) : arrow(row.a ?? "none", row.b ?? "none"),
      ]),
    ),
    ...section(
      "gates",
      gates.map((row) => [row.gate, arrow(row.a ?? "none", row.b ?? "none")]),
    ),
    ...section(
      "checks",
      checks.map((row) => [
        row.gate,
        row.check_id,
        row.status_a === row.status_b
          ? (row.status_b ?? "")
          : arrow(row.status_a ?? "none", row.status_b ?? "none"),
        arrow(value(row.value_a), value(row.value_b)),
      ]),
    ),
    ...section("contribution per unit of spend (94 % HDI)", estimates(returns), [1, 3, 4]),
    ...section(
      "contribution by the curves at A's current spend (94 % interval)",
      estimates(curves),
      [1, 3, 4],
    ),
    ...section(
      "optimised spend per period",
      allocation.map((row) => [row.channel, value(row.a), "→", value(row.b), signed(row.change)]),
      [1, 3, 4],
    ),
    ...(gain === null
      ? []
      : section("expected gain per period (90 % interval)", [
          [value(gain.a), "→", value(gain.b), signed(gain.change), verdictOf(gain)],
        ])),
    ...(diff.move === null ? [] : ["", moveLine(diff.move)]),
    ...section(
      "not compared",
      diff.unread.map((one) => [one]),
    ),
  ];
}

/** `sluice diff`: what moved between two runs. */
export async function diffCommand(
  nameA: string,
  nameB: string,
  options: AuditOptions,
  { cwd, terminal }: Context,
): Promise<number> {
  const place = placeOf(options, cwd);
  const [a, b] = [await locateRun(nameA, place), await locateRun(nameB, place)];
  const diff = await diffRuns(a.run, b.run);
  if (options.json) terminal.out(JSON.stringify(parse("run_diff", diff, "diff"), null, 2));
  else for (const line of lines(diff)) terminal.out(line);
  return EXIT.done;
}
