import { finite } from "../words.ts";

/** An estimate with an interval of its posterior; null where undefined. */
export interface Estimate {
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** How far an estimate moved, and whether that is more than its own uncertainty. */
export interface Shift {
  readonly change: number | null;
  readonly shift: number | null;
  readonly beyond: boolean | null;
}

const UNDEFINED: Shift = { change: null, shift: null, beyond: null };

/**
 * How far B lies from A, in half-widths of their intervals.
 *
 * The half-widths are those that face each other, A's towards B and B's towards A; their root mean square is the unit, so
 * that a skewed posterior counts on the side where it moved, and `shiftOf(a, b)` mirrors `shiftOf(b, a)`. Two refreshes
 * share most of their data, so this is no test of a difference: it says whether a reader of A's interval would be surprised.
 *
 * @returns Beyond where the shift exceeds 1. Two different values without any width are infinitely far apart: beyond, with
 * a shift of null; all is null where a value or an end is not known.
 */
export function shiftOf(a: Estimate, b: Estimate): Shift {
  if (a.value === null || b.value === null) return UNDEFINED;
  const change = b.value - a.value;
  const ends = change >= 0 ? [a.upper, b.lower] : [a.lower, b.upper];
  const [endA = null, endB = null] = ends;
  if (endA === null || endB === null) return { ...UNDEFINED, change };
  const unit = Math.sqrt(((endA - a.value) ** 2 + (endB - b.value) ** 2) / 2);
  if (change === 0) return { change, shift: 0, beyond: false };
  const shift = change / unit;
  // Written so that NaN is beyond nothing that it could be compared with, and is not told as within.
  return { change, shift: finite(shift), beyond: Number.isNaN(shift) ? null : Math.abs(shift) > 1 };
}
