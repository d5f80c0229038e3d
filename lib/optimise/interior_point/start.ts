import { sumBetween, type BudgetGroup } from "../budgets.ts";
import type { AllocationProblem } from "../problem.ts";
import type { Intervals } from "../reachable.ts";
import { rampValue, zeroPoint, type Point, type Program } from "./newton.ts";
import type { Objective } from "./path.ts";
import { isRigidRamp, pinnedSpends, rampRows } from "./rows.ts";

/** Share of an interval that the start keeps away from its ends. */
const MARGIN = 0.05;
/** Least slack of a ramp at the start, as a share of the spend that it limits. */
const LEAST_SLACK = 0.01;
/** Complementarity of the start as a share of what a whole interval is worth. */
const CENTRING = 0.1;

/**
 * The program of a problem over some of its budgets, all of which leave a choice.
 *
 * @param within - Reachable intervals; cells whose interval is a point are pinned to it.
 * @param missPrice - Price of missing each budget; Infinity where it must be met.
 */
export function programOf(
  problem: AllocationProblem,
  within: Intervals,
  budgets: readonly BudgetGroup[],
  missPrice: Float64Array,
): Program {
  const n = problem.channels.length;
  const pins = pinnedSpends(within);
  return {
    channels: n,
    lower: problem.lower,
    upper: problem.upper,
    isPinned: Array.from(pins, (pin) => !Number.isNaN(pin)),
    isRigid: Array.from(
      pins,
      (pin, at) => at >= n && Number.isNaN(pin) && isRigidRamp(problem.channels[at % n]!.ramp),
    ),
    ramps: rampRows(problem, pins),
    budgets,
    missPrice,
  };
}

/** A point to start from: inside all bounds, near the budgets, with well-centred slacks. */
export function startOf(program: Program, within: Intervals, objective: Objective): Point {
  const { lower, upper, isPinned, isRigid, ramps, budgets, missPrice, channels } = program;
  const point = zeroPoint(program);
  const share = new Float64Array(lower.length).fill(0.5);
  for (const { from, to, budget } of budgets) {
    const least = sumBetween(within.lower, from, to);
    const asked = (budget - least) / (sumBetween(within.upper, from, to) - least);
    share.fill(Math.min(1 - MARGIN, Math.max(MARGIN, asked)), from, to);
  }
  for (let at = 0; at < lower.length; at++) {
    const width = isPinned[at] ? 0 : within.upper[at]! - within.lower[at]!;
    point.x[at] = isRigid[at] ? point.x[at - channels]! : within.lower[at]! + share[at]! * width;
  }
  const { product, price } = worth(program, within, point.x, objective);
  point.nu.fill(price);
  for (let at = 0; at < lower.length; at++) {
    if (isPinned[at]) continue;
    point.zLower[at] = product / (point.x[at]! - lower[at]!);
    point.zUpper[at] = product / (upper[at]! - point.x[at]!);
  }
  for (let r = 0; r < ramps.count; r++) {
    const room = ramps.limit[r]! - rampValue(ramps, r, point.x, channels);
    point.slack[r] = Math.max(room, LEAST_SLACK * point.x[ramps.cell[r]!]!, Number.MIN_VALUE);
    point.lambda[r] = product / point.slack[r]!;
  }
  budgets.forEach(({ budget }, g) => {
    if (missPrice[g] === Infinity) return;
    point.nu[g] = 0;
    point.zShort[g] = point.zOver[g] = missPrice[g]!;
    point.short[g] = point.over[g] = Math.max(MARGIN * budget, Number.MIN_VALUE);
  });
  return point;
}

/** The complementarity product to start with, and the mean marginal contribution. */
function worth(
  { isPinned, missPrice }: Program,
  within: Intervals,
  x: Float64Array,
  objective: Objective,
): { product: number; price: number } {
  const slopes = objective.gradient(x);
  let money = 0;
  let slope = 0;
  let count = 0;
  for (let at = 0; at < x.length; at++) {
    if (isPinned[at]) continue;
    money += within.upper[at]! - within.lower[at]!;
    slope += slopes[at]!;
    count++;
  }
  const price = slope / count;
  const level = missPrice.find((miss) => miss < Infinity) ?? price;
  return { product: Math.max((CENTRING * money * level) / count, Number.MIN_VALUE), price };
}
