import type { Family } from "./family.ts";
import {
  bestAmplitude,
  type Minimum,
  normalEquations,
  type ScaledPoints,
  solveDamped,
  sumOfSquares,
} from "./least-squares.ts";

/** Steps after which a fit that still moves is taken as it stands. */
const MAX_STEPS = 200;
/** Relative change of every parameter below which the minimum is reached: rounding of the normal equations. */
const STEP_TOLERANCE = 1e-12;
/** Relative rise of the sum of squares that is no more than its rounding. */
const ROUNDING = 1e-14;
/** Damping, as a share of the diagonal, beyond which no descent is left to find. */
const MAX_DAMPING = 1e12;

/**
 * Carries a point to the local minimum of the sum of squares by Levenberg–Marquardt steps on the analytic Jacobian,
 * within the limits of the family.
 *
 * Why after ml-levenberg-marquardt: that package adds its damping, never below 1e-7, to JᵀJ as it stands, and stops by
 * a count of steps alone. The curvature of the sum of squares along the valley of a nearly straight curve is less than
 * that: with k = 300 times the largest spend, 1000 of its steps end 10 % short. Here damping is a share of the diagonal
 * (Marquardt 1963) and falls to zero. The amplitude follows each step of the shape by linear least squares (variable
 * projection), without which the hyperbolic valley of the sigmoid, α·λ nearly constant, is descended in tiny steps.
 *
 * @param start - Parameters in scaled units, within their limits; not modified.
 * @returns The parameters reached and their sum of squares, which is never more than that at `start` beyond rounding.
 * @see Marquardt (1963), doi:10.1137/0111030; Kaufman (1975), doi:10.1007/BF01932995
 */
export function polish(family: Family, points: ScaledPoints, start: ArrayLike<number>): Minimum {
  let theta = Array.from(start);
  let sse = sumOfSquares(family, points, theta);
  let damping = 1e-3;
  for (let count = 0; count < MAX_STEPS && damping <= MAX_DAMPING; count++) {
    const step = freeStep(family, points, theta, damping);
    // At a stationary point of a degenerate problem there is no direction left.
    if (step === null) break;
    const shape = limitedShape(family, theta, step);
    const trial = [bestAmplitude(family, points, shape), ...shape];
    const trialSse = sumOfSquares(family, points, trial);
    if (!(trialSse <= sse * (1 + ROUNDING))) {
      damping *= 10;
      continue;
    }
    const moved = Math.max(...theta.map((value, i) => Math.abs(trial[i]! - value) / Math.abs(value)));
    [theta, sse, damping] = [trial, trialSse, damping / 10];
    if (!(moved > STEP_TOLERANCE)) break;
  }
  return { theta, sse };
}

/** The damped step in the parameters that are not held at a limit by the descent direction; null where none exists. */
function freeStep(family: Family, points: ScaledPoints, theta: readonly number[], damping: number) {
  const { normal, descent } = normalEquations(family, points, theta);
  const free = family.parameters.flatMap(({ lower, upper }, i) => {
    const held = (theta[i]! <= lower && descent[i]! < 0) || (theta[i]! >= upper && descent[i]! > 0);
    return held ? [] : [i];
  });
  const solved = solveDamped(
    free.map((a) => free.map((b) => normal[a]![b]!)),
    free.map((a) => [descent[a]!]),
    damping,
  );
  if (solved === null) return null;
  const step = theta.map(() => 0);
  free.forEach((a, row) => (step[a] = solved[row]![0]!));
  return step;
}

/** The shape after a step, no further than its limits. */
function limitedShape(family: Family, theta: readonly number[], step: readonly number[]): number[] {
  return family.parameters
    .map(({ lower, upper }, i) => Math.min(Math.max(theta[i]! + step[i]!, lower), upper))
    .slice(1);
}
