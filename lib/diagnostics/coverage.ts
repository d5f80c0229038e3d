import { type ObservationDraws, requireSameObservations, samplesOf } from "../draws/observation-draws.ts";
import { quantiles } from "../draws/quantile.ts";

/** Slack for |PIT - 0.5| computed in floating point; far below the 1 / S by which a PIT can move. */
const PIT_ROUNDING = 1e-12;

/**
 * Share of observations inside closed equal-tailed predictive intervals with quantiles of type 7.
 *
 * Over-covers discrete observations, whose ties lie on the ends; `pitCoverage` or a calibration judge those.
 *
 * @param levels - Nominal coverage, in (0, 1).
 * @returns Coverage by level; NaN at every level when y or a draw is NaN, or when there is no observation.
 * @throws RangeError when y and draws differ in the number of observations.
 */
export function intervalCoverage(
  y: Float64Array,
  predictive: ObservationDraws,
  levels: readonly number[],
): Float64Array {
  requireSameObservations(y, predictive);
  const inside = new Float64Array(levels.length);
  const ends = levels.flatMap((level) => [0.5 - level / 2, 0.5 + level / 2]);
  for (let i = 0; i < y.length; i++) {
    const limits = quantiles(samplesOf(predictive, i), ends);
    const observed = y[i]!;
    for (let l = 0; l < levels.length; l++) {
      const lower = limits[2 * l]!;
      const upper = limits[2 * l + 1]!;
      if (observed >= lower && observed <= upper) inside[l]!++;
      else if (!(observed < lower || observed > upper)) inside[l] = NaN;
    }
  }
  return inside.map((count) => count / y.length);
}

/**
 * Share of observations whose PIT lies in the central interval of each level, ends included.
 *
 * @returns Coverage by level; NaN at every level when a PIT is NaN, or when there is none.
 */
export function pitCoverage(pit: Float64Array, levels: readonly number[]): Float64Array {
  const hasNan = pit.some(Number.isNaN);
  return Float64Array.from(levels, (level) => {
    if (hasNan) return NaN;
    let inside = 0;
    for (let i = 0; i < pit.length; i++) {
      if (Math.abs(pit[i]! - 0.5) <= level / 2 + PIT_ROUNDING) inside++;
    }
    return inside / pit.length;
  });
}
