import type { ConcaveCurve } from "../../curves/curve.ts";
import { bestBudgetPrices } from "../budget-prices.ts";
import type { Multipliers } from "../dual-bound.ts";
import type { OnIteration } from "../progress.ts";
import { objective as contribution, type AllocationProblem } from "../problem.ts";
import type { Reach } from "../reachable.ts";
import { followPath, type Objective, type PathEnd } from "./path.ts";
import { rampPrices } from "./prices.ts";
import { byChannel, byPeriod } from "./program.ts";
import { spendsToStart, startOf } from "./start.ts";
import { feasiblePlan, strictProgram, type StrictProgram } from "./strict.ts";
import { neighbouringPoint, type WarmStart } from "./warm-start.ts";

/** Complementarity, as shares of the objective, of the points that are kept for neighbouring problems: for changes large and small. */
const KEEP_AT = [1e-2, 1e-3, 1e-4];
/** The one that large problems keep, whose points are as large as they are. */
const KEEP_ONE_AT = [1e-3];
const LARGE = 20_000;

/** Share of the first step from a neighbouring point that must be open; one that is less is dropped for a start of its own. */
const LEAST_FIRST_STEP = 0.25;

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
  const near = neighbour ? neighbouringPoint(program, neighbour, objective) : null;
  const settings = { keepAt: spend.length > LARGE ? KEEP_ONE_AT : KEEP_AT, onIteration };
  const warm =
    near && followPath(program, near.point, objective, { ...settings, leastFirstStep: LEAST_FIRST_STEP });
  const end =
    warm?.status === "converged" || warm?.status === "interrupted"
      ? warm
      : followPath(program, startOf(program, spend, widths, objective), objective, settings);
  const { status, point, gradient, kept } = end;
  const allocation = byPeriod(problem, point.spend);
  const budget = pricesOf(problem, curves, reached, allocation, rowOf, point.nu);
  const ramps = rampPrices(problem, program, point, gradient);
  const coarser = near && end === warm ? near.coarser : [];
  const warmStart = { points: [...coarser, ...kept], isPinned: program.isPinned };
  const iterations = end.iterations + (warm && warm !== end ? Math.max(1, warm.iterations) : 0);
  return { status, allocation, multipliers: { budget, ramps }, iterations, warmStart };
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
