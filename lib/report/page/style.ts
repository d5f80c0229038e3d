import { onDark } from "../../charts/dark.ts";
import { BASE, THEME } from "./theme.ts";

/** Colours of the drawings as they stand on dark paper: each exchanged for the one with its contrast there. */
export function darkDrawings(html: string): string {
  const colours = new Set(
    Array.from(html.matchAll(/ (?:fill|stroke)="(#[0-9a-f]{6})"/gi), ([, colour = ""]) => colour),
  );
  return [...colours]
    .sort()
    .map((colour) => {
      const dark = onDark(colour);
      return `svg [fill="${colour}"] { fill: ${dark} } svg [stroke="${colour}"] { stroke: ${dark} }`;
    })
    .join("\n");
}

/** The page's rules: light, dark, narrow and on paper. `html` is the body, whose drawings are repainted for dark pages. */
export function style(html: string): string {
  return `
${THEME}
@media screen and (prefers-color-scheme: dark) {
${darkDrawings(html)} }
${BASE}
figure { margin: 1.75rem 0 } figcaption p { margin: 0; max-width: none } .finding { font-size: 1.15rem; font-weight: 600; line-height: 1.3 }
.plot { overflow-x: auto; margin-top: .25rem } .plot svg { display: block; max-width: 100%; height: auto; font-family: inherit }
.tools { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; font-size: .93rem } .tools details[open] { flex-basis: 100% }
details.data .table { max-height: 24rem; overflow: auto } details.data thead th { position: sticky; top: 0; background: var(--paper) }
.picture { background: #FFFFFF; padding: .5rem } .picture img { display: block; max-width: 100%; height: auto; margin: 0 auto }
.channels { position: sticky; top: 0; z-index: 2; display: flex; gap: .4rem; align-items: center; overflow-x: auto; background: var(--paper); border-bottom: 1px solid var(--line); padding-block: .5rem; margin: 1.5rem calc(50% - 50vw) 0; padding-inline: max(1.25rem, calc(50vw - 32.75rem)); font-size: .93rem } .channels[hidden] { display: none }
.channels span { color: var(--muted); white-space: nowrap }
.channels button { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--muted); border-radius: 1rem; padding: .1rem .75rem; max-width: 14rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; cursor: pointer; flex: none }
.channels button[aria-pressed="true"] { background: var(--ink); color: var(--paper); border-color: var(--ink) } .channels svg { width: .7rem; height: .7rem; margin-right: .35rem }
.plot [data-c] { transition: opacity .12s } .plot .dim { opacity: .18 }
#tip { position: fixed; z-index: 3; pointer-events: none; background: var(--ink); color: var(--paper); padding: .4rem .65rem; border-radius: .25rem; font-size: .9rem; line-height: 1.35; max-width: 22rem; white-space: pre-line } #tip strong { display: block } #tip[hidden], #ring[hidden] { display: none }
#ring { position: fixed; z-index: 3; pointer-events: none; width: 18px; height: 18px; margin: -9px 0 0 -9px; border: 2px solid var(--ink); border-radius: 50% }
@media (prefers-reduced-motion: reduce) { .plot [data-c] { transition: none } }
@media (max-width: 40rem) { body { font-size: .97rem } main, header { padding-left: 1rem; padding-right: 1rem } h1 { font-size: 1.5rem } .gates { grid-template-columns: 1fr } .tiles { grid-template-columns: 1fr 1fr } .tiles strong { font-size: 1.15rem } .channels { padding-inline: 1rem } .plot.wide svg { max-width: none; width: 44rem } tbody th { min-width: 8rem } .dense tbody th { min-width: 0 } td:not(.n) { min-width: 9rem } }
@media print { @page { margin: 14mm } html { font-size: 9.5pt } .tiles { grid-template-columns: repeat(4, 1fr) } .tiles strong { font-size: 1.2rem } main, header { max-width: none; padding: 0 } nav, .tools, .download, .channels, #tip, #ring { display: none } section { margin-top: 1.6rem } h2, h3, caption, figcaption { break-after: avoid } figure, tr, .tiles, .verdict { break-inside: avoid } thead { display: table-header-group } .table, .plot { overflow: visible } .plot svg, .plot.wide svg { width: auto; max-width: 100% } table { font-size: .88rem } .dense table { font-size: .68rem } th, td, td:not(.n) { padding-right: .5rem; min-width: 0 } tbody th, tr[data-c] th, .dense th { min-width: 0 } .dense td.n { overflow-wrap: break-word } td.n { white-space: normal } details:not(.data)::details-content { content-visibility: visible; block-size: auto } summary { color: var(--ink) } .plot .dim { opacity: 1 } .picture img { max-height: 11cm } }
`;
}
