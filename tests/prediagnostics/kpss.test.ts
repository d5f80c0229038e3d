import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kpss } from "../../lib/prediagnostics/kpss.ts";
import { expectClose } from "./reference.ts";

const SERIES = fc
  .array(fc.integer({ min: -999, max: 999 }), { minLength: 10, maxLength: 80 })
  .filter((values) => new Set(values).size > 5)
  .map((values) => Float64Array.from(values));
const CLOSE = { relative: 1e-8, absolute: 1e-12 };

describe("kpss", () => {
  it("is 1/2 by hand for -1 1 -1 1", () => {
    // Partial sums -1 0 -1 0: 2/16. Long-run variance over 3 lags: (4 + 2 (3/4 (-3) + 1/2 (2) + 1/4 (-1))) / 4 = 1/4.
    const { statistic, lags, pValue } = kpss(Float64Array.of(-1, 1, -1, 1));
    expectClose(statistic, 0.5, { relative: 1e-14, absolute: 0 });
    expect(lags).toBe(3);
    expectClose(pValue, 0.05 - (0.025 * (0.5 - 0.463)) / (0.574 - 0.463), { relative: 1e-13, absolute: 0 });
  });

  it("has no more lags than values less one: by hand 1/2 with 2 lags for -1 2 -1, whose rule asks for 4", () => {
    // Partial sums -1 1 0: 2/9. Long-run variance over 2 lags: (6 + 2 (2/3 (-4) + 1/3 (1))) / 3 = 4/9.
    const { statistic, lags } = kpss(Float64Array.of(-1, 2, -1));
    expectClose(statistic, 0.5, { relative: 1e-14, absolute: 0 });
    expect(lags).toBe(2);
  });

  it("does not depend on unit or level", () => {
    fc.assert(
      fc.property(SERIES, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (x, unit) => {
        const moved = kpss(x.map((value) => 5000 * unit + unit * value));
        expectClose(moved.statistic, kpss(x).statistic, CLOSE);
      }),
    );
  });

  it("does not depend on a linear trend, once that is allowed", () => {
    fc.assert(
      fc.property(SERIES, fc.integer({ min: -50, max: 50 }), (x, slope) => {
        const tilted = x.map((value, t) => value + slope * t);
        expectClose(kpss(tilted, "ct").statistic, kpss(x, "ct").statistic, CLOSE);
      }),
    );
  });

  it("is the same for time run backwards", () => {
    fc.assert(
      fc.property(SERIES, (x) => {
        expectClose(kpss(x.toReversed()).statistic, kpss(x).statistic, CLOSE);
      }),
    );
  });

  it.each([
    ["a constant series", "c", new Float64Array(40).fill(0.1)],
    ["a constant series, with a trend", "ct", new Float64Array(40).fill(0.1)],
    ["a straight line, with a trend", "ct", Float64Array.from({ length: 40 }, (_, t) => 0.1 * t)],
    ["two values", "c", Float64Array.of(1, 2)],
    ["no value", "c", new Float64Array()],
  ] as const)("is NaN for %s", (_, trend, x) => {
    const { statistic, pValue, lags, isPValueClipped } = kpss(x, trend);
    expect([statistic, pValue, lags, isPValueClipped]).toEqual([NaN, NaN, NaN, false]);
  });

  it("refuses a missing value", () => {
    expect(() => kpss(Float64Array.of(1, NaN))).toThrow(RangeError);
  });
});
