import { closeSync, existsSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";

/** The event log of a run: JSON lines, each appended whole as it happens. */
export interface EventLog {
  /** Null once a line could not be written: the run goes on without. */
  readonly failure: () => string | null;
  append(line: string): void;
  close(): void;
}

/**
 * Opens the log of a run, empty.
 *
 * Lines are written at once and by one call each, so that whoever follows the file, or finds it after the process was
 * killed, reads whole lines. It is no artefact: no manifest names it, and a run does not fail for want of it.
 */
export function openEventLog(file: string): EventLog {
  const state: { descriptor: number | null; failure: string | null } = { descriptor: null, failure: null };
  const attempt = (work: () => void) => {
    if (state.failure !== null) return;
    try {
      work();
    } catch (error) {
      state.failure = error instanceof Error ? error.message : String(error);
    }
  };
  attempt(() => {
    mkdirSync(dirname(file), { recursive: true });
    state.descriptor = openSync(file, "w");
  });
  return {
    failure: () => state.failure,
    append(line) {
      attempt(() => {
        if (state.descriptor !== null) writeSync(state.descriptor, `${line}\n`);
      });
    },
    close() {
      if (state.descriptor !== null) closeSync(state.descriptor);
      state.descriptor = null;
    },
  };
}

/** Removes the log of a run; one that is not there is gone already. */
export function removeEventLog(file: string): void {
  rmSync(file, { force: true });
}

const SUFFIX = ".jsonl";

/** Name of a run's log. */
export const eventLogName = (runId: string) => `${runId}${SUFFIX}`;

/** Removes the logs of runs that are no longer there. */
export function sweepEventLogs(folder: string, runIds: readonly string[]): void {
  const kept = new Set(runIds.map(eventLogName));
  for (const name of existsSync(folder) ? readdirSync(folder) : [])
    if (name.endsWith(SUFFIX) && !kept.has(name)) removeEventLog(join(folder, name));
}
