import type { TopLevelSpec } from "vega-lite";
import { strongestCorrelation } from "../prediagnostics/correlation.ts";
import { requireLength, requireSome } from "./checks.ts";
import { count, signedFixed } from "./format.ts";
import { displayNames } from "./names.ts";
import { ACCENT, ALERT, CONFIG, contrastOnWhite, GRID, headline, INK, tint } from "./theme.ts";

/** What the heat map of correlations shows. */
export interface CorrelationInput {
  /** At least two variables, any text. */
  readonly names: readonly string[];
  /** Symmetric, `matrix[i][j]` in [-1, 1]; NaN where a variable is constant. */
  readonly matrix: readonly ArrayLike<number>[];
  /** Size from which a correlation makes effects hard to tell apart, as the policy has it; 0.7 to 0.9 is usual. */
  readonly limit: number;
}

const WIDEST = 680;
const LARGEST_CELL = 72;
const SMALLEST_CELL = 26;

function cellColour(correlation: number): string {
  if (!Number.isFinite(correlation)) return GRID;
  return tint(correlation < 0 ? ALERT : ACCENT, 1 - Math.abs(correlation));
}

/** White or ink, whichever stands out more on a colour. */
function inkOn(colour: string): string {
  const onWhite = contrastOnWhite(colour);
  return onWhite > contrastOnWhite(INK) / onWhite ? "#FFFFFF" : INK;
}

function finding(names: readonly string[], matrix: readonly Float64Array[], limit: number): string {
  const pair = strongestCorrelation(matrix);
  const isUndefined = matrix.some((row, i) => row.some((value, j) => i > j && Number.isNaN(value)));
  if (pair === undefined) return "No two variables vary: correlations are undefined";
  const value = `${signedFixed(pair.correlation)}, ${names[pair.first] ?? ""} and ${names[pair.second] ?? ""}`;
  const beyond = matrix.reduce(
    (sum, row, i) => sum + row.filter((r, j) => i > j && Math.abs(r) >= limit).length,
    0,
  );
  const pairs = (names.length * (names.length - 1)) / 2;
  const rest = isUndefined ? "; some are undefined" : "";
  if (beyond === 0)
    return `No two variables move closely together: the strongest correlation is ${value}${rest}`;
  return `${beyond} of ${count(pairs, "pair")} ${beyond === 1 ? "moves" : "move"} closely together, up to ${value}${rest}`;
}

/**
 * Correlations of every two variables as numbers on a heat map, those at or beyond the limit framed.
 *
 * @throws RangeError when there are fewer than two variables or when sizes differ.
 */
export function correlationChart({ names: raw, matrix: given, limit }: CorrelationInput): TopLevelSpec {
  requireSome(raw.slice(1), "correlations");
  requireLength(given, raw.length, "rows of correlations");
  given.forEach((row, i) => {
    requireLength(row, raw.length, `row ${i + 1} of correlations`);
  });
  const names = displayNames(raw);
  const matrix = given.map((row) => Float64Array.from(row));
  const rows = names.slice(1);
  const columns = names.slice(0, -1);
  const size = Math.max(SMALLEST_CELL, Math.min(LARGEST_CELL, Math.floor(WIDEST / columns.length)));
  const cells = matrix.flatMap((row, i) =>
    Array.from(row.subarray(0, i), (correlation, j) => {
      const colour = cellColour(correlation);
      return {
        row: names[i] ?? "",
        column: names[j] ?? "",
        text: signedFixed(correlation).replace("0.", size < 40 ? "." : "0."),
        colour,
        ink: inkOn(colour),
        isStrong: Math.abs(correlation) >= limit,
      };
    }),
  );
  const label = {
    title: null,
    grid: false,
    labelFontSize: 13.5,
    labelColor: INK,
    labelLimit: 200,
    labelOverlap: false,
  } as const;
  const x = { field: "column", type: "nominal", sort: null } as const;
  const y = { field: "row", type: "nominal", sort: null } as const;
  const box = { type: "rect", width: size - 2, height: size - 2 } as const;
  return {
    config: CONFIG,
    title: headline(
      finding(names, matrix, limit),
      [`Blue, +: rise together · orange, −: one rises as the other falls · framed: ±${limit} or beyond`],
      Math.max(columns.length * size + 160, 520),
    ),
    width: columns.length * size,
    height: rows.length * size,
    data: { values: cells },
    encoding: {
      x: {
        ...x,
        scale: { domain: columns, padding: 0 },
        axis: { ...label, labelAngle: -40, labelAlign: "right" },
      },
      y: { ...y, scale: { domain: rows, padding: 0 }, axis: label },
    },
    layer: [
      { mark: box, encoding: { color: { field: "colour", type: "nominal", scale: null } } },
      {
        transform: [{ filter: "datum.isStrong" }],
        mark: { ...box, width: size - 4, height: size - 4, filled: false, stroke: INK, strokeWidth: 2.5 },
      },
      {
        mark: { type: "text", baseline: "middle", fontSize: size < 40 ? 11 : 14 },
        encoding: { text: { field: "text" }, color: { field: "ink", type: "nominal", scale: null } },
      },
    ],
  };
}
