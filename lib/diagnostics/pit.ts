import { type ObservationDraws, requireSameObservations, samplesOf } from "../draws/observation-draws.ts";

/**
 * For each observation the interval on which its probability integral transform (PIT) is uniform when the model is
 * calibrated: with L of S predictive draws below y and E equal to it, from L / (S + 1) to (L + E + 1) / (S + 1).
 *
 * Exact for any number of draws and any ties, so nothing needs to be randomised.
 */
export interface PitBounds {
  /** NaN, as is `upper`, where y or a draw is NaN. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Predictive probability below y and exactly at y; NaN where y, a draw or a weight is. */
export interface Standing {
  readonly below: number;
  readonly equal: number;
}

/**
 * Bounds of the posterior-predictive PIT.
 *
 * @param predictive - Posterior-predictive draws of each observation.
 * @throws RangeError when y and draws differ in the number of observations.
 * @see Czado, Gneiting & Held (2009), Biometrics 65(4), on the PIT of discrete observations
 */
export function pitBounds(y: Float64Array, predictive: ObservationDraws): PitBounds {
  return pitBoundsOf(standings(y, predictive), predictive.sampleCount);
}

/** Bounds of the leave-one-out PIT: as `pitBounds`, with draws counted by their importance weights. */
export function looPitBounds(
  y: Float64Array,
  predictive: ObservationDraws,
  logWeights: ObservationDraws,
): PitBounds {
  return pitBoundsOf(weightedStandings(y, predictive, logWeights), predictive.sampleCount);
}

/** Bounds of the PIT of observations that stand so among so many predictive draws. */
export function pitBoundsOf(standings: readonly Standing[], sampleCount: number): PitBounds {
  return {
    lower: Float64Array.from(standings, ({ below }) => (below * sampleCount) / (sampleCount + 1)),
    upper: Float64Array.from(
      standings,
      ({ below, equal }) => ((below + equal) * sampleCount + 1) / (sampleCount + 1),
    ),
  };
}

/** Posterior-predictive PIT, ties counted half: (L + E / 2) / S. NaN where y or a draw is NaN. */
export function midPit(y: Float64Array, predictive: ObservationDraws): Float64Array {
  return Float64Array.from(standings(y, predictive), ({ below, equal }) => below + equal / 2);
}

/** Posterior-predictive PIT, ties counted in full: the share of draws up to y. NaN where y or a draw is NaN. */
export function pit(y: Float64Array, predictive: ObservationDraws): Float64Array {
  return Float64Array.from(standings(y, predictive), ({ below, equal }) => below + equal);
}

/**
 * Leave-one-out PIT: the weight of the predictive draws up to y, as `arviz.loo_pit` for continuous data.
 *
 * @param logWeights - Normalised log weights of `psis`, of the shape of `predictive`.
 * @returns NaN where y, a draw or a weight is NaN.
 * @throws RangeError when shapes differ.
 * @see Gabry et al. (2019), J. R. Statist. Soc. A 182(2)
 */
export function looPit(
  y: Float64Array,
  predictive: ObservationDraws,
  logWeights: ObservationDraws,
): Float64Array {
  return Float64Array.from(weightedStandings(y, predictive, logWeights), ({ below, equal }) => below + equal);
}

/** Leave-one-out PIT with ties counted half, for discrete data. */
export function looMidPit(
  y: Float64Array,
  predictive: ObservationDraws,
  logWeights: ObservationDraws,
): Float64Array {
  return Float64Array.from(
    weightedStandings(y, predictive, logWeights),
    ({ below, equal }) => below + equal / 2,
  );
}

function standings(y: Float64Array, predictive: ObservationDraws): readonly Standing[] {
  requireSameObservations(y, predictive);
  return Array.from(y, (observed, i) => {
    const draws = samplesOf(predictive, i);
    let below = 0;
    let equal = 0;
    for (let s = 0; s < draws.length; s++) {
      if (draws[s]! < observed) below++;
      else if (draws[s] === observed) equal++;
      else if (!(draws[s]! > observed)) return { below: NaN, equal: NaN };
    }
    return { below: below / draws.length, equal: equal / draws.length };
  });
}

function weightedStandings(
  y: Float64Array,
  predictive: ObservationDraws,
  logWeights: ObservationDraws,
): readonly Standing[] {
  requireSameObservations(y, predictive);
  if (
    logWeights.observationCount !== predictive.observationCount ||
    logWeights.sampleCount !== predictive.sampleCount
  ) {
    throw new RangeError(
      `predictive draws are ${predictive.observationCount} x ${predictive.sampleCount}, weights ${logWeights.observationCount} x ${logWeights.sampleCount}`,
    );
  }
  return Array.from(y, (observed, i) =>
    weightedStanding(observed, samplesOf(predictive, i), samplesOf(logWeights, i)),
  );
}

/** How one observation stands among its predictive draws, counted by their weights. */
export function weightedStanding(observed: number, draws: Float64Array, logWeights: Float64Array): Standing {
  let below = 0;
  let equal = 0;
  for (let s = 0; s < draws.length; s++) {
    if (draws[s]! < observed) below += Math.exp(logWeights[s]!);
    else if (draws[s] === observed) equal += Math.exp(logWeights[s]!);
    else if (!(draws[s]! > observed) || Number.isNaN(logWeights[s])) return { below: NaN, equal: NaN };
  }
  return { below, equal };
}
