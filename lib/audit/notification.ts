import { VERSION } from "../package-info.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { shareInWords, short } from "../words.ts";
import type { MatrixRow } from "./matrix-summary.ts";

export type Notification = SchemaTypes["notification"];

/** Most cells that the text tells of one by one; `cells` has all. */
const MOST_LINES = 30;

function lineOf(row: MatrixRow): string {
  const { cell, status, verdict, total_budget, gain, gain_fraction, blocked_by, message } = row;
  if (status !== "done") {
    const by = blocked_by === null ? "" : ` by ${blocked_by}`;
    return `${cell}: ${status}${by}${message === null ? "" : `: ${message}`}`;
  }
  const budget = total_budget === null ? "" : `, budget ${short(total_budget)}`;
  const relative = gain_fraction === null ? "" : ` (${shareInWords(gain_fraction)})`;
  const expected = gain === null ? "" : `, expected gain ${short(gain)}${relative}`;
  return `${cell}: ${verdict ?? "done"}${budget}${expected}`;
}

/** What is posted when a run or a matrix has ended. */
export function notificationOf(
  ended: Pick<Notification, "pipeline" | "status" | "exit_code">,
  rows: readonly MatrixRow[],
  now: Date,
): Notification {
  const lines = rows.slice(0, MOST_LINES).map(lineOf);
  const rest = rows.length - lines.length;
  const head = `Sluice ${ended.pipeline ?? ""}: ${ended.status}`.replace(" :", ":");
  return {
    format: 1,
    text: [head, ...lines, ...(rest > 0 ? [`and ${rest} more`] : [])].join("\n"),
    ...ended,
    finished_at: now.toISOString(),
    sluice: VERSION,
    cells: [...rows],
  };
}
