import type { TopLevelSpec } from "vega-lite";
import { describe, expect, it } from "vitest";
import { budgetOptimisationChart } from "../../lib/charts/budget-optimisation.ts";
import { budgetScenariosChart } from "../../lib/charts/budget-scenarios.ts";
import { coverageChart } from "../../lib/charts/coverage.ts";
import { fitOverTimeChart } from "../../lib/charts/fit-over-time.ts";
import { multiperiodAllocationChart } from "../../lib/charts/multiperiod-allocation.ts";
import { renderSvg } from "../../lib/charts/render.ts";
import { responseCurvesChart } from "../../lib/charts/response-curves.ts";
import {
  coverageExample,
  curvesExample,
  fitExample,
  FIVE_CHANNELS,
  multiperiodExample,
  optimisationExample,
  scenariosExample,
} from "./examples.ts";

const options = { names: FIVE_CHANNELS, periods: 13, currency: "EUR" };
const none = { ...options, names: [] };

/** Texts of a drawn chart in drawing order, with plain spaces and minus signs. */
async function texts(spec: TopLevelSpec): Promise<string[]> {
  const svg = await renderSvg(spec);
  return Array.from(svg.matchAll(/<(?:text|tspan)[^>]*>([^<]*)(?=<)/g), ([, text = ""]) =>
    text.replaceAll("\u00a0", " ").replaceAll("\u2212", "-"),
  );
}

async function sentence(spec: TopLevelSpec): Promise<string> {
  return (await texts(spec)).join(" | ");
}

const two = {
  currency: "EUR",
  contributionUnit: "sales",
  period: "week",
  adequacy: "pass",
  gainInterval: null,
} as const;

const channel = (name: string, spend: [number, number], contribution: [number, number]) => ({
  name,
  currentSpend: spend[0],
  optimisedSpend: spend[1],
  currentContribution: contribution[0],
  optimisedContribution: contribution[1],
  atBound: null,
});

describe("budgetOptimisationChart", () => {
  it("states by hand what moves and what it adds", async () => {
    const spec = budgetOptimisationChart({
      ...two,
      channels: [channel("tv", [60, 40], [100, 90]), channel("search", [40, 60], [100, 130])],
    });
    const drawn = await sentence(spec);
    expect(drawn).toContain("Moving 20 % of the weekly budget is expected to add 10 % contribution");
    expect(drawn).toContain("Total budget: EUR 100 per week");
    expect(drawn).toContain("-20 (-33 %)");
    expect(drawn).toContain("+20 (+50 %)");
  });

  it("puts the largest increase first", async () => {
    const drawn = await texts(budgetOptimisationChart(optimisationExample(options)));
    const order = drawn.filter((text) => FIVE_CHANNELS.includes(text));
    expect(order).toEqual(["tv_S", "print_S", "facebook_S", "search_S", "ooh_S"]);
  });

  it.each([
    [
      channel("tv", [60, 90], [100, 120]),
      "Raising the weekly budget by 50 % and optimising its split is expected to add 20 %",
    ],
    [
      channel("tv", [60, 30], [100, 80]),
      "Cutting the weekly budget by 50 % and optimising its split is expected to cost 20 %",
    ],
    [
      channel("tv", [60, 60], [100, 100]),
      "The current split of the weekly budget is already the best within its bounds",
    ],
    [channel("tv", [60, 90], [100, Number.NaN]), "has an undefined effect on contribution"],
    [
      channel("tv", [0, 0], [0, 0]),
      "Optimising the split of the weekly budget has an undefined effect on contribution",
    ],
  ])("words the finding for case %#", async (only, words) => {
    expect(await sentence(budgetOptimisationChart({ ...two, channels: [only] }))).toContain(words);
  });

  it("says n/a for an undefined contribution and draws no mark at zero for it", async () => {
    const undefinedGain = budgetOptimisationChart({
      ...two,
      channels: [channel("tv", [60, 90], [100, Number.NaN])],
    });
    const known = budgetOptimisationChart({ ...two, channels: [channel("tv", [60, 90], [100, 0])] });
    const dots = async (spec: TopLevelSpec) => (await renderSvg(spec)).split('fill="#005A8F"').length;
    expect(await texts(undefinedGain)).toContain("n/a");
    expect(await dots(undefinedGain)).toBe((await dots(known)) - 1);
  });

  it("leaves the currency out of the axes when it is unknown", async () => {
    const drawn = await texts(budgetOptimisationChart(optimisationExample({ ...options, currency: null })));
    expect(drawn).toContain("Spend per week");
    expect(drawn).toContain("Contribution per week");
  });

  it.each([
    ["pass", "Model adequacy: passed", "#5A6672"],
    ["warn", "Model adequacy: passed with warnings", "#B34700"],
    ["waived", "Model adequacy: failed checks were waived", "#B34700"],
  ] as const)("carries the verdict %s, and no warning in quiet grey", async (adequacy, words, colour) => {
    const spec = budgetOptimisationChart({ ...optimisationExample(options), adequacy });
    expect(await sentence(spec)).toContain(words);
    expect(spec.title).toMatchObject({ subtitleColor: colour });
  });
});

