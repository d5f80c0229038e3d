import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readConfig } from "../../lib/config/parse-config.ts";
import { readPipelineFile } from "../../lib/config/pipeline-file.ts";
import { loadPolicy } from "../../lib/gates/policy.ts";
import { readWaivers } from "../../lib/gates/waivers-file.ts";
import { solveBy } from "../../lib/optimise/method.ts";
import { readProblem } from "../../lib/problem-file/read.ts";
import { blocksOf, pages, placeOf, type Block } from "./pages.ts";

// How a block of YAML says what it is, after `yaml` on its opening line.
//   pipeline: a whole pipeline file · part: keys of one, the rest filled in · policy: a policy file · waivers: a file of waivers · problem: an allocation problem · workflow: CI's own format
const TAGS = ["pipeline", "part", "policy", "waivers", "problem", "workflow"];

const REST = {
  version: 1,
  pipeline: "example",
  inputs: { data: "data.csv", model: "model.nc" },
  columns: { target: "revenue", channels: ["tv", "search"] },
};

const blocks = pages()
  .flatMap(blocksOf)
  .filter(({ language }) => language === "yaml")
  .map((block) => ({ ...block, place: placeOf(block) }));
const tagged = (tag: string) => blocks.filter((block) => block.tag === tag);

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sluice-docs-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf({ text }: Pick<Block, "text">): Promise<string> {
  const file = join(folder, "block.yaml");
  await writeFile(file, text);
  return file;
}

describe("blocks of YAML", () => {
  it("say what they are", () => {
    expect(blocks.filter(({ tag }) => !TAGS.includes(tag)).map(placeOf)).toEqual([]);
    for (const tag of TAGS) expect(tagged(tag)).not.toEqual([]);
  });

  it.each(tagged("pipeline"))("at $place are a valid pipeline file", async (block) => {
    const { cells, configOf } = await readPipelineFile(await fileOf(block));
    for (const cell of cells.length === 0 ? [null] : cells) expect(configOf(cell)).toBeDefined();
  });

  it.each(tagged("part"))("at $place are a valid part of a pipeline file", async (block) => {
    const part: unknown = parse(block.text);
    const text = JSON.stringify(Object.assign({}, REST, part));
    await expect(readConfig("pipeline", await fileOf({ text }))).resolves.toBeDefined();
  });

  it.each(tagged("policy"))("at $place are a valid policy with a rule for every check", async (block) => {
    await fileOf(block);
    await expect(loadPolicy("block.yaml", join(folder, "pipeline.yaml"), "policy")).resolves.toBeDefined();
  });

  it.each(tagged("waivers"))("at $place are waivers that a run takes", async (block) => {
    const policy = await loadPolicy("publish", "pipeline.yaml", "policy");
    await expect(readWaivers(await fileOf(block), policy)).resolves.toBeDefined();
  });

  it.each(tagged("problem"))("at $place are a problem that can be solved", async (block) => {
    const { problem } = await readProblem(await fileOf(block));
    expect(solveBy("interior_point", problem).status).toBe("solved");
  });

  it.each(tagged("workflow"))("at $place are YAML", (block) => {
    expect(parse(block.text)).toHaveProperty("jobs");
  });
});
