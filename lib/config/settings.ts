import { InputError } from "../errors.ts";
import { isPlainObject, itemsOf } from "../schema/plain.ts";
import { formatPath } from "../schema/violations.ts";
import { parseYaml } from "./yaml.ts";

type Path = readonly (string | number)[];

/** One value that the command line puts in place of the file's, or beside it: `key.path=value`. */
export interface Setting {
  readonly path: Path;
  /** The value as it was typed. */
  readonly text: string;
  /** The value read as YAML: `5` is a number, `[a, b]` a list, `null` null. */
  readonly value: unknown;
  readonly where: string;
}

/** Plain data with settings put in, and where each came in. */
export interface Settled {
  readonly value: unknown;
  /** The setting that a value came from, wholly or as the mapping made for it; null where the file has it. */
  readonly settingOf: (path: Path) => Setting | null;
}

const FORM = "write --set key.path=value, e.g. --set stages.70_optimisation.total_budget=250000";

/** Keys through which data could reach the prototype of an object. */
const PROTOTYPE_KEYS = ["__proto__", "constructor", "prototype"];

/** A quoted key without its quotes; null for letters that JSON does not allow between them. */
function unquoted(text: string): string | null {
  try {
    return String(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** `a.b[0]["odd key"]` as steps; null when it is no such path. */
function parsePath(text: string): Path | null {
  const step = /(?:^|(?<!^)\.)([\w-]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y;
  const path: (string | number)[] = [];
  while (step.lastIndex < text.length) {
    const match = step.exec(text);
    if (match === null) return null;
    const [, name, position, quoted] = match;
    if (name !== undefined) path.push(name);
    else if (position !== undefined) path.push(Number(position));
    else {
      const key = unquoted(quoted ?? "");
      if (key === null) return null;
      path.push(key);
    }
  }
  return path.length === 0 ? null : path;
}

/**
 * Reads `key.path=value`. Steps of the path are joined by dots; `[0]` is a place in a list, `["tv.spend"]` a key with odd letters.
 *
 * @throws InputError when it has no such form, or its value is no YAML.
 */
export function parseSetting(text: string): Setting {
  const equals = text.indexOf("=");
  const path = equals < 1 ? null : parsePath(text.slice(0, equals));
  if (path === null) throw new InputError({ what: `got ${JSON.stringify(text)}`, where: "--set", fix: FORM });
  const where = `--set ${formatPath(path)}`;
  const odd = path.find((step) => PROTOTYPE_KEYS.includes(String(step)));
  if (odd !== undefined)
    throw new InputError({
      what: `the key ${String(odd)} is not allowed`,
      where,
      fix: "name a key of the pipeline file",
    });
  const typed = text.slice(equals + 1);
  return { path, text: typed, value: typed.trim() === "" ? "" : parseYaml(typed, where).value, where };
}

/** A copy of `data` in which the value at `path` is another; mappings that are not there are made. */
function put(data: unknown, path: Path, setting: Setting): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return setting.value;
  if (typeof step === "number") {
    const items = [...itemsOf(data)];
    if (step > items.length) {
      const what = `item ${step} of a list of ${items.length}, counted from 0`;
      throw new InputError({
        what,
        where: setting.where,
        fix: `name an item, or [${items.length}] to add one`,
      });
    }
    return items.toSpliced(step, 1, put(items[step], rest, setting));
  }
  const entries = isPlainObject(data) ? Object.entries(data) : [];
  const place = entries.findIndex(([key]) => key === step);
  const entry = [step, put(entries[place]?.[1], rest, setting)] as const;
  // A value that is there keeps its place: the order of a matrix's axes names its cells.
  return Object.fromEntries(place < 0 ? [...entries, entry] : entries.with(place, [...entry]));
}

/** How many steps of a path lead through mappings and lists that are there: what lies deeper is made by the setting. */
function depthThere(data: unknown, path: Path): number {
  let here = data;
  for (const [depth, step] of path.entries()) {
    const isThere =
      typeof step === "number" ? Array.isArray(here) : isPlainObject(here) && Object.hasOwn(here, step);
    if (!isThere) return isPlainObject(here) || Array.isArray(here) ? depth + 1 : depth;
    here =
      typeof step === "number" ? (here as readonly unknown[])[step] : (here as Record<string, unknown>)[step];
  }
  return path.length;
}

const isPrefix = (prefix: Path, path: Path) => prefix.every((step, i) => String(path[i]) === String(step));

/**
 * Puts settings into plain data, the later over the earlier.
 *
 * @throws InputError for an item beyond the end of a list.
 */
export function settle(data: unknown, settings: readonly Setting[]): Settled {
  const made = settings.map((setting) => ({
    setting,
    root: setting.path.slice(0, depthThere(data, setting.path)),
  }));
  return {
    value: settings.reduce((value, setting) => put(value, setting.path, setting), data),
    settingOf: (path) => made.findLast(({ root }) => isPrefix(root, path))?.setting ?? null,
  };
}
