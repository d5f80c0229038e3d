import { activeConstraints, arePricesComplete } from "./active.ts";
import { budgetRows } from "./budgets.ts";
import type { ConstraintName } from "./constraint.ts";
import { boundableCurves, dualBound, type DualBound, type Multipliers } from "./dual-bound.ts";
import { relativeGap } from "./gap.ts";
import { marginalWorth } from "./marginal-worth.ts";
import { effectiveSpend, objective, type AllocationProblem } from "./problem.ts";
import { reach, type Intervals } from "./reachable.ts";
import { violation, type Violation } from "./violation.ts";

/** A plan is called solved only with a gap of at most this share of the bound. */
export const GAP_TOLERANCE = 1e-8;
/** Constraints hold when none is broken by more than this share of the total budget. */
export const VIOLATION_TOLERANCE = 1e-9;

/** `solved`: feasible and proved optimal; `feasible`: feasible, optimality not proved; `infeasible`: some constraint is broken or undefined. */
export type CertificateStatus = "solved" | "feasible" | "infeasible";

/**
 * What the bound is worth. `lagrangian`: it is tight at the optimum. `reachable_intervals`: ramps between periods are
 * relaxed to the interval each cell can reach, so the gap is an upper estimate. `none`: no bound is known for such
 * curves.
 */
export type BoundKind = "lagrangian" | "reachable_intervals" | "none";

/** A constraint that holds with equality. */
export interface ActiveConstraint extends ConstraintName {
  /** Contribution gained per unit of money by which the limit is loosened; NaN where the bound does not price it. */
  readonly shadowPrice: number;
}

/** Proof of what an allocation is worth, from the problem and the allocation alone. */
export interface Certificate {
  readonly status: CertificateStatus;
  readonly objective: number;
  /** No feasible allocation has a larger objective; NaN where no bound is known. */
  readonly upperBound: number;
  readonly boundKind: BoundKind;
  /** Upper bound less objective, at least 0. */
  readonly gap: number;
  /** See `relativeGap`. */
  readonly relativeGap: number;
  /** Price of each of `budgetRows(problem)`, one total or one per period first: contribution per unit of money added to it. */
  readonly budgetPrice: Float64Array;
  /** All prices that the bound rests on, to check it by; null without a bound. */
  readonly multipliers: Multipliers | null;
  /**
   * Largest over cells of the lesser of two shares: reduced cost (weighted marginal contribution less price) of the
   * largest marginal contribution, and room to move in the direction of gain of the reachable interval. 0 at an optimum;
   * NaN without a bound.
   */
  readonly stationarity: number;
  /** Largest (reduced cost × room to move) over cells, in units of contribution; NaN without a bound. */
  readonly complementarity: number;
  /** Money. */
  readonly violation: Violation;
  readonly active: readonly ActiveConstraint[];
}

/**
 * An independent check of an allocation: its worth, how much better any other could be, and which limits hold it.
 *
 * @param allocation - Money, (period, channel).
 * @param multipliers - Prices found by a solver. They can only tighten the bound, never make it wrong; without them, or
 *   where they leave a gap, the prices of the budgets are found here, and ramps that link periods are relaxed.
 * @throws RangeError when the allocation does not have one spend per period and channel.
 */
export function certify(
  problem: AllocationProblem,
  allocation: Float64Array,
  multipliers?: Multipliers,
): Certificate {
  const cells = problem.lower.length;
  if (allocation.length !== cells) {
    throw new RangeError(`allocation has ${allocation.length} spends, expected ${cells}`);
  }
  const broken = violation(problem, allocation);
  const value = objective(problem, allocation);
  const within = reach(problem);
  const curves = within.conflicts.length === 0 ? boundableCurves(problem) : null;
  const boundWith = (prices?: Multipliers) =>
    curves ? dualBound(problem, curves, within, allocation, prices) : null;
  const given = multipliers ? boundWith(multipliers) : null;
  const isTight = given !== null && Math.abs(given.gap) <= GAP_TOLERANCE * Math.abs(value);
  const dual = isTight ? given : tighter(given, boundWith());
  // Below 0 by rounding, or by money spent that there is not.
  const distance = dual?.gap ?? NaN;
  const gap = distance <= 0 ? 0 : distance;
  const upperBound = value + gap;
  const share = relativeGap(gap, upperBound);
  const tolerance = VIOLATION_TOLERANCE * problem.total;
  const isFeasible = broken.largest <= tolerance;
  const isOptimal = share <= GAP_TOLERANCE && distance >= -GAP_TOLERANCE * Math.abs(value);
  const worth = marginalWorth(problem, effectiveSpend(problem, allocation));
  return {
    status: !isFeasible ? "infeasible" : isOptimal ? "solved" : "feasible",
    objective: value,
    upperBound,
    boundKind: !dual ? "none" : arePricesComplete(problem, dual) ? "lagrangian" : "reachable_intervals",
    gap,
    relativeGap: share,
    budgetPrice: dual?.multipliers.budget ?? new Float64Array(budgetRows(problem).length).fill(NaN),
    multipliers: dual?.multipliers ?? null,
    ...residuals(worth, within, allocation, dual),
    violation: broken,
    active: activeConstraints({ problem, allocation, dual, worth, tolerance }),
  };
}

/** The bound with the smaller gap: every bound holds. */
function tighter(a: DualBound | null, b: DualBound | null): DualBound | null {
  if (!a || !b) return a ?? b;
  return a.gap <= b.gap ? a : b;
}

/** How far a small move along the reduced cost of each cell would lead, and what it would be worth. */
export function residuals(
  worth: Float64Array,
  { lower, upper }: Intervals,
  allocation: Float64Array,
  dual: Pick<DualBound, "cost"> | null,
): { stationarity: number; complementarity: number } {
  if (!dual) return { stationarity: NaN, complementarity: NaN };
  const largest = worth.reduce((most, slope) => (slope < Infinity ? Math.max(most, slope) : most), 0);
  let stationarity = 0;
  let complementarity = 0;
  for (let at = 0; at < allocation.length; at++) {
    const spend = allocation[at]!;
    const reduced = worth[at]! - dual.cost[at]!;
    const room = Math.max(0, reduced > 0 ? upper[at]! - spend : spend - lower[at]!);
    if (room === 0 || reduced === 0) continue;
    complementarity = Math.max(complementarity, Math.abs(reduced) * room);
    stationarity = Math.max(
      stationarity,
      Math.min(Math.abs(reduced) / largest, room / (upper[at]! - lower[at]!)),
    );
  }
  return { stationarity, complementarity };
}
