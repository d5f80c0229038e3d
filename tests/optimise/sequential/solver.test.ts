import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { michaelisMenten } from "../../../lib/curves/michaelis-menten.ts";
import {
  allocationProblem,
  hasAdstock,
  type AllocationProblem,
  type AllocationSpec,
} from "../../../lib/optimise/problem.ts";
import { solveByInteriorPoint } from "../../../lib/optimise/interior_point/solver.ts";
import { solveSequentially } from "../../../lib/optimise/sequential/solver.ts";
import { solveByWaterFilling } from "../../../lib/optimise/waterfilling/solver.ts";
import { allocated, expectClose, solved } from "../assertions.ts";
import { instances } from "../instances.ts";
import { budgetKinds, carried, multiPeriod, singlePeriod } from "../problems.ts";

const several = instances(/^(mp|deg)-/).filter(
  ({ problem }) => problem.periods > 1 && problem.lower.length < 1e5,
);

describe("the sequential method", () => {
  it("is checked on every multi-period instance but the largest two", () => {
    expect(several).toHaveLength(21);
  });

  it.each(several)("keeps every limit of $id and states a gap that holds", ({ problem, expected }) => {
    const { certificate } = allocated(solveSequentially(problem));
    expect(certificate.violation.largest).toBeLessThanOrEqual(1e-12 * problem.total);
    expect(certificate.objective).toBeLessThanOrEqual(expected.objective * (1 + 1e-11));
    expect(certificate.upperBound).toBeGreaterThanOrEqual(expected.objective * (1 - 1e-11));
    const shortfall = 1 - certificate.objective / expected.objective;
    expect(certificate.relativeGap).toBeGreaterThanOrEqual(shortfall - 1e-11);
  });

  it("is within 5 % of the optimum on every instance, and 10 % where it does not see what it carries on", () => {
    for (const { problem, expected } of several) {
      const { certificate } = allocated(solveSequentially(problem));
      const share = hasAdstock(problem) ? 0.9 : 0.95;
      expect(certificate.objective).toBeGreaterThanOrEqual(share * expected.objective);
    }
  });

  it("holds a period back so that the next can spend the rest, by hand", () => {
    const curve = michaelisMenten({ L: 1, k: 1 });
    const problem = allocationProblem({
      channels: [
        { name: "a", curve, lower: 0, upper: [9, 2], lastSpend: 4, ramp: { absolute: 3, percentage: null } },
      ],
      periods: 2,
      budget: { total: 6 },
    });
    // An even split is (3, 3), but the second period takes 2 at most.
    const { allocation } = allocated(solveSequentially(problem));
    expectClose(allocation[0]!, 4, 1e-11);
    expectClose(allocation[1]!, 2, 1e-11);
  });

  it("divides evenly when no period has weight", () => {
    const curve = michaelisMenten({ L: 1, k: 1 });
    const channels = [{ name: "a", curve, lower: 0, upper: 9 }];
    const problem = allocationProblem({ channels, periods: 2, periodWeights: [0, 0], budget: { total: 6 } });
    expect([...allocated(solveSequentially(problem)).allocation]).toEqual([3, 3]);
  });

  it("draws a period back when its own best division would strand a later budget", () => {
    // The better channel is capped later, and the other may climb by 1 only: a first period all in on the better strands the second.
    const problem = allocationProblem({
      channels: [
        {
          name: "good",
          curve: michaelisMenten({ L: 100, k: 1 }),
          lower: 0,
          upper: [10, 2],
          ramp: { absolute: 8, percentage: null },
        },
        {
          name: "poor",
          curve: michaelisMenten({ L: 1, k: 1 }),
          lower: 0,
          upper: 20,
          ramp: { absolute: 1, percentage: null },
        },
      ],
      periods: 2,
      budget: { total: 20, perPeriod: [10, 10] },
    });
    const { allocation, certificate } = allocated(solveSequentially(problem));
    expect(certificate.violation.largest).toBeLessThanOrEqual(1e-9);
    expectClose(allocation[0]!, 3, 1e-3);
    expectClose(allocation[1]!, 7, 1e-3);
  });

  it("counts what is carried into a period, by hand", () => {
    const curve = michaelisMenten({ L: 1, k: 1 });
    const problem = allocationProblem({
      channels: [
        { name: "a", curve, lower: 0, upper: 9, adstock: { alpha: 0.5, initialCarryover: 4 } },
        { name: "b", curve, lower: 0, upper: 9 },
      ],
      budget: { total: 4 },
    });
    // Equal effective spends: 2 + 1 and 3.
    const { allocation } = solved(solveSequentially(problem));
    expectClose(allocation[0]!, 1, 1e-12);
    expectClose(allocation[1]!, 3, 1e-12);
  });
});

/** Every limit is kept, and neither the plan nor its bound contradicts what the interior point method proves. */
function expectWithinLimitsAndOptimum(problem: AllocationProblem): void {
  const { certificate } = allocated(solveSequentially(problem));
  const optimum = solved(solveByInteriorPoint(problem)).certificate;
  expect(certificate.violation.largest).toBeLessThanOrEqual(1e-9 * problem.total);
  expect(certificate.objective).toBeLessThanOrEqual(optimum.upperBound * (1 + 1e-9));
  expect(certificate.upperBound).toBeGreaterThanOrEqual(optimum.objective * (1 - 1e-9));
}

describe("the sequential method, on any problem,", () => {
  it.each([false, true])(
    "keeps every limit and is never above the optimum (budgets per period: %s)",
    (hasPeriodBudgets) => {
      fc.assert(
        fc.property(multiPeriod(hasPeriodBudgets), (spec) => {
          expectWithinLimitsAndOptimum(allocationProblem(spec));
        }),
      );
    },
  );

  it.each(budgetKinds)("keeps every limit with carryover and budgets %j", (kinds) => {
    fc.assert(
      fc.property(carried(kinds), (spec) => {
        expectWithinLimitsAndOptimum(allocationProblem(spec));
      }),
      { numRuns: 50 },
    );
  });

  it("equals water-filling in one period", () => {
    fc.assert(
      fc.property(singlePeriod, (spec) => {
        const problem = allocationProblem(spec);
        const exact = solved(solveByWaterFilling(problem)).allocation;
        solved(solveSequentially(problem)).allocation.forEach((spend, i) => {
          expectClose(spend, exact[i]!, 0, 1e-9 * problem.total);
        });
      }),
    );
  });

  it("reaches the separable optimum under ramps too loose to matter, where each period has its budget", () => {
    fc.assert(
      fc.property(multiPeriod(true), (spec) => {
        const ramped = (ramp: AllocationSpec["channels"][number]["ramp"]) =>
          allocationProblem({
            ...spec,
            channels: spec.channels.map((channel) => ({ ...channel, ramp: ramp ?? null })),
          });
        const free = solved(solveByWaterFilling(ramped(null)));
        const loose = solved(solveSequentially(ramped({ absolute: 1e4, percentage: null })));
        expectClose(loose.certificate.objective, free.certificate.objective, 1e-12);
      }),
    );
  });
});
