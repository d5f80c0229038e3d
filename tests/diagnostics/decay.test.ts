import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decay } from "../../lib/diagnostics/decay.ts";

describe("decay", () => {
  it("is e^x to a few units of the last place, for every x of at most 0", () => {
    fc.assert(
      fc.property(fc.double({ min: -800, max: 0, noNaN: true }), (x) => {
        const exact = Math.exp(x);
        return Math.abs(decay(x) - exact) <= 4 * Number.EPSILON * exact;
      }),
      { numRuns: 20_000 },
    );
  });

  it("is 1 at 0, 0 at -Infinity and undefined where x is", () => {
    expect(decay(0)).toBe(1);
    expect(decay(-Infinity)).toBe(0);
    expect(decay(NaN)).toBeNaN();
  });
});
