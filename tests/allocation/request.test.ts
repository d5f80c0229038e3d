import { describe, expect, it } from "vitest";
import { changeDraws } from "../../lib/allocation/drawn.ts";
import { datesAfter } from "../../lib/allocation/horizon.ts";
import { parseRequest } from "../../lib/allocation/request.ts";
import { resultRows, summarise } from "../../lib/allocation/results.ts";
import { readCurves } from "../../lib/allocation/curves.ts";
import { certificateRecord } from "../../lib/allocation/certificate-record.ts";
import { solveMultiPeriod, solveSingle } from "../../lib/allocation/solve.ts";
import type { Dataset } from "../../lib/posterior/dataset.ts";
import { parse } from "../../lib/schema/parse.ts";
import { scaledDraws } from "./problems.ts";

/** Two channels: spends of ten periods that average 100 and 50. */
const data: Dataset = {
  path: "data.csv",
  dates: Array.from({ length: 10 }, (_, t) =>
    new Date(Date.UTC(2024, 0, 1 + 7 * t)).toISOString().slice(0, 10),
  ),
  target: { name: "revenue", values: new Float64Array(10).fill(1) },
  channels: [
    {
      name: "tv",
      spendColumn: "tv",
      spend: Float64Array.from({ length: 10 }, (_, t) => (t % 2 === 0 ? 0 : 200)),
    },
    { name: "search", spendColumn: "search", spend: new Float64Array(10).fill(50) },
  ],
  controls: [],
};

const options = (given: object) => parse("optimisation.options", given, "test");
const request = (given: object) => parseRequest(data, options(given));

