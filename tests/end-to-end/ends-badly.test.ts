import { execFileSync } from "node:child_process";
import { mkdir, readFile, readdir, rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Manifest } from "../../lib/artefacts/store.ts";
import { snapshot } from "../temporary.ts";
import { newProject, plain, ROOT, sluice } from "./project.ts";

const EXAMPLE = "robyn_weekly_unconverged";

async function ownProject(): Promise<string> {
  const project = await newProject(EXAMPLE);
  onTestFinished(() => rm(project, { recursive: true, force: true }));
  return project;
}

async function onlyRun(project: string): Promise<{ readonly path: string; readonly manifest: Manifest }> {
  const runs = join(project, "artefacts", EXAMPLE, "runs");
  const [name = "", ...more] = await readdir(runs);
  expect(more).toEqual([]);
  const path = join(runs, name);
  return { path, manifest: JSON.parse(await readFile(join(path, "manifest.json"), "utf8")) as Manifest };
}

/** A file system of a few MiB of its own, where the machine lets a test mount one. */
function mountSmall(folder: string, mebibytes: number): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${mebibytes}m`, "tmpfs", folder], { stdio: "ignore" });
  } catch {
    return false;
  }
  onTestFinished(() => {
    execFileSync("umount", [folder]);
  });
  return true;
}

describe.concurrent("a run that is interrupted", () => {
  it.each(["SIGINT", "SIGTERM"] as const)("by %s exits 130 and leaves whole stages only", async (signal) => {
    const project = await newProject(EXAMPLE);
    const ended = await sluice(["run"], { cwd: project, stop: { signal, at: "✓ 20_model_fit" } });
    expect(ended.code).toBe(130);
    expect(plain(ended.stderr, project).trimEnd()).toMatch(
      /interrupted; read artefacts\/robyn_weekly_unconverged\/runs\/<run>\/manifest\.json$/,
    );
    const { path, manifest } = await onlyRun(project);
    expect(manifest.status).toBe("interrupted");
    expect((await readdir(path)).sort()).toEqual([
      ...manifest.stages.map(({ stage }) => stage),
      "manifest.json",
    ]);
    expect(await readdir(join(project, "artefacts", EXAMPLE))).toEqual(["cache", "events", "runs"]);
    if (signal === "SIGINT") {
      // What was whole is taken over by the next run.
      const next = await sluice(["run"], { cwd: project });
      expect(next.code).toBe(3);
      expect(next.stderr).toMatch(/^= 20_model_fit +unchanged, reused from /m);
    }
    await rm(project, { recursive: true });
  });
});

describe("a stage that fails", () => {
  it("ends the run with exit code 4: dependants are skipped, and the trace is there for who asks", async () => {
    const project = await ownProject();
    // It takes a fault of Sluice's own: here the database refuses to start.
    const fault = join(project, "fault.cjs");
    const database = JSON.stringify(join(ROOT, "node_modules/@duckdb/node-api"));
    await writeFile(
      fault,
      `require(${database}).DuckDBInstance.create = () => Promise.reject(new Error("no database today"));`,
    );
    const scratch = join(project, "scratch");
    await mkdir(scratch);
    const env = { NODE_OPTIONS: `--require ${fault}`, TMPDIR: scratch };
    const ended = await sluice(["run", "--verbose"], { cwd: project, env });
    expect(ended.code).toBe(4);
    expect(ended.stderr).toMatch(/^✗ 40_decomposition +failed$/m);
    expect(ended.stderr).toMatch(/^– 60_response_curves +skipped: 40_decomposition failed$/m);
    expect(ended.stderr).toContain("40_decomposition: failed: no database today");
    expect(ended.stderr).toMatch(/^Error: no database today\n {4}at /m);
    const { path, manifest } = await onlyRun(project);
    expect(manifest.status).toBe("failed");
    expect(Object.fromEntries(manifest.stages.map(({ stage, status }) => [stage, status]))).toMatchObject({
      "40_decomposition": "failed",
      "50_diagnostics": "done",
      "60_response_curves": "skipped",
      "70_optimisation": "skipped",
      "80_interpretation": "skipped",
    });
    expect(await readdir(path)).not.toContain("40_decomposition");
    expect(await readdir(join(project, "artefacts", EXAMPLE))).toEqual(["cache", "events", "runs"]);
    const { code, stdout, stderr } = await sluice(["run", "--json"], { cwd: project, env });
    expect(code).toBe(4);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toMatchObject({
      status: "failed",
      error: expect.stringContaining("no database today") as string,
    });
    expect(await readdir(scratch)).toEqual([]);
  });
});

describe("a disk that fills up", () => {
  it("ends the run with exit code 2; earlier runs are untouched and nothing of this one stays", async ({
    skip,
  }) => {
    const project = await ownProject();
    const artefacts = join(project, "small");
    await mkdir(artefacts);
    if (!mountSmall(artefacts, 8)) skip("a small file system can be mounted by root on Linux only");
    const first = await sluice(["run", "--artefacts", artefacts], { cwd: project });
    expect(first.code).toBe(3);
    const readable = async () =>
      Object.entries(await snapshot(artefacts)).filter(([name]) => !/^\w+\/(cache|events)/.test(name));
    const before = await readable();
    const { bavail, bsize } = await statfs(artefacts);
    await writeFile(join(artefacts, "filler"), Buffer.alloc(bavail * bsize - 100_000));
    const second = await sluice(["run", "--artefacts", artefacts, "--no-reuse", "--json"], { cwd: project });
    expect(JSON.parse(second.stdout)).toEqual({
      status: "invalid",
      problems: [
        {
          what: "the disk is full",
          where: artefacts,
          fix: "free some space, or name another folder with --artefacts; earlier runs are untouched",
        },
      ],
    });
    expect(second.code).toBe(2);
    await rm(join(artefacts, "filler"));
    expect(await readable()).toEqual(before);
  });
});
