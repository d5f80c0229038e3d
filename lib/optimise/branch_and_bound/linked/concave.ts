import { followPath, type Objective } from "../../interior_point/path.ts";
import { rampPrices } from "../../interior_point/prices.ts";
import { byChannel, byPeriod, marginalInPlace, type Program } from "../../interior_point/program.ts";
import { pinnedSpends, type EffectRows } from "../../interior_point/rows.ts";
import { spendsToStart, startOf } from "../../interior_point/start.ts";
import { feasiblePlan, strictProgram } from "../../interior_point/strict.ts";
import { effectiveSpend, type AllocationProblem } from "../../problem.ts";
import { costsFrom, type LinkedPrices } from "./bound.ts";
import type { LinkedBox, LinkedProblem } from "./box.ts";

/** A concave function of the effective spend of one cell. */
export interface CellCurve {
  slope(spend: number): number;
  /** Second derivative: never positive. */
  curvature(spend: number): number;
}

/** The best plan of a box over concave curves, one per cell, with what it is priced at. */
export interface ConcaveOptimum {
  /** Money, (period, channel). */
  readonly spend: Float64Array;
  readonly effective: Float64Array;
  readonly prices: LinkedPrices | null;
  /** Prices that differ in how effective spend is priced, each of them as good as the other to first order. */
  readonly otherPrices: LinkedPrices | null;
}

/** Least difference, relative to the amounts, from what limits of spend imply, of a limit of effective spend that is a row. */
const TIGHTER = 1e-10;
/** Relative width that a limit of effective spend leaves at least, so that there is an interior. */
const LEAST_WIDTH = 1e-9;

/**
 * The plan of a box that is best over concave curves: what the interior point method finds, which is near enough for its prices to
 * bound the box, however it ends.
 *
 * @param curves - One per cell, (period, channel).
 * @returns Null where a curve is undefined.
 */
export function concaveOptimum(
  linked: LinkedProblem,
  box: LinkedBox,
  curves: readonly CellCurve[],
): ConcaveOptimum | null {
  const problem = { ...linked.problem, lower: box.lower, upper: box.upper };
  const { within, rowOf, rows, program } = strictProgram(
    problem,
    { ...box, conflicts: [] },
    effectRows(problem, box),
  );
  if (!program) return settled(problem, within.lower);
  const start = spendsToStart(problem, program, within, rows);
  const objective = objectiveOf(linked, program, curves, byPeriod(problem, start));
  if (Number.isNaN(objective.scale)) return null;
  if (objective.scale === 0) {
    // Nothing earns anything: no plan is better than another.
    return settled(problem, feasiblePlan(problem, { ...box, conflicts: [] }) ?? within.lower);
  }
  const widths = byChannel(
    problem,
    within.upper.map((high, at) => high - within.lower[at]!),
  );
  const { point, gradient } = followPath(program, startOf(program, start, widths, objective), objective);
  const spend = byPeriod(problem, point.spend);
  if (spend.some(Number.isNaN)) return null;
  const effective = effectiveSpend(problem, spend);
  const budget = Float64Array.from(rowOf, (g) => (typeof g === "number" ? point.nu[g]! : 0));
  const plain = { budget, ramps: rampPrices(problem, program, point, gradient), link: null };
  if (!program.carry.some((share) => share > 0))
    return { spend, effective, prices: plain, otherPrices: null };
  const worth = byPeriod(problem, worthOf(program, gradient, point.effects.price));
  const mixed = mixedLink(linked, box, curves, {
    spend,
    effective,
    worth,
    cost: costsFrom(linked, box, plain).cost,
  });
  return {
    spend,
    effective,
    prices: { ...plain, link: mixed },
    otherPrices: { ...plain, link: worth },
  };
}

/** The one plan of a box. */
function settled(problem: AllocationProblem, spend: Float64Array): ConcaveOptimum {
  return { spend, effective: effectiveSpend(problem, spend), prices: null, otherPrices: null };
}

/** The limits of effective spend of a box that limits of spend do not imply. */
function effectRows({ channels, periods }: AllocationProblem, box: LinkedBox): EffectRows {
  const n = channels.length;
  const pins = pinnedSpends(box);
  const cell: number[] = [];
  const sign: number[] = [];
  const limit: number[] = [];
  channels.forEach(({ adstock }, i) => {
    if (!adstock) return;
    let implied = { least: adstock.initialCarryover, most: adstock.initialCarryover };
    let isFree = false;
    for (let t = 0; t < periods; t++) {
      const at = t * n + i;
      isFree ||= Number.isNaN(pins[at]!);
      implied = {
        least: box.lower[at]! + adstock.alpha * implied.least,
        most: box.upper[at]! + adstock.alpha * implied.most,
      };
      if (!isFree) continue;
      const [low, high] = [box.least[at]!, box.most[at]!];
      const room = Math.max(0, LEAST_WIDTH * high - (high - low));
      if (low > implied.least + TIGHTER * implied.most) {
        cell.push(i * periods + t);
        sign.push(-1);
        limit.push(-low + room);
      }
      if (high < implied.most * (1 - TIGHTER)) {
        cell.push(i * periods + t);
        sign.push(1);
        limit.push(high + room);
      }
    }
  });
  return {
    count: cell.length,
    cell: Int32Array.from(cell),
    sign: Float64Array.from(sign),
    limit: Float64Array.from(limit),
  };
}

/** Cell curves, channel-major, as the search along the central path needs them. */
function objectiveOf(
  { problem, shapes }: LinkedProblem,
  { periods }: Program,
  curves: readonly CellCurve[],
  start: Float64Array,
): Objective {
  const n = problem.channels.length;
  const inOrder = Array.from(curves, (_, at) => curves[(at % periods) * n + Math.floor(at / periods)]!);
  const scale = effectiveSpend(problem, start).reduce((sum, spend, at) => sum + shapes[at]!.value(spend), 0);
  return {
    slopeInto: (effective, to) => {
      for (let at = 0; at < to.length; at++) to[at] = inOrder[at]!.slope(effective[at]!);
    },
    curvatureInto: (effective, to) => {
      for (let at = 0; at < to.length; at++) to[at] = -inOrder[at]!.curvature(effective[at]!);
    },
    scale,
  };
}

/** Worth of spend, per cell, less what limits of effective spend make of it. */
function worthOf(program: Program, gradient: Float64Array, prices: Float64Array): Float64Array {
  const { count, cell, sign } = program.effects;
  const pulls = new Float64Array(gradient.length);
  for (let r = 0; r < count; r++) pulls[cell[r]!] = pulls[cell[r]!]! + sign[r]! * prices[r]!;
  marginalInPlace(program, pulls);
  return gradient.map((worth, at) => worth - pulls[at]!);
}

/** The price of effective spend: what spend is worth where a cell is at its bound (nearer than a Newton step), what it costs elsewhere. */
function mixedLink(
  { problem }: LinkedProblem,
  box: LinkedBox,
  curves: readonly CellCurve[],
  { spend, effective, worth, cost }: Readonly<Record<"spend" | "effective" | "worth" | "cost", Float64Array>>,
): Float64Array {
  const n = problem.channels.length;
  return worth.map((own, at) => {
    if (!problem.channels[at % n]!.adstock) return cost[at]!;
    const reduced = own - cost[at]!;
    const room = reduced > 0 ? box.upper[at]! - spend[at]! : spend[at]! - box.lower[at]!;
    return room * -curves[at]!.curvature(effective[at]!) < Math.abs(reduced) ? own : cost[at]!;
  });
}
