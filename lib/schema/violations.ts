import type { ErrorObject } from "ajv/dist/2020.js";
import { nearest } from "./nearest.ts";
import { isPlainObject, itemsOf, mappingAt, textsOf, type PlainObject } from "./plain.ts";
import { pruneUnions } from "./prune.ts";
import { allowed, list, show } from "./words.ts";

/** One thing that a schema finds wrong with a value. */
export interface Violation {
  /** Keys and list positions that lead from the whole value to the offending one. */
  readonly path: readonly (string | number)[];
  /** Whether the last step of `path` is wrong as a key (unknown, badly named) or in its value. */
  readonly at: "key" | "value";
  readonly what: string;
  readonly fix: string;
}

/** A longer description of what is allowed is not said a second time as the fix, in characters. */
const LONGEST_FIX = 80;

/** Each error in words, without the noise of alternatives that were not meant and without repetition. */
export function toViolations(root: unknown, errors: readonly ErrorObject[]): readonly Violation[] {
  const kept = withoutEchoes(pruneUnions(errors));
  const seen = new Set<string>();
  return kept
    .map((error) => describe(error, toPath(root, error.instancePath)))
    .filter(({ path, at, what }) => {
      const key = JSON.stringify([path, at, what]);
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    });
}

/** A path as people write it: `channels[0].bounds.lower`, with odd keys quoted; empty for the whole value. */
export function formatPath(path: readonly (string | number)[]): string {
  return path
    .map((step, i) => {
      if (typeof step === "number") return `[${step}]`;
      if (!/^[\w-]+$/.test(step)) return `[${show(step)}]`;
      return i === 0 ? step : `.${step}`;
    })
    .join("");
}

