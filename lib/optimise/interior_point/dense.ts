/** Pivots of a dense factor below this share of the diagonal are rounding: their row repeats earlier ones. */
const DEPENDENT = 1e-14;

/**
 * Solves a small dense symmetric positive semidefinite system by Cholesky; both arguments are overwritten, the result is in
 * `rhs`. Rows that repeat earlier ones get 0.
 *
 * @returns False where the matrix is undefined or has a negative diagonal.
 */
export function solveDenseInPlace(matrix: Float64Array, rhs: Float64Array): boolean {
  const m = rhs.length;
  for (let r = 0; r < m; r++) {
    const diagonal = matrix[r * m + r]!;
    if (!(diagonal >= 0)) return false;
    for (let c = 0; c < r; c++) {
      let sum = matrix[r * m + c]!;
      for (let k = 0; k < c; k++) sum -= matrix[r * m + k]! * matrix[c * m + k]!;
      matrix[r * m + c] = matrix[c * m + c] === Infinity ? 0 : sum / matrix[c * m + c]!;
    }
    let left = diagonal;
    for (let k = 0; k < r; k++) left -= matrix[r * m + k]! ** 2;
    if (Number.isNaN(left)) return false;
    matrix[r * m + r] = left > DEPENDENT * diagonal ? Math.sqrt(left) : Infinity;
  }
  for (let r = 0; r < m; r++) {
    let sum = rhs[r]!;
    for (let k = 0; k < r; k++) sum -= matrix[r * m + k]! * rhs[k]!;
    rhs[r] = sum / matrix[r * m + r]!;
  }
  for (let r = m - 1; r >= 0; r--) {
    let sum = rhs[r]!;
    for (let k = r + 1; k < m; k++) sum -= matrix[k * m + r]! * rhs[k]!;
    rhs[r] = sum / matrix[r * m + r]!;
  }
  return true;
}
