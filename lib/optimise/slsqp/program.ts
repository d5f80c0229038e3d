import { budgetRows, forEachCell, narrowedByBudgets } from "../budgets.ts";
import type { AllocationProblem } from "../problem.ts";
import type { Reach } from "../reachable.ts";

/** Σ coefficients · z + constant, to be 0 or at most 0. */
interface Row {
  readonly cells: readonly number[];
  readonly coefficients: readonly number[];
  readonly constant: number;
}

/**
 * An allocation problem in shares: z runs from 0 to 1 over the interval that bounds, ramps and budgets leave each cell, so that
 * neither the currency nor the size of the budget is seen by the search.
 */
export interface ScaledProgram {
  readonly equalities: readonly Row[];
  /** Each at most 0. */
  readonly inequalities: readonly Row[];
  /** A share of the way from the least to the greatest spends: within bounds, ramps and the total budget. */
  readonly start: Float64Array;
  /** Width of each cell's interval, money. */
  readonly width: Float64Array;
  /** Spend of each cell, money, at shares from 0 to 1; shares beyond are taken for the nearest. */
  readonly spendAt: (z: Float64Array) => Float64Array;
}

export function scaledProgram(problem: AllocationProblem, within: Reach): ScaledProgram {
  const { lower, upper } = narrowedByBudgets(problem, within);
  const width = upper.map((high, at) => high - lower[at]!);
  const inShares = (terms: readonly Term[], constant: number): Row => scaled(terms, constant, lower, width);
  const budgets = budgetRows(problem).map((row) => {
    const terms: Term[] = [];
    forEachCell(problem, row, (cell) => terms.push({ cell, factor: 1 }));
    return { ...inShares(terms, -row.budget), isAtMost: row.isAtMost };
  });
  const ramps = rampTerms(problem).map(({ terms, constant }) => inShares(terms, constant));
  return {
    equalities: budgets.filter(({ isAtMost, cells }) => !isAtMost && cells.length > 0),
    inequalities: [...budgets.filter(({ isAtMost }) => isAtMost), ...ramps].filter(
      ({ cells }) => cells.length > 0,
    ),
    start: startOf(problem, within, lower, width),
    width,
    spendAt: (z) =>
      Float64Array.from(z, (share, at) => {
        const isHigh = share >= 1;
        return isHigh ? upper[at]! : lower[at]! + width[at]! * Math.max(0, share);
      }),
  };
}

interface Term {
  readonly cell: number;
  readonly factor: number;
}

/** A row over spends as one over shares, its largest coefficient 1; cells that cannot move are part of the constant. */
function scaled(terms: readonly Term[], constant: number, lower: Float64Array, width: Float64Array): Row {
  const moving = terms.filter(({ cell }) => width[cell]! > 0);
  const scale = moving.reduce((most, { cell, factor }) => Math.max(most, Math.abs(factor) * width[cell]!), 0);
  const atLower = terms.reduce((sum, { cell, factor }) => sum + factor * lower[cell]!, constant);
  const isStill = scale === 0;
  return {
    cells: isStill ? [] : moving.map(({ cell }) => cell),
    coefficients: moving.map(({ cell, factor }) => (factor * width[cell]!) / scale),
    constant: isStill ? 0 : atLower / scale,
  };
}

/** The rows s_t − s_{t−1} − a ≤ 0, s_{t−1} − s_t − a ≤ 0, s_t − (1+p) s_{t−1} ≤ 0 and (1−p) s_{t−1} − s_t ≤ 0. */
function rampTerms({ channels, periods }: AllocationProblem): { terms: Term[]; constant: number }[] {
  const n = channels.length;
  return channels.flatMap(({ ramp, lastSpend }, i) => {
    const { absolute = null, percentage = null } = ramp ?? {};
    const shapes = [
      ...(absolute === null ? [] : [1, -1].map((sign) => ({ sign, factor: 1, width: absolute }))),
      ...(percentage === null
        ? []
        : [1, -1].map((sign) => ({ sign, factor: 1 + sign * percentage, width: 0 }))),
    ];
    const first = lastSpend === null ? 1 : 0;
    return Array.from({ length: periods - first }, (_, k) => k + first).flatMap((t) =>
      shapes.map(({ sign, factor, width }) => {
        const here = { cell: t * n + i, factor: sign };
        return t === 0
          ? { terms: [here], constant: -sign * factor * (lastSpend ?? 0) - width }
          : { terms: [here, { cell: here.cell - n, factor: -sign * factor }], constant: -width };
      }),
    );
  });
}

/** The shares of a start: the ends of the reachable intervals are paths within all ramps, and so is any mixture of the two. */
function startOf(
  { total }: AllocationProblem,
  within: Reach,
  lower: Float64Array,
  width: Float64Array,
): Float64Array {
  const least = within.lower.reduce((sum, spend) => sum + spend, 0);
  const most = within.upper.reduce((sum, spend) => sum + spend, 0);
  const share = most > least ? Math.min(1, Math.max(0, (total - least) / (most - least))) : 0;
  return lower.map((low, at) => {
    const spend = within.lower[at]! + share * (within.upper[at]! - within.lower[at]!);
    return width[at]! > 0 ? Math.min(1, Math.max(0, (spend - low) / width[at]!)) : 0;
  });
}
