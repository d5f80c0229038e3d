import { sumOfRow } from "../budgets.ts";
import { forEachCell } from "../budgets.ts";
import type { AllocationProblem } from "../problem.ts";
import type { Intervals } from "../reachable.ts";
import type { Objective } from "./path.ts";
import { zeroPoint, type Point } from "./point.ts";
import { byChannel, effectiveInto, marginalInPlace, type PricedRow, type Program } from "./program.ts";
import { rampValue } from "./rows.ts";
import { sumsOf } from "./sums.ts";

/** Share of an interval that the start keeps away from its ends. */
const MARGIN = 0.05;
/** Least slack of a ramp at the start, as a share of the spend that it limits. */
const LEAST_SLACK = 0.01;
/** Complementarity of the start as a share of what a whole interval is worth. */
const CENTRING = 0.1;

/** Spends to start from: inside all intervals, near the budgets; channel-major. */
export function spendsToStart(
  problem: AllocationProblem,
  { isRigid, periods }: Program,
  within: Intervals,
  rows: readonly PricedRow[],
): Float64Array {
  const share = new Float64Array(within.lower.length).fill(rows.length > 0 ? 1 - MARGIN : 0.5);
  for (const { row } of rows) {
    const least = sumOfRow(problem, row, within.lower);
    const asked = (row.budget - least) / (sumOfRow(problem, row, within.upper) - least);
    const part = Math.min(1 - MARGIN, Math.max(MARGIN, asked));
    forEachCell(problem, row, (cell) => (share[cell] = Math.min(share[cell]!, part)));
  }
  const spend = byChannel(
    problem,
    within.lower.map((low, at) => low + share[at]! * (within.upper[at]! - low)),
  );
  isRigid.forEach((rigid, i) => {
    if (rigid) spend.fill(spend[i * periods]!, i * periods, (i + 1) * periods);
  });
  return spend;
}

/** A point to start from at given spends, which lie inside the bounds, with well-centred slacks. */
export function startOf(
  program: Program,
  spend: Float64Array,
  widths: Float64Array,
  objective: Objective,
): Point {
  const { lower, upper, isPinned, ramps, effects, budgets } = program;
  const point = zeroPoint(program);
  point.spend.set(spend);
  const { product, price } = worth(program, spend, widths, objective);
  for (let at = 0; at < lower.length; at++) {
    if (isPinned[at]) continue;
    point.lower.slack[at] = spend[at]! - lower[at]!;
    point.upper.slack[at] = upper[at]! - spend[at]!;
    point.lower.price[at] = product / point.lower.slack[at]!;
    point.upper.price[at] = product / point.upper.slack[at]!;
  }
  for (let r = 0; r < ramps.count; r++) {
    const room = ramps.limit[r]! - rampValue(ramps, r, spend);
    point.ramps.slack[r] = Math.max(room, LEAST_SLACK * spend[ramps.cell[r]!]!, Number.MIN_VALUE);
    point.ramps.price[r] = product / point.ramps.slack[r]!;
  }
  const effective = new Float64Array(spend.length);
  effectiveInto(program, spend, effective);
  for (let r = 0; r < effects.count; r++) {
    const at = effects.cell[r]!;
    const room = effects.limit[r]! - effects.sign[r]! * effective[at]!;
    point.effects.slack[r] = Math.max(room, LEAST_SLACK * effective[at]!, Number.MIN_VALUE);
    point.effects.price[r] = product / point.effects.slack[r]!;
  }
  const spent = sumsOf(program, spend);
  budgets.amount.forEach((amount, g) => {
    const isExact = budgets.shortPrice[g] === Infinity;
    const isElastic = budgets.overPrice[g] !== Infinity;
    const least = Math.max(MARGIN * amount, Number.MIN_VALUE);
    point.nu[g] = isElastic ? 0 : price;
    if (!isExact) {
      // What is left of a budget that may be underspent is worth nothing: its multiplier is the price.
      point.short.slack[g] = isElastic ? least : Math.max(amount - spent[g]!, least);
      point.short.price[g] = isElastic ? Math.max(budgets.shortPrice[g]!, budgets.overPrice[g]!) : price;
    }
    if (isElastic) {
      point.over.slack[g] = least;
      point.over.price[g] = budgets.overPrice[g]!;
    }
  });
  return point;
}

/** The complementarity product to start with, and the mean worth of spend. */
function worth(
  program: Program,
  spend: Float64Array,
  widths: Float64Array,
  objective: Objective,
): { product: number; price: number } {
  const { isPinned, budgets } = program;
  const slopes = new Float64Array(spend.length);
  const effective = new Float64Array(spend.length);
  effectiveInto(program, spend, effective);
  objective.slopeInto(effective, slopes);
  marginalInPlace(program, slopes);
  let money = 0;
  let slope = 0;
  let count = 0;
  for (let at = 0; at < spend.length; at++) {
    if (isPinned[at]) continue;
    money += widths[at]!;
    slope += slopes[at]!;
    count++;
  }
  const price = slope / count;
  const level = budgets.overPrice.find((miss) => miss < Infinity) ?? price;
  return {
    product: Math.max((CENTRING * money * level) / count, Number.MIN_VALUE),
    price: Math.max(price, Number.MIN_VALUE),
  };
}
