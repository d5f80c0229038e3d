import { escapeHtml } from "../report/html.ts";
import { amount } from "../report/numbers.ts";
import type { PlannerData } from "./model.ts";
import { shownNames } from "./names.ts";

/** The next round number: 1, 2 or 5 times a power of ten. */
function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const unit = 10 ** Math.floor(Math.log10(value));
  return (([1, 2, 5, 10].find((factor) => factor * unit >= value * (1 - 1e-12)) ?? 10) * unit * 1e6) / 1e6;
}

/** Steps of a slider. */
const STEPS = 200;
/** Room on a slider above the largest amount that belongs on it. */
const ROOM = 1.25;

/** Multiple of a limit that a slider reaches. */
const SLACK = 1.6;

/** The scale of a slider on which these amounts have their place. */
function scaleFor(...amounts: readonly number[]): { readonly max: number; readonly step: number } {
  const step = roundUp((ROOM * Math.max(...amounts)) / STEPS);
  return { step, max: Math.ceil((ROOM * Math.max(...amounts)) / step) * step };
}

/** How to reach a control: buttons that take steps back and forth. */
const HISTORY = `<div class="steps" role="group" aria-label="Steps"><button type="button" id="undo" disabled>Undo</button><button type="button" id="redo" disabled>Redo</button><button type="button" id="reset">As in the run</button></div>`;

/** Budget, horizon, ramps and objective. */
export function questionSection({ request, words, dates, start, drawsOfRun, draws }: PlannerData): string {
  const { money, period } = words;
  const { max, step } = scaleFor(
    request.total,
    request.currentTotal,
    request.multiPeriod.total / request.multiPeriod.periods,
    1e-9,
  );
  const options = [
    ["current", `current spend`],
    ["last_period", `the last ${period} of the data`],
    ["free", "nothing: it is free"],
  ]
    .map(
      ([value = "", name = ""]) =>
        `<option value="${value}"${value === start ? " selected" : ""}>${name}</option>`,
    )
    .join("");
  const thinned =
    draws === drawsOfRun
      ? ""
      : ` Intervals are over ${amount(draws)} of the ${amount(drawsOfRun)} draws that have curves.`;
  return `<section id="question" aria-labelledby="question-title">
<div class="bar"><h2 id="question-title">What if…</h2>${HISTORY}</div>
<div class="field budget"><label for="budget">Budget per ${period}</label>
<div class="rail one" id="budget-rail"><i class="reach" id="budget-reach"></i><i class="mark now" id="budget-now"></i><input type="range" id="budget-slider" aria-label="Budget per ${period}, slider" min="0" max="${max}" step="${step}"></div>
<span class="with-unit"><input type="number" id="budget" min="0" step="any" inputmode="decimal"><span>${escapeHtml(money)}</span></span></div>
<p class="muted hint" id="budget-hint"></p>
<div class="fields">
<fieldset><legend>Horizon</legend>
<label><input type="radio" name="horizon" value="steady" checked> one ${period}, held steady</label>
<label><input type="radio" name="horizon" value="periods"> <input type="number" id="periods" min="1" max="${dates.length}" step="1" aria-label="Number of ${period}s"> ${period}s</label>
</fieldset>
<fieldset id="ramps"><legend>Change from ${period} to ${period}, at most</legend>
<label id="ramp-run-field" hidden><input type="checkbox" id="ramp-run"> as in the run, channel by channel</label>
<span class="pair"><label><input type="number" id="ramp-percentage" min="0" step="any"> %</label> <label><input type="number" id="ramp-absolute" min="0" step="any"> ${escapeHtml(money)}</label></span>
<label>starting from <select id="start">${options}</select></label>
</fieldset>
<fieldset><legend>Spending</legend>
<label><input type="radio" name="spending" value="exact" checked> the whole budget</label>
<label><input type="radio" name="spending" value="at_most"> less, where more brings nothing</label>
</fieldset>
</div>
<p class="muted hint">The best plan has the highest posterior mean of contribution.${thinned}</p>
</section>`;
}

/** One row per channel: its limits to set, its plan to read. */
export function channelsSection({ request, words }: PlannerData): string {
  const { money, target, period } = words;
  const [coin, unit] = [escapeHtml(money), escapeHtml(target)];
  const names = shownNames(request.channels.map(({ name }) => name)).map(escapeHtml);
  const rows = request.channels.map(({ current, upper }, i) => {
    const name = names[i] ?? "";
    const { max, step } = scaleFor(current, SLACK * upper, 1e-9);
    const range = (side: string, word: string) =>
      `<input type="range" class="${side}" id="${side}-slider-${i}" aria-label="${word} for ${name}, slider" min="0" max="${max}" step="${step}">`;
    const field = (side: string, word: string) =>
      `<input type="number" id="${side}-${i}" aria-label="${word} for ${name}" min="0" step="any" inputmode="decimal">`;
    return `<tr data-c="${i}"><th scope="row"><span class="name"><i class="dot c${i}"></i>${name}</span></th>
<td class="limits"><div class="rail two" id="rail-${i}"><i class="reach"></i><i class="seen"></i><i class="mark now"></i><i class="mark plan c${i}"></i>${range("lower", "Least")}${range("upper", "Most")}</div></td>
<td class="n">${field("lower", "Least")}</td><td class="n">${field("upper", "Most")}</td>
<td class="c"><input type="checkbox" id="frozen-${i}" aria-label="Freeze ${name} at its current spend"></td>
<td class="n">${amount(current)}</td><td class="n plan" id="plan-${i}">–</td><td class="n" id="change-${i}">–</td><td class="n" id="marginal-${i}">–</td><td class="why" id="why-${i}"></td></tr>`;
  });
  return `<section id="channels" aria-labelledby="channels-title">
<h2 id="channels-title">Channels</h2>
<p class="muted hint" aria-hidden="true"><i class="key now"></i> now <i class="key plan"></i> plan <i class="key reach"></i> allowed <i class="key seen"></i> spend that was observed</p>
<div class="table" role="group" aria-label="Table: channels" tabindex="0"><table><caption>${coin} per ${period}; set the limits, read the plan</caption>
<thead><tr><th scope="col">Channel</th><th scope="col" class="limits">Limits and plan</th><th scope="col" class="n">Least</th><th scope="col" class="n">Most</th><th scope="col" class="c">Freeze</th><th scope="col" class="n">Now</th><th scope="col" class="n">Plan</th><th scope="col" class="n">Change</th><th scope="col" class="n">Next ${coin} brings (${unit})</th><th scope="col">Held by</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table></div>
</section>`;
}
