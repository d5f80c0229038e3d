import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hill } from "../../lib/curves/hill.ts";
import { michaelisMenten } from "../../lib/curves/michaelis-menten.ts";
import { sigmoid } from "../../lib/curves/sigmoid.ts";
import { certify } from "../../lib/optimise/certificate.ts";
import { boundableCurves, dualBound, type Multipliers } from "../../lib/optimise/dual-bound.ts";
import { reach } from "../../lib/optimise/reachable.ts";
import { allocationProblem, objective, type AllocationProblem } from "../../lib/optimise/problem.ts";
import { solveByInteriorPoint } from "../../lib/optimise/interior_point/solver.ts";
import { expectClose, solved } from "./assertions.ts";
import { instances } from "./instances.ts";
import { multiPeriod, singlePeriod, thousandths } from "./problems.ts";

const curve = michaelisMenten({ L: 1, k: 1 });
const twins = allocationProblem({
  channels: [
    { name: "a", curve, lower: 0, upper: 10 },
    { name: "b", curve, lower: 0, upper: 10 },
  ],
  budget: { total: 6 },
});
const unramped = instances(/^(sp-|mp-004x005-plain)/);
// The largest references carry no allocation.
const ramped = instances(/^(mp-0.*-ramp|deg-both-ramps|deg-abs-ramp|deg-pct)/);

/** The bound from these prices alone. */
function bounding(problem: AllocationProblem, allocation: Float64Array, prices: Multipliers) {
  return dualBound(problem, boundableCurves(problem)!, reach(problem), allocation, prices);
}

