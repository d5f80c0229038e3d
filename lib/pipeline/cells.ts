import type { Cell } from "../config/matrix.ts";
import { InputError, PlanError, SluiceError, type Problem } from "../errors.ts";
import type { Stage } from "../stage.ts";
import { openCrew } from "./crew.ts";
import type { RunOptions, RunResult } from "./run-state.ts";
import { runPipeline } from "./run.ts";
import type { LoadedPipeline } from "./sources.ts";

/** How a cell of a matrix ended. */
export interface CellEnding {
  readonly cell: Cell;
  /** As its run ended; invalid where its inputs allowed none, interrupted also where it was not begun. */
  readonly status: RunResult["status"] | "invalid";
  /** Null where there was no run. */
  readonly result: RunResult | null;
  /** Why there was none, or why it failed. */
  readonly problems: readonly Problem[];
  /** Null where it was not begun. */
  readonly seconds: number | null;
}

/** How the cells of a matrix are run. */
export interface CellsOptions {
  /** How many stages of all cells together may be under way at once, and how many cells. */
  readonly jobs: number;
  readonly signal: AbortSignal;
  /** Reads what a cell starts from, when its turn comes. */
  readonly load: (cell: Cell) => Promise<LoadedPipeline>;
  readonly optionsOf: (cell: Cell) => Omit<RunOptions, "jobs" | "crew" | "signal">;
  readonly onEnd: (ending: CellEnding) => void;
}

const notBegun = (cell: Cell): CellEnding => ({
  cell,
  status: "interrupted",
  result: null,
  problems: [],
  seconds: null,
});

/** What is wrong with a cell alone: whatever it is, the others go on. */
function refused(cell: Cell, error: unknown, isStopped: boolean, seconds: number): CellEnding {
  if (isStopped && error instanceof Error && error.name === "AbortError")
    return { ...notBegun(cell), seconds };
  const isInvalid = error instanceof InputError || error instanceof PlanError;
  const what = error instanceof Error ? error.message : String(error);
  const fix =
    "this is likely a fault of Sluice: run this cell alone with --verbose and report it with the trace";
  const problems = error instanceof SluiceError ? error.problems : [{ what, where: cell.name, fix }];
  return { cell, status: isInvalid ? "invalid" : "failed", result: null, problems, seconds };
}

/**
 * Runs cells of a matrix side by side; what ends one stops none of the others. What two of them would compute alike is computed
 * once and taken over by the other.
 *
 * @returns How each ended, in the order of the cells.
 */
export async function runCells(
  stages: readonly Stage[],
  cells: readonly Cell[],
  { jobs, signal, load, optionsOf, onEnd }: CellsOptions,
): Promise<CellEnding[]> {
  const crew = openCrew(jobs);
  const runOne = async (cell: Cell): Promise<CellEnding> => {
    if (signal.aborted) return notBegun(cell);
    const began = performance.now();
    const seconds = () => (performance.now() - began) / 1000;
    try {
      const pipeline = await load(cell);
      const result = await runPipeline(stages, pipeline, { ...optionsOf(cell), jobs, crew, signal });
      const problems = result.error?.problems ?? [];
      return { cell, status: result.status, result, problems, seconds: seconds() };
    } catch (error) {
      return refused(cell, error, signal.aborted, seconds());
    }
  };
  const endings: CellEnding[] = [];
  const waiting = cells.entries();
  const work = async () => {
    for (const [i, cell] of waiting) {
      const ending = await runOne(cell);
      endings[i] = ending;
      onEnd(ending);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(jobs, cells.length) }, work));
  } finally {
    await crew.close();
  }
  return endings;
}