describe("budgetScenariosChart", () => {
  const scenario = (multiplier: number, isFeasible = true) => ({
    multiplier,
    budget: 100 * multiplier,
    isFeasible,
    contribution: 50 * Math.sqrt(multiplier),
    marginalReturn: 0.25 / Math.sqrt(multiplier),
    spend: [60 * multiplier, 40 * multiplier],
  });
  const base = {
    currency: "EUR",
    contributionUnit: null,
    period: "week",
    channels: ["tv", "search"],
    currentBudget: 100,
    adequacy: "pass",
  } as const;

  it("states what the largest budget brings and labels the marginal return", async () => {
    const drawn = await sentence(budgetScenariosChart({ ...base, scenarios: [scenario(1.44), scenario(1)] }));
    expect(drawn).toContain("44 % more budget is expected to bring 20 % more contribution");
    expect(drawn).toContain("0.25");
    expect(drawn).toContain("0.21");
    expect(drawn).toContain("current");
    expect(drawn).toContain("Model adequacy: passed");
  });

  it("calls a budget that is not what is spent now planned, and names both", async () => {
    const drawn = await sentence(
      budgetScenariosChart({
        ...base,
        currentBudget: 80,
        adequacy: "warn",
        scenarios: [scenario(1.44), scenario(1)],
      }),
    );
    expect(drawn).toContain("44 % more budget than planned is expected to bring 20 % more contribution");
    expect(drawn).toMatch(/Planned budget: EUR.100 per week \(now EUR.80 per week\)/);
    expect(drawn).toContain("Model adequacy: passed with warnings");
    expect(drawn).toContain("multiple of the planned one");
  });

  it("takes a multiplier that rounding left beside 1 for the current budget", async () => {
    const drawn = await texts(
      budgetScenariosChart({ ...base, scenarios: [scenario(0.7 + 0.1 + 0.1 + 0.1), scenario(1.5)] }),
    );
    expect(drawn).toContain("current");
  });

  it("marks infeasible scenarios in both panels and reads none of their numbers", async () => {
    const broken = {
      ...scenario(0.5, false),
      contribution: Number.NaN,
      marginalReturn: Number.NaN,
      spend: [],
    };
    const drawn = await texts(budgetScenariosChart({ ...base, scenarios: [broken, scenario(1)] }));
    expect(drawn.filter((text) => text === "infeasible")).toHaveLength(2);
    expect(drawn.join()).not.toContain("NaN");
  });

  it("draws even when nothing is feasible", async () => {
    const drawn = await texts(
      budgetScenariosChart({ ...base, scenarios: [scenario(1, false), scenario(2, false)] }),
    );
    expect(drawn.filter((text) => text === "infeasible")).toHaveLength(4);
  });

  it("labels every third of many scenarios, the current one among them", async () => {
    const many = Array.from({ length: 21 }, (_, index) => scenario(0.5 + index / 20));
    const drawn = await texts(budgetScenariosChart({ ...base, scenarios: many }));
    expect(drawn.filter((text) => /^0\.\d\d$/.test(text))).toHaveLength(7);
    expect(drawn).toContain("0.25");
    expect(drawn).toContain("current");
  });

  it("refuses a multiplier that occurs twice and spends of another length", () => {
    const twice = { ...base, scenarios: [scenario(1), scenario(1)] };
    expect(() => budgetScenariosChart(twice)).toThrow(
      new RangeError("budget scenarios: a multiplier occurs twice"),
    );
    const short = { ...base, scenarios: [{ ...scenario(1), spend: [1] }] };
    expect(() => budgetScenariosChart(short)).toThrow(
      new RangeError("spend of scenario ×1 has 1 values, expected 2"),
    );
  });
});

describe("multiperiodAllocationChart", () => {
  const plan = {
    currency: "EUR",
    contributionUnit: null,
    period: "week",
    adequacy: "pass",
    dates: ["2024-01-01", "2024-01-08"],
  } as const;

  it("sums the plan and counts the channels that rest on a limit", async () => {
    const channels = [
      { name: "tv", spend: [100, 110], currentSpend: 100, envelope: { lower: [90, 90], upper: [110, 110] } },
      { name: "search", spend: [50, 50], currentSpend: 50, envelope: { lower: [40, 40], upper: [60, 60] } },
    ];
    const drawn = await sentence(multiperiodAllocationChart({ ...plan, channels }));
    expect(drawn).toContain(
      "The plan spends EUR 310 over 2 weeks; 1 of 2 channels reach a bound or a ramp limit",
    );
    expect(drawn).toMatch(/1 Jan \| 2024 \|[ |]*8 Jan/);
  });

  it("holds the last period's spend until that period ends", async () => {
    const channels = [{ name: "tv", spend: [100, 50], currentSpend: null, envelope: null }];
    const svg = await renderSvg(multiperiodAllocationChart({ ...plan, channels }));
    const step = /d="M0,[\d.]+L480,[\d.]+L480,([\d.]+)L960,([\d.]+)/.exec(svg) ?? [];
    expect(step[1]).toBeDefined();
    expect(step[2]).toBe(step[1]);
  });

  it("refuses lengths that differ from the dates", () => {
    const channels = [{ name: "tv", spend: [1], currentSpend: null, envelope: null }];
    expect(() => multiperiodAllocationChart({ ...plan, channels })).toThrow(
      new RangeError("spend of tv has 1 values, expected 2"),
    );
  });
});

