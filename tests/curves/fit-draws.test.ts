import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bandsOfDraws, curveOfDraw, valuesOfDraws } from "../../lib/curves/draw-curves.ts";
import type { Family } from "../../lib/curves/family.ts";
import { type DrawFits, fitDraws, fitDrawsOnOwnSpend } from "../../lib/curves/fit-draws.ts";
import { fitCurve } from "../../lib/curves/fit.ts";
import { hillFamily } from "../../lib/curves/hill.ts";
import { michaelisMentenFamily } from "../../lib/curves/michaelis-menten.ts";
import { rootFamily } from "../../lib/curves/root.ts";
import { ProjectedFit } from "../../lib/curves/projected-fit.ts";
import { FAMILIES, noise, referenceChannels, spends } from "./points.ts";

function fitted(family: Family, spend: ArrayLike<number>, contributions: Float64Array): DrawFits {
  const result = fitDraws(family, spend, contributions);
  if (result.kind === "failed") throw new Error(result.message);
  return result;
}

/** Draws of contributions: members of the family around the planted one, with noise. */
function drawsOf(
  family: Family,
  planted: readonly number[],
  spend: readonly number[],
  sd: number,
  count: number,
) {
  const contributions = new Float64Array(count * spend.length);
  for (let d = 0; d < count; d++) {
    const error = noise(spend.length + planted.length, d + 1);
    const theta = planted.map((value, a) => {
      const { upper } = family.parameters[a]!;
      return Math.min(value * Math.exp(0.15 * error[spend.length + a]!), 0.98 * upper);
    });
    const curve = family.curve(theta);
    spend.forEach((s, i) => (contributions[d * spend.length + i] = curve.value(s) + sd * error[i]!));
  }
  return contributions;
}

describe.each(FAMILIES)("draws of $family.name", ({ family, planted }) => {
  const p = family.parameters.length;

  it.each([0.02, 0.15])("are fitted as the general fit does, with noise of %d", (sd) => {
    const spend = spends(104);
    const contributions = drawsOf(family, planted, spend, sd, 25);
    const fits = fitted(family, spend, contributions);
    expect([fits.unconverged, fits.withoutEffect]).toEqual([0, 0]);
    for (let d = 0; d < fits.draws; d++) {
      const own = contributions.subarray(d * spend.length, (d + 1) * spend.length);
      const general = fitCurve(family, spend, own);
      if (general.kind === "failed") throw new Error(general.message);
      expect(Math.abs(fits.sse[d]! - general.sse)).toBeLessThanOrEqual(1e-12 * general.sse);
      expect(fits.atBound[d] === 1).toBe(general.atBound);
      // Measured: 6.6e-11 at most.
      general.parameters.forEach(({ estimate }, a) => {
        expect(Math.abs(fits.theta[d * p + a]! - estimate)).toBeLessThanOrEqual(1e-6 * estimate);
      });
    }
  });

  it("scale with money and contribution", () => {
    const spend = spends(60);
    const contributions = drawsOf(family, planted, spend, 0.05, 5);
    const base = fitted(family, spend, contributions);
    const scaled = fitted(
      family,
      spend.map((s) => s * 1e6),
      contributions.map((c) => c * 1e-6),
    );
    for (let d = 0; d < base.draws; d++) {
      const [one, other] = [curveOfDraw(base, d), curveOfDraw(scaled, d)];
      for (const s of [0.1, 0.7, 2]) {
        const expected = one.value(s) * 1e-6;
        expect(Math.abs(other.value(s * 1e6) - expected)).toBeLessThanOrEqual(1e-9 * expected);
      }
    }
  });
});

