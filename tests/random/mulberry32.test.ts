import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mulberry32 } from "../../lib/random/mulberry32.ts";
import { readReference } from "../prediagnostics/reference.ts";

const SEEDS = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe("mulberry32", () => {
  it("gives the published stream for seed 12345", () => {
    const { mulberry32_first5_seed12345: expected } = readReference<{
      mulberry32_first5_seed12345: number[];
    }>("prediagnostics/transfer_entropy.json");
    const random = mulberry32(12345);
    expect(expected.map(() => random())).toEqual(expected);
  });

  it("repeats its stream for the same seed and stays in [0, 1)", () => {
    fc.assert(
      fc.property(SEEDS, (seed) => {
        const first = mulberry32(seed);
        const second = mulberry32(seed);
        for (let i = 0; i < 50; i++) {
          const value = first();
          expect(value).toBe(second());
          expect(value >= 0 && value < 1).toBe(true);
        }
      }),
    );
  });

  it("is uniform: no tenth of the range is off by more than 5 standard errors", () => {
    const random = mulberry32(7);
    const draws = 100_000;
    const counts = new Float64Array(10);
    for (let i = 0; i < draws; i++) counts[Math.floor(random() * 10)]!++;
    const standardError = Math.sqrt(draws * 0.1 * 0.9);
    for (const count of counts) expect(Math.abs(count - draws / 10)).toBeLessThan(5 * standardError);
  });

  it.each([-1, 0.5, 2 ** 32, NaN])("refuses seed %s", (seed) => {
    expect(() => mulberry32(seed)).toThrow(RangeError);
  });
});
