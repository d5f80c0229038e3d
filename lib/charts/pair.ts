import type { TopLevelSpec } from "vega-lite";
import { countDivergences } from "../diagnostics/divergences.ts";
import { flatten, isFiniteThroughout } from "../draws/chains.ts";
import { correlations } from "../prediagnostics/correlation.ts";
import { commonShape } from "./agreement.ts";
import { histogram } from "./bins.ts";
import { largest, requireLength, smallest } from "./checks.ts";
import { divergenceSentence, isRaised, type DivergenceFlags } from "./divergence.ts";
import { count, HUMAN_AXIS_LABEL } from "./format.ts";
import { keyRow, type KeyItem } from "./key.ts";
import { cross } from "./marks.ts";
import { displayNames } from "./names.ts";
import { ACCENT, ALERT, CONFIG, headline, INK, MUTED, panelHeading, SMALL_AXIS, SOFT, type Panel } from "./theme.ts";

/** What the pair plot shows. */
export interface PairInput {
  /** One to four, the worst first; `chains[c][t]` is draw t of chain c, all of one shape. */
  readonly parameters: readonly { readonly name: string; readonly chains: readonly ArrayLike<number>[] }[];
  /** `divergences[c][t]` is 1 where draw t of chain c diverged; null when the sampler did not say. */
  readonly divergences: DivergenceFlags | null;
  /** Parameters that these were picked from. */
  readonly total: number;
}

const MOST_PARAMETERS = 4;
const TOTAL_WIDTH = 900;
const GUTTER = 16;
/** Draws of each kind that a cell shows; the rest would only darken it. */
const MOST_POINTS = 400;
const BINS = 24;

interface Column {
  readonly name: string;
  readonly values: Float64Array;
  readonly domain: [number, number];
}

function columnOf(name: string, chains: readonly ArrayLike<number>[]): Column {
  const values = flatten(chains.map((chain) => Float64Array.from(chain)));
  const [low, high] = [smallest(Array.from(values), 0), largest(Array.from(values), 1)];
  const margin = high > low ? (high - low) * 0.04 : Math.max(Math.abs(high) * 0.1, 1);
  return { name, values, domain: [low - margin, high + margin] };
}

/** Every so many of some indices, so that at most `limit` are left; draws of all chains alike. */
function thinned(indices: readonly number[], limit: number): number[] {
  const stride = Math.ceil(indices.length / limit);
  return indices.filter((_, i) => i % stride === 0);
}

interface Kinds {
  readonly quiet: readonly number[];
  readonly divergent: readonly number[];
}

function kindsOf(divergences: DivergenceFlags | null, drawCount: number, chainCount: number): Kinds {
  const flags =
    divergences === null
      ? Array<number>(drawCount * chainCount).fill(0)
      : divergences.flatMap((chain) => Array.from(chain));
  const indices = flags.map((_, i) => i);
  return {
    quiet: thinned(indices.filter((i) => !isRaised(flags[i])), MOST_POINTS),
    divergent: thinned(indices.filter((i) => isRaised(flags[i])), MOST_POINTS),
  };
}

interface Cell {
  readonly size: number;
  readonly isLeft: boolean;
  readonly isBottom: boolean;
}

function axis({ isShown, title }: { isShown: boolean; title: string }) {
  if (!isShown) return null;
  return { title: null, labelExpr: HUMAN_AXIS_LABEL, tickCount: 3, name: title } as const;
}

function scatter(across: Column, up: Column, kinds: Kinds, { size, isLeft, isBottom }: Cell): Panel {
  const points = (indices: readonly number[]) =>
    indices.map((i) => ({ x: across.values[i] ?? 0, y: up.values[i] ?? 0 }));
  const x = { field: "x", type: "quantitative" } as const;
  const y = { field: "y", type: "quantitative" } as const;
  const ticks = { title: null, labelExpr: HUMAN_AXIS_LABEL, tickCount: 3 } as const;
  return {
    width: size,
    height: size,
    layer: [
      {
        data: { values: points(kinds.quiet) },
        mark: { type: "point", filled: true, size: 9, color: ACCENT, opacity: 0.35 },
        encoding: {
          x: { ...x, scale: { domain: across.domain, nice: false, zero: false }, axis: isBottom ? ticks : null },
          y: {
            ...y,
            scale: { domain: up.domain, nice: false, zero: false },
            axis: isLeft ? { ...ticks, ...SMALL_AXIS } : null,
          },
        },
      },
      {
        data: { values: points(kinds.divergent) },
        mark: { ...cross(ALERT), size: 20, strokeWidth: 1.4 },
        encoding: { x, y },
      },
    ],
  };
}
