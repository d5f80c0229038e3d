import { relativeGap as gapOf } from "../gap.ts";
import type { OnIteration } from "../progress.ts";
import type { Intervals } from "../reachable.ts";
import type { BoundTree } from "./bound.ts";
import { allowedAtLeast, allowedAtMost } from "./choice.ts";
import { partOf, type Group } from "./group.ts";
import { Heap } from "./heap.ts";
import { bestNear, valueOf, type Incumbent } from "./incumbent.ts";
import { relaxed, type Relaxation } from "./relaxation.ts";

/** What a search of one group ends with. */
export interface SearchEnd {
  /**
   * `exhausted`: the bound is within the gap asked for, or no box holds an allocation. `no_progress`: a box is too small to be
   * cut, yet its bound is above the gap.
   */
  readonly status: "exhausted" | "iteration_limit" | "no_progress" | "interrupted" | "numerical_error";
  /** Null where no allocation was found. */
  readonly incumbent: Incumbent | null;
  readonly tree: BoundTree;
  /** Boxes that were cut in two. */
  readonly nodes: number;
}

interface OpenBox {
  /** Bound of the box: the greatest is looked at first. */
  readonly key: number;
  readonly box: Intervals;
  readonly relaxation: Relaxation;
  readonly leaf: BoundTree;
}

/**
 * Best-first branch and bound over boxes of spends.
 *
 * The box with the greatest bound is cut in two where its envelopes make up most, so that they fit more closely in both parts.
 * The bound is that of the box at the top of the queue; what lies at or below the best allocation, up to the gap, is left.
 *
 * @param relativeGap - Distance from bound to best allocation, as a share of the latter, at which the search ends.
 * @param start - An allocation known beforehand, money.
 * @see Falk and Soland (1969), Management Science 15, 550–569; Horst and Tuy (1996), Global Optimization, chapter 4
 */
export function search(
  group: Group,
  relativeGap: number,
  maxNodes: number,
  start: Float64Array | null,
  onIteration?: OnIteration,
): SearchEnd {
  const tree: BoundTree = { price: 0, cut: null };
  let incumbent = start ? { spend: start, value: valueOf(group, start) } : null;
  let nodes = 0;
  const { root } = group;
  const end = (status: SearchEnd["status"]): SearchEnd => ({ status, incumbent, tree, nodes });
  if (!root) return end("exhausted");

  const queue = new Heap<OpenBox>();
  const isOpen = (bound: number) => !incumbent || bound > incumbent.value + relativeGap * incumbent.value;
  const gapTo = (bound: number) => (incumbent ? gapOf(bound - incumbent.value, bound) : Infinity);
  const enter = (box: Intervals | null, leaf: BoundTree): boolean => {
    if (!box) return true;
    const relaxation = relaxed(group, box);
    if (!relaxation || Number.isNaN(relaxation.bound)) return false;
    leaf.price = relaxation.price;
    if (!isOpen(relaxation.bound)) return true;
    const found = bestNear(group, root, relaxation);
    if (found && !(incumbent && found.value <= incumbent.value)) incumbent = found;
    queue.push({ key: relaxation.bound, box, relaxation, leaf });
    return true;
  };

  if (!enter(root, tree)) return end("numerical_error");
  for (let top = queue.pop(); top && isOpen(top.key); top = queue.pop()) {
    if (nodes === maxNodes) return end("iteration_limit");
    if (onIteration?.({ iteration: nodes, gap: gapTo(top.key) }) === "stop") return end("interrupted");
    const at = cutOf(group, top);
    if (!at) return end("no_progress");
    nodes++;
    const below: BoundTree = { price: top.relaxation.price, cut: null };
    const above: BoundTree = { price: top.relaxation.price, cut: null };
    top.leaf.cut = { ...at, below, above };
    const areEntered =
      enter(partOf(group, top.box, at.cell, at.at, "below"), below) &&
      enter(partOf(group, top.box, at.cell, at.at, "above"), above);
    if (!areEntered) return end("numerical_error");
  }
  return end("exhausted");
}

/** A cut at least this share of the chord from its ends, so that both parts shrink. */
const LEAST_SHARE = 0.1;

/** Where to cut a box: at the cell whose envelope makes up most, near the spend of the relaxation. Null where no cell can be cut. */
function cutOf(group: Group, { box, relaxation }: OpenBox): { cell: number; at: number } | null {
  const { spend, excess, envelopes } = relaxation;
  let cell = -1;
  for (let j = 0; j < spend.length; j++) {
    if (excess[j]! > (excess[cell] ?? 0)) cell = j;
  }
  if (cell < 0) return null;
  const choice = group.choices[cell] ?? null;
  const [low, high] = [box.lower[cell]!, box.upper[cell]!];
  const { chordEnd } = envelopes[cell]!;
  const margin = LEAST_SHARE * (chordEnd - low);
  const near =
    spend[cell]! < chordEnd
      ? Math.min(chordEnd - margin, Math.max(low + margin, spend[cell]!))
      : spend[cell]!;
  if (!choice) return near > low && near < high ? { cell, at: near } : null;
  // Halfway between two allowed spends, so that the parts have none in common.
  const before = Math.min(allowedAtMost(choice, near), high);
  const after = allowedAtLeast(choice, near);
  if (after > before) return { cell, at: before + (after - before) / 2 };
  if (choice.kind === "zero_or_at_least") return { cell, at: near };
  return { cell, at: near < high ? near + choice.unit / 2 : near - choice.unit / 2 };
}
