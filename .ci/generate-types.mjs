// Reads schemas/*.schema.json and writes lib/schema/generated.ts: the types, the schema documents and their examples.
// `--check` writes nothing and exits 1 when the committed file differs.
// Two more arguments, a folder of schemas and an output file, take the place of the project's own.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { compile } from "json-schema-to-typescript";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const SUFFIX = ".schema.json";
const REFERENCE = /^(?:(?:.*\/)?([\w.-]+?)\.schema\.json)?(?:#(?:\/\$defs\/([\w.-]+))?)?$/;
// Keywords that say something about a value and demand nothing of it: they may stand beside a $ref.
const ANNOTATIONS = new Set([
  "title",
  "description",
  "default",
  "examples",
  "deprecated",
  "$comment",
  "x-unit",
]);
// Keywords whose value is data or a map from names to schemas, so that its keys are not keywords.
const DATA = new Set(["default", "examples", "const", "enum"]);
const MAPS = new Set(["properties", "patternProperties", "dependentSchemas", "$defs"]);

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const without = (object, ...keys) =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
const pascal = (name) =>
  name.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, letter) => letter.toUpperCase());
// A schema of nothing but shared pieces describes no value of its own.
const isShared = (schema) =>
  !["type", "$ref", "oneOf", "anyOf", "allOf", "enum", "const"].some((k) => k in schema);

async function readSchemas(folder) {
  const files = (await readdir(folder)).filter((file) => file.endsWith(SUFFIX)).sort();
  const schemas = new Map();
  for (const file of files) {
    try {
      schemas.set(file.slice(0, -SUFFIX.length), JSON.parse(await readFile(join(folder, file), "utf8")));
    } catch (cause) {
      throw new Error(`${file}: ${cause.message}`, { cause });
    }
  }
  return schemas;
}

// Applies `change` to every subschema of `schema`, the innermost first.
function mapSchema(schema, change) {
  if (Array.isArray(schema)) return schema.map((item) => mapSchema(item, change));
  if (!isObject(schema)) return schema;
  const visit = (keyword, value) => {
    if (DATA.has(keyword)) return value;
    if (!MAPS.has(keyword)) return mapSchema(value, change);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapSchema(item, change)]));
  };
  return change(Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, visit(key, value)])));
}

// The schema that a $ref in schema `home` points at: [schema name, name in its $defs or null].
function target(schemas, home, ref) {
  const [, file, piece] = REFERENCE.exec(ref) ?? [];
  const name = file ?? home;
  const found = piece === undefined ? schemas.get(name) : schemas.get(name)?.$defs?.[piece];
  if (found === undefined) {
    throw new Error(
      `${home}${SUFFIX}: $ref "${ref}" leads nowhere; write "#/$defs/name" or "common${SUFFIX}#/$defs/name"`,
    );
  }
  return [name, piece ?? null];
}

// `schema` with every $ref replaced by what it points at, so that a document stands on its own.
function inline(schemas, home, schema, open = []) {
  return mapSchema(schema, (inner) => {
    const { $ref } = inner;
    const rest = without(inner, "$ref", "$defs");
    if ($ref === undefined) return rest;
    const [name, piece] = target(schemas, home, $ref);
    const key = `${name}#${piece ?? ""}`;
    if (open.includes(key))
      throw new Error(`${home}${SUFFIX}: $ref "${$ref}" refers to itself; schemas may not recurse`);
    const source = piece === null ? schemas.get(name) : schemas.get(name).$defs[piece];
    const body = without(inline(schemas, name, source, [...open, key]), "$schema", "$id", "examples");
    const demands = Object.keys(rest).filter((keyword) => !ANNOTATIONS.has(keyword));
    if (demands.length > 0)
      throw new Error(`${home}${SUFFIX}: ${demands.join(", ")} beside $ref "${$ref}"; use allOf`);
    return { ...body, ...rest };
  });
}

// `value` with absent properties filled in from the defaults of an inlined schema, as ajv does when it parses.
function withDefaults(schema, value) {
  const union = schema.oneOf ?? schema.anyOf;
  if (union !== undefined) {
    const isBranch = (branch) =>
      Object.entries(branch.properties ?? {}).every(
        ([key, { const: only, enum: some = [only] }]) => some[0] === undefined || some.includes(value?.[key]),
      );
    const branches = union.filter((branch) =>
      isObject(value) ? branch.type === "object" && isBranch(branch) : branch.type !== "object",
    );
    return branches.reduce((filled, branch) => withDefaults(branch, filled), value);
  }
  if (Array.isArray(value))
    return isObject(schema.items) ? value.map((item) => withDefaults(schema.items, item)) : value;
  if (!isObject(value)) return value;
  const known = schema.properties ?? {};
  const other = (key) =>
    Object.entries(schema.patternProperties ?? {}).find(([pattern]) =>
      new RegExp(pattern, "u").test(key),
    )?.[1] ?? (isObject(schema.additionalProperties) ? schema.additionalProperties : {});
  const absent = Object.entries(known).filter(([key, property]) => !(key in value) && "default" in property);
  const filled = {
    ...value,
    ...Object.fromEntries(absent.map(([key, property]) => [key, property.default])),
  };
  return Object.fromEntries(
    Object.entries(filled).map(([key, item]) => [key, withDefaults(known[key] ?? other(key), item)]),
  );
}

