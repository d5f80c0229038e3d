import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { comparisonRows } from "../../lib/allocation/comparison.ts";
import { frontierRows } from "../../lib/allocation/frontier.ts";
import { solveMultiPeriod, solveSingle } from "../../lib/allocation/solve.ts";
import { ask, michaelisMenten, record } from "./problems.ts";

const WIDE = { default: { kind: "absolute", lower: 0, upper: null } };
const RECORDS = [record("a", michaelisMenten(900, 100)), record("b", michaelisMenten(100, 100))];

function compare(given: object) {
  const { request, curves } = ask({ a: 100, b: 100 }, RECORDS, { bounds: WIDE, ...given });
  const plan = solveSingle("single", request, curves, request.total);
  return comparisonRows(request, plan, solveMultiPeriod("plan", request, curves), "pass");
}

describe("the comparison of plans", () => {
  it("by hand: today's plan brings 500 of the best plan's 600", () => {
    const rows = compare({ multi_period: { periods: 2, ramp_percentage: null } });
    const [current, optimum] = rows.filter(({ horizon }) => horizon === "single_period");
    expect(current).toMatchObject({ plan: "current", recommended: false, spend: 200, keeps_limits: true });
    expect(current!.contribution).toBeCloseTo(500, 9);
    expect(current!.contribution_per_spend).toBeCloseTo(2.5, 9);
    expect(current!.gap_relative).toBeCloseTo(1 / 6, 8);
    expect(optimum).toMatchObject({ plan: "optimum", recommended: true });
    expect(optimum!.contribution).toBeCloseTo(600, 6);
    const best = rows.find(({ horizon, plan }) => horizon === "multi_period" && plan === "optimum");
    expect(best!.contribution).toBeCloseTo(1200, 4);
  });

  it("has today's split scaled to another total, and says that today's own spends another", () => {
    const rows = compare({
      total_budget: 300,
      scenarios: [1],
      multi_period: { periods: 2, ramp_percentage: null },
    });
    const single = rows.filter(({ horizon }) => horizon === "single_period");
    expect(single.map(({ plan }) => plan)).toEqual(["current", "proportional", "optimum"]);
    expect(single[0]).toMatchObject({ keeps_limits: false, largest_violation: 100, gap_relative: null });
    expect(single[1]).toMatchObject({ keeps_limits: true, spend: 300 });
    expect(single[1]!.contribution).toBeCloseTo(900 * 0.6 + 100 * 0.6, 9);
  });

  it("shows what the ramps break of today's split, and which plan is recommended", () => {
    const rows = compare({ multi_period: { periods: 3, ramp_percentage: 0.1, method: "sequential" } });
    const horizon = rows.filter((row) => row.horizon === "multi_period");
    expect(horizon.map(({ plan, recommended }) => [plan, recommended])).toEqual([
      ["current", false],
      ["sequential", true],
      ["optimum", false],
    ]);
    const gaps = horizon.map(({ gap_relative }) => gap_relative!);
    expect(gaps[2]).toBeLessThan(1e-8);
    expect(gaps[1]).toBeGreaterThanOrEqual(gaps[2]!);
    expect(gaps[0]).toBeGreaterThan(gaps[1]!);
  });
});

describe("the budget frontier", () => {
  it("goes from the least to the most that the bounds allow, through the budget asked for and today's", () => {
    const { request, curves } = ask({ a: 100, b: 100 }, RECORDS, { total_budget: 217, scenarios: [1] });
    const rows = frontierRows(request, curves, "pass");
    expect(rows[0]!.total_budget).toBeCloseTo(100, 9);
    expect(rows.at(-1)!.total_budget).toBeCloseTo(300, 9);
    const totals = rows.map(({ total_budget }) => total_budget);
    expect(totals).toContain(217);
    expect(totals).toContain(200);
  });

  it("rises at a falling marginal return, which is its slope", () => {
    const height = fc.integer({ min: 1, max: 1000 });
    fc.assert(
      fc.property(height, height, (a, b) => {
        const records = [record("a", michaelisMenten(a, 100)), record("b", michaelisMenten(b, 50))];
        const { request, curves } = ask({ a: 100, b: 100 }, records, {});
        const rows = frontierRows(request, curves, "pass");
        for (let i = 1; i < rows.length; i++) {
          const [before, after] = [rows[i - 1]!, rows[i]!];
          const slope =
            (after.contribution - before.contribution) / (after.total_budget - before.total_budget);
          expect(after.contribution).toBeGreaterThan(before.contribution);
          expect(slope).toBeLessThanOrEqual((before.marginal_return ?? Infinity) * (1 + 1e-6));
          expect(slope).toBeGreaterThanOrEqual((after.marginal_return ?? 0) * (1 - 1e-6));
        }
      }),
      { numRuns: 30 },
    );
  });

  it("leaves out totals that a group does not allow", () => {
    const { request, curves } = ask({ a: 100, b: 100 }, RECORDS, {
      scenarios: [1],
      groups: { both: { channels: ["a", "b"], budget: 220 } },
    });
    const rows = frontierRows(request, curves, "pass");
    expect(rows.length).toBeGreaterThan(10);
    expect(Math.max(...rows.map(({ total_budget }) => total_budget))).toBeLessThanOrEqual(220 * (1 + 1e-9));
  });
});
