import { describe, expect, it } from "vitest";
import { InputError } from "../../lib/errors.ts";
import type { Posterior } from "../../lib/posterior/posterior.ts";
import type { Dataset } from "../../lib/posterior/dataset.ts";
import { gates as judgeGates } from "../../lib/gates/judge.ts";
import { curveOfRow } from "../../lib/response-curves/curve-draws.ts";
import { parse } from "../../lib/schema/parse.ts";
import type { SchemaTypes } from "../../lib/schema/generated.ts";
import responseCurves from "../../stages/60_response_curves.ts";
import optimisation from "../../stages/70_optimisation.ts";
import { pipelineIn, publish } from "../pipeline/small.ts";
import { expectClose } from "../posterior/cases.ts";
import { testContext } from "./context.ts";

type Pairs = SchemaTypes["spend_contribution_pairs"];

const sources = pipelineIn("").sources;
const { labels } = sources;
const WEEKS = Array.from({ length: 12 }, (_, t) =>
  new Date(Date.UTC(2024, 0, 1 + 7 * t)).toISOString().slice(0, 10),
);

function datasetOf(spend: Readonly<Record<string, readonly number[]>>): Dataset {
  return {
    path: "data.csv",
    dates: WEEKS,
    target: { name: "sales", values: new Float64Array(WEEKS.length).fill(1) },
    channels: Object.entries(spend).map(([name, values]) => ({
      name,
      spendColumn: name,
      spend: Float64Array.from(values),
    })),
    controls: [],
  };
}

function pairsOf({ channels, dates }: Dataset, curve: (spend: number, channel: string) => number): Pairs {
  return channels.flatMap(({ name, spend }) =>
    dates.map((date, t) => {
      const at = spend[t] ?? NaN;
      const contribution = curve(at, name);
      return {
        date,
        channel: name,
        spend: at,
        contribution_mean: contribution,
        contribution_q03: contribution,
        contribution_q97: contribution,
      };
    }),
  );
}

/** A posterior of one chain in which each draw contributes a level times the curve. */
function posteriorOf(
  { channels, dates }: Dataset,
  levels: readonly number[],
  curve: (spend: number, channel: string) => number,
): Posterior {
  const contribution = (level: number, t: number) =>
    channels.map(({ name, spend }) => level * curve(spend[t] ?? NaN, name));
  const unused = () => {
    throw new Error("not read by this stage");
  };
  return {
    path: "model.nc",
    writer: { name: "unknown", version: null },
    chains: 1,
    draws: levels.length,
    dates,
    channels: channels.map(({ name }) => name),
    targetScale: 1,
    contributionVariable: "channel_contribution",
    evidence: {
      posteriorPredictive: false,
      priorPredictive: false,
      logLikelihood: false,
      observed: false,
      divergences: false,
      energy: false,
      treeDepth: false,
    },
    contributions: () => ({
      variable: "channel_contribution",
      chains: 1,
      draws: levels.length,
      dates,
      channels: channels.map(({ name }) => name),
      values: Float64Array.from(levels.flatMap((level) => dates.flatMap((_, t) => contribution(level, t)))),
    }),
    transformations: null,
    scalarsOf: () => [],
    scalarParameters: unused,
    priorParameters: unused,
    baselineComponents: unused,
    priorContributions: unused,
    priorBaseline: unused,
    observed: unused,
    posteriorPredictive: unused,
    priorPredictive: unused,
    logLikelihood: unused,
    sampleStats: unused,
    close: unused,
  };
}

const SPEND = [0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55];
const michaelisMenten = (L: number, k: number) => (spend: number) => (L * spend) / (k + spend);

