import type { TopLevelSpec } from "vega-lite";
import { adequacyColour, adequacySentence, type Adequacy } from "./adequacy.ts";
import { finiteOrNull, largest, requireSome, smallest, total } from "./checks.ts";
import { periodAdjective } from "./dates.ts";
import { HUMAN_AXIS_LABEL, money, percent, signedNumber, signedPercent } from "./format.ts";
import { keyRow, type KeyItem } from "./key.ts";
import { dot, ring } from "./marks.ts";
import { displayNames } from "./names.ts";
import {
  ACCENT,
  CONFIG,
  FAINT,
  headline,
  INK,
  MUTED,
  panelHeading,
  type Layer,
  type Panel,
} from "./theme.ts";
import { contributionTitle, spendTitle, type ChartUnits } from "./units.ts";

/** One channel before and after; spend in currency, contribution in target units, both per period. */
export interface BudgetOptimisationChannel {
  readonly name: string;
  readonly currentSpend: number;
  readonly optimisedSpend: number;
  readonly currentContribution: number;
  readonly optimisedContribution: number;
  /** Bound that the optimised spend rests on; null when it lies between its bounds. */
  readonly atBound: "lower" | "upper" | null;
}

/** What the chart of an optimised budget shows. */
export interface BudgetOptimisationInput extends ChartUnits {
  /** At least one, in the model's own order; the chart sorts by change of spend. */
  readonly channels: readonly BudgetOptimisationChannel[];
  readonly adequacy: Adequacy;
  /** Interval of the relative gain in contribution, as fractions (0.08 is 8 %); null when it was not computed. */
  readonly gainInterval: {
    readonly probability: number;
    readonly lower: number;
    readonly upper: number;
  } | null;
}

const PANEL_WIDTH = 320;
const CHANGE_WIDTH = 132;
const NAME_WIDTH = 230;
/** Budgets closer than this fraction are the same budget, and less than it moved is none. */
const SAME = 0.005;

interface Totals {
  readonly spend: number;
  readonly optimisedSpend: number;
  readonly gain: number;
  readonly moved: number;
}

function totals(channels: readonly BudgetOptimisationChannel[]): Totals {
  const spend = total(channels.map((c) => c.currentSpend));
  const optimisedSpend = total(channels.map((c) => c.optimisedSpend));
  const contribution = total(channels.map((c) => c.currentContribution));
  const optimised = total(channels.map((c) => c.optimisedContribution));
  const shifted = total(channels.map((c) => Math.abs(c.optimisedSpend - c.currentSpend)));
  return { spend, optimisedSpend, gain: optimised / contribution - 1, moved: shifted / 2 / spend };
}

function finding({ spend, optimisedSpend, gain, moved }: Totals, units: ChartUnits): string {
  const budget = `${periodAdjective(units.period)} budget`;
  const effect = !Number.isFinite(gain)
    ? "has an undefined effect on contribution"
    : `is expected to ${gain < 0 ? "cost" : "add"} ${percent(Math.abs(gain))} contribution`;
  if (!Number.isFinite(moved)) return `Optimising the split of the ${budget} ${effect}`;
  const change = optimisedSpend / spend - 1;
  if (Math.abs(change) > SAME) {
    const verb = change > 0 ? "Raising" : "Cutting";
    return `${verb} the ${budget} by ${percent(Math.abs(change))} and optimising its split ${effect}`;
  }
  if (moved < SAME) return `The current split of the ${budget} is already the best within its bounds`;
  return `Moving ${percent(moved)} of the ${budget} ${effect}`;
}

function context(input: BudgetOptimisationInput, { spend, optimisedSpend }: Totals): string[] {
  const before = money(spend, input.currency);
  const after = money(optimisedSpend, input.currency);
  const budget = before === after ? before : `${before} now, ${after} optimised,`;
  const interval = input.gainInterval;
  const uncertainty =
    interval === null
      ? []
      : [
          `${percent(interval.probability)} interval of the gain: ` +
            `${signedPercent(interval.lower)} to ${signedPercent(interval.upper)}`,
        ];
  const facts = [
    `Total budget: ${budget} per ${input.period}`,
    ...uncertainty,
    adequacySentence(input.adequacy),
  ];
  return [facts.join(" · ")];
}

interface Row {
  readonly channel: string;
  readonly current: number | null;
  readonly optimised: number | null;
  readonly change: string;
  readonly bound: string;
}

function changeLabel(current: number, optimised: number): string {
  const change = optimised - current;
  if (change === 0) return "no change";
  return current > 0 ? `${signedNumber(change)} (${signedPercent(change / current)})` : signedNumber(change);
}

function row(channel: string, current: number, optimised: number, bound: string): Row {
  return {
    channel,
    current: finiteOrNull(current),
    optimised: finiteOrNull(optimised),
    change: Number.isFinite(current + optimised) ? changeLabel(current, optimised) : "n/a",
    bound,
  };
}

