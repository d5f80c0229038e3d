/** A value of a table. */
export type Cell = string | number | boolean | null;

/** A row by the names of its columns. */
export type Row = Readonly<Record<string, Cell>>;

const isCell = (value: unknown): value is Cell =>
  value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/** The cells of a row; null for what is none. */
export function cellsOf(row: object): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]: [string, unknown]) => [name, isCell(value) ? value : null]),
  );
}

/** A spreadsheet takes text that begins so for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

function csvCell(cell: Cell): string {
  if (cell === null || (typeof cell === "number" && !Number.isFinite(cell))) return "";
  if (typeof cell !== "string") return String(cell);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** CSV of rows with the same columns: numbers in their shortest exact form, text that a spreadsheet would run disarmed. */
export function csv(rows: readonly object[]): string {
  const cells = rows.map(cellsOf);
  const names = Object.keys(cells[0] ?? {});
  return [names.join(","), ...cells.map((row) => names.map((name) => csvCell(row[name] ?? null)).join(","))]
    .map((line) => `${line}\n`)
    .join("");
}
