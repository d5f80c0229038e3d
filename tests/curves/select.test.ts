import { describe, expect, it } from "vitest";
import { CONCAVE_FAMILIES } from "../../lib/curves/families.ts";
import { fitCurve } from "../../lib/curves/fit.ts";
import { selectFamily } from "../../lib/curves/select.ts";
import { sigmoidFamily } from "../../lib/curves/sigmoid.ts";
import { tanhFamily } from "../../lib/curves/tanh.ts";
import { FAMILIES, REFERENCED, noise, referenceChannels, spends } from "./points.ts";

function selectOf(spend: number[], contribution: number[]) {
  return selectFamily(REFERENCED.map((family) => fitCurve(family, spend, contribution)));
}

describe("the family is chosen by AICc", () => {
  it.each(REFERENCED)("picks $name for points that it made", (family) => {
    const spend = spends(80);
    const truth = family.curve([2, family.name === "sigmoid" ? 4 : 0.4]);
    const error = noise(spend.length, 5);
    const { best, candidates } = selectOf(
      spend,
      spend.map((s, i) => truth.value(s) + 0.02 * error[i]!),
    );
    expect(best?.family).toBe(family.name);
    expect(candidates[0]!.aiccDifference).toBe(0);
    expect(candidates[0]!.weight).toBeGreaterThan(0.99);
  });

  it.each(FAMILIES.filter(({ family }) => CONCAVE_FAMILIES.some((one) => one === family)))(
    "finds $family.name among all concave families where noise is small",
    ({ family, planted }) => {
      const spend = spends(208);
      const truth = family.curve(planted);
      const error = noise(spend.length, 5);
      const { best, candidates } = selectFamily(
        CONCAVE_FAMILIES.map((own) =>
          fitCurve(
            own,
            spend,
            spend.map((s, i) => truth.value(s) + 0.01 * error[i]!),
          ),
        ),
      );
      expect(best?.family).toBe(family.name);
      expect(candidates).toHaveLength(CONCAVE_FAMILIES.length);
    },
  );

  it("cannot tell tanh from sigmoid: they are the same curves", () => {
    const spend = spends(80);
    const error = noise(spend.length, 5);
    const contribution = spend.map((s, i) => Math.tanh(2 * s) + 0.05 * error[i]!);
    const [one, other] = [sigmoidFamily, tanhFamily].map((family) => fitCurve(family, spend, contribution));
    if (one?.kind !== "fitted" || other?.kind !== "fitted") throw new Error("no fit");
    expect(other.aicc).toBeCloseTo(one.aicc, 10);
    const [[, lam], [b, s]] = [one, other].map(({ parameters }) =>
      parameters.map(({ estimate }) => estimate),
    ) as [[number, number], [number, number]];
    expect(lam * s).toBeCloseTo(2, 7);
    expect(b).toBeCloseTo(one.parameters[0]!.estimate, 7);
  });

  it.each(referenceChannels("robyn_weekly"))("orders $channel as SciPy's sums of squares do", (channel) => {
    // With equally many parameters the AICc difference is n·ln of the ratio of the sums of squares.
    const { michaelis_menten: mm, sigmoid } = channel.fits;
    const { candidates, best } = selectOf(channel.spend, channel.contribution);
    expect(best?.family).toBe(mm!.sse < sigmoid!.sse ? "michaelis_menten" : "sigmoid");
    const expected = 208 * Math.abs(Math.log(mm!.sse / sigmoid!.sse));
    expect(Math.abs(candidates[1]!.aiccDifference - expected)).toBeLessThan(1e-6);
    const weight = 1 / (1 + Math.exp(expected / 2));
    expect(Math.abs(candidates[1]!.weight - weight)).toBeLessThan(1e-6);
  });

  it("gives weights that add up to one", () => {
    const spend = spends(30);
    const error = noise(spend.length, 9);
    const { candidates } = selectOf(
      spend,
      spend.map((s, i) => s / (1 + s) + 0.1 * error[i]!),
    );
    expect(candidates).toHaveLength(2);
    expect(candidates.reduce((total, { weight }) => total + weight, 0)).toBeCloseTo(1, 14);
  });

  it("chooses none when the points are too few for an AICc, but reports the fits", () => {
    const { best, candidates } = selectOf([1, 2, 3, 4], [1, 1.5, 1.8, 1.9]);
    expect(best).toBeNull();
    expect(candidates.map(({ aiccDifference }) => aiccDifference)).toEqual([NaN, NaN]);
    expect(candidates.map(({ weight }) => weight)).toEqual([NaN, NaN]);
  });

  it("passes failures on", () => {
    const { best, candidates, failures } = selectOf([0, 0, 0, 0], [1, 2, 3, 4]);
    expect(best).toBeNull();
    expect(candidates).toEqual([]);
    expect(failures.map(({ family, reason }) => [family, reason])).toEqual([
      ["michaelis_menten", "no_spend"],
      ["sigmoid", "no_spend"],
    ]);
  });

  it("refuses fits of different points, and none", () => {
    const [first, second] = [4, 5].map((n) => fitCurve(REFERENCED[0]!, spends(n), spends(n)));
    expect(() => selectFamily([first!, second!])).toThrow(
      "expected fits of the same points, got 2 of sizes [4, 5]",
    );
    expect(() => selectFamily([])).toThrow(RangeError);
  });
});
