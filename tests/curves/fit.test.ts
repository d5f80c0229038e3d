import { describe, expect, it } from "vitest";
import type { Fit } from "../../lib/curves/fit-report.ts";
import { fitCurve } from "../../lib/curves/fit.ts";
import type { Family } from "../../lib/curves/family.ts";
import { hillFamily } from "../../lib/curves/hill.ts";
import { michaelisMentenFamily } from "../../lib/curves/michaelis-menten.ts";
import { sigmoidFamily } from "../../lib/curves/sigmoid.ts";
import { CONCAVE, FAMILIES, hasPlateau, REFERENCED, noise, referenceChannels, spends } from "./points.ts";

function fitted(family: Family, spend: ArrayLike<number>, contribution: ArrayLike<number>): Fit {
  const result = fitCurve(family, spend, contribution);
  if (result.kind === "failed") throw new Error(result.message);
  return result;
}

function expectWithin(got: number, reference: number, relative: number): void {
  expect(Math.abs(got - reference)).toBeLessThanOrEqual(relative * Math.abs(reference));
}

/**
 * Measured on both cases, largest relative difference: parameters 1.9e-7, SSE 4.3e-10, R² 2.4e-10, RMSE 4.1e-10,
 * standard errors 5.2e-7, covariances 1.1e-6. The points are rounded to 10 digits, and SciPy takes its Jacobian by
 * finite differences.
 */
const TOLERANCE = { parameter: 1e-6, sse: 2e-9, fit: 2e-9, standardError: 2e-6, covariance: 4e-6 };

const CASES = (["robyn_weekly", "robyn_weekly_unconverged"] as const).flatMap((name) =>
  referenceChannels(name).flatMap((channel) => REFERENCED.map((family) => ({ name, family, ...channel }))),
);

describe("the fits agree with SciPy's curve_fit", () => {
  it.each(CASES)("$name, $channel, $family.name", ({ family, spend, contribution, fits }) => {
    const reference = fits[family.name]!;
    const fit = fitted(family, spend, contribution);
    fit.parameters.forEach(({ name, estimate, standardError }, a) => {
      expectWithin(estimate, Number(reference[name]), TOLERANCE.parameter);
      expectWithin(standardError, reference.se[a]!, TOLERANCE.standardError);
      fit.covariance[a]!.forEach((value, b) => {
        expectWithin(value, reference.covariance[a]![b]!, TOLERANCE.covariance);
      });
    });
    expectWithin(fit.sse, reference.sse, TOLERANCE.sse);
    expectWithin(fit.r2, reference.r2, TOLERANCE.fit);
    expectWithin(fit.rmse, reference.rmse, TOLERANCE.fit);
    expect(fit.wellDetermined).toBe(reference.well_determined);
    expect(fit.n).toBe(208);
    expect(fit.atBound).toBe(false);
    expect(fit.starts).toEqual({ tried: 5, converged: 5 });
  });
});

describe("the smallest case, worked out by hand", () => {
  // L = 2, k = 1 leaves residuals of ±0.1 that cancel in pairs, so it is the least-squares solution.
  const spend = [0, 1, 1, 3, 3];
  const contribution = [0, 1.1, 0.9, 1.6, 1.4];
  const fit = fitted(michaelisMentenFamily, spend, contribution);

  it("finds the parameters and their covariance", () => {
    const [L, k] = fit.parameters;
    expect(L!.estimate).toBeCloseTo(2, 9);
    expect(k!.estimate).toBeCloseTo(1, 9);
    // JᵀJ = 2·[[13/16, −17/32], [−17/32, 25/64]], s² = 0.04/3.
    const byHand = [2 / 27, 2.72 / 27, 2.72 / 27, 4.16 / 27];
    fit.covariance.flat().forEach((value, i) => {
      expect(value).toBeCloseTo(byHand[i]!, 8);
    });
    expect(k!.standardError).toBeCloseTo(Math.sqrt(4.16 / 27), 8);
  });

  it("measures the fit", () => {
    expect(fit.sse).toBeCloseTo(0.04, 14);
    expect(fit.rmse).toBeCloseTo(Math.sqrt(0.008), 14);
    expect(fit.r2).toBeCloseTo(1 - 0.04 / 1.54, 13);
    expect(fit.aicc).toBeCloseTo(5 * Math.log(0.008) + 6 + 24, 11);
    expect(fit.curve.value(1)).toBeCloseTo(1, 9);
  });

  it("says how far the parameters can be relied on", () => {
    // se(L) = 0.27 is below 1, se(k) = 0.39 below 0.5.
    expect(fit.wellDetermined).toBe(true);
    expect(fit.flags).toEqual([]);
  });

  it("has no AICc with K + 1 = 4 points", () => {
    expect(fitted(michaelisMentenFamily, spend.slice(1), contribution.slice(1)).aicc).toBeNaN();
  });
});

