import type { Intervals } from "../reachable.ts";
import { allowedAtLeast, allowedAtMost, type Choice } from "./choice.ts";

/** Disjoint closed intervals in rising order; money. A single amount is an interval without width. */
interface Totals {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** What the cells of a group can spend together. */
export interface Attainable {
  /** An allocation that spends the budget; null where there is none. */
  readonly plan: Float64Array | null;
  /** The attainable totals next to the budget, down and up; null where there is none on that side. */
  readonly below: number | null;
  readonly above: number | null;
}

/** More intervals than this are not told apart from a continuum in reasonable memory. */
const MOST_INTERVALS = 50_000;
/** Relative difference of totals that counts as rounding. */
const ROUNDING = 1e-12;

/**
 * The totals that cells with choices can spend, and one way to spend the budget exactly: sums of sets, cell after cell.
 *
 * @param box - Interval of each cell, whose ends are allowed spends.
 * @returns Null where the totals are too many to enumerate, as those of many lots without a common measure are.
 */
export function attainable(
  choices: readonly (Choice | null)[],
  { lower, upper }: Intervals,
  budget: number,
): Attainable | null {
  const rounding = ROUNDING * budget;
  // Continuous cells come first: their interval swallows what follows, so that sums stay short.
  const order = Array.from(choices.keys()).sort((a, b) => Number(choices[a] !== null) - Number(choices[b] !== null));
  const sums: Totals[] = [interval(0, 0)];
  for (const j of order) {
    const sum = plusCell(sums[sums.length - 1]!, choices[j]!, lower[j]!, upper[j]!, rounding);
    if (!sum) return null;
    sums.push(sum);
  }
  const all = sums[sums.length - 1]!;
  const at = firstReaching(all, budget - rounding);
  const isMet = at < all.low.length && all.low[at]! <= budget + rounding;
  return {
    plan: isMet ? backtrack(choices, lower, upper, order, sums, budget, rounding) : null,
    below: isMet ? budget : at > 0 ? all.high[at - 1]! : null,
    above: isMet ? budget : at < all.low.length ? all.low[at]! : null,
  };
}

function interval(low: number, high: number): Totals {
  return { low: Float64Array.of(low), high: Float64Array.of(high) };
}

/** The sums of a set with what one cell can spend; null where they are too many. */
function plusCell(
  sums: Totals,
  choice: Choice | null,
  lower: number,
  upper: number,
  rounding: number,
): Totals | null {
  if (choice?.kind !== "lots") {
    return piecesOf(choice, lower, upper).reduce<Totals | null>((union, { low, high }) => {
      const moved = { low: sums.low.map((one) => one + low), high: sums.high.map((one) => one + high) };
      return union ? unionOf(union, moved, rounding) : merged(moved, rounding);
    }, null);
  }
  // 0 to K lots are sums of 0 or 1, 0 or 2, 0 or 4 … lots, and a rest.
  let sum: Totals | null = shifted(sums, lower);
  let left = Math.round((upper - lower) / choice.unit);
  for (let step = 1; left > 0 && sum; step *= 2) {
    const lots = Math.min(step, left);
    sum = unionOf(sum, shifted(sum, lots * choice.unit), rounding);
    left -= lots;
  }
  return sum;
}

function piecesOf(choice: Choice | null, lower: number, upper: number): { low: number; high: number }[] {
  if (!choice || lower > 0 || upper === 0) return [{ low: lower, high: upper }];
  return [
    { low: 0, high: 0 },
    { low: allowedAtLeast(choice, upper * ROUNDING + Number.MIN_VALUE), high: upper },
  ];
}

function shifted({ low, high }: Totals, by: number): Totals {
  return { low: low.map((one) => one + by), high: high.map((one) => one + by) };
}
