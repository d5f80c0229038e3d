import {
  factorAt,
  newtonStep,
  residualsAt,
  type Factor,
  type Point,
  type Program,
  type Residuals,
} from "./newton.ts";

/** A concave function to maximise: its gradient, and the negative of its second derivatives, per cell. */
export interface Objective {
  gradient(x: Float64Array): Float64Array;
  curvature(x: Float64Array): Float64Array;
  /** Typical size of the objective, by which the gap is judged. */
  readonly scale: number;
}

/** Where the search along the central path ended. */
export interface PathEnd {
  readonly status: "converged" | "iteration_limit" | "no_progress";
  readonly point: Point;
  readonly iterations: number;
}

const MAX_ITERATIONS = 100;
/** Sum of complementarity products, relative to the objective, at which the point is as good as exact. */
const GAP_TOLERANCE = 1e-12;
/** What the stationarity residuals may be worth, relative to the objective: prices of pinched limits carry such roundings. */
const STATIONARITY_TOLERANCE = 1e-10;
/** Share of the gap tolerance below which products are not pushed, so that rounding does not part them. */
const GAP_FLOOR = 0.1;
/** Residuals of budgets and ramps relative to the money, at rounding level. */
const FEASIBILITY_TOLERANCE = 1e-13;
/** Least and greatest share of the way to the nearest limit that a step may go: a step from afar must not pin a slack to its limit. */
const STEP_SHARE = { least: 0.9, most: 0.995 };
/** A point is better when its defects are below this share of the best ones seen. */
const IMPROVEMENT = 0.9;
/** Iterations without a better point after which rounding is taken to have the upper hand. */
const PATIENCE = 12;
/** Defect below which patience counts: above it, slow progress has other causes. */
const ROUNDING_DEFECT = 1e-6;
/** Lengths of a plain step that are tried. */
const MAX_TRIES = 27;
/** Growth of the stationarity residuals, against them or complementarity, that is taken for a passing one. */
const ALLOWED_GROWTH = 1.5;
/** Share of the complementarity that a corrected step may leave. */
const LEAST_DECREASE = 0.9;
/** Share of the complementarity that a plain step aims for. */
const PLAIN_CENTRING = 0.3;

/**
 * Follows the central path from a strictly interior start to the optimum, by Mehrotra's predictor and corrector.
 *
 * @returns The point where all tolerances are met; where rounding stops the search before that, the best one seen.
 */
export function followPath(program: Program, start: Point, objective: Objective): PathEnd {
  const point = start;
  const money = Math.max(...program.budgets.map(({ budget }) => budget), Number.MIN_VALUE);
  let best = { point: copyOf(point), defect: Infinity, iteration: 0 };
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    const residuals = residualsAt(program, point, objective.gradient(point.x));
    const { sum, mean } = complementarity(program, point);
    const astray = worthOf(residuals.stationarity, point.x);
    const missed = Math.max(largest(residuals.budgets), largest(residuals.ramps)) / money;
    const isOptimal =
      sum <= GAP_TOLERANCE * objective.scale && astray <= STATIONARITY_TOLERANCE * objective.scale;
    if (isOptimal && missed <= FEASIBILITY_TOLERANCE)
      return { status: "converged", point, iterations: iteration };

    const defect = (sum + astray) / objective.scale + missed;
    if (defect < IMPROVEMENT * best.defect) best = { point: copyOf(point), defect, iteration };
    if (iteration - best.iteration > PATIENCE && best.defect < ROUNDING_DEFECT) break;
    const least = GAP_FLOOR * GAP_TOLERANCE * objective.scale;
    const system = { program, residuals, factor: factorAt(program, point, objective.curvature(point.x)) };
    const trust = {
      share: Math.max(STEP_SHARE.least, Math.min(STEP_SHARE.most, 1 - defect)),
      astray: ALLOWED_GROWTH * Math.max(sum, astray),
    };
    const floor = (least * mean) / sum;
    const isMoved =
      advanceInPlace(program, point, correctedStep(system, point, mean, floor), objective, {
        ...trust,
        sum: Math.max(LEAST_DECREASE * sum, least),
        tries: 1,
      }) ||
      advanceInPlace(program, point, plainStep(system, point, mean, floor), objective, {
        ...trust,
        sum: Math.max(sum, least),
        tries: MAX_TRIES,
      });
    if (!isMoved) break;
  }
  const isPatienceLeft = best.iteration + PATIENCE >= MAX_ITERATIONS;
  return {
    status: isPatienceLeft ? "iteration_limit" : "no_progress",
    point: best.point,
    iterations: best.iteration,
  };
}

function copyOf(point: Point): Point {
  return {
    x: point.x.slice(),
    zLower: point.zLower.slice(),
    zUpper: point.zUpper.slice(),
    slack: point.slack.slice(),
    lambda: point.lambda.slice(),
    nu: point.nu.slice(),
    short: point.short.slice(),
    over: point.over.slice(),
    zShort: point.zShort.slice(),
    zOver: point.zOver.slice(),
  };
}

/** Contribution that the stationarity residuals could be worth, over moves of the size of the spends. */
function worthOf(residuals: Float64Array, x: Float64Array): number {
  let worth = 0;
  for (let at = 0; at < x.length; at++) worth += Math.abs(residuals[at]! * x[at]!);
  return worth;
}

