import { logSumExp } from "./log-sum-exp.ts";

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

/**
 * Shape k and scale of a generalised Pareto distribution by the empirical Bayes method of Zhang & Stephens, with k then
 * drawn weakly towards 0.5.
 *
 * @param excess - Excesses over the threshold, positive and ascending.
 * @returns Values that are not finite when the fit breaks down.
 * @see Zhang & Stephens (2009), Technometrics 51(3)
 */
export function fitGeneralisedPareto(excess: Float64Array): GeneralisedPareto {
  const n = excess.length;
  const gridSize = 30 + Math.floor(Math.sqrt(n));
  const quartile = excess[Math.floor(n / 4 + 0.5) - 1]!;
  const greatest = excess[n - 1]!;
  const grid = new Float64Array(gridSize);
  const logProfile = new Float64Array(gridSize);
  for (let j = 0; j < gridSize; j++) {
    const b = (1 - Math.sqrt(gridSize / (j + 0.5))) / (3 * quartile) + 1 / greatest;
    const k = meanLog1p(excess, b);
    grid[j] = b;
    logProfile[j] = n * (Math.log(-b / k) - k - 1);
  }
  const logTotal = logSumExp(logProfile);
  let weightSum = 0;
  let weighted = 0;
  for (let j = 0; j < gridSize; j++) {
    const weight = Math.exp(logProfile[j]! - logTotal);
    if (weight < NEGLIGIBLE_WEIGHT) continue;
    weightSum += weight;
    weighted += weight * grid[j]!;
  }
  const b = weighted / weightSum;
  const likelihoodK = meanLog1p(excess, b);
  return { k: (n * likelihoodK + PRIOR_DRAWS * PRIOR_K) / (n + PRIOR_DRAWS), scale: -likelihoodK / b };
}

/** Below this size of the mean, the rounding of 1 - b x shows in it, and each term is taken by `Math.log1p`. */
const LEAST_MEAN_OF_PRODUCTS = 1e-2;
/** Products whose logarithm is smaller than this in size stay within the range of a double. */
const GREATEST_LOG_PRODUCT = 700;

/**
 * Mean of ln(1 - b x) over ascending x: the maximum-likelihood shape given b.
 *
 * Factors are multiplied, and one logarithm taken of each product, as long as the product cannot leave the range of a
 * double: every factor lies between 1 and the last one. Two products run side by side.
 */
function meanLog1p(excess: Float64Array, b: number): number {
  const n = excess.length;
  const greatestLog = Math.abs(Math.log(1 - b * excess[n - 1]!));
  const factors = Math.floor(GREATEST_LOG_PRODUCT / greatestLog);
  if (factors >= 2) {
    let sum = 0;
    for (let i = 0; i < n;) {
      const end = Math.min(i + factors, n);
      let even = 1;
      let odd = 1;
      for (; i + 1 < end; i += 2) {
        even *= 1 - b * excess[i]!;
        odd *= 1 - b * excess[i + 1]!;
      }
      if (i < end) even *= 1 - b * excess[i++]!;
      sum += Math.log(even * odd);
    }
    if (Math.abs(sum) > LEAST_MEAN_OF_PRODUCTS * n) return sum / n;
  }
  let sum = 0;
  for (let i = 0; i < n; i++) sum += Math.log1p(-b * excess[i]!);
  return sum / n;
}

/**
 * A function that gives the quantiles of probabilities 1/2n, 3/2n, … of a distribution: where n ordered draws are expected.
 * It keeps the exponential quantiles, which depend on n alone.
 */
export function createOrderStatistics(): (count: number, distribution: GeneralisedPareto) => Float64Array {
  let exponential = new Float64Array(0);
  let quantiles = new Float64Array(0);
  return (count, { k, scale }) => {
    if (exponential.length !== count) {
      exponential = Float64Array.from({ length: count }, (_, i) => -Math.log1p(-(i + 0.5) / count));
      quantiles = new Float64Array(count);
    }
    for (let i = 0; i < count; i++) {
      quantiles[i] = scale * (k === 0 ? exponential[i]! : Math.expm1(k * exponential[i]!) / k);
    }
    return quantiles;
  };
}
