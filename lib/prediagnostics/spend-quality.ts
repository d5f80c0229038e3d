import { mean, standardDeviation, sum } from "../linalg/vector.ts";
import { type Outliers, outliers } from "./outliers.ts";

/**
 * A trait of a channel's spend that a model may stumble over.
 *
 * `missing`: a period without a finite value; `zero_spend`: never spent, and then no other trait of size is named;
 * `negative`: a period below 0; `no_variation`: standard deviation up to 1e-4 of the mean;
 * `small_share`: below 1 % of all spend; `sparse`: more than 80 % of the periods are 0.
 */
export type SpendFlag = "missing" | "zero_spend" | "negative" | "no_variation" | "small_share" | "sparse";

/** Spend of one channel, described. Figures are over the periods with a finite value. */
export interface SpendQuality {
  /** Currency; a period below 0 counts as 0. */
  readonly total: number;
  /** Share of the total of all channels; NaN when that is 0. */
  readonly share: number;
  /** Currency per period, divisor n - 1. */
  readonly standardDeviation: number;
  /** Standard deviation over mean; NaN when the mean is 0. */
  readonly coefficientOfVariation: number;
  readonly zeroFraction: number;
  /** Periods without a finite value, ascending. */
  readonly missing: readonly number[];
  readonly outliers: Outliers;
  readonly flags: readonly SpendFlag[];
}

/** Google Meridian calls a column constant below a standard deviation of 1e-4; here relative to its mean. */
const NO_VARIATION = 1e-4;
const SMALL_SHARE = 0.01;
const SPARSE_ZERO_FRACTION = 0.8;

/** Periods without a finite value, ascending. */
export function missingPeriods(x: Float64Array): number[] {
  return Array.from(x.keys()).filter((t) => !Number.isFinite(x[t]!));
}

function observed(x: Float64Array): Float64Array {
  return x.filter((value) => Number.isFinite(value));
}

/** Total with periods below 0 as 0: a refund is not less exposure, and no share may leave [0, 1]. */
function totalSpend(values: Float64Array): number {
  return sum(values.map((value) => Math.max(0, value)));
}

function flagsOf(values: Float64Array, share: number, zeroFraction: number): SpendFlag[] {
  if (zeroFraction === 1) return ["zero_spend"];
  const tests: readonly (readonly [SpendFlag, boolean])[] = [
    ["negative", values.some((value) => value < 0)],
    ["no_variation", !(standardDeviation(values) > NO_VARIATION * Math.abs(mean(values)))],
    ["small_share", !(share >= SMALL_SHARE)],
    ["sparse", zeroFraction > SPARSE_ZERO_FRACTION],
  ];
  return tests.filter(([, holds]) => holds).map(([flag]) => flag);
}

/**
 * Describes the spend of every channel.
 *
 * @param spend - `spend[c][t]`: currency of channel c in period t; NaN where missing.
 * @returns One for each channel, in the same order.
 */
export function spendQuality(spend: readonly Float64Array[]): SpendQuality[] {
  const totals = spend.map((channel) => totalSpend(observed(channel)));
  const all = totals.reduce((total, part) => total + part, 0);
  return spend.map((channel, c) => {
    const values = observed(channel);
    const share = all === 0 ? NaN : totals[c]! / all;
    const zeroFraction = values.filter((value) => value === 0).length / values.length;
    const missing = missingPeriods(channel);
    const flags = flagsOf(values, share, zeroFraction);
    return {
      total: totals[c]!,
      share,
      standardDeviation: standardDeviation(values),
      coefficientOfVariation: standardDeviation(values) / mean(values),
      zeroFraction,
      missing,
      outliers: outliers(channel),
      flags: missing.length > 0 ? ["missing", ...flags] : flags,
    };
  });
}

/** Periods in which spend and what it bought do not belong together, ascending. */
export interface Mismatch {
  /** Spend above 0 and exposure of 0. */
  readonly spendOnly: readonly number[];
  /** Exposure above 0 and spend of 0. */
  readonly exposureOnly: readonly number[];
}

/**
 * Periods with spend and no exposure, and with exposure and no spend.
 *
 * @param spend - Currency per period; NaN where missing, and then the period is not compared.
 * @param exposure - Impressions, clicks… per period; likewise.
 * @throws RangeError when the two differ in length.
 */
export function spendMismatch(spend: Float64Array, exposure: Float64Array): Mismatch {
  if (spend.length !== exposure.length)
    throw new RangeError(`spend has ${spend.length} periods, exposure ${exposure.length}`);
  const periods = Array.from(spend.keys());
  return {
    spendOnly: periods.filter((t) => spend[t]! > 0 && exposure[t] === 0),
    exposureOnly: periods.filter((t) => exposure[t]! > 0 && spend[t] === 0),
  };
}
