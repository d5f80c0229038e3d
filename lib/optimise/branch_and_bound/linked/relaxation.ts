import { violation } from "../../violation.ts";
import { allowedAtMost, distanceFromChoice, type Choice } from "../choice.ts";
import { envelopeOf, type Envelope } from "../envelope.ts";
import { linkedBound, type LinkedPrices } from "./bound.ts";
import type { LinkedBox, LinkedCut, LinkedProblem } from "./box.ts";
import { concaveOptimum, type CellCurve } from "./concave.ts";

/** The best plan of a box over envelopes instead of curves. */
export interface LinkedRelaxation {
  /** No plan in the box earns more. */
  readonly bound: number;
  readonly prices: LinkedPrices | null;
  /** Money, (period, channel). */
  readonly spend: Float64Array;
  /** Where the box would be cut; null where it is a point. */
  readonly cut: LinkedCut | null;
}

/** The relaxation of a box; null where a curve is undefined. */
export function relaxed(linked: LinkedProblem, box: LinkedBox): LinkedRelaxation | null {
  const { problem, choices, shapes } = linked;
  const n = choices.length;
  const envelopes = shapes.map((shape, at) => {
    const choice = choices[at % n] ?? null;
    // Whole lots have no smooth envelope: they are settled by cuts.
    const own = choice?.kind === "lots" || problem.channels[at % n]!.adstock ? null : choice;
    return envelopeOf(shape, own, box.least[at]!, box.most[at]!);
  });
  const optimum = concaveOptimum(linked, box, envelopes.map(curveOf));
  if (!optimum) return null;
  const { spend, effective, prices, otherPrices } = optimum;
  const bound = linkedBound(linked, box, prices);
  const other = otherPrices ? linkedBound(linked, box, otherPrices) : Infinity;
  if (Number.isNaN(bound) || Number.isNaN(other)) return null;
  return {
    bound: Math.min(bound, other),
    prices: other < bound ? otherPrices : prices,
    spend,
    cut: cutOf(linked, box, envelopes, spend, effective) ?? halvingCut(linked, box),
  };
}

/** An envelope, which goes on as it begins below its interval: the search may come from there. */
function curveOf({ chordEnd, chordSlope, tail }: Envelope): CellCurve {
  if (Number.isNaN(chordSlope)) return tail;
  return {
    slope: (spend) => (spend < chordEnd ? chordSlope : Math.min(chordSlope, tail.slope(spend))),
    curvature: (spend) => (spend < chordEnd ? 0 : Math.min(0, tail.curvature(spend))),
  };
}

/** A cut at least this share of the chord from its ends, so that both parts shrink. */
const LEAST_SHARE = 0.1;
/** Share of the money within which a spend counts as one that its choice allows. */
const ALLOWED_DISTANCE = 1e-9;
/** Relative width of an interval that is not cut any more. */
const LEAST_WIDTH = 1e-12;

/** Where the envelope makes up most, or a choice is broken by most, near the plan. */
function cutOf(
  linked: LinkedProblem,
  box: LinkedBox,
  envelopes: readonly Envelope[],
  spend: Float64Array,
  effective: Float64Array,
): LinkedCut | null {
  const { problem, choices, shapes } = linked;
  const n = choices.length;
  let worst = 0;
  let cut: LinkedCut | null = null;
  for (let at = 0; at < spend.length; at++) {
    const { value } = shapes[at]!;
    const choice = choices[at % n] ?? null;
    const one = spend[at]!;
    const x = Math.min(box.most[at]!, Math.max(box.least[at]!, effective[at]!));
    const isBroken =
      choice !== null &&
      box.upper[at]! > box.lower[at]! &&
      distanceFromChoice(choice, one) > ALLOWED_DISTANCE * problem.total;
    if (isBroken) {
      const before = Math.max(box.lower[at]!, allowedAtMost(choice, one));
      const excess = value(x) - value(Math.max(0, x - (one - before)));
      if (excess > worst || cut === null) {
        worst = excess;
        cut = { cell: at, at: choiceCut(choice, before), of: "spend" };
      }
      continue;
    }
    const excess = excessOf(envelopes[at]!, value, x);
    if (!(excess > worst) || !(box.most[at]! - box.least[at]! > LEAST_WIDTH * box.most[at]!)) continue;
    worst = excess;
    const { lower, chordEnd } = envelopes[at]!;
    const margin = LEAST_SHARE * (chordEnd - lower);
    const near = Math.min(chordEnd - margin, Math.max(lower + margin, x));
    cut = { cell: at, at: near, of: "effective" };
  }
  return cut;
}

/**
 * The middle of the interval over which a curve rises most, where the plan shows nothing to cut but its prices leave a gap; null where
 * the box is a point.
 */
function halvingCut({ problem, choices, shapes }: LinkedProblem, box: LinkedBox): LinkedCut | null {
  let widest = 0;
  let cut: LinkedCut | null = null;
  for (let at = 0; at < shapes.length; at++) {
    const [low, high] = [box.least[at]!, box.most[at]!];
    const rise = shapes[at]!.value(high) - shapes[at]!.value(low);
    if (!(rise > widest) || !(high - low > LEAST_WIDTH * high)) continue;
    const choice = choices[at % choices.length] ?? null;
    const middle = low + (high - low) / 2;
    const isSpend = choice !== null && !problem.channels[at % choices.length]!.adstock;
    widest = rise;
    cut = isSpend
      ? { cell: at, at: choiceCut(choice, allowedAtMost(choice, middle)), of: "spend" }
      : { cell: at, at: middle, of: "effective" };
  }
  return cut;
}

/** Between an allowed spend and the next, so that the parts have none in common, or at a spend whose neighbours are allowed too. */
function choiceCut(choice: Choice, allowed: number): number {
  if (choice.kind === "lots") return allowed + choice.unit / 2;
  return allowed > 0 ? allowed : choice.least / 2;
}

/** Envelope at a spend less the curve there. */
function excessOf(
  { lower, chordEnd, chordSlope }: Envelope,
  value: (spend: number) => number,
  spend: number,
): number {
  return spend < chordEnd ? value(lower) + chordSlope * (spend - lower) - value(spend) : 0;
}

/** Share of the total budget by which a plan that is kept may break a limit. */
const MISS_TOLERANCE = 1e-10;

/** Whether a plan keeps all limits and choices of a problem. */
export function isKept({ problem, choices }: LinkedProblem, spend: Float64Array): boolean {
  const tolerance = MISS_TOLERANCE * problem.total;
  return (
    violation(problem, spend).largest <= tolerance &&
    spend.every((one, at) => distanceFromChoice(choices[at % choices.length] ?? null, one) <= tolerance)
  );
}
