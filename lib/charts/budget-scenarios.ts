import type { TopLevelSpec } from "vega-lite";
import { isSameAmount } from "../words.ts";
import { adequacyColour, adequacySentence, type Adequacy } from "./adequacy.ts";
import { finiteOrNull, largest, requireLength, requireSome, smallest, total } from "./checks.ts";
import { HUMAN_AXIS_LABEL, humanNumber, money, percent, ratio } from "./format.ts";
import { keyRow, type KeyItem } from "./key.ts";
import { cross, dot, ring } from "./marks.ts";
import { displayNames } from "./names.ts";
import { stackSeries, type Series } from "./series.ts";
import {
  ACCENT,
  ALERT,
  CONFIG,
  headline,
  INK,
  MUTED,
  panelHeading,
  type Layer,
  type Panel,
} from "./theme.ts";
import { budgetTitle, contributionTitle, oneMore, spendTitle, type ChartUnits } from "./units.ts";

/** One total budget and what it is best spent on. */
export interface BudgetScenario {
  /** Total budget over the planned one; 1 marks the planned budget. Multipliers differ. */
  readonly multiplier: number;
  /** Total budget per period, in currency. */
  readonly budget: number;
  /** False when the bounds contradict the budget; contribution, marginal return and spend are then not read. */
  readonly isFeasible: boolean;
  /** Expected contribution per period at the optimum, in target units. */
  readonly contribution: number;
  /** Contribution that one more unit of budget adds at the optimum. */
  readonly marginalReturn: number;
  /** Optimal spend per period, one per channel, in currency. */
  readonly spend: readonly number[];
}

/** What the chart of budget scenarios shows. */
export interface BudgetScenariosInput extends ChartUnits {
  /** Channel names, in the model's own order. */
  readonly channels: readonly string[];
  readonly scenarios: readonly BudgetScenario[];
  /** What is spent now, per period, in currency: the planned budget may differ from it. */
  readonly currentBudget: number;
  readonly adequacy: Adequacy;
}

const PANEL_WIDTH = 430;
const PANEL_HEIGHT = 340;
const LABEL_WIDTH = 200;
const LABEL_HEIGHT = 17;
/** Most scenarios whose labels stand side by side without touching. */
const LABELLED = 9;

/** A multiplier computed in steps of a tenth is the planned budget too when rounding left it a hair from 1. */
function isPlanned({ multiplier }: BudgetScenario): boolean {
  return Math.abs(multiplier - 1) < 1e-9;
}

/** What the budget of multiplier 1 is called: the current one, unless the plan asks for another total. */
function plannedWord({ currentBudget }: BudgetScenariosInput, scenarios: readonly BudgetScenario[]): string {
  const planned = scenarios.find(isPlanned)?.budget ?? NaN;
  return isSameAmount(planned, currentBudget) ? "current" : "planned";
}

function finding(input: BudgetScenariosInput, scenarios: readonly BudgetScenario[]): string {
  const feasible = scenarios.filter((s) => s.isFeasible);
  const planned = feasible.find(isPlanned);
  const other = feasible.at(-1);
  if (planned === undefined || other === undefined || isPlanned(other) || !(planned.contribution > 0)) {
    return "Expected contribution and best split at other total budgets";
  }
  const budget = other.multiplier - 1;
  const gain = other.contribution / planned.contribution - 1;
  const size = (change: number) => `${percent(Math.abs(change))} ${change < 0 ? "less" : "more"}`;
  const than = plannedWord(input, scenarios) === "current" ? "" : " than planned";
  return `${size(budget)} budget${than} is expected to bring ${size(gain)} contribution`;
}

