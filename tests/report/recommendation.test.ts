import { describe, expect, it } from "vitest";
import { assumptionsSection } from "../../lib/report/assumptions.ts";
import {
  planSection,
  recommendationSection,
  scenarioSection,
  type Wording,
} from "../../lib/report/recommendation.ts";
import { schemaExamples, type SchemaTypes } from "../../lib/schema/generated.ts";
import { tablesOf } from "./markdown-tables.ts";

const WORDING: Wording = { money: "EUR", target: "sales", period: "week" };

/** 200 EUR a week in two channels, all of the second to go to the first. */
const SUMMARY: SchemaTypes["optimisation_summary"] = {
  adequacy: "pass",
  waivers: [],
  total_budget: 200,
  current_total: 200,
  reference_periods: 52,
  current_contribution: 500,
  optimised_contribution: 600,
  gap_relative: 1e-15,
  gain: 100,
  gain_q05: -7.5,
  gain_q95: 172.5,
  probability_of_gain: 2 / 3,
  proportional_contribution: 500,
  budget_moved: 100,
  gain_beyond_observed: 0.4,
  shadow_price: 1.25,
  model_contribution: 480,
  curve_contribution_at_observed: 470,
  largest_carryover: 0,
  multi_period: {
    method: "sequential",
    method_reason: "it was asked for",
    periods: 2,
    first_date: "2025-01-06",
    last_date: "2025-01-13",
    total_budget: 400,
    contribution: 1100,
    current_contribution: 1000,
    gap_relative: 0.0123,
  },
};

/** One period: today's plan, which leaves a sixth on the table, beside the optimum; two: a plan outside its limits. */
const COMPARISON: SchemaTypes["plan_comparison"] = [
  {
    horizon: "single_period",
    plan: "current",
    recommended: false,
    spend: 200,
    contribution: 500,
    contribution_per_spend: 2.5,
    keeps_limits: true,
    largest_violation: 0,
    gap_relative: 1 / 6,
    adequacy: "pass",
  },
  {
    horizon: "single_period",
    plan: "optimum",
    recommended: true,
    spend: 200,
    contribution: 600,
    contribution_per_spend: 3,
    keeps_limits: true,
    largest_violation: 0,
    gap_relative: 1e-12,
    adequacy: "pass",
  },
  {
    horizon: "multi_period",
    plan: "current",
    recommended: false,
    spend: 0,
    contribution: 0,
    contribution_per_spend: null,
    keeps_limits: false,
    largest_violation: 400,
    gap_relative: null,
    adequacy: "pass",
  },
];

/** A week that nothing holds. */
const PERIOD: SchemaTypes["multiperiod_optimization_results"][number] = {
  period: 1,
  date: "2025-01-06",
  channel: "tv",
  spend: 100,
  effective_spend: 100,
  contribution: 450,
  marginal_contribution: 2.25,
  ramp_lower: 0,
  ramp_upper: 500,
  binding: "none",
  beyond_observed: false,
  adequacy: "pass",
};

type Result = SchemaTypes["optimization_results"][number];

const ROW: Result = {
  channel: "tv",
  current_spend: 100,
  optimised_spend: 200,
  change: 100,
  change_fraction: 1,
  lower: 0,
  upper: 200,
  binding: "upper",
  current_contribution: 450,
  optimised_contribution: 600,
  contribution_change: 150,
  contribution_change_q05: 82.5,
  contribution_change_q95: 217.5,
  current_marginal: 2.25,
  optimised_marginal: 1,
  current_return: 4.5,
  optimised_return: 3,
  beyond_observed: true,
  adequacy: "pass",
};

const LOSER: Result = {
  ...ROW,
  channel: "search",
  optimised_spend: 0,
  change: -100,
  change_fraction: -1,
  binding: "lower",
  contribution_change: -50,
  contribution_change_q05: -95,
  contribution_change_q95: -5,
  beyond_observed: false,
};

const recommend = (summary: Partial<typeof SUMMARY> = {}, rows: readonly Result[] = [LOSER, ROW]) =>
  recommendationSection({ ...SUMMARY, ...summary }, rows, COMPARISON, WORDING);

