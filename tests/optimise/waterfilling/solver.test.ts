import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hill } from "../../../lib/curves/hill.ts";
import { michaelisMenten } from "../../../lib/curves/michaelis-menten.ts";
import { sigmoid } from "../../../lib/curves/sigmoid.ts";
import { allocationProblem, objective, type AllocationSpec } from "../../../lib/optimise/problem.ts";
import { waterLevel } from "../../../lib/optimise/waterfilling/kernel.ts";
import { solveByWaterFilling } from "../../../lib/optimise/waterfilling/solver.ts";
import { allocated, expectClose, solved } from "../assertions.ts";
import { instances } from "../instances.ts";
import { rescaled, singlePeriod, thousandths } from "../problems.ts";

const single = instances(/^(sp|deg)-/).filter(({ problem }) => problem.periods === 1);
const unlinked = instances(/^(mp-004x005-plain-mm|deg-weight-zero-period)/);

describe("water-filling", () => {
  it("is checked on every single-period instance", () => {
    expect(single).toHaveLength(19);
  });

  it.each([...single, ...unlinked])("reaches the reference optimum of $id", ({ problem, expected }) => {
    const { allocation, certificate } = solved(solveByWaterFilling(problem));
    expectClose(certificate.objective, expected.objective, 1e-9);
    expect(certificate.upperBound).toBeGreaterThanOrEqual(expected.objective * (1 - 1e-11));
    expect(Math.abs(certificate.relativeGap)).toBeLessThanOrEqual(1e-10);
    expect(certificate.violation.largest).toBeLessThanOrEqual(1e-15 * problem.total);
    expect(allocation.every(Number.isFinite)).toBe(true);
  });

  it("divides by hand: equal slopes 1/(1+s)² of two like channels, and the bound that stops one", () => {
    const curve = michaelisMenten({ L: 1, k: 1 });
    const channels = [
      { name: "a", curve, lower: 0, upper: 10 },
      { name: "b", curve, lower: 0, upper: 1 },
    ];
    const problem = allocationProblem({ channels, budget: { total: 4 } });
    const { allocation, certificate } = solved(solveByWaterFilling(problem));
    expect([...allocation]).toEqual([3, 1]);
    expectClose(certificate.budgetPrice[0]!, 1 / 16, 1e-12);
    const upper = certificate.active.find(({ kind }) => kind === "upper");
    expect(upper).toMatchObject({ channel: "b", period: 1, limit: 1 });
    expectClose(upper!.shadowPrice, 1 / 4 - 1 / 16, 1e-12);
  });

  it("gives every channel the same price, that of the reference, where none is held by a bound", () => {
    const { problem, expected } = instances(/^sp-mm-n005/)[0]!;
    const { certificate } = solved(solveByWaterFilling(problem));
    expectClose(certificate.budgetPrice[0]!, expected.budgetPrice[0]!, 1e-9);
    expect(certificate.stationarity).toBeLessThanOrEqual(1e-12);
  });

  it("treats a ramp from the last spend as bounds when there is one period", () => {
    const curve = michaelisMenten({ L: 100, k: 50 });
    const problem = allocationProblem({
      channels: [
        { name: "a", curve, lower: 0, upper: 100, lastSpend: 20, ramp: { absolute: null, percentage: 0.1 } },
        { name: "b", curve, lower: 0, upper: 100 },
      ],
      budget: { total: 80 },
    });
    const { allocation, certificate } = solved(solveByWaterFilling(problem));
    expect(allocation[0]).toBe(20 * 1.1);
    const ramp = certificate.active.find(({ kind }) => kind === "ramp_percentage_up");
    expect(ramp).toMatchObject({ channel: "a", limit: 0.1 });
    expectClose(ramp!.shadowPrice, curve.slope(22) - curve.slope(58), 1e-9);
  });

  it("divides money that buys nothing within the bounds and prices it at zero", () => {
    const { problem } = instances(/^deg-zero-response-surplus/)[0]!;
    expect(solved(solveByWaterFilling(problem)).certificate.budgetPrice[0]).toBe(0);
  });

  it("divides a price at which a straight curve takes any spend", () => {
    const straight = {
      value: (s: number) => s,
      slope: () => 1,
      curvature: () => 0,
      spendAtSlope: (q: number) => (q >= 1 ? 0 : Infinity),
    };
    const problem = allocationProblem({
      channels: [
        { name: "a", curve: straight, lower: 0, upper: 30 },
        { name: "b", curve: straight, lower: 0, upper: 10 },
      ],
      budget: { total: 20 },
    });
    expect([...solved(solveByWaterFilling(problem)).allocation]).toEqual([15, 5]);
  });

  it.each([
    {
      what: "carryover",
      channel: { curve: michaelisMenten({ L: 1, k: 1 }), adstock: { alpha: 0.5, initialCarryover: 0 } },
    },
    { what: "an S-shaped curve", channel: { curve: hill({ beta: 1, K: 1, h: 2 }) } },
    {
      what: "ramps between periods",
      channel: { curve: michaelisMenten({ L: 1, k: 1 }), ramp: { absolute: 1, percentage: null } },
    },
  ])("says that it does not take $what", ({ channel }) => {
    const problem = allocationProblem({
      channels: [{ name: "a", lower: 0, upper: 5, ...channel }],
      periods: 2,
      budget: { total: 4 },
    });
    expect(solveByWaterFilling(problem).status).toBe("unsupported");
  });

  it("says that a curve without a slope is a numerical error", () => {
    const broken = { ...sigmoid({ alpha: 1, lam: 1 }), slope: () => NaN };
    const problem = allocationProblem({
      channels: [{ name: "a", curve: broken, lower: 0, upper: 5 }],
      budget: { total: 2 },
    });
    expect(solveByWaterFilling(problem).status).toBe("numerical_error");
  });

  it("refuses a NaN budget and one out of reach in the kernel", () => {
    const cells = {
      curves: [michaelisMenten({ L: 1, k: 1 })],
      weights: Float64Array.of(1),
      lower: Float64Array.of(0),
      upper: Float64Array.of(1),
    };
    expect(waterLevel({ ...cells, budget: NaN }).status).toBe("numerical_error");
    expect(waterLevel({ ...cells, budget: 2 }).status).toBe("infeasible");
  });
});

