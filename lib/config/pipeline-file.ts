import { InputError, type Problem } from "../errors.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { check } from "../schema/parse.ts";
import { meantOr } from "../schema/nearest.ts";
import { isPlainObject } from "../schema/plain.ts";
import { cellsOf, matrixOf, type Cell } from "./matrix.ts";
import { checkConfig, type Config } from "./parse-config.ts";
import { settle, type Setting } from "./settings.ts";
import { placeOf } from "./problems.ts";
import { readYaml } from "./yaml.ts";

type Path = readonly (string | number)[];

/** A pipeline file before it is known for which cell it is read. */
export interface PipelineFile {
  /** None where it has no matrix. */
  readonly cells: readonly Cell[];
  /** The configuration of one cell; null where there is no matrix. */
  readonly configOf: (cell: Cell | null) => Config<SchemaTypes["pipeline"]>;
}

const PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/g;
const ALONE = /^\{\{\s*(\w+)\s*\}\}$/;

/** Names that every cell shares, since it has a folder of its own within them. */
const SHARED = ["pipeline", "artefacts"];

/** Commands have placeholders of their own, which are checked where they are filled in. */
const isCommandLine = (path: Path) => path.includes("command") && path.includes("run");

/** Text that another program may read: without a matrix nothing in it is ours. */
const isForPrograms = (path: Path) =>
  path.includes("command") || (path[0] === "custom_stages" && path.includes("options"));

function problemOf(name: string, path: Path, known: readonly string[]): Pick<Problem, "what" | "fix"> | null {
  if (SHARED.includes(String(path[0])))
    return {
      what: `{{${name}}} cannot stand here: all cells share it`,
      fix: `remove it: each cell has a folder of its own under ${String(path[0])}`,
    };
  if (known.includes(name)) return null;
  const fix =
    known.length === 0
      ? `declare it: matrix: { ${name}: [value, …] }`
      : meantOr(name, known, `placeholders are ${known.map((one) => `{{${one}}}`).join(", ")}`);
  return { what: `{{${name}}} stands for nothing`, fix };
}

/** A copy of plain data with the placeholders of a cell filled in; a text that is one placeholder and no more becomes its value. */
function fill(
  data: unknown,
  values: Cell["values"],
  refuse: (name: string, path: Path) => void,
  path: Path = [],
): unknown {
  if (Array.isArray(data)) return data.map((item, i) => fill(item, values, refuse, [...path, i]));
  if (isPlainObject(data))
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, fill(value, values, refuse, [...path, key])]),
    );
  if (typeof data !== "string") return data;
  for (const [, name = ""] of data.matchAll(PLACEHOLDER)) refuse(name, path);
  const valueOf = (name: string) => (Object.hasOwn(values, name) ? values[name] : undefined);
  const [, alone = ""] = ALONE.exec(data) ?? [];
  return (
    valueOf(alone) ?? data.replaceAll(PLACEHOLDER, (text, name: string) => String(valueOf(name) ?? text))
  );
}

function checkMatrix(declared: unknown, whereOf: (path: Path) => string): SchemaTypes["matrix"] {
  const checked = check("matrix", declared);
  if (checked.kind === "valid") return checked.value;
  throw new InputError(
    checked.violations.map(({ path, what, fix }) => ({ what, where: whereOf(["matrix", ...path]), fix })),
  );
}

/**
 * Reads a pipeline file, and expands its matrix.
 *
 * @param settings - Values that the command line puts in place of the file's; they may change the matrix.
 * @throws InputError for a file that cannot be read or a matrix that cannot be expanded. `configOf` throws it for what is wrong
 * with the configuration of one cell.
 */
export async function readPipelineFile(
  file: string,
  settings: readonly Setting[] = [],
): Promise<PipelineFile> {
  const source = await readYaml(file);
  const settled = settle(source.value, settings);
  const whereOf = (path: Path) => settled.settingOf(path)?.where ?? placeOf(source, path);
  const declared = isPlainObject(settled.value) ? (settled.value["matrix"] ?? null) : null;
  const matrix = declared === null ? null : checkMatrix(declared, whereOf);
  const cells = matrix === null ? [] : cellsOf(matrix, (...path) => whereOf(["matrix", ...path]));
  const configOf: PipelineFile["configOf"] = (cell) => {
    const known = Object.keys(cell?.values ?? {});
    const isOurs = (path: Path) => !isCommandLine(path) && (cell !== null || !isForPrograms(path));
    return checkConfig("pipeline", source, settings, (data) => {
      if (!isPlainObject(data)) return data;
      const problems: Problem[] = [];
      const rest = Object.entries(data).filter(([key]) => key !== "matrix");
      const filled = fill(Object.fromEntries(rest), cell?.values ?? {}, (name, path) => {
        const problem = isOurs(path) ? problemOf(name, path, known) : null;
        if (problem !== null) problems.push({ ...problem, where: whereOf(path) });
      });
      if (problems.length > 0) throw new InputError(problems);
      return cell === null ? filled : { ...(filled as object), matrix: matrixOf(cell) };
    });
  };
  return { cells, configOf };
}
