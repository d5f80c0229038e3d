import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { validator } from "../../lib/schema/validate.ts";
import { formatPath } from "../../lib/schema/violations.ts";

const open = (properties: object, more: object = {}): object => ({
  type: "object",
  additionalProperties: false,
  properties,
  ...more,
});

const documents = {
  scalars: open({
    count: { type: "integer", minimum: 0 },
    share: { type: "number", minimum: 0, maximum: 1 },
    rate: { type: "number", exclusiveMinimum: 0 },
    name: { type: "string", pattern: "^[a-z]+$", description: "Lower-case letters." },
    label: { type: "string", minLength: 1, maxLength: 3 },
    day: { type: "string", format: "date" },
    family: { type: "string", enum: ["hill", "sigmoid"] },
    flag: { type: "boolean" },
    maybe: { type: ["number", "null"] },
    version: { const: 1 },
    list: { type: "array", items: { type: "string" }, minItems: 1, maxItems: 2, uniqueItems: true },
    map: {
      type: "object",
      propertyNames: { pattern: "^[a-z]+$" },
      additionalProperties: { type: "number" },
      minProperties: 1,
    },
  }),
  keys: open(
    { total_budget: { type: "number", description: "Money per period." }, family: { type: "string" } },
    { required: ["total_budget"] },
  ),
  tagged: {
    type: "object",
    discriminator: { propertyName: "kind" },
    required: ["kind"],
    oneOf: [
      open(
        { kind: { const: "fixed" }, value: { type: "number", default: 7 } },
        { required: ["kind", "value"] },
      ),
      open({ kind: { const: "range" }, lower: { type: "number" } }, { required: ["kind", "lower"] }),
    ],
  },
  nullable: open({
    plan: { anyOf: [{ type: "null" }, open({ periods: { type: "integer", default: 13 } })], default: null },
  }),
  ramp: {
    anyOf: [
      { type: "number", minimum: 0 },
      { type: "null" },
      { type: "object", additionalProperties: { type: "number", minimum: 0 } },
    ],
  },
  custom: {
    oneOf: [
      open({ uses: { const: "command" }, run: { type: "string" } }, { required: ["uses", "run"] }),
      open({ uses: { type: "string", pattern: "^\\./" } }, { required: ["uses"] }),
    ],
  },
  words: {
    anyOf: [
      { type: "string", enum: ["none", "all"] },
      { type: "string", pattern: "^\\d+$" },
    ],
  },
  untagged: {
    oneOf: [
      open({ rows: open({ from: { type: "integer" } }) }, { required: ["rows"] }),
      open({ file: { type: "string" }, hash: { type: "string" } }, { required: ["file", "hash"] }),
    ],
  },
};

const rare = {
  pair: open(
    { user: { type: "string" }, password: { type: "string" }, old: false },
    { dependentRequired: { user: ["password"] } },
  ),
  constants: {
    anyOf: [{ const: null }, { enum: ["a", "b"] }, { type: "array", items: { type: "integer" } }],
  },
  overlap: {
    oneOf: [
      { type: "integer", maximum: 5 },
      { type: "number", multipleOf: 2 },
    ],
  },
  optional_tag: {
    oneOf: [
      open({ kind: { const: "text" }, x: { type: "string" }, y: { type: "string" } }),
      open({ kind: { const: "number" }, x: { type: "number" }, y: { type: "number" } }),
    ],
  },
  step: { type: "number", multipleOf: 0.5 },
  both: { type: "array", items: { anyOf: [{ type: "string" }, { type: "string", pattern: "^a" }] } },
};

const validate = validator({ ...documents, ...rare });
const told = (name: keyof typeof documents | keyof typeof rare, value: unknown) =>
  validate(name, value).map(({ path, what, fix }) => `${formatPath(path)}: ${what} | ${fix}`);

