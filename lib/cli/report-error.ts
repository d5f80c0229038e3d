import { PlanError, InputError, SluiceError, StageError } from "../errors.ts";
import type { CommonOptions } from "./context.ts";
import { EXIT } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

/** How a command ends on an error. */
export function exitCodeOf(error: unknown): number {
  return error instanceof InputError || error instanceof PlanError ? EXIT.invalid : EXIT.failed;
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\ncaused by: ${stackOf(error.cause)}`;
}

/** Prints what went wrong, where, and how to mend it; returns the exit code. */
export function reportError(error: unknown, { json, verbose }: CommonOptions, terminal: Terminal): number {
  const code = exitCodeOf(error);
  const problems =
    error instanceof SluiceError
      ? error.problems
      : [
          {
            what: error instanceof Error ? error.message : String(error),
            where: "sluice",
            fix: "this is a fault of Sluice: run with --verbose and report it with the trace",
          },
        ];
  if (json) {
    const status = error instanceof StageError || code === EXIT.failed ? "failed" : "invalid";
    terminal.out(JSON.stringify({ status, problems }, null, 2));
  } else {
    for (const { what, where, fix } of problems) {
      terminal.err(`${terminal.style("red", "error")} ${terminal.style("bold", where)}: ${what}`);
      terminal.err(`  ${terminal.style("cyan", "fix:")} ${fix}`);
    }
    if (problems.length > 1) terminal.err(`${problems.length} problems`);
  }
  if (verbose) terminal.err(stackOf(error));
  return code;
}