function context(input: BudgetScenariosInput, scenarios: readonly BudgetScenario[]): string[] {
  const planned = scenarios.find(isPlanned);
  const word = plannedWord(input, scenarios);
  const infeasible = scenarios.filter((s) => !s.isFeasible).length;
  const perPeriod = (budget: number) => `${money(budget, input.currency)} per ${input.period}`;
  const amounts =
    planned === undefined || word === "current"
      ? `Current budget: ${perPeriod(input.currentBudget)}`
      : `Planned budget: ${perPeriod(planned.budget)} (now ${perPeriod(input.currentBudget)})`;
  const facts = [
    "Each total budget is split optimally between the channels, within their bounds",
    ...(infeasible === 0 ? [] : [`${infeasible} of ${scenarios.length} scenarios infeasible`]),
  ];
  return [facts.join(" · "), [amounts, adequacySentence(input.adequacy)].join(" · ")];
}

/** Which scenarios are labelled: all of a few, every second or third of many, counted from the planned one. */
function isLabelled(scenarios: readonly BudgetScenario[]): boolean[] {
  const stride = Math.ceil(scenarios.length / LABELLED);
  const planned = Math.max(scenarios.findIndex(isPlanned), 0);
  return scenarios.map((_, index) => (index - planned) % stride === 0);
}

function contributionPanel(input: BudgetScenariosInput, scenarios: readonly BudgetScenario[]): Panel {
  const labelled = isLabelled(scenarios);
  const feasible = scenarios.filter((s) => s.isFeasible);
  const contributions = feasible.map((s) => s.contribution);
  const low = smallest(contributions, 0);
  const high = largest(contributions, 1);
  const margin = high > low ? (high - low) * 0.16 : Math.max(Math.abs(high), 1) * 0.1;
  const budgets = scenarios.map((s) => s.budget);
  const span = largest(budgets, 1) - smallest(budgets, 0);
  const aside = span > 0 ? span * 0.08 : Math.max(largest(budgets, 1) * 0.1, 1);
  const crossed: Layer[] = [
    {
      transform: [{ filter: "!datum.feasible" }],
      mark: { ...cross(ALERT), y: PANEL_HEIGHT - 12 },
      encoding: { x: { field: "budget", type: "quantitative" } },
    },
    {
      transform: [{ filter: "!datum.feasible" }],
      mark: {
        type: "text",
        angle: 270,
        align: "left",
        baseline: "middle",
        color: ALERT,
        y: PANEL_HEIGHT - 26,
      },
      encoding: { x: { field: "budget", type: "quantitative" }, text: { value: "infeasible" } },
    },
  ];
  return {
    data: {
      values: scenarios.map((s, index) => ({
        budget: s.budget,
        feasible: s.isFeasible,
        planned: isPlanned(s),
        contribution: s.isFeasible ? finiteOrNull(s.contribution) : null,
        marginal: s.isFeasible && labelled[index] === true ? ratio(s.marginalReturn) : "",
      })),
    },
    width: PANEL_WIDTH,
    height: PANEL_HEIGHT,
    encoding: {
      x: {
        field: "budget",
        type: "quantitative",
        scale: {
          domain: [smallest(budgets, 0) - aside, largest(budgets, 1) + 1.4 * aside],
          nice: false,
          zero: false,
        },
        axis: {
          title: budgetTitle(input),
          labelExpr: HUMAN_AXIS_LABEL,
          tickCount: 6,
          grid: false,
        },
      },
    },
    layer: [
      {
        transform: [{ filter: "datum.feasible" }],
        mark: { type: "line", color: ACCENT, strokeWidth: 2.5 },
        encoding: {
          y: {
            field: "contribution",
            type: "quantitative",
            scale: { domain: [low - margin, high + margin], zero: false, nice: false },
            axis: { title: null, labelExpr: HUMAN_AXIS_LABEL, tickCount: 6 },
          },
        },
      },
      {
        transform: [{ filter: "datum.feasible && !datum.planned" }],
        mark: dot(ACCENT),
        encoding: { y: { field: "contribution", type: "quantitative" } },
      },
      {
        transform: [{ filter: "datum.feasible && datum.planned" }],
        mark: ring(INK),
        encoding: { y: { field: "contribution", type: "quantitative" } },
      },
      {
        transform: [{ filter: "datum.feasible" }],
        mark: { type: "text", align: "left", baseline: "top", dx: 5, dy: 7, color: MUTED },
        encoding: { y: { field: "contribution", type: "quantitative" }, text: { field: "marginal" } },
      },
      ...(scenarios.every((s) => s.isFeasible) ? [] : crossed),
      ...panelHeading(
        contributionTitle(input),
        PANEL_WIDTH,
        `labels: return of ${oneMore(input)} (marginal return); axis does not start at zero`,
      ),
    ],
  };
}

