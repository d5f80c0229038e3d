import type { ConcaveCurve } from "../../curves/curve.ts";
import { feasiblePlan } from "../interior_point/strict.ts";
import type { AllocationProblem } from "../problem.ts";
import { reach, type Reach } from "../reachable.ts";
import { nextIntervals, tailProblem } from "./lookahead.ts";
import { fillPeriod, type Plan } from "./plan.ts";

/** Halvings of the way from a path that can go on to the water-filled division. */
const HALVINGS = 16;

/**
 * The sequential plan under budgets per period that ramps link.
 *
 * A path that meets all budgets to come is kept at hand. Each period is water-filled; where no such path leads on from
 * that division, it is drawn back towards the path at hand, no further than needed.
 *
 * @returns Null where no such path was found at the start.
 */
export function fillPerPeriod(
  problem: AllocationProblem,
  perPeriod: Float64Array,
  curves: readonly ConcaveCurve[],
  within: Reach,
): Plan | null {
  const n = curves.length;
  const allocation = new Float64Array(problem.periods * n);
  let path = feasiblePlan(problem, within);
  if (!path) return null;
  let iterations = 0;
  let previous: Float64Array | null = null;
  for (let t = 0; t < problem.periods; t++) {
    const level = fillPeriod(problem, curves, t, nextIntervals(problem, within, t, previous), perPeriod[t]!);
    iterations += level.evaluations;
    const { spend, rest } = furthest(problem, t, path.subarray(0, n), path.subarray(n), level.spend);
    allocation.set(spend, t * n);
    path = rest;
    previous = spend;
  }
  return { allocation, iterations };
}

interface Division {
  readonly spend: Float64Array;
  /** A path that meets the later budgets from there. */
  readonly rest: Float64Array;
}

/** The division furthest on the way from `from`, after which `rest` follows, to `towards` that later budgets can follow. */
function furthest(
  problem: AllocationProblem,
  t: number,
  from: Float64Array,
  rest: Float64Array,
  towards: Float64Array,
): Division {
  const whole = restAfter(problem, t, towards);
  if (whole) return { spend: towards, rest: whole };
  let best: Division = { spend: from, rest };
  let share = 0;
  for (let step = 0.5, count = 0; count < HALVINGS; step /= 2, count++) {
    const trial = from.map((start, i) => start + (share + step) * (towards[i]! - start));
    const after = restAfter(problem, t, trial);
    if (!after) continue;
    share += step;
    best = { spend: trial, rest: after };
  }
  return best;
}

/** A path that meets every budget after period t from there, or null. */
function restAfter(problem: AllocationProblem, t: number, spend: Float64Array): Float64Array | null {
  const tail = tailProblem(problem, t, spend);
  if (tail.periods === 0) return new Float64Array(0);
  const within = reach(tail);
  return within.conflicts.length > 0 ? null : feasiblePlan(tail, within);
}
