import { availableParallelism } from "node:os";
import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { createSummariser, type Scalar, type ScalarConvergence } from "../diagnostics/convergence.ts";
import { shapeOf } from "../draws/chains.ts";
import {
  changeState,
  createBlockSummariser,
  createSharedBlocks,
  DONE,
  FAILED,
  FILLED,
  FREE,
  readSummary,
  signal,
  TAKEN,
  takeFilled,
  type SharedBlocks,
} from "./convergence-block.ts";

export interface ThreadOptions {
  /** How many threads may help the calling one. */
  readonly helpers: number;
  /** Draws that the calling thread does alone before it starts the others. */
  readonly drawsAlone: number;
  /** What the helpers run. */
  readonly worker: URL;
  /** A helper that is so late with a block, in ms, is taken for lost. */
  readonly patience: number;
}

/** Summaries in the order of the scalars, and how many of them other threads have made. */
export interface ThreadedSummaries {
  readonly summaries: readonly ScalarConvergence[];
  readonly helpedWith: number;
}

/** A thread takes some 50 ms to start and longer to run at full speed: what is done alone takes about 0.2 s. */
const DRAWS_ALONE = 2 ** 23;
/** Draws in a block: 2 MiB. */
const DRAWS_PER_BLOCK = 2 ** 18;
const MOST_SCALARS_PER_BLOCK = 64;
/** A block takes a few hundredths of a second. */
const PATIENCE = 10_000;

/** Sources (in tests) are TypeScript, which a thread of Node 20 cannot load: only the build starts threads. */
const EXTENSION = extname(import.meta.url);
const DEFAULTS: ThreadOptions = {
  helpers: EXTENSION === ".js" ? availableParallelism() - 1 : 0,
  drawsAlone: DRAWS_ALONE,
  worker: new URL(`./convergence-worker${EXTENSION}`, import.meta.url),
  patience: PATIENCE,
};

/**
 * `summariseConvergence` on all cores: the very same numbers, whatever the number of threads, for each scalar is still
 * summarised by one of them, alone.
 *
 * Scalars are copied as they are read into a few blocks of shared memory, so that however many there are, a bounded number
 * of them is held. The calling thread waits for nobody as long as there is a block to do, and does again what a helper has
 * failed on or is lost with: an error surfaces there, and without any helper the work is still done.
 *
 * @param scalars - Read one at a time. When reading throws, helpers are stopped and the error is passed on.
 */
export function summariseOnAllCores(
  scalars: Iterable<Scalar>,
  options: Partial<ThreadOptions> = {},
): ThreadedSummaries {
  const settings = { ...DEFAULTS, ...options };
  const summarise = createSummariser();
  const summaries: ScalarConvergence[] = [];
  let scalarCount = 0;
  let drawsSeen = 0;
  let team: Team | undefined;
  try {
    for (const scalar of scalars) {
      const place = scalarCount++;
      if (team?.add(scalar, place) === true) continue;
      summaries[place] = summarise(scalar);
      const { chainCount, drawCount } = shapeOf(scalar.chains);
      drawsSeen += chainCount * drawCount;
      if (settings.helpers > 0 && team === undefined && drawsSeen >= settings.drawsAlone) {
        team = new Team(chainCount, drawCount, settings, summaries);
      }
    }
    return { summaries, helpedWith: team?.finish() ?? 0 };
  } finally {
    team?.stop();
  }
}

/** Whose draws are in a block: the name of each scalar, and the place of its summary. */
interface Owner {
  readonly name: string;
  readonly place: number;
}

/** Threads at work on blocks of scalars of one shape; summaries are put where they belong as blocks get done. */
class Team {
  readonly #shared: SharedBlocks;
  readonly #threads: readonly Worker[];
  readonly #summariseBlock: (block: number) => void;
  readonly #summaries: ScalarConvergence[];
  readonly #patience: number;
  /** By block. */
  readonly #owners: Owner[][];
  /** Blocks that a lost helper may still write to: not used again. */
  readonly #abandoned = new Set<number>();
  /** The block that scalars are added to; undefined when all are abandoned. */
  #filling: number | undefined = 0;
  #helpedWith = 0;

