import { normalScores } from "../draws/rank-normalise.ts";
import type { Address, Layout, Room } from "./kernels/kernels.ts";

/** Draws in ascending order, and where each of them stood before; where they lie in a room. */
export interface SortedDraws {
  readonly count: number;
  readonly sorted: Address;
  readonly order: Address;
}

/** A place for so many draws in order. */
export function placeSorted(layout: Layout, count: number): SortedDraws {
  return { count, sorted: layout.doubles(count), order: layout.integers(count) };
}

/** A place for what sorting so many draws takes beside the result: 8 KiB of counts and 12 bytes a draw. */
export function placeSortRoom(layout: Layout, count: number): Address {
  return layout.doubles(1024 + Math.ceil(1.5 * (count + 1)));
}

/** The draws in ascending order, as a view. */
export function sortedOf(room: Room, { sorted, count }: SortedDraws): Float64Array {
  return room.doubles(sorted, count);
}

/** Normal scores of the ranks of so many draws: of all, with the halves of tied ones, and of the whole ranks alone. */
export interface Scores {
  readonly count: number;
  readonly halfRanks: Address;
  readonly ranks: Address;
}

export function placeScores(layout: Layout, count: number): Scores {
  return { count, halfRanks: layout.doubles(2 * count + 1), ranks: layout.doubles(count) };
}

export function fillScores(room: Room, { count, halfRanks, ranks }: Scores): void {
  const scores = normalScores(count);
  room.doubles(halfRanks, scores.length).set(scores);
  room.doubles(ranks, count).set(Float64Array.from({ length: count }, (_, i) => scores[2 * i + 2]!));
}

/** Writes the normal score of each draw to its own place in `out`; tied draws share the score of their mean rank. */
export function score({ run }: Room, out: Address, draws: SortedDraws, { halfRanks, ranks }: Scores): void {
  const { sorted, order, count } = draws;
  run.scoreDistinct(out, order, count, ranks);
  if (run.countTies(sorted, count) > 0) run.scoreTies(out, sorted, order, count, halfRanks);
}
