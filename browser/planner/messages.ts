import type { Answer } from "../../lib/planner/answer.ts";
import type { PlannerData } from "../../lib/planner/model.ts";
import type { Settings } from "../../lib/planner/settings.ts";

/** What the page says to the worker: first the run, then questions. */
export type Question =
  | { readonly kind: "run"; readonly data: PlannerData }
  | { readonly kind: "ask"; readonly id: number; readonly settings: Settings };

/** What the worker says: the answer, or what went wrong. */
export interface Reply {
  readonly id: number;
  readonly answer: Answer;
  /** Milliseconds that the solver and the checker took. */
  readonly milliseconds: number;
}
