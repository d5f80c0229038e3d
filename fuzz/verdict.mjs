// What is allowed to come of an input: it is taken, or refused by a message that says what, where and how to mend it.
import { SluiceError } from "../dist/lib/errors.js";

const BUILT_IN = [
  Object,
  Array,
  Function,
  String,
  Number,
  Boolean,
  Symbol,
  RegExp,
  Date,
  Error,
  Map,
  Set,
  Promise,
  Uint8Array,
];

function shapeOf(object) {
  return Reflect.ownKeys(object).map((key) => [key, Object.getOwnPropertyDescriptor(object, key)]);
}

function isSameShape(before, now) {
  return (
    now.length === before.length &&
    before.every(([key, { value, get, set }], i) => {
      const [name, found] = now[i];
      return name === key && Object.is(found.value, value) && found.get === get && found.set === set;
    })
  );
}

function putBack(object, shape) {
  for (const key of Reflect.ownKeys(object)) if (!shape.some(([name]) => name === key)) delete object[key];
  for (const [key, descriptor] of shape) Object.defineProperty(object, key, descriptor);
}

/**
 * Remembers what every object inherits from, as it is now.
 *
 * @returns Says which of it has changed since, and puts it back; null where nothing has.
 */
export function guardPrototypes() {
  const before = BUILT_IN.flatMap((type) => [
    [`${type.name}.prototype`, type.prototype, shapeOf(type.prototype)],
    [type.name, type, shapeOf(type)],
  ]);
  return () => {
    const changed = before.filter(([, object, shape]) => !isSameShape(shape, shapeOf(object)));
    for (const [, object, shape] of changed) putBack(object, shape);
    return changed.length === 0 ? null : `changed ${changed.map(([name]) => name).join(", ")}`;
  };
}

/** Places that a message may name. */
const PLACE = /\.(?:yaml|csv|json|mjs|sh|nc)\b|^--|^policy\b|^\d\d_/;
const NONSENSE = /\[object |^undefined:/;

/** What is wrong with how an input was refused; null where nothing is. */
export function faultOf(error, folder) {
  if (!(error instanceof SluiceError)) return `threw ${error instanceof Error ? error.stack : String(error)}`;
  if (error.problems.length === 0) return "was refused without a problem";
  for (const { what, where, fix } of error.problems) {
    const texts = [what, where, fix];
    if (!texts.every((text) => typeof text === "string" && text.trim() !== ""))
      return `has an empty part: ${JSON.stringify(texts)}`;
    if (!PLACE.test(where) && !where.startsWith(folder)) return `is not located: ${JSON.stringify(texts)}`;
    if (texts.some((text) => NONSENSE.test(text))) return `says nothing: ${JSON.stringify(texts)}`;
    if (texts.join("").length > 100_000) return `has a message of ${texts.join("").length} characters`;
  }
  return null;
}
