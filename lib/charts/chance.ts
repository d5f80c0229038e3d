import { ecdfBand } from "../diagnostics/ecdf-band.ts";

/** Shares between which all bars of a histogram lie with a given probability when nothing but chance is at work. */
export interface ShareBand {
  readonly probability: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * Band for the shares of a sample in equally likely bins: exact binomial limits of each bar, at a level that holds for
 * all bars together (Šidák; bars of one sample hinder each other, which makes it a little wide).
 *
 * @param sampleSize - Independent values, or as many as dependent ones are worth; rounded down.
 * @param bins - Equally likely bins; at least two.
 * @param bars - Bars that are looked at together, `bins` times the number of samples.
 * @returns NaN limits when there is less than one independent value.
 */
export function shareBand(sampleSize: number, bins: number, bars: number, probability: number): ShareBand {
  const size = Math.floor(sampleSize);
  if (!(size >= 1)) return { probability, lower: Number.NaN, upper: Number.NaN };
  const { lower, upper } = ecdfBand(size, [1 / bins], 1 - probability ** (1 / bars));
  return { probability, lower: (lower[0] ?? Number.NaN) / size, upper: (upper[0] ?? Number.NaN) / size };
}

/** Whether a share lies inside a band, its limits included; an undefined limit or share never does. */
export function isWithin(share: number, { lower, upper }: ShareBand): boolean {
  return share >= lower - ROUNDING && share <= upper + ROUNDING;
}

/** Slack for shares that are quotients of the same counts in another order. */
const ROUNDING = 1e-12;
