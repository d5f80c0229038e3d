import type { Binned } from "./bins.ts";

/** Counts of (target now, target one period before, source `lag` periods before) and of their margins. */
interface Counts {
  readonly periods: number;
  /** `[(now * target bins + before) * source bins + source]` */
  readonly all: Float64Array;
  /** `[before]` */
  readonly before: Float64Array;
  /** `[now * target bins + before]` */
  readonly nowBefore: Float64Array;
  /** `[before * source bins + source]` */
  readonly beforeSource: Float64Array;
}

function count(source: Binned, target: Binned, lag: number): Counts {
  const periods = target.codes.length;
  if (source.codes.length !== periods) {
    throw new RangeError(`source has ${source.codes.length} periods, target ${periods}`);
  }
  if (!(Number.isInteger(lag) && lag >= 1 && lag < periods)) {
    throw new RangeError(`lag is ${lag}, expected a whole number from 1 to ${periods - 1}`);
  }
  const all = new Float64Array(target.count * target.count * source.count);
  const before = new Float64Array(target.count);
  const nowBefore = new Float64Array(target.count * target.count);
  const beforeSource = new Float64Array(target.count * source.count);
  for (let t = lag; t < periods; t++) {
    const y0 = target.codes[t - 1]!;
    const y1y0 = target.codes[t]! * target.count + y0;
    const x0 = source.codes[t - lag]!;
    all[y1y0 * source.count + x0]!++;
    before[y0]!++;
    nowBefore[y1y0]!++;
    beforeSource[y0 * source.count + x0]!++;
  }
  return { periods: periods - lag, all, before, nowBefore, beforeSource };
}

/**
 * Transfer entropy from source to target: how much the source's past tells of the target beyond the target's own past.
 *
 * Plug-in estimate, biased upwards by about B (B - 1)^2 / (2 periods) for B bins: never read it without the mean of
 * its surrogates.
 *
 * @param lag - Periods from source to target, at least 1; the target's own past is one period.
 * @returns In nats, at least 0.
 * @throws RangeError when lengths differ or the lag leaves no period.
 * @see Schreiber (2000), doi:10.1103/PhysRevLett.85.461
 */
export function transferEntropy(source: Binned, target: Binned, lag: number): number {
  const { periods, all, before, nowBefore, beforeSource } = count(source, target, lag);
  let total = 0;
  for (let cell = 0; cell < all.length; cell++) {
    const n = all[cell]!;
    if (n === 0) continue;
    const y1y0 = Math.floor(cell / source.count);
    const y0 = y1y0 % target.count;
    const x0 = cell % source.count;
    total += n * Math.log((n * before[y0]!) / (beforeSource[y0 * source.count + x0]! * nowBefore[y1y0]!));
  }
  return total / periods;
}

/**
 * Entropy of the target given its value one period before: the most that a source could explain.
 *
 * @param lag - That of the transfer entropy it is compared with, so that both are over the same periods.
 * @returns In nats; 0 when the past determines the target.
 * @throws RangeError when the lag leaves no period.
 */
export function conditionalEntropy(target: Binned, lag: number): number {
  const { periods, before, nowBefore } = count(target, target, lag);
  let total = 0;
  for (let cell = 0; cell < nowBefore.length; cell++) {
    const n = nowBefore[cell]!;
    if (n > 0) total += n * Math.log(before[cell % target.count]! / n);
  }
  return total / periods;
}
