import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hill } from "../../../lib/curves/hill.ts";
import { michaelisMenten } from "../../../lib/curves/michaelis-menten.ts";
import { certify } from "../../../lib/optimise/certificate.ts";
import { solveByInteriorPoint } from "../../../lib/optimise/interior_point/solver.ts";
import { allocationProblem, objective, type AllocationSpec } from "../../../lib/optimise/problem.ts";
import { reach } from "../../../lib/optimise/reachable.ts";
import { solveByWaterFilling } from "../../../lib/optimise/waterfilling/solver.ts";
import { allocated, expectClose, solved } from "../assertions.ts";
import { instances } from "../instances.ts";
import { budgetKinds, carried, multiPeriod, rescaled, singlePeriod, thousandths } from "../problems.ts";

const feasible = instances(/^(mp|deg|sp)-/);

describe("the interior point method", () => {
  it("is checked on every feasible instance over concave curves", () => {
    expect(feasible).toHaveLength(42);
  });

  it.each(feasible)("reaches the reference optimum of $id", ({ problem, expected }) => {
    const { certificate } = solved(solveByInteriorPoint(problem));
    expectClose(certificate.objective, expected.objective, 1e-9);
    expect(certificate.relativeGap).toBeLessThanOrEqual(1e-10);
    expect(certificate.violation.largest).toBeLessThanOrEqual(1e-12 * problem.total);
  });

  it.each(["mp-013x010-ramp-period", "mp-052x020-adramp-period"])("finds the prices of %s", (id) => {
    const { problem, expected } = instances(new RegExp(`^${id}`))[0]!;
    const { budgetPrice } = solved(solveByInteriorPoint(problem)).certificate;
    expected.budgetPrice.forEach((price, t) => {
      expectClose(budgetPrice[t]!, price, 1e-6);
    });
  });

  it("does not take S-shaped curves", () => {
    const channels = [{ name: "a", curve: hill({ beta: 1, K: 1, h: 2 }), lower: 0, upper: 5 }];
    const problem = allocationProblem({ channels, budget: { total: 2 } });
    expect(solveByInteriorPoint(problem).status).toBe("unsupported");
  });

  it("spends earlier what is carried over, by hand", () => {
    const problem = allocationProblem({
      channels: [
        {
          name: "a",
          curve: michaelisMenten({ L: 1, k: 1 }),
          lower: 0,
          upper: 4,
          adstock: { alpha: 0.5, initialCarryover: 0 },
        },
      ],
      periods: 2,
      budget: { total: 4 },
    });
    // Marginal worth is (1 + s)⁻² + ½ (1 + r + s/2)⁻² in the first period and (1 + r + s/2)⁻² in the second: 1 + r + s/2 = (1 + s)/√2.
    const { allocation, certificate } = solved(solveByInteriorPoint(problem));
    const first = (5 - Math.SQRT1_2) / (0.5 + Math.SQRT1_2);
    expectClose(allocation[0]!, first, 1e-6);
    expectClose(certificate.objective, first / (1 + first) + 1 - Math.SQRT2 / (1 + first), 1e-11);
  });

  it("divides a group that is held down, and prices it, by hand", () => {
    const curve = michaelisMenten({ L: 1, k: 1 });
    const channels = ["a", "b", "c"].map((name) => ({ name, curve, lower: 0, upper: 9 }));
    const groups = [{ name: "ab", channels: ["a", "b"], total: 2, atMost: true }];
    const { allocation, certificate } = solved(
      solveByInteriorPoint(allocationProblem({ channels, budget: { total: 6, groups } })),
    );
    [1, 1, 4].forEach((spend, i) => {
      expectClose(allocation[i]!, spend, 1e-6);
    });
    // Money is worth 1/25 in c, and 1/4 in a and b.
    expectClose(certificate.budgetPrice[0]!, 1 / 25, 1e-6);
    expectClose(certificate.budgetPrice[1]!, 1 / 4 - 1 / 25, 1e-6);
    expect(certificate.active.map(({ kind, group }) => [kind, group])).toEqual([
      ["budget_total", undefined],
      ["budget_group", "ab"],
    ]);
  });

  it("keeps exact groups that repeat the total", () => {
    const curve = michaelisMenten({ L: 1, k: 1 });
    const channels = ["a", "b", "c"].map((name) => ({ name, curve, lower: 0, upper: 9 }));
    const groups = [
      { name: "ab", channels: ["a", "b"], total: 2 },
      { name: "c", channels: ["c"], total: 4 },
    ];
    const problem = allocationProblem({ channels, budget: { total: 6, groups } });
    expectClose(solved(solveByInteriorPoint(problem)).certificate.objective, 0.5 + 0.5 + 0.8, 1e-10);
  });

  it("takes any plan that keeps the limits where nothing earns anything", () => {
    const { problem } = instances(/^mp-013x010-adramp/)[0]!;
    const idle = { ...problem, periodWeights: new Float64Array(problem.periods) };
    expect(solved(solveByInteriorPoint(idle)).certificate).toMatchObject({
      objective: 0,
      upperBound: 0,
      gap: 0,
    });
  });

  it("leaves what cannot be spent of a budget that may be underspent", () => {
    const curve = michaelisMenten({ L: 1, k: 1 });
    const channels = [{ name: "a", curve, lower: 0, upper: 3 }];
    const problem = allocationProblem({ channels, budget: { total: 6, atMost: true } });
    const { allocation, certificate } = solved(solveByInteriorPoint(problem));
    expectClose(allocation[0]!, 3, 1e-9);
    expect(certificate.budgetPrice[0]).toBeLessThanOrEqual(1e-9);
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

  it.each(budgetKinds)("is solved within all limits with carryover and budgets %j", (kinds) => {
    fc.assert(
      fc.property(carried(kinds), (spec) => {
        const { certificate } = solved(solveByInteriorPoint(allocationProblem(spec)));
        expect(certificate.violation.largest).toBeLessThanOrEqual(1e-9 * spec.budget.total);
      }),
      { numRuns: 200 },
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
      fc.property(carried({}), thousandths(0, 1), (spec, share) => {
        const problem = allocationProblem(spec);
        const { lower, upper } = reach(problem);
        const path = lower.map((low, at) => low + share * (upper[at]! - low));
        const total = path.reduce((sum, spend) => sum + spend, 0);
        const best = allocated(solveByInteriorPoint({ ...problem, total }));
        expect(objective(problem, path)).toBeLessThanOrEqual(best.certificate.objective * (1 + 1e-9));
      }),
    );
  });

  it("gains nothing from less budget, nor from tighter groups", () => {
    fc.assert(
      fc.property(carried({ atMost: true, groups: true }), thousandths(0.9, 1), (spec, share) => {
        const problem = allocationProblem(spec);
        const best = solved(solveByInteriorPoint(problem)).certificate.objective;
        const less = solveByInteriorPoint({ ...problem, total: share * problem.total });
        const groups = problem.groups.map((group) => ({
          ...group,
          total: group.total === null ? null : share * group.total,
        }));
        const tighter = solveByInteriorPoint({ ...problem, groups });
        for (const solution of [less, tighter]) {
          if (solution.status === "infeasible") continue;
          expect(solved(solution).certificate.objective).toBeLessThanOrEqual(best * (1 + 1e-9));
        }
      }),
    );
  });

  it("gains nothing from narrower ramps", () => {
    fc.assert(
      fc.property(carried({}), thousandths(0.9, 1), (spec, share) => {
        const best = solved(solveByInteriorPoint(allocationProblem(spec))).certificate.objective;
        const times = (limit: number | null) => (limit === null ? null : share * limit);
        const channels = spec.channels.map((channel) => ({
          ...channel,
          ramp: {
            absolute: times(channel.ramp?.absolute ?? null),
            percentage: times(channel.ramp?.percentage ?? null),
          },
        }));
        const narrower = solveByInteriorPoint(allocationProblem({ ...spec, channels }));
        if (narrower.status === "infeasible") return;
        expect(solved(narrower).certificate.objective).toBeLessThanOrEqual(best * (1 + 1e-9));
      }),
    );
  });

  it("spends a budget that may be underspent as an exact one, no curve falling", () => {
    fc.assert(
      fc.property(carried({}), (spec) => {
        const exact = solved(solveByInteriorPoint(allocationProblem(spec))).certificate.objective;
        const budget = { ...spec.budget, atMost: true };
        const atMost = solved(solveByInteriorPoint(allocationProblem({ ...spec, budget })));
        expectClose(atMost.certificate.objective, exact, 1e-9);
      }),
    );
  });

  it("finds no difference between a carryover of 0 and none", () => {
    fc.assert(
      fc.property(carried({}), (spec) => {
        const withAdstock = (adstock: AllocationSpec["channels"][number]["adstock"]) =>
          allocationProblem({
            ...spec,
            channels: spec.channels.map((channel) => ({ ...channel, adstock: adstock ?? null })),
          });
        const none = solved(solveByInteriorPoint(withAdstock(null))).certificate.objective;
        const zero = solved(solveByInteriorPoint(withAdstock({ alpha: 0, initialCarryover: 50 })));
        expectClose(zero.certificate.objective, none, 1e-12);
        const hardly = solved(solveByInteriorPoint(withAdstock({ alpha: 1e-14, initialCarryover: 50 })));
        expectClose(hardly.certificate.objective, none, 1e-9);
      }),
    );
  });

  it("does not mind the order of channels", () => {
    fc.assert(
      fc.property(carried({ groups: true, atMost: true }), (spec) => {
        const best = solved(solveByInteriorPoint(allocationProblem(spec))).certificate.objective;
        const turned = allocationProblem({ ...spec, channels: spec.channels.toReversed() });
        expectClose(solved(solveByInteriorPoint(turned)).certificate.objective, best, 1e-9);
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
      fc.property(fc.oneof(multiPeriod(false), carried({ groups: true, atMost: true })), (spec) => {
        const base = solved(solveByInteriorPoint(allocationProblem(spec))).certificate.objective;
        const scaled = solved(solveByInteriorPoint(rescaled(spec, money, kpi))).certificate.objective;
        expectClose(scaled / kpi, base, 1e-8);
      }),
      { numRuns: 60 },
    );
  });

  it("is proved by its prices alone, and by no other prices disproved", () => {
    fc.assert(
      fc.property(carried({ groups: true }), fc.infiniteStream(thousandths(-2, 2)), (spec, stream) => {
        const problem = allocationProblem(spec);
        const { allocation, certificate } = solved(solveByInteriorPoint(problem));
        const again = certify(problem, allocation, certificate.multipliers ?? undefined);
        expect(again).toEqual(certificate);
        const draw = (size: number) =>
          Float64Array.from({ length: size }, () => stream.next().value as number);
        const cells = problem.lower.length;
        const ramps = {
          absoluteUp: draw(cells),
          absoluteDown: draw(cells),
          percentageUp: draw(cells),
          percentageDown: draw(cells),
        };
        const other = certify(problem, allocation, { budget: draw(certificate.budgetPrice.length), ramps });
        expect(other.upperBound).toBeGreaterThanOrEqual(certificate.objective);
      }),
    );
  });
});

describe("a warm start", () => {
  const neighbours = instances(/^mp-(013x010-ad|052x0)/).filter(({ id }) => !/period|tight/.test(id));

  it.each(neighbours)(
    "takes at most half of the iterations of $id at a budget up to 1 % smaller or larger",
    ({ problem }) => {
      const { warmStart } = solved(solveByInteriorPoint(problem));
      for (const share of [0.99, 0.998, 1.002, 1.01]) {
        const next = { ...problem, total: share * problem.total };
        const cold = solved(solveByInteriorPoint(next));
        const warm = solved(solveByInteriorPoint(next, warmStart));
        expectClose(warm.certificate.objective, cold.certificate.objective, 1e-9);
        expect(warm.iterations).toBeLessThanOrEqual(cold.iterations / 2);
      }
    },
  );

  it.each(neighbours)(
    "takes fewer iterations of $id at a budget 5 % smaller or larger too",
    ({ problem }) => {
      const { warmStart } = solved(solveByInteriorPoint(problem));
      for (const share of [0.95, 1.05]) {
        const next = { ...problem, total: share * problem.total };
        const cold = solved(solveByInteriorPoint(next));
        const warm = solved(solveByInteriorPoint(next, warmStart));
        expectClose(warm.certificate.objective, cold.certificate.objective, 1e-9);
        expect(warm.iterations).toBeLessThan(cold.iterations);
      }
    },
  );

  it.each(neighbours)(
    "takes at most half of the iterations of $id where bounds are 2 % wider",
    ({ problem }) => {
      const { warmStart } = solved(solveByInteriorPoint(problem));
      const next = { ...problem, upper: problem.upper.map((high) => 1.02 * high) };
      const cold = solved(solveByInteriorPoint(next));
      const warm = solved(solveByInteriorPoint(next, warmStart));
      expectClose(warm.certificate.objective, cold.certificate.objective, 1e-9);
      expect(warm.iterations).toBeLessThanOrEqual(cold.iterations / 2);
    },
  );

  it("begins further back the larger the change, also from a solution that began so itself", () => {
    const { problem } = instances(/^mp-013x010-adramp-mix/)[0]!;
    const at = (share: number) => ({ ...problem, total: share * problem.total });
    let { warmStart } = solved(solveByInteriorPoint(problem));
    for (const share of [1.001, 1.002, 1.05]) {
      const cold = solved(solveByInteriorPoint(at(share)));
      const warm = solved(solveByInteriorPoint(at(share), warmStart));
      expectClose(warm.certificate.objective, cold.certificate.objective, 1e-9);
      expect(warm.iterations).toBeLessThan(cold.iterations);
      warmStart = warm.warmStart;
    }
  });

  it("is dropped where it leads nowhere or is of another problem", () => {
    const { problem } = instances(/^mp-052x020-ramp-tight/)[0]!;
    const { warmStart } = solved(solveByInteriorPoint(problem));
    const next = { ...problem, total: 1.05 * problem.total };
    const cold = solved(solveByInteriorPoint(next));
    const warm = solved(solveByInteriorPoint(next, warmStart));
    expect(warm.iterations).toBe(cold.iterations + 1);
    const other = instances(/^mp-013x010-adramp/)[0]!.problem;
    expect(solved(solveByInteriorPoint(other, warmStart)).iterations).toBe(
      solved(solveByInteriorPoint(other)).iterations,
    );
  });
});
