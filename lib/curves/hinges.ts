/** Points of one channel gathered by spend, in the units of the fit: what a concave curve through zero is fitted to. */
export interface Gathered {
  /** Distinct spends above 0, ascending. */
  readonly x: Float64Array;
  /** Mean contribution at each. */
  readonly y: Float64Array;
  /** Points at each. */
  readonly weight: Float64Array;
}

/** Hinges in use: their points, ascending, and how much the slope falls at each, above 0. */
export interface Hinges {
  readonly knots: readonly number[];
  readonly kinks: Float64Array;
}

/** Points gathered by spend; those without spend are left out, since every curve is zero there. */
export function gather(spend: Float64Array, contribution: Float64Array): Gathered {
  const order = Array.from(spend.keys())
    .filter((i) => spend[i]! > 0)
    .sort((a, b) => spend[a]! - spend[b]!);
  const x: number[] = [];
  const y: number[] = [];
  const weight: number[] = [];
  for (const i of order) {
    if (spend[i] !== x[x.length - 1]) {
      x.push(spend[i]!);
      y.push(0);
      weight.push(0);
    }
    const last = x.length - 1;
    weight[last]!++;
    y[last]! += (contribution[i]! - y[last]!) / weight[last]!;
  }
  return { x: Float64Array.from(x), y: Float64Array.from(y), weight: Float64Array.from(weight) };
}

/**
 * The curve with these kinks that is nearest to the points, sign of the kinks aside: straight from zero to the first kink,
 * between kinks, and level after the last.
 *
 * The values at the kinks are the unknowns; each point touches at most two of them, so that the normal equations are
 * tridiagonal, and well conditioned, since at every kink there is a point.
 *
 * @param knots - Indices into the points, ascending; at least one.
 * @returns Values at the knots.
 */
export function bestValues({ x, y, weight }: Gathered, knots: readonly number[]): Float64Array {
  const k = knots.length;
  const diagonal = new Float64Array(k);
  const beside = new Float64Array(k);
  const right = new Float64Array(k);
  let segment = 0;
  for (let i = 0; i < x.length; i++) {
    while (segment < k && i > knots[segment]!) segment++;
    const share = segment === k ? 1 : shareOf(x, knots, segment, i);
    const upper = Math.min(segment, k - 1);
    diagonal[upper]! += weight[i]! * share * share;
    right[upper]! += weight[i]! * share * y[i]!;
    if (segment === 0 || segment === k) continue;
    const rest = 1 - share;
    diagonal[upper - 1]! += weight[i]! * rest * rest;
    right[upper - 1]! += weight[i]! * rest * y[i]!;
    beside[upper]! += weight[i]! * share * rest;
  }
  return solveTridiagonalInPlace(diagonal, beside, right);
}

/** How far point i is from the kink before it to kink `segment`, as a share. */
function shareOf(x: Float64Array, knots: readonly number[], segment: number, i: number): number {
  const from = segment === 0 ? 0 : x[knots[segment - 1]!]!;
  return (x[i]! - from) / (x[knots[segment]!]! - from);
}

/** Symmetric, positive definite; `beside[j]` couples j − 1 and j. The solution takes the place of `right`. */
function solveTridiagonalInPlace(
  diagonal: Float64Array,
  beside: Float64Array,
  right: Float64Array,
): Float64Array {
  for (let j = 1; j < right.length; j++) {
    const factor = beside[j]! / diagonal[j - 1]!;
    diagonal[j]! -= factor * beside[j]!;
    right[j]! -= factor * right[j - 1]!;
  }
  for (let j = right.length - 1; j >= 0; j--) {
    const after = j + 1 < right.length ? beside[j + 1]! * right[j + 1]! : 0;
    right[j] = (right[j]! - after) / diagonal[j]!;
  }
  return right;
}

/** By how much the slope falls at each knot, the curve being level after the last: the coefficient of the hinge min(x, knot). */
export function kinksOf({ x }: Gathered, knots: readonly number[], values: Float64Array): Float64Array {
  const slopes = values.map((value, j) => {
    const before = j === 0 ? 0 : j - 1;
    return j === 0 ? value / x[knots[0]!]! : (value - values[before]!) / (x[knots[j]!]! - x[knots[before]!]!);
  });
  return slopes.map((slope, j) => slope - (j + 1 < slopes.length ? slopes[j + 1]! : 0));
}

/** Slopes up to each knot: what its own kink and those after it add up to, so that nothing cancels. */
export function slopesOf(kinks: Float64Array): Float64Array {
  const slopes = kinks.slice();
  for (let j = slopes.length - 2; j >= 0; j--) slopes[j]! += slopes[j + 1]!;
  return slopes;
}

/** The sum of hinges Σ kink · min(x, knot) at every point. */
export function sumOfHinges({ x }: Gathered, knots: readonly number[], kinks: Float64Array): Float64Array {
  const slopes = slopesOf(kinks);
  let next = 0;
  let before = 0;
  let value = 0;
  return x.map((at, i) => {
    if (next < knots.length) value += slopes[next]! * (at - before);
    before = at;
    if (knots[next] === i) next++;
    return value;
  });
}

/** Products ⟨min(x, x_j), residual⟩ for the hinge at every point j, weighted: half the descent of the sum of squares by its kink. */
export function hingeProducts({ x, weight }: Gathered, residual: Float64Array): Float64Array {
  const m = x.length;
  const products = new Float64Array(m);
  let beyond = 0;
  for (let i = 0; i < m; i++) beyond += weight[i]! * residual[i]!;
  let below = 0;
  for (let j = 0; j < m; j++) {
    const own = weight[j]! * residual[j]!;
    below += own * x[j]!;
    beyond -= own;
    products[j] = below + x[j]! * beyond;
  }
  return products;
}

/** Lengths of the hinges min(x, x_j) over the points. */
export function hingeNorms({ x, weight }: Gathered): Float64Array {
  let beyond = weight.reduce((total, own) => total + own, 0);
  let below = 0;
  return x.map((at, j) => {
    below += weight[j]! * at * at;
    beyond -= weight[j]!;
    return Math.sqrt(below + at * at * beyond);
  });
}
