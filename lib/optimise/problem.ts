import type { Curve } from "../curves/curve.ts";
import type { Problem } from "../errors.ts";

/** How far the spend of a channel may move from one period to the next; both limits hold where both are given. */
export interface RampLimit {
  /** Money per period, up or down; null for no limit. */
  readonly absolute: number | null;
  /** Fraction of the previous period's spend, up or down (0.25 is 25 %); null for no limit. */
  readonly percentage: number | null;
}

/** Geometric carryover: effective spend is spend plus `alpha` times the effective spend of the period before. */
export interface Adstock {
  /** Share carried into the next period, in [0, 1). */
  readonly alpha: number;
  /** Effective spend of the period before the first (money, at least 0). */
  readonly initialCarryover: number;
}

/** One channel as the caller states it. */
export interface ChannelSpec {
  readonly name: string;
  /** Spend (effective spend, with adstock) of a period to contribution of that period. */
  readonly curve: Curve;
  /** Least spend per period: one number, or one per period. */
  readonly lower: number | readonly number[];
  /** Greatest spend per period: one number, or one per period. */
  readonly upper: number | readonly number[];
  /** Spend of the period before the first, from which the ramp starts; null where unknown: the first period is free. */
  readonly lastSpend?: number | null;
  readonly ramp?: RampLimit | null;
  readonly adstock?: Adstock | null;
}

/** A budget to divide, as the caller states it. */
export interface AllocationSpec {
  readonly channels: readonly ChannelSpec[];
  /** Number of periods; 1 if not given. */
  readonly periods?: number;
  /** Weight of each period's contribution in the objective; 1 if not given. */
  readonly periodWeights?: readonly number[];
  /** Money to be spent exactly: over all periods, and, where `perPeriod` is given, in each of them. */
  readonly budget: { readonly total: number; readonly perPeriod?: readonly number[] | null };
}

/** One channel of a checked problem. */
export interface Channel {
  readonly name: string;
  readonly curve: Curve;
  readonly lastSpend: number | null;
  readonly ramp: RampLimit | null;
  /** Null where nothing is carried over. */
  readonly adstock: Adstock | null;
}

/**
 * Maximise Σ_t w_t Σ_i C_i(spend_ti) subject to budget, bounds and ramps.
 *
 * Every array over periods and channels, allocations included, is period-major: element (t, i) is at
 * `t * channels.length + i`.
 */
export interface AllocationProblem {
  readonly channels: readonly Channel[];
  readonly periods: number;
  readonly periodWeights: Float64Array;
  /** Money per period, (period, channel). */
  readonly lower: Float64Array;
  /** Money per period, (period, channel). */
  readonly upper: Float64Array;
  readonly total: number;
  readonly perPeriod: Float64Array | null;
}

/**
 * The checked form of a request to divide a budget.
 *
 * Requests that contradict themselves (a lower bound above the upper, a budget out of reach) are legal here: they are
 * explained by `explainInfeasibility`.
 *
 * @throws RangeError naming every value of a wrong shape or domain at once.
 */
export function allocationProblem(spec: AllocationSpec): AllocationProblem {
  const problems = checkAllocation(spec);
  if (problems.length > 0) {
    throw new RangeError(problems.map(({ where, what }) => `${where}: ${what}`).join("\n"));
  }
  const periods = spec.periods ?? 1;
  const perPeriod = spec.budget.perPeriod;
  return {
    channels: spec.channels.map(checkedChannel),
    periods,
    periodWeights: Float64Array.from(spec.periodWeights ?? new Array<number>(periods).fill(1)),
    lower: spread(
      spec.channels.map((channel) => channel.lower),
      periods,
    ),
    upper: spread(
      spec.channels.map((channel) => channel.upper),
      periods,
    ),
    total: spec.budget.total,
    perPeriod: perPeriod ? Float64Array.from(perPeriod) : null,
  };
}

