import type { AllocationProblem } from "../problem.ts";
import { reach } from "../reachable.ts";
import { boundedBoxes, type BoundedBox, type BoundTree } from "./bound.ts";
import { checkChoices, type Choice } from "./choice.ts";
import { groupsOf } from "./group.ts";

/** A bound on every allocation of a problem, with the boxes it rests on. */
export interface GlobalBound {
  /** No feasible allocation earns more; NaN where a curve is neither concave nor S-shaped. */
  readonly upperBound: number;
  /** Boxes of each budget's cells that together hold every allocation (up to the order of like cells), each with its bound. */
  readonly boxes: readonly (readonly BoundedBox[])[];
}

/**
 * The bound that a tree of cuts proves, from problem, cuts and prices alone.
 *
 * Boxes are rebuilt from the bounds of the problem by the cuts, so that they cover it whatever the cuts are; each is bounded by
 * Lagrangian duality, which holds whatever the prices are. Nothing else of a solver is believed.
 *
 * @param trees - One for each budget: the total, or that of each period.
 * @param choices - One per channel, or null.
 * @throws RangeError unless there is one tree per budget and one choice (or null) per channel.
 */
export function globalBound(
  problem: AllocationProblem,
  trees: readonly BoundTree[],
  choices: readonly (Choice | null)[],
): GlobalBound {
  checkChoices(choices, problem.channels.length);
  const groups = groupsOf(problem, reach(problem), choices);
  if (typeof groups === "string") return { upperBound: NaN, boxes: [] };
  if (trees.length !== groups.length) {
    throw new RangeError(`${trees.length} trees of cuts for ${groups.length} budgets`);
  }
  const boxes = groups.map((group, g) => boundedBoxes(group, trees[g]!));
  const bounds = boxes.map((leaves) => leaves.reduce((most, { bound }) => Math.max(most, bound), -Infinity));
  return { upperBound: bounds.reduce((sum, bound) => sum + bound, 0), boxes };
}
