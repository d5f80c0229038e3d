/** How often a sampler raised a flag. */
export interface FlagCount {
  readonly total: number;
  /** Share of all draws. */
  readonly rate: number;
  readonly perChain: Float64Array;
}

/** A flag by draw of each chain, 0 or 1, in whatever numeric array the file has. */
export type Flags = readonly ArrayLike<number>[];

/**
 * Divergent transitions: draws at which the integrator left the energy surface, so that the region is badly explored.
 *
 * @param diverging - `diverging[c][t]` is 1 where draw t of chain c diverged.
 * @returns NaN where a flag is missing (neither 0 nor 1), and for the rate when there is no draw.
 * @see Betancourt (2017), section 6.2, arXiv:1701.02434
 */
export function countDivergences(diverging: Flags): FlagCount {
  return countFlags(diverging);
}

/** Raised flags in total, as a rate and by chain; NaN where a flag is neither 0 nor 1. */
export function countFlags(flags: Flags): FlagCount {
  const perChain = Float64Array.from(flags, countRaised);
  const total = perChain.reduce((sum, count) => sum + count, 0);
  const drawCount = flags.reduce((sum, chain) => sum + chain.length, 0);
  return { total, rate: total / drawCount, perChain };
}

function countRaised(chain: ArrayLike<number>): number {
  let count = 0;
  for (let t = 0; t < chain.length; t++) {
    const flag = chain[t]!;
    if (flag === 1) count++;
    else if (flag !== 0) return NaN;
  }
  return count;
}
