import type { Slab } from "./hdf5.ts";

const product = (lengths: readonly number[]) => lengths.reduce((all, length) => all * length, 1);

/**
 * Slabs of at most so many places that together cover an array once, in row-major order: the last axes whole as far as they
 * fit, one axis in parts, and the axes before it a place at a time.
 *
 * @param chunks - Lengths of the blocks in which a file holds the array: no part ends within one, where that leaves a part.
 */
export function* slabsOf(
  lengths: readonly number[],
  most: number,
  chunks: readonly number[] | null,
): Generator<Slab> {
  const [length, ...rest] = lengths;
  if (length === undefined) {
    yield { start: [], count: [] };
    return;
  }
  const inner = product(rest);
  if (inner > most) {
    for (let i = 0; i < length; i++) {
      for (const { start, count } of slabsOf(rest, most, chunks?.slice(1) ?? null))
        yield { start: [i, ...start], count: [1, ...count] };
    }
    return;
  }
  const fitting = Math.max(1, Math.floor(most / Math.max(1, inner)));
  const chunk = chunks?.[0] ?? 1;
  const width = fitting > chunk ? fitting - (fitting % chunk) : fitting;
  for (let from = 0; from < length; from += width) {
    yield { start: [from, ...rest.map(() => 0)], count: [Math.min(width, length - from), ...rest] };
  }
}
