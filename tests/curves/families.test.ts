import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fit } from "../../lib/curves/fit-report.ts";
import { fitCurve } from "../../lib/curves/fit.ts";
import type { Curve } from "../../lib/curves/curve.ts";
import type { Family } from "../../lib/curves/family.ts";
import { hill, hillFamily } from "../../lib/curves/hill.ts";
import { michaelisMenten } from "../../lib/curves/michaelis-menten.ts";
import { sigmoid } from "../../lib/curves/sigmoid.ts";
import { CONCAVE, FAMILIES, noise, parametersOf, SEED, spends } from "./points.ts";

/** Spend as a multiple of the half-saturation, from far below it to well into the plateau. */
const multiple = fc.double({ min: -3, max: 1, noNaN: true }).map((x) => 10 ** x);

function fitted<C extends Curve>(family: Family<C>, spend: number[], contribution: number[]): Fit<C> {
  const result = fitCurve(family, spend, contribution);
  if (result.kind === "failed") throw new Error(result.message);
  return result;
}

function relativeError(got: number, expected: number): number {
  return Math.abs(got - expected) / Math.abs(expected);
}

describe.each(FAMILIES)("every family keeps the contract: $family.name", ({ family, planted }) => {
  const members = parametersOf(family);

  it("contributes nothing at zero spend", () => {
    fc.assert(
      fc.property(members, (theta) => family.curve(theta).value(0) === 0),
      SEED,
    );
  });

  it("rises with spend and stays at or below its amplitude, which it reaches at infinite spend", () => {
    fc.assert(
      fc.property(members, multiple, multiple, (theta, a, b) => {
        const curve = family.curve(theta);
        const half = family.halfSaturation(theta);
        const [low, high] = [curve.value(half * Math.min(a, b)), curve.value(half * Math.max(a, b))];
        // The library's tanh and power are exact to a unit in the last place or two.
        expect(low).toBeLessThanOrEqual(high * (1 + 4 * Number.EPSILON));
        expect(high).toBeLessThanOrEqual(theta[0]!);
        expect(curve.value(Infinity)).toBe(theta[0]);
      }),
      SEED,
    );
  });

  it("reaches half of its amplitude at its half-saturation", () => {
    fc.assert(
      fc.property(members, (theta) => {
        const half = family.curve(theta).value(family.halfSaturation(theta));
        expect(relativeError(half, theta[0]! / 2)).toBeLessThan(1e-14);
      }),
      SEED,
    );
  });

  it("has the slope that central differences give", () => {
    fc.assert(
      fc.property(members, multiple, (theta, at) => {
        const curve = family.curve(theta);
        const spend = at * family.halfSaturation(theta);
        const step = 1e-5 * spend;
        const difference = (curve.value(spend + step) - curve.value(spend - step)) / (2 * step);
        // Truncation of about 1e-10 of the slope, and rounding of the value over the step.
        const rounding = (4 * Number.EPSILON * curve.value(spend)) / step;
        expect(Math.abs(curve.slope(spend) - difference)).toBeLessThan(1e-8 * curve.slope(spend) + rounding);
      }),
      SEED,
    );
  });

  it("has the parameter gradient that central differences give", () => {
    fc.assert(
      fc.property(members, multiple, (theta, at) => {
        const spend = at * family.halfSaturation(theta);
        const gradient = family.gradient(theta)(spend);
        theta.forEach((value, i) => {
          const step = 1e-5 * value;
          const high = family.curve(theta.with(i, value + step)).value(spend);
          const low = family.curve(theta.with(i, value - step)).value(spend);
          const rounding = (8 * Number.EPSILON * high) / step;
          const tolerance = 1e-7 * Math.abs(gradient[i]!) + rounding + (1e-10 * high) / value;
          expect(Math.abs(gradient[i]! - (high - low) / (2 * step))).toBeLessThan(tolerance);
        });
        expect(
          family
            .gradient(theta)(0)
            .every((value) => value === 0),
        ).toBe(true);
      }),
      SEED,
    );
  });

  it("recovers planted parameters from points without noise", () => {
    const spend = spends(60);
    const curve = family.curve(planted);
    const { parameters, starts } = fitted(
      family,
      spend,
      spend.map((s) => curve.value(s)),
    );
    parameters.forEach(({ estimate }, i) => {
      expect(relativeError(estimate, planted[i]!)).toBeLessThan(1e-9);
    });
    expect(starts.converged).toBeGreaterThan(starts.tried / 2);
  });

  it("recovers planted parameters within four standard errors, which cover as often as they should", () => {
    const spend = spends(120);
    const curve = family.curve(planted);
    const scores = Array.from({ length: 40 }, (_, trial) => {
      const error = noise(spend.length, trial + 1);
      const fit = fitted(
        family,
        spend,
        spend.map((s, i) => curve.value(s) + 0.02 * error[i]!),
      );
      return fit.parameters.map(({ estimate, standardError }, i) => (estimate - planted[i]!) / standardError);
    }).flat();
    expect(Math.max(...scores.map(Math.abs))).toBeLessThan(4);
    // Root mean square of 40 or more z-scores: 1 ± 4/√80 holds unless the standard errors are wrong by half.
    const rms = Math.sqrt(scores.reduce((total, z) => total + z * z, 0) / scores.length);
    expect(rms).toBeGreaterThan(0.55);
    expect(rms).toBeLessThan(1.45);
  });

  it.each([
    [1e6, 1],
    [1e-6, 1],
    [1, 1e6],
    [1, 1e-6],
  ])("scales its fit with money × %d and contribution × %d", (money, kpi) => {
    const spend = spends(60);
    const curve = family.curve(planted);
    const error = noise(spend.length, 7);
    const contribution = spend.map((s, i) => curve.value(s) + 0.03 * error[i]!);
    const base = fitted(family, spend, contribution);
    const scaled = fitted(
      family,
      spend.map((s) => s * money),
      contribution.map((c) => c * kpi),
    );
    base.parameters.forEach(({ estimate, standardError }, i) => {
      const { spendPower, contributionPower } = family.parameters[i]!;
      const factor = money ** spendPower * kpi ** contributionPower;
      expect(relativeError(scaled.parameters[i]!.estimate, estimate * factor)).toBeLessThan(1e-8);
      expect(relativeError(scaled.parameters[i]!.standardError, standardError * factor)).toBeLessThan(1e-8);
    });
    expect(relativeError(scaled.sse, base.sse * kpi ** 2)).toBeLessThan(1e-12);
    expect(scaled.r2).toBeCloseTo(base.r2, 12);
    expect(scaled.flags).toEqual(base.flags);
  });

  it("is flat zero, not undefined, at zero amplitude", () => {
    const flat = family.curve(planted.with(0, 0));
    for (const spend of [0, 1e-9, 1, 1e9]) {
      expect(flat.value(spend)).toBe(0);
      expect(flat.slope(spend)).toBe(0);
    }
  });

  it.each([
    ["a negative amplitude", 0, -1],
    ["an infinite amplitude", 0, Infinity],
    ["an undefined amplitude", 0, NaN],
    ["a zero shape", 1, 0],
    ["a negative shape", 1, -2],
    ["an undefined shape", 1, NaN],
    ["an infinite shape", 1, Infinity],
  ])("refuses %s", (_, position, value) => {
    const name = family.parameters[position]!.name;
    expect(() => family.curve(planted.with(position, value))).toThrow(RangeError);
    expect(() => family.curve(planted.with(position, value))).toThrow(
      `${name} is ${value}, expected a finite`,
    );
  });

  it.each([-1, NaN])("refuses a spend of %d", (spend) => {
    const curve = family.curve(planted);
    expect(() => curve.value(spend)).toThrow(`spend is ${spend}, expected at least 0`);
    expect(() => curve.slope(spend)).toThrow(RangeError);
  });
});