describe("60_response_curves", () => {
  const fit = (
    dataset: Dataset,
    curve: (spend: number, channel: string) => number,
    families = ["michaelis_menten", "sigmoid"],
  ) =>
    responseCurves.run(
      {
        posterior: posteriorOf(dataset, [0.5, 1, 1.5], curve),
        pairs: pairsOf(dataset, curve),
        summary: [],
        dataset,
        labels,
        question: sources.question,
        policy: publish,
        waivers: [],
        earlier: [],
      },
      parse("response_curves.options", { families }, "test"),
      testContext(),
    );

  it("finds the curve that the points were made from, and prefers its family", async () => {
    const dataset = datasetOf({ tv: SPEND, search: SPEND });
    const { curves, responseCurveFits, allResponseCurves } = await fit(dataset, (spend, channel) =>
      channel === "tv" ? michaelisMenten(100, 20)(spend) : 80 * Math.tanh(spend / 40),
    );
    const [tv, search] = curves.channels.map(({ curve }) => curve);
    if (tv?.family !== "michaelis_menten" || search?.family !== "sigmoid")
      throw new Error("the wrong families");
    expectClose(tv.L, 100, 1e-6, 0, "L");
    expectClose(tv.k, 20, 1e-6, 0, "k");
    // tanh(S / 40) is the sigmoid (1 − e^(−λS)) / (1 + e^(−λS)) with λ = 1/20.
    expectClose(search.alpha, 80, 1e-6, 0, "alpha");
    expectClose(search.lam, 0.05, 1e-6, 0, "lambda");
    expect(responseCurveFits.map(({ channel, chosen }) => `${channel} ${chosen}`).sort()).toEqual([
      "search false",
      "search true",
      "tv false",
      "tv true",
    ]);
    const grid = allResponseCurves.filter(({ channel }) => channel === "tv");
    expect(grid[0]).toMatchObject({ spend: 0, contribution: 0, beyond_observed: false });
    expect(grid.at(-1)?.spend).toBeGreaterThan(55);
    expect(grid.at(-1)?.beyond_observed).toBe(true);
  });

  it.each([
    // 100 √S / (√20 + √S): Hill with exponent 1/2, whose slope at 20 is 100 √20 / (2 √20 · 80).
    ["hill", (spend: number) => (100 * Math.sqrt(spend)) / (Math.sqrt(20) + Math.sqrt(spend)), 100 / 160],
    ["root", (spend: number) => 10 * Math.sqrt(spend), 5 / Math.sqrt(20)],
  ])(
    "leaves the slope of a %s curve at zero spend empty, where it is infinite",
    async (family, curve, at20) => {
      const { allResponseCurves } = await fit(datasetOf({ tv: SPEND }), curve, [family]);
      const rows = parse("all_response_curves", allResponseCurves, "test");
      expect(rows[0]).toMatchObject({ spend: 0, contribution: 0, marginal_contribution: null });
      for (const { marginal_contribution } of rows.slice(1)) expect(marginal_contribution).toBeGreaterThan(0);
      const [before, after] = [
        rows.findLast(({ spend }) => spend <= 20)!,
        rows.find(({ spend }) => spend > 20)!,
      ];
      expect(before.marginal_contribution).toBeGreaterThanOrEqual(at20 - 1e-6);
      expect(after.marginal_contribution).toBeLessThan(at20);
    },
  );

  it("gives every draw a curve of its own, and the grid their median and intervals", async () => {
    const dataset = datasetOf({ tv: SPEND });
    const { curveDraws, allResponseCurves } = await fit(dataset, michaelisMenten(100, 20));
    expect(curveDraws.map(({ chain, draw }) => [chain, draw])).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
    ]);
    [50, 100, 150].forEach((L, d) => {
      const row = curveDraws[d]!;
      expectClose(row.parameter_1, L, 1e-6, 0, "L");
      expectClose(row.parameter_2 ?? NaN, 20, 1e-6, 0, "k");
      expectClose(row.rmse, 0, 0, 1e-6, "rmse");
      expectClose(curveOfRow(row).value(20), L / 2, 1e-6, 0, "half of the plateau at k");
    });
    const last = allResponseCurves.at(-1)!;
    expectClose(last.contribution_median, last.contribution, 1e-6, 0, "the median draw is the mean");
    // Quantiles of type 7 of three draws at 0.5, 1 and 1.5 times: 0.55, 0.75, 1.25 and 1.45.
    expectClose(last.contribution_q05, 0.55 * last.contribution, 1e-6, 0, "q05");
    expectClose(last.contribution_q25, 0.75 * last.contribution, 1e-6, 0, "q25");
    expectClose(last.contribution_q75, 1.25 * last.contribution, 1e-6, 0, "q75");
    expectClose(last.contribution_q95, 1.45 * last.contribution, 1e-6, 0, "q95");
  });

  it("judges the curves by what they are off by at the spends observed, against what will be claimed of them", async () => {
    const dataset = datasetOf({ tv: SPEND, search: SPEND });
    // Up and down by 10 by turns about a curve: 10 off in every period in tv, nothing in search.
    const zigzag = (spend: number, channel: string) =>
      michaelisMenten(100, 20)(spend) + (channel === "tv" && spend > 0 ? (spend % 10 === 0 ? 10 : -10) : 0);
    const { curveChecks, curveGates } = await fit(dataset, zigzag);
    const [reconciliation, overGain, identifiability] = curveChecks;
    expect(reconciliation).toMatchObject({ check_id: "curve_reconciliation", gate: "g9" });
    expect(reconciliation!.value).toBeLessThan(0.05);
    expect(overGain?.message).toMatch(/most in tv/);
    expect(identifiability?.check_id).toBe("curve_identifiability");
    expect(curveGates.gates.map(({ gate }) => gate)).toEqual([
      "g0",
      "g1",
      "g2",
      "g3",
      "g4",
      "g5",
      "g6",
      "g7",
      "g8",
      "g9",
    ]);
  });

  it("refuses a channel that no curve can be fitted to, by name", async () => {
    const dataset = datasetOf({ tv: SPEND, radio: SPEND.map(() => 0) });
    const fitting = fit(dataset, michaelisMenten(100, 20));
    await expect(fitting).rejects.toThrow(InputError);
    await expect(fitting).rejects.toThrow("channel radio: no response curve can be fitted");
  });
});

