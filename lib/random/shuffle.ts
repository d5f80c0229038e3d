import type { Random } from "./random.ts";

/**
 * Puts the values in a uniformly random order, in place (Fisher-Yates, from the last value down).
 *
 * @param values - Any sequence that can be written to.
 * @param random - Uniform source; `values.length - 1` numbers are drawn from it.
 * @see Durstenfeld (1964), doi:10.1145/364520.364540
 */
export function shuffleInPlace(values: Uint8Array | Int32Array | Float64Array, random: Random): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const held = values[i]!;
    values[i] = values[j]!;
    values[j] = held;
  }
}
