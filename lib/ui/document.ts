import { escapeHtml } from "../report/html.ts";
import { fontFaces } from "../report/page/font.ts";
import { sourceHash } from "../report/page/source-hash.ts";
import { BASE, THEME } from "../report/page/theme.ts";

const RULES = `${fontFaces()}
${THEME}
${BASE}
main, header { max-width: 84rem } section { margin-top: 2rem } td, th { white-space: nowrap } .wrap td, .wrap tbody th { white-space: normal; overflow-wrap: break-word } .wrap td { max-width: 40rem }
nav.path { font-size: .95rem } nav.path a { margin-right: .8rem } .mono { overflow-wrap: anywhere; font-family: ui-monospace, monospace; font-size: .85em }
.status.done, .status.reused { color: var(--good) } .status.blocked, .status.unfinished, .status.interrupted { color: var(--warn) } .status.failed { color: var(--bad) }
button, select { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--muted); border-radius: .25rem; padding: .2rem .8rem; min-height: 1.9rem } select { max-width: 100% }
form label { max-width: 100%; min-width: 0 } form { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center } summary + * { white-space: normal } pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--wash); padding: .75rem 1rem; max-height: 30rem; overflow: auto; font-size: .85rem }
.table { position: relative } .aloud { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) } td.g { text-align: center; padding-inline: .3rem } figure { margin: 1rem 0 } figure svg { width: 100%; height: auto; max-height: 14rem } figure text { fill: var(--muted); font-size: 12px } figure line { stroke: var(--accent) } figure circle { fill: var(--accent) } figure .axis { stroke: var(--line) }
@media (max-width: 40rem) { main, header { padding-inline: 1rem } }
`;

/** The policy of every page of the server: its own style, its own pictures, no script. */
export const PAGE_POLICY = `default-src 'none'; style-src ${sourceHash(RULES)}; font-src data:; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

/** HTML that is whole already. */
export interface UiPage {
  readonly title: string;
  /** HTML. */
  readonly body: string;
  /** Seconds after which it is asked for anew; left out for never. */
  readonly refresh?: number;
}

/** A page of the server. */
export function uiDocument({ title, body, refresh }: UiPage): string {
  const again = refresh === undefined ? "" : `<meta http-equiv="refresh" content="${refresh}">\n`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${again}<link rel="icon" href="data:,">
<title>${escapeHtml(title)} · Sluice</title>
<style>${RULES}</style>
</head>
<body>
<header><nav class="path" aria-label="Where you are"><a href="/">All runs</a></nav>
<h1>${escapeHtml(title)}</h1></header>
<main>
${body}
</main>
</body>
</html>
`;
}

/** A heading and what stands under it. */
export function section(id: string, heading: string, ...parts: readonly string[]): string {
  return `<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${escapeHtml(heading)}</h2>\n${parts.join("\n")}</section>`;
}

/** A column of a table; `cell` is HTML. */
export interface UiColumn<Row> {
  readonly title: string;
  readonly kind?: "n" | "g";
  readonly cell: (row: Row) => string;
}

/** A table that scrolls within itself, also by keyboard; the first column names the row. */
export function uiTable<Row>(
  caption: string,
  columns: readonly UiColumn<Row>[],
  rows: readonly Row[],
  isWrapped = false,
): string {
  const head = columns.map(
    ({ title, kind }) =>
      `<th scope="col"${kind === undefined ? "" : ` class="${kind}"`}>${escapeHtml(title)}</th>`,
  );
  const body = rows.map((row) => {
    const cells = columns.map(({ kind, cell }, at) =>
      at === 0
        ? `<th scope="row">${cell(row)}</th>`
        : `<td${kind === undefined ? "" : ` class="${kind}"`}>${cell(row)}</td>`,
    );
    return `<tr>${cells.join("")}</tr>`;
  });
  return `<div class="table${isWrapped ? " wrap" : ""}" role="group" aria-label="Table: ${escapeHtml(caption)}" tabindex="0"><table><caption>${escapeHtml(caption)}</caption><thead><tr>${head.join("")}</tr></thead><tbody>
${body.join("\n")}
</tbody></table></div>`;
}

const SIGN: Readonly<Record<string, string>> = {
  pass: "✓",
  done: "✓",
  reused: "✓",
  warn: "!",
  blocked: "!",
  unfinished: "…",
  interrupted: "!",
  skipped: "–",
};

/** A verdict as a sign, a word and a colour. */
export function chip(status: string): string {
  return `<span class="status ${escapeHtml(status)}"><span aria-hidden="true">${SIGN[status] ?? "✗"}</span> ${escapeHtml(status)}</span>`;
}
