import type { Address, Layout, Room } from "./kernels/kernels.ts";

/** Generalised Pareto distribution with location 0; k = 0 is the exponential distribution. */
export interface GeneralisedPareto {
  readonly k: number;
  readonly scale: number;
}

/** Strength, in draws, of the prior that pulls k towards 0.5 (Vehtari et al. 2024, appendix). */
const PRIOR_DRAWS = 10;
const PRIOR_K = 0.5;
/** Grid points carrying less than this share of the posterior are dropped, as in the reference implementation. */
const NEGLIGIBLE_WEIGHT = 10 * Number.EPSILON;

/** Below this size of the mean, the rounding of 1 - b x shows in it, and products are taken less 1. */
const LEAST_MEAN_OF_PRODUCTS = 1e-2;
/** Parts of the values that such products are over. */
const PARTS = 9;
/** A product less 1 has lost its digits where its logarithm is far below -1. */
const GREATEST_LOG_LESS_ONE = 4;
/** Products whose logarithm is smaller than this in size stay within the range of a double; so do exponentials. */
const GREATEST_LOG = 700;
/** Below this size of k, the rounding of e^kx shows in (e^kx - 1) / k, and each is taken by `Math.expm1`. */
const LEAST_RATE = 1e-2;

/** Where the excesses of a tail over its threshold lie in a room, with what fitting them takes beside. */
export interface ParetoPlaces {
  readonly excess: Address;
  readonly slopes: Address;
  readonly products: Address;
  readonly exponential: Address;
  readonly quantiles: Address;
  readonly most: number;
  readonly powers: Address;
}

/** Fits generalised Pareto distributions to tails, and says where ordered draws of them are expected. */
export interface ParetoTail {
  /** Excesses over the threshold, to be filled in before `fit`: positive and descending. */
  readonly excess: Float64Array;
  /**
   * Shape k and scale by the empirical Bayes method of Zhang & Stephens, with k then drawn weakly towards 0.5.
   *
   * @returns Values that are not finite when the fit breaks down.
   * @see Zhang & Stephens (2009), Technometrics 51(3)
   */
  readonly fit: (count: number) => GeneralisedPareto;
  /** Quantiles of probabilities 1 - 1/2n, 1 - 3/2n, … for n = `count`: where so many draws are expected, the greatest first. */
  readonly orderStatistics: (count: number, distribution: GeneralisedPareto) => Float64Array;
}

const gridSizeOf = (count: number) => 30 + Math.floor(Math.sqrt(count));

/** A place for tails of at most so many draws. */
export function placePareto(layout: Layout, most: number, powers: Address): ParetoPlaces {
  return {
    most,
    powers,
    excess: layout.doubles(most),
    slopes: layout.doubles(gridSizeOf(most)),
    products: layout.doubles(gridSizeOf(most)),
    exponential: layout.doubles(most),
    quantiles: layout.doubles(most),
  };
}

export function createParetoTail(room: Room, places: ParetoPlaces): ParetoTail {
  const excess = room.doubles(places.excess, places.most);
  const slopes = room.doubles(places.slopes, gridSizeOf(places.most));
  const meanLogs = createMeanLogs(room, places);
  return {
    excess,
    fit(n) {
      const gridSize = gridSizeOf(n);
      const quartile = excess[n - Math.floor(n / 4 + 0.5)]!;
      const greatest = excess[0]!;
      for (let j = 0; j < gridSize; j++) {
        slopes[j] = (1 - Math.sqrt(gridSize / (j + 0.5))) / (3 * quartile) + 1 / greatest;
      }
      const b = meanUnderProfile(slopes, meanLogs(n, gridSize), gridSize, n);
      slopes[0] = b;
      const likelihoodK = meanLogs(n, 1)[0]!;
      return { k: (n * likelihoodK + PRIOR_DRAWS * PRIOR_K) / (n + PRIOR_DRAWS), scale: -likelihoodK / b };
    },
    orderStatistics: createOrderStatistics(room, places),
  };
}

