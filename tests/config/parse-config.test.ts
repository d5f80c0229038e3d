import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkConfig, readConfig } from "../../lib/config/parse-config.ts";
import { parseYaml } from "../../lib/config/yaml.ts";
import { SluiceError, type Problem } from "../../lib/errors.ts";

const VALID = `name: ours
description: Our own.
checks:
  rhat_max: {kind: at_most, warn: 1.01, fail: 1.03, source: team}
  verdict:
    kind: level
    levels: {good: pass}
    source: team
`;

function problemsOf(text: string): readonly Problem[] {
  try {
    checkConfig("policy", parseYaml(text, "p.yaml"));
    return [];
  } catch (error) {
    if (error instanceof SluiceError) return error.problems;
    throw error;
  }
}

const told = (text: string) => problemsOf(text).map(({ where, what, fix }) => `${where}: ${what} | ${fix}`);

describe("a configuration", () => {
  it("gives its value with defaults filled in, and the place of each value", () => {
    const { value, where } = checkConfig("policy", parseYaml(VALID, "p.yaml"));
    expect(value.extends).toBeNull();
    expect(value.checks["rhat_max"]).toEqual({
      kind: "at_most",
      warn: 1.01,
      fail: 1.03,
      undefined: null,
      skipped: null,
      source: "team",
    });
    expect(where("checks", "rhat_max", "warn")).toBe("p.yaml:4:35 (checks.rhat_max.warn)");
    expect(where("checks", "verdict")).toBe("p.yaml:5:3 (checks.verdict)");
    expect(where()).toBe("p.yaml:1:1");
  });

  it.each<[string, string, string, readonly string[]]>([
    [
      "a misspelt key",
      "description:",
      "descripton:",
      [
        'p.yaml:2:1 (descripton): unknown key "descripton"; allowed: "name", "description", "extends", "undefined", "skipped", "checks" | did you mean "description"?',
      ],
    ],
    [
      "a misspelt kind",
      "kind: at_most",
      "kind: at_mots",
      [
        'p.yaml:4:20 (checks.rhat_max.kind): got "at_mots"; allowed: one of "at_most", "at_least", "level" | did you mean "at_most"?',
      ],
    ],
    [
      "a wrong type within the branch that its kind selects",
      "warn: 1.01",
      "warn: high",
      ['p.yaml:4:35 (checks.rhat_max.warn): got "high"; allowed: a number or null | write a number or null'],
    ],
    [
      "a number that YAML reads as not finite",
      "warn: 1.01",
      "warn: .nan",
      ["p.yaml:4:35 (checks.rhat_max.warn): got NaN; allowed: a number or null | write a number or null"],
    ],
    [
      "a missing key, at the key of the mapping that lacks it",
      "    source: team\n",
      "",
      [
        'p.yaml:5:3 (checks.verdict): the key "source" is missing | add "source": text of at least 1 character (Where the threshold comes from.)',
      ],
    ],
    [
      "a value that nothing is given for",
      "{good: pass}",
      "",
      ["p.yaml:7:13 (checks.verdict.levels): got null; allowed: a mapping | write a mapping"],
    ],
    [
      "several things, in the order of the file",
      VALID,
      "zzz: 1\nchecks: []\nname: Ours\n",
      [
        'p.yaml:1:1: the key "description" is missing | add "description": text (What the policy is for.)',
        'p.yaml:1:1 (zzz): unknown key "zzz"; allowed: "name", "description", "extends", "undefined", "skipped", "checks" | remove it, or use an allowed key',
        "p.yaml:2:1 (checks): got a list of 0 items; allowed: a mapping | write a mapping",
        'p.yaml:3:7 (name): got "Ours"; allowed: text matching ^[a-z0-9][a-z0-9_-]{0,63}$ (Name of the policy.) | write text matching ^[a-z0-9][a-z0-9_-]{0,63}$ (Name of the policy.)',
      ],
    ],
    [
      "a text in place of a mapping",
      VALID,
      "hello\n",
      [
        'p.yaml:1:1: got "hello"; allowed: a mapping with the keys "name", "description", "extends", "undefined", "skipped", "checks" | write an allowed value',
      ],
    ],
  ])("locates %s", (_, from, to, expected) => {
    expect(told(VALID.replace(from, to))).toEqual(expected);
  });

  it("throws nothing but SluiceError, whatever is put in place of a line", () => {
    const lines = VALID.split("\n");
    fc.assert(
      fc.property(
        fc.nat(lines.length - 1),
        fc.string(),
        fc.constantFrom("", "  ", "    "),
        (at, text, indent) => {
          for (const { where } of problemsOf(lines.with(at, indent + text).join("\n"))) {
            expect(where).toMatch(/^p\.yaml/);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("a configuration file", () => {
  let file = "";
  beforeEach(() => {
    file = join(mkdtempSync(join(tmpdir(), "sluice-config-")), "policy.yaml");
  });
  afterEach(() => {
    rmSync(join(file, ".."), { recursive: true });
  });

  it("is read, checked and located by its name", async () => {
    writeFileSync(file, VALID);
    const { value, where } = await readConfig("policy", file);
    expect(value).toEqual((await readConfig("policy", file)).value);
    expect(where("name")).toBe(`${file}:1:7 (name)`);
    writeFileSync(file, "name: 3\ndescription: x\n");
    await expect(readConfig("policy", file)).rejects.toThrow(
      `${file}:1:7 (name): got 3; allowed: text matching`,
    );
  });
});
