import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance, nearest } from "../../lib/schema/nearest.ts";

const word = fc.string({ unit: fc.constantFrom("a", "b", "c", "_"), maxLength: 8 });

describe("editDistance", () => {
  it.each([
    ["", "", 0],
    ["", "abc", 3],
    ["kitten", "sitting", 3],
    ["ab", "ba", 1],
    ["ca", "abc", 3],
    ["budgte", "budget", 1],
  ])("from %j to %j is %d", (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  it("is symmetric, zero only for equal words, and at most the longer length", () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const distance = editDistance(a, b);
        expect(distance).toBe(editDistance(b, a));
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
        expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
      }),
    );
  });

  it("is one after any single insertion, deletion, substitution or swap that changes the word", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 2, maxLength: 12 }), fc.nat(), (text, seed) => {
        const i = seed % (text.length - 1);
        const edits = [
          `${text.slice(0, i)}~${text.slice(i)}`,
          text.slice(0, i) + text.slice(i + 1),
          `${text.slice(0, i)}~${text.slice(i + 1)}`,
          text.slice(0, i) + text.charAt(i + 1) + text.charAt(i) + text.slice(i + 2),
        ];
        for (const edited of edits) expect(editDistance(text, edited)).toBe(edited === text ? 0 : 1);
      }),
    );
  });
});

describe("nearest", () => {
  it.each([
    ["respnse_curves", ["response_curves", "optimisation"], "response_curves"],
    ["HILL", ["hill", "sigmoid"], "hill"],
    ["Budegt", ["bounds", "budget"], "budget"],
    ["tvv", ["tv", "radio"], "tv"],
    ["optimization", ["optimisation"], "optimisation"],
    ["zzz", ["tv", "radio"], null],
    ["a", ["b"], null],
    ["", ["tv"], null],
    ["tv", [], null],
    ["x".repeat(10_000), ["x".repeat(10_001)], null],
  ])("of %j among %j is %j", (name, known, expected) => {
    expect(nearest(name, known)).toBe(expected);
  });

  it("prefers the fewest edits, then the earlier name", () => {
    expect(nearest("budgets", ["gadgets", "budget"])).toBe("budget");
    expect(nearest("tv_a", ["tv_b", "tv_c"])).toBe("tv_b");
  });

  it("finds every name that is itself known", () => {
    fc.assert(
      fc.property(
        fc.array(
          word.filter((name) => name !== ""),
          { minLength: 1 },
        ),
        (known) => {
          for (const name of known) expect(nearest(name, known)).toBe(name);
        },
      ),
    );
  });
});
