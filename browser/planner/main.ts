import type { Answer } from "../../lib/planner/answer.ts";
import { pipelineYaml, planCsv } from "../../lib/planner/export.ts";
import {
  decodeState,
  encodeState,
  MOST_SCENARIOS,
  periodsOf,
  scenarioName,
  type PlannerState,
  type Scenario,
} from "../../lib/planner/fragment.ts";
import { advance, historyOf, redo, undo, type History } from "../../lib/planner/history.ts";
import type { PlannerData } from "../../lib/planner/model.ts";
import { brief } from "../../lib/planner/names.ts";
import { runSettings, withHorizon, type ChannelSettings, type Settings } from "../../lib/planner/settings.ts";
import { showAnswer, spoken } from "./answer-view.ts";
import { showMarks, showSettings } from "./controls-view.ts";
import { button, byId, input, part, say } from "./dom.ts";
import { showComparison, showSaved, type Solved } from "./scenarios-view.ts";
import { Solver } from "./solver.ts";

// The page was written by the program that bundled this script: its data are of the type that both were compiled with.
const data = JSON.parse(part("data").textContent) as PlannerData;
const solver = new Solver(part("worker").textContent, data);
const opened = decodeState(data, location.hash.slice(1));

let history: History<PlannerState> = historyOf(opened.state);
/** What a slider passes through before it is let go. */
let draft: PlannerState | null = null;
let shown: Answer | null = null;
const compared = new Set<Scenario>(opened.state.scenarios.slice(0, 4));
const answers = new Map<Scenario, Answer>();

const state = () => draft ?? history.present;

/** Milliseconds of quiet before the address and the spoken sentence follow. */
const QUIET = 250;
let quiet: ReturnType<typeof setTimeout> | undefined;

function whenQuiet(): void {
  clearTimeout(quiet);
  quiet = setTimeout(() => {
    window.history.replaceState(null, "", `#${encodeState(data, state())}`);
    if (shown !== null) say("aloud", spoken(data, state().settings, shown));
    byId("yaml", HTMLTextAreaElement).value = pipelineYaml(data, state().settings);
  }, QUIET);
}

function refreshScenarios(): void {
  const { scenarios } = state();
  for (const one of [...compared]) if (!scenarios.includes(one)) compared.delete(one);
  showSaved(data, scenarios, compared, {
    open: (at) => {
      const one = scenarios[at];
      if (one !== undefined) change({ ...state(), settings: one.settings }, true);
    },
    remove: (at) => {
      change({ ...state(), scenarios: scenarios.filter((_, i) => i !== at) }, true);
    },
    compare: (at, isCompared) => {
      const one = scenarios[at];
      if (one === undefined) return;
      if (isCompared) compared.add(one);
      else compared.delete(one);
      refreshScenarios();
    },
  });
  const solved = scenarios
    .filter((one) => compared.has(one))
    .map((one): Solved => ({ ...one, answer: answers.get(one) ?? null }));
  showComparison(data, solved);
  for (const one of scenarios) {
    if (!compared.has(one) || answers.has(one)) continue;
    solver.askBeside(one.settings, (answer) => {
      if (answers.has(one)) return;
      answers.set(one, answer);
      refreshScenarios();
    });
  }
}

/** The question that was put last. */
let asked: Settings | null = null;
let lastMilliseconds = 0;

/** Shows the settings at once and their answer when it comes; the page notes both, and how long that took, for tests. */
function refresh(): void {
  const changed = performance.now();
  const { settings } = state();
  showSettings(data, settings);
  button("undo").disabled = history.past.length === 0;
  button("redo").disabled = history.future.length === 0;
  whenQuiet();
  // A slider that is let go where it was last seen asks nothing new.
  if (asked !== null && JSON.stringify(asked) === JSON.stringify(settings)) return;
  asked = settings;
  solver.ask(settings, (answer, milliseconds) => {
    shown = answer;
    lastMilliseconds = milliseconds;
    showAnswer(data, settings, answer, lastMilliseconds);
    document.body.dataset["milliseconds"] = String(performance.now() - changed);
    document.body.dataset["asked"] = JSON.stringify(settings);
    if (answer.kind === "planned") document.body.dataset["plan"] = JSON.stringify([...answer.allocation]);
    else delete document.body.dataset["plan"];
  });
}

