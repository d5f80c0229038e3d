import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adf } from "../../lib/prediagnostics/adf.ts";
import { mulberry32 } from "../../lib/random/mulberry32.ts";
import { expectClose } from "./reference.ts";

const SERIES = fc
  .array(fc.integer({ min: -999, max: 999 }), { minLength: 30, maxLength: 80 })
  .filter((values) => new Set(values.slice(20)).size > 5)
  .map((values) => Float64Array.from(values));
const CLOSE = { relative: 1e-7, absolute: 1e-9 };

describe("adf", () => {
  it("is -sqrt(20) by hand for 0 1 0 2 0", () => {
    // Differences 1 -1 2 -2 on a constant and the levels 0 1 0 2: slope -20/11, its variance 20/121.
    const { statistic, lags, observations, residualDf } = adf(Float64Array.of(0, 1, 0, 2, 0));
    expectClose(statistic, -Math.sqrt(20), { relative: 1e-14, absolute: 0 });
    expect([lags, observations, residualDf]).toEqual([0, 4, 2]);
  });

  it("does not depend on unit or level, once there is a constant", () => {
    fc.assert(
      fc.property(SERIES, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (x, unit) => {
        const moved = adf(x.map((value) => 5000 * unit + unit * value));
        expectClose(moved.statistic, adf(x).statistic, CLOSE);
      }),
      { numRuns: 50 },
    );
  });

  it("does not depend on a linear trend, once that is in the regression", () => {
    fc.assert(
      fc.property(SERIES, fc.integer({ min: -50, max: 50 }), (x, slope) => {
        const tilted = x.map((value, t) => value + slope * t);
        expectClose(adf(tilted, "ct").statistic, adf(x, "ct").statistic, CLOSE);
      }),
      { numRuns: 50 },
    );
  });

  it("rejects a unit root in about one random walk of twenty", () => {
    const random = mulberry32(1);
    const walks = 400;
    let rejections = 0;
    for (let walk = 0; walk < walks; walk++) {
      let level = 0;
      const x = Float64Array.from({ length: 150 }, () => (level += random() - 0.5));
      if (adf(x).pValue < 0.05) rejections++;
    }
    // 4 standard errors either side of 5 %, and the known small excess of lags chosen by AIC.
    expect(rejections / walks).toBeGreaterThan(0.05 - 4 * Math.sqrt((0.05 * 0.95) / walks));
    expect(rejections / walks).toBeLessThan(0.07 + 4 * Math.sqrt((0.07 * 0.93) / walks));
  });

  it.each([
    ["a constant series", new Float64Array(40).fill(0.1)],
    ["a straight line", Float64Array.from({ length: 40 }, (_, t) => 0.1 * t)],
    [
      "a step within the lags, which leaves a constant level behind it",
      new Float64Array(40).fill(1).fill(0, 0, 3),
    ],
    ["one value", Float64Array.of(1)],
    ["no value", new Float64Array()],
  ])("is NaN for %s", (_, x) => {
    const { statistic, pValue } = adf(x);
    expect([statistic, pValue]).toEqual([NaN, NaN]);
  });

  it.each([NaN, Infinity])("refuses a value of %s, by its index", (value) => {
    expect(() => adf(Float64Array.of(1, 2, value, 3))).toThrow(
      `value 2 of 4 is ${value}, expected a finite number`,
    );
  });
});
