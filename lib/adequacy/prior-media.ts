import { skipped, type Measurement } from "../gates/judge.ts";
import { totalContributions } from "../posterior/levels.ts";
import type { BaselineComponent, Contributions } from "../posterior/posterior.ts";
import { shareInWords, short } from "../words.ts";

/** What the prior implies of the quantities that the optimiser reads: one value per prior draw, summed over all dates. */
export interface PriorMedia {
  readonly channels: readonly string[];
  /** Total contribution of each channel, in target units. */
  readonly contributions: readonly Float64Array[];
  /** Total of all that is not media, in target units; null when the file does not hold the whole of it. */
  readonly baseline: Float64Array | null;
  /** Total spend of each channel; NaN where a period is missing. */
  readonly spend: readonly number[];
}

/** Where an ROI can lie in this business: contribution in units of the target per unit of spend. */
export interface RoiRange {
  readonly lower: number;
  readonly upper: number;
}

/** Total of all components over the dates: one value per draw, chains one after another. */
export function totalBaseline(
  components: readonly BaselineComponent[],
  { chains, draws, dates }: Pick<Contributions, "chains" | "draws" | "dates">,
): Float64Array {
  const totals = new Float64Array(chains * draws);
  for (const { varies, values } of components) {
    totals.forEach((before, sample) => {
      const own = varies ? values.subarray(sample * dates.length, (sample + 1) * dates.length) : null;
      const total = own?.reduce((sum, value) => sum + value, 0) ?? (values[sample] ?? NaN) * dates.length;
      totals[sample] = before + total;
    });
  }
  return totals;
}

/** The totals of prior draws of contributions and baseline, with the spend they are of. */
export function priorMedia(
  media: Contributions,
  baseline: readonly BaselineComponent[] | null,
  spend: readonly number[],
): PriorMedia {
  return {
    channels: media.channels,
    contributions: totalContributions(media),
    baseline: baseline && totalBaseline(baseline, media),
    spend,
  };
}

const NOT_FINITE = "undefined: there is no prior draw, or one is not finite";

/** Share of draws of which the claim holds; NaN without a draw, or when one is not finite: it could be either. */
function shareOf(draws: Float64Array, claim: (value: number) => boolean): number {
  return draws.every(Number.isFinite) ? draws.filter(claim).length / draws.length : NaN;
}

/** Sum over channels, draw by draw. */
function mediaTotals({ contributions }: PriorMedia): Float64Array {
  const [first = new Float64Array()] = contributions;
  return first.map((_, sample) => contributions.reduce((sum, own) => sum + (own[sample] ?? NaN), 0));
}

function measureShare(media: PriorMedia, observed: Float64Array | null): Measurement {
  const checkId = "prior_media_share";
  if (observed === null) return skipped(checkId, "there is no observed target to compare with");
  const outcome = observed.reduce((sum, value) => sum + value, 0);
  const totals = mediaTotals(media);
  const value = Number.isFinite(outcome) ? shareOf(totals, (total) => total > outcome) : NaN;
  const message = Number.isNaN(value)
    ? NOT_FINITE
    : `in ${shareInWords(value)} of ${totals.length} prior draws media contribute more than the outcome, ${short(outcome)}`;
  return { checkId, value, message };
}

function measureBaseline({ baseline }: PriorMedia): Measurement {
  const checkId = "prior_baseline_negative";
  if (baseline === null) return skipped(checkId, "model.nc holds no prior draws of the whole baseline");
  const value = shareOf(baseline, (total) => total < 0);
  const message = Number.isNaN(value)
    ? NOT_FINITE
    : `negative in ${shareInWords(value)} of ${baseline.length} prior draws`;
  return { checkId, value, message };
}

function measureRoi({ channels, contributions, spend }: PriorMedia, range: RoiRange | null): Measurement {
  const checkId = "prior_roi";
  if (range === null) return skipped(checkId, "no range of ROI is given: set 50_diagnostics.roi_range");
  const { lower, upper } = range;
  if (!(lower < upper))
    return { checkId, value: NaN, message: `the range from ${short(lower)} to ${short(upper)} is empty` };
  const shares = channels.flatMap((name, c) => {
    const total = spend[c] ?? NaN;
    const isOutside = (contribution: number) =>
      !(contribution / total >= lower && contribution / total <= upper);
    const value = Number.isFinite(total) ? shareOf(contributions[c] ?? new Float64Array(), isOutside) : NaN;
    return total === 0 ? [] : [{ name, value }];
  });
  if (shares.length === 0) return skipped(checkId, "no channel spent");
  const worst = shares.reduce((a, b) => (!(b.value <= a.value) && !Number.isNaN(a.value) ? b : a));
  return {
    checkId,
    value: worst.value,
    message: Number.isNaN(worst.value)
      ? `undefined for ${worst.name}: a draw or its spend is not finite`
      : `${shareInWords(worst.value)} of the prior ROI of ${worst.name} is outside ${short(lower)} to ${short(upper)}`,
  };
}

/** What gate g1 judges of the prior of what the optimiser reads. */
export function measurePriorMedia(
  media: PriorMedia | null,
  observed: Float64Array | null,
  range: RoiRange | null,
): Measurement[] {
  if (media === null) {
    const reason = "there are no prior draws of channel contributions to judge";
    return [
      skipped("prior_media_share", reason),
      skipped("prior_baseline_negative", reason),
      skipped("prior_roi", reason),
    ];
  }
  return [measureShare(media, observed), measureBaseline(media), measureRoi(media, range)];
}
