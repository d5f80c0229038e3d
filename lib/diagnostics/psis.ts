import { type ObservationDraws, samplesOf } from "../draws/observation-draws.ts";
import { isFiniteThroughout } from "../draws/chains.ts";
import { createSorter, type SortedDraws } from "../draws/order.ts";
import { decay } from "./decay.ts";
import { logSumExp } from "./log-sum-exp.ts";

/** Pareto-smoothed importance weights of leaving each observation out. */
export interface Psis {
  /** Normalised log weights: for each observation they sum, exponentiated, to 1; NaN where undefined. */
  readonly logWeights: ObservationDraws;
  /** Shape of the tail of the importance ratios; Infinity where no tail can be fitted, which never reads as good. */
  readonly paretoK: Float64Array;
  /** Effective sample size of the weights, 1 / sum of squares; NaN where they are undefined. */
  readonly importanceEss: Float64Array;
  /** Log predictive density of each observation under its weights, which come with it at no further exponential. */
  readonly pointwise: Float64Array;
}

/** Ln of the smallest normal double: the cutoff goes no lower, so that its exponential is not zero. */
const LEAST_CUTOFF = Math.log(2.2250738585072014e-308);
/** With log ratios down to here, likelihoods and their sums stay within the range of a double in units of the least. */
const LEAST_LOG_RATIO = -600;
/** With so few draws in the tail, or fewer, no Pareto distribution is fitted. */
const FEWEST_UNFITTED = 4;

/**
 * Pareto-smoothed importance sampling for leave-one-out.
 *
 * @param logLikelihood - Log likelihood of each observation at each posterior sample.
 * @param relativeEfficiency - ESS per sample of the posterior draws, see `relativeEfficiency`; it sets the tail length.
 * @returns For an observation with a log likelihood that is not finite: k Infinity and weights NaN.
 * @see Vehtari, Simpson, Gelman, Yao & Gabry (2024), JMLR 25(72)
 */
export function psis(logLikelihood: ObservationDraws, relativeEfficiency: number): Psis {
  const { observationCount, sampleCount } = logLikelihood;
  const logWeights: ObservationDraws = {
    ...logLikelihood,
    values: new Float64Array(logLikelihood.values.length),
  };
  const paretoK = new Float64Array(observationCount);
  const importanceEss = new Float64Array(observationCount);
  const pointwise = new Float64Array(observationCount);
  const tail = tailLength(sampleCount, relativeEfficiency);
  const sort = createSorter(sampleCount);
  for (let i = 0; i < observationCount; i++) {
    const weights = samplesOf(logWeights, i);
    const likelihood = samplesOf(logLikelihood, i);
    const least = logRatiosInto(weights, likelihood);
    if (Number.isFinite(least)) {
      const sorted = sort(weights);
      const { k, gain } = smoothInPlace(weights, sorted, tail);
      const { logTotal, ess } = normaliseInPlace(weights);
      paretoK[i] = k;
      importanceEss[i] = ess;
      pointwise[i] =
        sorted.sorted[0]! > LEAST_LOG_RATIO
          ? least + Math.log(sampleCount + gain) - logTotal
          : logWeightedSum(likelihood, weights);
    } else {
      weights.fill(NaN);
      paretoK[i] = Infinity;
      importanceEss[i] = NaN;
      pointwise[i] = NaN;
    }
  }
  return { logWeights, paretoK, importanceEss, pointwise };
}

/**
 * How many of the greatest importance ratios are smoothed: the lesser of a fifth and 3 sqrt(S / r_eff), rounded up.
 *
 * @throws RangeError when the relative efficiency is not a positive number.
 */
export function tailLength(sampleCount: number, relativeEfficiency: number): number {
  if (!(relativeEfficiency > 0)) {
    throw new RangeError(`a relative efficiency is a positive number, got ${relativeEfficiency}`);
  }
  return Math.ceil(Math.min(sampleCount / 5, 3 * Math.sqrt(sampleCount / relativeEfficiency)));
}

/**
 * Relative efficiency of posterior draws as ArviZ takes it: mean ESS of the mean over all scalars, per sample.
 *
 * @param meanEss - ESS of the mean of each posterior scalar; those that are NaN (constants) are left out.
 * @returns 1 for a single chain, where ESS is not trusted; NaN when no scalar has an ESS.
 */
export function relativeEfficiency(
  meanEss: ArrayLike<number>,
  chainCount: number,
  sampleCount: number,
): number {
  if (chainCount === 1) return 1;
  const defined = Array.from(meanEss).filter((value) => !Number.isNaN(value));
  return defined.reduce((sum, value) => sum + value, 0) / defined.length / sampleCount;
}

/** Writes log importance ratios, the greatest 0; gives the least log likelihood, NaN when one is not finite. */
function logRatiosInto(out: Float64Array, logLikelihood: Float64Array): number {
  if (!isFiniteThroughout(logLikelihood)) return NaN;
  let least = Infinity;
  for (let s = 0; s < out.length; s++) if (logLikelihood[s]! < least) least = logLikelihood[s]!;
  for (let s = 0; s < out.length; s++) out[s] = least - logLikelihood[s]!;
  return isFiniteThroughout(out) ? least : NaN;
}

