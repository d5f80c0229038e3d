export const MAX_ITERATIONS = 150;
/** Sum of complementary products at which a path ends, in the unit of the measure. */
export const END = 1e-13;
/** Residuals beside it, in the same unit. */
const RESIDUAL = 1e-11;
/** Without progress for so many iterations a path ends where it was best. */
const PATIENCE = 12;
/** How much of the way to the nearest wall a step may go. */
export const NEAR = 0.995;

/** The best point of a path so far, and whether the path goes on. */
export interface BestPoint<Point> {
  readonly best: Point | null;
  /** Whether another iteration is worth its time; `point` is called where this one is the best so far. */
  goesOn(products: number, residual: number, point: () => Point): boolean;
}

/** Keeps the point with the least products and residuals, both in the unit of the measure. */
export function keepBest<Point>(): BestPoint<Point> {
  let best: Point | null = null;
  let [least, since] = [Infinity, 0];
  return {
    get best() {
      return best;
    },
    goesOn(products, residual, point) {
      const merit = Math.max(products / END, residual / RESIDUAL);
      if (Number.isNaN(merit)) return false;
      since = merit < least ? 0 : since + 1;
      if (merit < least) {
        least = merit;
        best = point();
      }
      return merit > 1 && since < PATIENCE;
    },
  };
}
