import { describe, expect, it } from "vitest";
import { isConstant, requireFinite } from "../../lib/prediagnostics/series.ts";

describe("isConstant", () => {
  it.each([
    ["one value over and over", [7, 7, 7], true],
    ["one value but for the rounding of a sum", [0.3, 0.1 + 0.2, 0.3], true],
    ["zeros", [0, 0], true],
    ["nothing", [], true],
    ["a variation of 1e-9 about 5", [5, 5 + 5e-9], false],
    ["a variation far below 1 about 0", [0, 1e-30], false],
  ])("of %s: %j is %s", (_, values, expected) => {
    expect(isConstant(Float64Array.from(values))).toBe(expected);
  });
});

describe("requireFinite", () => {
  it("passes finite values and names the first that is not", () => {
    expect(() => {
      requireFinite(Float64Array.of(1, 2));
    }).not.toThrow();
    expect(() => {
      requireFinite(Float64Array.of(1, -Infinity, NaN));
    }).toThrow("value 1 of 3 is -Infinity, expected a finite number");
  });
});
