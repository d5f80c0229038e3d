import type { TopLevelSpec } from "vega-lite";
import { sortDraws } from "../draws/order.ts";
import { flatten, rowsOf, type Chains } from "../draws/chains.ts";
import { splitChains } from "../draws/split.ts";
import {
  agreementSentence,
  commonShape,
  rhatText,
  selectionSentence,
  type ShownParameters,
} from "./agreement.ts";
import { histogram } from "./bins.ts";
import { isWithin, shareBand, type ShareBand } from "./chance.ts";
import { largest } from "./checks.ts";
import { percent } from "./format.ts";
import { keyRow } from "./key.ts";
import { displayNames } from "./names.ts";
import {
  ALERT,
  CONFIG,
  ENVELOPE,
  headline,
  INK,
  MUTED,
  panelHeading,
  SOFT,
  type Layer,
  type Panel,
} from "./theme.ts";

/** What the chart of rank histograms shows. */
export type RankInput = ShownParameters;

const BAND_PROBABILITY = 0.94;
const MOST_BINS = 20;
const FEWEST_BINS = 5;
const DRAWS_PER_BIN = 10;
const TOTAL_WIDTH = 960;
/** Width of the chains' names left of a panel, and the space between panels. */
const LABEL_WIDTH = 64;
const SPACING = 24;
/** Share of a row's height that its bars may take. */
const FILL = 0.86;
const SLIVER = 0.06;

/** Fractional rank of each draw among the draws of all rows, in (0, 1), ties at their mean; NaN when a draw is NaN. */
function fractionalRanks(rows: Chains): Chains {
  const values = flatten(rows);
  const ranks = new Float64Array(values.length).fill(Number.NaN);
  if (!values.some(Number.isNaN)) {
    const { sorted, order } = sortDraws(values);
    for (let first = 0; first < values.length;) {
      let next = first + 1;
      while (next < values.length && sorted[next] === sorted[first]) next++;
      const middle = (first + next) / 2 / values.length;
      order.subarray(first, next).forEach((draw) => (ranks[draw] = middle));
      first = next;
    }
  }
  return rowsOf(ranks, rows.length);
}

interface Bar {
  readonly row: number;
  readonly from: number;
  readonly to: number;
  readonly share: number;
  readonly isWithin: boolean;
}

function barsOf(rows: Chains, bins: number, band: ShareBand): Bar[] {
  return fractionalRanks(rows).flatMap((ranks, row) =>
    histogram(ranks, 0, 1, bins).counts.map((inBin, bin) => {
      const share = inBin / ranks.length;
      return { row, from: bin / bins, to: (bin + 1) / bins, share, isWithin: isWithin(share, band) };
    }),
  );
}

/** Rows of one panel: the chains, or the halves of the only chain, whose ranks among themselves would always be level. */
function rowsOfChains(chains: readonly ArrayLike<number>[]): Chains {
  const rows = chains.map((chain) => Float64Array.from(chain));
  return rows.length === 1 ? splitChains(rows) : rows;
}

interface Frame {
  readonly width: number;
  readonly rowHeight: number;
  readonly bins: number;
  readonly band: ShareBand;
  readonly labels: readonly string[];
}