describe.each(CONCAVE.map((family) => ({ family })))("a concave family: $family.name", ({ family }) => {
  const members = parametersOf(family);

  it("lies above its chords and has a curvature that is never positive", () => {
    fc.assert(
      fc.property(members, multiple, multiple, (theta, a, b) => {
        const curve = family.curve(theta);
        const half = family.halfSaturation(theta);
        const [low, high] = [half * Math.min(a, b), half * Math.max(a, b)];
        const chord = (curve.value(low) + curve.value(high)) / 2;
        expect(curve.value((low + high) / 2)).toBeGreaterThanOrEqual(chord * (1 - 1e-14));
        expect(curve.curvature(low)).toBeLessThanOrEqual(0);
      }),
      SEED,
    );
  });

  it("has the curvature that central differences of the slope give", () => {
    fc.assert(
      fc.property(members, multiple, (theta, at) => {
        const curve = family.curve(theta);
        const spend = at * family.halfSaturation(theta);
        const step = 1e-5 * spend;
        const difference = (curve.slope(spend + step) - curve.slope(spend - step)) / (2 * step);
        const rounding = (8 * Number.EPSILON * curve.slope(spend)) / step;
        const tolerance = 1e-7 * Math.abs(difference) + rounding;
        expect(Math.abs(curve.curvature(spend) - difference)).toBeLessThan(tolerance);
      }),
      SEED,
    );
  });

  it("returns to the spend from its slope there", () => {
    fc.assert(
      fc.property(members, multiple, (theta, at) => {
        const curve = family.curve(theta);
        const spend = at * family.halfSaturation(theta);
        // The slope is rounded, and near zero spend a slope tells the spend only as well as the curvature allows.
        const rounding = (8 * Number.EPSILON * curve.slope(spend)) / Math.abs(curve.curvature(spend));
        expect(Math.abs(curve.spendAtSlope(curve.slope(spend)) - spend)).toBeLessThan(
          1e-13 * spend + rounding,
        );
      }),
      SEED,
    );
  });

  it("spends nothing at or above its slope at zero, and without limit at a slope that is not positive", () => {
    const curve = family.curve([2, 3]);
    expect(curve.spendAtSlope(curve.slope(0))).toBe(0);
    expect(curve.spendAtSlope(2 * curve.slope(0))).toBe(0);
    expect(curve.spendAtSlope(Infinity)).toBe(0);
    expect(curve.spendAtSlope(0)).toBe(Infinity);
    expect(curve.spendAtSlope(-1)).toBe(Infinity);
    expect(curve.spendAtSlope(NaN)).toBeNaN();
  });

  it("finds a finite spend for the smallest positive slope", () => {
    expect(family.curve([2, 3]).spendAtSlope(Number.MIN_VALUE)).toBeLessThan(Infinity);
    expect(family.curve([2, 3]).spendAtSlope(Number.MIN_VALUE)).toBeGreaterThan(0);
  });

  it("needs no spend for a slope of zero when it is flat", () => {
    const flat = family.curve([0, 3]);
    expect(flat.spendAtSlope(0)).toBe(0);
    expect(flat.spendAtSlope(-1)).toBe(Infinity);
    expect(flat.curvature(1)).toBeCloseTo(0, 15);
  });
});