describe("70_optimisation", () => {
  const dataset = datasetOf({ tv: SPEND.map(() => 30), search: SPEND.map(() => 10) });
  const options = (changed: object = {}) => parse("optimisation.options", changed, "test");
  const FREE = {
    bounds: { default: { kind: "absolute", lower: 0, upper: 40 } },
    multi_period: { ramp_percentage: null },
  };
  const curve = (channel: string, L: number): SchemaTypes["curves"]["channels"][number] => ({
    channel,
    curve: { family: "michaelis_menten", L, k: 20 },
    adstock_alpha: 0,
    max_observed_spend: 55,
    r2: 1,
    rmse: 0,
    flags: [],
  });

  /** The curve of a draw: the first as fitted; in the second tv is a tenth better and search a tenth worse. */
  const drawn = (channel: string, draw: number, level: number): SchemaTypes["curve_draws"][number] => ({
    channel,
    chain: 0,
    draw,
    family: "michaelis_menten",
    parameter_1: channel === "tv" ? 100 * level : 100 * (2 - level),
    parameter_2: 20,
    parameter_3: null,
    adstock_alpha: 0,
    rmse: 0,
  });

  function optimise(changed: object, context = testContext()) {
    return optimisation.run(
      {
        curves: {
          source: { kind: "fit", reason: "it was asked for" },
          channels: [curve("tv", 100), curve("search", 100)],
        },
        curveDraws: ["tv", "search"].flatMap((channel) =>
          [1, 1.1].map((level, draw) => drawn(channel, draw, level)),
        ),
        pairs: pairsOf(dataset, michaelisMenten(100, 20)),
        gates: judgeGates([], publish),
        checks: [],
        dataset,
        labels,
      },
      options(changed),
      context,
    );
  }

  it("splits a budget evenly between two channels of the same curve", async () => {
    const { optimizationResults, optimisationCertificate } = await optimise(FREE);
    for (const row of optimizationResults) {
      expectClose(row.optimised_spend, 20, 1e-9, 0, `spend on ${row.channel}`);
      expectClose(row.optimised_contribution, 50, 1e-9, 0, `contribution of ${row.channel}`);
      // L k / (k + S)² = 100 · 20 / 40².
      expectClose(row.optimised_marginal, 1.25, 1e-9, 0, `marginal of ${row.channel}`);
    }
    expect(optimisationCertificate.certificates[0]).toMatchObject({ status: "solved", budget: 40 });
  });

  it("compares scenarios on the same draws: what is certain, what an aim needs, what cannot be", async () => {
    const { scenarioSummary, scenarioPlans, allocationCertainty } = await optimise({
      ...FREE,
      objective: { kind: "cvar", alpha: 0.5 },
      scenarios: [0.9, 1],
      compare: {
        "half of it": { multiplier: 0.5 },
        "tv stays": { freeze: ["tv"] },
        "at its return": { aim: { kind: "target_roi", value: 2.6 } },
        "too much": { aim: { kind: "target_roi", value: 1000 } },
        "beyond all bounds": { total_budget: 81 },
      },
    });
    const row = (name: string) => scenarioSummary!.find(({ scenario }) => scenario === name)!;
    expect(scenarioSummary!.map(({ scenario, status }) => [scenario, status])).toEqual([
      ["current", "given"],
      ["recommended", "solved"],
      ["expected", "solved"],
      ["risk_averse", "solved"],
      ["budget × 0.9", "solved"],
      ["half of it", "solved"],
      ["tv stays", "solved"],
      ["at its return", "solved"],
      ["too much", "aim_unmet"],
      ["beyond all bounds", "infeasible"],
    ]);
    // Draws: 100 · (30/50) + 100 · (10/30) = 93.33, and 110 · 0.6 + 90 / 3 = 96.
    expectClose(row("current").contribution!, (280 / 3 + 96) / 2, 1e-9, 0, "current");
    // Evenly split both draws bring 100: of all plans the best worst case.
    expectClose(row("recommended").cvar_90!, 100, 1e-6, 0, "worst case");
    expect(row("recommended").objective).toBe("cvar, alpha 0.5");
    expect(row("recommended").probability_beats_current).toBe(1);
    expectClose(row("recommended").gain!, 100 - (280 / 3 + 96) / 2, 1e-5, 0, "gain");
    expectClose(row("half of it").spend!, 20, 1e-9, 0, "half");
    expectClose(row("at its return").roi!, 2.6, 1e-6, 0, "return");
    expect(row("beyond all bounds").contribution).toBeNull();
    const tv = scenarioPlans!.find(({ scenario, channel }) => scenario === "tv stays" && channel === "tv")!;
    expect(tv.spend).toBe(30);
    const [first] = allocationCertainty!.channels;
    expect(first!.near_optimal_lower).toBeLessThan(20);
    expect(first!.near_optimal_upper).toBeGreaterThan(20);
    expectClose(allocationCertainty!.draws, 2, 0, 0, "draws");
    expect(allocationCertainty!.expected_regret).toBeGreaterThan(0);
  });

  it("follows the best use of any budget to three times today's, whatever the bounds, at a price that falls", async () => {
    const { wholeFrontier } = await optimise(FREE);
    expect(wholeFrontier).toHaveLength(31);
    const at = (multiple: number) => wholeFrontier.find((row) => row.multiple === multiple)!;
    expect(at(0).contribution).toBe(0);
    // 120 between two equal channels: 2 · 100 · 60/80, and 100 · 20/80² more for the next unit.
    expectClose(at(3).contribution, 150, 1e-9, 0, "contribution");
    expectClose(at(3).shadow_price!, 0.3125, 1e-9, 0, "price");
    // Both channels were seen at up to 55.
    expectClose(at(3).spend_beyond_observed, 10 / 120, 1e-9, 0, "beyond");
    const prices = wholeFrontier.slice(1).map(({ shadow_price }) => shadow_price!);
    prices.slice(1).forEach((price, k) => {
      expect(price).toBeLessThanOrEqual(prices[k]!);
    });
    expect(at(1).contribution_q05!).toBeLessThanOrEqual(at(1).contribution_q95!);
  });

  it("recommends by the objective asked for, and refuses a chance constraint that nothing meets", async () => {
    const cautious = await optimise({ ...FREE, objective: { kind: "cvar", alpha: 0.5 } });
    expectClose(cautious.optimizationResults[0]!.optimised_spend, 20, 1e-4, 0, "spend");
    await expect(
      optimise({ ...FREE, objective: { kind: "chance", target: 100, probability: 0.9 } }),
    ).rejects.toThrow("no plan found meets chance, target 100, probability 0.9");
  });

  it("knows the channels that a scenario names", () => {
    const wrong = optimisation.check!(
      { dataset } as Parameters<NonNullable<typeof optimisation.check>>[0],
      options({ compare: { a: { freeze: ["radio"] } } }),
    );
    expect(wrong.map(({ path, what }) => [path, what])).toEqual([
      [["compare", "a", "freeze", 0], 'there is no channel "radio"'],
    ]);
  });

  it("carries the adequacy of the gates in every row: missing evidence is a warning", async () => {
    const { optimizationResults, budgetScenarioResults, multiperiodResults } = await optimise(FREE);
    for (const { adequacy } of [...optimizationResults, ...budgetScenarioResults, ...multiperiodResults])
      expect(adequacy).toBe("warn");
  });

  it("warns of a ramp that it reads as per cent, once, and keeps the warning with the certificate", async () => {
    const context = testContext();
    const { optimisationCertificate } = await optimise({ multi_period: { ramp_percentage: 25 } }, context);
    expect(context.warnings).toEqual([
      "percentage ramp of all channels: 25 is read as 25 %; write 0.25 to say so",
    ]);
    expect(optimisationCertificate.warnings).toEqual(context.warnings);
  });

  it("refuses what cannot be met before anything runs, with the option it concerns", () => {
    const check = (changed: object) => optimisation.check?.({ ...sources, dataset }, options(changed)) ?? [];
    expect(check({})).toEqual([]);
    expect(check({ total_budget: 100 })).toEqual([
      {
        path: ["total_budget"],
        what: "a total budget of 100 per period lies outside what the bounds allow: 20 to 60",
        fix: "ask for a total between 20 and 60, or widen the bounds",
      },
    ]);
    expect(check({ bounds: { channels: { serch: { kind: "absolute", lower: 0, upper: 1 } } } })).toEqual([
      {
        path: ["bounds", "channels", "serch"],
        what: 'there is no channel "serch"',
        fix: "did you mean search?",
      },
    ]);
  });
});
