import { open, realpath, rename, rm } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import {
  DuckDBInstance,
  DuckDBTypeId,
  StatementType,
  type DuckDBConnection,
  type Json,
} from "@duckdb/node-api";
import type { Artefact, SchemaName } from "../artefacts/artefact.ts";
import { columnsOf, type TableName } from "../artefacts/csv.ts";
import { InputError } from "../errors.ts";
import { schemaDocuments } from "../schema/generated.ts";
import type { Stage } from "../stage.ts";
import { listed } from "../words.ts";
import { recordedFiles } from "./verify.ts";
import type { Manifest } from "../artefacts/store.ts";

/** Above this DuckDB gives up rather than take the machine down. */
const MEMORY_LIMIT = "2GB";

/** DuckDB's own limit for one JSON value; a larger file may be one value, too. */
const LEAST_OBJECT = 16_777_216;

/** A table of a run: a file that SQL can read. */
interface Table {
  readonly stage: string;
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  readonly from: string;
}

/** What came of a query. */
export interface QueryResult {
  readonly columns: readonly string[];
  /** One row after another; dates and whole numbers beyond 2^53 as text, NaN as `"NaN"`. */
  readonly rows: readonly (readonly Json[])[];
}

/** The tables of one run, open for questions. */
export interface RunTables {
  /** Names of the tables, without those of the same name in earlier stages. */
  readonly names: readonly string[];
  /**
   * The answer to one SELECT.
   *
   * @throws InputError for anything else, and for what DuckDB says is wrong.
   */
  ask(sql: string): Promise<QueryResult>;
  /** Writes the answer to a Parquet file, whole or not at all; only to the file named when the tables were opened. */
  saveParquet(sql: string): Promise<void>;
  interrupt(): void;
  close(): void;
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

const SQL_TYPES: Readonly<Record<string, string>> = {
  number: "DOUBLE",
  integer: "BIGINT",
  boolean: "BOOLEAN",
};

async function headerOf(file: string): Promise<string[]> {
  const handle = await open(file);
  try {
    for await (const line of handle.readLines()) return line.split(",");
    return [];
  } finally {
    await handle.close();
  }
}

const isTableName = (name: SchemaName | null): name is TableName => {
  if (name === null) return false;
  const document: { readonly type?: unknown } = schemaDocuments[name];
  return document.type === "array";
};

/** Types of the columns that a CSV file has and its schema knows: what looks like a number may be a channel's name. */
async function csvTypes(file: string, artefact: Artefact<unknown> | undefined): Promise<string> {
  if (artefact === undefined || !isTableName(artefact.schema)) return "";
  const present = await headerOf(file);
  const types = columnsOf(artefact.schema)
    .filter(({ name }) => present.includes(name))
    .flatMap(({ name, types: allowed }) => {
      const type = SQL_TYPES[allowed.find((one) => one in SQL_TYPES) ?? ""];
      return type === undefined ? [] : [`${literal(name)}: ${literal(type)}`];
    });
  const known = types.length === 0 ? "" : `, types = {${types.join(", ")}}`;
  return `${known}, auto_type_candidates = ['DATE', 'VARCHAR']`;
}

/** How SQL reads a file, or null for one that holds no table. */
async function readerOf(
  file: string,
  bytes: number,
  artefact: Artefact<unknown> | undefined,
): Promise<string | null> {
  switch (extname(file)) {
    case ".csv":
      return `read_csv(${literal(file)}, header = true, delim = ',', quote = '"', escape = '"', sample_size = -1${await csvTypes(file, artefact)})`;
    case ".parquet":
      return `read_parquet(${literal(file)})`;
    case ".json":
      return `read_json_auto(${literal(file)}, maximum_object_size = ${Math.max(bytes + 1, LEAST_OBJECT)})`;
    default:
      return null;
  }
}

async function tablesOf(runPath: string, manifest: Manifest, stages: readonly Stage[]): Promise<Table[]> {
  const artefacts = new Map(
    stages
      .flatMap(({ writes, mayWrite }) => Object.values({ ...writes, ...mayWrite }))
      .map((one) => [one.path, one]),
  );
  const tables: Table[] = [];
  // CSV before JSON: where one stage has both of one name, the JSON one says so in its name.
  const files = recordedFiles(manifest).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  for (const { path, bytes } of files) {
    const file = await realpath(join(runPath, path)).catch(() => null);
    const from = file === null ? null : await readerOf(file, bytes, artefacts.get(path));
    if (file === null || from === null) continue;
    const stage = path.slice(0, path.indexOf("/"));
    const stem = basename(path, extname(path));
    const isTaken = tables.some((one) => one.stage === stage && one.name === stem);
    tables.push({ stage, name: isTaken ? `${stem}_${extname(path).slice(1)}` : stem, file, from });
  }
  return tables;
}

/**
 * Views of all tables: in a schema per stage, and by their bare name, of which a later stage's counts.
 *
 * @returns The tables that there are: a file that DuckDB cannot read as one is none.
 */
async function createViews(connection: DuckDBConnection, tables: readonly Table[]): Promise<Table[]> {
  const readable: Table[] = [];
  for (const stage of new Set(tables.map((one) => one.stage)))
    await connection.run(`CREATE SCHEMA ${quoted(stage)}`);
  for (const table of tables) {
    const { stage, name, from } = table;
    const view = `${quoted(stage)}.${quoted(name)}`;
    const isMade = await connection.run(`CREATE VIEW ${view} AS SELECT * FROM ${from}`).then(
      () => true,
      () => false,
    );
    if (!isMade) continue;
    readable.push(table);
    await connection.run(`CREATE OR REPLACE VIEW main.${quoted(name)} AS SELECT * FROM ${view}`);
  }
  return readable;
}

/** From here on nothing outside the run's own files can be reached, and no setting can be changed back. */
async function shutIn(connection: DuckDBConnection, files: readonly string[]): Promise<void> {
  await connection.run(`SET allowed_paths = [${files.map(literal).join(", ")}]`);
  await connection.run("SET enable_external_access = false");
  await connection.run("SET lock_configuration = true");
}

function refused(what: string, names: readonly string[], cause?: unknown): InputError {
  const fix = `ask with one SELECT; tables are ${listed(names, 8)} (SHOW ALL TABLES tells the columns of each)`;
  return new InputError({ what, where: "query", fix }, { cause });
}

const messageOf = (error: unknown) =>
  (error instanceof Error ? error.message : String(error))
    .replace(/^Failed to extract statements: /, "")
    .trim();

/** Refuses everything but one statement that only reads: no other can change a file that it may open. */
async function requireSelect(
  connection: DuckDBConnection,
  sql: string,
  names: readonly string[],
): Promise<void> {
  const statements = await connection.extractStatements(sql).catch((error: unknown) => {
    // DuckDB has no words for a text without any statement.
    const isNothing = messageOf(error) === "Error in native callback";
    throw refused(isNothing ? "holds no statement" : messageOf(error), names, error);
  });
  if (statements.count !== 1) throw refused(`holds ${statements.count} statements`, names);
  const prepared = await statements.prepare(0).catch((error: unknown) => {
    throw refused(messageOf(error), names, error);
  });
  const type = prepared.statementType;
  prepared.destroySync();
  if (type !== StatementType.SELECT)
    throw refused(`is a statement of kind ${StatementType[type]}; runs are read only`, names);
}

const WHOLE = new Set([
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UHUGEINT,
]);

/** A whole number as a number where that is exact. */
function cell(value: Json, type: DuckDBTypeId): Json {
  if (typeof value !== "string" || !WHOLE.has(type)) return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/**
 * Opens the tables of a run: every CSV, Parquet and JSON file that its manifest names, read only and shut off from
 * everything else.
 *
 * @param parquetFile - The one file, absolute, that `saveParquet` may write.
 */
export async function openRunTables(
  runPath: string,
  manifest: Manifest,
  stages: readonly Stage[],
  parquetFile: string | null,
): Promise<RunTables> {
  const instance = await DuckDBInstance.create(":memory:", {
    threads: "1",
    memory_limit: MEMORY_LIMIT,
    temp_directory: "",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connection = await instance.connect();
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  const temporary = parquetFile === null ? null : `${parquetFile}.tmp`;
  try {
    const tables = await createViews(connection, await tablesOf(runPath, manifest, stages));
    const names = [...new Set(tables.map(({ name }) => name))];
    await shutIn(connection, [...tables.map(({ file }) => file), ...(temporary === null ? [] : [temporary])]);
    const run = async <T>(sql: string, act: () => Promise<T>): Promise<T> => {
      await requireSelect(connection, sql, names);
      return act().catch((error: unknown) => {
        throw refused(messageOf(error), names, error);
      });
    };
    return {
      names,
      ask: (sql) =>
        run(sql, async () => {
          const result = await connection.runAndReadAll(sql);
          const types = result.columnTypes().map(({ typeId }) => typeId);
          const rows = result.getRowsJson();
          return {
            columns: result.deduplicatedColumnNames(),
            rows: rows.map((row) => row.map((value, i) => cell(value, types[i] ?? DuckDBTypeId.VARCHAR))),
          };
        }),
      async saveParquet(sql) {
        if (parquetFile === null || temporary === null)
          throw new RangeError("opened without a Parquet file to write");
        try {
          await run(sql, () =>
            connection.run(
              `COPY (\n${sql.trim().replace(/;+$/, "")}\n) TO ${literal(temporary)} (FORMAT parquet)`,
            ),
          );
          await rename(temporary, parquetFile);
        } finally {
          await rm(temporary, { force: true });
        }
      },
      interrupt: () => {
        connection.interrupt();
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}
