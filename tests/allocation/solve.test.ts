import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRequest } from "../../lib/allocation/request.ts";
import { readCurves } from "../../lib/allocation/curves.ts";
import { certificateRecord } from "../../lib/allocation/certificate-record.ts";
import { requireAllocation, solveMultiPeriod, solveSingle } from "../../lib/allocation/solve.ts";
import { ask, michaelisMenten, options, record, steadyData, type CurveRecord } from "./problems.ts";

const share = (min: number, max: number) =>
  fc.integer({ min: Math.round(min * 1000), max: Math.round(max * 1000) }).map((value) => value / 1000);

const channel = fc.record({
  current: share(1, 200),
  height: share(1, 5000),
  scale: share(5, 500),
  isSigmoid: fc.boolean(),
  lower: share(0, 1),
  width: share(0.05, 2),
});

type Channel = typeof channel extends fc.Arbitrary<infer T> ? T : never;

/** Two to six channels with bounds about their current spend, and a total within the bounds. */
const problem = fc.record({ channels: fc.array(channel, { minLength: 2, maxLength: 6 }), at: share(0, 1) });

function curveOf({ height, scale, isSigmoid }: Channel, money = 1, kpi = 1): CurveRecord["curve"] {
  return isSigmoid
    ? { family: "sigmoid", alpha: kpi * height, lam: 2 / (scale * money) }
    : michaelisMenten(kpi * height, scale * money);
}

/** The request with money in units `money` times as small, contributions in units `kpi` times as small. */
function posed({ channels, at }: { channels: readonly Channel[]; at: number }, money = 1, kpi = 1) {
  const named = channels.map((one, i) => [`c${i}`, one] as const);
  const bounds = Object.fromEntries(
    named.map(([name, { current, lower, width }]) => [
      name,
      { kind: "absolute", lower: lower * current * money, upper: (lower + width) * current * money },
    ]),
  );
  const total =
    channels.reduce((sum, { current, lower, width }) => sum + (lower + at * width) * current, 0) * money;
  return ask(
    Object.fromEntries(named.map(([name, { current }]) => [name, current * money])),
    named.map(([name, one]) => record(name, curveOf(one, money, kpi))),
    {
      total_budget: total,
      scenarios: [1],
      bounds: { channels: bounds },
      multi_period: { ramp_percentage: null },
    },
  );
}

const single = ({ request, curves }: ReturnType<typeof posed>) =>
  solveSingle("single", request, curves, request.total);

