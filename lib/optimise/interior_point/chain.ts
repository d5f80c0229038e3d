/**
 * Factor of a symmetric positive definite matrix that is tridiagonal in time for each channel and has no tie between
 * channels: K = L D Lᵀ, cells in period-major order.
 */
export interface ChainFactor {
  readonly channels: number;
  readonly pivot: Float64Array;
  /** Element of L that ties a cell to the same channel one period earlier; 0 in the first period. */
  readonly tie: Float64Array;
}

/**
 * Weights of the terms w (x_t − f x_{t−1})² that tie a cell to the one before, summed over terms; (period, channel).
 *
 * The last sum, over pairs of terms, is w0·w2 − w1², which the others could give only with cancellation.
 */
export interface Links {
  /** Σ w */
  readonly w0: Float64Array;
  /** Σ w f */
  readonly w1: Float64Array;
  /** Σ w f² */
  readonly w2: Float64Array;
  /** Σ w w′ (f − f′)² over pairs */
  readonly spread: Float64Array;
}

/**
 * Factors K = diag(anchor) + Σ w (x_t − f x_{t−1})² without a subtraction, so that pivots stay accurate and positive
 * however much links outweigh anchors.
 *
 * @param anchor - Positive, per cell.
 * @param links - All 0 in the first period.
 * @param isRigid - True where a cell moves as the same channel one period earlier does: a link without end.
 */
export function factorChain(
  channels: number,
  anchor: Float64Array,
  { w0, w1, w2, spread }: Links,
  isRigid: readonly boolean[],
): ChainFactor {
  const size = anchor.length;
  const pivot = new Float64Array(size);
  const tie = new Float64Array(size);
  // What is left of the anchor of a cell, and of all before it, once those before are eliminated.
  const held = Float64Array.from(anchor);
  for (let at = 0; at < size; at++) {
    const next = at + channels;
    if (next >= size) {
      pivot[at] = held[at]!;
      continue;
    }
    if (isRigid[next]) {
      pivot[at] = Infinity;
      tie[next] = -1;
      held[next] = held[next]! + held[at]!;
      continue;
    }
    pivot[at] = held[at]! + w2[next]!;
    tie[next] = -w1[next]! / pivot[at]!;
    held[next] = held[next]! + (w0[next]! * held[at]! + spread[next]!) / pivot[at]!;
  }
  return { channels, pivot, tie };
}

/** Solves with the factor of a chain matrix, overwriting the right-hand side. */
export function solveInPlace({ channels, pivot, tie }: ChainFactor, rhs: Float64Array): void {
  const size = rhs.length;
  for (let at = channels; at < size; at++) rhs[at] = rhs[at]! - tie[at]! * rhs[at - channels]!;
  for (let at = 0; at < size; at++) rhs[at] = rhs[at]! / pivot[at]!;
  for (let at = size - channels - 1; at >= 0; at--)
    rhs[at] = rhs[at]! - tie[at + channels]! * rhs[at + channels]!;
}

/** Solves a small dense symmetric positive definite system by Cholesky; both arguments are overwritten, the result is in `rhs`. */
export function solveDenseInPlace(matrix: Float64Array, rhs: Float64Array): boolean {
  const m = rhs.length;
  for (let r = 0; r < m; r++) {
    for (let c = 0; c <= r; c++) {
      let sum = matrix[r * m + c]!;
      for (let k = 0; k < c; k++) sum -= matrix[r * m + k]! * matrix[c * m + k]!;
      if (r === c && !(sum > 0)) return false;
      matrix[r * m + c] = r === c ? Math.sqrt(sum) : sum / matrix[c * m + c]!;
    }
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
