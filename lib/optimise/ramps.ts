import type { RampLimit } from "./problem.ts";

/** One kind of limit as a user states it: for all channels, or by channel; null for none. */
export type StatedLimit = number | Readonly<Record<string, number>> | null;

/** Ramp limits as a user states them. */
export interface StatedRamps {
  /** Money per period. */
  readonly absolute?: StatedLimit;
  /** Fraction of the earlier period's spend; a value above 1 is read as per cent. */
  readonly percentage?: StatedLimit;
}

/** Something wrong with a stated limit; `kind` and `channel` (null for a limit of all channels) are its place. */
export interface RampProblem {
  readonly kind: "absolute" | "percentage";
  readonly channel: string | null;
  readonly what: string;
  readonly fix: string;
}

/** Ramp limits by channel, with what is odd or wrong about how they were stated. */
export interface ParsedRamps {
  /** One per channel, in the order given; null where the channel has none. */
  readonly ramps: readonly (RampLimit | null)[];
  readonly warnings: readonly string[];
  readonly problems: readonly RampProblem[];
}

/** Fractions above this are taken for per cent: a ramp that more than doubles spend is rarer than a slip of the unit. */
const LARGEST_FRACTION = 1;

/**
 * The ramp limit of each channel.
 *
 * A number holds for every channel and a map for those it names; limits of both kinds hold together. Percentages above 1
 * are read as per cent (25 is 25 %), with a warning. A percentage of a last spend of zero never lets the channel leave
 * zero, which a warning says too.
 *
 * @param channels - Names of the channels, in order.
 * @param lastSpends - Spend of the period before the first, one per channel, null where unknown.
 * @returns Limits that are wrong are left out of `ramps` and stand in `problems`.
 */
export function parseRamps(
  { absolute = null, percentage = null }: StatedRamps,
  channels: readonly string[],
  lastSpends: readonly (number | null)[] = [],
): ParsedRamps {
  const absolutes = limitsOf("absolute", absolute, channels);
  const percentages = limitsOf("percentage", percentage, channels);
  const ramps = channels.map((_, i) => {
    const limit = {
      absolute: absolutes.limits[i] ?? null,
      percentage: asFraction(percentages.limits[i] ?? null),
    };
    return limit.absolute === null && limit.percentage === null ? null : limit;
  });
  return {
    ramps,
    warnings: [...perCentWarnings(percentage, channels), ...zeroWarnings(ramps, channels, lastSpends)],
    problems: [...absolutes.problems, ...percentages.problems],
  };
}

function limitsOf(
  kind: RampProblem["kind"],
  stated: StatedLimit,
  channels: readonly string[],
): { readonly limits: readonly (number | null)[]; readonly problems: readonly RampProblem[] } {
  if (stated === null) return { limits: [], problems: [] };
  if (typeof stated === "number") {
    const problems = checkLimit(kind, null, stated);
    return { limits: problems.length > 0 ? [] : channels.map(() => stated), problems };
  }
  const problems = Object.entries(stated).flatMap(([channel, value]) =>
    channels.includes(channel) ? checkLimit(kind, channel, value) : [unknownChannel(kind, channel, channels)],
  );
  const isWrong = (channel: string) => problems.some((problem) => problem.channel === channel);
  const limits = channels.map((channel) =>
    Object.hasOwn(stated, channel) && !isWrong(channel) ? (stated[channel] ?? null) : null,
  );
  return { limits, problems };
}

function checkLimit(kind: RampProblem["kind"], channel: string | null, value: number): RampProblem[] {
  if (value >= 0 && value < Infinity) return [];
  const unit =
    kind === "absolute" ? "money per period" : "fraction of the earlier period's spend, as 0.25 for 25 %";
  return [
    {
      kind,
      channel,
      what: `the ${kind} ramp limit is ${value}, expected a finite number of at least 0`,
      fix: `give the largest change between two periods (${unit}), or leave the limit out`,
    },
  ];
}

function unknownChannel(
  kind: RampProblem["kind"],
  channel: string,
  channels: readonly string[],
): RampProblem {
  return {
    kind,
    channel,
    what: `there is no channel ${JSON.stringify(channel)}`,
    fix: `channels are ${channels.join(", ")}`,
  };
}

function asFraction(percentage: number | null): number | null {
  return percentage !== null && percentage > LARGEST_FRACTION ? percentage / 100 : percentage;
}

function perCentWarnings(percentage: StatedLimit, channels: readonly string[]): string[] {
  if (percentage === null) return [];
  const stated: [string, number][] =
    typeof percentage === "number" ? [["all channels", percentage]] : Object.entries(percentage);
  return stated
    .filter(
      ([name, value]) =>
        value > LARGEST_FRACTION && value < Infinity && (name === "all channels" || channels.includes(name)),
    )
    .map(
      ([name, value]) =>
        `percentage ramp of ${name}: ${value} is read as ${value} %; write ${value / 100} to say so`,
    );
}

function zeroWarnings(
  ramps: readonly (RampLimit | null)[],
  channels: readonly string[],
  lastSpends: readonly (number | null)[],
): string[] {
  return channels
    .filter((_, i) => lastSpends[i] === 0 && (ramps[i]?.percentage ?? null) !== null)
    .map(
      (name) =>
        `channel ${name}: its last spend is 0, and a percentage of 0 is 0, so its percentage ramp keeps it at 0 in every period; ` +
        "leave that limit out for this channel and give an absolute one",
    );
}
