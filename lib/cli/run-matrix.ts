import { join, relative, resolve } from "node:path";
import { stages } from "../../stages/index.ts";
import { rowOfRun, rowWithoutRun, writeMatrixSummary, type SummarisedCell } from "../audit/matrix-summary.ts";
import { openStore } from "../artefacts/store.ts";
import { selectCells, type Cell } from "../config/matrix.ts";
import type { PipelineFile } from "../config/pipeline-file.ts";
import { runCells, type CellEnding } from "../pipeline/cells.ts";
import type { RunOptions } from "../pipeline/run-state.ts";
import { loadPipeline } from "../pipeline/sources.ts";
import type { Context } from "./context.ts";
import { EXIT } from "./exit-codes.ts";
import { matrixTable } from "./matrix-table.ts";
import type { LiveView } from "./live.ts";
import type { Outcome } from "./notify.ts";
import { overridesOf } from "./pipeline-options.ts";
import type { RunCommandOptions } from "./run.ts";

/** From the mildest to the worst: the exit code of a matrix is that of its worst cell. */
const SEVERITY = ["done", "blocked", "invalid", "failed", "interrupted"] as const;

const CODE = {
  done: EXIT.done,
  blocked: EXIT.blocked,
  invalid: EXIT.invalid,
  failed: EXIT.failed,
  interrupted: EXIT.interrupted,
} as const satisfies Record<CellEnding["status"], number>;

/** How the worst cell ended. */
export function worstStatus(endings: readonly Pick<CellEnding, "status">[]): CellEnding["status"] {
  return SEVERITY.findLast((status) => endings.some((one) => one.status === status)) ?? "done";
}

async function summarise(
  { cell, status, result, problems, seconds }: CellEnding,
  root: string,
): Promise<SummarisedCell> {
  const [first] = problems;
  if (result === null)
    return rowWithoutRun(cell.name, status, {
      seconds,
      message: first === undefined ? null : `${first.where}: ${first.what}`,
    });
  const [artefacts, pipeline] = [join(root, ".."), result.manifest.pipeline];
  return rowOfRun(cell.name, openStore(artefacts, pipeline, cell.name).run(result.runId), root, seconds);
}

/** Runs the chosen cells of a pipeline's matrix, and says of all of them together what came of it. */
export async function runMatrix(
  file: string,
  read: PipelineFile,
  options: RunCommandOptions,
  {
    shared,
    context,
    listener,
  }: {
    readonly shared: Omit<RunOptions, "signal" | "jobs" | "crew">;
    readonly context: Context;
    readonly listener: LiveView;
  },
): Promise<Outcome> {
  const { terminal, cwd, signal, now } = context;
  const chosen = selectCells(read.cells, options.cell ?? []);
  const isTold = !options.json && options.logFormat === "text";
  if (isTold) terminal.err(`${chosen.length} of ${read.cells.length} cells, up to ${options.jobs} at once`);
  const seen: { root: string | null; pipeline: string } = { root: null, pipeline: "" };
  const load = async (cell: Cell) => {
    const pipeline = await loadPipeline(
      resolve(cwd, file),
      { ...overridesOf(options, cwd), read, cell },
      now(),
    );
    seen.pipeline = pipeline.sources.config.pipeline;
    seen.root = join(pipeline.artefacts, seen.pipeline);
    return pipeline;
  };
  const endings = await runCells(stages, chosen, {
    jobs: options.jobs,
    signal,
    load,
    optionsOf: () => shared,
    onEnd: ({ cell, status, problems }) => {
      if (!isTold || status === "done") return;
      terminal.err(`${terminal.style("red", status)} ${terminal.style("bold", cell.name)}`);
      for (const { what, where, fix } of problems) {
        terminal.err(`  ${where}: ${what}`);
        terminal.err(`  ${terminal.style("cyan", "fix:")} ${fix}`);
      }
    },
  });
  listener.close();
  const cells: SummarisedCell[] = [];
  for (const ending of endings) cells.push(await summarise(ending, seen.root ?? ""));
  const folder = seen.root === null ? null : await writeMatrixSummary(seen.root, seen.pipeline, cells, now());
  const status = worstStatus(endings);
  const rows = cells.map(({ row }) => row);
  if (options.json) {
    terminal.out(JSON.stringify({ status, path: folder, cells: rows }, null, 2));
  } else if (isTold) {
    terminal.err("");
    for (const line of matrixTable(rows)) terminal.err(line);
    const counts = SEVERITY.map(
      (one) => [one, endings.filter((ending) => ending.status === one).length] as const,
    );
    const words = counts.flatMap(([one, count]) => (count === 0 ? [] : [`${count} ${one}`])).join(", ");
    const place = folder === null ? "" : `; read ${join(relative(cwd, folder), "summary.md")}`;
    terminal.err(`\n${words}${place}`);
  }
  return {
    code: CODE[status],
    status,
    pipeline: seen.pipeline === "" ? null : seen.pipeline,
    rows: () => Promise.resolve(rows),
  };
}
