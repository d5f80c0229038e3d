import { describe, expect, it } from "vitest";
import { certifyGlobally } from "../../../lib/optimise/branch_and_bound/certificate.ts";
import { solveByBranchAndBound } from "../../../lib/optimise/branch_and_bound/solver.ts";
import { expectClose } from "../assertions.ts";
import { instances } from "../instances.ts";
import { hillProblem, proved } from "./s-shaped.ts";

const problem = hillProblem({
  channels: [
    { beta: 10, K: 1, h: 2, lower: 0, upper: 9 },
    { beta: 6, K: 2, h: 3, lower: 0, upper: 9 },
  ],
  total: 6,
});
const free = [null, null];
const { trees, allocation } = proved(solveByBranchAndBound(problem));

describe("the certificate of branch and bound", () => {
  it("confirms the optimum, at which marginal contributions agree", () => {
    const certificate = certifyGlobally(problem, free, allocation, trees);
    expect(certificate.status).toBe("solved");
    const slopes = problem.channels.map(({ curve }, i) => curve.slope(allocation[i]!));
    expectClose(slopes[0]!, slopes[1]!, 1e-9);
    expectClose(certificate.budgetPrice[0]!, slopes[0]!, 1e-9);
    expect(certificate.stationarity).toBeLessThanOrEqual(1e-9);
  });

  it("does not confirm another plan, and says by how much it falls short", () => {
    const certificate = certifyGlobally(problem, free, Float64Array.of(3, 3), trees);
    expect(certificate.status).toBe("feasible");
    expect(certificate.gap).toBeGreaterThan(0.01);
    expect(certificate.stationarity).toBeGreaterThan(0.01);
    expect(certificate.complementarity).toBeGreaterThan(0.01);
  });

  it("does not confirm a plan that is off the budget, or that breaks a choice", () => {
    expect(certifyGlobally(problem, free, Float64Array.of(3, 4), trees).status).toBe("infeasible");
    const lots = [{ kind: "lots" as const, unit: 2 }, null];
    expect(certifyGlobally(problem, lots, Float64Array.of(3, 3), trees).status).toBe("infeasible");
    expect(certifyGlobally(problem, lots, Float64Array.of(4, 2), trees).status).not.toBe("infeasible");
    const least = [{ kind: "zero_or_at_least" as const, least: 4 }, null];
    expect(certifyGlobally(problem, least, Float64Array.of(3, 3), trees).status).toBe("infeasible");
  });

  it("gives no bound where the allocation earns more than the trees prove", () => {
    // At least 5 on the second channel, or nothing: trees for that prove less than the free optimum earns.
    const choices = [null, { kind: "lots" as const, unit: 6 }];
    const other = proved(solveByBranchAndBound(problem, {}, choices));
    const certificate = certifyGlobally(problem, choices, allocation, other.trees);
    expect(certificate.upperBound).toBeNaN();
    expect(certificate.boundKind).toBe("none");
    expect(certificate.status).toBe("infeasible");
  });

  it("prices a cell at its least spend as one that can only rise", () => {
    const choices = [{ kind: "zero_or_at_least" as const, least: 5 }, null];
    const { certificate } = proved(solveByBranchAndBound(problem, {}, choices));
    expect(certificate.stationarity).toBeLessThanOrEqual(1e-9);
    expect(certificate.complementarity).toBeLessThanOrEqual(1e-9);
  });

  it.each(instances(/^ss-/))(
    "finds every upper bound of $id above every allocation of the reference",
    (instance) => {
      const solution = proved(solveByBranchAndBound(instance.problem));
      const reference = Float64Array.from(instance.expected.allocation[0]!);
      const { upperBound } = certifyGlobally(
        instance.problem,
        instance.problem.channels.map(() => null),
        reference,
        solution.trees,
      );
      expect(upperBound).toBeGreaterThanOrEqual(instance.expected.objective * (1 - 1e-12));
    },
  );
});
