/** Everything that is no printable character: control, format (bidirectional overrides), lone surrogate, unassigned. */
const UNPRINTABLE = /\p{C}+/gu;

/** One name as it may be drawn: unprintable characters and runs of white space become one space; never empty. */
export function displayName(name: string): string {
  const clean = name.replace(UNPRINTABLE, " ").replace(/\s+/g, " ").trim();
  return clean === "" ? "(no name)" : clean;
}

/**
 * Channel names as they may be drawn, all different: names that look the same are numbered, `tv`, `tv (2)`.
 *
 * @param names - One per channel, as users wrote them; any text.
 */
export function displayNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const base = displayName(name);
    let candidate = base;
    for (let copy = 2; taken.has(candidate); copy++) candidate = `${base} (${copy})`;
    taken.add(candidate);
    return candidate;
  });
}
