import { copyFile, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../../lib/config/parse-config.ts";
import { edit, newProject, plain, ROOT, sluice } from "./project.ts";

interface Intention {
  readonly stage: string;
  readonly action: string;
  readonly reason: string;
}

describe("init, validate, run: from a model and its data to a budget", () => {
  let project: string;
  beforeAll(async () => {
    project = await newProject(null);
    for (const name of ["model.nc", "data.csv"])
      await copyFile(join(ROOT, "examples/robyn_weekly", name), join(project, name));
  });
  afterAll(() => rm(project, { recursive: true, force: true }));

  it("init finds out what the columns mean, and writes a file without anything left to fill in", async () => {
    const ended = await sluice(["init", "--model", "model.nc", "--data", "data.csv"], { cwd: project });
    expect(ended).toEqual({
      code: 0,
      stdout: "wrote pipeline.yaml\nnext: sluice validate pipeline.yaml\n",
      stderr: "",
    });
    const { value } = await readConfig("pipeline", join(project, "pipeline.yaml"));
    expect(value.inputs).toEqual({ data: "data.csv", model: "model.nc", reports: null });
    expect(value.columns).toEqual({
      date: "date",
      target: "revenue",
      channels: ["tv_S", "ooh_S", "print_S", "facebook_S", "search_S"],
      spend: {},
      exposure: {},
      controls: ["competitor_sales_B", "newsletter"],
    });
    const text = await readFile(join(project, "pipeline.yaml"), "utf8");
    expect(text.match(/^ *#/gm)?.length).toBeGreaterThan(5);
    expect(text).not.toContain("TODO");
    expect(text).toMatch(/^# yaml-language-server: \$schema=\S+schemas\/pipeline\.schema\.json$/m);
  });

  it("init does not write over a file unless it is told to", async () => {
    const file = join(project, "pipeline.yaml");
    const before = await readFile(file, "utf8");
    const args = ["init", "--model", "model.nc", "--data", "data.csv"];
    const ended = await sluice([...args, "--json"], { cwd: project });
    expect(ended.code).toBe(2);
    expect(JSON.parse(plain(ended.stdout, project))).toEqual({
      status: "invalid",
      problems: [
        {
          what: "exists already",
          where: "<project>/pipeline.yaml",
          fix: "name another file with --out, or overwrite it with --force",
        },
      ],
    });
    expect(await readFile(file, "utf8")).toBe(before);
    expect((await sluice([...args, "--force"], { cwd: project })).code).toBe(0);
  });

  it("validate accepts it, and says what it found", async () => {
    const ended = await sluice(["validate"], { cwd: project });
    expect(ended).toEqual({
      code: 0,
      stdout: [
        "valid: pipeline.yaml",
        "  data   208 periods, 2015-11-23 to 2019-11-11; target revenue",
        "  model  pymc-marketing, 4 chains × 500 draws; channels tv_S, ooh_S, print_S, facebook_S, search_S",
        "  policy publish",
        "",
      ].join("\n"),
      stderr: "",
    });
    expect(await readdir(project)).not.toContain("artefacts");
  });

  it("run takes it to the end", async () => {
    const { code, stdout } = await sluice(["run", "--json"], { cwd: project });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ status: "done", error: null });
  });

  it("init leaves to be filled in what it cannot tell, and names it", async () => {
    const data = await readFile(join(project, "data.csv"), "utf8");
    await writeFile(
      join(project, "other.csv"),
      data.replace("tv_S", "television").replaceAll(/^(\d{4}-\d\d-\d\d),[\d.]+/gm, "$1,1"),
    );
    const args = ["init", "--model", "model.nc", "--data", "other.csv", "--out", "other.yaml"];
    const { code, stdout } = await sluice([...args, "--json"], { cwd: project });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      status: "written",
      todo: ["columns.target", "columns.spend.tv_S"],
    });
    const { code: validated } = await sluice(["validate", "other.yaml"], { cwd: project });
    expect(validated).toBe(2);
  });

  it.each([
    ["--model", "nothing.nc", "nothing.nc", "no such file"],
    ["--data", "nothing.csv", "nothing.csv", "cannot be read"],
    ["--model", "data.csv", "data.csv", "is not a NetCDF-4/HDF5 file"],
  ])("init refuses %s %s", async (option, value, where, what) => {
    const options = { "--model": "model.nc", "--data": "data.csv", "--out": "never.yaml", [option]: value };
    const { code, stdout } = await sluice(["init", ...Object.entries(options).flat(), "--json"], {
      cwd: project,
    });
    expect(code).toBe(2);
    const { problems } = JSON.parse(stdout) as { problems: { what: string; where: string; fix: string }[] };
    expect(problems).toHaveLength(1);
    expect(problems[0]?.where).toBe(join(project, where));
    expect(problems[0]?.what).toContain(what);
    expect(await readdir(project)).not.toContain("never.yaml");
  });
});

describe("plan", () => {
  let project: string;
  beforeAll(async () => {
    project = await newProject("robyn_weekly_unconverged");
  });
  afterAll(() => rm(project, { recursive: true, force: true }));

  const plan = async () => {
    const { code, stdout } = await sluice(["plan", "--json"], { cwd: project });
    expect(code).toBe(0);
    const intentions = JSON.parse(stdout) as Intention[];
    return Object.fromEntries(intentions.map(({ stage, action, reason }) => [stage, `${action}: ${reason}`]));
  };

  it("says before the first run that every stage would run, and writes nothing", async () => {
    const ended = await sluice(["plan"], { cwd: project });
    expect(ended.code).toBe(0);
    const lines = ended.stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(9);
    for (const line of lines) expect(line).toMatch(/^run {5}\d0_/);
    expect(lines[1]).toBe("run     10_pre_diagnostics     no earlier run");
    expect(await readdir(project)).not.toContain("artefacts");
  });

  it("says after it that all is taken over, but for the clock and the shut gate", async () => {
    const { stdout } = await sluice(["run", "--json"], { cwd: project });
    const { run_id } = JSON.parse(stdout) as { run_id: string };
    const said = await plan();
    const reused = `reuse: unchanged since ${run_id}`;
    expect(said).toMatchObject({
      "00_run_metadata": "run: records when and where each run happens",
      "10_pre_diagnostics": reused,
      "60_response_curves": reused,
      "80_interpretation": reused,
    });
    expect(said["70_optimisation"]).toMatch(/^blocked: 70_optimisation is shut: g2, /);
  });

  it("names the option that changed by its stage, and what follows from it", async () => {
    await edit(
      join(project, "pipeline.yaml"),
      "families: [michaelis_menten, sigmoid]",
      "families: [sigmoid]",
    );
    const said = await plan();
    expect(said).toMatchObject({
      "60_response_curves": 'run: changed: options families ["michaelis_menten","sigmoid"] → ["sigmoid"]',
      "80_interpretation": "run: reads what 00_run_metadata will write anew",
    });
    expect(said["50_diagnostics"]).toMatch(/^reuse: /);
  });

  it("names the data as what changed, when they did", async () => {
    await edit(join(project, "data.csv"), /(2015-12-07,[\d.]+),[\d.]+/, "$1,1");
    const changed = expect.stringMatching(
      /^run: changed: dataset data\.csv [0-9a-f]{8} → [0-9a-f]{8}$/,
    ) as string;
    expect(await plan()).toMatchObject({ "10_pre_diagnostics": changed, "20_model_fit": changed });
  });
});
