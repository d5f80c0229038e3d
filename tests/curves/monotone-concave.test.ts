import fc from "fast-check";
import { Matrix, solve } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { certify } from "../../lib/curves/concave-certificate.ts";
import { fitCurve } from "../../lib/curves/fit.ts";
import { gather, sumOfHinges } from "../../lib/curves/hinges.ts";
import { michaelisMentenFamily } from "../../lib/curves/michaelis-menten.ts";
import { type ConcaveFit, fitMonotoneConcave } from "../../lib/curves/monotone-concave.ts";
import { piecewiseConcave } from "../../lib/curves/piecewise-concave.ts";
import { selectFamily } from "../../lib/curves/select.ts";
import { noise, referenceChannels, SEED, spends } from "./points.ts";

function fitted(spend: ArrayLike<number>, contribution: ArrayLike<number>): ConcaveFit {
  const result = fitMonotoneConcave(spend, contribution);
  if (result.kind === "failed") throw new Error(result.message);
  return result;
}

const sumOfSquares = (values: readonly number[]) => values.reduce((sum, value) => sum + value * value, 0);

/** Least sum of squares over every set of hinges with non-negative coefficients, each set solved by itself. */
function bestOfAllSets(spend: readonly number[], contribution: readonly number[]): number {
  const knots = [...new Set(spend)];
  let best = sumOfSquares(contribution);
  for (let set = 1; set < 2 ** knots.length; set++) {
    const own = knots.filter((_, j) => (set >> j) % 2 === 1);
    const hinges = new Matrix(spend.map((s) => own.map((knot) => Math.min(s, knot))));
    const kinks = solve(hinges, Matrix.columnVector([...contribution]));
    if (kinks.to1DArray().some((kink) => kink < 0)) continue;
    const fit = hinges.mmul(kinks).to1DArray();
    best = Math.min(best, sumOfSquares(fit.map((value, i) => contribution[i]! - value)));
  }
  return best;
}

const point = fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: -10, max: 40 }));
/** Money over four decades, to the cent, a seventh of it zero; contributions of any sign. */
const amount = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 500_000 }).map((cents) => cents / 100) },
);
const manyPoints = fc.array(fc.tuple(amount, fc.integer({ min: -1_000, max: 3_000 })), {
  minLength: 8,
  maxLength: 60,
});

describe("the monotone concave fit, worked out by hand", () => {
  it("is a straight line through convex points: slope (1·1 + 2·3) / (1 + 4)", () => {
    const fit = fitted([0, 1, 2], [0, 1, 3]);
    expect(fit.knots).toEqual([{ spend: 2, slope: expect.closeTo(1.4, 14) as number }]);
    expect(fit.sse).toBeCloseTo(0.2, 14);
    expect(fit.flags).toContain("near_linear");
  });

  it("levels off where contributions fall: 1, then the mean of 1.5 and 1.2", () => {
    const { curve, knots, sse } = fitted([1, 2, 3], [1, 1.5, 1.2]);
    expect([1, 2, 3, 9].map((s) => curve.value(s))).toEqual(
      [1, 1.35, 1.35, 1.35].map((value) => expect.closeTo(value, 14) as number),
    );
    expect(knots.map(({ spend }) => spend)).toEqual([1, 2]);
    expect(sse).toBeCloseTo(2 * 0.15 ** 2, 14);
  });

  it("goes through points that are monotone and concave already", () => {
    const { curve, sse } = fitted([1, 2, 4], [2, 3, 4]);
    expect([0, 1, 1.5, 2, 4, 5].map((s) => curve.value(s))).toEqual(
      [0, 2, 2.5, 3, 4, 4].map((value) => expect.closeTo(value, 13) as number),
    );
    expect(sse).toBeLessThan(1e-28);
  });
});

