import { type Chains, isFiniteThroughout, shapeOf } from "../draws/chains.ts";
import { createFoldRoom, type FoldRoom, foldSortedInto, scoreFoldedInto } from "../draws/fold.ts";
import { sortedHdi } from "../draws/hdi.ts";
import { mean, moments, momentsAbout } from "../draws/moments.ts";
import { createSorter, type SortedDraws } from "../draws/order.ts";
import { sortedQuantile } from "../draws/quantile.ts";
import { normalScores, scoreInto } from "../draws/rank-normalise.ts";
import { splitChains } from "../draws/split.ts";
import { createIndicatorRoom, type IndicatorRoom } from "./autocovariance.ts";
import { centreInto, type CentredRows, createCentredRows } from "./centred-rows.ts";
import { essOfRows, indicatorEss, isConstantRange, MIN_DRAWS, TAIL_PROBABILITIES } from "./ess.ts";
import { combineRhat, MIN_CHAINS, rhatOfRows } from "./rhat.ts";

/** A scalar quantity of the posterior, by the name under which it is reported. */
export interface Scalar {
  readonly name: string;
  readonly chains: Chains;
}

/** Convergence and summary of one scalar; what is undefined is NaN. */
export interface ScalarConvergence {
  readonly name: string;
  /** Draws per chain. */
  readonly drawCount: number;
  readonly mean: number;
  readonly sd: number;
  /** Ends of the 94 % highest-density interval. */
  readonly hdiLower: number;
  readonly hdiUpper: number;
  readonly rhat: number;
  readonly rhatBulk: number;
  readonly rhatFolded: number;
  readonly essBulk: number;
  readonly essTail: number;
  readonly essMean: number;
  readonly mcseMean: number;
  /** Distinct values among the draws; with fewer than about ten, the tail ESS does not apply. */
  readonly distinctCount: number;
  readonly chainMeans: Float64Array;
  readonly chainSds: Float64Array;
}

/** Mass of the highest-density interval, ArviZ's default. */
const HDI_MASS = 0.94;

/**
 * Convergence diagnostics and summary of each scalar.
 *
 * @param scalars - Read one at a time, so that a generator need not hold a large posterior.
 * @returns In the order of the scalars; see `createSummariser`.
 */
export function summariseConvergence(scalars: Iterable<Scalar>): ScalarConvergence[] {
  return Array.from(scalars, createSummariser());
}

/**
 * A function that gives the convergence diagnostics and summary of one scalar, and keeps its buffers for the next one of
 * the same shape.
 *
 * The same numbers as `rankRhat`, `bulkEss`, `tailEss`, `meanEss` and `meanMcse` one by one, but a scalar is sorted once
 * for all of them: bulk ranks, folded ranks, quantiles, interval and tails are read from one order, and bulk R-hat and
 * bulk ESS from the same centred rows.
 *
 * @returns R-hat is NaN for one chain; R-hat, ESS and MCSE are NaN for fewer than four draws; all are NaN when a draw is
 *   not finite.
 * @see Vehtari et al. (2021), doi:10.1214/20-BA1221
 */
export function createSummariser(): (scalar: Scalar) => ScalarConvergence {
  let workspace: Workspace | undefined;
  return ({ name, chains }) => {
    const { chainCount, drawCount } = shapeOf(chains);
    if (workspace?.chainCount !== chainCount || workspace.drawCount !== drawCount) {
      workspace = createWorkspace(chainCount, drawCount);
    }
    return { name, ...summarise(chains, workspace) };
  };
}

/** Buffers for scalars of one shape. "Split" concerns the draws left when the middle one of an odd number is dropped. */
interface Workspace {
  readonly chainCount: number;
  readonly drawCount: number;
  readonly draws: Float64Array;
  readonly sort: (values: Float64Array) => SortedDraws;
  readonly split: Float64Array;
  readonly sortSplit: (values: Float64Array) => SortedDraws;
  readonly foldRoom: FoldRoom;
  readonly folded: SortedDraws;
  readonly normalScores: Float64Array;
  readonly scores: Float64Array;
  readonly scoreRows: CentredRows;
  readonly splitRows: CentredRows;
  readonly indicatorRoom: IndicatorRoom;
}

function createWorkspace(chainCount: number, drawCount: number): Workspace {
  const rowCount = 2 * chainCount;
  const half = Math.floor(drawCount / 2);
  const splitCount = rowCount * half;
  const isEven = drawCount % 2 === 0;
  const draws = new Float64Array(chainCount * drawCount);
  const sort = createSorter(chainCount * drawCount);
  return {
    chainCount,
    drawCount,
    draws,
    sort,
    // Halves of an even number of draws lie one after the other as the chains do.
    split: isEven ? draws : new Float64Array(splitCount),
    sortSplit: isEven ? sort : createSorter(splitCount),
    foldRoom: createFoldRoom(splitCount),
    folded: { sorted: new Float64Array(splitCount), order: new Uint32Array(splitCount) },
    normalScores: normalScores(splitCount),
    scores: new Float64Array(splitCount),
    scoreRows: createCentredRows(rowCount, half),
    splitRows: createCentredRows(rowCount, half),
    indicatorRoom: createIndicatorRoom(rowCount, half),
  };
}

