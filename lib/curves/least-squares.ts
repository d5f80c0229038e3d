import { CholeskyDecomposition, Matrix } from "ml-matrix";
import type { Family } from "./family.ts";

/** Points to which a family is fitted, in units of the largest spend and the largest contribution. */
export interface ScaledPoints {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Where a descent ended, in scaled units. */
export interface Minimum {
  readonly theta: readonly number[];
  readonly sse: number;
}

/** Sum of squared residuals of the curve with parameters `theta`, in scaled units. */
export function sumOfSquares(family: Family, { x, y }: ScaledPoints, theta: ArrayLike<number>): number {
  const curve = family.curve(theta);
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (y[i]! - curve.value(x[i]!)) ** 2;
  return sum;
}

/** The non-negative amplitude with the least sum of squares for this shape: the curve is linear in it. */
export function bestAmplitude(family: Family, { x, y }: ScaledPoints, shape: readonly number[]): number {
  const unit = family.curve([1, ...shape]);
  let product = 0;
  let square = 0;
  for (let i = 0; i < x.length; i++) {
    const value = unit.value(x[i]!);
    product += value * y[i]!;
    square += value * value;
  }
  return Math.max(product / square, 0);
}

/** The normal equations JᵀJ·step = Jᵀr at one point. */
export interface NormalEquations {
  /** JᵀJ, row by row. */
  readonly normal: readonly number[][];
  /** Jᵀr, with r = data − curve: minus half the gradient of the sum of squares. */
  readonly descent: readonly number[];
}

/** JᵀJ and Jᵀr at `theta`, J being the analytic Jacobian of the curve at the points. */
export function normalEquations(
  family: Family,
  { x, y }: ScaledPoints,
  theta: ArrayLike<number>,
): NormalEquations {
  const p = theta.length;
  const curve = family.curve(theta);
  const gradient = family.gradient(theta);
  const normal = Array.from({ length: p }, () => new Array<number>(p).fill(0));
  const descent = new Array<number>(p).fill(0);
  for (let i = 0; i < x.length; i++) {
    const row = gradient(x[i]!);
    const residual = y[i]! - curve.value(x[i]!);
    for (let a = 0; a < p; a++) {
      descent[a]! += row[a]! * residual;
      for (let b = 0; b < p; b++) normal[a]![b]! += row[a]! * row[b]!;
    }
  }
  return { normal, descent };
}

/**
 * (A + damping·diag A)⁻¹·B for a symmetric positive definite A, solved after scaling A to a unit diagonal so that
 * parameters of unlike sizes do not spoil the factor; null where A is singular to working precision.
 */
export function solveDamped(
  A: readonly number[][],
  B: readonly number[][],
  damping: number,
): number[][] | null {
  const scale = A.map((row, a) => Math.sqrt(row[a]!));
  if (!scale.every((s) => s > 0 && s < Infinity)) return null;
  const unit = new Matrix(
    A.map((row, a) => row.map((v, b) => v / (scale[a]! * scale[b]!) + (a === b ? damping : 0))),
  );
  const factor = new CholeskyDecomposition(unit);
  if (!factor.isPositiveDefinite() || !(smallestPivot(factor) > SINGULAR_PIVOT)) return null;
  const solution = factor.solve(new Matrix(B.map((row, a) => row.map((v) => v / scale[a]!))));
  return solution.to2DArray().map((row, a) => row.map((v) => v / scale[a]!));
}

/** Squared pivot of a matrix of unit diagonal below which its column is a combination of the others, to rounding. */
const SINGULAR_PIVOT = 1e-14;

function smallestPivot(factor: CholeskyDecomposition): number {
  return Math.min(...factor.lowerTriangularMatrix.diagonal()) ** 2;
}