/** The Newton system of one iteration. */
interface System {
  readonly program: Program;
  readonly residuals: Residuals;
  readonly factor: Factor;
}

/** Predictor straight at the optimum, then the corrected step towards a centre chosen by how well that went. */
function correctedStep(
  { program, residuals, factor }: System,
  point: Point,
  mean: number,
  floor: number,
): Point | null {
  const affine = newtonStep(program, point, residuals, factor, 0, null);
  if (!affine) return null;
  const reached = complementarity(program, point, affine, Math.min(1, longest(program, point, affine))).mean;
  const centring = Math.min(1, (reached / mean) ** 3);
  return newtonStep(program, point, residuals, factor, Math.max(floor, centring * mean), affine);
}

/** A step towards the centre without a corrector, which goes downhill at once: for where the corrected one would cycle. */
function plainStep(
  { program, residuals, factor }: System,
  point: Point,
  mean: number,
  floor: number,
): Point | null {
  return newtonStep(program, point, residuals, factor, Math.max(floor, PLAIN_CENTRING * mean), null);
}

/** Sum and mean of every product of a slack and its multiplier, after a step of some length. */
function complementarity(
  { lower, upper, isPinned, ramps, missPrice }: Program,
  point: Point,
  step: Point | null = null,
  length = 0,
): { sum: number; mean: number } {
  const moved = (name: keyof Point, at: number) => point[name][at]! + (step ? length * step[name][at]! : 0);
  let sum = 0;
  let count = 0;
  for (let at = 0; at < lower.length; at++) {
    if (isPinned[at]) continue;
    const x = moved("x", at);
    sum += (x - lower[at]!) * moved("zLower", at) + (upper[at]! - x) * moved("zUpper", at);
    count += 2;
  }
  for (let r = 0; r < ramps.count; r++) sum += moved("slack", r) * moved("lambda", r);
  count += ramps.count;
  for (let g = 0; g < missPrice.length; g++) {
    if (missPrice[g] === Infinity) continue;
    sum += moved("short", g) * moved("zShort", g) + moved("over", g) * moved("zOver", g);
    count += 2;
  }
  return { sum, mean: sum / count };
}

/** The longest step that keeps every slack and multiplier from turning negative. */
function longest({ lower, upper, isPinned, missPrice }: Program, point: Point, step: Point): number {
  let length = Infinity;
  const limit = (value: number, change: number) => {
    if (change < 0) length = Math.min(length, -value / change);
  };
  for (let at = 0; at < lower.length; at++) {
    if (isPinned[at]) continue;
    limit(point.x[at]! - lower[at]!, step.x[at]!);
    limit(upper[at]! - point.x[at]!, -step.x[at]!);
    limit(point.zLower[at]!, step.zLower[at]!);
    limit(point.zUpper[at]!, step.zUpper[at]!);
  }
  for (let r = 0; r < point.slack.length; r++) {
    limit(point.slack[r]!, step.slack[r]!);
    limit(point.lambda[r]!, step.lambda[r]!);
  }
  for (let g = 0; g < missPrice.length; g++) {
    if (missPrice[g] === Infinity) continue;
    limit(point.short[g]!, step.short[g]!);
    limit(point.over[g]!, step.over[g]!);
    limit(point.zShort[g]!, step.zShort[g]!);
    limit(point.zOver[g]!, step.zOver[g]!);
  }
  return length;
}

/** What a step may do. */
interface Trust {
  /** Share of the way to the nearest limit. */
  readonly share: number;
  /** What the stationarity residuals may then be worth. */
  readonly astray: number;
  /** Sum of complementarity products that may then be left. */
  readonly sum: number;
  /** Lengths tried, each half of the one before. */
  readonly tries: number;
}

/**
 * Takes a step at the first length that can be trusted, since Newton steps on strongly bent curves overshoot.
 *
 * @returns Whether one was found; otherwise the point is as it was.
 */
function advanceInPlace(
  program: Program,
  point: Point,
  step: Point | null,
  objective: Objective,
  { share, astray, sum, tries }: Trust,
): boolean {
  if (!step) return false;
  let length = Math.min(1, share * longest(program, point, step));
  for (let attempt = 0; attempt < tries; attempt++, length /= 2) {
    moveInPlace(point, step, length);
    const { stationarity } = residualsAt(program, point, objective.gradient(point.x));
    if (worthOf(stationarity, point.x) <= astray && complementarity(program, point).sum <= sum) return true;
    moveInPlace(point, step, -length);
  }
  return false;
}

function moveInPlace(point: Point, step: Point, length: number): void {
  const move = (values: Float64Array, change: Float64Array) => {
    for (let at = 0; at < values.length; at++) values[at] = values[at]! + length * change[at]!;
  };
  move(point.x, step.x);
  move(point.zLower, step.zLower);
  move(point.zUpper, step.zUpper);
  move(point.slack, step.slack);
  move(point.lambda, step.lambda);
  move(point.nu, step.nu);
  move(point.short, step.short);
  move(point.over, step.over);
  move(point.zShort, step.zShort);
  move(point.zOver, step.zOver);
}

function largest(values: Float64Array): number {
  let size = 0;
  for (let at = 0; at < values.length; at++) size = Math.max(size, Math.abs(values[at]!));
  return size;
}
