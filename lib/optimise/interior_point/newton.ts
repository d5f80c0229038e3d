import { factorChain, solveDenseInPlace, solveInPlace, type ChainFactor, type Links } from "./chain.ts";
import { sumBetween, type BudgetGroup } from "../budgets.ts";
import type { RampRows } from "./rows.ts";

/** What is constant over the iterations. */
export interface Program {
  readonly channels: number;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** True where the spend of the cell is known. */
  readonly isPinned: readonly boolean[];
  /** True where a free cell has the spend of the same channel one period earlier. */
  readonly isRigid: readonly boolean[];
  readonly ramps: RampRows;
  readonly budgets: readonly BudgetGroup[];
  /** Price per unit of money by which each budget may be missed; Infinity where it must be met. */
  readonly missPrice: Float64Array;
}

/** Primal and dual unknowns, or a step in them. */
export interface Point {
  /** Spend, per cell. */
  readonly x: Float64Array;
  /** Multipliers of the bounds, per cell. */
  readonly zLower: Float64Array;
  readonly zUpper: Float64Array;
  /** Slack and multiplier, per ramp row. */
  readonly slack: Float64Array;
  readonly lambda: Float64Array;
  /** Price, per budget row. */
  readonly nu: Float64Array;
  /** Money short of and over each budget that may be missed, and their multipliers. */
  readonly short: Float64Array;
  readonly over: Float64Array;
  readonly zShort: Float64Array;
  readonly zOver: Float64Array;
}

/** An all-zero point of the sizes of a program. */
export function zeroPoint({ lower, ramps, budgets }: Program): Point {
  const cells = () => new Float64Array(lower.length);
  const rows = () => new Float64Array(ramps.count);
  const sums = () => new Float64Array(budgets.length);
  return {
    x: cells(),
    zLower: cells(),
    zUpper: cells(),
    slack: rows(),
    lambda: rows(),
    nu: sums(),
    short: sums(),
    over: sums(),
    zShort: sums(),
    zOver: sums(),
  };
}

/** Residuals of the optimality conditions of a point, complementarity apart. */
export interface Residuals {
  /** −∇f + Aᵀν + Gᵀλ − zLower + zUpper, per cell; 0 where pinned, and summed into the last of rigid cells. */
  readonly stationarity: Float64Array;
  /** G x + slack − limit, per ramp row. */
  readonly ramps: Float64Array;
  /** A x + short − over − budget, per budget row. */
  readonly budgets: Float64Array;
  /** Price of missing ± ν less its multiplier, per budget row; 0 where a budget must be met. */
  readonly short: Float64Array;
  readonly over: Float64Array;
}

/** The residuals at a point, given the gradient of the objective there. */
export function residualsAt(program: Program, point: Point, gradient: Float64Array): Residuals {
  const { ramps, budgets, missPrice, isRigid, channels } = program;
  const stationarity = pullsAt(program, point, gradient);
  for (let at = channels; at < stationarity.length; at++) {
    if (!isRigid[at]) continue;
    stationarity[at] = stationarity[at]! + stationarity[at - channels]!;
    stationarity[at - channels] = 0;
  }
  const rampResiduals = point.slack.map(
    (s, r) => rampValue(ramps, r, point.x, channels) + s - ramps.limit[r]!,
  );
  const budgetResiduals = Float64Array.from(
    budgets,
    ({ budget, from, to }, g) => sumBetween(point.x, from, to) + point.short[g]! - point.over[g]! - budget,
  );
  const canMiss = (g: number) => missPrice[g] !== Infinity;
  const short = point.nu.map((nu, g) => (canMiss(g) ? missPrice[g]! + nu - point.zShort[g]! : 0));
  const over = point.nu.map((nu, g) => (canMiss(g) ? missPrice[g]! - nu - point.zOver[g]! : 0));
  return { stationarity, ramps: rampResiduals, budgets: budgetResiduals, short, over };
}

/** −∇f + Aᵀν + Gᵀλ − zLower + zUpper of each cell, 0 where pinned. */
function pullsAt(
  { ramps, budgets, isPinned, channels }: Program,
  point: Point,
  gradient: Float64Array,
): Float64Array {
  const pulls = gradient.map((slope, at) => point.zUpper[at]! - point.zLower[at]! - slope);
  budgets.forEach(({ from, to }, g) => {
    for (let at = from; at < to; at++) pulls[at] = pulls[at]! + point.nu[g]!;
  });
  for (let r = 0; r < ramps.count; r++) {
    const at = ramps.cell[r]!;
    const pull = ramps.sign[r]! * point.lambda[r]!;
    pulls[at] = pulls[at]! + pull;
    if (ramps.factor[r] !== 0) pulls[at - channels] = pulls[at - channels]! - ramps.factor[r]! * pull;
  }
  isPinned.forEach((pinned, at) => {
    if (pinned) pulls[at] = 0;
  });
  return pulls;
}

