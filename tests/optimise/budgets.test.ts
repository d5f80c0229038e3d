import { describe, expect, it } from "vitest";
import { michaelisMenten } from "../../lib/curves/michaelis-menten.ts";
import { bestBudgetPrices } from "../../lib/optimise/budget-prices.ts";
import { budgetRows, narrowedByBudgets, sumOfRow } from "../../lib/optimise/budgets.ts";
import { boundableCurves } from "../../lib/optimise/dual-bound.ts";
import { allocationProblem, type BudgetSpec } from "../../lib/optimise/problem.ts";
import { reach } from "../../lib/optimise/reachable.ts";
import { solveByWaterFilling } from "../../lib/optimise/waterfilling/solver.ts";
import { expectClose, solved } from "./assertions.ts";

const curve = michaelisMenten({ L: 1, k: 1 });

function problemWith(budget: BudgetSpec, periods = 1) {
  return allocationProblem({
    channels: ["a", "b", "c"].map((name) => ({ name, curve, lower: 0, upper: 9 })),
    periods,
    budget,
  });
}

describe("budgets as rows", () => {
  it("leave out a total that exact budgets imply", () => {
    const perPeriod = [1, 2];
    const kinds = (budget: BudgetSpec) =>
      budgetRows(problemWith(budget, 2)).map(({ group, period, isAtMost }) => [group, period, isAtMost]);
    expect(kinds({ total: 3 })).toEqual([[null, null, false]]);
    expect(kinds({ total: 3, perPeriod })).toEqual([
      [null, 0, false],
      [null, 1, false],
    ]);
    expect(kinds({ total: 3, perPeriod, perPeriodAtMost: true })).toEqual([
      [null, null, false],
      [null, 0, true],
      [null, 1, true],
    ]);
    const groups = [{ name: "g", channels: ["c", "a"], total: 3, perPeriod }];
    expect(kinds({ total: 3, groups })).toEqual([
      [null, null, false],
      ["g", 0, false],
      ["g", 1, false],
    ]);
  });

  it("sum the cells of their channels and periods", () => {
    const groups = [{ name: "g", channels: ["c", "a"], total: 3, perPeriod: [1, 2], atMost: true }];
    const problem = problemWith({ total: 3, groups }, 2);
    const values = Float64Array.of(1, 10, 100, 1000, 1e4, 1e5);
    expect(budgetRows(problem).map((row) => sumOfRow(problem, row, values))).toEqual([
      111_111, 101_101, 101, 101_000,
    ]);
  });

  it("narrow what each cell can spend, by hand", () => {
    const groups = [{ name: "ab", channels: ["a", "b"], total: 2, atMost: true }];
    const problem = problemWith({ total: 10, groups });
    const { lower, upper } = narrowedByBudgets(problem, reach(problem));
    // c has 10 − 2 at least; a and b 2 at most each, and 1 together at least.
    expect([...upper]).toEqual([2, 2, 9]);
    expect([...lower]).toEqual([0, 0, 6]);
  });
});

describe("prices of overlapping budgets", () => {
  it("are those of the optimum, by hand", () => {
    const groups = [{ name: "ab", channels: ["a", "b"], total: 2, atMost: true }];
    const problem = problemWith({ total: 6, groups });
    const prices = bestBudgetPrices(problem, boundableCurves(problem)!, reach(problem), new Float64Array(3));
    expectClose(prices[0]!, 1 / 25, 1e-9);
    expectClose(prices[1]!, 1 / 4 - 1 / 25, 1e-9);
  });

  it("are below 0 where a group must spend more than it would", () => {
    const groups = [{ name: "ab", channels: ["a", "b"], total: 5 }];
    const problem = problemWith({ total: 6, groups });
    const prices = bestBudgetPrices(problem, boundableCurves(problem)!, reach(problem), new Float64Array(3));
    // Each is right given the other, and both nearly so: descent over overlapping budgets is slow.
    expectClose(prices[0]!, 1 / 4, 0.02);
    expectClose(prices[0]! + prices[1]!, 1 / 3.5 ** 2, 1e-9);
  });
});

describe("water-filling", () => {
  it("spends what it can of budgets that may be underspent", () => {
    const whole = solved(solveByWaterFilling(problemWith({ total: 30, atMost: true })));
    expect([...whole.allocation]).toEqual([9, 9, 9]);
    const part = solved(solveByWaterFilling(problemWith({ total: 6, atMost: true })));
    part.allocation.forEach((spend) => {
      expectClose(spend, 2, 1e-12);
    });
  });

  it("does not take budgets that overlap", () => {
    const groups = [{ name: "ab", channels: ["a", "b"], total: 2 }];
    expect(solveByWaterFilling(problemWith({ total: 6, groups })).status).toBe("unsupported");
    const capped = problemWith({ total: 6, perPeriod: [4, 4], perPeriodAtMost: true }, 2);
    expect(solveByWaterFilling(capped).status).toBe("unsupported");
  });
});
