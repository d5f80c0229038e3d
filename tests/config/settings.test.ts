import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkConfig } from "../../lib/config/parse-config.ts";
import { parseSetting, settle } from "../../lib/config/settings.ts";
import { parseYaml } from "../../lib/config/yaml.ts";

const FILE = `version: 1
pipeline: demo
inputs: { data: data.csv, model: model.nc }
columns: { target: sales, channels: [tv, search] }
stages:
  70_optimisation:
    total_budget: 10
`;

const configOf = (...settings: string[]) =>
  checkConfig("pipeline", parseYaml(FILE, "pipeline.yaml"), settings.map(parseSetting));

function refusal(...settings: string[]): string {
  try {
    configOf(...settings);
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
  return "accepted";
}

describe("a value set on the command line", () => {
  it("takes the place of the file's, and leaves the rest", () => {
    const { value } = configOf("stages.70_optimisation.total_budget=250000");
    expect(value.stages["70_optimisation"].total_budget).toBe(250_000);
    expect(value.columns.channels).toEqual(["tv", "search"]);
  });

  it("makes the mappings that are not in the file", () => {
    const { value } = configOf("stages.70_optimisation.multi_period.periods=4", "units.money=EUR");
    expect(value.stages["70_optimisation"].multi_period.periods).toBe(4);
    expect(value.units.money).toBe("EUR");
  });

  it.each([
    ["a list", "columns.controls=[price, promo]", ["columns", "controls"], ["price", "promo"]],
    ["an item of a list", "columns.channels[1]=radio", ["columns", "channels"], ["tv", "radio"]],
    ["null", "title=null", ["title"], null],
    ["a text that reads as a number", "title=2026", ["title"], "2026"],
    ["a text that reads as a truth", "units.money=true", ["units", "money"], "true"],
    ["a text with an equals sign", "title=a=b", ["title"], "a=b"],
    ["a key with odd letters", 'columns.spend["tv"]=tv.spend', ["columns", "spend"], { tv: "tv.spend" }],
  ])("may be %s", (_, setting, path, expected) => {
    const found = path.reduce<unknown>((at, key) => Reflect.get(at as object, key), configOf(setting).value);
    expect(found).toEqual(expected);
  });

  it("gives way to a later one", () => {
    expect(configOf("seed=2", "seed=3").value.seed).toBe(3);
  });

  it("is where messages look for what it set, and the file for the rest", () => {
    const { where } = configOf("seed=2", "units.money=EUR");
    expect(where("seed")).toBe("--set seed");
    expect(where("units", "money")).toBe("--set units.money");
    expect(where("pipeline")).toBe("pipeline.yaml:2:11 (pipeline)");
  });

  it("stands in the result at its path, whatever else is there", () => {
    const key = fc.stringMatching(/^[a-z]{1,3}$/);
    const data = fc.dictionary(key, fc.oneof(fc.integer(), fc.dictionary(key, fc.integer())));
    fc.assert(
      fc.property(
        data,
        fc.array(key, { minLength: 1, maxLength: 3 }),
        fc.integer(),
        (before, path, value) => {
          const setting = parseSetting(`${path.join(".")}=${value}`);
          const { value: after } = settle(before, [setting]);
          expect(path.reduce<unknown>((at, step) => Reflect.get(at as object, step), after)).toBe(value);
          const others = (all: unknown) => Object.entries(all as object).filter(([name]) => name !== path[0]);
          expect(new Map(others(after))).toEqual(new Map(others(before)));
        },
      ),
    );
  });
});

describe("a value that its schema refuses", () => {
  it.each([
    [
      "a key near one that is known",
      "stages.70_optimisation.total_budgt=1",
      /^--set stages\.70_optimisation\.total_budgt: unknown key "total_budgt"; .*\n {2}fix: did you mean "total_budget"\?$/,
    ],
    [
      "a stage near one that is known",
      "stages.70_optimization.total_budget=1",
      /^--set stages\.70_optimization\.total_budget: unknown key "70_optimization"; .*\n {2}fix: did you mean "70_optimisation"\?$/,
    ],
    ["a value of another type", "seed=many", /^--set seed: got "many"; allowed: a whole number/],
    ["a value inside what is no mapping", "policy.strict=1", /^--set policy\.strict: got a mapping of 1 key/],
    [
      "a gap in a list",
      "columns.channels[3]=radio",
      /^--set columns\.channels\[3\]: item 3 of a list of 2, counted from 0\n {2}fix: name an item, or \[2\] to add one$/,
    ],
  ])("is named by its path: %s", (_, setting, message) => {
    expect(refusal(setting)).toMatch(message);
  });

  it("is said beside what is wrong in the file", () => {
    const bad = parseYaml(FILE.replace("version: 1", "version: 2"), "pipeline.yaml");
    expect(() => checkConfig("pipeline", bad, [parseSetting("seed=many")])).toThrow(
      /^pipeline\.yaml:1:10 \(version\): [^]*\n--set seed: got "many"/,
    );
  });
});

describe("a setting of no form", () => {
  it.each(["seed", "=1", "a..b=1", ".a=1", "a[x]=1", "a[=1", "", 'a["\n"]=1', 'a["\\x"]=1'])(
    "is refused: %j",
    (text) => {
      expect(() => parseSetting(text)).toThrow(
        `--set: got ${JSON.stringify(text)}\n  fix: write --set key.path=value`,
      );
    },
  );

  it.each(["__proto__.x=1", "stages.constructor=1", 'a["prototype"]=1'])(
    "is refused where it reaches for a prototype: %s",
    (text) => {
      expect(() => parseSetting(text)).toThrow("is not allowed");
      expect(Reflect.get({}, "x")).toBeUndefined();
    },
  );

  it("is refused where its value is no YAML", () => {
    expect(() => parseSetting("columns.channels=[tv")).toThrow(/^--set columns\.channels:1:\d+: /);
  });
});
