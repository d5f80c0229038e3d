import { sumBetween } from "../budgets.ts";
import type { Intervals } from "../reachable.ts";
import { allowedAtLeast, allowedAtMost } from "./choice.ts";
import { partOf, type Group, type Side } from "./group.ts";

/**
 * How the intervals of a group were cut into boxes, and the price at which each box is bounded: the proof of a bound.
 *
 * A tree of cuts covers its root by construction, each cut leaving two parts whose union is the whole.
 */
export interface BoundTree {
  /** Contribution per unit of money, at which the box is bounded; any number gives a valid bound. */
  price: number;
  /** Null for a leaf. */
  cut: {
    readonly cell: number;
    readonly at: number;
    readonly below: BoundTree;
    readonly above: BoundTree;
  } | null;
}

/** One leaf of a tree of cuts. */
export interface BoundedBox {
  /** Null where the cuts, the budget and the choices leave no allocation. */
  readonly box: Intervals | null;
  /** No allocation in the box earns more; −Infinity without a box. */
  readonly bound: number;
}

/**
 * Lagrangian bound on the contribution of every allocation in a box: ν·b + Σ_j max C_j(s) − ν·s over the spends of cell j.
 *
 * Each maximum is exact without any envelope: it lies at the lower end, or where the slope of the concave part is ν (at the upper
 * end if it is still steeper there); where not all spends are allowed, at the allowed spends next to that. By weak duality the bound holds at any price, for
 * convex parts and choices too.
 *
 * @see Boyd and Vandenberghe (2004), Convex Optimization, section 5.1.3
 */
export function boxBound(group: Group, { lower, upper }: Intervals, price: number): number {
  // Spends are priced from the lower ends on, so that money which has no choice does not cancel against the budget.
  let bound = price * (group.budget - sumBetween(lower, 0, lower.length));
  for (let j = 0; j < lower.length; j++) {
    const { value, concavePart } = group.shapes[j]!;
    const choice = group.choices[j] ?? null;
    const [low, high] = [lower[j]!, upper[j]!];
    const inner = Math.min(high, Math.max(low, concavePart.spendAtSlope(price)));
    let best = value(low);
    for (const spend of [allowedAtMost(choice, inner), allowedAtLeast(choice, inner)]) {
      if (spend >= low && spend <= high) best = Math.max(best, value(spend) - price * (spend - low));
    }
    bound += best;
  }
  return bound;
}

/** The leaves of a tree of cuts, each with its box and its bound, from the group, the cuts and the prices alone. */
export function boundedBoxes(group: Group, tree: BoundTree): BoundedBox[] {
  const leaves: BoundedBox[] = [];
  const open: { box: Intervals | null; tree: BoundTree }[] = [{ box: group.root, tree }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { box, tree: node } = next;
    const { cut } = node;
    if (!box || !cut) {
      leaves.push({ box, bound: box ? boxBound(group, box, node.price) : -Infinity });
      continue;
    }
    const part = (side: Side) => partOf(group, box, cut.cell, cut.at, side);
    open.push({ box: part("below"), tree: cut.below }, { box: part("above"), tree: cut.above });
  }
  return leaves;
}
