import { describe, expect, it } from "vitest";
import { parseRequest } from "../../lib/allocation/request.ts";
import { periodRows, resultRows } from "../../lib/allocation/results.ts";
import { certificateRecord } from "../../lib/allocation/certificate-record.ts";
import { solveMultiPeriod, solveSingle } from "../../lib/allocation/solve.ts";
import { loadNlopt } from "../../lib/nlopt/load.ts";
import { ask, michaelisMenten, options, record, steadyData } from "./problems.ts";

const WIDE = { default: { kind: "absolute", lower: 0, upper: null } };
const SPEND = { a: 100, b: 100, c: 100 };
const RECORDS = [
  record("a", michaelisMenten(900, 100)),
  record("b", michaelisMenten(400, 100)),
  record("c", michaelisMenten(100, 100)),
];
const posed = (given: object) => ask(SPEND, RECORDS, { bounds: WIDE, ...given });
const problems = (given: object) =>
  parseRequest(steadyData(SPEND), options({ bounds: WIDE, ...given })).problems;

describe("a group's budget", () => {
  const groups = { top: { channels: ["a", "b"], budget: 150 } };

  it("holds its channels back in one period, at a price, and the rest goes elsewhere", () => {
    const { request, curves } = posed({ groups });
    const plan = solveSingle("single", request, curves, 300);
    // 900 / (100 + S)² = 400 / (100 + 150 − S)²: S = 110.
    [110, 40, 150].forEach((spend, i) => {
      expect(Math.abs(plan.allocation[i]! - spend)).toBeLessThan(1e-4);
    });
    expect(plan.method).toBe("interior_point");
    const record = certificateRecord(plan);
    expect(record).toMatchObject({ status: "solved" });
    const held = record.active.find(({ constraint }) => constraint === "budget_group");
    expect(held).toMatchObject({ group: "top", period: null, limit: 150 });
    // One more unit for the group is worth the difference of the marginal returns: 40,000/140² of b less 10,000/250² of c.
    expect(held?.shadow_price).toBeCloseTo(40_000 / 140 ** 2 - 10_000 / 250 ** 2, 4);
    const levels = SPEND_LEVELS;
    expect(resultRows(request, plan, curves, levels, "pass").map(({ binding }) => binding)).toEqual([
      "group",
      "group",
      "none",
    ]);
  });

  it("holds over the horizon as its sum over the periods", () => {
    const { request, curves } = posed({ groups, multi_period: { periods: 4, ramp_percentage: null } });
    const { recommended } = solveMultiPeriod("plan", request, curves);
    const sum = recommended.allocation.reduce((total, spend, at) => total + (at % 3 < 2 ? spend : 0), 0);
    expect(sum).toBeCloseTo(600, 3);
    expect(recommended.certificate.status).toBe("solved");
  });

  it("of a channel that there is not is refused where it stands", () => {
    expect(problems({ groups: { top: { channels: ["a", "bb"], budget: 1 } } })).toMatchObject([
      { path: ["groups", "top", "channels", 1], what: 'there is no channel "bb"' },
    ]);
  });

  it("that contradicts the total is refused with its numbers before anything runs", () => {
    const [problem] = problems({
      scenarios: [1],
      groups: { all: { channels: ["a", "b", "c"], budget: 200, kind: "at_most" } },
    });
    expect(problem?.path).toEqual(["total_budget"]);
    expect(problem?.what).toMatch(/300.*200|200.*300/);
  });
});

describe("a budget that need not be spent", () => {
  it("is spent as far as the bounds go, and no further", () => {
    const { request, curves } = posed({
      budget: "at_most",
      total_budget: 500,
      scenarios: [1],
      bounds: { default: { kind: "absolute", lower: 0, upper: 100 } },
    });
    const plan = solveSingle("single", request, curves, 500);
    expect(Array.from(plan.allocation, Math.round)).toEqual([100, 100, 100]);
    expect(certificateRecord(plan).status).toBe("solved");
  });

  it("cannot be less than the bounds ask for", () => {
    const [problem] = problems({
      budget: "at_most",
      total_budget: 100,
      bounds: { default: { kind: "absolute", lower: 50, upper: 100 } },
    });
    expect(problem?.fix).toContain("at least 150");
  });
});

