import { certify } from "../optimise/certificate.ts";
import { solveRisk } from "../risk/solve.ts";
import { InputError } from "../errors.ts";
import { short } from "../words.ts";
import type { ChannelCurve } from "./curves.ts";
import { drawnProblem, type DrawnCurves } from "./drawn.ts";
import { objectiveName, objectiveOf, type ObjectiveOption } from "./objective.ts";
import { singlePeriodProblem } from "./problems.ts";
import type { AllocationRequest } from "./request.ts";
import type { Scenario } from "./scenarios.ts";
import { solveSingle, type Plan } from "./solve.ts";

/** The recommended plan of one period, and the same as a scenario. */
export interface Recommended {
  readonly plan: Plan;
  readonly scenario: Scenario;
}

/**
 * The plan of one period by the objective asked for.
 *
 * Its certificate is of the curves of the posterior means, as that of every other plan: for an objective over draws the gap there is what
 * the plan gives up of their optimum. The proof of the objective itself is in the scenario.
 *
 * @param drawn - The draws' curves; null where some are not concave.
 * @throws InputError when an objective over draws cannot be had, or a chance constraint cannot be met.
 */
export function recommend(
  request: AllocationRequest,
  curves: readonly ChannelCurve[],
  drawn: DrawnCurves | null,
  option: ObjectiveOption,
): Recommended {
  const objective = objectiveOf(option, request);
  const name = objectiveName(option);
  const optimum = solveSingle("single period", request, curves, request.total);
  const head = { name: "recommended", objective: name, request };
  if (objective === null) {
    const { allocation, certificate } = optimum;
    return {
      plan: optimum,
      scenario: {
        ...head,
        status: "solved",
        gapRelative: certificate.relativeGap,
        starts: 0,
        plan: allocation,
      },
    };
  }
  const solution = drawn === null ? null : solveRisk(drawnProblem(request, drawn), objective);
  if (solution === null) {
    throw new InputError({
      what: `the objective ${name} needs concave curves in every draw`,
      where: "70_optimisation.objective",
      fix: "choose families that are concave under 60_response_curves, or objective: { kind: mean_curve }",
    });
  }
  if (solution.status === "unmet") {
    throw new InputError({
      what: `no plan found meets ${name}`,
      where: "70_optimisation.objective",
      fix: "lower the target or the probability, or widen the bounds",
    });
  }
  const problem = singlePeriodProblem(request, curves, request.total);
  const { allocation, relativeGap, starts, status, iterations } = solution;
  const proof = Number.isNaN(relativeGap)
    ? `a local search from ${starts} starts`
    : `with a certified gap of ${short(relativeGap)}`;
  return {
    plan: {
      ...optimum,
      problem,
      allocation,
      certificate: certify(problem, allocation),
      iterations,
      methodReason: `it was chosen by ${name} over the draws, ${proof}`,
    },
    scenario: {
      ...head,
      status,
      gapRelative: Number.isNaN(relativeGap) ? null : relativeGap,
      starts,
      plan: allocation,
    },
  };
}
