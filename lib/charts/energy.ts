import type { TopLevelSpec } from "vega-lite";
import { bfmiPerChain } from "../diagnostics/bfmi.ts";
import { isFiniteThroughout } from "../draws/chains.ts";
import { moments } from "../draws/moments.ts";
import { histogram, outline } from "./bins.ts";
import { largest, requireSome } from "./checks.ts";
import { count, ratio } from "./format.ts";
import { keyRow } from "./key.ts";
import { CONFIG, headline, INK, MUTED, panelHeading, SOFT, type Layer, type Panel } from "./theme.ts";

/** What the chart of energies shows. */
export interface EnergyInput {
  /** Hamiltonian energy, `energy[c][t]` at draw t of chain c; at least one chain. */
  readonly energy: readonly ArrayLike<number>[];
  /** E-BFMI below which a chain explores its energy poorly, as the policy has it; 0.3 is usual. */
  readonly limit: number;
}

const TOTAL_WIDTH = 900;
const GUTTER = 40;
const HEIGHT = 130;
/** Standard deviations that an axis reaches at most; what lies beyond is counted in its last bins. */
const REACH = 5;

function isLow(bfmi: number, limit: number): boolean {
  return !(bfmi >= limit);
}

function finding(bfmis: readonly number[], limit: number): string {
  const undefinedCount = bfmis.filter(Number.isNaN).length;
  const low = bfmis.filter((bfmi) => bfmi < limit);
  if (low.length > 0) {
    const worst = Math.min(...low);
    return `${low.length} of ${count(bfmis.length, "chain")} explore${low.length === 1 ? "s" : ""} energy poorly: E-BFMI ${ratio(worst)} in chain ${bfmis.indexOf(worst) + 1}`;
  }
  if (undefinedCount > 0) {
    return `How well energy is explored is not known: E-BFMI is undefined in ${undefinedCount} of ${count(bfmis.length, "chain")}`;
  }
  const least = ratio(Math.min(...bfmis));
  return bfmis.length === 1
    ? `Energy is explored freely: E-BFMI ${least}`
    : `Energy is explored freely in all ${bfmis.length} chains: E-BFMI at least ${least}`;
}

/** Centred energies and steps between draws, both in standard deviations of the energy; none where that is undefined. */
function standardised(energy: Float64Array): { marginal: Float64Array; steps: Float64Array } | null {
  const { mean, variance } = moments(energy);
  const sd = Math.sqrt(variance);
  if (!isFiniteThroughout(energy) || !(sd > 0)) return null;
  const steps = energy.subarray(1).map((value, t) => (value - (energy[t] ?? Number.NaN)) / sd);
  return { marginal: energy.map((value) => (value - mean) / sd), steps };
}

/** Bins of Freedman and Diaconis for normal values over the axis. */
function binCount(drawCount: number): number {
  const width = (2 * 1.349) / Math.cbrt(drawCount);
  return 2 * Math.min(Math.max(Math.round(REACH / width), 6), 30);
}

function panel(energy: Float64Array, chain: number, bfmi: number, limit: number, width: number): Panel {
  const parts = standardised(energy);
  const bins = binCount(energy.length);
  const line = (values: Float64Array) => {
    const { counts, ...frame } = histogram(values, -REACH, REACH, bins);
    return outline({ ...frame, counts: counts.map((n) => n / values.length) });
  };
  const lines = parts === null ? null : { marginal: line(parts.marginal), steps: line(parts.steps) };
  const heights = lines === null ? [] : [...lines.marginal, ...lines.steps].map(({ y }) => y);
  const top = largest(heights, 1) * 1.06;
  const x = {
    field: "x",
    type: "quantitative" as const,
    scale: { domain: [-REACH, REACH], nice: false },
    axis: { title: null, values: [-4, -2, 0, 2, 4] },
  };
  const y = {
    field: "y",
    type: "quantitative" as const,
    axis: null,
    scale: { domain: [0, top], nice: false },
  };
  const layers: Layer[] =
    lines === null
      ? [
          {
            data: { values: [{ x: 0 }] },
            mark: { type: "text", color: MUTED },
            encoding: { x, y: { value: HEIGHT / 2 }, text: { value: "undefined" } },
          },
        ]
      : [
          {
            data: { values: lines.marginal },
            mark: { type: "area", interpolate: "step-after", color: SOFT, opacity: 1 },
            encoding: { x, y },
          },
          {
            data: { values: lines.steps },
            mark: { type: "line", interpolate: "step-after", color: INK, strokeWidth: 1.8 },
            encoding: { x, y },
          },
        ];
  const verdict = Number.isNaN(bfmi)
    ? "undefined"
    : `${ratio(bfmi)}${isLow(bfmi, limit) ? ` (below ${limit})` : ""}`;
  return {
    width,
    height: HEIGHT,
    layer: [...layers, ...panelHeading(`Chain ${chain}: E-BFMI ${verdict}`, width)],
  };
}

/**
 * Energy of each chain against its change from draw to draw, both in standard deviations of the energy: where changes
 * are much narrower than the energy itself, momentum resampling explores the tails too slowly.
 *
 * @throws RangeError when there is no chain or a chain has no draw.
 * @see Betancourt (2016), arXiv:1604.00695
 */
export function energyChart({ energy, limit }: EnergyInput): TopLevelSpec {
  requireSome(energy, "energy");
  energy.forEach((chain, c) => {
    requireSome(chain, `energy of chain ${c + 1}`);
  });
  const chains = energy.map((chain) => Float64Array.from(chain));
  const bfmis = Array.from(bfmiPerChain(chains));
  const columns = Math.min(chains.length, chains.length === 4 || chains.length === 2 ? 2 : 3);
  const width = Math.floor((TOTAL_WIDTH - GUTTER * (columns - 1)) / Math.max(columns, 2));
  const axis = "Horizontal: standard deviations of the energy · Vertical: share of draws";
  return {
    config: CONFIG,
    title: headline(finding(bfmis, limit), [axis], TOTAL_WIDTH),
    spacing: 20,
    vconcat: [
      keyRow([
        { label: "energy, centred", mark: "band", colour: SOFT },
        { label: "change of energy from draw to draw", mark: "line", colour: INK },
      ]),
      {
        columns,
        spacing: { row: 20, column: GUTTER },
        concat: chains.map((chain, c) => panel(chain, c + 1, bfmis[c] ?? Number.NaN, limit, width)),
      },
    ],
  };
}
