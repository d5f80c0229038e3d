import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lastAtMost } from "../../lib/curves/search.ts";

describe("the last place at or below a value", () => {
  it("by hand: of equal values the last, and the last of all for anything greater", () => {
    const rising = Float64Array.of(0, 2, 2, 5);
    expect([0, 1, 2, 4.9, 5, 99].map((value) => lastAtMost(rising, value))).toEqual([0, 0, 2, 2, 3, 3]);
  });

  it("is what a search from the end finds", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 40 }),
        fc.integer({ min: 0, max: 40 }),
        (values, value) => {
          const rising = Float64Array.of(0, ...values).sort();
          expect(lastAtMost(rising, value)).toBe(rising.findLastIndex((own) => own <= value));
        },
      ),
    );
  });
});
