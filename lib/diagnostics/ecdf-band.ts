/** Simultaneous band for the empirical distribution function of a uniform sample, as counts at given points. */
export interface EcdfBand {
  readonly sampleSize: number;
  /** Points of (0, 1) at which the band holds, ascending. */
  readonly points: readonly number[];
  /** Pointwise error probability that makes the band simultaneous. */
  readonly gamma: number;
  /** Fewest and most of the sample that may lie up to each point; both still inside. */
  readonly lower: Uint32Array;
  readonly upper: Uint32Array;
}

/** Halvings in the search for gamma: it is found to within alpha / 2^40. */
const BISECTIONS = 40;

/**
 * The narrowest exact band that a uniform sample leaves nowhere with probability at least 1 - alpha.
 *
 * @param sampleSize - Positive integer.
 * @param points - Strictly ascending, within (0, 1).
 * @throws RangeError when the sample size is not a positive integer.
 * @see Saeilynoja, Buerkner & Vehtari (2022), Statistics and Computing 32:32, algorithm 2
 */
export function ecdfBand(sampleSize: number, points: readonly number[], alpha: number): EcdfBand {
  if (!(Number.isInteger(sampleSize) && sampleSize > 0)) {
    throw new RangeError(`a band needs a positive whole sample size, got ${sampleSize}`);
  }
  const logFactorials = logFactorialsUpTo(sampleSize);
  const tails = points.map((point) => binomialTails(sampleSize, point, logFactorials));
  // Bonferroni holds at the lower end, and at the upper end a single point already spends all of alpha.
  let valid = pointwiseBand(tails, alpha / (2 * points.length));
  let tooGreat = alpha;
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = pointwiseBand(tails, (valid.gamma + tooGreat) / 2);
    if (probabilityInside(middle, sampleSize, points, logFactorials) >= 1 - alpha) valid = middle;
    else tooGreat = middle.gamma;
  }
  return { sampleSize, points, ...valid };
}

type Limits = Pick<EcdfBand, "gamma" | "lower" | "upper">;

/** The quantiles gamma / 2 and 1 - gamma / 2 of the count at each point. */
function pointwiseBand(tails: readonly BinomialTails[], gamma: number): Limits {
  return {
    gamma,
    lower: Uint32Array.from(tails, ({ upTo }) => upTo.findIndex((probability) => probability >= gamma / 2)),
    upper: Uint32Array.from(tails, ({ above }) => above.findIndex((probability) => probability <= gamma / 2)),
  };
}

/**
 * Probability that the counts of a uniform sample stay inside at every point: given the count at one point, the rest of
 * the sample falls binomially before or after the next.
 */
function probabilityInside(
  { lower, upper }: Limits,
  sampleSize: number,
  points: readonly number[],
  logFactorials: Float64Array,
): number {
  let inside = new Float64Array(sampleSize + 1);
  inside[0] = 1;
  let reachedFrom = 0;
  let reachedTo = 0;
  let previousPoint = 0;
  for (let p = 0; p < points.length; p++) {
    const success = (points[p]! - previousPoint) / (1 - previousPoint);
    const next = new Float64Array(sampleSize + 1);
    for (let from = reachedFrom; from <= reachedTo; from++) {
      for (let to = Math.max(from, lower[p]!); to <= upper[p]!; to++) {
        next[to]! +=
          inside[from]! * binomialProbability(to - from, sampleSize - from, success, logFactorials);
      }
    }
    inside = next;
    reachedFrom = lower[p]!;
    reachedTo = upper[p]!;
    previousPoint = points[p]!;
  }
  return inside.reduce((sum, probability) => sum + probability, 0);
}

function binomialProbability(
  count: number,
  trials: number,
  success: number,
  logFactorials: Float64Array,
): number {
  const logChoices = logFactorials[trials]! - (logFactorials[count]! + logFactorials[trials - count]!);
  return Math.exp(logChoices + count * Math.log(success) + (trials - count) * Math.log1p(-success));
}

/** P(X <= k) and P(X > k) for each k, each summed from its own end so that a small tail keeps its digits. */
interface BinomialTails {
  readonly upTo: Float64Array;
  readonly above: Float64Array;
}

function binomialTails(trials: number, success: number, logFactorials: Float64Array): BinomialTails {
  const upTo = new Float64Array(trials + 1);
  const above = new Float64Array(trials + 1);
  for (let k = 0; k <= trials; k++) {
    upTo[k] = (upTo[k - 1] ?? 0) + binomialProbability(k, trials, success, logFactorials);
  }
  for (let k = trials - 1; k >= 0; k--) {
    above[k] = above[k + 1]! + binomialProbability(k + 1, trials, success, logFactorials);
  }
  return { upTo, above };
}

function logFactorialsUpTo(greatest: number): Float64Array {
  const logFactorials = new Float64Array(greatest + 1);
  for (let k = 2; k <= greatest; k++) logFactorials[k] = logFactorials[k - 1]! + Math.log(k);
  return logFactorials;
}
