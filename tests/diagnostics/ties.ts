/**
 * How far exchanges of weight among tied samples can move the total weight of the samples counted.
 *
 * The order in the tail of samples with one and the same log likelihood (a draw repeated after a rejection) is arbitrary,
 * and ArviZ leaves it to an unstable sort.
 */
export function movedByTies(
  logLikelihood: Float64Array,
  logWeights: Float64Array,
  isCounted: readonly boolean[],
): number {
  const groups = new Map<number, number[]>();
  logLikelihood.forEach((key, s) => groups.set(key, [...(groups.get(key) ?? []), s]));
  let moved = 0;
  for (const tied of groups.values()) {
    const counted = tied.filter((s) => isCounted[s]).length;
    const weights = tied.map((s) => Math.exp(logWeights[s]!)).sort((a, b) => a - b);
    for (let k = 0; k < counted; k++) moved += weights[weights.length - 1 - k]! - weights[k]!;
  }
  return moved;
}
