import { execFileSync } from "node:child_process";
import {
  appendFile,
  chmod,
  mkdir,
  readFile,
  readdir,
  readlink,
  rm,
  truncate,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { snapshot } from "../temporary.ts";
import { latestRun, newProject, sluice, type Ended } from "./project.ts";

const EXAMPLE = "robyn_weekly_unconverged";
/** How a whole run of the example ends: its gates stay shut. */
const BLOCKED = 3;

async function ownProject(): Promise<string> {
  const project = await newProject(EXAMPLE);
  onTestFinished(() => rm(project, { recursive: true, force: true }));
  return project;
}

const runsOf = (project: string) => readdir(join(project, "artefacts", EXAMPLE, "runs")).catch(() => []);

/** Files of the stages by their hash, without what tells of the machine and the moment. */
async function bytesOf(run: string): Promise<Record<string, string>> {
  const files = Object.entries(await snapshot(run));
  return Object.fromEntries(files.filter(([name]) => /^[1-7]\d_.*\./.test(name)));
}

/** Kills the process in the midst of its work on the disk: at the operation of that number, as by SIGKILL. */
const KILLER = `
const { isMainThread } = require("node:worker_threads");
if (isMainThread) {
  const fs = require("node:fs/promises");
  let count = 0;
  const step = () => {
    count += 1;
    if (count === Number(process.env.DIE_AT)) process.kill(process.pid, "SIGKILL");
  };
  for (const name of ["writeFile", "rename", "link", "symlink", "mkdir", "rm", "unlink", "chmod"]) {
    const operation = fs[name];
    fs[name] = async (...args) => {
      step();
      const result = await operation(...args);
      step();
      return result;
    };
  }
  require("node:module").syncBuiltinESMExports();
  process.on("exit", () => require("node:fs").writeFileSync(process.env.COUNT_FILE, String(count)));
}
`;

describe("a run of the example that is killed", () => {
  /** Moments, spread over the run; SLUICE_KILLS asks for more. */
  const KILLS = Number(process.env["SLUICE_KILLS"] ?? 4);

  it("by SIGKILL at its work on the disk leaves nothing torn; the next ends with the bytes of an undisturbed one", async () => {
    const project = await ownProject();
    const killer = join(project, "killer.cjs");
    await writeFile(killer, KILLER);
    const env = { NODE_OPTIONS: `--require ${killer}`, COUNT_FILE: join(project, "count") };
    const artefacts = (name: string) => join(project, name);
    const call = (folder: string, more: Readonly<Record<string, string>> = {}) =>
      sluice(["run", "--artefacts", artefacts(folder)], { cwd: project, env: { ...env, ...more } });
    expect((await call("whole")).code).toBe(BLOCKED);
    const operations = Number(await readFile(env.COUNT_FILE, "utf8"));
    expect(operations).toBeGreaterThan(200);
    const whole = await bytesOf(latestRun(artefacts("whole"), EXAMPLE));
    expect(Object.keys(whole).length).toBeGreaterThan(30);
    for (let i = 1; i <= KILLS; i++) {
      const at = Math.ceil((operations * (i - 0.5)) / KILLS);
      const label = `killed at operation ${at} of ${operations}`;
      const folder = `killed-${at}`;
      const killed = await call(folder, { DIE_AT: String(at) });
      expect(killed.code, label).toBeNull();
      const led = await readlink(join(artefacts(folder), EXAMPLE, "latest")).catch(() => null);
      if (led !== null) expect(await bytesOf(join(artefacts(folder), EXAMPLE, led)), label).toEqual(whole);
      expect((await call(folder)).code, label).toBe(BLOCKED);
      expect(await bytesOf(latestRun(artefacts(folder), EXAMPLE)), label).toEqual(whole);
      const verified = await sluice(["verify", "--artefacts", artefacts(folder)], { cwd: project });
      expect([verified.code, verified.stderr], label).toEqual([0, ""]);
      await rm(artefacts(folder), { recursive: true });
    }
  }, 600_000);
});

describe("ten runs at once on one folder", () => {
  it("take turns: all end whole, one does the work and nine take it over", async () => {
    const project = await ownProject();
    const ended = await Promise.all(Array.from({ length: 10 }, () => sluice(["run"], { cwd: project })));
    expect(ended.map(({ code }) => code)).toEqual(Array<number>(10).fill(BLOCKED));
    expect(ended.filter(({ stderr }) => /^✓ 40_decomposition /m.test(stderr))).toHaveLength(1);
    expect(
      ended.filter(({ stderr }) => /^= 40_decomposition +unchanged, reused from /m.test(stderr)),
    ).toHaveLength(9);
    const runs = await runsOf(project);
    expect(runs).toHaveLength(10);
    const contents = await Promise.all(
      runs.map((run) => bytesOf(join(project, "artefacts", EXAMPLE, "runs", run))),
    );
    for (const content of contents) expect(content).toEqual(contents[0]);
    expect(await readlink(join(project, "artefacts", EXAMPLE, "latest"))).toBe(
      join("runs", runs.sort().at(-1) ?? ""),
    );
    for (const run of runs) expect((await sluice(["verify", run], { cwd: project })).code, run).toBe(0);
  }, 300_000);
});

describe("an artefacts folder that may not be written to", () => {
  const refused = ({ code, stderr }: Ended, folder: string) => {
    expect(code).toBe(2);
    expect(stderr).toContain(`${folder}: the artefacts folder cannot be written to`);
    expect(stderr).toContain("fix: allow writing to it, or name another folder with --artefacts");
  };

  it("for want of permission is said to be so", async ({ skip }) => {
    if (process.getuid?.() === 0)
      skip("root may write everywhere: the test below has a disk that takes nothing");
    const project = await ownProject();
    const folder = join(project, "locked");
    await mkdir(folder);
    await chmod(folder, 0o555);
    refused(await sluice(["run", "--artefacts", folder], { cwd: project }), folder);
    expect(await readdir(folder)).toEqual([]);
  });

  it("since its disk is read-only is said to be so, and what lies there can be read and verified", async ({
    skip,
  }) => {
    const project = await ownProject();
    const folder = join(project, "disk");
    await mkdir(folder);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=64m", "tmpfs", folder], { stdio: "ignore" });
    } catch {
      skip("a file system can be mounted by root on Linux only");
    }
    onTestFinished(() => {
      execFileSync("umount", [folder]);
    });
    expect((await sluice(["run", "--artefacts", folder], { cwd: project })).code).toBe(BLOCKED);
    execFileSync("mount", ["-o", "remount,ro", folder]);
    const before = await snapshot(folder);
    for (const args of [["run"], ["run", "--no-reuse"]])
      refused(await sluice([...args, "--artefacts", folder], { cwd: project }), folder);
    for (const verb of ["verify", "history", "show"])
      expect((await sluice([verb, "--artefacts", folder], { cwd: project })).code, verb).toBe(0);
    expect(await snapshot(folder)).toEqual(before);
  });
});

