import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hill } from "../../../lib/curves/hill.ts";
import { michaelisMenten } from "../../../lib/curves/michaelis-menten.ts";
import {
  allowedAtLeast,
  allowedAtMost,
  distanceFromChoice,
  type Choice,
} from "../../../lib/optimise/branch_and_bound/choice.ts";
import { globalBound } from "../../../lib/optimise/branch_and_bound/global-bound.ts";
import { solveByBranchAndBound } from "../../../lib/optimise/branch_and_bound/solver.ts";
import { allocationProblem, objective, type AllocationProblem } from "../../../lib/optimise/problem.ts";
import { solveByWaterFilling } from "../../../lib/optimise/waterfilling/solver.ts";
import { expectClose } from "../assertions.ts";
import { thousandths } from "../problems.ts";
import { hillProblem, hillSpec, proved } from "./s-shaped.ts";

const lots = (unit: number): Choice => ({ kind: "lots", unit });
const zeroOr = (least: number): Choice => ({ kind: "zero_or_at_least", least });

const optimum = (problem: AllocationProblem, choices: readonly (Choice | null)[]) =>
  proved(solveByBranchAndBound(problem, {}, choices));

const twoLike = (total: number) => {
  const curve = michaelisMenten({ L: 100, k: 10 });
  const channels = ["a", "b"].map((name) => ({ name, curve, lower: 0, upper: 50 }));
  return allocationProblem({ channels, budget: { total } });
};

describe("the allowed spends of a choice", () => {
  it.each([
    [null, 7, 7, 7],
    [lots(3), 7, 6, 9],
    [lots(3), 9, 9, 9],
    [lots(0.1), 0.3, 0.1 * 3, 0.1 * 3],
    [lots(22), 1e-13, 0, 0],
    [lots(22), 22 - 1e-13, 22, 22],
    [zeroOr(5), 7, 7, 7],
    [zeroOr(5), 1e-13, 0, 0],
    [zeroOr(5), 4, 0, 5],
    [zeroOr(5), 0, 0, 0],
    [zeroOr(5), 5, 5, 5],
  ])("of %o next to %d are %d and %d", (choice, spend, below, above) => {
    expect(allowedAtMost(choice, spend)).toBe(below);
    expect(allowedAtLeast(choice, spend)).toBe(above);
    expect(distanceFromChoice(choice, spend)).toBe(
      Math.min(Math.abs(spend - below), Math.abs(above - spend)),
    );
  });

  it("have no distance from an undefined spend", () => {
    expect(distanceFromChoice(lots(2), NaN)).toBeNaN();
    expect(distanceFromChoice(zeroOr(2), NaN)).toBeNaN();
    expect(distanceFromChoice(null, NaN)).toBeNaN();
  });
});

