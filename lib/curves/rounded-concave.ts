import { checkedSpend, type ConcaveCurve } from "./curve.ts";
import { checkKnots, type Knot } from "./piecewise-concave.ts";
import { lastAtMost } from "./search.ts";

/** A concave curve with a continuous slope, and how far it lies below the curve that it rounds. */
export interface RoundedConcave {
  readonly curve: ConcaveCurve;
  /** Largest distance from the piecewise straight curve, contribution per period; it lies below, and on it outside the arcs. */
  readonly largestLoss: number;
}

/**
 * The piecewise straight concave curve with its corners rounded to parabolas, for methods that need a slope without jumps.
 *
 * About each knot the slope falls evenly from that before to that after, over half of the shorter piece beside it to either
 * side: as far as arcs can reach. The area under the slope stays, so that the curve is unchanged outside the arcs.
 *
 * @param knots - As of `piecewiseConcave`.
 * @throws RangeError when knots are out of order.
 */
export function roundedConcave(knots: readonly Knot[]): RoundedConcave {
  checkKnots(knots);
  const spends = [0];
  const slopes = [knots[0]!.slope];
  let largestLoss = 0;
  knots.forEach(({ spend, slope }, j) => {
    const before = spend - (knots[j - 1]?.spend ?? 0);
    const after = (knots[j + 1]?.spend ?? Infinity) - spend;
    const reach = Math.min(before, after) / 2;
    const next = knots[j + 1]?.slope ?? 0;
    spends.push(Math.max(spend - reach, spends.at(-1)!), spend + reach);
    slopes.push(slope, next);
    largestLoss = Math.max(largestLoss, ((slope - next) * reach) / 4);
  });
  return { curve: bySlope(Float64Array.from(spends), Float64Array.from(slopes)), largestLoss };
}

/** The curve that is zero at zero spend and whose slope is straight between nodes and constant after the last. */
function bySlope(spends: Float64Array, slopes: Float64Array): ConcaveCurve {
  const last = spends.length - 1;
  const values = new Float64Array(last + 1);
  for (let j = 0; j < last; j++) {
    values[j + 1] = values[j]! + ((slopes[j]! + slopes[j + 1]!) / 2) * (spends[j + 1]! - spends[j]!);
  }
  const fallOf = (j: number) =>
    j === last || spends[j + 1] === spends[j]
      ? 0
      : (slopes[j + 1]! - slopes[j]!) / (spends[j + 1]! - spends[j]!);
  const bends = spends.map((_, j) => fallOf(j));
  /** The last node at or below the spend. */
  const nodeOf = (spend: number): number => lastAtMost(spends, spend);
  return {
    value(spend) {
      const j = nodeOf(checkedSpend(spend));
      if (j === last) return values[last]!;
      const distance = spend - spends[j]!;
      return values[j]! + distance * (slopes[j]! + (bends[j]! * distance) / 2);
    },
    slope(spend) {
      const j = nodeOf(checkedSpend(spend));
      return j === last ? slopes[last]! : slopes[j]! + bends[j]! * (spend - spends[j]!);
    },
    curvature: (spend) => bends[nodeOf(checkedSpend(spend))]!,
    spendAtSlope(slope) {
      if (Number.isNaN(slope)) return NaN;
      const j = slopes.findIndex((own) => own <= slope);
      if (j <= 0) return j < 0 ? Infinity : 0;
      // In the arc before the node; on a straight piece the least spend is where it begins.
      return (
        spends[j - 1]! +
        ((slope - slopes[j - 1]!) / (slopes[j]! - slopes[j - 1]!)) * (spends[j]! - spends[j - 1]!)
      );
    },
  };
}