describe("the optimum is one", () => {
  it.each(FAMILIES)("no nearby parameters of $family.name fit better", ({ family, planted }) => {
    const spend = spends(50);
    const error = noise(spend.length, 11);
    const truth = family.curve(planted);
    const contribution = spend.map((s, i) => truth.value(s) + 0.1 * error[i]!);
    const fit = fitted(family, spend, contribution);
    const theta = fit.parameters.map(({ estimate }) => estimate);
    const sse = (candidate: number[]) => {
      const curve = family.curve(candidate);
      return spend.reduce((total, s, i) => total + (contribution[i]! - curve.value(s)) ** 2, 0);
    };
    expectWithin(sse(theta), fit.sse, 1e-12);
    for (const change of [1e-1, 1e-3, 1e-5]) {
      theta.forEach((value, i) => {
        expect(sse(theta.with(i, value * (1 + change)))).toBeGreaterThan(fit.sse);
        expect(sse(theta.with(i, value * (1 - change)))).toBeGreaterThan(fit.sse);
      });
    }
  });

  it.each([
    { family: michaelisMentenFamily, shape: 300 },
    { family: michaelisMentenFamily, shape: 1e-3 },
    { family: sigmoidFamily, shape: 0.1 },
    { family: sigmoidFamily, shape: 100 },
  ])("is found from every start for $family.name of shape $shape", ({ family, shape }) => {
    const spend = Array.from({ length: 60 }, (_, i) => (i + 1) / 60);
    const truth = family.curve([1, shape]);
    const fit = fitted(
      family,
      spend,
      spend.map((s) => truth.value(s)),
    );
    expectWithin(fit.parameters[1]!.estimate, shape, 1e-7);
    expect(fit.starts.converged).toBe(fit.starts.tried);
  });
});

describe("a limit holds one parameter and leaves the others free", () => {
  it.each([
    { limit: "above", h: 50, truth: [1, 0.4, 90], sd: 1e-3 },
    { limit: "below", h: 0.05, truth: [1, 1e6, 0.04], sd: 1e-6 },
  ])("Hill with an exponent $limit its limit", ({ h, truth, sd }) => {
    const spend = Array.from({ length: 60 }, (_, i) => (i + 1) / 60);
    const planted = hillFamily.curve(truth);
    const error = noise(spend.length, 2);
    const contribution = spend.map((s, i) => planted.value(s) + sd * planted.value(1) * error[i]!);
    const fit = fitted(hillFamily, spend, contribution);
    const [beta, K, exponent] = fit.parameters.map(({ estimate }) => estimate);
    expect(exponent).toBe(h);
    expect(fit.parameters.map(({ atBound }) => atBound)).toEqual([false, false, true]);
    expect(fit.starts.converged).toBe(fit.starts.tried);
    for (const factor of [1 - 1e-6, 1 + 1e-6]) {
      const curve = hillFamily.curve([beta!, K! * factor, h]);
      const sse = spend.reduce((total, s, i) => total + (contribution[i]! - curve.value(s)) ** 2, 0);
      expect(sse).toBeGreaterThan(fit.sse);
    }
  });
});

