import type { OnIteration } from "../progress.ts";
import { newtonStepInto, newtonSystem, workspaceOf, type NewtonSystem, type Workspace } from "./newton.ts";
import {
  complementarity,
  longest,
  measureRoomInPlace,
  moveInPlace,
  pairCount,
  setPoint,
  stepWhole,
  zeroPoint,
  type Point,
} from "./point.ts";
import { effectiveInto, marginalInPlace, type Program } from "./program.ts";
import { residualsInto } from "./residuals.ts";

/** A concave function of effective spend to maximise, a sum over cells; arrays are channel-major. */
export interface Objective {
  /** Writes the derivative of each cell's term. */
  slopeInto(effective: Float64Array, to: Float64Array): void;
  /** Writes the negative of the second derivative of each cell's term. */
  curvatureInto(effective: Float64Array, to: Float64Array): void;
  /** Typical size of the objective, by which the gap is judged. */
  readonly scale: number;
}

/** Where the search along the central path ended. */
export interface PathEnd {
  readonly status: "converged" | "iteration_limit" | "no_progress" | "interrupted";
  readonly point: Point;
  /** The worth of spend at the point, per cell. */
  readonly gradient: Float64Array;
  readonly iterations: number;
  /** The first points whose complementarity fell below the shares of the objective that were asked for. */
  readonly kept: readonly Point[];
  /** Share of the first affine step that was open; NaN where none was taken. */
  readonly firstOpen: number;
}

/** What the search keeps, and how it begins. */
export interface PathSettings {
  /** Complementarity, as falling shares of the objective, of points to keep on the way. */
  readonly keepAt?: readonly number[];
  /**
   * For a start of a neighbouring problem: share of its first affine step that must be open, since less shows a start too near to the
   * wrong limits, which ends the search. The step is then taken whole where limits block it, see `stepWhole`. 0 for any other start.
   */
  readonly leastOpen?: number;
  readonly onIteration?: OnIteration | undefined;
}

const MAX_ITERATIONS = 100;
/** Sum of complementarity products, relative to the objective, at which the point is as good as exact. */
const GAP_TOLERANCE = 1e-11;
/** What the stationarity residuals may be worth, relative to the objective: prices of pinched limits carry such roundings. */
const STATIONARITY_TOLERANCE = 1e-10;
/** Share of the gap tolerance below which products are not pushed, so that rounding does not part them. */
const GAP_FLOOR = 0.1;
/** Products in multiples of that floor that a step may leave: at the floor, other residuals have the say. */
const FLOOR_ROOM = 2;
/** Residuals of budgets and ramps relative to the money, at rounding level. */
const FEASIBILITY_TOLERANCE = 1e-13;
/** Least and greatest share of the way to the nearest limit that a step may go: a step from afar must not pin a slack to its limit. */
const STEP_SHARE = { least: 0.9, most: 0.9999 };
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

/** A point under way, with all that follows from it. */
interface Iterate {
  readonly program: Program;
  readonly objective: Objective;
  readonly point: Point;
  readonly effective: Float64Array;
  /** Worth of spend, per cell. */
  readonly gradient: Float64Array;
  readonly workspace: Workspace;
  /** The point before the step that is tried. */
  readonly before: Point;
}

/**
 * Follows the central path from a strictly interior start to the optimum, by Mehrotra's predictor and corrector.
 *
 * @param start - Overwritten.
 * @returns The point where all tolerances are met; where rounding stops the search before that, the best one seen.
 */
