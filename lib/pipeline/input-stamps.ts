import { stat } from "node:fs/promises";
import { InputError } from "../errors.ts";
import type { InputFile } from "../stage.ts";

/** What of a file changes when its content does: size, inode and times, the one of its status among them, which nobody can set. */
export async function stampOf(path: string): Promise<string> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return [dev, ino, size, mtimeNs, ctimeNs].join(" ");
}

/**
 * Refuses what was computed while an input was written to: it may be of the old bytes, the new ones or both, and its key says the old.
 *
 * @param stamps - Of the files, by absolute path, as they were before they were hashed; a file without one is not looked at.
 * @throws InputError naming each file that changed.
 */
export async function refuseChangedInputs(
  inputs: readonly InputFile[],
  stamps: ReadonlyMap<string, string>,
): Promise<void> {
  const changed: InputFile[] = [];
  for (const input of inputs) {
    const before = stamps.get(input.absolutePath);
    if (before === undefined) continue;
    const now = await stampOf(input.absolutePath).catch(() => null);
    if (now !== before) changed.push(input);
  }
  if (changed.length > 0)
    throw new InputError(
      changed.map(({ path }) => ({
        what: "changed while the run read it",
        where: path,
        fix: "run again once it is no longer written to",
      })),
    );
}
