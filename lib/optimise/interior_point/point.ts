import type { Program } from "./program.ts";

/** Slacks and the multipliers of their limits; at the optimum one of each pair is 0. Both are 0 in a pair that does not exist. */
export interface Pairs {
  readonly slack: Float64Array;
  readonly price: Float64Array;
}

const FAMILIES = ["lower", "upper", "ramps", "effects", "short", "over"] as const;

/** Primal and dual unknowns, or a step in them. */
export interface Point {
  /** Money, per cell. */
  readonly spend: Float64Array;
  /** Price, per budget. */
  readonly nu: Float64Array;
  /** Room above the lower and below the upper bound, per cell. */
  readonly lower: Pairs;
  readonly upper: Pairs;
  /** Per ramp row. */
  readonly ramps: Pairs;
  /** Per effect row. */
  readonly effects: Pairs;
  /** Money short of and over each budget. */
  readonly short: Pairs;
  readonly over: Pairs;
}

/** An all-zero point of the sizes of a program. */
export function zeroPoint({ lower, ramps, effects, budgets }: Program): Point {
  const pairs = (count: number): Pairs => ({
    slack: new Float64Array(count),
    price: new Float64Array(count),
  });
  const cells = lower.length;
  const sums = budgets.amount.length;
  return {
    spend: new Float64Array(cells),
    nu: new Float64Array(sums),
    lower: pairs(cells),
    upper: pairs(cells),
    ramps: pairs(ramps.count),
    effects: pairs(effects.count),
    short: pairs(sums),
    over: pairs(sums),
  };
}

/** Every array of a point, in one order. */
function arraysOf(point: Point): Float64Array[] {
  return [point.spend, point.nu, ...FAMILIES.flatMap((family) => [point[family].slack, point[family].price])];
}

/** Overwrites a point with another. */
export function setPoint(to: Point, from: Point): void {
  const source = arraysOf(from);
  arraysOf(to).forEach((array, k) => {
    array.set(source[k]!);
  });
}

/** Moves a point along a step. */
export function moveInPlace(point: Point, step: Point, length: number): void {
  const changes = arraysOf(step);
  arraysOf(point).forEach((values, k) => {
    const change = changes[k]!;
    for (let at = 0; at < values.length; at++) values[at] = values[at]! + length * change[at]!;
  });
}

/** Least share of a slack or multiplier that a whole step leaves. */
const LEAST_LEFT = 0.1;
/** Least complementarity product after a whole step, as a share of the mean before it. */
const LEAST_PRODUCT = 0.01;

/**
 * Moves a point by a whole step, holding each slack and multiplier on its own above a share of what it was, and each product above a share
 * of the mean.
 *
 * A few pairs that block a step would otherwise shorten it for all; what holding them back leaves undone is left to the residuals.
 *
 * @param product - Mean complementarity product of the point.
 */
export function stepWhole(program: Program, point: Point, step: Point, product: number): void {
  const { lower, upper, isPinned } = program;
  const { spend, nu } = point;
  for (let at = 0; at < spend.length; at++) {
    if (isPinned[at]) continue;
    const most = upper[at]! - LEAST_LEFT * point.upper.slack[at]!;
    const least = lower[at]! + LEAST_LEFT * point.lower.slack[at]!;
    spend[at] = Math.max(least, Math.min(most, spend[at]! + step.spend[at]!));
  }
  for (let g = 0; g < nu.length; g++) nu[g] = nu[g]! + step.nu[g]!;
  for (const family of FAMILIES) {
    const { slack, price } = point[family];
    const change = step[family];
    for (let at = 0; at < slack.length; at++) {
      slack[at] = Math.max(LEAST_LEFT * slack[at]!, slack[at]! + change.slack[at]!);
      price[at] = Math.max(LEAST_LEFT * price[at]!, price[at]! + change.price[at]!);
    }
  }
  measureRoomInPlace(program, point);
  for (const family of FAMILIES) {
    const { slack, price } = point[family];
    for (let at = 0; at < slack.length; at++) {
      if (slack[at] !== 0) price[at] = Math.max(price[at]!, (LEAST_PRODUCT * product) / slack[at]!);
    }
  }
}

/** Room between spend and bounds, from the spend, so that no rounding of steps gathers in it. */
export function measureRoomInPlace({ lower, upper, isPinned }: Program, { spend, ...point }: Point): void {
  for (let at = 0; at < spend.length; at++) {
    if (isPinned[at]) continue;
    point.lower.slack[at] = spend[at]! - lower[at]!;
    point.upper.slack[at] = upper[at]! - spend[at]!;
  }
}

/** Number of pairs of slack and multiplier that a program has. */
export function pairCount({ isPinned, ramps, effects, budgets }: Program): number {
  let count = ramps.count + effects.count;
  for (const pinned of isPinned) count += pinned ? 0 : 2;
  for (const price of budgets.shortPrice) count += price < Infinity ? 1 : 0;
  for (const price of budgets.overPrice) count += price < Infinity ? 1 : 0;
  return count;
}

/** Sum of every product of a slack and its multiplier, after a step of some length. */
export function complementarity(point: Point, step: Point, length: number): number {
  let sum = 0;
  for (const family of FAMILIES) {
    const { slack, price } = point[family];
    const change = step[family];
    for (let at = 0; at < slack.length; at++) {
      sum += (slack[at]! + length * change.slack[at]!) * (price[at]! + length * change.price[at]!);
    }
  }
  return sum;
}

/** The longest step that keeps every slack and multiplier from turning negative. */
export function longest(point: Point, step: Point): number {
  // Largest relative fall: 1 over the length.
  let fall = 0;
  for (const family of FAMILIES) {
    fall = steepest(fall, point[family].slack, step[family].slack);
    fall = steepest(fall, point[family].price, step[family].price);
  }
  return 1 / fall;
}

/** The largest relative fall, or the one given if that is larger. */
function steepest(fall: number, values: Float64Array, changes: Float64Array): number {
  for (let at = 0; at < values.length; at++) {
    if (-changes[at]! > fall * values[at]!) fall = -changes[at]! / values[at]!;
  }
  return fall;
}
