import { relativeGap as gapOf } from "../../gap.ts";
import type { OnIteration } from "../../progress.ts";
import { Heap } from "../heap.ts";
import type { SearchEnd } from "../search.ts";
import { ascended, valueOf, type LinkedPlan } from "./ascent.ts";
import { linkedBound, type LinkedTree } from "./bound.ts";
import { partOf, rootBox, type LinkedBox, type LinkedProblem } from "./box.ts";
import { isKept, relaxed, type LinkedRelaxation } from "./relaxation.ts";

/** What a search ends with; `status` as for cells that only share a budget. */
export interface LinkedEnd {
  readonly status: SearchEnd["status"];
  /** Null where no plan was found. */
  readonly incumbent: LinkedPlan | null;
  readonly tree: LinkedTree;
  /** Boxes that were cut in two. */
  readonly nodes: number;
}

interface OpenBox {
  /** Bound of the box: the greatest is looked at first. */
  readonly key: number;
  readonly box: LinkedBox;
  readonly relaxation: LinkedRelaxation;
  readonly leaf: LinkedTree;
}

/** Of the boxes looked at, every so many-th starts an ascent of its own. */
const ASCENT_EVERY = 16;

/**
 * Best-first branch and bound over boxes of spends and effective spends, with any ramps, carryover, budgets and choices.
 *
 * A box is bounded by the interior point method over its concave envelopes, and cut in two where they make up most. Until a plan is found
 * the search goes straight down instead.
 *
 * @param relativeGap - Distance from bound to best plan, as a share of the latter, at which the search ends.
 */
export function searchLinked(
  linked: LinkedProblem,
  relativeGap: number,
  maxNodes: number,
  onIteration?: OnIteration,
): LinkedEnd {
  const tree: LinkedTree = { prices: null, cut: null };
  let incumbent: LinkedPlan | null = null;
  let nodes = 0;
  let looked = 0;
  const root = rootBox(linked);
  const end = (status: LinkedEnd["status"]): LinkedEnd => ({ status, incumbent, tree, nodes });
  if (!root) return end("exhausted");

  const hasPlan = () => incumbent !== null;
  const isOpen = (bound: number) => !incumbent || bound > incumbent.value + relativeGap * incumbent.value;
  const gapTo = (bound: number) => (incumbent ? gapOf(bound - incumbent.value, bound) : Infinity);
  const keep = (plan: LinkedPlan | null) => {
    if (plan && (!incumbent || plan.value > incumbent.value)) incumbent = plan;
  };
  const look = (box: LinkedBox | null, leaf: LinkedTree, above: number): OpenBox | null | "undefined" => {
    if (!box) return null;
    const relaxation = relaxed(linked, box);
    if (!relaxation) return "undefined";
    // What the whole was priced at bounds its parts too, and may do so better than a search that rounding ended early.
    const inherited = linkedBound(linked, box, leaf.prices);
    const key = Math.min(above, inherited, relaxation.bound);
    if (relaxation.bound < inherited) leaf.prices = relaxation.prices;
    if (!isOpen(key)) return null;
    const { spend } = relaxation;
    const before: LinkedPlan | null = incumbent;
    if (isKept(linked, spend)) keep({ spend, value: valueOf(linked, spend) });
    if (looked++ % ASCENT_EVERY === 0 || incumbent !== before) keep(ascended(linked, root, spend));
    return { key, box, relaxation, leaf };
  };

  const queue = new Heap<OpenBox>();
  const first = look(root, tree, Infinity);
  if (first === "undefined") return end("numerical_error");
  let next: OpenBox | undefined;
  if (first) queue.push(first);
  for (let top = queue.pop(); top && isOpen(top.key); top = next ?? queue.pop()) {
    const { box, relaxation, leaf, key }: OpenBox = top;
    next = undefined;
    if (nodes === maxNodes) return end("iteration_limit");
    if (onIteration?.({ iteration: nodes, gap: gapTo(key) }) === "stop") return end("interrupted");
    const { cut } = relaxation;
    if (!cut) return end("no_progress");
    nodes++;
    const below: LinkedTree = { prices: leaf.prices, cut: null };
    const above: LinkedTree = { prices: leaf.prices, cut: null };
    leaf.cut = { ...cut, below, above };
    leaf.prices = null;
    const parts: OpenBox[] = [];
    for (const [side, part] of [
      ["below", below],
      ["above", above],
    ] as const) {
      const looked = look(partOf(linked, box, cut, side), part, key);
      if (looked === "undefined") return end("numerical_error");
      if (looked) parts.push(looked);
    }
    parts.sort((a, b) => a.key - b.key);
    if (!hasPlan()) next = parts.pop();
    for (const part of parts) queue.push(part);
  }
  return end("exhausted");
}
