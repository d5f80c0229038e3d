import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crps, meanCrps } from "../../lib/diagnostics/crps.ts";
import { isUninformed, priorShift } from "../../lib/diagnostics/prior-shift.ts";
import { residualAutocorrelation } from "../../lib/diagnostics/residuals.ts";
import { chiSquaredTail, upperRegularisedGamma } from "../../lib/draws/gamma.ts";
import { observationDraws } from "../../lib/draws/observation-draws.ts";

interface Reference {
  readonly residuals: readonly {
    name: string;
    lags: number;
    residuals: number[];
    ljung_box: number;
    p_value: number;
    durbin_watson: number;
  }[];
  readonly upper_regularised_gamma: readonly { shape: number; x: number; upper: number }[];
  readonly crps: readonly { y: number[]; draws: number[][]; crps: number[] }[];
}

const reference = JSON.parse(
  readFileSync(new URL("../reference/residuals/values.json", import.meta.url), "utf8"),
) as Reference;

function expectClose(got: number, expected: number, relative: number): void {
  expect(Math.abs(got - expected)).toBeLessThanOrEqual(relative * Math.abs(expected));
}

describe("upperRegularisedGamma", () => {
  it.each(reference.upper_regularised_gamma)(
    "agrees with SciPy at shape $shape, x $x",
    ({ shape, x, upper }) => {
      expectClose(upperRegularisedGamma(shape, x), upper, 1e-12);
    },
  );

  it("is the exponential for a chi-squared of two degrees of freedom", () => {
    expectClose(chiSquaredTail(3, 2), Math.exp(-1.5), 1e-14);
  });

  it("falls from 1 to 0 and is undefined outside its domain", () => {
    expect(upperRegularisedGamma(2, 0)).toBe(1);
    expect(upperRegularisedGamma(2, Infinity)).toBe(0);
    expect(upperRegularisedGamma(0, 1)).toBeNaN();
    expect(upperRegularisedGamma(1, -1)).toBeNaN();
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 200, noNaN: true }),
        fc.double({ min: 0, max: 300, noNaN: true }),
        (shape, x) => {
          const here = upperRegularisedGamma(shape, x);
          return here >= 0 && here <= 1 + 1e-14 && upperRegularisedGamma(shape, x + 1) <= here + 1e-12;
        },
      ),
    );
  });
});

describe("residualAutocorrelation", () => {
  it.each(reference.residuals)("agrees with statsmodels on $name", (one) => {
    const found = residualAutocorrelation(Float64Array.from(one.residuals), one.lags);
    expectClose(found.ljungBox, one.ljung_box, 1e-10);
    expectClose(found.pValue, one.p_value, 1e-10);
    expectClose(found.durbinWatson, one.durbin_watson, 1e-10);
  });

  it("gives by hand: residuals 1, −1, 1, −1 have r₁ = −3/4 and Durbin–Watson 3", () => {
    const { autocorrelations, durbinWatson } = residualAutocorrelation(Float64Array.of(1, -1, 1, -1), 1);
    expect(autocorrelations[0]).toBeCloseTo(-0.75, 14);
    expect(durbinWatson).toBe(3);
  });

  it("is undefined for residuals that are all equal, and refuses as many lags as residuals", () => {
    expect(residualAutocorrelation(Float64Array.of(2, 2, 2), 1).pValue).toBeNaN();
    expect(() => residualAutocorrelation(Float64Array.of(1, 2), 2)).toThrow(
      "2 lags of 2 residuals: need 1 to 1",
    );
  });
});

describe("crps", () => {
  it.each(reference.crps)(
    "agrees with its definition over all pairs (case %#)",
    ({ y, draws, crps: expected }) => {
      const predictive = observationDraws(Float64Array.from(draws.flat()), draws.length, draws[0]!.length);
      crps(Float64Array.from(y), predictive).forEach((value, i) => {
        expectClose(value, expected[i]!, 1e-10);
      });
    },
  );

  it("of a single draw is the absolute error, and scales with the unit", () => {
    const predictive = observationDraws(Float64Array.of(3), 1, 1);
    expect(meanCrps(Float64Array.of(5), predictive)).toBe(2);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 2, maxLength: 9 }),
        fc.integer({ min: -99, max: 99 }),
        (draws, y) => {
          const at = (factor: number) =>
            meanCrps(
              Float64Array.of(y * factor),
              observationDraws(
                Float64Array.from(draws, (d) => d * factor),
                1,
                draws.length,
              ),
            );
          return at(1) >= -1e-12 && Math.abs(at(8) - 8 * at(1)) <= 1e-12 * (1 + at(8));
        },
      ),
    );
  });

  it("is undefined where a draw is", () => {
    expect(meanCrps(Float64Array.of(1), observationDraws(Float64Array.of(NaN, 1), 1, 2))).toBeNaN();
  });
});

describe("priorShift", () => {
  it("says by hand how much narrower and how far away the posterior is", () => {
    expect(priorShift({ mean: 0, sd: 2 }, { mean: 1, sd: 1 })).toEqual({ contraction: 0.75, shift: 0.5 });
  });

  it("calls a posterior that equals its prior uninformed, and an undefined comparison too", () => {
    const prior = { mean: 2, sd: 1 };
    expect(isUninformed(priorShift(prior, prior))).toBe(true);
    expect(isUninformed(priorShift(prior, { mean: 2, sd: 0.9 }))).toBe(false);
    expect(isUninformed(priorShift(prior, { mean: 2.2, sd: 1 }))).toBe(false);
    expect(isUninformed(priorShift({ mean: 1, sd: 0 }, { mean: 1, sd: 0 }))).toBe(true);
  });
});
