import type { Intervals } from "../reachable.ts";
import type { Choice } from "./choice.ts";

/** Disjoint closed intervals in rising order; money. A single amount is an interval without width. */
interface Totals {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** What each cell can spend. */
export interface Cells extends Intervals {
  readonly choices: readonly (Choice | null)[];
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
 * @param cells - Their intervals end at allowed spends.
 * @returns Null where the totals are too many to enumerate, as those of many lots without a common measure are.
 */
export function attainable(cells: Cells, budget: number): Attainable | null {
  const { choices, lower, upper } = cells;
  const rounding = ROUNDING * budget;
  // Continuous cells come first: their interval swallows what follows, so that sums stay short.
  const order = Array.from(choices.keys()).sort(
    (a, b) => Number(choices[a] !== null) - Number(choices[b] !== null),
  );
  const sums: Totals[] = [interval(0, 0)];
  for (const j of order) {
    const sum = plusCell(sums[sums.length - 1]!, choices[j] ?? null, lower[j]!, upper[j]!, rounding);
    if (!sum) return null;
    sums.push(sum);
  }
  const all = sums[sums.length - 1]!;
  const at = firstReaching(all, budget - rounding);
  const isMet = at < all.low.length && all.low[at]! <= budget + rounding;
  return {
    plan: isMet ? backtrack(cells, order, sums, budget, rounding) : null,
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
    const [first, second] = piecesOf(choice, lower, upper).map((piece) =>
      shifted(sums, piece.low, piece.high),
    );
    return unionOf(first!, second ?? NOTHING, rounding);
  }
  // 0 to K lots are sums of 0 or 1, 0 or 2, 0 or 4 … lots, and a rest.
  let sum: Totals | null = shifted(sums, lower, lower);
  let left = Math.round((upper - lower) / choice.unit);
  for (let step = 1; left > 0 && sum; step *= 2) {
    const more = Math.min(step, left) * choice.unit;
    sum = unionOf(sum, shifted(sum, more, more), rounding);
    left -= step;
  }
  return sum;
}

/** The allowed spends of a cell without lots, as intervals. */
function piecesOf(choice: Choice | null, lower: number, upper: number): { low: number; high: number }[] {
  if (choice?.kind !== "zero_or_at_least" || lower > 0 || upper === 0) return [{ low: lower, high: upper }];
  return [
    { low: 0, high: 0 },
    { low: choice.least, high: upper },
  ];
}

const NOTHING: Totals = { low: new Float64Array(0), high: new Float64Array(0) };

function shifted({ low, high }: Totals, byLow: number, byHigh: number): Totals {
  return { low: low.map((one) => one + byLow), high: high.map((one) => one + byHigh) };
}

/** Both sets together, intervals that touch or overlap joined into one; null where too many are left. */
function unionOf(a: Totals, b: Totals, rounding: number): Totals | null {
  const low: number[] = [];
  const high: number[] = [];
  let inA = 0;
  let inB = 0;
  while (inA < a.low.length || inB < b.low.length) {
    const isFromA = !(b.low[inB]! < (a.low[inA] ?? Infinity));
    const from = isFromA ? a.low[inA]! : b.low[inB]!;
    const to = isFromA ? a.high[inA++]! : b.high[inB++]!;
    const last = high.length - 1;
    if (last >= 0 && from <= high[last]! + rounding) high[last] = Math.max(high[last]!, to);
    else if (last + 1 === MOST_INTERVALS) return null;
    else {
      low.push(from);
      high.push(to);
    }
  }
  return { low: Float64Array.from(low), high: Float64Array.from(high) };
}

/** Index of the first interval that reaches up to an amount; the number of intervals where none does. */
function firstReaching({ high }: Totals, amount: number): number {
  let from = 0;
  let to = high.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (high[middle]! >= amount) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** One allocation with a total known to be attainable, from the last cell of the order to the first. */
function backtrack(
  cells: Cells,
  order: readonly number[],
  sums: readonly Totals[],
  total: number,
  rounding: number,
): Float64Array {
  const plan = new Float64Array(order.length);
  let left = total;
  for (let k = order.length - 1; k >= 0; k--) {
    const j = order[k]!;
    plan[j] = spendLeaving(cells, j, sums[k]!, left, rounding * order.length);
    left -= plan[j];
  }
  return plan;
}

/** A spend of cell j that leaves an attainable total for the cells before it. */
function spendLeaving(
  { choices, lower, upper }: Cells,
  j: number,
  before: Totals,
  left: number,
  rounding: number,
): number {
  const choice = choices[j] ?? null;
  const pieces =
    choice?.kind === "lots"
      ? lotsOf(choice.unit, lower[j]!, upper[j]!)
      : piecesOf(choice, lower[j]!, upper[j]!);
  for (const { low, high } of pieces) {
    const at = firstReaching(before, left - high - rounding);
    if (at === before.low.length || before.low[at]! > left - low + rounding) continue;
    return Math.min(high, Math.max(low, left - before.high[at]!));
  }
  return NaN;
}

function* lotsOf(unit: number, lower: number, upper: number): Generator<{ low: number; high: number }> {
  const count = Math.round((upper - lower) / unit);
  for (let k = 0; k <= count; k++) yield { low: lower + k * unit, high: lower + k * unit };
}
