import { dateTicks, utcDates, type Period } from "./dates.ts";
import { displayName } from "./names.ts";

/** Names of the observations of a series, in order: dates, or any labels when the data have no time. */
export interface Observations {
  /** First day of each period, YYYY-MM-DD, ascending; or any other labels. */
  readonly labels: readonly string[];
  /** What one of them is; null when they are not dates. */
  readonly period: Period | null;
}

/** Where observations stand along a horizontal axis, and that axis. */
export interface ObservationAxis {
  readonly positions: readonly number[];
  readonly encoding: {
    readonly field: "x";
    readonly type: "temporal" | "quantitative";
    readonly scale: {
      readonly type?: "utc";
      readonly nice: false;
      readonly domain: number[];
      readonly zero?: false;
    };
    readonly axis: {
      readonly title: string | null;
      readonly grid: false;
      readonly values?: number[];
      readonly labelExpr?: string;
      readonly labelLineHeight?: number;
    };
  };
}

/** What observations are called in a sentence: `week`, or `observation`. */
export function observationNoun({ period }: Observations): string {
  return period ?? "observation";
}

/** Share of the axis left free at either end, so that no mark is cut. */
const MARGIN = 0.01;

/**
 * A date axis for dates, else one that numbers the observations from 1.
 *
 * @throws RangeError for periods whose labels are not ascending calendar dates.
 */
export function observationAxis({ labels, period }: Observations, width: number): ObservationAxis {
  const positions = period === null ? labels.map((_, i) => i + 1) : utcDates(labels);
  const [first, last] = [positions[0] ?? 0, positions.at(-1) ?? 0];
  const margin = last > first ? (last - first) * MARGIN : 1;
  const domain = [first - margin, last + margin];
  if (period === null) {
    return {
      positions,
      encoding: {
        field: "x",
        type: "quantitative",
        scale: { nice: false, zero: false, domain },
        axis: { title: "Observation", grid: false },
      },
    };
  }
  return {
    positions,
    encoding: {
      field: "x",
      type: "temporal",
      scale: { type: "utc", nice: false, domain },
      axis: { title: null, grid: false, ...dateTicks(positions, width), labelLineHeight: 16 },
    },
  };
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** One observation as it may be drawn: `28 Nov 2016`, or its label. */
export function observationName(label: string, { period }: Observations): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(label) ?? [];
  if (period === null || year === undefined) return displayName(label);
  return `${Number(day)} ${MONTHS[Number(month) - 1] ?? ""} ${year}`;
}
