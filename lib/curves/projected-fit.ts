import type { Family, UnitKernel } from "./family.ts";

/** Steps after which a fit that still moves is taken as it stands, and says so. */
const MAX_STEPS = 200;
/** Change of every shape parameter, as a share of itself, below which the minimum is reached. */
const STEP_TOLERANCE = 1e-11;
/**
 * Share of the sum of squares that a step promises to take off, below which nothing is left to gain: a ten-thousand-millionth of a
 * standard error in any parameter. In a long valley rounding keeps steps longer than their tolerance for ever.
 */
const NEGLIGIBLE_GAIN = 1e-22;
/** Relative rise of the sum of squares that is no more than its rounding. */
const ROUNDING = 1e-14;
/** Damping of two parameters, as a share of the diagonal, with which a descent begins, and below which it is none. */
const FIRST_DAMPING = 1e-4;
const NO_DAMPING = 1e-13;
/** Share of the sum of squares below which its fall is too much rounding to tell a curvature by. */
const TELLING_FALL = 1e-12;
/** Factor by which one step may raise the damped diagonal of one parameter. */
const MOST_DAMPING_RISE = 10;
/** Logarithm by which one step may change a shape parameter: linear steps from afar overshoot. */
const LONGEST_STEP = 3;
/** Squared sine between two columns of the Jacobian below which they are one, to rounding. */
const SINGULAR = 1e-14;

/** The member of a family with one shape, at its best amplitude, as seen from the points. */
interface State {
  readonly shape: Float64Array;
  /** The unit curve, and after `project` the residuals. */
  readonly values: Float64Array;
  /** Derivatives by the logarithm of each shape parameter of the unit curve, after `project` without their part along it. */
  readonly derivatives: Float64Array;
  amplitude: number;
  sse: number;
}

/**
 * Least squares over the shape of a family, the amplitude being solved for exactly (variable projection), for many
 * sets of contributions at the same spends: everything is written into arrays that are there already.
 *
 * Steps are Levenberg–Marquardt in the logarithms of the one or two shape parameters, with Kaufman's Jacobian: the
 * derivative of the unit curve less its part along the unit curve, times the amplitude.
 *
 * @see Golub and Pereyra (1973), doi:10.1137/0710036; Kaufman (1975), doi:10.1007/BF01932995
 */
export class ProjectedFit {
  readonly #kernel: UnitKernel;
  readonly #lower: Float64Array;
  readonly #upper: Float64Array;
  readonly #n: number;
  readonly #normal = new Float64Array(3);
  readonly #descent = new Float64Array(2);
  readonly #step = new Float64Array(2);
  #here: State;
  #trial: State;
  /** Whether the last descent ended at a minimum rather than by its count of steps. */
  hasConverged = false;

  /**
   * @param family - With one or two shape parameters.
   * @param spend - In units of the largest spend.
   */
  constructor(family: Family, spend: Float64Array) {
    const shape = family.parameters.slice(1);
    if (!(shape.length === 1 || shape.length === 2)) {
      throw new RangeError(`${family.name} has ${shape.length} shape parameters, expected 1 or 2`);
    }
    this.#n = spend.length;
    this.#kernel = family.unitKernel(spend);
    this.#lower = Float64Array.from(shape, ({ lower }) => lower);
    this.#upper = Float64Array.from(shape, ({ upper }) => upper);
    this.#here = emptyState(shape.length, spend.length);
    this.#trial = emptyState(shape.length, spend.length);
  }

  get shape(): Float64Array {
    return this.#here.shape;
  }

  get amplitude(): number {
    return this.#here.amplitude;
  }

  get sse(): number {
    return this.#here.sse;
  }

  get isAtBound(): boolean {
    return this.#here.shape.some((value, i) => value <= this.#lower[i]! || value >= this.#upper[i]!);
  }

  /**
   * Descends from a shape to the local minimum of the sum of squares, which `shape`, `amplitude` and `sse` then tell.
   *
   * @param contribution - One per spend, in any unit, in which amplitude and sum of squares are given.
   * @param start - Shape within its limits.
   */
  descend(contribution: Float64Array, start: Float64Array): void {
    this.#here.shape.set(start);
    this.#project(this.#here, contribution);
    let damping = this.#lower.length === 2 ? FIRST_DAMPING : 0;
    this.hasConverged = false;
    this.#formNormalEquations();
    for (let steps = 0; steps < MAX_STEPS && !this.hasConverged; steps++) {
      this.#solveStep(damping);
      const { sse } = this.#here;
      const hasGain = this.#slopeAlongStep() > NEGLIGIBLE_GAIN * sse;
      // A step within its tolerance that rounding turns down has arrived too.
      this.hasConverged = !(this.#moveTrial() > STEP_TOLERANCE && hasGain);
      const promised = this.#slopeAlongStep();
      this.#project(this.#trial, contribution);
      const fall = sse - this.#trial.sse;
      const isBetter = fall >= -ROUNDING * sse;
      if (this.#lower.length === 2) damping = isBetter ? lowered(damping) : raised(damping);
      else if (promised > TELLING_FALL * sse || !isBetter) {
        damping = curvatureMatched(damping, (2 * promised - fall) / this.#curvatureAlongStep());
      }
      if (isBetter) {
        const left = this.#here;
        this.#here = this.#trial;
        this.#trial = left;
        this.#formNormalEquations();
      }
    }
  }

  /** Half of the fall of the sum of squares that its slope promises along the step. */
  #slopeAlongStep(): number {
    return this.#step[0]! * this.#descent[0]! + this.#step[1]! * this.#descent[1]!;
  }

  /** Step · JᵀJ · step. */
  #curvatureAlongStep(): number {
    const first = this.#step[0]!;
    const second = this.#step[1]!;
    const mixed = 2 * first * second * this.#normal[1]!;
    return first * first * this.#normal[0]! + mixed + second * second * this.#normal[2]!;
  }

  /** The best amplitude for a shape, the residuals, and the derivatives without their part along the unit curve. */
  #project(state: State, contribution: Float64Array): void {
    const { shape, values, derivatives } = state;
    const n = this.#n;
    this.#kernel(shape, values, derivatives);
    let product = 0;
    let square = 0;
    for (let i = 0; i < n; i++) {
      product += values[i]! * contribution[i]!;
      square += values[i]! * values[i]!;
    }
    const amplitude = Math.max(product / square, 0);
    for (let a = 0; a < shape.length; a++) {
      let along = 0;
      for (let i = 0; i < n; i++) along += derivatives[a * n + i]! * values[i]!;
      along /= square;
      const factor = shape[a]!;
      for (let i = 0; i < n; i++) {
        derivatives[a * n + i] = factor * (derivatives[a * n + i]! - along * values[i]!);
      }
    }
    let sse = 0;
    for (let i = 0; i < n; i++) {
      const residual = contribution[i]! - amplitude * values[i]!;
      values[i] = residual;
      sse += residual * residual;
    }
    state.amplitude = amplitude;
    state.sse = sse;
  }

