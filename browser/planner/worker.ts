import { answer, type Answer } from "../../lib/planner/answer.ts";
import { plannerModel, type PlannerModel } from "../../lib/planner/model.ts";
import type { Settings } from "../../lib/planner/settings.ts";
import type { Question, Reply } from "./messages.ts";

let model: PlannerModel | null = null;

/** A fault is an answer too: the page must not wait for ever. */
function answerOrFault(settings: Settings): Answer {
  try {
    if (model !== null) return answer(model, settings);
    throw new Error("no run was given");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: "refused", reason, conflict: [], nearestBudget: null };
  }
}

addEventListener("message", ({ data }: MessageEvent<Question>) => {
  if (data.kind === "run") {
    model = plannerModel(data.data);
    return;
  }
  const started = performance.now();
  const own = answerOrFault(data.settings);
  const reply: Reply = { id: data.id, answer: own, milliseconds: performance.now() - started };
  postMessage(reply);
});