function dumbbells(rows: readonly Row[], title: string, options: { step: number; named: boolean }): Panel {
  const names = rows.map(({ channel }) => channel);
  const values = rows.flatMap(({ current, optimised }) => [current, optimised]);
  const [least, most] = [Math.min(smallest(values, 0), 0), Math.max(largest(values, 0), 0)];
  const domain = most > least ? [least * 1.05, most * 1.05] : [0, 1];
  const x = { field: "optimised", type: "quantitative" } as const;
  const column = { type: "text", align: "right", baseline: "middle", x: PANEL_WIDTH + CHANGE_WIDTH } as const;
  const rests = { filter: "datum.bound != ''" };
  const change: Layer[] = [
    {
      transform: [{ filter: "datum.bound == ''" }],
      mark: { ...column, fontSize: 14, color: INK },
      encoding: { text: { field: "change" } },
    },
    {
      transform: [rests],
      mark: { ...column, fontSize: 14, color: INK, dy: -7 },
      encoding: { text: { field: "change" } },
    },
    {
      transform: [rests],
      mark: { ...column, fontSize: 12, color: MUTED, dy: 8 },
      encoding: { text: { field: "bound" } },
    },
    {
      transform: [rests],
      mark: { type: "tick", orient: "vertical", size: 24, thickness: 2, color: INK, opacity: 1 },
      encoding: { x },
    },
  ];
  return {
    data: { values: [...rows] },
    width: PANEL_WIDTH,
    height: { step: options.step },
    encoding: {
      y: {
        field: "channel",
        type: "nominal",
        sort: null,
        scale: { domain: names, paddingOuter: 0.1 },
        axis: {
          title: null,
          labels: options.named,
          labelPadding: 14,
          labelLimit: NAME_WIDTH,
          labelFontSize: 14,
          labelColor: INK,
          labelOverlap: false,
          grid: true,
        },
      },
    },
    layer: [
      {
        mark: { type: "rule", strokeWidth: 3, color: FAINT },
        encoding: {
          x: {
            field: "current",
            type: "quantitative",
            scale: { domain, nice: false },
            axis: { title: null, labelExpr: HUMAN_AXIS_LABEL, tickCount: 4 },
          },
          x2: { field: "optimised" },
        },
      },
      { mark: ring(FAINT), encoding: { x: { field: "current", type: "quantitative" } } },
      ...change,
      { mark: dot(ACCENT), encoding: { x } },
      ...panelHeading(title, PANEL_WIDTH),
      {
        data: { values: [{}] },
        mark: { ...column, baseline: "alphabetic", fontSize: 13, color: MUTED },
        encoding: { text: { value: "change" }, y: { value: -16 } },
      },
    ],
  };
}

function boundLabel(bound: BudgetOptimisationChannel["atBound"]): string {
  return bound === null ? "" : `${bound} bound`;
}

/**
 * Current against optimised spend and expected contribution of each channel, side by side, largest increase of spend first.
 *
 * @throws RangeError when there is no channel.
 */
export function budgetOptimisationChart(input: BudgetOptimisationInput): TopLevelSpec {
  requireSome(input.channels, "budget optimisation");
  const names = displayNames(input.channels.map(({ name }) => name));
  const sorted = input.channels
    .map((channel, index) => ({ ...channel, name: names[index] ?? channel.name }))
    .sort((a, b) => b.optimisedSpend - b.currentSpend - (a.optimisedSpend - a.currentSpend));
  const spend = sorted.map((c) => row(c.name, c.currentSpend, c.optimisedSpend, boundLabel(c.atBound)));
  const contribution = sorted.map((c) => row(c.name, c.currentContribution, c.optimisedContribution, ""));
  const step = sorted.length <= 8 ? 46 : 36;
  const sums = totals(sorted);
  const key: KeyItem[] = [
    { label: "current", mark: "ring", colour: FAINT },
    { label: "optimised", mark: "dot", colour: ACCENT },
  ];
  if (spend.some(({ bound }) => bound !== "")) key.push({ label: "at a bound", mark: "tick", colour: INK });
  const width = NAME_WIDTH + 2 * (PANEL_WIDTH + CHANGE_WIDTH);
  return {
    config: CONFIG,
    title: {
      ...headline(finding(sums, input), context(input, sums), width),
      subtitleColor: adequacyColour(input.adequacy),
    },
    spacing: 20,
    vconcat: [
      keyRow(key),
      {
        spacing: 36,
        hconcat: [
          dumbbells(spend, spendTitle(input), { step, named: true }),
          dumbbells(contribution, contributionTitle(input), { step, named: false }),
        ],
      },
    ],
  };
}
