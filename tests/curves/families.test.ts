import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fit } from "../../lib/curves/fit-report.ts";
import { fitCurve } from "../../lib/curves/fit.ts";
import type { Curve } from "../../lib/curves/curve.ts";
import { exponential } from "../../lib/curves/exponential.ts";
import type { Family } from "../../lib/curves/family.ts";
import { toNatural } from "../../lib/curves/family.ts";
import { concaveHill, hill, hillFamily } from "../../lib/curves/hill.ts";
import { logarithmic } from "../../lib/curves/logarithmic.ts";
import { michaelisMenten } from "../../lib/curves/michaelis-menten.ts";
import { root } from "../../lib/curves/root.ts";
import { sigmoid } from "../../lib/curves/sigmoid.ts";
import { tanh } from "../../lib/curves/tanh.ts";
import { bendOf, CONCAVE, FAMILIES, hasPlateau, noise, parametersOf, SEED, spends } from "./points.ts";

/** Spend as a multiple of that at which the curve bends, from far below it to well into the plateau. */
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

  it("rises with spend, towards its amplitude or without limit", () => {
    fc.assert(
      fc.property(members, multiple, multiple, (theta, a, b) => {
        const curve = family.curve(theta);
        const bend = bendOf(family, theta);
        const [low, high] = [curve.value(bend * Math.min(a, b)), curve.value(bend * Math.max(a, b))];
        // The library's tanh and power are exact to a unit in the last place or two.
        expect(low).toBeLessThanOrEqual(high * (1 + 4 * Number.EPSILON));
        if (hasPlateau(family)) expect(high).toBeLessThanOrEqual(theta[0]!);
        expect(curve.value(Infinity)).toBe(hasPlateau(family) ? theta[0] : Infinity);
      }),
      SEED,
    );
  });

  it("has values in proportion to its amplitude, and the same in its kernel with their derivatives by shape", () => {
    fc.assert(
      fc.property(members, fc.array(multiple, { minLength: 1, maxLength: 5 }), (theta, multiples) => {
        const spend = Float64Array.from([0, ...multiples], (at) => at * bendOf(family, theta));
        const values = new Float64Array(spend.length);
        const derivatives = new Float64Array(spend.length * (theta.length - 1));
        family.unitKernel(spend)(Float64Array.from(theta.slice(1)), values, derivatives);
        const curve = family.curve(theta);
        const gradient = family.gradient(theta);
        spend.forEach((s, i) => {
          // Powers by exponential and logarithm round in proportion to the logarithm of the spend.
          expect(Math.abs(theta[0]! * values[i]! - curve.value(s))).toBeLessThanOrEqual(
            1e-13 * curve.value(s),
          );
          gradient(s).forEach((expected, a) => {
            const got = a === 0 ? values[i]! : theta[0]! * derivatives[(a - 1) * spend.length + i]!;
            const size = a === 0 ? 1 : curve.value(s) / theta[a]!;
            expect(Math.abs(got - expected)).toBeLessThanOrEqual(1e-13 * (Math.abs(expected) + size));
          });
        });
      }),
      SEED,
    );
  });

  it("reaches half of its plateau at its half-saturation, where it has one", () => {
    if (!hasPlateau(family)) {
      expect(family.halfSaturation(planted)).toBe(Infinity);
      return;
    }
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
        const spend = at * bendOf(family, theta);
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
        const spend = at * bendOf(family, theta);
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
    const theta = base.parameters.map(({ estimate }) => estimate);
    const { theta: expected, jacobian } = toNatural(family, theta, {
      spendMax: money,
      contributionMax: kpi,
    });
    base.parameters.forEach((_, a) => {
      const { estimate, standardError } = scaled.parameters[a]!;
      const variance = jacobian[a]!.reduce(
        (sum, da, c) => sum + jacobian[a]!.reduce((row, db, d) => row + da * db * base.covariance[c]![d]!, 0),
        0,
      );
      expect(relativeError(estimate, expected[a]!)).toBeLessThan(1e-8);
      expect(relativeError(standardError, Math.sqrt(variance))).toBeLessThan(1e-8);
    });
    scaled.identifiability.forEach(({ flag, value, isRaised }, i) => {
      const before = base.identifiability[i]!;
      expect([flag, isRaised]).toEqual([before.flag, before.isRaised]);
      expect(value === before.value || relativeError(value, before.value) < 1e-8).toBe(true);
    });
    expect(relativeError(scaled.sse, base.sse * kpi ** 2)).toBeLessThan(1e-12);
    expect(scaled.r2).toBeCloseTo(base.r2, 12);
    expect(scaled.flags).toEqual(base.flags);
  });

  it("is carried to natural units with its derivatives", () => {
    const positive = fc.double({ min: -4, max: 4, noNaN: true }).map((x) => 10 ** x);
    fc.assert(
      fc.property(members, multiple, positive, positive, (theta, at, spendMax, contributionMax) => {
        const scales = { spendMax, contributionMax };
        const natural = toNatural(family, theta, scales);
        const spend = at * bendOf(family, theta);
        const expected = contributionMax * family.curve(theta).value(spend);
        expect(relativeError(family.curve(natural.theta).value(spend * spendMax), expected)).toBeLessThan(
          1e-12,
        );
        theta.forEach((value, b) => {
          const step = 1e-5 * value;
          const high = toNatural(family, theta.with(b, value + step), scales).theta;
          const low = toNatural(family, theta.with(b, value - step), scales).theta;
          natural.theta.forEach((own, a) => {
            const difference = (high[a]! - low[a]!) / (2 * step);
            const tolerance = 1e-7 * Math.abs(difference) + (1e-10 * own) / value;
            expect(Math.abs(natural.jacobian[a]![b]! - difference)).toBeLessThanOrEqual(tolerance);
          });
        });
      }),
      SEED,
    );
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
    ["a zero last shape", -1, 0],
    ["an undefined last shape", -1, NaN],
  ])("refuses %s", (_, place, value) => {
    const position = place < 0 ? planted.length - 1 : place;
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

/** Curves whose slope at zero spend is infinite have no number for it. */
const isSteep = (family: Family) => family.name === "root" || family.name === "concave_hill";

describe.each(
  CONCAVE.map((family) => ({ family, planted: FAMILIES.find((one) => one.family === family)!.planted })),
)("a concave family: $family.name", ({ family, planted }) => {
  const members = parametersOf(family);

  it("lies above its chords and has a curvature that is never positive", () => {
    fc.assert(
      fc.property(members, multiple, multiple, (theta, a, b) => {
        const curve = family.curve(theta);
        const bend = bendOf(family, theta);
        const [low, high] = [bend * Math.min(a, b), bend * Math.max(a, b)];
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
        const spend = at * bendOf(family, theta);
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
        const spend = at * bendOf(family, theta);
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
    const curve = family.curve(planted);
    expect(curve.slope(0) === Infinity).toBe(isSteep(family));
    expect(curve.spendAtSlope(curve.slope(0))).toBe(0);
    expect(curve.spendAtSlope(2 * curve.slope(0))).toBe(0);
    expect(curve.spendAtSlope(Infinity)).toBe(0);
    expect(curve.spendAtSlope(0)).toBe(Infinity);
    expect(curve.spendAtSlope(-1)).toBe(Infinity);
    expect(curve.spendAtSlope(NaN)).toBeNaN();
  });

  it("finds the spend for slopes from the smallest to the largest number, as far as that is a number", () => {
    const curve = family.curve(planted);
    for (const slope of [Number.MIN_VALUE, 1e-300, 1e-100, 1e-30]) {
      const spend = curve.spendAtSlope(slope);
      expect(spend).toBeGreaterThan(0);
      if (hasPlateau(family) && !isSteep(family)) expect(spend).toBeLessThan(Infinity);
      // Exponential tails have spent their last digit before a slope of 1e-300.
      if (spend < 1e100 && slope > 1e-35)
        expect(relativeError(curve.slope(spend), slope)).toBeLessThan(1e-12);
    }
    if (isSteep(family))
      expect(relativeError(curve.slope(curve.spendAtSlope(1e20)), 1e20)).toBeLessThan(1e-12);
  });

  it("needs no spend for a slope of zero when it is flat", () => {
    const flat = family.curve(planted.with(0, 0));
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

  it("exponential with alpha = 8, lam = ln 2, at spend 1: half of alpha", () => {
    const curve = exponential({ alpha: 8, lam: Math.LN2 });
    expect(curve.value(1)).toBeCloseTo(4, 14);
    expect(curve.slope(1)).toBeCloseTo(4 * Math.LN2, 14);
    expect(curve.curvature(1)).toBeCloseTo(-4 * Math.LN2 ** 2, 14);
    expect(curve.spendAtSlope(2 * Math.LN2)).toBeCloseTo(2, 14);
  });

  it("root with a = 3, p = 1/2", () => {
    const curve = root({ a: 3, p: 0.5 });
    expect([curve.value(4), curve.slope(4), curve.curvature(4), curve.slope(0)]).toEqual([
      6,
      0.75,
      -3 / 32,
      Infinity,
    ]);
    expect(curve.spendAtSlope(0.5)).toBe(9);
  });

  it("logarithmic with a = 2, b = 3, at spend 3: a ln 2", () => {
    const curve = logarithmic({ a: 2, b: 3 });
    expect(curve.value(3)).toBeCloseTo(2 * Math.LN2, 14);
    expect([curve.slope(0), curve.slope(3), curve.curvature(1)]).toEqual([2 / 3, 1 / 3, -1 / 8]);
    expect(curve.spendAtSlope(0.25)).toBe(5);
  });

  it("tanh is the sigmoid curve with lam = 2/s, and its first slope meets the plateau at s", () => {
    const [one, other] = [tanh({ b: 3, s: 4 }), sigmoid({ alpha: 3, lam: 0.5 })];
    for (const spend of [0, 0.3, 5, 80]) expect(one.value(spend)).toBe(other.value(spend));
    expect(one.slope(0) * 4).toBe(3);
  });

  it("Hill with h = 1/2 has its known slope and curvature, and the spend at a slope", () => {
    // C = 10 √S / (1 + √S): C′ = 5 / (√S (1 + √S)²); at 4: 5/18, C″ = −(1 + 3√S)·C′ / (2S(1 + √S)) = −35/432.
    const curve = concaveHill({ beta: 10, K: 1, h: 0.5 });
    expect(curve.value(4)).toBeCloseTo(20 / 3, 14);
    expect(curve.slope(4)).toBeCloseTo(5 / 18, 15);
    expect(curve.curvature(4)).toBeCloseTo(-35 / 432, 15);
    expect(curve.spendAtSlope(5 / 18)).toBeCloseTo(4, 13);
    expect(() => concaveHill({ beta: 10, K: 1, h: 1.1 })).toThrow("h is 1.1, expected at most 1");
  });

  it.each([
    [0.5, -Infinity],
    [1, -0.8],
    [1.5, Infinity],
    [2, 0.8],
    [3, 0],
  ])("Hill with h = %d bends at zero spend by %d", (h, bend) => {
    const curve = hill({ beta: 10, K: 5, h });
    expect(curve.curvature(0)).toBeCloseTo(bend, 14);
    expect(hill({ beta: 0, K: 5, h }).curvature(0)).toBe(0);
    if (h >= 2) expect(curve.curvature(1e-6)).toBeCloseTo(bend, 4);
  });

  it("refuses an elasticity of 1", () => {
    expect(() => root({ a: 1, p: 1 })).toThrow("p is 1, expected a finite number above 0 and below 1");
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
    expect(FAMILIES.filter(({ family }) => !family.isConcave).map(({ family }) => family)).toEqual([
      hillFamily,
    ]);
    expect(CONCAVE.map(({ name }) => name).sort()).toEqual(
      FAMILIES.map(({ family }) => family.name)
        .filter((name) => name !== "hill")
        .sort(),
    );
  });
});
