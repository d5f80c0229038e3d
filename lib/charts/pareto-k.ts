import type { TopLevelSpec } from "vega-lite";
import { largest, requireLength, requireSome, smallest } from "./checks.ts";
import { count } from "./format.ts";
import { keyRow } from "./key.ts";
import { diamond, dot } from "./marks.ts";
import { observationAxis, observationName, observationNoun, type Observations } from "./observation-axis.ts";
import { ACCENT, ALERT, CONFIG, FAINT, headline, INK, MUTED, type Layer } from "./theme.ts";

/** What the chart of Pareto k shows. */
export interface ParetoKInput extends Observations {
  /** Shape of the tail of each observation's importance weights; NaN or Infinity where it could not be fitted. */
  readonly k: ArrayLike<number>;
  /** The greatest k that so many draws support, 0.7 or a little less. */
  readonly goodK: number;
}

const WIDTH = 900;
const HEIGHT = 320;
const RELIABLE_K = 0.5;
/** Flagged observations that are named; of many, those with the greatest k. */
const NAMED = 8;
/** Pixels that a name needs to itself. */
const NAME_WIDTH = 84;
const NAME_HEIGHT = 16;

interface Row {
  readonly x: number;
  readonly k: number;
  readonly label: string;
  readonly isDefined: boolean;
}

function isFlagged(k: number, goodK: number): boolean {
  return !(k <= goodK);
}

/** The greatest of the flagged whose names do not overlap. */
function named(rows: readonly Row[], domain: readonly number[], top: number): Row[] {
  const perUnit = WIDTH / ((domain[1] ?? 1) - (domain[0] ?? 0));
  const chosen: Row[] = [];
  for (const row of [...rows].sort((a, b) => b.k - a.k || a.x - b.x)) {
    const overlaps = chosen.some(
      (other) =>
        Math.abs(other.x - row.x) * perUnit < NAME_WIDTH &&
        (Math.abs(other.k - row.k) * HEIGHT) / top < NAME_HEIGHT,
    );
    if (!overlaps && chosen.length < NAMED) chosen.push(row);
  }
  return chosen;
}

function limitLine(k: number, text: string, above: boolean): Layer[] {
  const y = { field: "k", type: "quantitative" } as const;
  return [
    {
      data: { values: [{ k }] },
      mark: {
        type: "rule",
        color: above ? INK : FAINT,
        strokeWidth: 1.4,
        strokeDash: above ? [1, 0] : [5, 4],
      },
      encoding: { y },
    },
    {
      data: { values: [{ k, text }] },
      mark: {
        type: "text",
        align: "left",
        baseline: above ? "bottom" : "top",
        dx: 8,
        dy: above ? 2 : -2,
        color: MUTED,
      },
      encoding: { y, x: { value: WIDTH }, text: { field: "text" } },
    },
  ];
}

function finding({ k, goodK, period, labels }: ParetoKInput): string {
  const noun = observationNoun({ period, labels });
  const flagged = Array.from(k).filter((value) => isFlagged(value, goodK)).length;
  if (flagged === 0)
    return `The Pareto k of all ${count(k.length, noun)} is reliable: none is above ${goodK.toFixed(2)}`;
  return `${flagged} of ${count(k.length, noun)} ${flagged === 1 ? "has" : "have"} an unreliable Pareto k`;
}

function context({ k, goodK }: ParetoKInput): string {
  const values = Array.from(k);
  const undefinedOnes = values.filter((value) => !Number.isFinite(value)).length;
  const high = values.filter((value) => value > RELIABLE_K && value <= goodK).length;
  const lost =
    undefinedOnes > 0
      ? [`${undefinedOnes} could not be fitted and ${undefinedOnes === 1 ? "stands" : "stand"} at the top`]
      : [];
  return [
    `Above ${goodK.toFixed(2)} the leave-one-out estimate of an observation is not to be believed`,
    `${high} between ${RELIABLE_K} and ${goodK.toFixed(2)}`,
    ...lost,
  ].join(" · ");
}

/**
 * Pareto k of each observation, unreliable ones marked and the greatest of them named: the observations that the
 * posterior depends on most.
 *
 * @throws RangeError when there is no observation, when lengths differ, or when periods are not ascending dates.
 * @see Vehtari, Simpson, Gelman, Yao & Gabry (2024), JMLR 25(72)
 */
export function paretoKChart(input: ParetoKInput): TopLevelSpec {
  const { labels, k, goodK } = input;
  requireSome(labels, "Pareto k");
  requireLength(k, labels.length, "Pareto k");
  const { positions, encoding } = observationAxis(input, WIDTH);
  const finite = Array.from(k).filter(Number.isFinite);
  const bottom = Math.min(0, smallest(finite, 0));
  const top = Math.max(largest(finite, 1), 1) * 1.1;
  const rows = labels.map((label, i): Row => {
    const value = k[i] ?? Number.NaN;
    const isDefined = Number.isFinite(value);
    return {
      x: positions[i] ?? 0,
      k: isDefined ? value : top / 1.04,
      label: `${observationName(label, input)}${isDefined ? "" : " (not fitted)"}`,
      isDefined,
    };
  });
  const flagged = rows.filter((row) => !row.isDefined || isFlagged(row.k, goodK));
  const quiet = rows.filter((row) => !flagged.includes(row));
  const y = { field: "k", type: "quantitative" } as const;
  const x = { field: "x", type: encoding.type };
  return {
    config: CONFIG,
    title: headline(finding(input), [context(input)], WIDTH),
    spacing: 16,
    vconcat: [
      keyRow([
        ...(quiet.length > 0 ? [{ label: "reliable", mark: "point", colour: ACCENT } as const] : []),
        ...(flagged.length > 0 ? [{ label: "unreliable", mark: "diamond", colour: ALERT } as const] : []),
      ]),
      {
        width: WIDTH,
        height: HEIGHT,
        layer: [
          {
            data: { values: quiet },
            mark: { ...dot(ACCENT), size: 28 },
            encoding: {
              x: encoding,
              y: {
                ...y,
                scale: { domain: [bottom, top], nice: false },
                axis: { title: "Pareto k", tickCount: 6 },
              },
            },
          },
          ...limitLine(RELIABLE_K, "0.5", false),
          ...limitLine(goodK, `good k ${goodK.toFixed(2)}`, true),
          {
            data: { values: flagged.filter((row) => row.isDefined) },
            mark: diamond(ALERT),
            encoding: { x, y },
          },
          {
            data: { values: flagged.filter((row) => !row.isDefined) },
            mark: {
              type: "point",
              shape: "triangle-up",
              size: 110,
              stroke: ALERT,
              strokeWidth: 2,
              fill: "#FFFFFF",
              opacity: 1,
            },
            encoding: { x, y },
          },
          {
            data: { values: named(flagged, encoding.scale.domain, top - bottom) },
            mark: { type: "text", baseline: "bottom", dy: -8, fontSize: 12.5 },
            encoding: { x, y, text: { field: "label" } },
          },
        ],
      },
    ],
  };
}
