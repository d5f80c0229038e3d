/** Length of one period of a plan or of the data. */
export type Period = "day" | "week" | "month" | "quarter" | "year";

const ADJECTIVES: Readonly<Record<Period, string>> = {
  day: "daily",
  week: "weekly",
  month: "monthly",
  quarter: "quarterly",
  year: "yearly",
};

const DAYS: Readonly<Record<Period, number>> = { day: 1, week: 7, month: 30, quarter: 91, year: 365 };

const MILLISECONDS_PER_DAY = 86_400_000;
const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** `weekly`, `monthly`…, for a sentence. */
export function periodAdjective(period: Period): string {
  return ADJECTIVES[period];
}

/**
 * Milliseconds since 1970 in UTC of an ISO date (YYYY-MM-DD), the same in every time zone.
 *
 * @throws RangeError for anything that is not a calendar date.
 */
export function utcDate(date: string): number {
  const [, year, month, day] = ISO_DATE.exec(date) ?? [];
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day));
  if (!Number.isFinite(time) || new Date(time).toISOString().slice(0, 10) !== date) {
    throw new RangeError(`'${date}' is not a date as YYYY-MM-DD`);
  }
  return time;
}

/** Where the last of a series of periods ends: one spacing after it begins; the period's usual length when it stands alone. */
export function endOfLastPeriod(starts: readonly number[], period: Period): number {
  const last = starts.at(-1) ?? 0;
  const before = starts.at(-2);
  return last + (before === undefined ? DAYS[period] * MILLISECONDS_PER_DAY : last - before);
}

/** Date ticks: day and month for a short span, month for a longer one; the year stands below January and the first tick. */
export function dateAxisLabel(first: number, last: number): string {
  const days = (last - first) / MILLISECONDS_PER_DAY;
  const tick = days <= 120 ? "%-d %b" : "%b";
  const startsYear =
    "datum.index == 0 || (utcFormat(datum.value, '%m') == '01' && utcdate(datum.value) <= 7)";
  return days > 4 * 365
    ? "utcFormat(datum.value, '%Y')"
    : `[utcFormat(datum.value, '${tick}'), ${startsYear} ? utcFormat(datum.value, '%Y') : '']`;
}
