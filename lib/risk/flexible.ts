import { chooseMethod, solveBy } from "../optimise/method.ts";
import { objective, type AllocationProblem } from "../optimise/problem.ts";
import { bestPlan } from "./best-plan.ts";
import { polytopeOf } from "./polytope.ts";

/** A budget that follows from what is wanted; contribution in the target's unit, money per period. */
export type Aim =
  /** The largest budget whose contribution per money is at least `value`. */
  | { readonly kind: "target_roi"; readonly value: number }
  /** The largest budget whose last unit brings at least `value`. */
  | { readonly kind: "target_mroi"; readonly value: number }
  /** The largest budget that costs at most `value` per unit of contribution. */
  | { readonly kind: "target_cpa"; readonly value: number }
  /** The least budget that brings `value`. */
  | { readonly kind: "target_contribution"; readonly value: number }
  /** The budget that makes margin · contribution − spend largest. */
  | { readonly kind: "profit"; readonly margin: number };

/** The best use of one budget. */
export interface Optimum {
  readonly budget: number;
  readonly allocation: Float64Array;
  readonly contribution: number;
  /** Contribution that one more unit of budget would bring. */
  readonly price: number;
  readonly relativeGap: number;
}

/** The budget found, or the nearest to what is wanted within the limits. */
export interface AimReached extends Optimum {
  /** Whether the aim is met; where not, no budget within the limits meets it, and this is the one that comes nearest. */
  readonly isMet: boolean;
  /** Whether the budget is held by the least or most that the limits allow, so that the aim itself would have it otherwise. */
  readonly isHeld: boolean;
}

/** Relative width of the budget at which the search ends. */
const WIDTH = 1e-12;
const MAX_STEPS = 100;

/**
 * The budget by which an aim is met, with its best plan.
 *
 * The best contribution V(B) is concave in the budget, so that its marginal falls, its average rises and falls at most once, and
 * each aim is one crossing, which is enclosed.
 *
 * @param problem - One period; its total is not used, its bounds and groups are.
 * @returns Null where no budget can be spent within the limits.
 * @throws RangeError when the aim's number is not finite and above 0.
 */
export function budgetFor(problem: AllocationProblem, aim: Aim): AimReached | null {
  const wanted = aim.kind === "profit" ? aim.margin : aim.value;
  if (!(wanted > 0 && wanted < Infinity))
    throw new RangeError(`${aim.kind} is ${wanted}, expected a finite number above 0`);
  const limits = budgetLimits(problem);
  if (limits === null) return null;
  const { budget, isMet, isHeld } = found(worthOf(problem), limits, aim);
  return { ...optimumAt(problem, budget), isMet, isHeld };
}

function found(at: WorthAt, limits: Limits, aim: Aim): Found {
  switch (aim.kind) {
    case "target_mroi":
      return whereMarginalIs(at, limits, aim.value);
    case "profit":
      return { ...whereMarginalIs(at, limits, 1 / aim.margin), isMet: true };
    case "target_roi":
      return whereAverageIs(at, limits, aim.value);
    case "target_cpa":
      return whereAverageIs(at, limits, 1 / aim.value);
    case "target_contribution":
      return whereContributionIs(at, limits, aim.value);
  }
}

interface Limits {
  readonly least: number;
  readonly most: number;
}

/** The least and the most that bounds and groups let be spent; null where nothing can. */
export function budgetLimits(problem: AllocationProblem): Limits | null {
  const sumOf = (values: Float64Array) => values.reduce((sum, one) => sum + one, 0);
  const [low, high] = [sumOf(problem.lower), sumOf(problem.upper)];
  const isPossible = (budget: number) => polytopeOf({ ...problem, total: budget, isAtMost: false }) !== null;
  if (problem.groups.length === 0) return low <= high ? { least: low, most: high } : null;
  const some = Array.from({ length: 65 }, (_, k) => low + ((high - low) * k) / 64).filter(isPossible);
  const [first, last] = [some[0], some.at(-1)];
  if (first === undefined || last === undefined) return null;
  return { least: edge(isPossible, first, low), most: edge(isPossible, last, high) };
}

