import { areFinite, type Chains, rowsOf, shapeOf } from "../draws/chains.ts";
import { foldSortedInto } from "../draws/fold.ts";
import { sortedHdi } from "../draws/hdi.ts";
import { moments } from "../draws/moments.ts";
import { createSorter, type SortedDraws } from "../draws/order.ts";
import { sortedQuantile } from "../draws/quantile.ts";
import { normalScores, scoreInto } from "../draws/rank-normalise.ts";
import { splitChains } from "../draws/split.ts";
import { essInPlace, indicatorEss, MIN_DRAWS, TAIL_PROBABILITIES } from "./ess.ts";
import { combineRhat, MIN_CHAINS, rhat } from "./rhat.ts";

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
 * The same numbers as `rankRhat`, `bulkEss`, `tailEss`, `meanEss` and `meanMcse` one by one, but each scalar is sorted
 * once for all of them, and buffers are kept from scalar to scalar of one shape.
 *
 * @param scalars - Read one at a time, so that a generator need not hold a large posterior.
 * @returns In the order of the scalars. R-hat is NaN for one chain; R-hat, ESS and MCSE are NaN for fewer than four
 *   draws; all are NaN when a draw is not finite.
 * @see Vehtari et al. (2021), doi:10.1214/20-BA1221
 */
export function summariseConvergence(scalars: Iterable<Scalar>): ScalarConvergence[] {
  let workspace: Workspace | undefined;
  const summaries: ScalarConvergence[] = [];
  for (const { name, chains } of scalars) {
    const { chainCount, drawCount } = shapeOf(chains);
    if (workspace?.chainCount !== chainCount || workspace.drawCount !== drawCount) {
      workspace = createWorkspace(chainCount, drawCount);
    }
    summaries.push({ name, ...summarise(chains, workspace) });
  }
  return summaries;
}

/** Buffers for scalars of one shape. "Split" concerns the draws left when the middle one of an odd number is dropped. */
interface Workspace {
  readonly chainCount: number;
  readonly drawCount: number;
  readonly draws: Float64Array;
  readonly sort: (values: Float64Array) => SortedDraws;
  readonly split: Float64Array;
  readonly sortSplit: (values: Float64Array) => SortedDraws;
  readonly folded: SortedDraws;
  readonly normalScores: Float64Array;
  readonly scores: Float64Array;
  readonly scoreRows: Chains;
}

function createWorkspace(chainCount: number, drawCount: number): Workspace {
  const rowCount = 2 * chainCount;
  const splitCount = rowCount * Math.floor(drawCount / 2);
  const scores = new Float64Array(splitCount);
  return {
    chainCount,
    drawCount,
    draws: new Float64Array(chainCount * drawCount),
    sort: createSorter(chainCount * drawCount),
    split: new Float64Array(splitCount),
    sortSplit: createSorter(splitCount),
    folded: { sorted: new Float64Array(splitCount), order: new Uint32Array(splitCount) },
    normalScores: normalScores(splitCount),
    scores,
    scoreRows: rowsOf(scores, rowCount),
  };
}

function summarise(chains: Chains, workspace: Workspace): Omit<ScalarConvergence, "name"> {
  const chainMoments = chains.map(moments);
  const byChain = {
    chainMeans: Float64Array.from(chainMoments, (chain) => chain.mean),
    chainSds: Float64Array.from(chainMoments, (chain) => Math.sqrt(chain.variance)),
  };
  const { drawCount } = workspace;
  if (!areFinite(chains)) return { ...UNDEFINED, drawCount, ...byChain };

  copyInto(workspace.draws, chains);
  const all = workspace.sort(workspace.draws);
  const whole = moments(workspace.draws);
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
  const { split, folded, scores, scoreRows } = workspace;
  const rowCount = scoreRows.length;
  copyInto(split, splitChains(chains));
  const sorted = split.length === all.sorted.length ? all : workspace.sortSplit(split);

  const rhatOfScores = () => (chains.length >= MIN_CHAINS ? rhat(scoreRows) : NaN);
  scoreInto(scores, sorted, workspace.normalScores);
  const rhatBulk = rhatOfScores();
  const essBulk = essInPlace(scores, rowCount);

  foldSortedInto(folded, sorted, sortedQuantile(sorted.sorted, 0.5));
  scoreInto(scores, folded, workspace.normalScores);
  const combined = combineRhat(rhatBulk, rhatOfScores());

  const essMean = essInPlace(split, rowCount);
  return {
    rhat: combined.rhat,
    rhatBulk: combined.bulk,
    rhatFolded: combined.folded,
    essBulk,
    essTail: lesserTailEss(all.sorted, sorted, rowCount),
    essMean,
    mcseMean: Math.sqrt(variance / essMean),
  };
}

/** Tail ESS of sorted draws: those below the lower, and those above the upper quantile, head and end the order. */
function lesserTailEss(all: Float64Array, { sorted, order }: SortedDraws, rowCount: number): number {
  const lowerCount = countUpTo(sorted, sortedQuantile(all, TAIL_PROBABILITIES.lower));
  const upperCount = countUpTo(sorted, sortedQuantile(all, TAIL_PROBABILITIES.upper));
  const length = order.length / rowCount;
  return Math.min(
    indicatorEss(order.subarray(0, lowerCount), rowCount, length),
    indicatorEss(order.subarray(upperCount), rowCount, length),
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
  for (let i = 1; i < sorted.length; i++) if (sorted[i] !== sorted[i - 1]) count++;
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
  ...UNDEFINED_MIXING,
  distinctCount: NaN,
};
