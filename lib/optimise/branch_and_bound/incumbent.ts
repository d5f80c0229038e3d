import { sumBetween } from "../budgets.ts";
import type { Intervals } from "../reachable.ts";
import { waterLevel } from "../waterfilling/kernel.ts";
import { allowedAtMost, nearestAllowed } from "./choice.ts";
import type { Group } from "./group.ts";
import type { Relaxation } from "./relaxation.ts";

/** An allocation of a group within intervals, budget and choices. */
export interface Incumbent {
  readonly spend: Float64Array;
  readonly value: number;
}

/** Relative distance of an allocation from its budget or its choices that counts as rounding. */
const ROUNDING = 1e-12;

/** The contribution of an allocation of the group. */
export function valueOf({ shapes }: Pick<Group, "shapes">, spend: Float64Array): number {
  let total = 0;
  for (let j = 0; j < spend.length; j++) total += shapes[j]!.value(spend[j]!);
  return total;
}

/**
 * The better of two allocations near the solution of a relaxation: that solution itself, and the one to which it leads when cells
 * inside a straight stretch go down to its start and the rest is polished.
 *
 * @returns Null where neither spends the budget as the choices allow.
 */
export function bestNear(group: Group, root: Intervals, relaxation: Relaxation): Incumbent | null {
  const { spend, excess, envelopes } = relaxation;
  const near = spend.map((one, j) => {
    const choice = group.choices[j] ?? null;
    if (excess[j] === 0) return nearestAllowed(choice, one);
    const { lower, chordEnd } = envelopes[j]!;
    return one < chordEnd ? lower : allowedAtMost(choice, one);
  });
  const itself = checked(group, spend);
  const beside = polished(group, root, near);
  return beside && !(itself && itself.value >= beside.value) ? beside : itself;
}

/**
 * The local optimum in the basin of an allocation: cells on the concave part of their curve share what the others leave, by
 * water-filling; cells on the convex part and whole lots stay.
 */
function polished(group: Group, root: Intervals, near: Float64Array): Incumbent | null {
  const n = near.length;
  const lower = Float64Array.from(near);
  const upper = Float64Array.from(near);
  for (let j = 0; j < n; j++) {
    const choice = group.choices[j] ?? null;
    const { inflection } = group.shapes[j]!;
    const isOff = choice?.kind === "zero_or_at_least" && near[j]! < choice.least;
    if (isOff || choice?.kind === "lots" || near[j]! < inflection) continue;
    const least = choice ? choice.least : 0;
    lower[j] = Math.max(root.lower[j]!, inflection, least);
    upper[j] = Math.max(lower[j]!, root.upper[j]!);
  }
  const level = waterLevel({
    curves: group.shapes.map(({ concavePart }) => concavePart),
    weights: new Float64Array(n).fill(1),
    lower,
    upper,
    budget: group.budget,
  });
  return level.status === "infeasible" || level.status === "numerical_error"
    ? null
    : checked(group, level.spend);
}

/** An allocation moved to the allowed spends it is next to; null where it is not next to them, or off the budget. */
function checked({ shapes, choices, budget }: Group, near: Float64Array): Incumbent | null {
  const spend = near.map((one, j) => nearestAllowed(choices[j] ?? null, one));
  const isWhole = spend.every((one, j) => Math.abs(one - near[j]!) <= ROUNDING * Math.max(budget, one));
  const off = Math.abs(sumBetween(spend, 0, spend.length) - budget);
  return isWhole && off <= ROUNDING * budget * spend.length
    ? { spend, value: valueOf({ shapes }, spend) }
    : null;
}
