import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { InputError } from "../errors.ts";
import type { Progress } from "../optimise/progress.ts";
import type { Nlopt } from "../optimise/slsqp/nlopt.ts";
import { readCurves } from "./curves.ts";
import { plansOf, type HorizonJob, type HorizonMessage } from "./horizon-message.ts";
import { multiPeriodProblem } from "./problems.ts";
import { solveMultiPeriod, type HorizonPlans } from "./solve.ts";

/** What a solve is told, and whom it tells. */
export interface HorizonOptions {
  /** Stops the solve: it then throws the signal's reason. */
  readonly signal: AbortSignal;
  onProgress(progress: Progress): void;
  /** Gives SLSQP; asked only where the request names it and no thread is started. */
  loadNlopt(): Promise<Nlopt>;
  /** Periods × channels from which a thread is worth its start; Infinity: never. */
  readonly cellsForThread: number;
  /** What the thread runs. */
  readonly worker: URL;
}

/** A thread takes some 100 ms to start: so long the interior point takes for about as many cells. */
const CELLS_FOR_THREAD = 5_000;
/** Sources (in tests) are TypeScript, which a thread of Node 20 cannot load: only the build starts threads. */
const EXTENSION = extname(import.meta.url);

export const HORIZON_DEFAULTS = {
  cellsForThread: EXTENSION === ".js" ? CELLS_FOR_THREAD : Infinity,
  worker: new URL(`./horizon-worker${EXTENSION}`, import.meta.url),
};

/**
 * The plans over the horizon, those of large problems by a thread of their own, so that whoever waits can be told how it comes on
 * and can stop it. The same plans either way.
 *
 * @throws What the solve throws; the signal's reason when it is stopped.
 */
export async function solveHorizon(job: HorizonJob, options: HorizonOptions): Promise<HorizonPlans> {
  const { name, request, records } = job;
  const { signal, cellsForThread } = options;
  signal.throwIfAborted();
  const curves = readCurves(records, request.channels);
  const isSlsqp = request.multiPeriod.method === "slsqp";
  const cells = request.channels.length * request.multiPeriod.periods;
  if (!isSlsqp && cells < cellsForThread) return solveMultiPeriod(name, request, curves);
  if (cellsForThread === Infinity)
    return solveMultiPeriod(name, request, curves, isSlsqp ? await options.loadNlopt() : null);
  return plansOf(await answerOfThread(job, options), multiPeriodProblem(request, curves));
}

type Answer = Extract<HorizonMessage, { readonly kind: "done" }>["answer"];

function answerOfThread(job: HorizonJob, options: HorizonOptions): Promise<Answer> {
  const { signal, worker } = options;
  return new Promise((resolve, reject) => {
    const thread = new Worker(worker, { workerData: job });
    const stop = () => {
      reject(signal.reason as Error);
      void thread.terminate();
    };
    signal.addEventListener("abort", stop, { once: true });
    thread.on("message", (message: HorizonMessage) => {
      if (message.kind === "progress") options.onProgress(message.progress);
      else if (message.kind === "done") resolve(message.answer);
      else reject(new InputError(message.problems));
    });
    thread.once("error", reject);
    thread.once("exit", () => {
      signal.removeEventListener("abort", stop);
      reject(new Error(`${job.name}: the thread ended without an answer`));
    });
  });
}
