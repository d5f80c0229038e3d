import { access, lstat, realpath } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { InputError, codeOf } from "../errors.ts";

/** What marks the root of a project, the strongest first: put there for Sluice, the repository, the package. */
const MARKERS = [".sluice-root", ".git", "package.json"] as const;

/**
 * The root of the project that a pipeline file belongs to, absolute: nothing outside it is read or written on
 * behalf of the configuration.
 *
 * It is the nearest folder, from the file's own upwards, that holds `.sluice-root`; without one in any of them, the
 * nearest that holds `.git`, then `package.json`; and the file's own folder where there is no mark at all. Pipelines
 * of several markets can thus share the data beside them in one repository, and a lone folder is its own project.
 */
export async function projectRoot(file: string): Promise<string> {
  const folder = dirname(resolve(file));
  for (const marker of MARKERS) {
    for (const candidate of upwards(folder)) {
      if (await exists(join(candidate, marker))) return candidate;
    }
  }
  return folder;
}

/**
 * The absolute path that a configured path means: relative to the folder of the file that names it, and inside
 * that file's project. It need not exist; links are followed as far as it does.
 *
 * @param file - The pipeline file, or another configuration, that names the path.
 * @param where - Place of the path in that file, for messages.
 * @throws InputError when it leaves the project by `..`, by an absolute path or by a link, is too long, or can be no path.
 */
export async function insideProject(file: string, path: string, where = file): Promise<string> {
  if (path.trim() === "" || path.includes("\0")) {
    const what = `got ${JSON.stringify(path)}, which is no path`;
    throw new InputError({ what, where, fix: "name a file or folder" });
  }
  const root = await projectRoot(file);
  const absolute = resolve(dirname(file), path);
  if (await isTooLong(absolute)) {
    const what = `got a path of ${path.length} characters, which is too long`;
    throw new InputError({ what, where, fix: "shorten it, or the names in it" });
  }
  const [realRoot, real] = await Promise.all([realpath(root), realLocation(absolute)]);
  if (real === null) {
    const what = `got ${JSON.stringify(path)}, a symbolic link that leads nowhere`;
    throw new InputError({ what, where, fix: "mend the link, or name the file itself" });
  }
  if (!isWithin(realRoot, real)) {
    const way = isWithin(root, absolute) ? " through a symbolic link" : "";
    const what = `got ${JSON.stringify(path)}, which leaves the project folder ${root}${way}`;
    const fix = "bring it into the project, or put an empty .sluice-root in the folder that holds both";
    throw new InputError({ what, where, fix });
  }
  return absolute;
}

/** Whether the file system refuses the path for its length, or that of a name in it. */
async function isTooLong(path: string): Promise<boolean> {
  return access(path).then(
    () => false,
    (error: unknown) => codeOf(error) === "ENAMETOOLONG",
  );
}

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** A folder and those above it. */
function upwards(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...upwards(above)];
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** A path with every link followed, as far as it exists; null when a link on the way leads nowhere or in a circle. */
async function realLocation(path: string): Promise<string | null> {
  const real = await realpath(path).catch(() => null);
  if (real !== null) return real;
  const isLink = await lstat(path).then(
    (status) => status.isSymbolicLink(),
    () => false,
  );
  const above = dirname(path);
  if (isLink || above === path) return null;
  const parent = await realLocation(above);
  return parent === null ? null : join(parent, basename(path));
}
