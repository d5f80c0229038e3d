/** How many of some values lie in each of several bins of equal width. */
export interface Histogram {
  readonly low: number;
  readonly width: number;
  readonly counts: number[];
}

/** Counts in bins of equal width from `low` to `high`; values beyond either end count in the last bin on that side, NaN in none. */
export function histogram(values: ArrayLike<number>, low: number, high: number, bins: number): Histogram {
  const counts = Array<number>(bins).fill(0);
  const width = (high - low) / bins;
  for (const value of Array.from(values)) {
    if (Number.isNaN(value)) continue;
    const bin = Math.min(Math.max(Math.floor((value - low) / width), 0), bins - 1);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { low, width, counts };
}

/** Corners of a histogram's outline for a mark that steps after each point: one per edge, of the height of the bin that begins there. */
export function outline({ low, width, counts }: Histogram): { x: number; y: number }[] {
  return [...counts, counts.at(-1) ?? 0].map((y, edge) => ({ x: low + edge * width, y }));
}
