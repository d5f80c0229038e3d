import { isPlainObject, itemsOf, mappingAt, textsOf, type PlainObject } from "./plain.ts";

/** Keywords whose value is data, not a schema. */
const DATA = new Set(["default", "examples", "const", "enum", "required", "x-unit", "x-format", "x-csv"]);

/** Keywords whose value maps names to schemas. */
const MAPS = new Set(["properties", "patternProperties", "dependentSchemas", "$defs"]);

/** Keywords that the chain takes over: the union, and the keys that each branch requires again. */
const REPLACED = new Set(["oneOf", "anyOf", "required"]);

/**
 * A schema that accepts the same values and fills the same defaults, in which each `oneOf` or `anyOf` whose
 * branches differ by type or by a tag (a required property with a `const`) is a chain of `if`/`then`/`else`.
 *
 * Two gains: ajv then reports the errors of the branch that was meant and of no other, and it fills defaults
 * inside the branch, which it does not do under `oneOf`. A union that cannot be told apart stays as it is.
 */
export function selectBranches(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(selectBranches);
  if (!isPlainObject(schema)) return schema;
  const mapped = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, mapKeyword(key, value)]),
  );
  const keyword = "oneOf" in mapped ? "oneOf" : "anyOf";
  const branches = itemsOf(mapped[keyword]).filter(isPlainObject);
  const chain =
    branches.length < 2 || "anyOf" in mapped === "oneOf" in mapped ? null : byType(branches, keyword);
  if (chain === null) return mapped;
  const rest = Object.entries(mapped).filter(([key]) => !REPLACED.has(key));
  const required = textsOf(mapped["required"]).filter(
    (key) => !branches.every((branch) => isRequired(key, branch)),
  );
  return {
    ...Object.fromEntries(rest),
    ...(required.length > 0 ? { required } : {}),
    allOf: [...itemsOf(mapped["allOf"]), chain],
  };
}

function isRequired(key: string, branch: PlainObject): boolean {
  return textsOf(branch["required"]).includes(key);
}

function mapKeyword(keyword: string, value: unknown): unknown {
  if (DATA.has(keyword)) return value;
  if (!MAPS.has(keyword) || !isPlainObject(value)) return selectBranches(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, selectBranches(item)]));
}

/** First by type of value; null when a branch does not say its type or nothing is gained. */
function byType(branches: readonly PlainObject[], keyword: string): PlainObject | null {
  const groups = new Map<string, { types: string[]; members: readonly PlainObject[] }>();
  const types = new Set(branches.flatMap(typesOf));
  if (branches.some((branch) => typesOf(branch).length === 0)) return null;
  for (const type of types) {
    const members = branches.filter((branch) => typesOf(branch).includes(type));
    const key = members.map((member) => branches.indexOf(member)).join();
    const group = groups.get(key) ?? { types: [], members };
    groups.set(key, { ...group, types: [...group.types, type] });
  }
  if (groups.size === 1 && byTag(branches) === null) return null;
  return [...groups.values()].reduceRight<PlainObject>(
    (otherwise, group) => ({
      if: { type: group.types },
      then: byTag(group.members) ?? { [keyword]: group.members },
      else: otherwise,
    }),
    { type: [...types] },
  );
}

/** The types of value that a branch accepts; whole numbers are numbers here; empty when it does not say. */
function typesOf(branch: PlainObject): readonly string[] {
  const declared = typeof branch["type"] === "string" ? [branch["type"]] : textsOf(branch["type"]);
  const values = "const" in branch ? [branch["const"]] : itemsOf(branch["enum"]);
  const types = declared.length > 0 ? declared : values.map(typeOf);
  return [...new Set(types.map((type) => (type === "integer" ? "number" : type)))];
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/**
 * Then by tag; the only branch needs none. One branch may leave its tag open (a pattern, say): it is tried after
 * those that name theirs. Null when no property serves.
 */
function byTag(branches: readonly PlainObject[]): PlainObject | null {
  const [first] = branches;
  if (first === undefined || branches.length === 1) return first ?? null;
  const names = new Set(branches.flatMap((branch) => Object.keys(mappingAt(branch, "properties"))));
  const tag = [...names].find((name) => isTag(name, branches));
  if (tag === undefined) return null;
  const tagged = branches.map((branch) => ({ branch, values: tagValues(branch, tag) }));
  const ordered = [
    ...tagged.filter(({ values }) => values.length > 0),
    ...tagged.filter(({ values }) => values.length === 0),
  ];
  const known = tagged.flatMap(({ values }) => values);
  const open = ordered
    .filter(({ values }) => values.length === 0)
    .map(({ branch }) => mappingAt(branch, "properties")[tag]);
  const allowed = open.length === 0 ? { enum: known } : { anyOf: [{ enum: known }, ...open] };
  return ordered.reduceRight<PlainObject>(
    (otherwise, { branch, values }) => ({
      if: withTag(tag, values.length > 0 ? { enum: values } : mappingAt(branch, "properties")[tag]),
      then: branch,
      else: otherwise,
    }),
    withTag(tag, allowed),
  );
}

function withTag(tag: string, value: unknown): PlainObject {
  return { type: "object", required: [tag], properties: { [tag]: value } };
}

function tagValues(branch: PlainObject, tag: string): readonly unknown[] {
  const property = mappingAt(mappingAt(branch, "properties"), tag);
  return "const" in property ? [property["const"]] : itemsOf(property["enum"]);
}

function isTag(name: string, branches: readonly PlainObject[]): boolean {
  const values = branches.map((branch) => tagValues(branch, name));
  const all = values.flat();
  return (
    branches.every((branch) => isRequired(name, branch)) &&
    branches.every((branch) => Object.hasOwn(mappingAt(branch, "properties"), name)) &&
    values.filter((own) => own.length === 0).length <= 1 &&
    all.length > 0 &&
    new Set(all).size === all.length
  );
}
