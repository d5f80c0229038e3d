import { describe, expect, it } from "vitest";

import { flatten } from "../../lib/draws/chains.ts";
import { mean, variance } from "../../lib/draws/moments.ts";
import { median } from "../../lib/draws/quantile.ts";
import { rankNormalise } from "../../lib/draws/rank-normalise.ts";
import { splitChains } from "../../lib/draws/split.ts";
import { summariseConvergence } from "../../lib/diagnostics/convergence.ts";
import {
  bulkEss,
  ess,
  foldedEss,
  localEss,
  meanEss,
  medianEss,
  quantileEss,
  sdEss,
  tailEss,
} from "../../lib/diagnostics/ess.ts";
import { meanMcse, medianMcse, quantileMcse, sdMcse } from "../../lib/diagnostics/mcse.ts";
import {
  bulkRhat,
  combineRhat,
  foldedRhat,
  foldedRhatAbout,
  identityRhat,
  rankRhat,
  rhat,
  splitRhat,
} from "../../lib/diagnostics/rhat.ts";
import { expectClose, readReference, type Tolerance, toChains } from "./reference.ts";

type Values = Readonly<Record<string, number>>;

interface ChainsCase {
  readonly id: string;
  readonly note: string;
  readonly flags: readonly string[];
  readonly tolerance_relative?: number;
  readonly inputs: { readonly draws: readonly (readonly number[])[] };
  readonly expected: {
    readonly rhat: Values;
    readonly ess: Values;
    readonly mcse: Values;
    readonly summary: Values;
    readonly moments: Values | null;
  };
  readonly alternatives: { readonly arviz_stats_0_8: Values };
}

/** ArviZ's z-scored ESS is its bulk ESS, its identity ESS that of whole chains; its "mad" ESS is not offered. */
const RHAT = {
  rank: (chains: Float64Array[]) => rankRhat(chains).rhat,
  split: splitRhat,
  folded: foldedRhat,
  z_scale: bulkRhat,
  identity: identityRhat,
};
const ESS = {
  bulk: bulkEss,
  tail: tailEss,
  mean: meanEss,
  sd: sdEss,
  median: medianEss,
  z_scale: bulkEss,
  folded: foldedEss,
  "quantile_0.05": (chains: Float64Array[]) => quantileEss(chains, 0.05),
  "quantile_0.1": (chains: Float64Array[]) => quantileEss(chains, 0.1),
  "quantile_0.9": (chains: Float64Array[]) => quantileEss(chains, 0.9),
  "quantile_0.95": (chains: Float64Array[]) => quantileEss(chains, 0.95),
  "local_0.1_0.3": (chains: Float64Array[]) => localEss(chains, 0.1, 0.3),
};
const MCSE = {
  mean: meanMcse,
  sd: sdMcse,
  median: medianMcse,
  "quantile_0.05": (chains: Float64Array[]) => quantileMcse(chains, 0.05),
  "quantile_0.1": (chains: Float64Array[]) => quantileMcse(chains, 0.1),
  "quantile_0.9": (chains: Float64Array[]) => quantileMcse(chains, 0.9),
  "quantile_0.95": (chains: Float64Array[]) => quantileMcse(chains, 0.95),
};

const posteriors = readReference<ChainsCase>("chains_posteriors");
const pathologies = readReference<ChainsCase>("chains_pathologies");
const all = [...posteriors.cases, ...pathologies.cases];
const infinite = all.filter(({ id }) => id === "one_inf" || id === "both_inf");
const others = all.filter((given) => !infinite.includes(given));

function toleranceOf({ tolerance_relative }: ChainsCase): Tolerance {
  return { ...pathologies.tolerance, relative: tolerance_relative ?? pathologies.tolerance.relative };
}

/** Expected value of "group.statistic": ArviZ 0.23, or arviz-stats where the case says that ArviZ is wrong. */
function expectedOf(given: ChainsCase, group: "rhat" | "ess" | "mcse", statistic: string): number {
  const preferred = given.flags.includes("prefer_arviz_stats") && group === "ess";
  const better = given.alternatives.arviz_stats_0_8[`${group}.${statistic}`];
  return preferred && better !== undefined ? better : given.expected[group][statistic]!;
}

