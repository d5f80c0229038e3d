import { type ObservationDraws, samplesOf } from "../draws/observation-draws.ts";
import { decay } from "./decay.ts";
import { createTailRoom, type BodySums, type TailRoom, type TailSums } from "./tail-room.ts";
import { logSumExp } from "./log-sum-exp.ts";

/** Leaving one observation out, by Pareto-smoothed importance weights. */
export interface LeftOut {
  /** Shape of the tail of the importance ratios; Infinity where no tail can be fitted, which never reads as good. */
  readonly paretoK: number;
  /** Effective sample size of the weights, 1 / sum of squares; NaN where they are undefined. */
  readonly importanceEss: number;
  /** Log predictive density of the observation under its weights. */
  readonly pointwise: number;
  /** The same under equal weights: how well the fit predicts what it has seen. */
  readonly inSample: number;
}

/** `LeftOut` of each observation, with its weights. */
export interface Psis {
  /** Normalised log weights: for each observation they sum, exponentiated, to 1; NaN where undefined. */
  readonly logWeights: ObservationDraws;
  readonly paretoK: Float64Array;
  readonly importanceEss: Float64Array;
  readonly pointwise: Float64Array;
  readonly inSample: Float64Array;
}

/** Ln of the smallest normal double: the cutoff goes no lower, so that its exponential is not zero. */
const LEAST_CUTOFF = Math.log(2.2250738585072014e-308);
/** With log ratios down to here, likelihoods and their sums stay within the range of a double in units of the least. */
const LEAST_LOG_RATIO = -600;
/** With so few draws in the tail, or fewer, no Pareto distribution is fitted. */
const FEWEST_UNFITTED = 4;
const UNDEFINED: LeftOut = { paretoK: Infinity, importanceEss: NaN, pointwise: NaN, inSample: NaN };

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
  const logWeights = { ...logLikelihood, values: new Float64Array(logLikelihood.values.length) };
  const leave = createLeaveOut(sampleCount, relativeEfficiency);
  const leftOut = Array.from({ length: observationCount }, (_, i) =>
    leave(samplesOf(logLikelihood, i), samplesOf(logWeights, i)),
  );
  return {
    logWeights,
    paretoK: Float64Array.from(leftOut, (one) => one.paretoK),
    importanceEss: Float64Array.from(leftOut, (one) => one.importanceEss),
    pointwise: Float64Array.from(leftOut, (one) => one.pointwise),
    inSample: Float64Array.from(leftOut, (one) => one.inSample),
  };
}

/**
 * A function that leaves one observation out, given its log likelihood at each sample, and keeps its buffers for the next;
 * where it is given an array it writes the normalised log weights there.
 *
 * Only the tail is sorted. Each likelihood is exponentiated once: in units of the least, its inverse is the importance
 * ratio, so that sums of ratios, of their squares and of likelihoods come from one pass.
 *
 * @throws RangeError when the relative efficiency is not a positive number.
 */
export function createLeaveOut(
  sampleCount: number,
  relativeEfficiency: number,
): (logLikelihood: Float64Array, logWeights?: Float64Array) => LeftOut {
  const tail = createTailRoom(sampleCount, tailLength(sampleCount, relativeEfficiency));
  const smooth = createSmoother(tail);
  let spare: Float64Array | undefined;

  return (logLikelihood, logWeights) => {
    const { least, greatest } = tail.take(logLikelihood);
    if (!Number.isFinite(greatest - least)) {
      logWeights?.fill(NaN);
      return UNDEFINED;
    }
    const smoothed = smooth(least, greatest);
    const isInRange = least - greatest > LEAST_LOG_RATIO;
    const body = isInRange
      ? tail.sumBody(least, smoothed.cutoff)
      : sumWideBody(logLikelihood, least, smoothed.cutoff);
    const total = body.ratios + smoothed.sums.ratios;
    const logTotal = Math.log(total);
    const weights = logWeights ?? (isInRange ? undefined : (spare ??= new Float64Array(sampleCount)));
    if (weights !== undefined) writeLogWeights(weights, logLikelihood, least, tail, smoothed.count, logTotal);
    return {
      paretoK: smoothed.k,
      importanceEss: (total * total) / (body.squares + smoothed.sums.squares),
      // In units of the least likelihood a raw ratio times its likelihood is 1, and so each draw of the body counts 1.
      pointwise:
        weights === undefined || isInRange
          ? least + Math.log(sampleCount - smoothed.count + smoothed.sums.weighted) - logTotal
          : logWeightedSum(logLikelihood, weights),
      inSample:
        (isInRange ? least + Math.log(body.likelihoods) : logSumExp(logLikelihood)) - Math.log(sampleCount),
    };
  };
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

/** The tail of the importance ratios (greatest 1) after smoothing. */
interface SmoothedTail {
  /** Log ratio above which the tail begins; draws tied with it stay in the body. */
  readonly cutoff: number;
  readonly count: number;
  readonly k: number;
  readonly sums: TailSums;
}

/**
 * A function that replaces the tail of the ratios by expected order statistics of the fitted Pareto distribution; k is
 * Infinity, with nothing replaced, when too few draws exceed the cutoff or the fit breaks down.
 */
function createSmoother(tail: TailRoom): (least: number, greatest: number) => SmoothedTail {
  const { lowest, raw, ratios, pareto } = tail;
  return (least, greatest) => {
    const lowCount = tail.findLowest(least, greatest);
    const cutoff = Math.max(least - lowest[Math.min(tail.length, lowCount - 1)]!, LEAST_CUTOFF);
    let count = 0;
    while (count < lowCount && least - lowest[count]! > cutoff) count++;
    tail.exponentiate(count, least);
    const cutoffRatio = Math.exp(cutoff);
    for (let i = 0; i < count; i++) {
      ratios[i] = raw[i]!;
      pareto.excess[i] = raw[i]! - cutoffRatio;
    }
    const fit = count > FEWEST_UNFITTED ? pareto.fit(count) : undefined;
    const isFitted = fit !== undefined && Number.isFinite(fit.k) && Number.isFinite(fit.scale);
    if (isFitted) {
      const expected = pareto.orderStatistics(count, fit);
      for (let i = 0; i < count; i++) ratios[i] = Math.min(expected[i]! + cutoffRatio, 1);
    }
    return { cutoff, count, k: isFitted ? fit.k : Infinity, sums: tail.sumTail(count) };
  };
}

/** The same sums as `TailRoom.sumBody`, whatever the range; likelihoods, which may then be infinite, are left undefined. */
function sumWideBody(values: Float64Array, least: number, cutoff: number): BodySums {
  let ratios = 0;
  let squares = 0;
  for (let s = 0; s < values.length; s++) {
    const logRatio = least - values[s]!;
    if (logRatio > cutoff) continue;
    const ratio = decay(logRatio);
    ratios += ratio;
    squares += ratio * ratio;
  }
  return { ratios, squares, likelihoods: NaN };
}

function writeLogWeights(
  out: Float64Array,
  logLikelihood: Float64Array,
  least: number,
  { order, ratios }: TailRoom,
  count: number,
  logTotal: number,
): void {
  for (let s = 0; s < out.length; s++) out[s] = least - logLikelihood[s]! - logTotal;
  for (let i = 0; i < count; i++) out[order[i]!] = Math.log(ratios[i]!) - logTotal;
}

/** Logarithm of the weighted sum of the likelihood, whatever its range. */
function logWeightedSum(logLikelihood: Float64Array, logWeights: Float64Array): number {
  return logSumExp(logLikelihood.map((value, s) => value + logWeights[s]!));
}
