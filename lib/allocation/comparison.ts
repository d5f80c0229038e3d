import { sum } from "../linalg/vector.ts";
import { VIOLATION_TOLERANCE } from "../optimise/certificate.ts";
import { relativeGap } from "../optimise/gap.ts";
import { objective, type AllocationProblem } from "../optimise/problem.ts";
import { violation } from "../optimise/violation.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { isSameAmount } from "../words.ts";
import { currentSpend, type AllocationRequest } from "./request.ts";
import type { HorizonPlans, Plan } from "./solve.ts";

type ComparisonRow = SchemaTypes["plan_comparison"][number];

/** A plan by its name in the comparison. */
interface Named {
  readonly plan: ComparisonRow["plan"];
  readonly allocation: Float64Array;
}

/** What current spend is scaled by to spend the budget; null where it spends it already, or is nothing. */
function scaleTo(request: AllocationRequest, total: number, periods: number): number | null {
  const current = request.currentTotal * periods;
  if (!(current > 0) || isSameAmount(total, current)) return null;
  return total / current;
}

function rowOf(
  horizon: ComparisonRow["horizon"],
  { plan, allocation }: Named,
  recommended: Plan,
  upperBound: number,
  adequacy: ComparisonRow["adequacy"],
): ComparisonRow {
  const { problem } = recommended;
  const spend = sum(allocation);
  const contribution = objective(problem, allocation);
  const { largest } = violation(problem, allocation);
  const keepsLimits = largest <= VIOLATION_TOLERANCE * problem.total;
  return {
    horizon,
    plan,
    recommended: allocation === recommended.allocation,
    spend,
    contribution,
    contribution_per_spend: spend > 0 ? contribution / spend : null,
    keeps_limits: keepsLimits,
    largest_violation: largest,
    gap_relative: keepsLimits ? relativeGap(upperBound - contribution, upperBound) : null,
    adequacy,
  };
}

function alternatives(request: AllocationRequest, { total, periods }: AllocationProblem): Named[] {
  const factor = scaleTo(request, total, periods);
  return [
    { plan: "current", allocation: currentSpend(request, periods) },
    ...(factor === null
      ? []
      : [{ plan: "proportional" as const, allocation: currentSpend(request, periods, factor) }]),
  ];
}

/** The rows of plan_comparison.csv: the recommended plans beside what else could be done, on the same curves. */
export function comparisonRows(
  request: AllocationRequest,
  single: Plan,
  { recommended, optimum, sequential }: HorizonPlans,
  adequacy: ComparisonRow["adequacy"],
): ComparisonRow[] {
  const horizon: Named[] = [
    ...alternatives(request, recommended.problem),
    ...(sequential === null ? [] : [{ plan: "sequential" as const, allocation: sequential.allocation }]),
    ...(recommended.method === "slsqp"
      ? [{ plan: "slsqp" as const, allocation: recommended.allocation }]
      : []),
    { plan: "optimum", allocation: (optimum ?? recommended).allocation },
  ];
  const onePeriod: Named[] = [
    ...alternatives(request, single.problem),
    { plan: "optimum", allocation: single.allocation },
  ];
  const bound = (optimum ?? recommended).certificate.upperBound;
  return [
    ...onePeriod.map((one) => rowOf("single_period", one, single, single.certificate.upperBound, adequacy)),
    ...horizon.map((one) => rowOf("multi_period", one, recommended, bound, adequacy)),
  ];
}
