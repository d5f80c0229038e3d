import { median, sortedQuantile } from "../draws/quantile.ts";

/** Values far from the rest by two rules; indices into the series, ascending. */
export interface Outliers {
  /** Outside the fences. */
  readonly tukey: readonly number[];
  /** Quartiles less and plus 1.5 times their distance. */
  readonly fences: { readonly lower: number; readonly upper: number };
  /** Robust z beyond 3.5 in size; none when the MAD is 0 and the robust z undefined. */
  readonly robustZ: readonly number[];
  /** Median absolute deviation from the median, not rescaled. */
  readonly mad: number;
}

const FENCE_REACH = 1.5;
const ROBUST_Z_LIMIT = 3.5;
/** Third quartile of the standard normal: MAD over this estimates its standard deviation. */
const NORMAL_MAD = 0.6744897501960817;

function indicesWhere(x: Float64Array, test: (value: number) => boolean): number[] {
  return Array.from(x.keys()).filter((i) => test(x[i]!));
}

/**
 * Outliers of a series by Tukey's fences (type-7 quartiles) and by the robust z.
 *
 * @param x - Any unit; values that are not finite count as missing and are passed over.
 * @returns No outliers, with NaN fences and MAD, when no value is finite.
 * @see Tukey (1977), Exploratory Data Analysis; Iglewicz & Hoaglin (1993), How to Detect and Handle Outliers
 */
export function outliers(x: Float64Array): Outliers {
  const sorted = x.filter((value) => Number.isFinite(value)).sort();
  const q1 = sortedQuantile(sorted, 0.25);
  const q3 = sortedQuantile(sorted, 0.75);
  const fences = { lower: q1 - FENCE_REACH * (q3 - q1), upper: q3 + FENCE_REACH * (q3 - q1) };
  const middle = sortedQuantile(sorted, 0.5);
  const mad = median(sorted.map((value) => Math.abs(value - middle)));
  const isFarInMads = (value: number) => (NORMAL_MAD * Math.abs(value - middle)) / mad > ROBUST_Z_LIMIT;
  return {
    tukey: indicesWhere(
      x,
      (value) => Number.isFinite(value) && (value < fences.lower || value > fences.upper),
    ),
    fences,
    robustZ: mad > 0 ? indicesWhere(x, (value) => Number.isFinite(value) && isFarInMads(value)) : [],
    mad,
  };
}
