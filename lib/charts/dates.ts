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

/**
 * UTC milliseconds of a series of dates.
 *
 * @throws RangeError for anything that is not a calendar date, and when a date does not follow the one before.
 */
export function utcDates(dates: readonly string[]): number[] {
  const times = dates.map(utcDate);
  times.forEach((time, index) => {
    const before = times[index - 1];
    if (before !== undefined && before >= time) {
      throw new RangeError(`${dates[index] ?? ""} does not come after ${dates[index - 1] ?? ""}`);
    }
  });
  return times;
}

/** Where the last of a series of periods ends: one spacing after it begins; the period's usual length when it stands alone. */
export function endOfLastPeriod(starts: readonly number[], period: Period): number {
  const last = starts.at(-1) ?? 0;
  const before = starts.at(-2);
  return last + (before === undefined ? DAYS[period] * MILLISECONDS_PER_DAY : last - before);
}

/** Ticks of a date axis and the Vega expression that words them; it reads the tick alone. */
export interface DateTicks {
  readonly values: number[];
  readonly labelExpr: string;
}

const MONTH_STRIDES = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600];
const DAY_LABEL_WIDTH = 56;
const MONTH_LABEL_WIDTH = 42;
const SHORT_SPAN_DAYS = 120;
/** Data that begin this soon after the first of a month are labelled with that month. */
const NEAR_DAYS = 7;

function firstsOfMonths(first: number, last: number, stride: number): number[] {
  const begin = new Date(first);
  const months: number[] = [];
  for (let month = 0; ; month++) {
    const tick = Date.UTC(begin.getUTCFullYear(), begin.getUTCMonth() + month, 1);
    if (tick > last) return months;
    const isNear = tick >= first - NEAR_DAYS * MILLISECONDS_PER_DAY;
    if (isNear && new Date(tick).getUTCMonth() % Math.min(stride, 12) === 0) {
      months.push(Math.max(tick, first));
    }
  }
}

function monthTicks(first: number, last: number, limit: number): number[] {
  for (const stride of MONTH_STRIDES) {
    const ticks = firstsOfMonths(first, last, stride);
    const years = Math.max(1, stride / 12);
    const thinned = ticks.filter((tick) => new Date(tick).getUTCFullYear() % years === 0);
    if (thinned.length <= limit) return thinned;
  }
  return [];
}

/**
 * Ticks where a reader expects them: at the periods themselves over a short span, at the first of months over a longer one; the
 * year stands below the first tick and each January.
 *
 * @param starts - First day of each period, UTC milliseconds, ascending.
 * @param width - Pixels that the axis covers.
 */
export function dateTicks(starts: readonly number[], width: number): DateTicks {
  const first = starts[0] ?? 0;
  const last = starts.at(-1) ?? 0;
  const year = "utcFormat(datum.value, '%Y')";
  if ((last - first) / MILLISECONDS_PER_DAY <= SHORT_SPAN_DAYS) {
    const stride = Math.ceil((starts.length * DAY_LABEL_WIDTH) / width);
    const newYear = "datum.index == 0 || (utcmonth(datum.value) == 0 && utcdate(datum.value) <= 7)";
    return {
      values: starts.filter((_, index) => index % stride === 0),
      labelExpr: `[utcFormat(datum.value, '%-d %b'), ${newYear} ? ${year} : '']`,
    };
  }
  return {
    values: monthTicks(first, last, width / MONTH_LABEL_WIDTH),
    labelExpr: `[utcFormat(datum.value, '%b'), utcmonth(datum.value) == 0 || datum.index == 0 ? ${year} : '']`,
  };
}
