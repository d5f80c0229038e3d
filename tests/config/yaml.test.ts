import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseYaml, readYaml } from "../../lib/config/yaml.ts";
import { InputError, SluiceError } from "../../lib/errors.ts";

const LONGEST = 1024 * 1024;

/** Every problem of a text, one a line; empty when it is accepted. */
function told(text: string): string {
  try {
    parseYaml(text, "f.yaml");
    return "";
  } catch (error) {
    if (error instanceof SluiceError) return error.message;
    throw error;
  }
}

describe("parseYaml", () => {
  it("reads scalars by the YAML 1.2 core schema: dates, yes and no are text", () => {
    const text = "a: 1\nb: 1.5\nc: true\nd: null\ne: no\nf: 2024-01-31\ng: '1'\nh: [x, {y: z}]\n1: one\ni:\n";
    expect(parseYaml(text, "f.yaml").value).toEqual({
      a: 1,
      b: 1.5,
      c: true,
      d: null,
      e: "no",
      f: "2024-01-31",
      g: "1",
      h: ["x", { y: "z" }],
      "1": "one",
      i: null,
    });
  });

  it("reads JSON, and a byte-order mark as nothing", () => {
    expect(parseYaml('\uFEFF{"a": [1, "x"]}', "f.yaml").value).toEqual({ a: [1, "x"] });
  });

  it("writes an alias out as a copy of the last anchor of its name before it", () => {
    const { value } = parseYaml("a: &x {k: 1}\nb: *x\nc: &x 2\nd: *x\n", "f.yaml");
    expect(value).toEqual({ a: { k: 1 }, b: { k: 1 }, c: 2, d: 2 });
  });

  it.each([
    ["", "f.yaml: is empty"],
    ["# only a comment\n", "f.yaml: is empty"],
    ["---\n", "f.yaml: is empty"],
    ["a: 1\nb: 2\na: 3\n", 'f.yaml:3:1: the key "a" is given twice\n  fix: keep one of the two'],
    ["x:\n  a: 1\n  'a': 2\n", 'f.yaml:3:3: the key "a" is given twice'],
    ["a:\n\tb: 1\n", "f.yaml:2:1: a tab is used to indent\n  fix: indent with spaces"],
    ["a: [1, 2\nb: 3\n", "f.yaml:2:1: is no valid YAML: "],
    ['a: "open\n', "f.yaml:2:1: is no valid YAML: Missing closing"],
    ["a: b: c\n", "f.yaml:1:4: is no valid YAML: Nested mappings are not allowed"],
    ["a: 1\n---\nb: 2\n", "f.yaml:2:1: a second document begins here; allowed: one"],
    ["a: !!js/function 'x'\n", "f.yaml:1:4: is no valid YAML: Unresolved tag: tag:yaml.org,2002:js/function"],
    ["a: !env X\n", "f.yaml:1:4: is no valid YAML: Unresolved tag: !env\n  fix: remove the tag"],
    ["%YAML 1.1\n---\na: yes\n", "f.yaml:1:1: directives are not read"],
    ["__proto__: {a: 1}\n", "f.yaml:1:1: the key __proto__ is not allowed"],
    ["a:\n  constructor: 1\n", "f.yaml:2:3: the key constructor is not allowed"],
    ["a: [{prototype: 1}]\n", "f.yaml:1:6: the key prototype is not allowed"],
    ["a: &x {b: 1}\nc: {<<: *x}\n", "f.yaml:2:5: merge keys (<<) are not read"],
    ["[a, b]: 1\n", "f.yaml:1:1: a key must be text"],
    ["a: *x\n", "f.yaml:1:4: the alias *x has no anchor before it"],
    ["a: &x [1, *x]\n", "f.yaml:1:11: the alias *x stands inside what it repeats"],
  ])("refuses %j, and says where", (text, expected) => {
    expect(told(text).slice(0, expected.length)).toBe(expected);
  });

  it("gives every problem, in the order of the text", () => {
    const lines = told("b: {a: 1, a: 2}\nconstructor: 1\nb: 2\n")
      .split("\n")
      .filter((line) => !line.startsWith("  "));
    expect(lines).toEqual([
      'f.yaml:1:11: the key "a" is given twice',
      "f.yaml:2:1: the key constructor is not allowed",
      'f.yaml:3:1: the key "b" is given twice',
    ]);
  });

  it("accepts 64 levels of nesting and refuses 65", () => {
    const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
    expect(told(nested(64))).toBe("");
    expect(told(nested(65))).toContain("f.yaml:1:65: is nested deeper than 64 levels");
  });

  it("accepts 10 000 repeated values and refuses more, whether flat or a bomb of aliases of aliases", () => {
    const list = (count: number) => `a: &a [${"0,".repeat(count)}]\nb: *a\n`;
    const letters = ["a", "b", "c", "d", "e", "f", "g", "h"];
    const bomb = letters
      .slice(1)
      .map((name, i) => `${name}: &${name} [${`*${letters[i] ?? ""},`.repeat(10)}]\n`);
    expect(told(list(9_999))).toBe("");
    expect(told(list(10_000))).toContain("f.yaml: its aliases repeat too many values");
    expect(told(`a: &a [${"x,".repeat(10)}]\n${bomb.join("")}`)).toContain("repeat too many values");
  });

  it.each([
    ["brackets", "[".repeat(LONGEST / 16)],
    ["dashes", "- ".repeat(LONGEST / 16)],
    ["keys", Array.from({ length: 20_000 }, (_, i) => `k${i}: 1\n`).join("")],
    ["anchors and aliases", Array.from({ length: 20_000 }, (_, i) => `- &a${i} 1\n- *a${i}\n`).join("")],
    ["tags", "- !a b\n".repeat(LONGEST / 64)],
    ["stray commas", `[${",".repeat(LONGEST / 16)}`],
  ])("takes time in proportion to the text: many %s", { timeout: 20_000 }, (_, text) => {
    // Each takes well under a second; the square of its length would take minutes.
    expect(told(text).length).toBeLessThan(20_000);
  });

  it("throws nothing but SluiceError and changes no prototype, whatever the text", () => {
    const before = Reflect.ownKeys(Object.prototype).length;
    const piece = fc.constantFrom(
      ...Array.from("[]{},:-?&*!|>'\"%@`#\n\t "),
      "a: ",
      "- ",
      "&x ",
      "*x",
      "<<: ",
      "__proto__: ",
      "---\n",
      "...\n",
      "\n  ",
      "!!str ",
      "!<x> ",
      "%YAML 1.1\n",
      "\r\n",
      "\uFEFF",
      "\0",
      "\ud800",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(piece, { maxLength: 40 }).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(text, (any) => {
        told(any);
      }),
      { numRuns: 3000 },
    );
    expect(Reflect.ownKeys(Object.prototype)).toHaveLength(before);
  });

  it("reads back any JSON value that has safe keys", () => {
    const key = fc.string().filter((name) => !["__proto__", "constructor", "prototype", "<<"].includes(name));
    const { value: json } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string(),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(key, tie("value"), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(json, (value) => {
        expect(parseYaml(JSON.stringify(value), "f.yaml").value).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe("positionOf", () => {
  const source = parseYaml("a: 1\nb:\n  c: [x, yy]\n  d: &d {e: 2}\nf: *d\n", "f.yaml");

  it.each<[readonly (string | number)[], "key" | "value", string]>([
    [[], "value", "1:1"],
    [["a"], "key", "1:1"],
    [["a"], "value", "1:4"],
    [["b"], "value", "2:1"],
    [["b", "c"], "value", "3:3"],
    [["b", "c", 1], "value", "3:10"],
    [["f", "e"], "value", "4:13"],
    [["b", "zzz"], "value", "2:1"],
    [["b", "c", 9], "value", "3:3"],
    [["a", "deeper"], "value", "1:1"],
  ])("of %j, its %s, is %s", (path, at, expected) => {
    const { line, column } = source.positionOf(path, at);
    expect(`${line}:${column}`).toBe(expected);
  });
});

describe("readYaml", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "sluice-yaml-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("reads a file", async () => {
    const file = join(folder, "a.yaml");
    writeFileSync(file, "a: 1\n");
    expect((await readYaml(file)).value).toEqual({ a: 1 });
  });

  it.each<[string, string | Uint8Array | null, string]>([
    ["a file that is not there", null, "no such file\n  fix: give the path of a readable YAML file"],
    [
      "a file of more than 1 MiB",
      " ".repeat(LONGEST + 1),
      "is 1048577 bytes long; allowed: at most 1048576 (1 MiB)",
    ],
    ["bytes that are not UTF-8", Uint8Array.of(0x61, 0xff), "is not UTF-8 text\n  fix: save it as UTF-8"],
  ])("refuses %s", async (_, content, message) => {
    const file = join(folder, "a.yaml");
    if (content !== null) writeFileSync(file, content);
    await expect(readYaml(file)).rejects.toThrow(`${file}: ${message}`);
    await expect(readYaml(file)).rejects.toThrow(InputError);
  });

  it("refuses a folder", async () => {
    await expect(readYaml(folder)).rejects.toThrow("is not a regular file");
  });

  it.runIf(process.platform !== "win32")("refuses a path through a file", async () => {
    writeFileSync(join(folder, "a"), "");
    await expect(readYaml(join(folder, "a", "b"))).rejects.toThrow("a part of its path is not a folder");
  });
});
