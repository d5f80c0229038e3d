import { areFinite, type Chains, flatten, shapeOf } from "../draws/chains.ts";
import { fold } from "../draws/fold.ts";
import { mean, variance } from "../draws/moments.ts";
import { median, quantiles } from "../draws/quantile.ts";
import { rankNormalise } from "../draws/rank-normalise.ts";
import { splitChains } from "../draws/split.ts";
import { type Autocovariance, denseAutocovariance, indicatorAutocovariance } from "./autocovariance.ts";

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
  return essInPlace(flatten(rows), shapeOf(rows).chainCount);
}

/** `ess` of rows of equal length laid one after the other; they are left centred. */
export function essInPlace(values: Float64Array, rowCount: number): number {
  if (isConstant(values)) return values.length;
  const rowMeans = centreRowsInPlace(values, rowCount);
  return geyerEss(denseAutocovariance(values, rowCount), rowMeans, values.length / rowCount);
}

/**
 * `ess` of rows of zeros and ones.
 *
 * @param members - Places of the ones, or as well of the zeros, in rows of `length` laid one after the other.
 */
export function indicatorEss(members: Uint32Array, rowCount: number, length: number): number {
  if (members.length === 0 || members.length === rowCount * length) return rowCount * length;
  const rowMeans = new Float64Array(rowCount);
  for (let k = 0; k < members.length; k++) rowMeans[Math.floor(members[k]! / length)]! += 1 / length;
  return geyerEss(indicatorAutocovariance(members, rowCount, length), rowMeans, length);
}

function isConstant(values: Float64Array): boolean {
  let least = Infinity;
  let greatest = -Infinity;
  for (let i = 0; i < values.length; i++) {
    least = Math.min(least, values[i]!);
    greatest = Math.max(greatest, values[i]!);
    if (!(greatest - least < CONSTANT_RANGE)) return false;
  }
  return true;
}

function centreRowsInPlace(values: Float64Array, rowCount: number): Float64Array {
  const length = values.length / rowCount;
  const rowMeans = new Float64Array(rowCount);
  for (let r = 0; r < rowCount; r++) {
    const end = (r + 1) * length;
    const rowMean = mean(values.subarray(r * length, end));
    for (let i = r * length; i < end; i++) values[i]! -= rowMean;
    rowMeans[r] = rowMean;
  }
  return rowMeans;
}

/**
 * ESS by Geyer's initial monotone sequence: correlations are summed in pairs of neighbouring lags while a pair stays
 * positive, no pair being let exceed the one before it.
 *
 * @param length - Draws in a row.
 */
function geyerEss(autocovariance: Autocovariance, rowMeans: Float64Array, length: number): number {
  const drawCount = rowMeans.length * length;
  const meanVariance = (autocovariance(0) * length) / (length - 1);
  const pooledVariance = autocovariance(0) + (rowMeans.length > 1 ? variance(rowMeans) : 0);
  const correlation = (lag: number): number => 1 - (meanVariance - autocovariance(lag)) / pooledVariance;

  let even = 1;
  let odd = correlation(1);
  let previousPair = even + odd;
  let sum = 0;
  let lag = 1;
  for (; lag < length - 3 && even + odd > 0; lag += 2) {
    sum += previousPair;
    even = correlation(lag + 1);
    odd = correlation(lag + 2);
    previousPair = Math.min(previousPair, even + odd);
  }
  // Of the last pair, which was not positive or has no lags after it, the even lag counts once.
  const lastEven = even > 0 || even + odd >= 0 ? even : 0;
  const time = -1 + 2 * sum + lastEven;
  return drawCount / Math.max(time, 1 / Math.log10(drawCount));
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
  const rarer = inside.length < outside.length ? inside : outside;
  return indicatorEss(Uint32Array.from(rarer), rows.length, values.length / rows.length);
}
