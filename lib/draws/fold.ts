import { type Chains } from "./chains.ts";
import { type SortedDraws } from "./order.ts";

/** Distance of each draw from a centre: draws folded there, so that a difference in spread becomes one in level. */
export function fold(rows: Chains, centre: number): Chains {
  return rows.map((row) => row.map((value) => Math.abs(value - centre)));
}

/**
 * The same distances in ascending order, merged from the two sides of a sorted array instead of sorted again.
 *
 * @param out - Arrays of the size of `draws`, overwritten.
 */
export function foldSortedInto(out: SortedDraws, draws: SortedDraws, centre: number): void {
  const { sorted, order } = draws;
  const count = sorted.length;
  let above = 0;
  while (above < count && sorted[above]! < centre) above++;
  let below = above - 1;
  let downward = below < 0 ? Infinity : centre - sorted[below]!;
  let upward = above === count ? Infinity : sorted[above]! - centre;
  for (let i = 0; i < count; i++) {
    if (downward < upward || above === count) {
      out.sorted[i] = downward;
      out.order[i] = order[below--]!;
      downward = below < 0 ? Infinity : centre - sorted[below]!;
    } else {
      out.sorted[i] = upward;
      out.order[i] = order[above++]!;
      upward = above === count ? Infinity : sorted[above]! - centre;
    }
  }
}
