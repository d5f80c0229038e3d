import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitMetrics } from "../../lib/diagnostics/fit-metrics.ts";
import { expectClose } from "./reference.ts";

const TIGHT = { relative: 1e-12, absolute: 1e-12 };

const values = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 30 });

describe("the fit of a point prediction", () => {
  it("by hand: observed 1, 2, 3, 6 and predicted 2, 2, 2, 6", () => {
    const metrics = fitMetrics(Float64Array.of(1, 2, 3, 6), Float64Array.of(2, 2, 2, 6));
    // Residual sum of squares 2 of 4 values; mean 3, total sum of squares 4 + 1 + 0 + 9 = 14.
    expectClose(metrics.r2, 1 - 2 / 14, TIGHT, "r2");
    expectClose(metrics.mape, (1 + 0 + 1 / 3 + 0) / 4, TIGHT, "mape");
    expectClose(metrics.rmse, Math.SQRT1_2, TIGHT, "rmse");
    expectClose(metrics.mae, 0.5, TIGHT, "mae");
    expectClose(metrics.nrmseRange, Math.SQRT1_2 / 5, TIGHT, "over the range");
    expectClose(metrics.nrmseMean, Math.SQRT1_2 / 3, TIGHT, "over the mean");
    expectClose(metrics.nrmseSd, Math.SQRT1_2 / Math.sqrt(3.5), TIGHT, "over the standard deviation");
  });

  it("is perfect for the observations themselves and has an R² of 0 for their mean", () => {
    const observed = Float64Array.of(3, 5, 10);
    expect(fitMetrics(observed, observed)).toMatchObject({ r2: 1, mape: 0, rmse: 0, mae: 0 });
    expectClose(fitMetrics(observed, new Float64Array(3).fill(6)).r2, 0, TIGHT, "r2");
  });

  it("has no R² when the observations are all equal, however good the prediction", () => {
    const observed = Float64Array.of(4, 4, 4);
    expect(fitMetrics(observed, observed).r2).toBeNaN();
    expect(Number.isFinite(fitMetrics(observed, Float64Array.of(4, 4, 5)).nrmseSd)).toBe(false);
  });

  it("has no finite MAPE when an observation is zero", () => {
    for (const predicted of [Float64Array.of(1, 1), Float64Array.of(0, 1)])
      expect(Number.isFinite(fitMetrics(Float64Array.of(0, 1), predicted).mape)).toBe(false);
  });

  it("is undefined throughout when an observation or a prediction is", () => {
    for (const [observed, predicted] of [
      [Float64Array.of(1, NaN, 3), Float64Array.of(1, 2, 3)],
      [Float64Array.of(1, 2, 3), Float64Array.of(1, NaN, 3)],
    ] as const) {
      for (const [name, value] of Object.entries(fitMetrics(observed, predicted)))
        expect(value, name).toBeNaN();
    }
  });

  it("refuses arrays of different lengths, with the sizes", () => {
    expect(() => fitMetrics(new Float64Array(2), new Float64Array(3))).toThrow(
      new RangeError("observed has 2 values, predicted 3"),
    );
  });

  it("has errors in the target's unit and fractions without one", () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 50 }), (numbers, unit) => {
        fc.pre(new Set(numbers).size > 1);
        const observed = Float64Array.from(numbers);
        const predicted = observed.map((value, i) => value + ((i * 7) % 5) - 2);
        const [one, scaled] = [
          fitMetrics(observed, predicted),
          fitMetrics(
            observed.map((value) => value * unit),
            predicted.map((value) => value * unit),
          ),
        ];
        for (const key of ["rmse", "mae"] as const)
          expectClose(scaled[key], unit * one[key], { relative: 1e-9, absolute: 1e-12 }, key);
        for (const key of ["r2", "mape", "nrmseRange", "nrmseMean", "nrmseSd"] as const)
          expectClose(scaled[key], one[key], { relative: 1e-9, absolute: 1e-12 }, key);
      }),
    );
  });

  it("never has an R² above 1 nor an absolute error above the squared one's root", () => {
    fc.assert(
      fc.property(values, (numbers) => {
        const observed = Float64Array.from(numbers);
        const predicted = Float64Array.from(numbers.toReversed());
        const { r2, mae, rmse } = fitMetrics(observed, predicted);
        if (!Number.isNaN(r2)) expect(r2).toBeLessThanOrEqual(1);
        expect(mae).toBeLessThanOrEqual(rmse * (1 + 1e-12));
      }),
    );
  });
});
