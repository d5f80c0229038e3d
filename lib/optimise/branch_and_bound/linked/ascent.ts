import { effectiveSpend } from "../../problem.ts";
import { nearestAllowed, type Choice } from "../choice.ts";
import type { Shape } from "../shape.ts";
import type { LinkedPrices } from "./bound.ts";
import { copyOf, narrowed, type LinkedBox, type LinkedProblem } from "./box.ts";
import { concaveOptimum, type CellCurve } from "./concave.ts";
import { isKept } from "./relaxation.ts";

/** A plan within all limits and choices. */
export interface LinkedPlan {
  /** Money, (period, channel). */
  readonly spend: Float64Array;
  readonly value: number;
}

/** A plan that no small change improves, with what it is priced at. */
export interface LocalOptimum extends LinkedPlan {
  readonly prices: LinkedPrices | null;
  /** The box in which the plan is best: choices are settled in it. */
  readonly box: LinkedBox;
}

/** Contribution of a plan. */
export function valueOf({ problem, shapes }: LinkedProblem, spend: Float64Array): number {
  const effective = effectiveSpend(problem, spend);
  let total = 0;
  for (let at = 0; at < spend.length; at++) total += shapes[at]!.value(effective[at]!);
  return total;
}

/** Steps of the ascent, which end earlier where a step gains less than this share. */
const MAX_STEPS = 20;
const LEAST_GAIN = 1e-10;

/**
 * The local optimum that a plan leads to: the convex part of each curve is replaced by its tangent at the plan, a minorant, and the concave
 * problem that is left solved, until nothing is gained (the convex–concave procedure).
 *
 * @param box - All plans, or those of some choices.
 * @returns Null where no plan within the limits was found.
 * @see Yuille and Rangarajan (2003), Neural Computation 15, 915–936
 */
export function ascended(linked: LinkedProblem, box: LinkedBox, from: Float64Array): LocalOptimum | null {
  const near = boxOfChoices(linked, box, from);
  if (!near) return null;
  let best: LocalOptimum | null = null;
  let spend = from;
  for (let step = 0; step < MAX_STEPS; step++) {
    const effective = effectiveSpend(linked.problem, spend);
    const curves = linked.shapes.map((shape, at) => minorant(shape, effective[at]!));
    const optimum = concaveOptimum(linked, near, curves);
    if (!optimum) break;
    spend = whole(linked, optimum.spend);
    const value = valueOf(linked, spend);
    if (!isKept(linked, spend) || (best && !(value > best.value))) break;
    const isSettled = best !== null && value <= best.value * (1 + LEAST_GAIN);
    best = { spend, value, prices: optimum.prices, box: near };
    if (isSettled) break;
  }
  return best;
}

/** The concave function below a curve that touches it at a spend, up to a constant. */
function minorant({ slope, inflection, concavePart }: Shape, at: number): CellCurve {
  if (inflection === 0) return concavePart;
  // Convex part and concave part are bent apart: only the convex part is straightened.
  const drop = at < inflection ? slope(at) - slope(inflection) : 0;
  return {
    slope: (spend) => concavePart.slope(spend) + drop,
    curvature: (spend) => (spend < inflection ? 0 : Math.min(0, concavePart.curvature(spend))),
  };
}

/** The box with the choices that a plan is nearest to: off, on, or a number of lots; null where they leave no plan. */
function boxOfChoices(
  { problem, choices }: LinkedProblem,
  box: LinkedBox,
  spend: Float64Array,
): LinkedBox | null {
  if (choices.every((choice) => choice === null)) return box;
  const near = copyOf(box);
  spend.forEach((one, at) => {
    const choice = choices[at % choices.length] ?? null;
    if (!choice) return;
    const chosen = nearestAllowed(choice, one);
    near.lower[at] = Math.max(
      near.lower[at]!,
      choice.kind === "lots" || chosen === 0 ? chosen : choice.least,
    );
    if (choice.kind === "lots" || chosen === 0) near.upper[at] = Math.min(near.upper[at]!, chosen);
  });
  return narrowed({ problem, choices }, near);
}

/** A plan moved to the allowed spends that it is next to. */
function whole({ choices }: LinkedProblem, spend: Float64Array): Float64Array {
  const allowed = (choice: Choice | null, one: number) => {
    const nearest = nearestAllowed(choice, one);
    return choice && Math.abs(nearest - one) <= ALLOWED_SHARE * one ? nearest : one;
  };
  return spend.map((one, at) => allowed(choices[at % choices.length] ?? null, one));
}

/** Relative distance from an allowed spend that is rounding. */
const ALLOWED_SHARE = 1e-9;