function panel(
  rows: Chains,
  name: string,
  rhat: number,
  { width, rowHeight, bins, band, labels }: Frame,
): Panel {
  const bars = barsOf(rows, bins, band);
  const most = largest([...bars.map(({ share }) => share), band.upper], 2 / bins);
  const height = (row: number, share: number) => row + 1 - (FILL * share) / most;
  const scale = { domain: [0, rows.length], reverse: true, nice: false };
  const x = { field: "from", type: "quantitative" } as const;
  const x2 = { field: "to" };
  const y = { field: "top", type: "quantitative", scale, axis: null } as const;
  const boxes = bars.map(({ row, from, to, share, isWithin: inside }) => ({
    from,
    to,
    // An empty bar that should not be empty shows as a sliver.
    top: height(row, inside ? share : Math.max(share, SLIVER * most)),
    bottom: row + 1,
    colour: inside ? SOFT : ALERT,
  }));
  const all = rows.map((_, row) => ({
    from: 0,
    to: 1,
    row: row + 1,
    label: labels[row] ?? "",
    top: height(row, band.upper),
    bottom: height(row, band.lower),
    level: height(row, 1 / bins),
    middle: height(row, most / 2),
  }));
  const hasBand = Number.isFinite(band.upper);
  const bands: Layer[] = hasBand
    ? [
        {
          data: { values: all },
          mark: { type: "rect", color: ENVELOPE, opacity: 1 },
          encoding: { x, x2, y, y2: { field: "bottom" } },
        },
      ]
    : [];
  return {
    width,
    height: rows.length * rowHeight,
    layer: [
      ...bands,
      {
        data: { values: boxes },
        mark: { type: "rect", stroke: "#FFFFFF", strokeWidth: 0.6, opacity: 1 },
        encoding: {
          x: { ...x, scale: { domain: [0, 1], nice: false }, axis: RANK_AXIS },
          x2,
          y,
          y2: { field: "bottom" },
          color: { field: "colour", type: "nominal", scale: null },
        },
      },
      {
        data: { values: band.lower > 0 ? all : [] },
        mark: { type: "rule", color: "#FFFFFF", strokeWidth: 1 },
        encoding: { x, x2, y: { ...y, field: "bottom" } },
      },
      {
        data: { values: all },
        mark: { type: "rule", color: INK, strokeWidth: 1.2, strokeDash: [4, 3] },
        encoding: { x, x2, y: { ...y, field: "level" } },
      },
      {
        data: { values: all },
        mark: { type: "rule", color: MUTED, strokeWidth: 0.8 },
        encoding: { x, x2, y: { ...y, field: "row" } },
      },
      {
        data: { values: all },
        mark: { type: "text", align: "right", baseline: "middle", color: MUTED, dx: -8 },
        encoding: { x, y: { ...y, field: "middle" }, text: { field: "label" } },
      },
      ...panelHeading(name, width, `R-hat ${rhatText(rhat)}`),
    ],
  };
}

const RANK_AXIS = {
  title: null,
  grid: false,
  values: [0, 0.5, 1],
  labelExpr: "datum.value == 0 ? 'lowest draws' : datum.value == 1 ? 'highest' : ''",
  labelFlush: true,
};

function context(input: RankInput, isSplit: boolean, bins: number): string {
  const rows = isSplit ? "the two halves of the only chain" : "the chains";
  return `Ranks of the draws among all draws in ${bins} bins: level where ${rows} agree. Shown: ${selectionSentence(input)}`;
}

/**
 * Rank histograms of each chain (of each half of a single chain): level when the chains draw from the same distribution.
 * The band is that of independent draws, over all bars of a parameter together; bars that leave it are dark.
 *
 * @throws RangeError when there is no parameter, chain or draw, or when shapes differ.
 * @see Vehtari et al. (2021), section 4.3, doi:10.1214/20-BA1221
 */
export function rankChart(input: RankInput): TopLevelSpec {
  const { parameters } = input;
  const { chainCount } = commonShape(parameters, "rank plots");
  const names = displayNames(parameters.map(({ name }) => name));
  const all = parameters.map(({ chains }) => rowsOfChains(chains));
  const rowCount = all[0]?.length ?? 0;
  const drawCount = all[0]?.[0]?.length ?? 0;
  const bins = Math.min(Math.max(Math.floor(drawCount / DRAWS_PER_BIN), FEWEST_BINS), MOST_BINS);
  // Every bin holds its share of all draws together, so that a row's share varies less than that of a free sample.
  const freeSize = (drawCount * rowCount) / (rowCount - 1);
  const band = shareBand(freeSize, bins, bins * rowCount, BAND_PROBABILITY);
  const columns = Math.min(parameters.length, 3);
  const frame = {
    width: Math.floor((TOTAL_WIDTH - SPACING * (columns - 1)) / Math.max(columns, 2)) - LABEL_WIDTH,
    rowHeight: Math.min(52, Math.max(20, 240 / rowCount)),
    bins,
    band,
    labels:
      all[0]?.map((_, row) =>
        chainCount === 1 ? (["first half", "last half"][row] ?? "") : `chain ${row + 1}`,
      ) ?? [],
  };
  const panels = all.map((rows, p) => panel(rows, names[p] ?? "", parameters[p]?.rhat ?? Number.NaN, frame));
  return {
    config: CONFIG,
    title: headline(agreementSentence(input), [context(input, chainCount === 1, bins)], TOTAL_WIDTH),
    spacing: 20,
    vconcat: [
      keyRow([
        { label: "share of a chain’s draws in the bin", mark: "band", colour: SOFT },
        { label: "outside the band", mark: "band", colour: ALERT },
        { label: "expected if chains agree", mark: "dashed", colour: INK },
        {
          label: `${percent(BAND_PROBABILITY)} band for independent draws`,
          mark: "band",
          colour: ENVELOPE,
        },
      ]),
      { columns, spacing: { row: 24, column: SPACING }, concat: panels },
    ],
  };
}
