import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { summariseDraws } from "../../lib/draws/summary.ts";

const draw = fc.integer({ min: -1000, max: 1000 });
const twoChains = fc
  .array(fc.tuple(draw, draw), { minLength: 2, maxLength: 40 })
  .map((pairs) => [
    Float64Array.from(pairs, ([first]) => first),
    Float64Array.from(pairs, ([, second]) => second),
  ]);

describe("the summary of a scalar's draws", () => {
  it("by hand: two chains of 1, 2 and 3, 10", () => {
    // Mean 4, squared distances 9 + 4 + 1 + 36 = 50 over 3; of 4 draws an 80 % interval spans 3 steps, a 50 % one 2.
    const chains = [Float64Array.of(1, 2), Float64Array.of(10, 3)];
    const { mean, sd, hdi } = summariseDraws(chains, 0.8);
    expect(mean).toBe(4);
    expect(sd).toBe(Math.sqrt(50 / 3));
    expect(hdi).toEqual({ lower: 1, upper: 10 });
    expect(summariseDraws(chains, 0.5).hdi).toEqual({ lower: 1, upper: 3 });
  });

  it("leaves the draws as they were", () => {
    const chains = [Float64Array.of(3, 1), Float64Array.of(2, 0)];
    summariseDraws(chains, 0.5);
    expect(chains).toEqual([Float64Array.of(3, 1), Float64Array.of(2, 0)]);
  });

  it("does not depend on which chain is first, and its interval holds at least the mass", () => {
    fc.assert(
      fc.property(twoChains, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (chains, mass) => {
        const found = summariseDraws(chains, mass);
        const reversed = summariseDraws(chains.toReversed(), mass);
        expect(reversed.hdi).toEqual(found.hdi);
        // Summed in another order: up to the rounding of sums of 80 values below 1000.
        expect(Math.abs(reversed.mean - found.mean)).toBeLessThan(1e-10);
        expect(Math.abs(reversed.sd - found.sd)).toBeLessThan(1e-10);
        const all = chains.flatMap((chain) => [...chain]);
        const inside = all.filter((value) => value >= found.hdi.lower && value <= found.hdi.upper);
        expect(inside.length).toBeGreaterThanOrEqual(mass * all.length);
      }),
    );
  });

  it("is undefined when a draw is NaN, and has no deviation for a single draw", () => {
    const broken = summariseDraws([Float64Array.of(1, NaN), Float64Array.of(2, 3)], 0.9);
    expect([broken.mean, broken.sd]).toEqual([NaN, NaN]);
    expect(summariseDraws([Float64Array.of(1)], 0.9)).toMatchObject({ mean: 1, sd: NaN });
  });

  it.each([0, 1, -0.1, 94, NaN])("refuses a mass of %d", (mass) => {
    expect(() => summariseDraws([Float64Array.of(1, 2)], mass)).toThrow(RangeError);
  });
});
