import { measureRoomInPlace, setPoint, zeroPoint, type Point } from "./point.ts";
import type { Program } from "./program.ts";

/** A point on the way to the optimum of a problem, from which a neighbouring problem can be solved in fewer iterations. */
export interface WarmStart {
  readonly point: Point;
  /** 1 where the spend of a cell was known. */
  readonly isPinned: Uint8Array;
}

/** Least room at a bound, as a share of the width between bounds, for a point to start from. */
const LEAST_ROOM = 1e-6;

/**
 * The point of a neighbouring problem as one to start from: inside the bounds of this one, what else changed being left to
 * the residuals; null where the two differ in what is free to choose.
 */
export function neighbouringPoint(program: Program, { point, isPinned }: WarmStart): Point | null {
  const start = zeroPoint(program);
  const isAlike =
    start.spend.length === point.spend.length &&
    start.nu.length === point.nu.length &&
    start.ramps.slack.length === point.ramps.slack.length &&
    program.isPinned.every((pinned, at) => pinned === isPinned[at]) &&
    hasSamePairs(program, point);
  if (!isAlike) return null;
  setPoint(start, point);
  const { lower, upper } = program;
  for (let at = 0; at < lower.length; at++) {
    const room = program.isPinned[at] ? 0 : LEAST_ROOM * (upper[at]! - lower[at]!);
    start.spend[at] = Math.min(upper[at]! - room, Math.max(lower[at]! + room, start.spend[at]!));
  }
  measureRoomInPlace(program, start);
  return start;
}

/** Whether the same budgets may be missed, which shows in which pairs exist. */
function hasSamePairs({ budgets }: Program, { short, over }: Point): boolean {
  return budgets.amount.every(
    (_, g) =>
      budgets.shortPrice[g]! < Infinity === short.slack[g]! > 0 &&
      budgets.overPrice[g]! < Infinity === over.slack[g]! > 0,
  );
}
