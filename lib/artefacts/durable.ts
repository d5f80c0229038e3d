import { mkdir, open, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { codeOf } from "../errors.ts";

/** Some file systems cannot sync a folder; there a rename is as durable as they make it. */
const CANNOT_SYNC = ["EINVAL", "ENOTSUP", "EPERM", "EISDIR"];

/** Makes renames within a folder durable: without it a crash may forget the new names. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } catch (error) {
    if (!CANNOT_SYNC.includes(codeOf(error))) throw error;
  } finally {
    await handle.close();
  }
}

/** Makes the bytes of a file durable. */
export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder and its parents one by one: where none can be made (`/proc/x`), Node's recursive `mkdir` never ends. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return;
    if (codeOf(error) !== "ENOENT" || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await mkdir(folder).catch((again: unknown) => {
      // Another run may have made it meanwhile.
      if (codeOf(again) !== "EEXIST") throw again;
    });
  }
}

/**
 * Puts a file in place whole: readers see the old one or the new one.
 *
 * @param temporary - Where it is written first, on the same disk; one writer at a time has that name.
 */
export async function replaceFile(file: string, text: string, temporary = `${file}.tmp`): Promise<void> {
  await writeFile(temporary, text);
  await syncFile(temporary);
  await rename(temporary, file);
  await syncFolder(dirname(file));
}
