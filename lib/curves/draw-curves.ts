import { quantiles } from "../draws/quantile.ts";
import type { Curve } from "./curve.ts";
import type { Family } from "./family.ts";

/** One curve of a family per posterior draw, in natural units: money and contribution per period. */
export interface DrawCurves<C extends Curve = Curve> {
  readonly family: Family<C>;
  readonly draws: number;
  /** (draw, parameter), in the order of the family's parameters; an amplitude of 0 is flat, whatever the shape. */
  readonly theta: Float64Array;
}

/** The curve of one draw; a flat zero where its amplitude is 0. */
export function curveOfDraw<C extends Curve>({ family, theta }: DrawCurves<C>, draw: number): C {
  const p = family.parameters.length;
  const own = theta.subarray(draw * p, (draw + 1) * p);
  return family.curve(own[0] === 0 ? [0, ...family.shapeStarts[0]!] : own);
}

/** Contributions of every draw's curve at some spends: (draw, spend). */
export function valuesOfDraws(curves: DrawCurves, spend: ArrayLike<number>): Float64Array {
  const values = new Float64Array(curves.draws * spend.length);
  for (let d = 0; d < curves.draws; d++) {
    const curve = curveOfDraw(curves, d);
    for (let i = 0; i < spend.length; i++) values[d * spend.length + i] = curve.value(spend[i]!);
  }
  return values;
}

/**
 * Quantiles over draws of the contribution at each spend, spend by spend.
 *
 * @param probabilities - Each in [0, 1].
 * @returns One array per spend, in the order of the probabilities; NaN without draws.
 */
export function bandsOfDraws(
  curves: DrawCurves,
  spend: ArrayLike<number>,
  probabilities: readonly number[],
): Float64Array[] {
  const values = valuesOfDraws(curves, spend);
  const own = new Float64Array(curves.draws);
  return Array.from({ length: spend.length }, (_, i) => {
    for (let d = 0; d < curves.draws; d++) own[d] = values[d * spend.length + i]!;
    return quantiles(own, probabilities);
  });
}
