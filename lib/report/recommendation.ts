import type { SchemaTypes } from "../schema/generated.ts";
import { shareInWords } from "../words.ts";
import { escapeMarkdown, markdownTable } from "./markdown.ts";
import { amount, percent, signedAmount, signedPercent, statistic } from "./numbers.ts";

type Summary = SchemaTypes["optimisation_summary"];
type Result = SchemaTypes["optimization_results"][number];
type Scenario = SchemaTypes["budget_scenario_results"][number];
type Comparison = SchemaTypes["plan_comparison"][number];
type PeriodRow = SchemaTypes["multiperiod_optimization_results"][number];

/** Units and the length of a period, for sentences: Markdown already. */
export interface Wording {
  readonly money: string;
  readonly target: string;
  readonly period: string;
}

const BINDING: Readonly<Record<Result["binding"], string>> = {
  none: "",
  lower: "held by its lower bound",
  upper: "held by its upper bound",
  fixed: "fixed by its bounds",
  group: "held by the budget of its group",
};

function why(row: Result): string {
  const parts = [BINDING[row.binding], row.beyond_observed ? "**beyond observed spend**" : ""];
  return parts.filter((part) => part !== "").join("; ");
}

function changeOf({ change_fraction, optimised_spend }: Result): string {
  if (change_fraction !== null) return signedPercent(change_fraction, 0);
  return optimised_spend > 0 ? "new" : "–";
}

function gainSentence(summary: Summary, { target, period }: Wording): string {
  const { gain, current_contribution: current, gain_q05, gain_q95, probability_of_gain } = summary;
  const interval = `90 % interval ${signedAmount(gain_q05)} to ${signedAmount(gain_q95)}`;
  // Of no contribution there is no percentage.
  const relative = current > 0 ? `${signedPercent(gain / current)}; ` : "";
  return `Expected change in media contribution: **${signedAmount(gain)} ${target} per ${period}** (${relative}${interval}). In ${shareInWords(probability_of_gain)} of the posterior draws the plan beats current spend; draws vary each channel's level, the shape of its curve is held fixed. Both plans are compared at steady spend, ${period} by ${period}: see “What this rests on”.`;
}

const orDash = (value: number | null) => (value === null ? "–" : statistic(value));

/** The allocation, from current to optimised spend, with why each channel stands where it does. */
export function recommendationSection(
  summary: Summary,
  rows: readonly Result[],
  comparison: readonly Comparison[],
  wording: Wording,
): string {
  const { money, target, period } = wording;
  const table = markdownTable<Result>(
    [
      { title: "Channel", cell: ({ channel }) => escapeMarkdown(channel) },
      {
        title: `Now (${money}/${period})`,
        align: "right",
        cell: ({ current_spend }) => amount(current_spend),
      },
      {
        title: `Optimum (${money}/${period})`,
        align: "right",
        cell: ({ optimised_spend }) => amount(optimised_spend),
      },
      {
        title: "Change",
        align: "right",
        cell: changeOf,
      },
      {
        title: `Contribution change (${target}/${period})`,
        align: "right",
        cell: ({ contribution_change }) => signedAmount(contribution_change),
      },
      {
        title: "90 % interval",
        align: "right",
        cell: ({ contribution_change_q05: q05, contribution_change_q95: q95 }) =>
          `${signedAmount(Math.min(q05, q95))} to ${signedAmount(Math.max(q05, q95))}`,
      },
      {
        title: "Return",
        align: "right",
        cell: ({ current_return, optimised_return }) =>
          `${orDash(current_return)} → ${orDash(optimised_return)}`,
      },
      {
        title: "Marginal return",
        align: "right",
        cell: ({ current_marginal, optimised_marginal }) =>
          `${statistic(current_marginal)} → ${statistic(optimised_marginal)}`,
      },
      { title: "Note", cell: why },
    ],
    [...rows].sort((a, b) => b.change - a.change),
  );
  const same = Math.abs(summary.total_budget - summary.current_total) <= 1e-9 * summary.current_total;
  const budget = same
    ? `With the budget unchanged at **${amount(summary.total_budget)} ${money} per ${period}**, move **${amount(summary.budget_moved)} ${money}** (${percent(summary.budget_moved / summary.total_budget, 0)}) between channels:`
    : `With a budget of **${amount(summary.total_budget)} ${money} per ${period}** (now ${amount(summary.current_total)}):`;
  const price =
    summary.shadow_price === null
      ? "The bounds leave no freedom, so money has no price here."
      : `One more ${money} of budget would bring ${statistic(summary.shadow_price)} ${target}: channels that nothing holds stand at this marginal return, the others where their bound or group leaves them.`;
  return [
    "## What to do",
    budget,
    table,
    gainSentence(summary, wording),
    price,
    comparisonTable(comparison, "single_period", wording),
    "![Current against optimised spend and contribution](../70_optimisation/budget_optimisation.png)",
    "![Marginal returns now and at the optimum](../70_optimisation/marginal_returns.png)",
  ].join("\n\n");
}

/** What other total budgets would bring. */
export function scenarioSection(rows: readonly Scenario[], { money, target, period }: Wording): string {
  const totals = [...new Map(rows.map((row) => [row.multiplier, row])).values()];
  const table = markdownTable<Scenario>(
    [
      { title: "Budget", align: "right", cell: ({ multiplier }) => `× ${statistic(multiplier)}` },
      { title: `${money} per ${period}`, align: "right", cell: ({ total_budget }) => amount(total_budget) },
      {
        title: `Contribution (${target}/${period})`,
        align: "right",
        cell: ({ total_contribution }) => amount(total_contribution),
      },
      {
        title: "Return of the last unit",
        align: "right",
        cell: ({ marginal_return }) => (marginal_return === null ? "–" : statistic(marginal_return)),
      },
    ],
    totals,
  );
  return [
    "## If the budget were different",
    table,
    "![Budget scenarios](../70_optimisation/budget_scenarios.png)",
    "![What the best split of each total budget brings](../70_optimisation/budget_frontier.png)",
  ].join("\n\n");
}

