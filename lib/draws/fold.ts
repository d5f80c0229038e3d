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

/** Room for the distances on either side of a centre, the nearest first, between two sentinels. */
export interface FoldRoom {
  readonly below: Float64Array;
  readonly above: Float64Array;
}

export function createFoldRoom(size: number): FoldRoom {
  return { below: new Float64Array(size + 2), above: new Float64Array(size + 2) };
}

/**
 * Writes to each draw's place in `out` the score of the rank of its distance from the centre, if no distances are tied but
 * the two least, of a draw on either side.
 *
 * Which side the next distance comes from is as good as a coin toss, and a branch on it would be mispredicted every other
 * time: the outcome of the comparison is added to a counter instead. Merging from the nearest and from the farthest end at
 * once gives the processor two chains of steps that do not wait for each other.
 *
 * @param draws - An even number, finite.
 * @param scores - `normalScores` of as many draws.
 * @returns False when other distances are tied; `out` is then of no use.
 */
export function scoreFoldedInto(
  out: Float64Array,
  draws: SortedDraws,
  centre: number,
  scores: Float64Array,
  room: FoldRoom,
): boolean {
  const { below, above } = room;
  const { order } = draws;
  const count = out.length;
  const belowCount = countBelow(draws.sorted, centre);
  if (!splitInto(room, draws.sorted, centre, belowCount)) return false;
  // The draw `k` steps out from the centre is at `nearest - k + 1` below it and at `nearest + k` above it.
  const nearest = belowCount - 1;
  let lower = 1;
  let farLower = belowCount;
  let ties = 0;
  for (let i = 0, j = count - 1; i < j; i = (i + 1) | 0, j = (j - 1) | 0) {
    const upper = (i + 2 - lower) | 0;
    const downward = below[lower]!;
    const upward = above[upper]!;
    const isBelow = +(downward < upward);
    out[order[(nearest + upper - ((i + 1) & -isBelow)) | 0]!] = scores[2 * i + 2]!;
    lower = (lower + isBelow) | 0;

    const farUpper = (j + 1 - farLower) | 0;
    const farDownward = below[farLower]!;
    const farUpward = above[farUpper]!;
    const isFarBelow = +(farDownward >= farUpward);
    out[order[(nearest + farUpper - (j & -isFarBelow)) | 0]!] = scores[2 * j + 2]!;
    farLower = (farLower - isFarBelow) | 0;

    ties = (ties + +(downward === upward) + +(farDownward === farUpward)) | 0;
  }
  // About the median of an even number the two draws next to it are tied by construction: the mean of their ranks is 3 / 2.
  const isNearestTied = below[1] === above[1];
  if (isNearestTied) out[order[nearest]!] = out[order[nearest + 1]!] = scores[3]!;
  return ties === +isNearestTied;
}

function countBelow(sorted: Float64Array, centre: number): number {
  let count = 0;
  while (count < sorted.length && sorted[count]! < centre) count++;
  return count;
}

/** Distances on either side, the nearest first; false when two on one side are tied. */
function splitInto(
  { below, above }: FoldRoom,
  sorted: Float64Array,
  centre: number,
  belowCount: number,
): boolean {
  let ties = 0;
  let previous = -Infinity;
  for (let i = 0; i < belowCount; i++) {
    const distance = centre - sorted[i]!;
    below[belowCount - i] = distance;
    ties |= +(distance === previous);
    previous = distance;
  }
  previous = -Infinity;
  for (let i = belowCount; i < sorted.length; i++) {
    const distance = sorted[i]! - centre;
    above[i - belowCount + 1] = distance;
    ties |= +(distance === previous);
    previous = distance;
  }
  below[0] = -Infinity;
  above[0] = -Infinity;
  below[belowCount + 1] = Infinity;
  above[sorted.length - belowCount + 1] = Infinity;
  return ties === 0;
}
