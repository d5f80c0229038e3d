import type { Chains } from "../draws/chains.ts";
import { mean } from "../draws/moments.ts";
import { splitChains } from "./arrays.ts";
import type { Contributions } from "./posterior.ts";

/** Total contribution over all dates: one array per channel, one value per draw, chains one after another. */
export function totalContributions({
  chains,
  draws,
  dates,
  channels,
  values,
}: Contributions): Float64Array[] {
  const totals = channels.map(() => new Float64Array(chains * draws));
  const perDraw = dates.length * channels.length;
  totals.forEach((total, channel) => {
    for (let sample = 0; sample < total.length; sample++) {
      let sum = 0;
      for (let at = sample * perDraw + channel; at < (sample + 1) * perDraw; at += channels.length)
        sum += values[at] ?? NaN;
      total[sample] = sum;
    }
  });
  return totals;
}

/** One draw's totals relative to their posterior means, draw by draw; a channel whose mean is zero stays at level 1. */
export function channelLevels(media: Contributions): number[][] {
  const relative = totalContributions(media).map((total) => {
    const centre = mean(total);
    return total.map((value) => (centre === 0 ? 1 : value / centre));
  });
  return Array.from({ length: media.chains * media.draws }, (_, sample) =>
    relative.map((levels) => levels[sample] ?? NaN),
  );
}

/** What the optimiser reads of the posterior, by name, as chains: the total contribution of each channel. */
export function decisionQuantities(
  media: Contributions,
): { readonly name: string; readonly chains: Chains }[] {
  return totalContributions(media).map((total, channel) => ({
    name: `total_contribution[${media.channels[channel] ?? ""}]`,
    chains: splitChains(total, media.chains),
  }));
}
