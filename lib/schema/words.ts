import { isPlainObject, itemsOf, mappingAt, textsOf, type PlainObject } from "./plain.ts";

/** Longest piece of an offending value that a message repeats, in characters. */
const LONGEST = 60;

/** Most names or values that a message lists. */
const MOST = 24;

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  null: "null",
  array: "a list",
  object: "a mapping",
};

const FORMATS: Readonly<Record<string, string>> = {
  date: "a date such as 2024-01-31",
  "date-time": "a date and time such as 2024-01-31T12:00:00Z",
  uri: "a URI",
  email: "an e-mail address",
  uuid: "a UUID",
};

/** A value as a message shows it: JSON, shortened; lists and mappings by their size. */
export function show(value: unknown): string {
  if (typeof value === "string") {
    return JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value);
  }
  if (Array.isArray(value))
    return value.length === 1 ? "a list of 1 item" : `a list of ${value.length} items`;
  if (isPlainObject(value)) {
    const keys = Object.keys(value).length;
    return keys === 1 ? "a mapping of 1 key" : `a mapping of ${keys} keys`;
  }
  return String(value);
}

/** Names or values in a row, a long row cut short. */
export function list(values: readonly unknown[]): string {
  const shown = values.slice(0, MOST).map(show).join(", ");
  return values.length > MOST ? `${shown} and ${values.length - MOST} more` : shown;
}

/** Alternatives in a row: `a number, text or null`. */
function either(alternatives: readonly string[]): string {
  const last = alternatives.at(-1) ?? "";
  return alternatives.length < 2 ? last : `${alternatives.slice(0, -1).join(", ")} or ${last}`;
}

/** What a schema accepts, in words: `a number from 0 to 1`, `one of "hill", "sigmoid"`, `text or null`. */
export function allowed(schema: unknown): string {
  if (!isPlainObject(schema)) return schema === false ? "nothing" : "anything";
  if ("const" in schema) return show(schema["const"]);
  const values = itemsOf(schema["enum"]);
  if (values.length > 0) return values.length === 1 ? list(values) : `one of ${list(values)}`;
  const branches = [...itemsOf(schema["oneOf"]), ...itemsOf(schema["anyOf"])];
  if (branches.length > 0) return [...new Set(branches.map(allowed))].join(", or ");
  const types = typeof schema["type"] === "string" ? [schema["type"]] : textsOf(schema["type"]);
  if (types.length === 0) return keysAllowed(schema) || "anything else";
  return either(types.map((type) => typeAllowed(type, schema)));
}

function typeAllowed(type: string, schema: PlainObject): string {
  const plain = TYPES[type] ?? type;
  if (type === "string") return textAllowed(schema) + sized(schema, "Length", "character");
  if (type === "array") return plain + sized(schema, "Items", "item");
  if (type === "object")
    return [plain + sized(schema, "Properties", "key"), keysAllowed(schema)].filter(Boolean).join(" ");
  return type === "number" || type === "integer" ? plain + rangeAllowed(schema) : plain;
}

function textAllowed(schema: PlainObject): string {
  const { format, pattern, description } = schema;
  if (typeof format === "string") return FORMATS[format] ?? `text in the format ${format}`;
  if (typeof pattern !== "string") return "text";
  // A pattern is for machines; its schema says in words what it means.
  return typeof description === "string"
    ? `text matching ${pattern} (${description})`
    : `text matching ${pattern}`;
}

function rangeAllowed(schema: PlainObject): string {
  const bound = (keyword: string): number | null => {
    const value = schema[keyword];
    return typeof value === "number" ? value : null;
  };
  const low = bound("minimum");
  const above = bound("exclusiveMinimum");
  const high = bound("maximum");
  const below = bound("exclusiveMaximum");
  const step = bound("multipleOf");
  const parts =
    low !== null && high !== null
      ? [`from ${low} to ${high}`]
      : [low === null ? "" : `of at least ${low}`, high === null ? "" : `of at most ${high}`];
  parts.push(above === null ? "" : `greater than ${above}`, below === null ? "" : `less than ${below}`);
  parts.push(step === null ? "" : `divisible by ${step}`);
  const said = parts.filter(Boolean);
  return said.length === 0 ? "" : ` ${said.join(" and ")}`;
}

function sized(schema: PlainObject, suffix: string, unit: string): string {
  const low = schema[`min${suffix}`];
  const high = schema[`max${suffix}`];
  const units = (count: number): string => `${count} ${unit}${count === 1 ? "" : "s"}`;
  if (typeof low === "number" && typeof high === "number") {
    return low === high ? ` of ${units(low)}` : ` of ${low} to ${units(high)}`;
  }
  if (typeof low === "number") return ` of at least ${units(low)}`;
  return typeof high === "number" ? ` of at most ${units(high)}` : "";
}

function keysAllowed(schema: PlainObject): string {
  const required = textsOf(schema["required"]);
  if (required.length > 0) return `with the keys ${list(required)}`;
  const known = Object.keys(mappingAt(schema, "properties"));
  return known.length === 0 ? "" : `of the keys ${list(known)}`;
}
