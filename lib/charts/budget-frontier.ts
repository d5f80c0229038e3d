import type { TopLevelSpec } from "vega-lite";
import { adequacyColour, adequacySentence, type Adequacy } from "./adequacy.ts";
import { finiteOrNull, largest, requireSome, smallest } from "./checks.ts";
import { HUMAN_AXIS_LABEL, money, percent, signedPercent } from "./format.ts";
import { keyRow, type KeyItem } from "./key.ts";
import { diamond, dot, ring } from "./marks.ts";
import {
  ACCENT,
  CONFIG,
  headline,
  INK,
  MUTED,
  panelHeading,
  SMALL_AXIS,
  type Layer,
  type Panel,
} from "./theme.ts";
import {
  budgetTitle,
  contributionTitle,
  marginalReturnTitle,
  oneMore,
  returnText,
  type ChartUnits,
} from "./units.ts";

/** A total budget per period, in currency, and the contribution per period expected of it, in target units. */
export interface Plan {
  readonly budget: number;
  /** NaN when it is undefined. */
  readonly contribution: number;
}

/** What the best split of one total budget brings. */
export interface FrontierPoint extends Plan {
  /** Contribution that one more unit of budget adds there; NaN when it is undefined. */
  readonly marginalReturn: number;
}

/** What the chart of the budget frontier shows. */
export interface BudgetFrontierInput extends ChartUnits {
  /** At least one, budget ascending; read exactly at today's total when that is among them. */
  readonly frontier: readonly FrontierPoint[];
  /** Today's split. */
  readonly current: Plan;
  readonly recommended: Plan;
  /** Today's split scaled to the recommended total; null when it is today's plan. */
  readonly proportional: Plan | null;
  readonly adequacy: Adequacy;
}

const PANEL_WIDTH = 440;
const PANEL_HEIGHT = 340;
/** Room for a label such as `+36 %` beside its rule. */
const LABEL_WIDTH = 64;
const LABEL = { fontSize: 14, fontWeight: 600, color: INK } as const;
/** Total budgets closer than this fraction are the same budget, and contributions as much: less than a straight line can tell. */
const SAME = 0.005;
/** The contribution's axis starts at zero when that leaves the data at least this share of it. */
const FROM_ZERO = 0.6;

/** Straight-line reading of the frontier; null outside its points and between undefined ones. */
function readFrontier(
  frontier: readonly FrontierPoint[],
  budget: number,
  field: "contribution" | "marginalReturn",
): number | null {
  const next = frontier.findIndex((point) => point.budget >= budget);
  const right = frontier[next];
  const left = frontier[next - 1];
  if (right === undefined) return null;
  if (right.budget === budget) return finiteOrNull(right[field]);
  if (left === undefined) return null;
  const weight = (budget - left.budget) / (right.budget - left.budget);
  return finiteOrNull(left[field] + weight * (right[field] - left[field]));
}

function isDrawn(plan: Plan): boolean {
  return Number.isFinite(plan.budget) && Number.isFinite(plan.contribution);
}

function isSameBudget(a: Plan, b: Plan): boolean {
  return Math.abs(a.budget - b.budget) <= SAME * Math.abs(a.budget);
}

/** Relative gain of one contribution over another; NaN when there is nothing to compare with. */
function gainOver(contribution: number, base: number): number {
  return base > 0 ? contribution / base - 1 : NaN;
}

function change(fraction: number): string {
  return `${percent(Math.abs(fraction))} ${fraction < 0 ? "less" : "more"}`;
}

function finding({ frontier, current, recommended, proportional }: BudgetFrontierInput): string {
  const gain = gainOver(recommended.contribution, current.contribution);
  if (frontier.every(({ contribution }) => !Number.isFinite(contribution))) {
    return "What the best split of each total budget brings is undefined";
  }
  if (!Number.isFinite(gain)) return "What the best split of each total budget is expected to bring";
  if (isSameBudget(current, recommended)) {
    return Math.abs(gain) < SAME
      ? "The current split already brings what the best split of the same budget is expected to"
      : `The same budget, ${gain < 0 ? "split as recommended" : "split best"}, is expected to bring ${change(gain)}`;
  }
  const budget = gainOver(recommended.budget, current.budget);
  const total = Number.isFinite(budget) ? `${change(budget)} budget` : "The recommended budget";
  const scaled = gainOver(proportional?.contribution ?? NaN, current.contribution);
  const isAsMuch = Math.abs(gain - scaled) < SAME * (1 + gain);
  const instead = Number.isFinite(scaled) ? `; split as today, ${isAsMuch ? "as much" : change(scaled)}` : "";
  return `${total}, split best, is expected to bring ${change(gain)}${instead}`;
}

