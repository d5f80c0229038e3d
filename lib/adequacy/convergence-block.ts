import { createSummariser, type ScalarConvergence } from "../diagnostics/convergence.ts";
import { rowsOf } from "../draws/chains.ts";

/** State of a block: free, filled with draws, taken by a thread, done, or left undone by a thread that failed. */
export const FREE = 0;
export const FILLED = 1;
export const TAKEN = 2;
export const DONE = 3;
export const FAILED = 4;

/** How the memory that threads share is laid out: blocks of scalars of one shape, a block's draws and then its results. */
export interface BlockLayout {
  readonly chainCount: number;
  readonly drawCount: number;
  readonly scalarsPerBlock: number;
  readonly blockCount: number;
}

/** Memory shared between threads. */
export interface SharedBlocks {
  readonly layout: BlockLayout;
  /** Element 0 counts changes, and is what threads wait on; element 1 is 1 once there is no more to do. */
  readonly signals: Int32Array<SharedArrayBuffer>;
  /** State of each block. */
  readonly states: Int32Array<SharedArrayBuffer>;
  /** How many scalars are in each block. */
  readonly counts: Int32Array<SharedArrayBuffer>;
  readonly draws: Float64Array<SharedArrayBuffer>;
  readonly results: Float64Array<SharedArrayBuffer>;
}

const NUMBERS = 13;
const resultLength = ({ chainCount }: BlockLayout) => NUMBERS + 2 * chainCount;

export function createSharedBlocks(layout: BlockLayout): SharedBlocks {
  const { chainCount, drawCount, scalarsPerBlock, blockCount } = layout;
  const scalars = blockCount * scalarsPerBlock;
  return {
    layout,
    signals: new Int32Array(new SharedArrayBuffer(8)),
    states: new Int32Array(new SharedArrayBuffer(4 * blockCount)),
    counts: new Int32Array(new SharedArrayBuffer(4 * blockCount)),
    draws: new Float64Array(new SharedArrayBuffer(8 * scalars * chainCount * drawCount)),
    results: new Float64Array(new SharedArrayBuffer(8 * scalars * resultLength(layout))),
  };
}

/** Says that something has changed. */
export function signal({ signals }: SharedBlocks): void {
  Atomics.add(signals, 0, 1);
  Atomics.notify(signals, 0);
}

/** Puts a block from one state into another; false when it was in none such, for another thread was faster. */
export function changeState({ states }: SharedBlocks, block: number, from: number, to: number): boolean {
  return Atomics.compareExchange(states, block, from, to) === from;
}

/** Takes a filled block; undefined when there is none. */
export function takeFilled(shared: SharedBlocks): number | undefined {
  for (let block = 0; block < shared.layout.blockCount; block++) {
    if (changeState(shared, block, FILLED, TAKEN)) return block;
  }
  return undefined;
}

/** A function that summarises the scalars of a block and writes what it found beside their draws. */
export function createBlockSummariser(shared: SharedBlocks): (block: number) => void {
  const { layout, counts, draws, results } = shared;
  const summarise = createSummariser();
  return (block) => {
    for (let i = 0; i < Atomics.load(counts, block); i++) {
      const scalar = block * layout.scalarsPerBlock + i;
      const size = layout.chainCount * layout.drawCount;
      const chains = rowsOf(draws.subarray(scalar * size, (scalar + 1) * size), layout.chainCount);
      const summary = summarise({ name: "", chains });
      results.set(numbersOf(summary), scalar * resultLength(layout));
    }
  };
}

function numbersOf(summary: ScalarConvergence): number[] {
  return [
    summary.mean,
    summary.sd,
    summary.hdiLower,
    summary.hdiUpper,
    summary.drawCount,
    summary.rhat,
    summary.rhatBulk,
    summary.rhatFolded,
    summary.essBulk,
    summary.essTail,
    summary.essMean,
    summary.mcseMean,
    summary.distinctCount,
    ...summary.chainMeans,
    ...summary.chainSds,
  ];
}

/** What `createBlockSummariser` has written of one scalar of a block. */
export function readSummary(
  { layout, results }: SharedBlocks,
  block: number,
  place: number,
  name: string,
): ScalarConvergence {
  const start = (block * layout.scalarsPerBlock + place) * resultLength(layout);
  const number = (i: number) => results[start + i] ?? NaN;
  const chainMeansStart = start + NUMBERS;
  const chainSdsStart = chainMeansStart + layout.chainCount;
  return {
    name,
    mean: number(0),
    sd: number(1),
    hdiLower: number(2),
    hdiUpper: number(3),
    drawCount: number(4),
    rhat: number(5),
    rhatBulk: number(6),
    rhatFolded: number(7),
    essBulk: number(8),
    essTail: number(9),
    essMean: number(10),
    mcseMean: number(11),
    distinctCount: number(12),
    chainMeans: new Float64Array(results.subarray(chainMeansStart, chainSdsStart)),
    chainSds: new Float64Array(results.subarray(chainSdsStart, chainSdsStart + layout.chainCount)),
  };
}