export function followPath(
  program: Program,
  start: Point,
  objective: Objective,
  { keepAt = [], leastOpen = 0, onIteration }: PathSettings = {},
): PathEnd {
  const iterate: Iterate = {
    program,
    objective,
    point: start,
    effective: new Float64Array(program.lower.length),
    gradient: new Float64Array(program.lower.length),
    workspace: workspaceOf(program),
    before: zeroPoint(program),
  };
  const { point, workspace } = iterate;
  const { amount } = program.budgets;
  const money = amount.length > 0 ? Math.max(...amount) : point.spend.reduce((sum, spend) => sum + spend, 0);
  const pairs = pairCount(program);
  const best = { point: zeroPoint(program), defect: Infinity, iteration: 0 };
  const kept: Point[] = [];
  let passed = 0;
  let firstOpen = NaN;
  let isInterrupted = false;
  evaluate(iterate);
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    const { residuals } = workspace;
    const sum = complementarity(point, point, 0);
    const astray = worthOf(residuals.stationarity, point.spend);
    const missed =
      Math.max(largest(residuals.budgets), largest(residuals.ramps), largest(residuals.effects)) / money;
    const reached = keepAt.filter((share) => sum <= share * objective.scale).length;
    if (reached > passed) {
      const copy = zeroPoint(program);
      setPoint(copy, point);
      kept.push(copy);
      passed = reached;
    }
    const isOptimal =
      sum <= GAP_TOLERANCE * objective.scale && astray <= STATIONARITY_TOLERANCE * objective.scale;
    if (isOptimal && missed <= FEASIBILITY_TOLERANCE) {
      return {
        status: "converged",
        point,
        gradient: iterate.gradient,
        iterations: iteration,
        kept,
        firstOpen,
      };
    }

    const defect = (sum + astray) / objective.scale + missed;
    if (defect < IMPROVEMENT * best.defect) {
      setPoint(best.point, point);
      best.defect = defect;
      best.iteration = iteration;
    }
    isInterrupted = onIteration?.({ iteration, gap: (sum + astray) / objective.scale }) === "stop";
    if (isInterrupted) break;
    if (iteration - best.iteration > PATIENCE && best.defect < ROUNDING_DEFECT) break;
    const least = GAP_FLOOR * GAP_TOLERANCE * objective.scale;
    objective.curvatureInto(iterate.effective, workspace.form.curvature);
    const system = newtonSystem(program, workspace, point);
    if (!system) break;
    const trust = {
      share: Math.max(STEP_SHARE.least, Math.min(STEP_SHARE.most, 1 - defect)),
      astray: ALLOWED_GROWTH * Math.max(sum, astray),
    };
    const floor = least / pairs;
    const open = correctStep(system, sum, pairs, floor);
    if (iteration === 0) {
      firstOpen = open;
      if (open < leastOpen) break;
      if (leastOpen > 0 && longest(point, workspace.step) < 1) {
        stepWhole(program, point, workspace.step, sum / pairs);
        evaluate(iterate);
        continue;
      }
    }
    if (advance(iterate, { ...trust, sum: Math.max(LEAST_DECREASE * sum, FLOOR_ROOM * least), tries: 1 }))
      continue;
    newtonStepInto(system, Math.max(floor, (PLAIN_CENTRING * sum) / pairs), null, workspace.step);
    if (!advance(iterate, { ...trust, sum: Math.max(sum, FLOOR_ROOM * least), tries: MAX_TRIES })) break;
  }
  const isPatienceLeft = best.iteration + PATIENCE >= MAX_ITERATIONS;
  setPoint(point, best.point);
  evaluate(iterate);
  return {
    status: isInterrupted ? "interrupted" : isPatienceLeft ? "iteration_limit" : "no_progress",
    point,
    gradient: iterate.gradient,
    iterations: best.iteration,
    kept,
    firstOpen,
  };
}

/** Effective spend, worth of spend and residuals at the point as it is. */
function evaluate({ program, objective, point, effective, gradient, workspace }: Iterate): void {
  measureRoomInPlace(program, point);
  effectiveInto(program, point.spend, effective);
  objective.slopeInto(effective, gradient);
  marginalInPlace(program, gradient);
  residualsInto(program, point, gradient, workspace.residuals);
}

/** Contribution that the stationarity residuals could be worth, over moves of the size of the spends. */
function worthOf(residuals: Float64Array, spend: Float64Array): number {
  let worth = 0;
  for (let at = 0; at < spend.length; at++) worth += Math.abs(residuals[at]! * spend[at]!);
  return worth;
}

/**
 * Predictor straight at the optimum, then the corrected step towards a centre chosen by how well that went.
 *
 * @returns The share of the predictor that is open.
 */
function correctStep(system: NewtonSystem, sum: number, pairs: number, floor: number): number {
  const { point, workspace } = system;
  const { affine, step } = workspace;
  newtonStepInto(system, 0, null, affine);
  const open = Math.min(1, longest(point, affine));
  const reached = complementarity(point, affine, open);
  const centring = Math.min(1, (reached / sum) ** 3);
  newtonStepInto(system, Math.max(floor, (centring * sum) / pairs), affine, step);
  return open;
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
 * Takes the step of the workspace at the first length that can be trusted, since Newton steps on strongly bent curves
 * overshoot.
 *
 * @returns Whether one was found; otherwise the iterate is as it was.
 */
function advance(iterate: Iterate, { share, astray, sum, tries }: Trust): boolean {
  const { point, before, workspace } = iterate;
  const { step, residuals } = workspace;
  let length = Math.min(1, share * longest(point, step));
  setPoint(before, point);
  for (let attempt = 0; attempt < tries; attempt++, length /= 2) {
    moveInPlace(point, step, length);
    evaluate(iterate);
    const isKept =
      worthOf(residuals.stationarity, point.spend) <= astray && complementarity(point, point, 0) <= sum;
    if (isKept) return true;
    setPoint(point, before);
  }
  evaluate(iterate);
  return false;
}

function largest(values: Float64Array): number {
  let size = 0;
  for (let at = 0; at < values.length; at++) size = Math.max(size, Math.abs(values[at]!));
  return size;
}
