import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changeDraws } from "../../lib/allocation/drawn.ts";
import { parseRequest } from "../../lib/allocation/request.ts";
import { periodRows, resultRows, scenarioRows, summarise } from "../../lib/allocation/results.ts";
import { solveMultiPeriod, solveSingle } from "../../lib/allocation/solve.ts";
import { ask, michaelisMenten, options, record, scaledDraws, steadyData } from "./problems.ts";

/** Spend 100 and 100 a week; curves 900 S / (100 + S), seen up to 150, and 100 S / (100 + S), seen up to 120. */
const SPEND = { a: 100, b: 100 };
const RECORDS = [record("a", michaelisMenten(900, 100), 150), record("b", michaelisMenten(100, 100), 120)];
const WIDE = { bounds: { default: { kind: "absolute", lower: 0, upper: null } } };

/** Everything that a run computes of a request; levels are draws by channels. */
function results(
  given: object,
  levels: readonly (readonly number[])[] = [[1, 1]],
  spend = SPEND,
  records = RECORDS,
  draws = scaledDraws(records, levels),
) {
  const { request, curves } = ask(spend, records, given);
  const plan = solveSingle("single", request, curves, request.total);
  const changes = changeDraws(draws, request, plan.allocation);
  const rows = resultRows(request, plan, curves, changes, "warn");
  const multiPeriod = solveMultiPeriod("plan", request, curves).recommended;
  const dates = Array.from({ length: request.multiPeriod.periods }, (_, t) => `2025-01-${10 + t}`);
  const summary = (pairs: Parameters<typeof summarise>[0]["pairs"] = []) =>
    summarise({
      request,
      rows,
      plan,
      multiPeriod,
      dates,
      curves,
      changes,
      pairs,
      adequacy: "warn",
    });
  return { request, curves, plan, rows, multiPeriod, dates, summary };
}

const pair = (date: string, channel: string, spend: number, mean: number) => ({
  date,
  channel,
  spend,
  contribution_mean: mean,
  contribution_q03: mean,
  contribution_q97: mean,
});

describe("the rows of an allocation", () => {
  it("by hand: spend, contribution and marginal return before and after", () => {
    // 300 / (100 + S₁) = 100 / (100 + S₂) with S₁ + S₂ = 200 is met at 200 and 0.
    const [a, b] = results(WIDE).rows;
    expect(a).toMatchObject({
      channel: "a",
      current_spend: 100,
      lower: 0,
      upper: 200,
      current_contribution: 450,
      current_marginal: 2.25,
      beyond_observed: true,
      adequacy: "warn",
    });
    expect(a!.optimised_spend).toBeCloseTo(200, 6);
    expect(a!.change_fraction).toBeCloseTo(1, 8);
    expect(a!.optimised_contribution).toBeCloseTo(600, 6);
    expect(a!.contribution_change).toBeCloseTo(150, 6);
    expect(a!.optimised_marginal).toBeCloseTo(1, 8);
    expect(a!.optimised_return).toBeCloseTo(3, 8);
    expect(b!.contribution_change).toBeCloseTo(-50, 6);
    expect(b).toMatchObject({ beyond_observed: false });
  });

  it("say which bound holds a channel", () => {
    const bound = (channels: object) =>
      results({
        bounds: { ...WIDE.bounds, channels },
        scenarios: [1],
        multi_period: { ramp_percentage: null },
      }).rows.map(({ binding }) => binding);
    expect(bound({ a: { kind: "absolute", lower: 0, upper: 160 } })).toEqual(["upper", "none"]);
    expect(bound({ b: { kind: "absolute", lower: 30, upper: 90 } })).toEqual(["none", "lower"]);
    expect(bound({ a: { kind: "absolute", lower: 120, upper: 120 } })).toEqual(["fixed", "none"]);
    expect(
      bound({ a: { kind: "absolute", lower: 0, upper: 130 }, b: { kind: "absolute", lower: 70, upper: 90 } }),
    ).toEqual(["upper", "lower"]);
  });

  it("have no change in per cent from nothing, and no return of nothing", () => {
    const [a] = results({ total_budget: 100, scenarios: [1], ...WIDE }, [[1, 1]], { a: 0, b: 100 }).rows;
    expect(a).toMatchObject({ change_fraction: null, current_contribution: 0 });
    expect(a!.optimised_spend).toBeGreaterThan(0);
    const held = { bounds: { channels: { a: { kind: "absolute", lower: 0, upper: 0 } } }, total_budget: 100 };
    const [none] = results({ ...held, scenarios: [1] }, [[1, 1]], { a: 0, b: 100 }).rows;
    expect(none).toMatchObject({ optimised_spend: 0, optimised_return: null, binding: "fixed" });
  });

  it("by hand: the interval of a channel's change is that of its levels, in order for a loss too", () => {
    // Levels 0.5, 1, 1.5 and 0, 1, 2: type-7 quantiles at 5 % and 95 % are 0.55 and 1.45, 0.1 and 1.9.
    const [a, b] = results(WIDE, [
      [0.5, 2],
      [1, 0],
      [1.5, 1],
    ]).rows;
    expect(a!.contribution_change_q05).toBeCloseTo(0.55 * 150, 6);
    expect(a!.contribution_change_q95).toBeCloseTo(1.45 * 150, 6);
    expect(b!.contribution_change_q05).toBeCloseTo(1.9 * -50, 6);
    expect(b!.contribution_change_q95).toBeCloseTo(0.1 * -50, 6);
  });

  it("finds draws by the channel's name, and a channel without draws is undefined", () => {
    const { request } = parseRequest(steadyData(SPEND), options(WIDE));
    const draws = scaledDraws(RECORDS.toReversed(), [
      [1, 2],
      [3, 4],
    ]);
    // a moves from 100 to 200, where 900 S / (100 + S) gains 150; b from 100 to 0, where 50 is lost.
    const [a, b] = changeDraws(draws, request, Float64Array.of(200, 0));
    expect(a).toEqual(Float64Array.of(300, 600));
    expect(b).toEqual(Float64Array.of(-50, -150));
    const without = draws.filter(({ channel }) => channel === "a");
    const { rows, summary } = results(WIDE, [[1, 1]], SPEND, RECORDS, without);
    expect(rows[1]?.contribution_change_q05).toBeNaN();
    expect(summary().gain_q05).toBeNaN();
  });
});

