import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hill } from "../../../lib/curves/hill.ts";
import { michaelisMenten } from "../../../lib/curves/michaelis-menten.ts";
import { globalBound } from "../../../lib/optimise/branch_and_bound/global-bound.ts";
import { solveByBranchAndBound } from "../../../lib/optimise/branch_and_bound/solver.ts";
import { allocationProblem, objective } from "../../../lib/optimise/problem.ts";
import { solveByWaterFilling } from "../../../lib/optimise/waterfilling/solver.ts";
import { expectClose, solved } from "../assertions.ts";
import { instances } from "../instances.ts";
import { singlePeriod, thousandths } from "../problems.ts";
import { feasiblePoint, found, hillProblem, hillSpec, pointShape, proved } from "./s-shaped.ts";

const sShaped = instances(/^ss-/);
const concave = instances(/^(sp|deg)-|^mp-004x005-plain-mm/).filter(
  ({ problem }) => solveByWaterFilling(problem).status === "solved",
);

const even = (n: number) =>
  Array.from({ length: n }, (_, i) => ({
    name: `c${i}`,
    curve: hill({ beta: 100, K: 10, h: 3 }),
    lower: 0,
    upper: 30,
  }));

describe("branch and bound", () => {
  it("is checked on every S-shaped instance and every concave one that water-filling takes", () => {
    expect(sShaped).toHaveLength(6);
    expect(concave.length).toBeGreaterThanOrEqual(20);
  });

  it.each(sShaped)("reaches the certified optimum of $id", ({ problem, expected }) => {
    const { certificate, iterations } = proved(solveByBranchAndBound(problem));
    expectClose(certificate.objective, expected.objective, 1e-12);
    // The reference bound was computed to a gap of 1e-9.
    expect(certificate.upperBound).toBeGreaterThanOrEqual(expected.objective * (1 - 1e-13));
    expect(certificate.upperBound).toBeLessThanOrEqual(expected.upperBound);
    expect(certificate.violation.largest).toBeLessThanOrEqual(1e-14 * problem.total);
    expect(certificate.stationarity).toBeLessThanOrEqual(1e-12);
    expect(iterations).toBeLessThanOrEqual(2);
  });

  it.each(concave)("reaches the optimum of $id, which is concave, without a cut", ({ problem, expected }) => {
    const { certificate, iterations } = proved(solveByBranchAndBound(problem));
    expectClose(certificate.objective, expected.objective, 1e-9);
    expect(iterations).toBe(0);
  });

  it("puts all on one of two like channels, by hand, where halves would both be below their bend", () => {
    // s²/(1 + s²) at 1 and 0 is 1/2; at 1/2 each it is 2/5.
    const curve = hill({ beta: 1, K: 1, h: 2 });
    const channels = ["a", "b"].map((name) => ({ name, curve, lower: 0, upper: 5 }));
    const { allocation, certificate } = proved(
      solveByBranchAndBound(allocationProblem({ channels, budget: { total: 1 } })),
    );
    expectClose(certificate.objective, 0.5, 1e-12);
    expect(Array.from(allocation)).toEqual([1, 0]);
    // The slope 2s/(1 + s²)² at 1.
    expectClose(certificate.budgetPrice[0]!, 0.5, 1e-9);
  });

  it("gives shadow prices of a local optimum: marginals equal to the budget's, and the loss of a forced spend", () => {
    const curve = hill({ beta: 10, K: 1, h: 2 });
    const problem = allocationProblem({
      channels: [
        { name: "a", curve, lower: 0, upper: 9 },
        { name: "b", curve: michaelisMenten({ L: 1, k: 1 }), lower: 2, upper: 9 },
      ],
      budget: { total: 4 },
    });
    const { allocation, certificate } = proved(solveByBranchAndBound(problem));
    expect(Array.from(allocation)).toEqual([2, 2]);
    const price = curve.slope(2);
    expect(certificate.active).toEqual([
      expect.objectContaining({ kind: "budget_total", shadowPrice: price }),
      expect.objectContaining({ kind: "lower", channel: "b", shadowPrice: price - 1 / 9 }),
    ]);
  });

  it("solves a curve that bends twice only when it is told to be something else", () => {
    const a = hill({ beta: 1, K: 1, h: 4 });
    const b = hill({ beta: 1, K: 100, h: 4 });
    const twice = {
      value: (spend: number) => a.value(spend) + b.value(spend),
      slope: (spend: number) => a.slope(spend) + b.slope(spend),
    };
    const channels = [{ name: "stairs", curve: twice, lower: 0, upper: 500 }];
    const problem = allocationProblem({ channels, budget: { total: 50 } });
    expect(solveByBranchAndBound(problem)).toEqual({
      status: "unsupported",
      reason: "the curve of channel stairs is neither concave nor S-shaped",
    });
  });

  it("cuts many like channels as one, since exchanging them changes nothing", () => {
    const { certificate, iterations } = proved(
      solveByBranchAndBound(allocationProblem({ channels: even(50), budget: { total: 222 } })),
    );
    expect(iterations).toBeLessThanOrEqual(3);
    // k channels on at 222/k each: the best k.
    const curve = hill({ beta: 100, K: 10, h: 3 });
    const best = Math.max(...Array.from({ length: 50 }, (_, k) => (k + 1) * curve.value(222 / (k + 1))));
    expectClose(certificate.objective, best, 1e-12);
  });

  it("solves periods that share a total, and periods with a budget each, as one and as many problems", () => {
    const channels = even(3).map((channel, i) => ({
      ...channel,
      curve: hill({ beta: 100, K: 10 + i, h: 2 + i }),
    }));
    const periods = 4;
    const perPeriod = [12, 20, 33, 12];
    const total = perPeriod.reduce((sum, one) => sum + one, 0);
    const apart = proved(
      solveByBranchAndBound(allocationProblem({ channels, periods, budget: { total, perPeriod } })),
    );
    const alone = perPeriod.map((one) =>
      proved(solveByBranchAndBound(allocationProblem({ channels, budget: { total: one } }))),
    );
    const sum = alone.reduce((all, { certificate }) => all + certificate.objective, 0);
    expectClose(apart.certificate.objective, sum, 1e-12);
    expect(apart.trees).toHaveLength(4);
    const shared = proved(solveByBranchAndBound(allocationProblem({ channels, periods, budget: { total } })));
    expect(shared.certificate.objective).toBeGreaterThanOrEqual(sum);
  });

  it("weights periods, and ignores one without weight", () => {
    const curve = hill({ beta: 100, K: 10, h: 3 });
    const channels = [{ name: "a", curve, lower: 0, upper: 30 }];
    const problem = allocationProblem({ channels, periods: 2, periodWeights: [0, 2], budget: { total: 25 } });
    const { allocation, certificate } = proved(solveByBranchAndBound(problem));
    expect(Array.from(allocation)).toEqual([0, 25]);
    expectClose(certificate.objective, 2 * curve.value(25), 1e-12);
  });

  it("gives the larger spend to the greater weight of like periods, and so finds its way through a slow discount", () => {
    const curve = hill({ beta: 100, K: 10, h: 3 });
    const channels = [{ name: "a", curve, lower: 0, upper: 60 }];
    const periodWeights = Array.from({ length: 52 }, (_, t) => 0.999 ** ((t * 7) % 52));
    const total = 31.2;
    const problem = allocationProblem({ channels, periods: 52, periodWeights, budget: { total } });
    const { allocation, certificate, iterations } = proved(solveByBranchAndBound(problem));
    expect(iterations).toBeLessThanOrEqual(20);
    const order = Array.from(allocation.keys()).sort((s, t) => periodWeights[t]! - periodWeights[s]!);
    const spends = order.map((t) => allocation[t]!);
    expect(spends).toEqual(spends.toSorted((a, b) => b - a));
    // An even division over the k heaviest periods is no better, whatever k.
    for (let k = 1; k <= 52; k++) {
      const evenly = new Float64Array(52);
      for (const t of order.slice(0, k)) evenly[t] = total / k;
      expect(objective(problem, evenly)).toBeLessThanOrEqual(certificate.objective * (1 + 1e-8));
    }
  });

  it("takes a budget of nothing, though the first unit of it would earn without limit", () => {
    const curve = hill({ beta: 1, K: 1, h: 0.5 });
    const channels = ["a", "b"].map((name) => ({ name, curve, lower: 0, upper: 5 }));
    const problem = allocationProblem({ channels, budget: { total: 0 } });
    expect(Array.from(proved(solveByBranchAndBound(problem)).allocation)).toEqual([0, 0]);
  });

  it("stops at the gap asked for, and does not call that solved", () => {
    const { problem } = sShaped.find(({ id }) => id === "ss-n050")!;
    const exact = proved(solveByBranchAndBound(problem));
    const rough = found(solveByBranchAndBound(problem, { relativeGap: 0.01 }));
    expect(rough.status).toBe("feasible");
    expect(rough.iterations).toBeLessThan(exact.iterations);
    expect(rough.certificate.relativeGap).toBeLessThanOrEqual(0.01);
    expect(rough.certificate.upperBound).toBeGreaterThanOrEqual(exact.certificate.objective);
  });

  it("stops after the nodes it may take, with the gap it has reached", () => {
    const { problem, expected } = sShaped.find(({ id }) => id === "ss-n050")!;
    const early = found(solveByBranchAndBound(problem, { maxNodes: 0 }));
    expect(early.status).toBe("iteration_limit");
    expect(early.certificate.relativeGap).toBeGreaterThan(1e-8);
    expect(early.certificate.upperBound).toBeGreaterThanOrEqual(expected.objective);
  });

  it("takes a ramp from the last spend as bounds when there is one period", () => {
    const channels = [
      { ...even(1)[0]!, lastSpend: 5, ramp: { absolute: null, percentage: 0.2 } },
      { ...even(1)[0]!, name: "free" },
    ];
    const { allocation } = proved(
      solveByBranchAndBound(allocationProblem({ channels, budget: { total: 20 } })),
    );
    expectClose(allocation[0]!, 6, 1e-12);
  });

  it("explains a budget out of reach", () => {
    const problem = allocationProblem({ channels: even(2), budget: { total: 61 } });
    expect(solveByBranchAndBound(problem)).toMatchObject({
      status: "infeasible",
      infeasibility: { reasonCode: "BUDGET_ABOVE_MAXIMUM", nearestBudget: { total: 60 } },
    });
  });

  it("says that a curve without a slope is not one it can take", () => {
    const broken = { value: () => 1, slope: () => NaN };
    const channels = [{ name: "a", curve: broken, lower: 0, upper: 5 }];
    expect(solveByBranchAndBound(allocationProblem({ channels, budget: { total: 2 } })).status).toBe(
      "unsupported",
    );
  });

  it("says that a curve without a value is a numerical error", () => {
    const broken = { ...michaelisMenten({ L: 1, k: 1 }), value: () => NaN };
    const channels = [{ name: "a", curve: broken, lower: 0, upper: 5 }];
    const solution = solveByBranchAndBound(allocationProblem({ channels, budget: { total: 2 } }));
    expect(solution.status).toBe("numerical_error");
  });

  it.each([{ relativeGap: NaN }, { relativeGap: -1 }, { maxNodes: NaN }])("refuses %o", (settings) => {
    const problem = allocationProblem({ channels: even(2), budget: { total: 20 } });
    expect(() => solveByBranchAndBound(problem, settings)).toThrow(RangeError);
  });
});

