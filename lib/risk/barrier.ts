import type { Polytope } from "./polytope.ts";

/** The bounds of a point with their prices, in an interior point method: both are above 0. */
export interface Walls {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Prices of the bounds with the product of price and room the same for all. */
export function wallsAt({ lower, upper }: Polytope, point: Float64Array, barrier: number): Walls {
  return {
    lower: point.map((one, k) => barrier / (one - lower[k]!)),
    upper: point.map((one, k) => barrier / (upper[k]! - one)),
  };
}

/** Sum of price times room over the bounds. */
export function wallProducts({ lower, upper }: Polytope, point: Float64Array, walls: Walls): number {
  let total = 0;
  for (let k = 0; k < point.length; k++) {
    total += walls.lower[k]! * (point[k]! - lower[k]!) + walls.upper[k]! * (upper[k]! - point[k]!);
  }
  return total;
}

/** Adds what the bounds put on the diagonal of the Newton matrix and on its right-hand side. */
export function addWallsInPlace(
  { lower, upper }: Polytope,
  point: Float64Array,
  walls: Walls,
  barrier: number,
  matrix: Float64Array | null,
  right: Float64Array,
): void {
  const n = point.length;
  for (let k = 0; k < n; k++) {
    const below = point[k]! - lower[k]!;
    const above = upper[k]! - point[k]!;
    if (matrix) matrix[k * n + k]! += walls.lower[k]! / below + walls.upper[k]! / above;
    right[k]! += barrier / below - walls.lower[k]! - (barrier / above - walls.upper[k]!);
  }
}

/** How the prices of the bounds change along a step. */
export function wallStep(
  { lower, upper }: Polytope,
  point: Float64Array,
  walls: Walls,
  step: Float64Array,
  barrier: number,
): Walls {
  return {
    lower: walls.lower.map((price, k) => {
      const room = point[k]! - lower[k]!;
      return barrier / room - price - (price / room) * step[k]!;
    }),
    upper: walls.upper.map((price, k) => {
      const room = upper[k]! - point[k]!;
      return barrier / room - price + (price / room) * step[k]!;
    }),
  };
}

/** The largest part of a step that keeps every value above 0, at most `most`. */
export function stepWithin(values: ArrayLike<number>, step: ArrayLike<number>, most: number): number {
  let length = most;
  for (let k = 0; k < values.length; k++) {
    if (step[k]! < 0) length = Math.min(length, -values[k]! / step[k]!);
  }
  return length;
}

/** The same for a point between its bounds. */
export function stepWithinBounds(
  { lower, upper }: Polytope,
  point: Float64Array,
  step: Float64Array,
  most: number,
): number {
  let length = most;
  for (let k = 0; k < point.length; k++) {
    const room = step[k]! < 0 ? point[k]! - lower[k]! : upper[k]! - point[k]!;
    if (step[k]! !== 0) length = Math.min(length, room / Math.abs(step[k]!));
  }
  return length;
}

/** What each row lacks: budget less the sum of its members. */
export function lackOfRows({ rows }: Polytope, point: Float64Array): Float64Array {
  return Float64Array.from(rows, ({ members, budget }) =>
    members.reduce((left, k) => left - point[k]!, budget),
  );
}

/** Adds `length · step` in place. */
export function addInPlace(to: Float64Array, step: Float64Array, length: number): void {
  for (let k = 0; k < to.length; k++) to[k]! += length * step[k]!;
}
