import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { michaelisMenten } from "../../lib/curves/michaelis-menten.ts";
import type { ConstraintName } from "../../lib/optimise/constraint.ts";
import { explainInfeasibility } from "../../lib/optimise/infeasibility.ts";
import { solveByInteriorPoint } from "../../lib/optimise/interior_point/solver.ts";
import { allocationProblem, type AllocationProblem, type BudgetSpec } from "../../lib/optimise/problem.ts";
import { solveSequentially } from "../../lib/optimise/sequential/solver.ts";
import { solveByWaterFilling } from "../../lib/optimise/waterfilling/solver.ts";
import { expectClose } from "./assertions.ts";
import { instances } from "./instances.ts";
import { budgetKinds, carried, multiPeriod } from "./problems.ts";

const infeasible = instances(/^inf-/);
const PLENTY = 1e5;

/** The problem with those of its limits only that are named; ramps by channel and kind, budgets as they are. */
function only(problem: AllocationProblem, names: readonly ConstraintName[]): AllocationProblem {
  const n = problem.channels.length;
  const isNamed = (kind: string, i: number, t: number | null) =>
    names.some(
      (name) =>
        name.kind.startsWith(kind) &&
        name.channel === problem.channels[i]!.name &&
        (t === null || name.period === t + 1),
    );
  const bounds = (side: "lower" | "upper", none: number) =>
    problem[side].map((bound, at) => (isNamed(side, at % n, Math.floor(at / n)) ? bound : none));
  return {
    ...problem,
    lower: bounds("lower", 0),
    upper: bounds("upper", PLENTY),
    channels: problem.channels.map((channel, i) => ({
      ...channel,
      lastSpend: isNamed("last_spend", i, null) ? channel.lastSpend : null,
      ramp: {
        absolute: isNamed("ramp_absolute", i, null) ? (channel.ramp?.absolute ?? null) : null,
        percentage: isNamed("ramp_percentage", i, null) ? (channel.ramp?.percentage ?? null) : null,
      },
    })),
  };
}

/** Numbers of a text, in order. */
function numbersIn(text: string): number[] {
  return [...text.matchAll(/(?<![\w.])\d+(\.\d+)?/g)].map(([number]) => Number(number));
}

