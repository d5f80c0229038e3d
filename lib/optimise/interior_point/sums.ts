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
