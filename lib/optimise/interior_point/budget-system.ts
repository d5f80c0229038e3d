import { solveChainInPlace, solveChainsInPlace, type ChainFactor } from "./chain.ts";
import { factorDenseInPlace, solveDenseInPlace } from "./dense.ts";
import { emptyPeriodFactor, factorPeriods, solvePeriodsInPlace, type PeriodFactor } from "./period-system.ts";
import type { Program } from "./program.ts";
import { clearPinned } from "./residuals.ts";
import { addPrices, sumsOf } from "./sums.ts";

/** A factor of S = A K⁻¹ Aᵀ + diag(allowance), for budgets A and the factored form K of a program. */
export interface BudgetSystem {
  /** What each budget gives way to its price, at least 0. */
  readonly allowance: Float64Array;
  /** Budgets whose rows of S are kept: those over all periods, or all. */
  readonly kept: Int32Array;
  /** Their rows of S, by kept budget and budget. */
  readonly rows: Float64Array;
  /** Cholesky factor of what is left of those rows among themselves. */
  readonly dense: Float64Array;
  /** The other budgets, all of single periods, with the kept rows solved for them; null where all are kept. */
  readonly periods: { readonly factor: PeriodFactor; readonly solved: Float64Array } | null;
  /** One value per cell, overwritten. */
  readonly scratch: Float64Array;
}

/** A system of the size of a program, to be filled. */
export function emptyBudgetSystem(program: Program): BudgetSystem {
  const m = program.budgets.amount.length;
  const over = new Set(program.budgets.whole.flatMap((rows) => [...rows]));
  const whole = Int32Array.from(over).sort();
  const factor = whole.length < m ? emptyPeriodFactor(program) : null;
  const isShort = factor && isDenseCheaper(program, factor);
  const kept = factor && !isShort ? whole : Int32Array.from({ length: m }, (_, g) => g);
  return {
    allowance: new Float64Array(m),
    kept,
    rows: new Float64Array(kept.length * m),
    dense: new Float64Array(kept.length * kept.length),
    periods: factor && !isShort ? { factor, solved: new Float64Array(kept.length * m) } : null,
    scratch: new Float64Array(program.lower.length),
  };
}

/** Whether fewer multiplications form and factor the matrix: over few periods, or many channels. */
function isDenseCheaper({ periods, budgets }: Program, { layout }: PeriodFactor): boolean {
  const m = budgets.amount.length;
  const unitSolves = budgets.periodic.filter((families) => families.length > 0).length * periods;
  const dense = 8 * unitSolves * periods + m ** 3 / 3;
  return dense < (4 * periods + m) * layout.states ** 2;
}

/**
 * Fills the system from the factor of the chains and the allowance.
 *
 * Budgets over all periods need one solve per channel, whatever their number; those of single periods none, see `PeriodFactor`, or,
 * where that is cheaper, one for each period and channel.
 *
 * @returns False where it is undefined.
 */
export function factorBudgets(program: Program, chains: ChainFactor, system: BudgetSystem): boolean {
  const { allowance, kept, rows, dense, periods } = system;
  const m = allowance.length;
  rows.fill(0);
  addWholeRows(program, chains, system);
  if (!periods) addPeriodRows(program, chains, rows);
  kept.forEach((g, k) => (rows[k * m + g] = rows[k * m + g]! + allowance[g]!));
  if (periods && !factorPeriods(program, chains, allowance, periods.factor)) return false;
  const solved = periods?.solved ?? null;
  if (solved && periods) {
    for (let k = 0; k < kept.length; k++) {
      const row = solved.subarray(k * m, (k + 1) * m);
      row.set(rows.subarray(k * m, (k + 1) * m));
      for (const g of kept) row[g] = 0;
      solvePeriodsInPlace(program, chains, periods.factor, row);
    }
  }
  const diagonal = Float64Array.from(kept, (g, k) => rows[k * m + g]!);
  for (let k = 0; k < kept.length; k++) {
    for (let l = 0; l <= k; l++) {
      let left = rows[k * m + kept[l]!]!;
      if (solved) for (let h = 0; h < m; h++) left -= rows[k * m + h]! * solved[l * m + h]!;
      dense[k * kept.length + l] = left;
    }
  }
  return factorDenseInPlace(dense, diagonal);
}

