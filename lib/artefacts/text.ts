import { readFile, writeFile } from "node:fs/promises";
import { parse } from "../schema/parse.ts";
import type { Artefact } from "./artefact.ts";

/** A Markdown document. */
export function markdownArtefact(path: string): Artefact<string> {
  const schema = "report_markdown";
  return {
    path,
    schema,
    mediaType: "text/markdown",
    async write(file, value) {
      await writeFile(file, parse(schema, value, path));
    },
    async read(file) {
      return parse(schema, await readFile(file, "utf8"), path);
    },
  };
}
