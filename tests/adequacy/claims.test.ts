import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { measureClaims, type Recomputed } from "../../lib/adequacy/claims.ts";
import { CHECK_IDS, CHECKS } from "../../lib/gates/catalogue.ts";
import { gates, judge } from "../../lib/gates/judge.ts";
import { BUILT_IN_POLICIES, loadPolicy, type Policy } from "../../lib/gates/policy.ts";

const policies = new Map<string, Policy>();
beforeAll(async () => {
  for (const name of BUILT_IN_POLICIES) policies.set(name, await loadPolicy(name, "pipeline.yaml", "policy"));
});

const CONVERGED: Recomputed["convergence"] = {
  converged: true,
  rhat_max: 1.004,
  rhat_threshold: 1.01,
  ess_bulk_min: 900,
  ess_tail_min: 800,
  ess_threshold: 400,
  divergences: 0,
  divergence_share: 0,
  bfmi_min: 0.9,
  bfmi_threshold: 0.3,
  bfmi_per_chain: [0.9, 1],
  n_chains: 4,
  n_draws: 500,
  n_parameters: 40,
  n_parameters_rhat_undefined: 0,
  n_parameters_constant: 0,
  n_rhat_above_threshold: 0,
  worst_parameters: [],
  rule: "",
};

const CALIBRATED: Recomputed["calibration"] = {
  well_calibrated: true,
  label: "well-calibrated",
  sufficient: true,
  pit_method: "loo_pit",
  pit_mean: 0.5,
  pit_variance: 0.08,
  n: 100,
  n_effective: 100,
  t_bias: 0,
  t_dispersion: 0,
  max_abs_coverage_deviation: 0.01,
  rule: "",
};

const TABLE: Recomputed["convergenceTable"] = [
  {
    parameter: "beta[tv]",
    quantity: "parameter",
    rhat: 1.004,
    ess_bulk: 900,
    ess_tail: 800,
    ess_mean: 900,
    mcse_mean: 0.01,
    is_constant: false,
  },
];

/** A fit that converged, is calibrated and hangs on no observation. */
const GOOD: Recomputed = {
  convergenceTable: TABLE,
  convergence: CONVERGED,
  calibration: CALIBRATED,
  pareto: null,
  paretoK: Float64Array.of(0.1, 0.6, 0.3),
};

/** The same claims over draws that are nothing of the sort. */
const BAD: Recomputed = {
  convergenceTable: TABLE,
  convergence: {
    ...CONVERGED,
    converged: false,
    rhat_max: 5.2,
    ess_bulk_min: 4.5,
    ess_tail_min: 4.3,
    divergences: 275,
    bfmi_min: 0.025,
  },
  calibration: { ...CALIBRATED, well_calibrated: false, label: "biased" },
  pareto: null,
  paretoK: Float64Array.of(0.1, 3.1, NaN),
};

const CLAIMS = {
  "convergence_report.json": {
    converged: true,
    rhat_max: 1.004,
    ess_bulk_min: 900,
    ess_tail_min: 800,
    divergences: 0,
    bfmi_min: 0.9,
    n_chains: 4,
    n_draws: 500,
    n_parameters: 40,
  },
  "calibration_report.json": { well_calibrated: true },
  "pareto_k_summary.json": { ok: true },
};

const CLAIM_CHECKS = CHECK_IDS.filter((id) => CHECKS[id].gate === "g8");

/** Value by check: null where it was skipped. */
function measured(reports: Readonly<Record<string, unknown>>, recomputed = GOOD) {
  return Object.fromEntries(
    measureClaims(reports, recomputed).map((one) => [one.checkId, "value" in one ? one.value : null]),
  );
}

const convergenceClaim = (claim: object, recomputed = GOOD) =>
  measured({ "convergence_report.json": claim }, recomputed);

function messageOf(id: string, reports: Readonly<Record<string, unknown>>, recomputed = GOOD): string {
  const found = measureClaims(reports, recomputed).find(({ checkId }) => checkId === id)!;
  return "skipped" in found ? found.skipped : found.message;
}

function g8(reports: Readonly<Record<string, unknown>>, recomputed: Recomputed, policy: string) {
  const own = policies.get(policy)!;
  const checks = measureClaims(reports, recomputed).map((one) => judge(one, own));
  return { checks, status: gates(checks, own).gates.find(({ gate }) => gate === "g8")?.status };
}

