import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { InputError } from "../../lib/errors.ts";
import { explainPlan } from "../../lib/pipeline/explain.ts";
import { customProject, shellStage, write } from "./custom-project.ts";
import { smallStages, statuses } from "./small.ts";

const OWN = "45_spend_share";

// Each test has a folder of its own, so that Node loads each module anew.
const SHARE = `
import { total } from "./total.mjs";
export default {
  title: "share of each channel in total spend",
  reads: { dataset: "source:dataset" },
  writes: {
    share: {
      file: "spend_share.csv",
      schema: {
        type: "array",
        items: {
          type: "object",
          required: ["channel", "share"],
          additionalProperties: false,
          properties: { channel: { type: "string" }, share: { type: ["number", "null"], minimum: 0 } },
        },
      },
    },
    note: { file: "note.md" },
  },
  mayWrite: { extra: { file: "extra.json" } },
  options: {
    type: "object",
    additionalProperties: false,
    required: ["periods"],
    properties: { periods: { type: "integer", minimum: 1, default: 2 } },
  },
  run({ dataset }, { periods }, context) {
    context.warn("made up");
    const spends = dataset.channels.map(({ spend }) => total(spend.slice(-periods)));
    return {
      share: dataset.channels.map(({ name }, i) => ({ channel: name, share: spends[i] / total(spends) })),
      note: "of " + periods + " periods",
      extra: null,
    };
  },
};
`;
const TOTAL = "export const total = (values) => values.reduce((sum, one) => sum + one, 0);\n";
const FILES = { "share.mjs": SHARE, "total.mjs": TOTAL };

const declared = (rest: Readonly<Record<string, unknown>> = {}) => ({
  [OWN]: { uses: "./share.mjs", ...rest },
});

/** A module whose default export is this text. */
async function moduleOf(text: string, rest: Readonly<Record<string, unknown>> = {}) {
  return customProject({ [OWN]: { uses: "./own.mjs", ...rest } }, { "own.mjs": `export default ${text};\n` });
}

describe("a stage in a JavaScript file", () => {
  it("gets what it declares to read, its options with defaults, and leaves what it returns", async () => {
    const project = await customProject(declared(), FILES);
    const result = await project.run();
    expect(result.error).toBeNull();
    const folder = join(result.path, OWN);
    expect((await readdir(folder)).sort()).toEqual(["note.md", "spend_share.csv"]);
    expect(await readFile(join(folder, "spend_share.csv"), "utf8")).toBe("channel,share\ntv,1\n");
    expect(await readFile(join(folder, "note.md"), "utf8")).toBe("of 2 periods");
    expect(result.manifest.warnings).toEqual(["made up"]);
  });

  it("is taken over while nothing changes, and runs anew when an option or a file that it imports does", async () => {
    const project = await customProject(declared(), FILES);
    await project.run();
    expect(statuses(await project.run())[OWN]).toBe("reused");
    const other = await project.run({}, declared({ options: { periods: 1 } }));
    expect(statuses(other)[OWN]).toBe("done");
    expect(await readFile(join(other.path, OWN, "note.md"), "utf8")).toBe("of 1 periods");
    await write(project.folder, { "total.mjs": `${TOTAL}// changed\n` });
    const intentions = await explainPlan(smallStages(), await project.load());
    expect(intentions.find(({ stage }) => stage === OWN)?.reason).toMatch(/changed: .*file total\.mjs /);
  });

  it("is read by other stages of the team's own, as a value or as a file", async () => {
    const project = await customProject(
      {
        ...declared(),
        "46_next": { uses: "./next.mjs" },
        "47_last": {
          ...shellStage("cat {{in}}/46_next/next.json > {{out}}/out.txt")["45_own"],
          reads: ["46_next/next.json"],
        },
      },
      {
        ...FILES,
        "next.mjs": `export default {
          reads: { share: "${OWN}/spend_share.csv" },
          readsIfPresent: { extra: "${OWN}/extra.json" },
          writes: { next: { file: "next.json" } },
          run: ({ share, extra }) => ({ next: { first: share[0], extra } }),
        };`,
      },
    );
    const result = await project.run();
    expect(result.error).toBeNull();
    expect(JSON.parse(await readFile(join(result.path, "47_last/out.txt"), "utf8"))).toEqual({
      first: { channel: "tv", share: 1 },
      extra: null,
    });
  });
});

