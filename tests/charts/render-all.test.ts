import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile, type TopLevelSpec } from "vega-lite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { budgetFrontierChart } from "../../lib/charts/budget-frontier.ts";
import { budgetOptimisationChart } from "../../lib/charts/budget-optimisation.ts";
import { budgetScenariosChart } from "../../lib/charts/budget-scenarios.ts";
import { coverageChart } from "../../lib/charts/coverage.ts";
import { darkTheme } from "../../lib/charts/dark.ts";
import { fitOverTimeChart } from "../../lib/charts/fit-over-time.ts";
import { marginalReturnsChart } from "../../lib/charts/marginal-returns.ts";
import { multiperiodAllocationChart } from "../../lib/charts/multiperiod-allocation.ts";
import { renderPng, renderSvg } from "../../lib/charts/render.ts";
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
  type ExampleOptions,
} from "./examples.ts";

/** Keeps the pictures for a look when set: `CHARTS_OUT=pictures npx vitest run tests/charts/render-all.test.ts`. */
const keep = process.env["CHARTS_OUT"];
let folder: string;

beforeAll(async () => {
  folder = keep ?? (await mkdtemp(join(tmpdir(), "sluice-charts-")));
  await mkdir(folder, { recursive: true });
});

afterAll(async () => {
  if (keep === undefined) await rm(folder, { recursive: true });
});

const twenty = Array.from({ length: 20 }, (_, c) => `channel_${String(c + 1).padStart(2, "0")}`);

const cases: Record<string, ExampleOptions> = {
  five: { names: FIVE_CHANNELS, periods: 13, currency: "EUR" },
  year: { names: FIVE_CHANNELS, periods: 52, currency: null },
  single: { names: ["tv_S"], periods: 1, currency: "EUR" },
  twenty: { names: twenty, periods: 52, currency: "EUR" },
  long: {
    names: FIVE_CHANNELS.map((name) => `${name} Mediterranean performance, all regions`.slice(0, 30)),
    periods: 13,
    currency: "EUR",
  },
};

function charts(options: ExampleOptions): Record<string, TopLevelSpec> {
  return {
    budget_optimisation: budgetOptimisationChart(optimisationExample(options)),
    budget_scenarios: budgetScenariosChart(scenariosExample(options)),
    budget_frontier: budgetFrontierChart(frontierExample(options)),
    marginal_returns: marginalReturnsChart(marginalReturnsExample(options)),
    multiperiod_allocation: multiperiodAllocationChart(multiperiodExample(options)),
    response_curves: responseCurvesChart(curvesExample(options)),
    fit_over_time: fitOverTimeChart(
      fitExample({ ...options, periods: options.periods === 13 ? 179 : options.periods }),
    ),
    coverage: coverageChart(coverageExample()),
  };
}

const forty: ExampleOptions = {
  names: Array.from({ length: 40 }, (_, c) => `channel_${String(c + 1).padStart(2, "0")}`),
  periods: 1,
  currency: "EUR",
};
const frontier = frontierExample(forty);
const returns = marginalReturnsExample(cases["five"]!);

const corners: Record<string, TopLevelSpec> = {
  returns_of_forty: marginalReturnsChart(marginalReturnsExample(forty)),
  returns_of_zero_and_undefined: marginalReturnsChart({
    ...returns,
    channels: returns.channels.map((c, index) => ({
      ...c,
      currentMarginal: [30, 0, Number.NaN, 1e-9, 0.02][index]!,
    })),
  }),
  returns_all_zero: marginalReturnsChart({
    ...returns,
    shadowPrice: null,
    channels: returns.channels.map((c) => ({ ...c, currentMarginal: 0, optimisedMarginal: 0 })),
  }),
  frontier_of_forty: budgetFrontierChart(frontier),
  frontier_of_one_point: budgetFrontierChart({ ...frontier, frontier: frontier.frontier.slice(0, 1) }),
  frontier_with_gaps: budgetFrontierChart({
    ...frontier,
    frontier: frontier.frontier.map((point, index) =>
      index % 5 === 2 ? { ...point, contribution: Number.NaN, marginalReturn: Number.NaN } : point,
    ),
  }),
};
corners["returns_dark"] = darkTheme(corners["returns_of_zero_and_undefined"]!);
corners["frontier_dark"] = darkTheme(budgetFrontierChart(frontierExample(cases["five"]!)));

const warnings: string[] = [];
const logger = {
  level: () => logger,
  error: () => logger,
  warn: (...messages: readonly unknown[]) => {
    warnings.push(messages.map(String).join(" "));
    return logger;
  },
  info: () => logger,
  debug: () => logger,
};

async function draw(name: string, spec: TopLevelSpec): Promise<void> {
  warnings.length = 0;
  compile(spec, { logger });
  expect(warnings).toEqual([]);
  const path = join(folder, `${name}.png`);
  await writeFile(path, await renderPng(await renderSvg(spec)));
  expect((await stat(path)).size).toBeGreaterThan(5_000);
}

describe.each(Object.entries(cases))("with the %s example", (name, options) => {
  it.each(Object.entries(charts(options)))("draws %s into a file without any warning", (chart, spec) =>
    draw(`${name}_${chart}`, spec),
  );
});

describe("at the corners", () => {
  it.each(Object.entries(corners))("draws %s into a file without any warning", draw);
});
