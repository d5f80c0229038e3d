/** Throws a RangeError that names both sizes unless a series has the expected length. */
export function requireLength(series: ArrayLike<unknown>, expected: number, what: string): void {
  if (series.length !== expected) {
    throw new RangeError(`${what} has ${series.length} values, expected ${expected}`);
  }
}

/** Throws a RangeError when there is nothing to draw. */
export function requireSome(series: ArrayLike<unknown>, what: string): void {
  if (series.length === 0) throw new RangeError(`${what}: nothing to draw`);
}

/** A value for JSON data: null where it is undefined (JSON has no NaN), so that a mark is left out and not drawn at zero. */
export function finiteOrNull(value: number | null | undefined): number | null {
  return value !== null && value !== undefined && Number.isFinite(value) ? value : null;
}

/** Sum in the given order; NaN when any term is undefined. */
export function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Largest finite value of all, or `fallback` when there is none. */
export function largest(values: readonly (number | null | undefined)[], fallback: number): number {
  const finite = values.map(finiteOrNull).filter((value) => value !== null);
  return finite.length === 0 ? fallback : finite.reduce((a, b) => Math.max(a, b));
}

/** Smallest finite value of all, or `fallback` when there is none. */
export function smallest(values: readonly (number | null | undefined)[], fallback: number): number {
  const finite = values.map(finiteOrNull).filter((value) => value !== null);
  return finite.length === 0 ? fallback : finite.reduce((a, b) => Math.min(a, b));
}
