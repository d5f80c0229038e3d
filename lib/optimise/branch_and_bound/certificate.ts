import { certify, GAP_TOLERANCE, type ActiveConstraint, type Certificate } from "../certificate.ts";
import type { AllocationProblem } from "../problem.ts";
import { reach } from "../reachable.ts";
import type { BoundTree } from "./bound.ts";
import { distanceFromChoice, type Choice } from "./choice.ts";
import { globalBound } from "./global-bound.ts";

/** Share of the total budget by which a spend may miss its choice: that of the violation tolerated of any constraint. */
const CHOICE_TOLERANCE = 1e-9;

/**
 * The certificate of an allocation over curves that need not be concave, or with choices: the bound is that of a tree of cuts.
 *
 * Stationarity and complementarity are those of a local optimum, over the cells that can move by a little.
 *
 * @param prices - Marginal contribution per unit of money of each budget; NaN where not known.
 */
export function certifyGlobally(
  problem: AllocationProblem,
  choices: readonly (Choice | null)[],
  allocation: Float64Array,
  trees: readonly BoundTree[],
  prices: Float64Array,
): Certificate {
  const local = certify(problem, allocation);
  // The allocation is a lower bound on the bound, which rounding may hide.
  const upperBound = Math.max(local.objective, globalBound(problem, trees, choices).upperBound);
  const gap = upperBound - local.objective;
  const relativeGap = gap === 0 ? 0 : gap / upperBound;
  const n = problem.channels.length;
  const isWhole = allocation.every(
    (spend, at) => distanceFromChoice(choices[at % n]!, spend) <= CHOICE_TOLERANCE * problem.total,
  );
  const isFeasible = local.status !== "infeasible" && isWhole;
  const priceAt = (at: number) => prices[prices.length > 1 ? Math.floor(at / n) : 0]!;
  return {
    ...local,
    status: !isFeasible ? "infeasible" : relativeGap <= GAP_TOLERANCE ? "solved" : "feasible",
    upperBound,
    boundKind: "lagrangian",
    gap,
    relativeGap,
    budgetPrice: prices,
    ...residuals(problem, choices, allocation, priceAt),
    active: local.active.map((one) => priced(problem, choices, allocation, priceAt, one)),
  };
}

function marginal({ channels, periodWeights }: AllocationProblem, at: number, spend: number): number {
  const weight = periodWeights[Math.floor(at / channels.length)]!;
  return weight === 0 ? 0 : weight * channels[at % channels.length]!.curve.slope(spend);
}

/** The residuals of a local optimum, as those of `certify`: the lesser of reduced cost and room, and their product. */
function residuals(
  problem: AllocationProblem,
  choices: readonly (Choice | null)[],
  allocation: Float64Array,
  priceAt: (at: number) => number,
): { stationarity: number; complementarity: number } {
  const { lower, upper } = reach(problem);
  const slopes = allocation.map((spend, at) => marginal(problem, at, spend));
  const largest = slopes.reduce((most, slope) => (slope < Infinity ? Math.max(most, slope) : most), 0);
  let stationarity = 0;
  let complementarity = 0;
  for (let at = 0; at < allocation.length; at++) {
    const spend = allocation[at]!;
    const choice = choices[at % problem.channels.length]!;
    const isFixed = choice?.kind === "lots" || (choice && spend < choice.least * (1 - CHOICE_TOLERANCE));
    if (isFixed) continue;
    const low = choice ? Math.max(choice.least, lower[at]!) : lower[at]!;
    const reduced = slopes[at]! - priceAt(at);
    const room = Math.max(0, reduced > 0 ? upper[at]! - spend : spend - low);
    if (room === 0 || reduced === 0) continue;
    complementarity = Math.max(complementarity, Math.abs(reduced) * room);
    stationarity = Math.max(
      stationarity,
      Math.min(Math.abs(reduced) / largest, room / (upper[at]! - lower[at]!)),
    );
  }
  return { stationarity, complementarity };
}

/** An active constraint with its price; NaN for a channel with a choice, whose spend cannot follow a limit by a little. */
function priced(
  problem: AllocationProblem,
  choices: readonly (Choice | null)[],
  allocation: Float64Array,
  priceAt: (at: number) => number,
  one: ActiveConstraint,
): ActiveConstraint {
  const n = problem.channels.length;
  if (one.channel === null) return { ...one, shadowPrice: priceAt(((one.period ?? 1) - 1) * n) };
  const i = problem.channels.findIndex(({ name }) => name === one.channel);
  const at = ((one.period ?? 1) - 1) * n + i;
  const reduced = choices[i] ? NaN : marginal(problem, at, allocation[at]!) - priceAt(at);
  const isFloor = one.kind === "lower" || one.kind.endsWith("down");
  return { ...one, shadowPrice: Math.max(0, isFloor ? -reduced : reduced) };
}