describe("the monotone concave fit is optimal", () => {
  it("has the least sum of squares of all sets of hinges", () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 3, maxLength: 7 }), (points) => {
        const [spend, contribution] = [points.map(([s]) => s), points.map(([, c]) => c)];
        const result = fitMonotoneConcave(spend, contribution);
        const best = bestOfAllSets(
          spend.filter((s) => s > 0),
          contribution.filter((_, i) => spend[i]! > 0),
        );
        const atZero = sumOfSquares(contribution.filter((_, i) => spend[i] === 0));
        if (result.kind === "failed") {
          // Nothing beats zero, or there is nothing to fit.
          if (spend.some((s) => s > 0)) expect(best).toBeCloseTo(sumOfSquares(contribution) - atZero, 9);
          return;
        }
        expect(Math.abs(result.sse - best - atZero)).toBeLessThanOrEqual(1e-10 * sumOfSquares(contribution));
      }),
      SEED,
    );
  });

  it("meets the conditions of Karush, Kuhn and Tucker, hinge by hinge", () => {
    fc.assert(
      fc.property(manyPoints, (points) => {
        const [spend, contribution] = [points.map(([s]) => s), points.map(([, c]) => c)];
        const fit = fitMonotoneConcave(spend, contribution);
        if (fit.kind === "failed") return;
        const residual = contribution.map((value, i) => value - fit.curve.value(spend[i]!));
        const size = Math.sqrt(sumOfSquares(contribution));
        let worst = 0;
        for (const knot of new Set(spend.filter((s) => s > 0))) {
          const hinge = spend.map((s) => Math.min(s, knot));
          const product = hinge.reduce((sum, value, i) => sum + value * residual[i]!, 0);
          const cosine = product / (Math.sqrt(sumOfSquares(hinge)) * size);
          // No hinge lowers the sum of squares; those in use are at their best.
          expect(cosine).toBeLessThan(1e-12);
          if (fit.knots.some(({ spend: own }) => Math.abs(own - knot) < 1e-12 * knot)) {
            expect(cosine).toBeGreaterThan(-1e-12);
            worst = Math.max(worst, Math.abs(cosine));
          }
        }
        expect(fit.certificate.kktResidual).toBeLessThan(1e-12);
        expect(worst).toBeLessThan(1e-12);
      }),
      SEED,
    );
  });

  it("is certified by a lower bound on every curve of its kind", () => {
    fc.assert(
      fc.property(manyPoints, (points) => {
        const fit = fitMonotoneConcave(
          points.map(([s]) => s),
          points.map(([, c]) => c),
        );
        if (fit.kind === "failed") return;
        expect(Math.abs(fit.certificate.gap)).toBeLessThan(1e-11);
      }),
      SEED,
    );
  });

  it("is told by its certificate from any other hinges, whose excess the gap never understates", () => {
    const factor = fc.double({ min: 0.5, max: 1.5, noNaN: true });
    fc.assert(
      fc.property(manyPoints, fc.array(factor, { minLength: 60, maxLength: 60 }), (points, factors) => {
        const best = fitMonotoneConcave(
          points.map(([s]) => s),
          points.map(([, c]) => c),
        );
        const gathered = gather(
          Float64Array.from(points, ([s]) => s),
          Float64Array.from(points, ([, c]) => c),
        );
        const total = sumOfSquares(points.map(([, c]) => c));
        if (best.kind === "failed") return;
        const knots = best.knots.map(({ spend }) =>
          gathered.x.findIndex((x) => Math.abs(x - spend) < 1e-9 * spend),
        );
        const kinks = Float64Array.from(best.knots, ({ slope }, j) => {
          return (slope - (best.knots[j + 1]?.slope ?? 0)) * factors[j]!;
        });
        const other = sumOfHinges(gathered, knots, kinks);
        const optimum = sumOfHinges(
          gathered,
          knots,
          Float64Array.from(kinks, (kink, j) => kink / factors[j]!),
        );
        const sse = (fitted: Float64Array) =>
          fitted.reduce((sum, value, i) => sum + gathered.weight[i]! * (gathered.y[i]! - value) ** 2, 0);
        const excess = (sse(other) - sse(optimum)) / total;
        const certificate = certify(gathered, { knots, kinks }, total);
        expect(certificate.gap).toBeGreaterThanOrEqual(excess - 1e-12);
        if (excess > 1e-6) expect(certificate.kktResidual).toBeGreaterThan(1e-9);
      }),
      SEED,
    );
  });

  it("certifies no curve by hand: points (1, 1) and (2, 1) under the line of slope 1/2", () => {
    // Residuals ½ and 0: the hinge at 1 has the product ½, that at 2 also ½ (and it is in use); lengths √2 and √5 times √2.
    const gathered = gather(Float64Array.of(1, 2), Float64Array.of(1, 1));
    const { kktResidual, gap } = certify(gathered, { knots: [1], kinks: Float64Array.of(0.5) }, 2);
    expect(kktResidual).toBeCloseTo(0.25, 14);
    // Along the line the hinges' products are 3 and 5: excess 1/6, gap (2·2.5/6 + 5/36 − 2·¼) / 2 for an excess of ¼ / 2.
    expect(gap).toBeCloseTo((5 / 6 + 5 / 36 - 1 / 2) / 2, 14);
  });

  it("fits no worse than any concave family, and the examples' channels to rounding", () => {
    for (const { spend, contribution } of referenceChannels("robyn_weekly")) {
      const fit = fitted(spend, contribution);
      const parametric = fitCurve(michaelisMentenFamily, spend, contribution);
      if (parametric.kind === "failed") throw new Error(parametric.message);
      expect(fit.sse).toBeLessThan(parametric.sse);
      // Measured: 9.3e-16 and 1.1e-15 at most.
      expect(fit.certificate.kktResidual).toBeLessThan(1e-13);
      expect(fit.certificate.gap).toBeLessThan(1e-13);
    }
  });
});

