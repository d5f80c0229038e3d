/** Draws for each observation, observation after observation: `values[i * sampleCount + s]` is sample s of observation i. */
export interface ObservationDraws {
  readonly values: Float64Array;
  readonly observationCount: number;
  readonly sampleCount: number;
}

/**
 * Checked draws per observation.
 *
 * @throws RangeError when the sizes do not multiply to the number of values.
 */
export function observationDraws(
  values: Float64Array,
  observationCount: number,
  sampleCount: number,
): ObservationDraws {
  if (values.length !== observationCount * sampleCount) {
    throw new RangeError(
      `${observationCount} observations x ${sampleCount} samples need ${observationCount * sampleCount} values, got ${values.length}`,
    );
  }
  return { values, observationCount, sampleCount };
}

/** The samples of one observation, as a view. */
export function samplesOf(draws: ObservationDraws, observation: number): Float64Array {
  return draws.values.subarray(observation * draws.sampleCount, (observation + 1) * draws.sampleCount);
}

/** Side of the square tile in which the transposition moves, so that both sides of it stay in the cache. */
const TILE = 32;

/**
 * Draws per observation from the layout of InferenceData.
 *
 * @param values - Row-major of shape (chain, draw, observation).
 * @param sampleCount - Chains times draws; samples keep their order, chain after chain.
 */
export function fromSampleMajor(
  values: Float64Array,
  sampleCount: number,
  observationCount: number,
): ObservationDraws {
  const out = new Float64Array(values.length);
  const draws = observationDraws(out, observationCount, sampleCount);
  for (let sampleStart = 0; sampleStart < sampleCount; sampleStart += TILE) {
    const sampleEnd = Math.min(sampleStart + TILE, sampleCount);
    for (let start = 0; start < observationCount; start += TILE) {
      const end = Math.min(start + TILE, observationCount);
      for (let i = start; i < end; i++) {
        for (let s = sampleStart; s < sampleEnd; s++)
          out[i * sampleCount + s] = values[s * observationCount + i]!;
      }
    }
  }
  return draws;
}

/**
 * Only the observations that were made: those with y not NaN, and their draws.
 *
 * @throws RangeError when y and draws differ in the number of observations.
 */
export function withoutMissing(
  y: Float64Array,
  draws: ObservationDraws,
): { readonly y: Float64Array; readonly draws: ObservationDraws; readonly missingCount: number } {
  requireSameObservations(y, draws);
  const kept = [...y.keys()].filter((i) => !Number.isNaN(y[i]));
  const values = new Float64Array(kept.length * draws.sampleCount);
  kept.forEach((i, place) => {
    values.set(samplesOf(draws, i), place * draws.sampleCount);
  });
  return {
    y: Float64Array.from(kept, (i) => y[i]!),
    draws: { values, observationCount: kept.length, sampleCount: draws.sampleCount },
    missingCount: y.length - kept.length,
  };
}

/** @throws RangeError when y and draws differ in the number of observations. */
export function requireSameObservations(y: Float64Array, draws: ObservationDraws): void {
  if (y.length !== draws.observationCount) {
    throw new RangeError(`y has ${y.length} observations, the draws have ${draws.observationCount}`);
  }
}
