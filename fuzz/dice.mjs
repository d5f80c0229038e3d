// Random choices from a seed: the same seed and number give the same input on every machine.
import { mulberry32 } from "../dist/lib/random/mulberry32.js";

/** Spreads neighbouring numbers over the seeds: Knuth's multiplicative hash. */
const SPREAD = 2654435761;

/** The dice of input number `index` under a seed. */
export function diceOf(seed, index) {
  const next = mulberry32((seed ^ Math.imul(index + 1, SPREAD)) >>> 0);
  /** An integer from 0 to n - 1. */
  const below = (n) => Math.floor(next() * n);
  return {
    below,
    /** An integer from low to high, both included. */
    between: (low, high) => low + below(high - low + 1),
    /** True with probability p. */
    chance: (p) => next() < p,
    pick: (items) => items[below(items.length)],
    times: (n, make) => Array.from({ length: n }, (_, i) => make(i)),
  };
}
