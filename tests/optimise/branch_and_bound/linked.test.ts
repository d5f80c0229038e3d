import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Choice } from "../../../lib/optimise/branch_and_bound/choice.ts";
import { treeBound, type LinkedTree } from "../../../lib/optimise/branch_and_bound/linked/bound.ts";
import type { LinkedAllocated } from "../../../lib/optimise/branch_and_bound/linked/solver.ts";
import {
  mostNodes,
  solveByBranchAndBound,
  type BranchAndBoundSolution,
} from "../../../lib/optimise/branch_and_bound/solver.ts";
import { hill } from "../../../lib/curves/hill.ts";
import { michaelisMenten } from "../../../lib/curves/michaelis-menten.ts";
import { solveByInteriorPoint } from "../../../lib/optimise/interior_point/solver.ts";
import {
  allocationProblem,
  objective,
  type AllocationProblem,
  type AllocationSpec,
  type ChannelSpec,
} from "../../../lib/optimise/problem.ts";
import { violation } from "../../../lib/optimise/violation.ts";
import { allocated, expectClose, solved } from "../assertions.ts";
import { carried, thousandths } from "../problems.ts";

/** s²/(1 + s²): bent at 1/√3. */
const BENT = hill({ beta: 1, K: 1, h: 2 });
const one = (channel: Partial<ChannelSpec> = {}): ChannelSpec => ({
  name: "a",
  curve: BENT,
  lower: 0,
  upper: 5,
  ...channel,
});

/** The solution with its proof, given that there is one. */
function linkedProof(solution: BranchAndBoundSolution): LinkedAllocated {
  if (!("tree" in solution)) throw new Error(`no proof: ${JSON.stringify(solution)}`);
  return solution;
}

/** Two S-shaped channels in two or three periods, whose spends are whole lots: few enough to try them all. */
const lotSpec = fc
  .record({
    periods: fc.integer({ min: 2, max: 3 }),
    channels: fc.array(
      fc.record({
        beta: thousandths(1, 100),
        K: thousandths(5, 40),
        h: thousandths(1.1, 5),
        lots: fc.integer({ min: 1, max: 3 }),
        last: fc.option(fc.integer({ min: 0, max: 3 })),
        ramp: fc.option(fc.integer({ min: 1, max: 2 })),
        alpha: fc.oneof(fc.constant(0), thousandths(0.1, 0.9)),
        carryover: thousandths(0, 30),
      }),
      { minLength: 2, maxLength: 2 },
    ),
    weights: fc.array(thousandths(0.5, 2), { minLength: 3, maxLength: 3 }),
    lots: fc.integer({ min: 1, max: 10 }),
    atMost: fc.boolean(),
    inFirst: fc.option(fc.integer({ min: 0, max: 4 })),
  })
  .map(({ periods, channels, weights, lots, atMost, inFirst }) => ({
    spec: {
      channels: channels.map(({ beta, K, h, lots: most, last, ramp, alpha, carryover }, i) => ({
        name: `c${i}`,
        curve: hill({ beta, K, h }),
        lower: 0,
        upper: UNIT * most,
        lastSpend: last === null ? null : UNIT * last,
        ramp: ramp === null ? null : { absolute: UNIT * ramp, percentage: null },
        adstock: { alpha, initialCarryover: carryover },
      })),
      periods,
      periodWeights: weights.slice(0, periods),
      budget: {
        total: UNIT * lots,
        atMost,
        groups:
          inFirst === null ? [] : [{ name: "g", channels: ["c0"], total: UNIT * inFirst, atMost: true }],
      },
    } satisfies AllocationSpec,
  }));
const UNIT = 10;
const LOTS: readonly Choice[] = [
  { kind: "lots", unit: UNIT },
  { kind: "lots", unit: UNIT },
];

