import { sortedQuantile } from "../draws/quantile.ts";
import { requireFinite } from "./series.ts";

/** A series reduced to symbols: `codes[t]` is the bin of period t, from 0 to `count - 1`. */
export interface Binned {
  readonly codes: Uint8Array;
  readonly count: number;
}

const MOST_BINS = 16;

function requireBinCount(count: number): void {
  if (!(Number.isInteger(count) && count >= 2 && count <= MOST_BINS)) {
    throw new RangeError(`${count} bins, expected a whole number from 2 to ${MOST_BINS}`);
  }
}

/** Ranks from 1, ties averaged. */
function averageRanks(x: Float64Array): Float64Array {
  const order = Array.from(x.keys()).sort((a, b) => x[a]! - x[b]!);
  const ranks = new Float64Array(x.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && x[order[end]!] === x[order[start]!]) end++;
    for (let i = start; i < end; i++) ranks[order[i]!] = (start + 1 + end) / 2;
  }
  return ranks;
}

/**
 * Bins of equal frequency by rank; equal values share the bin of their average rank, so bins may be uneven or empty.
 *
 * @param count - From 2 to 16.
 * @throws RangeError when a value is not finite or the count is out of range.
 */
export function rankBins(x: Float64Array, count: number): Binned {
  requireFinite(x);
  requireBinCount(count);
  const bin = (rank: number) => Math.floor((count * (rank - 0.5)) / x.length);
  return { codes: Uint8Array.from(averageRanks(x), bin), count };
}

/**
 * Bins between the quantiles (type 7), each closed on the right; the lowest takes the ties at its edge.
 *
 * @param count - From 2 to 16.
 * @throws RangeError when a value is not finite or the count is out of range.
 */
export function quantileBins(x: Float64Array, count: number): Binned {
  requireFinite(x);
  requireBinCount(count);
  const sorted = x.toSorted();
  const edges = Array.from({ length: count - 1 }, (_, k) => sortedQuantile(sorted, (k + 1) / count));
  return { codes: Uint8Array.from(x, (value) => edges.filter((edge) => value > edge).length), count };
}
