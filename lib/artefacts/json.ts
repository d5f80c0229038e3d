import { readFile, writeFile } from "node:fs/promises";
import { parse } from "../schema/parse.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import type { Artefact, SchemaName } from "./artefact.ts";

/** A JSON document. NaN and Infinity are refused: what may be undefined is null in its schema. */
export function jsonArtefact<N extends SchemaName>(path: string, schema: N): Artefact<SchemaTypes[N]> {
  return {
    path,
    schema,
    mediaType: "application/json",
    async write(file, value) {
      await writeFile(file, `${JSON.stringify(parse(schema, value, path), null, 2)}\n`);
    },
    async read(file) {
      return parse(schema, JSON.parse(await readFile(file, "utf8")) as unknown, path);
    },
  };
}
