import { type ObservationDraws, samplesOf } from "../draws/observation-draws.ts";
import { populationVariance } from "../draws/moments.ts";
import { logSumExp } from "./log-sum-exp.ts";
import { createLeaveOut, type LeftOut, type Psis } from "./psis.ts";

/** Expected log pointwise predictive density for new data, with its standard error, in nats. */
export interface Elpd {
  readonly elpd: number;
  /** sqrt(n times the population variance of the pointwise values), as ArviZ; R loo divides by n - 1 instead. */
  readonly se: number;
  /** Effective number of parameters. */
  readonly effectiveParameters: number;
  /** Contribution of each observation. */
  readonly pointwise: Float64Array;
}

/** Leave-one-out estimate; its `pointwise` values are no better than the Pareto k beside them. */
export interface Loo extends Elpd {
  /** Log predictive density of each observation under a fit that has seen it. */
  readonly inSample: Float64Array;
  readonly paretoK: Float64Array;
  readonly importanceEss: Float64Array;
}

/** Information criterion; information only, use `loo` to judge. */
export interface Waic extends Elpd {
  /** Whether an observation has a log likelihood too variable for the approximation (variance above 0.4, or undefined). */
  readonly isUnreliable: boolean;
}

/** Posterior variance of a log likelihood above which WAIC is not to be relied on (Vehtari, Gelman & Gabry 2017). */
const WAIC_VARIANCE_LIMIT = 0.4;

/**
 * Leave-one-out predictive density by Pareto-smoothed importance sampling.
 *
 * @param weights - `psis` of the log likelihood.
 * @returns NaN totals as soon as one observation is undefined: none is skipped.
 * @see Vehtari, Gelman & Gabry (2017), Statistics and Computing 27(5)
 */
export function loo(logLikelihood: ObservationDraws, weights: Psis): Loo {
  if (weights.pointwise.length !== logLikelihood.observationCount) {
    throw new RangeError(
      `the log likelihood has ${logLikelihood.observationCount} observations, its weights ${weights.pointwise.length}`,
    );
  }
  const { paretoK, importanceEss, pointwise, inSample } = weights;
  return looOf({ paretoK, importanceEss, pointwise, inSample });
}

/**
 * `loo` of observations read one at a time, without their weights: neither the log likelihood nor the weights are held.
 *
 * @param rows - Log likelihood of one observation at each of `sampleCount` samples; an array may be used again for the next.
 * @param relativeEfficiency - See `relativeEfficiency`.
 * @param visit - Is shown the normalised log weights of each observation in turn, in an array that is used again.
 */
export function streamLoo(
  rows: Iterable<Float64Array>,
  sampleCount: number,
  relativeEfficiency: number,
  visit?: (logWeights: Float64Array, observation: number) => void,
): Loo {
  const leave = createLeaveOut(sampleCount, relativeEfficiency);
  const logWeights = visit && new Float64Array(sampleCount);
  const leftOut: LeftOut[] = [];
  for (const row of rows) {
    leftOut.push(leave(row, logWeights));
    if (visit !== undefined && logWeights !== undefined) visit(logWeights, leftOut.length - 1);
  }
  return looOf({
    paretoK: Float64Array.from(leftOut, (one) => one.paretoK),
    importanceEss: Float64Array.from(leftOut, (one) => one.importanceEss),
    pointwise: Float64Array.from(leftOut, (one) => one.pointwise),
    inSample: Float64Array.from(leftOut, (one) => one.inSample),
  });
}

function looOf(pointwise: Pick<Loo, "paretoK" | "importanceEss" | "pointwise" | "inSample">): Loo {
  const effectiveParameters = pointwise.inSample.reduce(
    (sum, inSample, i) => sum + (inSample - pointwise.pointwise[i]!),
    0,
  );
  return { ...totals(pointwise.pointwise), effectiveParameters, ...pointwise };
}

/**
 * Widely applicable information criterion on the elpd scale.
 *
 * @returns NaN totals as soon as one log likelihood is not finite.
 * @see Watanabe (2010), JMLR 11; variances with divisor S, as ArviZ
 */
export function waic(logLikelihood: ObservationDraws): Waic {
  const { observationCount } = logLikelihood;
  const rows = Array.from({ length: observationCount }, (_, i) => samplesOf(logLikelihood, i));
  return waicOf(Float64Array.from(rows, logMeanExp), Float64Array.from(rows, populationVariance));
}

/**
 * `waic` from what it takes of each observation.
 *
 * @param inSample - Log of the mean likelihood.
 * @param variances - Population variance of the log likelihood.
 */
export function waicOf(inSample: Float64Array, variances: Float64Array): Waic {
  const pointwise = inSample.map((value, i) => value - variances[i]!);
  return {
    ...totals(pointwise),
    effectiveParameters: variances.reduce((sum, value) => sum + value, 0),
    pointwise,
    isUnreliable: !variances.every((value) => value <= WAIC_VARIANCE_LIMIT),
  };
}

function totals(pointwise: Float64Array): { readonly elpd: number; readonly se: number } {
  let elpd = 0;
  for (let i = 0; i < pointwise.length; i++) elpd += pointwise[i]!;
  return { elpd, se: Math.sqrt(pointwise.length * populationVariance(pointwise)) };
}

function logMeanExp(values: Float64Array): number {
  return logSumExp(values) - Math.log(values.length);
}