interface Segment {
  readonly scenario: string;
  readonly from: number;
  readonly to: number;
  readonly colour: string;
}

function scenarioLabel({ multiplier }: BudgetScenario): string {
  return `×${humanNumber(multiplier)}`;
}

function segments(scenarios: readonly BudgetScenario[], series: readonly Series[]): Segment[] {
  return scenarios.flatMap((scenario, s) => {
    let from = 0;
    if (!scenario.isFeasible) return [];
    return series.map(({ values, colour }) => {
      const to = from + (values[s] ?? 0);
      const segment = { scenario: scenarioLabel(scenario), from, to, colour };
      from = to;
      return segment;
    });
  });
}

/** Heights of labels beside the last stack: as near to their segments as they can be without touching each other. */
function labelHeights(middles: readonly number[]): number[] {
  let floor = -Infinity;
  const raised = middles.map((middle) => {
    floor = Math.max(middle, floor + LABEL_HEIGHT);
    return floor;
  });
  let ceiling = PANEL_HEIGHT + LABEL_HEIGHT / 2;
  return raised
    .reverse()
    .map((height) => {
      ceiling = Math.min(height, ceiling - LABEL_HEIGHT);
      return ceiling;
    })
    .reverse();
}

function seriesLabels(series: readonly Series[], last: number, limit: number): Layer[] {
  let from = 0;
  const middles = series.map(({ values }) => {
    const value = values[last] ?? 0;
    from += value;
    return ((from - value / 2) / limit) * PANEL_HEIGHT;
  });
  const heights = labelHeights(middles);
  return series.map(({ name, colour }, index): Layer => {
    const y = PANEL_HEIGHT - (heights[index] ?? 0);
    return {
      data: { values: [{ name }] },
      layer: [
        {
          mark: { type: "square", size: 110, filled: true, color: colour, opacity: 1 },
          encoding: { x: { value: PANEL_WIDTH + 12 }, y: { value: y } },
        },
        {
          mark: { type: "text", align: "left", baseline: "middle", limit: LABEL_WIDTH, fontSize: 13.5 },
          encoding: { text: { field: "name" }, x: { value: PANEL_WIDTH + 24 }, y: { value: y } },
        },
      ],
    };
  });
}