describe("branch and bound with choices", () => {
  it("leaves out a channel that it would rather spend a little on, by hand", () => {
    // Free: 6 and 6. With at least 8 each: 12 and 0, or 8 … no: 8 + 8 is above the budget.
    const { allocation } = optimum(twoLike(12), [zeroOr(8), zeroOr(8)]);
    expect(Array.from(allocation).sort()).toEqual([0, 12]);
  });

  it("spends the least on a channel where that is better than nothing", () => {
    const { allocation, certificate } = optimum(twoLike(20), [zeroOr(12), null]);
    expect(allocation[0]).toBe(12);
    expectClose(allocation[1]!, 8, 1e-14);
    expect(certificate.status).toBe("solved");
  });

  it("divides lots one by one, by hand", () => {
    // Ten in lots of 4 and a rest: 4 and 6 is nearer to equal marginals than 8 and 2.
    const { allocation } = optimum(twoLike(10), [lots(4), null]);
    expect(Array.from(allocation)).toEqual([4, 6]);
  });

  it("says by name which budgets lots can spend when they cannot spend the one asked for", () => {
    expect(solveByBranchAndBound(twoLike(11), {}, [lots(4), lots(6)])).toEqual({
      status: "infeasible",
      infeasibility: {
        reasonCode: "CHOICES_MISS_BUDGET",
        reason: "lots and least spends can spend 10 or 12, not the budget 11",
        conflict: [{ kind: "budget_total", channel: null, period: null, limit: 11 }],
        nearestBudget: { total: 10, perPeriod: null },
      },
    });
  });

  it("names the period whose budget lots cannot spend, and the nearest total", () => {
    const curve = michaelisMenten({ L: 100, k: 10 });
    const problem = allocationProblem({
      channels: [{ name: "a", curve, lower: 0, upper: 50 }],
      periods: 2,
      budget: { total: 17, perPeriod: [10, 7] },
    });
    expect(solveByBranchAndBound(problem, {}, [lots(5)])).toMatchObject({
      status: "infeasible",
      infeasibility: {
        reason: "period 2: lots and least spends can spend 5 or 10, not the budget 7",
        nearestBudget: { total: 15, perPeriod: Float64Array.of(10, 5) },
      },
    });
  });

  it.each([
    [lots(10), "channel a: no spend between 3 and 7 is a whole lot of 10"],
    [zeroOr(10), "channel a: no spend between 3 and 7 is 0 or at least 10"],
  ])("names a channel whose bounds hold no allowed spend of %o", (choice, reason) => {
    const channels = [{ name: "a", curve: michaelisMenten({ L: 1, k: 1 }), lower: 3, upper: 7 }];
    const problem = allocationProblem({ channels, budget: { total: 5 } });
    expect(solveByBranchAndBound(problem, {}, [choice])).toMatchObject({
      status: "infeasible",
      infeasibility: { reasonCode: "CHOICES_MISS_BOUNDS", reason },
    });
  });

  it("gives no price to a budget that only whole lots share", () => {
    const { certificate } = optimum(twoLike(12), [lots(4), lots(4)]);
    expect(certificate.budgetPrice[0]).toBeNaN();
    expect(certificate.active[0]!.shadowPrice).toBeNaN();
    expect(certificate.relativeGap).toBeLessThanOrEqual(1e-8);
  });

  it("leaves no lot out of its search for the rounding of a sum", () => {
    const problem = hillProblem({
      channels: [
        { beta: 806.188, K: 168.474, h: null, lower: 19.413, upper: 159.28 },
        { beta: 392.675, K: 132.392, h: 1.735, lower: 0, upper: 288.698 },
      ],
      total: 90.55479,
    });
    const choices = [null, lots(22)];
    const { trees, certificate } = optimum(problem, choices);
    expect(globalBound(problem, trees, choices).upperBound).toBeGreaterThanOrEqual(
      certificate.objective * (1 - 1e-12),
    );
  });

  it("takes lots in decimal fractions", () => {
    const { allocation } = optimum(twoLike(1), [lots(0.1), lots(0.1)]);
    expectClose(allocation[0]!, 0.5, 1e-12);
    expectClose(allocation[1]!, 0.5, 1e-12);
  });

  it("refuses sums of lots that are too many to tell apart", () => {
    const curve = michaelisMenten({ L: 100, k: 10 });
    const units = [1, Math.SQRT2, Math.sqrt(3), Math.sqrt(5), Math.sqrt(7), Math.PI];
    const channels = units.map((unit) => ({ name: String(unit), curve, lower: 0, upper: 50 }));
    const problem = allocationProblem({ channels, budget: { total: 100 } });
    expect(solveByBranchAndBound(problem, {}, units.map(lots)).status).toBe("unsupported");
  });

  it("searches without a plan where one lot is of its own measure but another channel takes any spend", () => {
    const units = [1, Math.SQRT2, Math.sqrt(3), Math.sqrt(5), Math.sqrt(7)];
    const channels = [...units, 0].map((unit, i) => ({
      name: `c${i}`,
      curve: hill({ beta: 20 + 7 * i, K: 10 + 3 * i, h: 2 + unit / 3 }),
      lower: 0,
      upper: 50,
    }));
    const choices = [...units.map(lots), null];
    const problem = allocationProblem({ channels, budget: { total: 100 } });
    const { allocation, certificate, trees } = optimum(problem, choices);
    for (const [i, choice] of choices.entries()) {
      expect(distanceFromChoice(choice, allocation[i]!)).toBeLessThanOrEqual(1e-12 * 100);
    }
    expect(globalBound(problem, trees, choices).upperBound).toBeLessThanOrEqual(certificate.upperBound);
  });

  it.each([
    { choices: [lots(2)], what: "choices for 2 channels" },
    { choices: [lots(0), null], what: "lots of 0" },
    { choices: [null, zeroOr(NaN)], what: "zero_or_at_least of NaN" },
    { choices: [lots(Infinity), null], what: "lots of Infinity" },
  ])("refuses $what", ({ choices, what }) => {
    expect(() => solveByBranchAndBound(twoLike(10), {}, choices)).toThrow(what);
  });
});

