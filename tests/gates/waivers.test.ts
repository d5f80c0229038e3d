import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CHECKS, type CheckId } from "../../lib/gates/catalogue.ts";
import { adequacyBehind, blockedBy, gates, judge, skipped, type Measurement } from "../../lib/gates/judge.ts";
import { loadPolicy } from "../../lib/gates/policy.ts";
import { applyWaivers, type Waiver } from "../../lib/gates/waivers.ts";

const policy = await loadPolicy("publish", "pipeline.yaml", "test");
const strict = await loadPolicy("strict", "pipeline.yaml", "test");

const measure = (checkId: CheckId, value: number | string): Measurement => ({ checkId, value, message: "" });

function waiver(worst: Waiver["worst"], change: Partial<Waiver> = {}): Waiver {
  const [first = ""] = Object.keys(worst);
  return {
    gate: CHECKS[first as CheckId].gate,
    worst,
    reason: "Refit is planned.",
    approver: "Jane Doe",
    expires: "2026-12-31",
    isExpired: false,
    pipelines: ["demo"],
    outOfCell: null,
    ...change,
  };
}

function judged(measurements: readonly Measurement[], waivers: readonly Waiver[], under = policy) {
  const checks = measurements.map((one) => judge(one, under));
  const verdict = applyWaivers(waivers, {
    verdict: gates(checks, under),
    checks,
    policy: under,
    pipeline: "demo",
  });
  return {
    checks,
    verdict,
    status: (gate: string) => verdict.gates.find((one) => one.gate === gate)?.status,
  };
}

// publish fails R-hat above 1.05 and a divergence share above 0.001.
const RHAT = measure("rhat_max", 1.06);

describe("a waiver in force", () => {
  it("opens a gate whose failing check is no worse than accepted, and says by how much", () => {
    const { verdict, status, checks } = judged([RHAT], [waiver({ rhat_max: 1.1 })]);
    expect(status("g2")).toBe("waived");
    expect(verdict.adequacy).toBe("waived");
    expect(verdict.families.find(({ family }) => family === "convergence")?.status).toBe("waived");
    expect(verdict.waivers).toEqual([
      {
        gate: "g2",
        worst: { rhat_max: 1.1 },
        reason: "Refit is planned.",
        approver: "Jane Doe",
        expires: "2026-12-31",
        outcome: "used",
        why: "opens g2: rhat_max is 1.06, accepted up to 1.1",
      },
    ]);
    expect(blockedBy("70_optimisation", ["convergence"], verdict, checks)).toBeNull();
    expect(adequacyBehind(verdict)).toBe("waived");
  });

  it("opens nothing for a cell that it is not for, and says so", () => {
    const { status, verdict } = judged(
      [RHAT],
      [waiver({ rhat_max: 2 }, { outOfCell: "is for brand=a, not for brand=b" })],
    );
    expect(status("g2")).toBe("fail");
    expect(verdict.waivers).toMatchObject([
      { why: expect.stringContaining("is for brand=a, not for brand=b") as string },
    ]);
  });

  it("accepts a value at its limit, and none beyond it, whichever way is worse", () => {
    expect(judged([RHAT], [waiver({ rhat_max: 1.06 })]).status("g2")).toBe("waived");
    expect(judged([RHAT], [waiver({ rhat_max: 1.0599 })]).status("g2")).toBe("fail");
    const ess = measure("ess_bulk_min", 20);
    expect(judged([ess], [waiver({ ess_bulk_min: 20 })]).status("g3")).toBe("waived");
    const { status, verdict } = judged([ess], [waiver({ ess_bulk_min: 21 })]);
    expect(status("g3")).toBe("fail");
    expect(verdict.waivers).toMatchObject([
      { outcome: "refused", why: "ess_bulk_min is 20, accepted down to 21" },
    ]);
  });

  it("accepts the level that it names, and no other", () => {
    const biased = measure("calibration_label", "biased");
    expect(judged([biased], [waiver({ calibration_label: "biased" })]).status("g5")).toBe("waived");
    expect(judged([biased], [waiver({ calibration_label: "over-confident" })]).status("g5")).toBe("fail");
  });

  it("accepts what is undefined or missing only where it says so", () => {
    const undefinedRhat = measure("rhat_max", NaN);
    expect(judged([undefinedRhat], [waiver({ rhat_max: "undefined" })]).status("g2")).toBe("waived");
    expect(judged([undefinedRhat], [waiver({ rhat_max: 1e9 })]).status("g2")).toBe("fail");
    expect(judged([undefinedRhat], [waiver({ rhat_max: "missing" })]).status("g2")).toBe("fail");
    const missing = skipped("rhat_max", "no draws");
    expect(judged([missing], [waiver({ rhat_max: "missing" })], strict).status("g2")).toBe("waived");
    expect(judged([missing], [waiver({ rhat_max: 1e9 })], strict).status("g2")).toBe("fail");
    expect(judged([missing], [waiver({ rhat_max: "undefined" })], strict).status("g2")).toBe("fail");
  });

  it("opens a gate only where every failing check is excused, by one waiver or several", () => {
    const both = [RHAT, measure("rhat_max_decision", 1.5)];
    const first = waiver({ rhat_max: 1.1 });
    const second = waiver({ rhat_max_decision: 2 });
    const one = judged(both, [first]);
    expect(one.status("g2")).toBe("fail");
    expect(one.verdict.waivers).toMatchObject([
      {
        outcome: "refused",
        why: "rhat_max is 1.06, accepted up to 1.1, but g2 stays shut: rhat_max_decision is not waived",
      },
    ]);
    expect(judged(both, [first, second]).status("g2")).toBe("waived");
    expect(judged(both, [waiver({ rhat_max: 1.1, rhat_max_decision: 2 })]).status("g2")).toBe("waived");
    expect(judged(both, [waiver({ rhat_max: 1.1, rhat_max_decision: 1.4 })]).status("g2")).toBe("fail");
  });

  it("opens no other gate, and leaves a gate that does not fail as it is", () => {
    const { verdict, status } = judged(
      [RHAT, measure("divergence_share", 0.1), measure("ess_bulk_min", 1e6)],
      [waiver({ rhat_max: 1.1 }), waiver({ ess_bulk_min: 1 }), waiver({ rhat_max_decision: 2 })],
    );
    expect([status("g2"), status("g4"), status("g3"), verdict.adequacy]).toEqual([
      "waived",
      "fail",
      "pass",
      "fail",
    ]);
    expect(verdict.waivers.map(({ outcome, why }) => [outcome, why])).toEqual([
      ["used", "opens g2: rhat_max is 1.06, accepted up to 1.1"],
      ["unused", "g3 does not fail (pass)"],
      ["unused", "rhat_max_decision does not fail; g2 fails by want of any check"],
    ]);
  });
});

