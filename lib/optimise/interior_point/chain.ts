/**
 * The channels of a program, each a chain of cells in time. Every array over cells is channel-major: period t of channel i is
 * at `i * periods + t`.
 */
export interface Chains {
  readonly periods: number;
  /** Share of effective spend that is carried into the next period, per channel; 0 for none. */
  readonly carry: Float64Array;
  /** 1 where the spend of the cell is known. */
  readonly isPinned: Uint8Array;
  /** 1 where a channel has one spend for all periods, which is free. */
  readonly isRigid: Uint8Array;
}

/**
 * The quadratic form Σ curvature x_t² + anchor s_t² + link (s_t − factor s_{t−1})² in spend s and effective spend
 * x_t = s_t + carry x_{t−1}; all arrays are per cell, of numbers at least 0.
 */
export interface ChainForm {
  readonly curvature: Float64Array;
  /** Above 0 where the spend is free. */
  readonly anchor: Float64Array;
  /** 0 in the first period, for rigid channels, and between pinned cells. */
  readonly link: Float64Array;
  readonly factor: Float64Array;
}

/**
 * Factor Rᵀ D R of a form in effective spend, in which it is a band: row t of R holds 1 for x_t, `near` for x_{t−1} and `far`
 * for x_{t−2}. The pivot is infinite where the spend is known, and stands at the first cell for a rigid channel.
 */
export interface ChainFactor {
  readonly pivot: Float64Array;
  readonly near: Float64Array;
  readonly far: Float64Array;
}

/** A factor of the size of a program, to be filled. */
export function emptyFactor(cells: number): ChainFactor {
  return {
    pivot: new Float64Array(cells),
    near: new Float64Array(cells),
    far: new Float64Array(cells),
  };
}

/**
 * Factors a form, last period first: the squares that touch a cell are rotated one after the other into its pivot, and what
 * is left of each weighs on the cells before it (Givens rotations without square roots). Pivots are sums of positive numbers,
 * so that they stay accurate however much links outweigh anchors; a known spend is a square of infinite weight.
 *
 * @see Gentleman (1973), IMA J. Appl. Math. 12, 329–336
 */
export function factorChains(chains: Chains, form: ChainForm, factor: ChainFactor): void {
  const { periods, carry, isRigid } = chains;
  for (let i = 0; i < carry.length; i++) {
    if (isRigid[i]) factor.pivot[i * periods] = rigidPivot(chains, form, i);
    else factorChain(chains, form, i, factor);
  }
}

/** Σ anchor + curvature (dx_t/ds)² of a channel whose spend is the same in all periods. */
function rigidPivot({ periods, carry }: Chains, { curvature, anchor }: ChainForm, i: number): number {
  let pivot = 0;
  let effect = 0;
  for (let at = i * periods; at < (i + 1) * periods; at++) {
    effect = 1 + carry[i]! * effect;
    pivot += anchor[at]! + curvature[at]! * effect * effect;
  }
  return pivot;
}

function factorChain(
  { periods, carry, isPinned }: Chains,
  form: ChainForm,
  i: number,
  to: ChainFactor,
): void {
  const { curvature, anchor, link, factor } = form;
  const { pivot, near, far } = to;
  const base = i * periods;
  // Left over from later periods: a square of x_t, and the square carriedWeight (carriedOwn x_t + carriedPrior x_{t−1})².
  let held = 0;
  let carriedWeight = 0;
  let carriedOwn = 0;
  let carriedPrior = 0;
  for (let t = periods - 1; t >= 0; t--) {
    const at = base + t;
    const alpha = t > 0 ? carry[i]! : 0;
    const isKnown = isPinned[at] === 1;
    // anchor (x_t − alpha x_{t−1})² and (curvature + held) x_t².
    const single = curvature[at]! + held;
    let total = isKnown ? Infinity : anchor[at]! + single;
    const share = isKnown ? 1 : anchor[at]! / total;
    let toPrior = -alpha * share;
    held = alpha * alpha * single * share;
    if (carriedWeight > 0) {
      const next = total + carriedWeight * carriedOwn * carriedOwn;
      const rest = carriedPrior - carriedOwn * toPrior;
      held += carriedWeight * (isKnown ? 1 : total / next) * rest * rest;
      toPrior += ((carriedWeight * carriedOwn) / next) * rest;
      total = next;
    }
    const weight = link[at]!;
    let toSecond = 0;
    carriedWeight = 0;
    if (weight > 0) {
      // link (x_t − (alpha + f) x_{t−1} + alpha f x_{t−2})².
      const f = factor[at]!;
      const next = total + weight;
      carriedOwn = -(alpha + f) - toPrior;
      carriedPrior = t > 1 ? alpha * f : 0;
      carriedWeight = weight * (isKnown ? 1 : total / next);
      toPrior += (weight / next) * carriedOwn;
      toSecond = (weight / next) * carriedPrior;
      total = next;
    }
    pivot[at] = total;
    near[at] = toPrior;
    far[at] = toSecond;
  }
}

/** Solves with the factor of a form: a right-hand side per unit of spend is overwritten by spends. */
export function solveChainsInPlace(chains: Chains, factor: ChainFactor, values: Float64Array): void {
  for (let i = 0; i < chains.carry.length; i++)
    solveChainInPlace(chains, factor, i, values, i * chains.periods);
}

/** Solves for one channel, whose values begin at `from`. */
export function solveChainInPlace(
  { periods, carry, isRigid }: Chains,
  { pivot, near, far }: ChainFactor,
  i: number,
  values: Float64Array,
  from: number,
): void {
  const base = i * periods;
  if (isRigid[i]) {
    let sum = 0;
    for (let at = from; at < from + periods; at++) sum += values[at]!;
    values.fill(sum / pivot[base]!, from, from + periods);
    return;
  }
  const alpha = carry[i]!;
  // Rᵀ y = the right-hand side per unit of effective spend, last period first.
  let later = 0;
  let y1 = 0;
  let y2 = 0;
  let near1 = 0;
  let far1 = 0;
  let far2 = 0;
  for (let t = periods - 1; t >= 0; t--) {
    const own = values[from + t]!;
    const y = own - alpha * later - near1 * y1 - far2 * y2;
    values[from + t] = y;
    later = own;
    y2 = y1;
    y1 = y;
    far2 = far1;
    far1 = far[base + t]!;
    near1 = near[base + t]!;
  }
  // D R x = y, first period first, and spend from effective spend.
  let x1 = 0;
  let x2 = 0;
  for (let t = 0; t < periods; t++) {
    const x = values[from + t]! / pivot[base + t]! - near[base + t]! * x1 - far[base + t]! * x2;
    values[from + t] = x - alpha * x1;
    x2 = x1;
    x1 = x;
  }
}
