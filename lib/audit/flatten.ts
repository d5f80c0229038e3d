const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The leaves of nested mappings by their path (`stages.70_optimisation.bounds`), as JSON; a list is a leaf. */
export function flatten(value: unknown, path: readonly string[] = []): Map<string, string> {
  const isLeaf = !isMapping(value) || Object.keys(value).length === 0;
  if (isLeaf) return new Map([[path.join("."), JSON.stringify(value)]]);
  return new Map(Object.entries(value).flatMap(([key, inner]) => [...flatten(inner, [...path, key])]));
}

/** Keys whose values differ, with both values; null where there is none. */
export function differingKeys(
  a: ReadonlyMap<string, string>,
  b: ReadonlyMap<string, string>,
): { readonly key: string; readonly a: string | null; readonly b: string | null }[] {
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((key) => a.get(key) !== b.get(key))
    .map((key) => ({ key, a: a.get(key) ?? null, b: b.get(key) ?? null }));
}
