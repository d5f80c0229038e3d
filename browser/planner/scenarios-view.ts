import type { Answer } from "../../lib/planner/answer.ts";
import type { Scenario } from "../../lib/planner/fragment.ts";
import type { PlannerData } from "../../lib/planner/model.ts";
import { brief, shownNames } from "../../lib/planner/names.ts";
import type { Settings } from "../../lib/planner/settings.ts";
import { amount, signedAmount } from "../../lib/report/numbers.ts";
import { shareInWords } from "../../lib/words.ts";
import { over, proofWords } from "./answer-view.ts";
import { made, part, table } from "./dom.ts";

/** Most scenarios side by side. */
export const COMPARED = 4;

/** A scenario with what the planner answers; null before it has. */
export interface Solved extends Scenario {
  readonly answer: Answer | null;
}

/** What one can do with a scenario of the list. */
export interface ScenarioActions {
  open(at: number): void;
  remove(at: number): void;
  compare(at: number, isCompared: boolean): void;
}

function question(data: PlannerData, settings: Settings): string {
  const { money, period } = data.words;
  const frozen = settings.channels.filter(({ isFrozen }) => isFrozen).length;
  return `${amount(settings.budget)} ${brief(money, 24)} per ${period}, ${over(data, settings)}${frozen === 0 ? "" : `, ${frozen} frozen`}`;
}

/** The list of kept scenarios. */
export function showSaved(
  data: PlannerData,
  scenarios: readonly Scenario[],
  compared: ReadonlySet<Scenario>,
  actions: ScenarioActions,
): void {
  const rows = scenarios.map((scenario, at) => {
    const name = brief(scenario.name, 80);
    const check = made("input", "", { type: "checkbox", "aria-label": `Compare ${name}` });
    check.checked = compared.has(scenario);
    check.disabled = !check.checked && compared.size >= COMPARED;
    check.addEventListener("change", () => {
      actions.compare(at, check.checked);
    });
    const open = made("button", "Open", { type: "button", "aria-label": `Open ${name}` });
    open.addEventListener("click", () => {
      actions.open(at);
    });
    const remove = made("button", "Remove", { type: "button", "aria-label": `Remove ${name}` });
    remove.addEventListener("click", () => {
      actions.remove(at);
    });
    const what = made(
      "span",
      [made("strong", name), document.createTextNode(` ${question(data, scenario.settings)}`)],
      { class: "what" },
    );
    return made("li", [check, what, open, remove]);
  });
  part("saved").replaceChildren(...rows);
}

type Line = readonly [string, (scenario: Solved) => string];

const planOf = ({ answer }: Solved) => (answer?.kind === "planned" ? answer : null);

/** Scenarios side by side. */
export function showComparison(data: PlannerData, solved: readonly Solved[]): void {
  const place = part("comparison");
  place.hidden = solved.length === 0;
  if (solved.length === 0) return;
  const unit = brief(data.words.target, 24);
  const lines: Line[] = [
    [`Budget per ${data.words.period}`, ({ settings }) => amount(settings.budget)],
    ["Horizon", ({ settings }) => over(data, settings)],
    [
      `Expected gain (${unit})`,
      (one) => {
        const plan = planOf(one);
        return plan === null ? "–" : signedAmount(plan.gain.mean);
      },
    ],
    [
      "90 % interval",
      (one) => {
        const plan = planOf(one);
        return plan === null ? "–" : `${signedAmount(plan.gain.q05)} to ${signedAmount(plan.gain.q95)}`;
      },
    ],
    [
      "Beats the current plan",
      (one) => {
        const plan = planOf(one);
        return plan === null ? "–" : shareInWords(plan.gain.probability);
      },
    ],
    [
      `Contribution (${unit})`,
      (one) => {
        const plan = planOf(one);
        return plan === null ? "–" : amount(plan.contribution);
      },
    ],
    [
      "Proof",
      (one) => {
        const plan = planOf(one);
        return one.answer === null ? "…" : plan === null ? "no plan keeps the limits" : proofWords(plan);
      },
    ],
    ...shownNames(data.request.channels.map(({ name }) => name)).map((name, i): Line => [
      name,
      (one) => {
        const plan = planOf(one);
        return plan === null ? "–" : amount(plan.channels[i]?.spend ?? NaN);
      },
    ]),
  ];
  const rows = lines.map(([name, cell]) => [name, ...solved.map(cell)]);
  const head = ["Scenario", ...solved.map(({ name }) => brief(name, 40))];
  place.replaceChildren(
    table(
      `Side by side; spend of channels in ${brief(data.words.money, 24)} per ${data.words.period}`,
      head,
      rows,
    ),
  );
}
