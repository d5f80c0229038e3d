import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { solveByInteriorPoint } from "../../../lib/optimise/interior_point/solver.ts";
import { allocationProblem, objective } from "../../../lib/optimise/problem.ts";
import { reach } from "../../../lib/optimise/reachable.ts";
import { solveByWaterFilling } from "../../../lib/optimise/waterfilling/solver.ts";
import { allocated, expectClose, solved } from "../assertions.ts";
import { instances } from "../instances.ts";
import { multiPeriod, rescaled, singlePeriod, thousandths } from "../problems.ts";

const plain = instances(/^(mp|deg|sp)-/).filter(({ problem }) =>
  problem.channels.every(({ adstock }) => !adstock),
);

describe("the interior point method", () => {
  it("is checked on every instance without carryover", () => {
    expect(plain).toHaveLength(31);
  });

  it.each(plain)("reaches the reference optimum of $id", ({ problem, expected }) => {
    const { certificate } = solved(solveByInteriorPoint(problem));
    expectClose(certificate.objective, expected.objective, 1e-9);
    expect(Math.abs(certificate.relativeGap)).toBeLessThanOrEqual(1e-10);
    expect(certificate.violation.largest).toBeLessThanOrEqual(1e-12 * problem.total);
  });

  it("finds the prices of the reference", () => {
    const { problem, expected } = instances(/^mp-013x010-ramp-period/)[0]!;
    const { budgetPrice } = solved(solveByInteriorPoint(problem)).certificate;
    expected.budgetPrice.forEach((price, t) => {
      expectClose(budgetPrice[t]!, price, 1e-6);
    });
  });

  it("does not take carryover", () => {
    expect(solveByInteriorPoint(instances(/^mp-013x010-ad-mix/)[0]!.problem).status).toBe("unsupported");
  });
});

describe("the interior point method, on any problem,", () => {
  it.each([false, true])("is solved within all limits (budgets per period: %s)", (hasPeriodBudgets) => {
    fc.assert(
      fc.property(multiPeriod(hasPeriodBudgets), (spec) => {
        const { certificate } = solved(solveByInteriorPoint(allocationProblem(spec)));
        expect(certificate.violation.largest).toBeLessThanOrEqual(1e-10 * spec.budget.total);
      }),
      { numRuns: 300 },
    );
  });

  it("is solved where bounds lie far above every budget", () => {
    fc.assert(
      fc.property(multiPeriod(false), (spec) => {
        const channels = spec.channels.map((channel) => ({ ...channel, upper: 1e5 }));
        solved(solveByInteriorPoint(allocationProblem({ ...spec, channels })));
      }),
    );
  });

  it("agrees with water-filling in one period", () => {
    fc.assert(
      fc.property(singlePeriod, (spec) => {
        const problem = allocationProblem(spec);
        const exact = solved(solveByWaterFilling(problem)).certificate.objective;
        expectClose(solved(solveByInteriorPoint(problem)).certificate.objective, exact, 1e-9);
      }),
    );
  });

  it("is beaten by no path that keeps the limits", () => {
    fc.assert(
      fc.property(multiPeriod(false), thousandths(0, 1), (spec, share) => {
        const problem = allocationProblem(spec);
        const { lower, upper } = reach(problem);
        const path = lower.map((low, at) => low + share * (upper[at]! - low));
        const total = path.reduce((sum, spend) => sum + spend, 0);
        const best = allocated(solveByInteriorPoint({ ...problem, total }));
        expect(objective(problem, path)).toBeLessThanOrEqual(best.certificate.objective * (1 + 1e-9));
      }),
    );
  });

  it.each([
    [1e6, 1],
    [1e-6, 1],
    [1, 1e6],
    [1, 1e-6],
  ])("scales with money × %d and contribution × %d", (money, kpi) => {
    fc.assert(
      fc.property(multiPeriod(false), (spec) => {
        const base = solved(solveByInteriorPoint(allocationProblem(spec))).certificate.objective;
        const scaled = solved(solveByInteriorPoint(rescaled(spec, money, kpi))).certificate.objective;
        expectClose(scaled / kpi, base, 1e-8);
      }),
      { numRuns: 30 },
    );
  });
});