describe("the fit of every draw", () => {
  it("agrees with the reference fits of the examples' channels when the draw is the mean", () => {
    for (const { channel, spend, contribution, fits } of referenceChannels("robyn_weekly")) {
      const { theta, sse } = fitted(michaelisMentenFamily, spend, Float64Array.from(contribution));
      const { L, k, sse: expected } = fits["michaelis_menten"]!;
      expect(Math.abs(theta[0]! / Number(L) - 1), channel).toBeLessThan(1e-6);
      expect(Math.abs(theta[1]! / Number(k) - 1), channel).toBeLessThan(1e-6);
      expect(Math.abs(sse[0]! / expected - 1), channel).toBeLessThan(2e-9);
    }
  });

  it("is the smallest case worked out by hand: L = 2, k = 1, residuals of ±0.1", () => {
    const { theta, sse, halfSaturation, draws } = fitted(
      michaelisMentenFamily,
      [0, 1, 1, 3, 3],
      Float64Array.of(0, 1.1, 0.9, 1.6, 1.4, 0, 2.2, 1.8, 3.2, 2.8),
    );
    expect(draws).toBe(2);
    [2, 1, 4, 1].forEach((expected, i) => {
      expect(theta[i]).toBeCloseTo(expected, 9);
    });
    expect(sse[0]).toBeCloseTo(0.04, 14);
    expect(halfSaturation[1]).toBeCloseTo(1, 9);
  });

  it("has no better neighbour, whatever the contributions are", () => {
    const spend = Float64Array.from(spends(20), (s) => s / 0.95);
    const contributions = fc.array(fc.double({ min: -1, max: 2, noNaN: true }), {
      minLength: 20,
      maxLength: 20,
    });
    const shift = fc.double({ min: -0.1, max: 0.1, noNaN: true });
    fc.assert(
      fc.property(contributions, shift, shift, (values, a, b) => {
        const { theta, sse } = fitted(michaelisMentenFamily, spend, Float64Array.from(values));
        const beside = [
          theta[0]! * Math.exp(a),
          Math.min(Math.max((theta[0] === 0 ? 1 : theta[1]!) * Math.exp(b), 1e-6), 1e4),
        ];
        const curve = michaelisMentenFamily.curve(beside);
        const other = values.reduce((sum, value, i) => sum + (value - curve.value(spend[i]!)) ** 2, 0);
        expect(sse[0]!).toBeLessThanOrEqual(other * (1 + 1e-12));
      }),
      { seed: 20_151_123, numRuns: 200 },
    );
  });

  it("has no better shape anywhere, however much noise there is", () => {
    const spend = Float64Array.from(spends(40), (s) => s / Math.max(...spends(40)));
    for (const { family } of FAMILIES.filter(({ family: one }) => one.parameters.length === 2)) {
      const { lower, upper } = family.parameters[1]!;
      const contributions = Float64Array.from(noise(40 * 40, 11), (error) => 0.3 + error);
      const { sse } = fitted(family, spend, contributions);
      const values = new Float64Array(40);
      const kernel = family.unitKernel(spend);
      for (let step = 0; step <= 2000; step++) {
        kernel(Float64Array.of(lower * (upper / lower) ** (step / 2000)), values, new Float64Array(40));
        for (let d = 0; d < 40; d++) {
          const own = contributions.subarray(d * 40, (d + 1) * 40);
          const product = own.reduce((sum, value, i) => sum + value * values[i]!, 0);
          const square = values.reduce((sum, value) => sum + value * value, 0);
          const other =
            own.reduce((sum, value) => sum + value * value, 0) - Math.max(product, 0) ** 2 / square;
          expect(sse[d]!, `${family.name} ${d}`).toBeLessThanOrEqual(other * (1 + 1e-12));
        }
      }
    }
  });

  it("is found from noise-free points too", () => {
    const spend = spends(60);
    for (const { family, planted } of FAMILIES) {
      const curve = family.curve(planted);
      const { theta, unconverged } = fitted(
        family,
        spend,
        Float64Array.from(spend, (s) => curve.value(s)),
      );
      expect(unconverged).toBe(0);
      planted.forEach((value, a) => {
        expect(Math.abs(theta[a]! / value - 1)).toBeLessThan(1e-9);
      });
    }
  });

  it("stays within the limits of the family, and says so", () => {
    const spend = spends(60);
    const { theta, atBound, unconverged } = fitted(
      hillFamily,
      spend,
      Float64Array.from(spend, (s) => (s > 0.5 ? 1 : 0)),
    );
    expect([atBound[0], theta[2], unconverged]).toEqual([1, 50, 0]);
    expect(fitted(michaelisMentenFamily, spend, Float64Array.from(spend)).atBound[0]).toBe(1);
  });
});

describe("a long valley", () => {
  it("ends where rounding leaves nothing to gain", () => {
    // Nearly straight: the half-saturation of these Hill curves runs off to thousands of times the largest spend.
    const spend = spends(60);
    const contributions = new Float64Array(60 * 60);
    for (let d = 0; d < 60; d++) {
      const error = noise(60, d + 1);
      spend.forEach((s, i) => (contributions[d * 60 + i] = s ** 0.95 + 0.03 * error[i]!));
    }
    const fits = fitted(hillFamily, spend, contributions);
    expect(fits.unconverged).toBe(0);
    expect(fits.halfSaturation.some((half) => half > 1000)).toBe(true);
  });
});