/** The price of each rigid tie: above 0 where spend would rise against the period before if it could. */
export function rigidPrices(program: Program, point: Point, gradient: Float64Array): Float64Array {
  const { isRigid, channels } = program;
  const pulls = pullsAt(program, point, gradient);
  const prices = new Float64Array(pulls.length);
  for (let at = pulls.length - 1; at >= channels; at--) {
    if (isRigid[at]) prices[at] = (prices[at + channels] ?? 0) - pulls[at]!;
  }
  return prices;
}

/** Left-hand side of a ramp row. */
export function rampValue(
  { cell, sign, factor }: RampRows,
  r: number,
  x: Float64Array,
  channels: number,
): number {
  const at = cell[r]!;
  return sign[r]! * (x[at]! - (factor[r] === 0 ? 0 : factor[r]! * x[at - channels]!));
}

/** The factored Newton matrix of one iteration: a chain matrix for the cells and a small dense one for the budgets. */
export interface Factor {
  readonly chain: ChainFactor;
  /** K⁻¹ a_g for each budget row. */
  readonly columns: readonly Float64Array[];
  /** A K⁻¹ Aᵀ plus what missing a budget allows, row-major. */
  readonly schur: Float64Array;
}

/** Factors the Newton matrix at a point. */
export function factorAt(program: Program, point: Point, curvature: Float64Array): Factor {
  const { budgets, lower, upper, isPinned, channels, missPrice } = program;
  const { x } = point;
  const anchor = x.map((value, at) =>
    isPinned[at]
      ? 1
      : curvature[at]! + point.zLower[at]! / (value - lower[at]!) + point.zUpper[at]! / (upper[at]! - value),
  );
  const chain = factorChain(channels, anchor, linksInto(program, point, anchor), program.isRigid);

  const m = budgets.length;
  const columns = budgets.map(({ from, to }) => {
    const column = new Float64Array(x.length);
    for (let at = from; at < to; at++) column[at] = isPinned[at] ? 0 : 1;
    solveInPlace(chain, column);
    return column;
  });
  const schur = new Float64Array(m * m);
  for (let g = 0; g < m; g++) {
    for (let h = 0; h < m; h++) schur[g * m + h] = sumOf(columns[h]!, budgets[g]!, isPinned);
    const allowance =
      missPrice[g] === Infinity ? 0 : point.short[g]! / point.zShort[g]! + point.over[g]! / point.zOver[g]!;
    schur[g * m + g] = schur[g * m + g]! + allowance;
  }
  return { chain, columns, schur };
}

/** The ramp rows as links between cells; rows with one free cell are added to the anchor of that cell. */
function linksInto({ ramps, isPinned, channels }: Program, point: Point, anchor: Float64Array): Links {
  const w0 = new Float64Array(anchor.length);
  const w1 = new Float64Array(anchor.length);
  const w2 = new Float64Array(anchor.length);
  const spread = new Float64Array(anchor.length);
  for (let r = 0; r < ramps.count; r++) {
    const weight = point.lambda[r]! / point.slack[r]!;
    const at = ramps.cell[r]!;
    const factor = ramps.factor[r]!;
    const isPriorFixed = factor === 0 || isPinned[at - channels]!;
    if (isPriorFixed && !isPinned[at]) anchor[at] = anchor[at]! + weight;
    if (!isPriorFixed && isPinned[at])
      anchor[at - channels] = anchor[at - channels]! + factor * factor * weight;
    if (isPriorFixed || isPinned[at]) continue;
    // The rows of a cell follow each other.
    for (let before = r - 1; before >= 0 && ramps.cell[before] === at; before--) {
      const other = point.lambda[before]! / point.slack[before]!;
      spread[at] = spread[at]! + weight * other * (factor - ramps.factor[before]!) ** 2;
    }
    w0[at] = w0[at]! + weight;
    w1[at] = w1[at]! + weight * factor;
    w2[at] = w2[at]! + weight * factor * factor;
  }
  return { w0, w1, w2, spread };
}

function sumOf(values: Float64Array, { from, to }: BudgetGroup, isPinned: readonly boolean[]): number {
  let sum = 0;
  for (let at = from; at < to; at++) sum += isPinned[at] ? 0 : values[at]!;
  return sum;
}

