import { describe, expect, it } from "vitest";
import type { Fit } from "../../lib/curves/fit-report.ts";
import type { Family } from "../../lib/curves/family.ts";
import { fitCurve } from "../../lib/curves/fit.ts";
import { hillFamily } from "../../lib/curves/hill.ts";
import { identifiability, type IdentifiabilityFlag, raisedFlags } from "../../lib/curves/identifiability.ts";
import { michaelisMenten, michaelisMentenFamily } from "../../lib/curves/michaelis-menten.ts";
import { CONCAVE, hasPlateau, noise, spends } from "./points.ts";

function fitted(family: Family, spend: readonly number[], contribution: readonly number[]): Fit {
  const result = fitCurve(family, spend, contribution);
  if (result.kind === "failed") throw new Error(result.message);
  return result;
}

function measure(fit: Fit, flag: IdentifiabilityFlag) {
  return fit.identifiability.find((one) => one.flag === flag)!;
}

describe("each doubt comes with its number", () => {
  // L = 2, k = 1 by hand: see fit.test.ts. Spends reach 3, so half-saturation is a third of the largest.
  const fit = fitted(michaelisMentenFamily, [0, 1, 1, 3, 3], [0, 1.1, 0.9, 1.6, 1.4]);

  it("half-saturation over the largest spend", () => {
    expect(measure(fit, "half_saturation_beyond_observed_spend").value).toBeCloseTo(1 / 3, 9);
  });

  it("distance from a straight line at half of the largest spend: 2·C(1.5)/C(3) − 1 = 0.6", () => {
    expect(measure(fit, "near_linear").value).toBeCloseTo(0.6, 9);
  });

  it("share of the top reached at the smallest positive spend: C(1)/C(3) = 2/3", () => {
    expect(measure(fit, "flat").value).toBeCloseTo(2 / 3, 9);
  });

  it("the largest standard error over its estimate: √(4.16/27) / 1", () => {
    expect(measure(fit, "large_standard_error").value).toBeCloseTo(Math.sqrt(4.16 / 27), 8);
  });

  it("the condition number of JᵀJ with a unit diagonal: (1 + r) / (1 − r), r² = (17/32)² / (13/16 · 25/64)", () => {
    const r = 17 / 32 / Math.sqrt((13 / 16) * (25 / 64));
    expect(measure(fit, "ill_conditioned").value).toBeCloseTo((1 + r) / (1 - r), 6);
  });

  it("and none is raised here", () => {
    expect(fit.flags).toEqual([]);
    expect(fit.identifiability.map(({ isRaised }) => isRaised)).toEqual(new Array(5).fill(false));
  });
});

describe("a doubt is raised at its limit", () => {
  const sound = { halfSaturation: 0.5, relativeStandardError: 0.1, condition: 50 };
  const spend = Float64Array.from(spends(20), (s) => s / 0.95);
  const flagsOf = (determination: Partial<typeof sound>, k = 0.5) =>
    raisedFlags(identifiability(michaelisMenten({ L: 1, k }), true, spend, { ...sound, ...determination }));

  it.each([
    ["half_saturation_beyond_observed_spend", { halfSaturation: 1 }, { halfSaturation: 1.001 }],
    ["large_standard_error", { relativeStandardError: 0.5 }, { relativeStandardError: 0.501 }],
    ["ill_conditioned", { condition: 1e4 }, { condition: 1.001e4 }],
  ] as const)("%s", (flag, within, beyond) => {
    expect(flagsOf(within)).toEqual([]);
    expect(flagsOf(beyond)).toEqual([flag]);
  });

  it("near_linear: the bend of Michaelis–Menten at half spend is 1 / (1 + 2k)", () => {
    expect(flagsOf({}, 9.49)).toEqual([]);
    expect(flagsOf({}, 9.51)).toEqual(["near_linear"]);
  });

  it("flat: the smallest spend is a nineteenth of the largest", () => {
    // (1 + k) / (1 + 19k) = 0.95 at k = 1/341.
    expect(flagsOf({}, 1 / 340)).toEqual([]);
    expect(flagsOf({}, 1 / 342)).toEqual(["flat"]);
  });

  it.each(["halfSaturation", "relativeStandardError", "condition"] as const)(
    "where %s is undefined",
    (name) => {
      expect(flagsOf({ [name]: NaN })).toHaveLength(1);
    },
  );
});

describe("what a fit cannot tell", () => {
  const spend = spends(60);

  it.each(CONCAVE)(
    "a straight line leaves $name near linear, ill conditioned and without standard errors",
    (family) => {
      const error = noise(60, 4);
      const { flags } = fitted(
        family,
        spend,
        spend.map((s, i) => 2 * s + 0.01 * error[i]!),
      );
      expect(flags).toContain("near_linear");
      // The exponent of a root is known from its straightness alone.
      if (family.name !== "root") expect(flags).toContain("large_standard_error");
      if (family.name !== "root") expect(flags).toContain("ill_conditioned");
    },
  );

  it.each(CONCAVE.filter((family) => !hasPlateau(family)))(
    "$name has no plateau, whatever the data",
    (family) => {
      const truth = family.curve([1, 0.5]);
      const { flags } = fitted(
        family,
        spend,
        spend.map((s) => truth.value(s)),
      );
      expect(flags).toContain("half_saturation_beyond_observed_spend");
    },
  );

  it("an S through the middle of its chord is not near linear", () => {
    // Half of the top is reached at half of the largest spend, by h = 6 around K = 1/2.
    const truth = hillFamily.curve([1, 0.5, 6]);
    const s = spend.map((own) => own / (59 / 60));
    const { identifiability: measures, flags } = fitted(
      hillFamily,
      s,
      s.map((own) => truth.value(own)),
    );
    expect(flags).toEqual([]);
    expect(measures.find(({ flag }) => flag === "near_linear")!.value).toBeGreaterThan(0.3);
  });

  it("noise alone makes standard errors large, not the condition", () => {
    const truth = michaelisMentenFamily.curve([1, 0.05]);
    const error = noise(60, 5);
    const quiet = fitted(
      michaelisMentenFamily,
      spend,
      spend.map((s, i) => truth.value(s) + 0.01 * error[i]!),
    );
    const loud = fitted(
      michaelisMentenFamily,
      spend,
      spend.map((s, i) => truth.value(s) + 0.6 * error[i]!),
    );
    expect(quiet.flags).toEqual([]);
    expect(loud.flags).toContain("large_standard_error");
    expect(loud.flags).not.toContain("ill_conditioned");
  });
});
