import type { SchemaTypes } from "../schema/generated.ts";
import { isSameAmount, shareInWords } from "../words.ts";
import { escapeMarkdown, markdownTable, type Column } from "./markdown.ts";
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

/** What the plan is expected to bring, how sure that is, and what it is compared with. */
export function gainSentence(summary: Summary, { target, period }: Wording): string {
  const {
    gain,
    current_contribution: current,
    gain_q05,
    gain_q95,
    probability_of_gain,
    gap_relative,
  } = summary;
  const interval = `90 % interval ${signedAmount(gain_q05)} to ${signedAmount(gain_q95)}`;
  // Of no contribution there is no percentage.
  const relative = current > 0 ? `${signedPercent(gain / current)}; ` : "";
  const room =
    gap_relative <= NO_GAP
      ? ""
      : ` Over S-shaped curves the best plan is known within a bound only: it could bring at most ${atMost(gap_relative)} more.`;
  return `Expected change in media contribution: **${signedAmount(gain)} ${target} per ${period}** (${relative}${interval}). In ${shareInWords(probability_of_gain)} of the posterior draws the plan beats current spend, each with its own curves. Both plans are compared at steady spend, ${period} by ${period}: see “What this rests on”.${room}`;
}

const orDash = (value: number | null) => (value === null ? "–" : statistic(value));

/** The columns of the allocation, from current to optimised spend, with why each channel stands where it does. */
export function resultColumns({ money, target, period }: Wording): Column<Result>[] {
  return [
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
  ];
}

/** The channels that gain most money first. */
export function byChange(rows: readonly Result[]): Result[] {
  return [...rows].sort((a, b) => b.change - a.change);
}

/** What to do with the budget, before the table that says it by channel. */
export function budgetSentence(summary: Summary, { money, period }: Wording): string {
  const same = isSameAmount(summary.total_budget, summary.current_total);
  return same
    ? `With the budget unchanged at **${amount(summary.total_budget)} ${money} per ${period}**, move **${amount(summary.budget_moved)} ${money}** (${percent(summary.budget_moved / summary.total_budget, 0)}) between channels:`
    : `With a budget of **${amount(summary.total_budget)} ${money} per ${period}** (now ${amount(summary.current_total)}):`;
}

/** What one more unit of budget would bring. */
export function priceSentence({ shadow_price }: Summary, { money, target }: Wording): string {
  return shadow_price === null
    ? "The bounds leave no freedom, so money has no price here."
    : `One more ${money} of budget would bring ${statistic(shadow_price)} ${target}: channels that nothing holds stand at this marginal return, the others where their bound or group leaves them.`;
}

/** The allocation, from current to optimised spend, with why each channel stands where it does. */
export function recommendationSection(
  summary: Summary,
  rows: readonly Result[],
  comparison: readonly Comparison[],
  wording: Wording,
): string {
  return [
    "## What to do",
    budgetSentence(summary, wording),
    markdownTable(resultColumns(wording), byChange(rows)),
    gainSentence(summary, wording),
    priceSentence(summary, wording),
    comparisonTable(comparison, "single_period", wording),
    "![Current against optimised spend and contribution](../70_optimisation/budget_optimisation.png)",
    "![Marginal returns now and at the optimum](../70_optimisation/marginal_returns.png)",
  ].join("\n\n");
}

/** One row for each total budget. */
export function scenarioTotals(rows: readonly Scenario[]): Scenario[] {
  return [...new Map(rows.map((row) => [row.multiplier, row])).values()];
}

/** The columns of a total budget and what it would bring. */
export function scenarioColumns({ money, target, period }: Wording): Column<Scenario>[] {
  return [
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
  ];
}

