import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { influences, isDecisive } from "../../lib/adequacy/influence.ts";
import { observationDraws } from "../../lib/draws/observation-draws.ts";

describe("the influence of an observation", () => {
  it("is its log predictive density less the leave-one-out one", () => {
    // Densities 1 and 3 at two draws: their mean is 2, leaving it out gives 1.
    const logLikelihood = observationDraws(Float64Array.of(Math.log(1), Math.log(3)), 1, 2);
    expect(influences(logLikelihood, Float64Array.of(0))[0]).toBeCloseTo(Math.log(2), 14);
  });

  it("is undefined where a log-likelihood is", () => {
    const logLikelihood = observationDraws(Float64Array.of(NaN, 0, 0, 0), 2, 2);
    const found = influences(logLikelihood, Float64Array.of(0, 0));
    expect(found[0]).toBeNaN();
    expect(found[1]).toBe(0);
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
