import { open } from "node:fs/promises";
import { InputError } from "../errors.ts";

/** Largest configuration file that is read, in bytes. */
const MOST_BYTES = 1024 * 1024;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EACCES: "may not be read by this user",
  EISDIR: "is a folder, not a file",
  ENOTDIR: "no such file: a part of its path is not a folder",
};

/**
 * The text of a configuration file, without a byte-order mark.
 *
 * @throws InputError when it cannot be read, is no regular file, is larger than 1 MiB or is not UTF-8.
 */
export async function readText(file: string): Promise<string> {
  const bytes = await readBytes(file);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new InputError({ what: "is not UTF-8 text", where: file, fix: "save it as UTF-8" }, { cause });
  }
}

async function readBytes(file: string): Promise<Uint8Array> {
  const fix = "give the path of a readable YAML file";
  try {
    const handle = await open(file, "r");
    try {
      const status = await handle.stat();
      if (!status.isFile()) throw new InputError({ what: "is not a regular file", where: file, fix });
      if (status.size > MOST_BYTES) {
        const what = `is ${status.size} bytes long; allowed: at most ${MOST_BYTES} (1 MiB)`;
        throw new InputError({
          what,
          where: file,
          fix: "move the data to a CSV file and name that file instead",
        });
      }
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (!(cause instanceof Error) || !("code" in cause)) throw cause;
    const code = String(cause.code);
    throw new InputError({ what: REASONS[code] ?? `cannot be read (${code})`, where: file, fix }, { cause });
  }
}
