import { sumBetween } from "../budgets.ts";
import type { Intervals } from "../reachable.ts";
import { waterLevel } from "../waterfilling/kernel.ts";
import { allowedAtLeast, allowedAtMost, distanceFromChoice } from "./choice.ts";
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
export function valueOf({ shapes }: Group, spend: Float64Array): number {
  let total = 0;
  for (let j = 0; j < spend.length; j++) total += shapes[j]!.value(spend[j]!);
  return total;
}

/**
 * The best allocation near the solution of a relaxation: that solution itself, and those to which the cells it leaves inside a
 * straight stretch lead when all go down to its start, or one goes up to its end, and the rest is polished.
 *
 * @returns Null where none of them spends the budget as the choices allow.
 */
export function bestNear(group: Group, root: Intervals, relaxation: Relaxation): Incumbent | null {
  const { spend, excess } = relaxation;
  const loose = Array.from(excess.keys()).filter((j) => excess[j]! > 0);
  let best = checked(group, spend);
  for (const risen of [-1, ...loose]) {
    const near = spend.map((one, j) => {
      if (!loose.includes(j)) return one;
      const { lower, upper, chordEnd } = relaxation.envelopes[j]!;
      const choice = group.choices[j] ?? null;
      if (one < chordEnd) return j === risen ? chordEnd : lower;
      return j === risen ? Math.min(upper, allowedAtLeast(choice, one)) : allowedAtMost(choice, one);
    });
    const found = polished(group, root, near);
    if (found && !(found.value <= (best?.value ?? -Infinity))) best = found;
  }
  return best;
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

function checked(group: Group, spend: Float64Array): Incumbent | null {
  const rounding = ROUNDING * group.budget;
  const isWhole = group.choices.every(
    (choice, j) => distanceFromChoice(choice, spend[j]!) <= ROUNDING * Math.max(group.budget, spend[j]!),
  );
  const isSpent = Math.abs(sumBetween(spend, 0, spend.length) - group.budget) <= rounding * spend.length;
  return isWhole && isSpent ? { spend, value: valueOf(group, spend) } : null;
}
