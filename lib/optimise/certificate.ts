import { bindingRamp, bound, periodBudget, totalBudget, type ConstraintName } from "./constraint.ts";
import {
  boundableCurves,
  dualBound,
  type DualBound,
  type Multipliers,
  type RampPrices,
} from "./dual-bound.ts";
import { hasLinkedPeriods, objective, type AllocationProblem } from "./problem.ts";
import { rampCeiling, rampFloor, reach, type Reach } from "./reachable.ts";
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
 * curves or carryover.
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
  /** Upper bound less objective. */
  readonly gap: number;
  /** Gap as a share of the bound; 0 where both are 0. */
  readonly relativeGap: number;
  /** Price of each budget, one or one per period: contribution per unit of money added to it. */
  readonly budgetPrice: Float64Array;
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
  const gap = dual?.gap ?? NaN;
  const upperBound = value + gap;
  const relativeGap = gap === 0 ? 0 : gap / Math.abs(upperBound);
  const isFeasible = broken.largest <= VIOLATION_TOLERANCE * problem.total;
  const isOptimal = Math.abs(relativeGap) <= GAP_TOLERANCE;
  return {
    status: !isFeasible ? "infeasible" : isOptimal ? "solved" : "feasible",
    objective: value,
    upperBound,
    boundKind: !dual ? "none" : arePricesComplete(problem, dual) ? "lagrangian" : "reachable_intervals",
    gap,
    relativeGap,
    budgetPrice: dual?.multipliers.budget ?? new Float64Array(problem.perPeriod?.length ?? 1).fill(NaN),
    ...residuals(problem, within, allocation, dual),
    violation: broken,
    active: activeConstraints(problem, allocation, dual),
  };
}

/** The bound with the smaller gap: every bound holds. */
function tighter(a: DualBound | null, b: DualBound | null): DualBound | null {
  if (!a || !b) return a ?? b;
  return a.gap <= b.gap ? a : b;
}

/** Whether every constraint of the problem is priced, so that the bound can be tight. */
function arePricesComplete(problem: AllocationProblem, { multipliers }: DualBound): boolean {
  return multipliers.ramps !== null || !hasLinkedPeriods(problem);
}

/** Marginal contribution of a cell, weighted. */
function marginal({ channels, periodWeights }: AllocationProblem, at: number, spend: number): number {
  const weight = periodWeights[Math.floor(at / channels.length)]!;
  if (!(spend >= 0)) return NaN;
  return weight === 0 ? 0 : weight * channels[at % channels.length]!.curve.slope(spend);
}

/** How far a small move along the reduced cost of each cell would lead, and what it would be worth. */
function residuals(
  problem: AllocationProblem,
  { lower, upper }: Reach,
  allocation: Float64Array,
  dual: DualBound | null,
): { stationarity: number; complementarity: number } {
  if (!dual) return { stationarity: NaN, complementarity: NaN };
  const slopes = allocation.map((spend, at) => marginal(problem, at, spend));
  const largest = slopes.reduce((most, slope) => (slope < Infinity ? Math.max(most, slope) : most), 0);
  let stationarity = 0;
  let complementarity = 0;
  for (let at = 0; at < allocation.length; at++) {
    const spend = allocation[at]!;
    const reduced = slopes[at]! - dual.cost[at]!;
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

/** Constraints met with equality to within the violation that is tolerated, budgets first. */
function activeConstraints(
  problem: AllocationProblem,
  allocation: Float64Array,
  dual: DualBound | null,
): ActiveConstraint[] {
  const n = problem.channels.length;
  const price = dual?.multipliers.budget;
  const budgets = problem.perPeriod
    ? Array.from(problem.perPeriod, (_, t) => ({
        ...periodBudget(problem, t),
        shadowPrice: price?.[t] ?? NaN,
      }))
    : [{ ...totalBudget(problem), shadowPrice: price?.[0] ?? NaN }];
  const limits: ActiveConstraint[] = [];
  for (let t = 0; t < problem.periods; t++) {
    for (let i = 0; i < n; i++) {
      limits.push(
        ...activeBounds(problem, allocation, dual, t, i),
        ...activeRamps(problem, allocation, dual, t, i),
      );
    }
  }
  return [...budgets, ...limits];
}

function activeBounds(
  problem: AllocationProblem,
  allocation: Float64Array,
  dual: DualBound | null,
  t: number,
  i: number,
): ActiveConstraint[] {
  const at = t * problem.channels.length + i;
  const tolerance = VIOLATION_TOLERANCE * problem.total;
  const isPriced = dual !== null && arePricesComplete(problem, dual);
  const reduced = isPriced ? marginal(problem, at, allocation[at]!) - dual.cost[at]! : NaN;
  const active: ActiveConstraint[] = [];
  if (allocation[at]! - problem.lower[at]! <= tolerance) {
    active.push({ ...bound(problem, t, i, "lower"), shadowPrice: Math.max(0, -reduced) });
  }
  if (problem.upper[at]! - allocation[at]! <= tolerance) {
    active.push({ ...bound(problem, t, i, "upper"), shadowPrice: Math.max(0, reduced) });
  }
  return active;
}

function activeRamps(
  problem: AllocationProblem,
  allocation: Float64Array,
  dual: DualBound | null,
  t: number,
  i: number,
): ActiveConstraint[] {
  const n = problem.channels.length;
  const at = t * n + i;
  const { ramp, lastSpend } = problem.channels[i]!;
  const previous = t === 0 ? lastSpend : allocation[at - n]!;
  if (!ramp || previous === null) return [];
  const spend = allocation[at]!;
  const tolerance = VIOLATION_TOLERANCE * problem.total;
  const active: ActiveConstraint[] = [];
  if (rampCeiling(ramp, previous) - spend <= tolerance) {
    const name = bindingRamp(problem, t, i, "up", previous);
    active.push({ ...name, shadowPrice: rampPrice(problem, dual, name, at, spend) });
  }
  // A floor of zero under a ramp of 100 % or more is no ramp.
  const floor = rampFloor(ramp, previous);
  if (spend - floor <= tolerance && (floor > 0 || ramp.percentage === null || ramp.percentage < 1)) {
    const name = bindingRamp(problem, t, i, "down", previous);
    active.push({ ...name, shadowPrice: rampPrice(problem, dual, name, at, spend) });
  }
  return active;
}

/** The price of a ramp: the solver's, or, where only the last spend is at its other end, the reduced cost of the cell. */
function rampPrice(
  problem: AllocationProblem,
  dual: DualBound | null,
  { kind }: ConstraintName,
  at: number,
  spend: number,
): number {
  if (!dual) return NaN;
  const { ramps } = dual.multipliers;
  if (ramps) return pricesOfKind(ramps, kind)?.[at] ?? NaN;
  if (hasLinkedPeriods(problem)) return NaN;
  const reduced = marginal(problem, at, spend) - dual.cost[at]!;
  return Math.max(0, kind.endsWith("up") ? reduced : -reduced);
}

function pricesOfKind(ramps: RampPrices, kind: ConstraintName["kind"]): Float64Array | null {
  switch (kind) {
    case "ramp_absolute_up":
      return ramps.absoluteUp;
    case "ramp_absolute_down":
      return ramps.absoluteDown;
    case "ramp_percentage_up":
      return ramps.percentageUp;
    case "ramp_percentage_down":
      return ramps.percentageDown;
    case "budget_total":
    case "budget_period":
    case "last_spend":
    case "lower":
    case "upper":
      return null;
  }
}
