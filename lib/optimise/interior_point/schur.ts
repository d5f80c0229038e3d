import { solveChainInPlace, solveChainsInPlace, type ChainFactor } from "./chain.ts";
import type { Program } from "./program.ts";

/** What each budget spends of values per cell. */
export function sumsOf({ periods, budgets }: Program, values: Float64Array): Float64Array {
  const sums = new Float64Array(budgets.amount.length);
  budgets.whole.forEach((whole, i) => {
    const base = i * periods;
    if (whole.length > 0) {
      let sum = 0;
      for (let at = base; at < base + periods; at++) sum += values[at]!;
      for (const g of whole) sums[g] = sums[g]! + sum;
    }
    for (const rowOf of budgets.periodic[i]!) {
      for (let t = 0; t < periods; t++) {
        const g = rowOf[t]!;
        if (g >= 0) sums[g] = sums[g]! + values[base + t]!;
      }
    }
  });
  return sums;
}

/** Adds to each cell the prices, times `sign`, of the budgets that it is in. */
export function addPrices(
  { periods, budgets }: Program,
  prices: Float64Array,
  sign: number,
  to: Float64Array,
): void {
  budgets.whole.forEach((whole, i) => {
    const base = i * periods;
    let price = 0;
    for (const g of whole) price += sign * prices[g]!;
    if (price !== 0) for (let at = base; at < base + periods; at++) to[at] = to[at]! + price;
    for (const rowOf of budgets.periodic[i]!) {
      for (let t = 0; t < periods; t++) {
        const g = rowOf[t]!;
        if (g >= 0) to[base + t] = to[base + t]! + sign * prices[g]!;
      }
    }
  });
}

/**
 * A K⁻¹ Aᵀ, row-major, for budgets A and the factored form K.
 *
 * Budgets over all periods need one solve per channel, whatever their number; those of single periods one for each period.
 *
 * @param scratch - One value per cell, overwritten.
 */
export function schurOf(program: Program, factor: ChainFactor, scratch: Float64Array): Float64Array {
  const { periods, budgets } = program;
  const m = budgets.amount.length;
  const schur = new Float64Array(m * m);
  const add = (g: number, h: number, value: number) => {
    schur[g * m + h] = schur[g * m + h]! + value;
  };
  scratch.fill(1);
  for (let at = 0; at < scratch.length; at++) if (program.isPinned[at]) scratch[at] = 0;
  solveChainsInPlace(program, factor, scratch);
  const unit = new Float64Array(periods);
  budgets.whole.forEach((whole, i) => {
    const base = i * periods;
    const families = budgets.periodic[i]!;
    let sum = 0;
    for (let t = 0; t < periods; t++) sum += scratch[base + t]!;
    for (const g of whole) {
      for (const h of whole) add(g, h, sum);
      for (const rowOf of families) {
        rowOf.forEach((h, t) => {
          if (h < 0) return;
          add(g, h, scratch[base + t]!);
          add(h, g, scratch[base + t]!);
        });
      }
    }
    if (families.length === 0) return;
    for (let t = 0; t < periods; t++) {
      if (program.isPinned[base + t] || families.every((rowOf) => rowOf[t]! < 0)) continue;
      unit.fill(0);
      unit[t] = 1;
      solveChainInPlace(program, factor, i, unit, 0);
      for (const rowOf of families) {
        const g = rowOf[t]!;
        if (g < 0) continue;
        for (const other of families) {
          for (let s = 0; s < periods; s++) {
            const h = other[s]!;
            if (h >= 0) schur[g * m + h] = schur[g * m + h]! + unit[s]!;
          }
        }
      }
    }
  });
  return schur;
}