describe("parseRequest", () => {
  it("reads current spend, bounds, start and totals from the data by default", () => {
    const { request: found, problems, warnings } = request({});
    expect(problems).toEqual([]);
    expect(warnings).toEqual([]);
    expect(found).toMatchObject({
      referencePeriods: 10,
      currentTotal: 150,
      total: 150,
      multiPeriod: { periods: 13, total: 1950 },
    });
    expect(found.channels[0]).toMatchObject({ name: "tv", current: 100, lower: 50, upper: 150, start: 100 });
  });

  it("takes current spend over the last periods when asked", () => {
    expect(request({ reference_periods: 1 }).request.channels[0]?.current).toBe(200);
  });

  it("reads a ramp of 25 as 25 %, and says so", () => {
    const { request: found, warnings } = request({ multi_period: { ramp_percentage: 25 } });
    expect(found.channels[0]?.ramp?.percentage).toBe(0.25);
    expect(warnings.join()).toContain("25");
  });

  it("says when it takes fewer reference periods than asked for", () => {
    const { request: found, warnings } = request({ reference_periods: 1000 });
    expect(found.referencePeriods).toBeLessThan(1000);
    expect(warnings).toEqual([
      `reference_periods is 1000, the data have ${found.referencePeriods} periods: current spend is the mean of all ${found.referencePeriods}`,
    ]);
  });

  it("warns that a percentage ramp from zero can never leave zero", () => {
    const quiet = {
      ...data,
      channels: [{ ...data.channels[0]!, spend: new Float64Array(10).fill(0) }, data.channels[1]!],
    };
    const { warnings } = parseRequest(
      quiet,
      options({ bounds: { channels: { tv: { kind: "absolute", lower: 0, upper: 10 } } } }),
    );
    expect(warnings.join()).toMatch(/tv/);
  });

  it.each([
    [
      "an unknown channel in the bounds",
      { bounds: { channels: { tvv: { kind: "absolute" } } } },
      ["bounds", "channels", "tvv"],
      "did you mean tv?",
    ],
    [
      "an unknown channel in a ramp",
      { multi_period: { ramp_absolute: { serch: 3 } } },
      ["multi_period", "ramp_absolute", "serch"],
      "search",
    ],
    [
      "crossed bounds",
      { bounds: { channels: { tv: { kind: "absolute", lower: 9, upper: 3 } } } },
      ["bounds"],
      "lower the lower bound",
    ],
    ["a total that bounds do not allow", { total_budget: 1000 }, ["total_budget"], "between 75 and 225"],
    ["a scenario that bounds do not allow", { scenarios: [1, 2] }, ["scenarios", 1], "between 75 and 225"],
    ["a negative ramp", { multi_period: { ramp_percentage: -0.1 } }, ["multi_period", "ramp_percentage"], ""],
    [
      "weights of another horizon",
      { multi_period: { periods: 2, weights: [1] } },
      ["multi_period", "weights"],
      "one weight per period",
    ],
    [
      "a horizon budget out of the ramps' reach",
      { multi_period: { periods: 2, total_budget: 450, ramp_percentage: 0.01 } },
      ["multi_period"],
      "nearest total budget",
    ],
  ])("refuses %s at its place", (_, given, path, fix) => {
    const { problems } = request(given);
    expect(problems[0]?.path).toEqual(path);
    expect(problems[0]?.fix).toContain(fix);
  });

  it.each([
    [
      "an unknown channel",
      { bounds: { channels: { srch: { kind: "absolute" } } } },
      'there is no channel "srch"',
    ],
    [
      "crossed bounds",
      { bounds: { channels: { tv: { kind: "absolute", lower: 90, upper: 30 } } } },
      "the lower bound of tv is 90, above its upper bound 30",
    ],
    [
      "crossed fractions of current spend",
      { bounds: { channels: { search: { kind: "fraction_of_current", lower: 1.2, upper: 0.8 } } } },
      "the lower bound of search is 60, above its upper bound 40",
    ],
    [
      "a total above the bounds",
      { total_budget: 1000 },
      "a total budget of 1000 per period lies outside what the bounds allow: 75 to 225",
    ],
    [
      "a total below the bounds",
      { total_budget: 74 },
      "a total budget of 74 per period lies outside what the bounds allow: 75 to 225",
    ],
    [
      "a scenario, in money",
      { scenarios: [1, 1.6] },
      "a total budget of 240 per period lies outside what the bounds allow: 75 to 225",
    ],
    [
      "a negative ramp",
      { multi_period: { ramp_absolute: { tv: -3 } } },
      "the absolute ramp limit is -3, expected a finite number of at least 0",
    ],
    ["weights", { multi_period: { periods: 3, weights: [1, 1] } }, "2 weights for 3 periods"],
  ])("says of %s what was asked and what is possible, in numbers", (_, given, what) => {
    expect(request(given).problems.map((problem) => problem.what)).toEqual([what]);
  });

  it("names the channels where none is near", () => {
    const { problems } = request({ bounds: { channels: { billboards: { kind: "absolute" } } } });
    expect(problems[0]?.fix).toBe("channels are tv, search");
  });

  it("says of a horizon budget out of reach which is the nearest that can be met", () => {
    // Two periods, each channel at most 1 % above the one before: 150 (1.01 + 1.01²).
    const { problems } = request({ multi_period: { periods: 2, total_budget: 450, ramp_percentage: 0.01 } });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.fix).toContain("304.5");
  });

  it("tells everything wrong at once, and nothing that only follows from it", () => {
    const { problems } = request({
      total_budget: 1e6,
      scenarios: [9],
      bounds: { channels: { tvv: { kind: "absolute" }, tv: { kind: "absolute", lower: 9, upper: 3 } } },
      multi_period: { periods: 2, weights: [1], ramp_absolute: { serch: 1 }, ramp_percentage: -1 },
    });
    expect(problems.map(({ path }) => path.join(".")).toSorted()).toEqual([
      "bounds",
      "bounds.channels.tvv",
      "multi_period.ramp_absolute.serch",
      "multi_period.ramp_percentage",
      "multi_period.weights",
    ]);
    const total = request({ total_budget: 1e6 });
    expect(total.problems.map(({ path }) => path)).toEqual([["total_budget"]]);
  });

  it("takes a total at either end of the bounds, and a scenario too", () => {
    expect(
      request({ total_budget: 75, scenarios: [1, 3], multi_period: { total_budget: 13 * 150 } }).problems,
    ).toEqual([]);
  });

  it.each([
    ["absolute, open above: the total", { kind: "absolute" }, 0, 150],
    ["absolute", { kind: "absolute", lower: 20, upper: 90 }, 20, 90],
    ["a fraction of current spend", { kind: "fraction_of_current", lower: 0.5, upper: 2 }, 50, 200],
  ])("reads a bound that is %s", (_, limit, lower, upper) => {
    const { request: found } = request({ bounds: { channels: { tv: limit } } });
    expect(found.channels[0]).toMatchObject({ lower, upper });
    expect(found.channels[1]).toMatchObject({ lower: 25, upper: 75 });
  });

  it.each([
    ["current", 100],
    ["last_period", 200],
    ["free", null],
  ])("ramps from the %s spend", (start, expected) => {
    const { request: found } = request({ multi_period: { start, ramp_percentage: 0.6 } });
    expect(found.channels[0]?.start).toBe(expected);
  });

  it("takes no more reference periods than there are, and leaves missing spend out of the mean", () => {
    expect(request({ reference_periods: 99 }).request.referencePeriods).toBe(10);
    const gaps = { ...data.channels[0]!, spend: data.channels[0]!.spend.with(9, NaN).with(8, 30) };
    const { request: found } = parseRequest({ ...data, channels: [gaps] }, options({ reference_periods: 2 }));
    expect(found.channels[0]?.current).toBe(30);
    const empty = { ...gaps, spend: gaps.spend.with(8, NaN) };
    const none = parseRequest({ ...data, channels: [empty] }, options({ reference_periods: 2 }));
    expect(none.request.channels[0]?.current).toBe(0);
  });

  it("holds a ramp by channel for that channel alone", () => {
    const { request: found } = request({
      multi_period: { ramp_percentage: { tv: 0.2 }, ramp_absolute: { tv: 7 } },
    });
    expect(found.channels.map(({ ramp }) => ramp)).toEqual([{ absolute: 7, percentage: 0.2 }, null]);
  });
});

