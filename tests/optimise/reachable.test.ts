import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { michaelisMenten } from "../../lib/curves/michaelis-menten.ts";
import { allocationProblem, type ChannelSpec } from "../../lib/optimise/problem.ts";
import { rampCeiling, rampFloor, reach } from "../../lib/optimise/reachable.ts";
import { violation } from "../../lib/optimise/violation.ts";
import { multiPeriod } from "./problems.ts";

const curve = michaelisMenten({ L: 1, k: 1 });

function reachOf(channel: Partial<ChannelSpec>, periods: number) {
  const one: ChannelSpec = { name: "a", curve, lower: 0, upper: 100, ...channel };
  return reach(allocationProblem({ channels: [one], periods, budget: { total: 1 } }));
}

describe("reachable spend", () => {
  it("widens from the last spend and narrows towards a later bound, by hand", () => {
    const { lower, upper } = reachOf(
      { lastSpend: 50, ramp: { absolute: 10, percentage: null }, lower: [0, 0, 65] },
      3,
    );
    expect([...lower]).toEqual([45, 55, 65]);
    expect([...upper]).toEqual([60, 70, 80]);
  });

  it("is all between the bounds in a first period without a last spend", () => {
    const { lower, upper } = reachOf({ ramp: { absolute: null, percentage: 0.1 }, upper: [100, 44] }, 2);
    expect(lower[0]).toBe(0);
    expect(upper[0]).toBeCloseTo(44 / 0.9, 12);
    expect(upper[1]).toBe(44);
  });

  it("takes the tighter of two ramps", () => {
    expect(rampCeiling({ absolute: 10, percentage: 0.5 }, 10)).toBe(15);
    expect(rampCeiling({ absolute: 10, percentage: 0.5 }, 100)).toBe(110);
    expect(rampFloor({ absolute: 10, percentage: 0.5 }, 10)).toBe(5);
    expect(rampFloor({ absolute: 10, percentage: 0.5 }, 100)).toBe(90);
    expect(rampFloor({ absolute: null, percentage: 2 }, 100)).toBe(0);
  });

  it("keeps a channel at zero under a percentage ramp from zero", () => {
    const { upper } = reachOf({ lastSpend: 0, ramp: { absolute: null, percentage: 0.5 } }, 3);
    expect([...upper]).toEqual([0, 0, 0]);
  });

  it("says where the ramps start when a bound is out of their reach", () => {
    const ramp = { absolute: 10, percentage: null };
    expect(reachOf({ ramp, upper: [30, 100, 100], lower: [0, 0, 60] }, 3).conflicts).toEqual([
      { channel: 0, period: 2, side: "lower", bound: 60, reach: 50, origin: 0, originSpend: 30 },
    ]);
    expect(reachOf({ ramp, lastSpend: 90, upper: [100, 20] }, 2).conflicts).toEqual([
      { channel: 0, period: 1, side: "upper", bound: 20, reach: 70, origin: -1, originSpend: 90 },
    ]);
  });

  it("is a path of its own at both ends", () => {
    fc.assert(
      fc.property(multiPeriod(false), (spec) => {
        const problem = allocationProblem(spec);
        const { lower, upper, conflicts } = reach(problem);
        expect(conflicts).toEqual([]);
        for (const path of [lower, upper]) {
          const { bounds, rampAbsolute, rampPercentage } = violation(problem, path);
          expect(Math.max(bounds, rampAbsolute, rampPercentage)).toBeLessThanOrEqual(1e-11);
        }
      }),
    );
  });
});
