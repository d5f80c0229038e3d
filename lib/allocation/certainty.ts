import { quantiles } from "../draws/quantile.ts";
import { mean } from "../linalg/vector.ts";
import { drawOptima, type DrawOptima } from "../risk/draw-optima.ts";
import { valueOfInformation } from "../risk/information.ts";
import { nearOptimalRanges } from "../risk/near-optimal.ts";
import { responses } from "../risk/risk-problem.ts";
import { solveRisk } from "../risk/solve.ts";
import { meanCvarFrontier } from "../risk/tail-frontier.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { drawnProblem, type DrawnCurves } from "./drawn.ts";
import type { AllocationRequest } from "./request.ts";
import type { Scenario } from "./scenarios.ts";

type Certainty = SchemaTypes["allocation_certainty"];
type ChannelCertainty = Certainty["channels"][number];

/** Share of the best expected contribution that a nearly optimal plan may give up. */
const LOSS = 0.01;
const FRONTIER_POINTS = 11;
const DOWNSIDE = 0.9;

/** The distribution over draws of a channel's share of spend in the draw's own best plan. */
function shareOver({ allocation, value }: DrawOptima, n: number, i: number, current: number) {
  const shares = new Float64Array(value.length);
  let more = 0;
  for (let d = 0; d < value.length; d++) {
    const plan = allocation.subarray(d * n, (d + 1) * n);
    const total = plan.reduce((sum, spend) => sum + spend, 0);
    shares[d] = total > 0 ? (plan[i] ?? NaN) / total : 0;
    if ((plan[i] ?? NaN) > current) more++;
  }
  const [q05 = NaN, q25 = NaN, q50 = NaN, q75 = NaN, q95 = NaN] = quantiles(
    shares,
    [0.05, 0.25, 0.5, 0.75, 0.95],
  );
  return {
    share_mean: mean(shares),
    share_q05: q05,
    share_q25: q25,
    share_q50: q50,
    share_q75: q75,
    share_q95: q95,
    probability_more: more / value.length,
  };
}

/** allocation_certainty.json; null where the question over draws has no plan. */
export function certaintyOf(
  request: AllocationRequest,
  curves: DrawnCurves,
  recommended: Scenario,
  adequacy: Certainty["adequacy"],
): Certainty | null {
  const problem = drawnProblem(request, curves);
  const best = solveRisk(problem, { kind: "mean" });
  const ranges = nearOptimalRanges(problem.expected, LOSS);
  const { plan } = recommended;
  if (best === null || ranges === null || plan === null) return null;
  const optima = drawOptima(problem);
  const information = valueOfInformation(problem, best.allocation, optima);
  const expected = mean(responses(problem, plan));
  const total = plan.reduce((sum, spend) => sum + spend, 0);
  const n = request.channels.length;
  const channels = request.channels.flatMap(({ name, current }, i): ChannelCertainty[] => {
    const [range, known] = [ranges[i], information.channels[i]];
    if (range === undefined || known === undefined) return [];
    return [
      {
        channel: name,
        current_share: request.currentTotal > 0 ? current / request.currentTotal : 0,
        recommended_share: total > 0 ? (plan[i] ?? NaN) / total : 0,
        ...shareOver(optima, n, i, current),
        near_optimal_lower: range.least,
        near_optimal_upper: range.most,
        near_optimal_lower_bound: range.leastBound,
        near_optimal_upper_bound: range.mostBound,
        information_value: known.value,
        information_error: known.standardError,
      },
    ];
  });
  return {
    adequacy,
    draws: problem.drawCount,
    objective: recommended.objective,
    expected_contribution: expected,
    expected_loss: best.objective - expected,
    expected_regret: mean(optima.value) - expected,
    near_optimal_loss: LOSS,
    information_total: information.total.value,
    information_total_error: information.total.standardError,
    draws_per_stratum: information.perStratum,
    channels,
    tail_frontier: meanCvarFrontier(problem, DOWNSIDE, FRONTIER_POINTS).map((one) => ({
      weight: one.weight,
      mean: one.mean,
      cvar_90: one.cvar,
      gap_relative: one.solution.relativeGap,
    })),
  };
}