function change(next: PlannerState, isSettled: boolean): void {
  const isScenarioChange = next.scenarios !== history.present.scenarios;
  if (isSettled) {
    if (JSON.stringify(next) !== JSON.stringify(history.present)) history = advance(history, next);
    draft = null;
  } else draft = next;
  refresh();
  if (isScenarioChange) refreshScenarios();
}

function step(to: History<PlannerState>): void {
  history = to;
  draft = null;
  refresh();
  refreshScenarios();
}

const set = (settings: Partial<Settings>, isSettled: boolean) => {
  change({ ...state(), settings: { ...state().settings, ...settings } }, isSettled);
};

/** Hears a control as it moves and when it comes to rest; what is no amount is marked, and not heard. */
function hearAmount(
  id: string,
  isOptional: boolean,
  heard: (value: number | null, isSettled: boolean) => void,
): void {
  const control = input(id);
  const hear = (isSettled: boolean) => () => {
    const value = control.value.trim() === "" && isOptional ? null : control.valueAsNumber;
    const isWrong = value !== null && !(value >= 0 && value < Infinity);
    if (isWrong) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
    if (!isWrong) heard(value, isSettled);
  };
  control.addEventListener("input", hear(false));
  control.addEventListener("change", hear(true));
  control.addEventListener("blur", () => {
    showSettings(data, state().settings);
  });
}

function setChannel(i: number, own: Partial<ChannelSettings>, isSettled: boolean): void {
  const channels = state().settings.channels.map((channel, at) =>
    at === i ? { ...channel, ...own } : channel,
  );
  set({ channels }, isSettled);
}

function hearLimits(i: number): void {
  const own = () => state().settings.channels[i];
  for (const kind of ["", "slider-"]) {
    hearAmount(`lower-${kind}${i}`, false, (value, isSettled) => {
      const lower = value ?? 0;
      // A slider pushes the other end along; a field says what it is told, and a contradiction is named.
      setChannel(
        i,
        kind === "" ? { lower } : { lower, upper: Math.max(lower, own()?.upper ?? lower) },
        isSettled,
      );
    });
    hearAmount(`upper-${kind}${i}`, false, (value, isSettled) => {
      const upper = value ?? 0;
      setChannel(
        i,
        kind === "" ? { upper } : { upper, lower: Math.min(upper, own()?.lower ?? upper) },
        isSettled,
      );
    });
  }
  input(`frozen-${i}`).addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement) setChannel(i, { isFrozen: target.checked }, true);
  });
}

function hearRamps(): void {
  const all = () => {
    const { ramp } = state().settings;
    return ramp.kind === "all" ? ramp : ({ kind: "all", absolute: null, percentage: null } as const);
  };
  hearAmount("ramp-percentage", true, (value, isSettled) => {
    set({ ramp: { ...all(), percentage: value === null ? null : value / 100 } }, isSettled);
  });
  hearAmount("ramp-absolute", true, (absolute, isSettled) => {
    set({ ramp: { ...all(), absolute } }, isSettled);
  });
  input("ramp-run").addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement) set({ ramp: target.checked ? { kind: "run" } : all() }, true);
  });
  byId("start", HTMLSelectElement).addEventListener("change", ({ target }) => {
    const value = target instanceof HTMLSelectElement ? target.value : "";
    if (value === "current" || value === "last_period" || value === "free") set({ start: value }, true);
  });
}

