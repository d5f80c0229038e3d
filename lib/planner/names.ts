import { displayName, displayNames } from "../charts/names.ts";

/** Characters of a name that a page shows. */
const SHOWN = 60;

/** A text that is short enough to show, without what cannot be seen. */
export function brief(text: string, most = SHOWN): string {
  const clean = displayName(text);
  return clean.length > most ? `${clean.slice(0, most - 1).trimEnd()}…` : clean;
}

/** Names as the planner shows them: short, printable, all different. */
export function shownNames(names: readonly string[]): string[] {
  return displayNames(names.map((name) => brief(name)));
}
