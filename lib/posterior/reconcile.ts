import type { Problem } from "../errors.ts";
import { nearest } from "../schema/nearest.ts";
import type { Dataset } from "./dataset.ts";
import type { Posterior } from "./posterior.ts";

/** Relative difference of the observed target in the two files that is put down to rounding in the export. */
const TARGET_RTOL = 1e-6;
const LISTED = 3;

function some(items: readonly string[]): string {
  return items.slice(0, LISTED).join(", ") + (items.length > LISTED ? ", …" : "");
}

function without(items: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return items.filter((item) => !known.has(item));
}

function dateProblems(posterior: Posterior, dataset: Dataset): Problem[] {
  const onlyData = without(dataset.dates, posterior.dates);
  const onlyModel = without(posterior.dates, dataset.dates);
  const problem = (dates: string[], here: string, there: string, fix: string): Problem[] =>
    dates.length === 0
      ? []
      : [{ what: `${dates.length} dates are not in ${there} (${some(dates)})`, where: here, fix }];
  const found = [
    ...problem(onlyData, dataset.path, posterior.path, "cut the data to the dates of the fit, or fit again"),
    ...problem(onlyModel, posterior.path, dataset.path, "add these dates to the data, as the model saw them"),
  ];
  return found.length > 0 ? found : dateOrderProblems(posterior, dataset);
}

/** Draws and data are laid side by side by position, so the same dates must stand in the same order. */
function dateOrderProblems(posterior: Posterior, dataset: Dataset): Problem[] {
  const at = posterior.dates.findIndex((date, i) => date !== dataset.dates[i]);
  if (at < 0) return [];
  return [
    {
      what: `date ${at + 1} is ${posterior.dates[at] ?? ""}, in ${dataset.path} it is ${dataset.dates[at] ?? ""}`,
      where: posterior.path,
      fix: "fit the model to rows in ascending order of date",
    },
  ];
}

/** A gap in spend is not a zero: with it neither totals nor returns exist. */
function missingSpendProblems({ path, dates, channels }: Dataset): Problem[] {
  return channels.flatMap(({ name, spend }) => {
    const missing = dates.filter((_, t) => Number.isNaN(spend[t]));
    if (missing.length === 0) return [];
    return [
      {
        what: `spend of ${name} is missing on ${missing.length} dates (${some(missing)})`,
        where: path,
        fix: "fill it in at its source; write 0 only where nothing was spent",
      },
    ];
  });
}

function channelProblems(posterior: Posterior, dataset: Dataset): Problem[] {
  const inData = dataset.channels.map(({ name }) => name);
  const problem = (name: string, here: string, there: string, known: readonly string[]): Problem => {
    const near = nearest(name, known);
    return {
      what: `channel ${name} is not in ${there} (channels: ${known.join(", ")})`,
      where: here,
      fix: near === null ? "name the same channels under columns as the model has" : `did you mean ${near}?`,
    };
  };
  return [
    ...without(inData, posterior.channels).map((name) =>
      problem(name, dataset.path, posterior.path, posterior.channels),
    ),
    ...without(posterior.channels, inData).map((name) => problem(name, posterior.path, dataset.path, inData)),
  ];
}

function targetProblems(posterior: Posterior, dataset: Dataset): Problem[] {
  const fitted = posterior.observed();
  if (fitted === null) return [];
  const { name, values } = dataset.target;
  const byDate = new Map(dataset.dates.map((date, i) => [date, values[i] ?? NaN]));
  const differing = posterior.dates.flatMap((date, i) => {
    const here = byDate.get(date);
    const there = fitted[i] ?? NaN;
    return here === undefined || Math.abs(here - there) <= TARGET_RTOL * Math.abs(there)
      ? []
      : [`${date}: ${here} in the data, ${there} in the model`];
  });
  if (differing.length === 0) return [];
  return [
    {
      what: `${name} differs from the model's observed target on ${differing.length} dates (${some(differing)})`,
      where: dataset.path,
      fix: "use the data that the model was fitted to, in the target's own units, or fit again",
    },
  ];
}

/**
 * What keeps a posterior and its data from being joined: dates or channels in one and not in the other (both directions),
 * an observed target that is not the one fitted (relative tolerance 1e-6; NaN in the data is a difference), and missing spend.
 * Empty when they belong together.
 */
export function reconcile(posterior: Posterior, dataset: Dataset): Problem[] {
  return [
    ...dateProblems(posterior, dataset),
    ...channelProblems(posterior, dataset),
    ...targetProblems(posterior, dataset),
    ...missingSpendProblems(dataset),
  ];
}
