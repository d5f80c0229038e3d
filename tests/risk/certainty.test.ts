import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { michaelisMenten } from "../../lib/curves/michaelis-menten.ts";
import { mean } from "../../lib/linalg/vector.ts";
import { mulberry32 } from "../../lib/random/mulberry32.ts";
import { bestPlan } from "../../lib/risk/best-plan.ts";
import { drawOptima } from "../../lib/risk/draw-optima.ts";
import { budgetFor, budgetLimits, optimumAt } from "../../lib/risk/flexible.ts";
import { valueOfInformation } from "../../lib/risk/information.ts";
import { nearOptimalRanges } from "../../lib/risk/near-optimal.ts";
import { responses, riskProblem, weightedProblem } from "../../lib/risk/risk-problem.ts";
import { solveRisk } from "../../lib/risk/solve.ts";
import { weightedMeanCurve } from "../../lib/risk/weighted-mean-curve.ts";
import { expectClose } from "../optimise/assertions.ts";
import { made } from "./problems.ts";

const seeds = fc.integer({ min: 0, max: 1e9 });
const FEW = { numRuns: 12 };

describe("the mean curve", () => {
  it("has a slope that its inverse undoes", () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0.01, max: 20, noNaN: true }), (seed, at) => {
        const random = mulberry32(seed);
        const curves = Array.from({ length: 7 }, () =>
          michaelisMenten({ L: random(), k: 0.01 + 5 * random() }),
        );
        const curve = weightedMeanCurve(curves, new Float64Array(7).fill(1 / 7), 3);
        expectClose(curve.spendAtSlope(curve.slope(at)), at, 1e-9);
        expectClose(
          curve.value(at),
          curves.reduce((sum, one) => sum + one.value(at) / 7, 0),
          1e-13,
        );
        expect(curve.spendAtSlope(curve.slope(0))).toBe(0);
        expect(curve.spendAtSlope(0)).toBe(Infinity);
      }),
    );
  });

  it("refuses weights that do not fit", () => {
    const curve = michaelisMenten({ L: 1, k: 1 });
    expect(() => weightedMeanCurve([curve], new Float64Array(2), 1)).toThrow("1 curves, 2 weights");
    expect(() => weightedMeanCurve([curve], Float64Array.of(-1), 1)).toThrow("below 0");
    expect(() => weightedMeanCurve([curve], Float64Array.of(1), 0)).toThrow("scale is 0");
  });
});

describe("the best plans of the draws", () => {
  it("bring at least as much in their draw as any other plan does", () => {
    const problem = made({ seed: 2, channels: 3, draws: 30 });
    const { value, allocation } = drawOptima(problem);
    const plan = solveRisk(problem, { kind: "mean" })!;
    plan.response.forEach((f, d) => {
      expect(value[d]!).toBeGreaterThanOrEqual(f * (1 - 1e-12));
    });
    expectClose(responses(problem, allocation.subarray(0, 3))[0]!, value[0]!, 1e-12);
  });
});

describe("near-optimal ranges", () => {
  it("is, by hand, where two equal channels lose one per cent by being unequal", () => {
    const curve = michaelisMenten({ L: 1, k: 1 });
    const problem = riskProblem({
      channels: ["a", "b"].map((name) => ({ name, lower: 0, upper: 2, curves: [curve] })),
      budget: { total: 2 },
    }).expected;
    // (1+x)/(2+x) + (1−x)/(2−x) = 2 − 4/(4−x²), which is 0.99 at x² = 4 − 4/1.01.
    const x = Math.sqrt(4 - 4 / 1.01);
    for (const { least, most, leastBound, mostBound } of nearOptimalRanges(problem, 0.01)!) {
      expectClose(least, 1 - x, 1e-6);
      expectClose(most, 1 + x, 1e-6);
      expectClose(leastBound, 1 - x, 1e-6);
      expectClose(mostBound, 1 + x, 1e-6);
    }
  });

  it("are reached by plans as good, and certified within a part in a million of the budget", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2, max: 4 }), (seed, channels) => {
        const { expected } = made({ seed, channels, draws: 20 });
        const best = optimumAt(expected, expected.total).contribution;
        nearOptimalRanges(expected, 0.01)!.forEach(({ least, most, leastBound, mostBound }, i) => {
          expect(leastBound).toBeLessThanOrEqual(least + 1e-9 * expected.total);
          expect(mostBound).toBeGreaterThanOrEqual(most - 1e-9 * expected.total);
          expectClose(leastBound, least, 0, 1e-6 * expected.total);
          expectClose(mostBound, most, 0, 1e-6 * expected.total);
          for (const spend of [least, most]) {
            const lower = expected.lower.map((own, j) => (j === i ? spend : own));
            const upper = expected.upper.map((own, j) => (j === i ? spend : own));
            const plan = bestPlan({ ...expected, lower, upper })!.allocation;
            const value = expected.channels.reduce((sum, { curve }, j) => sum + curve.value(plan[j]!), 0);
            expect(value).toBeGreaterThanOrEqual(best * (0.99 - 1e-9));
          }
        });
      }),
      FEW,
    );
  });
});