describe("a waiver that is not in force", () => {
  it.each([
    ["is for another pipeline", { pipelines: ["other", "third"] }, "is for other, third, not for demo"],
    ["has expired", { isExpired: true }, "expired after 2026-12-31"],
  ])("because it %s opens nothing, and says why where there is no recommendation", (_, change, why) => {
    const { verdict, status, checks } = judged([RHAT], [waiver({ rhat_max: 1.1 }, change)]);
    expect(status("g2")).toBe("fail");
    expect(verdict.waivers).toMatchObject([{ outcome: "refused", why }]);
    expect(blockedBy("70_optimisation", ["convergence"], verdict, checks)?.waivers).toEqual(verdict.waivers);
  });

  it("is not told of in the runs of other pipelines, unless their gate fails too", () => {
    const foreign = waiver({ ess_bulk_min: 1 }, { pipelines: ["other"] });
    expect(judged([RHAT], [foreign]).verdict.waivers).toEqual([]);
  });

  it("says that it has expired also where there is nothing to open", () => {
    const { verdict } = judged([], [waiver({ rhat_max: 1.1 }, { isExpired: true })]);
    expect(verdict.waivers).toMatchObject([{ outcome: "unused", why: "expired after 2026-12-31" }]);
  });
});

describe("waivers", () => {
  it("never change a verdict that no waiver of the pipeline concerns, and never make one worse", () => {
    const value = fc.double({ min: 0.9, max: 2, noNaN: true });
    const severity = { pass: 0, warn: 1, waived: 2, fail: 3 };
    fc.assert(
      fc.property(value, value, fc.boolean(), fc.boolean(), (measured, accepted, isExpired, isOurs) => {
        const measurements = [measure("rhat_max", measured), measure("divergence_share", 0.5)];
        const before = judged(measurements, []);
        const pipelines = [isOurs ? "demo" : "other"];
        const after = judged(measurements, [waiver({ rhat_max: accepted }, { isExpired, pipelines })]);
        const opens = before.status("g2") === "fail" && isOurs && !isExpired && measured <= accepted;
        expect(after.status("g2")).toBe(opens ? "waived" : before.status("g2"));
        for (const { gate, status } of after.verdict.gates)
          expect(severity[status]).toBeLessThanOrEqual(severity[before.status(gate)!]);
      }),
    );
  });

  it("of a name that objects know too open nothing", () => {
    const { status } = judged([RHAT], [waiver({ rhat_max: 1, ["__proto__"]: 9 })]);
    expect(status("g2")).toBe("fail");
  });
});
