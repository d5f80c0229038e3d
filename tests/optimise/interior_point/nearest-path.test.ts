import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { michaelisMenten } from "../../../lib/curves/michaelis-menten.ts";
import { nearestPath } from "../../../lib/optimise/interior_point/nearest-path.ts";
import { allocationProblem } from "../../../lib/optimise/problem.ts";
import { reach } from "../../../lib/optimise/reachable.ts";
import { violation } from "../../../lib/optimise/violation.ts";
import { expectClose } from "../assertions.ts";
import { multiPeriod, thousandths } from "../problems.ts";

const ones = (count: number) => new Float64Array(count).fill(1);

describe("the path nearest to budgets per period", () => {
  it("misses by what ramps leave, by hand", () => {
    const curve = michaelisMenten({ L: 1, k: 1 });
    const problem = allocationProblem({
      channels: [{ name: "a", curve, lower: 0, upper: 100, ramp: { absolute: 10, percentage: null } }],
      periods: 3,
      budget: { total: 120, perPeriod: [20, 60, 40] },
    });
    const { miss, leastMiss, pressing } = nearestPath(problem, reach(problem), ones(3));
    // Up by 40 and down by 20, of which 10 each are allowed: 30, of which the middle budget gives way.
    expectClose(miss, 30, 1e-6);
    expectClose(leastMiss, 30, 1e-6);
    expect(pressing).toContainEqual({ cell: 1, kind: "absoluteUp" });
    const free = nearestPath(problem, reach(problem), Float64Array.of(1, 0, 1));
    expectClose(free.miss, 0, 0, 1e-6);
  });

  it("meets budgets that some path meets, to the root of a rounding", () => {
    fc.assert(
      fc.property(multiPeriod(true), (spec) => {
        const problem = allocationProblem(spec);
        const { spend, miss } = nearestPath(problem, reach(problem), ones(problem.periods));
        const { bounds, rampAbsolute, rampPercentage } = violation(problem, spend);
        expect(miss).toBeLessThanOrEqual(1e-7 * problem.total);
        expect(Math.max(bounds, rampAbsolute, rampPercentage)).toBeLessThanOrEqual(1e-10 * problem.total);
      }),
    );
  });

  it("proves a least miss that it attains, and that is never too large", () => {
    fc.assert(
      fc.property(
        multiPeriod(true),
        fc.array(thousandths(0.5, 1.5), { minLength: 5, maxLength: 5 }),
        (spec, factors) => {
          const feasible = allocationProblem(spec);
          const perPeriod = feasible.perPeriod!.map((budget, t) => budget * factors[t]!);
          const { miss, leastMiss } = nearestPath(
            { ...feasible, perPeriod },
            reach(feasible),
            ones(feasible.periods),
          );
          const known = perPeriod.reduce(
            (sum, budget, t) => sum + Math.abs(budget - feasible.perPeriod![t]!),
            0,
          );
          expect(leastMiss).toBeLessThanOrEqual(known + 1e-9 * feasible.total);
          // Rounding in steps along pinched ramps limits the proof: over 40,000 such problems the median was 4e-10, the worst 9e-6.
          expectClose(miss, leastMiss, 0, 5e-5 * feasible.total);
          expect(leastMiss).toBeLessThanOrEqual(miss + 1e-9 * feasible.total);
        },
      ),
    );
  });
});
