import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  exact,
  finite,
  listed,
  shareInWords,
  periodWord,
  roundedTo,
  short,
  withinRange,
} from "../lib/words.ts";

describe("what JSON can hold of a number", () => {
  it.each([
    [0, 0],
    [-1.5, -1.5],
    [NaN, null],
    [Infinity, null],
    [-Infinity, null],
    [undefined, null],
  ])("of %s is %s", (value, expected) => {
    expect(finite(value)).toBe(expected);
  });

  it("survives JSON unchanged", () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        fc.pre(!Object.is(value, -0));
        expect(JSON.parse(JSON.stringify(finite(value)))).toBe(finite(value));
      }),
    );
  });
});

describe("names in a sentence", () => {
  it.each([
    [[], ""],
    [["a"], "a"],
    [["a", "b", "c", "d", "e"], "a, b, c, d, e"],
    [["a", "b", "c", "d", "e", "f"], "a, b, c, d, e and 1 more"],
  ])("%j read as %j", (names, expected) => {
    expect(listed(names)).toBe(expected);
  });

  it("are as many as asked, and never fewer in all than there are", () => {
    expect(listed(["a", "b", "c"], 1)).toBe("a and 2 more");
    fc.assert(
      fc.property(fc.nat(50), fc.integer({ min: 1, max: 20 }), (count, most) => {
        const text = listed(
          Array.from({ length: count }, () => "n"),
          most,
        );
        const shown = text.match(/\bn\b/g)?.length ?? 0;
        const more = Number(/and (\d+) more$/.exec(text)?.[1] ?? 0);
        expect(shown + more).toBe(count);
        expect(shown).toBeLessThanOrEqual(most);
      }),
    );
  });
});

describe("a share as per cent", () => {
  it.each([
    [0, "0 %"],
    [0.5, "50 %"],
    [0.996, "99.6 %"],
    [0.9996, "more than 99.9 %"],
    [1 - 1e-15, "more than 99.9 %"],
    [1, "100 %"],
    [0.0001442, "0.0144 %"],
    [1e-9, "less than 0.001 %"],
  ])("%d reads as %s", (share, expected) => {
    expect(shareInWords(share)).toBe(expected);
  });

  it("is 100 % or 0 % only of all or none", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, minExcluded: true, maxExcluded: true }), (share) => {
        expect(["0 %", "100 %"]).not.toContain(shareInWords(share));
      }),
    );
  });
});

describe("a number in a sentence", () => {
  it.each([
    [1234.56, "1235"],
    [0.000123456, "0.0001235"],
    [1.01, "1.01"],
    [0, "0"],
    [NaN, "NaN"],
    [Infinity, "Infinity"],
  ])("%d reads as %s", (value, expected) => {
    expect(short(value)).toBe(expected);
  });

  it("is within half a unit of its fourth digit", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (value) => {
        expect(Math.abs(Number(short(value)) - value)).toBeLessThanOrEqual(5.001e-4 * value);
      }),
    );
  });
});

describe("the length of a period", () => {
  it.each([
    ["day", ["2024-02-28", "2024-02-29", "2024-03-01"]],
    ["week", ["2024-12-23", "2024-12-30", "2025-01-06"]],
    ["week", ["2024-01-01", "2024-01-15"]],
    ["month", ["2024-01-31", "2024-02-29", "2024-03-31"]],
    ["quarter", ["2024-01-01", "2024-04-01", "2024-07-01"]],
    ["year", ["2022-01-01", "2023-01-01", "2024-01-01"]],
  ])("is a %s from %j", (word, dates) => {
    expect(periodWord(dates)).toBe(word);
  });

  it("is that of the usual gap, whatever one missing period does to the others", () => {
    expect(periodWord(["2024-01-01", "2024-01-08", "2024-06-03", "2024-06-10", "2024-06-17"])).toBe("week");
  });

  it("is taken for a week where a single date does not tell", () => {
    expect(periodWord(["2024-01-01"])).toBe("week");
  });
});

describe("a range in a sentence", () => {
  it("is rounded inwards, so that either end can be asked for", () => {
    expect(withinRange(17189.33, 51567.99)).toEqual(["17190", "51560"]);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        (a, b) => {
          const [least, most] = a < b ? [a, b] : [b, a];
          const [low, high] = withinRange(least, most).map(Number);
          expect(low).toBeGreaterThanOrEqual(least);
          expect(high).toBeLessThanOrEqual(most);
          expect(low).toBeLessThanOrEqual(high ?? NaN);
        },
      ),
    );
  });

  it("takes the digits that a narrow one needs", () => {
    expect(withinRange(1000.01, 1000.02)).toEqual(["1000.01", "1000.02"]);
    expect(withinRange(5, 5)).toEqual(["5", "5"]);
  });

  it("rounds past no number in the direction asked", () => {
    expect([roundedTo(1.00001, 4, "up"), roundedTo(1.00009, 4, "down")]).toEqual([1.001, 1]);
    expect(exact(0.1 + 0.2)).toBe("0.3");
  });
});
