import type { Point } from "./point.ts";
import { effectiveInto, marginalInPlace, type Program } from "./program.ts";
import { rampValue, type RampRows } from "./rows.ts";
import { addPrices, sumsOf } from "./sums.ts";

/** Residuals of the optimality conditions of a point, complementarity apart. */
export interface Residuals {
  /** −∇f + Aᵀν + Gᵀλ − zLower + zUpper, per cell; 0 where pinned, and summed into the first cell of a rigid channel. */
  readonly stationarity: Float64Array;
  /** G s + slack − limit, per ramp row. */
  readonly ramps: Float64Array;
  /** Effective spend + slack − limit, with the sign of the row, per effect row. */
  readonly effects: Float64Array;
  /** A s + short − over − amount, per budget. */
  readonly budgets: Float64Array;
  /** Price of missing ± ν less its multiplier, per budget; 0 where it may not be missed. */
  readonly short: Float64Array;
  readonly over: Float64Array;
  /** One value per cell, overwritten. */
  readonly spread: Float64Array;
}

/** Residuals of the sizes of a program, to be filled. */
export function emptyResiduals({ lower, ramps, effects, budgets }: Program): Residuals {
  const sums = () => new Float64Array(budgets.amount.length);
  return {
    stationarity: new Float64Array(lower.length),
    ramps: new Float64Array(ramps.count),
    effects: new Float64Array(effects.count),
    budgets: sums(),
    short: sums(),
    over: sums(),
    spread: new Float64Array(lower.length),
  };
}

/** The residuals at a point, given the worth of spend (the gradient of the objective) there. */
export function residualsInto(program: Program, point: Point, gradient: Float64Array, to: Residuals): void {
  const { ramps, effects, budgets, isRigid, periods } = program;
  pullsInto(program, point, gradient, to.spread, to.stationarity);
  isRigid.forEach((rigid, i) => {
    if (!rigid) return;
    const own = to.stationarity.subarray(i * periods, (i + 1) * periods);
    const sum = own.reduce((total, pull) => total + pull, 0);
    own.fill(0);
    own[0] = sum;
  });
  for (let r = 0; r < ramps.count; r++) {
    to.ramps[r] = rampValue(ramps, r, point.spend) + point.ramps.slack[r]! - ramps.limit[r]!;
  }
  if (effects.count > 0) effectiveInto(program, point.spend, to.spread);
  for (let r = 0; r < effects.count; r++) {
    to.effects[r] =
      effects.sign[r]! * to.spread[effects.cell[r]!]! + point.effects.slack[r]! - effects.limit[r]!;
  }
  const spent = sumsOf(program, point.spend);
  for (let g = 0; g < spent.length; g++) {
    to.budgets[g] = spent[g]! + point.short.slack[g]! - point.over.slack[g]! - budgets.amount[g]!;
    to.short[g] = missed(budgets.shortPrice[g]!, point.nu[g]!, point.short.price[g]!);
    to.over[g] = missed(budgets.overPrice[g]!, -point.nu[g]!, point.over.price[g]!);
  }
}

function missed(price: number, nu: number, multiplier: number): number {
  return price === Infinity ? 0 : price + nu - multiplier;
}

/** −∇f + Aᵀν + Gᵀλ − zLower + zUpper of each cell, with the prices of effective spend, 0 where pinned. */
export function pullsInto(
  program: Program,
  point: Point,
  gradient: Float64Array,
  scratch: Float64Array,
  to: Float64Array,
): void {
  for (let at = 0; at < to.length; at++) {
    to[at] = point.upper.price[at]! - point.lower.price[at]! - gradient[at]!;
  }
  addPrices(program, point.nu, 1, to);
  addRampPulls(program.ramps, point.ramps.price, to);
  addEffectPulls(program, point.effects.price, scratch, to);
  clearPinned(program, to);
}

/** Adds Gᵀ of values per ramp row. */
export function addRampPulls(
  { count, cell, sign, factor }: RampRows,
  values: Float64Array,
  to: Float64Array,
): void {
  for (let r = 0; r < count; r++) {
    const at = cell[r]!;
    const pull = sign[r]! * values[r]!;
    to[at] = to[at]! + pull;
    if (factor[r] !== 0) to[at - 1] = to[at - 1]! - factor[r]! * pull;
  }
}

/** Adds what values per effect row mean for each spend, which counts in every period that it is carried to. */
export function addEffectPulls(
  program: Program,
  values: Float64Array,
  scratch: Float64Array,
  to: Float64Array,
): void {
  const { count, cell, sign } = program.effects;
  if (count === 0) return;
  scratch.fill(0);
  for (let r = 0; r < count; r++) scratch[cell[r]!] = scratch[cell[r]!]! + sign[r]! * values[r]!;
  marginalInPlace(program, scratch);
  for (let at = 0; at < to.length; at++) to[at] = to[at]! + scratch[at]!;
}

/** Sets the values of pinned cells to 0. */
export function clearPinned({ isPinned }: Program, values: Float64Array): void {
  for (let at = 0; at < values.length; at++) if (isPinned[at]) values[at] = 0;
}
