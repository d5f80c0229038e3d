import { execFileSync } from "node:child_process";
import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { gitState, provenanceOf } from "../../lib/pipeline/provenance.ts";
import { temporaryFolder } from "../temporary.ts";
import { pipelineIn, run, smallStages } from "./small.ts";

async function repository() {
  const folder = await temporaryFolder();
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-C", folder, "-c", "user.name=t", "-c", "user.email=t@t", ...args], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  git("init");
  await writeFile(join(folder, "pipeline.yaml"), "version: 1\n");
  return { folder, git };
}

describe("the state of the team's repository", () => {
  it("is the commit that is checked out, clean as long as tracked files are as committed", async () => {
    const { folder, git } = await repository();
    git("add", ".");
    git("commit", "-m", "first");
    const commit = git("rev-parse", "HEAD");
    expect(await gitState(folder)).toEqual({ commit, dirty: false });
    await mkdir(join(folder, "artefacts"));
    await writeFile(join(folder, "artefacts/untracked"), "");
    expect(await gitState(join(folder, "artefacts"))).toEqual({ commit, dirty: false });
    await appendFile(join(folder, "pipeline.yaml"), "# changed\n");
    expect(await gitState(folder)).toEqual({ commit, dirty: true });
    git("add", ".");
    expect(await gitState(folder)).toEqual({ commit, dirty: true });
  });

  it("is null before the first commit, outside any repository, and where there is no folder", async () => {
    expect(await gitState((await repository()).folder)).toBeNull();
    expect(await gitState(await temporaryFolder())).toBeNull();
    expect(await gitState("/nowhere")).toBeNull();
  });
});

describe("a run's manifest", () => {
  it("says who ran it with what, and what the user calls it", async () => {
    const pipeline = pipelineIn(await temporaryFolder());
    const { manifest } = await run(smallStages(), pipeline, { labels: { ticket: "MMM-142" } });
    const { by, tools, git } = manifest;
    expect({ by, tools, git }).toEqual(await provenanceOf(pipeline));
    expect(manifest.labels).toEqual({ ticket: "MMM-142" });
    expect(by?.host).toBe("test");
    expect(by?.host).not.toBe(hostname());
    expect(tools).toEqual({ node: "v20.0.0", platform: "linux", arch: "x64", packages: {} });
  });
});
