import { workerData } from "node:worker_threads";
import {
  createBlockSummariser,
  DONE,
  FAILED,
  signal,
  takeFilled,
  type SharedBlocks,
} from "./convergence-block.ts";

/** A thread that summarises blocks as they are filled, until it is told that there are no more. */
function work(shared: SharedBlocks): void {
  const summarise = createBlockSummariser(shared);
  while (Atomics.load(shared.signals, 1) === 0) {
    const seen = Atomics.load(shared.signals, 0);
    const block = takeFilled(shared);
    if (block === undefined) {
      Atomics.wait(shared.signals, 0, seen);
      continue;
    }
    let state = FAILED;
    try {
      summarise(block);
      state = DONE;
    } finally {
      Atomics.store(shared.states, block, state);
      signal(shared);
    }
  }
}

work(workerData as SharedBlocks);
