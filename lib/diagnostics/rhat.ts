import { areFinite, type Chains, flatten, shapeOf } from "../draws/chains.ts";
import { fold } from "../draws/fold.ts";
import { variance } from "../draws/moments.ts";
import { median } from "../draws/quantile.ts";
import { rankNormalise } from "../draws/rank-normalise.ts";
import { splitChains } from "../draws/split.ts";
import { describe, meansOf, placeRowMoments, type RowMoments, totalSquares } from "./centred-rows.ts";
import { createLayout, type Room } from "./kernels/kernels.ts";

/** Rank-normalised split R-hat with the two parts of which it is the greater. */
export interface RankRhat {
  /** About 1 when chains agree; NaN when undefined. */
  readonly rhat: number;
  /** Sensitive to a difference in location between chains. */
  readonly bulk: number;
  /** Sensitive to a difference in scale or tails; NaN by construction when all draws lie equally far from the median. */
  readonly folded: number;
}

/** Below this R-hat is not defined. */
export const MIN_CHAINS = 2;
const MIN_DRAWS = 4;

/**
 * R-hat of rows as they stand: square root of the pooled over the within-row variance.
 *
 * @returns About 1 when rows agree, possibly a little less; Infinity when each row is constant at its own value;
 *   NaN when all draws are equal, when a draw is not finite, or for a single row.
 * @see Gelman & Rubin (1992), Statistical Science 7(4), without the factor (M + 1) / M
 */
export function rhat(rows: Chains): number {
  const { chainCount, drawCount } = shapeOf(rows);
  const layout = createLayout();
  const draws = layout.doubles(chainCount * drawCount);
  const described = placeRowMoments(layout, chainCount, drawCount);
  const room = layout.open();
  room.doubles(draws, chainCount * drawCount).set(flatten(rows));
  describe(room, described, draws);
  return rhatOfRows(room, described);
}

/** `rhat` of rows whose means and sums of squares are known. */
export function rhatOfRows(room: Room, rows: RowMoments): number {
  const { rowCount, length } = rows;
  const within = totalSquares(room, rows) / (rowCount * (length - 1));
  const between = length * variance(meansOf(room, rows));
  return Math.sqrt((between / within + length - 1) / length);
}

/** Whether R-hat is defined: two chains or more, four draws or more, all of them finite. */
export function hasRhat(chains: Chains): boolean {
  const { chainCount, drawCount } = shapeOf(chains);
  return chainCount >= MIN_CHAINS && drawCount >= MIN_DRAWS && areFinite(chains);
}

/** R-hat of whole, unsplit chains: blind to drift that all chains share. NaN when undefined (see `hasRhat`). */
export function identityRhat(chains: Chains): number {
  return hasRhat(chains) ? rhat(chains) : NaN;
}

/**
 * Split R-hat: pooled over within-chain standard deviation, after each chain is cut in half.
 *
 * @returns About 1 when the chains agree; NaN when undefined (see `hasRhat`), or when all draws are equal.
 * @see Gelman et al. (2013), Bayesian Data Analysis, 3rd ed., section 11.4
 */
export function splitRhat(chains: Chains): number {
  return hasRhat(chains) ? rhat(splitChains(chains)) : NaN;
}

/** Split R-hat of rank-normalised draws: the part that sees a difference in location. NaN as for `splitRhat`. */
export function bulkRhat(chains: Chains): number {
  return hasRhat(chains) ? rhat(rankNormalise(splitChains(chains))) : NaN;
}

/** Split R-hat of rank-normalised distances from the median: the part that sees a difference in scale. */
export function foldedRhat(chains: Chains): number {
  return foldedRhatAbout(chains, median(flatten(splitChains(chains))));
}

/** Folded R-hat about a centre of the caller's; `arviz.summary` and R posterior fold about the median before the split. */
export function foldedRhatAbout(chains: Chains, centre: number): number {
  return hasRhat(chains) ? rhat(rankNormalise(fold(splitChains(chains), centre))) : NaN;
}

/**
 * Rank-normalised split R-hat: the greater of its bulk and folded parts.
 *
 * @see Vehtari et al. (2021), doi:10.1214/20-BA1221; as `arviz.rhat(method="rank")`
 */
export function rankRhat(chains: Chains): RankRhat {
  return combineRhat(bulkRhat(chains), foldedRhat(chains));
}

/**
 * The two parts put together. Of finite draws the folded part is undefined only when all lie equally far from the
 * median (a parameter of two values, evenly split): it then says nothing, and the bulk part stands alone.
 */
export function combineRhat(bulk: number, folded: number): RankRhat {
  return { rhat: Number.isNaN(folded) ? bulk : Math.max(bulk, folded), bulk, folded };
}
