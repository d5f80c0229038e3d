import { certify, type ConcaveCertificate } from "./concave-certificate.ts";
import type { ConcaveCurve } from "./curve.ts";
import { aicc, type Fit, rSquared, tellableSse } from "./fit-report.ts";
import { checkPairs, type FitFailure, maximum } from "./fit.ts";
import {
  bestValues,
  gather,
  type Gathered,
  hingeNorms,
  hingeProducts,
  type Hinges,
  kinksOf,
  slopesOf,
  sumOfHinges,
} from "./hinges.ts";
import { raisedFlags, shapeMeasures } from "./identifiability.ts";
import { type Knot, piecewiseConcave } from "./piecewise-concave.ts";

/** A monotone concave curve fitted by least squares. It has no parameters: what it is lies in its knots. */
export interface ConcaveFit extends Fit<ConcaveCurve> {
  /** What `piecewiseConcave` makes the curve of. */
  readonly knots: readonly Knot[];
  readonly certificate: ConcaveCertificate;
}

/** Cosine below which a hinge no longer lowers the sum of squares: rounding of sums over a few hundred points. */
const TOLERANCE = 1e-13;
/** Steps per point after which rounding makes hinges come and go; the certificate then says how far off that is. */
const STEPS_PER_POINT = 10;
const FAMILY = "monotone_concave";

/**
 * The least-squares curve among all that are zero at zero spend, never fall and are concave.
 *
 * Such a curve is a sum of hinges c_j·min(S, S_j) with c_j ≥ 0 at the spends observed (non-negative least squares), so
 * the minimum is unique at the points and found exactly in finitely many steps: hinges enter one at a time where the
 * sum of squares falls fastest, and leave where their coefficient would turn negative (Lawson and Hanson).
 *
 * Its AICc counts the straight pieces as parameters: their expected number is the degrees of freedom of this fit (Meyer
 * and Woodroofe). Beyond the largest spend it is level, since nothing was seen there. `wellDetermined` is false:
 * there are no parameters to judge.
 *
 * @param spend - Spend per period, at least 0.
 * @param contribution - Contribution per period, of the same length; a negative one is legal.
 * @throws RangeError when lengths differ, a value is not finite, or a spend is negative.
 * @see Hildreth (1954), doi:10.1080/01621459.1954.10483523; Lawson and Hanson (1974), Solving Least Squares Problems,
 *   chapter 23; Meyer and Woodroofe (2000), doi:10.1214/aos/1015956709
 */
export function fitMonotoneConcave(
  spend: ArrayLike<number>,
  contribution: ArrayLike<number>,
): ConcaveFit | FitFailure {
  checkPairs(spend, contribution);
  const n = spend.length;
  const spendMax = maximum(spend);
  const contributionMax = maximum(contribution);
  const failed = (reason: FitFailure["reason"], message: string): FitFailure => ({
    kind: "failed",
    family: FAMILY,
    reason,
    message,
    n,
  });
  if (n < 3) return failed("too_few_points", `${n} points, 3 needed for one straight piece`);
  if (spendMax === 0) return failed("no_spend", `all ${n} spends are zero`);
  if (!(contributionMax > 0))
    return failed("no_positive_contribution", `no contribution of ${n} is positive`);
  const x = Float64Array.from(spend, (value) => value / spendMax);
  const y = Float64Array.from(contribution, (value) => value / contributionMax);
  const points = gather(x, y);
  const hinges = nonNegativeHinges(points);
  if (hinges.knots.length === 0) return failed("no_positive_effect", "the best curve is zero at every spend");

  const scaled = piecewiseConcave(knotsOf(points, hinges, 1, 1));
  const knots = knotsOf(points, hinges, spendMax, contributionMax);
  const scaledSse = y.reduce((total, value, i) => total + (value - scaled.value(x[i]!)) ** 2, 0);
  const measures = shapeMeasures(scaled, true, x);
  return {
    kind: "fitted",
    family: FAMILY,
    curve: piecewiseConcave(knots),
    knots,
    certificate: certify(
      points,
      hinges,
      y.reduce((total, value) => total + value * value, 0),
    ),
    parameters: [],
    covariance: [],
    n,
    sse: scaledSse * contributionMax ** 2,
    r2: rSquared(scaledSse, y),
    rmse: Math.sqrt(scaledSse / n) * contributionMax,
    aicc: aicc(tellableSse(scaledSse, n) * contributionMax ** 2, n, knots.length + 1),
    starts: { tried: 1, converged: 1 },
    atBound: false,
    wellDetermined: false,
    identifiability: measures,
    flags: raisedFlags(measures),
  };
}

