/** A mapping of names to values of unknown kind, as JSON and YAML give it. */
export type PlainObject = Readonly<Record<string, unknown>>;

export function isPlainObject(value: unknown): value is PlainObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The items of a list, or none of anything else. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The texts among the items of a list. */
export function textsOf(value: unknown): readonly string[] {
  return itemsOf(value).filter((item) => typeof item === "string");
}

/** The mapping under `key`, or an empty one. */
export function mappingAt(object: PlainObject, key: string): PlainObject {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return isPlainObject(value) ? value : {};
}

/** A copy of plain data that shares no list or mapping with it; a key such as `__proto__` stays a key. */
export function copyPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyPlain);
  if (!isPlainObject(value)) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyPlain(item)]));
}
