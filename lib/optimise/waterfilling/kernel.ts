import type { ConcaveCurve } from "../../curves/curve.ts";

/** A budget to divide over independent concave cells: maximise Σ w_j C_j(s_j) with Σ s_j = budget, lower ≤ s ≤ upper. */
export interface Cells {
  readonly curves: readonly ConcaveCurve[];
  readonly weights: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly budget: number;
}

/** How the search for the price ended; `solved` is by construction, and still to be certified. */
export type WaterLevelStatus = "solved" | "infeasible" | "iteration_limit" | "numerical_error";

export interface WaterLevel {
  readonly status: WaterLevelStatus;
  /** Spend per cell; meaningful unless the status is infeasible or numerical_error. */
  readonly spend: Float64Array;
  /** The budget's dual price: contribution gained per unit of money added. NaN where undefined. */
  readonly price: number;
  /** Evaluations of the spend at a price. */
  readonly evaluations: number;
}

/** Enough to close any bracket of doubles by bisection on logarithms. */
const MAX_EVALUATIONS = 300;
/** Relative mismatch of the budget that counts as rounding, to be mended by interpolation. */
const BUDGET_ROUNDING = 4e-16;
/** Relative width below which a price bracket holds no double worth trying. */
const PRICE_ROUNDING = 4e-16;
/** Relative amount by which a budget may exceed the sum of the bounds, as sums of decimal amounts do. */
const SUM_ROUNDING = 1e-12;

/**
 * Exact water-filling: every cell between its bounds earns the same weighted marginal contribution, the price.
 *
 * Spend at a price falls as the price rises, with kinks where a cell leaves its lower bound or meets its upper. The
 * kinks are sorted and the one next to the budget found by halving; between two kinks the price follows by Newton steps
 * on its logarithm, kept inside the bracket. Where spend jumps at a price (straight or flat stretches of curves), the
 * jump is divided in proportion, all divisions being equally good. O(n log n) curve calls.
 *
 * @returns Spend within bounds whose sum is the budget to rounding, and its price.
 * @see Boyd and Vandenberghe (2004), Convex Optimization, section 5.5.3
 */
export function waterLevel(cells: Cells): WaterLevel {
  const { curves, weights, lower, upper, budget } = cells;
  const n = curves.length;
  let least = 0;
  let most = 0;
  for (let j = 0; j < n; j++) {
    least += lower[j]!;
    most += upper[j]!;
  }
  if (!(budget >= least * (1 - SUM_ROUNDING) && budget <= most * (1 + SUM_ROUNDING))) {
    const isUndefined = Number.isNaN(budget) || Number.isNaN(least) || Number.isNaN(most);
    return ended(isUndefined ? "numerical_error" : "infeasible", n);
  }

  const entry = new Float64Array(n);
  const exit = new Float64Array(n);
  const kinks = new Float64Array(2 * n);
  for (let j = 0; j < n; j++) {
    entry[j] = weighted(weights[j]!, curves[j]!.slope(lower[j]!));
    exit[j] = upper[j] === lower[j] ? entry[j]! : weighted(weights[j]!, curves[j]!.slope(upper[j]!));
    // Rounding must not make a curve look convex.
    if (exit[j]! > entry[j]!) exit[j] = entry[j]!;
    if (Number.isNaN(entry[j]! + exit[j]!)) return ended("numerical_error", n);
    kinks[2 * j] = entry[j]!;
    kinks[2 * j + 1] = exit[j]!;
  }
  kinks.sort();
  return search(new Level(cells, entry, exit), kinks);
}

/** A weight of zero silences even an infinite slope. */
function weighted(weight: number, slope: number): number {
  return weight === 0 ? 0 : weight * slope;
}

/** Spend at a price, and its derivative, over all cells. */
class Level {
  readonly cells: Cells;
  readonly entry: Float64Array;
  readonly exit: Float64Array;
  evaluations = 0;
  /** dSpend/dPrice of the last evaluation, at most 0. */
  derivative = 0;

  constructor(cells: Cells, entry: Float64Array, exit: Float64Array) {
    this.cells = cells;
    this.entry = entry;
    this.exit = exit;
  }

