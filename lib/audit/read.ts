import { join } from "node:path";
import type { Artefact } from "../artefacts/artefact.ts";
import { readManifestFile } from "../artefacts/manifest.ts";
import type { Manifest, RunFolder } from "../artefacts/store.ts";
import { InputError, codeOf } from "../errors.ts";

/** An artefact of a run, or null where the run has none of it, or one that its schema does not allow today. */
export async function readIfThere<T>(artefact: Artefact<T>, runPath: string): Promise<T | null> {
  try {
    return await artefact.read(join(runPath, artefact.path));
  } catch (error) {
    const isAbsent = codeOf(error) === "ENOENT";
    // What is wrong with a file is for `verify` to say; who only looks is not stopped by it.
    if (
      isAbsent ||
      error instanceof InputError ||
      error instanceof SyntaxError ||
      error instanceof RangeError
    )
      return null;
    throw error;
  }
}

/**
 * The manifest of a run that one wants to look at.
 *
 * @throws InputError for a run that did not end, or whose manifest is damaged.
 */
export async function manifestOf(run: RunFolder): Promise<Manifest> {
  const on = await readManifestFile(run.path);
  if (on.kind === "whole") return on.manifest;
  throw new InputError({
    what: `has no whole manifest: it ${on.what}`,
    where: run.path,
    fix: "the run did not end, or was changed since; look at another one: sluice history",
  });
}
