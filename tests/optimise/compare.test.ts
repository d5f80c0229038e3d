import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { michaelisMenten } from "../../lib/curves/michaelis-menten.ts";
import { compare } from "../../lib/optimise/compare.ts";
import { allocationProblem } from "../../lib/optimise/problem.ts";
import { solveByWaterFilling } from "../../lib/optimise/waterfilling/solver.ts";
import { expectClose, solved } from "./assertions.ts";
import { singlePeriod } from "./problems.ts";

const curve = michaelisMenten({ L: 1, k: 1 });
const problem = allocationProblem({
  channels: [
    { name: "a", curve, lower: 0, upper: 10 },
    { name: "b", curve, lower: 0, upper: 4 },
  ],
  periods: 1,
  budget: { total: 6 },
});

describe("a comparison", () => {
  it("is of contributions at the plan, at current spend and at the current mix, by hand", () => {
    const found = compare(problem, Float64Array.of(3, 3), Float64Array.of(1, 2));
    expectClose(found.current.contribution, 1 / 2 + 2 / 3, 1e-15);
    expectClose(found.proportional.contribution, 2 / 3 + 4 / 5, 1e-15);
    expect(found.proportional.spend).toBe(6);
    expectClose(found.overCurrent.absolute, 1.5 - 7 / 6, 1e-14);
    expectClose(found.overProportional.relative, 1.5 / (22 / 15) - 1, 1e-13);
  });

  it("shows where scaling the current mix breaks a limit", () => {
    const { proportional } = compare(problem, Float64Array.of(3, 3), Float64Array.of(0, 2));
    expect(proportional.violation.bounds).toBe(2);
  });

  it("holds one spend per channel in every period", () => {
    const two = allocationProblem({
      channels: [{ name: "a", curve, lower: 0, upper: 9 }],
      periods: 2,
      budget: { total: 8 },
    });
    expect([...compare(two, Float64Array.of(4, 4), Float64Array.of(3)).current.allocation]).toEqual([3, 3]);
  });

  it("leaves the gain on nothing undefined", () => {
    const { overCurrent, overProportional } = compare(problem, Float64Array.of(3, 3), Float64Array.of(0, 0));
    expect(overCurrent.relative).toBeNaN();
    expect(overProportional.absolute).toBeNaN();
  });

  it("refuses arrays of another size", () => {
    expect(() => compare(problem, Float64Array.of(1), Float64Array.of(1, 2))).toThrow(RangeError);
    expect(() => compare(problem, Float64Array.of(1, 5), Float64Array.of(1, 2, 3))).toThrow(RangeError);
  });

  it("never finds an optimum behind a current mix that keeps the limits", () => {
    fc.assert(
      fc.property(singlePeriod, (spec) => {
        const any = allocationProblem(spec);
        const { allocation } = solved(solveByWaterFilling(any));
        const middle = any.lower.map((low, i) => (low + any.upper[i]!) / 2);
        const { overProportional, proportional } = compare(any, allocation, middle);
        if (proportional.violation.largest <= 1e-12 * any.total) {
          expect(overProportional.absolute).toBeGreaterThanOrEqual(-1e-12 * proportional.contribution);
        }
      }),
    );
  });
});