describe("branch and bound, on any problem of one period,", () => {
  it("is solved, and no feasible allocation earns more", () => {
    fc.assert(
      fc.property(hillSpec, fc.array(pointShape, { minLength: 5, maxLength: 5 }), (spec, points) => {
        const problem = hillProblem(spec);
        const { certificate } = proved(solveByBranchAndBound(problem));
        expect(certificate.violation.largest).toBeLessThanOrEqual(1e-12 * problem.total);
        for (const { order, mix } of points) {
          const point = feasiblePoint(problem, order, mix);
          expect(objective(problem, point)).toBeLessThanOrEqual(certificate.objective * (1 + 1e-8) + 1e-12);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("finds what a fine grid over two channels finds, and no less", () => {
    fc.assert(
      fc.property(hillSpec, (spec) => {
        const [one, other] = [spec.channels[0]!, spec.channels.at(-1)!];
        const total = one.lower + other.lower + 0.4 * (one.upper - one.lower + other.upper - other.lower);
        const problem = hillProblem({ channels: [one, other], total });
        const { certificate } = proved(solveByBranchAndBound(problem));
        const from = Math.max(one.lower, total - other.upper);
        const to = Math.min(one.upper, total - other.lower);
        let best = 0;
        for (let k = 0; k <= 2000; k++) {
          const first = from + (k / 2000) * (to - from);
          best = Math.max(best, objective(problem, Float64Array.of(first, Math.max(0, total - first))));
        }
        expect(certificate.objective).toBeGreaterThanOrEqual(best * (1 - 1e-8));
        expect(certificate.objective).toBeLessThanOrEqual(best * (1 + 1e-3));
      }),
    );
  });

  it("equals water-filling where all curves are concave", () => {
    fc.assert(
      fc.property(singlePeriod, (spec) => {
        const problem = allocationProblem(spec);
        const exact = solved(solveByWaterFilling(problem)).certificate;
        expectClose(proved(solveByBranchAndBound(problem)).certificate.objective, exact.objective, 1e-12);
      }),
    );
  });

  it("does not depend on the order of the channels", () => {
    fc.assert(
      fc.property(hillSpec, (spec) => {
        const forward = proved(solveByBranchAndBound(hillProblem(spec)));
        const backward = proved(
          solveByBranchAndBound(hillProblem({ ...spec, channels: spec.channels.toReversed() })),
        );
        expectClose(backward.certificate.objective, forward.certificate.objective, 1e-8);
      }),
    );
  });

  it.each([
    [1e6, 1],
    [1e-6, 1],
    [1, 1e6],
    [1, 1e-6],
    [1e6, 1e6],
    [1e-6, 1e6],
  ])("scales with money × %d and contribution × %d", (money, kpi) => {
    fc.assert(
      fc.property(hillSpec, (spec) => {
        const base = proved(solveByBranchAndBound(hillProblem(spec)));
        const scaled = proved(solveByBranchAndBound(hillProblem(spec, money, kpi)));
        expectClose(scaled.certificate.objective / kpi, base.certificate.objective, 1e-8);
      }),
      { numRuns: 30 },
    );
  });

  it("earns no less with more room", () => {
    fc.assert(
      fc.property(hillSpec, fc.nat(), thousandths(0, 100), (spec, which, more) => {
        const wider = spec.channels.map((channel, i) =>
          i === which % spec.channels.length ? { ...channel, upper: channel.upper + more } : channel,
        );
        const base = proved(solveByBranchAndBound(hillProblem(spec)));
        const wide = proved(solveByBranchAndBound(hillProblem({ ...spec, channels: wider })));
        expect(wide.certificate.objective).toBeGreaterThanOrEqual(base.certificate.objective * (1 - 1e-8));
      }),
    );
  });

  it("gives a proof that bounds every allocation, whatever is done to its prices", () => {
    fc.assert(
      fc.property(hillSpec, thousandths(0, 3), (spec, factor) => {
        const problem = hillProblem(spec);
        const { trees, certificate } = proved(solveByBranchAndBound(problem));
        const choices = problem.channels.map(() => null);
        expectClose(globalBound(problem, trees, choices).upperBound, certificate.upperBound, 1e-8);
        const spoilt = trees.map((tree) => ({ ...tree, price: tree.price * factor }));
        expect(globalBound(problem, spoilt, choices).upperBound).toBeGreaterThanOrEqual(
          certificate.objective * (1 - 1e-12),
        );
      }),
    );
  });
});
