import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** Something in a folder that is no folder itself. */
export interface Entry {
  /** Path within the folder, with forward slashes. */
  readonly name: string;
  /** False for a link, a pipe, a device. */
  readonly isFile: boolean;
}

/**
 * Everything under a folder that is no folder, by name. Links are named and not followed: Node's own recursive `readdir` walks through
 * one to a folder, and out of the project.
 */
export async function walk(folder: string): Promise<Entry[]> {
  const found: Entry[] = [];
  const open = [""];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    for (const entry of await readdir(join(folder, place), { withFileTypes: true })) {
      const name = place === "" ? entry.name : `${place}/${entry.name}`;
      if (entry.isDirectory()) open.push(name);
      else found.push({ name, isFile: entry.isFile() });
    }
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}