/**
 * The Newton step towards complementarity products of `target`.
 *
 * @param second - The affine step whose products are corrected for (Mehrotra), or null.
 */
export function newtonStep(
  program: Program,
  point: Point,
  residuals: Residuals,
  factor: Factor,
  target: number,
  second: Point | null,
): Point | null {
  const { ramps, budgets, lower, upper, isPinned, channels, missPrice } = program;
  const step = zeroPoint(program);
  const { x } = point;
  const m = budgets.length;

  // What each complementarity product lacks, with the second-order products of the affine step.
  const lackLower = x.map(
    (value, at) => target - point.zLower[at]! * (value - lower[at]!) - cross(second?.zLower, second?.x, at),
  );
  const lackUpper = x.map(
    (value, at) => target - point.zUpper[at]! * (upper[at]! - value) + cross(second?.zUpper, second?.x, at),
  );
  const lackRamp = point.slack.map(
    (s, r) => target - s * point.lambda[r]! - cross(second?.lambda, second?.slack, r),
  );
  const lackShort = point.short.map(
    (s, g) => target - s * point.zShort[g]! - cross(second?.short, second?.zShort, g),
  );
  const lackOver = point.over.map(
    (s, g) => target - s * point.zOver[g]! - cross(second?.over, second?.zOver, g),
  );

  const rhs = step.x;
  for (let at = 0; at < rhs.length; at++) {
    rhs[at] =
      -residuals.stationarity[at]! +
      lackLower[at]! / (x[at]! - lower[at]!) -
      lackUpper[at]! / (upper[at]! - x[at]!);
  }
  for (let r = 0; r < ramps.count; r++) {
    const pull = (ramps.sign[r]! * (lackRamp[r]! + point.lambda[r]! * residuals.ramps[r]!)) / point.slack[r]!;
    const at = ramps.cell[r]!;
    rhs[at] = rhs[at]! - pull;
    if (ramps.factor[r] !== 0) rhs[at - channels] = rhs[at - channels]! + ramps.factor[r]! * pull;
  }
  isPinned.forEach((pinned, at) => {
    if (pinned) rhs[at] = 0;
  });
  solveInPlace(factor.chain, rhs);

  const canMiss = (g: number) => missPrice[g] !== Infinity;
  // d short = (lack − short · (dν + residual)) / zShort, and likewise over with −dν.
  const shortAtRest = (g: number) =>
    (lackShort[g]! - point.short[g]! * residuals.short[g]!) / point.zShort[g]!;
  const overAtRest = (g: number) => (lackOver[g]! - point.over[g]! * residuals.over[g]!) / point.zOver[g]!;
  for (let g = 0; g < m; g++) {
    const missing = canMiss(g) ? shortAtRest(g) - overAtRest(g) : 0;
    step.nu[g] = sumOf(rhs, budgets[g]!, isPinned) + residuals.budgets[g]! + missing;
  }
  if (!solveDenseInPlace(Float64Array.from(factor.schur), step.nu)) return null;
  for (let g = 0; g < m; g++) {
    const price = step.nu[g]!;
    const column = factor.columns[g]!;
    for (let at = 0; at < rhs.length; at++) rhs[at] = rhs[at]! - price * column[at]!;
    if (!canMiss(g)) continue;
    step.short[g] = shortAtRest(g) - (point.short[g]! * price) / point.zShort[g]!;
    step.over[g] = overAtRest(g) + (point.over[g]! * price) / point.zOver[g]!;
    step.zShort[g] = price + residuals.short[g]!;
    step.zOver[g] = residuals.over[g]! - price;
  }
  for (let at = 0; at < rhs.length; at++) {
    if (isPinned[at]) continue;
    step.zLower[at] = (lackLower[at]! - point.zLower[at]! * rhs[at]!) / (x[at]! - lower[at]!);
    step.zUpper[at] = (lackUpper[at]! + point.zUpper[at]! * rhs[at]!) / (upper[at]! - x[at]!);
  }
  for (let r = 0; r < ramps.count; r++) {
    step.slack[r] = -residuals.ramps[r]! - rampValue(ramps, r, rhs, channels);
    step.lambda[r] = (lackRamp[r]! - point.lambda[r]! * step.slack[r]!) / point.slack[r]!;
  }
  return step;
}

function cross(a: Float64Array | undefined, b: Float64Array | undefined, at: number): number {
  return a && b ? a[at]! * b[at]! : 0;
}