describe("draws without effect", () => {
  const spend = spends(10);
  const fits = fitted(
    michaelisMentenFamily,
    spend,
    Float64Array.from([...spend.map((s) => -s), ...spend.map((s) => s / (s + 1))]),
  );

  it("are flat, with an unknown shape", () => {
    expect(fits.withoutEffect).toBe(1);
    expect([...fits.theta.subarray(0, 2)]).toEqual([0, NaN]);
    expect(fits.halfSaturation[0]).toBeNaN();
    expect(fits.sse[0]).toBeCloseTo(
      spend.reduce((sum, s) => sum + s * s, 0),
      14,
    );
    expect(curveOfDraw(fits, 0).value(5)).toBe(0);
  });

  it("count as zero in the bands", () => {
    expect([...valuesOfDraws(fits, [0, 1])]).toEqual([0, 0, 0, expect.closeTo(0.5, 9)]);
    expect([...bandsOfDraws(fits, [1], [0, 0.5, 1])[0]!]).toEqual([
      0,
      expect.closeTo(0.25, 9),
      expect.closeTo(0.5, 9),
    ]);
  });

  it("have no half-saturation where the family has none", () => {
    expect(fitted(rootFamily, spend, Float64Array.from(spend, Math.sqrt)).halfSaturation[0]).toBe(Infinity);
  });
});

describe("what cannot be fitted", () => {
  it("fails with the general fit's reason", () => {
    expect(fitDraws(michaelisMentenFamily, [0, 0, 0, 0], new Float64Array(8))).toEqual(
      fitCurve(michaelisMentenFamily, [0, 0, 0, 0], [1, 2, 3, 4]),
    );
    expect(fitDraws(michaelisMentenFamily, [], new Float64Array(0)).kind).toBe("failed");
  });

  it("refuses a family with more shape parameters than two", () => {
    const wide = { ...hillFamily, parameters: [...hillFamily.parameters, hillFamily.parameters[2]!] };
    expect(() => new ProjectedFit(wide, Float64Array.of(1))).toThrow(
      "hill has 3 shape parameters, expected 1 or 2",
    );
  });

  it("holds no draws where none are given", () => {
    const fits = fitted(michaelisMentenFamily, [1, 2, 3, 4], new Float64Array(0));
    expect([fits.draws, fits.theta.length]).toEqual([0, 0]);
    expect([...bandsOfDraws(fits, [1], [0.5])[0]!]).toEqual([NaN]);
  });

  it.each([
    ["5 contributions, expected a multiple of 4 periods", [1, 2, 3, 4], [1, 2, 3, 4, 5]],
    ["contribution[1] is NaN", [1, 2, 3, 4], [1, NaN, 3, 4]],
    ["spend[0] is -1", [-1, 2, 3, 4], [1, 2, 3, 4]],
  ])("refuses: %s", (message, spend, contributions) => {
    const call = () => fitDraws(michaelisMentenFamily, spend, Float64Array.from(contributions));
    expect(call).toThrow(RangeError);
    expect(call).toThrow(message);
  });

  it("over spends of each draw's own are those of each draw by itself", () => {
    const spends = Float64Array.of(0, 1, 2, 4, 8, 0, 3, 1, 5, 6);
    const contributions = Float64Array.of(0, 2, 3, 5, 6, 0, 4, 2, 5, 5.5);
    const both = fitDrawsOnOwnSpend(michaelisMentenFamily, 5, spends, contributions);
    if (both.kind === "failed") throw new Error(both.message);
    [0, 1].forEach((d) => {
      const [from, to] = [5 * d, 5 * d + 5];
      const alone = fitted(michaelisMentenFamily, [...spends.slice(from, to)], contributions.slice(from, to));
      // From another first shape to the same minimum.
      [0, 1].forEach((a) => {
        expect(both.theta[2 * d + a]! / alone.theta[a]!).toBeCloseTo(1, 6);
      });
      expect(both.sse[d]! / alone.sse[0]!).toBeCloseTo(1, 9);
    });
    expect(fitDrawsOnOwnSpend(michaelisMentenFamily, 5, new Float64Array(5), spends.slice(0, 5)).kind).toBe(
      "failed",
    );
    expect(() => fitDrawsOnOwnSpend(michaelisMentenFamily, 5, spends, spends.slice(0, 5))).toThrow(
      "10 spends and 5 contributions, expected as many, a multiple of 5 periods",
    );
  });
});
