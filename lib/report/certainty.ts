import type { SchemaTypes } from "../schema/generated.ts";
import { shareInWords } from "../words.ts";
import { escapeMarkdown, markdownTable, type Column } from "./markdown.ts";
import { amount, percent, signedAmount, statistic } from "./numbers.ts";
import type { Wording } from "./recommendation.ts";

type Certainty = SchemaTypes["allocation_certainty"];
type ChannelCertainty = Certainty["channels"][number];
type ScenarioRow = SchemaTypes["scenario_summary"][number];

/** Standard errors from 0 at which an information value counts as told from nothing. */
const TOLD = 2;

/** How far the allocation follows from what is known, in sentences. */
export function certaintySentences(certainty: Certainty, { target, period }: Wording): string[] {
  const { draws, expected_regret: regret, expected_loss: loss, expected_contribution: expected } = certainty;
  const lost = expected > 0 ? ` (${percent(regret / expected, 2)} of its contribution)` : "";
  return [
    `Over ${draws} draws of the curves, the recommended plan is on average **${amount(Math.max(0, regret))} ${target} per ${period}**${lost} short of the plan that would be best if the draw were known to be true.${
      loss > 1e-6 * Math.abs(expected)
        ? ` It gives up ${amount(loss)} ${target} per ${period} against the plan of the best expected contribution.`
        : ""
    }`,
    `A plan that gives up at most ${percent(certainty.near_optimal_loss, 0)} of the best expected contribution may spend on a channel anything within its range below, the others arranged for it: there the planner is free. The bounds of the question hold for all of them.`,
  ];
}

/** The columns of how sure each channel's spend is. */
export function certaintyColumns({ money, period }: Wording): Column<ChannelCertainty>[] {
  return [
    { title: "Channel", cell: ({ channel }) => escapeMarkdown(channel) },
    { title: "Share now", align: "right", cell: (row) => percent(row.current_share) },
    { title: "Recommended", align: "right", cell: (row) => percent(row.recommended_share) },
    {
      title: "Best share by draw, 90 %",
      align: "right",
      cell: (row) => `${percent(row.share_q05)} to ${percent(row.share_q95)}`,
    },
    {
      title: "Draws that spend more than now",
      align: "right",
      cell: (row) => shareInWords(row.probability_more),
    },
    {
      title: `Nearly optimal (${money}/${period})`,
      align: "right",
      cell: (row) => `${amount(row.near_optimal_lower)} to ${amount(row.near_optimal_upper)}`,
    },
  ];
}

const orDash = (value: number | null, text: (known: number) => string) =>
  value === null ? "–" : text(value);

/** The columns of the scenarios, compared draw by draw with current spend. */
export function comparedColumns({ money, target, period }: Wording): Column<ScenarioRow>[] {
  return [
    { title: "Scenario", cell: ({ scenario }) => escapeMarkdown(scenario.replaceAll("_", " ")) },
    { title: `${money}/${period}`, align: "right", cell: ({ spend }) => orDash(spend, amount) },
    {
      title: `Contribution (${target}/${period}), 90 %`,
      align: "right",
      cell: ({ contribution, contribution_q05, contribution_q95 }) =>
        orDash(
          contribution,
          (mean) =>
            `${amount(mean)} (${orDash(contribution_q05, amount)} to ${orDash(contribution_q95, amount)})`,
        ),
    },
    {
      title: "Return, 90 %",
      align: "right",
      cell: ({ roi, roi_q05, roi_q95 }) =>
        orDash(
          roi,
          (mean) => `${statistic(mean)} (${orDash(roi_q05, statistic)} to ${orDash(roi_q95, statistic)})`,
        ),
    },
    { title: "Last unit", align: "right", cell: ({ mroi }) => orDash(mroi, statistic) },
    {
      title: "Gain, 90 %",
      align: "right",
      cell: ({ scenario, gain, gain_q05, gain_q95 }) =>
        orDash(
          scenario === "current" ? null : gain,
          (mean) =>
            `${signedAmount(mean)} (${orDash(gain_q05, signedAmount)} to ${orDash(gain_q95, signedAmount)})`,
        ),
    },
    { title: "Worst tenth", align: "right", cell: ({ cvar_90 }) => orDash(cvar_90, amount) },
    {
      title: "Beats current",
      align: "right",
      cell: ({ scenario, probability_beats_current }) =>
        scenario === "current" ? "–" : orDash(probability_beats_current, shareInWords),
    },
    { title: "Note", cell: noteOf },
  ];
}

const STATUS: Readonly<Record<ScenarioRow["status"], string>> = {
  given: "",
  solved: "",
  feasible: "optimum not proved",
  local: "local optimum",
  unmet: "its chance constraint cannot be met",
  aim_unmet: "its aim cannot be met; this comes nearest",
  infeasible: "no plan keeps its limits",
};

function noteOf({ status, keeps_limits, gain_beyond_observed: beyond }: ScenarioRow): string {
  const parts = [
    STATUS[status],
    keeps_limits || status === "infeasible" ? "" : "outside the limits",
    beyond !== null && beyond > 0.005 ? `${percent(beyond, 0)} of gains beyond observed spend` : "",
  ];
  return parts.filter((part) => part !== "").join("; ");
}

/** What would change the decision: which channel's curve it would pay most to know, and which limits hold it. */
export function changeSentences(
  certainty: Certainty,
  scenarios: readonly ScenarioRow[],
  { target, period }: Wording,
): string[] {
  const { information_total: total, information_total_error: error, channels } = certainty;
  const known = channels
    .filter(
      (one) => one.information_value > TOLD * one.information_error && one.information_value > 0.01 * total,
    )
    .sort((a, b) => b.information_value - a.information_value);
  const [first] = known;
  const binding = scenarios.find(({ scenario }) => scenario === "recommended")?.binding ?? "";
  return [
    `Knowing all curves exactly would be worth ${amount(Math.max(0, total))} ± ${amount(2 * error)} ${target} per ${period}: no research on them is worth more.`,
    first === undefined
      ? "Of no single channel could knowing its curve be told from being worth nothing: within these limits no experiment on one channel would change the plan by much."
      : `**An experiment on ${escapeMarkdown(first.channel)}** would change the decision most: knowing its curve is worth ${amount(first.information_value)} ± ${amount(2 * first.information_error)} ${target} per ${period}${
          known.length > 1
            ? `; then ${known
                .slice(1, 4)
                .map((one) => `${escapeMarkdown(one.channel)} (${amount(one.information_value)})`)
                .join(", ")}`
            : ""
        }. These are estimates from strata of ${amount(certainty.draws_per_stratum)} draws, ± two standard errors.`,
    ...(binding === ""
      ? []
      : [
          `Limits that hold the plan, each with what one more unit of money in that channel would bring beyond its price (below 0 where a limit keeps money in, or nothing is worth spending): ${escapeMarkdown(binding)}. While a limit holds, learning more about that channel does little.`,
        ]),
  ];
}

/** How sure the recommendation is, and what else could be done. */
export function certaintySection(
  certainty: Certainty,
  scenarios: readonly ScenarioRow[],
  wording: Wording,
): string {
  return [
    "## How sure is this",
    ...certaintySentences(certainty, wording),
    markdownTable(certaintyColumns(wording), certainty.channels),
    "Plans compared on the same draws; gains are against current spend in the same draw:",
    markdownTable(comparedColumns(wording), scenarios),
    "## What would change the decision",
    ...changeSentences(certainty, scenarios, wording),
  ].join("\n\n");
}