describe("an infeasible request", () => {
  it("has eleven reference instances", () => {
    expect(infeasible).toHaveLength(11);
  });

  it.each(infeasible)("$id has the reference reason code and numbers", ({ problem, expected }) => {
    const found = explainInfeasibility(problem);
    expect(found?.reasonCode).toBe(expected.reasonCode);
    const said = numbersIn(found!.reason);
    for (const number of numbersIn(expected.reason)) expect(said).toContain(number);
  });

  it.each(infeasible)("$id is refused by every method, with the same reason", ({ problem }) => {
    for (const solve of [solveByWaterFilling, solveSequentially, solveByInteriorPoint]) {
      expect(solve(problem)).toEqual({ status: "infeasible", infeasibility: explainInfeasibility(problem) });
    }
  });

  it.each(infeasible)(
    "$id names limits that contradict each other, and not without any one of them",
    ({ problem }) => {
      const { conflict, reasonCode } = explainInfeasibility(problem)!;
      expect(explainInfeasibility(only(problem, conflict))?.reasonCode).toBe(reasonCode);
      const limits = conflict.filter(({ kind }) => !kind.startsWith("budget"));
      for (const limit of limits) {
        // Ramps stand for all periods of their channel here, so all of a kind are dropped together.
        const rest = conflict.filter(
          ({ kind, channel, period }) =>
            !(
              kind === limit.kind &&
              channel === limit.channel &&
              (kind.startsWith("ramp") || period === limit.period)
            ),
        );
        expect(explainInfeasibility(only(problem, rest)), `without ${limit.kind}`).toBeNull();
      }
    },
  );

  it.each(infeasible)("$id can be met with the nearest budget, where there is one", ({ problem }) => {
    const { nearestBudget, reasonCode } = explainInfeasibility(problem)!;
    expect(nearestBudget === null).toBe(["BOUNDS_CROSSED", "RAMP_BOUNDS_CONFLICT"].includes(reasonCode));
    if (nearestBudget) expect(explainInfeasibility({ ...problem, ...nearestBudget })).toBeNull();
  });

  it("names the fewest lower bounds that exceed the budget", () => {
    const [{ problem }] = instances(/^inf-below-lows/) as [(typeof infeasible)[number]];
    const { conflict } = explainInfeasibility({ ...problem, total: 90 })!;
    expect(conflict.map(({ kind, channel }) => [kind, channel])).toEqual([
      ["budget_total", null],
      ["lower", "a"],
    ]);
  });

  it("names the ramps and the last spend that keep a period below its budget", () => {
    const ramp = { absolute: 10, percentage: null };
    const curve = michaelisMenten({ L: 1, k: 1 });
    const problem = allocationProblem({
      channels: [{ name: "a", curve, lower: 0, upper: 500, lastSpend: 100, ramp }],
      periods: 2,
      budget: { total: 240, perPeriod: [105, 135] },
    });
    const { reasonCode, reason, conflict, nearestBudget } = explainInfeasibility(problem)!;
    expect(reasonCode).toBe("PERIOD_BUDGET_ABOVE_MAXIMUM");
    expect(reason).toBe("period 2: the most that bounds and ramps allow is 120, below its budget 135");
    expect(conflict.map(({ kind, period }) => [kind, period])).toEqual([
      ["budget_period", 2],
      ["last_spend", 0],
      ["ramp_absolute_up", 1],
      ["ramp_absolute_up", 2],
    ]);
    expect([...nearestBudget!.perPeriod!]).toEqual([105, 120]);
    const low = explainInfeasibility({ ...problem, total: 180, perPeriod: Float64Array.of(105, 75) })!;
    expect(low.reason).toBe("period 2: the least that bounds and ramps allow is 80, above its budget 75");
  });

  it("names the two budgets between which the ramps are too slow", () => {
    const { problem } = instances(/^inf-period-ramp/)[0]!;
    const found = explainInfeasibility({
      ...problem,
      perPeriod: Float64Array.of(300, 340, 395),
      total: 1035,
    })!;
    expect(found.reason).toBe(
      "period 3 needs +55 on period 2 but bounds and ramps allow at most +50 in total",
    );
    const falling = explainInfeasibility({
      ...problem,
      perPeriod: Float64Array.of(300, 240, 250),
      total: 790,
    })!;
    expect(falling.reason).toBe(
      "period 2 needs -60 on period 1 but bounds and ramps allow at most -50 in total",
    );
  });

  it("names three budgets that clash although any two of them can be met, by hand", () => {
    const curve = michaelisMenten({ L: 1, k: 1 });
    // The last budget needs b ≥ 80 in every period, so a starts at 20 and reaches 30: 2 short of the second budget.
    const problem = allocationProblem({
      channels: [
        { name: "a", curve, lower: 0, upper: [500, 500, 20], ramp: { absolute: null, percentage: 0.5 } },
        { name: "b", curve, lower: 0, upper: 500, ramp: { absolute: 0, percentage: null } },
      ],
      periods: 3,
      budget: { total: 312, perPeriod: [100, 112, 100] },
    });
    const { reason, reasonCode, conflict, nearestBudget } = explainInfeasibility(problem)!;
    expect(reasonCode).toBe("PERIOD_BUDGET_RAMP_CONFLICT");
    // Cheapest is to start with 4/3 more, of which a makes 2 in the second period.
    expect(reason).toBe(
      "the budgets of periods 1, 2, 3 cannot all be met: bounds and ramps leave at least 1.333 amiss",
    );
    expectClose(nearestBudget!.perPeriod![0]!, 100 + 4 / 3, 1e-6);
    expect(conflict).toContainEqual({ kind: "upper", channel: "a", period: 3, limit: 20 });
    expect(explainInfeasibility(only(problem, conflict))?.reasonCode).toBe(reasonCode);
  });
});

const flat = michaelisMenten({ L: 1, k: 1 });

/** Three channels over two periods under some budgets. */
function grouped(budget: Partial<BudgetSpec>, lower = 0): AllocationProblem {
  return allocationProblem({
    channels: ["a", "b", "c"].map((name) => ({ name, curve: flat, lower, upper: 100 })),
    periods: 2,
    budget: { total: 300, ...budget },
  });
}