/** A JSON pointer as steps; a step into a list is a number. */
function toPath(root: unknown, pointer: string): readonly (string | number)[] {
  let here = root;
  return pointer
    .split("/")
    .slice(1)
    .map((raw) => {
      const key = raw.replaceAll("~1", "/").replaceAll("~0", "~");
      if (Array.isArray(here)) {
        here = itemsOf(here)[Number(key)];
        return Number(key);
      }
      here = isPlainObject(here) ? here[key] : undefined;
      return key;
    });
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const parent = ({ parentSchema }: ErrorObject): PlainObject =>
  isPlainObject(parentSchema) ? parentSchema : {};
const parameter = (error: ErrorObject, key: string): string => {
  const parameters: unknown = error.params;
  return isPlainObject(parameters) ? text(parameters[key]) : "";
};

/** The names that an object's schema knows. */
function knownKeys(error: ErrorObject): readonly string[] {
  return Object.keys(mappingAt(parent(error), "properties"));
}

/** Drops what another error says better: wrappers, and a missing key that stands there misspelt. */
function withoutEchoes(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const misspelt = new Set(
    errors
      .filter(({ keyword }) => keyword === "additionalProperties" || keyword === "unevaluatedProperties")
      .map((error) => {
        const meant = nearest(unknownKey(error), knownKeys(error));
        return JSON.stringify([error.instancePath, meant]);
      }),
  );
  return errors.filter((error) => {
    if (error.keyword === "if" || error.keyword === "propertyNames") return false;
    const missing = error.keyword === "required" ? parameter(error, "missingProperty") : null;
    return missing === null || !misspelt.has(JSON.stringify([error.instancePath, missing]));
  });
}

function unknownKey(error: ErrorObject): string {
  return parameter(error, "additionalProperty") || parameter(error, "unevaluatedProperty");
}

function describe(error: ErrorObject, path: readonly (string | number)[]): Violation {
  if (error.propertyName !== undefined) return describeName(error, [...path, error.propertyName]);
  switch (error.keyword) {
    case "required":
    case "dependentRequired":
      return describeMissing(error, path);
    case "additionalProperties":
    case "unevaluatedProperties":
      return describeUnknown(error, [...path, unknownKey(error)]);
    case "uniqueItems":
      return describeRepeated(error, path);
    case "oneOf":
      return isAmbiguous(error) ? describeAmbiguous(error, path) : describeValue(error, path);
    case "false schema":
      return {
        path,
        at: "value",
        what: `got ${show(error.data)}; nothing is allowed here`,
        fix: "remove it",
      };
    default:
      return describeValue(error, path);
  }
}

function describeRepeated(error: ErrorObject, path: readonly (string | number)[]): Violation {
  const parameters: unknown = error.params;
  const places = isPlainObject(parameters) ? [parameters["j"], parameters["i"]].map(Number) : [];
  const [first = 0, second = 0] = places.toSorted((a, b) => a - b);
  const item = show(itemsOf(error.data)[second]);
  const what = `got ${item} again, first at [${first}]; allowed: each item once`;
  return { path: [...path, second], at: "value", what, fix: "remove the repeated item" };
}

function describeName(error: ErrorObject, path: readonly (string | number)[]): Violation {
  const wanted = allowed({ type: "string", ...parent(error) });
  const meant = nearest(error.propertyName ?? "", textsOf(parent(error)["enum"]));
  return {
    path,
    at: "key",
    what: `got the key ${show(error.propertyName)}; allowed: ${wanted}`,
    fix: meant === null ? `name it as ${wanted}` : `did you mean ${show(meant)}?`,
  };
}

function describeMissing(error: ErrorObject, path: readonly (string | number)[]): Violation {
  const key = parameter(error, "missingProperty");
  const trigger = error.keyword === "dependentRequired" ? parameter(error, "property") : "";
  const schema = mappingAt(mappingAt(parent(error), "properties"), key);
  const description = text(schema["description"]);
  return {
    path,
    at: "value",
    what: `the key ${show(key)} is missing${trigger === "" ? "" : `, which ${show(trigger)} needs`}`,
    fix: `add ${show(key)}: ${allowed(schema)}${description === "" ? "" : ` (${description})`}`,
  };
}

function describeUnknown(error: ErrorObject, path: readonly (string | number)[]): Violation {
  const known = knownKeys(error);
  const meant = nearest(unknownKey(error), known);
  return {
    path,
    at: "key",
    what: `unknown key ${show(unknownKey(error))}; allowed: ${known.length === 0 ? "none" : list(known)}`,
    fix: meant === null ? "remove it, or use an allowed key" : `did you mean ${show(meant)}?`,
  };
}

/** Whether a `oneOf` failed because several of its branches accept the value. */
function isAmbiguous(error: ErrorObject): boolean {
  const parameters: unknown = error.params;
  return isPlainObject(parameters) && Array.isArray(parameters["passingSchemas"]);
}

function describeAmbiguous(error: ErrorObject, path: readonly (string | number)[]): Violation {
  const what = `got ${show(error.data)}, which fits several of: ${allowed(parent(error))}; allowed: exactly one`;
  return { path, at: "value", what, fix: "change it so that it fits one alternative only" };
}

function describeValue(error: ErrorObject, path: readonly (string | number)[]): Violation {
  const got: unknown = error.data;
  const schema = parent(error);
  const wanted = allowed(schema);
  return { path, at: "value", what: `got ${show(got)}; allowed: ${wanted}`, fix: fixOf(got, schema, wanted) };
}

function fixOf(got: unknown, schema: PlainObject, wanted: string): string {
  const branches = [...itemsOf(schema["oneOf"]), ...itemsOf(schema["anyOf"])];
  const values = [schema, ...branches]
    .filter(isPlainObject)
    .flatMap((one) => ["const" in one ? one["const"] : [], one["enum"] ?? []]);
  const meant = typeof got === "string" ? nearest(got, textsOf(values.flat())) : null;
  if (meant !== null) return `did you mean ${show(meant)}?`;
  const isUnquoted = typeof got === "number" || typeof got === "boolean";
  if (isUnquoted && wanted.startsWith("text")) return `put it in quotes: "${String(got)}"`;
  return wanted.length > LONGEST_FIX ? "write an allowed value" : `write ${wanted}`;
}