describe("water-filling, on any problem of one period,", () => {
  const optimum = (spec: AllocationSpec) => solved(solveByWaterFilling(allocationProblem(spec)));

  it("is solved within bounds and budget", () => {
    fc.assert(
      fc.property(singlePeriod, (spec) => {
        const { certificate } = optimum(spec);
        expect(certificate.violation.largest).toBeLessThanOrEqual(1e-13 * spec.budget.total);
        expect(Math.abs(certificate.relativeGap)).toBeLessThanOrEqual(1e-10);
      }),
    );
  });

  it("leaves no exchange between two channels that gains", () => {
    fc.assert(
      fc.property(singlePeriod, fc.nat(), fc.nat(), thousandths(0.001, 1), (spec, one, other, share) => {
        const problem = allocationProblem(spec);
        const { allocation, certificate } = optimum(spec);
        const n = allocation.length;
        const [from, to] = [one % n, other % n];
        const moved = Float64Array.from(allocation);
        const money = share * Math.min(moved[from]! - problem.lower[from]!, problem.upper[to]! - moved[to]!);
        moved[from] = moved[from]! - money;
        moved[to] = moved[to]! + money;
        expect(objective(problem, moved)).toBeLessThanOrEqual(certificate.objective * (1 + 1e-12));
      }),
    );
  });

  it("earns no less with more money", () => {
    fc.assert(
      fc.property(singlePeriod, thousandths(0, 1), (spec, share) => {
        const most = spec.channels.reduce((sum, { upper }) => sum + Number(upper), 0);
        const more = { ...spec, budget: { total: spec.budget.total + share * (most - spec.budget.total) } };
        expect(optimum(more).certificate.objective).toBeGreaterThanOrEqual(
          optimum(spec).certificate.objective * (1 - 1e-12),
        );
      }),
    );
  });

  it("earns no more when a bound is tightened", () => {
    fc.assert(
      fc.property(singlePeriod, fc.nat(), thousandths(0, 1), fc.boolean(), (spec, which, share, isUpper) => {
        const at = which % spec.channels.length;
        const channels = spec.channels.map((channel, i) => {
          const [lower, upper] = [Number(channel.lower), Number(channel.upper)];
          const cut = share * (upper - lower);
          return i === at
            ? { ...channel, lower: isUpper ? lower : lower + cut, upper: isUpper ? upper - cut : upper }
            : channel;
        });
        const tightened = solveByWaterFilling(allocationProblem({ ...spec, channels }));
        if (tightened.status === "infeasible") return;
        expect(allocated(tightened).certificate.objective).toBeLessThanOrEqual(
          optimum(spec).certificate.objective * (1 + 1e-12),
        );
      }),
    );
  });

  it("does not depend on the order of the channels", () => {
    fc.assert(
      fc.property(singlePeriod, (spec) => {
        const forward = optimum(spec);
        const backward = optimum({ ...spec, channels: spec.channels.toReversed() });
        expectClose(backward.certificate.objective, forward.certificate.objective, 1e-12);
        forward.allocation.toReversed().forEach((spend, i) => {
          expectClose(backward.allocation[i]!, spend, 1e-7, 1e-7 * spec.budget.total);
        });
      }),
    );
  });

  it.each([
    [1e6, 1],
    [1e-6, 1],
    [1, 1e6],
    [1, 1e-6],
    [1e6, 1e6],
    [1e-6, 1e6],
  ])("scales with money × %d and contribution × %d", (money, kpi) => {
    fc.assert(
      fc.property(singlePeriod, (spec) => {
        const base = optimum(spec);
        const scaled = solved(solveByWaterFilling(rescaled(spec, money, kpi)));
        expectClose(scaled.certificate.objective / kpi, base.certificate.objective, 1e-12);
        scaled.allocation.forEach((spend, i) => {
          expectClose(spend / money, base.allocation[i]!, 1e-7, 1e-7 * spec.budget.total);
        });
      }),
      { numRuns: 30 },
    );
  });
});