describe("the optimum of one period", () => {
  it("by hand: two equal channels share the budget, and a bound takes what it takes", () => {
    const curves = [record("a", michaelisMenten(100, 50)), record("b", michaelisMenten(100, 50))];
    const free = { bounds: { default: { kind: "absolute", lower: 0, upper: 100 } } };
    const { request, curves: read } = ask({ a: 30, b: 70 }, curves, free);
    expect([...solveSingle("x", request, read, 100).allocation]).toEqual([50, 50]);
    const held = ask({ a: 30, b: 70 }, curves, {
      bounds: { default: free.bounds.default, channels: { a: { kind: "absolute", lower: 0, upper: 40 } } },
    });
    const [a, b] = solveSingle("x", held.request, held.curves, 100).allocation;
    expect(a).toBe(40);
    expect(b).toBeCloseTo(60, 12);
  });

  it("by hand: slopes L k / (k + S)² are equal where √(L k) / (k + S) are", () => {
    // √(400·100) = 200 and √(100·100) = 100: 100 + S₁ = 2 (100 + S₂), with S₁ + S₂ = 230: S₂ = 130/3.
    const { request, curves } = ask(
      { a: 130, b: 100 },
      [record("a", michaelisMenten(400, 100)), record("b", michaelisMenten(100, 100))],
      { bounds: { default: { kind: "absolute", lower: 0, upper: null } } },
    );
    const plan = solveSingle("x", request, curves, 230);
    expect(plan.allocation[1]).toBeCloseTo(130 / 3, 10);
    expect(plan.allocation[0]).toBeCloseTo(560 / 3, 10);
    expect(plan.certificate.budgetPrice[0]).toBeCloseTo((100 * 100) / (100 + 130 / 3) ** 2, 10);
    expect(plan.certificate.objective).toBeCloseTo(
      (400 * 560) / 3 / (100 + 560 / 3) + (100 * 130) / 3 / (100 + 130 / 3),
      8,
    );
  });

  it("has equal marginal returns but at bounds, and spends the budget within them", () => {
    fc.assert(
      fc.property(problem, (given) => {
        const asked = posed(given);
        const { request, curves } = asked;
        const { allocation, certificate } = single(asked);
        const sum = allocation.reduce((total, spend) => total + spend, 0);
        expect(Math.abs(sum - request.total)).toBeLessThanOrEqual(1e-9 * request.total);
        const price = certificate.budgetPrice[0]!;
        const greatest = Math.max(...request.channels.map(({ lower }, i) => curves[i]!.curve.slope(lower)));
        request.channels.forEach(({ lower, upper, name }, i) => {
          const spend = allocation[i]!;
          const slack = 1e-9 * request.total;
          expect(spend).toBeGreaterThanOrEqual(lower - slack);
          expect(spend).toBeLessThanOrEqual(upper + slack);
          const marginal = curves[i]!.curve.slope(Math.min(Math.max(spend, lower), upper));
          // Karush–Kuhn–Tucker: below the price only at the lower bound, above it only at the upper one.
          if (spend > lower + slack) expect(marginal, name).toBeGreaterThanOrEqual(price - 1e-6 * greatest);
          if (spend < upper - slack) expect(marginal, name).toBeLessThanOrEqual(price + 1e-6 * greatest);
        });
      }),
      { numRuns: 150 },
    );
  });

  it("is improved by no move of money between two channels that the bounds allow", () => {
    fc.assert(
      fc.property(problem, share(0.001, 1), (given, part) => {
        const asked = posed(given);
        const { request, curves } = asked;
        const { allocation } = single(asked);
        const worth = (spend: Float64Array) =>
          spend.reduce((sum, s, i) => sum + curves[i]!.curve.value(Math.max(s, 0)), 0);
        const best = worth(allocation);
        request.channels.forEach(({ upper }, to) => {
          request.channels.forEach(({ lower }, from) => {
            const move = part * Math.min(upper - allocation[to]!, allocation[from]! - lower);
            if (from === to || !(move > 0)) return;
            const moved = allocation.with(to, allocation[to]! + move).with(from, allocation[from]! - move);
            expect(worth(moved)).toBeLessThanOrEqual(best * (1 + 1e-10));
          });
        });
      }),
      { numRuns: 100 },
    );
  });

  it("does not depend on the unit of money or of the target", () => {
    fc.assert(
      fc.property(
        problem,
        fc.constantFrom(1e-4, 0.01, 37, 1e5),
        fc.constantFrom(1e-4, 12, 1e6),
        (given, money, kpi) => {
          const [one, scaled] = [single(posed(given)), single(posed(given, money, kpi))];
          const total = one.problem.total;
          one.allocation.forEach((spend, i) => {
            expect(Math.abs(scaled.allocation[i]! / money - spend)).toBeLessThanOrEqual(1e-6 * total);
          });
          expect(Math.abs(scaled.certificate.objective / kpi / one.certificate.objective - 1)).toBeLessThan(
            1e-9,
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  it("never falls when the budget grows", () => {
    fc.assert(
      fc.property(problem, share(0, 1), (given, less) => {
        const objective = (at: number) => single(posed({ ...given, at })).certificate.objective;
        expect(objective(less * given.at)).toBeLessThanOrEqual(objective(given.at) * (1 + 1e-10));
      }),
      { numRuns: 60 },
    );
  });

  it("does not depend on the order of the channels", () => {
    fc.assert(
      fc.property(problem, (given) => {
        const forward = single(posed(given));
        const backward = single(posed({ ...given, channels: given.channels.toReversed() }));
        forward.allocation.forEach((spend, i) => {
          const other = backward.allocation[given.channels.length - 1 - i]!;
          expect(Math.abs(spend - other)).toBeLessThanOrEqual(1e-6 * forward.problem.total);
        });
      }),
      { numRuns: 60 },
    );
  });

  it("is refused by name when the budget cannot be met", () => {
    const { request, curves } = ask({ a: 10 }, [record("a", michaelisMenten(1, 1))], {});
    expect(() => solveSingle("scenario × 9", request, curves, 90)).toThrow(/^scenario × 9: infeasible: /);
  });
});

describe("the plan over periods", () => {
  const records = [record("a", michaelisMenten(900, 100)), record("b", michaelisMenten(100, 100))];
  const wide = { default: { kind: "absolute", lower: 0, upper: null } };
  const plan = (multi_period: object, spend = { a: 100, b: 100 }) => {
    const { request, curves } = ask(spend, records, { bounds: wide, multi_period });
    return { request, ...solveMultiPeriod("plan", request, curves).recommended };
  };

  it.each(["sequential", "interior_point"])("keeps ramps, bounds and budget, planned by %s", (method) => {
    const { allocation, request, certificate } = plan({
      periods: 8,
      ramp_percentage: 0.1,
      ramp_absolute: { b: 4 },
      method,
    });
    expect(Math.abs(allocation.reduce((sum, spend) => sum + spend, 0) - 1600)).toBeLessThan(1e-5);
    for (let t = 0; t < 8; t++) {
      request.channels.forEach(({ name }, i) => {
        const before = t === 0 ? 100 : allocation[(t - 1) * 2 + i]!;
        const most = name === "b" ? Math.min(4, 0.1 * before) : 0.1 * before;
        expect(Math.abs(allocation[t * 2 + i]! - before), `${name} in ${t + 1}`).toBeLessThanOrEqual(
          most + 1e-6,
        );
      });
    }
    expect(["solved", "feasible"]).toContain(certificate.status);
  });

  it("by hand: without ramps every period is the optimum of one period", () => {
    // √(900·100) = 300, √(100·100) = 100: 100 + S₁ = 3 (100 + S₂), S₁ + S₂ = 200: S₂ = 0.
    const { allocation, certificate } = plan({ periods: 3, ramp_percentage: null });
    [200, 0, 200, 0, 200, 0].forEach((spend, i) => {
      expect(Math.abs(allocation[i]! - spend)).toBeLessThan(1e-6);
    });
    expect(certificate.objective).toBeCloseTo(3 * 600, 6);
  });

  it("by hand: a ramp of 10 lets money move by 10 a period", () => {
    const { allocation } = plan({ periods: 3, ramp_percentage: null, ramp_absolute: 10 });
    [110, 90, 120, 80, 130, 70].forEach((spend, i) => {
      expect(Math.abs(allocation[i]! - spend)).toBeLessThan(1e-6);
    });
  });

  it("by hand: a period's weight multiplies its contribution, and sequentially sets its share of the budget", () => {
    const weights = { periods: 2, ramp_percentage: null, weights: [1, 3] };
    const sequential = plan({ ...weights, method: "sequential" });
    [100, 0, 200, 100].forEach((spend, i) => {
      expect(Math.abs(sequential.allocation[i]! - spend)).toBeLessThan(1e-6);
    });
    expect(sequential.certificate.objective).toBeCloseTo(450 + 3 * (600 + 50), 6);
    // At once: b of period 2 gets x from a of period 1 until 3·100·100 / (100 + x)² = 900·100 / (300 − x)².
    const best = plan({ ...weights, method: "interior_point" });
    const x = (300 * Math.sqrt(3) - 300) / (3 + Math.sqrt(3));
    [200 - x, 0, 200, x].forEach((spend, i) => {
      expect(Math.abs(best.allocation[i]! - spend)).toBeLessThan(1e-2);
    });
    const value = (900 * (200 - x)) / (300 - x) + 3 * (600 + (100 * x) / (100 + x));
    expect(best.certificate.objective / value).toBeCloseTo(1, 8);
  });

  it("ramps from nothing when the start is free", () => {
    const free = plan({ periods: 2, ramp_percentage: 0.01, start: "free" });
    expect(free.allocation[0]).toBeGreaterThan(150);
    const fromCurrent = plan({ periods: 2, ramp_percentage: 0.01 });
    expect(fromCurrent.allocation[0]).toBeLessThanOrEqual(101 + 1e-6);
  });
});

describe("the record of a certificate", () => {
  const records = [record("a", michaelisMenten(400, 100)), record("b", michaelisMenten(100, 100))];

  it("says what problem, what bound, what holds it, and by how little it can be wrong", () => {
    const { request, curves } = ask({ a: 100, b: 100 }, records, {});
    const found = certificateRecord(solveSingle("single period", request, curves, 200));
    expect(found).toMatchObject({
      name: "single period",
      method: "waterfilling",
      status: "solved",
      bound_of: "the problem itself",
      budget: 200,
      violation: { bounds: 0, ramp_absolute: 0, ramp_percentage: 0 },
    });
    expect(found.gap_relative).toBeLessThan(1e-8);
    expect(found.upper_bound).toBeGreaterThanOrEqual(found.objective);
    // Bounds are half and one and a half of current spend: both hold.
    const [held] = found.active.filter(({ constraint }) => constraint === "upper");
    expect(held).toMatchObject({ channel: "a", group: null, period: null, limit: 150 });
    expect(held?.shadow_price).toBeCloseTo(400 / 625 - found.shadow_price!, 6);
    expect(found.active.every(({ period }) => period === null)).toBe(true);
    expect(found.kkt.stationarity).toBeLessThan(1e-6);
  });

  it("refuses a plan that its checker finds outside its limits", () => {
    const { request, curves } = ask({ a: 100, b: 100 }, records, {});
    const plan = solveSingle("single", request, curves, 200);
    const broken = { ...plan, certificate: { ...plan.certificate, status: "infeasible" as const } };
    expect(() => certificateRecord(broken)).toThrow(
      "single: the checker finds the allocation outside its limits",
    );
  });

  it("lists at most two hundred limits that hold, by period", () => {
    const { request, curves } = ask({ a: 100, b: 100 }, records, {
      bounds: { default: { kind: "fraction_of_current", lower: 1, upper: 1 } },
      scenarios: [1],
      multi_period: { periods: 150 },
    });
    const { active, n_active } = certificateRecord(solveMultiPeriod("plan", request, curves).recommended);
    expect(active).toHaveLength(200);
    expect(n_active).toBeGreaterThan(200);
    expect(active.some(({ period }) => period !== null && period > 1)).toBe(true);
  });
});

describe("the curves of a request", () => {
  it("are those of its channels by name, whatever the order of the records", () => {
    const records = [
      record("b", michaelisMenten(1, 2), 7),
      record("a", { family: "sigmoid", alpha: 4, lam: 0.5 }, 9),
    ];
    const { request } = parseRequest(steadyData({ a: 1, b: 1 }), options({}));
    const [a, b] = readCurves(records, request.channels);
    expect([a?.channel, a?.maxObservedSpend, b?.channel, b?.maxObservedSpend]).toEqual(["a", 9, "b", 7]);
    // α (1 − e^{−λS}) / (1 + e^{−λS}) = 4 tanh(S / 4), and S / (2 + S).
    expect(a?.curve.value(2)).toBeCloseTo(4 * Math.tanh(0.5), 12);
    expect(b?.curve.value(2)).toBeCloseTo(0.5, 12);
  });

  it("must be there", () => {
    expect(() => readCurves([], [{ name: "tv" }])).toThrow(
      new RangeError("there is no curve for channel tv"),
    );
  });
});

describe("S-shaped curves", () => {
  const hill = (beta: number, K: number, h: number) => ({ family: "hill", beta, K, h }) as const;
  const wide = { bounds: { default: { kind: "absolute", lower: 0, upper: 400 } } };

  it("by hand: one of two equal channels takes a budget that is too small for both", () => {
    // 100·1.2³ / (1 + 1.2³) = 63.34 in one channel, 2 · 100·0.6³ / (1 + 0.6³) = 35.5 in both.
    const { request, curves } = ask(
      { a: 60, b: 60 },
      [record("a", hill(100, 100, 3)), record("b", hill(100, 100, 3))],
      { ...wide, scenarios: [1] },
    );
    const plan = solveSingle("x", request, curves, 120);
    expect([...plan.allocation].sort((a, b) => a - b)).toEqual([0, 120]);
    expect(plan.method).toBe("branch_and_bound");
    expect(plan.certificate.objective).toBeCloseTo((100 * 1.728) / 2.728, 10);
    expect(plan.certificate.relativeGap).toBeLessThanOrEqual(1e-8);
  });

  it("are planned over periods under ramps to a stated gap of at most 1 %, and no other method is compared", () => {
    const { request, curves } = ask(
      { a: 80, b: 60, c: 40 },
      [record("a", hill(500, 90, 2.5)), record("b", hill(300, 70, 3)), record("c", michaelisMenten(200, 60))],
      { ...wide, scenarios: [1], multi_period: { periods: 6, ramp_percentage: 0.2 } },
    );
    const seen: number[] = [];
    const { recommended, optimum, sequential } = solveMultiPeriod(
      "x",
      request,
      curves,
      null,
      ({ iteration }) => {
        seen.push(iteration);
        return "go on";
      },
    );
    expect([recommended.method, optimum, sequential]).toEqual(["branch_and_bound", null, null]);
    expect(recommended.certificate.relativeGap).toBeLessThanOrEqual(0.01);
    expect(recommended.certificate.upperBound).toBeGreaterThanOrEqual(recommended.certificate.objective);
    expect(recommended.certificate.violation.largest).toBeLessThanOrEqual(1e-9 * recommended.problem.total);
    expect(seen.length).toBeGreaterThan(0);
    expect(certificateRecord(recommended).gap_relative).toBe(recommended.certificate.relativeGap);
  });

  it("are refused where branch and bound leaves more than 1 %, and taken where it leaves less", () => {
    const { request, curves } = ask(
      { a: 60, b: 60 },
      [record("a", hill(100, 100, 3)), record("b", hill(90, 90, 3))],
      {
        ...wide,
        scenarios: [1],
      },
    );
    const { allocation, certificate } = solveSingle("x", request, curves, 120);
    const left = (relativeGap: number) =>
      requireAllocation("multi-period", "branch_and_bound", {
        status: "iteration_limit",
        allocation,
        iterations: 100,
        certificate: { ...certificate, status: "feasible", relativeGap },
      });
    expect(left(0.009).certificate.relativeGap).toBe(0.009);
    expect(() => left(0.02)).toThrow("S-shaped curves leave a gap of 2 % to the best plan, more than 1 %");
    expect(() => left(NaN)).toThrow("S-shaped curves leave a gap of NaN %");
  });

  it("are refused where a method for concave curves is asked for", () => {
    const { request, curves } = ask(
      { a: 80, b: 60 },
      [record("a", hill(500, 90, 2.5)), record("b", hill(300, 70, 3))],
      { ...wide, scenarios: [1], multi_period: { periods: 3, method: "interior_point" } },
    );
    expect(() => solveMultiPeriod("x", request, curves)).toThrow(
      "70_optimisation.multi_period.method: the interior point method needs concave curves",
    );
  });

  it("that are neither S-shaped nor concave are refused, with the channel", () => {
    const { request, curves } = ask(
      { a: 80, b: 60 },
      [record("a", michaelisMenten(500, 90)), record("b", michaelisMenten(300, 70))],
      { ...wide, scenarios: [1] },
    );
    const wave = { value: (s: number) => s + Math.sin(s), slope: (s: number) => 1 + Math.cos(s) };
    const bent = curves.map((one, i) => (i === 0 ? one : { ...one, curve: wave, effectiveCurve: wave }));
    const message = /^InputError: 70_optimisation: the curve of channel b is neither concave nor S-shaped/;
    const told = (solve: () => unknown) => {
      try {
        solve();
      } catch (error) {
        return String(error);
      }
      return "";
    };
    expect(told(() => solveSingle("x", request, bent, 140))).toMatch(message);
    expect(told(() => solveMultiPeriod("x", request, bent))).toMatch(message);
  });
});
