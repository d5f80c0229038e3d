import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../lib/errors.ts";
import { parse } from "../../lib/schema/parse.ts";

const row = { chain: 0, draw: 0, date: "2024-01-01", channel: "tv", spend: 10, contribution: 2 };
const policy = { name: "ours", description: "Our own." };

function problemsOf(action: () => unknown): InputError["problems"] {
  try {
    action();
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
}

describe("parse", () => {
  it("gives a copy with the defaults filled in and leaves its argument alone", () => {
    const parsed = parse("policy", policy, "ours.yaml");
    expect(parsed).toEqual({ ...policy, extends: null, undefined: null, skipped: null, checks: {} });
    expect(Object.keys(policy)).toEqual(["name", "description"]);
  });

  it("gives each result defaults of its own", () => {
    const [first, second] = [parse("policy", policy, "a"), parse("policy", policy, "b")];
    expect(first.checks).not.toBe(second.checks);
  });

  it("locates a violation by the source and the path into it", () => {
    const rows = [row, { ...row, spend: "10" }];
    expect(() => parse("contributions", rows, "contributions.parquet")).toThrow(
      'contributions.parquet ([1].spend): got "10"; allowed: a number\n  fix: write a number',
    );
    expect(() => parse("contributions", {}, "contributions.parquet")).toThrow(
      "contributions.parquet: got a mapping of 0 keys; allowed: a list\n  fix: write a list",
    );
  });

  it("refuses NaN and Infinity", () => {
    for (const spend of [NaN, Infinity, -Infinity]) {
      expect(() => parse("contributions", [{ ...row, spend }], "x")).toThrow(InputError);
    }
  });

  it("checks every row of a table, and lists the first fifty of many problems", () => {
    const rows = Array.from({ length: 20_000 }, (_, draw) => ({ ...row, draw }));
    expect(parse("contributions", rows, "x")).toEqual(rows);
    const wrong = [...rows.slice(1), { ...row, spend: null }];
    expect(problemsOf(() => parse("contributions", wrong, "x"))).toEqual([
      { what: "got null; allowed: a number", where: "x ([19999].spend)", fix: "write a number" },
    ]);
    const problems = problemsOf(() =>
      parse(
        "contributions",
        rows.slice(0, 60).map(() => ({})),
        "x",
      ),
    );
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)).toEqual({
      what: "310 more problems",
      where: "x",
      fix: "mend the ones above first",
    });
  });

  it("takes a key __proto__ from JSON for the unknown key that it is", () => {
    const value: unknown = JSON.parse(
      '{"name": "ours", "description": "x", "__proto__": {"extends": "strict"}}',
    );
    expect(problemsOf(() => parse("policy", value, "x")).map(({ what }) => what)).toEqual([
      'unknown key "__proto__"; allowed: "name", "description", "extends", "undefined", "skipped", "checks"',
    ]);
  });

  it("throws nothing but InputError and changes no prototype, whatever the value", () => {
    const before = Reflect.ownKeys(Object.prototype).length;
    fc.assert(
      fc.property(
        fc.constantFrom("pipeline", "policy", "contributions", "curves"),
        fc.oneof(
          fc.anything(),
          fc.jsonValue(),
          fc.dictionary(fc.constantFrom("__proto__", "checks", "name"), fc.anything()),
        ),
        (name, value) => {
          problemsOf(() => parse(name, value, "x"));
        },
      ),
      { numRuns: 500 },
    );
    expect(Reflect.ownKeys(Object.prototype)).toHaveLength(before);
  });
});