/** The cells under a header, in the order of the rows. */
const column = (markdown: string, title: string): string[] => {
  const [table] = tablesOf(markdown);
  const at = table?.[0]?.indexOf(title) ?? -1;
  if (table === undefined || at < 0) throw new Error(`no column ${title}`);
  return table.slice(1).map((cells) => cells[at] ?? "");
};

describe("the recommendation", () => {
  it("lists the channels from the one that gains most money to the one that loses most", () => {
    expect(column(recommend(), "Channel")).toEqual(["tv", "search"]);
    expect(column(recommend(), "Optimum (EUR/week)")).toEqual(["200", "0"]);
    expect(column(recommend(), "Change")).toEqual(["+100 %", "−100 %"]);
    expect(column(recommend(), "Contribution change (sales/week)")).toEqual(["+150", "−50"]);
    expect(column(recommend(), "90 % interval")).toEqual(["+82.5 to +218", "−95 to −5"]);
    expect(column(recommend(), "Marginal return")).toEqual(["2.25 → 1", "2.25 → 1"]);
  });

  it("says why a channel stands where it does, and when that is beyond what was ever spent", () => {
    expect(column(recommend(), "Note")).toEqual([
      "held by its upper bound; **beyond observed spend**",
      "held by its lower bound",
    ]);
    expect(column(recommend({}, [{ ...ROW, binding: "fixed", beyond_observed: false }]), "Note")).toEqual([
      "fixed by its bounds",
    ]);
  });

  it("states the gain with its interval and its chance, losses with their sign", () => {
    expect(recommend()).toContain(
      "**+100 sales per week** (+20.0 %; 90 % interval −7.5 to +173). In 66.7 % of the posterior draws the plan beats current spend, each with its own curves.",
    );
    expect(recommend({ gain: -100 })).toContain("**−100 sales per week** (−20.0 %;");
  });

  it("states how far from the best the optimum may be, where that is more than rounding", () => {
    expect(recommend()).not.toContain("within a bound only");
    expect(recommend({ gap_relative: 0.00312 })).toContain(
      "Over S-shaped curves the best plan is known within a bound only: it could bring at most 0.32 % more.",
    );
  });

  it("has no per cent of nothing: neither for a channel nor for the whole", () => {
    const fresh = { ...ROW, current_spend: 0, change_fraction: null };
    const dark = { ...fresh, channel: "radio", optimised_spend: 0, change: 0 };
    const report = recommend({ current_total: 0, current_contribution: 0 }, [fresh, dark]);
    expect(column(report, "Change")).toEqual(["new", "–"]);
    expect(report).toContain("**+100 sales per week** (90 % interval");
    expect(report).not.toMatch(/∞|NaN|Infinity/);
  });

  it("says how much money moves when the budget stays, and the two totals when it does not", () => {
    expect(recommend()).toContain(
      "With the budget unchanged at **200 EUR per week**, move **100 EUR** (50 %)",
    );
    expect(recommend({ current_total: 200 * (1 + 1e-12) })).toContain("With the budget unchanged");
    expect(recommend({ total_budget: 250 })).toContain("With a budget of **250 EUR per week** (now 200):");
  });

  it("prices one more unit of budget, unless the bounds leave no freedom", () => {
    expect(recommend()).toContain("One more EUR of budget would bring 1.25 sales");
    expect(recommend({ shadow_price: null })).toContain(
      "The bounds leave no freedom, so money has no price here.",
    );
  });
});

describe("other budgets", () => {
  const scenario = (multiplier: number, channel: string, price: number | null) => ({
    multiplier,
    total_budget: 200 * multiplier,
    channel,
    spend: 1,
    contribution: 1,
    total_contribution: 1234.5,
    marginal_return: price,
    beyond_observed: false,
    gap_relative: 0,
    adequacy: "pass" as const,
  });

  it("are one row for each total, however many channels share it", () => {
    const section = scenarioSection(
      [0.5, 2].flatMap((multiplier) =>
        ["tv", "search"].map((name) => scenario(multiplier, name, multiplier === 2 ? null : 2.5)),
      ),
      WORDING,
    );
    expect(tablesOf(section)[0]?.slice(1)).toEqual([
      ["× 0.5", "100", "1,235", "2.5"],
      ["× 2", "400", "1,235", "–"],
    ]);
  });
});