describe("the value of information", () => {
  it("is in total the expected regret of the plan", () => {
    const problem = made({ seed: 4, channels: 3, draws: 200 });
    const plan = solveRisk(problem, { kind: "mean" })!;
    const optima = drawOptima(problem);
    const { total } = valueOfInformation(problem, plan.allocation, optima);
    expectClose(total.value, mean(optima.value) - plan.objective, 1e-9);
    expect(total.value).toBeGreaterThan(0);
  });

  it("meets the exact value of an independent channel within its error, and is nothing of a channel that is known", () => {
    const random = mulberry32(9);
    const draws = 1000;
    const known = michaelisMenten({ L: 300, k: 150 });
    const unsure = Array.from({ length: draws }, () => michaelisMenten({ L: 100 + 500 * random(), k: 150 }));
    const problem = riskProblem({
      channels: [
        { name: "unsure", lower: 0, upper: 400, curves: unsure },
        { name: "known", lower: 0, upper: 400, curves: new Array<typeof known>(draws).fill(known) },
      ],
      budget: { total: 300 },
    });
    const plan = solveRisk(problem, { kind: "mean" })!.allocation;
    const optima = drawOptima(problem);
    const { total, channels } = valueOfInformation(problem, plan, optima);
    // All that can be learnt is the one channel: its value is the total. Strata know it up to their width.
    expect(Math.abs(channels[0]!.value - total.value)).toBeLessThanOrEqual(
      4 * total.standardError + 0.02 * total.value,
    );
    expect(Math.abs(channels[1]!.value)).toBeLessThanOrEqual(
      5 * channels[1]!.standardError + 0.02 * total.value,
    );
    expect(channels[0]!.value).toBeGreaterThan(10 * channels[0]!.standardError);
  });
});

describe("budgets that follow from an aim", () => {
  const { expected } = made({ seed: 6, channels: 4, draws: 25 });
  const now = optimumAt(expected, expected.total);

  it("meet the aim, with a certified plan", () => {
    const roi = (now.contribution / now.budget) * 0.9;
    const byRoi = budgetFor(expected, { kind: "target_roi", value: roi })!;
    expectClose(byRoi.contribution / byRoi.budget, roi, 1e-9);
    expect(byRoi).toMatchObject({ isMet: true, isHeld: false });
    expect(byRoi.relativeGap).toBeLessThanOrEqual(1e-8);
    const byCpa = budgetFor(expected, { kind: "target_cpa", value: 1 / roi })!;
    expectClose(byCpa.budget, byRoi.budget, 1e-9);
    const marginal = budgetFor(expected, { kind: "target_mroi", value: now.price * 0.8 })!;
    expectClose(marginal.price, now.price * 0.8, 1e-8);
    const contribution = budgetFor(expected, { kind: "target_contribution", value: now.contribution })!;
    expectClose(contribution.budget, expected.total, 1e-9);
    const profit = budgetFor(expected, { kind: "profit", margin: 1 / now.price })!;
    expectClose(profit.budget, expected.total, 1e-7);
  });

  it("say where the limits do not let it be met", () => {
    const { least, most } = budgetLimits(expected)!;
    expect(budgetFor(expected, { kind: "target_mroi", value: 1e-9 })).toMatchObject({
      budget: most,
      isHeld: true,
      isMet: true,
    });
    expect(budgetFor(expected, { kind: "target_roi", value: 1e9 })).toMatchObject({
      isHeld: true,
      isMet: false,
    });
    expect(budgetFor(expected, { kind: "target_contribution", value: 1e12 })).toMatchObject({
      budget: most,
      isMet: false,
    });
    expect(budgetFor(expected, { kind: "target_contribution", value: 1e-9 })).toMatchObject({
      budget: least,
      isHeld: true,
    });
    expect(() => budgetFor(expected, { kind: "target_roi", value: 0 })).toThrow("target_roi is 0");
  });
});

describe("problems known by draws", () => {
  it("weigh the draws as asked", () => {
    const problem = made({ seed: 8, channels: 2, draws: 3 });
    const weights = Float64Array.of(0, 1, 0);
    const plan = Float64Array.of(30, 40);
    const { channels } = weightedProblem(problem, weights);
    const value = channels.reduce((sum, { curve }, i) => sum + curve.value(plan[i]!), 0);
    expectClose(value, responses(problem, plan)[1]!, 1e-14);
  });
});
