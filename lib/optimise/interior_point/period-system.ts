import type { ChainFactor } from "./chain.ts";
import { DEPENDENT } from "./dense.ts";
import {
  carryBack,
  carryForward,
  carryInState,
  periodLayout,
  seen,
  variancesInto,
  type PeriodLayout,
} from "./period-state.ts";
import type { Program } from "./program.ts";

/**
 * A factor L Δ Lᵀ of A K⁻¹ Aᵀ + diag(allowance) over the budgets of single periods, without the matrix.
 *
 * K⁻¹ is the covariance of what the factor Rᵀ D R of the chains describes: effective spends that follow from the one or two before
 * (row t of R) and a new part of variance 1 / pivot. Money that the budgets of one period see of the next passes through
 * that state alone, so that L follows from its covariance given the budgets so far, carried from period to period: the Kalman filter. It takes
 * states² per budget, where the matrix would take periods² per channel and periods³ to factor.
 *
 * @see Kalman (1960), J. Basic Eng. 82, 35–45; Anderson and Moore (1979), Optimal Filtering, chapter 5
 */
export interface PeriodFactor {
  readonly layout: PeriodLayout;
  /** Covariance of state and budget, by budget and state: the column of L, times its pivot. */
  readonly gain: Float64Array;
  /** Δ; infinite for a budget that repeats earlier ones. */
  readonly pivot: Float64Array;
  /** Of the state given the budgets so far, by state and state. */
  readonly covariance: Float64Array;
  /** Of the spend of each cell, budgets aside. */
  readonly variance: Float64Array;
  readonly state: Float64Array;
}

/** A factor of the size of a program, to be filled. */
export function emptyPeriodFactor(program: Program): PeriodFactor {
  const layout = periodLayout(program);
  const { states, members } = layout;
  return {
    layout,
    gain: new Float64Array(members.length * states),
    pivot: new Float64Array(members.length),
    covariance: new Float64Array(states * states),
    variance: new Float64Array(program.lower.length),
    state: new Float64Array(states),
  };
}

/**
 * Fills the factor from that of the chains.
 *
 * @param allowance - What each budget gives way to its price, at least 0.
 * @returns False where it is undefined.
 */
export function factorPeriods(
  program: Program,
  chains: ChainFactor,
  allowance: Float64Array,
  factor: PeriodFactor,
): boolean {
  const { covariance, layout } = factor;
  covariance.fill(0);
  variancesInto(program, chains, factor.variance);
  for (let t = 0; t < program.periods; t++) {
    predict(program, chains, t, factor);
    for (const g of layout.rowsIn[t]!) {
      if (!update(program, t, g, allowance[g]!, factor)) return false;
    }
  }
  return true;
}

/** The covariance of the state one period on: F P Fᵀ + Q, F being one block per channel. */
function predict(
  program: Program,
  { pivot, near, far }: ChainFactor,
  t: number,
  { layout: { stateOf, states }, covariance }: PeriodFactor,
): void {
  const { periods, isRigid } = program;
  for (let i = 0; i < stateOf.length; i++) {
    const s = stateOf[i]!;
    if (s < 0 || isRigid[i]) continue;
    const own = -near[i * periods + t]!;
    if (carryInState(program, i) === 0) {
      for (let k = 0; k < states; k++) covariance[s * states + k] = own * covariance[s * states + k]!;
      for (let k = 0; k < states; k++) covariance[k * states + s] = own * covariance[k * states + s]!;
      continue;
    }
    const before = -far[i * periods + t]!;
    for (let k = 0; k < states; k++) {
      const old = covariance[s * states + k]!;
      covariance[s * states + k] = own * old + before * covariance[(s + 1) * states + k]!;
      covariance[(s + 1) * states + k] = old;
    }
    for (let k = 0; k < states; k++) {
      const old = covariance[k * states + s]!;
      covariance[k * states + s] = own * old + before * covariance[k * states + s + 1]!;
      covariance[k * states + s + 1] = old;
    }
  }
  for (let i = 0; i < stateOf.length; i++) {
    const s = stateOf[i]!;
    if (s < 0 || (isRigid[i] && t > 0)) continue;
    covariance[s * states + s] = covariance[s * states + s]! + 1 / pivot[i * periods + t]!;
  }
}

/** Takes one budget into account: its gain and pivot, and what of the covariance it explains. */
function update(
  program: Program,
  t: number,
  g: number,
  allowance: number,
  { layout, covariance, gain, pivot, variance }: PeriodFactor,
): boolean {
  const { states, stateOf, members } = layout;
  const column = gain.subarray(g * states, (g + 1) * states);
  column.fill(0);
  let whole = allowance;
  let left = allowance;
  for (const i of members[g]!) {
    const own = variance[i * program.periods + t]!;
    whole += own;
    const s = stateOf[i]!;
    if (s < 0) {
      left += own;
      continue;
    }
    for (let k = 0; k < states; k++) column[k] = column[k]! + covariance[k * states + s]!;
    const carry = carryInState(program, i);
    if (carry === 0) continue;
    for (let k = 0; k < states; k++) column[k] = column[k]! - carry * covariance[k * states + s + 1]!;
  }
  left += seen(program, layout, g, column);
  if (!(whole >= 0) || Number.isNaN(left)) return false;
  pivot[g] = left > DEPENDENT * whole ? left : Infinity;
  if (pivot[g] === Infinity) return true;
  for (let k = 0; k < states; k++) {
    const share = column[k]! / left;
    if (share === 0) continue;
    const row = k * states;
    for (let l = 0; l < states; l++) covariance[row + l] = covariance[row + l]! - share * column[l]!;
  }
  return true;
}

/**
 * Solves with the factor: one value per budget is overwritten, those of budgets that are not of a period or repeat earlier ones by 0.
 */
export function solvePeriodsInPlace(
  program: Program,
  chains: ChainFactor,
  { layout, gain, pivot, state }: PeriodFactor,
  values: Float64Array,
): void {
  const { states, rowsIn, stateOf, members } = layout;
  // L Δ y = values, first period first: what is new in each budget, over its pivot.
  state.fill(0);
  for (let t = 0; t < program.periods; t++) {
    carryForward(program, chains, t, layout, state);
    for (const g of rowsIn[t]!) {
      const share = (values[g]! - seen(program, layout, g, state)) / pivot[g]!;
      values[g] = share;
      if (share !== 0) for (let k = 0; k < states; k++) state[k] = state[k]! + gain[g * states + k]! * share;
    }
  }
  // Lᵀ x = y, last period first.
  state.fill(0);
  for (let t = program.periods - 1; t >= 0; t--) {
    for (const g of rowsIn[t]!.toReversed()) {
      let later = 0;
      for (let k = 0; k < states; k++) later += gain[g * states + k]! * state[k]!;
      const value = values[g]! - later / pivot[g]!;
      values[g] = value;
      for (const i of members[g]!) {
        const s = stateOf[i]!;
        if (s < 0) continue;
        const carry = carryInState(program, i);
        state[s] = state[s]! + value;
        if (carry !== 0) state[s + 1] = state[s + 1]! - carry * value;
      }
    }
    carryBack(program, chains, t, layout, state);
  }
}
