import { quantiles } from "../draws/quantile.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { finite } from "../words.ts";
import type { ChannelCurve } from "./curves.ts";
import type { DrawnCurves } from "./drawn.ts";
import type { AllocationRequest } from "./request.ts";
import { solveSingle } from "./solve.ts";

type Row = SchemaTypes["whole_frontier"][number];

/** Multiples of today's spend: 0 to 3 by tenths. */
const MULTIPLES = Array.from({ length: 31 }, (_, k) => k / 10);

/**
 * The rows of whole_frontier.csv: the best use of any budget from nothing to three times today's, bounds and groups lifted.
 *
 * @param drawn - For the intervals; null where there are none.
 */
export function wholeFrontierRows(
  request: AllocationRequest,
  curves: readonly ChannelCurve[],
  drawn: DrawnCurves | null,
  adequacy: Row["adequacy"],
): Row[] {
  const most = request.currentTotal * 3;
  const open: AllocationRequest = {
    ...request,
    isAtMost: false,
    groups: [],
    channels: request.channels.map((channel) => ({ ...channel, lower: 0, upper: most })),
  };
  if (!(most > 0)) return [];
  return MULTIPLES.map((multiple) => {
    const total = multiple * request.currentTotal;
    const { allocation, certificate } = solveSingle(`whole frontier × ${multiple}`, open, curves, total);
    const beyond = allocation.reduce(
      (sum, spend, i) => sum + Math.max(0, spend - (curves[i]?.maxObservedSpend ?? Infinity)),
      0,
    );
    return {
      multiple,
      total_budget: total,
      contribution: certificate.objective,
      ...intervalOf(drawn, allocation),
      contribution_per_spend: total > 0 ? certificate.objective / total : null,
      shadow_price: finite(certificate.budgetPrice[0]),
      spend_beyond_observed: total > 0 ? beyond / total : 0,
      gap_relative: certificate.relativeGap,
      adequacy,
    };
  });
}

function intervalOf(drawn: DrawnCurves | null, allocation: Float64Array) {
  if (drawn === null) return { contribution_q05: null, contribution_q95: null };
  const values = Float64Array.from(drawn[0] ?? [], (_, d) =>
    drawn.reduce((sum, curves, i) => sum + (curves[d]?.value(allocation[i] ?? NaN) ?? NaN), 0),
  );
  const [q05, q95] = quantiles(values, [0.05, 0.95]);
  return { contribution_q05: finite(q05), contribution_q95: finite(q95) };
}
