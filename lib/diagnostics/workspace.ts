import { type Indicator, placeIndicator } from "./autocovariance.ts";
import { type CentredRows, placeCentredRows, placeRowMoments, type RowMoments } from "./centred-rows.ts";
import { type Address, createLayout, type Room } from "./kernels/kernels.ts";
import {
  fillScores,
  placeScores,
  placeSorted,
  placeSortRoom,
  type Scores,
  type SortedDraws,
} from "./sorted-draws.ts";

/**
 * Buffers for the summary of scalars of one shape. "Split" concerns the draws left when the middle one of an odd number is
 * dropped.
 */
export interface Workspace {
  readonly chainCount: number;
  readonly drawCount: number;
  readonly splitCount: number;
  readonly room: Room;
  readonly draws: Address;
  readonly split: Address;
  readonly sortedDraws: SortedDraws;
  readonly sortedSplit: SortedDraws;
  readonly folded: SortedDraws;
  /** What sorting and folding take beside their result. */
  readonly spare: Address;
  readonly normalScores: Scores;
  readonly scores: Address;
  readonly whole: RowMoments;
  readonly chains: RowMoments;
  readonly rows: CentredRows;
  readonly indicator: Indicator;
}

/** An empty workspace for scalars of so many chains and draws in each. */
export function createWorkspace(chainCount: number, drawCount: number): Workspace {
  const count = chainCount * drawCount;
  const rowCount = 2 * chainCount;
  const half = Math.floor(drawCount / 2);
  const splitCount = rowCount * half;
  // Halves of an even number of draws lie one after the other as the chains do.
  const isEven = drawCount % 2 === 0;
  const layout = createLayout();
  const draws = layout.doubles(count);
  const sortedDraws = placeSorted(layout, count);
  const places = {
    draws,
    split: isEven ? draws : layout.doubles(splitCount),
    sortedDraws,
    sortedSplit: isEven ? sortedDraws : placeSorted(layout, splitCount),
    folded: placeSorted(layout, splitCount),
    spare: placeSortRoom(layout, count),
    normalScores: placeScores(layout, splitCount),
    scores: layout.doubles(splitCount),
    whole: placeRowMoments(layout, 1, count),
    chains: placeRowMoments(layout, chainCount, drawCount),
    rows: placeCentredRows(layout, rowCount, half),
    indicator: placeIndicator(layout, rowCount, half),
  };
  const room = layout.open();
  fillScores(room, places.normalScores);
  return { chainCount, drawCount, splitCount, room, ...places };
}
