import { readFile, writeFile } from "node:fs/promises";
import { parse } from "../schema/parse.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import type { Artefact, SchemaName } from "./artefact.ts";

/** The text of a JSON artefact. */
export function jsonText(schema: SchemaName, value: unknown, path: string): string {
  return `${JSON.stringify(parse(schema, value, path), null, 2)}\n`;
}

/** A JSON document. NaN and Infinity are refused: what may be undefined is null in its schema. */
export function jsonArtefact<N extends SchemaName>(path: string, schema: N): Artefact<SchemaTypes[N]> {
  return {
    path,
    schema,
    mediaType: "application/json",
    async write(file, value) {
      await writeFile(file, jsonText(schema, value, path));
    },
    async read(file) {
      return parse(schema, JSON.parse(await readFile(file, "utf8")) as unknown, path);
    },
  };
}
