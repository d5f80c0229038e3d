import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
  convergenceReport,
  convergenceRows,
  measureConvergence,
  recomputeConvergence,
  type Convergence,
} from "../../lib/adequacy/convergence.ts";
import { CHECK_IDS, CHECKS, GATES } from "../../lib/gates/catalogue.ts";
import { judge } from "../../lib/gates/judge.ts";
import { loadPolicy, type Policy } from "../../lib/gates/policy.ts";
import { convergenceOf, NO_STATS, scalarWith, uniformScalar } from "./scalars.ts";

let publish: Policy;
beforeAll(async () => {
  publish = await loadPolicy("publish", "pipeline.yaml", "policy");
});

const measurement = (convergence: Convergence, id: string) => {
  const found = measureConvergence(convergence).filter(({ checkId }) => checkId === id);
  expect(found, id).toHaveLength(1);
  return found[0]!;
};

const FLAGS = { total: 3, rate: 0.00375, perChain: Float64Array.of(0, 1, 2, 0) };

describe("what the convergence gates are given", () => {
  it("is one measurement for every check of their family", () => {
    const expected = CHECK_IDS.filter((id) => GATES[CHECKS[id].gate].family === "convergence");
    const found = measureConvergence(convergenceOf({})).map(({ checkId }) => checkId);
    expect(found.toSorted()).toEqual(expected.toSorted());
  });

  it("is the worst scalar of each statistic, by name", () => {
    const convergence = convergenceOf({
      parameters: [
        scalarWith("a", { rhat: 1.001, essBulk: 90, essTail: 700 }),
        scalarWith("b", { rhat: 1.2, essBulk: 500, essTail: 650 }),
        scalarWith("c", { rhat: 1.1, essBulk: 300, essTail: 60 }),
      ],
      decisions: [
        scalarWith("tv", { rhat: 1.02, essBulk: 800, essTail: 810, mcseMean: 0.1, sd: 4 }),
        scalarWith("search", { rhat: 1.01, essBulk: 900, essTail: 400, mcseMean: 1, sd: 50 }),
      ],
    });
    for (const [id, value, name] of [
      ["rhat_max", 1.2, "b"],
      ["ess_bulk_min", 90, "a"],
      ["ess_tail_min", 60, "c"],
      ["rhat_max_decision", 1.02, "tv"],
      ["ess_min_decision", 400, "search"],
      ["mcse_ratio_decision", 0.025, "tv"],
    ] as const)
      expect(measurement(convergence, id)).toMatchObject({ value, message: `worst at ${name}`, chains: 4 });
  });

  it.each(["rhat", "essBulk", "essTail"] as const)(
    "is undefined as soon as the %s of one scalar is, wherever it stands",
    (statistic) => {
      const id = { rhat: "rhat_max", essBulk: "ess_bulk_min", essTail: "ess_tail_min" }[statistic];
      fc.assert(
        fc.property(fc.nat(4), (at) => {
          const parameters = Array.from({ length: 5 }, (_, i) =>
            scalarWith(`p${i}`, i === at ? { [statistic]: NaN } : {}),
          );
          expect(measurement(convergenceOf({ parameters }), id)).toMatchObject({
            value: NaN,
            message: `undefined for p${at}`,
          });
        }),
        { numRuns: 10 },
      );
    },
  );

  it("leaves out constants, which have no R-hat and need none", () => {
    const parameters = [
      scalarWith("constant", { rhat: NaN, distinctCount: 1 }),
      scalarWith("a", { rhat: 1 }),
    ];
    expect(measurement(convergenceOf({ parameters }), "rhat_max")).toMatchObject({ value: 1 });
  });

  it("is undefined, not good, when nothing varies", () => {
    const found = measurement(
      convergenceOf({ parameters: [scalarWith("c", { distinctCount: 1 })] }),
      "rhat_max",
    );
    expect(found).toMatchObject({ value: NaN, message: "there is no varying scalar to judge" });
    expect(judge(found, publish).status).toBe("fail");
  });

  it("does not count the tail ESS of a scalar with few distinct values, but counts its bulk ESS", () => {
    const parameters = [
      scalarWith("binary", { essTail: 5, essBulk: 40, distinctCount: 2 }),
      scalarWith("a", { essTail: 700, essBulk: 800 }),
    ];
    expect(measurement(convergenceOf({ parameters }), "ess_tail_min")).toMatchObject({ value: 700 });
    expect(measurement(convergenceOf({ parameters }), "ess_bulk_min")).toMatchObject({ value: 40 });
  });

  it("says of a single chain that agreement cannot be judged, and does not pass it", () => {
    const convergence = recomputeConvergence(
      [uniformScalar("a", 3, { chains: 1, draws: 500 })],
      [],
      NO_STATS,
    );
    const found = measurement(convergence, "rhat_max");
    expect(found).toMatchObject({
      value: NaN,
      message: "a single chain of 500 draws: whether chains agree cannot be judged",
    });
    expect(judge(found, publish)).toMatchObject({ status: "fail", value: null });
  });

  it("says of three draws that they are too few", () => {
    const convergence = recomputeConvergence([uniformScalar("a", 3, { draws: 3 })], [], NO_STATS);
    expect(measurement(convergence, "ess_bulk_min")).toMatchObject({
      value: NaN,
      message: "3 draws per chain: too few to judge",
    });
  });

  it("is the share and the count of divergent draws, by chain", () => {
    const convergence = convergenceOf({ divergences: FLAGS, depthLimit: { ...FLAGS, total: 1, rate: 0.5 } });
    const message = "3 draws diverged; by chain: 0, 1, 2, 0";
    expect(measurement(convergence, "divergence_share")).toMatchObject({ value: 0.00375, message });
    expect(measurement(convergence, "divergence_count")).toMatchObject({ value: 3, message });
    expect(measurement(convergence, "tree_depth_share")).toMatchObject({ value: 0.5 });
  });

  it("is the lowest E-BFMI, and undefined when that of one chain is", () => {
    expect(measurement(convergenceOf({ bfmi: Float64Array.of(0.9, 0.2, 1.1) }), "bfmi_min")).toMatchObject({
      value: 0.2,
      message: "by chain: 0.9, 0.2, 1.1",
    });
    for (const bfmi of [Float64Array.of(0.9, NaN), Float64Array.of()])
      expect(judge(measurement(convergenceOf({ bfmi }), "bfmi_min"), publish).status).toBe("fail");
  });

  it("is skipped with a reason where the file holds no such statistic", () => {
    const convergence = convergenceOf({ parameters: [scalarWith("a")] });
    for (const id of [
      "divergence_share",
      "divergence_count",
      "tree_depth_share",
      "bfmi_min",
      "rhat_max_decision",
      "ess_min_decision",
      "mcse_ratio_decision",
    ]) {
      const found = measurement(convergence, id);
      expect("skipped" in found && found.skipped.length > 10, id).toBe(true);
    }
  });

  it("fails chains that do not agree and passes chains that do", () => {
    const agreeing = recomputeConvergence([uniformScalar("a", 5)], [uniformScalar("d", 6)], NO_STATS);
    const apart = recomputeConvergence(
      [uniformScalar("a", 5)],
      [uniformScalar("d", 6, { offset: 2 })],
      NO_STATS,
    );
    expect(judge(measurement(agreeing, "rhat_max_decision"), publish).status).toBe("pass");
    expect(judge(measurement(apart, "rhat_max"), publish).status).toBe("pass");
    expect(judge(measurement(apart, "rhat_max_decision"), publish).status).toBe("fail");
  });
});