/** Everything of a wrong shape or domain in a request, each with its path and its cure; empty when it can be stated as a problem. */
export function checkAllocation(spec: AllocationSpec): Problem[] {
  const problems: Problem[] = [];
  const periods = spec.periods ?? 1;
  if (!(Number.isInteger(periods) && periods >= 1)) {
    return [problem("periods", periods, "a whole number of at least 1")];
  }
  if (spec.channels.length === 0) problems.push(problem("channels", "empty", "at least one channel"));
  checkSeries(problems, "periodWeights", spec.periodWeights ?? 1, periods);
  checkNumber(problems, "budget.total", spec.budget.total);
  if (spec.budget.perPeriod) checkSeries(problems, "budget.perPeriod", spec.budget.perPeriod, periods);
  const seen = new Set<string>();
  for (const channel of spec.channels) {
    if (seen.has(channel.name))
      problems.push(problem(`channels.${channel.name}`, "named twice", "distinct names"));
    seen.add(channel.name);
    checkChannel(problems, channel, periods);
  }
  return problems;
}

function checkChannel(problems: Problem[], channel: ChannelSpec, periods: number): void {
  const path = `channels.${channel.name}`;
  checkSeries(problems, `${path}.lower`, channel.lower, periods);
  checkSeries(problems, `${path}.upper`, channel.upper, periods);
  checkNumber(problems, `${path}.lastSpend`, channel.lastSpend ?? 0);
  checkNumber(problems, `${path}.ramp.absolute`, channel.ramp?.absolute ?? 0);
  checkNumber(problems, `${path}.ramp.percentage`, channel.ramp?.percentage ?? 0);
  checkNumber(problems, `${path}.adstock.initialCarryover`, channel.adstock?.initialCarryover ?? 0);
  const alpha = channel.adstock?.alpha ?? 0;
  if (!(alpha >= 0 && alpha < 1))
    problems.push(problem(`${path}.adstock.alpha`, alpha, "a number in [0, 1)"));
}

function checkSeries(
  problems: Problem[],
  where: string,
  series: number | readonly number[],
  periods: number,
): void {
  if (typeof series === "number") {
    checkNumber(problems, where, series);
    return;
  }
  if (series.length !== periods) {
    problems.push(problem(where, `of ${series.length} periods`, `${periods} periods`));
  }
  for (let t = 0; t < series.length; t++) checkNumber(problems, `${where}[${t}]`, series[t]!);
}

function checkNumber(problems: Problem[], where: string, value: number): void {
  if (!(value >= 0 && value < Infinity))
    problems.push(problem(where, value, "a finite number of at least 0"));
}

function problem(where: string, got: string | number, expected: string): Problem {
  return { where, what: `is ${got}, expected ${expected}`, fix: `give ${expected}` };
}

function checkedChannel({ name, curve, lastSpend, ramp, adstock }: ChannelSpec): Channel {
  const isRamped = ramp && (ramp.absolute !== null || ramp.percentage !== null);
  const isCarried = adstock && (adstock.alpha > 0 || adstock.initialCarryover > 0);
  return {
    name,
    curve,
    lastSpend: lastSpend ?? null,
    ramp: isRamped ? ramp : null,
    adstock: isCarried ? adstock : null,
  };
}

function spread(series: readonly (number | readonly number[])[], periods: number): Float64Array {
  const n = series.length;
  const out = new Float64Array(periods * n);
  for (let t = 0; t < periods; t++) {
    for (let i = 0; i < n; i++) {
      const one = series[i]!;
      out[t * n + i] = typeof one === "number" ? one : one[t]!;
    }
  }
  return out;
}

/** Whether some spend limit ties one period to the next, so that periods cannot be solved each on its own. */
export function hasLinkedPeriods(problem: AllocationProblem): boolean {
  return problem.periods > 1 && problem.channels.some(({ ramp }) => ramp !== null);
}

/** Whether any channel carries effect over into later periods. */
export function hasAdstock(problem: AllocationProblem): boolean {
  return problem.channels.some(({ adstock }) => adstock !== null);
}

/** Weighted contribution of an allocation over all periods, carryover included; NaN where a spend is negative or NaN. */
export function objective(problem: AllocationProblem, allocation: Float64Array): number {
  const n = problem.channels.length;
  let total = 0;
  for (let i = 0; i < n; i++) {
    const { curve, adstock } = problem.channels[i]!;
    let effective = adstock?.initialCarryover ?? 0;
    for (let t = 0; t < problem.periods; t++) {
      effective = allocation[t * n + i]! + (adstock?.alpha ?? 0) * effective;
      total += problem.periodWeights[t]! * (effective >= 0 ? curve.value(effective) : NaN);
    }
  }
  return total;
}
