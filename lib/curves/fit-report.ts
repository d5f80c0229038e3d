import { EigenvalueDecomposition } from "ml-matrix";
import type { Curve } from "./curve.ts";
import { type Family, type Scales, toNatural } from "./family.ts";
import {
  identifiability,
  type IdentifiabilityFlag,
  type IdentifiabilityMeasure,
  raisedFlags,
  RELATIVE_STANDARD_ERROR,
} from "./identifiability.ts";
import { type Minimum, normalEquations, type ScaledPoints, solveDamped } from "./least-squares.ts";

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
  /** Every doubt looked into, with its number and limit. */
  readonly identifiability: readonly IdentifiabilityMeasure[];
  /** The names of those that are raised. */
  readonly flags: readonly IdentifiabilityFlag[];
}

/** Resolution of contributions, relative to the largest: posterior arrays are commonly of single precision. */
const RESOLUTION = 2 ** -24;

/** What leads back from scaled units, and how the starts fared. */
export interface FitContext extends Scales {
  readonly starts: { readonly tried: number; readonly converged: number };
}

/** The fit at a minimum with an amplitude above 0, carried back to natural units. */
export function reportFit<C extends Curve>(
  family: Family<C>,
  points: ScaledPoints,
  { theta, sse: scaledSse }: Minimum,
  context: FitContext,
): Fit<C> {
  const { contributionMax, starts } = context;
  const n = points.x.length;
  const p = theta.length;
  const tellable = tellableSse(scaledSse, n);
  const atBound = family.parameters.map(({ lower, upper }, i) => theta[i]! <= lower || theta[i]! >= upper);
  const { normal } = normalEquations(family, points, theta);
  const scaledCovariance = covarianceOf(normal, atBound.includes(true) ? NaN : tellable / (n - p));
  const natural = toNatural(family, theta, context);
  const covariance = carried(scaledCovariance, natural.jacobian);
  // In scaled units, so that no change of currency can change the judgement.
  const relativeErrors = theta.map((value, a) => Math.sqrt(scaledCovariance[a]![a]!) / value);
  const measures = identifiability(family.curve(theta), family.isConcave, points.x, {
    halfSaturation: family.halfSaturation(theta),
    relativeStandardError: Math.max(...relativeErrors),
    condition: conditionOf(normal),
  });
  const parameters = family.parameters.map(({ name, unit }, i) => ({
    name,
    unit,
    estimate: natural.theta[i]!,
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
    aicc: aicc(tellable * contributionMax ** 2, n, p + 1),
    starts,
    atBound: atBound.includes(true),
    wellDetermined: relativeErrors.every((error) => error < RELATIVE_STANDARD_ERROR),
    identifiability: measures,
    flags: raisedFlags(measures),
  };
}

/** Residuals below the resolution of the contributions are no evidence that a parameter or a family is certain. */
export function tellableSse(scaledSse: number, n: number): number {
  return Math.max(scaledSse, n * RESOLUTION ** 2);
}

/** variance·(JᵀJ)⁻¹ in scaled units; all NaN where JᵀJ is singular to working precision. */
function covarianceOf(normal: readonly number[][], variance: number): number[][] {
  const identity = normal.map((row, a) => row.map((_, b) => (a === b ? 1 : 0)));
  const inverse = solveDamped(normal, identity, 0) ?? identity.map((row) => row.map(() => NaN));
  return inverse.map((row) => row.map((value) => value * variance));
}

/** A covariance carried through a linear map: jacobian · covariance · jacobianᵀ. */
function carried(covariance: readonly number[][], jacobian: readonly (readonly number[])[]): number[][] {
  const inner = jacobian.map((row) =>
    row.map((_, d) => row.reduce((total, factor, c) => total + covariance[c]![d]! * factor, 0)),
  );
  return inner.map((row) =>
    jacobian.map((column) => row.reduce((total, value, d) => total + value * column[d]!, 0)),
  );
}

/** Largest over smallest eigenvalue of a symmetric matrix after scaling it to a unit diagonal; Infinity where it is singular. */
function conditionOf(normal: readonly number[][]): number {
  const scale = normal.map((row, a) => Math.sqrt(row[a]!));
  if (!scale.every((s) => s > 0 && s < Infinity)) return Infinity;
  const unit = normal.map((row, a) => row.map((value, b) => value / (scale[a]! * scale[b]!)));
  const values = new EigenvalueDecomposition(unit, { assumeSymmetric: true }).realEigenvalues;
  const least = Math.min(...values);
  return least > 0 ? Math.max(...values) / least : Infinity;
}

/** n·ln(SSE/n) + 2K + 2K(K + 1)/(n − K − 1), K counting the residual variance too; NaN with no more than K + 1 points. */
export function aicc(sse: number, n: number, K: number): number {
  if (n <= K + 1) return NaN;
  return n * Math.log(sse / n) + 2 * K + (2 * K * (K + 1)) / (n - K - 1);
}

/** 1 − SSE / centred sum of squares, both in the same units; NaN where the values are all equal. */
export function rSquared(sse: number, values: Float64Array): number {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const centred = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  return centred > 0 ? 1 - sse / centred : NaN;
}
