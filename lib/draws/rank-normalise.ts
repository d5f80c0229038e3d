import { type Chains, flatten, rowsOf } from "./chains.ts";
import { normalQuantile } from "./normal.ts";
import { sortDraws, type SortedDraws } from "./order.ts";

/**
 * Normal scores of ranks, `scores[2 r]` being that of rank r, so that averaged ranks of ties (multiples of one half)
 * have their place too: Phi^-1((r - 3/8) / (count + 1/4)).
 *
 * @see Blom (1958), Statistical Estimates and Transformed Beta-Variables
 */
export function normalScores(count: number): Float64Array {
  const scores = new Float64Array(2 * count + 1);
  for (let twice = 2; twice <= 2 * count; twice++) {
    scores[twice] = normalQuantile((twice / 2 - 3 / 8) / (count + 1 / 4));
  }
  return scores;
}

/**
 * Writes the score of each draw to its own place in `out`; tied draws share the score of their mean rank.
 *
 * @returns How many distinct values there are.
 */
export function scoreInto(out: Float64Array, draws: SortedDraws, scores: Float64Array): number {
  const { sorted, order } = draws;
  const count = sorted.length;
  let tieCount = 0;
  for (let i = 0; i < count; i++) {
    out[order[i]!] = scores[2 * i + 2]!;
    // Without a branch: ties come too irregularly to be predicted.
    if (i > 0) tieCount = (tieCount + +(sorted[i] === sorted[i - 1])) | 0;
  }
  if (tieCount > 0) scoreTiesInto(out, draws, scores);
  return count - tieCount;
}

function scoreTiesInto(out: Float64Array, { sorted, order }: SortedDraws, scores: Float64Array): void {
  const count = sorted.length;
  for (let first = 0; first < count;) {
    const value = sorted[first]!;
    let next = first + 1;
    while (next < count && sorted[next] === value) next++;
    const score = scores[first + next + 1]!;
    for (let i = first; i < next; i++) out[order[i]!] = score;
    first = next;
  }
}

/**
 * Rank-normalised draws: each is replaced by the normal score of its rank among the draws of all rows.
 *
 * @returns Rows of the same shape; infinite draws rank first or last; all NaN when a draw is NaN.
 * @see Vehtari et al. (2021), section 4.1, doi:10.1214/20-BA1221
 */
export function rankNormalise(rows: Chains): Chains {
  const values = flatten(rows);
  const out = new Float64Array(values.length);
  if (values.some(Number.isNaN)) out.fill(NaN);
  else scoreInto(out, sortDraws(values), normalScores(values.length));
  return rowsOf(out, rows.length);
}