/** What other total budgets would bring. */
export function scenarioSection(rows: readonly Scenario[], wording: Wording): string {
  return [
    "## If the budget were different",
    markdownTable(scenarioColumns(wording), scenarioTotals(rows)),
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
  branch_and_bound: "branch and bound",
  slsqp: "SLSQP",
};

/** A share rounded upwards, so that the bound that it states holds. */
function atMost(fraction: number): string {
  return percent(Math.ceil(1e4 * fraction) / 1e4, 2);
}

/** What today's spend would bring over the same horizon, and what it costs when that is another total. */
function againstCurrent({ multi_period: plan, current_total }: Summary, { money }: Wording): string {
  const total = current_total * plan.periods;
  const costs = isSameAmount(total, plan.total_budget)
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

/** The columns of a plan beside what else could be done on the same curves. */
export function comparisonColumns(
  horizon: Comparison["horizon"],
  { money, target, period }: Wording,
): Column<Comparison>[] {
  const per = horizon === "single_period" ? `/${period}` : "";
  return [
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
  ];
}

/** The recommended plan beside what else could be done on the same curves. */
function comparisonTable(
  rows: readonly Comparison[],
  horizon: Comparison["horizon"],
  wording: Wording,
): string {
  return markdownTable(
    comparisonColumns(horizon, wording),
    rows.filter((row) => row.horizon === horizon),
  );
}

/** One channel of the plan over several periods, in sums. */
export interface PlannedChannel {
  readonly channel: string;
  readonly first: number;
  readonly last: number;
  readonly total: number;
  /** Periods in which a ramp holds it. */
  readonly ramped: number;
}

/** The plan over several periods, summarised by channel. */
export function plannedChannels(rows: readonly PeriodRow[]): PlannedChannel[] {
  return [...new Set(rows.map(({ channel }) => channel))].map((channel) => {
    const own = rows.filter((row) => row.channel === channel);
    return {
      channel,
      first: own.at(0)?.spend ?? NaN,
      last: own.at(-1)?.spend ?? NaN,
      total: own.reduce((sum, { spend }) => sum + spend, 0),
      ramped: own.filter(({ binding }) => binding.startsWith("ramp")).length,
    };
  });
}

export function plannedColumns({ money, period }: Wording): Column<PlannedChannel>[] {
  return [
    { title: "Channel", cell: ({ channel }) => escapeMarkdown(channel) },
    { title: `First ${period}`, align: "right", cell: ({ first }) => amount(first) },
    { title: `Last ${period}`, align: "right", cell: ({ last }) => amount(last) },
    { title: `Total (${money})`, align: "right", cell: ({ total }) => amount(total) },
    { title: `${period}s held by a ramp`, align: "right", cell: ({ ramped }) => String(ramped) },
  ];
}

/** What the plan spends and brings, against current spend, and how far it can be from the best one. */
export function planSentence(
  summary: Summary,
  channels: readonly PlannedChannel[],
  wording: Wording,
): string {
  const { multi_period: plan } = summary;
  const { money, target, period } = wording;
  const ramps = channels.some(({ ramped }) => ramped > 0)
    ? "moving no faster than the ramps allow"
    : "held back by no ramp";
  return `From ${plan.first_date} to ${plan.last_date}, ${amount(plan.total_budget)} ${money} in all, ${ramps}. Expected contribution ${amount(plan.contribution)} ${target}, ${againstCurrent(summary, wording)}. ${planned(plan, period)}`;
}

export function planHeading({ multi_period: { periods } }: Summary, { period }: Wording): string {
  return `The next ${periods} ${period}s`;
}

/** The plan over several periods, in sentences and summarised by channel. */
export function planSection(
  summary: Summary,
  rows: readonly PeriodRow[],
  comparison: readonly Comparison[],
  wording: Wording,
): string {
  const channels = plannedChannels(rows);
  return [
    `## ${planHeading(summary, wording)}`,
    planSentence(summary, channels, wording),
    markdownTable(plannedColumns(wording), channels),
    comparisonTable(comparison, "multi_period", wording),
    "![Multi-period plan](../70_optimisation/multiperiod_allocation.png)",
    `Every ${wording.period} of every channel is in [multiperiod_optimization_results.csv](../70_optimisation/multiperiod_optimization_results.csv).`,
  ].join("\n\n");
}
