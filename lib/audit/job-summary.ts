import { cellName } from "../config/matrix.ts";
import type { Check } from "../gates/catalogue.ts";
import { escapeMarkdown, markdownTable } from "../report/markdown.ts";
import { amount, signedAmount, signedPercent, statistic } from "../report/numbers.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { byWhom, commitOf } from "./history.ts";
import { decidingChecks, type RunView } from "./view.ts";

type ResultRow = SchemaTypes["optimization_results"][number];

const MARK: Readonly<Record<string, string>> = {
  pass: "✅",
  warn: "⚠️",
  waived: "🖋️",
  fail: "⛔",
  skipped: "–",
};

/** A verdict with its mark. */
export const mark = (status: string) => `${MARK[status] ?? ""} ${status}`.trim();

function headline({ manifest, verdict }: RunView): string {
  const { status, policy } = manifest;
  if (status === "blocked")
    return `⛔ **Blocked.** The model does not meet policy \`${policy}\`: no recommendation.`;
  if (status !== "done") return `⛔ **The run ${status === "failed" ? "failed" : "was interrupted"}.**`;
  return `${mark(verdict?.adequacy ?? "pass")} under policy \`${policy}\`.`;
}

function checkTable(checks: readonly Check[]): string {
  return markdownTable<Check>(
    [
      { title: "Gate", cell: ({ gate }) => gate },
      { title: "What was measured", cell: ({ metric }) => metric },
      {
        title: "Value",
        align: "right",
        cell: ({ value }) =>
          value === null ? "–" : typeof value === "number" ? statistic(value) : escapeMarkdown(value),
      },
      { title: "Rule", cell: ({ threshold }) => escapeMarkdown(threshold) },
      { title: "Verdict", cell: ({ status }) => mark(status) },
      { title: "Detail", cell: ({ message }) => escapeMarkdown(message) },
    ],
    checks,
  );
}

function recommendation({ summary, allocation }: RunView): string[] {
  if (summary === null || allocation === null) return [];
  const table = markdownTable<ResultRow>(
    [
      { title: "Channel", cell: ({ channel }) => escapeMarkdown(channel) },
      { title: "Spend now", align: "right", cell: ({ current_spend }) => amount(current_spend) },
      { title: "Optimised", align: "right", cell: ({ optimised_spend }) => amount(optimised_spend) },
      { title: "Change", align: "right", cell: ({ change }) => signedAmount(change) },
    ],
    allocation,
  );
  const { total_budget, gain, gain_q05, gain_q95, current_contribution } = summary;
  const relative = current_contribution === 0 ? "" : ` (${signedPercent(gain / current_contribution)})`;
  return [
    "### Recommendation",
    `Budget ${amount(total_budget)} per period; expected gain ${signedAmount(gain)}${relative}, 90 % interval ${signedAmount(gain_q05)} to ${signedAmount(gain_q95)}.`,
    table,
  ];
}

/** A run as a Markdown summary for a CI job: verdict, gates, the checks that decided, recommendation, lineage. */
export function jobSummary(view: RunView): string {
  const { manifest, verdict } = view;
  const gates = (verdict?.gates ?? []).map(({ gate, status }) => `${gate} ${mark(status)}`).join(" · ");
  const deciding = decidingChecks(view);
  const failed = manifest.stages
    .filter(({ status }) => status === "failed")
    .map(({ stage, reason }) => `- \`${stage}\`: ${escapeMarkdown(reason ?? "failed")}`);
  const signed = manifest.waivers
    .filter(({ outcome }) => outcome !== "unused")
    .map(
      ({ gate, outcome, approver, expires, reason, why }) =>
        `- ${gate} ${outcome === "used" ? "waived" : "not waived"}, by ${escapeMarkdown(approver)} until ${expires}: ${escapeMarkdown(reason)} (${escapeMarkdown(why)})`,
    );
  const remedies = [...new Set(deciding.map(({ remedy }) => remedy))].map(
    (one) => `- ${escapeMarkdown(one)}`,
  );
  const commit = commitOf(manifest.git);
  return `${[
    `## Sluice: ${escapeMarkdown(manifest.cell === null ? manifest.pipeline : `${manifest.pipeline} ${cellName(manifest.cell)}`)}`,
    headline(view),
    ...(gates === "" ? [] : [gates]),
    ...(signed.length === 0 ? [] : [signed.join("\n")]),
    ...(failed.length === 0 ? [] : [failed.join("\n")]),
    ...(deciding.length === 0 ? [] : ["### Checks that decided", checkTable(deciding), remedies.join("\n")]),
    ...recommendation(view),
    `Run \`${manifest.run_id}\` by ${escapeMarkdown(byWhom(manifest.by) ?? "unknown")}${commit === null ? "" : `, commit \`${commit}\``}; root hash \`${manifest.root_sha256}\`.`,
  ].join("\n\n")}\n`;
}
