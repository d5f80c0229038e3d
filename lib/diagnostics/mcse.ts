import { inverseRegularisedBeta } from "../draws/beta.ts";
import { type Chains, flatten } from "../draws/chains.ts";
import { mean, variance } from "../draws/moments.ts";
import { meanEss, quantileEss, squaredDistances } from "./ess.ts";

/** Probabilities of a normal variable within one standard deviation of its mean, as ArviZ and R posterior write them. */
const ONE_SD_BELOW = 0.1586553;
const ONE_SD_ABOVE = 0.8413447;

/** Monte Carlo standard error of the posterior mean, in the unit of the draws; NaN when its ESS is undefined. */
export function meanMcse(chains: Chains): number {
  return Math.sqrt(variance(flatten(chains)) / meanEss(chains));
}

/**
 * Monte Carlo standard error of the posterior standard deviation, in the unit of the draws.
 *
 * @returns NaN when the ESS of the standard deviation is undefined, or the draws are constant.
 * @see Kenney & Keeping (1951), Mathematics of Statistics, vol. 2, p. 141
 */
export function sdMcse(chains: Chains): number {
  const squares = flatten(squaredDistances(chains));
  const meanSquare = mean(squares);
  const fourthMoment = mean(squares.map((square) => square * square));
  const varianceMcse2 = (fourthMoment - meanSquare * meanSquare) / meanEss(squaredDistances(chains));
  return Math.sqrt(varianceMcse2 / meanSquare / 4);
}

/** Monte Carlo standard error of the posterior median, in the unit of the draws; NaN when its ESS is undefined. */
export function medianMcse(chains: Chains): number {
  return quantileMcse(chains, 0.5);
}

/**
 * Monte Carlo standard error of a posterior quantile, in the unit of the draws: half the distance between the order
 * statistics one standard error to each side.
 *
 * @returns NaN when the ESS of the quantile is undefined.
 * @see Vehtari et al. (2021), section 4.4, doi:10.1214/20-BA1221
 */
export function quantileMcse(chains: Chains, probability: number): number {
  const effective = quantileEss(chains, probability);
  if (Number.isNaN(effective)) return NaN;
  const sorted = flatten(chains).sort();
  const count = sorted.length;
  const [below, above] = [ONE_SD_BELOW, ONE_SD_ABOVE].map((level) =>
    inverseRegularisedBeta(level, effective * probability + 1, effective * (1 - probability) + 1),
  );
  const lower = sorted[Math.floor(Math.max(below! * count - 1, 0))]!;
  const upper = sorted[Math.ceil(Math.min(above! * count - 1, count - 1))]!;
  return (upper - lower) / 2;
}