describe("branch and bound with choices, on any problem of one period,", () => {
  const lotSpec = fc.record({
    spec: hillSpec,
    units: fc.array(fc.integer({ min: 3, max: 9 }), { minLength: 3, maxLength: 3 }),
    share: thousandths(0, 1),
  });

  it("finds the best of all combinations of lots, where there are few", () => {
    fc.assert(
      fc.property(lotSpec, ({ spec, units, share }) => {
        const channels = spec.channels
          .slice(0, 3)
          .map((channel, i) => ({ ...channel, K: 5 + channel.K / 10, lower: 0, upper: 7 * units[i]! }));
        const most = channels.reduce((sum, { upper }) => sum + upper, 0);
        const total = Math.round(share * most);
        const problem = hillProblem({ channels, total });
        const best = bestOfLots(problem, units, total);
        const choices = channels.map((_, i) => lots(units[i]!));
        const solution = solveByBranchAndBound(problem, {}, choices);
        if (best === null)
          expect(solution).toMatchObject({ infeasibility: { reasonCode: "CHOICES_MISS_BUDGET" } });
        else expectClose(optimum(problem, choices).certificate.objective, best, 1e-8);
      }),
      { numRuns: 300 },
    );
  });

  it("finds the best of all channels left out or not, where curves are concave", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ L: thousandths(1, 100), k: thousandths(1, 50), least: thousandths(0.1, 40) }), {
          minLength: 1,
          maxLength: 5,
        }),
        thousandths(0, 1),
        (specs, share) => {
          const channels = specs.map((spec, i) => ({
            name: `c${i}`,
            curve: michaelisMenten(spec),
            lower: 0,
            upper: 60,
          }));
          const problem = allocationProblem({ channels, budget: { total: share * 60 * specs.length } });
          const best = bestOfSubsets(problem, specs);
          const choices = specs.map(({ least }) => zeroOr(least));
          if (best === null) expect(solveByBranchAndBound(problem, {}, choices).status).toBe("infeasible");
          else expectClose(optimum(problem, choices).certificate.objective, best, 1e-8);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("finds the best of all channels left out or not, where curves are S-shaped", () => {
    fc.assert(
      fc.property(hillSpec, thousandths(0.1, 1), ({ channels: specs, total }, share) => {
        const channels = specs.slice(0, 4).map((channel) => ({ ...channel, lower: 0 }));
        const least = channels.map(({ upper }) => Math.max(0.001, share * upper));
        const most = channels.reduce((sum, { upper }) => sum + upper, 0);
        const problem = hillProblem({ channels, total: Math.min(total, most) });
        let best: number | null = null;
        for (let set = 0; set < 1 << channels.length; set++) {
          const some = channels.map((channel, i) =>
            (set >> i) & 1 ? { ...channel, lower: least[i]! } : { ...channel, upper: 0 },
          );
          if (some.some(({ lower, upper }) => lower > upper)) continue;
          const solution = solveByBranchAndBound(hillProblem({ channels: some, total: problem.total }));
          if (!("allocation" in solution)) continue;
          best = Math.max(best ?? 0, solution.certificate.objective);
        }
        const choices = least.map(zeroOr);
        const solution = solveByBranchAndBound(problem, {}, choices);
        if (best === null) expect(solution.status).toBe("infeasible");
        else expectClose(optimum(problem, choices).certificate.objective, best, 2e-8);
      }),
    );
  });

  it("never earns more with choices than without", () => {
    fc.assert(
      fc.property(hillSpec, fc.integer({ min: 1, max: 30 }), (spec, unit) => {
        const problem = hillProblem(spec);
        const choices = spec.channels.map((_, i) => (i % 2 === 0 ? null : lots(unit)));
        const chosen = solveByBranchAndBound(problem, {}, choices);
        if (chosen.status === "infeasible") return;
        const free = optimum(
          problem,
          spec.channels.map(() => null),
        );
        expect(optimum(problem, choices).certificate.objective).toBeLessThanOrEqual(
          free.certificate.objective * (1 + 1e-8),
        );
      }),
    );
  });
});

/** The best contribution over all combinations of lots that spend the budget; null where there is none. */
function bestOfLots(problem: AllocationProblem, units: readonly number[], total: number): number | null {
  let best: number | null = null;
  const n = problem.channels.length;
  const spend = new Float64Array(n);
  const visit = (i: number, left: number): void => {
    if (i === n) {
      if (left === 0) best = Math.max(best ?? 0, objective(problem, spend));
      return;
    }
    for (let money = 0; money <= Math.min(left, problem.upper[i]!); money += units[i]!) {
      spend[i] = money;
      visit(i + 1, left - money);
    }
  };
  visit(0, total);
  return best;
}

/** The best contribution over all sets of channels that spend at least their least, the others nothing. */
function bestOfSubsets(problem: AllocationProblem, specs: readonly { least: number }[]): number | null {
  let best: number | null = null;
  for (let set = 0; set < 1 << specs.length; set++) {
    const lower = problem.lower.map((_, i) => ((set >> i) & 1 ? specs[i]!.least : 0));
    const upper = problem.upper.map((high, i) => ((set >> i) & 1 ? high : 0));
    const solution = solveByWaterFilling({ ...problem, lower, upper });
    if ("allocation" in solution) best = Math.max(best ?? 0, solution.certificate.objective);
  }
  return best;
}
