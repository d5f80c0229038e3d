import { budgetGroups, sumBetween } from "../budgets.ts";
import type { AllocationProblem } from "../problem.ts";
import { ROUNDING, type Intervals } from "../reachable.ts";
import { allowedAtLeast, allowedAtMost, type Choice } from "./choice.ts";
import { kindsOfCells, orderOf } from "./order.ts";
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
  /** The order that like cells may be taken to keep, see `orderOf`. */
  readonly lesser: Int32Array;
  readonly greater: Int32Array;
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
  const weights = problem.lower.map((_, at) => problem.periodWeights[Math.floor(at / n)]!);
  const kinds = kindsOfCells(problem, intervals, choices);
  const shapes: Shape[] = [];
  const known = new Map<string, Shape>();
  for (const [at, kind] of kinds.entries()) {
    const { curve, name } = problem.channels[at % n]!;
    const key = `${kind} ${weights[at]!}`;
    const shape = known.get(key) ?? shapeOf(curve, weights[at]!, intervals.upper[at]!);
    if (!shape) return name;
    known.set(key, shape);
    shapes.push(shape);
  }
  return budgetGroups(problem).map(({ budget, from, to }) => {
    const within = { lower: intervals.lower.slice(from, to), upper: intervals.upper.slice(from, to) };
    const cells = {
      shapes: shapes.slice(from, to),
      choices: Array.from({ length: to - from }, (_, j) => choices[(from + j) % n] ?? null),
      budget,
      within,
      ...orderOf(kinds.slice(from, to), weights.slice(from, to)),
    };
    return { ...cells, root: narrowInPlace(cells, copyOf(within)) };
  });
}

/** One side of a cut: the spends of a cell up to `at`, or from `at` on. */
export type Side = "below" | "above";

/**
 * The part of a box on one side of a cut, narrowed to what budget, choices and the order of like cells leave of it.
 *
 * Every allocation of the box (with like cells in order) is in the part below or in the part above.
 *
 * @returns Null where no allocation is left.
 */
export function partOf(group: Group, box: Intervals, cell: number, at: number, side: Side): Intervals | null {
  const part = copyOf(box);
  const { lower, upper } = part;
  if (side === "below") {
    for (let j = cell; j >= 0; j = group.lesser[j]!) upper[j] = Math.min(upper[j]!, at);
  } else {
    for (let j = cell; j >= 0; j = group.greater[j]!) lower[j] = Math.max(lower[j]!, at);
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
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    if (tightenInPlace(choices, box) >= 0) return null;
    const least = sumBetween(box.lower, 0, box.lower.length);
    const most = sumBetween(box.upper, 0, box.upper.length);
    if (!(least <= budget * (1 + ROUNDING) && most >= budget * (1 - ROUNDING))) return null;
    if (!squeezeInPlace(choices, box, budget)) return box;
  }
  return tightenInPlace(choices, box) < 0 ? box : null;
}

/**
 * Leaves each cell no more above its least than the budget can spare, nor below its most than it can lack; whether anything
 * moved by more than rounding. The upper ends go first, so that the lower ones follow from amounts of the order of the budget.
 * Rounding is given away where a choice would make a whole lot of it.
 */
function squeezeInPlace(
  choices: readonly (Choice | null)[],
  { lower, upper }: Intervals,
  budget: number,
): boolean {
  const n = lower.length;
  const rounding = ROUNDING * budget;
  const spare = Math.max(0, budget - sumBetween(lower, 0, n));
  let moved = 0;
  for (let j = 0; j < n; j++) {
    const high = Math.min(upper[j]!, lower[j]! + spare + (choices[j] ? rounding : 0));
    moved = Math.max(moved, upper[j]! - high);
    upper[j] = high;
  }
  const lack = Math.max(0, sumBetween(upper, 0, n) - budget);
  for (let j = 0; j < n; j++) {
    const low = Math.max(lower[j]!, upper[j]! - lack - (choices[j] ? rounding : 0));
    moved = Math.max(moved, low - lower[j]!);
    lower[j] = low;
  }
  return moved > 2 * rounding;
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
