import { rename, writeFile } from "node:fs/promises";
import { relative, resolve, sep, isAbsolute } from "node:path";
import type { Json } from "@duckdb/node-api";
import { stages } from "../../stages/index.ts";
import { openRunTables, type QueryResult } from "../audit/query.ts";
import { manifestOf } from "../audit/read.ts";
import { locateRun } from "../audit/runs.ts";
import { InputError } from "../errors.ts";
import { placeOf, type AuditOptions } from "./audit-options.ts";
import type { Context } from "./context.ts";
import { EXIT } from "./exit-codes.ts";
import type { QUERY_FORMATS } from "./formats.ts";
import { alignTable } from "./table.ts";

export interface QueryOptions extends AuditOptions {
  readonly run: string;
  readonly format: (typeof QUERY_FORMATS)[number];
  readonly out?: string;
}

/** Most rows that a table for people has; the other formats have all. */
const MOST_ROWS = 200;

const text = (value: Json) =>
  value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);

const csvCell = (value: Json) => {
  const plain = text(value);
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
};

function toCsv({ columns, rows }: QueryResult): string {
  return [columns, ...rows].map((row) => row.map(csvCell).join(",")).join("\n");
}

function toJson({ columns, rows }: QueryResult): string {
  const objects = rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i] ?? null])));
  return JSON.stringify(objects, null, 2);
}

function toTable({ columns, rows }: QueryResult): string {
  const numeric = columns.flatMap((_, i) => (rows.every((row) => typeof row[i] === "number") ? [i] : []));
  const shown = rows
    .slice(0, MOST_ROWS)
    .map((row) => row.map((value) => (value === null ? "null" : text(value))));
  const rest = rows.length - shown.length;
  const more = rest > 0 ? [`and ${rest} more rows: --format csv, json or parquet has all`] : [];
  return [...alignTable([columns, ...shown], new Set(numeric)), ...more].join("\n");
}

/** The file to write, outside the artefacts: what `query` writes is no part of any run. */
function outFile(out: string, cwd: string, storePath: string): string {
  const file = resolve(cwd, out);
  const way = relative(storePath, file);
  if (way !== "" && (way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way))) return file;
  throw new InputError({
    what: "lies among the runs, which are read only",
    where: file,
    fix: "name another file with --out",
  });
}

/** `sluice query`: one SELECT over the tables of a run. */
export async function queryCommand(
  sql: string,
  options: QueryOptions,
  { cwd, terminal, signal }: Context,
): Promise<number> {
  const format = options.json ? "json" : options.format;
  const { store, run } = await locateRun(options.run, placeOf(options, cwd));
  const out = options.out === undefined ? null : outFile(options.out, cwd, store.path);
  if (format === "parquet" && out === null)
    throw new InputError({
      what: "Parquet is no text",
      where: "--format parquet",
      fix: "name a file with --out",
    });
  const manifest = await manifestOf(run);
  const tables = await openRunTables(run.path, manifest, stages, format === "parquet" ? out : null);
  const stop = () => {
    tables.interrupt();
  };
  signal.addEventListener("abort", stop);
  try {
    if (format === "parquet") await tables.saveParquet(sql);
    else {
      const write = { table: toTable, csv: toCsv, json: toJson }[format];
      const answer = write(await tables.ask(sql));
      if (out === null) terminal.out(answer);
      else {
        await writeFile(`${out}.tmp`, `${answer}\n`);
        await rename(`${out}.tmp`, out);
      }
    }
    return EXIT.done;
  } catch (error) {
    if (signal.aborted) return EXIT.interrupted;
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
    tables.close();
  }
}
