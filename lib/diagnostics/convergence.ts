import { type Chains, isFiniteThroughout, shapeOf } from "../draws/chains.ts";
import { sortedHdi } from "../draws/hdi.ts";
import { sortedQuantile } from "../draws/quantile.ts";
import { splitChains } from "../draws/split.ts";
import { centre, describe, meansOf, squaresOf, totalSquares } from "./centred-rows.ts";
import { essOfRows, indicatorEss, isConstantRange, MIN_DRAWS, TAIL_PROBABILITIES } from "./ess.ts";
import { combineRhat, MIN_CHAINS, rhatOfRows } from "./rhat.ts";
import { score, sortedOf } from "./sorted-draws.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

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

function summarise(chains: Chains, workspace: Workspace): Omit<ScalarConvergence, "name"> {
  const { room, draws: at, chainCount, drawCount } = workspace;
  const count = chainCount * drawCount;
  const draws = room.doubles(at, count);
  copyInto(draws, chains);
  describe(room, workspace.chains, at);
  const squares = squaresOf(room, workspace.chains);
  const byChain = {
    chainMeans: meansOf(room, workspace.chains).map((mean, c) => (Number.isNaN(squares[c]) ? NaN : mean)),
    chainSds: squares.map((sum) => Math.sqrt(sum / (drawCount - 1))),
  };
  // A draw that is not finite leaves its chain without a sum of squares; so do too great ones.
  if (!squares.every(Number.isFinite) && !isFiniteThroughout(draws))
    return { ...UNDEFINED, drawCount, ...byChain };

  room.run.sortValues(at, count, workspace.sortedDraws.sorted, workspace.sortedDraws.order, workspace.spare);
  const sorted = sortedOf(room, workspace.sortedDraws);
  describe(room, workspace.whole, at);
  const variance = totalSquares(room, workspace.whole) / (count - 1);
  const hdi = sortedHdi(sorted, HDI_MASS);
  return {
    mean: meansOf(room, workspace.whole)[0]!,
    sd: Math.sqrt(variance),
    hdiLower: hdi.lower,
    hdiUpper: hdi.upper,
    drawCount,
    ...(drawCount >= MIN_DRAWS ? mixing(chains, variance, workspace) : UNDEFINED_MIXING),
    distinctCount: count - room.run.countTies(workspace.sortedDraws.sorted, count),
    ...byChain,
  };
}

type Mixing = Pick<
  ScalarConvergence,
  "rhat" | "rhatBulk" | "rhatFolded" | "essBulk" | "essTail" | "essMean" | "mcseMean"
>;

/** What is read from the draws in order: from `sortedDraws`, and where the middle draw is dropped from `sortedSplit`. */
function mixing(chains: Chains, variance: number, workspace: Workspace): Mixing {
  const { room, draws, split, splitCount, sortedSplit, folded, spare, normalScores, scores, rows } =
    workspace;
  const { run } = room;
  if (split !== draws) {
    copyInto(room.doubles(split, splitCount), splitChains(chains));
    run.sortValues(split, splitCount, sortedSplit.sorted, sortedSplit.order, spare);
  }
  const sorted = sortedOf(room, sortedSplit);
  const least = sorted[0]!;
  const greatest = sorted[splitCount - 1]!;
  const rhatOfScores = () => (chains.length >= MIN_CHAINS ? rhatOfRows(room, rows) : NaN);

  score(room, scores, sortedSplit, normalScores);
  centre(room, rows, scores);
  const rhatBulk = rhatOfScores();
  const essBulk = least === greatest ? splitCount : essOfRows(room, rows);

  const median = sortedQuantile(sorted, 0.5);
  run.foldSorted(
    folded.sorted,
    folded.order,
    sortedSplit.sorted,
    sortedSplit.order,
    splitCount,
    median,
    spare,
  );
  score(room, scores, folded, normalScores);
  describe(room, rows, scores);
  const combined = combineRhat(rhatBulk, rhatOfScores());

  centre(room, rows, split);
  const essMean = isConstantRange(least, greatest) ? splitCount : essOfRows(room, rows);
  return {
    rhat: combined.rhat,
    rhatBulk: combined.bulk,
    rhatFolded: combined.folded,
    essBulk,
    essTail: lesserTailEss(workspace, sorted),
    essMean,
    mcseMean: Math.sqrt(variance / essMean),
  };
}

/** Tail ESS: draws below the lower, and those above the upper quantile, head and end the order. */
function lesserTailEss(
  { room, sortedDraws, sortedSplit, splitCount, indicator }: Workspace,
  sorted: Float64Array,
): number {
  const all = sortedOf(room, sortedDraws);
  const lowerCount = countUpTo(sorted, sortedQuantile(all, TAIL_PROBABILITIES.lower));
  const upperCount = countUpTo(sorted, sortedQuantile(all, TAIL_PROBABILITIES.upper));
  const { order } = sortedSplit;
  return Math.min(
    indicatorEss(room, indicator, order, lowerCount),
    indicatorEss(room, indicator, order + 4 * upperCount, splitCount - upperCount),
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
