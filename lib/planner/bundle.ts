import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BROWSER_FOLDER } from "../package-info.ts";

/** The scripts of the planner's page, as `npm run build` bundles them from `browser/planner`. */
export interface PlannerScripts {
  readonly page: string;
  /** What runs in the worker: the optimiser and its checker. */
  readonly worker: string;
}

function script(name: string): string {
  const text = readFileSync(join(BROWSER_FOLDER, name), "utf8");
  // In a page a script ends where this stands, even within a string.
  if (/<\/script|<!--/i.test(text)) throw new Error(`${name} cannot stand in a page`);
  return text;
}

let scripts: PlannerScripts | undefined;

/** Read at the first call. */
export function plannerScripts(): PlannerScripts {
  scripts ??= { page: script("planner.js"), worker: script("planner-worker.js") };
  return scripts;
}
