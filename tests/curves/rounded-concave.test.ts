import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitMonotoneConcave } from "../../lib/curves/monotone-concave.ts";
import { type Knot, piecewiseConcave } from "../../lib/curves/piecewise-concave.ts";
import { roundedConcave } from "../../lib/curves/rounded-concave.ts";
import { solveBy } from "../../lib/optimise/method.ts";
import { allocationProblem } from "../../lib/optimise/problem.ts";
import { referenceChannels, SEED } from "./points.ts";

/** Knots whose gaps and falls of slope are between 0.01 and 5. */
const knotsOf: fc.Arbitrary<Knot[]> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((pairs) =>
    pairs.map((_, j) => ({
      spend: pairs.slice(0, j + 1).reduce((sum, [gap]) => sum + gap / 100, 0),
      slope: pairs.slice(j).reduce((sum, [, fall]) => sum + fall / 100, 0),
    })),
  );
const place = fc.double({ min: 0, max: 1.2, noNaN: true });

describe("a rounded concave curve", () => {
  it("worked out by hand: slope 2 to spend 2, then level, rounded between 1 and 3", () => {
    const { curve, largestLoss } = roundedConcave([{ spend: 2, slope: 2 }]);
    expect([0, 1, 2, 3, 9].map((s) => curve.value(s))).toEqual([0, 2, 3.5, 4, 4]);
    expect([0, 1, 2, 2.5, 3, 9].map((s) => curve.slope(s))).toEqual([2, 2, 1, 0.5, 0, 0]);
    expect([0.5, 2, 5].map((s) => curve.curvature(s) + 0)).toEqual([0, -1, 0]);
    expect([3, 2, 1.5, 0, -1].map((slope) => curve.spendAtSlope(slope))).toEqual([0, 0, 1.5, 3, Infinity]);
    expect(largestLoss).toBe(0.5);
  });

  it("lies below the corners by no more than it says, and on the curve in the middle of each piece", () => {
    fc.assert(
      fc.property(knotsOf, place, (knots, at) => {
        const straight = piecewiseConcave(knots);
        const { curve, largestLoss } = roundedConcave(knots);
        const spend = at * knots.at(-1)!.spend;
        const loss = straight.value(spend) - curve.value(spend);
        expect(loss).toBeGreaterThan(-1e-12);
        expect(loss).toBeLessThanOrEqual(largestLoss + 1e-12);
        knots.forEach(({ spend: own }, j) => {
          const middle = (own + (knots[j - 1]?.spend ?? 0)) / 2;
          expect(Math.abs(curve.value(middle) - straight.value(middle))).toBeLessThan(1e-12);
        });
      }),
      SEED,
    );
  });

  it("has a slope that falls without jumps, and a curvature that is its derivative", () => {
    fc.assert(
      fc.property(knotsOf, place, (knots, at) => {
        const { curve } = roundedConcave(knots);
        const spend = 1e-3 + at * knots.at(-1)!.spend;
        const step = 1e-7;
        const fall = curve.slope(spend) - curve.slope(spend + step);
        // No arc is steeper than a fall of 5 over the shortest reach, 0.01.
        expect(fall).toBeGreaterThanOrEqual(-1e-14);
        expect(fall).toBeLessThanOrEqual(1000 * step);
        expect(curve.curvature(spend)).toBeLessThanOrEqual(0);
        const rise = (curve.value(spend + step) - curve.value(spend)) / step;
        expect(Math.abs(rise - curve.slope(spend))).toBeLessThan(1e-4);
      }),
      SEED,
    );
  });

  it("returns to the spend from its slope inside an arc", () => {
    fc.assert(
      fc.property(knotsOf, place, (knots, at) => {
        const { curve } = roundedConcave(knots);
        const spend = at * knots.at(-1)!.spend;
        if (curve.curvature(spend) === 0) return;
        expect(Math.abs(curve.spendAtSlope(curve.slope(spend)) - spend)).toBeLessThan(1e-9 * (1 + spend));
      }),
      SEED,
    );
    expect(roundedConcave([{ spend: 1, slope: 1 }]).curve.spendAtSlope(NaN)).toBeNaN();
  });

  it("lets the interior point method solve a plan with carryover that corners keep from ending", () => {
    const channels = referenceChannels("robyn_weekly").map(({ channel, spend, contribution }) => {
      const fit = fitMonotoneConcave(spend, contribution);
      if (fit.kind === "failed") throw new Error(fit.message);
      return {
        name: channel,
        curve: roundedConcave(fit.knots).curve,
        lower: 0,
        upper: 2 * Math.max(...spend),
        adstock: { alpha: 0.3, initialCarryover: 0 },
      };
    });
    const solution = solveBy(
      "interior_point",
      allocationProblem({
        channels,
        periods: 8,
        budget: { total: (4 * channels.reduce((sum, one) => sum + one.upper, 0)) / 5 },
      }),
    );
    expect(solution.status).toBe("solved");
  });

  it("refuses knots out of order", () => {
    expect(() => roundedConcave([])).toThrow(RangeError);
  });
});
