import type { Curve } from "./curve.ts";
import type { Fit } from "./fit-report.ts";
import type { FitFailure, FitResult } from "./fit.ts";

/** One fitted family and how it stands against the others. */
export interface Candidate<C extends Curve = Curve> {
  readonly fit: Fit<C>;
  /** AICc above that of the best: 0 for the best, NaN where its AICc is undefined. */
  readonly aiccDifference: number;
  /** Akaike weight: the candidates' add up to 1; NaN where its AICc is undefined. */
  readonly weight: number;
}

/** The families fitted to one channel, best first, with those that could not be fitted or compared. */
export interface Selection<C extends Curve = Curve> {
  /** Null where no family has a fit with a defined AICc. */
  readonly best: Fit<C> | null;
  readonly candidates: readonly Candidate<C>[];
  readonly failures: readonly FitFailure[];
}

/**
 * Orders the fits of several families to the same points by AICc, the least first; ties keep the order given.
 *
 * @param results - At least one, all of the same points.
 * @throws RangeError when there are none or their numbers of points differ.
 * @see Burnham and Anderson (2002), Model Selection and Multimodel Inference, 2nd ed., sections 2.4 and 2.9
 */
export function selectFamily<C extends Curve>(results: readonly FitResult<C>[]): Selection<C> {
  const sizes = new Set(results.map(({ n }) => n));
  if (sizes.size !== 1) {
    throw new RangeError(
      `expected fits of the same points, got ${results.length} of sizes [${[...sizes].join(", ")}]`,
    );
  }
  const fits = results.filter((result) => result.kind === "fitted");
  const least = Math.min(...fits.map(({ aicc }) => aicc).filter((value) => !Number.isNaN(value)));
  const likelihood = fits.map(({ aicc }) => Math.exp((least - aicc) / 2));
  const total = likelihood.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0);
  const candidates = fits
    .map((fit, i) => ({ fit, aiccDifference: fit.aicc - least, weight: likelihood[i]! / total }))
    .sort((a, b) => rank(a.aiccDifference) - rank(b.aiccDifference));
  const first = candidates[0];
  return {
    best: first?.aiccDifference === 0 ? first.fit : null,
    candidates,
    failures: results.filter((result) => result.kind === "failed"),
  };
}

/** An undefined difference comes last. */
function rank(difference: number): number {
  return Number.isNaN(difference) ? Number.MAX_VALUE : difference;
}