  /** JᵀJ (first, mixed, second) and Jᵀr in the logarithms of the shape. */
  #formNormalEquations(): void {
    const { values, derivatives, amplitude, shape } = this.#here;
    const n = this.#n;
    this.#normal.fill(0);
    this.#descent.fill(0);
    for (let a = 0; a < shape.length; a++) {
      let square = 0;
      let product = 0;
      for (let i = 0; i < n; i++) {
        square += derivatives[a * n + i]! * derivatives[a * n + i]!;
        product += derivatives[a * n + i]! * values[i]!;
      }
      this.#normal[2 * a] = amplitude * amplitude * square;
      this.#descent[a] = amplitude * product;
    }
    if (shape.length === 2) {
      let mixed = 0;
      for (let i = 0; i < n; i++) mixed += derivatives[i]! * derivatives[n + i]!;
      this.#normal[1] = amplitude * amplitude * mixed;
    }
  }

  /** Whether a parameter lies on a limit beyond which the descent would carry it. */
  #isHeld(a: number): boolean {
    const value = this.#here.shape[a]!;
    return (
      (value <= this.#lower[a]! && this.#descent[a]! <= 0) ||
      (value >= this.#upper[a]! && this.#descent[a]! >= 0)
    );
  }

  /** The damped step of the parameters that are free and move the curve; of the others it is zero. */
  #solveStep(damping: number): void {
    const first = this.#normal[0]! * (1 + damping);
    const second = this.#normal[2]! * (1 + damping);
    const byFirst = this.#descent[0]!;
    const bySecond = this.#descent[1]!;
    const isFirstFree = first > 0 && !this.#isHeld(0);
    const isSecondFree = second > 0 && !this.#isHeld(1);
    this.#step[0] = isFirstFree ? byFirst / first : 0;
    this.#step[1] = isSecondFree ? bySecond / second : 0;
    const mixed = this.#normal[1]!;
    const determinant = first * second - mixed * mixed;
    // Where the two move the curve alike, each steps on its own.
    if (isFirstFree && isSecondFree && determinant > SINGULAR * first * second) {
      this.#step[0] = (second * byFirst - mixed * bySecond) / determinant;
      this.#step[1] = (first * bySecond - mixed * byFirst) / determinant;
    }
  }

  /** Puts the trial where the step leads, and shortens the step to what the limits leave; its largest logarithm. */
  #moveTrial(): number {
    let largest = 0;
    const { shape } = this.#here;
    for (let a = 0; a < shape.length; a++) {
      const limited = Math.min(Math.max(this.#step[a]!, -LONGEST_STEP), LONGEST_STEP);
      const next = shape[a]! * Math.exp(limited);
      const within = Math.min(Math.max(next, this.#lower[a]!), this.#upper[a]!);
      this.#trial.shape[a] = within;
      this.#step[a] = within === next ? limited : Math.log(within / shape[a]!);
      largest = Math.max(largest, Math.abs(this.#step[a]!));
    }
    return largest;
  }
}

function emptyState(shapes: number, points: number): State {
  return {
    shape: new Float64Array(shapes),
    values: new Float64Array(points),
    derivatives: new Float64Array(shapes * points),
    amplitude: 0,
    sse: NaN,
  };
}

/**
 * The share of the diagonal that gives JᵀJ of one parameter the curvature that the last step met. Residuals bend the sum of squares
 * beyond JᵀJ: without this a step of noisy contributions overshoots by as much as it improves. With two parameters any damping
 * to speak of makes steps along a valley short.
 *
 * @param met - Curvature that the sum of squares showed along the step, over that of JᵀJ.
 */
function curvatureMatched(damping: number, met: number): number {
  return Math.min(Math.max(met, 1), MOST_DAMPING_RISE * (1 + damping)) - 1;
}

function lowered(damping: number): number {
  return damping <= NO_DAMPING ? 0 : damping / 10;
}

function raised(damping: number): number {
  return Math.max(damping, NO_DAMPING) * 10;
}
