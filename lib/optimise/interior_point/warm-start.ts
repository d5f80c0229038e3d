import type { Objective } from "./path.ts";
import { complementarity, measureRoomInPlace, setPoint, zeroPoint, type Pairs, type Point } from "./point.ts";
import { effectiveInto, marginalInPlace, type Program } from "./program.ts";
import { emptyResiduals, residualsInto, type Residuals } from "./residuals.ts";

/** Points on the way to the optimum of a problem, from which a neighbouring problem can be solved in fewer iterations. */
export interface WarmStart {
  /** Nearer to the optimum one after the other. */
  readonly points: readonly Point[];
  /** 1 where the spend of a cell was known. */
  readonly isPinned: Uint8Array;
}

/** Least room at a bound, as a share of the width between bounds, for a point to start from. */
const LEAST_ROOM = 1e-6;
/** Complementarity of a start as a share of what its residuals could be worth, at least: the central path is then within reach. */
const LEAST_CENTRALITY = 0.005;

/**
 * The points of a neighbouring problem that are worth a start, moved inside the bounds of this one, nearer to the optimum one after the
 * other; what else changed is left to the residuals. The last is the nearest whose complementarity is not small against what the change of the
 * problem is worth there: a step from nearer would at once run into limits.
 *
 * @returns None where the two problems differ in what is free to choose.
 * @see Yildirim and Wright (2002), SIAM J. Optim. 12, 782–810
 */
export function neighbouringPoints(
  program: Program,
  warm: WarmStart,
  objective: Objective,
): readonly Point[] {
  if (differenceOf(program, warm) !== null) return [];
  const residuals = emptyResiduals(program);
  const starts = warm.points.map((point) => movedInside(program, point));
  const last = starts.findLastIndex(
    (start, k) =>
      k === 0 ||
      complementarity(start, start, 0) >=
        LEAST_CENTRALITY * worthOfChange(program, start, objective, residuals),
  );
  return starts.slice(0, last + 1);
}

/**
 * In what a start differs from a program that leaves other things to choose.
 *
 * @returns Words that complete "differs in", or null where it is alike.
 */
export function differenceOf(program: Program, { points, isPinned }: WarmStart): string | null {
  const { lower, budgets, ramps } = program;
  const cells = lower.length;
  const isSize = (point: Point) =>
    [point.spend, point.lower.price, point.upper.price].every(({ length }) => length === cells);
  if (!points.every(isSize) || isPinned.length !== cells) return "its number of channels and periods";
  if (!program.isPinned.every((pinned, at) => pinned === isPinned[at])) {
    return "the spends that limits leave no choice of";
  }
  const hasRamps = ({ slack, price }: Pairs) => slack.length === ramps.count && price.length === ramps.count;
  if (!points.every((point) => hasRamps(point.ramps))) return "its ramps";
  const hasBudgets = ({ nu, short }: Point) =>
    [nu, short.slack, short.price].every(({ length }) => length === budgets.amount.length);
  return points.every((point) => hasBudgets(point) && hasSamePairs(program, point)) ? null : "its budgets";
}

function movedInside(program: Program, point: Point): Point {
  const start = zeroPoint(program);
  setPoint(start, point);
  const { lower, upper } = program;
  for (let at = 0; at < lower.length; at++) {
    const room = program.isPinned[at] ? 0 : LEAST_ROOM * (upper[at]! - lower[at]!);
    start.spend[at] = Math.min(upper[at]! - room, Math.max(lower[at]! + room, start.spend[at]!));
  }
  measureRoomInPlace(program, start);
  return start;
}

/** Contribution that the residuals at a point could be worth. */
function worthOfChange(program: Program, point: Point, objective: Objective, residuals: Residuals): number {
  const effective = new Float64Array(program.lower.length);
  const gradient = new Float64Array(program.lower.length);
  effectiveInto(program, point.spend, effective);
  objective.slopeInto(effective, gradient);
  marginalInPlace(program, gradient);
  residualsInto(program, point, gradient, residuals);
  return (
    sumOfProducts(residuals.stationarity, point.spend) +
    sumOfProducts(residuals.ramps, point.ramps.price) +
    sumOfProducts(residuals.budgets, point.nu)
  );
}

function sumOfProducts(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += Math.abs(a[at]! * b[at]!);
  return sum;
}

/** Whether the same budgets may be missed, which shows in which pairs exist. */
function hasSamePairs({ budgets }: Program, { short, over }: Point): boolean {
  return budgets.amount.every(
    (_, g) =>
      budgets.shortPrice[g]! < Infinity === short.slack[g]! > 0 &&
      budgets.overPrice[g]! < Infinity === over.slack[g]! > 0,
  );
}
