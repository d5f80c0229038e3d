import { beforeAll, describe, expect, it } from "vitest";
import {
  ALL_GATES,
  CHECK_IDS,
  type CheckId,
  CHECKS,
  inCatalogueOrder,
  MODEL_GATES,
} from "../../lib/gates/catalogue.ts";
import { blockedBy, describeRule, gates, judge, skipped } from "../../lib/gates/judge.ts";
import { BUILT_IN_POLICIES, loadPolicy, type Policy, type Rule } from "../../lib/gates/policy.ts";

const SEVERITY = { pass: 0, skipped: 0, warn: 1, waived: 2, fail: 3 } as const;

const policies = new Map<string, Policy>();
beforeAll(async () => {
  for (const name of BUILT_IN_POLICIES) policies.set(name, await loadPolicy(name, "pipeline.yaml", "policy"));
});

/** A policy under which one check has the given rule. */
function under(checkId: CheckId, rule: Rule): Policy {
  const base = policies.get("publish")!;
  return { ...base, checks: { ...base.checks, [checkId]: rule } };
}

const defaults = { undefined: null, skipped: null, source: "test" } as const;
const atMost = (warn: number | null, fail: number | null): Rule => ({
  kind: "at_most",
  warn,
  fail,
  ...defaults,
});

const atLeast = (warn: number | null, fail: number | null): Rule => ({
  kind: "at_least",
  warn,
  fail,
  per_chain: false,
  ...defaults,
});

const judged = (value: number | string, rule: Rule) =>
  judge({ checkId: "rhat_max", value, message: "" }, under("rhat_max", rule)).status;

describe("judge", () => {
  it.each([
    [1, "pass"],
    [1.01, "pass"],
    [1.02, "warn"],
    [1.05, "warn"],
    [1.06, "fail"],
    [Infinity, "fail"],
    [NaN, "fail"],
  ] as const)("holds %d against at most 1.01 and 1.05: %s", (value, expected) => {
    expect(judged(value, atMost(1.01, 1.05))).toBe(expected);
  });

  it("holds a value against limits that bound it from below", () => {
    const rule: Rule = { kind: "at_least", warn: 400, fail: 100, per_chain: false, ...defaults };
    expect([500, 400, 399, 100, 99, NaN].map((value) => judged(value, rule))).toEqual([
      "pass",
      "pass",
      "warn",
      "warn",
      "fail",
      "fail",
    ]);
  });

  it("multiplies a limit per chain by the chains of the value, and says so in the threshold", () => {
    const rule: Rule = { kind: "at_least", warn: 100, fail: null, per_chain: true, ...defaults };
    const check = judge(
      { checkId: "ess_bulk_min", value: 350, message: "", chains: 4 },
      under("ess_bulk_min", rule),
    );
    expect(check).toMatchObject({ status: "warn", threshold: "warn < 400" });
    expect(
      judge({ checkId: "ess_bulk_min", value: 350, message: "", chains: 2 }, under("ess_bulk_min", rule))
        .status,
    ).toBe("pass");
  });

  it.each([
    ["at most", Infinity, atMost(1.01, 1.05), "fail"],
    ["at most", Infinity, atMost(1.01, null), "fail"],
    ["at most", Infinity, atMost(null, null), "fail"],
    ["at most", -Infinity, atMost(1.01, 1.05), "fail"],
    ["at least", Infinity, atLeast(400, 100), "fail"],
    ["at least", Infinity, atLeast(null, null), "fail"],
    ["at least", -Infinity, atLeast(400, null), "fail"],
  ] as const)("never takes an infinite value for good: %s, %d", (_, value, rule, expected) => {
    expect(judged(value, rule)).toBe(expected);
    const lenient = judged(value, { ...rule, undefined: "warn" });
    expect(lenient).not.toBe("pass");
  });

  it("lets a limit fail an infinite value where an undefined one only warns", () => {
    expect(judged(Infinity, { ...atMost(1.01, 1.05), undefined: "warn" })).toBe("fail");
    expect(judged(Infinity, { ...atMost(1.01, null), undefined: "warn" })).toBe("warn");
    expect(judged(Infinity, { ...atLeast(400, 100), undefined: "warn" })).toBe("warn");
    expect(judged(-Infinity, { ...atLeast(400, 100), undefined: "warn" })).toBe("fail");
  });

  it("reads a level, and an unknown level as undefined", () => {
    const rule: Rule = { kind: "level", levels: { good: "pass", poor: "fail" }, ...defaults };
    expect(["good", "poor", "other", NaN].map((value) => judged(value, rule))).toEqual([
      "pass",
      "fail",
      "fail",
      "fail",
    ]);
  });

  it("keeps what JSON cannot hold as null, with its verdict", () => {
    const check = judge({ checkId: "vif_max", value: Infinity, message: "x" }, policies.get("publish")!);
    expect(check).toMatchObject({ value: null, status: "fail", message: "x" });
  });

  it("puts a rule in words", () => {
    expect(describeRule(atMost(0.5, 0.7))).toBe("warn > 0.5, fail > 0.7");
    expect(describeRule(atMost(null, null))).toBe("information only");
  });
});

