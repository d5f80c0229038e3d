/** Pivots below this share of the diagonal are rounding: their row repeats earlier ones. */
export const DEPENDENT = 1e-14;

/**
 * Factors a small dense symmetric positive semidefinite matrix, row-major, in place: Cholesky, whose pivot is infinite for a row
 * that repeats earlier ones. Only the lower triangle is read.
 *
 * @param scale - What the diagonal was before anything was subtracted from it: the measure of its roundings.
 * @returns False where the matrix is undefined or has a negative diagonal.
 */
export function factorDenseInPlace(matrix: Float64Array, scale: Float64Array): boolean {
  const m = scale.length;
  for (let r = 0; r < m; r++) {
    if (!(scale[r]! >= 0)) return false;
    for (let c = 0; c < r; c++) {
      let sum = matrix[r * m + c]!;
      for (let k = 0; k < c; k++) sum -= matrix[r * m + k]! * matrix[c * m + k]!;
      matrix[r * m + c] = matrix[c * m + c] === Infinity ? 0 : sum / matrix[c * m + c]!;
    }
    let left = matrix[r * m + r]!;
    for (let k = 0; k < r; k++) left -= matrix[r * m + k]! ** 2;
    if (Number.isNaN(left)) return false;
    matrix[r * m + r] = left > DEPENDENT * scale[r]! ? Math.sqrt(left) : Infinity;
  }
  return true;
}

/** Solves with a factor of `factorDenseInPlace`: a right-hand side is overwritten; rows that repeat earlier ones get 0. */
export function solveDenseInPlace(factor: Float64Array, rhs: Float64Array): void {
  const m = rhs.length;
  for (let r = 0; r < m; r++) {
    let sum = rhs[r]!;
    for (let k = 0; k < r; k++) sum -= factor[r * m + k]! * rhs[k]!;
    rhs[r] = sum / factor[r * m + r]!;
  }
  for (let r = m - 1; r >= 0; r--) {
    let sum = rhs[r]!;
    for (let k = r + 1; k < m; k++) sum -= factor[k * m + r]! * rhs[k]!;
    rhs[r] = sum / factor[r * m + r]!;
  }
}
