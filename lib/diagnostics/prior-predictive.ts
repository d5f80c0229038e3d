import { isFiniteThroughout } from "../draws/chains.ts";
import { mean, variance } from "../draws/moments.ts";
import { type ObservationDraws, requireSameObservations, samplesOf } from "../draws/observation-draws.ts";
import { quantiles } from "../draws/quantile.ts";

export type PriorPredictiveFailure =
  "nonfinite" | "observed_summary_in_prior_tail" | "absurd_mass" | "low_prior_coverage";
export type PriorPredictiveWarning = "absurd_mass" | "too_vague" | "few_draws";

/** An observed summary among those of the prior-predictive draws. */
export interface SummaryStanding {
  readonly observed: number;
  /** Prior probability of a smaller value: (L + E / 2 + 1/2) / (S + 1). */
  readonly probabilityBelow: number;
  /** Prior probability of a value at least as far out, on either side. */
  readonly twoSided: number;
}

/** Whether the prior would have let data like these occur, and not much that is absurd. */
export interface PriorPredictive {
  /** Share of predictive values that are finite. */
  readonly finiteShare: number;
  /** Draws used: those finite at every observation. */
  readonly drawCount: number;
  readonly negativeShare: number;
  /** Share of predictive values more than ten times as large as any observation. */
  readonly absurdShare: number;
  /** Share of observations inside their own 98 % prior interval. */
  readonly coverage98: number;
  /** Median width of the 90 % prior intervals over the range of y. */
  readonly widthOverRange: number;
  readonly mean: SummaryStanding;
  readonly sd: SummaryStanding;
  readonly max: SummaryStanding;
  readonly failures: readonly PriorPredictiveFailure[];
  readonly warnings: readonly PriorPredictiveWarning[];
  /** True when nothing failed. */
  readonly isPlausible: boolean;
}

const LEAST_TAIL_PROBABILITY = 0.01;
const ABSURD_FACTOR = 10;
const ABSURD_SHARE_WARNS = 0.05;
const ABSURD_SHARE_FAILS = 0.25;
const LEAST_COVERAGE = 0.9;
const GREATEST_WIDTH_OVER_RANGE = 50;
/** Draws below which a tail probability of 0.01 is not resolved. */
const FEWEST_DRAWS = 200;

/**
 * Prior-predictive plausibility.
 *
 * @param y - Observations, all finite.
 * @param priorPredictive - Prior-predictive draws of each observation; those not finite are left out and fail.
 * @returns Undefined statistics are NaN and fail, or warn where only a warning hangs on them.
 * @throws RangeError when y and draws differ in the number of observations, or y is not finite.
 * @see Box (1980); Evans & Moshonov (2006); Gabry et al. (2019); thresholds are Sluice's
 */
export function checkPriorPredictive(y: Float64Array, priorPredictive: ObservationDraws): PriorPredictive {
  requireSameObservations(y, priorPredictive);
  if (!isFiniteThroughout(y)) throw new RangeError("y must be finite: leave missing observations out first");
  const draws = finiteDraws(priorPredictive);
  const greatest = y.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const measured = {
    finiteShare: share(priorPredictive.values, Number.isFinite),
    drawCount: draws.sampleCount,
    negativeShare: share(draws.values, (value) => value < 0),
    absurdShare: share(draws.values, (value) => Math.abs(value) > ABSURD_FACTOR * greatest),
    ...intervalStatistics(y, draws),
    ...summaryStandings(y, draws),
  };
  const failures = failuresOf(measured);
  return { ...measured, failures, warnings: warningsOf(measured), isPlausible: failures.length === 0 };
}

type Measured = Omit<PriorPredictive, "failures" | "warnings" | "isPlausible">;

