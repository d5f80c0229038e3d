import { median } from "../draws/quantile.ts";
import { civilDate, type CivilDate, dayNumber, daysInMonth } from "./iso-date.ts";

/** How far apart the periods of a series are: a number of days, or of calendar months. */
export interface Frequency {
  readonly unit: "day" | "month";
  readonly every: number;
  /** The usual word for it: daily, weekly, ... or `other`. */
  readonly name: "daily" | "weekly" | "fortnightly" | "monthly" | "quarterly" | "yearly" | "other";
}

const DAILY_NAMES = new Map<number, Frequency["name"]>([
  [1, "daily"],
  [7, "weekly"],
  [14, "fortnightly"],
]);

/** Lengths in days that a number of calendar months may have. */
const MONTHLY = [
  { name: "monthly", every: 1, least: 28, most: 31 },
  { name: "quarterly", every: 3, least: 90, most: 92 },
  { name: "yearly", every: 12, least: 365, most: 366 },
] as const;

function mostCommon(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return values.find((value) => counts.get(value) === most) ?? NaN;
}

/** Day of the month that the dates keep to, the last of a month read as the 31st. */
function anchorDay(days: readonly number[]): number {
  return mostCommon(
    days.map((day) => {
      const date = civilDate(day);
      return date.day === daysInMonth(date.year, date.month) ? 31 : date.day;
    }),
  );
}

function isOnDay({ year, month, day }: CivilDate, anchor: number): boolean {
  return day === Math.min(anchor, daysInMonth(year, month));
}

/**
 * The frequency of a series of dates, from its median gap; by months when most dates keep to one day of the month.
 *
 * @param days - Days from 1970-01-01, ascending, no two equal, at least two.
 * @throws RangeError for fewer than two.
 */
export function detectFrequency(days: readonly number[]): Frequency {
  if (days.length < 2) throw new RangeError(`${days.length} dates, expected at least 2`);
  const gap = median(Float64Array.from(days.slice(1), (day, i) => day - days[i]!));
  const months = MONTHLY.find(({ least, most }) => gap >= least && gap <= most);
  const anchor = anchorDay(days);
  const onAnchor = days.filter((day) => isOnDay(civilDate(day), anchor)).length;
  if (months !== undefined && onAnchor > days.length / 2) {
    return { unit: "month", every: months.every, name: months.name };
  }
  const every = Math.max(1, Math.round(gap));
  return { unit: "day", every, name: DAILY_NAMES.get(every) ?? "other" };
}

/** Two neighbouring dates, how many periods lie between, and whether the step is exactly one period. */
export interface Step {
  readonly from: number;
  readonly to: number;
  /** Days from one to the other. */
  readonly days: number;
  readonly isRegular: boolean;
  /** Days from 1970-01-01 of the periods left out between the two. */
  readonly missing: readonly number[];
}

function dayStep(from: number, to: number, every: number): Step {
  const periods = Math.round((to - from) / every);
  const missing = Array.from({ length: Math.max(0, periods - 1) }, (_, i) => from + (i + 1) * every);
  return { from, to, days: to - from, isRegular: to - from === every, missing };
}

function monthStep(from: number, to: number, every: number, anchor: number): Step {
  const start = civilDate(from);
  const end = civilDate(to);
  const months = (end.year - start.year) * 12 + end.month - start.month;
  const periods = Math.round(months / every);
  const missing = Array.from({ length: Math.max(0, periods - 1) }, (_, i) => {
    const index = start.year * 12 + start.month - 1 + (i + 1) * every;
    const year = Math.floor(index / 12);
    const month = (index % 12) + 1;
    return dayNumber({ year, month, day: Math.min(anchor, daysInMonth(year, month)) });
  });
  const isRegular = months === every && isOnDay(start, anchor) && isOnDay(end, anchor);
  return { from, to, days: to - from, isRegular, missing };
}

/**
 * The steps between neighbouring dates, judged by a frequency.
 *
 * A gap that rounds to k periods leaves k - 1 out, placed one period apart from the earlier date.
 *
 * @param days - Days from 1970-01-01, ascending, no two equal.
 */
export function steps(days: readonly number[], { unit, every }: Frequency): Step[] {
  const anchor = anchorDay(days);
  return days
    .slice(1)
    .map((to, i) => (unit === "day" ? dayStep(days[i]!, to, every) : monthStep(days[i]!, to, every, anchor)));
}
