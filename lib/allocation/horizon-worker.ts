import { parentPort, workerData } from "node:worker_threads";
import { InputError } from "../errors.ts";
import { loadNlopt } from "../nlopt/load.ts";
import { readCurves } from "./curves.ts";
import { answerOf, type HorizonJob, type HorizonMessage } from "./horizon-message.ts";
import { solveMultiPeriod } from "./solve.ts";

/** A thread that plans one horizon, says how it comes on, and answers with the plans. */
async function work({ name, request, records }: HorizonJob): Promise<void> {
  const post = (message: HorizonMessage) => parentPort?.postMessage(message);
  const nlopt = request.multiPeriod.method === "slsqp" ? await loadNlopt() : null;
  const plans = solveMultiPeriod(name, request, readCurves(records, request.channels), nlopt, (progress) => {
    post({ kind: "progress", progress });
    return "go on";
  });
  post({ kind: "done", answer: answerOf(plans) });
}

await work(workerData as HorizonJob).catch((error: unknown) => {
  if (!(error instanceof InputError)) throw error;
  parentPort?.postMessage({ kind: "refused", problems: error.problems } satisfies HorizonMessage);
});
