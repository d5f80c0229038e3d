import { budgetRows, sumOfRow } from "./budgets.ts";
import type { ActiveConstraint } from "./certificate.ts";
import { bindingRamp, bound, budgetName, type ConstraintName } from "./constraint.ts";
import type { DualBound, RampPrices } from "./dual-bound.ts";
import { hasLinkedPeriods, type AllocationProblem } from "./problem.ts";
import { rampCeiling, rampFloor } from "./reachable.ts";

/** An allocation with what prices its constraints. */
export interface PricedAllocation {
  readonly problem: AllocationProblem;
  readonly allocation: Float64Array;
  readonly dual: DualBound | null;
  /** Marginal worth of spend, per cell. */
  readonly worth: Float64Array;
  /** Distance from a limit within which it is met, money. */
  readonly tolerance: number;
}

/** Constraints met with equality to within the violation that is tolerated, budgets first. */
export function activeConstraints(priced: PricedAllocation): ActiveConstraint[] {
  const { problem } = priced;
  const active = activeBudgets(priced);
  for (let t = 0; t < problem.periods; t++) {
    for (let i = 0; i < problem.channels.length; i++) {
      active.push(...activeBounds(priced, t, i), ...activeRamps(priced, t, i));
    }
  }
  return active;
}

function activeBudgets({ problem, allocation, dual, tolerance }: PricedAllocation): ActiveConstraint[] {
  return budgetRows(problem)
    .map((row, g) => ({ row, shadowPrice: dual?.multipliers.budget[g] ?? NaN }))
    .filter(({ row }) => !row.isAtMost || row.budget - sumOfRow(problem, row, allocation) <= tolerance)
    .map(({ row, shadowPrice }) => ({ ...budgetName(row), shadowPrice }));
}

function activeBounds(
  { problem, allocation, dual, worth, tolerance }: PricedAllocation,
  t: number,
  i: number,
): ActiveConstraint[] {
  const at = t * problem.channels.length + i;
  const isPriced = dual !== null && arePricesComplete(problem, dual);
  const reduced = isPriced ? worth[at]! - dual.cost[at]! : NaN;
  const active: ActiveConstraint[] = [];
  if (allocation[at]! - problem.lower[at]! <= tolerance) {
    active.push({ ...bound(problem, t, i, "lower"), shadowPrice: Math.max(0, -reduced) });
  }
  if (problem.upper[at]! - allocation[at]! <= tolerance) {
    active.push({ ...bound(problem, t, i, "upper"), shadowPrice: Math.max(0, reduced) });
  }
  return active;
}

function activeRamps(priced: PricedAllocation, t: number, i: number): ActiveConstraint[] {
  const { problem, allocation, tolerance } = priced;
  const n = problem.channels.length;
  const at = t * n + i;
  const { ramp, lastSpend } = problem.channels[i]!;
  const previous = t === 0 ? lastSpend : allocation[at - n]!;
  if (!ramp || previous === null) return [];
  const spend = allocation[at]!;
  const active: ActiveConstraint[] = [];
  if (rampCeiling(ramp, previous) - spend <= tolerance) {
    const name = bindingRamp(problem, t, i, "up", previous);
    active.push({ ...name, shadowPrice: rampPrice(priced, name, at) });
  }
  // A floor of zero under a ramp of 100 % or more is no ramp.
  const floor = rampFloor(ramp, previous);
  if (spend - floor <= tolerance && (floor > 0 || ramp.percentage === null || ramp.percentage < 1)) {
    const name = bindingRamp(problem, t, i, "down", previous);
    active.push({ ...name, shadowPrice: rampPrice(priced, name, at) });
  }
  return active;
}

/** The price of a ramp: the solver's, or, where only the last spend is at its other end, the reduced cost of the cell. */
function rampPrice({ problem, dual, worth }: PricedAllocation, { kind }: ConstraintName, at: number): number {
  if (!dual) return NaN;
  const { ramps } = dual.multipliers;
  if (ramps) return pricesOfKind(ramps, kind)?.[at] ?? NaN;
  if (hasLinkedPeriods(problem)) return NaN;
  const reduced = worth[at]! - dual.cost[at]!;
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
    case "budget_group":
    case "last_spend":
    case "lower":
    case "upper":
      return null;
  }
}

/** Whether every constraint of the problem is priced, so that the bound can be tight. */
export function arePricesComplete(problem: AllocationProblem, { multipliers }: DualBound): boolean {
  return multipliers.ramps !== null || !hasLinkedPeriods(problem);
}
