import { parentPort } from "node:worker_threads";
import { InputError, StageError } from "../errors.ts";
import type { CommandOutput, CommandRequest, Stage } from "../stage.ts";
import { stages } from "../../stages/index.ts";
import { hashOf } from "../artefacts/hash.ts";
import { loadCustomStages } from "./custom.ts";
import { inputReader, type InputReader } from "./inputs.ts";
import { toPlainError, type FromThread, type StageJob, type ToThread } from "./stage-message.ts";
import { doStage, type Lent } from "./stage-work.ts";

/** The run whose stages this thread does: what it has read of it serves all of them. */
let current: { readonly runPath: string; readonly inputs: InputReader } | null = null;

/** Takes the answer to the one command of the stage under way. */
let answer: ((message: ToThread) => void) | null = null;

const post = (message: FromThread) => parentPort?.postMessage(message);

async function inputsOf({ runPath, sources }: StageJob): Promise<InputReader> {
  if (current?.runPath !== runPath) {
    await current?.inputs.close();
    current = { runPath, inputs: inputReader(runPath, sources) };
  }
  return current.inputs;
}

/** The stage of that name: built in, or loaded again, and then still what its key was made of. */
async function stageOf({ stage: id, file, sources, identity }: StageJob): Promise<Stage> {
  const builtIn = stages.find((one) => one.id === id);
  if (builtIn !== undefined) return builtIn;
  const { custom_stages: declared, stages: known } = sources.config;
  const where = (...path: readonly (string | number)[]) => path.join(".");
  const own = await loadCustomStages(file, declared, Object.keys(known), where);
  const stage = own.stages.find((one) => one.id === id);
  if (stage === undefined) throw new RangeError(`there is no stage ${id}`);
  if (hashOf(own.identities[id]) !== hashOf(identity))
    throw new InputError({
      what: "changed while the run was under way",
      where: id,
      fix: "run again once its file is no longer written to",
    });
  return stage;
}

function command(request: CommandRequest): Promise<CommandOutput> {
  return new Promise((resolve, reject) => {
    answer = (message) => {
      answer = null;
      if (message.kind === "command_ended") resolve(message.output);
      else reject(new StageError({ what: "its command failed", where: "command", fix: "read its log" }));
    };
    post({ kind: "command", request });
  });
}

/** Shortest time between two reports of the same, in milliseconds: each is a message to another thread. */
const EVERY_MS = 50;

/** Passes reports on, but not more often than anyone can follow; a new part of the work and its end always. */
function nowAndThen(progress: Lent["progress"]): Lent["progress"] {
  let last = { message: "", at: -Infinity };
  return (message, amount) => {
    const at = performance.now();
    const isEnd = amount !== undefined && amount.done === amount.total;
    if (message === last.message && at - last.at < EVERY_MS && !isEnd) return;
    last = { message, at };
    progress(message, amount);
  };
}

async function work(job: StageJob): Promise<void> {
  const stage = await stageOf(job);
  const inputs = await inputsOf(job);
  const warnings = await doStage(stage, job.sources.config, inputs, job.folder, {
    // Who stops the run ends the thread.
    signal: new AbortController().signal,
    progress: nowAndThen((...said) => {
      post({ kind: "progress", said });
    }),
    command,
  });
  post({ kind: "done", warnings });
}

parentPort?.on("message", (message: ToThread) => {
  if (message.kind === "do")
    void work(message.job).catch((error: unknown) => {
      post({ kind: "failed", error: toPlainError(error) });
    });
  else if (message.kind === "close")
    void (current?.inputs.close() ?? Promise.resolve()).finally(() => {
      post({ kind: "closed" });
    });
  else answer?.(message);
});
