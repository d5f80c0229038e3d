// Feeds inputs one after another in a thread that can be ended when one of them does not.
import { rmSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { diceOf } from "./dice.mjs";
import { newProject } from "./project.mjs";
import { faultOf, guardPrototypes } from "./verdict.mjs";

const { seed, first, last, only, limit, progress, module } = workerData;
const { TARGETS, targetOf } = await import(module);
// Only now: what the targets load may add to what is built in.
const changedPrototype = guardPrototypes();
const current = new Int32Array(progress);

const folder = newProject();
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const fail = (index, target, fault) => parentPort.postMessage({ kind: "fault", index, target, fault });
process.on("unhandledRejection", (error) =>
  fail(Atomics.load(current, 0), "?", `left a rejection behind: ${String(error?.stack ?? error)}`),
);

for (let index = first; index < last; index++) {
  const name = targetOf(index, only);
  const { make, feed } = TARGETS[name];
  Atomics.store(current, 0, index);
  const bytes = make(diceOf(seed, index));
  const started = performance.now();
  let outcome = "taken";
  let fault = null;
  try {
    await feed(bytes, folder);
  } catch (error) {
    outcome = "refused";
    fault = faultOf(error, folder);
  }
  const milliseconds = performance.now() - started;
  fault =
    changedPrototype() ?? fault ?? (milliseconds > limit ? `took ${Math.round(milliseconds)} ms` : null);
  if (fault !== null) fail(index, name, fault);
  parentPort.postMessage({ kind: "done", index, target: name, outcome, milliseconds, bytes: bytes.length });
}