function hearQuestion(): void {
  for (const id of ["budget", "budget-slider"])
    hearAmount(id, false, (value, isSettled) => {
      set({ budget: value ?? 0 }, isSettled);
    });
  for (const radio of document.querySelectorAll<HTMLInputElement>('input[name="horizon"]'))
    radio.addEventListener("change", () => {
      set(withHorizon(data, state().settings, radio.value === "periods" ? "periods" : "steady"), true);
    });
  for (const radio of document.querySelectorAll<HTMLInputElement>('input[name="spending"]'))
    radio.addEventListener("change", () => {
      set({ isAtMost: radio.value === "at_most" }, true);
    });
  hearAmount("periods", false, (value, isSettled) => {
    const { settings } = state();
    const periods = periodsOf(data, value, settings.periods);
    if (isSettled || periods === value)
      set({ ...withHorizon(data, settings, "periods"), periods }, isSettled);
  });
}

function download(name: string, type: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 10_000);
}

async function copy(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say("shared", `${what} is on the clipboard.`);
  } catch {
    say(
      "shared",
      `The browser does not let this page copy: take ${what.toLowerCase()} from the address line, or from the field below.`,
    );
  }
}

function hearSharing(): void {
  button("copy-link").addEventListener("click", () => {
    const here = new URL(location.href);
    here.hash = encodeState(data, state());
    void copy(here.href, "The link");
  });
  button("copy-yaml").addEventListener("click", () => {
    void copy(pipelineYaml(data, state().settings), "The scenario");
  });
  button("download-yaml").addEventListener("click", () => {
    download("scenario.yaml", "text/yaml", pipelineYaml(data, state().settings));
  });
  button("download-csv").addEventListener("click", () => {
    if (shown?.kind === "planned") download("plan.csv", "text/csv", planCsv(data, state().settings, shown));
    else say("shared", "There is no plan to download: its limits contradict each other.");
  });
  byId("save", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    const { scenarios, settings } = state();
    if (scenarios.length >= MOST_SCENARIOS) {
      say("shared", `There is room for ${MOST_SCENARIOS} scenarios: remove one first.`);
      return;
    }
    const name = scenarioName(input("scenario-name").value, `Scenario ${scenarios.length + 1}`);
    const scenario: Scenario = { name, settings };
    if (compared.size < 4) compared.add(scenario);
    input("scenario-name").value = "";
    change({ ...state(), scenarios: [...scenarios, scenario] }, true);
  });
}

function hearSteps(): void {
  button("undo").addEventListener("click", () => {
    step(undo(history));
  });
  button("redo").addEventListener("click", () => {
    step(redo(history));
  });
  button("reset").addEventListener("click", () => {
    set(runSettings(data, state().settings.horizon), true);
  });
  button("nearest").addEventListener("click", ({ currentTarget }) => {
    const budget = currentTarget instanceof HTMLElement ? Number(currentTarget.dataset["budget"]) : NaN;
    if (budget >= 0) set({ budget }, true);
  });
  addEventListener("keydown", (event) => {
    const isField =
      event.target instanceof HTMLInputElement && ["number", "text"].includes(event.target.type);
    if (!(event.ctrlKey || event.metaKey) || isField || event.target instanceof HTMLTextAreaElement) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    step(key === "y" || event.shiftKey ? redo(history) : undo(history));
  });
}

/** A link opened in the page that is open already. */
function hearAddress(): void {
  addEventListener("hashchange", () => {
    const hash = location.hash.slice(1);
    // The links to sections have ids, which no state begins with.
    if (document.getElementById(hash) !== null || hash === encodeState(data, state())) return;
    const { state: next, problems } = decodeState(data, hash);
    tell(problems);
    change(next, true);
  });
}

function tell(problems: readonly string[]): void {
  const place = part("link-problems");
  place.hidden = problems.length === 0;
  place.textContent =
    problems.length === 0 ? "" : `Not taken from the link: ${brief(problems.join("; "), 400)}.`;
}

/** What is unfolded was not filled before. */
function hearUnfolding(): void {
  for (const details of document.querySelectorAll("main details"))
    details.addEventListener("toggle", () => {
      if (shown !== null && asked !== null) showAnswer(data, asked, shown, lastMilliseconds);
    });
}

tell(opened.problems);
hearUnfolding();
showMarks(data);
hearQuestion();
hearRamps();
data.request.channels.forEach((_, i) => {
  hearLimits(i);
});
hearSharing();
hearSteps();
hearAddress();
refresh();
refreshScenarios();
