import { InputError } from "../errors.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { alphaDraws, alphasOf } from "./carryover.ts";
import { fitChannel } from "./fit-channels.ts";
import { fitChannelDraws, ownChannelDraws, type ChannelDraws } from "./fit-draws.ts";
import { readModelCurves, type ModelOfCurves, type ModelReading } from "./model-curves.ts";
import { contributionsOf, thinnedSamples, type ContributionDraws } from "./samples.ts";

type Options = SchemaTypes["response_curves.options"];
type Source = SchemaTypes["curves"]["source"];

/** What the curves are made of. */
export interface CurveInputs {
  readonly posterior: ModelOfCurves & {
    readonly chains: number;
    readonly draws: number;
    contributions(): ContributionDraws;
  };
  readonly pairs: SchemaTypes["spend_contribution_pairs"];
  readonly summary: SchemaTypes["model_summary"];
  /** Names of the channels, in the order in which their curves are wanted. */
  readonly channels: readonly string[];
}

/** The curves of all channels, at the posterior means and draw by draw, and where they come from. */
export interface ChannelCurves {
  readonly source: Source;
  readonly channels: readonly ChannelDraws[];
}

/**
 * The curves of all channels, from where the option `curves` says.
 *
 * @param onChannel - Told how many channels are done.
 * @throws InputError when no curve can be fitted to a channel, or the model's own are asked for and cannot be read.
 */
export function channelCurves(
  inputs: CurveInputs,
  options: Options,
  warn: (message: string) => void,
  onChannel: (done: number) => void = () => undefined,
): ChannelCurves {
  const { posterior, pairs, channels } = inputs;
  const samples = thinnedSamples(posterior.chains, posterior.draws, options.draws);
  const media = posterior.contributions();
  if (options.curves === "fit") return fitted(inputs, options, media, "it was asked for", onChannel);
  const dates = [...new Set(pairs.map(({ date }) => date))].sort();
  const spendOf = (channel: string) => {
    const own = pairs.filter((pair) => pair.channel === channel);
    const spend = new Map(own.map((pair) => [pair.date, pair.spend]));
    return dates.map((date) => spend.get(date) ?? NaN);
  };
  const reading = readModelCurves(posterior, samples, dates, spendOf, media);
  if (reading.kind === "unreadable") {
    if (options.curves === "model") throw cannotRead(reading.reason);
    return fitted(inputs, options, media, reading.reason, onChannel);
  }
  if (reading.isCarryoverApproximate) {
    warn(
      "the model's carryover is not geometric: geometric carryover of the same mean lag stands for it, draw by draw; how far contributions move by it is in rmse of curve_draws.csv",
    );
  }
  const reason =
    options.curves === "model"
      ? "it was asked for"
      : "the parameters read of the posterior give the model's own contributions";
  return {
    source: { kind: "model", reason },
    channels: channels.map((name, i) => {
      onChannel(i);
      const own = ownOf(reading, name);
      const alpha = own.alpha.reduce((sum, share) => sum + share, 0) / own.alpha.length;
      const channel = fitChannel(name, pairs, alpha, [reading.family]);
      return ownChannelDraws(channel, contributionsOf(media, name, channel.dates, samples), samples, own);
    }),
  };
}

function ownOf({ channels }: Extract<ModelReading, { kind: "read" }>, name: string) {
  const own = channels.find(({ channel }) => channel === name);
  if (own === undefined) throw new RangeError(`the posterior has no channel ${name}`);
  return own;
}

function fitted(
  { posterior, pairs, summary, channels }: CurveInputs,
  { families, draws, adstock }: Options,
  media: ContributionDraws,
  reason: string,
  onChannel: (done: number) => void,
): ChannelCurves {
  const samples = thinnedSamples(posterior.chains, posterior.draws, draws);
  const alphas = alphasOf(adstock, channels, summary);
  const carried = alphaDraws(adstock, channels, alphas, posterior, posterior.chains * posterior.draws);
  return {
    source: { kind: "fit", reason },
    channels: channels.map((name, i) => {
      onChannel(i);
      const channel = fitChannel(name, pairs, alphas[i] ?? NaN, families);
      return fitChannelDraws(
        channel,
        contributionsOf(media, name, channel.dates, samples),
        samples,
        Float64Array.from(samples, ({ at }) => carried[i]?.[at] ?? NaN),
      );
    }),
  };
}

function cannotRead(reason: string): InputError {
  return new InputError({
    what: `the model's own curves cannot be read: ${reason}`,
    where: "60_response_curves.curves: model",
    fix: "take curves: fit, or auto, which falls back to it",
  });
}