  constructor(
    chainCount: number,
    drawCount: number,
    { helpers, worker, patience }: ThreadOptions,
    summaries: ScalarConvergence[],
  ) {
    const fitting = Math.floor(DRAWS_PER_BLOCK / (chainCount * drawCount));
    const scalarsPerBlock = Math.max(1, Math.min(MOST_SCALARS_PER_BLOCK, fitting));
    const blockCount = 2 * helpers + 1;
    this.#shared = createSharedBlocks({ chainCount, drawCount, scalarsPerBlock, blockCount });
    this.#summariseBlock = createBlockSummariser(this.#shared);
    this.#summaries = summaries;
    this.#patience = patience;
    this.#owners = Array.from({ length: blockCount }, () => []);
    this.#threads = Array.from({ length: helpers }, () => startThread(worker, this.#shared));
  }

  /** Puts a scalar in the block being filled; false when it is of another shape, or there is no block. */
  add({ name, chains }: Scalar, place: number): boolean {
    const { layout, draws } = this.#shared;
    const { chainCount, drawCount } = shapeOf(chains);
    const isOfShape = chainCount === layout.chainCount && drawCount === layout.drawCount;
    const owners = this.#filling === undefined ? undefined : this.#owners[this.#filling];
    if (!isOfShape || this.#filling === undefined || owners === undefined) return false;
    let start = (this.#filling * layout.scalarsPerBlock + owners.length) * chainCount * drawCount;
    for (const chain of chains) {
      draws.set(chain, start);
      start += drawCount;
    }
    owners.push({ name, place });
    if (owners.length === layout.scalarsPerBlock) {
      this.#submit(this.#filling, owners.length);
      this.#filling = this.#freeBlock();
    }
    return true;
  }

  /** Waits for all blocks; gives how many scalars the helpers have done. */
  finish(): number {
    const count = this.#filling === undefined ? 0 : (this.#owners[this.#filling]?.length ?? 0);
    if (this.#filling !== undefined && count > 0) this.#submit(this.#filling, count);
    while (this.#owners.some((owners) => owners.length > 0)) this.#advance();
    return this.#helpedWith;
  }

  stop(): void {
    Atomics.store(this.#shared.signals, 1, 1);
    signal(this.#shared);
    for (const thread of this.#threads) void thread.terminate();
  }

  #submit(block: number, count: number): void {
    Atomics.store(this.#shared.counts, block, count);
    Atomics.store(this.#shared.states, block, FILLED);
    signal(this.#shared);
  }

  #freeBlock(): number | undefined {
    while (this.#abandoned.size < this.#owners.length) {
      const free = this.#owners.findIndex(
        (owners, block) => owners.length === 0 && !this.#abandoned.has(block),
      );
      if (free >= 0) return free;
      this.#advance();
    }
    return undefined;
  }

  /** Brings the work on by a step: takes in what is done, does a block that waits, or waits for a helper. */
  #advance(): void {
    const seen = Atomics.load(this.#shared.signals, 0);
    const before = this.#helpedWith;
    this.#takeIn();
    if (this.#helpedWith > before) return;
    const block = takeFilled(this.#shared);
    if (block !== undefined) this.#doAlone(block);
    else if (Atomics.wait(this.#shared.signals, 0, seen, this.#patience) === "timed-out") this.#abandon();
  }

  #takeIn(): void {
    for (let block = 0; block < this.#owners.length; block++) {
      if (this.#abandoned.has(block)) continue;
      if (changeState(this.#shared, block, FAILED, TAKEN)) this.#doAlone(block);
      else if (changeState(this.#shared, block, DONE, FREE)) this.#helpedWith += this.#read(block);
    }
  }

  #doAlone(block: number): void {
    this.#summariseBlock(block);
    this.#read(block);
    Atomics.store(this.#shared.states, block, FREE);
  }

  /** Does again what helpers have not finished in time. A late one would write the same numbers. */
  #abandon(): void {
    for (const block of this.#owners.keys()) {
      if (this.#abandoned.has(block) || Atomics.load(this.#shared.states, block) !== TAKEN) continue;
      this.#abandoned.add(block);
      this.#summariseBlock(block);
      this.#read(block);
    }
  }

  /** Puts the summaries of a block where they belong; gives how many. */
  #read(block: number): number {
    const owners = this.#owners[block] ?? [];
    owners.forEach(({ name, place }, i) => {
      this.#summaries[place] = readSummary(this.#shared, block, i, name);
    });
    this.#owners[block] = [];
    return owners.length;
  }
}

function startThread(worker: URL, shared: SharedBlocks): Worker {
  const thread = new Worker(worker, { workerData: shared });
  // Nothing is lost with a thread: its blocks are done by others, and an error of the numbers surfaces there.
  thread.once("error", () => undefined);
  thread.unref();
  return thread;
}