describe("a violation says what was got, what is allowed and what to do", () => {
  it.each<[object, string]>([
    [
      { count: -1 },
      "count: got -1; allowed: a whole number of at least 0 | write a whole number of at least 0",
    ],
    [
      { count: 1.5 },
      "count: got 1.5; allowed: a whole number of at least 0 | write a whole number of at least 0",
    ],
    [{ share: 2 }, "share: got 2; allowed: a number from 0 to 1 | write a number from 0 to 1"],
    [{ share: NaN }, "share: got NaN; allowed: a number from 0 to 1 | write a number from 0 to 1"],
    [{ maybe: Infinity }, "maybe: got Infinity; allowed: a number or null | write a number or null"],
    [{ rate: 0 }, "rate: got 0; allowed: a number greater than 0 | write a number greater than 0"],
    [
      { name: "TV" },
      'name: got "TV"; allowed: text matching ^[a-z]+$ (Lower-case letters.) | write text matching ^[a-z]+$ (Lower-case letters.)',
    ],
    [{ label: 2024 }, 'label: got 2024; allowed: text of 1 to 3 characters | put it in quotes: "2024"'],
    [
      { day: "2024-02-30" },
      'day: got "2024-02-30"; allowed: a date such as 2024-01-31 | write a date such as 2024-01-31',
    ],
    [{ family: "hil" }, 'family: got "hil"; allowed: one of "hill", "sigmoid" | did you mean "hill"?'],
    [
      { family: "cubic" },
      'family: got "cubic"; allowed: one of "hill", "sigmoid" | write one of "hill", "sigmoid"',
    ],
    [{ flag: "yes" }, 'flag: got "yes"; allowed: true or false | write true or false'],
    [{ version: 2 }, "version: got 2; allowed: 1 | write 1"],
    [
      { list: [] },
      "list: got a list of 0 items; allowed: a list of 1 to 2 items | write a list of 1 to 2 items",
    ],
    [
      { list: ["a", "a"] },
      'list[1]: got "a" again, first at [0]; allowed: each item once | remove the repeated item',
    ],
    [
      { list: { a: 1 } },
      "list: got a mapping of 1 key; allowed: a list of 1 to 2 items | write a list of 1 to 2 items",
    ],
    [
      { map: {} },
      "map: got a mapping of 0 keys; allowed: a mapping of at least 1 key | write a mapping of at least 1 key",
    ],
    [
      { map: { TV: 1 } },
      'map.TV: got the key "TV"; allowed: text matching ^[a-z]+$ | name it as text matching ^[a-z]+$',
    ],
    [{ map: { tv: "x" } }, 'map.tv: got "x"; allowed: a number | write a number'],
  ])("%j", (value, expected) => {
    expect(told("scalars", value)).toEqual([expected]);
  });

  it("shortens a long text and says the size of a list rather than repeating it", () => {
    const [problem] = told("scalars", { share: "x".repeat(1000) });
    expect(problem).toBe(
      `share: got "${"x".repeat(60)}…"; allowed: a number from 0 to 1 | write a number from 0 to 1`,
    );
  });

  it("suggests the nearest known key, and does not also call that key missing", () => {
    expect(told("keys", { total_budgte: 5 })).toEqual([
      'total_budgte: unknown key "total_budgte"; allowed: "total_budget", "family" | did you mean "total_budget"?',
    ]);
  });

  it("says what a missing key should hold", () => {
    expect(told("keys", { zzz: 1 })).toEqual([
      ': the key "total_budget" is missing | add "total_budget": a number (Money per period.)',
      'zzz: unknown key "zzz"; allowed: "total_budget", "family" | remove it, or use an allowed key',
    ]);
  });

  it("gives all violations at once", () => {
    expect(validate("scalars", { count: -1, share: 2, flag: 0, zzz: 1 })).toHaveLength(4);
  });
});

