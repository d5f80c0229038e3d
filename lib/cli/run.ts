import { join, relative, resolve } from "node:path";
import { stages } from "../../stages/index.ts";
import type { Manifest } from "../artefacts/store.ts";
import type { RunEvent } from "../pipeline/events.ts";
import { runPipeline, type RunResult } from "../pipeline/run.ts";
import { loadPipeline } from "../pipeline/sources.ts";
import { remediesOf } from "../gates/remedies.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import type { CommonOptions, Context } from "./context.ts";
import { EXIT } from "./exit-codes.ts";
import { overridesOf, type PipelineOptions } from "./pipeline-options.ts";
import type { Terminal } from "./terminal.ts";

export interface RunCommandOptions extends CommonOptions, PipelineOptions {
  /** False: run every stage anew. */
  readonly reuse: boolean;
}

const STAGE_WIDTH = 22;

/** Tells people how a run goes, one line per stage. */
function narrate(event: RunEvent, terminal: Terminal): void {
  const line = (mark: string, stage: string, rest: string) => {
    terminal.err(`${mark} ${stage.padEnd(STAGE_WIDTH)} ${rest}`);
  };
  switch (event.kind) {
    case "run_started":
      terminal.err(`${terminal.style("bold", event.pipeline)} run ${event.runId}`);
      break;
    case "stage_started":
      terminal.status(`… ${event.stage.padEnd(STAGE_WIDTH)} ${event.title}`);
      break;
    case "stage_done":
      line(terminal.style("green", "✓"), event.stage, `${event.seconds.toFixed(2)} s, ${event.files} files`);
      break;
    case "stage_reused":
      line(terminal.style("green", "="), event.stage, `unchanged, reused from ${event.from}`);
      break;
    case "stage_blocked":
      line(terminal.style("red", "✗"), event.stage, "blocked by its gates");
      break;
    case "stage_failed":
      line(terminal.style("red", "✗"), event.stage, "failed");
      break;
    case "stage_skipped":
      line(terminal.style("dim", "–"), event.stage, `skipped: ${event.because}`);
      break;
    case "warning":
      line(terminal.style("yellow", "!"), event.stage, event.message);
      break;
  }
}

/** What failed, by how much, and what to do. */
function narrateBlock({ message, gates }: SchemaTypes["blocked"], terminal: Terminal): void {
  terminal.err("");
  terminal.err(terminal.style("red", message));
  for (const { gate, question, checks } of gates) {
    terminal.err(`  ${terminal.style("bold", gate)} ${question}`);
    for (const { metric, value, threshold, message: detail } of checks) {
      terminal.err(
        `    ${metric}: ${value === null ? "no value" : typeof value === "number" ? Number(value.toPrecision(4)) : value} (rule: ${threshold}); ${detail}`,
      );
    }
  }
  terminal.err(`  ${terminal.style("cyan", "to do")}`);
  const failing = gates.flatMap(({ gate, checks }) => checks.map((check) => ({ gate, ...check })));
  for (const { remedy, gates: asking } of remediesOf(failing))
    terminal.err(`    ${terminal.style("bold", asking.join(", "))}: ${remedy}`);
}

const GATE_STYLE = { pass: "green", warn: "yellow", fail: "red" } as const;

function narrateEnd({ manifest, path, status }: RunResult, cwd: string, terminal: Terminal): void {
  const gates = manifest.gates
    .map(({ gate, status: verdict }) => terminal.style(GATE_STYLE[verdict], `${gate} ${verdict}`))
    .join("  ");
  if (gates !== "") terminal.err(`\ngates  ${gates}`);
  const folder = relative(cwd, path) || path;
  const report =
    status === "done" || status === "blocked"
      ? join(folder, "80_interpretation", "report.md")
      : join(folder, "manifest.json");
  terminal.err(`${status}; read ${report}`);
}

const CODE: Readonly<Record<Manifest["status"], number>> = {
  done: EXIT.done,
  blocked: EXIT.blocked,
  failed: EXIT.failed,
  interrupted: EXIT.interrupted,
};

/** `sluice run`: every stage, behind the gates. */
export async function runCommand(
  file: string,
  options: RunCommandOptions,
  context: Context,
): Promise<number> {
  const { terminal, cwd, signal } = context;
  const pipeline = await loadPipeline(resolve(cwd, file), overridesOf(options, cwd), context.now());
  const result = await runPipeline(stages, pipeline, {
    reuse: options.reuse,
    signal,
    now: context.now,
    onEvent: (event) => {
      if (!options.json) narrate(event, terminal);
    },
  });
  if (options.json) {
    const { run_id, status, adequacy, gates, warnings } = result.manifest;
    const error = result.error === null ? null : result.error.message;
    terminal.out(
      JSON.stringify(
        { status, run_id, path: result.path, adequacy, gates, warnings, blocked: result.blocked, error },
        null,
        2,
      ),
    );
  } else {
    if (result.blocked !== null) narrateBlock(result.blocked, terminal);
    if (result.error !== null) terminal.err(`\n${terminal.style("red", result.error.message)}`);
    narrateEnd(result, cwd, terminal);
  }
  if (result.error !== null && options.verbose)
    terminal.err(String((result.error.cause as Error | undefined)?.stack ?? result.error.stack));
  return CODE[result.status];
}
