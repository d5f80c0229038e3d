import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { centre, dot, mean, norm, scale, standardDeviation, sum } from "../../lib/linalg/vector.ts";

const VECTOR = fc
  .array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 40 })
  .map((values) => Float64Array.from(values, (value) => value / 64));

describe("vector", () => {
  it("verbs by hand on 3 and 4", () => {
    const x = Float64Array.of(3, 4);
    expect([sum(x), mean(x), norm(x), dot(x, Float64Array.of(1, 2))]).toEqual([7, 3.5, 5, 11]);
    expect([...centre(x)]).toEqual([-0.5, 0.5]);
    expect([...scale(x, 2)]).toEqual([6, 8]);
    expect(standardDeviation(x)).toBe(Math.SQRT1_2);
  });

  it("centring leaves a mean that is rounding beside the spread, whatever the level", () => {
    fc.assert(
      fc.property(VECTOR, fc.double({ min: -1e9, max: 1e9, noNaN: true }), (x, level) => {
        const centred = centre(x.map((value) => value + level));
        expect(Math.abs(mean(centred))).toBeLessThanOrEqual(1e-15 * norm(centred));
      }),
    );
  });

  it("leaves its arguments as they were", () => {
    const x = Float64Array.of(1, 5);
    centre(x);
    scale(x, 3);
    expect([...x]).toEqual([1, 5]);
  });

  it("of nothing has sum 0 and no mean or standard deviation", () => {
    const nothing = new Float64Array();
    expect([sum(nothing), mean(nothing), standardDeviation(nothing)]).toEqual([0, NaN, NaN]);
    expect(standardDeviation(Float64Array.of(1))).toBeNaN();
  });

  it("refuses an inner product of different lengths", () => {
    expect(() => dot(new Float64Array(2), new Float64Array(3))).toThrow("x has 2 values, y has 3");
  });
});
