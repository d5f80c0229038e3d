import type { SchemaTypes } from "../schema/generated.ts";
import { finite } from "../words.ts";
import { singlePeriodConflicts, withinBounds } from "./conflicts.ts";
import type { ChannelCurve } from "./curves.ts";
import type { AllocationRequest } from "./request.ts";
import { solveSingle } from "./solve.ts";

type FrontierRow = SchemaTypes["budget_frontier"][number];

/** Steps of the total budget between the least and the most that the bounds allow. */
const STEPS = 100;

/** Total budgets from the least that the bounds allow to the most, the one asked for and today's among them. */
function totals(request: AllocationRequest): number[] {
  const [least, most] = withinBounds(request);
  const grid = Array.from({ length: STEPS + 1 }, (_, i) => least + ((most - least) * i) / STEPS);
  const named = [request.total, request.currentTotal].filter((own) => own >= least && own <= most);
  return [...new Set([...grid, ...named])].sort((a, b) => a - b);
}

/** The rows of budget_frontier.csv: the optimum at each total budget that the limits allow. */
export function frontierRows(
  request: AllocationRequest,
  curves: readonly ChannelCurve[],
  adequacy: FrontierRow["adequacy"],
): FrontierRow[] {
  return totals(request)
    .filter((total) => singlePeriodConflicts(request, total, []).length === 0)
    .map((total) => {
      const { certificate } = solveSingle(`frontier at ${total}`, request, curves, total);
      return {
        total_budget: total,
        contribution: certificate.objective,
        marginal_return: finite(certificate.budgetPrice[0]),
        contribution_per_spend: total > 0 ? certificate.objective / total : null,
        gap_relative: certificate.relativeGap,
        adequacy,
      };
    });
}
