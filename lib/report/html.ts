/** Text that stands as itself in HTML, in content and in attributes. */
export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** How a column stands in a table; cells are HTML already. */
export interface HtmlColumn<Row> {
  readonly title: string;
  readonly align?: "left" | "right";
  readonly cell: (row: Row) => string;
}

export function htmlTable<Row>(
  caption: string,
  columns: readonly HtmlColumn<Row>[],
  rows: readonly Row[],
): string {
  const head = columns
    .map(
      ({ title, align }) =>
        `<th scope="col"${align === "right" ? ' class="n"' : ""}>${escapeHtml(title)}</th>`,
    )
    .join("");
  const body = rows
    .map(
      (row) =>
        `<tr>${columns.map(({ align, cell }) => `<td${align === "right" ? ' class="n"' : ""}>${cell(row)}</td>`).join("")}</tr>`,
    )
    .join("\n");
  return `<div class="table"><table><caption>${escapeHtml(caption)}</caption><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}

/** One chart as it stands on a light and on a dark page, with its title as its text alternative. */
export interface Figure {
  readonly title: string;
  readonly light: string;
  readonly dark: string;
}

export function htmlFigure({ title, light, dark }: Figure): string {
  const label = escapeHtml(title);
  return `<figure role="img" aria-label="${label}"><div class="light">${light}</div><div class="dark">${dark}</div></figure>`;
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1f2933; --muted: #5a6672; --paper: #fff; --line: #e4e8ec; --good: #00664a; --warn: #8a4b00; --bad: #a3260f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecef; --muted: #a7b1ba; --paper: #181818; --line: #323b44; --good: #5fd0a8; --warn: #f0b35a; --bad: #ff9a85; } .light { display: none } }
@media (prefers-color-scheme: light) { .dark { display: none } }
@media print { .dark { display: none } .light { display: block } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 70rem; font: 1rem/1.5 "Source Sans 3", "Source Sans Pro", "Segoe UI", Arial, sans-serif; color: var(--ink); background: var(--paper) }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .5rem } h2 { margin: 2.5rem 0 .75rem; font-size: 1.25rem }
p { max-width: 46rem } .muted { color: var(--muted) }
.table { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-size: .93rem; font-variant-numeric: tabular-nums }
caption { text-align: left; color: var(--muted); padding-bottom: .4rem } th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line) }
.n { text-align: right } .pass { color: var(--good) } .warn { color: var(--warn); font-weight: 600 } .fail, .waived { color: var(--bad); font-weight: 600 } .skipped { color: var(--muted) }
figure { margin: 1.5rem 0; overflow-x: auto } figure svg { max-width: 100%; height: auto }
.verdict { border-left: .3rem solid currentColor; padding: .25rem 0 .25rem .9rem; font-size: 1.15rem }
`;

/** A page that stands alone: no script, nothing fetched. `sections` are HTML already. */
export function htmlPage(title: string, sections: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${sections.join("\n")}
</main>
</body>
</html>
`;
}