describe("curves worked out by hand", () => {
  it("Michaelis–Menten with L = 10, k = 5", () => {
    const curve = michaelisMenten({ L: 10, k: 5 });
    expect([curve.value(5), curve.value(15), curve.slope(0), curve.slope(5)]).toEqual([5, 7.5, 2, 0.5]);
    expect(curve.curvature(5)).toBeCloseTo(-0.1, 15);
    expect(curve.spendAtSlope(0.5)).toBeCloseTo(5, 14);
  });

  it("sigmoid with alpha = 8, lam = ln 3, at spend 1: half of alpha, slope 3·alpha·lam/8", () => {
    const curve = sigmoid({ alpha: 8, lam: Math.log(3) });
    expect(curve.value(1)).toBeCloseTo(4, 14);
    expect(curve.slope(0)).toBeCloseTo(4 * Math.log(3), 14);
    expect(curve.slope(1)).toBeCloseTo(3 * Math.log(3), 14);
    expect(curve.curvature(1)).toBeCloseTo(-1.5 * Math.log(3) ** 2, 14);
    expect(curve.spendAtSlope(3 * Math.log(3))).toBeCloseTo(1, 14);
  });

  it("sigmoid is α·(1 − e^{−λS}) / (1 + e^{−λS}), without overflow at any spend", () => {
    const curve = sigmoid({ alpha: 3, lam: 0.5 });
    const decay = Math.exp(-0.5 * 1.7);
    expect(curve.value(1.7)).toBeCloseTo((3 * (1 - decay)) / (1 + decay), 14);
    expect([curve.value(1e300), curve.slope(1e300)]).toEqual([3, 0]);
  });

  it("Hill with beta = 10, K = 2, h = 2", () => {
    const curve = hill({ beta: 10, K: 2, h: 2 });
    expect([curve.value(2), curve.value(4), curve.slope(2), curve.slope(0)]).toEqual([5, 8, 2.5, 0]);
  });

  it("Hill is Michaelis–Menten at h = 1 and rises without limit at zero spend below it", () => {
    const [one, other] = [hill({ beta: 10, K: 5, h: 1 }), michaelisMenten({ L: 10, k: 5 })];
    for (const spend of [0, 0.3, 5, 80]) {
      expect(one.value(spend)).toBeCloseTo(other.value(spend), 13);
      expect(one.slope(spend)).toBeCloseTo(other.slope(spend), 13);
    }
    expect(hill({ beta: 10, K: 5, h: 0.5 }).slope(0)).toBe(Infinity);
  });

  it("says which families are concave: not Hill, which is convex at first for h above 1", () => {
    const curve = hill({ beta: 1, K: 1, h: 3 });
    expect(curve.slope(0.3)).toBeGreaterThan(curve.slope(0.1));
    expect([...CONCAVE, hillFamily].map(({ isConcave }) => isConcave)).toEqual([true, true, false]);
  });
});
