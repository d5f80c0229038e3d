import type { TopLevelSpec } from "vega-lite";
import { responseCurvesChart, type CurveBand } from "../charts/response-curves.ts";
import type { ChartUnits } from "../charts/units.ts";
import { steadySeries } from "../media/adstock.ts";
import type { SchemaTypes } from "../schema/generated.ts";

type CurveRow = SchemaTypes["all_response_curves"][number];
type Curve = SchemaTypes["curves"]["channels"][number];
type Pair = SchemaTypes["spend_contribution_pairs"][number];
type Result = SchemaTypes["optimization_results"][number];

/** What the curves of the optimised channels are drawn from. */
export interface CurveEvidence {
  readonly grid: readonly CurveRow[];
  readonly curves: readonly Curve[];
  readonly pairs: readonly Pair[];
  /** From current to optimised spend, channels in the model's own order. */
  readonly results: readonly Result[];
}

/** The 90 % and the 50 % interval of a channel's points, the wider first. */
export function bandsOf(points: readonly CurveRow[]): CurveBand[] {
  return [
    {
      probability: 0.9,
      lower: points.map(({ contribution_q05 }) => contribution_q05),
      upper: points.map(({ contribution_q95 }) => contribution_q95),
    },
    {
      probability: 0.5,
      lower: points.map(({ contribution_q25 }) => contribution_q25),
      upper: points.map(({ contribution_q75 }) => contribution_q75),
    },
  ];
}

/** The chart of all_response_curves.csv with its intervals, and where current and optimised spend stand on it. */
export function curvesPicture(evidence: CurveEvidence, units: ChartUnits): TopLevelSpec {
  const { grid, curves, pairs, results } = evidence;
  return responseCurvesChart({
    ...units,
    channels: results.map(({ channel, current_spend, optimised_spend }) => {
      const own = grid.filter((point) => point.channel === channel);
      const alpha = curves.find((curve) => curve.channel === channel)?.adstock_alpha ?? 0;
      const seen = steadySeries(
        pairs.filter((pair) => pair.channel === channel),
        alpha,
      );
      return {
        name: channel,
        carriesOver: alpha > 0,
        observed: {
          spend: Array.from(seen.spend),
          contribution: seen.observations.map(({ contribution_mean }) => contribution_mean),
        },
        curve: {
          spend: own.map(({ spend }) => spend),
          contribution: own.map(({ contribution }) => contribution),
          bands: bandsOf(own),
        },
        currentSpend: current_spend,
        optimisedSpend: optimised_spend,
      };
    }),
  });
}
