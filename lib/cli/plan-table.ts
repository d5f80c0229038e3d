import { sum } from "../linalg/vector.ts";
import type { AllocationProblem } from "../optimise/problem.ts";

/** Most channels and periods side by side that a terminal shows; `--json` has all. */
const MOST_COLUMNS = 8;
const MOST_ROWS = 26;

const money = (value: number) => value.toFixed(2);

/** A table of text, the first column to the left and numbers to the right. */
function align(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows.map(
    (row) =>
      `  ${row.map((cell, c) => (c === 0 ? cell.padEnd(widths[c] ?? 0) : cell.padStart(widths[c] ?? 0))).join("  ")}`,
  );
}

/**
 * A plan for people: one line per channel for a single period; for several, one line per period with the channels side by side,
 * or, where they are too many, one line per channel with its total and its least and greatest spend.
 *
 * @param allocation - Money, (period, channel).
 */
export function planTable({ channels, periods }: AllocationProblem, allocation: Float64Array): string[] {
  const n = channels.length;
  const spends = channels.map((_, i) =>
    Array.from({ length: periods }, (_, t) => allocation[t * n + i] ?? NaN),
  );
  if (periods === 1) {
    const rows = channels.map(({ name }, i) => [name, money(sum(spends[i] ?? []))]);
    return align([["channel", "spend"], ...rows, ["total", money(sum(spends.flat()))]]);
  }
  if (n <= MOST_COLUMNS && periods <= MOST_ROWS) {
    const header = ["period", ...channels.map(({ name }) => name), "total"];
    const rows = Array.from({ length: periods }, (_, t) => {
      const row = spends.map((one) => one[t] ?? NaN);
      return [String(t + 1), ...row.map(money), money(sum(row))];
    });
    return align([
      header,
      ...rows,
      ["total", ...spends.map((one) => money(sum(one))), money(sum(spends.flat()))],
    ]);
  }
  const rows = channels.map(({ name }, i) => {
    const one = spends[i] ?? [];
    return [name, money(sum(one)), money(Math.min(...one)), money(Math.max(...one))];
  });
  const header = ["channel", `total of ${periods} periods`, "least", "greatest"];
  return align([header, ...rows, ["total", money(sum(spends.flat())), "", ""]]);
}
