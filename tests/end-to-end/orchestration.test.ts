import { spawn } from "node:child_process";
import { copyFile, mkdir, readFile, readdir, readlink, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Manifest } from "../../lib/artefacts/store.ts";
import { parse } from "../../lib/schema/parse.ts";
import { overwrite, snapshot } from "../temporary.ts";
import { edit, latestRun, newProject, ROOT, sluice } from "./project.ts";

const EXAMPLE = "robyn_weekly_unconverged";

interface Intention {
  readonly stage: string;
  readonly action: string;
  readonly reason: string;
  readonly changes: readonly object[];
}

/** Whether a process is gone, or dead and not asked after yet. */
async function isGone(pid: number): Promise<boolean> {
  const state = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => " Z ");
  return state.includes(" Z ");
}

const manifestOf = async (run: string) =>
  JSON.parse(await readFile(join(run, "manifest.json"), "utf8")) as Manifest;

describe("a second run", () => {
  let project: string;
  beforeAll(async () => {
    project = await newProject(EXAMPLE);
    await sluice(["run"], { cwd: project });
  });
  afterAll(() => rm(project, { recursive: true, force: true }));

  const call = (...args: string[]) => sluice(args, { cwd: project });
  const plan = async (...args: string[]) => {
    const { stdout, stderr, code } = await call("plan", "--json", ...args);
    expect([code, stderr]).toEqual([0, ""]);
    const intentions = JSON.parse(stdout) as Intention[];
    return Object.fromEntries(intentions.map(({ stage, action, reason }) => [stage, `${action}: ${reason}`]));
  };

  it("with nothing changed says from which run each stage is taken over, and shares its bytes on the disk", async () => {
    const first = await readlink(latestRun(join(project, "artefacts"), EXAMPLE));
    const { stderr, code } = await call("run");
    expect(code).toBe(3);
    const runId = first.split("/").at(-1) ?? "";
    expect(stderr.match(new RegExp(`^= .* unchanged, reused from ${runId}$`, "gm"))).toHaveLength(7);
    const second = latestRun(join(project, "artefacts"), EXAMPLE);
    const file = "40_decomposition/contributions.parquet";
    const [before, after] = await Promise.all([
      stat(join(project, "artefacts", EXAMPLE, first, file)),
      stat(join(second, file)),
    ]);
    expect(after.ino).toBe(before.ino);
  });

  it("tells what happens as JSON lines, on standard error and in the log beside the runs", async () => {
    const { stderr, stdout, code } = await call("run", "--log-format", "json");
    expect([code, stdout]).toEqual([3, ""]);
    const events = stderr
      .trimEnd()
      .split("\n")
      .map((line) => parse("run_event", JSON.parse(line) as unknown, "stderr"));
    expect(events.at(-1)).toMatchObject({ kind: "run_finished", status: "blocked" });
    expect(events).toContainEqual(
      expect.objectContaining({ kind: "gate_judged", gate: "g4", status: "fail" }),
    );
    const log = join(project, "artefacts", EXAMPLE, "events", `${events[0]?.run_id ?? ""}.jsonl`);
    expect(await readFile(log, "utf8")).toBe(stderr);
  });

  it("is planned with what changed, from what to what, and planning or a dry run writes nothing", async () => {
    const before = await snapshot(join(project, "artefacts"));
    const setting = "stages.60_response_curves.families=[sigmoid]";
    expect(await plan("--set", setting)).toMatchObject({
      "50_diagnostics": expect.stringMatching(/^reuse: /) as string,
      "60_response_curves": 'run: changed: options families ["michaelis_menten","sigmoid"] → ["sigmoid"]',
    });
    expect((await plan("--policy", "strict"))["10_pre_diagnostics"]).toBe(
      'run: changed: policy "publish" → "strict"',
    );
    expect((await plan("--set", "seed=7"))["10_pre_diagnostics"]).toBe("run: changed: seed 1 → 7");
    const dry = await call("run", "--dry-run", "--set", setting);
    expect(dry.stdout).toContain(
      '60_response_curves     changed: options families ["michaelis_menten","sigmoid"] →',
    );
    expect(await snapshot(join(project, "artefacts"))).toEqual(before);
  });

  it("is planned for some stages only", async () => {
    const said = await plan("--only", "60");
    expect(said["60_response_curves"]).toMatch(/^reuse: /);
    expect(said["70_optimisation"]).toBe("skip: not selected");
    expect((await plan("--force", "curves"))["60_response_curves"]).toBe("run: asked for with --force");
  });

  it("of some stages takes over what they need, records what was asked, and leaves latest alone", async () => {
    const before = await readlink(latestRun(join(project, "artefacts"), EXAMPLE));
    const args = [
      "--from",
      "60_response_curves",
      "--until",
      "60_response_curves",
      "--set",
      "stages.60_response_curves.grid=50",
    ];
    const ended = await call("run", "--json", ...args);
    expect(ended.stdout).not.toBe("");
    const { status, path } = JSON.parse(ended.stdout) as { status: string; path: string };
    expect([ended.code, status]).toEqual([0, "done"]);
    const manifest = await manifestOf(path);
    expect(manifest.request).toEqual({
      only: [],
      from: ["60_response_curves"],
      until: ["60_response_curves"],
      force: [],
      set: ["stages.60_response_curves.grid=50"],
    });
    const statusOf = Object.fromEntries(manifest.stages.map(({ stage, status: how }) => [stage, how]));
    expect(statusOf).toMatchObject({
      "40_decomposition": "reused",
      "50_diagnostics": "reused",
      "60_response_curves": "done",
      "80_interpretation": "skipped",
    });
    expect(await readlink(latestRun(join(project, "artefacts"), EXAMPLE))).toBe(before);
  });

  it.each([
    [
      ["--only", "60_respons_curves"],
      '--only: "60_respons_curves" is no stage',
      "did you mean 60_response_curves?",
    ],
    [
      ["--set", "stages.70_optimisation.total_budgt=5"],
      "--set stages.70_optimisation.total_budgt",
      "did you mean",
    ],
    [["--set", "seed"], '--set: got "seed"', "write --set key.path=value"],
    [
      ["--from", "50", "--set", "seed=9"],
      "10_pre_diagnostics: is needed but not selected",
      "--from 10_pre_diagnostics",
    ],
  ])("is refused with exit code 2 for %j", async (args, what, fix) => {
    for (const verb of ["run", "plan"]) {
      const { code, stdout, stderr } = await call(verb, ...args);
      expect([code, stdout], verb).toEqual([2, ""]);
      expect(stderr, verb).toContain(what);
      expect(stderr, verb).toContain(fix);
    }
  });

  it.each([
    ["text", /^reuse {3}60_response_curves +← 40_decomposition, 50_diagnostics$/m],
    ["mermaid", /^flowchart LR\n[^]* {2}s40_decomposition --> s60_response_curves$/m],
    ["svg", /^<svg [^]*>60_response_curves<\/text>[^]*<\/svg>\n$/],
  ])("is drawn as %s", async (format, pattern) => {
    const { code, stdout } = await call("plan", "--graph", format);
    expect(code).toBe(0);
    expect(stdout).toMatch(pattern);
  });

  it("runs a stage anew whose bytes were changed by hand, and does not spread the damage", async () => {
    const latest = latestRun(join(project, "artefacts"), EXAMPLE);
    const file = "60_response_curves/curves.json";
    const good = await readFile(join(latest, file), "utf8");
    await overwrite(join(latest, file), `${good} `);
    expect((await plan())["60_response_curves"]).toBe("run: its artefacts are no longer whole");
    const { stderr } = await call("run");
    expect(stderr).toMatch(/^✓ 60_response_curves /m);
    expect(await readFile(join(latestRun(join(project, "artefacts"), EXAMPLE), file), "utf8")).toBe(good);
  });
});