describe("budgets of groups and budgets that may be underspent", () => {
  it.each<[string, AllocationProblem, string, string]>([
    [
      "a group above its bounds",
      grouped({ groups: [{ name: "ab", channels: ["a", "b"], total: 500 }] }),
      "GROUP_BUDGET_ABOVE_MAXIMUM",
      "group ab: the most that upper bounds allow is 400, below its budget 500",
    ],
    [
      "a group below its bounds in a period",
      grouped({ groups: [{ name: "ab", channels: ["a", "b"], perPeriod: [50, 10], atMost: true }] }, 20),
      "GROUP_BUDGET_BELOW_MINIMUM",
      "group ab, period 2: the least that lower bounds allow is 40, above its budget 10",
    ],
    [
      "a group whose periods do not sum",
      grouped({ total: 200, groups: [{ name: "ab", channels: ["a", "b"], total: 50, perPeriod: [50, 10] }] }),
      "GROUP_BUDGETS_DO_NOT_SUM",
      "group ab: budgets of its periods sum to 60, its total budget is 50",
    ],
    [
      "groups that leave the total short",
      grouped({
        groups: [
          { name: "ab", channels: ["a", "b"], total: 150, atMost: true },
          { name: "c", channels: ["c"], total: 120, atMost: true },
        ],
      }),
      "BUDGETS_CONFLICT",
      "the budgets of all channels (300) and group ab (at most 150) and group c (at most 120) cannot all be met: bounds and ramps leave at least 30 amiss",
    ],
    [
      "periods that leave the total short",
      grouped({ perPeriod: [100, 150], perPeriodAtMost: true }),
      "PERIOD_BUDGETS_DO_NOT_SUM",
      "period budgets sum to 250, total budget is 300",
    ],
    [
      "least spends above a budget that may be underspent",
      grouped({ atMost: true }, 60),
      "BUDGET_BELOW_MINIMUM",
      "the smallest total within lower bounds is 60+60 + 60+60 + 60+60 = 360, above the total budget 300",
    ],
  ])("%s is explained, and can be met with the nearest budget", (_, problem, code, reason) => {
    const found = explainInfeasibility(problem);
    expect(found?.reasonCode).toBe(code);
    expect(found?.reason).toBe(reason);
    expect(explainInfeasibility({ ...problem, ...found!.nearestBudget })).toBeNull();
    expect(solveByInteriorPoint(problem)).toEqual({ status: "infeasible", infeasibility: found });
    expect(solveSequentially(problem)).toEqual({ status: "infeasible", infeasibility: found });
  });

  it("names the fewest budgets that clash", () => {
    const groups = [
      { name: "ab", channels: ["a", "b"], total: 50, atMost: true },
      { name: "bc", channels: ["b", "c"], total: 240 },
      { name: "c", channels: ["c"], total: 150, atMost: true },
    ];
    // b can spend 50 at most, and c 150: 40 short of bc.
    const { conflict } = explainInfeasibility(grouped({ groups, atMost: true }))!;
    const budgets = conflict.filter(({ kind }) => kind.startsWith("budget"));
    expect(budgets.map(({ group }) => group)).toEqual(["ab", "bc", "c"]);
  });

  it("asks nothing of a budget that may be underspent and is out of reach above", () => {
    const groups = [{ name: "ab", channels: ["a", "b"], total: 500, atMost: true }];
    expect(explainInfeasibility(grouped({ total: 900, atMost: true, groups }))).toBeNull();
  });
});

describe("any feasible request", () => {
  it.each(budgetKinds)("has no explanation with budgets %j", (kinds) => {
    fc.assert(
      fc.property(carried(kinds), (spec) => {
        expect(explainInfeasibility(allocationProblem(spec))).toBeNull();
      }),
      { numRuns: 50 },
    );
  });

  it.each([false, true])("has no explanation (budgets per period: %s)", (hasPeriodBudgets) => {
    fc.assert(
      fc.property(multiPeriod(hasPeriodBudgets), (spec) => {
        expect(explainInfeasibility(allocationProblem(spec))).toBeNull();
      }),
    );
  });
});
