/** Observations gathered at a time: their samples lie far apart, those of neighbours together. */
const BLOCK = 32;

/**
 * The samples of each observation in turn, from the layout of InferenceData, without a second copy of them all.
 *
 * @param values - Row-major of shape (chain, draw, observation).
 * @param sampleCount - Chains times draws; samples keep their order, chain after chain.
 * @returns Views of a buffer that is filled again after every few observations.
 * @throws RangeError when the sizes do not multiply to the number of values.
 */
export function* observationRows(
  values: Float64Array,
  sampleCount: number,
  observationCount: number,
): Generator<Float64Array> {
  if (values.length !== sampleCount * observationCount) {
    throw new RangeError(
      `${observationCount} observations x ${sampleCount} samples need ${observationCount * sampleCount} values, got ${values.length}`,
    );
  }
  const block = new Float64Array(Math.min(BLOCK, observationCount) * sampleCount);
  for (let start = 0; start < observationCount; start += BLOCK) {
    const width = Math.min(BLOCK, observationCount - start);
    for (let s = 0; s < sampleCount; s++) {
      for (let i = 0; i < width; i++) block[i * sampleCount + s] = values[s * observationCount + start + i]!;
    }
    for (let i = 0; i < width; i++) yield block.subarray(i * sampleCount, (i + 1) * sampleCount);
  }
}
