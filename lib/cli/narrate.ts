import { stripVTControlCharacters } from "node:util";
import { cellName } from "../config/matrix.ts";
import type { RunEvent } from "../pipeline/events.ts";
import type { Terminal } from "./terminal.ts";

const STAGE_WIDTH = 22;

/** A line of another program without what would move the cursor, clear the screen or rename the window. */
function printable(line: string): string {
  return stripVTControlCharacters(line).replaceAll(/\p{Cc}/gu, (control) =>
    control === "\t" ? control : "",
  );
}

/** Tells people how a run goes, one line per stage. */
export function narrate(event: RunEvent, terminal: Terminal): void {
  const cell = event.cell === null ? "" : `${cellName(event.cell)} `;
  const line = (mark: string, stage: string, rest: string) => {
    terminal.err(`${mark} ${cell}${stage.padEnd(STAGE_WIDTH)} ${rest}`);
  };
  switch (event.kind) {
    case "waiting": {
      const { host, pid, since, holder_run } = event;
      const run = holder_run === null ? "" : `, run ${holder_run}`;
      terminal.err(`${cell}waiting: process ${pid} on ${host} has these artefacts since ${since}${run}`);
      break;
    }
    case "abandoned_removed":
      terminal.err(
        `${cell}run ${event.abandoned_run} was killed: what it had finished is taken over, the rest is removed`,
      );
      break;
    case "run_started":
      terminal.err(`${terminal.style("bold", event.pipeline)} ${cell}run ${event.run_id ?? ""}`);
      break;
    case "stage_done":
      line(terminal.style("green", "✓"), event.stage, `${event.seconds.toFixed(2)} s, ${event.files} files`);
      break;
    case "stage_reused":
      line(terminal.style("green", "="), event.stage, `unchanged, reused from ${event.from}`);
      break;
    case "command_reused":
      line(
        terminal.style("green", "="),
        event.stage,
        `its command: unchanged, taken over from ${event.from}`,
      );
      break;
    case "output":
      terminal.err(`  ${terminal.style("dim", `${cell}│`)} ${printable(event.line)}`);
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
    case "stage_started":
    case "progress":
      // Shown while it lasts, below.
      break;
    case "stage_planned":
    case "gate_judged":
    case "run_finished":
      // The plan shows as it is carried out; verdicts and the end are told together.
      break;
  }
}
