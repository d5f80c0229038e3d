import type { Curve } from "../curves/curve.ts";
import { checkAllocation } from "./check-problem.ts";

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

/** A budget of some channels, on top of that of all, as the caller states it. */
export interface GroupSpec {
  readonly name: string;
  /** Names of its channels. */
  readonly channels: readonly string[];
  /** Money over all periods; null or left out for none. */
  readonly total?: number | null;
  /** Money in each period; null or left out for none. */
  readonly perPeriod?: readonly number[] | null;
  /** Whether less may be spent; exact if not given. */
  readonly atMost?: boolean;
}

/** What there is to spend, as the caller states it. */
export interface BudgetSpec {
  /** Money over all periods. */
  readonly total: number;
  /** Money in each period; null or left out for none. */
  readonly perPeriod?: readonly number[] | null;
  /** Whether less than the total may be spent; exact if not given. */
  readonly atMost?: boolean;
  /** Whether less may be spent in a period; as for the total if not given. */
  readonly perPeriodAtMost?: boolean;
  readonly groups?: readonly GroupSpec[];
}

/** A budget to divide, as the caller states it. */
export interface AllocationSpec {
  readonly channels: readonly ChannelSpec[];
  /** Number of periods; 1 if not given. */
  readonly periods?: number;
  /** Weight of each period's contribution in the objective; 1 if not given. */
  readonly periodWeights?: readonly number[];
  readonly budget: BudgetSpec;
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

/** A budget of some channels of a checked problem. */
export interface ChannelGroup {
  readonly name: string;
  /** Indices of its channels, rising. */
  readonly members: readonly number[];
  /** Money over all periods; null for none. */
  readonly total: number | null;
  /** Money in each period; null for none. */
  readonly perPeriod: Float64Array | null;
  readonly isAtMost: boolean;
}

/**
 * Maximise Σ_t w_t Σ_i C_i(x_ti) subject to budgets, bounds and ramps on the spend s_ti, where x is the spend itself or, with
 * carryover, the effective spend x_t = s_t + alpha x_{t−1}.
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
  /** Whether less than the total may be spent. */
  readonly isAtMost: boolean;
  readonly perPeriod: Float64Array | null;
  /** Whether less than its budget may be spent in a period. */
  readonly isPerPeriodAtMost: boolean;
  readonly groups: readonly ChannelGroup[];
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
  const { total, perPeriod, atMost = false, perPeriodAtMost = atMost, groups = [] } = spec.budget;
  const names = spec.channels.map(({ name }) => name);
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
    total,
    isAtMost: atMost,
    perPeriod: perPeriod ? Float64Array.from(perPeriod) : null,
    isPerPeriodAtMost: perPeriodAtMost,
    groups: groups.map((group) => checkedGroup(group, names)),
  };
}

function checkedChannel({ name, curve, lastSpend, ramp, adstock }: ChannelSpec): Channel {
  const isRamped = ramp && (ramp.absolute !== null || ramp.percentage !== null);
  const isCarried = adstock && adstock.alpha > 0;
  return {
    name,
    curve,
    lastSpend: lastSpend ?? null,
    ramp: isRamped ? ramp : null,
    adstock: isCarried ? adstock : null,
  };
}

function checkedGroup(
  { name, channels, total = null, perPeriod = null, atMost = false }: GroupSpec,
  names: readonly string[],
): ChannelGroup {
  return {
    name,
    members: channels.map((channel) => names.indexOf(channel)).sort((a, b) => a - b),
    total,
    perPeriod: perPeriod ? Float64Array.from(perPeriod) : null,
    isAtMost: atMost,
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

/** The same limits over spend that is not carried over: what can be spent depends on no carryover. */
export function withoutCarryover(problem: AllocationProblem): AllocationProblem {
  if (!hasAdstock(problem)) return problem;
  return { ...problem, channels: problem.channels.map((channel) => ({ ...channel, adstock: null })) };
}

/** Effective spend of an allocation: the spend, and what is carried over from earlier periods; money, (period, channel). */
export function effectiveSpend(
  { channels, periods }: AllocationProblem,
  allocation: Float64Array,
): Float64Array {
  const n = channels.length;
  const effective = Float64Array.from(allocation);
  channels.forEach(({ adstock }, i) => {
    if (!adstock) return;
    let before = adstock.initialCarryover;
    for (let at = i; at < periods * n; at += n) {
      before = effective[at]! + adstock.alpha * before;
      effective[at] = before;
    }
  });
  return effective;
}

/** Weighted contribution of an allocation over all periods, carryover included; NaN where a spend is negative or NaN. */
export function objective(problem: AllocationProblem, allocation: Float64Array): number {
  const n = problem.channels.length;
  const effective = effectiveSpend(problem, allocation);
  let total = 0;
  for (let i = 0; i < n; i++) {
    const { curve } = problem.channels[i]!;
    for (let t = 0; t < problem.periods; t++) {
      const spend = effective[t * n + i]!;
      total += problem.periodWeights[t]! * (spend >= 0 ? curve.value(spend) : NaN);
    }
  }
  return total;
}