describe("the summary of an allocation", () => {
  it("by hand: the gain over draws adds the channels' gains draw by draw", () => {
    const { summary } = results(WIDE, [
      [0.5, 2],
      [1, 0],
      [1.5, 1],
    ]);
    // Gains 0.5·150 − 2·50 = −25, 150 and 1.5·150 − 50 = 175: quantiles −25 + 0.1·175 and 150 + 0.9·25.
    const found = summary();
    expect(found.gain).toBeCloseTo(100, 6);
    expect(found.gain_q05).toBeCloseTo(-7.5, 5);
    expect(found.gain_q95).toBeCloseTo(172.5, 5);
    expect(found.probability_of_gain).toBeCloseTo(2 / 3, 12);
    expect(found).toMatchObject({ total_budget: 200, current_total: 200, current_contribution: 500 });
    expect(found.optimised_contribution).toBeCloseTo(600, 6);
    expect(found.budget_moved).toBeCloseTo(100, 6);
    expect(found.proportional_contribution).toBeCloseTo(500, 9);
    expect(found.shadow_price).toBeCloseTo(1, 6);
  });

  it("by hand: the share of the gains that curves claim beyond the spend ever observed", () => {
    // Of a's gain from 100 to 200, 450 to 600, the part above 150 is 600 − 540.
    expect(results(WIDE).summary().gain_beyond_observed).toBeCloseTo(60 / 150, 6);
    const seen = [record("a", michaelisMenten(900, 100), 200), RECORDS[1]!];
    expect(results(WIDE, [[1, 1]], SPEND, seen).summary().gain_beyond_observed).toBeCloseTo(0, 6);
    // Where current spend is itself beyond, only what is added counts.
    const never = [record("a", michaelisMenten(900, 100), 10), RECORDS[1]!];
    expect(results(WIDE, [[1, 1]], SPEND, never).summary().gain_beyond_observed).toBeCloseTo(1, 6);
  });

  it("has no share of gains where nothing gains", () => {
    const fixed = {
      bounds: { default: { kind: "fraction_of_current", lower: 1, upper: 1 } },
      scenarios: [1],
    };
    const found = results(fixed).summary();
    expect(found).toMatchObject({ gain_beyond_observed: 0, budget_moved: 0 });
    expect(Math.abs(found.gain)).toBeLessThan(1e-9);
    expect(found.probability_of_gain).toBe(0);
  });

  it("compares another total with today's split scaled to it", () => {
    const found = results({ total_budget: 300, scenarios: [1], ...WIDE }).summary();
    expect(found.proportional_contribution).toBeCloseTo((900 * 150) / 250 + (100 * 150) / 250, 9);
    expect(found.optimised_contribution).toBeGreaterThan(found.proportional_contribution);
    expect(found).toMatchObject({ total_budget: 300, current_total: 200 });
  });

  it("by hand: the model's own contribution and the curves' at the observed spends, over the reference periods", () => {
    const pairs = [
      pair("2024-01-15", "b", 0, 7),
      pair("2024-01-01", "a", 100, 1e6),
      pair("2024-01-08", "a", 100, 400),
      pair("2024-01-08", "b", 100, 60),
      pair("2024-01-15", "a", 300, 700),
    ];
    const found = results({ ...WIDE, reference_periods: 2 }).summary(pairs);
    expect(found.reference_periods).toBe(2);
    expect(found.model_contribution).toBeCloseTo((400 + 60 + 700 + 7) / 2, 9);
    expect(found.curve_contribution_at_observed).toBeCloseTo((450 + 50 + 675 + 0) / 2, 9);
  });

  it("carries the plan over periods: its budget, its dates and what current spend would bring at its weights", () => {
    const found = results({ ...WIDE, multi_period: { periods: 3, weights: [1, 2, 3] } }).summary();
    expect(found.multi_period).toMatchObject({
      method: "interior_point",
      periods: 3,
      first_date: "2025-01-10",
      last_date: "2025-01-12",
      total_budget: 600,
      current_contribution: 6 * 500,
    });
    expect(
      results({ ...WIDE, multi_period: { periods: 3 } }).summary().multi_period.current_contribution,
    ).toBe(1500);
  });

  it("gains as much as its channels do together, and every interval holds in order", () => {
    const level = fc.double({ min: 0, max: 3, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(level, level), { minLength: 1, maxLength: 20 }), (levels) => {
        const { rows, summary } = results(WIDE, levels);
        const found = summary();
        const sum = rows.reduce((total, { contribution_change }) => total + contribution_change, 0);
        expect(found.gain).toBeCloseTo(sum, 6);
        expect(found.gain_q05).toBeLessThanOrEqual(found.gain_q95);
        for (const row of rows)
          expect(row.contribution_change_q05).toBeLessThanOrEqual(row.contribution_change_q95);
        expect(found.probability_of_gain).toBeGreaterThanOrEqual(0);
        expect(found.probability_of_gain).toBeLessThanOrEqual(1);
      }),
      { numRuns: 30 },
    );
  });
});

