import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { diffCommand } from "../../lib/cli/diff.ts";
import { historyCommand } from "../../lib/cli/history.ts";
import { showCommand } from "../../lib/cli/show.ts";
import { optimisationSummary, optimizationResults } from "../../stages/artefacts.ts";
import { demoProject, example, put } from "../audit/demo.ts";
import { call } from "./in-process.ts";

const COMMON = { pipeline: "pipeline.yaml", json: false, verbose: false };

describe("history", () => {
  const history = (folder: string, json = false) =>
    call(folder, (context) => historyCommand({ ...COMMON, json, limit: 20 }, context), { json });

  it("is a table, the newest run first, `latest` marked", async () => {
    const { folder, make } = await demoProject();
    await make({ divergenceShare: 0.5 }, { ticket: "MMM-1" });
    const { path, runId } = await make({}, {}, 2);
    await put(optimisationSummary, path, example("optimisation_summary"));
    const { code, stdout } = await history(folder);
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^run +started \(UTC\) +by +ended +gates +budget +gain +5 % to 95 % +labels$/);
    expect(lines[1]).toContain(`${runId} *`);
    expect(lines[1]).toMatch(/ {2}done {5}warn g0 g1 g2 g3 g5 g6 g7 g8 .* 34380 .* \(\d\d\.\d %\) /);
    expect(lines[2]).toMatch(/ {2}blocked {2}fail g4; warn g0 .* ticket=MMM-1$/);
    expect(lines[3]).toBe("* latest");
  });

  it("says so where there is no run yet", async () => {
    const { folder } = await demoProject();
    const { code, stdout } = await history(folder);
    expect([code, stdout]).toEqual([0, `no run under ${join(folder, "artefacts/demo")} yet\n`]);
    expect((await history(folder, true)).stdout).toBe("[]\n");
  });
});

describe("show", () => {
  const show = (folder: string, name: string, options: Partial<Parameters<typeof showCommand>[1]> = {}) =>
    call(folder, (context) => showCommand(name, { ...COMMON, format: "text", ...options }, context), {
      json: options.json ?? false,
    });

  it("tells of a run its lineage, verdicts, stages and recommendation", async () => {
    const { folder, make } = await demoProject();
    const { path, runId, manifest } = await make({}, { ticket: "MMM-1" });
    await put(optimisationSummary, path, example("optimisation_summary"));
    await put(optimizationResults, path, example("optimization_results"));
    const { code, stdout } = await show(folder, "latest");
    expect(code).toBe(0);
    for (const part of [
      `run ${runId}\n`,
      "\n  pipeline  demo\n",
      "\n  labels    ticket=MMM-1\n",
      `\n  root      ${manifest.root_sha256}\n`,
      "\ninputs\n  model  model.nc  1  0000",
      "\ngates  g0 warn  g1 warn",
      "\nstages\n  00_run_metadata     done",
      "\nrecommendation  budget 34380 per period",
    ])
      expect(stdout).toContain(part);
  });

  it("as JSON has the manifest and what it leads to", async () => {
    const { folder, make } = await demoProject();
    const { manifest } = await make({ divergenceShare: 0.5 });
    const { stdout } = await show(folder, "latest", { json: true });
    expect(JSON.parse(stdout)).toMatchObject({
      manifest,
      verdict: { policy: "publish" },
      checks: [{ check_id: "divergence_share" }],
      blocked: [{ stage: "70_optimisation" }],
      summary: null,
      allocation: null,
    });
  });

  it("has a JUnit and a Markdown form", async () => {
    const { folder, make } = await demoProject();
    await make();
    expect((await show(folder, "latest", { format: "junit" })).stdout).toMatch(
      /^<\?xml [\s\S]*<\/testsuites>\n$/,
    );
    expect((await show(folder, "latest", { format: "markdown" })).stdout).toMatch(/^## Sluice: demo\n/);
  });

  it("cannot show a run that has no whole manifest, and says what else to do", async () => {
    const { folder, make } = await demoProject();
    const { path } = await make();
    await rm(join(path, "manifest.json"));
    const { code, stdout } = await show(folder, "latest", { json: true });
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      problems: [{ what: "has no whole manifest: it is missing", where: path }],
    });
  });
});

describe("diff", () => {
  const diff = (folder: string, a: string, b: string) =>
    call(folder, (context) => diffCommand(a, b, COMMON, context));

  it("says of two runs of the same work that they are the same, and what could not be compared", async () => {
    const { folder, make } = await demoProject();
    const [a, b] = [await make(), await make()];
    const { code, stdout } = await diff(folder, a.runId, "latest");
    expect(code).toBe(0);
    expect(stdout.split("\n").slice(0, 3)).toEqual([
      `A ${a.runId}`,
      `B ${b.runId}`,
      "every stage wrote the same bytes",
    ]);
    expect(stdout).toContain(`\nnot compared\n  A (${a.runId}): `);
  });

  it("shows what turned, with both values, and whether the gain moved beyond its uncertainty", async () => {
    const { folder, make } = await demoProject();
    const [a, b] = [await make(), await make({ divergenceShare: 0.5 }, {}, 2)];
    const summary = example("optimisation_summary");
    await put(optimisationSummary, a.path, summary);
    await put(optimisationSummary, b.path, { ...summary, gain: 60_000, gain_q05: 57_000, gain_q95: 63_000 });
    const { stdout } = await diff(folder, a.runId, b.runId);
    expect(stdout).toContain("\ngates\n  g4  pass → fail\n");
    expect(stdout).toContain("\nchecks\n  g4  divergence_share  pass → fail  0 → 0.5\n");
    expect(stdout).toMatch(
      /expected gain per period .*\n {2}44670 {2}→ {2}60000 .*half-widths, more than the posterior's own uncertainty/,
    );
  });

  it("names the run that is not there", async () => {
    const { folder, make } = await demoProject();
    await make();
    const { code, stderr } = await diff(folder, "1999", "latest");
    expect(code).toBe(2);
    expect(stderr).toContain('there is no run "1999"');
  });
});
