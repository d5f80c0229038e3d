import { exponentialFamily } from "./exponential.ts";
import type { ConcaveFamily, Family } from "./family.ts";
import { concaveHillFamily, hillFamily } from "./hill.ts";
import { logarithmicFamily } from "./logarithmic.ts";
import { michaelisMentenFamily } from "./michaelis-menten.ts";
import { rootFamily } from "./root.ts";
import { sigmoidFamily } from "./sigmoid.ts";
import { tanhFamily } from "./tanh.ts";

/**
 * The concave families no two of which hold the same curve, so that all may be compared by AICc. `tanh` is left out: its
 * curves are those of `sigmoid`.
 */
export const CONCAVE_FAMILIES: readonly ConcaveFamily[] = [
  michaelisMentenFamily,
  sigmoidFamily,
  exponentialFamily,
  concaveHillFamily,
  rootFamily,
  logarithmicFamily,
];

/** Every parametric family, by its name. */
export const FAMILIES: ReadonlyMap<string, Family> = new Map(
  [...CONCAVE_FAMILIES, tanhFamily, hillFamily].map((family) => [family.name, family]),
);
