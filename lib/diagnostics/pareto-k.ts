/** How far the leave-one-out estimate of an observation is to be believed. */
export type ParetoKClass = "reliable" | "marginal" | "unreliable";

const RELIABLE_K = 0.5;
const GREATEST_USABLE_K = 0.7;

/** Class of a Pareto k by the fixed limits 0.5 and 0.7; NaN and Infinity are unreliable. */
export function classifyParetoK(k: number): ParetoKClass {
  if (k <= RELIABLE_K) return "reliable";
  return k <= GREATEST_USABLE_K ? "marginal" : "unreliable";
}

/**
 * The greatest Pareto k at which S samples still give a usable estimate: min(1 - 1 / log10(S), 0.7).
 *
 * @see Vehtari, Simpson, Gelman, Yao & Gabry (2024), JMLR 25(72), section 3.2.4
 */
export function greatestGoodK(sampleCount: number): number {
  return Math.min(1 - 1 / Math.log10(sampleCount), GREATEST_USABLE_K);
}

/** How many observations fall in each class. */
export function countParetoK(paretoK: Float64Array): Record<ParetoKClass, number> {
  const counts = { reliable: 0, marginal: 0, unreliable: 0 };
  for (const k of paretoK) counts[classifyParetoK(k)]++;
  return counts;
}
