// Runs the inputs of a range, ends what hangs, and goes on behind it.
import { clearInterval, setInterval } from "node:timers";
import { Worker } from "node:worker_threads";

/** How often the running input is looked at, in milliseconds. */
const EVERY = 100;
/** What a thread may need to load the code, in milliseconds. */
const LOADING = 3000;
/** What a thread may take of memory, in MB: an input that needs more is one that a small machine dies of. */
const MEMORY = 1024;

/** One thread over a range, up to its end or to the first input that it does not survive. */
function feedRange(options, first, onMessage) {
  return new Promise((resolve) => {
    const progress = new SharedArrayBuffer(4);
    const current = new Int32Array(progress);
    current[0] = first;
    const thread = new Worker(new URL("worker.mjs", import.meta.url), {
      workerData: { ...options, first, progress },
      resourceLimits: { maxOldGenerationSizeMb: MEMORY },
    });
    let [seen, since] = [-1, performance.now()];
    const watch = setInterval(() => {
      const index = Atomics.load(current, 0);
      if (index !== seen) [seen, since] = [index, performance.now()];
      // One that ends late is told by the thread; this is for one that does not end.
      if (performance.now() - since > 2 * options.limit + LOADING)
        end(index, `did not end within ${options.limit} ms`);
    }, EVERY);
    const end = (index, fault) => {
      clearInterval(watch);
      if (fault !== null) onMessage({ kind: "fault", index, target: "?", fault });
      thread.removeAllListeners("exit");
      void thread.terminate().then(() => resolve(index + 1));
    };
    thread.on("message", onMessage);
    thread.once("error", (error) =>
      end(Atomics.load(current, 0), `ended the thread: ${String(error?.stack ?? error)}`),
    );
    thread.once("exit", () => end(options.last - 1, null));
  });
}

/**
 * Feeds inputs `first` to `last - 1` of a seed.
 *
 * @param options - `seed`, `first`, `last`, `limit` (ms for one input), `only` (a target, or undefined), `module` (of the targets).
 * @returns Every fault, and what came of the inputs by target.
 */
export async function drive(options) {
  const faults = [];
  const byTarget = {};
  let slowest = { milliseconds: 0 };
  const onMessage = (message) => {
    if (message.kind === "fault") {
      faults.push(message);
      return;
    }
    const counts = (byTarget[message.target] ??= { taken: 0, refused: 0 });
    counts[message.outcome] += 1;
    if (message.milliseconds > slowest.milliseconds) slowest = message;
  };
  for (let next = options.first; next < options.last;) next = await feedRange(options, next, onMessage);
  return { faults, byTarget, slowest };
}
