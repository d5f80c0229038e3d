import { join, relative, resolve } from "node:path";
import { stages } from "../../stages/index.ts";
import { openStore, type Manifest } from "../artefacts/store.ts";
import { rowOfRun } from "../audit/matrix-summary.ts";
import type { RunResult } from "../pipeline/run-state.ts";
import { runPipeline } from "../pipeline/run.ts";
import { loadPipeline, readWithSettings } from "../pipeline/sources.ts";
import { selectCells } from "../config/matrix.ts";
import { failedChecks, remediesOf } from "../gates/remedies.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import type { CommonOptions, Context } from "./context.ts";
import { EXIT } from "./exit-codes.ts";
import { openLive, type LiveView } from "./live.ts";
import { openNotify, type Outcome } from "./notify.ts";
import { exitCodeOf } from "./report-error.ts";
import type { Labels } from "./labels.ts";
import { thisHost } from "./host.ts";
import { narrate } from "./narrate.ts";
import { overridesOf, type PipelineOptions } from "./pipeline-options.ts";
import { planCommand } from "./plan.ts";
import { runMatrix } from "./run-matrix.ts";
import { selectionOf, type ExecutionOptions, type SelectionOptions } from "./run-options.ts";
import { GATE_STYLE, type Terminal } from "./terminal.ts";

export interface RunCommandOptions
  extends CommonOptions, PipelineOptions, SelectionOptions, ExecutionOptions {
  /** False: run every stage anew. */
  readonly reuse: boolean;
  /** What the run is called in its manifest. */
  readonly label?: Labels;
}

/** What failed, by how much, and what to do. */
function narrateBlock(blocked: SchemaTypes["blocked"], terminal: Terminal): void {
  const { message, gates } = blocked;
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
  for (const { remedy, gates: asking } of remediesOf(failedChecks(blocked)))
    terminal.err(`    ${terminal.style("bold", asking.join(", "))}: ${remedy}`);
}

/** Each waiver that opened a gate, or did not open one that is shut. */
function waiverLines({ waivers }: Manifest): string[] {
  return waivers
    .filter(({ outcome }) => outcome !== "unused")
    .map(({ gate, outcome, approver, expires, why }) =>
      outcome === "used"
        ? `waived ${gate} by ${approver} until ${expires}: ${why}`
        : `waiver of ${gate} by ${approver} opens nothing: ${why}`,
    );
}

function narrateEnd({ manifest, path, status }: RunResult, cwd: string, terminal: Terminal): void {
  const gates = manifest.gates
    .map(({ gate, status: verdict }) => terminal.style(GATE_STYLE[verdict], `${gate} ${verdict}`))
    .join("  ");
  if (gates !== "") terminal.err(`\ngates  ${gates}`);
  for (const line of waiverLines(manifest)) terminal.err(line);
  const folder = relative(cwd, path) || path;
  const report =
    status === "done" || status === "blocked"
      ? join(folder, "80_interpretation", "report.html")
      : join(folder, "manifest.json");
  terminal.err(`${status}; read ${report}`);
}

const CODE: Readonly<Record<Manifest["status"], number>> = {
  done: EXIT.done,
  blocked: EXIT.blocked,
  failed: EXIT.failed,
  interrupted: EXIT.interrupted,
};

/** Who is told what happens: people, a program that reads JSON lines, or nobody beside the one document of `--json`. */
function openListener({ json, logFormat }: RunCommandOptions, terminal: Terminal): LiveView {
  if (logFormat === "json")
    return {
      onEvent: (event) => {
        terminal.err(JSON.stringify(event));
      },
      close: () => undefined,
    };
  if (json) return { onEvent: () => undefined, close: () => undefined };
  const live = openLive(terminal);
  return {
    onEvent: (event) => {
      narrate(event, terminal);
      live.onEvent(event);
    },
    close: live.close,
  };
}

/** `sluice run`: every stage, behind the gates. */
export async function runCommand(
  file: string,
  options: RunCommandOptions,
  context: Context,
): Promise<number> {
  if (options.dryRun) return planCommand(file, options, context);
  const notify = openNotify(options.notify, context);
  const listener = openListener(options, context.terminal);
  try {
    const outcome = await runFile(file, options, context, listener);
    listener.close();
    await notify(outcome);
    return outcome.code;
  } catch (error) {
    listener.close();
    const code = exitCodeOf(error);
    await notify({
      code,
      status: code === EXIT.invalid ? "invalid" : "failed",
      pipeline: null,
      rows: nothing,
    });
    throw error;
  }
}

const nothing = () => Promise.resolve([]);

/** Runs the pipeline, or the cells of its matrix. */
async function runFile(
  file: string,
  options: RunCommandOptions,
  context: Context,
  listener: LiveView,
): Promise<Outcome> {
  const { cwd, signal } = context;
  const shared = {
    reuse: options.reuse,
    now: context.now,
    labels: options.label ?? {},
    selection: selectionOf(options),
    host: thisHost(),
    isPatient: options.wait,
    onEvent: listener.onEvent,
  };
  const overrides = overridesOf(options, cwd);
  const read = await readWithSettings(resolve(cwd, file), overrides);
  if (read.cells.length > 0) return runMatrix(file, read, options, { shared, context, listener });
  selectCells(read.cells, options.cell ?? []);
  const pipeline = await loadPipeline(resolve(cwd, file), { ...overrides, read }, context.now());
  const run = runPipeline(stages, pipeline, { ...shared, jobs: options.jobs, signal });
  // Stopped while it waited for another run: nothing was begun.
  const result = await run.catch((error: unknown) => {
    if (signal.aborted && error instanceof Error && error.name === "AbortError") return null;
    throw error;
  });
  const name = pipeline.sources.config.pipeline;
  if (result === null)
    return { code: EXIT.interrupted, status: "interrupted", pipeline: name, rows: nothing };
  listener.close();
  tellResult(result, options, context);
  const root = join(pipeline.artefacts, name);
  const rows = async () => [
    (await rowOfRun(name, openStore(pipeline.artefacts, name).run(result.runId), root)).row,
  ];
  return { code: CODE[result.status], status: result.status, pipeline: name, rows };
}

function tellResult(result: RunResult, options: RunCommandOptions, { terminal, cwd }: Context): void {
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
  } else if (options.logFormat === "text") {
    if (result.blocked !== null) narrateBlock(result.blocked, terminal);
    if (result.error !== null) terminal.err(`\n${terminal.style("red", result.error.message)}`);
    narrateEnd(result, cwd, terminal);
  }
  if (result.error !== null && options.verbose)
    terminal.err(String((result.error.cause as Error | undefined)?.stack ?? result.error.stack));
}
