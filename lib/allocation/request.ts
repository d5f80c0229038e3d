import { michaelisMenten } from "../curves/michaelis-menten.ts";
import type { Curve } from "../curves/curve.ts";
import { explainInfeasibility } from "../optimise/infeasibility.ts";
import { allocationProblem, type AllocationProblem, type RampLimit } from "../optimise/problem.ts";
import { parseRamps, type RampProblem } from "../optimise/ramps.ts";
import type { Dataset } from "../posterior/dataset.ts";
import { meantOr } from "../schema/nearest.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import type { OptionProblem } from "../stage.ts";
import { exact, roundedTo, withinRange } from "../words.ts";

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
  readonly scenarios: readonly number[];
  readonly multiPeriod: {
    readonly periods: number;
    readonly method: Options["multi_period"]["method"];
    /** Budget over the horizon. */
    readonly total: number;
    readonly weights: readonly number[] | null;
  };
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

function boundsOf(
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

function unknownChannels(
  names: readonly string[],
  known: readonly string[],
  path: readonly string[],
): OptionProblem[] {
  return names
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path: [...path, name],
      what: `there is no channel ${JSON.stringify(name)}`,
      fix: meantOr(name, known, `channels are ${known.join(", ")}`),
    }));
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

function outOfReach(
  channels: readonly RequestedChannel[],
  total: number,
  path: OptionProblem["path"],
): OptionProblem[] {
  const least = channels.reduce((sum, { lower }) => sum + lower, 0);
  const most = channels.reduce((sum, { upper }) => sum + upper, 0);
  const slack = 1e-9 * Math.max(total, most);
  if (total >= least - slack && total <= most + slack) return [];
  const [low, high] = withinRange(least, most);
  return [
    {
      path,
      what: `a total budget of ${exact(total)} per period lies outside what the bounds allow: ${low} to ${high}`,
      fix: `ask for a total between ${low} and ${high}, or widen the bounds`,
    },
  ];
}

/** The multi-period problem of a request, over the curves given in the order of its channels. */
export function multiPeriodProblem(
  { channels, multiPeriod }: AllocationRequest,
  curves: readonly Curve[],
): AllocationProblem {
  return allocationProblem({
    channels: channels.map(({ name, lower, upper, start, ramp }, i) => ({
      name,
      curve: curveAt(curves, i),
      lower,
      upper,
      lastSpend: start,
      ramp,
    })),
    periods: multiPeriod.periods,
    ...(multiPeriod.weights === null ? {} : { periodWeights: multiPeriod.weights }),
    budget: { total: multiPeriod.total },
  });
}

/** The single-period problem of a request at a total budget. */
export function singlePeriodProblem(
  { channels }: AllocationRequest,
  curves: readonly Curve[],
  total: number,
): AllocationProblem {
  return allocationProblem({
    channels: channels.map(({ name, lower, upper }, i) => ({
      name,
      curve: curveAt(curves, i),
      lower,
      upper,
    })),
    budget: { total },
  });
}

function curveAt(curves: readonly Curve[], i: number): Curve {
  const curve = curves[i];
  if (curve === undefined) throw new RangeError(`${curves.length} curves, expected one for each channel`);
  return curve;
}

/** Whether bounds, ramps and budget contradict each other has nothing to do with the curves: any will do. */
function conflictOf(request: AllocationRequest) {
  const flat = request.channels.map(() => michaelisMenten({ L: 0, k: 1 }));
  return explainInfeasibility(multiPeriodProblem(request, flat));
}

/** A budget over the horizon in as few digits as leave it one that can be met. */
function nearestInReach(request: AllocationRequest, total: number): string {
  const { multiPeriod } = request;
  const inwards = total < multiPeriod.total ? "down" : "up";
  for (let digits = 4; digits <= 15; digits += 1) {
    const rounded = roundedTo(total, digits, inwards);
    if (conflictOf({ ...request, multiPeriod: { ...multiPeriod, total: rounded } }) === null)
      return String(rounded);
  }
  return String(total);
}

function multiPeriodConflicts(request: AllocationRequest): OptionProblem[] {
  const conflict = conflictOf(request);
  if (conflict === null) return [];
  const total = conflict.nearestBudget?.total;
  return [
    {
      path: ["multi_period"],
      what: conflict.reason,
      fix:
        total === undefined
          ? "loosen one of these limits"
          : `the nearest total budget over the horizon that can be met is ${nearestInReach(request, total)}; or loosen one of these limits`,
    },
  ];
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
  const channels = data.map(({ name }, i) => {
    const current = currents[i] ?? NaN;
    return {
      name,
      current,
      ...boundsOf(bounds.channels[name] ?? bounds.default, current, total),
      start: starts[i] ?? null,
      ramp: ramps.ramps[i] ?? null,
    };
  });
  const request: AllocationRequest = {
    channels,
    referencePeriods,
    currentTotal,
    total,
    scenarios: options.scenarios,
    multiPeriod: {
      periods: multi_period.periods,
      method: multi_period.method,
      total: multi_period.total_budget ?? total * multi_period.periods,
      weights: multi_period.weights,
    },
  };
  const basic = [
    ...unknownChannels(Object.keys(bounds.channels), names, ["bounds", "channels"]),
    ...ramps.problems.map(rampProblem),
    ...crossedBounds(channels),
    ...wrongWeights(multi_period),
  ];
  // Scenarios and the plan start from the total: when that is out of reach, they only repeat it.
  const first = basic.length > 0 ? basic : outOfReach(channels, total, ["total_budget"]);
  const problems =
    first.length > 0
      ? first
      : [
          ...options.scenarios.flatMap((multiplier, i) =>
            outOfReach(channels, multiplier * total, ["scenarios", i]),
          ),
          ...multiPeriodConflicts(request),
        ];
  const warnings = [...tooManyReferencePeriods(options.reference_periods, all), ...ramps.warnings];
  return { request, problems, warnings };
}
