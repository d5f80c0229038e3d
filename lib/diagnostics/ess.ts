import { areFinite, type Chains, flatten, shapeOf } from "../draws/chains.ts";
import { fold } from "../draws/fold.ts";
import { mean, variance } from "../draws/moments.ts";
import { median, quantiles } from "../draws/quantile.ts";
import { rankNormalise } from "../draws/rank-normalise.ts";
import { splitChains } from "../draws/split.ts";
import {
  denseAutocovariance,
  type Indicator,
  indicatorAutocovariance,
  placeIndicator,
} from "./autocovariance.ts";
import { centre, type CentredRows, meansOf, placeCentredRows } from "./centred-rows.ts";
import { geyerEss } from "./geyer.ts";
import { type Address, createLayout, type Room } from "./kernels/kernels.ts";

/** Below this effective sample size is not defined. */
export const MIN_DRAWS = 4;
/** Draws spread less than this, in their own unit, count as constant; ArviZ's threshold (`numpy.finfo.resolution`). */
const CONSTANT_RANGE = 1e-15;
/** The probabilities whose lesser quantile ESS is the tail ESS. */
export const TAIL_PROBABILITIES = { lower: 0.05, upper: 0.95 } as const;

/** Whether effective sample size is defined: four draws or more per chain, all of them finite. */
export function hasEss(chains: Chains): boolean {
  return shapeOf(chains).drawCount >= MIN_DRAWS && areFinite(chains);
}

/**
 * Effective sample size of the mean of rows as they stand.
 *
 * @returns At most S log10(S) for S draws, reached by antithetic chains; S for constant draws; NaN when a draw is not
 *   finite. Of little meaning below 50 draws a chain.
 * @see Geyer (1992), Statistical Science 7(4); Vehtari et al. (2021), doi:10.1214/20-BA1221
 */
export function ess(rows: Chains): number {
  const { chainCount, drawCount } = shapeOf(rows);
  const values = flatten(rows);
  if (isConstant(values)) return values.length;
  const layout = createLayout();
  const draws = layout.doubles(values.length);
  const centred = placeCentredRows(layout, chainCount, drawCount);
  const room = layout.open();
  room.doubles(draws, values.length).set(values);
  centre(room, centred, draws);
  return essOfRows(room, centred);
}

/** `ess` of centred rows that are not constant. */
export function essOfRows(room: Room, rows: CentredRows): number {
  const { rowCount, length } = rows;
  return geyerEss(denseAutocovariance(room, rows), betweenVariance(meansOf(room, rows)), rowCount, length);
}

/**
 * `ess` of rows of zeros and ones.
 *
 * @param members - Places of the ones, or as well of the zeros, in rows of the indicator's shape laid one after the other.
 */
export function indicatorEss(
  room: Room,
  indicator: Indicator,
  members: Address,
  memberCount: number,
): number {
  const { rowCount, length } = indicator;
  const count = rowCount * length;
  if (memberCount === 0 || memberCount === count) return count;
  const autocovariance = indicatorAutocovariance(room, indicator, members, memberCount);
  const rowMeans = Float64Array.from(autocovariance.counts, (ones) => ones / length);
  return geyerEss(autocovariance, betweenVariance(rowMeans), rowCount, length);
}

function betweenVariance(rowMeans: Float64Array): number {
  return rowMeans.length > 1 ? variance(rowMeans) : 0;
}

/** Whether draws from the least to the greatest are so close that they count as constant. */
export function isConstantRange(least: number, greatest: number): boolean {
  return greatest - least < CONSTANT_RANGE;
}

function isConstant(values: Float64Array): boolean {
  let least = Infinity;
  let greatest = -Infinity;
  for (let i = 0; i < values.length; i++) {
    least = Math.min(least, values[i]!);
    greatest = Math.max(greatest, values[i]!);
    if (!isConstantRange(least, greatest)) return false;
  }
  return true;
}

/** ESS for location, of rank-normalised draws: the sampling efficiency in the bulk. NaN when undefined (see `hasEss`). */
export function bulkEss(chains: Chains): number {
  return hasEss(chains) ? ess(rankNormalise(splitChains(chains))) : NaN;
}

/** The lesser of the ESS of the 5 % and 95 % quantiles; the number of draws where both indicators are constant. */
export function tailEss(chains: Chains): number {
  if (!hasEss(chains)) return NaN;
  const [lower, upper] = quantiles(flatten(chains), [TAIL_PROBABILITIES.lower, TAIL_PROBABILITIES.upper]);
  return Math.min(essBetween(chains, -Infinity, lower!), essBetween(chains, -Infinity, upper!));
}

/** ESS of the posterior mean; NaN when undefined. */
export function meanEss(chains: Chains): number {
  return hasEss(chains) ? ess(splitChains(chains)) : NaN;
}

/** ESS of the posterior standard deviation, that is of squared distances from the mean; NaN when undefined. */
export function sdEss(chains: Chains): number {
  return meanEss(squaredDistances(chains));
}

/** Squared distance of each draw from the mean of all. */
export function squaredDistances(chains: Chains): Chains {
  const centre = mean(flatten(chains));
  return chains.map((chain) => chain.map((value) => (value - centre) ** 2));
}

/** ESS of the posterior median; NaN when undefined. */
export function medianEss(chains: Chains): number {
  return quantileEss(chains, 0.5);
}

/** ESS of a posterior quantile, that is of the indicator of draws up to it; NaN when undefined. */
export function quantileEss(chains: Chains, probability: number): number {
  if (!hasEss(chains)) return NaN;
  return essBetween(chains, -Infinity, quantiles(flatten(chains), [probability])[0]!);
}

/** ESS of the probability of the interval between two quantiles, ends included; NaN when undefined. */
export function localEss(chains: Chains, lowerProbability: number, upperProbability: number): number {
  if (!hasEss(chains)) return NaN;
  const [lower, upper] = quantiles(flatten(chains), [lowerProbability, upperProbability]);
  return essBetween(chains, lower!, upper!);
}

/** ESS of rank-normalised distances from the median: the sampling efficiency for scale. NaN when undefined. */
export function foldedEss(chains: Chains): number {
  if (!hasEss(chains)) return NaN;
  const rows = splitChains(chains);
  return ess(rankNormalise(fold(rows, median(flatten(rows)))));
}

/** ESS of the indicator of draws in a closed interval. */
function essBetween(chains: Chains, lower: number, upper: number): number {
  const rows = splitChains(chains);
  const values = flatten(rows);
  const inside: number[] = [];
  const outside: number[] = [];
  values.forEach((value, place) => (value >= lower && value <= upper ? inside : outside).push(place));
  const rarer = Uint32Array.from(inside.length < outside.length ? inside : outside);
  const layout = createLayout();
  const members = layout.integers(rarer.length);
  const indicator = placeIndicator(layout, rows.length, values.length / rows.length);
  const room = layout.open();
  room.integers(members, rarer.length).set(rarer);
  return indicatorEss(room, indicator, members, rarer.length);
}
