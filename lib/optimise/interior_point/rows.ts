import type { AllocationProblem, RampLimit } from "../problem.ts";
import type { RampPrices } from "../dual-bound.ts";
import { forEachCell, type BudgetRow } from "../budgets.ts";
import type { Intervals } from "../reachable.ts";

/**
 * Ramps as rows sign · (s[cell] − factor · s[cell − 1]) ≤ limit, cells being channel-major; those of the first period hold one
 * cell only. The rows of a cell follow each other.
 */
export interface RampRows {
  readonly count: number;
  readonly cell: Int32Array;
  readonly sign: Float64Array;
  /** Weight of the cell one period earlier; 0 in the first period, whose last spend is part of the limit. */
  readonly factor: Float64Array;
  /** Money. */
  readonly limit: Float64Array;
  readonly kind: readonly (keyof RampPrices)[];
}

/** Whether a ramp allows no move at all; it is then no row, which would have no interior, but makes its channel one cell. */
export function isRigidRamp(ramp: RampLimit | null): boolean {
  return ramp?.absolute === 0 || ramp?.percentage === 0;
}

/**
 * The ramp rows of a problem that still bind something: those between two pinned cells, and rigid ones, are left out.
 *
 * @param isPinned - 1 where the spend of the cell is known; channel-major.
 */
export function rampRows({ channels, periods }: AllocationProblem, isPinned: Uint8Array): RampRows {
  const cell: number[] = [];
  const sign: number[] = [];
  const factor: number[] = [];
  const limit: number[] = [];
  const kind: (keyof RampPrices)[] = [];
  channels.forEach(({ ramp, lastSpend }, i) => {
    if (!ramp || isRigidRamp(ramp)) return;
    const rows = rowsOf(ramp);
    for (let t = lastSpend === null ? 1 : 0; t < periods; t++) {
      const at = i * periods + t;
      if (isPinned[at] && (t === 0 || isPinned[at - 1])) continue;
      for (const row of rows) {
        cell.push(at);
        sign.push(row.sign);
        factor.push(t === 0 ? 0 : row.factor);
        limit.push(row.width + (t === 0 ? row.sign * row.factor * (lastSpend ?? NaN) : 0));
        kind.push(row.kind);
      }
    }
  });
  return {
    count: cell.length,
    cell: Int32Array.from(cell),
    sign: Float64Array.from(sign),
    factor: Float64Array.from(factor),
    limit: Float64Array.from(limit),
    kind,
  };
}

function rowsOf({ absolute, percentage }: RampLimit) {
  const rows: { kind: keyof RampPrices; sign: number; factor: number; width: number }[] = [];
  if (absolute !== null) {
    rows.push({ kind: "absoluteUp", sign: 1, factor: 1, width: absolute });
    rows.push({ kind: "absoluteDown", sign: -1, factor: 1, width: absolute });
  }
  if (percentage !== null) {
    rows.push({ kind: "percentageUp", sign: 1, factor: 1 + percentage, width: 0 });
    // A fall by 100 % or more is no limit.
    if (percentage < 1) rows.push({ kind: "percentageDown", sign: -1, factor: 1 - percentage, width: 0 });
  }
  return rows;
}

/** Left-hand side of a ramp row. */
export function rampValue({ cell, sign, factor }: RampRows, r: number, spend: Float64Array): number {
  const at = cell[r]!;
  return sign[r]! * (spend[at]! - (factor[r] === 0 ? 0 : factor[r]! * spend[at - 1]!));
}

/** Limits of effective spend as rows sign · x[cell] ≤ limit, cells being channel-major. */
export interface EffectRows {
  readonly count: number;
  readonly cell: Int32Array;
  readonly sign: Float64Array;
  /** Money. */
  readonly limit: Float64Array;
}

/** Effective spend that is free. */
export const NO_EFFECT_ROWS: EffectRows = {
  count: 0,
  cell: new Int32Array(0),
  sign: new Float64Array(0),
  limit: new Float64Array(0),
};

/** Relative width under which an interval counts as one spend. */
const PIN_WIDTH = 1e-11;

/** The spend of each cell whose reachable interval is a point, NaN elsewhere. */
export function pinnedSpends({ lower, upper }: Intervals): Float64Array {
  return Float64Array.from(lower, (low, at) => (upper[at]! - low <= PIN_WIDTH * upper[at]! ? low : NaN));
}

/** Whether the spend of some cell of a budget is free. */
export function hasFreeCell(problem: AllocationProblem, pins: Float64Array, row: BudgetRow): boolean {
  let isFree = false;
  forEachCell(problem, row, (cell) => (isFree ||= Number.isNaN(pins[cell]!)));
  return isFree;
}