describe("upstream reports held against the draws", () => {
  it("pass when they say what the draws say", () => {
    expect(measured(CLAIMS)).toEqual({
      claim_converged: 0,
      claim_convergence_values: 0,
      claim_well_calibrated: 0,
      claim_pareto_ok: 0,
    });
    for (const policy of BUILT_IN_POLICIES) expect(g8(CLAIMS, GOOD, policy).status).toBe("pass");
  });

  it("pass as evidence when they admit what the draws show", () => {
    const honest = {
      "convergence_report.json": { converged: false, rhat_max: 5.2, divergences: 275 },
      "calibration_report.json": { well_calibrated: false },
      "pareto_k_summary.json": { ok: false },
    };
    expect(Object.values(measured(honest, BAD))).toEqual([0, 0, 0, 0]);
  });

  it.each(BUILT_IN_POLICIES)(
    "fail under %s when they claim convergence that the draws do not have",
    (policy) => {
      const { status, checks } = g8(CLAIMS, BAD, policy);
      expect(status).toBe("fail");
      expect(checks.find(({ check_id }) => check_id === "claim_converged")).toMatchObject({
        status: "fail",
        value: 1,
        source: "imported",
        message: "convergence_report.json claims converged: true; the draws say false",
      });
    },
  );

  it("name every number that differs", () => {
    expect(messageOf("claim_convergence_values", CLAIMS, BAD)).toBe(
      "divergences 0 claimed, 275 recomputed; rhat_max 1.004 claimed, 5.2 recomputed; ess_bulk_min 900 claimed, 4.5 recomputed; ess_tail_min 800 claimed, 4.3 recomputed; bfmi_min 0.9 claimed, 0.025 recomputed",
    );
    expect(measured(CLAIMS, BAD)["claim_convergence_values"]).toBe(5);
  });

  it.each(["n_chains", "n_draws", "n_parameters", "divergences"] as const)(
    "are of another model when %s differs by one",
    (count) => {
      const claim = { ...CLAIMS["convergence_report.json"], [count]: CONVERGED[count]! + 1 };
      expect(convergenceClaim(claim)).toMatchObject({ claim_converged: 0, claim_convergence_values: 1 });
      expect(messageOf("claim_convergence_values", { "convergence_report.json": claim })).toContain(count);
      expect(g8({ ...CLAIMS, "convergence_report.json": claim }, GOOD, "publish").status).toBe("fail");
    },
  );

  it.each([
    [1.004 * 1.0099, 0],
    [1.004 * 1.0101, 1],
    [1.004 * 0.9899, 1],
  ])("may round a statistic: rhat_max %d differs %d times", (rhat_max, expected) => {
    expect(convergenceClaim({ rhat_max })["claim_convergence_values"]).toBe(expected);
  });

  /** Six parameters: one constant, one a sampler's copy and two of single dates that are the worst of all. */
  const row = (parameter: string, rhat: number | null, ess: number, is_constant = false) => ({
    ...TABLE[0]!,
    parameter,
    rhat,
    ess_bulk: ess,
    ess_tail: ess,
    is_constant,
  });
  const SIX: Recomputed = {
    ...GOOD,
    convergence: { ...CONVERGED, n_parameters: 6, rhat_max: 1.3, ess_bulk_min: 100, ess_tail_min: 100 },
    convergenceTable: [
      row("beta", 1.004, 900),
      row("sigma", 1.002, 800),
      row("sigma_log__", 1.2, 100),
      row("eta", null, 2000, true),
      row("mu[2024-01-01]", 1.3, 150),
      row("mu[tv, 2024-01-08]", 1.3, 150),
      { ...row("total_contribution[tv]", 1.5, 50), quantity: "decision" },
    ],
  };

  it.each([
    ["all", 6, 1.3, 100],
    ["all but constants", 5, 1.3, 100],
    ["all but a sampler's copies", 5, 1.3, 150],
    ["all but single dates", 4, 1.2, 100],
    ["all but single dates and constants", 3, 1.2, 100],
    ["all but single dates and a sampler's copies", 3, 1.004, 800],
    ["all but single dates, constants and a sampler's copies", 2, 1.004, 800],
  ])("may cover %s of the parameters, and are held against the extremes of those", (_, n, rhat, ess) => {
    const claim = { n_parameters: n, rhat_max: rhat, ess_bulk_min: ess, ess_tail_min: ess };
    expect(convergenceClaim(claim, SIX)["claim_convergence_values"]).toBe(0);
    const wrong = { ...claim, rhat_max: rhat * 1.02, ess_bulk_min: ess * 3.5 };
    expect(convergenceClaim(wrong, SIX)["claim_convergence_values"]).toBe(2);
  });

  it("of other parameters than these are named as not matching, and their extremes are held against all", () => {
    const claim = { n_parameters: 1, rhat_max: 1.004, ess_bulk_min: 900, ess_tail_min: 900 };
    expect(messageOf("claim_convergence_values", { "convergence_report.json": claim }, SIX)).toBe(
      "n_parameters 1 claimed, 6 recomputed; rhat_max 1.004 claimed, 1.3 recomputed; ess_bulk_min 900 claimed, 100 recomputed; ess_tail_min 900 claimed, 100 recomputed",
    );
    expect(g8({ ...CLAIMS, "convergence_report.json": { n_parameters: 39 } }, GOOD, "publish").status).toBe(
      "fail",
    );
  });

  it("are held against each parameter that they name", () => {
    const claim = { worst_parameters: [{ parameter: "beta[tv]", rhat: 1.0041 }] };
    expect(convergenceClaim(claim)["claim_convergence_values"]).toBe(0);
    const other = { worst_parameters: [{ parameter: "beta[tv]", rhat: 1.2 }, { parameter: "beta[radio]" }] };
    expect(convergenceClaim(other)["claim_convergence_values"]).toBe(2);
    expect(messageOf("claim_convergence_values", { "convergence_report.json": other })).toBe(
      "R-hat of beta[tv] 1.2 claimed, 1.004 recomputed; beta[radio] is not a parameter of this model.nc",
    );
  });

  it.each([
    ["rhat_max", { rhat_max: null }, { rhat_max: 1.004 }],
    ["ess_bulk_min", { ess_bulk_min: null }, { ess_bulk_min: 900 }],
    ["ess_tail_min", { ess_tail_min: null }, { ess_tail_min: 800 }],
    ["bfmi_min", { bfmi_min: null, bfmi_per_chain: [0.9, null] }, { bfmi_min: 0.9 }],
  ])("differ when they state a number for %s that the draws leave undefined", (name, changed, claim) => {
    const draws = { ...GOOD, convergence: { ...CONVERGED, ...changed } };
    expect(convergenceClaim(claim, draws)["claim_convergence_values"]).toBe(1);
    expect(messageOf("claim_convergence_values", { "convergence_report.json": claim }, draws)).toMatch(
      new RegExp(`^${name} [0-9.]+ claimed, undefined when recomputed$`),
    );
    expect(convergenceClaim({ [name]: null, n_chains: 4 }, draws)["claim_convergence_values"]).toBe(0);
  });

  it("differ when they state an R-hat of a parameter that has none", () => {
    const table = [{ ...TABLE[0]!, rhat: null }];
    const claim = { worst_parameters: [{ parameter: "beta[tv]", rhat: 1 }] };
    expect(convergenceClaim(claim, { ...GOOD, convergenceTable: table })["claim_convergence_values"]).toBe(1);
  });

  it("differ when they call calibrated what the draws leave undefined, and agree when they do not", () => {
    const draws: Recomputed = {
      ...GOOD,
      calibration: { ...CALIBRATED, well_calibrated: false, label: "unknown", pit_mean: null },
    };
    const claim = (well_calibrated: boolean) => ({ "calibration_report.json": { well_calibrated } });
    expect(measured(claim(true), draws)["claim_well_calibrated"]).toBe(1);
    expect(messageOf("claim_well_calibrated", claim(true), draws)).toBe(
      "calibration_report.json claims well_calibrated: true; a PIT of the draws is undefined, which confirms nothing",
    );
    expect(measured(claim(false), draws)["claim_well_calibrated"]).toBe(0);
  });

  it("are held against their own limits: a laxer rule of another tool is not a lie", () => {
    const draws = { ...GOOD, convergence: { ...CONVERGED, rhat_max: 1.04, ess_bulk_min: 150 } };
    expect(convergenceClaim({ converged: true }, draws)["claim_converged"]).toBe(1);
    expect(
      convergenceClaim({ converged: true, rhat_threshold: 1.05, ess_threshold: 100 }, draws)[
        "claim_converged"
      ],
    ).toBe(0);
  });

  it.each([
    ["R-hat is above the limit", { rhat_max: 1.02 }],
    ["R-hat is undefined", { rhat_max: null }],
    ["the bulk ESS is too small", { ess_bulk_min: 399 }],
    ["the bulk ESS is undefined", { ess_bulk_min: null }],
    ["the tail ESS is too small", { ess_tail_min: 399 }],
    ["the tail ESS is undefined", { ess_tail_min: null }],
    ["a draw diverged", { divergences: 1 }],
    ["the E-BFMI is too small", { bfmi_min: 0.29 }],
    ["the E-BFMI is undefined", { bfmi_min: null, bfmi_per_chain: [0.9, null] }],
  ])("contradict the draws with converged: true when %s", (_, changed) => {
    const draws = { ...GOOD, convergence: { ...CONVERGED, ...changed } };
    expect(convergenceClaim({ converged: true }, draws)["claim_converged"]).toBe(1);
    expect(convergenceClaim({ converged: false }, draws)["claim_converged"]).toBe(0);
  });

  it("are not refuted by statistics that the file does not hold", () => {
    const draws = {
      ...GOOD,
      convergence: { ...CONVERGED, divergences: null, bfmi_min: null, bfmi_per_chain: [] },
    };
    expect(convergenceClaim({ converged: true, divergences: 0, n_chains: 4 }, draws)).toMatchObject({
      claim_converged: 0,
      claim_convergence_values: 0,
    });
  });

  it("hold Pareto k against the limit they state, and an undefined k against any", () => {
    const claim = (ok: boolean, paretoK: Float64Array, thresholds?: unknown) =>
      measured({ "pareto_k_summary.json": { ok, thresholds } }, { ...GOOD, paretoK })["claim_pareto_ok"];
    expect(claim(true, Float64Array.of(0.69))).toBe(0);
    expect(claim(true, Float64Array.of(0.71))).toBe(1);
    expect(claim(true, Float64Array.of(0.71), { bad: 1 })).toBe(0);
    expect(claim(true, Float64Array.of(0.71), [1])).toBe(1);
    expect(claim(true, Float64Array.of(0.1, NaN), { bad: 1e300 })).toBe(1);
  });

  it("are skipped where the file holds nothing to compare with", () => {
    const empty: Recomputed = {
      ...GOOD,
      calibration: { ...CALIBRATED, well_calibrated: false, label: "unknown", pit_method: null },
      paretoK: null,
    };
    expect(measured(CLAIMS, empty)).toMatchObject({ claim_well_calibrated: null, claim_pareto_ok: null });
    expect(messageOf("claim_pareto_ok", CLAIMS, empty)).toContain("log-likelihood");
  });
});