describe("a manifest that was truncated or edited", () => {
  const VERBS: readonly (readonly string[])[] = [
    ["verify", "latest"],
    ["show", "latest"],
    ["history"],
    ["diff", "latest", "latest"],
    ["query", "select 1"],
    ["export", "latest", "--format", "ro-crate"],
    ["gc", "--keep", "1", "--dry-run"],
    ["plan"],
    ["run"],
  ];
  const edited = (change: (document: Record<string, unknown>) => unknown) => async (file: string) => {
    const document = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
    await writeFile(file, JSON.stringify(change(document)));
  };

  it("breaks no verb: each does its work, or says what is wrong with which run; the next run is whole", async () => {
    const project = await ownProject();
    await sluice(["run"], { cwd: project });
    const latest = await readlink(join(project, "artefacts", EXAMPLE, "latest"));
    const file = join(project, "artefacts", EXAMPLE, latest, "manifest.json");
    const whole = await readFile(file, "utf8");
    const damages: readonly (readonly [string, (file: string) => Promise<unknown>])[] = [
      ["cut", (one) => truncate(one, 1000)],
      ["binary", (one) => writeFile(one, Buffer.from([0xff, 0, 0x80]))],
      ["without stages", edited((document) => ({ ...document, stages: undefined }))],
      [
        "paths that lead out",
        edited((document) =>
          JSON.parse(JSON.stringify(document).replaceAll("60_response_curves/", "../../../../")),
        ),
      ],
      ["__proto__", (one) => writeFile(one, whole.replace("{", '{ "__proto__": { "polluted": true },'))],
    ];
    for (const [name, damage] of damages) {
      await damage(file);
      const verified = await sluice(["verify", latest.split("/").at(-1) ?? ""], { cwd: project });
      expect([verified.code, verified.stderr], name).toEqual([6, ""]);
      expect(verified.stdout, name).toContain("manifest.json");
      for (const args of VERBS) {
        const { code, stderr } = await sluice([...args], { cwd: project });
        expect([0, 2, BLOCKED, 6], `${name}: ${args.join(" ")}: ${stderr}`).toContain(code);
        expect(stderr, `${name}: ${args.join(" ")}`).not.toMatch(/fault of Sluice|^ +at /m);
        if (code === 2) expect(stderr, `${name}: ${args.join(" ")}`).toMatch(/^ +fix: /m);
      }
      // The run among the verbs is whole, and is removed for the next damage.
      const runs = (await runsOf(project)).sort();
      expect((await sluice(["verify", runs.at(-1) ?? ""], { cwd: project })).code, name).toBe(0);
      await rm(join(project, "artefacts", EXAMPLE, "latest"));
      for (const run of runs.filter((one) => !latest.endsWith(one)))
        await rm(join(project, "artefacts", EXAMPLE, "runs", run), { recursive: true });
      await writeFile(file, whole);
      execFileSync("ln", ["-s", latest, join(project, "artefacts", EXAMPLE, "latest")]);
    }
  }, 600_000);
});

describe("an input that changes while it is read", () => {
  it("ends the run in an error that names it, and nothing of the run stays", async () => {
    const project = await ownProject();
    const over = new AbortController();
    const data = join(project, "data.csv");
    const rows = (await readFile(data, "utf8")).trimEnd().split("\n");
    const last = rows.at(-1) ?? "";
    // Each state of the file is valid data: only that it changes is wrong.
    const writing = (async () => {
      for (let day = Date.UTC(2030, 0, 1); !over.signal.aborted; day += 7 * 86_400_000) {
        await appendFile(data, `${new Date(day).toISOString().slice(0, 10)}${last.slice(10)}\n`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    })();
    const { code, stderr } = await sluice(["run"], { cwd: project });
    over.abort();
    await writing;
    expect(code).toBe(2);
    expect(stderr).toContain("data.csv: changed while the run read it");
    expect(await runsOf(project)).toEqual([]);
  });
});
