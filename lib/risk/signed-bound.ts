import type { ConcaveCurve } from "../curves/curve.ts";
import type { Polytope } from "./polytope.ts";
import type { RiskProblem } from "./risk-problem.ts";
import { weightedMeanCurve } from "./weighted-mean-curve.ts";

/** Stretches of spend looked at per channel before the bound is taken as it is. */
const MAX_STRETCHES = 400;
/** Share of the plan's worth within which a channel's bound is exact enough. */
const CLOSE = 1e-12;

/** Σ q_d C_d(s) − cost · s as a difference of concave curves: weights above 0 in one, those below 0 in the other. */
interface SignedCurve {
  readonly gains: ConcaveCurve;
  readonly losses: ConcaveCurve;
}

/**
 * What no plan exceeds, by weights of the draws of which some may be below 0: Σ_r y_r b_r + Σ_i max over s of Σ_d q_d C_di(s) − c_i s.
 *
 * mean − κ·sd is the least Σ q_d f_d over weights with Σ q = 1 and Σ (q − 1/D)² ≤ κ²/D, whatever their sign, so that this bounds it
 * for any such weights and any prices y. The weighted curve of a channel need not be concave: its maximum is enclosed by branch and
 * bound, the part with negative weights replaced by its chord on each stretch.
 *
 * @param weights - q, one per draw.
 * @param prices - y, contribution per money, one per row of the polytope; of an at-most budget at least 0.
 * @param plan - Money per channel: where the maxima are expected.
 */
export function signedBound(
  { draws, expected }: RiskProblem,
  polytope: Polytope,
  weights: Float64Array,
  prices: Float64Array,
  plan: Float64Array,
): number {
  const above = weights.map((weight) => Math.max(0, weight));
  const below = weights.map((weight) => Math.max(0, -weight));
  const signed = draws.map((curves, i): SignedCurve => {
    const scale = expected.upper[i]! > 0 ? expected.upper[i]! : 1;
    return {
      gains: weightedMeanCurve(curves, above, scale),
      losses: weightedMeanCurve(curves, below, scale),
    };
  });
  const worth = signed.map(({ gains, losses }, i) => gains.value(plan[i]!) - losses.value(plan[i]!));
  const close = CLOSE * Math.abs(worth.reduce((sum, one) => sum + one, 0));
  const cost = new Float64Array(polytope.lower.length);
  let bound = 0;
  polytope.rows.forEach(({ members, budget }, r) => {
    const isAtMost = members.some((k) => k >= polytope.free.length);
    const price = isAtMost ? Math.max(0, prices[r]!) : prices[r]!;
    for (const k of members) cost[k]! += price;
    bound += price * budget * polytope.unit;
  });
  worth.forEach((one, i) => {
    const k = polytope.free.indexOf(i);
    if (k < 0) {
      bound += one;
      return;
    }
    const [lower, upper] = [polytope.lower[k]! * polytope.unit, polytope.upper[k]! * polytope.unit];
    bound += largestOf(signed[i]!, cost[k]!, lower, upper, plan[i]!, close);
  });
  return bound;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly most: number;
}

/** An upper bound on gains(s) − losses(s) − cost · s between two spends, exact to `close` where stretches suffice. */
function largestOf(
  { gains, losses }: SignedCurve,
  cost: number,
  lower: number,
  upper: number,
  near: number,
  close: number,
): number {
  let best = gains.value(near) - losses.value(near) - cost * near;
  const enclosed = (from: number, to: number): Stretch => {
    const rise = (losses.value(to) - losses.value(from)) / (to - from);
    const inner = Math.min(to, Math.max(from, gains.spendAtSlope(cost + rise)));
    const gained = gains.value(inner) - cost * inner;
    best = Math.max(best, gained - losses.value(inner));
    return { from, to, most: gained - losses.value(from) - rise * (inner - from) };
  };
  const middle = near > lower && near < upper ? near : lower + (upper - lower) / 2;
  let open = [enclosed(lower, middle), enclosed(middle, upper)];
  let settled = -Infinity;
  for (let count = 2; count < MAX_STRETCHES && open.length > 0; count += 2) {
    open.sort((a, b) => a.most - b.most);
    const widest = open.pop()!;
    if (widest.most <= best + close) return Math.max(settled, widest.most);
    const half = widest.from + (widest.to - widest.from) / 2;
    if (!(half > widest.from && half < widest.to)) settled = Math.max(settled, widest.most);
    else open = [...open, enclosed(widest.from, half), enclosed(half, widest.to)];
  }
  return open.reduce((most, stretch) => Math.max(most, stretch.most), settled);
}
