import { sum } from "../linalg/vector.ts";
import {
  addInPlace,
  addWallsInPlace,
  lackOfRows,
  stepWithin,
  stepWithinBounds,
  wallProducts,
  wallsAt,
  wallStep,
  type Walls,
} from "./barrier.ts";
import { END, keepBest, MAX_ITERATIONS, NEAR } from "./best-point.ts";
import type { Evaluator, Responses } from "./evaluator.ts";
import { measureCurvature, newtonSystem, weightedSlope } from "./newton.ts";
import { centreOf, type Polytope } from "./polytope.ts";

/**
 * A concave measure of the draws g_d: b Σ g_d + max over τ of m τ − c Σ (τ − g_d)₊, which is the least Σ (b + q_d) g_d over weights
 * 0 ≤ q_d ≤ c with Σ q_d = m.
 */
export interface TailMeasure {
  /** b: weight that every draw has at least. */
  readonly base: number;
  /** c: most that a draw in the tail adds to it. */
  readonly cap: number;
  /** m: what the tail weighs together. */
  readonly mass: number;
}

/** Where the path ended. */
export interface TailPoint {
  readonly point: Float64Array;
  /** b + q_d: the weights that make the measure of this point, within their limits. */
  readonly weights: Float64Array;
  readonly iterations: number;
}

/** The scenario form: τ, shortfalls v_d, slacks t_d = v_d − τ + g_d, and their prices c − q_d and q_d. */
interface State {
  readonly point: Float64Array;
  tau: number;
  readonly shortfall: Float64Array;
  readonly slack: Float64Array;
  readonly tail: Float64Array;
  /** c − q_d, kept on its own: its last digits are what the end of the path turns on. */
  readonly room: Float64Array;
  readonly walls: Walls;
  readonly prices: Float64Array;
}

/**
 * The best plan by a tail measure: a primal–dual interior point method on the scenario form, whose shortfalls are eliminated, so that
 * each step solves a system of the size of the channels.
 *
 * @returns The plan with the least products and residuals met; the weights are a proof to be evaluated by `upperBoundBy`.
 * @see Rockafellar and Uryasev (2000), doi:10.21314/JOR.2000.038
 * @see Mehrotra (1992), doi:10.1137/0802028
 */
export function followTailPath(
  evaluator: Evaluator,
  polytope: Polytope,
  measure: TailMeasure,
  from: Float64Array = centreOf(polytope),
): TailPoint {
  const state = start(evaluator, polytope, measure, from);
  const kept = keepBest<TailPoint>();
  let iteration = 0;
  for (; iteration < MAX_ITERATIONS; iteration++) {
    const now = evaluator.at(state.point);
    const step = newtonStep(evaluator, polytope, measure, state, now);
    if (step === null) break;
    const here = () => ({
      point: Float64Array.from(state.point),
      weights: state.tail.map((q) => measure.base + q),
      iterations: iteration,
    });
    if (!kept.goesOn(step.products, step.residual, here)) break;
    advance(polytope, state, step);
    if (state.point.some(Number.isNaN)) break;
  }
  return (
    kept.best ?? { point: from, weights: state.tail.map((q) => measure.base + q), iterations: iteration }
  );
}

function start(
  evaluator: Evaluator,
  polytope: Polytope,
  { cap, mass }: TailMeasure,
  from: Float64Array,
): State {
  const { value } = evaluator.at(from);
  const sorted = value.toSorted();
  const draws = value.length;
  const tau = sorted[Math.min(draws - 1, Math.floor(mass / cap))]!;
  const width = Math.max(1e-3, sorted[draws - 1]! - sorted[0]!);
  const shortfall = value.map((g) => Math.max(tau - g, 0) + 0.1 * width);
  const tail = new Float64Array(draws).fill(Math.min(mass / draws, 0.9 * cap));
  const barrier = (0.1 * width * mass) / draws;
  return {
    point: Float64Array.from(from),
    tau,
    shortfall,
    slack: shortfall.map((v, d) => v - tau + value[d]!),
    tail,
    room: tail.map((q) => cap - q),
    walls: wallsAt(polytope, from, Math.max(barrier, 1e-4)),
    prices: new Float64Array(polytope.rows.length),
  };
}

interface Step {
  readonly point: Float64Array;
  readonly tau: number;
  readonly shortfall: Float64Array;
  readonly slack: Float64Array;
  readonly tail: Float64Array;
  readonly walls: Walls;
  readonly prices: Float64Array;
  readonly products: number;
  readonly residual: number;
}

