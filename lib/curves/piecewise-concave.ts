import { checkedSpend, type ConcaveCurve } from "./curve.ts";
import { lastAtMost } from "./search.ts";

/** Where a piecewise straight curve bends. */
export interface Knot {
  /** Money per period. */
  readonly spend: number;
  /** Marginal contribution up to this spend, from the knot before. */
  readonly slope: number;
}

/**
 * The concave curve that is zero at zero spend, straight up to each knot and level after the last.
 *
 * @param knots - At least one; spends rise from knot to knot and slopes, all above 0, do not.
 * @returns `slope` is that of the next unit of spend, also at a knot; `curvature` is 0, since knots hold all of the bend.
 * @throws RangeError when there is no knot, or spends or slopes are out of order.
 */
export function piecewiseConcave(knots: readonly Knot[]): ConcaveCurve {
  checkKnots(knots);
  const last = knots.length;
  const spends = Float64Array.from([0, ...knots.map(({ spend }) => spend)]);
  const slopes = Float64Array.from([...knots.map(({ slope }) => slope), 0]);
  const values = new Float64Array(last + 1);
  for (let j = 0; j < last; j++) values[j + 1] = values[j]! + slopes[j]! * (spends[j + 1]! - spends[j]!);
  /** The piece that begins at or below the spend. */
  const pieceOf = (spend: number): number => lastAtMost(spends, spend);
  return {
    value(spend) {
      const piece = pieceOf(checkedSpend(spend));
      return piece === last ? values[last]! : values[piece]! + slopes[piece]! * (spend - spends[piece]!);
    },
    slope: (spend) => slopes[pieceOf(checkedSpend(spend))]!,
    curvature(spend) {
      checkedSpend(spend);
      return 0;
    },
    spendAtSlope(slope) {
      if (Number.isNaN(slope)) return NaN;
      const piece = slopes.findIndex((own) => own <= slope);
      return piece < 0 ? Infinity : spends[piece]!;
    },
  };
}

/** Throws RangeError unless there is a knot and spends rise from knot to knot while slopes, all above 0, do not. */
export function checkKnots(knots: readonly Knot[]): void {
  if (knots.length === 0) throw new RangeError("0 knots, expected at least 1");
  let before: Knot = { spend: 0, slope: Infinity };
  for (const [j, knot] of knots.entries()) {
    const isOrdered = knot.spend > before.spend && knot.spend < Infinity && knot.slope <= before.slope;
    if (!(isOrdered && knot.slope > 0 && knot.slope < Infinity)) {
      throw new RangeError(
        `knot ${j} is at spend ${knot.spend} with slope ${knot.slope}, expected a spend above ${before.spend} and a slope above 0, at most ${before.slope}`,
      );
    }
    before = knot;
  }
}
