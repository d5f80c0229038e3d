const MILLISECONDS: Readonly<Record<string, number>> = {
  days: 86_400_000,
  hours: 3_600_000,
  minutes: 60_000,
  seconds: 1000,
  milliseconds: 1,
  microseconds: 1e-3,
  nanoseconds: 1e-6,
};
const DAY = 86_400_000;
const ISO_DATE = /^(\d{4}-\d{2}-\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?(?:Z|\+00:?00)?$/;
const TIME_UNITS = /^(\w+) since (\S+)(?:[T ](\S+))?/;

/** Milliseconds of a date that exists in the calendar, or null ("2015-02-30" is none). */
function midnight(iso: string): number | null {
  const time = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== iso ? null : time;
}

/** ISO date (YYYY-MM-DD) of a text: a date alone or with midnight as its time; null when it is anything else. */
export function isoDate(text: string): string | null {
  const date = ISO_DATE.exec(text.trim())?.[1];
  return date !== undefined && midnight(date) !== null ? date : null;
}

/**
 * ISO dates of a CF time axis: `values[i]` units after the epoch of `units` ("days since 2015-11-23").
 *
 * @returns null when the units are not understood, the calendar is not Gregorian or a value is not finite.
 * @see CF conventions 1.11, section 4.4
 */
export function datesSince(
  values: ArrayLike<number>,
  units: string,
  calendar: string | null,
): string[] | null {
  const [, unit = "", epoch = ""] = TIME_UNITS.exec(units) ?? [];
  const step = MILLISECONDS[unit.endsWith("s") ? unit : `${unit}s`];
  const start = isoDate(epoch.slice(0, 10));
  if (step === undefined || start === null) return null;
  if (calendar !== null && !["proleptic_gregorian", "gregorian", "standard"].includes(calendar)) return null;
  const origin = midnight(start) ?? NaN;
  const times = Array.from(values, (value) => origin + value * step);
  if (!times.every((time) => Math.abs(time) < 8.64e15)) return null;
  return times.map((time) => new Date(time).toISOString().slice(0, 10));
}

/** Days from 1970-01-01 to an ISO date. */
export function daysSinceEpoch(iso: string): number {
  const time = midnight(iso);
  if (time === null) throw new RangeError(`${iso} is not a date (YYYY-MM-DD)`);
  return time / DAY;
}