/** A gap that the certificate's own tolerance does not tell from none. */
const NO_GAP = 1e-6;

function planned({ method, method_reason, gap_relative }: Summary["multi_period"], period: string): string {
  const how =
    method === "sequential"
      ? `The plan is built ${period} by ${period} because ${method_reason}`
      : `All ${period}s are planned at once by ${METHOD[method]} because ${method_reason}`;
  return gap_relative <= NO_GAP
    ? `${how}: no plan within the limits brings more (certified gap ${statistic(gap_relative)}).`
    : `${how}; the best plan within the limits could bring at most ${atMost(gap_relative)} more.`;
}

const METHOD: Readonly<Record<Exclude<Summary["multi_period"]["method"], "sequential">, string>> = {
  interior_point: "the interior point method",
  waterfilling: "water-filling",
  slsqp: "SLSQP",
};

/** A share rounded upwards, so that the bound that it states holds. */
function atMost(fraction: number): string {
  return percent(Math.ceil(1e4 * fraction) / 1e4, 2);
}

/** What today's spend would bring over the same horizon, and what it costs when that is another total. */
function againstCurrent({ multi_period: plan, current_total }: Summary, { money }: Wording): string {
  const total = current_total * plan.periods;
  const costs =
    Math.abs(total - plan.total_budget) <= 1e-9 * Math.max(total, plan.total_budget)
      ? ""
      : `, which costs ${amount(total)} ${money}: another total, so that the difference is not the plan's alone`;
  return `against ${amount(plan.current_contribution)} if current spend were repeated${costs}`;
}

const PLAN: Readonly<Record<Comparison["plan"], string>> = {
  current: "Current spend",
  proportional: "Current split, scaled to the budget",
  sequential: "Period by period",
  slsqp: "SLSQP",
  optimum: "Best split",
};

/** The recommended plan beside what else could be done on the same curves. */
function comparisonTable(
  rows: readonly Comparison[],
  horizon: Comparison["horizon"],
  { money, target, period }: Wording,
): string {
  const per = horizon === "single_period" ? `/${period}` : "";
  return markdownTable<Comparison>(
    [
      {
        title: "Plan",
        cell: ({ plan, recommended }) => (recommended ? `**${PLAN[plan]}** (recommended)` : PLAN[plan]),
      },
      { title: `Spend (${money}${per})`, align: "right", cell: ({ spend }) => amount(spend) },
      {
        title: `Contribution (${target}${per})`,
        align: "right",
        cell: ({ contribution }) => amount(contribution),
      },
      {
        title: "Per unit of spend",
        align: "right",
        cell: ({ contribution_per_spend: own }) => (own === null ? "–" : statistic(own)),
      },
      {
        title: "The best could bring more by at most",
        align: "right",
        cell: ({ gap_relative: gap, largest_violation: broken }) =>
          gap === null
            ? `outside the limits by ${amount(broken)} ${money}`
            : gap <= NO_GAP
              ? "nothing"
              : atMost(gap),
      },
    ],
    rows.filter((row) => row.horizon === horizon),
  );
}

/** The plan over several periods, summarised by channel. */
export function planSection(
  summary: Summary,
  rows: readonly PeriodRow[],
  comparison: readonly Comparison[],
  wording: Wording,
): string {
  const { multi_period: plan } = summary;
  const { money, target, period } = wording;
  const channels = [...new Set(rows.map(({ channel }) => channel))].map((channel) => {
    const own = rows.filter((row) => row.channel === channel);
    return {
      channel,
      first: own.at(0)?.spend ?? NaN,
      last: own.at(-1)?.spend ?? NaN,
      total: own.reduce((sum, { spend }) => sum + spend, 0),
      ramped: own.filter(({ binding }) => binding.startsWith("ramp")).length,
    };
  });
  const table = markdownTable<(typeof channels)[number]>(
    [
      { title: "Channel", cell: ({ channel }) => escapeMarkdown(channel) },
      { title: `First ${period}`, align: "right", cell: ({ first }) => amount(first) },
      { title: `Last ${period}`, align: "right", cell: ({ last }) => amount(last) },
      { title: `Total (${money})`, align: "right", cell: ({ total }) => amount(total) },
      { title: `${period}s held by a ramp`, align: "right", cell: ({ ramped }) => String(ramped) },
    ],
    channels,
  );
  const ramps = channels.some(({ ramped }) => ramped > 0)
    ? "moving no faster than the ramps allow"
    : "held back by no ramp";
  return [
    `## The next ${plan.periods} ${period}s`,
    `From ${plan.first_date} to ${plan.last_date}, ${amount(plan.total_budget)} ${money} in all, ${ramps}. Expected contribution ${amount(plan.contribution)} ${target}, ${againstCurrent(summary, wording)}. ${planned(plan, period)}`,
    table,
    comparisonTable(comparison, "multi_period", wording),
    "![Multi-period plan](../70_optimisation/multiperiod_allocation.png)",
    `Every ${period} of every channel is in [multiperiod_optimization_results.csv](../70_optimisation/multiperiod_optimization_results.csv).`,
  ].join("\n\n");
}
