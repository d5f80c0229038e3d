import { type Chains, shapeOf } from "./chains.ts";

/**
 * Each chain cut into its first and its last half, so that drift within a chain shows as disagreement between rows.
 *
 * @returns Twice as many rows of floor(draws / 2), as views; the middle draw of an odd number is left out.
 * @see Gelman et al. (2013), Bayesian Data Analysis, 3rd ed., section 11.4
 */
export function splitChains(chains: Chains): Chains {
  const { drawCount } = shapeOf(chains);
  const half = Math.floor(drawCount / 2);
  return chains.flatMap((chain) => [chain.subarray(0, half), chain.subarray(drawCount - half)]);
}
