import type { Curve } from "../../curves/curve.ts";
import { budgetGroups, sumBetween } from "../budgets.ts";
import type { AllocationProblem } from "../problem.ts";
import { ROUNDING, type Intervals } from "../reachable.ts";
import { allowedAtLeast, allowedAtMost, type Choice } from "./choice.ts";
import { shapeOf, type Shape } from "./shape.ts";

/** Cells that share one budget, and nothing with any other: maximise Σ C_j(s_j) with Σ s_j = budget and s_j in its interval. */
export interface Group {
  readonly shapes: readonly Shape[];
  readonly choices: readonly (Choice | null)[];
  /** Money. */
  readonly budget: number;
  /** Intervals that no feasible allocation leaves, money. */
  readonly within: Intervals;
  /** The intervals to search: those narrowed by budget and choice; null where they hold no allocation. */
  readonly root: Intervals | null;
  /**
   * For each cell the next one that cannot be told from it (same curve, weight, interval and choice), or −1. Among such twins
   * spends may be taken not to rise in this order, since exchanging them changes nothing.
   */
  readonly nextTwin: Int32Array;
  readonly previousTwin: Int32Array;
}

/**
 * A problem as groups of cells, one for each budget.
 *
 * @param intervals - Intervals that no feasible allocation leaves, (period, channel).
 * @param choices - One per channel, or null.
 * @returns The groups, or the name of a channel whose curve is neither concave nor S-shaped.
 */
export function groupsOf(
  problem: AllocationProblem,
  intervals: Intervals,
  choices: readonly (Choice | null)[],
): readonly Group[] | string {
  const n = problem.channels.length;
  const kinds = kindsOfCells(problem, intervals, choices);
  const shapeOfKind = new Map<string, Shape>();
  for (const [at, kind] of kinds.entries()) {
    if (shapeOfKind.has(kind)) continue;
    const { curve, name } = problem.channels[at % n]!;
    const shape = shapeOf(curve, problem.periodWeights[Math.floor(at / n)]!, intervals.upper[at]!);
    if (!shape) return name;
    shapeOfKind.set(kind, shape);
  }
  return budgetGroups(problem).map(({ budget, from, to }) => {
    const within = { lower: intervals.lower.slice(from, to), upper: intervals.upper.slice(from, to) };
    const cells = {
      shapes: kinds.slice(from, to).map((kind) => shapeOfKind.get(kind)!),
      choices: Array.from({ length: to - from }, (_, j) => choices[(from + j) % n] ?? null),
      budget,
      within,
      ...twinsOf(kinds.slice(from, to)),
    };
    return { ...cells, root: narrowInPlace(cells, copyOf(within)) };
  });
}

/** A key for each cell, the same for cells that cannot be told apart. */
function kindsOfCells(
  { channels, periodWeights, lower }: AllocationProblem,
  intervals: Intervals,
  choices: readonly (Choice | null)[],
): string[] {
  const n = channels.length;
  const greatest = channels.map((_, i) =>
    intervals.upper.reduce((most, one, at) => (at % n === i ? Math.max(most, one) : most), 0),
  );
  const likes = channels.map(({ curve }, i) =>
    channels.findIndex(
      (other, k) =>
        k === i ||
        (greatest[k] === greatest[i] &&
          isSameChoice(choices[k] ?? null, choices[i] ?? null) &&
          isSameCurve(other.curve, curve, greatest[i]!)),
    ),
  );
  return Array.from(lower, (_, at) =>
    [likes[at % n], periodWeights[Math.floor(at / n)], intervals.lower[at], intervals.upper[at]].join(" "),
  );
}

function isSameChoice(one: Choice | null, other: Choice | null): boolean {
  if (!one || !other) return one === other;
  return one.kind === "lots"
    ? other.kind === "lots" && one.unit === other.unit
    : other.kind === "zero_or_at_least" && one.least === other.least;
}

/** Curves of the families in use have three parameters at most; as many equal contributions leave none of them free. */
const COMPARED_SPENDS = 24;

/** Whether two curves are one, or earn the same at spends half a logarithm apart up to `upper`, to the last bit. */
function isSameCurve(one: Curve, other: Curve, upper: number): boolean {
  if (one === other) return true;
  for (let k = 0; k < COMPARED_SPENDS; k++) {
    const spend = upper * Math.exp(-k / 2);
    if (one.value(spend) !== other.value(spend)) return false;
  }
  return true;
}

