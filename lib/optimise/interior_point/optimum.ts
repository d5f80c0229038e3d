import type { ConcaveCurve } from "../../curves/curve.ts";
import { bestBudgetPrices } from "../budget-prices.ts";
import type { Multipliers } from "../dual-bound.ts";
import type { OnIteration } from "../progress.ts";
import { objective as contribution, type AllocationProblem } from "../problem.ts";
import type { Reach } from "../reachable.ts";
import { followPath, type Objective, type PathEnd, type PathSettings } from "./path.ts";
import { complementarity, type Point } from "./point.ts";
import { rampPrices } from "./prices.ts";
import { byChannel, byPeriod, type Program } from "./program.ts";
import { spendsToStart, startOf } from "./start.ts";
import { feasiblePlan, strictProgram, type StrictProgram } from "./strict.ts";
import { neighbouringPoints, type WarmStart } from "./warm-start.ts";

/** Complementarity, as shares of the objective, of the points that are kept for neighbouring problems: for changes large and small. */
const KEEP_AT = [3e-2, 1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5];
/** Those that large problems keep, whose points are as large as they are. */
const KEEP_FEW_AT = [1e-2, 1e-3, 1e-4];
const LARGE = 20_000;

/** Share of the first affine step from a neighbouring point that must be open; one that is less is dropped. */
const LEAST_OPEN = 0.25;

/** Where the search over all periods ended. */
export interface Optimum {
  readonly status: PathEnd["status"];
  readonly allocation: Float64Array;
  /** Undefined where the budgets leave no choice, so that there is nothing to price. */
  readonly multipliers?: Multipliers;
  readonly warmStart?: WarmStart;
  readonly iterations: number;
}

/** Where to start: near a neighbouring solution, or at a plan that keeps all limits. */
export interface Beginning {
  readonly neighbour?: WarmStart | null;
  /** Money, (period, channel). */
  readonly plan?: Float64Array;
  readonly onIteration?: OnIteration | undefined;
}

/**
 * The best spends of all periods at once, with the prices that prove them.
 *
 * @param reached - `reach(problem)`, without conflicts.
 */
export function simultaneousOptimum(
  problem: AllocationProblem,
  curves: readonly ConcaveCurve[],
  reached: Reach,
  { neighbour = null, plan, onIteration }: Beginning,
): Optimum {
  const { within, rowOf, rows, program } = strictProgram(problem, reached);
  if (!program) return { status: "converged", allocation: within.lower, iterations: 0 };
  const spend = plan ? byChannel(problem, plan) : spendsToStart(problem, program, within, rows);
  const objective = weightedContribution(problem, curves, byPeriod(problem, spend));
  if (objective.scale === 0) {
    // Nothing earns anything: no plan is better than another.
    const any = plan ?? feasiblePlan(problem, reached) ?? within.lower;
    return { status: "converged", allocation: any, iterations: 0 };
  }
  const widths = byChannel(
    problem,
    within.upper.map((high, at) => high - within.lower[at]!),
  );
  const settings = { keepAt: spend.length > LARGE ? KEEP_FEW_AT : KEEP_AT, onIteration };
  const warm = neighbour && fromNeighbour(program, neighbour, objective, settings);
  const end =
    warm?.end ?? followPath(program, startOf(program, spend, widths, objective), objective, settings);
  const { status, point, gradient, kept } = end;
  const allocation = byPeriod(problem, point.spend);
  const budget = pricesOf(problem, curves, reached, allocation, rowOf, point.nu);
  const ramps = rampPrices(problem, program, point, gradient);
  const warmStart = { points: [...(warm?.coarser ?? []), ...kept], isPinned: program.isPinned };
  const iterations = end.iterations + (warm?.tried ?? 0);
  return { status, allocation, multipliers: { budget, ramps }, iterations, warmStart };
}

/** Where a search from a neighbouring solution ended. */
interface FromNeighbour {
  /** Null where no point led to the optimum. */
  readonly end: PathEnd | null;
  /** Points of the neighbour before the one that it began at. */
  readonly coarser: readonly Point[];
  /** Iterations spent on points that led nowhere. */
  readonly tried: number;
}

/** Follows the path from the nearest point of a neighbouring solution whose first step is open. */
function fromNeighbour(
  program: Program,
  neighbour: WarmStart,
  objective: Objective,
  settings: PathSettings,
): FromNeighbour {
  const points = neighbouringPoints(program, neighbour, objective);
  let tried = 0;
  for (let k = points.length - 1; k >= 0; k--) {
    const start = points[k]!;
    const before = complementarity(start, start, 0);
    const end = followPath(program, start, objective, { ...settings, leastOpen: LEAST_OPEN });
    if (end.status === "converged" || end.status === "interrupted") {
      return { end, coarser: neighbour.points.slice(0, k), tried };
    }
    tried += Math.max(1, end.iterations);
    if (end.firstOpen >= LEAST_OPEN) break;
    // What is open of a step grows about as the root of complementarity.
    const asked = before * (LEAST_OPEN / end.firstOpen) ** 2;
    while (k > 0 && complementarity(points[k - 1]!, points[k - 1]!, 0) < asked) k--;
  }
  return { end: null, coarser: [], tried };
}

/** Prices of all budgets: a closed one has no row, and takes the price of its own cells; one that is implied has none. */
function pricesOf(
  problem: AllocationProblem,
  curves: readonly ConcaveCurve[],
  reached: Reach,
  allocation: Float64Array,
  rowOf: StrictProgram["rowOf"],
  nu: Float64Array,
): Float64Array {
  const known = Float64Array.from(rowOf, (g) => (g === "closed" ? NaN : g === "implied" ? 0 : nu[g]!));
  return bestBudgetPrices(problem, curves, reached, allocation, known);
}

/** The objective of a problem as the path needs it, with the contribution of typical spends as its scale. */
function weightedContribution(
  problem: AllocationProblem,
  curves: readonly ConcaveCurve[],
  typical: Float64Array,
): Objective {
  const { periods, periodWeights } = problem;
  const eachInto = (
    effective: Float64Array,
    to: Float64Array,
    derivative: (curve: ConcaveCurve, spend: number) => number,
  ) => {
    curves.forEach((curve, i) => {
      for (let t = 0; t < periods; t++) {
        const weight = periodWeights[t]!;
        const at = i * periods + t;
        to[at] = weight === 0 ? 0 : weight * derivative(curve, effective[at]!);
      }
    });
  };
  return {
    slopeInto: (effective, to) => {
      eachInto(effective, to, (curve, spend) => curve.slope(spend));
    },
    curvatureInto: (effective, to) => {
      eachInto(effective, to, (curve, spend) => -curve.curvature(spend));
    },
    scale: contribution(problem, typical),
  };
}
