import type { Curve } from "./curve.ts";
import type { DrawCurves } from "./draw-curves.ts";
import { type Family, toNatural } from "./family.ts";
import { checkPairs, type FitFailure, maximum, spendFailure } from "./fit.ts";
import { ProjectedFit } from "./projected-fit.ts";
import { ShapeTable } from "./shape-table.ts";

/** One fitted curve per posterior draw; where no positive one fits, `theta` has an amplitude of 0 and a shape of NaN. */
export interface DrawFits<C extends Curve = Curve> extends DrawCurves<C> {
  readonly kind: "fitted";
  /** Sum of squared residuals of each draw. */
  readonly sse: Float64Array;
  /** Spend at half of the plateau; Infinity without plateau, NaN without shape. */
  readonly halfSaturation: Float64Array;
  /** 1 where the draw's shape lies on a limit of the search, else 0. */
  readonly atBound: Uint8Array;
  /** Draws of which no positive multiple of any curve of the family beats zero. */
  readonly withoutEffect: number;
  /** Draws whose descent was ended by its count of steps. */
  readonly unconverged: number;
}

/**
 * Least-squares fits of one family to each draw of a channel's contributions at the same spends.
 *
 * The fits are those of `fitCurve`, found faster: the amplitude is solved for exactly at each step, so that only the
 * shape is iterated; the first shape is the best of a table over the whole of the family's limits, made once for all
 * draws; nothing is allocated from draw to draw.
 *
 * @param spend - Spend per period, at least 0, the same in every draw.
 * @param contributions - (draw, period): contribution per period; a negative one is legal.
 * @returns The fits, or why the spends carry no curve.
 * @throws RangeError when the lengths do not divide, a value is not finite or a spend is negative.
 * @see Golub and Pereyra (1973), doi:10.1137/0710036
 */
export function fitDraws<C extends Curve>(
  family: Family<C>,
  spend: ArrayLike<number>,
  contributions: Float64Array,
): DrawFits<C> | FitFailure {
  const periods = spend.length;
  const draws = periods === 0 ? 0 : contributions.length / periods;
  if (!Number.isInteger(draws)) {
    throw new RangeError(`${contributions.length} contributions, expected a multiple of ${periods} periods`);
  }
  const failure = spendFailure(family, spend);
  if (failure) return failure;
  const fits = emptyFits(family, draws);
  const descent = descentAt(family, spend, tableAt(family, spend));
  const counts = { withoutEffect: 0, unconverged: 0 };
  for (let d = 0; d < draws; d++) {
    fitOne(fits, d, descent, contributions.subarray(d * periods, (d + 1) * periods), counts);
  }
  return { kind: "fitted", ...fits, ...counts };
}

/**
 * The same where every draw has spends of its own, as where each draw has a carryover of its own: the table in which a
 * first shape is looked up is made once, at the mean of the spends.
 *
 * @param spends - (draw, period): spend per period, at least 0.
 * @param contributions - (draw, period), of the same length.
 * @throws RangeError as `fitDraws`.
 */
export function fitDrawsOnOwnSpend<C extends Curve>(
  family: Family<C>,
  periods: number,
  spends: Float64Array,
  contributions: Float64Array,
): DrawFits<C> | FitFailure {
  const draws = periods === 0 ? 0 : contributions.length / periods;
  if (!Number.isInteger(draws) || spends.length !== contributions.length) {
    throw new RangeError(
      `${spends.length} spends and ${contributions.length} contributions, expected as many, a multiple of ${periods} periods`,
    );
  }
  const fits = emptyFits(family, draws);
  const counts = { withoutEffect: 0, unconverged: 0 };
  const typical = new Float64Array(periods);
  spends.forEach((value, at) => (typical[at % periods]! += value / draws));
  const table = tableAt(family, typical);
  for (let d = 0; d < draws; d++) {
    const [from, to] = [d * periods, (d + 1) * periods];
    const spend = spends.subarray(from, to);
    const failure = spendFailure(family, spend);
    if (failure) return failure;
    fitOne(fits, d, descentAt(family, spend, table), contributions.subarray(from, to), counts);
  }
  return { kind: "fitted", ...fits, ...counts };
}

/** What the fits at the same spends share. */
interface Descent {
  readonly spend: ArrayLike<number>;
  readonly spendMax: number;
  readonly table: ShapeTable;
  readonly fit: ProjectedFit;
}

function scaled(spend: ArrayLike<number>): Float64Array {
  const spendMax = maximum(spend);
  return Float64Array.from(spend, (value) => value / spendMax);
}

function tableAt(family: Family, spend: ArrayLike<number>): ShapeTable {
  return new ShapeTable(family, scaled(spend));
}

function descentAt(family: Family, spend: ArrayLike<number>, table: ShapeTable): Descent {
  return { spend, spendMax: maximum(spend), table, fit: new ProjectedFit(family, scaled(spend)) };
}

function fitOne(
  fits: Arrays<Curve>,
  d: number,
  { spend, spendMax, table, fit }: Descent,
  contribution: Float64Array,
  counts: { withoutEffect: number; unconverged: number },
): void {
  checkPairs(spend, contribution);
  const first = table.best(contribution);
  if (first < 0) {
    counts.withoutEffect++;
    writeFlat(fits, d, contribution);
    return;
  }
  fit.descend(contribution, table.shapes[first]!);
  writeFit(fits, d, fit, spendMax);
  if (!fit.hasConverged) counts.unconverged++;
}

type Arrays<C extends Curve> = Omit<DrawFits<C>, "kind" | "withoutEffect" | "unconverged">;

function emptyFits<C extends Curve>(family: Family<C>, draws: number): Arrays<C> {
  return {
    family,
    draws,
    theta: new Float64Array(draws * family.parameters.length),
    sse: new Float64Array(draws),
    halfSaturation: new Float64Array(draws),
    atBound: new Uint8Array(draws),
  };
}

function writeFit(fits: Arrays<Curve>, d: number, fit: ProjectedFit, spendMax: number): void {
  const { family, theta, sse, halfSaturation, atBound } = fits;
  // The contributions are fitted as they are: their unit is 1.
  const natural = toNatural(family, [fit.amplitude, ...fit.shape], { spendMax, contributionMax: 1 }).theta;
  theta.set(natural, d * natural.length);
  sse[d] = fit.sse;
  halfSaturation[d] = family.halfSaturation(natural);
  atBound[d] = fit.isAtBound ? 1 : 0;
}

/** The best of all non-negative curves is zero: of its shape nothing is known. */
function writeFlat(
  { family, theta, sse, halfSaturation }: Arrays<Curve>,
  d: number,
  contribution: Float64Array,
) {
  const p = family.parameters.length;
  theta.fill(NaN, d * p + 1, (d + 1) * p);
  halfSaturation[d] = NaN;
  for (let i = 0; i < contribution.length; i++) sse[d]! += contribution[i]! ** 2;
}