describe.each(BUILT_IN_POLICIES)("policy %s", (name) => {
  it("has a rule with a source for every check", () => {
    const { checks } = policies.get(name)!;
    expect(Object.keys(checks).sort()).toEqual([...CHECK_IDS].sort());
    for (const { source } of Object.values(checks)) expect(source.length).toBeGreaterThan(3);
  });

  it.each(CHECK_IDS)("never passes %s when it is undefined, infinite or of no known level", (checkId) => {
    for (const value of [NaN, Infinity, -Infinity, "no such level"]) {
      const check = judge({ checkId, value, message: "" }, policies.get(name)!);
      expect(check.status, String(value)).not.toBe("pass");
      if (typeof value === "number") expect(check.value).toBeNull();
    }
  });

  it.each(CHECK_IDS)("does not pass a gate in silence when %s is missing", (checkId) => {
    const policy = policies.get(name)!;
    const verdict = gates([judge(skipped(checkId, "no evidence"), policy)], policy, ALL_GATES);
    expect(verdict.gates.find(({ gate }) => gate === CHECKS[checkId].gate)?.status).not.toBe("pass");
  });
});

/** Values that any of the rules tells apart: each limit, a little to either side of it, and far beyond; and every level. */
function telling(rules: readonly Rule[]): (number | string)[] {
  const limits = rules.flatMap((rule) => (rule.kind === "level" ? [] : [rule.warn ?? NaN, rule.fail ?? NaN]));
  const around = limits
    .filter(Number.isFinite)
    .flatMap((limit) => [limit * 0.999 - 1e-9, limit, limit * 1.001 + 1e-9]);
  const levels = rules.flatMap((rule) => (rule.kind === "level" ? Object.keys(rule.levels) : []));
  return [...around, ...levels, -1e12, 0, 1, 1e12, Infinity, -Infinity, NaN, "no such level"];
}

