import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { correctedAutocorrelationTime, standsInShortSeries } from "../../lib/adequacy/short-series.ts";
import { calibrate } from "../../lib/diagnostics/calibration.ts";

/** PIT bounds so narrow that they are the PIT. */
function boundsOf(pit: readonly number[]) {
  const lower = Float64Array.from(pit);
  return { lower, upper: lower.map((value) => value + 1e-9) };
}

describe("the corrected autocorrelation time", () => {
  it("of 1, 2, 3, 4, 5 is that of a measured correlation of 0.4, corrected to 3: the whole length", () => {
    expect(correctedAutocorrelationTime(Float64Array.of(1, 2, 3, 4, 5))).toBe(5);
  });

  it("of an alternating series is below 1", () => {
    // Lag-1 correlation -5/6 of six values: (6 (-5/6) + 1) / 2 = -2, (1 - 2) / (1 + 2) = -1/3.
    expect(correctedAutocorrelationTime(Float64Array.of(1, -1, 1, -1, 1, -1))).toBeCloseTo(-1 / 3, 14);
  });

  it("is undefined for a constant series and for fewer than five values", () => {
    expect(correctedAutocorrelationTime(new Float64Array(20))).toBeNaN();
    expect(correctedAutocorrelationTime(Float64Array.of(1, 2, 3, 4))).toBeNaN();
  });

  it("is never longer than the series, and does not depend on its unit", () => {
    const series = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 5, maxLength: 60 });
    fc.assert(
      fc.property(series, (values) => {
        fc.pre(new Set(values).size > 1);
        const time = correctedAutocorrelationTime(Float64Array.from(values));
        expect(time).toBeLessThanOrEqual(values.length);
        expect(correctedAutocorrelationTime(Float64Array.from(values, (value) => 4 * value))).toBeCloseTo(
          time,
          9,
        );
      }),
    );
  });
});

describe("a fault named in a short series", () => {
  it("stands when every observation lies far above its prediction", () => {
    const bounds = boundsOf(Array.from({ length: 16 }, (_, i) => 0.9 + 0.09 * ((i * 7) % 16) * 0.06));
    const found = calibrate(bounds, true);
    expect(found).toMatchObject({ label: "biased", isSufficient: false });
    expect(standsInShortSeries(bounds, found)).toBe(true);
  });

  it("does not stand when neighbours are so alike that the corrected moment is within its limit", () => {
    const bounds = boundsOf(Array.from({ length: 40 }, (_, t) => 0.68 + 0.2 * Math.sin(t / 1.5)));
    const found = calibrate(bounds, true);
    expect(found).toMatchObject({ label: "biased", isSufficient: false });
    expect(standsInShortSeries(bounds, found)).toBe(false);
  });

  it("is none where calibration names none", () => {
    const bounds = boundsOf(Array.from({ length: 30 }, (_, t) => (((t * 11) % 30) + 0.5) / 30));
    const found = calibrate(bounds, true);
    expect(found.label).toBe("well-calibrated");
    expect(standsInShortSeries(bounds, found)).toBe(false);
  });
});
