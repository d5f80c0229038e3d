import type { Curve } from "./curve.ts";
import type { Family } from "./family.ts";
import { identifiabilityFlags, type IdentifiabilityFlag } from "./identifiability.ts";
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
  readonly flags: readonly IdentifiabilityFlag[];
}

/** Resolution of contributions, relative to the largest: posterior arrays are commonly of single precision. */
const RESOLUTION = 2 ** -24;

/** What leads back from scaled units, and how the starts fared. */
export interface FitContext {
  readonly spendMax: number;
  readonly contributionMax: number;
  readonly starts: { readonly tried: number; readonly converged: number };
}

/** The fit at a minimum with an amplitude above 0, carried back to natural units. */
export function reportFit<C extends Curve>(
  family: Family<C>,
  points: ScaledPoints,
  { theta, sse: scaledSse }: Minimum,
  { spendMax, contributionMax, starts }: FitContext,
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
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const centred = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  return centred > 0 ? 1 - sse / centred : NaN;
}
