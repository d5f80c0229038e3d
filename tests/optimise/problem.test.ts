import { describe, expect, it } from "vitest";
import { michaelisMenten } from "../../lib/curves/michaelis-menten.ts";
import { checkAllocation } from "../../lib/optimise/check-problem.ts";
import {
  allocationProblem,
  objective,
  type AllocationSpec,
  type ChannelSpec,
} from "../../lib/optimise/problem.ts";

const curve = michaelisMenten({ L: 10, k: 1 });
const channel: ChannelSpec = { name: "a", curve, lower: 0, upper: 5 };
const valid: AllocationSpec = { channels: [channel], periods: 2, budget: { total: 4 } };

describe("an allocation problem", () => {
  it("spreads constant bounds over periods, period-major", () => {
    const { lower, upper, periodWeights } = allocationProblem({
      ...valid,
      channels: [channel, { ...channel, name: "b", lower: [1, 2], upper: [3, 4] }],
    });
    expect([...lower]).toEqual([0, 1, 0, 2]);
    expect([...upper]).toEqual([5, 3, 5, 4]);
    expect([...periodWeights]).toEqual([1, 1]);
  });

  it("takes ramps and carryover that limit nothing for none", () => {
    const idle = {
      ...channel,
      ramp: { absolute: null, percentage: null },
      adstock: { alpha: 0, initialCarryover: 0 },
    };
    expect(allocationProblem({ ...valid, channels: [idle] }).channels[0]).toMatchObject({
      ramp: null,
      adstock: null,
    });
  });

  it("accepts bounds that contradict each other, which have an explanation of their own", () => {
    expect(() => allocationProblem({ ...valid, channels: [{ ...channel, lower: 6 }] })).not.toThrow();
  });

  it.each<{ what: string; spoilt: Partial<AllocationSpec>; where: string }>([
    { what: "no channel", spoilt: { channels: [] }, where: "channels" },
    { what: "no period", spoilt: { periods: 0 }, where: "periods" },
    { what: "half a period", spoilt: { periods: 1.5 }, where: "periods" },
    { what: "a negative budget", spoilt: { budget: { total: -1 } }, where: "budget.total" },
    { what: "a NaN budget", spoilt: { budget: { total: NaN } }, where: "budget.total" },
    {
      what: "too few period budgets",
      spoilt: { budget: { total: 4, perPeriod: [4] } },
      where: "budget.perPeriod",
    },
    ...[
      { what: "a group without a budget", group: {}, where: "budget.groups.g" },
      {
        what: "a group of no channels",
        group: { channels: [], total: 1 },
        where: "budget.groups.g.channels",
      },
      {
        what: "a group of an unknown channel",
        group: { channels: ["z"], total: 1 },
        where: "budget.groups.g.channels[0]",
      },
      {
        what: "a channel twice in a group",
        group: { channels: ["a", "a"], total: 1 },
        where: "budget.groups.g.channels[1]",
      },
      { what: "a negative group budget", group: { total: -1 }, where: "budget.groups.g.total" },
      {
        what: "a group budget of one period too few",
        group: { perPeriod: [1] },
        where: "budget.groups.g.perPeriod",
      },
    ].map(({ what, group, where }) => ({
      what,
      spoilt: { budget: { total: 4, groups: [{ name: "g", channels: ["a"], ...group }] } },
      where,
    })),
    { what: "a negative weight", spoilt: { periodWeights: [1, -1] }, where: "periodWeights[1]" },
    {
      what: "a negative bound",
      spoilt: { channels: [{ ...channel, lower: -1 }] },
      where: "channels.a.lower",
    },
    {
      what: "an infinite bound",
      spoilt: { channels: [{ ...channel, upper: Infinity }] },
      where: "channels.a.upper",
    },
    {
      what: "bounds for three periods",
      spoilt: { channels: [{ ...channel, upper: [1, 2, 3] }] },
      where: "channels.a.upper",
    },
    { what: "a name used twice", spoilt: { channels: [channel, channel] }, where: "channels.a" },
    {
      what: "a NaN last spend",
      spoilt: { channels: [{ ...channel, lastSpend: NaN }] },
      where: "channels.a.lastSpend",
    },
    {
      what: "a negative ramp",
      spoilt: { channels: [{ ...channel, ramp: { absolute: -1, percentage: null } }] },
      where: "channels.a.ramp.absolute",
    },
    {
      what: "carryover that never fades",
      spoilt: { channels: [{ ...channel, adstock: { alpha: 1, initialCarryover: 0 } }] },
      where: "channels.a.adstock.alpha",
    },
  ])("refuses $what", ({ spoilt, where }) => {
    const spec = { ...valid, ...spoilt };
    expect(checkAllocation(spec).map((problem) => problem.where)).toEqual([where]);
    expect(() => allocationProblem(spec)).toThrow(RangeError);
  });

  it("names everything wrong at once", () => {
    const spec = { ...valid, budget: { total: NaN }, channels: [{ ...channel, lower: -1, upper: -2 }] };
    expect(() => allocationProblem(spec)).toThrow(/budget\.total: is NaN.*\n.*lower.*\n.*upper/);
  });

  it("values an allocation with weights and carryover, by hand", () => {
    const carried = { ...channel, adstock: { alpha: 0.5, initialCarryover: 2 } };
    const problem = allocationProblem({ ...valid, periodWeights: [1, 3], channels: [carried] });
    // Effective spend is 1 + 0.5·2 = 2, then 2 + 0.5·2 = 3.
    expect(objective(problem, Float64Array.of(1, 2))).toBeCloseTo((10 * 2) / 3 + (3 * 10 * 3) / 4, 12);
    expect(objective(problem, Float64Array.of(-5, 2))).toBeNaN();
  });
});