function context(input: BudgetFrontierInput): string[] {
  const perPeriod = (plan: Plan) => `${money(plan.budget, input.currency)} per ${input.period}`;
  const budgets = isSameBudget(input.current, input.recommended)
    ? `Total budget: ${perPeriod(input.recommended)}`
    : `Total budget: ${perPeriod(input.recommended)} recommended, ${perPeriod(input.current)} now`;
  const unknown = [
    ...(Number.isFinite(input.current.contribution) ? [] : ["current contribution undefined"]),
    ...(Number.isFinite(input.recommended.contribution) ? [] : ["recommended contribution undefined"]),
  ];
  return [
    "Best split: each total budget divided between the channels for the most contribution, within their limits",
    [budgets, ...unknown, adequacySentence(input.adequacy)].join(" · "),
  ];
}

/** Where the marginal return falls below 1 for good: between the frontier's points by a straight line; null if it never does. */
function breakEven(frontier: readonly FrontierPoint[]): number | null {
  const last = frontier.findLastIndex((point) => !(point.marginalReturn < 1));
  const [before, after] = [frontier[last], frontier[last + 1]];
  if (before === undefined || after === undefined || !Number.isFinite(before.marginalReturn)) return null;
  const fall = before.marginalReturn - after.marginalReturn;
  return before.budget + ((before.marginalReturn - 1) / fall) * (after.budget - before.budget);
}

/** A gain in contribution at one total budget, from a split as it is today to the best one. */
interface Gain {
  readonly budget: number;
  readonly from: number;
  readonly to: number;
}

/** The gains worth drawing: at today's total, and at the recommended one where it differs. */
function gains(input: BudgetFrontierInput): Gain[] {
  const { frontier, current, recommended, proportional } = input;
  const best = isSameBudget(current, recommended)
    ? recommended.contribution
    : readFrontier(frontier, current.budget, "contribution");
  const isExact = ({ budget }: Plan) =>
    budget === recommended.budget || frontier.some((point) => point.budget === budget);
  // A straight line runs below a frontier that bends: a loss read from it is no loss.
  const isWorthDrawing = (gain: number, plan: Plan) => gain >= SAME || (gain <= -SAME && isExact(plan));
  const candidates = [
    { plan: current, best },
    ...(proportional === null ? [] : [{ plan: proportional, best: recommended.contribution }]),
  ];
  return candidates.flatMap(({ plan, best: to }) =>
    to !== null && isDrawn(plan) && isWorthDrawing(gainOver(to, plan.contribution), plan)
      ? [{ budget: plan.budget, from: plan.contribution, to }]
      : [],
  );
}

/** Limits of both axes of the left panel; the horizontal ones serve both panels. */
interface Frame {
  readonly budget: readonly [number, number];
  readonly contribution: readonly [number, number];
}

function around(values: readonly (number | null)[], share: number): [number, number] {
  const [low, high] = [smallest(values, 0), largest(values, 1)];
  const margin = high > low ? (high - low) * share : Math.abs(high) * 0.1 || 1;
  return [low >= 0 ? Math.max(low - margin, 0) : low - margin, high + margin];
}

function frameOf({ frontier, current, recommended, proportional }: BudgetFrontierInput): Frame {
  const plans = [...frontier, current, recommended, ...(proportional === null ? [] : [proportional])];
  const contributions = plans.map(({ contribution }) => contribution);
  const [low, high] = around(contributions, 0.14);
  const least = smallest(contributions, 0);
  const isFromZero = least >= 0 && high - least >= FROM_ZERO * high;
  return {
    budget: around(
      plans.map(({ budget }) => budget),
      0.12,
    ),
    contribution: [isFromZero ? 0 : low, high],
  };
}

function budgetAxis(frame: Frame, input: BudgetFrontierInput) {
  return {
    field: "budget",
    type: "quantitative" as const,
    scale: { domain: [...frame.budget], nice: false, zero: false },
    axis: { title: budgetTitle(input), labelExpr: HUMAN_AXIS_LABEL, tickCount: 6, grid: false },
  };
}

function valueAxis(domain: readonly [number, number]) {
  return {
    field: "value",
    type: "quantitative" as const,
    scale: { domain: [...domain], nice: false, zero: false },
    axis: { title: null, labelExpr: HUMAN_AXIS_LABEL, tickCount: 6, ...SMALL_AXIS },
  };
}

const AT_VALUE = {
  x: { field: "budget", type: "quantitative" },
  y: { field: "value", type: "quantitative" },
} as const;

