import { countFlags, type FlagCount, type Flags } from "./divergences.ts";

/** Depth of each NUTS trajectory, `depths[c][t]` for draw t of chain c. */
export type TreeDepths = readonly ArrayLike<number>[];

/** Trajectories stopped by the depth limit, from the sampler's own flag: the better source where there is one. */
export function countReachedDepthLimit(reached: Flags): FlagCount {
  return countFlags(reached);
}

/**
 * Trajectories that reached the depth limit, for samplers that record depth only; a trajectory that turned at that very
 * depth counts too, as in Stan.
 *
 * @param limit - The sampler's maximum tree depth, 10 by default in Stan and PyMC.
 * @returns NaN where a depth is missing.
 */
export function countAtDepthLimit(depths: TreeDepths, limit: number): FlagCount {
  return countFlags(depths.map((chain) => Float64Array.from(chain, (depth) => atLimit(depth, limit))));
}

function atLimit(depth: number, limit: number): number {
  if (Number.isNaN(depth)) return NaN;
  return depth >= limit ? 1 : 0;
}

/** The greatest depth reached; NaN where a depth is missing, -Infinity without draws. */
export function greatestTreeDepth(depths: TreeDepths): number {
  return depths.reduce((greatest, chain) => Math.max(greatest, ...Array.from(chain)), -Infinity);
}
