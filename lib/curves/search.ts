/**
 * The last place whose value is at most the one given.
 *
 * @param rising - Values that do not fall, the first of which is at most `value`.
 */
export function lastAtMost(rising: Float64Array, value: number): number {
  let low = 0;
  let high = rising.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (rising[middle]! <= value) low = middle;
    else high = middle;
  }
  return low;
}
