import { describe, expect, it } from "vitest";
import { michaelisMenten } from "../../../lib/curves/michaelis-menten.ts";
import { budgetRows } from "../../../lib/optimise/budgets.ts";
import { measureRoomInPlace, stepWhole, zeroPoint } from "../../../lib/optimise/interior_point/point.ts";
import { programOf, strictRow } from "../../../lib/optimise/interior_point/program.ts";
import { allocationProblem } from "../../../lib/optimise/problem.ts";
import { reach } from "../../../lib/optimise/reachable.ts";

/** Two channels between 0 and 10, one budget. */
function pair() {
  const curve = michaelisMenten({ L: 100, k: 10 });
  const channels = ["a", "b"].map((name) => ({ name, curve, lower: 0, upper: 10 }));
  const problem = allocationProblem({ channels, budget: { total: 10 } });
  const program = programOf(problem, reach(problem), budgetRows(problem).map(strictRow));
  const point = zeroPoint(program);
  point.spend.set([4, 6]);
  point.nu.set([3]);
  point.lower.price.set([1, 1]);
  point.upper.price.set([1, 1]);
  measureRoomInPlace(program, point);
  return { program, point, step: zeroPoint(program) };
}

describe("a whole step", () => {
  it("goes all the way where nothing blocks it", () => {
    const { program, point, step } = pair();
    step.spend.set([1, -1]);
    step.nu.set([0.5]);
    step.lower.price.set([-0.5, 0.25]);
    stepWhole(program, point, step, 1);
    expect([...point.spend]).toEqual([5, 5]);
    expect([...point.nu]).toEqual([3.5]);
    expect([...point.lower.price]).toEqual([0.5, 1.25]);
    expect([...point.lower.slack, ...point.upper.slack]).toEqual([5, 5, 5, 5]);
  });

  it("holds only what would go too far, above a tenth of what it was", () => {
    const { program, point, step } = pair();
    step.spend.set([-9, 1]);
    step.upper.price.set([-7, 1]);
    stepWhole(program, point, step, 1);
    expect(point.spend[0]).toBeCloseTo(0.4, 12);
    expect(point.spend[1]).toBe(7);
    expect(point.upper.price[0]).toBeCloseTo(0.1, 12);
    expect(point.upper.price[1]).toBe(2);
  });

  it("raises a price whose product would all but vanish to a hundredth of the mean", () => {
    const { program, point, step } = pair();
    step.spend.set([-3.5, 3.5]);
    step.lower.price.set([-0.9, -0.9]);
    stepWhole(program, point, step, 20);
    expect(point.lower.slack[0]! * point.lower.price[0]!).toBeCloseTo(0.2, 12);
    expect(point.lower.slack[1]! * point.lower.price[1]!).toBeCloseTo(0.95, 12);
  });
});
