import type { TopLevelSpec } from "vega-lite";
import { countDivergences } from "../diagnostics/divergences.ts";
import { flatten, isFiniteThroughout } from "../draws/chains.ts";
import { correlations, strongestCorrelation } from "../prediagnostics/correlation.ts";
import { commonShape } from "./agreement.ts";
import { histogram } from "./bins.ts";
import { largest, smallest } from "./checks.ts";
import { divergenceSentence, isRaised, requireFlags, type DivergenceFlags } from "./divergence.ts";
import { count, HUMAN_AXIS_LABEL, signedFixed } from "./format.ts";
import { keyRow, type KeyItem } from "./key.ts";
import { cross } from "./marks.ts";
import { displayNames } from "./names.ts";
import { ACCENT, ALERT, CONFIG, GRID, headline, INK, MUTED, SMALL_AXIS, SOFT, type Panel } from "./theme.ts";

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
const MOST_POINTS = 250;
const BINS = 24;
/** Correlation from which parameters are hard to tell apart. */
const STRONG = 0.7;

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
    quiet: thinned(
      indices.filter((i) => !isRaised(flags[i])),
      MOST_POINTS,
    ),
    divergent: thinned(
      indices.filter((i) => isRaised(flags[i])),
      MOST_POINTS,
    ),
  };
}

interface Cell {
  readonly size: number;
  readonly isLeft: boolean;
  readonly isBottom: boolean;
}

