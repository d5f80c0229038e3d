import { describe, expect, it } from "vitest";
import { relativeGap } from "../../lib/optimise/gap.ts";

describe("the relative gap", () => {
  it.each([
    [2, 10, 0.2],
    [2, -10, 0.2],
    [0, 0, 0],
    [-1e-11, 5, 0],
    [1e-9, 1e-8, 0.1],
    [1, 0, Infinity],
    [NaN, 1, NaN],
    [0, NaN, NaN],
  ])("of %d under a bound of %d is %d", (gap, upper, share) => {
    expect(relativeGap(gap, upper)).toBe(share);
  });
});
