import { BASE, THEME } from "./theme.ts";
import { darkDrawings } from "./style.ts";

/** Rules of the slides: a page in landscape each. `html` is the body, whose drawings are repainted for dark screens. */
export function slideStyle(html: string): string {
  return `
${THEME}
@media screen and (prefers-color-scheme: dark) {
${darkDrawings(html)} }
${BASE}
.slide { display: flex; flex-direction: column; border: 1px solid var(--line); padding: 1.5rem 2rem 1rem; margin: 1.5rem 0; min-height: 44rem }
.slide p, .slide li { max-width: none; margin: .25rem 0 .5rem } .slide h1, .foot .of { overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2 } .foot .of { -webkit-line-clamp: 1 }
.slide .verdict { margin-top: .5rem } .slide .table { margin: .5rem 0 } .slide tbody th { max-width: 12rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.slide h3 { margin: .75rem 0 .25rem } .slide li, .slide p { overflow-wrap: anywhere }
figure { margin: .5rem 0; flex: 1 } figcaption p { margin: 0 } .finding { font-size: 1.1rem; font-weight: 600; line-height: 1.3 }
.plot svg { display: block; width: auto; max-width: 100%; height: auto; max-height: 25rem; margin: .5rem auto; font-family: inherit }
.halves { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 1.5rem; align-items: start; flex: 1 }
.foot { display: flex; justify-content: space-between; gap: 2rem; color: var(--muted); font-size: .85rem; border-top: 1px solid var(--line); padding-top: .4rem } .slide .foot { margin: auto 0 0 }
@media (max-width: 40rem) { main { padding: 0 .5rem } .slide { padding: 1rem } .halves { grid-template-columns: minmax(0, 1fr) } .gates { grid-template-columns: 1fr } }
@media print { @page { size: A4 landscape; margin: 11mm } html { font-size: 9.5pt } main { max-width: none; padding: 0 } .slide { border: 0; padding: 0; margin: 0; min-height: 186mm } .slide + .slide { break-before: page } .tiles { grid-template-columns: repeat(4, 1fr) } .table { overflow: visible } .plot svg { max-height: 112mm } figure, tr, .tiles, .verdict { break-inside: avoid } h2, h3 { break-after: avoid } }
`;
}
