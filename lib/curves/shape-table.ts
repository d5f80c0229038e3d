import type { Family } from "./family.ts";

/** Shapes in the table: enough that between two of them the curve over the spend observed changes by a few per cent. */
const SHAPES_OF_ONE = 48;
const SHAPES_OF_TWO = [20, 8] as const;

/**
 * The unit curves of a family over the whole of its limits, each of length 1 over the points: which of them has the
 * largest product with a set of contributions has the least sum of squares at its best amplitude.
 *
 * Fits begin at that shape. It takes the place of many starts: where the least squares have several minima, the descent
 * begins in the basin of the best shape of the table.
 */
export class ShapeTable {
  readonly shapes: readonly Float64Array[];
  readonly #units: readonly Float64Array[];

  /** @param spend - In units of the largest spend; some above 0. */
  constructor(family: Family, spend: Float64Array) {
    const kernel = family.unitKernel(spend);
    const derivatives = new Float64Array((family.parameters.length - 1) * spend.length);
    this.shapes = shapesOf(family);
    this.#units = this.shapes.map((shape) => {
      const values = new Float64Array(spend.length);
      kernel(shape, values, derivatives);
      const length = Math.sqrt(values.reduce((total, value) => total + value * value, 0));
      return values.map((value) => value / length);
    });
  }

  /** The index of the best shape for these contributions; -1 where no positive multiple of any shape beats zero. */
  best(contribution: Float64Array): number {
    let best = -1;
    let most = 0;
    for (let j = 0; j < this.#units.length; j++) {
      const unit = this.#units[j]!;
      let product = 0;
      for (let i = 0; i < contribution.length; i++) product += unit[i]! * contribution[i]!;
      if (product > most) {
        most = product;
        best = j;
      }
    }
    return best;
  }
}

/** Shapes evenly spaced in the logarithms of their parameters, from limit to limit. */
function shapesOf(family: Family): Float64Array[] {
  const limits = family.parameters.slice(1);
  const counts = limits.length === 1 ? [SHAPES_OF_ONE] : SHAPES_OF_TWO;
  const grids = limits.map(({ lower, upper }, a) => {
    const count = counts[a]!;
    // The middles of as many intervals: a limit itself holds a descent.
    return Array.from({ length: count }, (_, i) => lower * (upper / lower) ** ((i + 0.5) / count));
  });
  return grids
    .reduce<number[][]>(
      (shapes, grid) => shapes.flatMap((shape) => grid.map((value) => [...shape, value])),
      [[]],
    )
    .map((shape) => Float64Array.from(shape));
}
