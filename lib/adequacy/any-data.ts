import { InputError } from "../errors.ts";
import { CHECKS, CHECK_IDS } from "../gates/catalogue.ts";
import { skipped, type Measurement } from "../gates/judge.ts";
import { columnOf, readCsvFile } from "../posterior/csv-file.ts";
import type { CsvText } from "../posterior/csv.ts";
import type { Dataset } from "../posterior/dataset.ts";
import { isoDate } from "../posterior/dates.ts";
import { stationarity } from "../prediagnostics/stationarity.ts";
import { describeData, measureCollinearity, measureData, measureExposure, vifRows } from "./data.ts";
import type { AnyFit } from "./read-fit.ts";

/** Every check of the data, left out for one reason. */
export function skipData(reason: string): Measurement[] {
  return CHECK_IDS.filter((id) => CHECKS[id].phase === "10_pre_diagnostics").map((id) => skipped(id, reason));
}

const numbersOf = (table: CsvText, name: string) =>
  Float64Array.from(columnOf(table, name), (cell) => (cell.trim() === "" ? NaN : Number(cell)));
const isNumeric = (table: CsvText, name: string) =>
  columnOf(table, name).every((cell) => cell.trim() === "" || Number.isFinite(Number(cell)));

/** Whether two series are one up to a factor: a model may have scaled its target. */
function areProportional(a: Float64Array, b: Float64Array): boolean {
  if (a.length !== b.length) return false;
  const at = a.findIndex((value, i) => value !== 0 && b[i] !== 0);
  const factor = at < 0 ? NaN : (a[at] ?? NaN) / (b[at] ?? NaN);
  return a.every((value, i) => Math.abs(value - factor * (b[i] ?? NaN)) <= 1e-6 * Math.abs(value));
}

/**
 * A table as data to judge: dates in the first column of dates, the target the column that the model observed,
 * the other columns that the model knows by name regressors (all others, where it knows none); those without a negative value are taken for spend.
 */
function toDataset(path: string, table: CsvText, { observed, names }: AnyFit): Dataset {
  const date = table.header.find((name) => columnOf(table, name).every((cell) => isoDate(cell) !== null));
  const numeric = table.header.filter((name) => name !== date && isNumeric(table, name));
  const target = numeric.find(
    (name) => observed !== null && areProportional(numbersOf(table, name), observed),
  );
  if (date === undefined || target === undefined) {
    throw new InputError({
      what:
        date === undefined
          ? "has no column of dates"
          : "has no column that is the target observed in the model",
      where: path,
      fix: "give the data that the model was fitted to, or leave it out",
    });
  }
  const others = numeric.filter((name) => name !== target);
  const known = others.filter((name) => names.has(name));
  if (others.length === 0) {
    throw new InputError({
      what: "has no numeric column beside the target",
      where: path,
      fix: "give the data that the model was fitted to, or leave it out",
    });
  }
  const regressors = (known.length > 0 ? known : others).map((name) => ({
    name,
    values: numbersOf(table, name),
  }));
  const isSpend = ({ values }: { values: Float64Array }) => values.every((value) => !(value < 0));
  return {
    path,
    dates: columnOf(table, date).map((cell) => isoDate(cell) ?? cell),
    target: { name: target, values: numbersOf(table, target) },
    channels: regressors
      .filter(isSpend)
      .map(({ name, values }) => ({ name, spendColumn: name, spend: values })),
    controls: regressors.filter((one) => !isSpend(one)),
  };
}

/**
 * What gate g0 judges, from a table whose columns nobody has explained.
 *
 * @throws InputError when the file cannot be read, or dates or target cannot be told.
 */
export async function measureTable(path: string, fit: AnyFit): Promise<Measurement[]> {
  const dataset = toDataset(path, await readCsvFile(path), fit);
  return [
    ...measureData(describeData(dataset), vifRows(dataset, true), stationarity(dataset.target.values)),
    measureExposure(dataset),
    ...measureCollinearity(dataset, true),
  ];
}
