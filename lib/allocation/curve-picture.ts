import type { TopLevelSpec } from "vega-lite";
import { responseCurvesChart } from "../charts/response-curves.ts";
import type { ChartUnits } from "../charts/units.ts";
import { quantiles } from "../draws/quantile.ts";
import { steadySeries } from "../media/adstock.ts";
import type { SchemaTypes } from "../schema/generated.ts";

type CurveRow = SchemaTypes["all_response_curves"][number];
type Curve = SchemaTypes["curves"]["channels"][number];
type Pair = SchemaTypes["spend_contribution_pairs"][number];
type Result = SchemaTypes["optimization_results"][number];
type Levels = SchemaTypes["channel_levels"];

/** Probability of the band around a curve. */
const BAND = 0.9;

/** A point of a curve with the interval that the channel's level gives it; NaN where the level is not known. */
export interface BandedPoint extends CurveRow {
  readonly contribution_q05: number;
  readonly contribution_q95: number;
}

/** What the curves of the optimised channels are drawn from. */
export interface CurveEvidence {
  readonly grid: readonly CurveRow[];
  readonly curves: readonly Curve[];
  readonly pairs: readonly Pair[];
  readonly levels: Levels;
  /** From current to optimised spend, channels in the model's own order. */
  readonly results: readonly Result[];
}

/**
 * Every point of the curves with its 90 % interval: as in the recommendation, each posterior draw scales a channel's curve to
 * that draw's total contribution, and its shape is held fixed.
 */
export function bandedPoints({ grid, levels }: Pick<CurveEvidence, "grid" | "levels">): BandedPoint[] {
  const bands = new Map(
    levels.channels.map((channel, c) => {
      const draws = Float64Array.from(levels.levels, (row) => row[c] ?? NaN);
      return [channel, quantiles(draws, [(1 - BAND) / 2, (1 + BAND) / 2])];
    }),
  );
  return grid.map((row) => {
    const [low = NaN, high = NaN] = bands.get(row.channel) ?? [];
    const ends = [row.contribution * low, row.contribution * high];
    return { ...row, contribution_q05: Math.min(...ends), contribution_q95: Math.max(...ends) };
  });
}

/** The chart of all_response_curves.csv with its band, and where current and optimised spend stand on it. */
export function curvesPicture(evidence: CurveEvidence, units: ChartUnits): TopLevelSpec {
  const { curves, pairs, results } = evidence;
  const points = bandedPoints(evidence);
  return responseCurvesChart({
    ...units,
    intervalProbability: BAND,
    channels: results.map(({ channel, current_spend, optimised_spend }) => {
      const own = points.filter((point) => point.channel === channel);
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
          interval: {
            lower: own.map(({ contribution_q05 }) => contribution_q05),
            upper: own.map(({ contribution_q95 }) => contribution_q95),
          },
        },
        currentSpend: current_spend,
        optimisedSpend: optimised_spend,
      };
    }),
  });
}