/** Adds the rows of budgets over all periods. */
function addWholeRows(
  program: Program,
  chains: ChainFactor,
  { kept, rows, allowance, scratch }: BudgetSystem,
): void {
  const { periods, budgets } = program;
  const m = allowance.length;
  const placeOf = new Int32Array(m).fill(-1);
  kept.forEach((g, k) => (placeOf[g] = k));
  scratch.fill(1);
  clearPinned(program, scratch);
  solveChainsInPlace(program, chains, scratch);
  budgets.whole.forEach((whole, i) => {
    if (whole.length === 0) return;
    const base = i * periods;
    let sum = 0;
    for (let t = 0; t < periods; t++) sum += scratch[base + t]!;
    for (const g of whole) {
      const row = placeOf[g]! * m;
      for (const h of whole) rows[row + h] = rows[row + h]! + sum;
      for (const rowOf of budgets.periodic[i]!) {
        for (let t = 0; t < periods; t++) {
          const h = rowOf[t]!;
          if (h < 0) continue;
          rows[row + h] = rows[row + h]! + scratch[base + t]!;
          if (placeOf[h]! >= 0) rows[placeOf[h]! * m + g] = rows[placeOf[h]! * m + g]! + scratch[base + t]!;
        }
      }
    }
  });
}

/** Adds the rows of budgets of single periods, all rows being kept: one solve for each period and channel. */
function addPeriodRows(program: Program, chains: ChainFactor, rows: Float64Array): void {
  const { periods, budgets } = program;
  const m = budgets.amount.length;
  const unit = new Float64Array(periods);
  budgets.periodic.forEach((families, i) => {
    for (let t = 0; t < periods; t++) {
      if (program.isPinned[i * periods + t] || families.every((rowOf) => rowOf[t]! < 0)) continue;
      unit.fill(0);
      unit[t] = 1;
      solveChainInPlace(program, chains, i, unit, 0);
      for (const rowOf of families) {
        const g = rowOf[t]!;
        if (g < 0) continue;
        for (const other of families) {
          for (let s = 0; s < periods; s++) {
            const h = other[s]!;
            if (h >= 0) rows[g * m + h] = rows[g * m + h]! + unit[s]!;
          }
        }
      }
    }
  });
}

/** Solves S x = values, one per budget, which are overwritten. */
export function solveBudgetsInPlace(
  program: Program,
  chains: ChainFactor,
  system: BudgetSystem,
  values: Float64Array,
): void {
  if (!system.periods) {
    solveDenseInPlace(system.dense, values);
    return;
  }
  const asked = values.slice();
  solveOnceInPlace(program, chains, system, values);
  // The filter subtracts what it has explained; one refinement wins back what that rounds away.
  const rest = productOf(program, chains, system, values);
  for (let g = 0; g < rest.length; g++) rest[g] = asked[g]! - rest[g]!;
  solveOnceInPlace(program, chains, system, rest);
  for (let g = 0; g < values.length; g++) values[g] = values[g]! + rest[g]!;
}

function solveOnceInPlace(
  program: Program,
  chains: ChainFactor,
  { kept, rows, dense, periods }: BudgetSystem,
  values: Float64Array,
): void {
  if (!periods) return;
  const m = values.length;
  const own = Float64Array.from(kept, (g) => values[g]!);
  for (const g of kept) values[g] = 0;
  solvePeriodsInPlace(program, chains, periods.factor, values);
  for (let k = 0; k < own.length; k++) {
    for (let h = 0; h < m; h++) own[k] = own[k]! - rows[k * m + h]! * values[h]!;
  }
  solveDenseInPlace(dense, own);
  for (let k = 0; k < own.length; k++) {
    for (let h = 0; h < m; h++) values[h] = values[h]! - periods.solved[k * m + h]! * own[k]!;
  }
  kept.forEach((g, k) => (values[g] = own[k]!));
}

/** S x. */
function productOf(
  program: Program,
  chains: ChainFactor,
  { allowance, scratch }: BudgetSystem,
  x: Float64Array,
): Float64Array {
  scratch.fill(0);
  addPrices(program, x, 1, scratch);
  clearPinned(program, scratch);
  solveChainsInPlace(program, chains, scratch);
  return sumsOf(program, scratch).map((sum, g) => sum + allowance[g]! * x[g]!);
}