/** Mean of the first slopes b, each with the profile likelihood of its k as its weight; NaN when one is not finite. */
function meanUnderProfile(slopes: Float64Array, ks: Float64Array, slopeCount: number, n: number): number {
  const weights = new Float64Array(slopeCount);
  let greatest = -Infinity;
  for (let j = 0; j < slopeCount; j++) {
    weights[j] = n * (Math.log(-slopes[j]! / ks[j]!) - ks[j]! - 1);
    greatest = Math.max(greatest, weights[j]!);
  }
  let total = 0;
  for (let j = 0; j < slopeCount; j++) {
    weights[j] = Math.exp(weights[j]! - greatest);
    total += weights[j]!;
  }
  let weightSum = 0;
  let weighted = 0;
  for (let j = 0; j < slopeCount; j++) {
    if (weights[j]! < NEGLIGIBLE_WEIGHT * total) continue;
    weightSum += weights[j]!;
    weighted += weights[j]! * slopes[j]!;
  }
  return weighted / weightSum;
}

/**
 * A function that gives, for each of the first slopes b, which ascend, the mean of ln(1 - b x) over the excesses: the
 * maximum-likelihood shape given b.
 *
 * Factors are multiplied, and one logarithm taken of each product, as long as no product can leave the range of a double:
 * every factor lies between 1 and that of the greatest excess, which for ascending b falls.
 */
function createMeanLogs(
  { run, doubles }: Room,
  { most, excess: at, slopes: slopesAt, products: productsAt }: ParetoPlaces,
): (n: number, slopeCount: number) => Float64Array {
  const excess = doubles(at, most);
  const slopes = doubles(slopesAt, gridSizeOf(most));
  const products = doubles(productsAt, gridSizeOf(most));
  const logs = new Float64Array(gridSizeOf(most));
  return (n, slopeCount) => {
    const greatest = excess[0]!;
    const first = Math.abs(Math.log(1 - slopes[0]! * greatest));
    const last = Math.abs(Math.log(1 - slopes[slopeCount - 1]! * greatest));
    const factors = Math.floor(GREATEST_LOG / Math.max(first, last));
    logs.fill(0);
    for (let i = 0; factors >= 2 && i < n; i += factors) {
      run.productsOfFactors(productsAt, at + 8 * i, Math.min(factors, n - i), slopesAt, slopeCount);
      for (let j = 0; j < slopeCount; j++) logs[j]! += Math.log(products[j]!);
    }
    const leastLog = Math.min(LEAST_MEAN_OF_PRODUCTS * n, GREATEST_LOG_LESS_ONE);
    for (let j = 0; j < slopeCount; j++) {
      if (!(factors >= 2)) logs[j] = sumOfLog1p(excess, n, slopes[j]!);
      else if (!(Math.abs(logs[j]!) > leastLog)) logs[j] = logOfPartsLessOne(slopes[j]!, n);
      logs[j]! /= n;
    }
    return logs;
  };

  function logOfPartsLessOne(b: number, n: number): number {
    run.productsLessOne(productsAt, at, n, b);
    let sum = 0;
    for (let part = 0; part < PARTS; part++) sum += Math.log1p(products[part]!);
    return sum;
  }
}

function sumOfLog1p(excess: Float64Array, n: number, b: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += Math.log1p(-b * excess[i]!);
  return sum;
}

/** `orderStatistics` of a tail; it keeps the exponential quantiles, which depend on the count alone. */
function createOrderStatistics(
  { run, doubles }: Room,
  { most, exponential: exponentialAt, quantiles: quantilesAt, powers }: ParetoPlaces,
): ParetoTail["orderStatistics"] {
  const exponential = doubles(exponentialAt, most);
  const quantiles = doubles(quantilesAt, most);
  let known = 0;
  return (count, { k, scale }) => {
    if (known !== count) {
      for (let i = 0; i < count; i++) exponential[i] = -Math.log1p(-(count - i - 0.5) / count);
      known = count;
    }
    if (Math.abs(k) >= LEAST_RATE && Math.abs(k) * exponential[0]! < GREATEST_LOG) {
      run.exponentials(quantilesAt, exponentialAt, count, 0, k, powers);
      for (let i = 0; i < count; i++) quantiles[i] = (quantiles[i]! - 1) * (scale / k);
    } else {
      for (let i = 0; i < count; i++) {
        quantiles[i] = scale * (k === 0 ? exponential[i]! : Math.expm1(k * exponential[i]!) / k);
      }
    }
    return quantiles;
  };
}