/** The last budget on the way from one that can be met to one that cannot. */
function edge(isPossible: (budget: number) => boolean, from: number, to: number): number {
  if (isPossible(to)) return to;
  let [inside, outside] = [from, to];
  for (let step = 0; step < MAX_STEPS && Math.abs(outside - inside) > WIDTH * Math.abs(to - from); step++) {
    const middle = inside + (outside - inside) / 2;
    if (isPossible(middle)) inside = middle;
    else outside = middle;
  }
  return inside;
}

/** The best use of a budget that is to be spent. */
export function optimumAt(problem: AllocationProblem, budget: number): Optimum {
  const own = { ...problem, total: budget, isAtMost: false };
  const { method } = chooseMethod(own);
  const solution = solveBy(method === "interior_point" ? method : "waterfilling", own);
  if (!("allocation" in solution)) throw new RangeError(`a budget of ${budget}: ${solution.status}`);
  const { certificate, allocation } = solution;
  const { objective: contribution, budgetPrice, relativeGap } = certificate;
  return { budget, allocation, contribution, price: budgetPrice[0]!, relativeGap };
}

/** What a search asks of one budget. */
interface Worth {
  readonly budget: number;
  readonly contribution: number;
  readonly price: number;
}

/** Encloses where a measure of the budget falls to 0, given that it is above at `inside`, by false position (Illinois). */
function crossing(measure: (budget: number) => number, inside: number, outside: number): number {
  let [low, high] = [inside, outside];
  let [atLow, atHigh] = [measure(low), measure(high)];
  let kept = 0;
  for (let step = 0; step < MAX_STEPS && Math.abs(high - low) > WIDTH * Math.max(low, high); step++) {
    const share = Math.min(0.999, Math.max(0.001, atLow / (atLow - atHigh)));
    const middle = low + (high - low) * (Number.isFinite(share) ? share : 0.5);
    if (middle === low || middle === high) break;
    const own = measure(middle);
    if (own === 0) return middle;
    if (own > 0) {
      [low, atLow] = [middle, own];
      if (kept > 0) atHigh /= 2;
      kept = 1;
    } else {
      [high, atHigh] = [middle, own];
      if (kept < 0) atLow /= 2;
      kept = -1;
    }
  }
  return low;
}

type WorthAt = (budget: number) => Worth;

/** The worth of budgets without certificates, which the answer alone is given. */
function worthOf(problem: AllocationProblem): WorthAt {
  return (budget) => {
    const own = { ...problem, total: budget, isAtMost: false };
    const best = bestPlan(own);
    if (best === null) throw new RangeError(`no plan spends a budget of ${budget}`);
    return { budget, contribution: objective(own, best.allocation), price: best.price };
  };
}

/** A budget that an aim leads to, before its plan is certified. */
interface Found {
  readonly budget: number;
  readonly isMet: boolean;
  readonly isHeld: boolean;
}

const held = (budget: number, isMet: boolean): Found => ({ budget, isMet, isHeld: true });
const met = (budget: number): Found => ({ budget, isMet: true, isHeld: false });

function whereMarginalIs(at: WorthAt, { least, most }: Limits, target: number): Found {
  const excess = (budget: number) => at(budget).price / target - 1;
  if (excess(most) >= 0) return held(most, true);
  if (excess(least) < 0) return held(least, false);
  return met(crossing(excess, least, most));
}

function whereAverageIs(at: WorthAt, { least, most }: Limits, target: number): Found {
  const surplus = (budget: number) => at(budget).contribution - target * budget;
  if (surplus(most) >= 0) return held(most, true);
  // The average rises while the last unit brings more than it.
  const rise = (budget: number) => {
    const { price, contribution } = at(budget);
    return price * budget - contribution;
  };
  const peak = rise(least) > 0 ? crossing(rise, least, most) : least;
  if (surplus(peak) < 0) return held(peak, false);
  const budget = crossing(surplus, peak, most);
  // Nothing spent returns nothing: that is no return.
  return budget <= WIDTH * most ? held(least, false) : met(budget);
}

function whereContributionIs(at: WorthAt, { least, most }: Limits, target: number): Found {
  const lack = (budget: number) => target - at(budget).contribution;
  if (lack(most) > 0) return held(most, false);
  if (lack(least) <= 0) return held(least, true);
  return met(crossing(lack, least, most));
}
