/** One record of a CSV file. */
export interface CsvRow {
  /** Line of the file that the record begins on, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvText {
  readonly header: readonly string[];
  /** Records after the header, blank lines left out. */
  readonly rows: readonly CsvRow[];
}

const OPTIONS = { header: false, autoType: false };

function lineEnds(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
}

/** Records of a text without quotes: there a line end ends a record, and a comma a cell. */
function plainRecords(body: string): CsvRow[] {
  const lines = body.split(/\r\n|\n|\r/);
  if (lines.at(-1) === "") lines.pop();
  const width = (lines[0] ?? "").split(",").length + 1;
  return lines.map((line, i) => ({ line: i + 1, cells: line.split(",").slice(0, width) }));
}

/**
 * Records of a text with quotes.
 *
 * Arquero's parser and not DuckDB's: it keeps blank lines, so that line numbers are the file's, and does not stop at the
 * first bad row. It cuts every record to the length of the first one, so a first record one cell longer than the header
 * is put before the text: then a record with too many cells shows. It is loaded only where it is needed.
 */
async function quotedRecords(body: string): Promise<CsvRow[]> {
  const { fromCSV } = await import("arquero");
  const width = fromCSV(body, OPTIONS).numCols() + 1;
  const table = fromCSV(`${",".repeat(width - 1)}\n${body}`, OPTIONS);
  const columns = table.columnNames().map((name) => table.array(name));
  const records: CsvRow[] = [];
  let line = 1;
  for (let row = 1; row < table.numRows(); row++) {
    const values = columns.map((column): unknown => column[row]);
    const length = values.findLastIndex((value) => value !== undefined) + 1;
    const cells = values.slice(0, length).map((value) => (typeof value === "string" ? value : ""));
    records.push({ line, cells });
    line += 1 + lineEnds(cells);
  }
  return records;
}

/** Splits CSV text into records with their line numbers; cells are texts, trimmed in the header only. */
export async function readCsv(text: string): Promise<CsvText> {
  const body = text.replace(/^\uFEFF/, "");
  const [first, ...rest] = body.includes('"') ? await quotedRecords(body) : plainRecords(body);
  return {
    header: (first?.cells ?? []).map((name) => name.trim()),
    rows: rest.filter(({ cells }) => cells.length > 1 || cells.some((cell) => cell.trim() !== "")),
  };
}
