import { total } from "./checks.ts";
import { channelColour, NAMED_SERIES_LIMIT, OTHER_COLOUR } from "./theme.ts";

/** One coloured layer of a stack: a channel, or what is left of many. */
export interface Series {
  readonly name: string;
  readonly colour: string;
  readonly values: readonly number[];
}

/**
 * Layers of a stack, bottom first: every channel when there are at most eight, else the seven largest in the model's own order and
 * the sum of the others.
 *
 * @param channels - All channels in the model's own order, with one value for each column of the stack.
 */
export function stackSeries(channels: readonly { name: string; values: readonly number[] }[]): Series[] {
  const coloured = channels.map((channel, index) => ({ ...channel, index, size: total(channel.values) }));
  if (channels.length <= NAMED_SERIES_LIMIT) {
    return coloured.map(({ name, values, index }) => ({ name, values, colour: channelColour(index) }));
  }
  const bySize = [...coloured].sort((a, b) => b.size - a.size || a.index - b.index);
  const named = new Set(bySize.slice(0, NAMED_SERIES_LIMIT - 1).map(({ index }) => index));
  const others = coloured.filter((channel) => !named.has(channel.index));
  const kept = coloured.filter((channel) => named.has(channel.index));
  const columns = channels[0]?.values ?? [];
  return [
    ...kept.map(({ name, values, index }) => ({ name, values, colour: channelColour(index) })),
    {
      name: `${others.length} other channels`,
      colour: OTHER_COLOUR,
      values: columns.map((_, column) => total(others.map(({ values }) => values[column] ?? 0))),
    },
  ];
}
