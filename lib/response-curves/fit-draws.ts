import { bandsOfDraws, curveOfDraw, type DrawCurves } from "../curves/draw-curves.ts";
import { fitDraws, fitDrawsOnOwnSpend } from "../curves/fit-draws.ts";
import { InputError } from "../errors.ts";
import { steadyEquivalent } from "../media/adstock.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { finite } from "../words.ts";
import { familyNamed } from "./curve-record.ts";
import type { FittedChannel, GridPoint } from "./fit-channels.ts";
import type { OwnCurves } from "./model-curves.ts";
import type { Sample } from "./samples.ts";

/** A channel's own curve in each of some draws. */
export interface ChannelDraws {
  readonly channel: FittedChannel;
  readonly samples: readonly Sample[];
  readonly curves: DrawCurves;
  /** Share of effective spend carried into the next period, by draw. */
  readonly alpha: Float64Array;
  /** Root mean squared distance of each draw's curve from its contributions. */
  readonly rmse: Float64Array;
}

/**
 * The chosen family fitted to each draw of a channel's contributions, over the draw's own effective spend.
 *
 * @param alpha - Share carried over, one per sample.
 * @throws InputError where a draw's spends carry no curve.
 */
export function fitChannelDraws(
  channel: FittedChannel,
  contributions: Float64Array,
  samples: readonly Sample[],
  alpha: Float64Array,
): ChannelDraws {
  const { name, family, spend, ownSpend } = channel;
  const periods = spend.length;
  const fits = alpha.every((share) => share === channel.alpha)
    ? fitDraws(familyNamed(family), spend, contributions)
    : fitDrawsOnOwnSpend(familyNamed(family), periods, effectiveSpends(ownSpend, alpha), contributions);
  if (fits.kind === "failed") {
    throw new InputError({
      what: `no response curve can be fitted to every draw (${fits.message})`,
      where: `channel ${name}`,
      fix: "remove the channel from the pipeline, or check its spend in spend_contribution_pairs.csv",
    });
  }
  return { channel, samples, curves: fits, alpha, rmse: fits.sse.map((sse) => Math.sqrt(sse / periods)) };
}

/**
 * The model's own curve in each draw, and how far each is from the draw's contributions where its carryover is geometric.
 *
 * @param contributions - (draw, period).
 */
export function ownChannelDraws(
  channel: FittedChannel,
  contributions: Float64Array,
  samples: readonly Sample[],
  { curves, alpha }: OwnCurves,
): ChannelDraws {
  const periods = channel.ownSpend.length;
  const effective = effectiveSpends(channel.ownSpend, alpha);
  const rmse = Float64Array.from(samples, (_, d) => {
    const curve = curveOfDraw(curves, d);
    let sse = 0;
    for (let at = d * periods; at < (d + 1) * periods; at++)
      sse += (curve.value(effective[at] ?? NaN) - (contributions[at] ?? NaN)) ** 2;
    return Math.sqrt(sse / periods);
  });
  return { channel, samples, curves, alpha, rmse };
}

/** (draw, period): what each draw's carryover makes of the same spend, on the scale of spend held steady. */
function effectiveSpends(spend: readonly number[], alpha: Float64Array): Float64Array {
  const out = new Float64Array(alpha.length * spend.length);
  alpha.forEach((share, d) => {
    out.set(steadyEquivalent(spend, share), d * spend.length);
  });
  return out;
}

/** The rows of curve_draws.csv of one channel. */
export function curveDrawRows({
  channel,
  samples,
  curves,
  alpha,
  rmse,
}: ChannelDraws): SchemaTypes["curve_draws"] {
  const p = curves.family.parameters.length;
  return samples.map(({ chain, draw }, d) => {
    const theta = curves.theta.subarray(d * p, (d + 1) * p);
    return {
      channel: channel.name,
      chain,
      draw,
      family: channel.family,
      parameter_1: theta[0] ?? NaN,
      parameter_2: finite(theta[1]),
      parameter_3: finite(theta[2]),
      adstock_alpha: alpha[d] ?? NaN,
      rmse: rmse[d] ?? NaN,
    };
  });
}

/** Quantiles of the bands: the median, and the ends of the 90 % and of the 50 % interval. */
const QUANTILES = [0.5, 0.05, 0.25, 0.75, 0.95];

/** The points of a channel's curve with the median and the intervals of its draws' curves. */
export function bandedRows(
  points: readonly GridPoint[],
  { curves }: ChannelDraws,
): SchemaTypes["all_response_curves"] {
  const bands = bandsOfDraws(
    curves,
    points.map(({ spend }) => spend),
    QUANTILES,
  );
  return points.map(({ contribution, ...point }, i) => {
    const [median = NaN, q05 = NaN, q25 = NaN, q75 = NaN, q95 = NaN] = bands[i] ?? [];
    return {
      ...point,
      contribution,
      contribution_median: median,
      contribution_q05: q05,
      contribution_q25: q25,
      contribution_q75: q75,
      contribution_q95: q95,
    };
  });
}
