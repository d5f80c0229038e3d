import type { Manifest, RunFolder, Store } from "../artefacts/store.ts";
import type { StageError } from "../errors.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import type { StageId } from "../stage.ts";
import type { Crew } from "./crew.ts";
import type { Happening, RunEvent } from "./events.ts";
import type { History, StageRecord } from "./history.ts";
import type { Host } from "./host.ts";
import type { InputReader } from "./inputs.ts";
import type { Provenance } from "./provenance.ts";
import type { Selection, SelectionRequest } from "./selection.ts";
import type { LoadedPipeline } from "./sources.ts";

export type Blocked = SchemaTypes["blocked"];

export interface RunOptions {
  /** Take over stages that an earlier run did with the same inputs, options and code. */
  readonly reuse: boolean;
  /** Stops the run: a stage under way ends whole, a command is stopped; nothing half-written stays. */
  readonly signal: AbortSignal;
  /** The time now; injected so that a run is reproducible but for its metadata. */
  readonly now: () => Date;
  /** What the user calls the run. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Which stages the run is about; all by default. */
  readonly selection?: SelectionRequest;
  /** How many stages may be under way at once; 1 by default. */
  readonly jobs?: number;
  /** What runs that go side by side share; a run alone has one of its own. */
  readonly crew?: Crew;
  /** The process that runs it: needed for the lock on the artefacts and for commands; without it there is neither. */
  readonly host?: Host;
  /** Wait while another run has the artefacts, rather than refuse; true by default. */
  readonly isPatient?: boolean;
  onEvent(event: RunEvent): void;
}

/** How a run ended. */
export interface RunResult {
  readonly runId: string;
  readonly path: string;
  readonly status: Manifest["status"];
  readonly manifest: Manifest;
  readonly blocked: Blocked | null;
  /** What made a stage fail. */
  readonly error: StageError | null;
}

/** Everything the steps of one run share. */
export interface Run {
  readonly pipeline: LoadedPipeline;
  readonly options: RunOptions;
  readonly selection: Selection;
  readonly crew: Crew;
  readonly store: Store;
  readonly folder: RunFolder;
  readonly history: History;
  /** Says what happens. */
  readonly tell: (happening: Happening) => void;
  readonly inputs: InputReader;
  readonly records: Map<StageId, StageRecord>;
  /** Hash of each artefact of this run, by path. */
  readonly contents: Map<string, string>;
  readonly warnings: string[];
  readonly provenance: Promise<Provenance>;
  /** When it began, in milliseconds of the clock that only goes forwards. */
  readonly began: number;
}

/** What a record holds of a stage that was not done. */
export const NOT_REACHED = { key: null, reused_from: null, seconds: 0, reads: {}, writes: [] };

/** Notes how a stage ended, and what it left. */
export function record(run: Run, one: StageRecord): void {
  run.records.set(one.stage, one);
  for (const { path, sha256 } of one.writes) run.contents.set(path, sha256);
}

/** The user stopped the run. */
export class Interrupted extends Error {}
