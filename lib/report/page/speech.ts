import { displayNames } from "../../charts/names.ts";
import { channelColour, OTHER_COLOUR } from "../../charts/theme.ts";
import { amount, percent, statistic } from "../numbers.ts";
import type { Wording } from "../recommendation.ts";
import type { Datum, Place, Speech, Tip } from "./draw.ts";
import { plainText } from "./inline.ts";

/** What marks are described in: names as charts draw them, and units as plain text. */
export interface Vocabulary {
  /** In the model's own order. */
  readonly channels: readonly string[];
  readonly spend: (value: number) => string;
  readonly contribution: (value: number) => string;
  readonly marginal: (value: number) => string;
}

export function vocabulary(channels: readonly string[], wording: Wording): Vocabulary {
  const [money, target] = [plainText(wording.money), plainText(wording.target)];
  return {
    channels: displayNames(channels),
    spend: (value) => `${amount(value)} ${money} per ${wording.period}`,
    contribution: (value) => `${amount(value)} ${target} per ${wording.period}`,
    marginal: (value) => `${statistic(value)} ${target} per ${money}`,
  };
}

const numberIn = (datum: Datum, name: string): number | null => {
  const value = datum[name];
  return typeof value === "number" ? value : null;
};

const textIn = (datum: Datum, name: string): string => {
  const value = datum[name];
  return typeof value === "string" ? value : "";
};

function line(label: string, value: number | null, say: (value: number) => string): string[] {
  return value === null ? [] : [`${label}: ${say(value)}`];
}

const isPoint = ({ mark }: Place) => mark === "point" || mark === "circle" || mark === "square";
const dateIn = (datum: Datum) => new Date(numberIn(datum, "date") ?? NaN);
const isoDate = (datum: Datum) => dateIn(datum).toISOString().slice(0, 10);

/** Index of the channel with this name as drawn; null for none. */
function channelNamed({ channels }: Vocabulary, name: string): number | null {
  const at = channels.indexOf(name);
  return at < 0 ? null : at;
}

/** From current to optimised spend and contribution. */
export function budgetSpeech(words: Vocabulary): Speech {
  return {
    say(datum, place) {
      const name = textIn(datum, "channel");
      const channel = channelNamed(words, name);
      if (channel === null) return null;
      if (!isPoint(place)) return { lines: null, channel };
      const say = place.path[1] === 0 ? words.spend : words.contribution;
      const values = [
        ...line("Now", numberIn(datum, "current"), say),
        ...line("Optimum", numberIn(datum, "optimised"), say),
      ];
      return { lines: [name, ...values, `Change: ${textIn(datum, "change")}`], channel };
    },
  };
}

/** Marginal returns now and at the optimum. */
export function marginalSpeech(words: Vocabulary): Speech {
  return {
    say(datum, place) {
      const name = textIn(datum, "channel");
      const channel = channelNamed(words, name);
      if (channel === null) return null;
      if (!isPoint(place)) return { lines: null, channel };
      const note = textIn(datum, "note");
      const lines = [
        name,
        ...line("One more unit now", numberIn(datum, "now"), words.marginal),
        ...line("One more unit at the optimum", numberIn(datum, "optimum"), words.marginal),
      ];
      return { lines: [...lines, ...(note === "" ? [] : [note])], channel };
    },
  };
}

/** Where one channel stands before and after; in the model's own order. */
interface Position {
  readonly current_spend: number;
  readonly optimised_spend: number;
}

function positionAt({ current_spend, optimised_spend }: Position, spend: number): string {
  if (spend === current_spend) return spend === optimised_spend ? ", now and at the optimum" : ", now";
  return spend === optimised_spend ? ", at the optimum" : "";
}

/** Response curves: each panel is a channel. */
export function curvesSpeech(words: Vocabulary, positions: readonly Position[]): Speech {
  const panel = (path: readonly number[]) => (path[0] === 1 && path.length === 2 ? (path[1] ?? null) : null);
  return {
    panel,
    say(datum, place) {
      const channel = panel(place.path);
      const spend = numberIn(datum, "spend");
      const contribution = numberIn(datum, "contribution");
      // Observed periods are too many to point at: the curve among them speaks.
      const isMarker = isPoint(place) && place.count === 1;
      if (channel === null || spend === null || contribution === null) return null;
      if (!isMarker && place.mark !== "line") return null;
      const [low, high] = [numberIn(datum, "lower"), numberIn(datum, "upper")];
      const interval =
        low === null || high === null ? [] : [`90 % interval: ${amount(low)} to ${words.contribution(high)}`];
      const position = positions[channel];
      const where = isMarker && position !== undefined ? positionAt(position, spend) : "";
      const lines = [
        `${words.channels[channel] ?? ""}${where}`,
        `Spend: ${words.spend(spend)}`,
        `Contribution: ${words.contribution(contribution)}`,
        ...interval,
      ];
      return { lines, channel: null };
    },
  };
}