/** The best of all plans in whole lots; −Infinity where none keeps the limits. */
function bestOfAll(problem: AllocationProblem): number {
  const plan = new Float64Array(problem.lower.length);
  let best = -Infinity;
  const tryFrom = (at: number) => {
    if (at === plan.length) {
      if (violation(problem, plan).largest <= 1e-9) best = Math.max(best, objective(problem, plan));
      return;
    }
    for (let spend = 0; spend <= problem.upper[at]!; spend += UNIT) {
      plan[at] = spend;
      tryFrom(at + 1);
    }
  };
  tryFrom(0);
  return best;
}

describe("branch and bound over linked cells", () => {
  it("parts two periods as far as the ramp lets it, by hand, where halves would both be below the bend", () => {
    const channels = [one({ ramp: { absolute: 0.5, percentage: null } })];
    const { allocation, certificate } = solved(
      solveByBranchAndBound(allocationProblem({ channels, periods: 2, budget: { total: 1 } })),
    );
    expectClose(Math.max(...allocation), 0.75, 1e-9);
    expectClose(Math.min(...allocation), 0.25, 1e-9);
    expectClose(certificate.objective, 0.5625 / 1.5625 + 0.0625 / 1.0625, 1e-9);
  });

  it("spends first what is carried over, by hand, though both periods stay below the bend", () => {
    // x = (1, 1/2): 1/2 + 1/5; all in the second period would earn 1/2.
    const channels = [one({ adstock: { alpha: 0.5, initialCarryover: 0 } })];
    const { allocation, certificate } = solved(
      solveByBranchAndBound(allocationProblem({ channels, periods: 2, budget: { total: 1 } })),
    );
    expectClose(allocation[0]!, 1, 1e-8);
    expectClose(certificate.objective, 0.7, 1e-8);
  });

  it("puts all of a budget that may be underspent on one of two like channels, by hand", () => {
    const channels = [one(), one({ name: "b" })];
    const budget = { total: 1, atMost: true };
    const { allocation, certificate } = solved(
      solveByBranchAndBound(allocationProblem({ channels, budget })),
    );
    expect(Array.from(allocation).sort()).toEqual([0, 1]);
    expectClose(certificate.objective, 0.5, 1e-12);
  });

  it("leaves money over where lots or least spends cannot take it, by hand", () => {
    const channels = [one(), one({ name: "b" })];
    const budget = { total: 2.4, atMost: true };
    const lots = solved(
      solveByBranchAndBound(allocationProblem({ channels, budget }), {}, [
        { kind: "lots", unit: 1 },
        { kind: "lots", unit: 1 },
      ]),
    );
    // 1 and 1 earn 1/2 + 1/2, 2 and 0 earn 4/5.
    expect(Array.from(lots.allocation)).toEqual([1, 1]);
    const least = solved(
      solveByBranchAndBound(allocationProblem({ channels, budget }), {}, [
        { kind: "zero_or_at_least", least: 2 },
        { kind: "zero_or_at_least", least: 2 },
      ]),
    );
    expectClose(least.certificate.objective, 2.4 ** 2 / (1 + 2.4 ** 2), 1e-9);
  });

  it("keeps the budget of a group within that of all, by hand", () => {
    // All of 1 on a would earn 1/2; a group of it may have 0.4 only, and b gets the rest.
    const channels = [one({ curve: hill({ beta: 2, K: 1, h: 2 }) }), one({ name: "b" })];
    const groups = [{ name: "g", channels: ["a"], total: 0.4, atMost: true }];
    const { allocation } = solved(
      solveByBranchAndBound(allocationProblem({ channels, budget: { total: 1, groups } })),
    );
    expectClose(allocation[0]!, 0.4, 1e-9);
    expectClose(allocation[1]!, 0.6, 1e-9);
  });

  it("gives shadow prices of the local optimum it ends at", () => {
    const channels = [
      one({ lower: 1, ramp: { absolute: 1, percentage: null } }),
      { name: "b", curve: michaelisMenten({ L: 1, k: 1 }), lower: 0, upper: 9 },
    ];
    const problem = allocationProblem({ channels, periods: 2, budget: { total: 6 } });
    const { allocation, certificate } = solved(solveByBranchAndBound(problem));
    const free = BENT.slope(allocation[0]!);
    expectClose(certificate.budgetPrice[0]!, free, 1e-6);
    expectClose(1 / (1 + allocation[1]!) ** 2, free, 1e-6);
    expect(certificate.stationarity).toBeLessThanOrEqual(1e-6);
    expect(certificate.active).toContainEqual(
      expect.objectContaining({ kind: "budget_total", shadowPrice: certificate.budgetPrice[0]! }),
    );
  });

  it("says where lots miss all limits, which only the search can tell", () => {
    const channels = [one({ ramp: { absolute: 0.5, percentage: null } })];
    const problem = allocationProblem({ channels, periods: 2, budget: { total: 3 } });
    expect(solveByBranchAndBound(problem, {}, [{ kind: "lots", unit: 1 }])).toMatchObject({
      status: "infeasible",
      infeasibility: { reasonCode: "CHOICES_MISS_LIMITS", conflict: [{ kind: "budget_total", limit: 3 }] },
    });
  });

  it("says that a curve without a slope is not one it can take", () => {
    const channels = [
      one({ curve: { value: () => 1, slope: () => NaN }, adstock: { alpha: 0.5, initialCarryover: 0 } }),
    ];
    const problem = allocationProblem({ channels, periods: 2, budget: { total: 2 } });
    expect(solveByBranchAndBound(problem)).toEqual({
      status: "unsupported",
      reason: "the curve of channel a is neither concave nor S-shaped",
    });
  });

  it("stops after the nodes it may take, with the gap it has reached and a bound that holds", () => {
    const channels = ["a", "b"].map((name, i) =>
      one({
        name,
        curve: hill({ beta: 1 + i / 10, K: 1, h: 3 }),
        lastSpend: 0.5,
        ramp: { absolute: 0.2, percentage: null },
      }),
    );
    const problem = allocationProblem({ channels, periods: 3, budget: { total: 2.7 } });
    const exact = solved(solveByBranchAndBound(problem));
    const early = allocated(solveByBranchAndBound(problem, { maxNodes: 0 }));
    expect(early.status).toBe("iteration_limit");
    expect(early.iterations).toBe(0);
    expect(early.certificate.relativeGap).toBeGreaterThan(1e-8);
    expect(early.certificate.upperBound).toBeGreaterThanOrEqual(exact.certificate.objective);
    const rough = allocated(solveByBranchAndBound(problem, { relativeGap: 0.5 }));
    expect(rough.status).toBe("feasible");
  });

  it("cuts fewer boxes the larger they are, and as many as ever where a budget is all that links cells", () => {
    const sized = (periods: number, ramp: ChannelSpec["ramp"]) =>
      allocationProblem({ channels: [one({ ramp: ramp ?? null })], periods, budget: { total: 1 } });
    const ramp = { absolute: 1, percentage: null };
    expect(mostNodes(sized(100, null))).toBe(20_000);
    expect(mostNodes(sized(100, ramp))).toBe(1000);
    expect(mostNodes(sized(10_000, ramp))).toBe(50);
  });
});

