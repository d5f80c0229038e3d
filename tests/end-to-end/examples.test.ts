import { readFile, readdir, readlink, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashOf } from "../../lib/artefacts/hash.ts";
import type { Manifest } from "../../lib/artefacts/store.ts";
import { parse } from "../../lib/schema/parse.ts";
import { stages } from "../../stages/index.ts";
import { snapshot } from "../temporary.ts";
import { goldenNumbers } from "./golden.ts";
import { edit, latestRun, newProject, plain, sluice, type Ended, type Example } from "./project.ts";

interface Ran {
  readonly project: string;
  /** The first run, told in plain lines. */
  readonly told: Ended;
  /** A second one over the same inputs, everything anew, told as JSON. */
  readonly again: Ended;
  /** A third one, which may take over. */
  readonly reused: Ended;
  /** Folders of the three runs. */
  readonly runs: readonly string[];
}

async function runThrice(example: Example): Promise<Ran> {
  const project = await newProject(example);
  const told = await sluice(["run"], { cwd: project });
  const again = await sluice(["run", "--no-reuse", "--json"], { cwd: project });
  const reused = await sluice(["run"], { cwd: project });
  const folder = join(project, "artefacts", example, "runs");
  const runs = (await readdir(folder)).sort().map((name) => join(folder, name));
  return { project, told, again, reused, runs };
}

const manifestOf = async (run: string): Promise<Manifest> =>
  parse("manifest", JSON.parse(await readFile(join(run, "manifest.json"), "utf8")), "manifest.json");

