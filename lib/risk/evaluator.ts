import type { ConcaveCurve } from "../curves/curve.ts";
import { spendAt, type Polytope } from "./polytope.ts";
import type { RiskProblem } from "./risk-problem.ts";

/** The response of every draw at a point, and its derivatives, in units of `unit`. */
export interface Responses {
  /** One per draw, less the draw's offset. */
  readonly value: Float64Array;
  /** (draw, variable): derivative of the response, variables of the polytope. */
  readonly slope: Float64Array;
}

/** Evaluates the draws of a problem over the variables of its polytope. */
export class Evaluator {
  readonly draws: number;
  readonly variables: number;
  /** Contribution that is 1. */
  readonly unit: number;
  readonly #polytope: Polytope;
  readonly #curves: readonly (readonly ConcaveCurve[])[];
  /** What the channels without choice bring, less the offset; contribution. */
  readonly #fixed: Float64Array;

  /**
   * @param offsets - One per draw, taken from its response.
   * @param unit - Contribution that is to be 1 (above 0).
   */
  constructor({ draws, drawCount }: RiskProblem, polytope: Polytope, offsets: Float64Array, unit: number) {
    this.draws = drawCount;
    this.variables = polytope.lower.length;
    this.unit = unit;
    this.#polytope = polytope;
    this.#curves = polytope.free.map((i) => draws[i]!);
    this.#fixed = offsets.map((offset) => -offset);
    draws.forEach((curves, i) => {
      if (polytope.free.includes(i)) return;
      for (let d = 0; d < drawCount; d++) this.#fixed[d]! += curves[d]!.value(polytope.pinned[i]!);
    });
  }

  /** Values and slopes of every draw at a point. */
  at(point: Float64Array): Responses {
    const { draws, variables, unit } = this;
    const value = this.#fixed.map((fixed) => fixed / unit);
    const slope = new Float64Array(draws * variables);
    const money = this.#polytope.unit;
    this.#curves.forEach((curves, k) => {
      const spend = point[k]! * money;
      for (let d = 0; d < draws; d++) {
        value[d]! += curves[d]!.value(spend) / unit;
        slope[d * variables + k] = (curves[d]!.slope(spend) * money) / unit;
      }
    });
    return { value, slope };
  }

  /** Σ_d q_d C″_di for each variable i: how the weighted response bends. */
  bend(point: Float64Array, weights: Float64Array): Float64Array {
    const { draws, variables, unit } = this;
    const out = new Float64Array(variables);
    const money = this.#polytope.unit;
    this.#curves.forEach((curves, k) => {
      const spend = point[k]! * money;
      let total = 0;
      for (let d = 0; d < draws; d++) total += weights[d]! * curves[d]!.curvature(spend);
      out[k] = (total * money * money) / unit;
    });
    return out;
  }

  /** The plan at a point, money per channel. */
  plan(point: Float64Array): Float64Array {
    return spendAt(this.#polytope, point);
  }
}
