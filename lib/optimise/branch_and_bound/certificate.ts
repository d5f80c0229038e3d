import { budgetGroups, type BudgetGroup } from "../budgets.ts";
import {
  certify,
  GAP_TOLERANCE,
  VIOLATION_TOLERANCE,
  type ActiveConstraint,
  type Certificate,
} from "../certificate.ts";
import { relativeGap } from "../gap.ts";
import type { AllocationProblem } from "../problem.ts";
import { reach } from "../reachable.ts";
import type { BoundTree } from "./bound.ts";
import { distanceFromChoice, type Choice } from "./choice.ts";
import { globalBound } from "./global-bound.ts";

/**
 * The certificate of an allocation over curves that need not be concave, or with choices: its bound is that of trees of cuts.
 *
 * Prices, stationarity and complementarity are those of a local optimum, over the cells whose spend can move by a little; the
 * price of a budget is NaN where there is no such cell. Trees that prove less than the allocation earns give no bound: NaN. A choice that is broken makes the status infeasible.
 *
 * @param choices - One per channel, or null.
 * @param allocation - Money, (period, channel).
 * @param trees - One for each budget.
 */
export function certifyGlobally(
  problem: AllocationProblem,
  choices: readonly (Choice | null)[],
  allocation: Float64Array,
  trees: readonly BoundTree[],
): Certificate {
  const n = problem.channels.length;
  const local = certify(problem, allocation);
  const isWhole = allocation.every(
    (spend, at) => distanceFromChoice(choices[at % n] ?? null, spend) <= VIOLATION_TOLERANCE * problem.total,
  );
  const isFeasible = local.status !== "infeasible" && isWhole;
  const proved = globalBound(problem, trees, choices).upperBound;
  // A bound below what is earned is rounding, or else no bound.
  const isBound = proved >= local.objective * (1 - GAP_TOLERANCE);
  const upperBound = isBound ? Math.max(local.objective, proved) : NaN;
  const gap = upperBound - local.objective;
  const share = relativeGap(gap, upperBound);
  const margins = marginsOf(problem, choices, allocation);
  const groups = budgetGroups(problem);
  const budgetPrice = Float64Array.from(groups, (group) => priceOf(margins, group));
  const priceAt = (at: number) => budgetPrice[groups.length > 1 ? Math.floor(at / n) : 0]!;
  return {
    ...local,
    status: !isFeasible ? "infeasible" : share <= GAP_TOLERANCE ? "solved" : "feasible",
    upperBound,
    boundKind: isBound ? "lagrangian" : "none",
    gap,
    relativeGap: share,
    budgetPrice,
    ...residuals(margins, priceAt),
    active: local.active.map((one) => priced(problem, margins, priceAt, one)),
  };
}

/** What a little more or less spend of one cell would mean. */
interface Margin {
  /** Weighted marginal contribution. */
  readonly slope: number;
  /** Money by which the spend can rise and fall; both 0 for a cell whose choice holds it. */
  readonly up: number;
  readonly down: number;
}

function marginsOf(
  problem: AllocationProblem,
  choices: readonly (Choice | null)[],
  allocation: Float64Array,
): Margin[] {
  const n = problem.channels.length;
  const { lower, upper } = reach(problem);
  return Array.from(allocation, (spend, at) => {
    const weight = problem.periodWeights[Math.floor(at / n)]!;
    const slope = weight === 0 ? 0 : weight * problem.channels[at % n]!.curve.slope(spend);
    const choice = choices[at % n] ?? null;
    const isHeld =
      choice?.kind === "lots" || (choice && spend < choice.least - VIOLATION_TOLERANCE * problem.total);
    if (isHeld) return { slope, up: 0, down: 0 };
    const least = Math.max(lower[at]!, choice?.least ?? 0);
    return { slope, up: Math.max(0, upper[at]! - spend), down: Math.max(0, spend - least) };
  });
}

/**
 * The price of a budget at a local optimum: the marginal contribution of the cell with most room both ways; where none has any,
 * the greatest of those that can rise, or else the least of those that can fall.
 */
function priceOf(margins: readonly Margin[], { from, to }: BudgetGroup): number {
  const movable = margins.slice(from, to).filter(({ up, down }) => up + down > 0);
  const room = ({ up, down }: Margin) => Math.min(up, down);
  const freest = movable.reduce<Margin | null>(
    (most, one) => (room(one) > (most ? room(most) : 0) ? one : most),
    null,
  );
  if (freest) return freest.slope;
  const rising = movable.filter(({ up }) => up > 0).map(({ slope }) => slope);
  if (rising.length > 0) return Math.max(...rising);
  return movable.length > 0 ? Math.min(...movable.map(({ slope }) => slope)) : NaN;
}

/** The residuals of a local optimum, as those of `certify`: the lesser of reduced cost and room, and their product. */
function residuals(
  margins: readonly Margin[],
  priceAt: (at: number) => number,
): { stationarity: number; complementarity: number } {
  const largest = margins.reduce((most, { slope }) => (slope < Infinity ? Math.max(most, slope) : most), 0);
  let stationarity = 0;
  let complementarity = 0;
  for (const [at, { slope, up, down }] of margins.entries()) {
    if (up + down === 0) continue;
    const reduced = slope - priceAt(at);
    const room = reduced > 0 ? up : down;
    if (room === 0 || reduced === 0) continue;
    complementarity = Math.max(complementarity, Math.abs(reduced) * room);
    stationarity = Math.max(stationarity, Math.min(Math.abs(reduced) / largest, room / (up + down)));
  }
  return { stationarity, complementarity };
}

/** An active constraint with its price; NaN for a cell whose choice holds it, since its spend cannot follow a limit by a little. */
function priced(
  { channels }: AllocationProblem,
  margins: readonly Margin[],
  priceAt: (at: number) => number,
  one: ActiveConstraint,
): ActiveConstraint {
  const first = ((one.period ?? 1) - 1) * channels.length;
  if (one.channel === null) return { ...one, shadowPrice: priceAt(first) };
  const at = first + channels.findIndex(({ name }) => name === one.channel);
  const { slope, up, down } = margins[at]!;
  const reduced = up + down > 0 ? slope - priceAt(at) : NaN;
  const isFloor = one.kind === "lower" || one.kind.endsWith("down");
  return { ...one, shadowPrice: Math.max(0, isFloor ? -reduced : reduced) };
}