function summarise(chains: Chains, workspace: Workspace): Omit<ScalarConvergence, "name"> {
  const { draws, drawCount } = workspace;
  copyInto(draws, chains);
  const chainMoments = chains.map(moments);
  const byChain = {
    chainMeans: Float64Array.from(chainMoments, (chain) => chain.mean),
    chainSds: Float64Array.from(chainMoments, (chain) => Math.sqrt(chain.variance)),
  };
  // A draw that is not finite leaves its chain without a variance; so do too few draws, or too great ones.
  const areMomentsFinite = chainMoments.every((chain) => Number.isFinite(chain.variance));
  if (!areMomentsFinite && !isFiniteThroughout(draws)) return { ...UNDEFINED, drawCount, ...byChain };

  const all = workspace.sort(draws);
  const whole = momentsAbout(draws, mean(byChain.chainMeans));
  const hdi = sortedHdi(all.sorted, HDI_MASS);
  return {
    mean: whole.mean,
    sd: Math.sqrt(whole.variance),
    hdiLower: hdi.lower,
    hdiUpper: hdi.upper,
    drawCount,
    ...(drawCount >= MIN_DRAWS ? mixing(chains, all, whole.variance, workspace) : UNDEFINED_MIXING),
    distinctCount: countDistinct(all.sorted),
    ...byChain,
  };
}

type Mixing = Pick<
  ScalarConvergence,
  "rhat" | "rhatBulk" | "rhatFolded" | "essBulk" | "essTail" | "essMean" | "mcseMean"
>;

function mixing(chains: Chains, all: SortedDraws, variance: number, workspace: Workspace): Mixing {
  const { draws, split, scores, scoreRows, splitRows } = workspace;
  if (split !== draws) copyInto(split, splitChains(chains));
  const sorted = split === draws ? all : workspace.sortSplit(split);
  const count = split.length;
  const least = sorted.sorted[0]!;
  const greatest = sorted.sorted[count - 1]!;
  const rhatOfScores = () => (chains.length >= MIN_CHAINS ? rhatOfRows(scoreRows) : NaN);

  scoreInto(scores, sorted, workspace.normalScores);
  centreInto(scoreRows, scores);
  const rhatBulk = rhatOfScores();
  const essBulk = least === greatest ? count : essOfRows(scoreRows);

  scoreFolded(sorted, workspace);
  centreInto(scoreRows, scores);
  const combined = combineRhat(rhatBulk, rhatOfScores());

  centreInto(splitRows, split);
  const essMean = isConstantRange(least, greatest) ? count : essOfRows(splitRows);
  return {
    rhat: combined.rhat,
    rhatBulk: combined.bulk,
    rhatFolded: combined.folded,
    essBulk,
    essTail: lesserTailEss(all.sorted, sorted, workspace.indicatorRoom),
    essMean,
    mcseMean: Math.sqrt(variance / essMean),
  };
}

/** Leaves in `scores` the normal scores of the distances from the median. */
function scoreFolded(draws: SortedDraws, workspace: Workspace): void {
  const { scores, folded, foldRoom } = workspace;
  const centre = sortedQuantile(draws.sorted, 0.5);
  if (scoreFoldedInto(scores, draws, centre, workspace.normalScores, foldRoom)) return;
  foldSortedInto(folded, draws, centre);
  scoreInto(scores, folded, workspace.normalScores);
}

/** Tail ESS of sorted draws: those below the lower, and those above the upper quantile, head and end the order. */
function lesserTailEss(all: Float64Array, { sorted, order }: SortedDraws, room: IndicatorRoom): number {
  const lowerCount = countUpTo(sorted, sortedQuantile(all, TAIL_PROBABILITIES.lower));
  const upperCount = countUpTo(sorted, sortedQuantile(all, TAIL_PROBABILITIES.upper));
  return Math.min(
    indicatorEss(order.subarray(0, lowerCount), room),
    indicatorEss(order.subarray(upperCount), room),
  );
}

/** How many ascending values are at most `limit`, by bisection. */
function countUpTo(sorted: Float64Array, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function copyInto(out: Float64Array, rows: Chains): void {
  let start = 0;
  for (const row of rows) {
    out.set(row, start);
    start += row.length;
  }
}

function countDistinct(sorted: Float64Array): number {
  let count = sorted.length > 0 ? 1 : 0;
  for (let i = 1; i < sorted.length; i++) count = (count + +(sorted[i] !== sorted[i - 1])) | 0;
  return count;
}

const UNDEFINED_MIXING: Mixing = {
  rhat: NaN,
  rhatBulk: NaN,
  rhatFolded: NaN,
  essBulk: NaN,
  essTail: NaN,
  essMean: NaN,
  mcseMean: NaN,
};

const UNDEFINED = {
  mean: NaN,
  sd: NaN,
  hdiLower: NaN,
  hdiUpper: NaN,
  drawCount: NaN,
  ...UNDEFINED_MIXING,
  distinctCount: NaN,
};