/** A line through the defined values, broken where one is undefined; a value without neighbours is a point. */
function frontierLayers(points: readonly { budget: number; value: number | null }[]): Layer[] {
  const isAlone = points.map(
    ({ value }, i) =>
      value !== null && (points[i - 1]?.value ?? null) === null && (points[i + 1]?.value ?? null) === null,
  );
  return [
    {
      data: { values: [...points] },
      mark: { type: "line", color: ACCENT, strokeWidth: 2.5, invalid: "break-paths-show-domains" },
      encoding: AT_VALUE,
    },
    {
      data: { values: points.filter((_, i) => isAlone[i] === true) },
      mark: { ...dot(ACCENT), size: 28 },
      encoding: AT_VALUE,
    },
  ];
}

/** A dot that stands out from the line it lies on. */
const RECOMMENDED = { ...dot(ACCENT), size: 120, stroke: "#FFFFFF", strokeWidth: 2 } as const;
/** Wide enough to show around the recommended plan where they coincide. */
const CURRENT = { ...ring(INK), size: 210 } as const;

function planLayer(
  plan: Plan,
  mark: typeof CURRENT | ReturnType<typeof diamond> | typeof RECOMMENDED,
): Layer[] {
  if (!isDrawn(plan)) return [];
  return [
    {
      data: { values: [{ budget: plan.budget, value: plan.contribution }] },
      mark,
      encoding: AT_VALUE,
    },
  ];
}

/** Rules from each split of today up to the best one. A label stands left above the rule, or right below it where that is taken. */
function gainLayers(shown: readonly Gain[], { budget: [low, high] }: Frame): Layer[] {
  const near = (LABEL_WIDTH / PANEL_WIDTH) * (high - low);
  return shown.flatMap((gain): Layer[] => {
    const isCrowded = shown.some(({ budget }) => budget < gain.budget && gain.budget - budget < near);
    const data = { values: [{ ...gain, label: signedPercent(gainOver(gain.to, gain.from)) }] };
    const place = isCrowded
      ? ({ align: "left", baseline: "top", dx: 4, dy: 10 } as const)
      : ({ align: "right", baseline: "bottom", dx: -6, dy: -9 } as const);
    return [
      {
        data,
        mark: { type: "rule", color: MUTED, strokeWidth: 1.6, strokeDash: [3, 3] },
        encoding: { x: AT_VALUE.x, y: { field: "from", type: "quantitative" }, y2: { field: "to" } },
      },
      {
        data,
        mark: { type: "text", ...place, ...LABEL },
        encoding: {
          x: AT_VALUE.x,
          y: { field: isCrowded ? "from" : "to", type: "quantitative" },
          text: { field: "label" },
        },
      },
    ];
  });
}

function contributionPanel(input: BudgetFrontierInput, frame: Frame): Panel {
  const points = input.frontier.map(({ budget, contribution }) => ({
    budget,
    value: finiteOrNull(contribution),
  }));
  const shown = gains(input);
  const readings = [
    ...(shown.length === 0 ? [] : ["labels: gain of the best split of the same total"]),
    ...(frame.contribution[0] === 0 ? [] : ["axis does not start at zero"]),
  ];
  return {
    width: PANEL_WIDTH,
    height: PANEL_HEIGHT,
    encoding: { x: budgetAxis(frame, input), y: valueAxis(frame.contribution) },
    layer: [
      ...frontierLayers(points),
      ...gainLayers(shown, frame),
      ...planLayer(input.current, CURRENT),
      ...(input.proportional === null ? [] : planLayer(input.proportional, diamond(INK))),
      ...planLayer(input.recommended, RECOMMENDED),
      ...panelHeading(contributionTitle(input), PANEL_WIDTH, readings.join("; ")),
    ],
  };
}

function isMoney({ currency, contributionUnit }: ChartUnits): boolean {
  return currency !== null && currency === contributionUnit;
}

function breakEvenWords(input: BudgetFrontierInput, at: number | null): string {
  const returns = input.frontier.map((point) => point.marginalReturn);
  if (at !== null) return `beyond the break-even ${oneMore(input)} brings less than it costs`;
  if (!isMoney(input) || !returns.every(Number.isFinite))
    return `what ${oneMore(input)} adds at each total budget`;
  return returns.every((value) => value < 1)
    ? `${oneMore(input)} brings less than it costs at every total shown`
    : `${oneMore(input)} brings at least what it costs at the largest total shown`;
}

/**
 * The level at which one more unit brings what it costs, and the total budget where that is so. Beyond it the curve lies below the
 * level, so that there is room for words above the level's right end, or above its left end where that is too short.
 */
