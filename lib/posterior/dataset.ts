import { readFile, stat } from "node:fs/promises";
import { InputError, type Problem } from "../errors.ts";
import { meantOr } from "../schema/nearest.ts";
import { limitProblems } from "../schema/parse.ts";
import { readCsv, type CsvRow } from "./csv.ts";
import { listed } from "../words.ts";
import { isoDate } from "./dates.ts";

/** What the model was fitted to, by period: spend per channel, controls and the observed target. */
export interface Dataset {
  readonly path: string;
  /** ISO dates, ascending, each once. */
  readonly dates: readonly string[];
  /** Missing cells are NaN, here and below. */
  readonly target: { readonly name: string; readonly values: Float64Array };
  readonly channels: readonly {
    readonly name: string;
    readonly spendColumn: string;
    readonly spend: Float64Array;
    /** Impressions, clicks…: what the spend bought, in units of its own; left out where the file has no such column. */
    readonly exposure?: Float64Array;
  }[];
  readonly controls: readonly { readonly name: string; readonly values: Float64Array }[];
}

/** Which columns of the file play which part. */
export interface DatasetColumns {
  readonly date: string;
  readonly target: string;
  readonly channels: readonly { readonly name: string; readonly spend: string; readonly exposure?: string }[];
  readonly controls: readonly string[];
}

const MISSING = ["", "na", "n/a", "nan", "null", "none"];
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const INFINITE = /^[+-]?inf(?:inity)?$/i;
/** Columns that a message names, and characters of a name or cell that it repeats. */
const MOST_NAMED = 30;
const LONGEST = 80;
/** Problems of one kind that are spelt out; the rest are counted. */
const LISTED = 5;

/** Collects problems in groups, so that a column of bad cells does not hide the other columns. */
class Findings {
  readonly #groups = new Map<string, { readonly shown: Problem[]; more: number }>();

  add(group: string, problem: Problem): void {
    const known = this.#groups.get(group) ?? { shown: [], more: 0 };
    if (known.shown.length < LISTED) known.shown.push(problem);
    else known.more += 1;
    this.#groups.set(group, known);
  }

  throwIfAny(): void {
    const problems = [...this.#groups.values()].flatMap(({ shown, more }) =>
      shown.map((problem, i) =>
        more > 0 && i === LISTED - 1
          ? { ...problem, what: `${problem.what}; ${more} more like it` }
          : problem,
      ),
    );
    if (problems.length > 0) throw new InputError(problems);
  }
}

const brief = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

function locate(path: string, line: number, column: string): string {
  return `${path}:${line}, column ${column}`;
}

function repeatedIn(names: readonly string[]): string[] {
  const seen = new Set<string>();
  const repeated = names.filter((name) => seen.size === seen.add(name).size);
  return [...new Set(repeated)];
}

function headerProblems(path: string, header: readonly string[], columns: DatasetColumns): Problem[] {
  const names = new Set(header);
  const repeated = names.size === header.length ? [] : repeatedIn(header);
  const wanted = [
    columns.date,
    columns.target,
    ...columns.channels.flatMap(({ spend, exposure }) =>
      exposure === undefined ? [spend] : [spend, exposure],
    ),
    ...columns.controls,
  ];
  const missing = [...new Set(wanted)].filter((name) => !names.has(name));
  const [only = ""] = header;
  const semicolons = header.length === 1 && only.includes(";");
  return [
    ...repeated.map((name) => ({
      what: `column ${brief(name)} occurs more than once`,
      where: `${path}:1`,
      fix: "rename or remove the repeated column",
    })),
    ...missing.map((name) => ({
      what: `no column ${name} (columns: ${listed(header.map(brief), MOST_NAMED)})`,
      where: `${path}:1`,
      fix: semicolons
        ? "save the file with commas between cells"
        : meantOr(name, header, "add the column, or name another under columns"),
    })),
  ];
}

function raggedProblems(path: string, header: readonly string[], rows: readonly CsvRow[]): Problem[] {
  return rows
    .filter(({ cells }) => cells.length !== header.length)
    .map(({ line, cells }) => ({
      what: `${cells.length} cells, the header has ${header.length}`,
      where: `${path}:${line}`,
      fix: "one cell per column; write numbers without thousands separators, or in quotes",
    }));
}

function readDates(path: string, name: string, cells: readonly Cell[], findings: Findings): string[] {
  const lines = new Map<string, number>();
  let before = "";
  return cells.map(({ line, text }) => {
    const date = isoDate(text);
    const where = locate(path, line, name);
    if (date === null) {
      findings.add("dates", {
        what: `"${brief(text)}" is not a date`,
        where,
        fix: "write dates as YYYY-MM-DD",
      });
      return text;
    }
    const first = lines.get(date);
    if (first !== undefined) {
      findings.add("repeated dates", {
        what: `${date} is already on line ${first}`,
        where,
        fix: "keep one row per date; sum over markets first",
      });
    } else if (date < before) {
      findings.add("order", { what: `${date} comes after ${before}`, where, fix: "sort the file by date" });
    }
    lines.set(date, line);
    before = date;
    return date;
  });
}