/** The non-negative combination of hinges nearest to the points (Lawson and Hanson's active set). */
function nonNegativeHinges(points: Gathered): Hinges {
  const { y, weight } = points;
  const size = Math.sqrt(y.reduce((total, value, i) => total + weight[i]! * value * value, 0));
  const norms = hingeNorms(points);
  let hinges: Hinges = { knots: [], kinks: new Float64Array(0) };
  const barred = new Set<number>();
  for (let step = 0; step < STEPS_PER_POINT * y.length; step++) {
    const fitted = sumOfHinges(points, hinges.knots, hinges.kinks);
    const products = hingeProducts(
      points,
      y.map((value, i) => value - fitted[i]!),
    );
    const cosines = products.map((product, j) => product / (norms[j]! * size));
    const entering = steepest(cosines, hinges.knots, barred);
    if (entering < 0) break;
    const grown = withHinge(points, hinges, entering);
    // A hinge that rounding alone let in must not come back until something else has moved.
    if (grown === null) barred.add(entering);
    else {
      barred.clear();
      hinges = grown;
    }
  }
  return hinges;
}

/** The point outside the hinges in use whose hinge lowers the sum of squares fastest; -1 where none does. */
function steepest(cosines: Float64Array, knots: readonly number[], barred: ReadonlySet<number>): number {
  let best = -1;
  let most = TOLERANCE;
  for (let j = 0; j < cosines.length; j++) {
    if (cosines[j]! > most && !knots.includes(j) && !barred.has(j)) {
      most = cosines[j]!;
      best = j;
    }
  }
  return best;
}

/** The best hinges after one more has entered and those that would turn negative have left; null where it cannot stay itself. */
function withHinge(points: Gathered, { knots, kinks }: Hinges, entering: number): Hinges | null {
  const place = knots.findIndex((knot) => knot > entering);
  const at = place < 0 ? knots.length : place;
  let inUse: readonly number[] = knots.toSpliced(at, 0, entering);
  let current = Float64Array.from([...kinks.subarray(0, at), 0, ...kinks.subarray(at)]);
  for (let isFirst = true; ; isFirst = false) {
    const target = kinksOf(points, inUse, bestValues(points, inUse));
    if (isFirst && !(target[at]! > 0)) return null;
    if (target.every((kink) => kink > 0)) return { knots: inUse, kinks: target };
    // As far towards the target as no kink turns negative; those that stop it leave.
    let share = 1;
    for (let j = 0; j < target.length; j++) {
      if (!(target[j]! > 0)) share = Math.min(share, current[j]! / (current[j]! - target[j]!));
    }
    const moved = current.map((kink, j) => kink + share * (target[j]! - kink));
    const stays = moved.map((kink, j) =>
      kink > 0 && (target[j]! > 0 || kink > TOLERANCE * current[j]!) ? 1 : 0,
    );
    inUse = inUse.filter((_, j) => stays[j] === 1);
    current = moved.filter((_, j) => stays[j] === 1);
  }
}

/** The hinges as a curve, in units of which one is `spendMax` and `contributionMax`. */
function knotsOf(
  { x }: Gathered,
  { knots, kinks }: Hinges,
  spendMax: number,
  contributionMax: number,
): Knot[] {
  const slopes = slopesOf(kinks);
  return knots.map((knot, j) => ({
    spend: x[knot]! * spendMax,
    slope: (slopes[j]! * contributionMax) / spendMax,
  }));
}
