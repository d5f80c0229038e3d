import type { ConcaveCurve } from "../../curves/curve.ts";
import type { Intervals } from "../reachable.ts";
import { waterLevel } from "../waterfilling/kernel.ts";
import { boxBound } from "./bound.ts";
import { allowedAtLeast, allowedAtMost } from "./choice.ts";
import { envelopeOf, type Envelope } from "./envelope.ts";
import type { Group } from "./group.ts";

/** The best division of a budget over envelopes instead of curves. */
export interface Relaxation {
  readonly price: number;
  /** No allocation in the box earns more. */
  readonly bound: number;
  /** Money per cell; inside a straight stretch of its envelope for one cell at most, but for ties broken by rounding. */
  readonly spend: Float64Array;
  /** Envelope above curve at the allowed spend at or below `spend`: what the envelope makes up, per cell. */
  readonly excess: Float64Array;
  readonly envelopes: readonly Envelope[];
}

/**
 * Water-filling over the concave envelopes of a box, each poured as two cells: its chord and its tail.
 *
 * @returns Null where the search for the price ended in an undefined number.
 */
export function relaxed(group: Group, box: Intervals): Relaxation | null {
  const envelopes = group.shapes.map((shape, j) =>
    envelopeOf(shape, group.choices[j] ?? null, box.lower[j]!, box.upper[j]!),
  );
  const level = pour(envelopes, group.budget);
  if (!level) return null;
  // An infinite slope at the least spend can price a box of one point; there every price gives the same bound.
  const price = level.price < Infinity ? level.price : 0;
  const spend = unsplit(group, envelopes, level.spend);
  const excess = spend.map((one, j) => excessOf(group, envelopes[j]!, j, one));
  return { price, bound: boxBound(group, box, price), spend, excess, envelopes };
}

function pour(
  envelopes: readonly Envelope[],
  budget: number,
): { readonly price: number; readonly spend: Float64Array } | null {
  const curves: ConcaveCurve[] = [];
  const lower: number[] = [];
  const upper: number[] = [];
  for (const envelope of envelopes) {
    curves.push(straight(envelope.chordSlope), shiftedTail(envelope));
    lower.push(envelope.lower, 0);
    upper.push(envelope.chordEnd, envelope.upper - envelope.chordEnd);
  }
  const level = waterLevel({
    curves,
    weights: new Float64Array(curves.length).fill(1),
    lower: Float64Array.from(lower),
    upper: Float64Array.from(upper),
    budget,
  });
  if (level.status === "infeasible" || level.status === "numerical_error") return null;
  const spend = Float64Array.from(envelopes, (_, j) => level.spend[2 * j]! + level.spend[2 * j + 1]!);
  return { price: level.price, spend };
}

/** The chord as a curve; without a chord it is of no length, and its slope of no account. */
function straight(chordSlope: number): ConcaveCurve {
  const steepness = Number.isNaN(chordSlope) ? 0 : chordSlope;
  return {
    value: (spend) => steepness * spend,
    slope: () => steepness,
    curvature: () => 0,
    spendAtSlope: (slope) => (slope >= steepness ? 0 : Infinity),
  };
}

/** The tail as a curve of the spend beyond the chord, never steeper than the chord for rounding. */
function shiftedTail({ chordEnd, chordSlope, tail }: Envelope): ConcaveCurve {
  const steepest = Number.isNaN(chordSlope) ? Infinity : chordSlope;
  return {
    value: (spend) => tail.value(chordEnd + spend),
    slope: (spend) => Math.min(steepest, tail.slope(chordEnd + spend)),
    curvature: (spend) => tail.curvature(chordEnd + spend),
    spendAtSlope: (slope) => Math.max(0, tail.spendAtSlope(slope) - chordEnd),
  };
}

/** Distance from the end of a straight stretch, as a share of it, that counts as rounding. */
const ROUNDING = 1e-10;

/** The straight stretch of an envelope that a spend lies inside; null where the envelope bends or ends. */
function stretchAt(
  group: Group,
  { lower, chordEnd, upper }: Envelope,
  j: number,
  spend: number,
): { from: number; to: number } | null {
  const choice = group.choices[j] ?? null;
  const isOnChord = spend < chordEnd;
  if (!isOnChord && choice?.kind !== "lots") return null;
  const from = isOnChord ? lower : allowedAtMost(choice, spend);
  const to = isOnChord ? chordEnd : Math.min(upper, allowedAtLeast(choice, spend));
  const rounding = ROUNDING * (to - from);
  return spend > from + rounding && spend < to - rounding ? { from, to } : null;
}

/**
 * The same division with as few cells as possible inside a straight stretch.
 *
 * Water-filling divides a tie in proportion over all its cells. All stretches entered have the slope of the price, so money
 * may move among them at no loss: it fills them one after another, in the order of their indices.
 */
function unsplit(group: Group, envelopes: readonly Envelope[], spend: Float64Array): Float64Array {
  const stretches = envelopes.map((envelope, j) => stretchAt(group, envelope, j, spend[j]!));
  let pool = 0;
  stretches.forEach((stretch, j) => {
    if (stretch) pool += spend[j]! - stretch.from;
  });
  return spend.map((one, j) => {
    const stretch = stretches[j];
    if (!stretch) return one;
    const filled = Math.min(pool, stretch.to - stretch.from);
    pool -= filled;
    return stretch.from + filled;
  });
}

/** Envelope at a spend less the curve at the allowed spend at or below it. */
function excessOf(group: Group, envelope: Envelope, j: number, spend: number): number {
  const { value } = group.shapes[j]!;
  const choice = group.choices[j] ?? null;
  const stretch = stretchAt(group, envelope, j, spend);
  if (!stretch) return 0;
  const { from, to } = stretch;
  const share = (spend - from) / (to - from);
  const envelopeValue = value(from) + share * (value(to) - value(from));
  return Math.max(0, envelopeValue - value(allowedAtMost(choice, spend)));
}
