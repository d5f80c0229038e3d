import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hill } from "../../lib/curves/hill.ts";
import { michaelisMenten } from "../../lib/curves/michaelis-menten.ts";
import { isConcaveCurve, knownConcave } from "../../lib/optimise/concave-curve.ts";
import { expectClose } from "./assertions.ts";
import { thousandths } from "./problems.ts";

describe("a curve known to be concave", () => {
  it("is recognised by its inverse slope", () => {
    expect(isConcaveCurve(michaelisMenten({ L: 1, k: 1 }))).toBe(true);
    expect(isConcaveCurve(hill({ beta: 1, K: 1, h: 0.5 }))).toBe(false);
    expect(isConcaveCurve(knownConcave(hill({ beta: 1, K: 1, h: 0.5 }), 1))).toBe(true);
  });

  it("inverts the slope of a Michaelis-Menten curve as its closed form does", () => {
    const exact = michaelisMenten({ L: 300, k: 40 });
    const numeric = knownConcave(exact, 40);
    for (const spend of [1e-3, 0.5, 10, 40, 1e3, 1e6]) {
      expectClose(numeric.spendAtSlope(exact.slope(spend)), spend, 1e-9);
      expectClose(
        numeric.curvature(spend),
        exact.curvature(spend),
        1e-9,
        1e-10 * (exact.slope(spend) / spend),
      );
    }
  });

  it("inverts the slope of any Hill curve with an exponent of at most 1", () => {
    fc.assert(
      fc.property(thousandths(0.3, 1), thousandths(1, 1000), thousandths(-3, 3), (h, K, decade) => {
        const curve = hill({ beta: 100, K, h });
        const spend = K * 10 ** decade;
        expectClose(knownConcave(curve, K).spendAtSlope(curve.slope(spend)), spend, 1e-9);
      }),
    );
  });

  it("spends nothing above the slope at zero and without end at no slope", () => {
    const curve = knownConcave(michaelisMenten({ L: 2, k: 1 }), 1);
    expect(curve.spendAtSlope(2)).toBe(0);
    expect(curve.spendAtSlope(0)).toBe(Infinity);
    expect(curve.spendAtSlope(NaN)).toBeNaN();
  });

  it("refuses a scale that is none", () => {
    expect(() => knownConcave(michaelisMenten({ L: 2, k: 1 }), 0)).toThrow(RangeError);
  });
});
