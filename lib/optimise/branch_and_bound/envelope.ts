import type { ConcaveCurve } from "../../curves/curve.ts";
import { allowedAtLeast, allowedAtMost, type Choice } from "./choice.ts";
import type { Shape } from "./shape.ts";

/**
 * The least concave function above a curve on an interval: a chord from its lower end, then a tail that is concave by itself.
 *
 * Where only some spends are allowed it is the envelope of the curve at those spends.
 */
export interface Envelope {
  readonly lower: number;
  readonly upper: number;
  /** Spend at which the chord ends and the tail begins; `lower` where there is no chord, `upper` where there is no tail. */
  readonly chordEnd: number;
  /** Contribution per unit of money along the chord; NaN where there is no chord. */
  readonly chordSlope: number;
  /** The curve from `chordEnd` on, straight between lots; its slope is never above that of the chord. */
  readonly tail: ConcaveCurve;
}

/** The envelope of a curve over the allowed spends of an interval whose ends are allowed. */
export function envelopeOf(shape: Shape, choice: Choice | null, lower: number, upper: number): Envelope {
  const chordEnd = chordEndOf(shape, choice, lower, upper);
  const chordSlope = chordEnd > lower ? slopeBetween(shape, lower, chordEnd) : NaN;
  const tail = choice?.kind === "lots" ? straightBetweenLots(shape, choice.unit, upper) : shape.concavePart;
  return { lower, upper, chordEnd, chordSlope, tail };
}

function slopeBetween({ value }: Shape, from: number, to: number): number {
  return (value(to) - value(from)) / (to - from);
}

function chordEndOf(shape: Shape, choice: Choice | null, lower: number, upper: number): number {
  const tangent = tangentFrom(shape, lower, upper);
  switch (choice?.kind) {
    case undefined:
      return tangent;
    case "zero_or_at_least":
      return lower < choice.least ? Math.min(upper, Math.max(tangent, choice.least)) : tangent;
    case "lots": {
      if (tangent === lower) return lower;
      const before = allowedAtMost(choice, tangent);
      const after = Math.min(upper, allowedAtLeast(choice, tangent));
      const isBeforeBetter =
        before > lower && slopeBetween(shape, lower, before) >= slopeBetween(shape, lower, after);
      return isBeforeBetter ? before : after;
    }
  }
}

/** Relative width of a spend at which its tangent is exact: the chord's slope is flat there, so roundings of it do not matter. */
const TANGENT_WIDTH = 1e-12;
const MAX_STEPS = 100;

/**
 * The spend t at which the line from (l, C(l)) touches the concave part: C(t) − C(l) = C'(t)·(t − l); `upper` where it does
 * not touch before, and `lower` where the curve is concave from there on.
 *
 * C(t) − C(l) − C'(t)·(t − l) rises with t on the concave part, with derivative −C''(t)·(t − l): Newton steps, kept inside a
 * bracket by halving.
 */
function tangentFrom({ value, slope, inflection, concavePart }: Shape, lower: number, upper: number): number {
  if (lower >= inflection) return lower;
  if (upper <= inflection) return upper;
  const start = value(lower);
  const excess = (t: number) => value(t) - start - slope(t) * (t - lower);
  if (excess(upper) <= 0) return upper;
  let low = inflection;
  let high = upper;
  let t = Math.min(upper, 1.5 * inflection);
  for (let step = 0; step < MAX_STEPS && high - low > TANGENT_WIDTH * high; step++) {
    const over = excess(t);
    if (over > 0) high = t;
    else low = t;
    const newton = t + over / (concavePart.curvature(t) * (t - lower));
    const isInside = newton > low && newton < high;
    const next = isInside ? newton : low + (high - low) / 2;
    if (Math.abs(next - t) <= TANGENT_WIDTH * t) return next;
    t = next;
  }
  return t;
}

/** The curve at whole lots, joined by straight lines. `value` is right at lots only. */
function straightBetweenLots({ value, concavePart }: Shape, unit: number, upper: number): ConcaveCurve {
  const lots: Choice = { kind: "lots", unit };
  const slopeFrom = (lot: number) => (value(lot + unit) - value(lot)) / unit;
  return {
    value,
    slope(spend) {
      const lot = allowedAtMost(lots, spend);
      return slopeFrom(lot < upper ? lot : Math.max(0, lot - unit));
    },
    // Bent at lots only: there a spend stays while the price changes by a little, as on an endlessly curved curve.
    curvature: () => -Infinity,
    spendAtSlope(slope) {
      const smooth = concavePart.spendAtSlope(slope);
      if (smooth >= upper) return upper;
      const lot = allowedAtMost(lots, smooth);
      return slopeFrom(lot) > slope ? lot + unit : lot;
    },
  };
}
