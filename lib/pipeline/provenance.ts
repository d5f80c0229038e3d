import { execFile } from "node:child_process";
import { userInfo } from "node:os";
import { dirname } from "node:path";
import { promisify } from "node:util";
import type { Manifest } from "../artefacts/store.ts";
import type { LoadedPipeline } from "./sources.ts";

/** Who and what made a run. */
export type Provenance = Pick<Manifest, "by" | "tools" | "git">;

const run = promisify(execFile);

/** Longest that git may take; a run does not wait for a slow disk. */
const GIT_MS = 5000;

/**
 * Commit and dirty flag of the git repository that a folder lies in; null where there is none, or no git.
 *
 * Files that git does not track make nothing dirty: artefacts are among them. Neither the index is written nor a hook called.
 */
export async function gitState(folder: string): Promise<Manifest["git"]> {
  const options = ["--no-optional-locks", "-c", "core.fsmonitor=false", "-C", folder];
  const status = ["status", "--porcelain=v2", "--branch", "--untracked-files=no"];
  try {
    const { stdout } = await run("git", [...options, ...status], { timeout: GIT_MS, maxBuffer: 1 << 24 });
    const commit = /^# branch\.oid ([0-9a-f]{40,64})$/m.exec(stdout)?.[1];
    // A repository without a commit yet has nothing to be found again by.
    return commit === undefined ? null : { commit, dirty: /^[^#\n]/m.test(stdout) };
  } catch {
    return null;
  }
}

function userName(): string | null {
  try {
    return userInfo().username;
  } catch {
    // In a container an account may have a number and no name.
    return null;
  }
}

/** Who runs the pipeline, with what, and at which commit of the team's own repository. */
export async function provenanceOf({ file, sources }: LoadedPipeline): Promise<Provenance> {
  const { node, platform, arch, host, packages } = sources.environment;
  return {
    by: { user: userName(), host },
    tools: { node, platform, arch, packages },
    git: await gitState(dirname(file)),
  };
}