describe("responseCurvesChart", () => {
  it("counts optimised spends beyond the observed range", async () => {
    const input = curvesExample(options);
    const beyond = input.channels.map((c, index) =>
      index < 2 ? { ...c, optimisedSpend: 2 * c.currentSpend } : c,
    );
    expect(await sentence(responseCurvesChart(input))).toContain(
      "All optimised spends lie within the observed range",
    );
    expect(await sentence(responseCurvesChart({ ...input, channels: beyond }))).toContain(
      "2 of 5 optimised spends lie beyond the observed range",
    );
  });

  it("reads the curve between its points and puts the current spend on it", () => {
    const spec = responseCurvesChart({
      currency: null,
      contributionUnit: null,
      period: "week",
      intervalProbability: 0.9,
      channels: [
        {
          name: "tv",
          observed: { spend: [0, 10], contribution: [0, 8] },
          curve: { spend: [0, 10], contribution: [0, 8], interval: null },
          currentSpend: 5,
          optimisedSpend: 12,
        },
      ],
    });
    expect(JSON.stringify(spec)).toContain('{"spend":5,"contribution":4}');
    expect(JSON.stringify(spec)).toContain('{"spend":12,"contribution":null}');
  });

  it("draws a channel that never spent", async () => {
    const zeros = { spend: [0, 0], contribution: [0, 0] };
    const silent = {
      name: "tv",
      observed: zeros,
      curve: { ...zeros, interval: null },
      currentSpend: 0,
      optimisedSpend: 0,
    };
    const input = { ...curvesExample(options), channels: [silent] };
    expect(await texts(responseCurvesChart(input))).toContain("tv");
  });

  it("says that nothing has been optimised by naming no optimum", async () => {
    const input = curvesExample(options);
    const before = input.channels.map((c) => ({ ...c, optimisedSpend: null }));
    const drawn = await texts(responseCurvesChart({ ...input, channels: before }));
    expect(drawn).toContain("What each channel returns at each level of spend");
    expect(drawn).not.toContain("optimised");
  });
});

describe("fitOverTimeChart", () => {
  const small = {
    ...fitExample({ ...options, periods: 4 }),
    observed: [1, 2, 3, Number.NaN],
    median: [1, 1, 1, 1],
    lower: [0, 0, 0, 0],
    upper: [2, 2, 2, 2],
  };

  it("counts what lies inside the band, its edges included and what is undefined excluded", async () => {
    expect(await sentence(fitOverTimeChart(small))).toContain("The model’s 90 % band covers 50 % of 4 weeks");
  });

  it("says n/a for an R² that is undefined", async () => {
    expect(await sentence(fitOverTimeChart({ ...small, rSquared: Number.NaN }))).toContain("R² n/a");
  });

  it("refuses lengths that differ from the dates", () => {
    expect(() => fitOverTimeChart({ ...small, upper: [1] })).toThrow(
      new RangeError("upper has 1 values, expected 4"),
    );
  });
});

describe("coverageChart", () => {
  it("states the widest gap", async () => {
    const drawn = await sentence(coverageChart(coverageExample()));
    expect(drawn).toContain("80 % intervals cover 74 % of observations");
    expect(drawn).toContain("widest gap 6 points");
  });

  it("does not read undefined coverage as good", async () => {
    const input = { ...coverageExample(), band: null, empirical: Array<number>(9).fill(Number.NaN) };
    const drawn = await sentence(coverageChart(input));
    expect(drawn).toContain("Coverage is undefined for some intervals");
    expect(drawn).not.toContain("range if calibrated");
  });
});

it.each([
  ["budget optimisation", () => budgetOptimisationChart(optimisationExample(none))],
  ["budget scenarios", () => budgetScenariosChart(scenariosExample(none))],
  ["multi-period allocation", () => multiperiodAllocationChart(multiperiodExample(none))],
  ["response curves", () => responseCurvesChart(curvesExample(none))],
  ["fit over time", () => fitOverTimeChart(fitExample({ ...options, periods: 0 }))],
  ["coverage", () => coverageChart({ nominal: [], empirical: [], band: null, observations: 0 })],
])("refuses %s without anything to draw", (what, draw) => {
  expect(draw).toThrow(RangeError);
  expect(draw).toThrow(new RegExp(`^${what}.*: nothing to draw$`));
});