describe("convergence statistics against ArviZ 0.23.4", () => {
  it.each(others.map((given) => [given.id, given] as const))("agrees on R-hat: %s", (_, given) => {
    const chains = toChains(given.inputs.draws);
    for (const [statistic, compute] of Object.entries(RHAT)) {
      const expected = expectedOf(given, "rhat", statistic);
      if (given.flags.includes("rhat_rank_rounding_noise") && expected > 1e6) {
        expect(compute(chains), statistic).toBeGreaterThan(1e6);
      } else {
        expectClose(compute(chains), expected, toleranceOf(given), statistic);
      }
    }
  });

  it.each(others.map((given) => [given.id, given] as const))("agrees on ESS: %s", (_, given) => {
    const chains = toChains(given.inputs.draws);
    for (const [statistic, compute] of Object.entries(ESS)) {
      expectClose(compute(chains), expectedOf(given, "ess", statistic), toleranceOf(given), statistic);
    }
    if (Number.isFinite(given.expected.ess["identity"])) {
      expectClose(ess(chains), given.expected.ess["identity"]!, toleranceOf(given), "identity");
    }
  });

  it.each(others.map((given) => [given.id, given] as const))("agrees on MCSE: %s", (_, given) => {
    const chains = toChains(given.inputs.draws);
    for (const [statistic, compute] of Object.entries(MCSE)) {
      const got = compute(chains);
      const expected = expectedOf(given, "mcse", statistic);
      if (statistic === "sd" && given.id === "alternating_exact") {
        expect(Number.isNaN(got) || Math.abs(got) < 1e-6, `exactly 0 in theory, got ${got}`).toBe(true);
      } else {
        expectClose(got, expected, toleranceOf(given), statistic);
      }
    }
  });

  it.each(others.map((given) => [given.id, given] as const))("agrees on the moments: %s", (_, given) => {
    const draws = flatten(toChains(given.inputs.draws));
    // Without moments of its own a case holds a NaN, which must reach all three.
    const expected = given.expected.moments ?? { mean: NaN, sd: NaN, median: NaN };
    expectClose(mean(draws), expected["mean"]!, toleranceOf(given), "mean");
    expectClose(Math.sqrt(variance(draws)), expected["sd"]!, toleranceOf(given), "sd");
    expectClose(median(draws), expected["median"]!, toleranceOf(given), "median");
  });

  it.each(others.map((given) => [given.id, given] as const))(
    "folds about the median of all draws where arviz.summary does: %s",
    (_, given) => {
      const chains = toChains(given.inputs.draws);
      const folded = foldedRhatAbout(chains, median(flatten(chains)));
      const expected = given.expected.summary["r_hat"]!;
      const got = combineRhat(bulkRhat(chains), folded).rhat;
      if (given.flags.includes("rhat_rank_rounding_noise")) expect(got).toBeGreaterThan(1e6);
      else expectClose(got, expected, toleranceOf(given), "r_hat");
    },
  );

  it.each(others.map((given) => [given.id, given] as const))(
    "gives the same numbers in one summary as one by one: %s",
    (_, given) => {
      const chains = toChains(given.inputs.draws);
      const [summary] = summariseConvergence([{ name: given.id, chains }]);
      const oneByOne = rankRhat(chains);
      const close = { relative: 1e-12, absolute: 0 };
      if (!given.flags.includes("rhat_rank_rounding_noise")) {
        expectClose(summary!.rhat, oneByOne.rhat, close, "rhat");
        expectClose(summary!.rhatBulk, oneByOne.bulk, close, "bulk R-hat");
        expectClose(summary!.rhatFolded, oneByOne.folded, close, "folded R-hat");
      }
      expectClose(summary!.essBulk, bulkEss(chains), close, "bulk ESS");
      expectClose(summary!.essTail, tailEss(chains), close, "tail ESS");
      expectClose(summary!.essMean, meanEss(chains), close, "ESS of the mean");
      expectClose(summary!.mcseMean, meanMcse(chains), close, "MCSE of the mean");
    },
  );

  it.each(infinite.map((given) => [given.id, given] as const))(
    "refuses infinite draws, though ranks alone would be finite: %s",
    (_, given) => {
      const chains = toChains(given.inputs.draws);
      for (const compute of Object.values({ ...RHAT, ...ESS, ...MCSE })) expect(compute(chains)).toBeNaN();
      const ofRanks = rhat(rankNormalise(splitChains(chains)));
      expectClose(ofRanks, given.expected.rhat["z_scale"]!, toleranceOf(given), "R-hat of the ranks");
    },
  );
});
