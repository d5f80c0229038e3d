import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { geometricAdstock, steadyEquivalent } from "../../lib/media/adstock.ts";

const alphas = fc.double({ min: 0, max: 0.99, noNaN: true });
const spends = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 });

describe("geometric adstock", () => {
  it("carries a share of the effective spend into the next period", () => {
    expect([...geometricAdstock([8, 0, 4], 0.5)]).toEqual([8, 4, 6]);
    expect([...geometricAdstock([8, 0, 4], 0.5, 2)]).toEqual([9, 4.5, 6.25]);
  });

  it("is the sum of past spends by the powers of alpha", () => {
    fc.assert(
      fc.property(spends, alphas, (spend, alpha) => {
        const effective = geometricAdstock(spend, alpha);
        const last = spend.length - 1;
        const sum = spend.reduce((total, own, t) => total + own * alpha ** (last - t), 0);
        expect(Math.abs(effective[last]! - sum)).toBeLessThanOrEqual(1e-12 * Math.max(1, sum));
      }),
    );
  });

  it("leaves spend as it is where nothing is carried, also after a gap", () => {
    expect([...geometricAdstock([1, NaN, 3], 0, 5)]).toEqual([1, NaN, 3]);
  });

  it("is unknown from the first unknown spend on", () => {
    expect([...geometricAdstock([1, NaN, 3], 0.5)]).toEqual([1, NaN, NaN]);
  });

  it.each([-0.1, 1, NaN])("refuses an alpha of %d", (alpha) => {
    expect(() => geometricAdstock([1], alpha)).toThrow(RangeError);
  });

  it.each([-1, NaN])("refuses a carry-in of %d", (carryIn) => {
    expect(() => geometricAdstock([1], 0.5, carryIn)).toThrow(RangeError);
  });

  it("on the steady scale leaves spend that was and is held steady unchanged", () => {
    fc.assert(
      fc.property(alphas, fc.double({ min: 0, max: 1e6, noNaN: true }), (alpha, spend) => {
        const steady = steadyEquivalent([spend, spend, spend], alpha, spend / (1 - alpha));
        for (const own of steady) expect(Math.abs(own - spend)).toBeLessThanOrEqual(1e-9 * spend);
      }),
    );
  });
});
