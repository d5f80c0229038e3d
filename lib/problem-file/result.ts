import type { BranchAndBoundSolution } from "../optimise/branch_and_bound/solver.ts";
import type { ConstraintName } from "../optimise/constraint.ts";
import type { MethodChoice } from "../optimise/method.ts";
import type { AllocationProblem } from "../optimise/problem.ts";
import type { Solution } from "../optimise/solution.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { statedStart } from "./start.ts";

/** What the optimiser answers, as a file states it. */
export type StatedResult = SchemaTypes["allocation_result"];

/** An allocation, or why there can be none. */
export type Answer = Exclude<Solution | BranchAndBoundSolution, { readonly reason: string }>;

/**
 * The answer to a problem under the schema `allocation_result`.
 *
 * @param seconds - Wall time of the solve.
 * @param isStartKept - Whether it holds what a later run can start from.
 */
export function statedResult(
  problem: AllocationProblem,
  { method, reason }: MethodChoice,
  answer: Answer,
  seconds: number,
  isStartKept = false,
): StatedResult {
  const channels = problem.channels.map(({ name }) => name);
  const head = { status: answer.status, method, methodReason: reason };
  if ("infeasibility" in answer) {
    const { reasonCode, reason: why, conflict, nearestBudget } = answer.infeasibility;
    const perPeriod = nearestBudget?.perPeriod ?? null;
    return {
      ...head,
      objective: null,
      upperBound: null,
      boundKind: null,
      gapRelative: null,
      violation: null,
      channels,
      allocation: null,
      shadowPrices: [],
      iterations: 0,
      seconds,
      infeasible: {
        reasonCode,
        reason: why,
        constraints: conflict.map(statedConstraint),
        nearestBudget: nearestBudget && {
          total: nearestBudget.total,
          perPeriod: perPeriod && Array.from(perPeriod),
        },
      },
      start: null,
    };
  }
  const { certificate, allocation, iterations } = answer;
  const n = channels.length;
  return {
    ...head,
    objective: orNull(certificate.objective),
    upperBound: orNull(certificate.upperBound),
    boundKind: certificate.boundKind,
    gapRelative: orNull(certificate.relativeGap),
    violation: { ...certificate.violation },
    channels,
    allocation: Array.from({ length: problem.periods }, (_, t) =>
      Array.from(allocation.subarray(t * n, t * n + n)),
    ),
    shadowPrices: certificate.active.map((one) => ({
      ...statedConstraint(one),
      shadowPrice: orNull(one.shadowPrice),
    })),
    iterations,
    seconds,
    infeasible: null,
    start: isStartKept && answer.warmStart ? statedStart(answer.warmStart) : null,
  };
}

function statedConstraint({ kind, channel, group, period, limit }: ConstraintName) {
  return { kind, channel, group: group ?? null, period, limit };
}

/** What JSON can hold of a number. */
function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
