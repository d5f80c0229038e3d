import { bandsOfDraws } from "../curves/draw-curves.ts";
import { fitDraws, fitDrawsOnOwnSpend, type DrawFits } from "../curves/fit-draws.ts";
import { InputError } from "../errors.ts";
import { steadyEquivalent } from "../media/adstock.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { finite } from "../words.ts";
import { parametricFamily } from "./curve-draws.ts";
import type { FittedChannel, GridPoint } from "./fit-channels.ts";

/** One posterior draw, and its place among all draws, chains one after another. */
export interface Sample {
  readonly chain: number;
  readonly draw: number;
  readonly at: number;
}

/** Contribution of every channel in every draw: values of shape (chain, draw, date, channel), row-major. */
export interface ContributionDraws {
  readonly dates: readonly string[];
  readonly channels: readonly string[];
  readonly values: Float64Array;
}

/** A channel's own curve in each of some draws. */
export interface ChannelDraws {
  readonly channel: FittedChannel;
  readonly samples: readonly Sample[];
  readonly fits: DrawFits;
  /** Share of effective spend carried into the next period, by draw. */
  readonly alpha: Float64Array;
  /** Root mean squared distance of each draw's curve from its contributions. */
  readonly rmse: Float64Array;
}

/** All draws, or `most` of them taken evenly, in the middle of as many equal stretches. */
export function thinnedSamples(chains: number, draws: number, most: number): Sample[] {
  const all = chains * draws;
  const taken = Math.min(all, most);
  return Array.from({ length: taken }, (_, i) => {
    const at = Math.floor(((i + 0.5) * all) / taken);
    return { chain: Math.floor(at / draws), draw: at % draws, at };
  });
}

/** Contributions of one channel in some draws: (draw, period), periods in the order of `dates`. */
export function contributionsOf(
  { dates: own, channels, values }: ContributionDraws,
  channel: string,
  dates: readonly string[],
  samples: readonly Sample[],
): Float64Array {
  const column = channels.indexOf(channel);
  const places = dates.map((date) => own.indexOf(date));
  if (column < 0 || places.includes(-1)) {
    throw new RangeError(`the posterior has no contributions of channel ${channel} on every date`);
  }
  const out = new Float64Array(samples.length * places.length);
  samples.forEach(({ at }, d) => {
    places.forEach((place, t) => {
      out[d * places.length + t] = values[(at * own.length + place) * channels.length + column] ?? NaN;
    });
  });
  return out;
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
    ? fitDraws(parametricFamily(family), spend, contributions)
    : fitDrawsOnOwnSpend(parametricFamily(family), periods, effectiveSpends(ownSpend, alpha), contributions);
  if (fits.kind === "failed") {
    throw new InputError({
      what: `no response curve can be fitted to every draw (${fits.message})`,
      where: `channel ${name}`,
      fix: "remove the channel from the pipeline, or check its spend in spend_contribution_pairs.csv",
    });
  }
  return { channel, samples, fits, alpha, rmse: fits.sse.map((sse) => Math.sqrt(sse / periods)) };
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
  fits,
  alpha,
  rmse,
}: ChannelDraws): SchemaTypes["curve_draws"] {
  const p = fits.family.parameters.length;
  return samples.map(({ chain, draw }, d) => {
    const theta = fits.theta.subarray(d * p, (d + 1) * p);
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
  { fits }: ChannelDraws,
): SchemaTypes["all_response_curves"] {
  const bands = bandsOfDraws(
    fits,
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
