import { levenbergMarquardt } from "ml-levenberg-marquardt";
import type { Curve } from "./curve.ts";
import type { Family } from "./family.ts";
import { type Fit, reportFit } from "./fit-report.ts";
import { bestAmplitude, type Minimum, type ScaledPoints, sumOfSquares } from "./least-squares.ts";
import { polish } from "./polish.ts";

/** Why legal data carry no curve. */
export type FitFailureReason =
  | "too_few_points"
  | "no_spend"
  | "too_few_distinct_spends"
  | "no_positive_contribution"
  | "no_positive_effect";

/** Data that are legal but to which no curve of the family can be fitted. */
export interface FitFailure {
  readonly kind: "failed";
  readonly family: string;
  readonly reason: FitFailureReason;
  readonly message: string;
  readonly n: number;
}

export type FitResult<C extends Curve = Curve> = Fit<C> | FitFailure;

/** Steps of the package per start: enough to reach the basin of a minimum, which `polish` then descends. */
const COARSE_STEPS = 12;
/** Share of Σ contribution² within which two starts are said to have found the same minimum. */
const SAME_MINIMUM = 1e-10;

/**
 * Least-squares fit of one family to a channel's contribution per period at its spend per period.
 *
 * Works in units of the largest spend and the largest contribution, from several starts, and keeps the least sum of
 * squares with positive parameters, as the reference does with SciPy's curve_fit.
 *
 * @param spend - Spend per period, at least 0.
 * @param contribution - Contribution per period, of the same length; a negative one is legal.
 * @returns The fit, or why there is none.
 * @throws RangeError when lengths differ, a value is not finite, or a spend is negative.
 * @see Levenberg (1944); Marquardt (1963), doi:10.1137/0111030; Hurvich and Tsai (1989), doi:10.1093/biomet/76.2.297
 */
export function fitCurve<C extends Curve>(
  family: Family<C>,
  spend: ArrayLike<number>,
  contribution: ArrayLike<number>,
): FitResult<C> {
  checkPairs(spend, contribution);
  const n = spend.length;
  const spendMax = maximum(spend);
  const contributionMax = maximum(contribution);
  const failed = failureOf(family.name, n);
  const failure = spendFailure(family, spend);
  if (failure) return failure;
  if (!(contributionMax > 0)) {
    return failed("no_positive_contribution", `no contribution of ${n} is positive`);
  }

  const points: ScaledPoints = {
    x: Float64Array.from(spend, (value) => value / spendMax),
    y: Float64Array.from(contribution, (value) => value / contributionMax),
  };
  const minima = family.shapeStarts.map((shape) => descend(family, points, shape));
  const best = minima.reduce((least, minimum) => (minimum.sse < least.sse ? minimum : least));
  if (!(best.theta[0]! > 0)) return failed("no_positive_effect", "the best curve is zero at every spend");

  const tolerance = SAME_MINIMUM * points.y.reduce((total, value) => total + value * value, 0);
  const converged = minima.filter(({ sse }) => sse - best.sse <= tolerance).length;
  const starts = { tried: minima.length, converged };
  return reportFit(family, points, best, { spendMax, contributionMax, starts });
}

function failureOf(family: string, n: number) {
  return (reason: FitFailureReason, message: string): FitFailure => ({
    kind: "failed",
    family,
    reason,
    message,
    n,
  });
}

/** Why no curve of a family can be fitted at these spends, whatever the contributions are; null where one can. */
export function spendFailure(family: Family, spend: ArrayLike<number>): FitFailure | null {
  const n = spend.length;
  const p = family.parameters.length;
  const failed = failureOf(family.name, n);
  const distinct = new Set(Array.from(spend).filter((value) => value > 0)).size;
  if (n < p + 2) return failed("too_few_points", `${n} points, ${p + 2} needed for ${p} parameters`);
  if (distinct === 0) return failed("no_spend", `all ${n} spends are zero`);
  if (distinct < p) {
    return failed("too_few_distinct_spends", `${distinct} distinct positive spends for ${p} parameters`);
  }
  return null;
}

/** Throws RangeError unless there is a finite spend of at least 0 and a finite contribution for every period. */
export function checkPairs(spend: ArrayLike<number>, contribution: ArrayLike<number>): void {
  if (spend.length !== contribution.length) {
    throw new RangeError(`spend has ${spend.length} periods, contribution ${contribution.length}`);
  }
  for (let i = 0; i < spend.length; i++) {
    if (!(spend[i]! >= 0 && spend[i]! < Infinity)) {
      throw new RangeError(`spend[${i}] is ${spend[i]!}, expected a finite number of at least 0`);
    }
    if (!Number.isFinite(contribution[i])) {
      throw new RangeError(`contribution[${i}] is ${contribution[i]!}, expected a finite number`);
    }
  }
}

/** From one shape to the minimum of its basin: amplitude by linear least squares, then the package, then `polish`. */
function descend(family: Family, points: ScaledPoints, shape: readonly number[]): Minimum {
  const amplitude = bestAmplitude(family, points, shape);
  // No positive multiple of this shape beats the zero curve: there is nothing to descend from.
  if (amplitude === 0) return { theta: [0, ...shape], sse: sumOfSquares(family, points, [0, ...shape]) };
  const { parameterValues } = levenbergMarquardt(points, (theta) => curveOf(family, theta), {
    initialValues: [amplitude, ...shape],
    minValues: family.parameters.map(({ lower }) => lower),
    maxValues: family.parameters.map(({ upper }) => upper),
    jacobianFunction: (theta) => family.gradient(theta),
    maxIterations: COARSE_STEPS,
    errorTolerance: 0,
  });
  return polish(family, points, parameterValues);
}

function curveOf(family: Family, theta: readonly number[]): (spend: number) => number {
  const curve = family.curve(theta);
  return (spend) => curve.value(spend);
}

/** The largest of some values; -Infinity for none. */
export function maximum(values: ArrayLike<number>): number {
  let largest = -Infinity;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, values[i]!);
  return largest;
}
