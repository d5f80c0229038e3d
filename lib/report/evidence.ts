import type { Check } from "../gates/catalogue.ts";
import { failedChecks, remediesOf, type FailedCheck } from "../gates/remedies.ts";
import { usedWaivers, type WaiverRuling } from "../gates/waivers.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { codeOrText, escapeMarkdown, markdownTable, type Column } from "./markdown.ts";
import { amount, percent, statistic } from "./numbers.ts";
import type { Wording } from "./recommendation.ts";

type Gates = SchemaTypes["gates"];
type Gate = Gates["gates"][number];
type Blocked = SchemaTypes["blocked"];
type MetricRow = SchemaTypes["model_fit_metrics"][number];
type FitRow = SchemaTypes["response_curve_fit_combined"][number];
type ReturnRow = SchemaTypes["media_contribution_per_spend"][number];

const MARK: Readonly<Record<Check["status"] | Gate["status"], string>> = {
  pass: "✓ pass",
  warn: "! warn",
  waived: "✗ **waived**",
  fail: "✗ **fail**",
  skipped: "– skipped",
};

function valueOf({ value }: Pick<Check, "value">): string {
  if (value === null) return "undefined";
  return typeof value === "number" ? statistic(value) : escapeMarkdown(value);
}

/** Who opened which gate, until when and why. */
export function signature({ gate, approver, expires, reason, why }: WaiverRuling): string {
  return `${gate}, by ${escapeMarkdown(approver)} until ${expires}: ${escapeMarkdown(reason)} (${escapeMarkdown(why)}).`;
}

const bullets = (items: readonly string[]) => items.map((item) => `- ${item}`).join("\n");

function waivedVerdict(policy: string, gates: readonly Gate[]): string {
  const waived = gates
    .filter(({ status }) => status === "waived")
    .map(({ gate, question }) => `${gate} (${question})`);
  return `**Opened by waiver.** The model does not meet policy ${codeOrText(policy)}: ${waived.join(", ")} ${waived.length === 1 ? "fails and was" : "fail and were"} waived. What follows stands there on a signature, not on evidence.`;
}

/** May this be used? In a sentence or two. */
export function verdictSentence({ adequacy, policy, gates }: Gates, isBlocked: boolean): string {
  if (isBlocked) {
    return `**Do not use this model for budget decisions.** It does not meet policy ${codeOrText(policy)}; no recommendation was made. What failed and what to do about it is below.`;
  }
  if (adequacy === "waived") return waivedVerdict(policy, gates);
  const warned = gates
    .filter(({ status }) => status === "warn")
    .map(({ gate, question }) => `${gate} (${question})`);
  if (adequacy === "pass") return `**The model meets policy ${codeOrText(policy)}.** Every gate is open.`;
  return `**Usable with care.** No gate of policy ${codeOrText(policy)} fails, but ${warned.join(", ")} ${warned.length === 1 ? "warns" : "warn"}. Read the warnings before you act.`;
}

/** May this be used? The first thing that a reader sees. */
export function verdictSection(verdict: Gates, isBlocked: boolean): string {
  const sentence = `> ${verdictSentence(verdict, isBlocked)}`;
  if (isBlocked || verdict.adequacy !== "waived") return sentence;
  return [sentence, bullets(usedWaivers(verdict).map(signature))].join("\n\n");
}

