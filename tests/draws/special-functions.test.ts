import { readFileSync } from "node:fs";

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { inverseRegularisedBeta, logGamma, regularisedBeta } from "../../lib/draws/beta.ts";
import { normalCdf, normalQuantile } from "../../lib/draws/normal.ts";
import { expectClose } from "../diagnostics/reference.ts";

interface SpecialFunctions {
  readonly normal_quantile: readonly { readonly p: number; readonly x: number }[];
  readonly normal_cdf: readonly { readonly x: number; readonly p: number }[];
  readonly log_gamma: readonly { readonly x: number; readonly value: number }[];
  readonly beta_cdf: readonly {
    readonly x: number;
    readonly a: number;
    readonly b: number;
    readonly p: number;
  }[];
  readonly beta_quantile: SpecialFunctions["beta_cdf"];
}

const file = new URL("../reference/diagnostics/special_functions.json", import.meta.url);
const reference = JSON.parse(readFileSync(file, "utf8")) as SpecialFunctions;

const probability = fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true });
const shape = fc.double({ min: 0.5, max: 5000, noNaN: true });

describe("the normal distribution", () => {
  it.each(reference.normal_quantile)("has the quantile of mpmath at $p", ({ p, x }) => {
    expectClose(normalQuantile(p), x, { relative: 4e-16, absolute: 0 }, "quantile");
  });

  it.each(reference.normal_cdf)("has the distribution function of mpmath at $x", ({ x, p }) => {
    expectClose(normalCdf(x), p, { relative: 0, absolute: 1e-15 }, "cdf");
  });

  it("has infinite quantiles at the ends and none outside", () => {
    expect(normalQuantile(0)).toBe(-Infinity);
    expect(normalQuantile(1)).toBe(Infinity);
    for (const outside of [-0.1, 1.1, NaN]) expect(normalQuantile(outside)).toBeNaN();
  });

  it("returns to the probability from its quantile", () => {
    fc.assert(
      fc.property(probability, (p) => {
        expect(Math.abs(normalCdf(normalQuantile(p)) - p)).toBeLessThan(2e-15);
      }),
    );
  });
});

describe("the beta distribution", () => {
  it.each(reference.log_gamma)("has the log gamma of mpmath at $x", ({ x, value }) => {
    expectClose(logGamma(x), value, { relative: 2e-14, absolute: 1e-14 }, "log gamma");
  });

  it.each(reference.beta_cdf)(
    "has the distribution function of mpmath at $x for ($a, $b)",
    ({ x, a, b, p }) => {
      expectClose(regularisedBeta(x, a, b), p, { relative: 1e-10, absolute: 1e-300 }, "cdf");
    },
  );

  it.each(reference.beta_quantile)("has the quantile of mpmath at $p for ($a, $b)", ({ p, a, b, x }) => {
    expectClose(inverseRegularisedBeta(p, a, b), x, { relative: 1e-12, absolute: 0 }, "quantile");
  });

  it("is uniform for unit shapes", () => {
    expect(regularisedBeta(0.3, 1, 1)).toBeCloseTo(0.3, 14);
    expect(inverseRegularisedBeta(0.3, 1, 1)).toBeCloseTo(0.3, 14);
  });

  it("returns to the probability from its quantile, and mirrors when the shapes are exchanged", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), shape, shape, (p, a, b) => {
        const x = inverseRegularisedBeta(p, a, b);
        expect(Math.abs(regularisedBeta(x, a, b) - p)).toBeLessThan(1e-9);
        expect(Math.abs(regularisedBeta(x, a, b) + regularisedBeta(1 - x, b, a) - 1)).toBeLessThan(1e-9);
      }),
    );
  });

  it("keeps the ends, and is undefined outside its domain", () => {
    expect(regularisedBeta(0, 2, 3)).toBe(0);
    expect(regularisedBeta(1, 2, 3)).toBe(1);
    expect(inverseRegularisedBeta(0, 2, 3)).toBe(0);
    expect(inverseRegularisedBeta(1, 2, 3)).toBe(1);
    for (const [x, a, b] of [
      [-0.1, 1, 1],
      [1.1, 1, 1],
      [0.5, 0, 1],
      [0.5, 1, -1],
      [NaN, 1, 1],
    ] as const) {
      expect(regularisedBeta(x, a, b)).toBeNaN();
      expect(inverseRegularisedBeta(x, a, b)).toBeNaN();
    }
  });
});
