import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { humanNumber, money, percent, ratio, signedNumber, signedPercent } from "../../lib/charts/format.ts";

/** Readable in a table: the no-break space and the minus sign as a plain space and hyphen. */
const plain = (text: string) => text.replaceAll("\u00a0", " ").replaceAll("\u2212", "-");

describe("humanNumber", () => {
  it.each([
    [0, "0"],
    [-0, "0"],
    [0.42, "0.42"],
    [0.00012, "0.00012"],
    [7, "7"],
    [980, "980"],
    [999.6, "1 k"],
    [14_843, "14.8 k"],
    [350_000, "350 k"],
    [999_950, "1 M"],
    [1_200_000, "1.2 M"],
    [2.5e9, "2.5 bn"],
    [3e12, "3 tn"],
    [-43_218, "-43.2 k"],
    [Number.NaN, "n/a"],
    [Number.POSITIVE_INFINITY, "n/a"],
  ])("says %d as %s", (value, text) => {
    expect(plain(humanNumber(value))).toBe(text);
  });

  it("is within half a unit of the third digit", () => {
    const scales: Record<string, number> = { k: 1e3, M: 1e6, bn: 1e9, tn: 1e12 };
    fc.assert(
      fc.property(fc.double({ min: 1e-2, max: 9e14, noNaN: true }), (value) => {
        const [digits = "", suffix] = plain(humanNumber(value)).split(" ");
        const read = Number(digits) * (suffix === undefined ? 1 : scales[suffix]!);
        expect(Math.abs(read - value)).toBeLessThanOrEqual(0.005001 * value);
      }),
    );
  });
});

it.each([
  [0.083, "8.3 %"],
  [0.0999, "10 %"],
  [0.214, "21 %"],
  [0.004, "0.4 %"],
  [1.5, "150 %"],
  [0, "0 %"],
  [Number.NaN, "n/a"],
])("percent of %d is %s", (fraction, text) => {
  expect(plain(percent(fraction))).toBe(text);
});

it("gives a change its sign, and an undefined change none", () => {
  expect([1200, -350, 0, Number.NaN, Number.POSITIVE_INFINITY].map((x) => plain(signedNumber(x)))).toEqual([
    "+1.2 k",
    "-350",
    "0",
    "n/a",
    "n/a",
  ]);
  expect([0.083, -0.21, 0, Number.NaN].map((x) => plain(signedPercent(x)))).toEqual([
    "+8.3 %",
    "-21 %",
    "0 %",
    "n/a",
  ]);
});

it("puts the currency in front and leaves it out when unknown", () => {
  expect(plain(money(69_852, "EUR"))).toBe("EUR 69.9 k");
  expect(plain(money(69_852, null))).toBe("69.9 k");
});

it("keeps the zeros of a ratio, so that labels of one chart have the same digits", () => {
  expect([0.8, 1.234, 9.96, 12.34, -0.5, Number.NaN].map((x) => plain(ratio(x)))).toEqual([
    "0.80",
    "1.2",
    "9.96",
    "12.3",
    "-0.50",
    "n/a",
  ]);
});
