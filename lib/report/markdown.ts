/** Text that stands as itself in Markdown: characters with a meaning are escaped, line breaks become spaces. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, "\\$&").replace(/[\r\n]+/g, " ");
}

/** Text as code, or as escaped text where it could break out of a code span or a table. */
export function codeOrText(text: string): string {
  return /[`|\r\n]/.test(text) ? escapeMarkdown(text) : `\`${text}\``;
}

/** How a column stands in a table. */
export interface Column<Row> {
  readonly title: string;
  readonly align?: "left" | "right";
  readonly cell: (row: Row) => string;
}

/** A bare `|` or line break would end a cell: neither a column of the table nor a name in a team's policy may. */
function cellText(markdown: string): string {
  return markdown.replace(/(?<!\\)\|/g, "\\|").replace(/[\r\n]+/g, " ");
}

/** A Markdown table; cells are Markdown already. */
export function markdownTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(columns.map(({ title }) => title)),
    line(columns.map(({ align }) => (align === "right" ? "---:" : "---"))),
    ...rows.map((row) => line(columns.map(({ cell }) => cellText(cell(row))))),
  ].join("\n");
}
