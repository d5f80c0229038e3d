import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mulberry32 } from "../../lib/random/mulberry32.ts";
import { shuffleInPlace } from "../../lib/random/shuffle.ts";

describe("shuffleInPlace", () => {
  it("swaps the last value with the one drawn, then the one before it", () => {
    const draws = [0.5, 0.9];
    const values = Float64Array.of(10, 20, 30);
    // i = 2: j = floor(1.5) = 1 gives 10 30 20; i = 1: j = floor(1.8) = 1 leaves it.
    shuffleInPlace(values, () => draws.shift() ?? NaN);
    expect([...values]).toEqual([10, 30, 20]);
  });

  it("keeps the values and changes only their order", () => {
    fc.assert(
      fc.property(fc.int32Array(), fc.integer({ min: 0, max: 1e9 }), (values, seed) => {
        const shuffled = values.slice();
        shuffleInPlace(shuffled, mulberry32(seed));
        expect(shuffled.sort()).toEqual(values.sort());
      }),
    );
  });

  it("gives each of the 6 orders of 3 values about as often", () => {
    const random = mulberry32(3);
    const counts = new Map<string, number>();
    const rounds = 6000;
    for (let i = 0; i < rounds; i++) {
      const values = Uint8Array.of(0, 1, 2);
      shuffleInPlace(values, random);
      counts.set(values.join(""), (counts.get(values.join("")) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    const standardError = Math.sqrt(rounds * (1 / 6) * (5 / 6));
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(5 * standardError);
  });
});
