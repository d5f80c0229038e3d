import { factorDenseInPlace, solveDenseInPlace } from "../optimise/interior_point/dense.ts";
import type { SumRow } from "./polytope.ts";

/** The factored system K dx + Aᵀ dy = r, A dx = s, of which A sums some variables. */
export interface NewtonSystem {
  /** Solves for dx and dy. */
  solve(
    right: Float64Array,
    sums: Float64Array,
  ): { readonly point: Float64Array; readonly prices: Float64Array };
}

/**
 * Factors a Newton system by its Schur complement.
 *
 * @param matrix - K, symmetric positive definite, row-major; overwritten.
 * @returns Null where K is not positive definite or undefined.
 */
export function newtonSystem(matrix: Float64Array, rows: readonly SumRow[]): NewtonSystem | null {
  const n = Math.round(Math.sqrt(matrix.length));
  const m = rows.length;
  const diagonal = Float64Array.from({ length: n }, (_, k) => matrix[k * n + k]!);
  if (!factorDenseInPlace(matrix, diagonal)) return null;
  const columns = rows.map(({ members }) => {
    const column = new Float64Array(n);
    for (const k of members) column[k] = 1;
    solveDenseInPlace(matrix, column);
    return column;
  });
  const schur = new Float64Array(m * m);
  rows.forEach(({ members }, r) => {
    columns.forEach((column, c) => {
      for (const k of members) schur[r * m + c]! += column[k]!;
    });
  });
  const scale = Float64Array.from({ length: m }, (_, r) => schur[r * m + r]!);
  if (!factorDenseInPlace(schur, scale)) return null;
  return {
    solve(right, sums) {
      const point = Float64Array.from(right);
      solveDenseInPlace(matrix, point);
      const prices = Float64Array.from(sums, (sum, r) =>
        rows[r]!.members.reduce((total, k) => total + point[k]!, -sum),
      );
      if (m > 0) solveDenseInPlace(schur, prices);
      columns.forEach((column, r) => {
        for (let k = 0; k < n; k++) point[k]! -= prices[r]! * column[k]!;
      });
      return { point, prices };
    },
  };
}

/**
 * Jᵀ diag(w) J less Σ_k (Jᵀ a_k)(Jᵀ a_k)ᵀ, row-major: what a curved measure of the draws adds to the Hessian.
 *
 * @param slope - J, (draw, variable).
 * @param downdates - The vectors a_k, one value per draw.
 */
export function measureCurvature(
  slope: Float64Array,
  weights: Float64Array,
  downdates: readonly Float64Array[],
): Float64Array {
  const draws = weights.length;
  const n = slope.length / draws;
  const out = new Float64Array(n * n);
  for (let d = 0; d < draws; d++) {
    const weight = weights[d]!;
    if (weight === 0) continue;
    for (let r = 0; r < n; r++) {
      const left = weight * slope[d * n + r]!;
      for (let c = 0; c <= r; c++) out[r * n + c]! += left * slope[d * n + c]!;
    }
  }
  for (const downdate of downdates) {
    const gradient = weightedSlope(slope, downdate);
    for (let r = 0; r < n; r++) {
      for (let c = 0; c <= r; c++) out[r * n + c]! -= gradient[r]! * gradient[c]!;
    }
  }
  for (let r = 0; r < n; r++) for (let c = r + 1; c < n; c++) out[r * n + c] = out[c * n + r]!;
  return out;
}

/** Jᵀ q: the slope of the response weighted by draw. */
export function weightedSlope(slope: Float64Array, weights: Float64Array): Float64Array {
  const draws = weights.length;
  const n = slope.length / draws;
  const out = new Float64Array(n);
  for (let d = 0; d < draws; d++) {
    const weight = weights[d]!;
    if (weight === 0) continue;
    for (let k = 0; k < n; k++) out[k]! += weight * slope[d * n + k]!;
  }
  return out;
}
