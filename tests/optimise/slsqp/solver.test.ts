import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hill } from "../../../lib/curves/hill.ts";
import { michaelisMenten } from "../../../lib/curves/michaelis-menten.ts";
import { sigmoid } from "../../../lib/curves/sigmoid.ts";
import { loadNlopt } from "../../../lib/nlopt/load.ts";
import { solveBy } from "../../../lib/optimise/method.ts";
import { allocationProblem, objective } from "../../../lib/optimise/problem.ts";
import { SLSQP_DEFAULTS, solveBySlsqp } from "../../../lib/optimise/slsqp/solver.ts";
import { allocated, expectClose, solved } from "../assertions.ts";
import { instances } from "../instances.ts";
import { multiPeriod, rescaled, singlePeriod } from "../problems.ts";

const nlopt = await loadNlopt();

describe("SLSQP", () => {
  it("divides by hand: two curves L·s/(k+s) with k = 100, L = 400 and 100 share 200 so that 100 + a = 2 (100 + b)", () => {
    const problem = allocationProblem({
      channels: [
        { name: "a", curve: michaelisMenten({ L: 400, k: 100 }), lower: 0, upper: 200 },
        { name: "b", curve: michaelisMenten({ L: 100, k: 100 }), lower: 0, upper: 200 },
      ],
      budget: { total: 200 },
    });
    const { allocation, certificate } = solved(solveBySlsqp(problem, nlopt));
    expectClose(allocation[0]!, 500 / 3, 1e-6);
    expectClose(allocation[1]!, 100 / 3, 1e-6);
    expectClose(certificate.budgetPrice[0]!, (400 * 100) / (100 + 500 / 3) ** 2, 1e-6);
  });

  it.each(instances(/^(sp-.*-n0|mp-004|deg-)/))(
    "finds the reference optimum of $id",
    ({ problem, expected }) => {
      const { certificate } = allocated(solveBySlsqp(problem, nlopt));
      expectClose(certificate.objective, expected.objective, 1e-9);
      expect(certificate.violation.largest).toBeLessThanOrEqual(1e-9 * problem.total);
    },
  );

  it.each(instances(/^inf-/))("names the contradiction of $id", ({ problem, expected }) => {
    const solution = solveBySlsqp(problem, nlopt);
    expect(solution).toMatchObject({
      status: "infeasible",
      infeasibility: { reasonCode: expected.reasonCode },
    });
  });

  it("is solved where nothing but budgets links concave cells, since the bound is tight there", () => {
    fc.assert(
      fc.property(singlePeriod, (spec) => {
        const { certificate, status } = allocated(solveBySlsqp(allocationProblem(spec), nlopt));
        expect([status, certificate.violation.largest <= 1e-9 * spec.budget.total]).toEqual(["solved", true]);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it.each([false, true])(
    "ends with the interior point method under ramps (budgets per period: %s)",
    (has) => {
      fc.assert(
        fc.property(multiPeriod(has), (spec) => {
          const problem = allocationProblem(spec);
          const exact = allocated(solveBy("interior_point", problem)).certificate;
          const { certificate } = allocated(solveBySlsqp(problem, nlopt));
          expect(certificate.objective).toBeGreaterThanOrEqual(exact.objective * (1 - 1e-7));
          expect(certificate.objective).toBeLessThanOrEqual(exact.upperBound * (1 + 1e-12));
        }),
        { numRuns: 25, seed: 2 },
      );
    },
  );

  it("gives the same shares in any currency and unit of contribution", () => {
    fc.assert(
      fc.property(
        singlePeriod,
        fc.constantFrom(1e-6, 1e-3, 1e3, 1e9),
        fc.constantFrom(1e-9, 1e6),
        (spec, money, kpi) => {
          const plain = allocated(solveBySlsqp(allocationProblem(spec), nlopt)).certificate;
          const other = allocated(solveBySlsqp(rescaled(spec, money, kpi), nlopt)).certificate;
          expectClose(other.objective, plain.objective * kpi, 1e-8);
        },
      ),
      { numRuns: 30, seed: 3 },
    );
  });

  describe("where contribution is small against money", () => {
    const total = 1.5e6;
    const problem = allocationProblem({
      channels: [
        { name: "a", curve: sigmoid({ alpha: 0.5, lam: 1e-6 }), lower: 0, upper: total },
        { name: "b", curve: sigmoid({ alpha: 5, lam: 2e-6 }), lower: 0, upper: total },
        { name: "c", curve: sigmoid({ alpha: 2, lam: 4e-6 }), lower: 0, upper: total },
      ],
      budget: { total },
    });
    const split = new Float64Array(3).fill(total / 3);
    const atSplit = 3.956233429413433;

    it("stays at the equal split and reports success when given money as it is, as SciPy's does for PyMC-Marketing", () => {
      expectClose(objective(problem, split), atSplit, 1e-12);
      const raw = new nlopt.Optimize(nlopt.Algorithm.LD_SLSQP, 3);
      let last = NaN;
      raw.setMaxObjective((x, slope) => {
        slope?.set(problem.channels.map(({ curve }, i) => curve.slope(x[i]!)));
        return (last = objective(problem, Float64Array.from(x)));
      }, SLSQP_DEFAULTS.relativeStep);
      raw.addEqualityMConstraint(
        (x, jacobian, values) => {
          jacobian?.fill(1);
          values[0] = x[0]! + x[1]! + x[2]! - total;
        },
        [1e-8],
      );
      raw.setLowerBounds([0, 0, 0]);
      raw.setUpperBounds([total, total, total]);
      raw.setMaxeval(SLSQP_DEFAULTS.maxEvaluations);
      expect(raw.optimize(Array.from(split)).success).toBe(true);
      expectClose(last, atSplit, 1e-9);
    });

    it("leaves it when scaled, for the optimum that SciPy's finds when scaled too", () => {
      const { certificate, allocation } = solved(solveBySlsqp(problem, nlopt));
      expectClose(certificate.objective, 5.341628355274736, 1e-9);
      expect(Math.max(...allocation.map((spend) => Math.abs(spend - total / 3)))).toBeGreaterThan(4e5);
    });
  });
});

describe("what SLSQP says of itself", () => {
  const sShaped = allocationProblem({
    channels: [
      { name: "a", curve: hill({ beta: 100, K: 60, h: 4 }), lower: 0, upper: 100 },
      { name: "b", curve: hill({ beta: 100, K: 60, h: 4 }), lower: 0, upper: 100 },
    ],
    budget: { total: 100 },
  });

  it("is feasible without a bound over S-shaped curves, never solved", () => {
    const { status, certificate } = allocated(solveBySlsqp(sShaped, nlopt));
    expect([status, certificate.boundKind, certificate.relativeGap]).toEqual(["feasible", "none", NaN]);
    const best = solved(solveBy("branch_and_bound", sShaped)).certificate.objective;
    expect(certificate.objective).toBeLessThanOrEqual(best * (1 + 1e-9));
  });

  it("is iteration_limit after as many evaluations as are allowed, with the best allocation so far", () => {
    const [{ problem, expected }] = instances(/^sp-mix-n020/) as [ReturnType<typeof instances>[number]];
    const { status, certificate, iterations } = allocated(
      solveBySlsqp(problem, nlopt, { maxEvaluations: 5 }),
    );
    expect(status).toBe("iteration_limit");
    expect(iterations).toBeLessThanOrEqual(7);
    expect(certificate.objective).toBeLessThan(expected.objective * (1 - 1e-8));
    expect(certificate.relativeGap).toBeGreaterThan(1e-8);
  });

  it("stops earlier at a longer relative step", () => {
    const [{ problem }] = instances(/^sp-mix-n020/) as [ReturnType<typeof instances>[number]];
    const loose = allocated(solveBySlsqp(problem, nlopt, { relativeStep: 0.1 }));
    expect(loose.iterations).toBeLessThan(allocated(solveBySlsqp(problem, nlopt)).iterations);
  });

  it("is unsupported where the matrices would be too large", () => {
    const [{ problem }] = instances(/^mp-052x020-ramp-mm/) as [ReturnType<typeof instances>[number]];
    const solution = solveBySlsqp(problem, nlopt);
    expect(solution.status).toBe("unsupported");
    expect(solution).toHaveProperty("reason", expect.stringContaining(`at most ${SLSQP_DEFAULTS.maxRows} `));
  });

  it("is numerical_error over a curve that is undefined", () => {
    const undefinedCurve = { value: () => NaN, slope: () => NaN };
    const problem = allocationProblem({
      channels: ["a", "b"].map((name) => ({ name, curve: undefinedCurve, lower: 0, upper: 10 })),
      budget: { total: 10 },
    });
    expect(solveBySlsqp(problem, nlopt).status).toBe("numerical_error");
  });
});
