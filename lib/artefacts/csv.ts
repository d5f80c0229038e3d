import { readFile, writeFile } from "node:fs/promises";
import { schemaDocuments, type SchemaTypes } from "../schema/generated.ts";
import { parse } from "../schema/parse.ts";
import type { Artefact, SchemaName } from "./artefact.ts";

/** Schemas that describe a table: an array of flat rows. */
export type TableName = {
  [N in SchemaName]: SchemaTypes[N] extends readonly object[] ? N : never;
}[SchemaName];

interface Column {
  readonly name: string;
  readonly types: readonly string[];
}

/** The columns of a table schema, in order. */
export function columnsOf(schema: TableName): readonly Column[] {
  const document = schemaDocuments[schema] as {
    items: { properties: Record<string, { type?: string | string[] }> };
  };
  return Object.entries(document.items.properties).map(([name, { type = "string" }]) => ({
    name,
    types: [type].flat(),
  }));
}

function decodeCell(text: string, types: readonly string[]): unknown {
  if (text === "" && types.includes("null")) return null;
  if (types.includes("boolean")) return text === "true" ? true : text === "false" ? false : text;
  if (types.includes("number") || types.includes("integer")) return text === "" ? text : Number(text);
  return text;
}

/** A CSV table: one header line, RFC 4180 quoting, numbers in their shortest exact form, null as an empty cell. */
export function csvArtefact<N extends TableName>(path: string, schema: N): Artefact<SchemaTypes[N]> {
  const columns = columnsOf(schema);
  const names = columns.map(({ name }) => name);
  return {
    path,
    schema,
    mediaType: "text/csv",
    async write(file, value) {
      const rows: readonly object[] = parse(schema, value, path);
      const { from } = await import("arquero");
      const csv = rows.length === 0 ? `${names.join(",")}\n` : from([...rows]).toCSV({ columns: names });
      await writeFile(file, csv);
    },
    async read(file) {
      const text = await readFile(file, "utf8");
      const { fromCSV } = await import("arquero");
      const table = fromCSV(text, { autoType: false }).objects() as Record<string, string | null>[];
      const rows = table.map((row) =>
        Object.fromEntries(columns.map(({ name, types }) => [name, decodeCell(row[name] ?? "", types)])),
      );
      return parse(schema, rows, path);
    },
  };
}
