import { median } from "../draws/quantile.ts";
import { detectFrequency, type Frequency, steps } from "./frequency.ts";
import { formatIsoDate, parseIsoDate, weekday } from "./iso-date.ts";

/** Two neighbouring dates that are not one period apart. */
export interface IrregularStep {
  readonly from: string;
  readonly to: string;
  readonly days: number;
}

/** Whether the dates of a series are regular and unique, and where not. Dates are `YYYY-MM-DD`. */
export interface Calendar {
  readonly first: string;
  readonly last: string;
  readonly frequency: Frequency;
  /** Median gap between neighbouring distinct dates. */
  readonly medianStepDays: number;
  /** Periods that should lie between two neighbouring dates and do not. */
  readonly missing: readonly string[];
  /** Dates that stand more than once, each named once. */
  readonly duplicates: readonly string[];
  /** Every step that is not exactly one period, whether or not it leaves a period out. */
  readonly irregularSteps: readonly IrregularStep[];
  /** Dates that stand behind a later one. */
  readonly outOfOrder: readonly string[];
  /** Whether all dates fall on one day of the week. */
  readonly isOneWeekday: boolean;
}

/** Values that stand more than once, each named once. */
function repeated(days: readonly number[]): number[] {
  const seen = new Set<number>();
  const again = new Set<number>();
  for (const day of days) (seen.has(day) ? again : seen).add(day);
  return [...again];
}

/**
 * Judges the dates of a series, whose frequency it finds out for itself.
 *
 * @param dates - `YYYY-MM-DD`, in the order of the rows, one a row.
 * @throws RangeError when a date cannot be read, or fewer than two differ.
 */
export function calendar(dates: readonly string[]): Calendar {
  const days = dates.map(parseIsoDate);
  const distinct = [...new Set(days)].sort((a, b) => a - b);
  const frequency = detectFrequency(distinct);
  const walk = steps(distinct, frequency);
  const isBehind = (day: number, i: number) => i > 0 && day < days[i - 1]!;
  return {
    first: formatIsoDate(distinct[0]!),
    last: formatIsoDate(distinct.at(-1)!),
    frequency,
    medianStepDays: median(Float64Array.from(walk, (step) => step.days)),
    missing: walk.flatMap((step) => step.missing).map(formatIsoDate),
    duplicates: repeated(days).map(formatIsoDate),
    irregularSteps: walk
      .filter((step) => !step.isRegular)
      .map(({ from, to, days: length }) => ({
        from: formatIsoDate(from),
        to: formatIsoDate(to),
        days: length,
      })),
    outOfOrder: days.filter(isBehind).map(formatIsoDate),
    isOneWeekday: new Set(distinct.map(weekday)).size === 1,
  };
}