describe("a run that is killed", () => {
  it("by SIGKILL leaves the next run to go on from its last whole stage, and nothing of its own", async () => {
    const project = await newProject(EXAMPLE);
    const child = spawn(process.execPath, [join(ROOT, "bin/sluice.js"), "run"], { cwd: project });
    await new Promise<void>((resolve) => {
      child.stderr.on("data", (text: Buffer) => {
        if (text.includes("✓ 20_model_fit")) child.kill("SIGKILL");
      });
      child.once("close", () => {
        resolve();
      });
    });
    const runs = join(project, "artefacts", EXAMPLE, "runs");
    const [killed = ""] = await readdir(runs);
    expect(await readdir(join(runs, killed))).not.toContain("manifest.json");
    const next = await sluice(["run"], { cwd: project });
    expect(next.code).toBe(3);
    expect(next.stderr).toContain(
      `run ${killed} was killed: what it had finished is taken over, the rest is removed`,
    );
    expect(next.stderr).toMatch(new RegExp(`^= 20_model_fit +unchanged, reused from ${killed}$`, "m"));
    expect(await readdir(runs)).toHaveLength(1);
    expect(await readdir(runs)).not.toContain(killed);
    await rm(project, { recursive: true });
  });
});

describe("a model that a command fits", () => {
  let project: string;
  /** Stands for a fitting program: it takes its time, says what it does and hands over a fit made before. */
  const FIT = `echo "fitting $(basename $SLUICE_DATA) with seed $SLUICE_SEED"
cp fits/model.nc "$1"
`;
  beforeAll(async () => {
    project = await newProject(EXAMPLE);
    await writeFile(join(project, "fit.sh"), FIT);
    await mkdir(join(project, "fits"));
    await copyFile(join(project, "model.nc"), join(project, "fits", "model.nc"));
    await rm(join(project, "model.nc"));
    const file = join(project, "pipeline.yaml");
    await edit(file, /^ {2}model: .*\n/m, "");
    await edit(
      file,
      /^ {2}20_model_fit: .*$/m,
      '  20_model_fit:\n    uses: command\n    command: { run: [sh, fit.sh, "{{out}}/model.nc"], timeout_seconds: 60 }',
    );
  });
  afterAll(() => rm(project, { recursive: true, force: true }));

  const runOf = () => latestRun(join(project, "artefacts"), EXAMPLE);

  it("is checked before anything runs", async () => {
    const { code, stdout } = await sluice(["validate"], { cwd: project });
    expect(code).toBe(0);
    expect(stdout).toContain("  model  fitted by a command when the pipeline runs");
  });

  it("goes through all stages to the end, as an imported one does, and lies in the run with its log", async () => {
    const ended = await sluice(["run"], { cwd: project });
    expect(ended.code).toBe(3);
    expect(ended.stderr).toContain("  │ fitting data.csv with seed 1\n");
    const run = runOf();
    expect(await readFile(join(run, "20_model_fit/fit.log"), "utf8")).toBe("fitting data.csv with seed 1\n");
    const imported = await readFile(join(ROOT, "examples", EXAMPLE, "model.nc"));
    expect((await readFile(join(run, "20_model_fit/model.nc"))).equals(imported)).toBe(true);
    const reference = JSON.parse(await readFile(join(run, "20_model_fit/model.json"), "utf8")) as {
      path: string;
    };
    expect(reference.path).toBe("20_model_fit/model.nc");
    expect((await manifestOf(run)).inputs.map(({ name }) => name)).not.toContain("model");
  });

  it("is not fitted again for an option of another kind, and is when its script changes", async () => {
    await edit(
      join(project, "pipeline.yaml"),
      "    uses: command",
      "    uses: command\n    hdi_probability: 0.9",
    );
    const summary = await sluice(["run"], { cwd: project });
    expect(summary.stderr).toMatch(/^= 20_model_fit +its command: unchanged, taken over from /m);
    expect(summary.stderr).not.toContain("│ fitting");
    await edit(join(project, "fit.sh"), "echo", "true; echo");
    const plan = await sluice(["plan"], { cwd: project });
    expect(plan.stdout).toMatch(/^run {5}20_model_fit +changed: file fit\.sh [0-9a-f]{8} → [0-9a-f]{8}$/m);
    const again = await sluice(["run"], { cwd: project });
    expect(again.stderr).toContain("│ fitting");
    // The same bytes came out: nothing behind it runs anew.
    expect(again.stderr).toMatch(/^= 50_diagnostics +unchanged/m);
  });

  it("that does not fit the data fails the stage; model and log stay for whoever looks", async () => {
    const file = join(project, "data.csv");
    const text = await readFile(file, "utf8");
    await writeFile(file, text.trimEnd().split("\n").slice(0, -4).join("\n") + "\n");
    const ended = await sluice(["run", "--json"], { cwd: project });
    expect(ended.code).toBe(4);
    const { path, error } = JSON.parse(ended.stdout) as { path: string; error: string };
    expect(error).toContain("dates");
    expect((await readdir(join(path, "failed/20_model_fit"))).sort()).toEqual(["fit.log", "out"]);
    await writeFile(file, text);
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "is stopped with all that it started by %s: exit code 130, log and partial output kept",
    async (signal) => {
      const script = join(project, "fit.sh");
      const before = await readFile(script, "utf8");
      await writeFile(script, 'sleep 60 &\necho $! > child.txt\necho half > "$1"\necho fitting\nwait\n');
      const started = performance.now();
      const ended = await sluice(["run"], { cwd: project, stop: { signal, at: "│ fitting" } });
      await writeFile(script, before);
      expect(ended.code).toBe(130);
      expect(performance.now() - started).toBeLessThan(20_000);
      expect(ended.stderr).toContain("stopping, within 30 s; once more to stop at once");
      const [run = ""] = /[^ ]*\/runs\/[^/]+/.exec(ended.stderr.split("read ").at(-1) ?? "") ?? [];
      const kept = join(project, run, "failed/20_model_fit");
      expect(await readFile(join(kept, "fit.log"), "utf8")).toBe("fitting\n");
      expect(await readFile(join(kept, "out/model.nc"), "utf8")).toBe("half\n");
      const child = Number(await readFile(join(project, "child.txt"), "utf8"));
      await expect.poll(() => isGone(child), { timeout: 3000 }).toBe(true);
    },
  );

  it("does not outlive Sluice where that is killed at once: the program and all that it started end too", async () => {
    const script = join(project, "fit.sh");
    const before = await readFile(script, "utf8");
    await writeFile(
      script,
      "trap '' TERM HUP\nsleep 60 &\necho $! > child.txt\necho $$ > parent.txt\necho fitting\nwait\n",
    );
    const ended = await sluice(["run"], { cwd: project, stop: { signal: "SIGKILL", at: "│ fitting" } });
    await writeFile(script, before);
    expect(ended.code).toBeNull();
    for (const name of ["child.txt", "parent.txt"]) {
      const pid = Number(await readFile(join(project, name), "utf8"));
      await expect.poll(() => isGone(pid), { timeout: 5000 }).toBe(true);
    }
    const next = await sluice(["run"], { cwd: project });
    expect(next.code).toBe(3);
    expect(next.stderr).toMatch(/^run \S+ was killed: /m);
  });

  it.each([
    ["    uses: command", "    uses: import", "imports a model, and inputs.model names none"],
    [/^ {4}command: .*$/m, "", "names no command"],
    [/^inputs:$/m, "inputs:\n  model: fits/model.nc", "inputs.model names a model that nobody reads"],
  ])("is refused before anything runs where the file contradicts itself: %s", async (from, to, message) => {
    const file = join(project, "pipeline.yaml");
    const before = await readFile(file, "utf8");
    await edit(file, from, to);
    const ended = await sluice(["run"], { cwd: project });
    await writeFile(file, before);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(message);
  });
});
