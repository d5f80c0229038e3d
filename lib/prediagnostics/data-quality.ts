import { type Calendar, calendar } from "./calendar.ts";
import { type Outliers, outliers } from "./outliers.ts";
import { isConstant } from "./series.ts";
import { missingPeriods, type SpendQuality, spendQuality } from "./spend-quality.ts";

/** A named column of the data: one value a period, NaN where missing. */
export interface NamedSeries {
  readonly name: string;
  readonly values: Float64Array;
}

/** The data that a model is to be fitted to. */
export interface ModelData {
  /** `YYYY-MM-DD`, one a period. */
  readonly dates: readonly string[];
  readonly target: NamedSeries;
  /** Currency per period. */
  readonly spend: readonly NamedSeries[];
  readonly controls: readonly NamedSeries[];
  /** Parameters that the model fits: channels, controls and what else it has. */
  readonly parameters: number;
}

/** A target or control, described; dates are `YYYY-MM-DD`. */
export interface ColumnQuality {
  readonly name: string;
  readonly missing: readonly string[];
  readonly isConstant: boolean;
  readonly outliers: Outliers;
}

/** A channel, described; `missingDates` are `YYYY-MM-DD`. */
export interface ChannelQuality extends SpendQuality {
  readonly name: string;
  readonly missingDates: readonly string[];
}

/** What there is to know of the data before a model is believed. */
export interface DataQuality {
  readonly periods: number;
  readonly calendar: Calendar;
  readonly target: ColumnQuality;
  readonly channels: readonly ChannelQuality[];
  readonly controls: readonly ColumnQuality[];
  /** Below 5 priors speak louder than data. */
  readonly observationsPerParameter: number;
}

function requirePeriods({ name, values }: NamedSeries, periods: number): void {
  if (values.length !== periods)
    throw new RangeError(`${name} has ${values.length} periods, dates ${periods}`);
}

/**
 * Describes dates, target, spend and controls: gaps, missing values, channels without spend or variation, outliers.
 *
 * @throws RangeError when a column differs in length from the dates, a date cannot be read, fewer than two dates
 *   differ, or the parameters are fewer than one.
 */
export function dataQuality({ dates, target, spend, controls, parameters }: ModelData): DataQuality {
  for (const series of [target, ...spend, ...controls]) requirePeriods(series, dates.length);
  if (!(parameters >= 1)) throw new RangeError(`${parameters} parameters, expected at least 1`);
  const datesOf = (periods: readonly number[]) => periods.map((t) => dates[t]!);
  const describe = ({ name, values }: NamedSeries): ColumnQuality => ({
    name,
    missing: datesOf(missingPeriods(values)),
    isConstant: isConstant(values.filter((value) => Number.isFinite(value))),
    outliers: outliers(values),
  });
  const channels = spendQuality(spend.map(({ values }) => values)).map((quality, c) => ({
    name: spend[c]!.name,
    missingDates: datesOf(quality.missing),
    ...quality,
  }));
  return {
    periods: dates.length,
    calendar: calendar(dates),
    target: describe(target),
    channels,
    controls: controls.map(describe),
    observationsPerParameter: dates.length / parameters,
  };
}
