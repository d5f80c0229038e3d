import { budgetRows, narrowedByBudgets, sumOfRow } from "../../budgets.ts";
import type { AllocationProblem } from "../../problem.ts";
import { reach, ROUNDING, type Intervals } from "../../reachable.ts";
import { allowedAtLeast, allowedAtMost, type Choice } from "../choice.ts";
import type { Shape } from "../shape.ts";

/** A problem whose cells are linked by more than one budget, with what is known of its curves. */
export interface LinkedProblem {
  readonly problem: AllocationProblem;
  /** One per channel, or null. */
  readonly choices: readonly (Choice | null)[];
  /** Weighted curves of effective spend, (period, channel). */
  readonly shapes: readonly Shape[];
}

/** Intervals of spend and of effective spend, money, (period, channel); the same where nothing is carried over. */
export interface LinkedBox extends Intervals {
  readonly least: Float64Array;
  readonly most: Float64Array;
}

/** Where a box is cut in two. */
export interface LinkedCut {
  readonly cell: number;
  /** Money. */
  readonly at: number;
  /** Which of the two is at most `at` in one part, and at least `at` in the other. */
  readonly of: "spend" | "effective";
}

type Limits = Pick<LinkedProblem, "problem" | "choices">;

/** All plans of a problem; null where narrowing shows that there is none. */
export function rootBox(limits: Limits): LinkedBox | null {
  const { lower, upper } = limits.problem;
  return narrowed(limits, {
    lower: Float64Array.from(lower),
    upper: Float64Array.from(upper),
    least: new Float64Array(lower.length),
    most: new Float64Array(lower.length).fill(Infinity),
  });
}

/**
 * The part of a box on one side of a cut, narrowed to what ramps, carryover, choices and budgets leave of it.
 *
 * Every plan of the box is in the part below or in the part above.
 *
 * @returns Null where no plan is left.
 */
export function partOf(
  limits: Limits,
  box: LinkedBox,
  { cell, at, of }: LinkedCut,
  side: "below" | "above",
): LinkedBox | null {
  const part = copyOf(box);
  const [low, high] = of === "spend" ? [part.lower, part.upper] : [part.least, part.most];
  if (side === "below") high[cell] = Math.min(high[cell]!, at);
  else low[cell] = Math.max(low[cell]!, at);
  return narrowed(limits, part);
}

export function copyOf({ lower, upper, least, most }: LinkedBox): LinkedBox {
  return { lower: lower.slice(), upper: upper.slice(), least: least.slice(), most: most.slice() };
}

/** Passes of narrowing, each of which may leave more to the next. */
const MAX_PASSES = 4;

/** A box, overwritten, without what no plan in it can spend; null where that is all. */
export function narrowed(limits: Limits, box: LinkedBox): LinkedBox | null {
  const { problem, choices } = limits;
  const { lower, upper } = box;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    if (!areCarriedInPlace(problem, box) || !areAllowedInPlace(choices, box)) return null;
    const within = reach({ ...problem, lower, upper });
    if (within.conflicts.length > 0 || !canMeetBudgets(problem, within)) return null;
    const narrow = narrowedByBudgets(problem, within);
    let moved = 0;
    for (let at = 0; at < lower.length; at++) {
      moved = Math.max(moved, narrow.lower[at]! - lower[at]!, upper[at]! - narrow.upper[at]!);
    }
    lower.set(narrow.lower);
    upper.set(narrow.upper);
    if (moved <= ROUNDING * problem.total) break;
  }
  return areCarriedInPlace(problem, box) ? box : null;
}

function canMeetBudgets(problem: AllocationProblem, within: Intervals): boolean {
  return budgetRows(problem).every(
    (row) =>
      sumOfRow(problem, row, within.lower) <= row.budget * (1 + ROUNDING) &&
      (row.isAtMost || sumOfRow(problem, row, within.upper) >= row.budget * (1 - ROUNDING)),
  );
}

/** Ends of intervals moved inward to allowed spends; whether every interval holds one. */
function areAllowedInPlace(choices: readonly (Choice | null)[], { lower, upper }: Intervals): boolean {
  for (let at = 0; at < lower.length; at++) {
    const choice = choices[at % choices.length] ?? null;
    if (!choice) continue;
    const low = allowedAtLeast(choice, lower[at]!);
    const high = allowedAtMost(choice, upper[at]!);
    if (!(low <= high)) return false;
    lower[at] = low;
    upper[at] = high;
  }
  return true;
}

/**
 * Intervals of spend and effective spend narrowed to what x_t = s_t + alpha x_{t−1} leaves of them, forward in time and back;
 * whether anything is left. What comes of a difference is loosened by its rounding.
 */
function areCarriedInPlace(
  { channels, periods }: AllocationProblem,
  { lower, upper, least, most }: LinkedBox,
): boolean {
  const n = channels.length;
  for (let i = 0; i < n; i++) {
    const { adstock } = channels[i]!;
    const alpha = adstock?.alpha ?? 0;
    let before = { least: adstock?.initialCarryover ?? 0, most: adstock?.initialCarryover ?? 0 };
    for (let t = 0; t < periods; t++) {
      const at = t * n + i;
      least[at] = Math.max(least[at]!, lower[at]! + alpha * before.least);
      most[at] = Math.min(most[at]!, upper[at]! + alpha * before.most);
      const rounding = alpha === 0 ? 0 : ROUNDING * most[at];
      lower[at] = Math.max(lower[at]!, least[at] - alpha * before.most - rounding);
      upper[at] = Math.min(upper[at]!, most[at] - alpha * before.least + rounding);
      if (!isOrderedInPlace(least, most, at) || !isOrderedInPlace(lower, upper, at)) return false;
      before = { least: least[at], most: most[at] };
    }
    if (alpha === 0) continue;
    for (let at = (periods - 1) * n + i; at >= n; at -= n) {
      const rounding = ROUNDING * most[at]!;
      least[at - n] = Math.max(least[at - n]!, (least[at]! - upper[at]! - rounding) / alpha);
      most[at - n] = Math.min(most[at - n]!, (most[at]! - lower[at]! + rounding) / alpha);
      if (!isOrderedInPlace(least, most, at - n)) return false;
    }
  }
  return true;
}

/** Whether an interval has its ends in order, which rounding may exchange: then they become one. */
function isOrderedInPlace(low: Float64Array, high: Float64Array, at: number): boolean {
  if (!(low[at]! <= high[at]! + ROUNDING * Math.abs(high[at]!))) return false;
  high[at] = Math.max(low[at]!, high[at]!);
  return true;
}
