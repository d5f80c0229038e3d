import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DATE,
  DOUBLE,
  DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBInstance,
  ENUM,
  INTEGER,
  VARCHAR,
  type DuckDBConnection,
  type DuckDBType,
  type DuckDBValue,
} from "@duckdb/node-api";
import type { Dataset } from "./dataset.ts";
import { daysSinceEpoch } from "./dates.ts";
import type { BaselineComponent, Contributions } from "./posterior.ts";

/** Rows of one data chunk: DuckDB's vector size. */
const CHUNK_ROWS = 2048;
/** Above this DuckDB spills to the temporary folder. */
const MEMORY_LIMIT = "1GB";

/** An in-memory DuckDB with the tables of one posterior; spend, contribution and baseline once they are loaded. */
export interface Tables {
  readonly connection: DuckDBConnection;
  /** Closes the database and removes what it spilled to disk. */
  close(): Promise<void>;
}

/**
 * Opens an empty in-memory database.
 *
 * One thread: with more, the order in which partial sums of doubles meet differs from run to run, and with it their last digits.
 *
 * @param memoryLimit - In DuckDB's notation ("1GB"); larger work spills to a temporary folder.
 */
export async function openTables(memoryLimit: string = MEMORY_LIMIT): Promise<Tables> {
  const spill = await mkdtemp(join(tmpdir(), "sluice-"));
  const removeSpill = () => rm(spill, { recursive: true, force: true });
  try {
    const instance = await DuckDBInstance.create(":memory:", {
      threads: "1",
      memory_limit: memoryLimit,
      temp_directory: spill,
      preserve_insertion_order: "true",
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
    });
    const connection = await instance.connect();
    return {
      connection,
      async close() {
        connection.closeSync();
        instance.closeSync();
        await removeSpill();
      },
    };
  } catch (error) {
    await removeSpill();
    throw error;
  }
}

/** A column to load: its type and its value in each row. */
interface Column {
  readonly type: DuckDBType;
  readonly at: (row: number) => DuckDBValue;
}

async function append(
  connection: DuckDBConnection,
  table: string,
  rows: number,
  columns: readonly Column[],
): Promise<void> {
  const appender = await connection.createAppender(table);
  const chunk = DuckDBDataChunk.create(columns.map(({ type }) => type));
  for (let start = 0; start < rows; start += CHUNK_ROWS) {
    const length = Math.min(CHUNK_ROWS, rows - start);
    chunk.rowCount = length;
    columns.forEach(({ at }, index) => {
      const vector = chunk.getColumnVector(index);
      for (let i = 0; i < length; i++) vector.setItem(i, at(start + i));
      vector.flush();
    });
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function dateValues(dates: readonly string[]): DuckDBDateValue[] {
  return dates.map((date) => new DuckDBDateValue(daysSinceEpoch(date)));
}

function item<T>(items: readonly T[], index: number): T {
  const value = items[index];
  if (value === undefined) throw new RangeError(`no item ${index} among ${items.length}`);
  return value;
}

function checkSame(kind: string, model: readonly string[], data: readonly string[]): void {
  const known = new Set(data);
  const missing = model.filter((label) => !known.has(label));
  if (missing.length > 0) {
    throw new RangeError(
      `${missing.length} ${kind} of the contributions have no spend: ${missing.slice(0, 3).join(", ")}`,
    );
  }
}

async function loadSpend(connection: DuckDBConnection, { dates, channels }: Dataset): Promise<void> {
  const names = channels.map(({ name }) => name);
  await connection.run(`CREATE TYPE channel_name AS ENUM (${names.map(quoted).join(", ")})`);
  await connection.run("CREATE TABLE spend (date DATE, channel channel_name, spend DOUBLE)");
  const days = dateValues(dates);
  await append(connection, "spend", days.length * names.length, [
    { type: DATE, at: (row) => item(days, Math.floor(row / names.length)) },
    { type: ENUM(names), at: (row) => item(names, row % names.length) },
    {
      type: DOUBLE,
      at: (row) => item(channels, row % names.length).spend[Math.floor(row / names.length)] ?? NaN,
    },
  ]);
}

/**
 * Loads `spend(date, channel, spend)` and `contribution(chain, draw, date, channel, contribution)`.
 * `channel` is an ENUM, so that it sorts in the order of the dataset.
 *
 * @throws RangeError when a date or a channel of the contributions is not in the dataset: a join would lose it silently.
 */
export async function loadMedia(
  { connection }: Tables,
  { chains, draws, dates, channels, values }: Contributions,
  dataset: Dataset,
): Promise<void> {
  const names = dataset.channels.map(({ name }) => name);
  checkSame("dates", dates, dataset.dates);
  checkSame("channels", channels, names);
  const rows = chains * draws * dates.length * channels.length;
  if (values.length !== rows) {
    throw new RangeError(
      `contributions have ${values.length} values, chains × draws × dates × channels is ${rows}`,
    );
  }
  await loadSpend(connection, dataset);
  await connection.run(
    "CREATE TABLE contribution (chain INTEGER, draw INTEGER, date DATE, channel channel_name, contribution DOUBLE)",
  );
  const days = dateValues(dates);
  const perDraw = days.length * channels.length;
  await append(connection, "contribution", rows, [
    { type: INTEGER, at: (row) => Math.floor(row / (draws * perDraw)) },
    { type: INTEGER, at: (row) => Math.floor(row / perDraw) % draws },
    { type: DATE, at: (row) => item(days, Math.floor(row / channels.length) % days.length) },
    { type: ENUM(names), at: (row) => item(channels, row % channels.length) },
    { type: DOUBLE, at: (row) => values[row] ?? NaN },
  ]);
}

/** Loads `baseline(chain, draw, date, component, contribution)`; a component that is constant over dates is repeated. */
export async function loadBaseline(
  { connection }: Tables,
  { chains, draws, dates }: Pick<Contributions, "chains" | "draws" | "dates">,
  components: readonly BaselineComponent[],
): Promise<void> {
  await connection.run(
    "CREATE TABLE baseline (chain INTEGER, draw INTEGER, date DATE, component VARCHAR, contribution DOUBLE)",
  );
  const days = dateValues(dates);
  for (const { name, varies, values } of components) {
    await append(connection, "baseline", chains * draws * days.length, [
      { type: INTEGER, at: (row) => Math.floor(row / (draws * days.length)) },
      { type: INTEGER, at: (row) => Math.floor(row / days.length) % draws },
      { type: DATE, at: (row) => item(days, row % days.length) },
      { type: VARCHAR, at: () => name },
      { type: DOUBLE, at: (row) => values[varies ? row : Math.floor(row / days.length)] ?? NaN },
    ]);
  }
}
