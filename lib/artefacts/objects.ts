import { randomUUID } from "node:crypto";
import { chmod, constants, copyFile, link, lstat, rename, stat, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { codeOf } from "../errors.ts";
import { makeFolder, syncFolder } from "./durable.ts";
import { fingerprintFile, type FileFingerprint } from "./hash.ts";
import { walk } from "./walk.ts";

/** What says that the disk has no hard links, or no more of this one; then bytes are shared by reflink or copied. */
const CANNOT_LINK = ["EXDEV", "EPERM", "ENOTSUP", "ENOSYS", "EMLINK"];

/** Nobody's to write: a file is shared by every run that holds it. */
const READ_ONLY = 0o444;

/** What a sweep of the store found of no more use. */
export interface Swept {
  readonly objects: number;
  readonly bytes: number;
}

/**
 * Bytes by their hash, each once. Runs hold hard links to them: the same content in a hundred runs takes the disk once.
 *
 * Files are read-only from then on, since a change in one run would be a change in all.
 */
export interface ObjectStore {
  /** Takes a file in; afterwards the file and the object are one. A damaged object of that hash is replaced. */
  keep(file: string, content: FileFingerprint): Promise<void>;
  /** Makes `file` hold the content; false where there is no such object, or it is no longer what its name says. */
  give(content: FileFingerprint, file: string): Promise<boolean>;
  /** Whether the object is there, byte for byte. */
  holds(content: FileFingerprint): Promise<boolean>;
  /** Objects that no run holds any more; removes them unless only asked. */
  sweep(isDryRun: boolean): Promise<Swept>;
}

/** Shares the bytes of a file under another name: by hard link, else by reflink, else by a copy. */
async function share(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!CANNOT_LINK.includes(codeOf(error))) throw error;
    await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  }
}

async function isContent(file: string, { sha256 }: FileFingerprint): Promise<boolean> {
  const found = await fingerprintFile(file).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  });
  return found?.sha256 === sha256;
}

/** Whether two names lead to one file: a rename of the one to the other would do nothing, and leave both. */
async function isSameFile(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([stat(a), stat(b)]);
  return one.ino === other.ino && one.dev === other.dev;
}

export function openObjects(folder: string): ObjectStore {
  const pathOf = ({ sha256 }: FileFingerprint) => join(folder, sha256.slice(0, 2), sha256.slice(2));

  const replace = async (file: string, from: string): Promise<void> => {
    // Runs of several cells may mend the same object at once.
    const temporary = `${file}.${randomUUID()}.tmp`;
    await share(from, temporary);
    await rename(temporary, file);
  };

  return {
    async keep(file, content) {
      const object = pathOf(content);
      await chmod(file, READ_ONLY);
      await makeFolder(dirname(object));
      try {
        await share(file, object);
        await syncFolder(dirname(object));
      } catch (error) {
        if (codeOf(error) !== "EEXIST") throw error;
        if (await isSameFile(object, file)) return;
        if (await isContent(object, content)) await replace(file, object);
        else await replace(object, file);
      }
    },
    async give(content, file) {
      const object = pathOf(content);
      try {
        await share(object, file);
      } catch (error) {
        if (codeOf(error) === "ENOENT") return false;
        throw error;
      }
      return isContent(file, content);
    },
    holds: (content) => isContent(pathOf(content), content),
    async sweep(isDryRun) {
      const entries = await walk(folder).catch((error: unknown) => {
        if (codeOf(error) === "ENOENT") return [];
        throw error;
      });
      let [objects, bytes] = [0, 0];
      for (const { name, isFile } of entries) {
        const object = join(folder, name);
        const status = await lstat(object);
        if (!isFile || status.nlink > 1) continue;
        objects += 1;
        bytes += status.size;
        if (!isDryRun) await unlink(object);
      }
      return { objects, bytes };
    },
  };
}