describe("budgets of periods", () => {
  it("are met one by one, and sum to the total", () => {
    const { request, curves } = posed({
      multi_period: { periods: 2, ramp_percentage: null, period_budgets: [200, 400] },
    });
    expect(request.multiPeriod.total).toBe(600);
    const { recommended } = solveMultiPeriod("plan", request, curves);
    const sums = [0, 1].map((t) =>
      recommended.allocation.subarray(3 * t, 3 * t + 3).reduce((a, b) => a + b, 0),
    );
    expect(sums[0]).toBeCloseTo(200, 5);
    expect(sums[1]).toBeCloseTo(400, 5);
    expect(recommended.certificate.status).toBe("solved");
  });

  it.each([
    [{ periods: 3, period_budgets: [1, 2] }, "2 budgets for 3 periods"],
    [
      { periods: 2, period_budgets: [1, 2], total_budget: 4 },
      "the period budgets sum to 3, the total over the horizon is 4",
    ],
  ])("are refused as %j", (multi_period, what) => {
    expect(problems({ multi_period }).map((one) => one.what)).toContain(what);
  });
});

describe("the method of a plan over periods", () => {
  const multi_period = { periods: 3, ramp_percentage: 0.1 };

  it("is chosen, and says why", () => {
    const { request, curves } = posed({ multi_period });
    const { recommended } = solveMultiPeriod("plan", request, curves);
    expect(recommended.method).toBe("interior_point");
    expect(recommended.methodReason).toContain("linked by ramps");
    const free = posed({ multi_period: { periods: 3, ramp_percentage: null } });
    expect(solveMultiPeriod("plan", free.request, free.curves).recommended.method).toBe("waterfilling");
  });

  it("named trust-constr is the interior point", () => {
    const { request, curves } = posed({ multi_period: { ...multi_period, method: "trust-constr" } });
    const { recommended } = solveMultiPeriod("plan", request, curves);
    expect(recommended).toMatchObject({
      method: "interior_point",
      methodReason: "trust-constr stands for it",
    });
  });

  it("slsqp states its distance from the best plan", async () => {
    const { request, curves } = posed({ multi_period: { ...multi_period, method: "slsqp" } });
    const { recommended, optimum } = solveMultiPeriod("plan", request, curves, await loadNlopt());
    expect(recommended.method).toBe("slsqp");
    expect(recommended.certificate.upperBound).toBeLessThanOrEqual(
      optimum!.certificate.upperBound * (1 + 1e-9),
    );
    expect(recommended.certificate.relativeGap).toBeLessThan(1e-3);
  });

  it("slsqp is refused where it would need dense matrices too large", async () => {
    const { request, curves } = posed({ multi_period: { ...multi_period, periods: 200, method: "slsqp" } });
    const nlopt = await loadNlopt();
    expect(() => solveMultiPeriod("plan", request, curves, nlopt)).toThrow(
      /70_optimisation\.multi_period\.method: slsqp takes at most .*\n {2}fix: leave method out/,
    );
  });
});

describe("carryover between planned periods", () => {
  const carried = RECORDS.map((one) => ({ ...one, adstock_alpha: one.channel === "a" ? 0.5 : 0 }));
  const rows = (records: typeof carried) => {
    const { request, curves } = ask(SPEND, records, {
      bounds: WIDE,
      multi_period: { periods: 4, ramp_percentage: 0.2 },
    });
    const { recommended } = solveMultiPeriod("plan", request, curves);
    return { recommended, rows: periodRows(request, recommended, curves, ["1", "2", "3", "4"], "pass") };
  };

  it("makes effective spend a mean of present and past spend, which the contribution follows", () => {
    const own = rows(carried).rows.filter(({ channel }) => channel === "a");
    // Ten weeks at 100 before the first: carried in, on the steady scale, is 100 (1 − 0.5¹⁰).
    let before = 100 * (1 - 0.5 ** 10);
    for (const { spend, effective_spend, contribution } of own) {
      before = 0.5 * spend + 0.5 * before;
      expect(effective_spend).toBeCloseTo(before, 8);
      expect(contribution).toBeCloseTo((900 * before) / (100 + before), 6);
    }
  });

  it("leaves effective spend the spend itself where there is none", () => {
    for (const { channel, spend, effective_spend } of rows(carried).rows)
      if (channel !== "a") expect(effective_spend).toBe(spend);
  });

  it("is proved optimal, and moves money to earlier periods of the channel that carries", () => {
    const [withIt, without] = [rows(carried), rows(RECORDS.map((one) => ({ ...one, adstock_alpha: 0 })))];
    expect(withIt.recommended.certificate.status).toBe("solved");
    const last = (of: typeof withIt) =>
      of.rows.find(({ period, channel }) => period === 4 && channel === "a")!.spend;
    expect(last(withIt)).toBeLessThan(last(without));
  });
});

const SPEND_LEVELS = [Float64Array.of(1), Float64Array.of(1), Float64Array.of(1)];
