import { escapeHtml } from "../html.ts";
import type { Column } from "../markdown.ts";
import { inline } from "./inline.ts";

/** How a table of the page differs from the Markdown one with the same columns. */
export interface TableOptions<Row> {
  /** Index of the channel that a row is of; null where it is of none. */
  readonly channel?: (row: Row) => number | null;
  /** Small type, for a table of many words. */
  readonly isDense?: boolean;
  /** HTML of cells in place of what the columns with these titles give. */
  readonly cells?: Readonly<Record<string, (row: Row) => string>>;
}

/**
 * A table with scopes, whose first column names the row; one that is wider than its place scrolls, also by keyboard.
 *
 * @param caption - Markdown, as the columns' titles and cells.
 */
export function table<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { channel = () => null, isDense = false, cells = {} }: TableOptions<Row> = {},
): string {
  const align = (column: Column<Row>) => (column.align === "right" ? ' class="n"' : "");
  const head = columns
    .map((column) => `<th scope="col"${align(column)}>${inline(column.title)}</th>`)
    .join("");
  const body = rows.map((row) => {
    const own = columns.map((column, at) => {
      const html = cells[column.title]?.(row) ?? inline(column.cell(row));
      return at === 0 ? `<th scope="row"${align(column)}>${html}</th>` : `<td${align(column)}>${html}</td>`;
    });
    const of = channel(row);
    return `<tr${of === null ? "" : ` data-c="${of}"`}>${own.join("")}</tr>`;
  });
  return `<div class="table${isDense ? " dense" : ""}" role="group" aria-label="${escapeHtml(label(caption))}" tabindex="0"><table><caption>${inline(caption)}</caption><thead><tr>${head}</tr></thead><tbody>
${body.join("\n")}
</tbody></table></div>`;
}

const label = (caption: string) => `Table: ${caption.replace(/[*`\\]/g, "")}`;

/** Columns but those with these titles. */
export function without<Row>(columns: readonly Column<Row>[], ...titles: readonly string[]): Column<Row>[] {
  return columns.filter(({ title }) => !titles.includes(title));
}

/** Columns with these titles only. */
export function only<Row>(columns: readonly Column<Row>[], ...titles: readonly string[]): Column<Row>[] {
  return columns.filter(({ title }) => titles.includes(title));
}
