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
