import type { Check } from "../gates/catalogue.ts";
import { remediesOf } from "../gates/remedies.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { codeOrText, escapeMarkdown, markdownTable } from "./markdown.ts";
import { amount, percent, statistic } from "./numbers.ts";
import type { Wording } from "./recommendation.ts";

type Gates = SchemaTypes["gates"];
type Gate = Gates["gates"][number];
type Blocked = SchemaTypes["blocked"];
type MetricRow = SchemaTypes["model_fit_metrics"][number];
type FitRow = SchemaTypes["response_curve_fit_combined"][number];
type ReturnRow = SchemaTypes["media_contribution_per_spend"][number];

const MARK: Readonly<Record<Check["status"], string>> = {
  pass: "✓ pass",
  warn: "! warn",
  fail: "✗ **fail**",
  skipped: "– skipped",
};

function valueOf({ value }: Pick<Check, "value">): string {
  if (value === null) return "undefined";
  return typeof value === "number" ? statistic(value) : escapeMarkdown(value);
}

/** May this be used? The first thing that a reader sees. */
export function verdictSection({ adequacy, policy, gates }: Gates, isBlocked: boolean): string {
  if (isBlocked) {
    return `> **Do not use this model for budget decisions.** It does not meet policy ${codeOrText(policy)}; no recommendation was made. What failed and what to do about it is below.`;
  }
  const warned = gates
    .filter(({ status }) => status === "warn")
    .map(({ gate, question }) => `${gate} (${question})`);
  if (adequacy === "pass") return `> **The model meets policy ${codeOrText(policy)}.** Every gate is open.`;
  return `> **Usable with care.** No gate of policy ${codeOrText(policy)} fails, but ${warned.join(", ")} ${warned.length === 1 ? "warns" : "warn"}. Read the warnings before you act.`;
}

