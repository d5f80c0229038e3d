import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { fromPlainError, type FromThread, type StageJob, type ToThread } from "./stage-message.ts";
import type { Lent } from "./stage-work.ts";

/** Threads that do stages, so that whoever waits is told how they come on and can stop them. Started when first needed. */
export interface Threads {
  /**
   * Does a stage.
   *
   * @returns What it warned of.
   * @throws What the stage threw; the signal's reason when it is stopped, once the thread has ended.
   */
  readonly run: (job: StageJob, lent: Lent) => Promise<readonly string[]>;
  /** Ends them; none may be at work. */
  readonly close: () => Promise<void>;
}

/** Sources (in tests) are TypeScript, which a thread of Node 20 cannot load: only the build starts threads. */
const EXTENSION = extname(import.meta.url);
const WORKER = new URL(`./stage-worker${EXTENSION}`, import.meta.url);

/** Longest that a thread may take to close what it has open, in milliseconds. */
const CLOSE_MS = 5000;

const send = (thread: Worker, message: ToThread) => {
  thread.postMessage(message);
};

/** Does one job on a thread. */
function doOn(
  thread: Worker,
  job: StageJob,
  { signal, progress, command }: Lent,
): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    // What the program's failure was is known here; the thread only learns that there was one.
    let failure: unknown = null;
    // A program is stopped by who runs it: until it has ended, nothing of the stage may be touched.
    let program: Promise<unknown> = Promise.resolve();
    const settle = (end: () => void) => {
      signal.removeEventListener("abort", stop);
      thread.off("message", onMessage).off("error", onError).off("exit", onExit);
      end();
    };
    const fail = (error: Error) => {
      settle(() => {
        reject(failure instanceof Error ? failure : error);
      });
    };
    const stop = () => {
      void Promise.all([thread.terminate(), program]).finally(() => {
        fail(signal.reason as Error);
      });
    };
    const onError = (error: unknown) => {
      fail(error instanceof Error ? error : new Error(String(error)));
    };
    const onExit = () => {
      if (!signal.aborted) fail(new Error(`${job.stage}: its thread ended without an answer`));
    };
    const onMessage = (message: FromThread) => {
      if (message.kind === "progress") progress(...message.said);
      else if (message.kind === "command")
        program = command(message.request).then(
          (output) => {
            send(thread, { kind: "command_ended", output });
          },
          (error: unknown) => {
            failure = error;
            send(thread, { kind: "command_failed", message: String(error) });
          },
        );
      else if (message.kind === "done")
        settle(() => {
          resolve(message.warnings);
        });
      else if (message.kind === "failed") fail(fromPlainError(message.error));
    };
    thread.on("message", onMessage).once("error", onError).once("exit", onExit);
    signal.addEventListener("abort", stop, { once: true });
    send(thread, { kind: "do", job });
  });
}

async function end(thread: Worker): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    const limit = setTimeout(resolve, CLOSE_MS);
    thread.once("message", () => {
      clearTimeout(limit);
      resolve();
    });
  });
  send(thread, { kind: "close" });
  await closed;
  await thread.terminate();
}

function startThread(worker: URL, ended: WeakSet<Worker>): Worker {
  const thread = new Worker(worker);
  thread.once("exit", () => ended.add(thread));
  return thread;
}

/** Threads where they can be had: null in a run of the sources. */
export function openThreads(): Threads | null {
  if (EXTENSION !== ".js") return null;
  const idle: Worker[] = [];
  const ended = new WeakSet<Worker>();
  return {
    async run(job, lent) {
      lent.signal.throwIfAborted();
      const thread = idle.pop() ?? startThread(WORKER, ended);
      try {
        return await doOn(thread, job, lent);
      } finally {
        if (!ended.has(thread)) idle.push(thread);
      }
    },
    async close() {
      await Promise.all(idle.splice(0).map(end));
    },
  };
}