  /**
   * Total spend at a price, written per cell into `spend`.
   *
   * Where a whole stretch of spends is equally good at this price, `isGenerous` takes its top, otherwise its bottom.
   */
  at(price: number, isGenerous: boolean, spend: Float64Array): number {
    const { curves, weights, lower, upper } = this.cells;
    this.evaluations++;
    let total = 0;
    let derivative = 0;
    for (let j = 0; j < spend.length; j++) {
      const isFull = price <= this.exit[j]!;
      const isEmpty = price >= this.entry[j]!;
      let one = isFull && (isGenerous || !isEmpty) ? upper[j]! : lower[j]!;
      if (!isFull && !isEmpty) {
        const marginal = price / weights[j]!;
        const inner = curves[j]!.spendAtSlope(marginal);
        one = inner > lower[j]! ? (inner < upper[j]! ? inner : upper[j]!) : lower[j]!;
        derivative += 1 / (weights[j]! * curves[j]!.curvature(one));
      }
      spend[j] = one;
      total += one;
    }
    this.derivative = derivative;
    return total;
  }
}

function search(level: Level, kinks: Float64Array): WaterLevel {
  const { budget, lower } = level.cells;
  const rich = new Float64Array(lower.length);
  const poor = new Float64Array(lower.length);

  // The highest kink at which a generous reading spends the budget; the lowest kink fills every cell.
  let below = 0;
  let above = kinks.length;
  while (above - below > 1) {
    const middle = (below + above) >> 1;
    if (level.at(kinks[middle]!, true, rich) >= budget) below = middle;
    else above = middle;
  }
  const richPrice = kinks[below]!;
  const richTotal = level.at(richPrice, true, rich);
  const atKink = level.at(richPrice, false, poor);
  if (atKink <= budget) return divided(level, richPrice, rich, richTotal, poor, atKink, "solved");

  const ceiling = above < kinks.length ? kinks[above]! : Infinity;
  const poorTotal = level.at(ceiling, false, poor);
  return between(level, richPrice, rich, richTotal, ceiling, poor, poorTotal);
}

/** Closes in on the price strictly between two kinks, where spend falls smoothly. */
function between(
  level: Level,
  lowPrice: number,
  rich: Float64Array,
  richTotal: number,
  highPrice: number,
  poor: Float64Array,
  poorTotal: number,
): WaterLevel {
  const { budget } = level.cells;
  const trial = new Float64Array(rich.length);
  let price = firstGuess(lowPrice, highPrice, (richTotal - budget) / (richTotal - poorTotal));
  while (level.evaluations < MAX_EVALUATIONS) {
    const total = level.at(price, false, trial);
    if (Number.isNaN(total)) return ended("numerical_error", trial.length);
    if (total >= budget) {
      rich.set(trial);
      richTotal = total;
      lowPrice = price;
    } else {
      poor.set(trial);
      poorTotal = total;
      highPrice = price;
    }
    const isMet = Math.abs(total - budget) <= BUDGET_ROUNDING * budget * rich.length;
    if (isMet || highPrice - lowPrice <= PRICE_ROUNDING * highPrice) {
      return divided(level, price, rich, richTotal, poor, poorTotal, "solved");
    }
    const newton = price * Math.exp((budget - total) / (price * level.derivative));
    const isInside = newton > lowPrice && newton < highPrice;
    price = isInside ? newton : firstGuess(lowPrice, highPrice, 0.5);
  }
  return divided(level, price, rich, richTotal, poor, poorTotal, "iteration_limit");
}

/** A price a share of the way up a bracket, on logarithms where both ends allow it. */
function firstGuess(low: number, high: number, share: number): number {
  if (high === Infinity) return low > 0 ? low * 1e3 : 1;
  if (!(low > 0)) return high * 1e-3;
  const guess = Math.exp(Math.log(low) + share * (Math.log(high) - Math.log(low)));
  return guess > low && guess < high ? guess : low + (high - low) / 2;
}

/** Spend between two brackets of the budget, in proportion, so that the sum meets it to rounding. */
function divided(
  level: Level,
  price: number,
  rich: Float64Array,
  richTotal: number,
  poor: Float64Array,
  poorTotal: number,
  status: WaterLevelStatus,
): WaterLevel {
  const { budget } = level.cells;
  const share =
    richTotal > poorTotal ? Math.min(1, Math.max(0, (budget - poorTotal) / (richTotal - poorTotal))) : 0;
  const spend = rich.map((most, j) => Math.min(most, poor[j]! + share * (most - poor[j]!)));
  return { status, spend, price, evaluations: level.evaluations };
}

function ended(status: WaterLevelStatus, n: number): WaterLevel {
  return { status, spend: new Float64Array(n).fill(NaN), price: NaN, evaluations: 0 };
}
