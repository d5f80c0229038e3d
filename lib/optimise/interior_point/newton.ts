import { emptyBudgetSystem, factorBudgets, solveBudgetsInPlace, type BudgetSystem } from "./budget-system.ts";
import { emptyFactor, factorChains, solveChainsInPlace, type ChainFactor, type ChainForm } from "./chain.ts";
import { zeroPoint, type Pairs, type Point } from "./point.ts";
import { effectiveInto, type Program } from "./program.ts";
import { addEffectPulls, addRampPulls, clearPinned, emptyResiduals, type Residuals } from "./residuals.ts";
import { rampValue } from "./rows.ts";
import { addPrices, sumsOf } from "./sums.ts";

/** What the pairs of a family do to their cells; both arrays are 0 for pairs that do not exist. */
export interface Barrier {
  /** 1 / slack */
  readonly inverse: Float64Array;
  /** price / slack: how strongly the pair resists a change of its slack. */
  readonly stiffness: Float64Array;
  /** What the multiplier changes by while the slack does not. */
  readonly aim: Float64Array;
}

const FAMILIES = ["lower", "upper", "ramps", "effects", "short", "over"] as const;
type Family = (typeof FAMILIES)[number];

/** Everything that an iteration writes, allocated once. */
export interface Workspace {
  readonly residuals: Residuals;
  readonly form: ChainForm;
  readonly factor: ChainFactor;
  readonly budgets: BudgetSystem;
  readonly affine: Point;
  readonly step: Point;
  readonly barriers: Readonly<Record<Family, Barrier>>;
  /** Of effective spend before the first period, where a change of it is followed: none. */
  readonly unmoved: Float64Array;
  readonly scratch: Float64Array;
  readonly spread: Float64Array;
}

/** A workspace of the sizes of a program. */
export function workspaceOf(program: Program): Workspace {
  const cells = () => new Float64Array(program.lower.length);
  const rows = () => new Float64Array(program.ramps.count);
  const effects = () => new Float64Array(program.effects.count);
  const sums = () => new Float64Array(program.budgets.amount.length);
  const barrier = (of: () => Float64Array): Barrier => ({ inverse: of(), stiffness: of(), aim: of() });
  return {
    residuals: emptyResiduals(program),
    form: { curvature: cells(), anchor: cells(), link: cells(), factor: cells() },
    factor: emptyFactor(program.lower.length),
    budgets: emptyBudgetSystem(program),
    affine: zeroPoint(program),
    step: zeroPoint(program),
    barriers: {
      lower: barrier(cells),
      upper: barrier(cells),
      ramps: barrier(rows),
      effects: barrier(effects),
      short: barrier(sums),
      over: barrier(sums),
    },
    unmoved: new Float64Array(program.carry.length),
    scratch: cells(),
    spread: cells(),
  };
}

/** The factored Newton matrix of one iteration, in its workspace: a band for each channel, and a system for the budgets. */
export interface NewtonSystem {
  readonly program: Program;
  readonly workspace: Workspace;
  readonly point: Point;
}

/**
 * Factors the Newton matrix at a point, whose curvatures (of effective spend, at least 0) are in the form of the workspace.
 *
 * @returns Null where the budgets leave no step.
 */
export function newtonSystem(program: Program, workspace: Workspace, point: Point): NewtonSystem | null {
  const { form, factor, barriers, budgets } = workspace;
  for (const family of FAMILIES) measureBarrier(point[family], barriers[family]);
  fillForm(program, barriers, form);
  addEffectStiffness(program, barriers.effects, form.curvature);
  factorChains(program, form, factor);
  for (let g = 0; g < point.nu.length; g++)
    budgets.allowance[g] = ratio(point.short, g) + ratio(point.over, g);
  return factorBudgets(program, factor, budgets) ? { program, workspace, point } : null;
}

function measureBarrier({ slack, price }: Pairs, { inverse, stiffness }: Barrier): void {
  for (let at = 0; at < slack.length; at++) {
    inverse[at] = slack[at] === 0 ? 0 : 1 / slack[at]!;
    stiffness[at] = price[at]! * inverse[at]!;
  }
}

/** slack / price: how far a budget gives way to a change of its price. */
function ratio({ slack, price }: Pairs, at: number): number {
  return slack[at] === 0 ? 0 : slack[at]! / price[at]!;
}

/** Bounds as anchors, and the ramp rows of a cell as one link and an anchor of the cell before. */
function fillForm(
  { ramps }: Program,
  barriers: Workspace["barriers"],
  { anchor, link, factor }: ChainForm,
): void {
  const { lower, upper } = barriers;
  for (let at = 0; at < anchor.length; at++) anchor[at] = lower.stiffness[at]! + upper.stiffness[at]!;
  link.fill(0);
  const weights = barriers.ramps.stiffness;
  let to = 0;
  while (to < ramps.count) {
    const from = to;
    const at = ramps.cell[from]!;
    let weight = 0;
    let weighted = 0;
    for (; ramps.cell[to] === at; to++) {
      weight += weights[to]!;
      weighted += weights[to]! * ramps.factor[to]!;
    }
    if (ramps.factor[from] === 0) {
      anchor[at] = anchor[at]! + weight;
      continue;
    }
    // Σ w (s − f s′)² = W (s − F s′)² + Σ w (f − F)² s′², where F is the mean of f.
    const mean = weighted / weight;
    let spread = 0;
    for (let r = from; r < to; r++) spread += weights[r]! * (ramps.factor[r]! - mean) ** 2;
    anchor[at - 1] = anchor[at - 1]! + spread;
    link[at] = weight;
    factor[at] = mean;
  }
}

