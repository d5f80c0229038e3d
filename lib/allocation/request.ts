import { sum } from "../linalg/vector.ts";
import type { RampLimit } from "../optimise/problem.ts";
import { parseRamps, type RampProblem } from "../optimise/ramps.ts";
import type { Dataset } from "../posterior/dataset.ts";
import { meantOr } from "../schema/nearest.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import type { OptionProblem } from "../stage.ts";
import { exact, isSameAmount } from "../words.ts";
import { multiPeriodConflicts, singlePeriodConflicts } from "./conflicts.ts";

type Options = SchemaTypes["optimisation.options"];
type Limit = Options["bounds"]["default"];

/** One channel of the budget question; spend in money per period. */
export interface RequestedChannel {
  readonly name: string;
  /** Mean spend over the reference periods. */
  readonly current: number;
  readonly lower: number;
  readonly upper: number;
  /** What the first planned period ramps from; null: nothing. */
  readonly start: number | null;
  readonly ramp: RampLimit | null;
  /** Spend of the data's periods, in time order; what is missing is nothing. */
  readonly history: Float64Array;
}

/** A budget of some channels together. */
export interface RequestedGroup {
  readonly name: string;
  readonly channels: readonly string[];
  /** Money per period. */
  readonly budget: number;
  /** Whether less may be spent. */
  readonly isAtMost: boolean;
}

/** The budget question in numbers. */
export interface AllocationRequest {
  readonly channels: readonly RequestedChannel[];
  /** Periods that current spend is the mean of. */
  readonly referencePeriods: number;
  /** Sum of current spend, money per period. */
  readonly currentTotal: number;
  /** Budget per period. */
  readonly total: number;
  /** Whether less than the budget may be spent. */
  readonly isAtMost: boolean;
  readonly groups: readonly RequestedGroup[];
  readonly scenarios: readonly number[];
  readonly multiPeriod: {
    readonly periods: number;
    readonly method: Options["multi_period"]["method"];
    /** Budget over the horizon. */
    readonly total: number;
    /** Budget of each period; null: the periods share the total freely. */
    readonly perPeriod: readonly number[] | null;
    readonly weights: readonly number[] | null;
  };
}

/** Current spend of every channel in every period, times a factor: money, (period, channel). */
export function currentSpend({ channels }: AllocationRequest, periods: number, factor = 1): Float64Array {
  const one = channels.map(({ current }) => factor * current);
  return Float64Array.from({ length: periods * one.length }, (_, at) => one[at % one.length] ?? NaN);
}

/** The question with everything wrong about it, and everything read differently from how it was written. */
export interface ParsedRequest {
  readonly request: AllocationRequest;
  readonly problems: readonly OptionProblem[];
  readonly warnings: readonly string[];
}

