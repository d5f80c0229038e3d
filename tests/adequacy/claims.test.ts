import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { measureClaims, type Recomputed } from "../../lib/adequacy/claims.ts";
import { judge } from "../../lib/gates/judge.ts";
import { loadPolicy, type Policy } from "../../lib/gates/policy.ts";
import { parse } from "../../lib/schema/parse.ts";

const claimOf = (name: string, file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(`examples/${name}/reports/${file}`, "utf8")) as Record<string, unknown>;

/** What the draws of the unconverged example say, as far as claims are held against it. */
const recomputed: Recomputed = {
  convergence: parse(
    "convergence_report",
    {
      ...claimOf("robyn_weekly_unconverged", "convergence_report.json"),
      divergence_share: 0.57,
      n_parameters_constant: 0,
    },
    "test",
  ),
  calibration: parse(
    "calibration_report",
    {
      well_calibrated: false,
      label: "biased",
      sufficient: true,
      pit_method: "loo_pit",
      pit_mean: 0.1,
      pit_variance: 0.1,
      n: 208,
      n_effective: 100,
      t_bias: -18,
      t_dispersion: 17,
      max_abs_coverage_deviation: 0.8,
      rule: "",
    },
    "test",
  ),
  pareto: null,
  paretoK: Float64Array.of(0.2, 0.9),
};

describe("measureClaims", () => {
  let publish: Policy;
  beforeAll(async () => {
    publish = await loadPolicy("publish", "pipeline.yaml", "policy");
  });
  const statuses = (reports: Record<string, unknown>) =>
    Object.fromEntries(measureClaims(reports, recomputed).map((one) => [one.checkId, judge(one, publish)]));

  it("finds nothing in a report that says what the draws say", () => {
    const checks = statuses({
      "convergence_report.json": claimOf("robyn_weekly_unconverged", "convergence_report.json"),
    });
    expect(checks["claim_converged"]?.status).toBe("pass");
    expect(checks["claim_convergence_values"]?.status).toBe("pass");
  });

  it("fails a report that claims converged over draws that did not converge, with both verdicts", () => {
    const report = { ...claimOf("robyn_weekly_unconverged", "convergence_report.json"), converged: true };
    expect(statuses({ "convergence_report.json": report })["claim_converged"]).toMatchObject({
      status: "fail",
      source: "imported",
      message: "convergence_report.json claims converged: true; the draws say false",
    });
  });

  it("names the numbers of a report that belongs to another model", () => {
    const check = statuses({ "convergence_report.json": claimOf("robyn_weekly", "convergence_report.json") })[
      "claim_convergence_values"
    ];
    expect(check?.status).toBe("fail");
    expect(check?.message).toContain("n_draws 500 claimed, 120 recomputed");
    expect(check?.message).toContain("divergences 0 claimed, 275 recomputed");
  });

  it("holds the calibration and Pareto verdicts against the draws", () => {
    const checks = statuses({
      "calibration_report.json": claimOf("robyn_weekly", "calibration_report.json"),
      "pareto_k_summary.json": claimOf("robyn_weekly", "pareto_k_summary.json"),
    });
    expect(checks["claim_well_calibrated"]?.status).toBe("warn");
    expect(checks["claim_pareto_ok"]?.status).toBe("fail");
  });

  it.each([null, [], "converged", 3, {}, { converged: "yes" }, { converged: null, rhat_max: "1" }])(
    "never passes and never trips over a report that is %j",
    (report) => {
      const checks = statuses({
        "convergence_report.json": report,
        "calibration_report.json": report,
        "pareto_k_summary.json": report,
      });
      for (const id of ["claim_converged", "claim_well_calibrated", "claim_pareto_ok"])
        expect(checks[id]?.status).toBe("skipped");
    },
  );

  it("skips what no report claims", () => {
    expect(Object.values(statuses({})).map(({ status }) => status)).toEqual([
      "skipped",
      "skipped",
      "skipped",
      "skipped",
    ]);
  });
});