function scatter(across: Column, up: Column, kinds: Kinds, { size, isLeft, isBottom }: Cell): Panel {
  const points = (indices: readonly number[]) =>
    indices.map((i) => ({ x: across.values[i] ?? 0, y: up.values[i] ?? 0 }));
  const x = { field: "x", type: "quantitative" } as const;
  const y = { field: "y", type: "quantitative" } as const;
  const ticks = { title: null, labelExpr: HUMAN_AXIS_LABEL, tickCount: 3, grid: false } as const;
  return {
    width: size,
    height: size,
    view: { stroke: GRID },
    layer: [
      {
        data: { values: points(kinds.quiet) },
        mark: { type: "point", filled: true, size: 9, color: ACCENT, opacity: 0.35 },
        encoding: {
          x: {
            ...x,
            scale: { domain: across.domain, nice: false, zero: false },
            axis: isBottom ? ticks : null,
          },
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

/** Histogram of one parameter, with its name, where its row and its column meet. */
function marginal({ name, values, domain }: Column, { size, isBottom }: Cell): Panel {
  const [low, high] = domain;
  const { counts, width } = histogram(values, low, high, BINS);
  const bars = counts.map((height, bin) => ({
    x: low + bin * width,
    to: low + (bin + 1) * width,
    height,
    base: 0,
  }));
  return {
    width: size,
    height: size,
    view: { stroke: GRID },
    layer: [
      {
        data: { values: bars },
        mark: { type: "rect", color: SOFT, stroke: "#FFFFFF", strokeWidth: 0.5 },
        encoding: {
          x: {
            field: "x",
            type: "quantitative",
            scale: { domain, nice: false, zero: false },
            axis: isBottom ? { title: null, labelExpr: HUMAN_AXIS_LABEL, tickCount: 3, grid: false } : null,
          },
          x2: { field: "to" },
          y: {
            field: "height",
            type: "quantitative",
            scale: { domain: [0, largest(counts, 1) * 1.35], nice: false },
            axis: null,
          },
          y2: { field: "base" },
        },
      },
      {
        data: { values: [{ name }] },
        mark: {
          type: "text",
          align: "center",
          baseline: "top",
          fontSize: 14,
          fontWeight: 600,
          limit: size - 8,
        },
        encoding: { text: { field: "name" }, x: { value: size / 2 }, y: { value: 8 } },
      },
    ],
  };
}

function correlationCell(correlation: number, { size }: Cell): Panel {
  return {
    width: size,
    height: size,
    view: { stroke: null },
    data: { values: [{ text: signedFixed(correlation) }] },
    mark: {
      type: "text",
      baseline: "middle",
      fontSize: 22,
      color: Math.abs(correlation) >= STRONG ? INK : MUTED,
    },
    encoding: { text: { field: "text" }, x: { value: size / 2 }, y: { value: size / 2 } },
  };
}

function finding(
  { divergences }: PairInput,
  columns: readonly Column[],
  matrix: readonly Float64Array[],
): string {
  const pair = strongestCorrelation(matrix);
  const total = divergences === null ? 0 : countDivergences(divergences).total;
  const where = total > 0 ? "; crosses show where" : "";
  if (total > 0 || Number.isNaN(total)) return capitalised(`${divergenceSentence(divergences)}${where}`);
  if (pair === undefined)
    return columns.length === 1
      ? capitalised(divergenceSentence(divergences))
      : "Draws of the worst parameters";
  const strength = Math.abs(pair.correlation) >= STRONG ? "move closely together" : "are not closely tied";
  const [first, second] = [columns[pair.first]?.name ?? "", columns[pair.second]?.name ?? ""];
  if (Math.abs(pair.correlation) < STRONG)
    return `The worst parameters ${strength}: no correlation beyond ±${STRONG}`;
  return `${first} and ${second} ${strength}: correlation ${signedFixed(pair.correlation)}`;
}

function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/**
 * Draws of up to four parameters against each other, divergent draws crossed; on the diagonal their distributions, above it
 * their correlations. Of many draws every so manyth is shown; distributions and correlations are of all.
 *
 * @throws RangeError when there is no parameter or more than four, no draw, or when shapes differ, the flags' included.
 */
export function pairChart(input: PairInput): TopLevelSpec {
  const { parameters, divergences, total } = input;
  const { chainCount, drawCount } = commonShape(parameters, "pair plot");
  if (parameters.length > MOST_PARAMETERS) {
    throw new RangeError(`a pair plot shows at most ${MOST_PARAMETERS} parameters, got ${parameters.length}`);
  }
  if (divergences !== null) requireFlags(divergences, chainCount, drawCount);
  const names = displayNames(parameters.map(({ name }) => name));
  const columns = parameters.map(({ chains }, p) => columnOf(names[p] ?? "", chains));
  const matrix = correlationsOf(columns);
  const kinds = kindsOf(divergences, drawCount, chainCount);
  const k = columns.length;
  const size = Math.min(300, Math.floor((TOTAL_WIDTH - GUTTER * (k - 1)) / k));
  const cells = columns.flatMap((up, row) =>
    columns.map((across, column) => {
      const cell = { size, isLeft: column === 0, isBottom: row === k - 1 };
      if (row === column) return marginal(across, cell);
      return row > column
        ? scatter(across, up, kinds, cell)
        : correlationCell(matrix[row]?.[column] ?? Number.NaN, cell);
    }),
  );
  const shown = kinds.quiet.length + kinds.divergent.length;
  const draws = chainCount * drawCount;
  const title = finding(input, columns, matrix);
  const divergence = divergenceSentence(divergences);
  const facts = [
    ...(title.startsWith(capitalised(divergence)) ? [] : [divergence]),
    `the ${k === 1 ? "worst" : `${k} worst`} of ${count(total, "parameter")}`,
    shown < draws ? `${shown} of ${count(draws, "draw")} shown` : count(draws, "draw"),
  ];
  const key: KeyItem[] = [{ label: "draw", mark: "point", colour: ACCENT }];
  if (kinds.divergent.length > 0) key.push({ label: "divergent draw", mark: "cross", colour: ALERT });
  return {
    config: CONFIG,
    title: headline(title, [capitalised(facts.join(" · "))], Math.max(k * (size + GUTTER), 520)),
    spacing: 20,
    vconcat: [keyRow(key), { columns: k, spacing: GUTTER, bounds: "flush", concat: cells }],
  };
}

/** All NaN when a draw is not finite. */
function correlationsOf(columns: readonly Column[]): Float64Array[] {
  const values = columns.map((column) => column.values);
  if (values.every(isFiniteThroughout)) return correlations(values);
  return columns.map(() => new Float64Array(columns.length).fill(Number.NaN));
}
