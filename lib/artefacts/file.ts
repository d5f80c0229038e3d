import { copyFile, rename, rm } from "node:fs/promises";
import { codeOf } from "../errors.ts";
import type { Artefact } from "./artefact.ts";

/** A file that is there already, to be moved to its place. */
export interface WrittenFile {
  readonly file: string;
}

/** Moves a file; across disks it is copied. */
export async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (codeOf(error) !== "EXDEV") throw error;
    await copyFile(from, to);
    await rm(from);
  }
}

/** A file of any format, as a program left it; Sluice does not look inside. */
export function fileArtefact(path: string, mediaType: string): Artefact<WrittenFile> {
  return {
    path,
    schema: null,
    mediaType,
    write: (file, value) => moveFile(value.file, file),
    read: (file) => Promise.resolve({ file }),
  };
}