/** Files of stages 10 to 80 with their hashes. */
async function artefactsOf(run: string): Promise<Record<string, string>> {
  const all = Object.entries(await snapshot(run));
  return Object.fromEntries(all.filter(([name]) => /^[1-8]0_.*\//.test(name)));
}

// eslint-disable-next-line no-control-regex -- escape codes are what is looked for
const ESCAPE = /[\u001b\r]/;

let converged: Ran;
let unconverged: Ran;

beforeAll(async () => {
  [converged, unconverged] = await Promise.all([
    runThrice("robyn_weekly"),
    runThrice("robyn_weekly_unconverged"),
  ]);
});

afterAll(async () => {
  for (const { project } of [converged, unconverged]) await rm(project, { recursive: true, force: true });
});

describe("the example that converged", () => {
  it("runs to its end, and tells it in plain lines where nobody watches", () => {
    const { told, project } = converged;
    expect(told.code).toBe(0);
    expect(told.stdout).toBe("");
    const lines = plain(told.stderr, project).trimEnd().split("\n");
    expect(lines[0]).toBe("robyn_weekly run <run>");
    expect(lines.slice(1, 10).map((line) => line.replace(/ +[\d.]+ s, /, " "))).toEqual([
      "✓ 00_run_metadata 3 files",
      "✓ 10_pre_diagnostics 8 files",
      "✓ 20_model_fit 2 files",
      "✓ 30_model_assessment 3 files",
      "✓ 40_decomposition 5 files",
      "✓ 50_diagnostics 18 files",
      "✓ 60_response_curves 7 files",
      "✓ 70_optimisation 16 files",
      "✓ 80_interpretation 4 files",
    ]);
    expect(lines.at(-2)).toMatch(/^gates( {2}g\d (pass|warn)){10}$/);
    expect(lines.at(-1)).toBe("done; read artefacts/robyn_weekly/runs/<run>/80_interpretation/report.html");
    expect(told.stderr).not.toMatch(ESCAPE);
  });

  it("leaves every artefact of every stage, and nothing else but the manifest", async () => {
    const declared = stages.flatMap(({ writes, mayWrite }) =>
      // What has no schema is left by a command, and the example brings its model with it.
      Object.values({ ...writes, ...mayWrite }).flatMap(({ path, schema }) => (schema === null ? [] : path)),
    );
    const left = await snapshot(converged.runs[0] ?? "");
    const files = Object.keys(left).filter((name) => left[name] !== "folder");
    expect(files.sort()).toEqual([...declared, "manifest.json"].sort());
  });

  it("leaves artefacts that their own schemas accept when they are read again", async () => {
    for (const { writes, mayWrite } of stages)
      for (const artefact of Object.values({ ...writes, ...mayWrite }))
        await expect(artefact.read(join(converged.runs[0] ?? "", artefact.path))).resolves.toBeDefined();
  });

  it("leaves a manifest that accounts for every byte, in and out", async () => {
    const [run = ""] = converged.runs;
    const manifest = await manifestOf(run);
    expect(manifest).toMatchObject({ pipeline: "robyn_weekly", status: "done", policy: "publish" });
    const { root_sha256, ...content } = manifest;
    expect(content).toMatchObject({ format: 2, run_id: run.split("/").at(-1) });
    expect(content.started_at < content.finished_at).toBe(true);
    expect(root_sha256).toBe(hashOf(content));
    const hashes = await snapshot(run);
    for (const { path, bytes, sha256 } of manifest.stages.flatMap(({ writes }) => writes)) {
      expect(hashes[path], path).toBe(sha256);
      expect((await stat(join(run, path))).size, path).toBe(bytes);
    }
    const inputs = await snapshot(converged.project);
    expect(manifest.inputs.map(({ name }) => name)).toEqual([
      "data",
      "model",
      "reports",
      "reports",
      "reports",
    ]);
    for (const { path, sha256 } of manifest.inputs) expect(inputs[path], path).toBe(sha256);
  });

  it("is one JSON document with --json, and nothing beside it", () => {
    const { again } = converged;
    expect(again.stderr).toBe("");
    const said = JSON.parse(again.stdout) as Record<string, unknown>;
    expect(Object.keys(said)).toEqual([
      "status",
      "run_id",
      "path",
      "adequacy",
      "gates",
      "warnings",
      "blocked",
      "error",
    ]);
    expect(said).toMatchObject({
      status: "done",
      path: converged.runs[1],
      blocked: null,
      error: null,
      warnings: [],
    });
  });
});

describe("the example that did not converge", () => {
  it("exits 3 and prints what failed: measured value, rule, and what to do", () => {
    const { told, project } = unconverged;
    expect(told.code).toBe(3);
    expect(told.stderr).toMatch(/^✗ 70_optimisation +blocked by its gates$/m);
    expect(told.stderr).toMatch(
      /^70_optimisation is shut: g2, .* fail under policy publish\. No recommendation was written\.$/m,
    );
    expect(told.stderr).toMatch(
      /^ {2}g2 Do the chains agree \(R-hat\)\?\n {4}largest rank-normalised split R-hat over parameters: 5\.237 \(rule: warn > 1\.01, fail > 1\.05\); worst at .*\n/m,
    );
    expect(told.stderr).toMatch(/^ {2}to do\n {4}g2, g3: Run at least four chains/m);
    expect(plain(told.stderr, project).trimEnd()).toMatch(
      /blocked; read artefacts\/robyn_weekly_unconverged\/runs\/<run>\/80_interpretation\/report\.html$/,
    );
    expect(told.stderr).not.toMatch(ESCAPE);
  });

  it("leaves BLOCKED.json, which names each failed check, and no recommendation", async () => {
    const [run = ""] = unconverged.runs;
    expect(await readdir(join(run, "70_optimisation"))).toEqual(["BLOCKED.json"]);
    const text = await readFile(join(run, "70_optimisation", "BLOCKED.json"), "utf8");
    const blocked = parse("blocked", JSON.parse(text), "BLOCKED.json");
    expect(blocked).toMatchObject({ stage: "70_optimisation", policy: "publish" });
    const checks = blocked.gates.flatMap(({ checks }) => checks);
    for (const { metric, threshold, message, remedy } of checks)
      for (const part of [metric, threshold, message, remedy]) expect(part).not.toBe("");
    const rhat = checks.find(({ check_id }) => check_id === "rhat_max");
    expect(rhat?.value).toBeGreaterThan(1.05);
    const { blocked: said } = JSON.parse(unconverged.again.stdout) as { blocked: unknown };
    expect(said).toEqual(blocked);
  });

  it("leaves a report that says so first, without a budget to act on", async () => {
    const report = await readFile(join(unconverged.runs[0] ?? "", "80_interpretation", "report.md"), "utf8");
    const [opening = ""] = report.split("\n## ");
    expect(opening).toContain("**Do not use this model for budget decisions.**");
    const advice = /^## (What to do$|The next|If the budget)/m;
    expect(report).not.toMatch(advice);
    const other = await readFile(join(converged.runs[0] ?? "", "80_interpretation", "report.md"), "utf8");
    expect(other).toMatch(advice);
  });

  it("counts as the newest complete run", async () => {
    const folder = join(unconverged.project, "artefacts", "robyn_weekly_unconverged");
    expect(join(folder, await readlink(join(folder, "latest")))).toBe(unconverged.runs[2]);
    expect(
      (await manifestOf(latestRun(join(unconverged.project, "artefacts"), "robyn_weekly_unconverged")))
        .status,
    ).toBe("blocked");
  });
});

goldenNumbers(() => converged.runs[0] ?? "");

describe.each([
  ["that converged", () => converged, 0],
  ["that did not converge", () => unconverged, 3],
])("two runs over the same inputs, of the example %s", (_, ranOf, code) => {
  it("give the same bytes in every stage from 10 to 80, when each is run anew", async () => {
    const { runs, again } = ranOf();
    expect(again.code).toBe(code);
    const [first, second] = await Promise.all([artefactsOf(runs[0] ?? ""), artefactsOf(runs[1] ?? "")]);
    expect(Object.keys(first).length).toBeGreaterThan(30);
    expect(second).toEqual(first);
  });

  it("take over the stages from 10 to 80 by default, and say from which run", async () => {
    const { runs, reused } = ranOf();
    const [, second = "", third = ""] = runs;
    expect(reused.code).toBe(code);
    const { stages: records } = await manifestOf(third);
    const taken = records.filter(({ status }) => status === "reused").map(({ stage }) => stage);
    const shut = code === 3 ? ["70_optimisation"] : [];
    const expected = stages
      .map(({ id }) => id)
      .filter((id) => id !== "00_run_metadata" && !shut.includes(id));
    expect(taken).toEqual(expected);
    expect(reused.stderr.match(/^= .* unchanged, reused from \S+$/gm)).toHaveLength(expected.length);
    expect(await artefactsOf(third)).toEqual(await artefactsOf(second));
  });

  it("tell nothing of the clock, the host or the place in those stages", async () => {
    const { project, runs } = ranOf();
    const names = Object.keys(await artefactsOf(runs[0] ?? "")).filter((name) =>
      /\.(json|csv|md)$/.test(name),
    );
    for (const name of names) {
      const text = await readFile(join(runs[0] ?? "", name), "utf8");
      for (const trace of [project, hostname(), process.version])
        expect(text.includes(trace) && trace.length > 3, `${name} holds ${trace}`).toBe(false);
    }
  });
});

describe("another policy on the command line", () => {
  it("is what the gates are judged by, and only the judgement and what follows from it is run anew", async () => {
    const { code, stdout } = await sluice(["run", "--policy", "strict", "--json"], {
      cwd: converged.project,
    });
    expect(code).toBe(3);
    const { status, run_id } = JSON.parse(stdout) as { status: string; run_id: string };
    expect(status).toBe("blocked");
    const manifest = await manifestOf(join(converged.project, "artefacts/robyn_weekly/runs", run_id));
    expect(manifest.policy).toBe("strict");
    const taken = manifest.stages.filter(({ status: one }) => one === "reused").map(({ stage }) => stage);
    expect(taken).toEqual(["20_model_fit", "30_model_assessment", "40_decomposition"]);
  });
});

describe("a ramp of 25", () => {
  it("is read as 25 %, with a warning on the way and in the manifest", async () => {
    const { project } = converged;
    await edit(join(project, "pipeline.yaml"), "ramp_percentage: 0.1", "ramp_percentage: 25");
    const { code, stderr } = await sluice(["run"], { cwd: project });
    expect(code).toBe(0);
    const warning = "percentage ramp of all channels: 25 is read as 25 %; write 0.25 to say so";
    expect(stderr).toMatch(new RegExp(`^! 70_optimisation +${warning.replaceAll(".", "\\.")}$`, "m"));
    const run = latestRun(join(project, "artefacts"), "robyn_weekly");
    expect((await manifestOf(run)).warnings).toEqual([warning]);
  });
});
