import { readFile, writeFile } from "node:fs/promises";
import { extname } from "node:path";
import { InputError, StageError } from "../errors.ts";
import { isPlainObject, itemsOf, mappingAt, textsOf } from "../schema/plain.ts";
import { validator } from "../schema/validate.ts";
import { formatPath, type Violation } from "../schema/violations.ts";
import type { Artefact } from "./artefact.ts";
import { moveFile, type WrittenFile } from "./file.ts";

const MEDIA: Readonly<Record<string, string>> = {
  ".json": "application/json",
  ".csv": "text/csv",
  ".md": "text/markdown",
  ".txt": "text/plain",
  ".html": "text/html",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".parquet": "application/vnd.apache.parquet",
  ".nc": "application/x-netcdf",
};

/** Problems of one file that a message lists. */
const LISTED = 10;

/** A JSON Schema that a team wrote for a file of its own, ready to be held against one. */
export interface OwnSchema {
  readonly document: Readonly<Record<string, unknown>>;
  /** What is wrong with a value; defaults are filled in it. */
  readonly check: (value: unknown) => readonly Violation[];
}

/**
 * A team's own schema, compiled.
 *
 * @throws InputError when it is no schema (draft 2020-12), or uses keywords that are not known.
 */
export function ownSchema(document: unknown, where: string): OwnSchema {
  if (!isPlainObject(document))
    throw new InputError({
      what: "is no JSON Schema: not a mapping",
      where,
      fix: "write a schema of draft 2020-12",
    });
  const check = validator({ own: document });
  try {
    check("own", null);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const what = `is no JSON Schema that can be used: ${reason}`;
    throw new InputError({ what, where, fix: "write a schema of draft 2020-12" }, { cause });
  }
  return { document, check: (value) => check("own", value) };
}

const mediaTypeOf = (path: string) => MEDIA[extname(path)] ?? "application/octet-stream";

/** Whether a schema can be held against a file of that name. */
export function canHaveSchema(path: string): boolean {
  return [".json", ".csv"].includes(extname(path));
}

function refuse(path: string, violations: readonly Violation[]): void {
  if (violations.length === 0) return;
  const listed = violations.slice(0, LISTED).map(({ path: at, what, fix }) => ({
    what: `the stage's own schema refuses it: ${what}`,
    where: at.length === 0 ? path : `${path} (${formatPath(at)})`,
    fix,
  }));
  const rest = violations.length - listed.length;
  const more = { what: `${rest} more problems`, where: path, fix: "mend the ones above first" };
  throw new StageError(rest > 0 ? [...listed, more] : listed);
}

/** A cell of a CSV file as its column's schema means it. */
function decode(cell: string, column: unknown): unknown {
  const types = isPlainObject(column)
    ? typeof column["type"] === "string"
      ? [column["type"]]
      : textsOf(column["type"])
    : [];
  if (cell === "" && types.includes("null")) return null;
  if (types.includes("boolean") && ["true", "false"].includes(cell)) return cell === "true";
  const isNumeric = types.includes("number") || types.includes("integer");
  return isNumeric && cell.trim() !== "" && Number.isFinite(Number(cell)) ? Number(cell) : cell;
}

async function parseContent(path: string, text: string, schema: OwnSchema | null): Promise<unknown> {
  if (extname(path) === ".json") {
    try {
      return JSON.parse(text) as unknown;
    } catch (cause) {
      const what = `is not JSON: ${cause instanceof Error ? cause.message : ""}`;
      throw new StageError({ what, where: path, fix: "let the stage write JSON" }, { cause });
    }
  }
  const { fromCSV } = await import("arquero");
  const table = fromCSV(text, { autoType: false });
  const columns = mappingAt(mappingAt(schema?.document ?? {}, "items"), "properties");
  return table.objects().map((row) => {
    const cells = Object.entries(row as Record<string, unknown>);
    return Object.fromEntries(
      cells.map(([name, cell]) => [name, decode(typeof cell === "string" ? cell : "", columns[name])]),
    );
  });
}

/** Holds a file against the team's own schema; nothing where there is none. */
function checkOf(path: string, schema: OwnSchema | null): Pick<Artefact<unknown>, "check"> {
  if (schema === null) return {};
  const check = async (file: string) => {
    refuse(path, schema.check(await parseContent(path, await readFile(file, "utf8"), schema)));
  };
  return { check };
}

/** A file that a program wrote, held against the team's own schema where it has one; its bytes stay as they are. */
export function programArtefact(path: string, schema: OwnSchema | null): Artefact<WrittenFile> {
  const own = checkOf(path, schema);
  return {
    path,
    schema: null,
    mediaType: mediaTypeOf(path),
    ...own,
    async write(file, value) {
      await own.check?.(value.file);
      await moveFile(value.file, file);
    },
    read: (file) => Promise.resolve({ file }),
  };
}

const quoted = (cell: string) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

function cellOf(value: unknown, path: string): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" && !Number.isFinite(value))
    throw new StageError({
      what: `got ${value} in a cell`,
      where: path,
      fix: "write null for what is undefined",
    });
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return quoted(String(value));
  throw new StageError({
    what: "got a cell that is no text, number or truth",
    where: path,
    fix: "write flat rows",
  });
}

function csvText(value: unknown, path: string, schema: OwnSchema | null): string {
  const rows = itemsOf(value).filter(isPlainObject);
  if (!Array.isArray(value) || rows.length !== value.length)
    throw new StageError({
      what: "got no list of rows",
      where: path,
      fix: "return an array of flat objects",
    });
  const declared = Object.keys(mappingAt(mappingAt(schema?.document ?? {}, "items"), "properties"));
  const columns = declared.length > 0 ? declared : Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => columns.map((name) => cellOf(row[name], path)).join(","));
  return [columns.map(quoted).join(","), ...lines, ""].join("\n");
}

/** The bytes of a value under a file name: JSON, rows as CSV, text, or bytes as they are. */
function encode(path: string, value: unknown, schema: OwnSchema | null): string | Uint8Array {
  const extension = extname(path);
  if (extension === ".json") {
    const text = JSON.stringify(
      value,
      (_, inner: unknown) => {
        if (typeof inner === "number" && !Number.isFinite(inner))
          throw new StageError({
            what: `got ${inner}`,
            where: path,
            fix: "write null for what is undefined",
          });
        return inner;
      },
      2,
    );
    return `${text}\n`;
  }
  if (extension === ".csv") return csvText(value, path, schema);
  if (typeof value === "string" || value instanceof Uint8Array) return value;
  throw new StageError({
    what: "got neither text nor bytes",
    where: path,
    fix: "return a string or a Uint8Array",
  });
}

/**
 * What a module of the team's own hands over, by the name of its file: `.json`, `.csv` (rows), text, or bytes.
 *
 * The value is held against the schema as it is written, a JSON file later too; the cells of a CSV file do not say what they were.
 */
export function valueArtefact(path: string, schema: OwnSchema | null): Artefact<unknown> {
  return {
    path,
    schema: null,
    mediaType: mediaTypeOf(path),
    ...(extname(path) === ".json" ? checkOf(path, schema) : {}),
    async write(file, value) {
      if (value === undefined)
        throw new StageError({
          what: "was not returned",
          where: path,
          fix: "return it under its name, or null where there is none",
        });
      if (schema !== null) refuse(path, schema.check(value));
      await writeFile(file, encode(path, value, schema));
    },
    async read(file) {
      if (!canHaveSchema(path)) return readFile(file, "utf8");
      return parseContent(path, await readFile(file, "utf8"), schema);
    },
  };
}