describe("reports of any shape", () => {
  const SHAPES: readonly [string, unknown][] = [
    ["absent", undefined],
    ["null", null],
    ["a string", "converged"],
    ["true itself", true],
    ["a number", 1],
    ["a list", [{ converged: true, well_calibrated: true, ok: true }]],
    ["empty", {}],
    ["without a verdict", { note: "fine" }],
    ["a verdict in words", { converged: "true", well_calibrated: "yes", ok: "ok", rhat_max: "1.0" }],
    ["a verdict of 1", { converged: 1, well_calibrated: 1, ok: 1, n_chains: "4" }],
    ["a verdict within a list", { converged: [true], well_calibrated: [true], ok: [true], rhat_max: [1] }],
    ["a verdict within an object", { converged: { value: true }, ok: {}, well_calibrated: {}, rhat_max: {} }],
    ["null fields", { converged: null, well_calibrated: null, ok: null, rhat_max: null, thresholds: null }],
  ];
  const everywhere = (shape: unknown) => ({
    "convergence_report.json": shape,
    "calibration_report.json": shape,
    "pareto_k_summary.json": shape,
  });

  it.each(SHAPES)(
    "%s say nothing: every check is skipped with a reason, and no policy passes g8",
    (_, shape) => {
      for (const recomputed of [GOOD, BAD]) {
        for (const policy of BUILT_IN_POLICIES) {
          const { checks, status } = g8(everywhere(shape), recomputed, policy);
          expect(checks.map(({ check_id }) => check_id).toSorted()).toEqual(CLAIM_CHECKS.toSorted());
          for (const { check_id, status: own, message } of checks) {
            expect(own, `${check_id} under ${policy}`).toBe("skipped");
            expect(message).not.toBe("");
          }
          expect(status).not.toBe("pass");
        }
      }
    },
  );

  it("never throw, and never pass a check over draws that contradict every claim of being good", () => {
    const json = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(
        fc.constantFrom(
          "converged",
          "well_calibrated",
          "ok",
          "rhat_max",
          "n_chains",
          "divergences",
          "thresholds",
        ),
        fc.jsonValue(),
      ),
    );
    fc.assert(
      fc.property(json, (shape) => {
        const { checks } = g8(everywhere(shape), BAD, "publish");
        const says = (field: string) =>
          typeof shape === "object" && shape !== null && !Array.isArray(shape) && shape[field] === false;
        for (const { check_id, status } of checks.filter((check) => check.status === "pass")) {
          const field = {
            claim_converged: "converged",
            claim_well_calibrated: "well_calibrated",
            claim_pareto_ok: "ok",
          }[check_id];
          // Only an honest report passes: one that says false itself, or states a true number.
          if (field !== undefined) expect(says(field), `${check_id} ${status}`).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("are not read from what every object inherits", () => {
    const shape: unknown = JSON.parse(
      '{"__proto__": {"converged": true, "well_calibrated": true, "ok": true}}',
    );
    expect(Object.values(measured(everywhere(shape)))).toEqual([null, null, null, null]);
  });
});
