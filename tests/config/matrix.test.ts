import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellsOf, isSelected, matrixOf, selectCells } from "../../lib/config/matrix.ts";
import { InputError } from "../../lib/errors.ts";
import type { SchemaTypes } from "../../lib/schema/generated.ts";

type Matrix = SchemaTypes["matrix"];

const where = (...path: readonly (string | number)[]) => ["matrix", ...path].join(".");
const cells = (matrix: Matrix) => cellsOf(matrix, where);
const names = (matrix: Matrix) => cells(matrix).map(({ name }) => name);

function problemOf(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (error instanceof InputError) return error.problems[0];
    throw error;
  }
  return null;
}

const TWO = { brand: ["a", "b"], market: ["de", "fr"] };

describe("a matrix", () => {
  it("has a cell for each combination, the last axis changing fastest", () => {
    expect(names(TWO)).toEqual([
      "brand=a,market=de",
      "brand=a,market=fr",
      "brand=b,market=de",
      "brand=b,market=fr",
    ]);
    expect(cells({ year: [2024] })[0]).toEqual({
      name: "year=2024",
      axes: { year: 2024 },
      values: { year: 2024 },
    });
  });

  it("leaves out what exclude matches, by some axes or all", () => {
    expect(names({ ...TWO, exclude: [{ brand: "a" }, { brand: "b", market: "fr" }] })).toEqual([
      "brand=b,market=de",
    ]);
  });

  it("adds values to the cells that include matches, and cells that none of them is", () => {
    const all = cells({
      ...TWO,
      include: [
        { market: "de", budget: 5 },
        { market: "uk", brand: "c", budget: 7 },
      ],
    });
    expect(all.map(({ name, values }) => [name, values["budget"] ?? null])).toEqual([
      ["brand=a,market=de", 5],
      ["brand=a,market=fr", null],
      ["brand=b,market=de", 5],
      ["brand=b,market=fr", null],
      ["brand=c,market=uk", 7],
    ]);
    expect(matrixOf(all[4]!)).toEqual({ brand: ["c"], market: ["uk"] });
  });

  it("has as many cells as the product of its axes less what is excluded, each once", () => {
    const axis = fc.uniqueArray(fc.stringMatching(/^[a-z0-9]{1,6}$/), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(axis, axis, fc.nat(), (brand, market, pick) => {
        const exclude = brand.length > 1 ? [{ brand: brand[pick % brand.length]! }] : [];
        const all = names({ brand, market, exclude });
        expect(all).toHaveLength((brand.length - exclude.length) * market.length);
        expect(new Set(all).size).toBe(all.length);
        const again = cells(matrixOf(cells({ brand, market })[0]!));
        expect(again.map(({ name }) => name)).toEqual([`brand=${brand[0]!},market=${market[0]!}`]);
      }),
    );
  });

  it.each<[string, Matrix, string, string]>([
    [
      "a value with a slash",
      { brand: ["a/b"] },
      "matrix.brand.0",
      '"a/b" is not safe as the name of a folder',
    ],
    [
      "a value that leads upwards",
      { brand: [".."] },
      "matrix.brand.0",
      '".." is not safe as the name of a folder',
    ],
    ["an empty value", { brand: [""] }, "matrix.brand.0", '"" is not safe as the name of a folder'],
    ["a number with a sign", { brand: [-1] }, "matrix.brand.0", "-1 is not safe as the name of a folder"],
    ["two values of one folder", { brand: ["A", "a"] }, "matrix.brand.1", '"a" has the same folder as "A"'],
    ["an axis without values", { brand: [] }, "matrix.brand", "has no value"],
    ["no axis", { include: [{ brand: "a" }] }, "matrix", "has no axis"],
    [
      "an axis that commands have",
      { data: ["a"] },
      "matrix.data",
      "{{data}} already stands for something in commands",
    ],
    ["a mapping as a value", { brand: [{ a: 1 }] }, "matrix.brand.0", "is a mapping, not a value"],
    ["text under exclude", { brand: ["a"], exclude: ["a"] }, "matrix.exclude.0", '"a" is no mapping'],
    [
      "exclude of an unknown axis",
      { brand: ["a"], exclude: [{ brnd: "a" }] },
      "matrix.exclude.0.brnd",
      "there is no axis brnd",
    ],
    [
      "exclude that matches nothing",
      { brand: ["a"], exclude: [{ brand: "b" }] },
      "matrix.exclude.0",
      "excludes brand=b, which is no combination",
    ],
    [
      "everything excluded",
      { brand: ["a"], exclude: [{ brand: "a" }] },
      "matrix",
      "excludes every combination",
    ],
    [
      "include of a cell that is there",
      { brand: ["a"], include: [{ brand: "a" }] },
      "matrix.include.0",
      "includes brand=a, which is there already",
    ],
    [
      "include of half a cell",
      { ...TWO, include: [{ brand: "c" }] },
      "matrix.include.0",
      "matches no cell, and does not say its market",
    ],
    [
      "too many cells",
      { a: Array.from({ length: 40 }, (_, i) => i), b: Array.from({ length: 40 }, (_, i) => i) },
      "matrix",
      "has 1600 combinations; allowed: at most 1000",
    ],
  ])("refuses %s", (_, matrix, at, what) => {
    expect(problemOf(() => cells(matrix))).toMatchObject({ where: at, what });
  });
});

describe("--cell", () => {
  const all = cells(TWO);
  const chosen = (...selectors: string[]) => selectCells(all, selectors).map(({ name }) => name);

  it("chooses the cells that meet all of one condition, and of several conditions any", () => {
    expect(chosen()).toHaveLength(4);
    expect(chosen("brand=a")).toEqual(["brand=a,market=de", "brand=a,market=fr"]);
    expect(chosen("market=fr,brand=b", "brand=a,market=de")).toEqual([
      "brand=a,market=de",
      "brand=b,market=fr",
    ]);
    expect(isSelected(cells({ year: [2024] })[0]!, ["year=2024"])).toBe(true);
  });

  it("names the nearest value where there is no such cell", () => {
    expect(problemOf(() => chosen("market=dee"))).toMatchObject({
      where: "--cell market=dee",
      what: "there is no such cell",
      fix: "did you mean market=de?",
    });
    expect(problemOf(() => chosen("de"))).toMatchObject({ what: "is no condition on cells" });
    expect(problemOf(() => selectCells([], ["a=b"]))).toMatchObject({ what: "the pipeline has no matrix" });
  });
});