describe("the plan over periods", () => {
  const [example] = schemaExamples.multiperiod_optimization_results;
  const row = (channel: string, period: number, spend: number, binding: string) => ({
    ...example![0]!,
    channel,
    period,
    spend,
    binding,
  });

  it("sums each channel up: first, last, total and how often a ramp held it", () => {
    const rows = [
      row("tv", 1, 110, "ramp_up"),
      row("search", 1, 90, "ramp_down"),
      row("tv", 2, 121, "ramp_up"),
      row("search", 2, 79, "none"),
    ];
    const section = planSection(SUMMARY, rows, COMPARISON, WORDING);
    expect(tablesOf(section)[0]).toEqual([
      ["Channel", "First week", "Last week", "Total (EUR)", "weeks held by a ramp"],
      ["tv", "110", "121", "231", "2"],
      ["search", "90", "79", "169", "1"],
    ]);
    expect(section).toContain("From 2025-01-06 to 2025-01-13, 400 EUR in all");
    expect(section).toContain(
      "Expected contribution 1,100 sales, against 1,000 if current spend were repeated.",
    );
    expect(section).toContain("1.23 %");
    expect(section).toContain("moving no faster than the ramps allow");
    expect(planSection(SUMMARY, [PERIOD], COMPARISON, WORDING)).toContain("held back by no ramp");
  });

  it("is held beside other plans, each with what the best could bring more or how far it is outside the limits", () => {
    expect(tablesOf(recommend())[1]).toEqual([
      [
        "Plan",
        "Spend (EUR/week)",
        "Contribution (sales/week)",
        "Per unit of spend",
        "The best could bring more by at most",
      ],
      ["Current spend", "200", "500", "2.5", "16.67 %"],
      ["**Best split** (recommended)", "200", "600", "3", "nothing"],
    ]);
    expect(tablesOf(planSection(SUMMARY, [PERIOD], COMPARISON, WORDING))[1]?.[1]).toEqual([
      "Current spend",
      "0",
      "0",
      "–",
      "outside the limits by 400 EUR",
    ]);
  });

  it("says what current spend would cost when that is another total", () => {
    const plan = { ...SUMMARY, multi_period: { ...SUMMARY.multi_period, total_budget: 500 } };
    expect(planSection(plan, [PERIOD], COMPARISON, WORDING)).toContain(
      "against 1,000 if current spend were repeated, which costs 400 EUR: another total",
    );
  });

  it("rounds a gap upwards, and says of none that there is none", () => {
    const plan = (method: "sequential" | "interior_point", gap_relative: number) =>
      planSection(
        { ...SUMMARY, multi_period: { ...SUMMARY.multi_period, method, gap_relative } },
        [PERIOD],
        COMPARISON,
        WORDING,
      );
    expect(plan("sequential", 0.01231)).toContain("at most 1.24 % more");
    expect(plan("sequential", 3e-11)).toContain("no plan within the limits brings more");
    expect(plan("interior_point", 3e-11)).toContain("(certified gap 3e-11)");
    expect(plan("interior_point", 2e-5)).toContain("could bring at most 0.01 % more");
    expect(plan("interior_point", 3e-11)).toContain(
      "All weeks are planned at once by the interior point method because it was asked for",
    );
  });
});

describe("what it rests on", () => {
  it("shows the numbers that tell how much hangs on each assumption", () => {
    const section = assumptionsSection(SUMMARY, WORDING);
    expect(section).toContain("the mean of the last 52 weeks");
    expect(section).toContain("the curves give 470 sales per week and the model itself 480");
    expect(section).toContain("at steady current spend the curves give 500.");
    expect(section).toContain("is part of those contributions, not of the curve");
    const carried = assumptionsSection({ ...SUMMARY, largest_carryover: 0.281 }, WORDING);
    expect(carried).toContain("at most 28.1 % of it");
    expect(section).toContain("40 % of the channels' gains lies beyond the largest spend in the data");
  });
});