describe("a stage in a JavaScript file that returns what it should not fails, and leaves nothing", () => {
  const returning = (value: string, more = "") =>
    moduleOf(`{ writes: { table: { file: "t.csv", schema: ${more || "null"} } }, run: () => (${value}) }`);
  const POSITIVE = `{ type: "array", items: { type: "object", properties: { x: { type: "number", exclusiveMinimum: 0 } } } }`;

  it.each([
    ["nothing", "undefined", "", "run did not return table"],
    [
      "a name that it does not declare",
      "{ table: [], tabel: [] }",
      "",
      "run returned tabel, which is not declared\n  fix: did you mean table?",
    ],
    ["no rows", "{ table: 5 }", "", "45_spend_share/t.csv: got no list of rows"],
    ["a number that is none", "{ table: [{ x: 0 / 0 }] }", "", "45_spend_share/t.csv: got NaN in a cell"],
    ["rows within rows", "{ table: [{ x: {} }] }", "", "got a cell that is no text, number or truth"],
    [
      "what its schema refuses",
      "{ table: [{ x: -1 }] }",
      POSITIVE,
      "45_spend_share/t.csv ([0].x): the stage's own schema refuses it: got -1",
    ],
  ])("%s", async (_, value, schema, message) => {
    const result = await (await returning(value, schema)).run();
    expect(result.status).toBe("failed");
    expect(result.error?.message).toContain(message);
    expect(await readdir(result.path)).not.toContain(OWN);
  });

  it("or throws", async () => {
    const project = await moduleOf(
      `{ writes: { a: { file: "a.txt" } }, run() { throw new Error("no luck"); } }`,
    );
    expect((await project.run()).error?.message).toContain("45_spend_share: failed: no luck");
  });
});

describe("a JavaScript file that is no stage", () => {
  it.each([
    ["exports nothing", "5", "exports no stage by default"],
    ["has no function", "{ writes: { a: { file: 'a.txt' } } }", "exports a stage without a function run"],
    ["writes nothing", "{ writes: {}, run() {} }", "(writes)"],
    ["has a key that is not known", "{ wirtes: {}, run() {} }", 'did you mean "writes"?'],
    [
      "writes outside its folder",
      "{ writes: { a: { file: '../a.txt' } }, run() {} }",
      '(writes.a.file): got "../a.txt"',
    ],
    [
      "reads what no stage writes",
      "{ reads: { x: '20_model_fit/words.tx' }, writes: { a: { file: 'a.txt' } }, run() {} }",
      "no stage writes 20_model_fit/words.tx",
    ],
    [
      "reads a source that there is not",
      "{ reads: { x: 'source:datset' }, writes: { a: { file: 'a.txt' } }, run() {} }",
      "there is no source datset\n  fix: did you mean dataset?",
    ],
    [
      "reads the clock",
      "{ reads: { x: 'source:environment' }, writes: { a: { file: 'a.txt' } }, run() {} }",
      "there is no source environment",
    ],
    [
      "has a schema that is none",
      "{ writes: { a: { file: 'a.json', schema: { type: 'arry' } } }, run() {} }",
      "is no JSON Schema that can be used",
    ],
    ["cannot be parsed", "{", "cannot be loaded: "],
  ])("is refused with its file: it %s", async (_, text, message) => {
    const project = await moduleOf(text);
    await expect(project.load()).rejects.toThrow(InputError);
    await expect(project.load()).rejects.toThrow(message);
    await expect(project.load()).rejects.toThrow("own.mjs");
  });

  it("is refused where it is not there, or outside the project", async () => {
    await expect((await customProject(declared())).load()).rejects.toThrow("share.mjs: is no file");
    await expect((await customProject(declared({ uses: "../../share.mjs" }))).load()).rejects.toThrow(
      "which leaves the project folder",
    );
    await expect((await customProject(declared({ uses: "share.py" }))).load()).rejects.toThrow(
      "custom_stages.45_spend_share.uses",
    );
  });

  it.each([
    ["an option that it does not have", { periodes: 2 }, 'did you mean "periods"?'],
    ["an option out of range", { periods: 0 }, "(options.periods): got 0"],
  ])("is not to blame for %s", async (_, options, message) => {
    await expect((await customProject(declared({ options }), FILES)).load()).rejects.toThrow(message);
  });

  it("takes no options where it has no schema for them", async () => {
    const project = await moduleOf("{ writes: { a: { file: 'a.txt' } }, run: () => ({ a: '' }) }", {
      options: { x: 1 },
    });
    await expect(project.load()).rejects.toThrow('unknown key "x"; the stage has no options');
  });
});