/** What to do, each remedy once, with the checks that ask for it. */
export function remedies(checks: Parameters<typeof remediesOf>[0]): string[] {
  return remediesOf(checks).map(
    ({ remedy, checkIds }) => `${checkIds.map((id) => `\`${id}\``).join(", ")}: ${remedy}`,
  );
}

export const FAILED_COLUMNS: readonly Column<FailedCheck>[] = [
  { title: "Gate", cell: ({ gate }) => gate },
  { title: "What was measured", cell: ({ metric }) => metric },
  { title: "Value", align: "right", cell: valueOf },
  { title: "Rule", cell: ({ threshold }) => threshold },
  { title: "Detail", cell: ({ message }) => escapeMarkdown(message) },
];

/** Why there is no recommendation. */
export function blockedSection(blocked: Blocked): string {
  const checks = failedChecks(blocked);
  const refused =
    blocked.waivers.length === 0
      ? []
      : ["### Waivers that did not open it", bullets(blocked.waivers.map(signature))];
  return [
    "## Why there is no recommendation",
    markdownTable(FAILED_COLUMNS, checks),
    ...refused,
    "### What to do",
    bullets(remedies(checks)),
  ].join("\n\n");
}

export const GATE_COLUMNS: readonly Column<Gate>[] = [
  { title: "Gate", cell: ({ gate }) => gate },
  { title: "Question", cell: ({ question }) => question },
  { title: "Verdict", cell: ({ status }) => MARK[status] },
];

export const CHECK_COLUMNS: readonly Column<Check>[] = [
  { title: "Gate", cell: ({ gate }) => gate },
  { title: "Check", cell: ({ metric }) => metric },
  { title: "Value", align: "right", cell: (check) => (check.status === "skipped" ? "–" : valueOf(check)) },
  { title: "Rule", cell: ({ threshold }) => threshold },
  { title: "Verdict", cell: ({ status }) => MARK[status] },
  { title: "Detail", cell: ({ message }) => escapeMarkdown(message) },
];

/** Checks that do not pass, but for those that a block has told already. */
export function openChecks(checks: readonly Check[], blocked: Blocked | null): Check[] {
  const told = new Set(blocked === null ? [] : failedChecks(blocked).map(({ check_id }) => check_id));
  return checks.filter(({ check_id, status }) => status !== "pass" && !told.has(check_id));
}

export function openHeading(blocked: Blocked | null): string {
  return blocked === null
    ? "What to do about those that do not pass"
    : "What to do about the others that do not pass";
}

/** On what, and by which rules, the gates judge. */
export function judgedBy({ policy }: Gates): string {
  return `Recomputed from the draws, not taken from a report. Policy: ${codeOrText(policy)}.`;
}

/** The gates, and every check with its value and rule; remedies only of those that no block has told already. */
export function gatesSection(verdict: Gates, checks: readonly Check[], blocked: Blocked | null): string {
  const open = openChecks(checks, blocked);
  return [
    "## May the model be believed?",
    judgedBy(verdict),
    markdownTable(GATE_COLUMNS, verdict.gates),
    "### Every check",
    markdownTable(CHECK_COLUMNS, checks),
    ...(open.length === 0 ? [] : [`### ${openHeading(blocked)}`, bullets(remedies(open))]),
  ].join("\n\n");
}

/** How well the model predicts what it was fitted to, in numbers. */
export function fitSentence(metrics: readonly MetricRow[]): string {
  const value = (name: MetricRow["metric"]) =>
    metrics.find(({ metric, prediction }) => metric === name && prediction === "posterior_predictive_mean")
      ?.value ?? null;
  const say = (name: MetricRow["metric"], format: (value: number) => string) => {
    const found = value(name);
    return found === null ? "undefined" : format(found);
  };
  return `Posterior predictive mean against the observed target: R² ${say("r2", statistic)}, MAPE ${say("mape", (x) => percent(x))}, NRMSE (range) ${say("nrmse_range", (x) => percent(x))}.`;
}

export function fitSection(metrics: readonly MetricRow[]): string {
  return [
    "## How well it fits",
    fitSentence(metrics),
    "![Observed and predicted](../30_model_assessment/fit_over_time.png)",
  ].join("\n\n");
}

/** The columns of what each channel brought, with its interval. */
export function returnColumns({ money, target }: Wording): Column<ReturnRow>[] {
  return [
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
  ];
}

export function returnSection(rows: readonly ReturnRow[], wording: Wording): string {
  return ["## What each channel brought", markdownTable(returnColumns(wording), rows)].join("\n\n");
}

export const CURVE_COLUMNS: readonly Column<FitRow>[] = [
  { title: "Channel", cell: ({ channel }) => escapeMarkdown(channel) },
  { title: "Curve", cell: ({ family }) => family.replaceAll("_", "–") },
  {
    title: "Parameters (± standard error)",
    cell: (fit) =>
      [
        [fit.parameter_1, fit.value_1, fit.se_1],
        [fit.parameter_2, fit.value_2, fit.se_2],
        [fit.parameter_3, fit.value_3, fit.se_3],
      ]
        .filter(([name]) => name !== "")
        .map(
          ([name, value, se]) =>
            `${String(name)} = ${typeof value === "number" ? statistic(value) : "undefined"} ± ${typeof se === "number" ? statistic(se) : "undefined"}`,
        )
        .join(", "),
  },
  { title: "R²", align: "right", cell: ({ r2 }) => (r2 === null ? "–" : statistic(r2)) },
  { title: "Doubts", cell: ({ flags }) => flags.replaceAll("_", " ") },
];

/** The curve chosen for each channel. */
export function chosenFits(fits: readonly FitRow[]): FitRow[] {
  return fits.filter(({ chosen }) => chosen);
}

/** The curves that the optimum rests on. */
export function curvesSection(fits: readonly FitRow[]): string {
  return [
    "## Response curves",
    markdownTable(CURVE_COLUMNS, chosenFits(fits)),
    "![Response curves](../60_response_curves/response_curves.png)",
  ].join("\n\n");
}