function newtonStep(
  evaluator: Evaluator,
  polytope: Polytope,
  { base, mass }: TailMeasure,
  state: State,
  now: Responses,
): Step | null {
  const { point, tau, shortfall, slack, tail, room, walls, prices } = state;
  const draws = tail.length;
  const n = point.length;
  const weights = tail.map((q) => base + q);
  const stiffness = tail.map((q, d) => 1 / (slack[d]! / q + shortfall[d]! / room[d]!));
  const total = sum(stiffness);
  const matrix = measureCurvature(now.slope, stiffness, [stiffness.map((w) => w / Math.sqrt(total))]);
  const bend = evaluator.bend(point, weights);
  for (let k = 0; k < n; k++) matrix[k * n + k]! -= bend[k]!;
  const gradient = weightedSlope(now.slope, weights);
  for (let k = 0; k < n; k++) gradient[k]! += walls.lower[k]! - walls.upper[k]!;
  polytope.rows.forEach(({ members }, r) => {
    for (const k of members) gradient[k]! -= prices[r]!;
  });
  const miss = slack.map((t, d) => shortfall[d]! - tau + now.value[d]! - t);
  const lack = lackOfRows(polytope, point);
  const excess = mass - sum(tail);
  let products = wallProducts(polytope, point, walls);
  for (let d = 0; d < draws; d++) products += tail[d]! * slack[d]! + room[d]! * shortfall[d]!;
  const pairs = 2 * draws + 2 * n;

  const discard = new Float64Array(n);
  addWallsInPlace(polytope, point, walls, 0, matrix, discard);
  const system = newtonSystem(matrix, polytope.rows);
  if (system === null) return null;
  const towards = (barrier: number): Step => {
    const pull = tail.map(
      (q, d) => stiffness[d]! * (barrier / q - slack[d]! - barrier / room[d]! + shortfall[d]! - miss[d]!),
    );
    const level = (excess - sum(pull)) / total;
    const right = weightedSlope(
      now.slope,
      pull.map((one, d) => one + stiffness[d]! * level),
    );
    for (let k = 0; k < n; k++) right[k]! += gradient[k]!;
    addWallsInPlace(polytope, point, walls, barrier, null, right);
    const { point: move, prices: newPrices } = system.solve(right, lack);
    const along = new Float64Array(draws);
    let weighted = 0;
    for (let d = 0; d < draws; d++) {
      for (let k = 0; k < n; k++) along[d]! += now.slope[d * n + k]! * move[k]!;
      weighted += stiffness[d]! * along[d]!;
    }
    const dTau = level + weighted / total;
    const dTail = pull.map((one, d) => one + stiffness[d]! * (dTau - along[d]!));
    const dShortfall = dTail.map(
      (dq, d) => barrier / room[d]! - shortfall[d]! + (shortfall[d]! / room[d]!) * dq,
    );
    const dSlack = dShortfall.map((dv, d) => dv - dTau + along[d]! + miss[d]!);
    return {
      point: move,
      tau: dTau,
      shortfall: dShortfall,
      slack: dSlack,
      tail: dTail,
      walls: wallStep(polytope, point, walls, move, barrier),
      prices: newPrices,
      products,
      residual: Math.max(largest(gradient), largest(miss), largest(lack), Math.abs(excess)),
    };
  };
  const affine = towards(0);
  const length = lengthOf(polytope, state, affine, 1);
  const share = (1 - length) ** 3;
  const mean = products / pairs;
  // Below the end of the path there is nothing but rounding.
  return towards(Math.max(Math.max(Math.min(share, 0.5), 1e-4) * mean, (0.1 * END) / pairs));
}

function lengthOf(polytope: Polytope, state: State, step: Step, near: number): number {
  let length = 1 / near;
  length = stepWithinBounds(polytope, state.point, step.point, length);
  length = stepWithin(state.shortfall, step.shortfall, length);
  length = stepWithin(state.slack, step.slack, length);
  length = stepWithin(state.tail, step.tail, length);
  length = stepWithin(
    state.room,
    step.tail.map((dq) => -dq),
    length,
  );
  length = stepWithin(state.walls.lower, step.walls.lower, length);
  length = stepWithin(state.walls.upper, step.walls.upper, length);
  return Math.min(1, near * length);
}

function advance(polytope: Polytope, state: State, step: Step): void {
  const length = lengthOf(polytope, state, step, NEAR);
  addInPlace(state.point, step.point, length);
  state.tau += length * step.tau;
  addInPlace(state.shortfall, step.shortfall, length);
  addInPlace(state.slack, step.slack, length);
  addInPlace(state.tail, step.tail, length);
  addInPlace(state.room, step.tail, -length);
  addInPlace(state.walls.lower, step.walls.lower, length);
  addInPlace(state.walls.upper, step.walls.upper, length);
  addInPlace(state.prices, step.prices, length);
}

function largest(values: Float64Array): number {
  let most = 0;
  for (let k = 0; k < values.length; k++) {
    if (Number.isNaN(values[k]!)) return NaN;
    most = Math.max(most, Math.abs(values[k]!));
  }
  return most;
}