describe("the built-in policies", () => {
  const ordered = [
    ["explore", "publish"],
    ["publish", "strict"],
    ["explore", "strict"],
  ] as const;
  const pairs = ordered.flatMap(([lenient, strict]) => CHECK_IDS.map((id) => [lenient, strict, id] as const));

  it.each(pairs)("%s is never stricter than %s on %s", (lenient, strict, checkId) => {
    const [a, b] = [policies.get(lenient)!, policies.get(strict)!];
    for (const value of telling([a.checks[checkId], b.checks[checkId]])) {
      for (const chains of [1, 4]) {
        const [left, right] = [a, b].map(
          (policy) => judge({ checkId, value, message: "", chains }, policy).status,
        );
        expect(SEVERITY[left!], `at ${value}`).toBeLessThanOrEqual(SEVERITY[right!]);
      }
    }
  });

  it.each(pairs)("%s is never stricter than %s on missing evidence of %s", (lenient, strict, checkId) => {
    const [left, right] = [lenient, strict].map((name) => {
      const policy = policies.get(name)!;
      const verdict = gates([judge(skipped(checkId, "no evidence"), policy)], policy, ALL_GATES);
      return verdict.gates.find(({ gate }) => gate === CHECKS[checkId].gate)!.status;
    });
    expect(SEVERITY[left!]).toBeLessThanOrEqual(SEVERITY[right!]);
  });

  it("of explore fail nothing but a report that claims a convergence which the draws do not have", () => {
    const policy = policies.get("explore")!;
    const failing = CHECK_IDS.filter((checkId) =>
      telling([policy.checks[checkId]]).some(
        (value) => judge({ checkId, value, message: "" }, policy).status === "fail",
      ),
    );
    expect(failing).toEqual(["claim_converged"]);
  });

  it.each(BUILT_IN_POLICIES)("of %s never call a worse value better", (name) => {
    const policy = policies.get(name)!;
    for (const checkId of CHECK_IDS) {
      const rule = policy.checks[checkId];
      if (rule.kind === "level") continue;
      // An infinity is undefined, and on its bad side also worse than every number.
      const worst = rule.kind === "at_most" ? Infinity : -Infinity;
      const values = telling([rule]).filter((value) => Number.isFinite(value) || value === worst);
      const fromBest = values.map(Number).sort((x, y) => (rule.kind === "at_most" ? x - y : y - x));
      const severities = fromBest.map(
        (value) => SEVERITY[judge({ checkId, value, message: "" }, policy).status],
      );
      expect(severities, checkId).toEqual(severities.toSorted((x, y) => x - y));
    }
  });

  it.each(BUILT_IN_POLICIES)("of %s know every level that a check of levels can have", (name) => {
    const policy = policies.get(name)!;
    for (const [checkId, levels] of [
      ["stationarity", ["stationary", "unit-root", "conflict", "inconclusive"]],
      ["prior_predictive", ["plausible", "wide", "few-draws", "implausible"]],
      [
        "calibration_label",
        ["well-calibrated", "under-confident", "over-confident", "biased", "insufficient"],
      ],
    ] as const) {
      const rule = policy.checks[checkId];
      expect(Object.keys(rule.kind === "level" ? rule.levels : {}).toSorted()).toEqual(levels.toSorted());
    }
  });

  it.each(["publish", "strict"])(
    "%s keeps a family shut that has no evidence at all, or warns of it",
    (name) => {
      const policy = policies.get(name)!;
      const verdict = gates([], policy);
      expect(new Set(verdict.gates.map(({ status }) => status))).toEqual(new Set([policy.skipped]));
      expect(verdict.adequacy).toBe(policy.skipped);
      expect(verdict.families.map(({ family }) => family)).toEqual([
        "pre_diagnostic",
        "convergence",
        "calibration",
        "evidence",
      ]);
    },
  );
});

