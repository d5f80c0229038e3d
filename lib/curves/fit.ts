import { levenbergMarquardt } from "ml-levenberg-marquardt";
import type { Curve } from "./curve.ts";
import type { Family } from "./family.ts";
import { identifiabilityFlags, type IdentifiabilityFlag } from "./identifiability.ts";
import {
  bestAmplitude,
  normalEquations,
  type ScaledPoints,
  solveDamped,
  sumOfSquares,
} from "./least-squares.ts";
import { polish } from "./polish.ts";

/** One estimated parameter, in natural units. */
export interface FittedParameter {
  readonly name: string;
  readonly unit: string;
  readonly estimate: number;
  /** Square root of the diagonal of the covariance; NaN where that is undefined. */
  readonly standardError: number;
  /** Whether the estimate lies on a limit of the search: then the data ask for more than the limit allows. */
  readonly atBound: boolean;
}

/** A curve fitted by least squares, in natural units: money and contribution per period. */
export interface Fit<C extends Curve = Curve> {
  readonly kind: "fitted";
  readonly family: string;
  readonly curve: C;
  readonly parameters: readonly FittedParameter[];
  /**
   * s²·(JᵀJ)⁻¹ with s² = SSE / (n − p), in the order of `parameters`; NaN where JᵀJ is singular or a bound holds.
   * Here and in `aicc` the SSE counts as at least what contributions of single precision can tell.
   */
  readonly covariance: readonly (readonly number[])[];
  readonly n: number;
  readonly sse: number;
  /** 1 − SSE / centred sum of squares: negative where the mean fits better; NaN where contributions are all equal. */
  readonly r2: number;
  /** √(SSE / n). */
  readonly rmse: number;
  /** Small-sample Akaike criterion of Gaussian least squares; NaN with no more than K + 1 points. */
  readonly aicc: number;
  /** How many starts were tried, and how many of them ended at the minimum reported. */
  readonly starts: { readonly tried: number; readonly converged: number };
  readonly atBound: boolean;
  /** Every standard error is below half of its estimate. */
  readonly wellDetermined: boolean;
  readonly flags: readonly IdentifiabilityFlag[];
}

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
/** Resolution of contributions, relative to the largest: posterior arrays are commonly of single precision. */
const RESOLUTION = 2 ** -24;

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
  const failed = (reason: FitFailureReason, message: string): FitFailure => ({
    kind: "failed",
    family: family.name,
    reason,
    message,
    n,
  });

  const p = family.parameters.length;
  const spendMax = maximum(spend);
  const contributionMax = maximum(contribution);
  const distinct = new Set(Array.from(spend).filter((value) => value > 0)).size;
  if (n < p + 2) return failed("too_few_points", `${n} points, ${p + 2} needed for ${p} parameters`);
  if (distinct === 0) return failed("no_spend", `all ${n} spends are zero`);
  if (distinct < p) {
    return failed("too_few_distinct_spends", `${distinct} distinct positive spends for ${p} parameters`);
  }
  if (!(contributionMax > 0))
    return failed("no_positive_contribution", `no contribution of ${n} is positive`);

  const points: ScaledPoints = {
    x: Float64Array.from(spend, (value) => value / spendMax),
    y: Float64Array.from(contribution, (value) => value / contributionMax),
  };
  const minima = family.shapeStarts.map((shape) => descend(family, points, shape));
  const best = minima.reduce((least, minimum) => (minimum.sse < least.sse ? minimum : least));
  if (!(best.theta[0]! > 0)) return failed("no_positive_effect", "the best curve is zero at every spend");

  const tolerance = SAME_MINIMUM * sum(points.y.map((value) => value * value));
  const converged = minima.filter(({ sse }) => sse - best.sse <= tolerance).length;
  const starts = { tried: minima.length, converged };
  return describe(family, points, best, { spendMax, contributionMax, starts });
}

function checkPairs(spend: ArrayLike<number>, contribution: ArrayLike<number>): void {
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

interface Minimum {
  /** Parameters in scaled units. */
  readonly theta: readonly number[];
  readonly sse: number;
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

interface Scales {
  readonly spendMax: number;
  readonly contributionMax: number;
  readonly starts: { readonly tried: number; readonly converged: number };
}

/** Carries the minimum back to natural units and reports on it. */
function describe<C extends Curve>(
  family: Family<C>,
  points: ScaledPoints,
  { theta, sse: scaledSse }: Minimum,
  { spendMax, contributionMax, starts }: Scales,
): Fit<C> {
  const n = points.x.length;
  const p = theta.length;
  // Residuals below the resolution of the contributions are no evidence that a parameter or a family is certain.
  const tellableSse = Math.max(scaledSse, n * RESOLUTION ** 2);
  const atBound = family.parameters.map(({ lower, upper }, i) => theta[i]! <= lower || theta[i]! >= upper);
  const scale = family.parameters.map(
    ({ spendPower, contributionPower }) => spendMax ** spendPower * contributionMax ** contributionPower,
  );
  const scaledCovariance = covarianceAt(
    family,
    points,
    theta,
    atBound.includes(true) ? NaN : tellableSse / (n - p),
  );
  const covariance = scaledCovariance.map((row, a) => row.map((value, b) => value * scale[a]! * scale[b]!));
  const parameters = family.parameters.map(({ name, unit }, i) => ({
    name,
    unit,
    estimate: theta[i]! * scale[i]!,
    standardError: Math.sqrt(covariance[i]![i]!),
    atBound: atBound[i]!,
  }));
  const sse = scaledSse * contributionMax ** 2;
  return {
    kind: "fitted",
    family: family.name,
    curve: family.curve(parameters.map(({ estimate }) => estimate)),
    parameters,
    covariance,
    n,
    sse,
    r2: rSquared(scaledSse, points.y),
    rmse: Math.sqrt(scaledSse / n) * contributionMax,
    aicc: aicc(tellableSse * contributionMax ** 2, n, p + 1),
    starts,
    atBound: atBound.includes(true),
    wellDetermined: parameters.every(({ estimate, standardError }) => standardError < estimate / 2),
    flags: identifiabilityFlags(family, theta, points.x),
  };
}

/** variance·(JᵀJ)⁻¹ in scaled units; all NaN where JᵀJ is singular to working precision. */
function covarianceAt(
  family: Family,
  points: ScaledPoints,
  theta: readonly number[],
  variance: number,
): number[][] {
  const { normal } = normalEquations(family, points, theta);
  const identity = theta.map((_, a) => theta.map((__, b) => (a === b ? 1 : 0)));
  const inverse = solveDamped(normal, identity, 0) ?? identity.map((row) => row.map(() => NaN));
  return inverse.map((row) => row.map((value) => value * variance));
}

/** n·ln(SSE/n) + 2K + 2K(K + 1)/(n − K − 1), K counting the residual variance too; NaN with no more than K + 1 points. */
function aicc(sse: number, n: number, K: number): number {
  if (n <= K + 1) return NaN;
  return n * Math.log(sse / n) + 2 * K + (2 * K * (K + 1)) / (n - K - 1);
}

function rSquared(sse: number, values: Float64Array): number {
  const mean = sum(values) / values.length;
  const centred = sum(values.map((value) => (value - mean) ** 2));
  return centred > 0 ? 1 - sse / centred : NaN;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}

function maximum(values: ArrayLike<number>): number {
  let largest = -Infinity;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, values[i]!);
  return largest;
}
