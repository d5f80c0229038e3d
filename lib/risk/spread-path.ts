import { mean } from "../linalg/vector.ts";
import {
  addInPlace,
  addWallsInPlace,
  lackOfRows,
  stepWithin,
  stepWithinBounds,
  wallProducts,
  wallsAt,
  wallStep,
} from "./barrier.ts";
import { END, keepBest, MAX_ITERATIONS, NEAR } from "./best-point.ts";
import type { Evaluator } from "./evaluator.ts";
import { measureCurvature, newtonSystem, weightedSlope } from "./newton.ts";
import { centreOf, type Polytope } from "./polytope.ts";

/** Where the path ended: a point at which no small move helps, if the residual is small. */
export interface SpreadPoint {
  readonly point: Float64Array;
  /** Of each row: the measure's gain per unit of budget, both in their units. */
  readonly prices: Float64Array;
  readonly iterations: number;
}

/** Spread, as a share of the mean, below which draws count as equal. */
const NO_SPREAD = 1e-12;

/**
 * A local optimum of mean − κ·sd over the draws: primal–dual interior point steps, the positive part of the curvature left out, so that
 * each step is uphill.
 */
export function followSpreadPath(
  evaluator: Evaluator,
  polytope: Polytope,
  kappa: number,
  from: Float64Array = centreOf(polytope),
): SpreadPoint {
  const point = Float64Array.from(from);
  const walls = wallsAt(polytope, point, 0.1);
  const prices = new Float64Array(polytope.rows.length);
  const n = point.length;
  const kept = keepBest<SpreadPoint>();
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    const { value, slope } = evaluator.at(point);
    const { weights, curved, along } = spreadWeights(value, kappa);
    const gradient = weightedSlope(slope, weights);
    for (let k = 0; k < n; k++) gradient[k]! += walls.lower[k]! - walls.upper[k]!;
    polytope.rows.forEach(({ members }, r) => {
      for (const k of members) gradient[k]! -= prices[r]!;
    });
    const lack = lackOfRows(polytope, point);
    const products = wallProducts(polytope, point, walls);
    const residual = Math.max(...gradient.map(Math.abs), ...lack.map(Math.abs));
    const here = () => ({
      point: Float64Array.from(point),
      prices: Float64Array.from(prices),
      iterations: iteration,
    });
    if (!kept.goesOn(products, residual, here)) break;

    const matrix = measureCurvature(slope, curved, along);
    const bend = evaluator.bend(point, weights);
    for (let k = 0; k < n; k++) matrix[k * n + k]! += Math.max(0, -bend[k]!);
    // Below the end of the path there is nothing but rounding.
    const barrier = Math.max(products * (residual > products ? 0.5 : 0.1), 0.1 * END) / (2 * n);
    const right = gradient;
    addWallsInPlace(polytope, point, walls, barrier, matrix, right);
    const system = newtonSystem(matrix, polytope.rows);
    if (system === null) break;
    const step = system.solve(right, lack);
    const wallChange = wallStep(polytope, point, walls, step.point, barrier);
    let length = stepWithinBounds(polytope, point, step.point, 1 / NEAR);
    length = stepWithin(walls.lower, wallChange.lower, length);
    length = Math.min(1, NEAR * stepWithin(walls.upper, wallChange.upper, length));
    addInPlace(point, step.point, length);
    addInPlace(walls.lower, wallChange.lower, length);
    addInPlace(walls.upper, wallChange.upper, length);
    addInPlace(prices, step.prices, length);
    if (point.some(Number.isNaN)) break;
  }
  return (
    kept.best ?? { point: Float64Array.from(from), prices: new Float64Array(prices.length), iterations: 0 }
  );
}

/** The derivative of mean − κ·sd by draw: of all weights with Σ q = 1 and Σ (q − 1/D)² ≤ κ²/D those that make Σ q_d f_d least. */
export function spreadWeightsAt(value: Float64Array, kappa: number): Float64Array {
  return spreadWeights(value, kappa).weights;
}

/** The same with the curvature of the measure, as a diagonal less outer products. */
function spreadWeights(value: Float64Array, kappa: number) {
  const draws = value.length;
  const middle = mean(value);
  const centred = value.map((one) => one - middle);
  let squares = 0;
  for (let d = 0; d < draws; d++) squares += centred[d]! ** 2;
  const sd = Math.sqrt(squares / draws + (NO_SPREAD * middle) ** 2) || 1;
  const weights = centred.map((one) => (1 - (kappa * one) / sd) / draws);
  const stiffness = kappa / (draws * sd);
  const root = Math.sqrt(stiffness / draws);
  return {
    weights,
    curved: new Float64Array(draws).fill(stiffness),
    along: [new Float64Array(draws).fill(root), centred.map((one) => (root * one) / sd)],
  };
}
