import type { Random } from "./random.ts";

const INCREMENT = 0x6d2b79f5;
const TWO_TO_32 = 4294967296;

/**
 * A small, fast generator of uniform numbers: the same seed gives the same stream on every machine.
 *
 * Its period is 2^32; it is meant for permutations and small simulations, not for long Monte Carlo runs.
 *
 * @param seed - An integer from 0 to 2^32 - 1.
 * @throws RangeError when the seed is anything else.
 * @see Tommy Ettinger (2017), mulberry32, public domain
 */
export function mulberry32(seed: number): Random {
  if (!(Number.isInteger(seed) && seed >= 0 && seed < TWO_TO_32)) {
    throw new RangeError(`seed is ${seed}, expected an integer from 0 to ${TWO_TO_32 - 1}`);
  }
  let state = seed;
  return () => {
    state = (state + INCREMENT) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / TWO_TO_32;
  };
}