describe("gates", () => {
  const check = (checkId: CheckId, value: number) =>
    judge({ checkId, value, message: "" }, policies.get("publish")!);

  it("take the worst of their checks, name those that decided, and roll up into families", () => {
    const verdict = gates(
      [check("rhat_max", 1.2), check("rhat_max_decision", 1.02), check("bfmi_min", 0.9)],
      policies.get("publish")!,
    );
    expect(verdict.gates.find(({ gate }) => gate === "g2")).toMatchObject({
      status: "fail",
      because: ["rhat_max"],
    });
    expect(verdict.gates.find(({ gate }) => gate === "g7")).toMatchObject({ status: "pass", because: [] });
    expect(verdict.families.find(({ family }) => family === "convergence")?.status).toBe("fail");
    expect(verdict.adequacy).toBe("fail");
    expect(verdict.gates).toHaveLength(MODEL_GATES.length);
  });

  it("shut a stage that requires a failing family, and no other", () => {
    const all = [check("rhat_max", 1.2), check("pareto_k_bad", 0)];
    const verdict = gates(all, policies.get("publish")!);
    expect(blockedBy("70_optimisation", ["calibration", "evidence"], verdict, all)).toBeNull();
    expect(blockedBy("70_optimisation", ["convergence"], verdict, all)).toMatchObject({
      stage: "70_optimisation",
      policy: "publish",
      message: "70_optimisation is shut: g2 fails under policy publish. No recommendation was written.",
      gates: [
        { gate: "g2", checks: [{ check_id: "rhat_max", value: 1.2, threshold: "warn > 1.01, fail > 1.05" }] },
      ],
    });
  });

  it("count a skipped check as its own rule says before the policy does", () => {
    const base = policies.get("publish")!;
    const rule = { ...atMost(1, 2), skipped: "fail" as const };
    const own: Policy = { ...base, skipped: "warn", checks: { ...base.checks, bfmi_min: rule } };
    const verdict = gates([judge(skipped("bfmi_min", "no energies"), own)], own);
    expect(verdict.gates.find(({ gate }) => gate === "g7")).toMatchObject({
      status: "fail",
      because: ["bfmi_min"],
    });
    expect(
      blockedBy("70_optimisation", ["convergence"], verdict, [
        judge(skipped("bfmi_min", "no energies"), own),
      ]),
    ).toMatchObject({ gates: [{ gate: "g7", checks: [{ value: null, message: "no energies" }] }] });
  });

  it("do not count optional evidence that is missing, unless the gate has no other", () => {
    const base = policies.get("publish")!;
    const own: Policy = {
      ...base,
      checks: { ...base.checks, bfmi_min: { ...atLeast(0.3, 0.2), skipped: "pass" } },
    };
    const missing = judge(skipped("bfmi_min", "no energies"), own);
    expect(missing).toMatchObject({ status: "skipped", threshold: "optional evidence: does not count" });
    const g7 = (checks: Parameters<typeof gates>[0]) =>
      gates(checks, own).gates.find(({ gate }) => gate === "g7");
    expect(g7([missing, { ...missing, status: "pass" }])).toMatchObject({ status: "pass", because: [] });
    expect(g7([missing])).toMatchObject({ status: own.skipped, because: ["bfmi_min"] });
    expect(g7([])).toMatchObject({ status: own.skipped, because: [] });
  });

  it("judge an undefined value as its own rule says before the policy does", () => {
    const rule = { ...atMost(1, 2), undefined: "warn" as const };
    expect(judged(NaN, rule)).toBe("warn");
    expect(judged(3, rule)).toBe("fail");
  });

  it("say in the plural when several gates are shut, each with what to do", () => {
    const all = [check("rhat_max", 1.2), check("bfmi_min", 0.1)];
    const blocked = blockedBy("70_optimisation", ["convergence"], gates(all, policies.get("publish")!), all)!;
    expect(blocked.message).toContain("g2, g7 fail under");
    for (const gate of blocked.gates) {
      for (const { check_id, remedy } of gate.checks)
        expect([check_id, remedy]).toEqual([check_id, CHECKS[check_id as CheckId].remedy]);
    }
  });

  it("warn when evidence is missing although every other check of the gate passes", () => {
    const all = [check("rhat_max", 1), judge(skipped("rhat_max_decision", "none"), policies.get("publish")!)];
    const verdict = gates(all, policies.get("publish")!);
    expect(verdict.gates.find(({ gate }) => gate === "g2")).toMatchObject({
      status: "warn",
      because: ["rhat_max_decision"],
    });
  });

  it("list checks in the order of the catalogue", () => {
    const ids = inCatalogueOrder([check("bfmi_min", 1), check("vif_max", 1), check("rhat_max", 1)]).map(
      ({ check_id }) => check_id,
    );
    expect(ids).toEqual(["vif_max", "rhat_max", "bfmi_min"]);
  });
});