describe("a union reports the branch that was meant", () => {
  it.each<[keyof typeof documents, unknown, readonly string[]]>([
    ["tagged", { kind: "range", lower: "x" }, ['lower: got "x"; allowed: a number | write a number']],
    [
      "tagged",
      { kind: "fixd" },
      ['kind: got "fixd"; allowed: one of "fixed", "range" | did you mean "fixed"?'],
    ],
    ["tagged", { lower: 1 }, [': the key "kind" is missing | add "kind": one of "fixed", "range"']],
    ["tagged", 3, [": got 3; allowed: a mapping | write a mapping"]],
    [
      "nullable",
      { plan: { periods: "x" } },
      ['plan.periods: got "x"; allowed: a whole number | write a whole number'],
    ],
    ["nullable", { plan: 3 }, ["plan: got 3; allowed: null or a mapping | write null or a mapping"]],
    ["ramp", -1, [": got -1; allowed: a number of at least 0 | write a number of at least 0"]],
    ["ramp", { tv: -1 }, ["tv: got -1; allowed: a number of at least 0 | write a number of at least 0"]],
    ["ramp", "x", [': got "x"; allowed: a number, null or a mapping | write a number, null or a mapping']],
    ["custom", { uses: "command" }, [': the key "run" is missing | add "run": text']],
    [
      "custom",
      { uses: "./a.js", run: "x" },
      ['run: unknown key "run"; allowed: "uses" | remove it, or use an allowed key'],
    ],
    [
      "custom",
      { uses: "comand" },
      ['uses: got "comand"; allowed: "command", or text matching ^\\./ | did you mean "command"?'],
    ],
    [
      "words",
      "non",
      [': got "non"; allowed: one of "none", "all", or text matching ^\\d+$ | did you mean "none"?'],
    ],
    [
      "untagged",
      { rows: { from: "x" } },
      ['rows.from: got "x"; allowed: a whole number | write a whole number'],
    ],
    ["untagged", { file: 3, hash: "h" }, ['file: got 3; allowed: text | put it in quotes: "3"']],
  ])("%s: %j", (name, value, expected) => {
    expect(told(name, value)).toEqual(expected);
  });

  it("fills the defaults of the branch that is meant, of no other, and inside null-or-mapping", () => {
    const fixed = { kind: "fixed" };
    const range = { kind: "range", lower: 0 };
    const plan = { plan: {} };
    const absent = {};
    expect([validate("tagged", fixed), validate("tagged", range)].flat()).toEqual([]);
    expect([validate("nullable", plan), validate("nullable", absent)].flat()).toEqual([]);
    expect([fixed, range, plan, absent]).toEqual([
      { kind: "fixed", value: 7 },
      { kind: "range", lower: 0 },
      { plan: { periods: 13 } },
      { plan: null },
    ]);
  });
});

describe("rarer keywords", () => {
  it.each<[keyof typeof rare, unknown, readonly string[]]>([
    ["pair", { user: "u" }, [': the key "password" is missing, which "user" needs | add "password": text']],
    ["pair", { old: 1 }, ["old: got 1; nothing is allowed here | remove it"]],
    ["constants", "c", [': got "c"; allowed: one of "a", "b" | write one of "a", "b"']],
    ["constants", [1.5], ["[0]: got 1.5; allowed: a whole number | write a whole number"]],
    ["constants", 1, [": got 1; allowed: null, text or a list | write null, text or a list"]],
    ["constants", null, []],
    [
      "overlap",
      4,
      [
        ": got 4, which fits several of: a whole number of at most 5, or a number divisible by 2; allowed: exactly one | change it so that it fits one alternative only",
      ],
    ],
    ["overlap", 3, []],
    [
      "optional_tag",
      { kind: "number", x: "1", y: "2" },
      ['x: got "1"; allowed: a number | write a number', 'y: got "2"; allowed: a number | write a number'],
    ],
    ["step", 0.7, [": got 0.7; allowed: a number divisible by 0.5 | write a number divisible by 0.5"]],
    ["both", ["b", 3], ['[1]: got 3; allowed: text, or text matching ^a | put it in quotes: "3"']],
  ])("%s: %j", (name, value, expected) => {
    expect(told(name, value)).toEqual(expected);
  });
});

describe("a validator", () => {
  it("neither throws nor changes Object.prototype, whatever the value", () => {
    const isName = (name: string): name is keyof typeof documents => name in documents;
    const names = Object.keys(documents).filter(isName);
    const before = Reflect.ownKeys(Object.prototype).length;
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.anything({ withNullPrototype: true }), (name, value) => {
        for (const { what, fix } of validate(name, value)) {
          expect(what).not.toBe("");
          expect(fix).not.toBe("");
        }
      }),
      { numRuns: 500 },
    );
    expect(Reflect.ownKeys(Object.prototype)).toHaveLength(before);
  });

  it("calls a schema with an unknown keyword the programmer's mistake", () => {
    const broken = validator({ odd: { type: "string", minLenght: 3 } });
    expect(() => broken("odd", "x")).toThrow(/unknown keyword: "minLenght"/);
  });

  it("compiles a schema only when it is used", () => {
    const mixed = validator({ good: { type: "string" }, odd: { minLenght: 3 } });
    expect(mixed("good", "x")).toEqual([]);
  });
});

describe("formatPath", () => {
  it.each<[readonly (string | number)[], string]>([
    [[], ""],
    [["channels", 0, "bounds"], "channels[0].bounds"],
    [[2, "spend"], "[2].spend"],
    [["stages", "70_optimisation"], "stages.70_optimisation"],
    [["spend", "paid search"], 'spend["paid search"]'],
  ])("writes %j as %j", (path, expected) => {
    expect(formatPath(path)).toBe(expected);
  });
});
