import type { Problem } from "../errors.ts";
import type { Progress } from "../optimise/progress.ts";
import type { AllocationProblem } from "../optimise/problem.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import type { AllocationRequest } from "./request.ts";
import type { HorizonPlans, Plan } from "./solve.ts";

/** A horizon to plan, as data that a thread can be given. */
export interface HorizonJob {
  readonly name: string;
  readonly request: AllocationRequest;
  readonly records: SchemaTypes["curves"]["channels"];
}

/** A plan without its problem, whose curves are functions: no thread can send them. */
type PlanData = Omit<Plan, "problem">;
type Answer = { readonly [K in keyof HorizonPlans]: PlanData | Extract<HorizonPlans[K], null> };

/** What the thread says. */
export type HorizonMessage =
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "done"; readonly answer: Answer }
  /** What the user asked for cannot be done; an error of another kind ends the thread. */
  | { readonly kind: "refused"; readonly problems: readonly Problem[] };

function strip(plan: Plan): PlanData {
  const { name, allocation, certificate, iterations, method, methodReason, boundOf } = plan;
  return { name, allocation, certificate, iterations, method, methodReason, boundOf };
}

/** The plans as data. */
export function answerOf({ recommended, optimum, sequential }: HorizonPlans): Answer {
  return {
    recommended: strip(recommended),
    optimum: optimum && strip(optimum),
    sequential: sequential && strip(sequential),
  };
}

/** The plans again, of the problem that they are of; a plan that stands in two places is one again. */
export function plansOf(
  { recommended, optimum, sequential }: Answer,
  problem: AllocationProblem,
): HorizonPlans {
  const whole = (data: PlanData): Plan => ({ ...data, problem });
  const best = optimum && whole(optimum);
  const stepwise = sequential && whole(sequential);
  const [same] = [best, stepwise].filter((plan) => plan?.method === recommended.method);
  return { recommended: same ?? whole(recommended), optimum: best, sequential: stepwise };
}
