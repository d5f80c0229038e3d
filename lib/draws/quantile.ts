/**
 * Quantile of type 7 of values in ascending order: linear between the neighbours of position (n - 1) p.
 *
 * Equal neighbours give their own value exactly, so that `x <= quantile` holds for every draw tied with it.
 *
 * @param probability - Between 0 and 1.
 * @returns NaN when there is no value.
 * @throws RangeError when the probability is outside [0, 1].
 * @see Hyndman & Fan (1996), The American Statistician 50(4)
 */
export function sortedQuantile(sorted: Float64Array, probability: number): number {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`a probability lies between 0 and 1, got ${probability}`);
  }
  if (sorted.length === 0) return NaN;
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position);
  const lower = sorted[below]!;
  const upper = sorted[Math.min(below + 1, sorted.length - 1)]!;
  const fraction = position - below;
  if (lower === upper || fraction === 0) return lower;
  // Halfway it is as far from one neighbour as from the other, to the last digit: distances from a median are tied there.
  return fraction === 0.5 ? lower / 2 + upper / 2 : lower + (upper - lower) * fraction;
}

/** The central 90 % interval of some draws: their 5 % and 95 % quantiles. */
export function interval(draws: Float64Array): { readonly q05: number; readonly q95: number } {
  const sorted = draws.toSorted();
  return { q05: sortedQuantile(sorted, 0.05), q95: sortedQuantile(sorted, 0.95) };
}

/** Quantile of type 7 of values in any order; NaN when a value is NaN. */
export function quantile(values: Float64Array, probability: number): number {
  return quantiles(values, [probability])[0]!;
}

/** Several quantiles of type 7 of values in any order, for the price of one sort; NaN when a value is NaN. */
export function quantiles(values: Float64Array, probabilities: readonly number[]): Float64Array {
  const sorted = Float64Array.from(values).sort();
  const hasNan = Number.isNaN(sorted[sorted.length - 1]);
  return Float64Array.from(probabilities, (p) => (hasNan ? NaN : sortedQuantile(sorted, p)));
}

/** The median; NaN when there is no value or one is NaN. */
export function median(values: Float64Array): number {
  return quantile(values, 0.5);
}
