import type { AllocationProblem, RampLimit } from "./problem.ts";

/** Greatest spend that the ramp allows after a period with this spend; Infinity without a ramp. */
export function rampCeiling(ramp: RampLimit | null, previous: number): number {
  const absolute = ramp?.absolute ?? Infinity;
  const percentage = ramp?.percentage ?? Infinity;
  return Math.min(previous + absolute, percentage === Infinity ? Infinity : previous * (1 + percentage));
}

/** Least spend that the ramp allows after a period with this spend; 0 without a ramp. */
export function rampFloor(ramp: RampLimit | null, previous: number): number {
  const absolute = ramp?.absolute ?? Infinity;
  const percentage = ramp?.percentage ?? 1;
  return Math.max(previous - absolute, previous * (1 - percentage), 0);
}

/** Least spend from which the ramp lets the next period reach `next`. */
export function leastBefore(ramp: RampLimit | null, next: number): number {
  const absolute = ramp?.absolute ?? Infinity;
  const percentage = ramp?.percentage ?? Infinity;
  return Math.max(next - absolute, percentage === Infinity ? 0 : next / (1 + percentage), 0);
}

/** Greatest spend from which the ramp lets the next period come down to `next`. */
export function greatestBefore(ramp: RampLimit | null, next: number): number {
  const absolute = ramp?.absolute ?? Infinity;
  const percentage = ramp?.percentage ?? 1;
  return Math.min(next + absolute, percentage < 1 ? next / (1 - percentage) : Infinity);
}

/** Relative difference within which two limits count as equal: the roundings of a path of some thousand periods. */
export const ROUNDING = 1e-12;

/** Where the bounds and ramps of one channel contradict each other. */
export interface RampConflict {
  readonly channel: number;
  /** Period, from 0, whose bound is out of reach. */
  readonly period: number;
  /** The bound that cannot be met. */
  readonly side: "lower" | "upper";
  readonly bound: number;
  /** The most (side lower) or the least (side upper) that the ramps allow in that period. */
  readonly reach: number;
  /** Where the ramps start: the period, from 0, whose opposite bound they leave from, or -1 for the last spend. */
  readonly origin: number;
  readonly originSpend: number;
}

/** An interval of spend for each cell, money; both arrays are (period, channel). */
export interface Intervals {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** The spends of each period and channel that some path within all bounds and ramps passes through. */
export interface Reach extends Intervals {
  /** The first conflict of each channel that has no path at all; its intervals are void. */
  readonly conflicts: readonly RampConflict[];
}

/**
 * The intervals of spend reachable within bounds and ramps, budget aside.
 *
 * Ramps are monotone inequalities between two neighbours on a chain, so a pass forward from the last spend and a pass
 * backward from the last period make every interval exact: each of its points lies on a path that keeps all limits, and
 * the two ends are themselves such paths.
 *
 * @returns Intervals, and the first conflict of each channel that has no path at all (its intervals are then void).
 */
export function reach(problem: AllocationProblem): Reach {
  const lower = Float64Array.from(problem.lower);
  const upper = Float64Array.from(problem.upper);
  const conflicts: RampConflict[] = [];
  for (let i = 0; i < problem.channels.length; i++) {
    const conflict = reachForward(problem, i, lower, upper);
    if (conflict) conflicts.push(conflict);
    else reachBackward(problem, i, lower, upper);
  }
  return { lower, upper, conflicts };
}

function reachForward(
  { channels, periods }: AllocationProblem,
  i: number,
  lower: Float64Array,
  upper: Float64Array,
): RampConflict | null {
  const n = channels.length;
  const { ramp, lastSpend } = channels[i]!;
  let low = lastSpend ?? 0;
  let high = lastSpend ?? Infinity;
  // The periods whose bounds the current ends descend from.
  let lowOrigin = -1;
  let highOrigin = -1;
  for (let t = 0; t < periods; t++) {
    const isFree = t === 0 && lastSpend === null;
    const floor = isFree ? 0 : rampFloor(ramp, low);
    const ceiling = isFree ? Infinity : rampCeiling(ramp, high);
    const at = t * n + i;
    const isAbove = lower[at]! > ceiling * (1 + ROUNDING);
    if (isAbove || floor > upper[at]! * (1 + ROUNDING)) {
      return {
        channel: i,
        period: t,
        side: isAbove ? "lower" : "upper",
        bound: isAbove ? lower[at]! : upper[at]!,
        reach: isAbove ? ceiling : floor,
        origin: isAbove ? highOrigin : lowOrigin,
        originSpend: originSpend(isAbove ? highOrigin : lowOrigin, isAbove ? upper : lower, n, i, lastSpend),
      };
    }
    if (lower[at]! >= floor) lowOrigin = t;
    if (upper[at]! <= ceiling) highOrigin = t;
    high = Math.min(upper[at]!, ceiling);
    low = lower[at] = Math.max(lower[at]!, floor);
    high = upper[at] = Math.max(low, high);
  }
  return null;
}

function originSpend(
  origin: number,
  bounds: Float64Array,
  n: number,
  i: number,
  lastSpend: number | null,
): number {
  return origin >= 0 ? bounds[origin * n + i]! : (lastSpend ?? NaN);
}

function reachBackward(
  { channels, periods }: AllocationProblem,
  i: number,
  lower: Float64Array,
  upper: Float64Array,
): void {
  const n = channels.length;
  const { ramp } = channels[i]!;
  for (let t = periods - 2; t >= 0; t--) {
    const at = t * n + i;
    // Dividing by 1 ± p may round past the other end, which the forward pass has proved cannot be passed.
    lower[at] = Math.min(upper[at]!, Math.max(lower[at]!, leastBefore(ramp, lower[at + n]!)));
    upper[at] = Math.max(lower[at], Math.min(upper[at]!, greatestBefore(ramp, upper[at + n]!)));
  }
}
