import { schemaExamples, type SchemaTypes } from "../../../lib/schema/generated.ts";
import interpretation from "../../../stages/80_interpretation.ts";
import { pipelineIn } from "../../pipeline/small.ts";
import { testContext } from "../../stages/context.ts";

export type StageInputs = Parameters<typeof interpretation.run>[0];

function exampleOf<Name extends keyof SchemaTypes>(name: Name): SchemaTypes[Name] {
  const [example] = schemaExamples[name];
  if (example === undefined) throw new Error(`schema ${name} has no example`);
  return example;
}

/** What the page of a small run is made from; everything that people name can be named otherwise. */
export interface Story {
  readonly channels: readonly string[];
  readonly title: string;
  readonly money: string;
  readonly unit: string;
  readonly message: string;
  readonly periods: number;
  readonly status: "pass" | "warn" | "waived" | "fail";
}

export const STORY: Story = {
  channels: ["tv", "search"],
  title: "Demo",
  money: "EUR",
  unit: "sales",
  message: "worst at alpha",
  periods: 12,
  status: "warn",
};

/** Contribution of channel c at a spend: saturating, larger for later channels. */
const curve = (c: number, spend: number) => ((c + 1) * 1000 * spend) / (spend + 150);
const slope = (c: number, spend: number) => ((c + 1) * 150_000) / (spend + 150) ** 2;

const day = (t: number) => new Date(Date.UTC(2024, 0, 1 + 7 * t)).toISOString().slice(0, 10);

const WAIVER = {
  gate: "g6",
  worst: { pareto_k_bad: 0.03 },
  reason: "Two weeks of the strike.",
  approver: "Jane Doe",
  expires: "2027-01-31",
  outcome: "used",
  why: "opens g6",
} as const;

const WAIVED: SchemaTypes["gates"]["gates"][number] = {
  gate: "g6",
  family: "calibration",
  question: "Does any single observation carry the fit?",
  status: "waived",
  because: ["pareto_k_bad"],
};

function resultRows({ channels }: Story): SchemaTypes["optimization_results"] {
  const adequacy = "warn";
  return channels.map((channel, c) => {
    const [current, optimised] = [100 + c, c % 2 === 0 ? 60.5 + c : 140.5 + c];
    const change = curve(c, optimised) - curve(c, current);
    return {
      channel,
      current_spend: current,
      optimised_spend: optimised,
      change: optimised - current,
      change_fraction: optimised / current - 1,
      lower: 0,
      upper: 300,
      binding: "none",
      current_contribution: curve(c, current),
      optimised_contribution: curve(c, optimised),
      contribution_change: change,
      contribution_change_q05: 0.8 * change,
      contribution_change_q95: 1.3 * change,
      current_marginal: slope(c, current),
      optimised_marginal: slope(c, optimised),
      current_return: curve(c, current) / current,
      optimised_return: curve(c, optimised) / optimised,
      beyond_observed: c === 1,
      adequacy,
    };
  });
}