interface Cell {
  readonly line: number;
  readonly text: string;
}

function readNumbers(path: string, name: string, cells: readonly Cell[], findings: Findings): Float64Array {
  return Float64Array.from(cells, ({ line, text }) => {
    const trimmed = text.trim();
    if (NUMBER.test(trimmed)) {
      const value = Number(trimmed);
      if (Number.isFinite(value)) return value;
    }
    if (MISSING.includes(trimmed.toLowerCase())) return NaN;
    const isInfinite = INFINITE.test(trimmed) || NUMBER.test(trimmed);
    findings.add(`numbers of ${name}`, {
      what: isInfinite ? `${brief(trimmed)} is infinite` : `"${brief(text)}" is not a number`,
      where: locate(path, line, name),
      fix: isInfinite
        ? "write the number that was observed, or leave the cell empty"
        : "write digits with a decimal point, no thousands separators or units; leave missing cells empty",
    });
    return NaN;
  });
}

async function readText(path: string): Promise<string> {
  const status = await stat(path).catch(() => null);
  const fix = "check the path of the data file";
  if (status === null) throw new InputError({ what: "no such file", where: path, fix });
  if (status.isDirectory()) throw new InputError({ what: "is a folder, not a file", where: path, fix });
  const text = await readFile(path, "utf8");
  if (text.replace(/^\uFEFF/, "").trim() !== "") return text;
  throw new InputError({ what: "is empty", where: path, fix: "write a header line and one row per date" });
}

/**
 * Reads the modelled data from a CSV file (UTF-8, with or without byte order mark; any line ends).
 *
 * Missing cells (empty, NA, NaN, null) become NaN; whether there are too many is for the data-quality checks to judge.
 *
 * @throws InputError with all that is wrong: a missing or empty file, missing or repeated columns, rows of another length,
 * dates and numbers that cannot be read, dates repeated or out of order, negative spend or exposure, infinite values, a single row.
 */
export async function readDataset(path: string, columns: DatasetColumns): Promise<Dataset> {
  const { header, rows } = await readCsv(await readText(path));
  const problems = headerProblems(path, header, columns);
  if (problems.length > 0) throw new InputError(limitProblems(problems, path));
  if (rows.length === 0) {
    throw new InputError({ what: "has a header but no rows", where: path, fix: "write one row per date" });
  }
  const findings = new Findings();
  for (const problem of raggedProblems(path, header, rows)) findings.add("length", problem);
  findings.throwIfAny();

  const cellsOf = (name: string): Cell[] => {
    const at = header.indexOf(name);
    return rows.map(({ line, cells }) => ({ line, text: cells[at] ?? "" }));
  };
  const numbers = (name: string): Float64Array => readNumbers(path, name, cellsOf(name), findings);
  const dates = readDates(path, columns.date, cellsOf(columns.date), findings);
  const refuseNegative = (what: string, column: string, values: Float64Array, fix: string): void => {
    rows.forEach(({ line }, i) => {
      const value = values[i] ?? NaN;
      if (!(value < 0)) return;
      const problem = {
        what: `${what} is ${value} on ${dates[i] ?? ""}`,
        where: locate(path, line, column),
        fix,
      };
      findings.add(what, problem);
    });
  };
  const channels = columns.channels.map(({ name, spend: spendColumn, exposure: exposureColumn }) => {
    const spend = numbers(spendColumn);
    const refund = "book refunds to the period of the spend; spend is zero or more";
    refuseNegative(`spend of channel ${name}`, spendColumn, spend, refund);
    if (exposureColumn === undefined) return { name, spendColumn, spend };
    const exposure = numbers(exposureColumn);
    const correct = "correct the export; exposure is zero or more";
    refuseNegative(`exposure of channel ${name}`, exposureColumn, exposure, correct);
    return { name, spendColumn, spend, exposure };
  });
  const target = { name: columns.target, values: numbers(columns.target) };
  const controls = columns.controls.map((name) => ({ name, values: numbers(name) }));
  findings.throwIfAny();
  if (rows.length === 1) {
    // Nothing that is said of a series can be said of one observation, not even how often it is observed.
    throw new InputError({
      what: "has one row; allowed: at least 2",
      where: path,
      fix: "write one row per date",
    });
  }
  return { path, dates, target, channels, controls };
}