function spendPanel(input: BudgetScenariosInput, scenarios: readonly BudgetScenario[]): Panel {
  const values = scenarios.map((s) => (s.isFeasible ? s.spend : input.channels.map(() => 0)));
  const names = displayNames(input.channels);
  const series = stackSeries(
    names.map((name, c) => ({ name, values: values.map((spend) => spend[c] ?? 0) })),
  );
  const sums = values.map((spend) => total(spend));
  const limit = largest(sums, 0) > 0 ? largest(sums, 0) * 1.12 : 1;
  const last = scenarios.findLastIndex((s) => s.isFeasible);
  const hasRoom = scenarios.length <= LABELLED;
  const word = plannedWord(input, scenarios);
  const tops = scenarios.map((s, index) => ({
    scenario: scenarioLabel(s),
    top: s.isFeasible ? (sums[index] ?? 0) : 0,
    budget: hasRoom ? humanNumber(s.budget) : "",
    note: isPlanned(s) ? word : "",
    isFeasible: s.isFeasible,
  }));
  return {
    width: PANEL_WIDTH,
    height: PANEL_HEIGHT,
    layer: [
      {
        data: { values: segments(scenarios, series) },
        mark: { type: "bar", stroke: "#FFFFFF", strokeWidth: 1.2 },
        encoding: {
          x: {
            field: "scenario",
            type: "ordinal",
            sort: null,
            scale: { domain: scenarios.map(scenarioLabel), paddingInner: 0.25, paddingOuter: 0.15 },
            axis: { title: null, labelAngle: 0, grid: false, labelColor: INK, labelFontSize: 13.5 },
          },
          y: {
            field: "from",
            type: "quantitative",
            stack: null,
            scale: { domain: [0, limit], nice: false },
            axis: { title: null, labelExpr: HUMAN_AXIS_LABEL, tickCount: 6 },
          },
          y2: { field: "to" },
          color: { field: "colour", type: "nominal", scale: null },
        },
      },
      {
        data: { values: tops.filter((t) => t.isFeasible) },
        mark: { type: "text", baseline: "bottom", dy: -4, color: MUTED },
        encoding: {
          x: { field: "scenario", type: "ordinal" },
          y: { field: "top", type: "quantitative" },
          text: { field: "budget" },
        },
      },
      {
        data: { values: tops.filter((t) => t.isFeasible) },
        mark: { type: "text", baseline: "bottom", dy: -19, color: INK, fontWeight: 600 },
        encoding: {
          x: { field: "scenario", type: "ordinal" },
          y: { field: "top", type: "quantitative" },
          text: { field: "note" },
        },
      },
      {
        data: { values: tops.filter((t) => !t.isFeasible) },
        mark: { type: "text", angle: 270, align: "left", baseline: "middle", color: ALERT, dx: 6 },
        encoding: {
          x: { field: "scenario", type: "ordinal" },
          y: { field: "top", type: "quantitative" },
          text: { value: "infeasible" },
        },
      },
      ...(last < 0 ? [] : seriesLabels(series, last, limit)),
      ...panelHeading(
        `${spendTitle(input)} by channel`,
        PANEL_WIDTH + LABEL_WIDTH,
        `columns: total budget as a multiple of the ${word} one`,
      ),
    ],
  };
}

/**
 * Expected contribution against total budget with its marginal return, and the optimal split at each budget.
 *
 * @throws RangeError when there is no scenario or channel, when a feasible scenario's spend has another length than channels, or
 *   when a multiplier occurs twice.
 */
export function budgetScenariosChart(input: BudgetScenariosInput): TopLevelSpec {
  requireSome(input.channels, "budget scenarios: channels");
  requireSome(input.scenarios, "budget scenarios");
  const scenarios = [...input.scenarios].sort((a, b) => a.multiplier - b.multiplier);
  for (const scenario of scenarios.filter((s) => s.isFeasible)) {
    requireLength(scenario.spend, input.channels.length, `spend of scenario ×${scenario.multiplier}`);
  }
  if (new Set(scenarios.map(scenarioLabel)).size < scenarios.length) {
    throw new RangeError("budget scenarios: a multiplier occurs twice");
  }
  const key: KeyItem[] = [
    { label: `${plannedWord(input, scenarios)} budget`, mark: "ring", colour: INK },
    { label: "other budget", mark: "dot", colour: ACCENT },
  ];
  if (scenarios.some((s) => !s.isFeasible)) {
    key.push({ label: "infeasible: contradicts the bounds", mark: "cross", colour: ALERT });
  }
  return {
    config: CONFIG,
    title: {
      ...headline(finding(input, scenarios), context(input, scenarios), 2 * PANEL_WIDTH + 180),
      subtitleColor: adequacyColour(input.adequacy),
    },
    spacing: 20,
    vconcat: [
      keyRow(key),
      { spacing: 40, hconcat: [contributionPanel(input, scenarios), spendPanel(input, scenarios)] },
    ],
  };
}