/** Limits of effective spend resist its changes as a curve does that bends. */
function addEffectStiffness({ effects }: Program, { stiffness }: Barrier, curvature: Float64Array): void {
  for (let r = 0; r < effects.count; r++) {
    const at = effects.cell[r]!;
    curvature[at] = curvature[at]! + stiffness[r]!;
  }
}

/**
 * Writes the Newton step towards complementarity products of `target`.
 *
 * @param second - The affine step whose products are corrected for (Mehrotra), or null.
 */
export function newtonStepInto(
  { program, workspace, point }: NewtonSystem,
  target: number,
  second: Point | null,
  step: Point,
): void {
  const { residuals, factor, budgets, barriers, scratch: rhs } = workspace;
  for (const family of FAMILIES) aimInto(point[family], target, second?.[family], barriers[family]);

  // K ds = what the pairs pull with, less stationarity and Aᵀ dν.
  const { lower, upper, ramps, effects } = barriers;
  for (let at = 0; at < rhs.length; at++) {
    rhs[at] = lower.aim[at]! - upper.aim[at]! - residuals.stationarity[at]!;
  }
  const pull = step.ramps.price;
  for (let r = 0; r < pull.length; r++) pull[r] = -ramps.aim[r]! - ramps.stiffness[r]! * residuals.ramps[r]!;
  addRampPulls(program.ramps, pull, rhs);
  const effectPull = step.effects.price;
  for (let r = 0; r < effectPull.length; r++) {
    effectPull[r] = -effects.aim[r]! - effects.stiffness[r]! * residuals.effects[r]!;
  }
  addEffectPulls(program, effectPull, workspace.spread, rhs);
  clearPinned(program, rhs);
  const { spend, nu } = step;
  spend.set(rhs);
  solveChainsInPlace(program, factor, spend);

  // (A K⁻¹ Aᵀ + allowance) dν = what the budgets would then miss.
  const sums = sumsOf(program, spend);
  for (let g = 0; g < nu.length; g++) {
    step.short.slack[g] = atRest(point.short, barriers.short, residuals.short, g);
    step.over.slack[g] = atRest(point.over, barriers.over, residuals.over, g);
    nu[g] = sums[g]! + residuals.budgets[g]! + step.short.slack[g]! - step.over.slack[g]!;
  }
  solveBudgetsInPlace(program, factor, budgets, nu);
  addPrices(program, nu, -1, rhs);
  clearPinned(program, rhs);
  spend.set(rhs);
  solveChainsInPlace(program, factor, spend);
  finishStep(program, workspace, point, step);
}

/** (lack − slack · residual) / price: what a budget is missed by more while its price does not change. */
function atRest({ slack, price }: Pairs, { aim }: Barrier, residuals: Float64Array, g: number): number {
  return slack[g] === 0 ? 0 : (slack[g]! * (aim[g]! - residuals[g]!)) / price[g]!;
}

/** What each complementarity product lacks of the target, with the second-order products of the affine step, over the slack. */
function aimInto(
  { price }: Pairs,
  target: number,
  second: Pairs | undefined,
  { inverse, aim }: Barrier,
): void {
  if (!second) {
    for (let at = 0; at < aim.length; at++) aim[at] = target * inverse[at]! - price[at]!;
    return;
  }
  for (let at = 0; at < aim.length; at++) {
    aim[at] = (target - second.slack[at]! * second.price[at]!) * inverse[at]! - price[at]!;
  }
}

/** The slacks and multipliers of a step that follow from its spends and prices. */
function finishStep(
  program: Program,
  { residuals, barriers, spread, unmoved }: Workspace,
  point: Point,
  step: Point,
): void {
  const { isPinned, ramps, effects } = program;
  const { spend, nu } = step;
  const { lower, upper } = barriers;
  for (let at = 0; at < spend.length; at++) {
    if (isPinned[at]) continue;
    const change = spend[at]!;
    step.lower.slack[at] = change;
    step.upper.slack[at] = -change;
    step.lower.price[at] = lower.aim[at]! - lower.stiffness[at]! * change;
    step.upper.price[at] = upper.aim[at]! + upper.stiffness[at]! * change;
  }
  const { aim, stiffness } = barriers.ramps;
  for (let r = 0; r < ramps.count; r++) {
    const change = -residuals.ramps[r]! - rampValue(ramps, r, spend);
    step.ramps.slack[r] = change;
    step.ramps.price[r] = aim[r]! - stiffness[r]! * change;
  }
  if (effects.count > 0) effectiveInto({ ...program, initial: unmoved }, spend, spread);
  for (let r = 0; r < effects.count; r++) {
    const change = -residuals.effects[r]! - effects.sign[r]! * spread[effects.cell[r]!]!;
    step.effects.slack[r] = change;
    step.effects.price[r] = barriers.effects.aim[r]! - barriers.effects.stiffness[r]! * change;
  }
  for (let g = 0; g < nu.length; g++) {
    if (point.short.slack[g] !== 0) {
      step.short.slack[g] = step.short.slack[g]! - ratio(point.short, g) * nu[g]!;
      step.short.price[g] = nu[g]! + residuals.short[g]!;
    }
    if (point.over.slack[g] !== 0) {
      step.over.slack[g] = step.over.slack[g]! + ratio(point.over, g) * nu[g]!;
      step.over.price[g] = residuals.over[g]! - nu[g]!;
    }
  }
}