describe("what the data cannot tell is flagged", () => {
  const spend = spends(60);

  it.each([
    { shape: 0.3, flags: [] },
    { shape: 2, flags: ["half_saturation_beyond_observed_spend"] },
    { shape: 30, flags: ["half_saturation_beyond_observed_spend", "near_linear", "ill_conditioned"] },
    { shape: 1e-4, flags: ["flat"] },
  ])("Michaelis–Menten with k = $shape times the largest spend: $flags", ({ shape, flags }) => {
    const truth = michaelisMentenFamily.curve([1, shape]);
    expect(
      fitted(
        michaelisMentenFamily,
        spend,
        spend.map((s) => truth.value(s)),
      ).flags,
    ).toEqual(flags);
  });

  it.each(CONCAVE)("a straight line puts $name at its bound, without standard errors", (family) => {
    const fit = fitted(
      family,
      spend,
      spend.map((s) => 3 * s),
    );
    expect(fit.atBound).toBe(true);
    expect(fit.wellDetermined).toBe(false);
    expect(fit.parameters[1]!.atBound).toBe(true);
    expect(fit.parameters.every(({ standardError }) => Number.isNaN(standardError))).toBe(true);
    expect(fit.flags).toContain("near_linear");
    // The line itself is still fitted: to one part in 10⁴.
    expectWithin(fit.curve.value(0.5), 1.5, 1e-4);
  });

  it.each(CONCAVE.filter((family) => !hasPlateau(family)))(
    "a step puts $name, which has no plateau, at its bound",
    (family) => {
      const fit = fitted(
        family,
        spend,
        spend.map((s) => (s > 0 ? 5 : 0)),
      );
      expect(fit.atBound).toBe(true);
      expect(fit.flags).toContain("half_saturation_beyond_observed_spend");
      expect(fit.flags).toContain("large_standard_error");
    },
  );

  it.each(CONCAVE.filter(hasPlateau))("a step leaves the shape of $name undetermined", (family) => {
    const fit = fitted(
      family,
      spend,
      spend.map((s) => (s > 0 ? 5 : 0)),
    );
    expect(fit.wellDetermined).toBe(false);
    expect(fit.flags).toEqual(["flat", "large_standard_error"]);
    expectWithin(fit.curve.value(1), 5, 1e-3);
  });

  it("the R² of contributions that are all equal is undefined", () => {
    expect(fitted(michaelisMentenFamily, [1, 2, 3, 4, 5], [2, 2, 2, 2, 2]).r2).toBeNaN();
  });

  it("a half-saturation known to less than half of itself is not well determined", () => {
    const error = noise(spend.length, 3);
    const truth = michaelisMentenFamily.curve([1, 5]);
    const fit = fitted(
      michaelisMentenFamily,
      spend,
      spend.map((s, i) => truth.value(s) + 0.01 * error[i]!),
    );
    expect(fit.parameters[1]!.standardError).toBeGreaterThan(fit.parameters[1]!.estimate / 2);
    expect(fit.wellDetermined).toBe(false);
  });
});

describe("legal data without a curve fail with a reason", () => {
  it.each([
    ["too_few_points", [1, 2, 3], [1, 2, 3], "3 points, 4 needed for 2 parameters"],
    ["too_few_points", [], [], "0 points, 4 needed for 2 parameters"],
    ["no_spend", [0, 0, 0, 0], [1, 2, 3, 4], "all 4 spends are zero"],
    ["too_few_distinct_spends", [0, 2, 2, 2], [0, 3, 4, 5], "1 distinct positive spends for 2 parameters"],
    ["no_positive_contribution", [1, 2, 3, 4], [0, 0, 0, 0], "no contribution of 4 is positive"],
    ["no_positive_contribution", [1, 2, 3, 4], [-1, -2, 0, -3], "no contribution of 4 is positive"],
    ["no_positive_effect", [1, 2, 3, 4], [0.1, -3, -3, -3], "the best curve is zero at every spend"],
  ])("%s: spend %j, contribution %j", (reason, spend, contribution, message) => {
    for (const family of REFERENCED) {
      const result = fitCurve(family, spend, contribution);
      expect(result).toEqual({ kind: "failed", family: family.name, reason, message, n: spend.length });
    }
  });

  it("asks for a point more of a family with a parameter more", () => {
    expect(fitCurve(hillFamily, [1, 2, 3, 4], [1, 2, 3, 4]).kind).toBe("failed");
    expect(fitCurve(michaelisMentenFamily, [1, 2, 3, 4], [1, 1.5, 1.7, 1.8]).kind).toBe("fitted");
  });

  it("fits through contributions of which some are negative", () => {
    expect(fitCurve(sigmoidFamily, [0, 1, 2, 3, 4], [-0.1, 1, 1.6, 1.9, 2]).kind).toBe("fitted");
  });
});

describe("what is not data is refused", () => {
  it.each([
    ["lengths differ", [1, 2, 3, 4], [1, 2, 3], "spend has 4 periods, contribution 3"],
    [
      "a spend is NaN",
      [1, NaN, 3, 4],
      [1, 2, 3, 4],
      "spend[1] is NaN, expected a finite number of at least 0",
    ],
    ["a spend is infinite", [1, 2, 3, Infinity], [1, 2, 3, 4], "spend[3] is Infinity"],
    ["a spend is negative", [-1, 2, 3, 4], [1, 2, 3, 4], "spend[0] is -1"],
    [
      "a contribution is NaN",
      [1, 2, 3, 4],
      [1, 2, NaN, 4],
      "contribution[2] is NaN, expected a finite number",
    ],
    ["a contribution is infinite", [1, 2, 3, 4], [1, -Infinity, 2, 4], "contribution[1] is -Infinity"],
  ])("%s", (_, spend, contribution, message) => {
    expect(() => fitCurve(michaelisMentenFamily, spend, contribution)).toThrow(RangeError);
    expect(() => fitCurve(michaelisMentenFamily, spend, contribution)).toThrow(message);
  });
});
