import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { michaelisMenten } from "../../lib/curves/michaelis-menten.ts";
import { mean } from "../../lib/linalg/vector.ts";
import { mulberry32 } from "../../lib/random/mulberry32.ts";
import { drawOptima } from "../../lib/risk/draw-optima.ts";
import { cvar, shareAtLeast, spread, valueReachedBy } from "../../lib/risk/measures.ts";
import type { Objective } from "../../lib/risk/objective.ts";
import { responses, riskProblem } from "../../lib/risk/risk-problem.ts";
import { solveRisk } from "../../lib/risk/solve.ts";
import { meanCvarFrontier } from "../../lib/risk/tail-frontier.ts";
import { expectClose } from "../optimise/assertions.ts";
import { instance, made, type Made } from "./problems.ts";

const smallProblem = fc.record({
  seed: fc.integer({ min: 0, max: 1e9 }),
  channels: fc.integer({ min: 2, max: 5 }),
  draws: fc.integer({ min: 10, max: 60 }),
});
const FEW = { numRuns: 15 };

const solve = (problem: Made, objective: Objective) => {
  const found = solveRisk(made(problem), objective);
  if (found === null) throw new Error("no plan");
  return found;
};

/** The objectives with a proof. */
type Certified = Extract<Objective, { kind: "mean" | "mean_sd" | "cvar" | "mean_cvar" | "regret" }>;

const CERTIFIED: readonly Certified[] = [
  { kind: "mean" },
  { kind: "mean_sd", kappa: 0.7 },
  { kind: "cvar", alpha: 0.8 },
  { kind: "mean_cvar", alpha: 0.9, weight: 0.4 },
  { kind: "regret", alpha: 0.5 },
];

/** A plan within the limits at random: spend is moved between pairs of channels. */
function shaken(problem: ReturnType<typeof made>, plan: Float64Array, seed: number): Float64Array {
  const random = mulberry32(seed);
  const moved = Float64Array.from(plan);
  for (let step = 0; step < 10; step++) {
    const from = Math.floor(random() * plan.length);
    const to = Math.floor(random() * plan.length);
    const room = Math.min(
      moved[from]! - problem.expected.lower[from]!,
      problem.expected.upper[to]! - moved[to]!,
    );
    const amount = Math.max(0, room) * random();
    moved[from]! -= amount;
    moved[to]! += amount;
  }
  return moved;
}

