import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const GENERATOR = fileURLToPath(new URL("../../.ci/generate-types.mjs", import.meta.url));

const common = {
  title: "Shared",
  $defs: {
    bounds: {
      type: "object",
      additionalProperties: false,
      required: ["lower", "upper"],
      properties: { lower: { type: "number" }, upper: { type: "number", default: 1 } },
    },
    date: { type: "string", format: "date" },
  },
};

const plan = {
  title: "A plan of spend",
  description: "What to spend.",
  type: "object",
  additionalProperties: false,
  required: ["all", "from", "limit"],
  properties: {
    all: { $ref: "common.schema.json#/$defs/bounds", description: "Bounds of all." },
    one: { $ref: "common.schema.json#/$defs/bounds" },
    from: { $ref: "common.schema.json#/$defs/date" },
    horizon: { type: "integer", default: 13 },
    limit: {
      oneOf: [
        {
          type: "object",
          additionalProperties: false,
          required: ["kind"],
          properties: { kind: { const: "none" } },
        },
        {
          type: "object",
          additionalProperties: false,
          required: ["kind"],
          properties: { kind: { const: "some" }, value: { type: ["number", "null"], default: null } },
        },
      ],
    },
  },
  examples: [{ all: { lower: 0 }, from: "2024-01-01", limit: { kind: "some" } }],
};

const rows = {
  title: "Rows",
  type: "array",
  items: {
    type: "object",
    additionalProperties: false,
    required: ["spend"],
    properties: { spend: { type: "number", "x-unit": "money" } },
  },
};

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-types-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function generate(schemas: Readonly<Record<string, unknown>>, ...flags: string[]) {
  for (const [name, schema] of Object.entries(schemas)) {
    writeFileSync(join(folder, `${name}.schema.json`), JSON.stringify(schema));
  }
  const output = join(folder, "generated.ts");
  const { status, stderr } = spawnSync(process.execPath, [GENERATOR, folder, output, ...flags], {
    encoding: "utf8",
  });
  return { status, stderr, read: () => readFileSync(output, "utf8"), output };
}

describe("the type generator", () => {
  it("writes one type per schema and per shared piece, and a property with a default is always there", () => {
    const { status, read } = generate({ common, plan, "rows.params": rows });
    const text = read();
    expect(status).toBe(0);
    expect(text).toContain('export interface SchemaTypes {\n  plan: Plan;\n  "rows.params": RowsParams;\n}');
    expect(text).toMatch(/export type RowsParams = \{\n {2}spend: number;\n\}\[\];/);
    expect(text).toContain("  all: Bounds;\n  one?: Bounds;\n  from: CommonDate;\n  horizon: number;\n");
    expect(text.match(/interface Bounds/g)).toHaveLength(1);
    expect(text).toContain('kind: "some";\n        value: number | null;');
  });

  it("writes documents without references and examples with their defaults filled in", () => {
    const text = generate({ common, plan }).read();
    const json = (name: string): unknown =>
      JSON.parse(new RegExp(`const ${name}:.* = (\\{[^]*?\\n\\});`).exec(text)?.[1] ?? "");
    expect(JSON.stringify(json("schemaDocuments"))).not.toContain("$ref");
    expect(json("schemaDocuments")).toMatchObject({
      plan: {
        properties: { all: { description: "Bounds of all.", type: "object", required: ["lower", "upper"] } },
      },
    });
    expect(json("schemaExamples")).toEqual({
      plan: [
        {
          all: { lower: 0, upper: 1 },
          from: "2024-01-01",
          limit: { kind: "some", value: null },
          horizon: 13,
        },
      ],
    });
  });

  it("passes --check only while the file is what the schemas say, and writes nothing then", () => {
    expect(generate({ common, plan }, "--check").status).toBe(1);
    generate({ common, plan });
    expect(generate({ common, plan }, "--check").status).toBe(0);
    const { status, stderr, read } = generate({ common, plan, rows }, "--check");
    expect(status).toBe(1);
    expect(stderr).toContain("is not what the schemas say.\n  fix: npm run types");
    expect(read()).not.toContain("Rows");
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    [
      "a $ref that leads nowhere",
      { a: { $ref: "#/$defs/b" } },
      'a.schema.json: $ref "#/$defs/b" leads nowhere',
    ],
    ["a schema that contains itself", { a: { type: "array", items: { $ref: "#" } } }, "refers to itself"],
    [
      "a demand beside a $ref",
      { common, a: { $ref: "common.schema.json#/$defs/date", minLength: 3 } },
      "minLength beside $ref",
    ],
    ["an empty folder", {}, "holds no *.schema.json"],
  ])("refuses %s", (_, schemas, message) => {
    const { status, stderr } = generate(schemas);
    expect(status).not.toBe(0);
    expect(stderr).toContain(message);
  });
});
