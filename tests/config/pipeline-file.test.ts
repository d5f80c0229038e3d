import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readPipelineFile } from "../../lib/config/pipeline-file.ts";
import { parseSetting } from "../../lib/config/settings.ts";
import { InputError } from "../../lib/errors.ts";
import { temporaryFolder } from "../temporary.ts";

const BASE = `version: 1
pipeline: brands
title: "{{brand}} of {{ market }}"
matrix:
  brand: [alpha, beta]
  market: [de]
  include: [{ brand: alpha, budget: 5 }, { brand: beta, budget: 7 }]
inputs: { data: "data/{{brand}}.csv", model: m.nc }
columns: { target: sales, channels: [tv] }
stages:
  70_optimisation: { total_budget: "{{budget}}" }
`;

async function read(text: string, ...settings: string[]) {
  const file = join(await temporaryFolder(), "pipeline.yaml");
  await writeFile(file, text);
  return readPipelineFile(file, settings.map(parseSetting));
}

async function problems(text: string) {
  const { cells, configOf } = await read(text);
  try {
    configOf(cells[0] ?? null);
  } catch (error) {
    if (error instanceof InputError)
      return error.problems.map(({ what, where, fix }) => [what, where.replace(/.*pipeline\.yaml/, ""), fix]);
    throw error;
  }
  return [];
}

describe("a pipeline file with a matrix", () => {
  it("is one configuration per cell, with placeholders filled in and numbers kept numbers", async () => {
    const { cells, configOf } = await read(BASE);
    const [alpha, beta] = cells.map((cell) => configOf(cell).value);
    expect(alpha).toMatchObject({
      title: "alpha of de",
      inputs: { data: "data/alpha.csv" },
      matrix: { brand: ["alpha"], market: ["de"] },
      stages: { "70_optimisation": { total_budget: 5 } },
    });
    expect(beta).toMatchObject({ title: "beta of de", stages: { "70_optimisation": { total_budget: 7 } } });
  });

  it("is another by --set, of the matrix as of any value", async () => {
    const { cells, configOf } = await read(
      BASE,
      "matrix.include=[]",
      "matrix.brand=[gamma]",
      "stages.70_optimisation.total_budget=9",
    );
    expect(cells.map(({ name }) => name)).toEqual(["brand=gamma,market=de"]);
    expect(configOf(cells[0] ?? null).value.stages["70_optimisation"].total_budget).toBe(9);
  });

  it("names a placeholder that stands for nothing, where it stands", async () => {
    expect(await problems(BASE.replace("data/{{brand}}", "data/{{brnad}}"))).toEqual([
      ["{{brnad}} stands for nothing", ":8:17 (inputs.data)", "did you mean brand?"],
    ]);
    const constructor = BASE.replace("data/{{brand}}", "data/{{constructor}}");
    expect((await problems(constructor))[0]?.[0]).toBe("{{constructor}} stands for nothing");
  });

  it("takes none where all cells share a folder", async () => {
    const [[what = "", at = ""] = []] = await problems(
      BASE.replace("pipeline: brands", 'pipeline: "{{brand}}"'),
    );
    expect([what, at]).toEqual(["{{brand}} cannot stand here: all cells share it", ":2:11 (pipeline)"]);
  });

  it("fills commands in beside the placeholders of their own", async () => {
    const { cells, configOf } = await read(`${BASE.replace("model: m.nc", "model: null")}  20_model_fit:
    uses: command
    command: { run: [fit, "{{brand}}", "{{out}}/model.nc", "{{constructor}}"] }
`);
    expect(configOf(cells[0] ?? null).value.stages["20_model_fit"].command?.run).toEqual([
      "fit",
      "alpha",
      "{{out}}/model.nc",
      "{{constructor}}",
    ]);
  });

  it("is refused for a matrix of the wrong shape, at its place", async () => {
    await expect(read(BASE.replace("market: [de]", "market: de"))).rejects.toMatchObject({
      problems: [{ where: expect.stringMatching(/:6:11 \(matrix\.market\)$/) as string }],
    });
  });
});

describe("a pipeline file without a matrix", () => {
  const PLAIN = BASE.replace(/matrix:[^]*?inputs/, "inputs").replace('"{{budget}}"', "5");

  it("has no placeholders but those that programs read", async () => {
    expect(await problems(PLAIN)).toEqual([
      ["{{brand}} stands for nothing", ":3:8 (title)", "declare it: matrix: { brand: [value, …] }"],
      ["{{market}} stands for nothing", ":3:8 (title)", "declare it: matrix: { market: [value, …] }"],
      ["{{brand}} stands for nothing", ":4:17 (inputs.data)", "declare it: matrix: { brand: [value, …] }"],
    ]);
    const { cells, configOf } = await read(PLAIN.replaceAll(/\{\{ ?\w+ ?\}\}/g, "x"));
    expect(cells).toEqual([]);
    expect(configOf(null).value.matrix).toBeNull();
  });
});
