import { createHash } from "node:crypto";
import { chmod, lstat, mkdtemp, readFile, readdir, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { onTestFinished } from "vitest";

/** A folder of its own for one test, removed when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder for a whole file of tests; the caller removes it in `afterAll`. */
export function sharedFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "sluice-test-"));
}

/** Changes an artefact in place, as someone who insists can: it is read-only. */
export async function overwrite(file: string, text: string): Promise<void> {
  await chmod(file, 0o644);
  await writeFile(file, text);
}

/** Every file and link under a folder with the hash of its bytes or where it leads, hidden ones included. */
export async function snapshot(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const entries = await Promise.all(
    names.sort().map(async (name) => {
      const path = join(folder, name);
      const status = await lstat(path);
      if (status.isSymbolicLink()) return [name, `→ ${await readlink(path)}`] as const;
      if (status.isDirectory()) return [name, "folder"] as const;
      return [
        name,
        createHash("sha256")
          .update(await readFile(path))
          .digest("hex"),
      ] as const;
    }),
  );
  return Object.fromEntries(entries.map(([name, hash]) => [relative(".", name).split(sep).join("/"), hash]));
}