function breakEvenLayers(
  input: BudgetFrontierInput,
  at: number | null,
  { budget: [least, most] }: Frame,
): Layer[] {
  if (!isMoney(input)) return [];
  const level: Layer = {
    data: { values: [{ value: 1 }] },
    mark: { type: "rule", color: INK, strokeWidth: 1.4, strokeDash: [4, 3] },
    encoding: { x: { value: 0 }, x2: { value: PANEL_WIDTH }, y: { field: "value", type: "quantitative" } },
  };
  if (at === null) return [level];
  const isRight = at - least < 0.55 * (most - least);
  const place = isRight ? ({ align: "right", dx: -4 } as const) : ({ align: "left", dx: 4 } as const);
  const data = { values: [{ budget: at, value: 1, label: `break-even at ${money(at, input.currency)}` }] };
  return [
    level,
    {
      data,
      mark: { type: "tick", orient: "vertical", size: 24, thickness: 2, color: INK, opacity: 1 },
      encoding: AT_VALUE,
    },
    {
      data,
      mark: { type: "text", ...place, baseline: "bottom", dy: -5, limit: 240, color: INK },
      encoding: { x: { value: isRight ? PANEL_WIDTH : 0 }, y: AT_VALUE.y, text: { field: "label" } },
    },
  ];
}

/** The marginal return of the recommended total, named left below the curve, or right above it near the axis. */
function recommendedLayers(
  budget: number,
  marginal: number | null,
  [low, high]: readonly [number, number],
): Layer[] {
  if (marginal === null) return [];
  const place =
    marginal - low < 0.07 * (high - low)
      ? ({ align: "left", baseline: "bottom", dx: 8, dy: -8 } as const)
      : ({ align: "right", baseline: "top", dx: -8, dy: 8 } as const);
  return [
    ...planLayer({ budget, contribution: marginal }, RECOMMENDED),
    {
      data: { values: [{ budget, value: marginal, label: returnText(marginal) }] },
      mark: { type: "text", ...place, ...LABEL },
      encoding: { ...AT_VALUE, text: { field: "label" } },
    },
  ];
}

function marginalPanel(input: BudgetFrontierInput, frame: Frame): Panel {
  const { frontier, recommended } = input;
  const points = frontier.map(({ budget, marginalReturn }) => ({
    budget,
    value: finiteOrNull(marginalReturn),
  }));
  const marginal = readFrontier(frontier, recommended.budget, "marginalReturn");
  const at = isMoney(input) ? breakEven(frontier) : null;
  const values = [0, ...points.map(({ value }) => value), ...(isMoney(input) ? [1] : [])];
  const [low, high] = [smallest(values, 0), largest(values, 0)];
  const domain = [low * 1.1, high > low ? high * 1.1 : 1] as const;
  return {
    width: PANEL_WIDTH,
    height: PANEL_HEIGHT,
    encoding: { x: budgetAxis(frame, input), y: valueAxis(domain) },
    layer: [
      ...frontierLayers(points),
      ...breakEvenLayers(input, at, frame),
      ...recommendedLayers(recommended.budget, marginal, domain),
      ...panelHeading(marginalReturnTitle(input), PANEL_WIDTH, breakEvenWords(input, at)),
    ],
  };
}

/**
 * What the best split brings at each total budget, against today's plan, today's split at the recommended total and the
 * recommended plan, and beside it the marginal return of the total budget with its break-even where contribution is money.
 *
 * Between the frontier's points both curves are read by straight lines. What is undefined is not drawn.
 *
 * @throws RangeError when the frontier is empty or its budgets do not ascend.
 */
export function budgetFrontierChart(input: BudgetFrontierInput): TopLevelSpec {
  requireSome(input.frontier, "budget frontier");
  if (input.frontier.some(({ budget }, i) => i > 0 && !(budget > (input.frontier[i - 1]?.budget ?? NaN)))) {
    throw new RangeError("budget frontier: budgets must ascend");
  }
  const frame = frameOf(input);
  const key: KeyItem[] = [{ label: "best split of each total", mark: "line", colour: ACCENT }];
  if (isDrawn(input.recommended)) key.push({ label: "recommended", mark: "dot", colour: ACCENT });
  if (isDrawn(input.current)) key.push({ label: "current plan", mark: "ring", colour: INK });
  if (input.proportional !== null && isDrawn(input.proportional)) {
    key.push({ label: "current split, recommended total", mark: "diamond", colour: INK });
  }
  if (isMoney(input)) {
    key.push({ label: "break-even: a return of 1", mark: "dashed", colour: INK });
  }
  return {
    config: CONFIG,
    title: {
      ...headline(finding(input), context(input), 2 * PANEL_WIDTH + 120),
      subtitleColor: adequacyColour(input.adequacy),
    },
    spacing: 20,
    vconcat: [
      keyRow(key),
      { spacing: 40, hconcat: [contributionPanel(input, frame), marginalPanel(input, frame)] },
    ],
  };
}
