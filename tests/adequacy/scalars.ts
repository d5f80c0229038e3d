import {
  summariseConvergence,
  type Scalar,
  type ScalarConvergence,
} from "../../lib/diagnostics/convergence.ts";
import type { Convergence } from "../../lib/adequacy/convergence.ts";
import type { SampleStats } from "../../lib/posterior/posterior.ts";
import { mulberry32 } from "../../lib/random/mulberry32.ts";

export const NO_STATS: SampleStats = {
  diverging: null,
  energy: null,
  treeDepth: null,
  reachedMaxTreeDepth: null,
};

/** Uniform draws of one scalar, the same for the same seed; `offset` is added to each chain in turn. */
export function uniformScalar(
  name: string,
  seed: number,
  { chains = 4, draws = 200, offset = 0 }: { chains?: number; draws?: number; offset?: number } = {},
): Scalar {
  const random = mulberry32(seed);
  return {
    name,
    chains: Array.from({ length: chains }, (_, c) =>
      Float64Array.from({ length: draws }, () => random() + c * offset),
    ),
  };
}

/** A scalar's diagnostics with those given in place of its own. */
export function scalarWith(name: string, changed: Partial<ScalarConvergence> = {}): ScalarConvergence {
  const [own] = summariseConvergence([uniformScalar(name, 1)]);
  return { ...own!, ...changed };
}

/** Convergence of scalars given, with no sampler statistics. */
export function convergenceOf(changed: Partial<Convergence>): Convergence {
  return {
    chains: 4,
    draws: 200,
    parameters: [],
    decisions: [],
    divergences: null,
    depthLimit: null,
    bfmi: null,
    ...changed,
  };
}
