import type { PlannerData } from "../../lib/planner/model.ts";
import { limitsOf, runSettings, type Settings } from "../../lib/planner/settings.ts";
import { amount } from "../../lib/report/numbers.ts";
import { brief } from "../../lib/planner/names.ts";
import { byId, input, isTypedInto, part, say } from "./dom.ts";
import { place, span } from "./rails.ts";

/** An amount as a field shows it: to seven digits, which a person does not tell from the amount itself. */
const shown = (value: number) => String(Number(value.toPrecision(7)));

function fill(id: string, value: number | null): void {
  const field = input(id);
  if (isTypedInto(field) && field.type === "number") return;
  field.value = value === null ? "" : shown(value);
  field.removeAttribute("aria-invalid");
}

function showBudget(data: PlannerData, settings: Settings): void {
  const { currentTotal } = data.request;
  fill("budget", settings.budget);
  fill("budget-slider", settings.budget);
  place("budget-rail", ".now", currentTotal);
  const limits = settings.channels.map((_, i) => limitsOf(data, settings, i));
  const least = limits.reduce((sum, { lower }) => sum + lower, 0);
  const most = limits.reduce((sum, { upper }) => sum + upper, 0);
  span("budget-rail", ".reach", least, most);
  const { money, period } = data.words;
  say(
    "budget-hint",
    `Now ${amount(currentTotal)} ${brief(money, 24)} per ${period}; the limits below allow ${amount(least)} to ${amount(most)}.`,
  );
}

function showRamps(data: PlannerData, settings: Settings): void {
  const { ramp, horizon, start } = settings;
  byId("ramps", HTMLFieldSetElement).disabled = horizon === "steady";
  part("ramp-run-field").hidden = runSettings(data).ramp.kind !== "run";
  input("ramp-run").checked = ramp.kind === "run";
  const isOwn = ramp.kind === "run";
  input("ramp-percentage").disabled = input("ramp-absolute").disabled = isOwn;
  fill("ramp-percentage", isOwn || ramp.percentage === null ? null : 100 * ramp.percentage);
  fill("ramp-absolute", isOwn ? null : ramp.absolute);
  byId("start", HTMLSelectElement).value = start;
}

function showLimits(data: PlannerData, settings: Settings, i: number): void {
  const { lower, upper } = limitsOf(data, settings, i);
  const isFrozen = settings.channels[i]?.isFrozen ?? false;
  fill(`lower-${i}`, lower);
  fill(`upper-${i}`, upper);
  fill(`lower-slider-${i}`, lower);
  fill(`upper-slider-${i}`, upper);
  for (const id of ["lower", "upper", "lower-slider", "upper-slider"])
    input(`${id}-${i}`).disabled = isFrozen;
  input(`frozen-${i}`).checked = isFrozen;
  span(`rail-${i}`, ".reach", lower, upper);
}

/** Sets every control to the settings, but what is being typed. */
export function showSettings(data: PlannerData, settings: Settings): void {
  showBudget(data, settings);
  fill("periods", settings.periods);
  for (const radio of document.querySelectorAll<HTMLInputElement>('input[name="horizon"]'))
    radio.checked = radio.value === settings.horizon;
  for (const radio of document.querySelectorAll<HTMLInputElement>('input[name="spending"]'))
    radio.checked = radio.value === (settings.isAtMost ? "at_most" : "exact");
  showRamps(data, settings);
  settings.channels.forEach((_, i) => {
    showLimits(data, settings, i);
  });
}

/** Marks that never move: current spend, and how far spend was observed. */
export function showMarks({ request, curves }: PlannerData): void {
  request.channels.forEach(({ current }, i) => {
    place(`rail-${i}`, ".now", current);
    span(`rail-${i}`, ".seen", 0, curves[i]?.max_observed_spend ?? 0);
  });
}