/** Channel of a stack's layer by its colour, which is the channel's own in every chart. */
function stacked(
  words: Vocabulary,
  datum: Datum,
): { readonly name: string; readonly channel: number | null } {
  const colour = textIn(datum, "colour");
  const at = words.channels.findIndex((_, index) => channelColour(index) === colour);
  if (colour === OTHER_COLOUR || at < 0) return { name: "Other channels", channel: null };
  return { name: words.channels[at] ?? "", channel: at };
}

/** The plan over periods: all channels stacked, then a panel for each; of one channel only its panel. */
export function planSpeech(words: Vocabulary): Speech {
  const row = words.channels.length > 1 ? 2 : 1;
  const panel = (path: readonly number[]) =>
    path[0] === row && path.length === 2 ? (path[1] ?? null) : null;
  return {
    panel,
    say(datum, place): Tip | null {
      if (place.mark === "area" && typeof datum["colour"] === "string") {
        return { lines: null, channel: stacked(words, datum).channel };
      }
      const channel = panel(place.path);
      const spend = numberIn(datum, "spend");
      // The last point only ends the last period's step.
      if (channel === null || spend === null || place.mark !== "line") return null;
      if (place.index === place.count - 1) return { lines: null, channel: null };
      const [low, high] = [numberIn(datum, "lower"), numberIn(datum, "upper")];
      const allowed =
        low === null || high === null ? [] : [`Allowed: ${amount(low)} to ${words.spend(high)}`];
      const lines = [
        `${words.channels[channel] ?? ""}, ${isoDate(datum)}`,
        `Planned: ${words.spend(spend)}`,
        ...allowed,
      ];
      return { lines, channel: null };
    },
  };
}

/** Other total budgets: what they bring, and how each is best split. */
export function scenariosSpeech(words: Vocabulary): Speech {
  return {
    say(datum, place) {
      if (place.mark === "bar") {
        const { name, channel } = stacked(words, datum);
        const spend = (numberIn(datum, "to") ?? NaN) - (numberIn(datum, "from") ?? NaN);
        const lines = [`${name}, budget ${textIn(datum, "scenario")}`, `Spend: ${words.spend(spend)}`];
        return { lines, channel };
      }
      const budget = numberIn(datum, "budget");
      if (!isPoint(place) || budget === null) return null;
      const lines = [
        `Budget: ${words.spend(budget)}`,
        ...line("Contribution", numberIn(datum, "contribution"), words.contribution),
      ];
      return { lines, channel: null };
    },
  };
}

/** The budget frontier, and the marginal return beside it. */
export function frontierSpeech(words: Vocabulary): Speech {
  return {
    say(datum, place) {
      const [budget, value] = [numberIn(datum, "budget"), numberIn(datum, "value")];
      if (budget === null || value === null || (place.mark !== "line" && !isPoint(place))) return null;
      const lines =
        place.path[1] === 0
          ? [`Total budget: ${words.spend(budget)}`, `Contribution: ${words.contribution(value)}`]
          : [`Total budget: ${words.spend(budget)}`, `One more unit: ${words.marginal(value)}`];
      return { lines, channel: null };
    },
  };
}

/** Observed target against what the model predicts. */
export function fitSpeech(words: Vocabulary): Speech {
  return {
    say(datum, place) {
      const observed = numberIn(datum, "observed");
      if (!isPoint(place) || observed === null) return null;
      const [low, high] = [numberIn(datum, "lower"), numberIn(datum, "upper")];
      const lines = [
        isoDate(datum),
        `Observed: ${words.contribution(observed)}`,
        ...line("Predicted", numberIn(datum, "median"), words.contribution),
        ...(low === null || high === null
          ? []
          : [`90 % band: ${amount(low)} to ${words.contribution(high)}`]),
      ];
      return { lines, channel: null };
    },
  };
}

/** Coverage of predictive intervals. */
export const coverageSpeech: Speech = {
  say(datum, place) {
    const [nominal, empirical] = [numberIn(datum, "nominal"), numberIn(datum, "empirical")];
    if (!isPoint(place) || nominal === null || empirical === null) return null;
    const lines = [`${percent(nominal, 0)} intervals`, `Cover ${percent(empirical)} of observations`];
    return { lines, channel: null };
  },
};
