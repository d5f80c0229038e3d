import { detectFrequency } from "../prediagnostics/frequency.ts";
import {
  civilDate,
  dayNumber,
  daysInMonth,
  formatIsoDate,
  parseIsoDate,
} from "../prediagnostics/iso-date.ts";

/**
 * The first days of the periods that follow a series of dates, at its own frequency.
 *
 * @param dates - YYYY-MM-DD, ascending; at least two.
 */
export function datesAfter(dates: readonly string[], periods: number): string[] {
  const days = dates.map(parseIsoDate);
  const { unit, every } = detectFrequency(days);
  const last = days.at(-1) ?? NaN;
  const civil = days.map(civilDate);
  // The last date alone does not tell: 28 February is a month's end and every month's 28th.
  const isMonthEnd = civil.every(({ year, month, day }) => day === daysInMonth(year, month));
  const usualDay = civil.reduce((latest, { day }) => Math.max(latest, day), 1);
  return Array.from({ length: periods }, (_, i) => {
    if (unit === "day") return formatIsoDate(last + every * (i + 1));
    const { year, month } = civilDate(last);
    const index = year * 12 + month - 1 + every * (i + 1);
    const then = { year: Math.floor(index / 12), month: (index % 12) + 1 };
    const length = daysInMonth(then.year, then.month);
    return formatIsoDate(dayNumber({ ...then, day: isMonthEnd ? length : Math.min(usualDay, length) }));
  });
}
