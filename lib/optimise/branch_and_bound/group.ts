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
   * spends may be taken to fall in this order, since exchanging them changes nothing.
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
  const shapes: Shape[] = [];
  for (let at = 0; at < problem.lower.length; at++) {
    const { curve, name } = problem.channels[at % n]!;
    const shape = shapeOf(curve, problem.periodWeights[Math.floor(at / n)]!, problem.upper[at]!);
    if (!shape) return name;
    shapes.push(shape);
  }
  return budgetGroups(problem).map(({ budget, from, to }) => {
    const nextTwin = twins(problem, intervals, from, to);
    const previousTwin = new Int32Array(to - from).fill(-1);
    nextTwin.forEach((next, j) => {
      if (next >= 0) previousTwin[next] = j;
    });
    const within = { lower: intervals.lower.slice(from, to), upper: intervals.upper.slice(from, to) };
    const cells = {
      shapes: shapes.slice(from, to),
      choices: Array.from({ length: to - from }, (_, j) => choices[(from + j) % n]!),
      budget,
      within,
      nextTwin,
      previousTwin,
    };
    return { ...cells, root: narrowInPlace(cells, copyOf(within)) };
  });
}

/** For each cell of a group the next cell of the same channel with the same weight and interval; −1 for none. */
function twins(
  problem: AllocationProblem,
  { lower, upper }: Intervals,
  from: number,
  to: number,
): Int32Array {
  const n = problem.channels.length;
  const next = new Int32Array(to - from).fill(-1);
  for (let one = from; one < to; one++) {
    for (let other = one + n; other < to; other += n) {
      const isLike =
        problem.periodWeights[Math.floor(one / n)] === problem.periodWeights[Math.floor(other / n)] &&
        lower[one] === lower[other] &&
        upper[one] === upper[other];
      if (!isLike) continue;
      next[one - from] = other - from;
      break;
    }
  }
  return next;
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

/** Ends of intervals moved to spends that the choices allow and that the budget leaves room for; null where none is left. */
function narrowInPlace(
  { choices, budget }: Pick<Group, "choices" | "budget">,
  box: Intervals,
): Intervals | null {
  const { lower, upper } = box;
  const n = lower.length;
  if (tightenInPlace(choices, box) >= 0) return null;
  const least = sumBetween(lower, 0, n);
  const most = sumBetween(upper, 0, n);
  if (!(least <= budget * (1 + ROUNDING) && most >= budget * (1 - ROUNDING))) return null;
  const spare = Math.max(0, budget - least);
  const lack = Math.max(0, most - budget);
  for (let j = 0; j < n; j++) {
    const [low, high] = [lower[j]!, upper[j]!];
    // Narrowing by less than the rounding of the sums would only shave a spend off the very ends.
    if (high - low - lack > ROUNDING * budget) lower[j] = high - lack;
    if (high - low - spare > ROUNDING * budget) upper[j] = low + spare;
  }
  return tightenInPlace(choices, box) < 0 ? box : null;
}

/** Moves ends of intervals inward to allowed spends; gives the first cell whose interval holds none, or −1. */
function tightenInPlace(choices: readonly (Choice | null)[], { lower, upper }: Intervals): number {
  for (let j = 0; j < lower.length; j++) {
    const low = allowedAtLeast(choices[j]!, lower[j]!);
    const high = allowedAtMost(choices[j]!, upper[j]!);
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
