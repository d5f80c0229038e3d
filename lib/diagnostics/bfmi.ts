import { type Chains } from "../draws/chains.ts";
import { mean } from "../draws/moments.ts";

/**
 * Bayesian fraction of missing information of one chain: how freely its energy moves from draw to draw.
 *
 * @param energy - Hamiltonian energy by draw.
 * @returns Positive, about 2 for independent energies; low (below 0.3) where momentum resampling explores the energy
 *   poorly; NaN when the energy is constant or not finite.
 * @see Betancourt (2016), arXiv:1604.00695
 */
export function bfmi(energy: Float64Array): number {
  const centre = mean(energy);
  let steps = 0;
  let spread = 0;
  for (let t = 0; t < energy.length; t++) {
    if (t > 0) steps += (energy[t]! - energy[t - 1]!) ** 2;
    spread += (energy[t]! - centre) ** 2;
  }
  return steps / spread;
}

/** `bfmi` of every chain: one bad chain hides in a pooled value. */
export function bfmiPerChain(energy: Chains): Float64Array {
  return Float64Array.from(energy, bfmi);
}
