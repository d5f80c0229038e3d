import { budgetRows, forEachCell, sumOfRow } from "../../budgets.ts";
import type { RampPrices } from "../../dual-bound.ts";
import { effectiveSpend } from "../../problem.ts";
import { rampCosts } from "../../ramp-costs.ts";
import { allowedAtLeast, allowedAtMost, type Choice } from "../choice.ts";
import type { Shape } from "../shape.ts";
import { partOf, rootBox, type LinkedBox, type LinkedCut, type LinkedProblem } from "./box.ts";

/** What the plans of a box are priced with; any prices give a valid bound. */
export interface LinkedPrices {
  /** Price of each of `budgetRows(problem)`; below 0 counts as 0 where less than the budget may be spent. */
  readonly budget: Float64Array;
  readonly ramps: RampPrices;
  /** Price of effective spend against spend, per cell with carryover; what its spend costs where null. */
  readonly link: Float64Array | null;
}

/** How the plans of a problem were cut into boxes, and the prices at which each box is bounded: the proof of a bound. */
export interface LinkedTree {
  /** Of a leaf; null where nothing is priced. */
  prices: LinkedPrices | null;
  /** Null for a leaf. */
  cut: (LinkedCut & { readonly below: LinkedTree; readonly above: LinkedTree }) | null;
}

/**
 * Lagrangian bound on the contribution of every plan in a box (weak duality), curves of any shape:
 * ν·b + λ·h + Σ max over x of w C(x) − (μ_t − alpha μ_{t+1}) x + Σ max over s of (μ − c) s + alpha μ_0 x_{−1}, with s and x in the box and
 * c = Aᵀν + Gᵀλ; without carryover μ = c.
 *
 * All is measured from the least spends on, so that money without a choice does not cancel against the budgets.
 *
 * @see Boyd and Vandenberghe (2004), Convex Optimization, section 5.1.3
 */
export function linkedBound(linked: LinkedProblem, box: LinkedBox, prices: LinkedPrices | null): number {
  const { problem, choices, shapes } = linked;
  const { cost, slack } = costsFrom(linked, box, prices);
  const n = choices.length;
  const from = effectiveSpend(problem, box.lower);
  const link = prices?.link ?? cost;
  let bound = slack;
  for (let at = 0; at < cost.length; at++) {
    const { adstock } = problem.channels[at % n]!;
    if (!adstock) {
      const choice = choices[at % n] ?? null;
      bound += greatest(shapes[at]!, choice, box.lower[at]!, box.upper[at]!, cost[at]!, from[at]!);
      continue;
    }
    const later = at + n < cost.length ? link[at + n]! : 0;
    const own = link[at]! - adstock.alpha * later;
    bound += greatest(shapes[at]!, null, box.least[at]!, box.most[at]!, own, from[at]!);
    bound += Math.max(0, link[at]! - cost[at]!) * (box.upper[at]! - box.lower[at]!);
  }
  return bound;
}

/** Price of spend per cell, Aᵀν + Gᵀλ, and what the prices leave of the limits at the least spends. */
export function costsFrom(
  { problem }: LinkedProblem,
  { lower }: LinkedBox,
  prices: LinkedPrices | null,
): { readonly cost: Float64Array; readonly slack: number } {
  if (!prices) return { cost: new Float64Array(lower.length), slack: 0 };
  const { cost, slack } = rampCosts(problem, prices.ramps, lower);
  let left = slack;
  budgetRows(problem).forEach((row, g) => {
    const price = row.isAtMost ? Math.max(0, prices.budget[g]!) : prices.budget[g]!;
    forEachCell(problem, row, (cell) => (cost[cell] = cost[cell]! + price));
    left += price * (row.budget - sumOfRow(problem, row, lower));
  });
  return { cost, slack: left };
}

/**
 * The greatest C(x) − price · (x − from) over the allowed x of an interval whose ends are allowed: at its lower end, or where the
 * slope of the concave part is the price.
 */
function greatest(
  { value, concavePart }: Shape,
  choice: Choice | null,
  low: number,
  high: number,
  price: number,
  from: number,
): number {
  const inner = Math.min(high, Math.max(low, concavePart.spendAtSlope(price)));
  let best = value(low) - price * (low - from);
  for (const spend of [allowedAtMost(choice, inner), allowedAtLeast(choice, inner)]) {
    if (spend >= low && spend <= high) best = Math.max(best, value(spend) - price * (spend - from));
  }
  return best;
}

/**
 * The bound that a tree of cuts proves, from problem, cuts and prices alone: boxes are rebuilt by the cuts, so that they cover all
 * plans whatever the cuts are. −Infinity where it proves that there is no plan.
 */
export function treeBound(linked: LinkedProblem, tree: LinkedTree): number {
  let bound = -Infinity;
  const open: { box: LinkedBox | null; tree: LinkedTree }[] = [{ box: rootBox(linked), tree }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { box, tree: node } = next;
    if (!box) continue;
    if (!node.cut) {
      const own = linkedBound(linked, box, node.prices);
      if (Number.isNaN(own)) return NaN;
      bound = Math.max(bound, own);
      continue;
    }
    open.push(
      { box: partOf(linked, box, node.cut, "below"), tree: node.cut.below },
      { box: partOf(linked, box, node.cut, "above"), tree: node.cut.above },
    );
  }
  return bound;
}
