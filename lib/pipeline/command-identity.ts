import { stat } from "node:fs/promises";
import { dirname, relative, resolve, sep } from "node:path";
import { fingerprintFile, hashOf } from "../artefacts/hash.ts";
import { insideProject } from "../config/paths.ts";
import { InputError } from "../errors.ts";
import type { CommandOptions } from "../stage.ts";
import { checkPlaceholders } from "./template.ts";

/** Placeholders that every command has. */
export const PLACEHOLDERS = ["out", "in", "data", "seed"];

/** Hash of each thing that a command depends on beside what it reads of the run, by name. */
export type Identity = Readonly<Record<string, string>>;

/** Words of a command that may name files: arguments, and what follows `=` in one. */
function wordsOf(run: string | readonly string[]): string[] {
  const words = typeof run === "string" ? run.split(/[\s'"`;|&<>()]+/) : run;
  return words.flatMap((word) => [word, ...word.split("=").slice(1)]).filter((word) => word !== "");
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isFile(),
    () => false,
  );
}

/** Files of the project that the arguments name; programs found elsewhere are known by their name only. */
async function namedFiles(file: string, { run, folder }: CommandOptions): Promise<string[]> {
  const base = resolve(dirname(file), folder);
  const found: string[] = [];
  for (const word of wordsOf(run)) {
    if (word.includes("{{") || word.includes("\0")) continue;
    const path = resolve(base, word);
    if (!(await isFile(path))) continue;
    const isInside = await insideProject(file, path).then(
      () => true,
      () => false,
    );
    if (isInside) found.push(path);
  }
  return found;
}

async function declaredFiles(
  file: string,
  { files }: CommandOptions,
  where: (...path: readonly (string | number)[]) => string,
): Promise<string[]> {
  const paths: string[] = [];
  for (const [i, name] of files.entries()) {
    const path = await insideProject(file, name, where("files", i));
    if (!(await isFile(path)))
      throw new InputError({
        what: `${name} is no file`,
        where: where("files", i),
        fix: "correct the path; it is relative to the folder of the pipeline file",
      });
    paths.push(path);
  }
  return paths;
}

/**
 * What a command depends on: its line, folder, environment and the names of its secrets, and the content of each file that its
 * arguments name or that is declared. How long it may take, and how often it is tried, changes nothing.
 *
 * @param where - Place of a key of the command in the pipeline file.
 * @throws InputError for a placeholder that stands for nothing, a folder or file outside the project or not there.
 */
export async function commandIdentity(
  file: string,
  options: CommandOptions,
  where: (...path: readonly (string | number)[]) => string,
): Promise<Identity> {
  checkPlaceholders(options.run, PLACEHOLDERS, where("run"));
  await insideProject(file, options.folder, where("folder"));
  const { run, folder, environment, secrets } = options;
  const paths = [...(await declaredFiles(file, options, where)), ...(await namedFiles(file, options))];
  const nameOf = (path: string) => relative(dirname(file), path).split(sep).join("/");
  const entries = await Promise.all(
    [...new Set(paths)].map(async (path) => {
      const { sha256 } = await fingerprintFile(path);
      return [`file ${nameOf(path)}`, sha256] as const;
    }),
  );
  return { command: hashOf({ run, folder, environment, secrets }), ...Object.fromEntries(entries) };
}