/** Inputs of 80_interpretation that agree with each other: curves, plans and draws of the same channels. */
export function stageInputs(told: Partial<Story> = {}): StageInputs {
  const story = { ...STORY, ...told };
  const { channels, title, money, unit, message, periods, status } = story;
  const isBlocked = status === "fail";
  const results = resultRows(story);
  const total = results.reduce((sum, row) => sum + row.optimised_spend, 0);
  const dates = Array.from({ length: periods }, (_, t) => day(t));
  const gates = exampleOf("gates");
  const [check] = exampleOf("checks");
  const [summary, metadata, blocked] = [
    exampleOf("optimisation_summary"),
    exampleOf("model_metadata"),
    exampleOf("blocked"),
  ];
  if (check === undefined) throw new Error("schema checks has no example");
  const decided = <T>(value: T) => (isBlocked ? null : value);
  return {
    labels: { pipeline: "demo", money, target: unit },
    config: pipelineIn("").sources.config,
    dataset: {
      ...pipelineIn("").sources.dataset,
      dates,
      channels: results.map(({ channel, current_spend }) => ({
        name: channel,
        spendColumn: channel,
        spend: new Float64Array(periods).fill(current_spend),
      })),
    },
    metadata: { ...metadata, title, channels: [...channels] },
    model: exampleOf("model_reference"),
    gates:
      status === "waived"
        ? { ...gates, adequacy: status, gates: [...gates.gates, WAIVED], waivers: [WAIVER] }
        : { ...gates, adequacy: status, waivers: [] },
    checks: [
      { ...check, status: "warn", message },
      { ...check, check_id: "dates_duplicated", remedy: "Keep one row per period.", status: "pass" },
    ],
    returns: channels.map((channel) => ({ ...exampleOf("media_contribution_per_spend")[0]!, channel })),
    pairs: channels.flatMap((channel, c) =>
      dates.map((date, t) => ({
        date,
        channel,
        spend: 20 * t,
        contribution_mean: curve(c, 20 * t),
        contribution_q03: 0.9 * curve(c, 20 * t),
        contribution_q97: 1.1 * curve(c, 20 * t),
      })),
    ),
    fits: channels.map((channel) => ({
      ...exampleOf("response_curve_fit_combined")[0]!,
      channel,
      chosen: true,
    })),
    grid: channels.flatMap((channel, c) =>
      Array.from({ length: 101 }, (_, i) => ({
        channel,
        family: "michaelis_menten" as const,
        spend: 3 * i,
        contribution: curve(c, 3 * i),
        contribution_median: curve(c, 3 * i),
        contribution_q05: 0.8 * curve(c, 3 * i),
        contribution_q25: 0.9 * curve(c, 3 * i),
        contribution_q75: 1.1 * curve(c, 3 * i),
        contribution_q95: 1.2 * curve(c, 3 * i),
        marginal_contribution: slope(c, 3 * i),
        beyond_observed: 3 * i > 20 * (periods - 1),
      })),
    ),
    curveDraws: channels.flatMap((channel, c) =>
      [0.8, 0.9, 1, 1.1, 1.2].map((level, draw) => ({
        channel,
        chain: 0,
        draw,
        family: "michaelis_menten" as const,
        parameter_1: level * (c + 1) * 1000,
        parameter_2: 150,
        parameter_3: null,
        adstock_alpha: 0,
        rmse: 0,
      })),
    ),
    curves: {
      source: { kind: "fit", reason: "it was asked for" },
      channels: channels.map((channel, c) => ({
        channel,
        curve: { family: "michaelis_menten", L: (c + 1) * 1000, k: 150 },
        adstock_alpha: 0,
        max_observed_spend: 20 * (periods - 1),
        r2: 1,
        rmse: 0,
        flags: [],
      })),
    },
    metrics: exampleOf("model_fit_metrics"),
    predictions: dates.map((date, t) => ({
      date,
      observed: 1000 + 10 * t,
      expected: null,
      predictive_mean: 1001 + 10 * t,
      predictive_q05: 990 + 10 * t,
      predictive_q50: 1000.5 + 10 * t,
      predictive_q95: 1010 + 10 * t,
    })),
    coverage: exampleOf("calibration_coverage"),
    ranks: null,
    energy: null,
    pit: null,
    paretoK: Uint8Array.of(137, 80, 78, 71),
    blocked: isBlocked
      ? {
          ...blocked,
          gates: blocked.gates.map((gate) => ({
            ...gate,
            checks: gate.checks.map((one) => ({ ...one, message })),
          })),
        }
      : null,
    summary: decided({ ...summary, gain_beyond_observed: 0.37, probability_of_gain: 0.953 }),
    results: decided(results),
    scenarios: decided(
      [0.8, 1, 1.2].flatMap((multiplier) =>
        results.map(({ channel, optimised_spend }, c) => ({
          multiplier,
          total_budget: multiplier * total,
          channel,
          spend: multiplier * optimised_spend,
          contribution: curve(c, multiplier * optimised_spend),
          total_contribution: results.reduce(
            (sum, row, at) => sum + curve(at, multiplier * row.optimised_spend),
            0,
          ),
          marginal_return: 2 / multiplier,
          beyond_observed: false,
          gap_relative: 0,
          adequacy: "warn" as const,
        })),
      ),
    ),
    plan: decided(
      Array.from({ length: 4 }, (_, t) => t).flatMap((t) =>
        results.map(({ channel, optimised_spend }, c) => ({
          period: t + 1,
          date: day(periods + t),
          channel,
          spend: optimised_spend + t,
          effective_spend: optimised_spend + t,
          contribution: curve(c, optimised_spend + t),
          marginal_contribution: slope(c, optimised_spend + t),
          ramp_lower: optimised_spend + t - 10,
          ramp_upper: optimised_spend + t + 10,
          binding: "none" as const,
          beyond_observed: false,
          adequacy: "warn" as const,
        })),
      ),
    ),
    comparison: decided(exampleOf("plan_comparison")),
    certainty: decided({
      ...exampleOf("allocation_certainty"),
      channels: channels.flatMap((channel) =>
        exampleOf("allocation_certainty").channels.map((one) => ({ ...one, channel })),
      ),
    }),
    compared: decided(exampleOf("scenario_summary")),
    frontier: decided(
      Array.from({ length: 9 }, (_, i) => ({
        total_budget: total * (0.6 + 0.1 * i),
        contribution: 1000 * Math.sqrt(0.6 + 0.1 * i),
        marginal_return: 2 - 0.2 * i,
        contribution_per_spend: 3,
        gap_relative: 0,
        adequacy: "warn" as const,
      })),
    ),
  };
}

/** The page of such a run. */
export async function pageOf(told: Partial<Story> = {}): Promise<string> {
  const { reportPage } = await interpretation.run(stageInputs(told), { language: "en" }, testContext());
  return reportPage;
}

/** The slides of such a run. */
export async function slidesOf(told: Partial<Story> = {}): Promise<string> {
  const { slides } = await interpretation.run(stageInputs(told), { language: "en" }, testContext());
  return slides;
}
