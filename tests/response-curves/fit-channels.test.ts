import { describe, expect, it } from "vitest";
import { steadyEquivalent } from "../../lib/media/adstock.ts";
import { curveRecord, fitChannel, gridPoints } from "../../lib/response-curves/fit-channels.ts";

const SPEND = [0, 40, 10, 0, 55, 25, 5, 60, 0, 30, 15, 45];
const pairs = (contribution: (t: number) => number) =>
  SPEND.map((spend, t) => ({
    date: `2024-01-${String(t + 1).padStart(2, "0")}`,
    channel: "tv",
    spend,
    contribution_mean: contribution(t),
    contribution_q03: 0,
    contribution_q97: 0,
  }));

describe("the curve of a channel that carries over", () => {
  const effective = steadyEquivalent(SPEND, 0.5);
  const carried = pairs((t) => (100 * effective[t]!) / (20 + effective[t]!));

  it("is found on effective spend, in the terms of spend held steady, whatever the order of the rows", () => {
    const fitted = fitChannel("tv", carried.toReversed(), 0.5, ["michaelis_menten"]);
    const { curve, adstock_alpha, max_observed_spend } = curveRecord(fitted);
    if (curve.family !== "michaelis_menten") throw new Error("the wrong family");
    expect(curve.L / 100).toBeCloseTo(1, 6);
    expect(curve.k / 20).toBeCloseTo(1, 6);
    expect(adstock_alpha).toBe(0.5);
    expect(max_observed_spend).toBe(Math.max(...effective));
    expect(gridPoints(fitted, 11, 1).at(-1)?.spend).toBe(Math.max(...effective));
  });

  it("fits worse where the carryover is left out", () => {
    const without = fitChannel("tv", carried, 0, ["michaelis_menten"]);
    expect(without.best.r2).toBeLessThan(0.9);
    expect(fitChannel("tv", carried, 0.5, ["michaelis_menten"]).best.r2).toBeGreaterThan(1 - 1e-9);
  });
});