describe("the monotone concave fit as a curve", () => {
  const spend = spends(60);
  const error = noise(60, 4);
  const contribution = spend.map((s, i) => s / (0.3 + s) + 0.1 * error[i]!);
  const { curve, knots } = fitted(spend, contribution);

  it("rises, ever less, to a level", () => {
    const grid = Array.from({ length: 200 }, (_, i) => i / 150);
    grid.slice(1).forEach((s, i) => {
      expect(curve.value(s)).toBeGreaterThanOrEqual(curve.value(grid[i]!));
      expect(curve.slope(s)).toBeLessThanOrEqual(curve.slope(grid[i]!));
      expect(curve.curvature(s)).toBe(0);
    });
    expect(curve.value(0)).toBe(0);
    expect(curve.value(Infinity)).toBe(curve.value(1));
    expect(curve.slope(1)).toBe(0);
  });

  it("finds the least spend at which the slope has fallen to a value", () => {
    for (const { spend: knot, slope } of knots) {
      const at = curve.spendAtSlope(slope * (1 - 1e-9));
      expect(at).toBe(knot);
      expect(curve.slope(at)).toBeLessThan(slope);
      expect(curve.slope(at * (1 - 1e-9))).toBe(slope);
    }
    expect(curve.spendAtSlope(curve.slope(0))).toBe(0);
    expect(curve.spendAtSlope(0)).toBe(knots.at(-1)!.spend);
    expect(curve.spendAtSlope(-1)).toBe(Infinity);
    expect(curve.spendAtSlope(NaN)).toBeNaN();
  });

  it("scales with money and contribution", () => {
    const scaled = fitted(
      spend.map((s) => s * 1e6),
      contribution.map((c) => c * 1e-6),
    );
    expect(scaled.knots).toHaveLength(knots.length);
    for (const s of [0.1, 0.5, 1]) {
      expect(Math.abs(scaled.curve.value(s * 1e6) * 1e6 - curve.value(s))).toBeLessThan(1e-12);
    }
  });

  it("does not depend on the order of the periods", () => {
    const reversed = fitted(spend.toReversed(), contribution.toReversed());
    for (const s of [0.1, 0.5, 1])
      expect(Math.abs(reversed.curve.value(s) - curve.value(s))).toBeLessThan(1e-13);
  });

  it.each([
    ["0 knots", []],
    ["knot 0 is at spend 0", [{ spend: 0, slope: 1 }]],
    [
      "knot 1 is at spend 2 with slope 3",
      [
        { spend: 1, slope: 2 },
        { spend: 2, slope: 3 },
      ],
    ],
    ["knot 0 is at spend 1 with slope NaN", [{ spend: 1, slope: NaN }]],
    ["knot 0 is at spend 1 with slope 0", [{ spend: 1, slope: 0 }]],
  ])("is refused with %s", (message, own) => {
    expect(() => piecewiseConcave(own)).toThrow(RangeError);
    expect(() => piecewiseConcave(own)).toThrow(message);
  });

  it.each([-1, NaN])("refuses a spend of %d", (at) => {
    expect(() => curve.value(at)).toThrow(RangeError);
    expect(() => curve.slope(at)).toThrow(RangeError);
    expect(() => curve.curvature(at)).toThrow(RangeError);
  });
});

describe("the monotone concave fit beside the families", () => {
  it("counts its straight pieces in its AICc", () => {
    const spend = spends(60);
    const error = noise(60, 8);
    const contribution = spend.map((s, i) => s / (0.3 + s) + 0.05 * error[i]!);
    const fit = fitted(spend, contribution);
    const K = fit.knots.length + 1;
    expect(fit.aicc).toBeCloseTo(60 * Math.log(fit.sse / 60) + 2 * K + (2 * K * (K + 1)) / (60 - K - 1), 9);
  });

  it("is not chosen for points that a family made, and is for points that bend at a corner", () => {
    const spend = spends(120);
    const error = noise(120, 6);
    const choose = (truth: (s: number) => number) => {
      const contribution = spend.map((s, i) => truth(s) + 0.02 * error[i]!);
      return selectFamily([
        fitCurve(michaelisMentenFamily, spend, contribution),
        fitMonotoneConcave(spend, contribution),
      ]).best?.family;
    };
    expect(choose((s) => s / (0.3 + s))).toBe("michaelis_menten");
    expect(choose((s) => Math.min(s, 0.5))).toBe("monotone_concave");
  });

  it("claims no parameter to be determined", () => {
    const fit = fitted([1, 2, 3, 4], [1, 1.5, 1.7, 1.8]);
    expect([fit.parameters, fit.wellDetermined]).toEqual([[], false]);
    expect(fit.identifiability.map(({ flag }) => flag)).toEqual(["near_linear", "flat"]);
  });
});

describe("what carries no monotone concave curve", () => {
  it.each([
    ["too_few_points", [1, 2], [1, 2]],
    ["no_spend", [0, 0, 0], [1, 2, 3]],
    ["no_positive_contribution", [1, 2, 3], [0, -1, 0]],
    ["no_positive_effect", [1, 2, 3], [0.1, -3, -3]],
  ])("fails with a reason: %s", (reason, spend, contribution) => {
    expect(fitMonotoneConcave(spend, contribution)).toMatchObject({
      kind: "failed",
      family: "monotone_concave",
      reason,
      n: spend.length,
    });
  });

  it("is refused where it is no data", () => {
    expect(() => fitMonotoneConcave([1, 2, -3], [1, 2, 3])).toThrow("spend[2] is -3");
    expect(() => fitMonotoneConcave([1, 2, 3], [1, 2])).toThrow(RangeError);
  });
});