describe("the optimum", () => {
  // L·S/(k+S) with L = 400, k = 100 and L = 100, k = 100: slopes L·k/(k+S)² are equal where (100+S₁) = 2 (100+S₂).
  const records = [
    {
      channel: "tv",
      curve: { family: "michaelis_menten", L: 400, k: 100 } as const,
      adstock_alpha: 0,
      max_observed_spend: 110,
      r2: 1,
      rmse: 0,
      flags: [],
    },
    {
      channel: "search",
      curve: { family: "michaelis_menten", L: 100, k: 100 } as const,
      adstock_alpha: 0,
      max_observed_spend: 50,
      r2: 1,
      rmse: 0,
      flags: [],
    },
  ];
  const wide = { bounds: { default: { kind: "absolute", lower: 0, upper: null } } };

  it("is the one found by hand: 400/3 and 50/3 of a budget of 150", () => {
    const { request: found } = request(wide);
    const plan = solveSingle("single", found, readCurves(records, found.channels), 150);
    expect(plan.allocation[0]).toBeCloseTo(400 / 3, 9);
    expect(plan.allocation[1]).toBeCloseTo(50 / 3, 9);
    expect(certificateRecord(plan)).toMatchObject({ status: "solved", method: "waterfilling", budget: 150 });
  });

  it("says what it gains, with the interval of the levels and what lies beyond observed spend", () => {
    const { request: found } = request({ ...wide, multi_period: { periods: 2 } });
    const curves = readCurves(records, found.channels);
    const plan = solveSingle("single", found, curves, 150);
    const drawn = scaledDraws(records, [
      [0.5, 1],
      [1, 1],
      [1.5, 1],
    ]);
    const changes = changeDraws(drawn, found, plan.allocation);
    const rows = resultRows(found, plan, curves, changes, "pass");
    expect(rows[0]).toMatchObject({ channel: "tv", binding: "none", beyond_observed: true });
    const gain = 400 * (4 / 7) - 200;
    expect(rows[0]?.contribution_change).toBeCloseTo(gain, 8);
    // Type-7 quantiles of levels 0.5, 1, 1.5 at 5 % and 95 %.
    expect(rows[0]?.contribution_change_q05).toBeCloseTo(0.55 * gain, 8);
    expect(rows[0]?.contribution_change_q95).toBeCloseTo(1.45 * gain, 8);
    const multiPeriod = solveMultiPeriod("plan", found, curves).recommended;
    const dates = datesAfter(data.dates, 2);
    const summary = summarise({
      request: found,
      rows,
      plan,
      multiPeriod,
      dates,
      curves,
      changes,
      pairs: [],
      adequacy: "pass",
    });
    const beyond = 400 * (4 / 7) - (400 * 110) / 210;
    expect(summary.gain_beyond_observed).toBeCloseTo(beyond / gain, 8);
    expect(summary.gain).toBeCloseTo(400 * (4 / 7) + 100 * (50 / 350) - 200 - 100 / 3, 8);
    expect(summary.probability_of_gain).toBeCloseTo(2 / 3, 12);
    expect(dates).toEqual(["2024-03-11", "2024-03-18"]);
  });

  it("over periods is no worse planned at once than period by period, and the gap between them is certified", () => {
    const given = (method: string) => ({
      ...wide,
      multi_period: { periods: 6, ramp_percentage: 0.05, method },
    });
    const [sequential, simultaneous] = ["sequential", "interior_point"].map((method) => {
      const { request: found } = request(given(method));
      return certificateRecord(
        solveMultiPeriod(method, found, readCurves(records, found.channels)).recommended,
      );
    });
    expect(simultaneous).toMatchObject({ status: "solved", method: "interior_point" });
    expect(sequential!.objective).toBeLessThanOrEqual(simultaneous!.objective * (1 + 1e-9));
    expect(sequential!.gap_absolute).toBeCloseTo(simultaneous!.objective - sequential!.objective, 5);
  });
});
