// Documents made from a schema: the right shape, with now and then a part that is not.
import { readFileSync, readdirSync } from "node:fs";
import { KEYS, SCALARS } from "./hostile.mjs";

const FOLDER = new URL("../schemas/", import.meta.url);
const schemas = new Map(
  readdirSync(FOLDER)
    .filter((name) => name.endsWith(".schema.json"))
    .map((name) => [name, JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"))]),
);

/** Texts that mean something somewhere: a pattern or a name finds its own among them. */
const TEXTS = [
  "demo", "date", "sales", "tv", "radio", "price", "data.csv", "model.nc", "reports", "./stage.mjs", "./policy.yaml", "policy.yaml",
  "publish", "strict", "out.csv", "schema.json", "sh fit.sh", "fit.sh", "{{out}}/out.csv", "{{data}}", "45_own", "46_next",
  "40_decomposition/contributions.parquet", "45_own/out.csv", "50_diagnostics", "convergence", "rhat_max", "ess_bulk_min", "g2",
  "2026-12-31", "2024-01-01", "undefined", "missing", "TOKEN", "EUR", "artefacts", "brand", "market", "{{brand}}",
]; // prettier-ignore

/** What keys and lists of these names hold where it shall lead further. */
const NAMED = {
  channels: ["tv", "radio"],
  controls: ["price"],
  date: ["date"],
  target: ["sales"],
  spend: ["tv", "radio"],
  exposure: ["price"],
  data: ["data.csv"],
  model: ["model.nc"],
  reports: ["reports"],
  policy: ["publish", "strict", "policy.yaml"],
  artefacts: ["artefacts"],
  pipelines: ["demo"],
  checks: ["rhat_max", "ess_bulk_min", "divergence_share"],
  check: ["rhat_max", "divergence_share"],
};

/** A chance in each node that something else stands there. */
const ODD = 0.004;
const DEEPEST = 12;

function resolve(schema, file) {
  if (schema.$ref === undefined) return { schema, file };
  const [name, pointer = ""] = schema.$ref.split("#");
  const target = name === "" ? file : name;
  const found = pointer
    .split("/")
    .filter(Boolean)
    .reduce((at, key) => at[key], schemas.get(target));
  return resolve(found, target);
}

function textFor({ pattern, enum: choices }, { dice, name }) {
  if (choices !== undefined) return dice.pick(choices);
  const known = Object.hasOwn(NAMED, name) ? NAMED[name] : TEXTS;
  const fitting = pattern === undefined ? known : known.filter((text) => new RegExp(pattern, "u").test(text));
  return dice.pick(fitting.length > 0 ? fitting : TEXTS);
}

function numberFor({ minimum = -5, maximum = 100, exclusiveMinimum, type }, dice) {
  const low = exclusiveMinimum ?? minimum;
  const value = dice.pick([
    low,
    maximum,
    low + 1,
    dice.between(Math.ceil(low), Math.max(Math.ceil(low), Math.min(maximum, low + 50))),
  ]);
  return [type].flat().includes("integer") ? Math.round(value) : dice.pick([value, value / 2, value + 0.25]);
}

function mapFor(schema, place) {
  const { dice } = place;
  const { properties = {}, required = [], additionalProperties, propertyNames } = schema;
  const own = Object.entries(properties).filter(([name, one]) => {
    const hasDefault = "default" in one || "default" in resolve(one, place.file).schema;
    return dice.chance(required.includes(name) && !hasDefault ? 0.995 : 0.4);
  });
  const others =
    typeof additionalProperties === "object"
      ? dice.times(dice.below(3), () => [textFor(propertyNames ?? {}, place), additionalProperties])
      : [];
  const odd = dice.chance(ODD) ? [[dice.pick(KEYS), {}]] : [];
  const entries = new Map([...own, ...others, ...odd]);
  return {
    map: [...entries].map(([name, one]) => [name, nodeFor(one, { ...place, name }, place.depth + 1)]),
  };
}

function listFor({ minItems = 0, items = {}, uniqueItems = false }, place) {
  const nodes = place.dice.times(minItems + place.dice.below(3), () =>
    nodeFor(items, place, place.depth + 1),
  );
  const list = uniqueItems ? [...new Map(nodes.map((node) => [node.raw ?? node, node])).values()] : nodes;
  return { list };
}

/** A node for a schema; `place` says in which file it stands, under which name, and how deep. */
function nodeFor(given, from, depth) {
  const { dice } = from;
  const { schema, file } = resolve(given, from.file);
  const place = { ...from, file, depth };
  if (depth > DEEPEST || dice.chance(ODD)) return { raw: dice.pick(SCALARS) };
  if ("const" in schema) return { raw: JSON.stringify(schema.const) };
  const branches = schema.oneOf ?? schema.anyOf;
  if (branches !== undefined) return nodeFor(dice.pick(branches), place, depth);
  const type = dice.pick([schema.type ?? ["string", "number", "null"]].flat());
  if (type === "object") return mapFor(schema, place);
  if (type === "array") return listFor(schema, place);
  if (type === "string") return { raw: JSON.stringify(textFor(schema, place)) };
  if (type === "boolean") return { raw: String(dice.chance(0.5)) };
  return type === "null" ? { raw: "null" } : { raw: String(numberFor(schema, dice)) };
}

/** A document of the schema of that name. */
export function treeFromSchema(name, dice) {
  const file = `${name}.schema.json`;
  return nodeFor(schemas.get(file), { file, name, dice }, 0);
}

/** Examples in a schema: documents that it takes. */
export function examplesOf(name) {
  return schemas.get(`${name}.schema.json`).examples ?? [];
}
