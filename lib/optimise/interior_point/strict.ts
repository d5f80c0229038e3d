import { asks, budgetRows, narrowedByBudgets, type BudgetRow } from "../budgets.ts";
import { withoutCarryover, type AllocationProblem } from "../problem.ts";
import type { Intervals, Reach } from "../reachable.ts";
import { violation } from "../violation.ts";
import { followPath } from "./path.ts";
import { byChannel, byPeriod, programOf, strictRow, type PricedRow, type Program } from "./program.ts";
import { hasFreeCell, isRigidRamp, NO_EFFECT_ROWS, pinnedSpends, type EffectRows } from "./rows.ts";
import { spendsToStart, startOf } from "./start.ts";

/** A problem as a program whose budgets must all be kept. */
export interface StrictProgram {
  /** Reachable intervals, narrowed to what the budgets leave. */
  readonly within: Intervals;
  /**
   * For each budget, its row of the program. A budget that leaves its cells no choice is `closed` and has none, nor has one that
   * says nothing new (`implied`).
   */
  readonly rowOf: readonly (number | "closed" | "implied")[];
  readonly rows: readonly PricedRow[];
  /** Null where there is one plan only, which is then either end of `within`. */
  readonly program: Program | null;
}

/**
 * The program of a problem whose reachable intervals are known.
 *
 * @param effects - Limits of effective spend, beside those that follow from those of spend.
 */
export function strictProgram(
  problem: AllocationProblem,
  reached: Reach,
  effects: EffectRows = NO_EFFECT_ROWS,
): StrictProgram {
  const within = narrowedByBudgets(problem, reached);
  const pins = pinnedSpends(within);
  const rows: PricedRow[] = [];
  const rowOf = budgetRows(problem).map((row) => {
    const ask = asks(problem, row.isAtMost ? reached : within, row);
    if (ask === "nothing") return "implied";
    if (ask !== "choice" || !hasFreeCell(problem, pins, row)) return "closed";
    return repeatsEarlier(problem, pins, row) ? "implied" : rows.push(strictRow(row)) - 1;
  });
  const program = pins.some(Number.isNaN) ? programOf(problem, within, rows, effects) : null;
  return { within, rowOf, rows, program };
}

/** Whether no channel of a period can both be chosen and differ from the period before, so that its exact budget says nothing new. */
function repeatsEarlier(
  { channels }: AllocationProblem,
  pins: Float64Array,
  { members, period, isAtMost }: BudgetRow,
): boolean {
  if (period === null || period === 0 || isAtMost) return false;
  const isFixed = (i: number) => !Number.isNaN(pins[period * channels.length + i]!);
  return members.every((i) => isRigidRamp(channels[i]!.ramp) || isFixed(i));
}

/** Money, as a share of the total budget, within which a path counts as meeting all limits. */
const MISS_TOLERANCE = 1e-10;

/**
 * Some plan that keeps all limits and meets all budgets, well inside the limits where there is room; null where none was found, which
 * proves nothing.
 */
export function feasiblePlan(problem: AllocationProblem, reached: Reach): Float64Array | null {
  const spending = withoutCarryover(problem);
  const strict = strictProgram(spending, reached);
  const plan = strict.program ? centreOf(spending, strict, strict.program) : strict.within.lower;
  return violation(problem, plan).largest <= MISS_TOLERANCE * problem.total ? plan : null;
}

/** Where the path ends when every unit of spend is worth the same: with the budgets met, no plan is then better than another. */
function centreOf(
  problem: AllocationProblem,
  { within, rows }: StrictProgram,
  program: Program,
): Float64Array {
  const indifferent = {
    slopeInto: (_: Float64Array, to: Float64Array) => to.fill(1),
    curvatureInto: (_: Float64Array, to: Float64Array) => to.fill(0),
    scale: problem.total,
  };
  const widths = byChannel(
    problem,
    within.upper.map((high, at) => high - within.lower[at]!),
  );
  const start = startOf(program, spendsToStart(problem, program, within, rows), widths, indifferent);
  return byPeriod(problem, followPath(program, start, indifferent).point.spend);
}