describe("a certificate", () => {
  it("falls back on prices of its own where those given leave a gap", () => {
    const poor = { budget: Float64Array.of(9), ramps: null };
    expect(certify(twins, Float64Array.of(3, 3), poor).status).toBe("solved");
    expect(bounding(twins, Float64Array.of(3, 3), poor).gap).toBeGreaterThan(1);
  });

  it("proves an optimum, by hand", () => {
    const found = certify(twins, Float64Array.of(3, 3));
    expect(found).toMatchObject({ status: "solved", objective: 1.5, boundKind: "lagrangian" });
    expectClose(found.upperBound, 1.5, 1e-15);
    expectClose(found.budgetPrice[0]!, 1 / 16, 1e-12);
    expect(found.active.map(({ kind }) => kind)).toEqual(["budget_total"]);
  });

  it("measures how far a plan is from the optimum, by hand", () => {
    const found = certify(twins, Float64Array.of(1, 5));
    expect(found.status).toBe("feasible");
    expectClose(found.gap, 1.5 - (1 / 2 + 5 / 6), 1e-12);
    expectClose(found.relativeGap, (1.5 - 4 / 3) / 1.5, 1e-12);
    // The reduced cost at 1 is 1/4 − 1/16, of a largest slope of 1/4.
    expectClose(found.stationarity, 0.75, 1e-12);
  });

  it.each([...unramped, ...ramped])("agrees with the reference about $id", ({ problem, expected }) => {
    const found = certify(problem, Float64Array.from(expected.allocation.flat()));
    // References are printed to 14 digits, and their solver stops within 1e-12 of the optimum.
    expectClose(found.objective, expected.objective, 1e-10);
    expect(found.upperBound).toBeGreaterThanOrEqual(expected.objective * (1 - 1e-11));
    expect(found.violation.largest).toBeLessThanOrEqual(1e-9 * problem.total);
  });

  it.each(unramped)("proves the reference allocation of $id", ({ problem, expected }) => {
    expect(certify(problem, Float64Array.from(expected.allocation.flat())).status).toBe("solved");
  });

  it("marks each broken family, in money", () => {
    const problem = allocationProblem({
      channels: [
        { name: "a", curve, lower: 1, upper: 10, lastSpend: 4, ramp: { absolute: 2, percentage: 0.25 } },
      ],
      periods: 2,
      budget: { total: 10, perPeriod: [5, 5] },
    });
    expect(certify(problem, Float64Array.of(5, 5))).toMatchObject({
      status: "solved",
      violation: { largest: 0 },
    });
    expect(certify(problem, Float64Array.of(8, 0.5))).toMatchObject({
      status: "infeasible",
      violation: {
        bounds: 0.5,
        budget: 1.5,
        perPeriod: 4.5,
        rampAbsolute: 5.5,
        rampPercentage: 5.5,
        largest: 5.5,
      },
    });
  });

  it("is refused by any one family that is broken while the budget is kept", () => {
    const bounded = { ...twins, upper: Float64Array.of(10, 2) };
    expect(certify(bounded, Float64Array.of(3, 3))).toMatchObject({
      status: "infeasible",
      violation: { budget: 0, bounds: 1 },
    });
    const ramp = { absolute: 1, percentage: null };
    const ramped = {
      ...twins,
      channels: twins.channels.map((channel) => ({ ...channel, lastSpend: 1, ramp })),
    };
    expect(certify(ramped, Float64Array.of(3, 3))).toMatchObject({
      status: "infeasible",
      violation: { budget: 0, bounds: 0, rampAbsolute: 1 },
    });
  });

  it("is bounded with prices of ramps, by hand", () => {
    const problem = allocationProblem({
      channels: [{ name: "a", curve, lower: 0, upper: 10, ramp: { absolute: 1, percentage: null } }],
      periods: 2,
      budget: { total: 4 },
    });
    const none = new Float64Array(2);
    const absoluteUp = Float64Array.of(0, 0.05);
    const ramps = { absoluteUp, absoluteDown: none, percentageUp: none, percentageDown: none };
    const allocation = Float64Array.of(1.8, 2.2);
    const { gap, cost } = bounding(problem, allocation, { budget: Float64Array.of(0.1), ramps });
    expectClose(cost[0]!, 0.05, 1e-15);
    expectClose(cost[1]!, 0.15, 1e-15);
    // ν·b + λ·h + Σ max (s/(1+s) − c·s), whose maximum is (1 − √c)².
    const bound = 0.1 * 4 + 0.05 * 1 + (1 - Math.sqrt(0.05)) ** 2 + (1 - Math.sqrt(0.15)) ** 2;
    expectClose(objective(problem, allocation) + gap, bound, 1e-14);
  });

  it("takes a broken budget of 2e-9 for broken and of 0.5e-9 for kept", () => {
    expect(certify(twins, Float64Array.of(3, 3 * (1 + 4e-9))).status).toBe("infeasible");
    expect(certify(twins, Float64Array.of(3, 3 * (1 + 1e-9))).status).toBe("solved");
  });

  it("never passes an undefined spend", () => {
    const found = certify(twins, Float64Array.of(NaN, 3));
    expect(found.status).toBe("infeasible");
    expect(found.objective).toBeNaN();
    expect(found.stationarity).toBeNaN();
  });

  it("knows no bound for S-shaped curves, and so proves nothing", () => {
    const channels = [{ name: "a", curve: hill({ beta: 1, K: 1, h: 2 }), lower: 0, upper: 5 }];
    const found = certify(allocationProblem({ channels, budget: { total: 2 } }), Float64Array.of(2));
    expect(found).toMatchObject({ status: "feasible", boundKind: "none" });
    expect(found.relativeGap).toBeNaN();
  });

  it("bounds with carryover, by hand", () => {
    const adstock = { alpha: 0.5, initialCarryover: 2 };
    const problem = allocationProblem({
      channels: [{ name: "a", curve, lower: 0, upper: 3, adstock }],
      periods: 2,
      budget: { total: 2 },
    });
    // Effective spends are 1 + 1 and 1 + 1: 2/3 each.
    const allocation = Float64Array.of(1, 1);
    const { gap, cost } = bounding(problem, allocation, { budget: Float64Array.of(0.1), ramps: null });
    expect([...cost]).toEqual([0.1, 0.1]);
    // Spend is worth 1/9 + 1/18 in the first period and 1/9 in the second; neither is nearer to its bound (of what the budget leaves, 0 to 2)
    // than a Newton step, so that both links are priced 0.1, and effective spend 0.1 − 0.05 and 0.1; it can reach 3 in both periods.
    const bound = 0.1 * 2 + 0.1 * 0.5 * 2 + (3 / 4 - 0.05 * 3) + (1 - Math.sqrt(0.1)) ** 2;
    expectClose(objective(problem, allocation) + gap, bound, 1e-14);
  });

  it("says that ramps between periods were relaxed, and then prices no single limit", () => {
    const { problem, expected } = ramped.find(({ id }) => id === "mp-004x005-ramp-mix")!;
    const found = certify(problem, Float64Array.from(expected.allocation.flat()));
    expect(found.boundKind).toBe("reachable_intervals");
    const limits = found.active.filter(({ kind }) => !kind.startsWith("budget"));
    expect(limits.length).toBeGreaterThan(10);
    expect(limits.every(({ shadowPrice }) => Number.isNaN(shadowPrice))).toBe(true);
  });

  it("prices cells so saturated that a unit is worth less than any number can say", () => {
    const saturated = sigmoid({ alpha: 1, lam: 2 });
    const problem = allocationProblem({
      channels: ["a", "b"].map((name) => ({ name, curve: saturated, lower: 60, upper: 400 })),
      budget: { total: 200 },
    });
    expect(certify(problem, Float64Array.of(100, 100))).toMatchObject({ status: "solved", gap: 0 });
  });

  it("refuses an allocation of another size", () => {
    expect(() => certify(twins, Float64Array.of(1))).toThrow("allocation has 1 spends, expected 2");
  });

  it("bounds every feasible allocation from above, whatever the prices", () => {
    fc.assert(
      fc.property(singlePeriod, thousandths(0, 1), thousandths(-5, 50), (spec, share, price) => {
        const problem = allocationProblem(spec);
        const best = certify(problem, Float64Array.from(problem.lower)).upperBound;
        // Water poured from the first channel on or from all in proportion: two feasible allocations.
        const slack = problem.total - problem.lower.reduce((sum, low) => sum + low, 0);
        const room = problem.upper.reduce((sum, high, i) => sum + high - problem.lower[i]!, 0);
        const even = problem.lower.map(
          (low, i) => low + (room > 0 ? slack / room : 0) * (problem.upper[i]! - low),
        );
        let left = slack;
        const poured = problem.lower.map((low, i) => {
          const part = Math.min(left, problem.upper[i]! - low);
          left -= part;
          return low + part;
        });
        const mixed = even.map((spend, i) => share * spend + (1 - share) * poured[i]!);
        const worth = objective(problem, mixed);
        const { gap } = bounding(problem, mixed, { budget: Float64Array.of(price), ramps: null });
        const rounding = 1e-12 * (worth + Math.abs(gap) + Math.abs(price) * problem.total);
        expect(gap).toBeGreaterThanOrEqual(-rounding);
        expect(best).toBeGreaterThanOrEqual(worth * (1 - 1e-12));
        expect(gap).toBeGreaterThanOrEqual(certify(problem, mixed).gap - rounding);
      }),
    );
  });

  it("bounds the optimum with any prices of ramps", () => {
    fc.assert(
      fc.property(
        multiPeriod(false),
        fc.infiniteStream(thousandths(0, 2)),
        thousandths(0, 5),
        (spec, stream, price) => {
          const problem = allocationProblem(spec);
          const { certificate, allocation } = solved(solveByInteriorPoint(problem));
          const draw = () => problem.lower.map(() => stream.next().value as number);
          const ramps = {
            absoluteUp: draw(),
            absoluteDown: draw(),
            percentageUp: draw(),
            percentageDown: draw(),
          };
          const { gap } = bounding(problem, allocation, { budget: Float64Array.of(price), ramps });
          expect(gap).toBeGreaterThanOrEqual(-1e-9 * (certificate.objective + problem.total));
        },
      ),
    );
  });
});
