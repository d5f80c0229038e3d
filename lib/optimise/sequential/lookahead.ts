import { indices } from "../amount.ts";
import type { AllocationProblem } from "../problem.ts";
import { rampCeiling, rampFloor, type Reach } from "../reachable.ts";

/** Least and greatest total of the periods that remain, money. */
export interface TailRange {
  readonly least: number;
  readonly most: number;
}

/**
 * What the periods after t can still spend in total, over all channels, when period t spends `spend`.
 *
 * Both ends are sums of one path per channel, which climbs or descends as fast as its limits allow. They rise with every
 * element of `spend`.
 *
 * @param spend - Money of period t, one per channel, within `within`.
 */
export function tailRange(
  problem: AllocationProblem,
  within: Reach,
  t: number,
  spend: Float64Array,
): TailRange {
  const n = problem.channels.length;
  let least = 0;
  let most = 0;
  for (let i = 0; i < n; i++) {
    const { ramp } = problem.channels[i]!;
    let low = spend[i]!;
    let high = spend[i]!;
    for (let at = (t + 1) * n + i; at < within.lower.length; at += n) {
      low = Math.max(within.lower[at]!, rampFloor(ramp, low));
      high = Math.min(within.upper[at]!, rampCeiling(ramp, high));
      least += low;
      most += high;
    }
  }
  return { least, most };
}

/** What each channel may spend in period t after `previous`, such that a path through all later limits remains. */
export function nextIntervals(
  problem: AllocationProblem,
  within: Reach,
  t: number,
  previous: Float64Array | null,
): { lower: Float64Array; upper: Float64Array } {
  const n = problem.channels.length;
  const lower = within.lower.slice(t * n, t * n + n);
  const upper = within.upper.slice(t * n, t * n + n);
  if (!previous) return { lower, upper };
  for (let i = 0; i < n; i++) {
    const { ramp } = problem.channels[i]!;
    lower[i] = Math.max(lower[i]!, rampFloor(ramp, previous[i]!));
    upper[i] = Math.max(lower[i]!, Math.min(upper[i]!, rampCeiling(ramp, previous[i]!)));
  }
  return { lower, upper };
}

/** The problem of the periods after t, once period t spends `spend` and its effective spend is `effective`. */
export function tailProblem(
  problem: AllocationProblem,
  t: number,
  spend: Float64Array,
  effective: Float64Array,
): AllocationProblem {
  const n = problem.channels.length;
  const left = (budget: number, members: readonly number[]) =>
    Math.max(
      0,
      members.reduce((rest, i) => rest - spend[i]!, budget),
    );
  const perPeriod = problem.perPeriod?.subarray(t + 1) ?? null;
  return {
    ...problem,
    channels: problem.channels.map((channel, i) => ({
      ...channel,
      lastSpend: spend[i]!,
      adstock: channel.adstock && { ...channel.adstock, initialCarryover: effective[i]! },
    })),
    periods: problem.periods - t - 1,
    periodWeights: problem.periodWeights.subarray(t + 1),
    lower: problem.lower.subarray((t + 1) * n),
    upper: problem.upper.subarray((t + 1) * n),
    total:
      perPeriod && !problem.isPerPeriodAtMost
        ? perPeriod.reduce((sum, budget) => sum + budget, 0)
        : left(problem.total, indices(n)),
    perPeriod,
    groups: problem.groups.map((group) => ({
      ...group,
      total: group.total === null ? null : left(group.total, group.members),
      perPeriod: group.perPeriod?.subarray(t + 1) ?? null,
    })),
  };
}

/** The share that the first period has in the weight of periods; even where they have none. */
export function shareOfFirst(weights: Float64Array): number {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return sum > 0 ? weights[0]! / sum : 1 / weights.length;
}
