import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { outliers } from "../../lib/prediagnostics/outliers.ts";

describe("outliers", () => {
  it("by hand: 1 2 3 4 100 has fences -1 and 7 and MAD 1", () => {
    // Quartiles 2 and 4; deviations from the median 3: 2 1 0 1 97.
    expect(outliers(Float64Array.of(1, 2, 3, 4, 100))).toEqual({
      tukey: [4],
      fences: { lower: -1, upper: 7 },
      robustZ: [4],
      mad: 1,
    });
  });

  it("look on both sides", () => {
    const { tukey, robustZ } = outliers(Float64Array.of(-100, 1, 2, 3, 4));
    expect([tukey, robustZ]).toEqual([[0], [0]]);
  });

  it("pass over missing values and keep the places of the others", () => {
    const { tukey, mad } = outliers(Float64Array.of(1, NaN, 2, 3, Infinity, 4, 100));
    expect([tukey, mad]).toEqual([[6], 1]);
  });

  it("by robust z are none when more than half of the values are equal", () => {
    expect(outliers(Float64Array.of(0, 0, 0, 0, 9))).toMatchObject({ mad: 0, robustZ: [], tukey: [4] });
  });

  it("are none, with undefined fences, when nothing is observed", () => {
    expect(outliers(Float64Array.of(NaN))).toEqual({
      tukey: [],
      fences: { lower: NaN, upper: NaN },
      robustZ: [],
      mad: NaN,
    });
  });

  it("do not depend on unit or level", () => {
    const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 5, maxLength: 60 });
    fc.assert(
      fc.property(values, fc.integer({ min: -5, max: 5 }), (list, power) => {
        const x = Float64Array.from(list);
        // A power of two is exact, so that no value on a fence crosses it by rounding.
        const moved = outliers(x.map((value) => (value + 64) * 2 ** power));
        expect([moved.tukey, moved.robustZ]).toEqual([outliers(x).tukey, outliers(x).robustZ]);
      }),
    );
  });
});