describe("the convergence report", () => {
  const convergence = convergenceOf({
    parameters: [
      scalarWith("good", { rhat: 1.001, essBulk: 900, essTail: 800 }),
      scalarWith("undefined", { rhat: NaN, essBulk: 700, essTail: 600 }),
      scalarWith("bad", { rhat: 1.3, essBulk: 20, essTail: 30 }),
      scalarWith("middling", { rhat: 1.02, essBulk: 300, essTail: 500 }),
      scalarWith("constant", { rhat: NaN, essBulk: NaN, essTail: NaN, distinctCount: 1 }),
    ],
    divergences: FLAGS,
    bfmi: Float64Array.of(0.8, NaN),
  });
  const report = (worst: number) => convergenceReport(convergence, false, publish, worst);

  it("says null where a statistic is undefined, with the counts and the policy's limits", () => {
    expect(report(10)).toMatchObject({
      converged: false,
      rhat_max: null,
      rhat_threshold: 1.01,
      ess_bulk_min: 20,
      ess_tail_min: 30,
      ess_threshold: 400,
      divergences: 3,
      divergence_share: 0.00375,
      bfmi_min: null,
      bfmi_threshold: 0.3,
      bfmi_per_chain: [0.8, null],
      n_chains: 4,
      n_draws: 200,
      n_parameters: 5,
      n_parameters_rhat_undefined: 1,
      n_parameters_constant: 1,
      // The undefined one does not pass either.
      n_rhat_above_threshold: 3,
      rule: "converged = every check of the convergence family passes under policy publish",
    });
  });

  it("lists the worst first, undefined before all, as many as asked", () => {
    const names = (worst: number) => report(worst).worst_parameters.map(({ parameter }) => parameter);
    expect(names(2)).toEqual(["undefined", "bad"]);
    expect(names(10)).toEqual(["undefined", "bad", "middling", "good"]);
    expect(report(1).worst_parameters[0]).toMatchObject({ rhat: null, ess_bulk: 700 });
  });

  it("has every scalar in its table, constants marked", () => {
    const rows = convergenceRows({ ...convergence, decisions: [scalarWith("tv", { rhat: 1 })] });
    expect(rows.map(({ parameter, quantity, is_constant }) => [parameter, quantity, is_constant])).toEqual([
      ["good", "parameter", false],
      ["undefined", "parameter", false],
      ["bad", "parameter", false],
      ["middling", "parameter", false],
      ["constant", "parameter", true],
      ["tv", "decision", false],
    ]);
    expect(rows[1]?.rhat).toBeNull();
  });
});
