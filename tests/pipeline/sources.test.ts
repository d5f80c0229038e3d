import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { sha256 } from "../../lib/artefacts/hash.ts";
import { InputError } from "../../lib/errors.ts";
import { stageKey } from "../../lib/pipeline/keys.ts";
import { loadPipeline, type Overrides } from "../../lib/pipeline/sources.ts";
import { edit, newProject } from "../end-to-end/project.ts";
import { smallStages } from "./small.ts";

const NOW = new Date(Date.UTC(2024, 0, 1));

async function ownProject(): Promise<string> {
  const project = await newProject("robyn_weekly_unconverged");
  onTestFinished(() => rm(project, { recursive: true, force: true }));
  return project;
}

const load = (project: string, overrides: Overrides = {}, now = NOW) =>
  loadPipeline(join(project, "pipeline.yaml"), overrides, now);

describe("a pipeline file with what it names", () => {
  it("is read with its defaults, its data, and the hashes of its inputs", async () => {
    const project = await ownProject();
    const { sources, artefacts, where } = await load(project);
    expect(artefacts).toBe(join(project, "artefacts"));
    expect(sources.labels).toMatchObject({ pipeline: "robyn_weekly_unconverged", money: "EUR" });
    expect(sources.dataset.dates).toHaveLength(208);
    expect(sources.config.stages["20_model_fit"].hdi_probability).toBe(0.94);
    expect(sources.policy.name).toBe("publish");
    expect(Object.keys(sources.reports).sort()).toEqual([
      "calibration_report.json",
      "convergence_report.json",
      "pareto_k_summary.json",
    ]);
    const data = await readFile(join(project, "data.csv"));
    expect(sources.inputs[0]).toEqual({
      name: "data",
      path: "data.csv",
      absolutePath: join(project, "data.csv"),
      bytes: data.length,
      sha256: sha256(data),
    });
    expect(where("inputs", "model")).toBe(`${join(project, "pipeline.yaml")}:9:10 (inputs.model)`);
  });

  it("notes the time it is given, and reads no clock of its own", async () => {
    expect((await load(await ownProject())).sources.environment.started_at).toBe("2024-01-01T00:00:00.000Z");
  });

  it("reads exposure where a column of it is named", async () => {
    const project = await ownProject();
    const file = join(project, "pipeline.yaml");
    await edit(file, "  date: date", "  date: date\n  exposure: { tv_S: newsletter }");
    const { channels, controls } = (await load(project)).sources.dataset;
    expect(channels[0]?.exposure).toEqual(controls.find(({ name }) => name === "newsletter")?.values);
    expect(channels.slice(1).every((one) => !("exposure" in one))).toBe(true);
  });

  it.each(["spend", "exposure"])("is refused with %s of what is no channel", async (part) => {
    const project = await ownProject();
    const file = join(project, "pipeline.yaml");
    await edit(file, "  date: date", `  date: date\n  ${part}: { tv_s: newsletter }`);
    await expect(load(project)).rejects.toThrow(
      new RegExp(`columns\\.${part}\\.tv_s\\): "tv_s" is no channel\\n  fix: did you mean tv_S\\?`),
    );
  });

  it("does without reports that are not there", async () => {
    const project = await ownProject();
    await rm(join(project, "reports", "convergence_report.json"));
    expect(Object.keys((await load(project)).sources.reports)).toHaveLength(2);
    await edit(join(project, "pipeline.yaml"), "reports: reports", "reports: null");
    expect((await load(project)).sources.reports).toEqual({});
  });

  it("gives way to the command line in policy and artefacts folder", async () => {
    const project = await ownProject();
    const { sources, artefacts } = await load(project, { policy: "strict", artefacts: "/elsewhere" });
    expect(artefacts).toBe("/elsewhere");
    expect(sources.policy.name).toBe("strict");
    expect(sources.config.policy).toBe("strict");
  });

  it("is not blamed for a policy that the command line names", async () => {
    await expect(load(await ownProject(), { policy: "publsh" })).rejects.toThrow(
      new InputError({
        what: 'there is no policy "publsh"',
        where: "--policy",
        fix: "did you mean publish?",
      }),
    );
  });
});

describe("the identity of a source", () => {
  type Change = (project: string) => Promise<unknown>;
  const yaml =
    (from: string, to: string): Change =>
    (project) =>
      edit(join(project, "pipeline.yaml"), from, to);

  const CHANGES: readonly [string, Change, readonly string[]][] = [
    ["an option of a stage", yaml("scenarios: [0.8, 0.9,", "scenarios: [0.9,"), ["config", "question"]],
    ["the title", yaml("title: Weekly", "title: Daily"), ["config", "title"]],
    ["the seed", yaml("policy: publish", "policy: publish\nseed: 2"), ["config", "seed"]],
    ["the policy", yaml("policy: publish", "policy: strict"), ["config", "policy"]],
    ["a column's meaning", yaml(", newsletter]", "]"), ["config", "dataset"]],
    [
      "a byte of the data",
      (project) => edit(join(project, "data.csv"), "2015-11-30,", "2015-11-30,0"),
      ["dataset", "inputs"],
    ],
    [
      "a byte of the model",
      async (project) => writeFile(join(project, "model.nc"), "x", { flag: "a" }),
      ["inputs", "model"],
    ],
    [
      "what a report claims",
      (project) => edit(join(project, "reports", "convergence_report.json"), "{", '{"extra": 1,'),
      ["inputs", "reports"],
    ],
    [
      "how a report is laid out",
      (project) => edit(join(project, "reports", "convergence_report.json"), "{", "{ "),
      ["inputs"],
    ],
    ["a comment", yaml("version: 1", "# a comment\nversion: 1"), []],
  ];

  it.each(CHANGES)("changes with %s, and no other source's does", async (_, change, expected) => {
    const project = await ownProject();
    const before = (await load(project)).fingerprints;
    await change(project);
    const after = (await load(project)).fingerprints;
    const changed = Object.entries(after).filter(([name, hash]) => hash !== Reflect.get(before, name));
    expect(changed.map(([name]) => name).sort()).toEqual([...expected].sort());
  });

  it("of the environment changes with the clock, and nothing else does", async () => {
    const project = await ownProject();
    const before = (await load(project)).fingerprints;
    const after = (await load(project, {}, new Date(Date.UTC(2025, 0, 1)))).fingerprints;
    expect({ ...after, environment: before.environment }).toEqual(before);
    expect(after.environment).not.toBe(before.environment);
  });
});

describe("the key of a stage", () => {
  it("names code, options, and each source and artefact read, and tells absent artefacts from present ones", async () => {
    const pipeline = await load(await ownProject());
    const book = smallStages().at(-1);
    if (book === undefined) throw new Error("no stages");
    const absent = stageKey(book, pipeline, () => undefined);
    expect(Object.keys(absent.reads)).toEqual([
      "code",
      "options",
      "10_pre_diagnostics/letters.txt",
      "70_optimisation/sentence.txt",
      "70_optimisation/BLOCKED.json",
    ]);
    const present = stageKey(book, pipeline, () => sha256("x"));
    expect(present.key).not.toBe(absent.key);
    expect(stageKey(book, pipeline, () => undefined).key).toBe(absent.key);
  });
});
