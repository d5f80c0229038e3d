import { flatten, type Chains } from "./chains.ts";
import { sortedHdi, type Interval } from "./hdi.ts";
import { moments } from "./moments.ts";

/** Mean, standard deviation (ddof 1) and highest-density interval of one scalar's draws. */
export interface DrawsSummary {
  readonly mean: number;
  readonly sd: number;
  readonly hdi: Interval;
}

/**
 * Summary of the draws of one scalar, all chains together.
 *
 * @param mass - Share of the draws that the interval holds, in (0, 1).
 */
export function summariseDraws(chains: Chains, mass: number): DrawsSummary {
  const draws = flatten(chains);
  const { mean, variance } = moments(draws);
  return { mean, sd: Math.sqrt(variance), hdi: sortedHdi(draws.sort(), mass) };
}
