import type { Chains } from "../draws/chains.ts";
import { splitChains } from "./arrays.ts";
import type { InferenceData } from "./inference-data.ts";
import { arranged, CHAIN, DRAW, lengthOf } from "./layout.ts";
import type { SampleStats } from "./posterior.ts";

/** What nutpie, PyMC and NumPyro call each statistic. */
const NAMES: Readonly<Record<keyof SampleStats, readonly string[]>> = {
  diverging: ["diverging"],
  energy: ["energy"],
  treeDepth: ["depth", "tree_depth"],
  reachedMaxTreeDepth: ["maxdepth_reached", "reached_max_treedepth"],
};

/** Whether the file holds a statistic, whatever the sampler called it. */
export function hasStatistic(data: InferenceData, statistic: keyof SampleStats): boolean {
  return NAMES[statistic].some((name) => data.variable("sample_stats", name) !== null);
}

function statistic(data: InferenceData, names: readonly string[]): Chains | null {
  const found = names.find((name) => data.variable("sample_stats", name) !== null);
  const variable = found === undefined ? null : data.variable("sample_stats", found);
  if (variable === null) return null;
  return splitChains(arranged(data, variable, [CHAIN, DRAW]), lengthOf(variable, CHAIN));
}

/** Sampler statistics under one set of names; null where the file has none. Values are as stored, NaN included. */
export function sampleStats(data: InferenceData): SampleStats {
  return {
    diverging: statistic(data, NAMES.diverging),
    energy: statistic(data, NAMES.energy),
    treeDepth: statistic(data, NAMES.treeDepth),
    reachedMaxTreeDepth: statistic(data, NAMES.reachedMaxTreeDepth),
  };
}