describe("solving under uncertainty", () => {
  it.each(["risk-cvar-a", "risk-cvar-b"])(
    "meets the certified optimum of %s and certifies it itself",
    (name) => {
      const { json, problem } = instance(name);
      const found = solveRisk(problem, { kind: "cvar", alpha: json.objective.alpha })!;
      expect(found.status).toBe("solved");
      expect(found.relativeGap).toBeLessThanOrEqual(1e-10);
      expectClose(found.objective, json.expected.objective, 1e-8);
      expectClose(
        cvar(responses(problem, Float64Array.from(json.expected.allocation)), json.objective.alpha),
        json.expected.objective,
        1e-9,
      );
    },
  );

  it.each(["risk-meansd-a", "risk-meansd-b"])(
    "meets the best known optimum of %s and proves that none is better, although the measure is not concave",
    (name) => {
      const { json, problem } = instance(name);
      const found = solveRisk(problem, { kind: "mean_sd", kappa: json.objective.kappa })!;
      expect(found.status).toBe("solved");
      expect(found.relativeGap).toBeLessThanOrEqual(1e-9);
      expectClose(found.objective, json.expected.objective, 1e-8);
      const { response } = found;
      expectClose(mean(response) - json.objective.kappa * spread(response), found.objective, 1e-14);
    },
  );

  it("splits evenly, by hand, between two channels that mirror each other over two draws", () => {
    const [weak, strong] = [michaelisMenten({ L: 1, k: 1 }), michaelisMenten({ L: 3, k: 1 })];
    const problem = riskProblem({
      channels: [
        { name: "a", lower: 0, upper: 2, curves: [weak, strong] },
        { name: "b", lower: 0, upper: 2, curves: [strong, weak] },
      ],
      budget: { total: 2 },
    });
    // In either draw 1/2 · (1 + 3) = 2; the worst of any other split is less.
    for (const objective of [
      { kind: "mean" },
      { kind: "cvar", alpha: 0.5 },
      { kind: "quantile", probability: 1 },
    ] as const) {
      const found = solveRisk(problem, objective)!;
      expectClose(found.objective, 2, 1e-9);
      expectClose(found.allocation[0]!, 1, 1e-5);
    }
    // The best of each draw: slopes 1/(1+a)² = 3/(1+b)², a + b = 2.
    const b = (3 * Math.sqrt(3) - 1) / (1 + Math.sqrt(3));
    const best = (2 - b) / (3 - b) + (3 * b) / (1 + b);
    expectClose(solveRisk(problem, { kind: "regret", alpha: 0 })!.objective, 2 - best, 1e-9);
  });

  it("proves its certified objectives, and no shaken plan within the limits is better", () => {
    fc.assert(
      fc.property(
        smallProblem,
        fc.constantFrom(...CERTIFIED),
        fc.integer({ min: 0, max: 1e9 }),
        (one, objective, seed) => {
          const problem = made(one);
          const found = solveRisk(problem, objective)!;
          expect(found.status).toBe("solved");
          expectClose(
            found.allocation.reduce((sum, spend) => sum + spend, 0),
            problem.expected.total,
            1e-12,
          );
          const best = drawOptima(problem).value;
          const valueAt = (plan: Float64Array) => {
            const response = responses(problem, plan);
            switch (objective.kind) {
              case "mean_sd":
                return mean(response) - objective.kappa * spread(response);
              case "cvar":
                return cvar(response, objective.alpha);
              case "mean_cvar":
                return (
                  (1 - objective.weight) * mean(response) + objective.weight * cvar(response, objective.alpha)
                );
              case "regret":
                return cvar(
                  response.map((f, d) => f - best[d]!),
                  objective.alpha,
                );
              case "mean":
                return mean(response);
            }
          };
          const scale = mean(found.response);
          expectClose(valueAt(found.allocation), found.objective, 1e-12, 1e-12 * scale);
          expect(valueAt(shaken(problem, found.allocation, seed))).toBeLessThanOrEqual(
            found.objective + 1e-8 * scale,
          );
        },
      ),
      FEW,
    );
  });

  it("finds the mean optimum where risk does not count: kappa 0, alpha 0, weight 0, expected regret", () => {
    fc.assert(
      fc.property(smallProblem, (one) => {
        const { objective: best, response } = solve(one, { kind: "mean" });
        for (const objective of [
          { kind: "mean_sd", kappa: 0 },
          { kind: "cvar", alpha: 0 },
          { kind: "mean_cvar", alpha: 0.9, weight: 0 },
        ] as const)
          expectClose(solve(one, objective).objective, best, 1e-12);
        const regret = solve(one, { kind: "regret", alpha: 0 });
        expectClose(mean(regret.response), best, 1e-12);
        expectClose(regret.objective, mean(response) - mean(drawOptima(made(one)).value), 1e-9, 1e-9 * best);
      }),
      FEW,
    );
  });

  it("never has a larger CVaR at a larger alpha", () => {
    fc.assert(
      fc.property(smallProblem, (one) => {
        const values = [0, 0.3, 0.6, 0.9].map((alpha) => solve(one, { kind: "cvar", alpha }).objective);
        for (let k = 1; k < values.length; k++)
          expect(values[k]!).toBeLessThanOrEqual(values[k - 1]! * (1 + 1e-9));
      }),
      FEW,
    );
  });

  it("does not change its plan with the unit of money or of contribution, nor with the order of the channels", () => {
    fc.assert(
      fc.property(
        smallProblem,
        fc.constantFrom(...CERTIFIED),
        fc.constantFrom(1e-6, 1e6),
        (one, objective, factor) => {
          const plan = solve(one, objective);
          const money = solve({ ...one, money: factor }, objective);
          const contribution = solve({ ...one, contribution: factor }, objective);
          const order = Array.from({ length: one.channels }, (_, i) => one.channels - 1 - i);
          const turned = solve({ ...one, order }, objective);
          const total = made(one).expected.total;
          for (let i = 0; i < one.channels; i++) {
            const spend = plan.allocation[i]!;
            expectClose(money.allocation[i]! / factor, spend, 0, 1e-4 * total);
            expectClose(contribution.allocation[i]!, spend, 0, 1e-4 * total);
            expectClose(turned.allocation[one.channels - 1 - i]!, spend, 0, 1e-4 * total);
          }
          expectClose(money.objective, plan.objective, 1e-8, 1e-8 * mean(plan.response));
          expectClose(contribution.objective / factor, plan.objective, 1e-8, 1e-8 * mean(plan.response));
          expectClose(turned.objective, plan.objective, 1e-8, 1e-8 * mean(plan.response));
        },
      ),
      FEW,
    );
  });

  it("climbs a quantile no lower than the plans that it starts from, and says that it is local", () => {
    fc.assert(
      fc.property(smallProblem, (one) => {
        const found = solve(one, { kind: "quantile", probability: 0.9 });
        expect(found.status).toBe("local");
        expect(found.starts).toBeGreaterThan(1);
        expect(found.upperBound).toBeNaN();
        for (const objective of [{ kind: "mean" }, { kind: "cvar", alpha: 0.9 }] as const) {
          const other = valueReachedBy(solve(one, objective).response, 0.9);
          expect(found.objective).toBeGreaterThanOrEqual(other * (1 - 1e-9));
        }
      }),
      FEW,
    );
  });

  it("meets a chance constraint where it says so, at the least loss of mean, and else says that none does", () => {
    const one = { seed: 7, channels: 3, draws: 60 };
    const problem = made(one);
    const { total } = problem.expected;
    const free = solve(one, { kind: "mean" });
    const reached = valueReachedBy(free.response, 0.9) / total;
    const loose = solve(one, { kind: "chance", target: reached * 0.99, probability: 0.9 });
    expect(loose.status).toBe("solved");
    expect(loose.objective).toBe(free.objective);
    const most = solve(one, { kind: "quantile", probability: 0.9 }).objective / total;
    expect(most).toBeGreaterThan(reached);
    const tight = solve(one, { kind: "chance", target: (reached + most) / 2, probability: 0.9 });
    expect(tight.status).toBe("local");
    expect(shareAtLeast(tight.response, ((reached + most) / 2) * total * (1 - 1e-12))).toBeGreaterThanOrEqual(
      0.9,
    );
    expect(tight.objective).toBeLessThan(free.objective);
    expect(solve(one, { kind: "chance", target: 2 * most, probability: 0.9 }).status).toBe("unmet");
  });

  it("beats a plan in at least as many draws as the mean optimum does", () => {
    const one = { seed: 11, channels: 4, draws: 50 };
    const problem = made(one);
    const share = problem.expected.total / problem.expected.upper.reduce((sum, most) => sum + most, 0);
    const reference = problem.expected.upper.map((most) => most * share);
    const found = solve(one, { kind: "beat", reference });
    const before = responses(problem, reference);
    const byMean = solve(one, { kind: "mean" }).response.filter((f, d) => f > before[d]!).length / 50;
    expect(found.objective).toBeGreaterThanOrEqual(byMean);
    expect(found.objective).toBe(found.response.filter((f, d) => f > before[d]!).length / 50);
  });

  it("gives a frontier along which the mean falls and CVaR rises", () => {
    const frontier = meanCvarFrontier(made({ seed: 3, channels: 4, draws: 80 }), 0.9, 6);
    expect(frontier.map(({ solution }) => solution.status)).toEqual(new Array(6).fill("solved"));
    for (let k = 1; k < frontier.length; k++) {
      expect(frontier[k]!.mean).toBeLessThanOrEqual(frontier[k - 1]!.mean * (1 + 1e-9));
      expect(frontier[k]!.cvar).toBeGreaterThanOrEqual(frontier[k - 1]!.cvar * (1 - 1e-9));
    }
  });

  it("keeps budgets of groups and may leave money unspent where that is allowed", () => {
    const base = made({ seed: 5, channels: 3, draws: 40 });
    const channels = base.expected.channels.map(({ name }, i) => ({
      name,
      lower: base.expected.lower[i]!,
      upper: base.expected.upper[i]!,
      curves: base.draws[i]!,
    }));
    const cap = 0.5 * solveRisk(base, { kind: "mean" })!.allocation[0]!;
    const grouped = riskProblem({
      channels,
      budget: {
        total: base.expected.total,
        groups: [{ name: "g", channels: ["c0"], total: cap, atMost: true }],
      },
    });
    for (const objective of CERTIFIED) {
      const found = solveRisk(grouped, objective)!;
      expect(found.status).toBe("solved");
      expect(found.allocation[0]).toBeLessThanOrEqual(cap * (1 + 1e-9));
    }
    const plenty = channels.reduce((sum, { upper }) => sum + upper, 0) * 2;
    const loose = riskProblem({ channels, budget: { total: plenty, atMost: true } });
    expectClose(solveRisk(loose, { kind: "cvar", alpha: 0.9 })!.allocation[1]!, channels[1]!.upper, 1e-6);
    expect(solveRisk(riskProblem({ channels, budget: { total: plenty } }), { kind: "mean" })).toBeNull();
  });

  it("refuses parameters outside their domain", () => {
    const problem = made({ seed: 1, channels: 2, draws: 10 });
    expect(() => solveRisk(problem, { kind: "cvar", alpha: 1 })).toThrow(
      "alpha is 1, expected 0 ≤ alpha < 1",
    );
    expect(() => solveRisk(problem, { kind: "mean_sd", kappa: -1 })).toThrow("kappa is -1");
    expect(() => solveRisk(problem, { kind: "quantile", probability: 0 })).toThrow("probability is 0");
    expect(() => riskProblem({ channels: [], budget: { total: 1 } })).toThrow("0 draws");
  });
});
