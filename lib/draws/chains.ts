/** Draws of one scalar: `chains[c][t]` is draw t of chain c; all chains are of one length. */
export type Chains = readonly Float64Array[];

/** How many chains there are, and how many draws each has. */
export interface ChainShape {
  readonly chainCount: number;
  readonly drawCount: number;
}

/**
 * The shape of the draws, once it is certain that they have one.
 *
 * @throws RangeError when there is no chain, or when chains differ in length.
 */
export function shapeOf(chains: Chains): ChainShape {
  const drawCount = chains[0]?.length;
  if (drawCount === undefined) throw new RangeError("draws need at least one chain, got 0");
  for (let c = 1; c < chains.length; c++) {
    if (chains[c]!.length !== drawCount) {
      throw new RangeError(`chain 0 has ${drawCount} draws, chain ${c} has ${chains[c]!.length}`);
    }
  }
  return { chainCount: chains.length, drawCount };
}

/** All draws in one array, chain after chain. */
export function flatten(chains: Chains): Float64Array {
  const { chainCount, drawCount } = shapeOf(chains);
  const values = new Float64Array(chainCount * drawCount);
  for (let c = 0; c < chainCount; c++) values.set(chains[c]!, c * drawCount);
  return values;
}

/** The inverse of `flatten`: `rowCount` views of equal length into `values`, without a copy. */
export function rowsOf(values: Float64Array, rowCount: number): Chains {
  const length = values.length / rowCount;
  if (!Number.isInteger(length)) {
    throw new RangeError(`${values.length} values cannot make ${rowCount} rows of equal length`);
  }
  return Array.from({ length: rowCount }, (_, r) => values.subarray(r * length, (r + 1) * length));
}

/** Whether every draw is a finite number. */
export function areFinite(chains: Chains): boolean {
  return chains.every(isFiniteThroughout);
}

/** Whether every element is a finite number: no NaN, no infinity. */
export function isFiniteThroughout(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]!)) return false;
  }
  return true;
}
