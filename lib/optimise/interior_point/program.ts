import type { BudgetRow } from "../budgets.ts";
import type { AllocationProblem } from "../problem.ts";
import type { Intervals } from "../reachable.ts";
import type { Chains } from "./chain.ts";
import {
  isRigidRamp,
  NO_EFFECT_ROWS,
  pinnedSpends,
  rampRows,
  type EffectRows,
  type RampRows,
} from "./rows.ts";

/** What is constant over the iterations. Arrays over cells are channel-major, see `Chains`. */
export interface Program extends Chains {
  /** Effective spend of the period before the first, per channel. */
  readonly initial: Float64Array;
  /** Money, per cell. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly ramps: RampRows;
  readonly effects: EffectRows;
  readonly budgets: Budgets;
}

/** Budgets as rows Σ spend + short − over = amount. */
export interface Budgets {
  /** Money. */
  readonly amount: Float64Array;
  /** Price per unit of money short of a budget and over it; Infinity where that may not be, 0 where it costs nothing. */
  readonly shortPrice: Float64Array;
  readonly overPrice: Float64Array;
  /** Rows over all periods that each channel is in. */
  readonly whole: readonly Int32Array[];
  /** For each channel, and each set of rows of one period that it is in, the row of every period; −1 where there is none. */
  readonly periodic: readonly (readonly Int32Array[])[];
}

/** A budget with what it costs to miss it. */
export interface PricedRow {
  readonly row: BudgetRow;
  readonly shortPrice: number;
  readonly overPrice: number;
}

/** A budget that has to be kept. */
export function strictRow(row: BudgetRow): PricedRow {
  return { row, shortPrice: row.isAtMost ? 0 : Infinity, overPrice: Infinity };
}

/** A budget that may be missed at a price per unit of money. */
export function elasticRow(row: BudgetRow, price: number): PricedRow {
  return { row, shortPrice: row.isAtMost ? 0 : price, overPrice: price };
}

/**
 * The program of a problem over some of its budgets, all of which leave a choice.
 *
 * @param within - Reachable intervals, (period, channel); cells whose interval is a point are pinned to it.
 * @param effects - Limits of effective spend, beside those that follow from those of spend.
 */
export function programOf(
  problem: AllocationProblem,
  within: Intervals,
  rows: readonly PricedRow[],
  effects: EffectRows = NO_EFFECT_ROWS,
): Program {
  const { channels, periods } = problem;
  const n = channels.length;
  const isPinned = byChannel(problem, pinnedSpends(within)).map((pin) => (Number.isNaN(pin) ? 0 : 1));
  const isRigid = Uint8Array.from(channels, ({ ramp }, i) =>
    isRigidRamp(ramp) && !isPinned[i * periods] ? 1 : 0,
  );
  return {
    periods,
    carry: Float64Array.from(channels, ({ adstock }) => adstock?.alpha ?? 0),
    initial: Float64Array.from(channels, ({ adstock }) => adstock?.initialCarryover ?? 0),
    isPinned: Uint8Array.from(isPinned),
    isRigid,
    lower: byChannel(problem, problem.lower),
    upper: byChannel(problem, problem.upper),
    ramps: rampRows(problem, Uint8Array.from(isPinned)),
    effects,
    budgets: budgetsOf(rows, n, periods),
  };
}

function budgetsOf(rows: readonly PricedRow[], channels: number, periods: number): Budgets {
  const whole: number[][] = Array.from({ length: channels }, () => []);
  const periodic: Map<string | null, Int32Array>[] = Array.from(
    { length: channels },
    () => new Map<string | null, Int32Array>(),
  );
  rows.forEach(({ row: { members, period, group } }, g) => {
    for (const i of members) {
      if (period === null) {
        whole[i]!.push(g);
        continue;
      }
      const family = periodic[i]!.get(group) ?? new Int32Array(periods).fill(-1);
      family[period] = g;
      periodic[i]!.set(group, family);
    }
  });
  return {
    amount: Float64Array.from(rows, ({ row }) => row.budget),
    shortPrice: Float64Array.from(rows, ({ shortPrice }) => shortPrice),
    overPrice: Float64Array.from(rows, ({ overPrice }) => overPrice),
    whole: whole.map((one) => Int32Array.from(one)),
    periodic: periodic.map((families) => [...families.values()]),
  };
}

/** Values that are (period, channel), channel-major. */
export function byChannel({ channels, periods }: AllocationProblem, values: Float64Array): Float64Array {
  return transposed(values, periods, channels.length);
}

/** Channel-major values as (period, channel). */
export function byPeriod({ channels, periods }: AllocationProblem, values: Float64Array): Float64Array {
  return transposed(values, channels.length, periods);
}

function transposed(values: Float64Array, rows: number, columns: number): Float64Array {
  const out = new Float64Array(values.length);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) out[c * rows + r] = values[r * columns + c]!;
  return out;
}

/** Effective spend, per cell, of spends. */
export function effectiveInto(
  { periods, carry, initial }: Pick<Program, "periods" | "carry" | "initial">,
  spend: Float64Array,
  to: Float64Array,
): void {
  for (let i = 0; i < carry.length; i++) {
    const alpha = carry[i]!;
    let before = initial[i]!;
    for (let at = i * periods; at < (i + 1) * periods; at++) {
      before = spend[at]! + alpha * before;
      to[at] = before;
    }
  }
}

/** Worth of spend, per cell, from the worth of effective spend, in place: spend earns in every period that it is carried to. */
export function marginalInPlace({ periods, carry }: Chains, worth: Float64Array): void {
  for (let i = 0; i < carry.length; i++) {
    const alpha = carry[i]!;
    if (alpha === 0) continue;
    let later = 0;
    for (let at = (i + 1) * periods - 1; at >= i * periods; at--) {
      later = worth[at]! + alpha * later;
      worth[at] = later;
    }
  }
}
