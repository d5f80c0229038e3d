import type { TopLevelSpec } from "vega-lite";
import { describe, expect, it } from "vitest";
import { budgetFrontierChart } from "../../lib/charts/budget-frontier.ts";
import { budgetOptimisationChart } from "../../lib/charts/budget-optimisation.ts";
import { budgetScenariosChart } from "../../lib/charts/budget-scenarios.ts";
import { coverageChart } from "../../lib/charts/coverage.ts";
import { fitOverTimeChart } from "../../lib/charts/fit-over-time.ts";
import { marginalReturnsChart, type MarginalReturnsChannel } from "../../lib/charts/marginal-returns.ts";
import { multiperiodAllocationChart } from "../../lib/charts/multiperiod-allocation.ts";
import { renderSvg } from "../../lib/charts/render.ts";
import { responseCurvesChart } from "../../lib/charts/response-curves.ts";
import {
  coverageExample,
  curvesExample,
  fitExample,
  FIVE_CHANNELS,
  frontierExample,
  marginalReturnsExample,
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

describe("marginalReturnsChart", () => {
  const returns = (
    name: string,
    [currentMarginal, optimisedMarginal]: [number, number],
    binding: MarginalReturnsChannel["binding"] = "none",
  ): MarginalReturnsChannel => ({ name, currentMarginal, optimisedMarginal, binding });
  const base = {
    currency: "EUR",
    contributionUnit: "sales",
    period: "week",
    adequacy: "pass",
    shadowPrice: 0.5,
  } as const;
  const free = [returns("tv", [0.4, 0.5]), returns("search", [0.8, 0.5])];

  it("states by hand what one more unit of money brings, and names what holds the others", async () => {
    const channels = [...free, returns("ooh", [0.9, 0.7], "upper"), returns("print", [0.2, 0.3], "lower")];
    const drawn = await sentence(marginalReturnsChart({ ...base, channels }));
    expect(drawn).toContain(
      "At the optimum one more EUR brings 0.50 sales in every channel that no bound holds",
    );
    expect(drawn).toContain("2 of 4 channels held by a bound");
    expect(drawn).toContain("at its upper bound");
    expect(drawn).toContain("at its lower bound");
    expect(drawn).toContain("shadow price 0.50");
    expect(drawn).toContain("Marginal return (sales per EUR)");
    expect(drawn).toContain("Model adequacy: passed");
  });

  it.each<[MarginalReturnsChannel[], string]>([
    [free, "At the optimum one more EUR brings 0.50 sales in every channel"],
    [[free[0]!], "At the optimum one more EUR brings 0.50 sales in tv"],
    [
      [free[0]!, returns("ooh", [1, 2], "fixed")],
      "one more EUR brings 0.50 sales in tv, the only channel that no bound holds",
    ],
    [
      [...free, returns("ooh", [1, 2], "group")],
      "one more EUR brings 0.50 sales in every channel that no group budget holds",
    ],
    [
      [...free, returns("ooh", [1, 2], "group"), returns("print", [1, 2], "lower")],
      "one more EUR brings 0.50 sales in every channel that no limit holds",
    ],
    [
      [returns("tv", [1, 0.5], "lower"), returns("ooh", [1, 2], "upper")],
      "At the optimum a bound holds every channel; one more EUR brings 0.50 to 2.0 sales",
    ],
    [[returns("tv", [1, 0]), returns("ooh", [1, 0])], "one more EUR brings nothing more in any channel"],
    [
      [returns("tv", [1, 0.5]), returns("ooh", [1, 0.6])],
      "Marginal returns are not equal: one more EUR brings 0.50 to 0.60 sales in channels",
    ],
    [
      [returns("tv", [1, 0.5]), returns("ooh", [1, Number.NaN])],
      "The marginal return at the optimum is undefined in 1 of 2 channels",
    ],
  ])("words the finding for case %#", async (channels, words) => {
    const drawn = await texts(marginalReturnsChart({ ...base, channels }));
    const end = drawn.findIndex((text) => text.startsWith("Marginal return:"));
    expect(
      drawn
        .slice(0, end)
        .filter((text) => text !== "")
        .join(" "),
    ).toContain(words);
  });

  it("puts the largest return first and what is undefined last", async () => {
    const channels = [
      returns("low", [0.1, 0.5]),
      returns("none", [Number.NaN, 0.5]),
      returns("high", [1, 0.5]),
    ];
    const drawn = await texts(marginalReturnsChart({ ...base, channels }));
    expect(drawn.filter((text) => ["low", "none", "high"].includes(text))).toEqual(["high", "low", "none"]);
  });

  it("draws no mark for an undefined return and says n/a", async () => {
    const dots = async (spec: TopLevelSpec) => (await renderSvg(spec)).split('fill="#005A8F"').length;
    const broken = marginalReturnsChart({ ...base, channels: [free[0]!, returns("b", [0.8, Number.NaN])] });
    expect(await texts(broken)).toContain("n/a");
    expect(await dots(broken)).toBe((await dots(marginalReturnsChart({ ...base, channels: free }))) - 1);
    expect(JSON.stringify(broken)).not.toContain("NaN");
  });

  it("has a logarithmic axis beyond a factor of 20, where zero stands at a labelled edge", async () => {
    const spread = (least: number) => {
      const channels = [returns("tv", [10, 0.5]), returns("ooh", [least, 0.5])];
      return sentence(marginalReturnsChart({ ...base, channels }));
    };
    expect(await spread(0.5)).not.toContain("logarithmic");
    expect(await spread(0.49)).toContain("logarithmic");
    const linear = marginalReturnsChart({ ...base, channels: [returns("ooh", [0, 0.5])] });
    expect(await sentence(linear)).not.toContain("logarithmic");
    const channels = [returns("tv", [10, 0.1]), returns("ooh", [0, 0.1])];
    const edge = await texts(marginalReturnsChart({ ...base, shadowPrice: 0.1, channels }));
    expect(edge.filter((text) => text === "0")).toHaveLength(2);
    const tiny = [returns("tv", [10, 0.1]), returns("ooh", [1e-9, 0.1])];
    const below = await texts(marginalReturnsChart({ ...base, shadowPrice: 0.1, channels: tiny }));
    expect(below).toContain("&lt; 0.0008");
    expect(below).toContain("1.0e-9");
  });

  it("draws no rule without a shadow price", async () => {
    const drawn = await sentence(marginalReturnsChart({ ...base, shadowPrice: null, channels: free }));
    expect(drawn).not.toContain("shadow price");
  });
});

describe("budgetFrontierChart", () => {
  const point = (budget: number) => ({
    budget,
    contribution: 100 * Math.sqrt(budget),
    marginalReturn: 50 / Math.sqrt(budget),
  });
  const base = {
    currency: "EUR",
    contributionUnit: "EUR",
    period: "week",
    adequacy: "pass",
    frontier: [900, 1600, 2500, 3600].map(point),
    current: { budget: 1600, contribution: 3200 },
    recommended: point(1600),
    proportional: null,
  } as const;

  it("states by hand what the same budget brings, and where one more unit of it pays no more", async () => {
    const drawn = await sentence(budgetFrontierChart(base));
    expect(drawn).toContain("The same budget, split best, is expected to bring 25 % more");
    expect(drawn).toContain("+25 %");
    expect(drawn).toContain("Total budget: EUR 1.6 k per week");
    expect(drawn).toContain("break-even at EUR 2.5 k");
    expect(drawn).toContain("1.2");
    expect(drawn).toContain("Model adequacy: passed");
  });

  it("reads between points by a straight line", async () => {
    const frontier = [
      { budget: 0, contribution: 0, marginalReturn: 2 },
      { budget: 100, contribution: 150, marginalReturn: 0 },
    ];
    const current = { budget: 50, contribution: 50 };
    const recommended = { budget: 100, contribution: 150 };
    const proportional = { budget: 100, contribution: 120 };
    const drawn = await sentence(
      budgetFrontierChart({ ...base, frontier, current, recommended, proportional }),
    );
    expect(drawn).toContain("100 % more budget, split best, is expected to bring 200 % more");
    expect(drawn).toContain("split as today, 140 % more");
    expect(drawn).toContain("+50 %");
    expect(drawn).toContain("+25 %");
    expect(drawn).toContain("break-even at EUR 50");
  });

  it("labels no gain too small for a straight line to tell, and says that today's split brings as much", async () => {
    const recommended = point(2500);
    const plans = { current: point(2000), recommended, proportional: { budget: 2500, contribution: 4980 } };
    const drawn = await sentence(budgetFrontierChart({ ...base, ...plans }));
    expect(drawn).toContain(
      "25 % more budget, split best, is expected to bring 12 % more; split as today, as much",
    );
    expect(drawn).not.toMatch(/labels: gain|[+-]\d\S* %/);
  });

  it.each([
    [point(1600).contribution, "The current split already brings what the best split"],
    [8000, "The same budget, split as recommended, is expected to bring 50 % less"],
    [Number.NaN, "What the best split of each total budget is expected to bring"],
    [0, "What the best split of each total budget is expected to bring"],
  ])("words the finding against a contribution of %d", async (contribution, words) => {
    const current = { budget: 1600, contribution };
    expect(await sentence(budgetFrontierChart({ ...base, current }))).toContain(words);
  });

  it("looks for a break-even only where contribution is money", async () => {
    for (const contributionUnit of ["sales", null]) {
      expect(await sentence(budgetFrontierChart({ ...base, contributionUnit }))).not.toContain("break-even");
    }
    expect(
      await sentence(budgetFrontierChart({ ...base, currency: null, contributionUnit: null })),
    ).not.toContain("break-even");
  });

  it.each([
    [[0.9, 0.8, 0.7, 0.6], "one more EUR brings less than it costs at every total shown", null],
    [[4, 3, 2, 1], "one more EUR brings at least what it costs at the largest total shown", null],
    [[2, 0.5, 1.5, 0.5], "beyond the break-even one more EUR brings less than it costs", "3.05 k"],
    [[2, 1.5, Number.NaN, 0.5], "what one more EUR adds at each total budget", null],
    [[2, 1.5, 0.5, Number.NaN], "what one more EUR adds at each total budget", null],
  ])("places the break-even of %j", async (marginals, words, at) => {
    const frontier = base.frontier.map((p, i) => ({ ...p, marginalReturn: marginals[i]! }));
    const drawn = await sentence(budgetFrontierChart({ ...base, frontier }));
    expect(drawn).toContain(words);
    if (at === null) expect(drawn).not.toContain("break-even at");
    else expect(drawn).toContain(`break-even at EUR ${at}`);
  });

  it("draws no plan, gain or return that is undefined", async () => {
    const nothing = { budget: 1600, contribution: Number.NaN };
    const frontier = base.frontier.map((p) => ({
      ...p,
      contribution: Number.NaN,
      marginalReturn: Number.NaN,
    }));
    const spec = budgetFrontierChart({ ...base, frontier, current: nothing, recommended: nothing });
    const drawn = await sentence(spec);
    expect(drawn).toContain("What the best split of each total budget brings is undefined");
    expect(drawn).toContain("current contribution undefined");
    expect(drawn).not.toMatch(/NaN|n\/a|current plan/);
    const svg = await renderSvg(spec);
    expect(svg).not.toContain("NaN");
    expect(svg).not.toContain('fill="#005A8F"');
    expect(await renderSvg(budgetFrontierChart(base))).toContain('fill="#005A8F"');
  });

  it("draws one point", async () => {
    const drawn = await sentence(budgetFrontierChart({ ...base, frontier: [point(1600)] }));
    expect(drawn).toContain("+25 %");
    expect(drawn).not.toContain("NaN");
  });

  it("refuses budgets that do not ascend", () => {
    const frontier = [point(1600), point(1600)];
    expect(() => budgetFrontierChart({ ...base, frontier })).toThrow(
      new RangeError("budget frontier: budgets must ascend"),
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
      channels: [
        {
          name: "tv",
          observed: { spend: [0, 10], contribution: [0, 8] },
          curve: { spend: [0, 10], contribution: [0, 8], bands: [] },
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
      curve: { ...zeros, bands: [] },
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
  ["budget frontier", () => budgetFrontierChart({ ...frontierExample(options), frontier: [] })],
  ["marginal returns", () => marginalReturnsChart(marginalReturnsExample(none))],
  ["multi-period allocation", () => multiperiodAllocationChart(multiperiodExample(none))],
  ["response curves", () => responseCurvesChart(curvesExample(none))],
  ["fit over time", () => fitOverTimeChart(fitExample({ ...options, periods: 0 }))],
  ["coverage", () => coverageChart({ nominal: [], empirical: [], band: null, observations: 0 })],
])("refuses %s without anything to draw", (what, draw) => {
  expect(draw).toThrow(RangeError);
  expect(draw).toThrow(new RegExp(`^${what}.*: nothing to draw$`));
});
