import type { Holder } from "../artefacts/lock.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import type { StageId } from "../stage.ts";

/** What a run tells while it goes. */
export type RunEvent =
  /** Another run has the artefacts. */
  | { readonly kind: "waiting"; readonly holder: Holder }
  /** What a run that was killed had left unfinished is gone. */
  | { readonly kind: "abandoned_removed"; readonly runId: string }
  | {
      readonly kind: "run_started";
      readonly runId: string;
      readonly pipeline: string;
      readonly stages: readonly StageId[];
    }
  | { readonly kind: "stage_started"; readonly stage: StageId; readonly title: string }
  | { readonly kind: "stage_done"; readonly stage: StageId; readonly seconds: number; readonly files: number }
  | { readonly kind: "stage_reused"; readonly stage: StageId; readonly from: string }
  /** A stage runs, and its program need not: what it left is taken over. */
  | { readonly kind: "command_reused"; readonly stage: StageId; readonly from: string }
  /** How far the work of a stage has come, in a few words. */
  | { readonly kind: "progress"; readonly stage: StageId; readonly message: string }
  /** A line that a program printed, secrets taken out. */
  | { readonly kind: "output"; readonly stage: StageId; readonly line: string }
  | { readonly kind: "stage_blocked"; readonly stage: StageId; readonly blocked: SchemaTypes["blocked"] }
  | { readonly kind: "stage_failed"; readonly stage: StageId; readonly message: string }
  | { readonly kind: "stage_skipped"; readonly stage: StageId; readonly because: string }
  | { readonly kind: "warning"; readonly stage: StageId; readonly message: string };
