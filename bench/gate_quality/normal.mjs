import { mulberry32 } from "../../dist/lib/random/mulberry32.js";

/**
 * Standard normal numbers from a seed, by Marsaglia's polar method.
 *
 * @param {number} seed An integer from 0 to 2^32 - 1.
 * @returns {() => number}
 */
export function normals(seed) {
  const uniform = mulberry32(seed);
  let held = NaN;
  return () => {
    if (!Number.isNaN(held)) {
      const second = held;
      held = NaN;
      return second;
    }
    let x, y, square;
    do {
      x = 2 * uniform() - 1;
      y = 2 * uniform() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const factor = Math.sqrt((-2 * Math.log(square)) / square);
    held = y * factor;
    return x * factor;
  };
}

/** A seed for each replicate of each case of a series: FNV-1a of the words, so that adding a case changes no other. */
export function seedOf(...words) {
  let hash = 0x811c9dc5;
  for (const character of words.join("/")) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return hash >>> 0;
}

/** A stationary AR(1) series of unit variance. */
export function autoregressive(length, phi, normal) {
  const values = new Float64Array(length);
  const innovation = Math.sqrt(1 - phi * phi);
  values[0] = normal();
  for (let t = 1; t < length; t++) values[t] = phi * values[t - 1] + innovation * normal();
  return values;
}
