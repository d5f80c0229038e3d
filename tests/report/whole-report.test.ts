import { describe, expect, it } from "vitest";
import type { Check } from "../../lib/gates/catalogue.ts";
import { escapeMarkdown } from "../../lib/report/markdown.ts";
import { markdownReport } from "../../lib/report/markdown-report.ts";
import { schemaExamples, type SchemaTypes } from "../../lib/schema/generated.ts";
import { tablesOf, unescaped } from "./markdown-tables.ts";

function exampleOf<Name extends keyof SchemaTypes>(name: Name): SchemaTypes[Name] {
  const [example] = schemaExamples[name];
  if (example === undefined) throw new Error(`schema ${name} has no example`);
  return example;
}

/** Names and units as nobody means them: each would break a table or run as HTML if it were not escaped. */
const HOSTILE = [
  "a | b",
  "<script>alert(1)</script>",
  "line\nbreak",
  "`code` ``",
  "[link](javascript:alert(1))",
  "![image](http://example.org/x.png)",
  "**bold** __x__ ~~y~~",
  "back\\slash\\|",
  "# heading",
  "\r\n\r\n---\r\n",
] as const;

const CHECK: Check = { ...exampleOf("checks")[0]!, status: "warn", message: "" };

interface Names {
  readonly title: string;
  readonly target: string;
  readonly channel: string;
  readonly money: string;
  readonly unit: string;
  readonly path: string;
  readonly message: string;
}

const PLAIN: Names = {
  title: "Demo",
  target: "revenue",
  channel: "tv",
  money: "EUR",
  unit: "sales",
  path: "data.csv",
  message: "worst at alpha",
};

/** The report of a run with these names; blocked or with a recommendation. */
function reportOf(names: Partial<Names>, isBlocked: boolean): string {
  const { title, target, channel, money, unit, path, message } = { ...PLAIN, ...names };
  const named = <Row extends { readonly channel: string }>(rows: readonly Row[]) =>
    rows.map((row) => ({ ...row, channel }));
  const blocked = exampleOf("blocked");
  return markdownReport({
    wording: { money: escapeMarkdown(money), target: escapeMarkdown(unit), period: "week" },
    metadata: {
      ...exampleOf("model_metadata"),
      title,
      target,
      channels: [channel],
      inputs: [{ path, bytes: 12, sha256: "0".repeat(64) }],
    },
    verdict: exampleOf("gates"),
    checks: [{ ...CHECK, message }],
    returns: named(exampleOf("media_contribution_per_spend")),
    fits: named(exampleOf("response_curve_fit_combined")).map((fit) => ({ ...fit, chosen: true })),
    metrics: exampleOf("model_fit_metrics"),
    blocked: isBlocked
      ? {
          ...blocked,
          gates: blocked.gates.map((gate) => ({
            ...gate,
            checks: gate.checks.map((check) => ({ ...check, message })),
          })),
        }
      : null,
    decision: isBlocked
      ? null
      : {
          summary: exampleOf("optimisation_summary"),
          results: named(exampleOf("optimization_results")),
          scenarios: named(exampleOf("budget_scenario_results")),
          comparison: exampleOf("plan_comparison"),
          plan: named(exampleOf("multiperiod_optimization_results")),
          frontier: exampleOf("budget_frontier"),
          certainty: {
            ...exampleOf("allocation_certainty"),
            channels: named(exampleOf("allocation_certainty").channels),
          },
          compared: exampleOf("scenario_summary").map((row) => ({
            ...row,
            scenario: message,
            binding: message,
          })),
        },
  });
}

describe.each([
  ["a report with a recommendation", false],
  ["the report of a blocked run", true],
])("%s", (_, isBlocked) => {
  const plain = tablesOf(reportOf({}, isBlocked));
  const fields = Object.keys(PLAIN);

  it.each(HOSTILE.flatMap((text) => fields.map((field) => [text, field] as const)))(
    "keeps %j as its %s in its place",
    (text, field) => {
      const report = reportOf({ [field]: text }, isBlocked);
      const shape = (tables: string[][][]) => tables.map((rows) => rows.map((cells) => cells.length));
      expect(shape(tablesOf(report))).toEqual(shape(plain));
      const meaning = unescaped(report);
      expect(meaning).not.toMatch(/<script/i);
      expect(meaning).not.toMatch(/\]\((?:javascript|http)/i);
      expect(meaning).not.toMatch(/\*\*bold\*\*|~~y~~/);
      expect(report).not.toMatch(/^(?:# heading|---)$/m);
      // Code spans are closed on the line that they are opened on.
      for (const line of report.split("\n"))
        expect((line.replace(/\\[^\n]/g, "").match(/`/g)?.length ?? 0) % 2, line).toBe(0);
    },
  );

  it("has tables whose rows are as wide as their headers", () => {
    expect(plain.length).toBeGreaterThan(3);
    for (const [header, ...rows] of plain) {
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row).toHaveLength(header!.length);
    }
  });

  it("says what results of such a model can and cannot show, and where its numbers come from", () => {
    const report = reportOf({}, isBlocked);
    expect(report).toContain("associational unless stronger identification evidence exists");
    expect(report).toContain("## Where the numbers come from");
    expect(report).toContain("0".repeat(64));
    expect(report.endsWith("\n")).toBe(true);
    expect(report).not.toMatch(/NaN|Infinity|∞|\[object|\bnull\b|\| undefined \|/);
  });
});

describe("the report of a blocked run", () => {
  const report = reportOf({}, true);

  it("says first that the model must not be used", () => {
    expect(report.split("\n\n")[2]).toMatch(/^> \*\*Do not use this model for budget decisions\.\*\*/);
  });

  it("has nothing of a recommendation: no section, no picture and none of its numbers", () => {
    for (const heading of [
      /^## What to do$/m,
      /^## If the budget/m,
      /^## The next/m,
      /^## What this rests on/m,
      /brought$/m,
    ])
      expect(report).not.toMatch(heading);
    expect(report).not.toContain("70_optimisation/budget");
    expect(report).not.toContain("Response curves");
    const summary = exampleOf("optimisation_summary");
    const open = reportOf({}, false);
    const said = (value: number) => Math.round(value).toLocaleString("en-GB");
    for (const value of [
      summary.gain,
      summary.optimised_contribution,
      summary.budget_moved,
      summary.total_budget,
    ]) {
      expect(open).toContain(said(value));
      expect(report).not.toContain(said(value));
    }
    for (const { optimised_spend } of exampleOf("optimization_results"))
      expect(report).not.toContain(said(optimised_spend));
    for (const { total_contribution_mean } of exampleOf("media_contribution_per_spend"))
      expect(report).not.toContain(said(total_contribution_mean));
  });

  it("says what failed, by how much and what to do", () => {
    const { gates } = exampleOf("blocked");
    for (const { checks } of gates) {
      for (const { check_id, metric, threshold, remedy } of checks) {
        expect(report).toContain(`| ${metric} |`);
        expect(report).toContain(threshold);
        expect(report).toMatch(new RegExp(`^- .*\`${check_id}\`.*: `, "m"));
        expect(report.split(remedy)).toHaveLength(2);
      }
    }
  });
});
