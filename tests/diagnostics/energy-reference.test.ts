import { describe, expect, it } from "vitest";

import { bfmiPerChain } from "../../lib/diagnostics/bfmi.ts";
import { countDivergences } from "../../lib/diagnostics/divergences.ts";
import {
  countAtDepthLimit,
  countReachedDepthLimit,
  greatestTreeDepth,
} from "../../lib/diagnostics/tree-depth.ts";
import { expectAllClose, readReference, toChains } from "./reference.ts";

interface EnergyCase {
  readonly id: string;
  readonly inputs: {
    readonly energy: readonly (readonly number[])[];
    readonly diverging?: readonly (readonly number[])[];
    readonly tree_depth?: readonly (readonly number[])[];
    readonly max_tree_depth?: number;
    readonly reached_max_treedepth?: readonly (readonly number[])[];
  };
  readonly expected: {
    readonly bfmi: readonly number[];
    readonly n_divergences?: number;
    readonly divergence_rate?: number;
    readonly divergences_per_chain?: readonly number[];
    readonly n_max_tree_depth?: number;
    readonly max_tree_depth_rate?: number;
    readonly tree_depth_max?: number;
    readonly n_reached_max_treedepth_flag?: number;
  };
}

const { tolerance, cases } = readReference<EnergyCase>("energy");
const sampled = cases.filter(({ inputs }) => inputs.diverging !== undefined);

describe("energy, divergences and tree depth against ArviZ 0.23.4 on PyMC runs", () => {
  it.each(cases.map((given) => [given.id, given] as const))(
    "agrees on BFMI by chain: %s",
    (_, { inputs, expected }) => {
      expectAllClose(bfmiPerChain(toChains(inputs.energy)), expected.bfmi, tolerance, "bfmi");
    },
  );

  it("has sampled cases to count in", () => {
    expect(sampled.length).toBe(3);
  });

  it.each(sampled.map((given) => [given.id, given] as const))(
    "counts divergences: %s",
    (_, { inputs, expected }) => {
      const { total, rate, perChain } = countDivergences(inputs.diverging!);
      expect(total).toBe(expected.n_divergences);
      expect(rate).toBe(expected.divergence_rate);
      expect([...perChain]).toEqual(expected.divergences_per_chain);
    },
  );

  it.each(sampled.map((given) => [given.id, given] as const))(
    "counts trees at the limit: %s",
    (_, { inputs, expected }) => {
      const byDepth = countAtDepthLimit(inputs.tree_depth!, inputs.max_tree_depth!);
      expect(byDepth.total).toBe(expected.n_max_tree_depth);
      expect(byDepth.rate).toBe(expected.max_tree_depth_rate);
      expect(greatestTreeDepth(inputs.tree_depth!)).toBe(expected.tree_depth_max);
      expect(countReachedDepthLimit(inputs.reached_max_treedepth!).total).toBe(
        expected.n_reached_max_treedepth_flag,
      );
    },
  );
});