/** For each cell the next and the previous one of its kind, or −1. */
function twinsOf(kinds: readonly string[]): { nextTwin: Int32Array; previousTwin: Int32Array } {
  const nextTwin = new Int32Array(kinds.length).fill(-1);
  const previousTwin = new Int32Array(kinds.length).fill(-1);
  const last = new Map<string, number>();
  kinds.forEach((kind, j) => {
    const previous = last.get(kind) ?? -1;
    previousTwin[j] = previous;
    if (previous >= 0) nextTwin[previous] = j;
    last.set(kind, j);
  });
  return { nextTwin, previousTwin };
}

/** One side of a cut: the spends of a cell up to `at`, or from `at` on. */
export type Side = "below" | "above";

/**
 * The part of a box on one side of a cut, narrowed to what budget, choices and the order of twins leave of it.
 *
 * Every allocation of the box (with twins in order) is in the part below or in the part above.
 *
 * @returns Null where no allocation is left.
 */
export function partOf(group: Group, box: Intervals, cell: number, at: number, side: Side): Intervals | null {
  const part = copyOf(box);
  const { lower, upper } = part;
  if (side === "below") {
    for (let j = cell; j >= 0; j = group.nextTwin[j]!) upper[j] = Math.min(upper[j]!, at);
  } else {
    for (let j = cell; j >= 0; j = group.previousTwin[j]!) lower[j] = Math.max(lower[j]!, at);
  }
  return narrowInPlace(group, part);
}

function copyOf({ lower, upper }: Intervals): Intervals {
  return { lower: Float64Array.from(lower), upper: Float64Array.from(upper) };
}

/** Passes over the intervals after which lots have settled, or may be left for further cuts to settle. */
const MAX_PASSES = 10;

/** Ends of intervals moved to spends that the choices allow and that the budget leaves room for; null where none is left. */
function narrowInPlace(
  { choices, budget }: Pick<Group, "choices" | "budget">,
  box: Intervals,
): Intervals | null {
  const { lower, upper } = box;
  const n = lower.length;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    if (tightenInPlace(choices, box) >= 0) return null;
    const least = sumBetween(lower, 0, n);
    const most = sumBetween(upper, 0, n);
    if (!(least <= budget * (1 + ROUNDING) && most >= budget * (1 - ROUNDING))) return null;
    if (!squeezeInPlace(box, Math.max(0, budget - least), Math.max(0, most - budget), ROUNDING * budget))
      return box;
  }
  return tightenInPlace(choices, box) < 0 ? box : null;
}

/** Leaves each cell no more above its least than the budget can spare, nor below its most than it can lack; whether anything moved. */
function squeezeInPlace({ lower, upper }: Intervals, spare: number, lack: number, rounding: number): boolean {
  let hasMoved = false;
  for (let j = 0; j < lower.length; j++) {
    const [low, high] = [lower[j]!, upper[j]!];
    // Less than the rounding of the sums would only shave a spend off the very ends.
    if (high - low - lack > rounding) lower[j] = high - lack;
    if (high - low - spare > rounding) upper[j] = low + spare;
    hasMoved ||= lower[j]! > low || upper[j]! < high;
  }
  return hasMoved;
}

/** Moves ends of intervals inward to allowed spends; gives the first cell whose interval holds none, or −1. */
function tightenInPlace(choices: readonly (Choice | null)[], { lower, upper }: Intervals): number {
  for (let j = 0; j < lower.length; j++) {
    const low = allowedAtLeast(choices[j] ?? null, lower[j]!);
    const high = allowedAtMost(choices[j] ?? null, upper[j]!);
    if (!(low <= high)) return j;
    lower[j] = low;
    upper[j] = high;
  }
  return -1;
}

/** The intervals of a group with ends that are allowed spends, budget aside; or the first cell whose interval holds none. */
export function allowedIntervals({ choices, within }: Group): Intervals | number {
  const intervals = copyOf(within);
  const empty = tightenInPlace(choices, intervals);
  return empty < 0 ? intervals : empty;
}
