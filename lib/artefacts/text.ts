import { readFile, writeFile } from "node:fs/promises";
import { parse } from "../schema/parse.ts";
import type { Artefact } from "./artefact.ts";

function textArtefact(
  path: string,
  schema: "report_markdown" | "report_html" | "slides_html",
  mediaType: string,
): Artefact<string> {
  return {
    path,
    schema,
    mediaType,
    async write(file, value) {
      await writeFile(file, parse(schema, value, path));
    },
    async read(file) {
      return parse(schema, await readFile(file, "utf8"), path);
    },
  };
}

/** A Markdown document. */
export function markdownArtefact(path: string): Artefact<string> {
  return textArtefact(path, "report_markdown", "text/markdown");
}

/** A page that stands alone. */
export function htmlArtefact(
  path: string,
  schema: "report_html" | "slides_html" = "report_html",
): Artefact<string> {
  return textArtefact(path, schema, "text/html");
}
