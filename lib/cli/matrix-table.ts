import type { MatrixRow } from "../audit/matrix-summary.ts";
import { shareInWords, short } from "../words.ts";
import { alignTable } from "./table.ts";

const HEAD = ["cell", "verdict", "budget", "expected gain", "5 % to 95 %", "blocked by", "time"];
const NUMBERS = new Set([2, 3, 4, 6]);

function inMinutes(seconds: number | null): string {
  if (seconds === null) return "";
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

function cellsOf(row: MatrixRow): string[] {
  const { gain, gain_fraction, gain_q05, gain_q95 } = row;
  const relative = gain_fraction === null ? "" : ` (${shareInWords(gain_fraction)})`;
  return [
    row.cell,
    row.status === "done" ? (row.verdict ?? "done") : row.status,
    row.total_budget === null ? "" : short(row.total_budget),
    gain === null ? "" : `${short(gain)}${relative}`,
    gain_q05 === null || gain_q95 === null ? "" : `${short(gain_q05)} to ${short(gain_q95)}`,
    row.blocked_by ?? row.message ?? "",
    inMinutes(row.seconds),
  ];
}

/** What became of each cell of a matrix, as a table for people. */
export function matrixTable(rows: readonly MatrixRow[]): string[] {
  return alignTable([HEAD, ...rows.map(cellsOf)], NUMBERS);
}
