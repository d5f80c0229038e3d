import { DARK_PAPER, onDark } from "../../charts/dark.ts";
import { ACCENT, GRID, INK, MUTED } from "../../charts/theme.ts";

const GOOD = "#00664A";
const WARN = "#8A4B00";
const BAD = "#A3260F";
const WASHED = "#F5F7F9";
const DARK_WASHED = "#22272C";

function variables(of: (colour: string) => string, paper: string, wash: string): string {
  const named = { ink: INK, muted: MUTED, line: GRID, accent: ACCENT, good: GOOD, warn: WARN, bad: BAD };
  const rules = Object.entries(named).map(([name, colour]) => `--${name}: ${of(colour)};`);
  return `${rules.join(" ")} --paper: ${paper}; --wash: ${wash};`;
}

/** Colours by what they mean, on light and on dark paper. */
export const THEME = `:root { color-scheme: light dark; ${variables((colour) => colour, "#FFFFFF", WASHED)} }
@media screen and (prefers-color-scheme: dark) { :root { ${variables(onDark, DARK_PAPER, DARK_WASHED)} } }`;

/** What every page of Sluice has in common: type, tables, verdicts, tiles. */
export const BASE = `* { box-sizing: border-box }
html { scroll-padding-top: 4rem }
body { margin: 0; overflow-x: clip; font: 1rem/1.5 "Source Sans 3", "Source Sans Pro", "Segoe UI", Arial, sans-serif; color: var(--ink); background: var(--paper) }
main, header { max-width: 68rem; margin: 0 auto; padding: 0 1.25rem }
header { padding-top: 2rem } main { padding-bottom: 4rem }
h1 { font-size: 1.8rem; line-height: 1.2; margin: 0 0 .25rem; overflow-wrap: anywhere }
h2 { font-size: 1.4rem; line-height: 1.25; margin: 0 0 .75rem }
h3 { font-size: 1.1rem; margin: 2rem 0 .5rem }
section { margin-top: 3rem }
p, li { max-width: 46rem } p { margin: .5rem 0 1rem } .muted { color: var(--muted) }
a { color: var(--accent) } code { font-size: .88em; overflow-wrap: anywhere }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 2px }
nav ol { display: flex; flex-wrap: wrap; gap: .15rem 1.1rem; margin: 1rem 0 0; padding: 0; list-style: none; font-size: .95rem }
.verdict { border: 1px solid var(--line); border-left: .4rem solid var(--bad); background: var(--wash); padding: 1.1rem 1.25rem; margin-top: 1.5rem }
.verdict.pass { border-left-color: var(--good) } .verdict.warn { border-left-color: var(--warn) }
.verdict h2 { font-size: 1.05rem; color: var(--muted); font-weight: 400; margin: 0 }
.answer { font-size: 1.15rem; margin: .15rem 0 .75rem } .answer strong:first-child { font-size: 1.4rem; display: block }
.pass .answer strong:first-child { color: var(--good) } .warn .answer strong:first-child { color: var(--warn) } .fail .answer strong:first-child, .waived .answer strong:first-child { color: var(--bad) }
.gates { display: grid; grid-template-columns: repeat(auto-fill, minmax(19rem, 1fr)); gap: .3rem 1.5rem; margin: .5rem 0 0; padding: 0; list-style: none; font-size: .93rem }
.gates li { display: grid; grid-template-columns: 1.7rem 1fr auto; gap: .4rem; border-top: 1px solid var(--line); padding-top: .3rem }
.gate { color: var(--muted) }
.status { white-space: nowrap; font-weight: 600 } .status.pass { color: var(--good) } .status.warn { color: var(--warn) } .status.fail, .status.waived { color: var(--bad) } .status.skipped { color: var(--muted) }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .75rem; margin: 0 0 1.25rem }
.tiles div { border-top: 3px solid var(--accent); background: var(--wash); padding: .7rem .9rem }
.tiles dt { color: var(--muted); font-size: .93rem } .tiles dd { margin: 0 } .tiles strong { display: block; font-size: 1.45rem; line-height: 1.25; font-variant-numeric: tabular-nums } .tiles span { color: var(--muted); font-size: .93rem }
.table { overflow-x: auto; margin: .75rem 0 1.25rem } table { border-collapse: collapse; width: 100%; font-size: .95rem; font-variant-numeric: tabular-nums }
caption { text-align: left; color: var(--muted); padding-bottom: .35rem }
th, td { text-align: left; vertical-align: top; padding: .35rem .9rem .35rem 0; border-bottom: 1px solid var(--line) }
thead th { color: var(--muted); font-weight: 600; vertical-align: bottom; font-size: .95em } tbody th { font-weight: 600; overflow-wrap: anywhere; max-width: 20rem } tr[data-c] th { min-width: 6.5rem } .dense table { font-size: .85rem } .dense th, .dense td { padding-right: .7rem }
th.n, td.n { text-align: right } td.n { white-space: nowrap } tr.on > * { background: var(--wash) }
summary { cursor: pointer; color: var(--accent); width: fit-content } section > details { margin: 1rem 0 } section > details > summary { font-weight: 600 }
.caveat { border-left: .4rem solid var(--warn); padding: .1rem 0 .1rem 1rem } .caveat h3 { margin-top: 0 }`;
