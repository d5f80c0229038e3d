import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { influences, isDecisive } from "../../lib/adequacy/influence.ts";

describe("the influence of an observation", () => {
  it("is its log predictive density less the leave-one-out one", () => {
    // Densities 2 with the observation in the fit, 1 without.
    expect(influences(Float64Array.of(Math.log(2)), Float64Array.of(0))[0]).toBe(Math.log(2));
  });

  it("is undefined where one of them is", () => {
    const found = influences(Float64Array.of(NaN, 0, 0), Float64Array.of(0, NaN, 0));
    expect([...found]).toEqual([NaN, NaN, 0]);
  });
});

describe("an observation that the fit hangs on", () => {
  it.each([
    ["k within its limit", 0.6, 50, false],
    ["k too large, but predicted as well without it", 0.9, 2.4, false],
    ["k too large and a surprise", 0.9, 2.6, true],
    ["k undefined, but without influence: a constant log-likelihood", Infinity, 0, false],
    ["k and influence undefined", Infinity, NaN, true],
    ["k not a number", NaN, NaN, true],
  ])("%s", (_, k, influence, expected) => {
    expect(isDecisive(k, 0.7, influence)).toBe(expected);
  });

  it("never stops being one when its influence grows", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 3 }), fc.double({ min: 0, max: 20 }), (k, influence) => {
        expect(isDecisive(k, 0.7, influence) && !isDecisive(k, 0.7, influence + 1)).toBe(false);
      }),
    );
  });
});