/** What to do, each remedy once, with the checks that ask for it. */
function remedyList(checks: Parameters<typeof remediesOf>[0]): string {
  return remediesOf(checks)
    .map(({ remedy, checkIds }) => `- ${checkIds.map((id) => `\`${id}\``).join(", ")}: ${remedy}`)
    .join("\n");
}

/** Why there is no recommendation. */
export function blockedSection({ gates }: Blocked): string {
  const checks = gates.flatMap(({ gate, checks: failing }) => failing.map((check) => ({ gate, ...check })));
  const table = markdownTable<(typeof checks)[number]>(
    [
      { title: "Gate", cell: ({ gate }) => gate },
      { title: "What was measured", cell: ({ metric }) => metric },
      { title: "Value", align: "right", cell: valueOf },
      { title: "Rule", cell: ({ threshold }) => threshold },
      { title: "Detail", cell: ({ message }) => escapeMarkdown(message) },
    ],
    checks,
  );
  return ["## Why there is no recommendation", table, "### What to do", remedyList(checks)].join("\n\n");
}

/** The gates, and every check with its value and rule; remedies only of those that no block has told already. */
export function gatesSection(verdict: Gates, checks: readonly Check[], blocked: Blocked | null): string {
  const gates = markdownTable<Gate>(
    [
      { title: "Gate", cell: ({ gate }) => gate },
      { title: "Question", cell: ({ question }) => question },
      { title: "Verdict", cell: ({ status }) => MARK[status] },
    ],
    verdict.gates,
  );
  const all = markdownTable<Check>(
    [
      { title: "Gate", cell: ({ gate }) => gate },
      { title: "Check", cell: ({ metric }) => metric },
      {
        title: "Value",
        align: "right",
        cell: (check) => (check.status === "skipped" ? "–" : valueOf(check)),
      },
      { title: "Rule", cell: ({ threshold }) => threshold },
      { title: "Verdict", cell: ({ status }) => MARK[status] },
      { title: "Detail", cell: ({ message }) => escapeMarkdown(message) },
    ],
    checks,
  );
  const told = new Set(
    blocked?.gates.flatMap(({ checks: failing }) => failing.map(({ check_id }) => check_id)),
  );
  const open = checks.filter(({ check_id, status }) => status !== "pass" && !told.has(check_id));
  return [
    "## May the model be believed?",
    `Recomputed from the draws, not taken from a report. Policy: ${codeOrText(verdict.policy)}.`,
    gates,
    "### Every check",
    all,
    ...(open.length === 0
      ? []
      : [
          told.size === 0
            ? "### What to do about those that do not pass"
            : "### What to do about the others that do not pass",
          remedyList(open),
        ]),
  ].join("\n\n");
}

/** How well the model predicts what it was fitted to. */
export function fitSection(metrics: readonly MetricRow[]): string {
  const value = (name: MetricRow["metric"]) =>
    metrics.find(({ metric, prediction }) => metric === name && prediction === "posterior_predictive_mean")
      ?.value ?? null;
  const say = (name: MetricRow["metric"], format: (value: number) => string) => {
    const found = value(name);
    return found === null ? "undefined" : format(found);
  };
  return [
    "## How well it fits",
    `Posterior predictive mean against the observed target: R² ${say("r2", statistic)}, MAPE ${say("mape", (x) => percent(x))}, NRMSE (range) ${say("nrmse_range", (x) => percent(x))}.`,
    "![Observed and predicted](../30_model_assessment/fit_over_time.png)",
  ].join("\n\n");
}

/** What each channel brought, with its interval. */
export function returnSection(rows: readonly ReturnRow[], { money, target }: Wording): string {
  const table = markdownTable<ReturnRow>(
    [
      { title: "Channel", cell: ({ channel }) => escapeMarkdown(channel) },
      { title: `Spend (${money})`, align: "right", cell: ({ total_spend }) => amount(total_spend) },
      {
        title: `Contribution (${target})`,
        align: "right",
        cell: ({ total_contribution_mean }) => amount(total_contribution_mean),
      },
      {
        title: "94 % HDI",
        align: "right",
        cell: (row) =>
          `${amount(row.total_contribution_hdi_3pct)} to ${amount(row.total_contribution_hdi_97pct)}`,
      },
      {
        title: "Per unit of spend",
        align: "right",
        cell: (row) =>
          row.contribution_per_spend_mean === null ? "–" : statistic(row.contribution_per_spend_mean),
      },
      {
        title: "94 % HDI",
        align: "right",
        cell: (row) =>
          row.contribution_per_spend_hdi_3pct === null || row.contribution_per_spend_hdi_97pct === null
            ? "–"
            : `${statistic(row.contribution_per_spend_hdi_3pct)} to ${statistic(row.contribution_per_spend_hdi_97pct)}`,
      },
    ],
    rows,
  );
  return ["## What each channel brought", table].join("\n\n");
}

/** The curves that the optimum rests on. */
export function curvesSection(fits: readonly FitRow[]): string {
  const table = markdownTable<FitRow>(
    [
      { title: "Channel", cell: ({ channel }) => escapeMarkdown(channel) },
      { title: "Curve", cell: ({ family }) => family.replaceAll("_", "–") },
      {
        title: "Parameters (± standard error)",
        cell: (fit) =>
          [
            [fit.parameter_1, fit.value_1, fit.se_1],
            [fit.parameter_2, fit.value_2, fit.se_2],
          ]
            .map(
              ([name, value, se]) =>
                `${String(name)} = ${typeof value === "number" ? statistic(value) : "undefined"} ± ${typeof se === "number" ? statistic(se) : "undefined"}`,
            )
            .join(", "),
      },
      { title: "R²", align: "right", cell: ({ r2 }) => (r2 === null ? "–" : statistic(r2)) },
      { title: "Doubts", cell: ({ flags }) => flags.replaceAll("_", " ") },
    ],
    fits.filter(({ chosen }) => chosen),
  );
  return ["## Response curves", table, "![Response curves](../60_response_curves/response_curves.png)"].join(
    "\n\n",
  );
}
