import { openEventLog, type EventLog } from "../artefacts/event-log.ts";
import type { RunFolder } from "../artefacts/store.ts";
import { eventOf, type Happening, type RunEvent } from "./events.ts";
import type { RunOptions } from "./run-state.ts";
import type { LoadedPipeline } from "./sources.ts";

/** Tells what happens: whoever listens, and once there is a run, its event log. */
export interface Teller {
  readonly tell: (happening: Happening) => void;
  /** From now on events are of this run, and are kept. */
  readonly follow: (folder: RunFolder) => void;
  readonly close: () => void;
}

/** What only those who watch are told: a program's lines are kept in a log of their own. */
const NOT_KEPT: readonly Happening["kind"][] = ["output"];

export function openTeller({ sources, cell }: LoadedPipeline, options: RunOptions): Teller {
  let folder: RunFolder | null = null;
  let log: EventLog | null = null;
  const toEvent = (happening: Happening): RunEvent =>
    eventOf(happening, {
      time: options.now().toISOString(),
      pipeline: sources.config.pipeline,
      cell: cell === null ? null : { ...cell.axes },
      run_id: folder?.runId ?? null,
    });
  return {
    tell(happening) {
      const event = toEvent(happening);
      if (!NOT_KEPT.includes(event.kind)) log?.append(JSON.stringify(event));
      options.onEvent(event);
    },
    follow(run) {
      folder = run;
      log = openEventLog(run.eventsFile);
    },
    close() {
      log?.close();
      log = null;
    },
  };
}