/**
 * Replaces the tail of log ratios (greatest 0) by expected order statistics of the fitted Pareto distribution.
 *
 * @returns Pareto k, which is Infinity, with nothing replaced, when too few draws exceed the cutoff or the fit breaks down.
 *   Then the gain in the weighted sum of the likelihood: a raw ratio is the least likelihood over the likelihood, so that
 *   in units of the least each sample adds its smoothed over its raw ratio, 1 where nothing is smoothed.
 */
function smoothInPlace(
  logRatios: Float64Array,
  { sorted, order }: SortedDraws,
  tailLength: number,
): { readonly k: number; readonly gain: number } {
  const sampleCount = sorted.length;
  const cutoff = Math.max(sorted[Math.max(sampleCount - tailLength - 1, 0)]!, LEAST_CUTOFF);
  // Strictly above the cutoff: draws tied with it stay in the body.
  let start = sampleCount;
  while (start > 0 && sorted[start - 1]! > cutoff) start--;
  const count = sampleCount - start;
  if (count <= FEWEST_UNFITTED) return { k: Infinity, gain: 0 };

  const cutoffRatio = Math.exp(cutoff);
  const excess = Float64Array.from({ length: count }, (_, i) => Math.exp(sorted[start + i]!) - cutoffRatio);
  const { k, scale } = fitGeneralisedPareto(excess);
  if (!Number.isFinite(k) || !Number.isFinite(scale)) return { k: Infinity, gain: 0 };
  let gain = 0;
  for (let i = 0; i < count; i++) {
    const smoothed = Math.min(paretoQuantile((i + 0.5) / count, k, scale) + cutoffRatio, 1);
    logRatios[order[start + i]!] = Math.log(smoothed);
    gain += smoothed / (excess[i]! + cutoffRatio) - 1;
  }
  return { k, gain };
}

/** Makes log ratios sum, exponentiated, to 1; gives the logarithm of what they summed to, and their importance ESS. */
function normaliseInPlace(logRatios: Float64Array): { readonly logTotal: number; readonly ess: number } {
  let greatest = -Infinity;
  for (let s = 0; s < logRatios.length; s++) if (logRatios[s]! > greatest) greatest = logRatios[s]!;
  let total = 0;
  let squares = 0;
  for (let s = 0; s < logRatios.length; s++) {
    const ratio = decay(logRatios[s]! - greatest);
    total += ratio;
    squares += ratio * ratio;
  }
  const logTotal = greatest + Math.log(total);
  for (let s = 0; s < logRatios.length; s++) logRatios[s]! -= logTotal;
  return { logTotal, ess: (total * total) / squares };
}

/** Logarithm of the weighted sum of the likelihood, whatever its range. */
function logWeightedSum(logLikelihood: Float64Array, logWeights: Float64Array): number {
  return logSumExp(logLikelihood.map((value, s) => value + logWeights[s]!));
}

/** Quantile of the generalised Pareto distribution with location 0; k = 0 is the exponential distribution. */
function paretoQuantile(probability: number, k: number, scale: number): number {
  const exponential = -Math.log1p(-probability);
  return scale * (k === 0 ? exponential : Math.expm1(k * exponential) / k);
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
export function fitGeneralisedPareto(excess: Float64Array): { readonly k: number; readonly scale: number } {
  const n = excess.length;
  const gridSize = 30 + Math.floor(Math.sqrt(n));
  const quartile = excess[Math.floor(n / 4 + 0.5) - 1]!;
  const greatest = excess[n - 1]!;
  const grid = Float64Array.from(
    { length: gridSize },
    (_, j) => (1 - Math.sqrt(gridSize / (j + 0.5))) / (3 * quartile) + 1 / greatest,
  );
  const logProfile = grid.map((b) => {
    const k = meanLog1p(excess, b);
    return n * (Math.log(-b / k) - k - 1);
  });
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

/** So many factors are multiplied before their logarithm is taken: one `Math.log` in place of eight `Math.log1p`. */
const FACTORS = 8;
/** Below this size of the mean, the rounding of 1 - b x shows in it, and each term is taken by `Math.log1p`. */
const LEAST_MEAN_OF_PRODUCTS = 1e-2;
/** Eight factors of up to this size, or down to its inverse, stay within the range of a double. */
const GREATEST_FACTOR = 1e38;

/** Mean of ln(1 - b x) over ascending x: the maximum-likelihood shape given b. */
function meanLog1p(excess: Float64Array, b: number): number {
  const n = excess.length;
  const extreme = 1 - b * excess[n - 1]!;
  if (extreme < GREATEST_FACTOR && extreme > 1 / GREATEST_FACTOR) {
    let sum = 0;
    let i = 0;
    while (i < n) {
      const end = Math.min(i + FACTORS, n);
      let product = 1;
      for (; i < end; i++) product *= 1 - b * excess[i]!;
      sum += Math.log(product);
    }
    if (Math.abs(sum) > LEAST_MEAN_OF_PRODUCTS * n) return sum / n;
  }
  let sum = 0;
  for (let i = 0; i < n; i++) sum += Math.log1p(-b * excess[i]!);
  return sum / n;
}
