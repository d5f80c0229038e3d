// Times of whole processes and of runs within this one; each kind as a list of seconds.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { thisHost } from "../../dist/lib/cli/host.js";
import { loadPipeline } from "../../dist/lib/pipeline/sources.js";
import { runPipeline } from "../../dist/lib/pipeline/run.js";

const BIN = new URL("../../bin/sluice.js", import.meta.url).pathname;

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Bash's own clock of what it waits for: seconds by the wall, of the processor in the program and in the system. */
const TIMED = 'TIMEFORMAT="times %3R %3U %3S"; time "$@"';

/** Times of a program from its start to its end, so often. */
export function timesOf(times, program, args, cwd) {
  return Array.from({ length: times }, () => {
    const { status, stderr, error } = spawnSync("bash", ["-c", TIMED, "bash", program, ...args], {
      cwd,
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${error ?? stderr}`);
    const [wall, user, system] = /^times (\S+) (\S+) (\S+)$/m.exec(stderr).slice(1).map(Number);
    return { wall, cpu: user + system };
  });
}

export const sluice = (times, args, cwd) => timesOf(times, process.execPath, [BIN, ...args], cwd);

/** One run in this process: no start of Node in it. Seconds, and how many stages were done. */
export async function runHere(folder, stages, options = {}) {
  const pipeline = await loadPipeline(join(folder, "pipeline.yaml"), {}, new Date());
  const started = performance.now();
  const { status, manifest } = await runPipeline(stages, pipeline, {
    reuse: true,
    signal: new globalThis.AbortController().signal,
    now: () => new Date(),
    onEvent: () => undefined,
    host: thisHost(),
    ...options,
  });
  if (status !== "done")
    throw new Error(`${status}: ${JSON.stringify(manifest.stages.find((one) => one.status === "failed"))}`);
  return {
    seconds: (performance.now() - started) / 1000,
    done: manifest.stages.filter((one) => one.status === "done").length,
  };
}
