import type { AllocationProblem, RampLimit } from "../problem.ts";
import type { RampPrices } from "../dual-bound.ts";
import type { Intervals } from "../reachable.ts";

/** Ramps as rows sign · (x[cell] − factor · x[cell − channels]) ≤ limit; those of the first period hold one cell only. */
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

/** Whether a ramp allows no move at all; it is then no row, which would have no interior, but makes its cells one. */
export function isRigidRamp(ramp: RampLimit | null): boolean {
  return ramp?.absolute === 0 || ramp?.percentage === 0;
}

/**
 * The ramp rows of a problem that still bind something: those between two pinned cells, and rigid ones, are left out.
 *
 * @param pins - Spend of each pinned cell, NaN where the cell is free.
 */
export function rampRows(problem: AllocationProblem, pins: Float64Array): RampRows {
  const n = problem.channels.length;
  const cell: number[] = [];
  const sign: number[] = [];
  const factor: number[] = [];
  const limit: number[] = [];
  const kind: (keyof RampPrices)[] = [];
  for (let at = 0; at < pins.length; at++) {
    const { ramp, lastSpend } = problem.channels[at % n]!;
    const isFirst = at < n;
    const isPriorKnown = isFirst ? lastSpend !== null : !Number.isNaN(pins[at - n]!);
    if (
      !ramp ||
      isRigidRamp(ramp) ||
      (isFirst && lastSpend === null) ||
      (isPriorKnown && !Number.isNaN(pins[at]!))
    )
      continue;
    for (const row of rowsOf(ramp.absolute, ramp.percentage)) {
      cell.push(at);
      sign.push(row.sign);
      factor.push(isFirst ? 0 : row.factor);
      limit.push(row.width + (isFirst ? row.sign * row.factor * (lastSpend ?? NaN) : 0));
      kind.push(row.kind);
    }
  }
  return {
    count: cell.length,
    cell: Int32Array.from(cell),
    sign: Float64Array.from(sign),
    factor: Float64Array.from(factor),
    limit: Float64Array.from(limit),
    kind,
  };
}

function rowsOf(absolute: number | null, percentage: number | null) {
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

/** Relative width under which an interval counts as one spend. */
const PIN_WIDTH = 1e-11;

/** The spend of each cell whose reachable interval is a point, NaN elsewhere. */
export function pinnedSpends({ lower, upper }: Intervals): Float64Array {
  return Float64Array.from(lower, (low, at) => (upper[at]! - low <= PIN_WIDTH * upper[at]! ? low : NaN));
}
