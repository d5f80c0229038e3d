import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { michaelisMenten } from "../../../lib/curves/michaelis-menten.ts";
import {
  emptyBudgetSystem,
  factorBudgets,
  solveBudgetsInPlace,
} from "../../../lib/optimise/interior_point/budget-system.ts";
import { emptyFactor, factorChains, solveChainsInPlace } from "../../../lib/optimise/interior_point/chain.ts";
import { emptyPeriodFactor } from "../../../lib/optimise/interior_point/period-system.ts";
import { strictProgram } from "../../../lib/optimise/interior_point/strict.ts";
import type { Program } from "../../../lib/optimise/interior_point/program.ts";
import { addPrices, sumsOf } from "../../../lib/optimise/interior_point/sums.ts";
import { solveByInteriorPoint } from "../../../lib/optimise/interior_point/solver.ts";
import { allocationProblem, type AllocationSpec } from "../../../lib/optimise/problem.ts";
import { reach } from "../../../lib/optimise/reachable.ts";
import { mulberry32 } from "../../../lib/random/mulberry32.ts";
import { expectClose, solved } from "../assertions.ts";
import { thousandths } from "../problems.ts";

/** Two channels that ramp (one of them carried over), one that cannot move, one whose periods are apart; budgets of all kinds. */
function spec(periods: number, groups: boolean, atMost = true): AllocationSpec {
  const curve = michaelisMenten({ L: 100, k: 50 });
  const channel = (name: string) => ({ name, curve, lower: 0, upper: 90 });
  const ramp = { absolute: 10, percentage: null };
  const each = Array.from({ length: periods }, (_, t) => 100 + (t % 5));
  return {
    channels: [
      { ...channel("ramped"), ramp, lastSpend: 30 },
      { ...channel("carried"), ramp, adstock: { alpha: 0.4, initialCarryover: 20 } },
      { ...channel("rigid"), ramp: { absolute: 0, percentage: null } },
      {
        ...channel("apart"),
        lower: Array.from({ length: periods }, (_, t) => (t === 1 ? 30 : 0)),
        upper: Array.from({ length: periods }, (_, t) => (t === 1 ? 30 : 90)),
      },
    ],
    periods,
    budget: {
      total: 90 * periods,
      atMost,
      perPeriod: each,
      groups: groups
        ? [
            {
              name: "g",
              channels: ["ramped", "apart"],
              total: 40 * periods,
              perPeriod: each.map(() => 95),
              atMost: true,
            },
            { name: "h", channels: ["carried"], total: 30 * periods, atMost: true },
          ]
        : [],
    },
  };
}

function programOf(request: AllocationSpec): Program {
  const problem = allocationProblem(request);
  const { program } = strictProgram(problem, reach(problem));
  if (!program) throw new Error("nothing is free");
  return program;
}

/** A factored form with random squares. */
function chainsOf(program: Program, random: () => number) {
  const cells = () => Float64Array.from(program.lower, () => 0.1 + random());
  const form = { curvature: cells(), anchor: cells(), link: cells(), factor: cells() };
  for (let at = 0; at < form.link.length; at++) {
    const i = Math.floor(at / program.periods);
    const isApart = i >= 2;
    if (at % program.periods === 0 || isApart) form.link[at] = 0;
    if (program.isPinned[at] && program.isPinned[at - 1]) form.link[at] = 0;
  }
  const factor = emptyFactor(program.lower.length);
  factorChains(program, form, factor);
  return factor;
}

describe("the system of the budgets", () => {
  it("keeps no matrix of the periods where there are many, and the matrix where there are few", () => {
    const few = spec(3, false);
    const channels = few.channels.flatMap((one) =>
      Array.from({ length: 20 }, (_, k) => ({ ...one, name: `${one.name}${k}` })),
    );
    const budget = { total: 3000, perPeriod: [1000, 1000, 1000] };
    expect(emptyBudgetSystem(programOf({ ...few, channels, budget })).periods).toBeNull();
    const system = emptyBudgetSystem(programOf(spec(60, true)));
    expect(system.periods).not.toBeNull();
    // The total, and those of the two groups.
    expect(system.kept).toHaveLength(3);
  });

  it("is solved as the matrix is, with ramps, carryover, a channel that cannot move, one apart, and budgets that overlap", () => {
    fc.assert(
      fc.property(fc.nat(), fc.boolean(), thousandths(0.01, 1), (seed, groups, allowance) => {
        const program = programOf(spec(40, groups));
        const random = mulberry32(seed);
        const chains = chainsOf(program, random);
        const system = emptyBudgetSystem(program);
        expect(system.periods).not.toBeNull();
        system.allowance.fill(allowance);
        expect(factorBudgets(program, chains, system)).toBe(true);
        const x = Float64Array.from(system.allowance, () => random() - 0.5);
        // S x, by a solve of the chains.
        const spend = new Float64Array(program.lower.length);
        addPrices(program, x, 1, spend);
        for (let at = 0; at < spend.length; at++) if (program.isPinned[at]) spend[at] = 0;
        solveChainsInPlace(program, chains, spend);
        const values = sumsOf(program, spend).map((sum, g) => sum + allowance * x[g]!);
        solveBudgetsInPlace(program, chains, system, values);
        values.forEach((value, g) => {
          expectClose(value, x[g]!, 1e-8, 1e-8);
        });
      }),
      { numRuns: 40 },
    );
  });

  it("takes memory and steps in proportion to the periods", () => {
    const sizes = [100, 200, 400].map((periods) => {
      const { layout, gain, pivot, covariance, variance } = emptyPeriodFactor(
        programOf(spec(periods, false)),
      );
      const steps = layout.rowsIn.reduce((sum, rows) => sum + (1 + rows.length) * layout.states ** 2, 0);
      return { steps, numbers: gain.length + pivot.length + covariance.length + variance.length };
    });
    const fixed = emptyPeriodFactor(programOf(spec(100, false))).covariance.length;
    // A period in which nothing is free has no budget.
    expectClose(sizes[1]!.steps / sizes[0]!.steps, 2, 0.01);
    expectClose(sizes[2]!.steps / sizes[0]!.steps, 4, 0.02);
    expectClose((sizes[2]!.numbers - fixed) / (sizes[0]!.numbers - fixed), 4, 0.02);
  });

  it("proves a plan over many periods with a budget each, as over few", () => {
    const { certificate } = solved(solveByInteriorPoint(allocationProblem(spec(156, true))));
    expect(certificate.relativeGap).toBeLessThanOrEqual(1e-8);
  });
});