describe("branch and bound over any linked cells", () => {
  it("finds the best of all plans in whole lots, and no plan where there is none", () => {
    fc.assert(
      fc.property(lotSpec, ({ spec }) => {
        const problem = allocationProblem(spec);
        const best = bestOfAll(problem);
        const solution = solveByBranchAndBound(problem, { maxNodes: 20_000 }, LOTS);
        if (best === -Infinity) {
          expect(solution.status).toBe("infeasible");
          return;
        }
        const { certificate } = solved(solution);
        expectClose(certificate.objective, best, 1e-8);
      }),
      { numRuns: 60 },
    );
  });

  it("equals the interior point method where all curves are concave", () => {
    fc.assert(
      fc.property(carried({ groups: true, atMost: true }), (spec) => {
        const problem = allocationProblem(spec);
        const exact = solved(solveByInteriorPoint(problem)).certificate;
        const { certificate, iterations } = solved(solveByBranchAndBound(problem));
        expectClose(certificate.objective, exact.objective, 1e-8);
        expect(iterations).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it("gives a plan that no plan beats by more than its gap, and a proof that holds whatever is done to its prices", () => {
    const spoil = (tree: LinkedTree, factor: number): LinkedTree => ({
      prices: tree.prices && { ...tree.prices, budget: tree.prices.budget.map((price) => price * factor) },
      cut: tree.cut && {
        ...tree.cut,
        below: spoil(tree.cut.below, factor),
        above: spoil(tree.cut.above, factor),
      },
    });
    fc.assert(
      fc.property(
        bentSpec,
        thousandths(0, 3),
        fc.array(thousandths(0, 1), { minLength: 6, maxLength: 6 }),
        (spec, factor, shares) => {
          const problem = allocationProblem(spec);
          const solution = solveByBranchAndBound(problem);
          const { certificate, linked, tree } = linkedProof(solution);
          expect(certificate.relativeGap).toBeLessThanOrEqual(1e-8);
          expect(certificate.violation.largest).toBeLessThanOrEqual(1e-9 * problem.total);
          // A plan in which one period of each channel takes what the ramps let it.
          const plan = Float64Array.from(
            problem.lower,
            (_, at) => SPEND * (1 + RAMP * (shares[at % 6]! - 0.5)),
          );
          const sum = plan.reduce((total, spend) => total + spend, 0);
          const scaled = plan.map((spend) => (spend * problem.total) / sum);
          if (violation(problem, scaled).largest <= 1e-9) {
            expect(objective(problem, scaled)).toBeLessThanOrEqual(certificate.objective * (1 + 1e-8));
          }
          expectClose(treeBound(linked, tree), certificate.upperBound, 1e-8);
          expect(treeBound(linked, spoil(tree, factor))).toBeGreaterThanOrEqual(
            certificate.objective * (1 - 1e-12),
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each([
    [1e6, 1],
    [1e-6, 1e6],
  ])("scales with money × %d and contribution × %d", (money, kpi) => {
    fc.assert(
      fc.property(bentSpec, (spec) => {
        const base = solved(solveByBranchAndBound(allocationProblem(spec)));
        const scaled = solved(solveByBranchAndBound(allocationProblem(inUnits(spec, money, kpi))));
        expectClose(scaled.certificate.objective / kpi, base.certificate.objective, 1e-7);
      }),
      { numRuns: 15 },
    );
  });
});

const SPEND = 20;
const RAMP = 0.3;

interface BentSpec extends AllocationSpec {
  readonly hills: readonly { readonly beta: number; readonly K: number; readonly h: number }[];
}

/** Two S-shaped channels over three periods that ramp from 20, some with carryover, and a budget of about as much. */
const bentSpec: fc.Arbitrary<BentSpec> = fc
  .record({
    hills: fc.array(fc.record({ beta: thousandths(1, 100), K: thousandths(8, 40), h: thousandths(1.1, 4) }), {
      minLength: 2,
      maxLength: 2,
    }),
    alphas: fc.array(fc.oneof(fc.constant(0), thousandths(0.1, 0.7)), { minLength: 2, maxLength: 2 }),
    share: thousandths(0.85, 1.15),
    atMost: fc.boolean(),
  })
  .map(({ hills, alphas, share, atMost }) => ({
    hills,
    channels: hills.map((parameters, i) => ({
      name: `c${i}`,
      curve: hill(parameters),
      lower: 0,
      upper: 100,
      lastSpend: SPEND,
      ramp: { absolute: null, percentage: RAMP },
      adstock: { alpha: alphas[i]!, initialCarryover: 0 },
    })),
    periods: 3,
    budget: { total: share * SPEND * 6, atMost },
  }));

function inUnits(spec: BentSpec, money: number, kpi: number): AllocationSpec {
  return {
    ...spec,
    channels: spec.channels.map((channel, i) => {
      const { beta, K, h } = spec.hills[i]!;
      return {
        ...channel,
        curve: hill({ beta: beta * kpi, K: K * money, h }),
        upper: 100 * money,
        lastSpend: SPEND * money,
      };
    }),
    budget: { ...spec.budget, total: spec.budget.total * money },
  };
}