describe("the rows of other budgets", () => {
  it("say for each total what each channel gets, what it brings and what the last unit brings", () => {
    const { request, curves } = ask(SPEND, RECORDS, { ...WIDE, scenarios: [0.5, 1, 2] });
    const plans = request.scenarios.map((multiplier) => ({
      multiplier,
      plan: solveSingle(`× ${multiplier}`, request, curves, multiplier * request.total),
    }));
    const rows = scenarioRows(plans, curves, "pass");
    expect(rows.map(({ multiplier, total_budget, channel }) => [multiplier, total_budget, channel])).toEqual([
      [0.5, 100, "a"],
      [0.5, 100, "b"],
      [1, 200, "a"],
      [1, 200, "b"],
      [2, 400, "a"],
      [2, 400, "b"],
    ]);
    // At half the budget all goes to a: 450, and the next unit brings 2.25. At twice, both are at their bound of 200.
    expect(rows[0]).toMatchObject({ beyond_observed: false, adequacy: "pass" });
    expect(rows[0]!.total_contribution).toBeCloseTo(450, 6);
    expect(rows[0]!.marginal_return).toBeCloseTo(2.25, 6);
    expect(rows[4]).toMatchObject({ spend: 200, contribution: 600, beyond_observed: true });
    expect(rows[5]!.total_contribution).toBeCloseTo(600 + 200 / 3, 6);
    for (const { gap_relative } of rows) expect(gap_relative).toBeLessThan(1e-8);
  });
});

describe("the rows of a plan over periods", () => {
  const given = (multi_period: object) => {
    const { request, curves, multiPeriod, dates } = results({ ...WIDE, multi_period });
    return periodRows(request, multiPeriod, curves, dates, "pass");
  };

  it("by hand: each period's room about the one before, and what holds the channel there", () => {
    const rows = given({ periods: 3, ramp_percentage: null, ramp_absolute: 40, method: "sequential" });
    expect(rows.map(({ period, date, channel }) => [period, date, channel])).toEqual([
      [1, "2025-01-10", "a"],
      [1, "2025-01-10", "b"],
      [2, "2025-01-11", "a"],
      [2, "2025-01-11", "b"],
      [3, "2025-01-12", "a"],
      [3, "2025-01-12", "b"],
    ]);
    const table = rows.map(({ spend, ramp_lower, ramp_upper, binding }) => [
      Math.round(spend),
      Math.round(ramp_lower),
      Math.round(ramp_upper),
      binding,
    ]);
    expect(table).toEqual([
      [140, 60, 140, "ramp_up"],
      [60, 60, 140, "ramp_down"],
      [180, 100, 180, "ramp_up"],
      [20, 20, 100, "ramp_down"],
      [200, 140, 200, "upper"],
      [0, 0, 60, "lower"],
    ]);
    expect(rows.map(({ beyond_observed }) => beyond_observed)).toEqual([
      false,
      false,
      true,
      false,
      true,
      false,
    ]);
  });

  it("have no room to keep in a first period that starts free", () => {
    const [a] = given({ periods: 2, start: "free", ramp_percentage: 0.01 });
    expect(a).toMatchObject({ ramp_lower: 0, ramp_upper: 200 });
  });

  it("never lie outside their own room", () => {
    const ramp = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(
        ramp,
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 8 }),
        (absolute, percent, periods) => {
          for (const row of given({ periods, ramp_absolute: absolute, ramp_percentage: percent / 100 })) {
            expect(row.spend).toBeGreaterThanOrEqual(row.ramp_lower - 1e-6);
            expect(row.spend).toBeLessThanOrEqual(row.ramp_upper + 1e-6);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});
