import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decay, sumDecays } from "../../lib/diagnostics/decay.ts";

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

describe("sums of decays", () => {
  it("are those of decay in every digit, up to the cutoff", () => {
    const values = fc.float64Array({ min: -3, max: 600, noNaN: true, maxLength: 40 });
    fc.assert(
      fc.property(values, fc.double({ min: -600, max: 0, noNaN: true }), (given, cutoff) => {
        const powers = given
          .map((value) => -3 - value)
          .filter((x) => x <= cutoff)
          .map(decay);
        expect(sumDecays(given, -3, cutoff)).toEqual({
          ratios: powers.reduce((sum, power) => sum + power, 0),
          squares: powers.reduce((sum, power) => sum + power * power, 0),
          inverses: powers.reduce((sum, power) => sum + 1 / power, 0),
        });
      }),
    );
  });
});
