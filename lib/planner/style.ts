import { DARK_PAPER, onDark } from "../charts/dark.ts";
import { channelLineColour } from "../charts/theme.ts";
import { BASE, THEME } from "../report/page/theme.ts";

/** One colour per channel, on light and on dark paper. */
function channelRules(count: number): string {
  const rules = (of: (colour: string) => string) =>
    Array.from({ length: count }, (_, i) => `.c${i} { --c: ${of(channelLineColour(i))} }`).join(" ");
  return `${rules((colour) => colour)}
@media screen and (prefers-color-scheme: dark) { ${rules(onDark)} }`;
}

/** The rules of the planner's page. */
export function plannerStyle(channels: number): string {
  return `
${THEME}
${BASE}
${channelRules(channels)}
@media screen and (prefers-color-scheme: dark) { :root { --sheet: ${DARK_PAPER} } }
main, header { max-width: 84rem }
section { margin-top: 2.25rem } header .verdict { margin-top: 1rem; padding: .7rem 1rem } header .verdict .answer { margin: 0; font-size: 1rem } header .verdict .answer strong:first-child { font-size: 1.15rem }
[hidden] { display: none !important }
button, select, input[type="number"], input[type="text"], textarea { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--muted); border-radius: .25rem; padding: .2rem .5rem; min-height: 1.9rem }
button { cursor: pointer; padding: .2rem .8rem } button:disabled { color: var(--muted); border-color: var(--line); cursor: default } button.main { background: var(--accent); border-color: var(--accent); color: var(--paper); font-weight: 600 }
input[type="number"] { width: 8.5rem; text-align: right; font-variant-numeric: tabular-nums } input:invalid, input[aria-invalid="true"] { border-color: var(--bad); outline-color: var(--bad) }
input[type="radio"], input[type="checkbox"] { accent-color: var(--accent); width: 1.15rem; height: 1.15rem; margin: .35rem; vertical-align: middle }
#now { position: sticky; top: 0; z-index: 2; background: var(--paper); border-bottom: 1px solid var(--line); padding-block: .6rem; margin-top: 1rem }
#now .tiles { margin: 0 } #now .tiles div { padding: .4rem .8rem }
#refusal { border-left: .4rem solid var(--bad); background: var(--wash); padding: .6rem 1rem } #refusal h2 { font-size: 1.15rem; color: var(--bad); margin: 0 } #refusal p { margin: .3rem 0; overflow-wrap: anywhere } #refusal ul { margin: .3rem 0; padding-left: 1.2rem; max-height: 7rem; overflow: auto }
.pending .tiles strong { opacity: .6 }
.bar { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; justify-content: space-between } .bar h2 { margin: 0 } .steps { display: flex; gap: .4rem; flex-wrap: wrap }
.field.budget { display: grid; grid-template-columns: auto 1fr auto; gap: .3rem 1rem; align-items: center; margin-top: .75rem } .field.budget label { font-weight: 600 } .with-unit { display: inline-flex; gap: .4rem; align-items: center } .with-unit span { max-width: 8rem; overflow-wrap: anywhere }
.hint { font-size: .93rem; margin: .25rem 0 .75rem; max-width: none }
.fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: .75rem 1.25rem } fieldset { border: 1px solid var(--line); border-radius: .25rem; margin: 0; padding: .3rem .8rem .6rem; min-width: 0 } legend { color: var(--muted); padding: 0 .3rem } fieldset label { display: block; padding: .1rem 0 } .pair { display: flex; flex-wrap: wrap; gap: .2rem 1rem } fieldset input[type="number"] { width: 6.5rem } fieldset:disabled { color: var(--muted) }
.rail { position: relative; height: 1.75rem; min-width: 11rem } .rail::before, .rail i { content: ""; position: absolute; border-radius: 3px } .rail::before { left: 12px; right: 12px; top: calc(50% - 2px); height: 4px; background: var(--line) }
.rail i.reach { top: calc(50% - 3px); height: 6px; background: var(--accent); opacity: .45 } .rail i.seen { top: calc(50% + 6px); height: 2px; background: var(--muted); left: 12px }
.rail i.mark { width: 3px; margin-left: -1.5px; top: 3px; bottom: 3px; background: var(--ink) } .rail i.mark.plan { width: 11px; height: 11px; margin-left: -5.5px; top: calc(50% - 5.5px); border-radius: 50%; background: var(--c); border: 1px solid var(--paper) }
.rail input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; background: none; appearance: none; -webkit-appearance: none; cursor: pointer } .rail.two input { pointer-events: none }
.rail input::-webkit-slider-runnable-track { background: none; height: 24px } .rail input::-moz-range-track { background: none }
.rail input::-webkit-slider-thumb { -webkit-appearance: none; pointer-events: auto; width: 24px; height: 24px; border: 5px solid transparent; border-radius: 50%; background: var(--paper) padding-box; box-shadow: inset 0 0 0 2.5px var(--accent); clip-path: circle(8px) } .rail input::-moz-range-thumb { pointer-events: auto; width: 14px; height: 14px; border: 3px solid var(--accent); border-radius: 50%; background: var(--paper) }
.rail.two input::-webkit-slider-thumb { border-radius: 2px; clip-path: inset(2px 9px); background: var(--accent); box-shadow: none; border: 0 } .rail.two input::-moz-range-thumb { width: 6px; height: 20px; border: 0; border-radius: 2px; background: var(--accent) }
.rail input:disabled { opacity: .35; cursor: default }
#channels table input[type="number"] { width: 7.2rem } #channels td, #channels th { vertical-align: middle; padding-block: .2rem } #channels thead th { vertical-align: bottom } td.limits { width: 24% } .c { text-align: center } td.plan { font-weight: 600 } td.why { font-size: .88rem; color: var(--muted); min-width: 7rem }
.name { display: flex; gap: .45rem; align-items: center; min-width: 6rem } .dot { flex: none; width: .75rem; height: .75rem; border-radius: 50%; background: var(--c) }
.key { display: inline-block; vertical-align: middle; margin: 0 .25rem 0 .9rem } .key.now { width: 3px; height: 1rem; background: var(--ink); margin-left: 0 } .key.plan { width: 11px; height: 11px; border-radius: 50%; background: var(--accent) } .key.reach { width: 1.6rem; height: 6px; background: var(--accent); opacity: .45 } .key.seen { width: 1.6rem; height: 2px; background: var(--muted) }
#periods-chart svg { display: block; width: 100%; height: auto } #periods-chart rect { fill: var(--c); stroke: var(--paper); stroke-width: 1 } #periods-chart text { fill: var(--muted); font-size: 12px } #periods-chart line { stroke: var(--line) }
#periods details .table { max-height: 26rem; overflow: auto }
.proof { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .3rem 1.5rem; margin: 0 0 .75rem } .proof div { border-top: 1px solid var(--line); padding-top: .25rem } .proof dt { color: var(--muted); font-size: .93rem } .proof dd { margin: 0; font-variant-numeric: tabular-nums }
.saved { list-style: none; padding: 0; margin: .5rem 0 } .saved li { display: flex; flex-wrap: wrap; gap: .4rem .8rem; align-items: center; border-bottom: 1px solid var(--line); padding: .3rem 0; max-width: none } .saved .what { flex: 1 1 14rem; overflow-wrap: anywhere }
.actions { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center } #yaml { width: 100%; min-height: 14rem; font: .88rem/1.4 ui-monospace, monospace; white-space: pre; text-align: left }
.aloud { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
@media (max-width: 40rem) { body { font-size: .97rem } main, header { padding-left: 1rem; padding-right: 1rem } h1 { font-size: 1.5rem } #now .tiles { grid-template-columns: 1fr 1fr; gap: .4rem } #now .tiles strong { font-size: 1.05rem } #now .tiles div { padding: .25rem .5rem } #now .tiles dt { font-size: .82rem } #now .tiles dd > span { display: none } .field.budget { grid-template-columns: 1fr } .gates { grid-template-columns: 1fr } tbody th { min-width: 7rem } }
@media print { nav, button, #share, .rail input { display: none } main, header { max-width: none; padding: 0 } #now { position: static } .table { overflow: visible } table { font-size: .75rem } td.limits, th.limits { display: none } input { border: 0 } }
`;
}
