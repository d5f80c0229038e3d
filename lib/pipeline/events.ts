import type { SchemaTypes } from "../schema/generated.ts";
import type { StageId } from "../stage.ts";

/** What a run tells while it goes. */
export type RunEvent =
  | {
      readonly kind: "run_started";
      readonly runId: string;
      readonly pipeline: string;
      readonly stages: readonly StageId[];
    }
  | { readonly kind: "stage_started"; readonly stage: StageId; readonly title: string }
  | { readonly kind: "stage_done"; readonly stage: StageId; readonly seconds: number; readonly files: number }
  | { readonly kind: "stage_reused"; readonly stage: StageId; readonly from: string }
  | { readonly kind: "stage_blocked"; readonly stage: StageId; readonly blocked: SchemaTypes["blocked"] }
  | { readonly kind: "stage_failed"; readonly stage: StageId; readonly message: string }
  | { readonly kind: "stage_skipped"; readonly stage: StageId; readonly because: string }
  | { readonly kind: "warning"; readonly stage: StageId; readonly message: string };
