import { copyFile } from "node:fs/promises";
import type { Artefact } from "./artefact.ts";
import { columnsOf, type TableName } from "./csv.ts";

/** A table too large for memory, which can be written to a Parquet file. */
export interface ParquetSource {
  copyTo(file: string): Promise<void>;
}

const SQL_TYPES: Readonly<Record<string, RegExp>> = {
  integer: /^U?(TINY|SMALL|BIG)?INT(EGER)?$/,
  number: /^(DOUBLE|FLOAT)$/,
  string: /^(VARCHAR|DATE|ENUM\(.*\))$/,
};

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

const textIn = (value: unknown) => (typeof value === "string" ? value : "");

/** What a Parquet file has that its schema does not allow: other columns, other types, missing or non-finite values. */
async function violations(file: string, schema: TableName): Promise<string[]> {
  // Loaded when a table is checked: most starts of the command check none, and the library is large.
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  try {
    const table = `read_parquet(${literal(file)})`;
    const described = (await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${table}`)).getRowObjectsJS();
    const found = new Map(described.map((row) => [textIn(row["column_name"]), textIn(row["column_type"])]));
    const columns = columnsOf(schema);
    const problems = columns.flatMap(({ name, types }) => {
      const type = found.get(name);
      if (type === undefined) return [`column ${name} is missing`];
      return types.some((allowed) => SQL_TYPES[allowed]?.test(type))
        ? []
        : [`column ${name} is ${type}, not ${types.join(" or ")}`];
    });
    const extra = [...found.keys()].filter((name) => !columns.some((column) => column.name === name));
    problems.push(...extra.map((name) => `column ${name} is not in the schema`));
    if (problems.length > 0) return problems;
    const bad = columns.map(({ name, types }) => {
      const notFinite = types.includes("number") ? ` OR NOT isfinite(${quoted(name)})` : "";
      return `count(*) FILTER (${quoted(name)} IS NULL${notFinite})::INTEGER AS ${quoted(name)}`;
    });
    const [counts = {}] = (
      await connection.runAndReadAll(`SELECT ${bad.join(", ")} FROM ${table}`)
    ).getRowObjectsJS();
    return Object.entries(counts)
      .filter(([, count]) => count !== 0)
      .map(([name, count]) => `column ${name} has ${JSON.stringify(count)} missing or non-finite values`);
  } finally {
    connection.closeSync();
  }
}

/** A Parquet table, checked after writing: columns, types, and no missing or non-finite value. */
export function parquetArtefact(path: string, schema: TableName): Artefact<ParquetSource> {
  const check = async (file: string) => {
    const found = await violations(file, schema);
    if (found.length > 0) throw new RangeError(`${path}: ${found.join("; ")}`);
  };
  return {
    path,
    schema,
    mediaType: "application/vnd.apache.parquet",
    async write(file, value) {
      await value.copyTo(file);
      await check(file);
    },
    async read(file) {
      await check(file);
      return { copyTo: (to) => copyFile(file, to) };
    },
  };
}
