import type { Curve } from "../curves/curve.ts";
import { interval } from "../draws/quantile.ts";
import { effectiveSpend, type AllocationProblem } from "../optimise/problem.ts";

/** A gain and how sure it is, in units of contribution. */
export interface Gain {
  readonly mean: number;
  /** Ends of the 90 % interval over draws. */
  readonly q05: number;
  readonly q95: number;
  /** Share of draws in which there is one. */
  readonly probability: number;
}

/** Weighted contribution of each channel over all periods, carryover included. */
export function contributionsOf(problem: AllocationProblem, allocation: Float64Array): Float64Array {
  const n = problem.channels.length;
  const effective = effectiveSpend(problem, allocation);
  return Float64Array.from(problem.channels, ({ curve }, i) => {
    let sum = 0;
    for (let t = 0; t < problem.periods; t++)
      sum += (problem.periodWeights[t] ?? NaN) * curve.value(effective[t * n + i] ?? NaN);
    return sum;
  });
}

/** One channel's curve in every draw. */
export interface DrawnChannel {
  /** Of spend held steady, money per period. */
  readonly curves: readonly Curve[];
  /** Share of effective spend that each draw carries into the next period. */
  readonly alpha: Float64Array;
  /** What each draw carries into the plan from past spend: effective spend of the last observed period, money. */
  readonly carryIn: Float64Array;
}

/** One channel's spend in every period. */
function spendOf(allocation: Float64Array, channels: number, i: number): Float64Array {
  return Float64Array.from(
    { length: allocation.length / channels },
    (_, t) => allocation[t * channels + i] ?? NaN,
  );
}

/** Weighted contribution of one channel's spend by one draw's curve, `alpha` of effective spend carried on. */
function carriedContribution(
  curve: Curve,
  alpha: number,
  carryIn: number,
  spend: Float64Array,
  weights: Float64Array,
): number {
  let [sum, effective] = [0, carryIn];
  for (let t = 0; t < spend.length; t++) {
    effective = (spend[t] ?? NaN) + alpha * effective;
    sum += (weights[t] ?? NaN) * curve.value((1 - alpha) * effective);
  }
  return sum;
}

/**
 * What moving from one plan to another brings in every draw, by the draw's own curves.
 *
 * @param weights - Of each period's contribution.
 * @param isSteady - Whether spend is held steady, so that nothing is carried from one period to the next; each draw's own carryover counts if not.
 * @param before - Money, (period, channel), and so `after`.
 */
export function gainDraws(
  drawn: readonly DrawnChannel[],
  weights: Float64Array,
  isSteady: boolean,
  before: Float64Array,
  after: Float64Array,
): Float64Array {
  const gains = new Float64Array(drawn[0]?.curves.length ?? 0);
  drawn.forEach(({ curves, alpha, carryIn }, i) => {
    const [from, to] = [spendOf(before, drawn.length, i), spendOf(after, drawn.length, i)];
    curves.forEach((curve, draw) => {
      const [share, start] = isSteady ? [0, 0] : [alpha[draw] ?? NaN, carryIn[draw] ?? NaN];
      const gain =
        carriedContribution(curve, share, start, to, weights) -
        carriedContribution(curve, share, start, from, weights);
      gains[draw] = (gains[draw] ?? NaN) + gain;
    });
  });
  return gains;
}

/**
 * A gain with its interval and probability.
 *
 * @param mean - By the curves that the plan is made with.
 * @param gains - In every draw.
 * @returns NaN ends and probability without draws.
 */
export function gainOf(mean: number, gains: Float64Array): Gain {
  const probability = gains.reduce((count, gain) => count + (gain > 0 ? 1 : 0), 0) / gains.length;
  return { mean, ...interval(gains), probability };
}