function failuresOf(measured: Measured): readonly PriorPredictiveFailure[] {
  const failures: PriorPredictiveFailure[] = [];
  const { mean, sd, max } = measured;
  if (!(measured.finiteShare === 1)) failures.push("nonfinite");
  if (![mean, sd, max].every(({ twoSided }) => twoSided >= LEAST_TAIL_PROBABILITY)) {
    failures.push("observed_summary_in_prior_tail");
  }
  if (!(measured.absurdShare <= ABSURD_SHARE_FAILS)) failures.push("absurd_mass");
  if (!(measured.coverage98 >= LEAST_COVERAGE)) failures.push("low_prior_coverage");
  return failures;
}

function warningsOf(measured: Measured): readonly PriorPredictiveWarning[] {
  const warnings: PriorPredictiveWarning[] = [];
  const { absurdShare } = measured;
  if (absurdShare > ABSURD_SHARE_WARNS && absurdShare <= ABSURD_SHARE_FAILS) warnings.push("absurd_mass");
  if (!(measured.widthOverRange <= GREATEST_WIDTH_OVER_RANGE)) warnings.push("too_vague");
  if (measured.drawCount < FEWEST_DRAWS) warnings.push("few_draws");
  return warnings;
}

/** Only the draws that are finite at every observation. */
function finiteDraws({ values, observationCount, sampleCount }: ObservationDraws): ObservationDraws {
  const isFiniteDraw = Array.from({ length: sampleCount }, () => true);
  for (let place = 0; place < values.length; place++) {
    if (!Number.isFinite(values[place]!)) isFiniteDraw[place % sampleCount] = false;
  }
  const kept = values.filter((_, place) => isFiniteDraw[place % sampleCount]!);
  return { values: kept, observationCount, sampleCount: isFiniteDraw.filter(Boolean).length };
}

function intervalStatistics(
  y: Float64Array,
  draws: ObservationDraws,
): Pick<PriorPredictive, "coverage98" | "widthOverRange"> {
  let inside = 0;
  const widths = y.map((observed, i) => {
    const [lower98, lower90, upper90, upper98] = quantiles(samplesOf(draws, i), [0.01, 0.05, 0.95, 0.99]);
    if (observed >= lower98! && observed <= upper98!) inside++;
    return upper90! - lower90!;
  });
  const range = greatestOf(y) + greatestOf(y.map((value) => -value));
  return { coverage98: inside / y.length, widthOverRange: quantiles(widths, [0.5])[0]! / range };
}

function summaryStandings(
  y: Float64Array,
  draws: ObservationDraws,
): Pick<PriorPredictive, "mean" | "sd" | "max"> {
  const { observationCount, sampleCount } = draws;
  const draw = new Float64Array(observationCount);
  const means = new Float64Array(sampleCount);
  const sds = new Float64Array(sampleCount);
  const maxima = new Float64Array(sampleCount);
  for (let s = 0; s < sampleCount; s++) {
    for (let i = 0; i < observationCount; i++) draw[i] = draws.values[i * sampleCount + s]!;
    means[s] = mean(draw);
    sds[s] = Math.sqrt(variance(draw));
    maxima[s] = greatestOf(draw);
  }
  return {
    mean: standingAmong(means, mean(y)),
    sd: standingAmong(sds, Math.sqrt(variance(y))),
    max: standingAmong(maxima, greatestOf(y)),
  };
}

function standingAmong(summaries: Float64Array, observed: number): SummaryStanding {
  let below = summaries.length > 0 ? 0.5 : NaN;
  for (let s = 0; s < summaries.length; s++) {
    if (summaries[s]! < observed) below++;
    else if (summaries[s] === observed) below += 0.5;
    else if (!(summaries[s]! > observed)) below = NaN;
  }
  const probabilityBelow = below / (summaries.length + 1);
  return { observed, probabilityBelow, twoSided: 2 * Math.min(probabilityBelow, 1 - probabilityBelow) };
}

function share(values: Float64Array, claim: (value: number) => boolean): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (claim(values[i]!)) count++;
  return count / values.length;
}

function greatestOf(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), -Infinity);
}