// A property with a default is there after parsing, whether or not the schema also lists it as required.
function requireDefaults(schemas, home, schema) {
  return mapSchema(schema, (inner) => {
    const filled = Object.entries(inner.properties ?? {}).filter(
      ([, property]) => "default" in inline(schemas, home, property),
    );
    const required = [...new Set([...(inner.required ?? []), ...filled.map(([key]) => key)])];
    return required.length === 0 ? inner : { ...inner, required };
  });
}

// One schema that holds all of them under $defs, each piece once, named as its type shall be named.
function wrapper(schemas, names) {
  const pieces = [...schemas].flatMap(([name, schema]) => [
    ...(isShared(schema) ? [] : [[name, null, schema]]),
    ...Object.entries(schema.$defs ?? {}).map(([piece, body]) => [name, piece, body]),
  ]);
  const short = pieces.map(([name, piece]) => pascal(piece ?? name));
  // A piece that shares its name with another, or with a global such as Date, carries its schema's name as well.
  const isTaken = (name) => name in globalThis || short.indexOf(name) !== short.lastIndexOf(name);
  const label = ([name, piece], i) =>
    piece !== null && isTaken(short[i]) ? pascal(`${name}_${piece}`) : short[i];
  const labels = new Map(pieces.map((item, i) => [`${item[0]}#${item[1] ?? ""}`, label(item, i)]));
  const rename = (home) => (schema) => {
    const rest = without(schema, "title", "$schema", "$id", "$defs", "examples", "default");
    if (rest.$ref === undefined) return rest;
    const [name, piece] = target(schemas, home, rest.$ref);
    const $ref = `#/$defs/${labels.get(`${name}#${piece ?? ""}`)}`;
    // A description beside the $ref would make a second type of the same piece.
    return rest.description === undefined ? { $ref } : { description: rest.description, allOf: [{ $ref }] };
  };
  return {
    title: "SchemaTypes",
    type: "object",
    additionalProperties: false,
    required: names,
    properties: Object.fromEntries(
      names.map((name) => [name, { $ref: `#/$defs/${labels.get(`${name}#`)}` }]),
    ),
    $defs: Object.fromEntries(
      pieces.map(([name, piece, schema]) => {
        const title = labels.get(`${name}#${piece ?? ""}`);
        return [title, { ...mapSchema(requireDefaults(schemas, name, schema), rename(name)), title }];
      }),
    ),
  };
}

/** The text of generated.ts for the schemas in `folder`. */
async function generate(folder) {
  const schemas = await readSchemas(folder);
  const names = [...schemas.keys()].filter((name) => !isShared(schemas.get(name)));
  if (names.length === 0) throw new Error(`${folder} holds no *${SUFFIX}`);
  const types = await compile(wrapper(schemas, names), "SchemaTypes", {
    bannerComment: "",
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    strictIndexSignatures: false,
    unknownAny: true,
    style: { printWidth: 110 },
  });
  const documents = Object.fromEntries(names.map((name) => [name, inline(schemas, name, schemas.get(name))]));
  const examples = Object.fromEntries(
    names.map((name) => [
      name,
      (documents[name].examples ?? []).map((example) => withDefaults(documents[name], example)),
    ]),
  );
  const json = (value) => JSON.stringify(value, null, 2);
  return `// Generated from schemas/*.schema.json by \`npm run types\`; do not edit.

${types.trim()}

/** Every schema, complete in itself: nothing is located on disk at run time. */
export const schemaDocuments: Readonly<Record<keyof SchemaTypes, object>> = ${json(documents)};

/** The examples of every schema with their defaults filled in; the compiler holds them to the types above. */
export const schemaExamples: { readonly [Name in keyof SchemaTypes]: readonly SchemaTypes[Name][] } = ${json(examples)};
`;
}

const flags = process.argv.slice(2).filter((argument) => argument.startsWith("--"));
const [folder = join(ROOT, "schemas"), output = join(ROOT, "lib/schema/generated.ts")] = process.argv
  .slice(2)
  .filter((argument) => !argument.startsWith("--"));
const text = await generate(folder);
if (!flags.includes("--check")) {
  await writeFile(output, text);
} else if (text !== (await readFile(output, "utf8").catch(() => ""))) {
  process.stderr.write(
    `${relative(process.cwd(), output)} is not what the schemas say.\n  fix: npm run types\n`,
  );
  process.exitCode = 1;
}