function meanOfLast(spend: Float64Array, periods: number): number {
  const known = spend.subarray(spend.length - periods).filter((value) => !Number.isNaN(value));
  return known.length === 0 ? 0 : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Bounds of one channel in money per period. */
export function boundsOf(
  limit: Limit,
  current: number,
  total: number,
): { readonly lower: number; readonly upper: number } {
  switch (limit.kind) {
    case "absolute":
      return { lower: limit.lower ?? 0, upper: limit.upper ?? total };
    case "fraction_of_current":
      return { lower: limit.lower * current, upper: limit.upper * current };
  }
}

/** The limit of a channel, whatever it is called: `constructor` is no property of its own. */
function limitOf({ default: usual, channels }: Options["bounds"], name: string): Limit {
  return Object.hasOwn(channels, name) ? (channels[name] ?? usual) : usual;
}

function unknownChannel(
  name: string,
  known: readonly string[],
  path: OptionProblem["path"],
): OptionProblem[] {
  if (known.includes(name)) return [];
  return [
    {
      path,
      what: `there is no channel ${JSON.stringify(name)}`,
      fix: meantOr(name, known, `channels are ${known.join(", ")}`),
    },
  ];
}

function unknownInGroups(groups: Options["groups"], known: readonly string[]): OptionProblem[] {
  return Object.entries(groups).flatMap(([group, { channels }]) =>
    channels.flatMap((name, i) => unknownChannel(name, known, ["groups", group, "channels", i])),
  );
}

/** Channels that a scenario names and there are none of. */
function unknownInScenarios(compare: Options["compare"], known: readonly string[]): OptionProblem[] {
  return Object.entries(compare).flatMap(([name, { bounds, freeze }]) => [
    ...Object.keys(bounds).flatMap((channel) =>
      unknownChannel(channel, known, ["compare", name, "bounds", channel]),
    ),
    ...freeze.flatMap((channel, i) => unknownChannel(channel, known, ["compare", name, "freeze", i])),
  ]);
}

function crossedBounds(channels: readonly RequestedChannel[]): OptionProblem[] {
  return channels
    .filter(({ lower, upper }) => lower > upper)
    .map(({ name, lower, upper }) => ({
      path: ["bounds"],
      what: `the lower bound of ${name} is ${exact(lower)}, above its upper bound ${exact(upper)}`,
      fix: "lower the lower bound or raise the upper one",
    }));
}

function wrongWeights({ weights, periods }: Options["multi_period"]): OptionProblem[] {
  if (weights === null || weights.length === periods) return [];
  return [
    {
      path: ["multi_period", "weights"],
      what: `${weights.length} weights for ${periods} periods`,
      fix: "give one weight per period, or null",
    },
  ];
}

/** More reference periods than there are data are all of them: said, for the number asked for is not the one used. */
function tooManyReferencePeriods(asked: number | null, all: number): string[] {
  return asked === null || asked <= all
    ? []
    : [
        `reference_periods is ${asked}, the data have ${all} periods: current spend is the mean of all ${all}`,
      ];
}

function wrongPeriodBudgets({
  period_budgets,
  periods,
  total_budget,
}: Options["multi_period"]): OptionProblem[] {
  if (period_budgets === null) return [];
  if (period_budgets.length !== periods) {
    return [
      {
        path: ["multi_period", "period_budgets"],
        what: `${period_budgets.length} budgets for ${periods} periods`,
        fix: "give one budget per period, or null",
      },
    ];
  }
  const together = sum(period_budgets);
  if (total_budget === null || isSameAmount(together, total_budget)) return [];
  return [
    {
      path: ["multi_period", "total_budget"],
      what: `the period budgets sum to ${exact(together)}, the total over the horizon is ${exact(total_budget)}`,
      fix: "leave total_budget out, or give the sum of the period budgets",
    },
  ];
}

const RAMP_OPTION = { absolute: "ramp_absolute", percentage: "ramp_percentage" } as const;

function rampProblem({ kind, channel, what, fix }: RampProblem): OptionProblem {
  const path = ["multi_period", RAMP_OPTION[kind]];
  return { path: channel === null ? path : [...path, channel], what, fix };
}

/**
 * Reads the options of 70_optimisation against the data.
 *
 * Nothing of it needs the posterior, so a question that cannot be answered is refused before anything runs.
 */
export function parseRequest({ channels: data }: Dataset, options: Options): ParsedRequest {
  const { bounds, multi_period } = options;
  const { period_budgets } = multi_period;
  const names = data.map(({ name }) => name);
  const all = data[0]?.spend.length ?? 0;
  const referencePeriods = Math.min(options.reference_periods ?? all, all);
  const currents = data.map(({ spend }) => meanOfLast(spend, referencePeriods));
  const currentTotal = currents.reduce((sum, value) => sum + value, 0);
  const total = options.total_budget ?? currentTotal;
  const starts = data.map(
    ({ spend }, i) =>
      ({ current: currents[i] ?? NaN, last_period: meanOfLast(spend, 1), free: null })[multi_period.start],
  );
  const ramps = parseRamps(
    { absolute: multi_period.ramp_absolute, percentage: multi_period.ramp_percentage },
    names,
    starts,
  );
  const channels = data.map(({ name, spend }, i) => {
    const current = currents[i] ?? NaN;
    return {
      name,
      current,
      ...boundsOf(limitOf(bounds, name), current, total),
      start: starts[i] ?? null,
      ramp: ramps.ramps[i] ?? null,
      history: spend.map((value) => (Number.isNaN(value) ? 0 : value)),
    };
  });
  const request: AllocationRequest = {
    channels,
    referencePeriods,
    currentTotal,
    total,
    isAtMost: options.budget === "at_most",
    groups: Object.entries(options.groups).map(([name, { channels: own, budget, kind }]) => ({
      name,
      channels: own,
      budget,
      isAtMost: kind === "at_most",
    })),
    scenarios: options.scenarios,
    multiPeriod: {
      periods: multi_period.periods,
      method: multi_period.method,
      total:
        multi_period.total_budget ?? (period_budgets ? sum(period_budgets) : total * multi_period.periods),
      perPeriod: period_budgets,
      weights: multi_period.weights,
    },
  };
  const basic = [
    ...Object.keys(bounds.channels).flatMap((name) =>
      unknownChannel(name, names, ["bounds", "channels", name]),
    ),
    ...unknownInGroups(options.groups, names),
    ...unknownInScenarios(options.compare, names),
    ...ramps.problems.map(rampProblem),
    ...crossedBounds(channels),
    ...wrongWeights(multi_period),
    ...wrongPeriodBudgets(multi_period),
  ];
  // Scenarios and the plan start from the total: when that is out of reach, they only repeat it.
  const first = basic.length > 0 ? basic : singlePeriodConflicts(request, total, ["total_budget"]);
  const problems =
    first.length > 0
      ? first
      : [
          ...options.scenarios.flatMap((multiplier, i) =>
            singlePeriodConflicts(request, multiplier * total, ["scenarios", i]),
          ),
          ...multiPeriodConflicts(request),
        ];
  const warnings = [...tooManyReferencePeriods(options.reference_periods, all), ...ramps.warnings];
  return { request, problems, warnings };
}
