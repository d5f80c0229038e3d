import type { Check } from "../gates/catalogue.ts";
import { remediesOf } from "../gates/remedies.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { escapeHtml, htmlFigure, htmlPage, htmlTable, type Figure } from "./html.ts";
import { statistic } from "./numbers.ts";

type Gates = SchemaTypes["gates"];
type Convergence = SchemaTypes["convergence_report"];
type Pareto = SchemaTypes["pareto_k_summary"];

/** What the page of `sluice diagnose` shows. */
export interface DiagnosticsPage {
  readonly model: string;
  readonly verdict: Gates;
  readonly checks: readonly Check[];
  readonly convergence: Convergence;
  readonly pareto: Pareto | null;
  readonly figures: readonly Figure[];
}

const VERDICT: Readonly<Record<Gates["adequacy"], string>> = {
  pass: "Every gate is open",
  warn: "No gate fails, but some warn: read them before you use this fit",
  waived: "Some gates fail and were waived: the fit rests on a signature there",
  fail: "Do not use this fit for decisions",
};

const status = (verdict: Check["status"] | Gates["adequacy"]) => `<span class="${verdict}">${verdict}</span>`;
const value = ({ value: measured, status: verdict }: Check) => {
  if (verdict === "skipped") return "–";
  if (measured === null) return "undefined";
  return typeof measured === "number" ? statistic(measured) : escapeHtml(measured);
};
const number = (measured: number | null, digits: number) =>
  measured === null ? "undefined" : measured.toFixed(digits);

/** The page of a fit's adequacy: verdict, gates, checks, worst parameters, charts. */
export function diagnosticsPage({
  model,
  verdict,
  checks,
  convergence,
  pareto,
  figures,
}: DiagnosticsPage): string {
  const open = remediesOf(checks.filter((check) => check.status === "fail" || check.status === "warn"));
  return htmlPage(`Diagnostics of ${model}`, [
    `<h1>Diagnostics of ${escapeHtml(model)}</h1>`,
    `<p class="verdict ${verdict.adequacy}">${VERDICT[verdict.adequacy]} (policy ${escapeHtml(verdict.policy)}).</p>`,
    `<p class="muted">Recomputed from ${convergence.n_chains} chains of ${convergence.n_draws} draws, ${convergence.n_parameters} scalars.</p>`,
    "<h2>Gates</h2>",
    htmlTable(
      "The worst of its checks decides a gate.",
      [
        { title: "Gate", cell: ({ gate }) => gate },
        { title: "Question", cell: ({ question }) => escapeHtml(question) },
        { title: "Verdict", cell: (row) => status(row.status) },
      ],
      verdict.gates,
    ),
    ...(open.length === 0
      ? []
      : [
          "<h2>What to do</h2>",
          `<ul>${open.map(({ remedy, checkIds }) => `<li>${escapeHtml(remedy)} <span class="muted">${checkIds.join(", ")}</span></li>`).join("")}</ul>`,
        ]),
    "<h2>Worst parameters</h2>",
    htmlTable(
      "By R-hat, undefined first.",
      [
        { title: "Parameter", cell: ({ parameter }) => escapeHtml(parameter) },
        { title: "R-hat", align: "right", cell: ({ rhat }) => number(rhat, 4) },
        { title: "Bulk ESS", align: "right", cell: ({ ess_bulk }) => number(ess_bulk, 0) },
        { title: "Tail ESS", align: "right", cell: ({ ess_tail }) => number(ess_tail, 0) },
        {
          title: "MCSE of the mean",
          align: "right",
          cell: ({ mcse_mean }) => (mcse_mean === null ? "undefined" : statistic(mcse_mean)),
        },
      ],
      convergence.worst_parameters,
    ),
    ...(pareto === null
      ? []
      : [
          `<p>Leave-one-out: elpd ${pareto.elpd_loo === null ? "undefined" : statistic(pareto.elpd_loo)} (standard error ${pareto.se === null ? "undefined" : statistic(pareto.se)}), effective parameters ${pareto.p_loo === null ? "undefined" : statistic(pareto.p_loo)}; Pareto k: ${pareto.n_good} good, ${pareto.n_marginal} marginal, ${pareto.n_bad} bad.</p>`,
        ]),
    "<h2>Pictures</h2>",
    ...figures.map(htmlFigure),
    "<h2>Every check</h2>",
    htmlTable(
      "Measured value, the rule of the policy, and what it means.",
      [
        { title: "Gate", cell: ({ gate }) => gate },
        { title: "Check", cell: ({ metric }) => escapeHtml(metric) },
        { title: "Value", align: "right", cell: value },
        { title: "Rule", cell: ({ threshold }) => escapeHtml(threshold) },
        { title: "Verdict", cell: (row) => status(row.status) },
        { title: "Detail", cell: ({ message }) => escapeHtml(message) },
      ],
      checks,
    ),
  ]);
}
