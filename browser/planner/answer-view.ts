import type { Answer, ChannelAnswer, Planned, Refused } from "../../lib/planner/answer.ts";
import { constraintWords } from "../../lib/planner/constraint-words.ts";
import type { PlannerData } from "../../lib/planner/model.ts";
import { brief, shownNames } from "../../lib/planner/names.ts";
import type { Settings } from "../../lib/planner/settings.ts";
import { amount, signedAmount, signedPercent, statistic } from "../../lib/report/numbers.ts";
import { shareInWords } from "../../lib/words.ts";
import { button, drawn, made, part, say, table } from "./dom.ts";
import { place } from "./rails.ts";

/** A number for people, a dash where it is none. */
const orDash = (value: number, format: (value: number) => string = amount) =>
  Number.isFinite(value) ? format(value) : "–";

const signedOrDash = (value: number) => orDash(value, signedAmount);

/** What the plan spans, in words. */
export function over({ words }: PlannerData, { horizon, periods }: Settings): string {
  if (horizon === "steady") return `per ${words.period}`;
  return `over ${periods} ${words.period}${periods === 1 ? "" : "s"}`;
}

/** How near to the best a plan is proved to be. */
export function proofWords({ proof }: Planned): string {
  if (proof.status === "solved") return "✓ optimal";
  if (proof.status === "infeasible") return "✗ breaks a limit";
  return Number.isNaN(proof.relativeGap) ? "no bound" : `within ${shareInWords(proof.relativeGap)}`;
}

function showTiles(data: PlannerData, settings: Settings, plan: Planned, milliseconds: number): void {
  const { gain, currentContribution: current, proof } = plan;
  const unit = brief(data.words.target, 24);
  const when = over(data, settings);
  say("gain", `${signedOrDash(gain.mean)} ${unit}`);
  say("gain-note", current > 0 ? `${when}, ${signedPercent(gain.mean / current)} on current spend` : when);
  say("interval", `${signedOrDash(gain.q05)} to ${signedOrDash(gain.q95)}`);
  say("interval-note", `${unit} ${when}`);
  say("probability", orDash(gain.probability, shareInWords));
  say("probability-note", "of the posterior draws");
  say("proved", proofWords(plan));
  say(
    "proved-note",
    `gap ${orDash(proof.relativeGap, statistic)}; ${Math.max(1, Math.round(milliseconds))} ms`,
  );
}

const HELD: Readonly<Partial<Record<ChannelAnswer["heldBy"][number], string>>> = {
  lower: "least",
  upper: "most",
};

function why({ heldBy, isBeyondObserved }: ChannelAnswer, isFrozen: boolean): string {
  const limits = isFrozen ? ["frozen"] : [...new Set(heldBy.map((kind) => HELD[kind] ?? "ramp"))];
  return [...limits, ...(isBeyondObserved ? ["beyond observed spend"] : [])].join("; ");
}

function showChannels(settings: Settings, { channels }: Planned): void {
  channels.forEach((channel, i) => {
    const { spend, current, marginal } = channel;
    say(`plan-${i}`, orDash(spend));
    say(
      `change-${i}`,
      current > 0 ? orDash(spend / current - 1, (share) => signedPercent(share, 0)) : spend > 0 ? "new" : "–",
    );
    say(`marginal-${i}`, orDash(marginal, statistic));
    say(`why-${i}`, why(channel, settings.channels[i]?.isFrozen ?? false));
    place(`rail-${i}`, ".mark.plan", spend);
  });
}

/** Drawing of the periods, pixels. */
const WIDE = 1100;
const HIGH = 220;
const LEFT = 80;
const FOOT = 24;

function periodsChart(data: PlannerData, { allocation, periods }: Planned): SVGElement {
  const n = data.request.channels.length;
  const totals = Array.from({ length: periods }, (_, t) =>
    allocation.subarray(t * n, t * n + n).reduce((sum, spend) => sum + spend, 0),
  );
  const most = Math.max(...totals, 1e-12);
  const step = (WIDE - LEFT) / periods;
  const y = (spend: number) => HIGH - FOOT - ((HIGH - FOOT - 14) * spend) / most;
  const bars = totals.flatMap((_, t) => {
    let below = 0;
    return Array.from(allocation.subarray(t * n, t * n + n), (spend, i) => {
      const [from, to] = [below, below + spend];
      below = to;
      const bar = {
        class: `c${i}`,
        x: LEFT + t * step,
        width: Math.max(1, step * 0.86),
        y: y(to),
        height: y(from) - y(to),
      };
      return drawn("rect", bar);
    });
  });
  const label = (text: string, x: number, at: number, anchor: string) => {
    const element = drawn("text", { x, y: at, "text-anchor": anchor });
    element.textContent = text;
    return element;
  };
  const every = Math.ceil(periods / 8);
  const dates = totals.flatMap((_, t) =>
    t % every === 0 ? [label(data.dates[t] ?? "", LEFT + t * step, HIGH - 6, "start")] : [],
  );
  const finding = `Spend from ${amount(Math.min(...totals))} to ${amount(most)} ${brief(data.words.money, 24)} per ${data.words.period}, by channel`;
  return drawn("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": finding }, [
    drawn("line", { x1: LEFT, x2: WIDE, y1: y(0), y2: y(0) }),
    drawn("line", { x1: LEFT, x2: WIDE, y1: y(most), y2: y(most) }),
    label(amount(most), LEFT - 8, y(most) + 4, "end"),
    label("0", LEFT - 8, y(0) + 4, "end"),
    ...bars,
    ...dates,
  ]);
}

/** Whether a table that can be folded away is in sight: others are not filled. */
const isUnfolded = (id: string) => part(id).closest("details")?.open ?? true;

function showPeriods(data: PlannerData, settings: Settings, plan: Planned): void {
  const isShown = settings.horizon === "periods";
  part("periods-section").hidden = !isShown;
  if (!isShown) return;
  const names = shownNames(data.request.channels.map(({ name }) => name));
  const n = names.length;
  part("periods-chart").replaceChildren(periodsChart(data, plan));
  if (!isUnfolded("periods-table")) return;
  const rows = Array.from({ length: plan.periods }, (_, t) => [
    data.dates[t] ?? String(t + 1),
    ...Array.from(plan.allocation.subarray(t * n, t * n + n), (spend) => amount(spend)),
  ]);
  const unit = `${brief(data.words.money, 24)} per ${data.words.period}`;
  part("periods-table").replaceChildren(table(unit, [data.words.period, ...names], rows));
}

function showProof(data: PlannerData, { proof, method, methodReason }: Planned): void {
  const [coin, unit] = [brief(data.words.money, 24), brief(data.words.target, 24)];
  const facts: readonly (readonly [string, string])[] = [
    ["Contribution of this plan", `${orDash(proof.objective)} ${unit}`],
    ["No plan can bring more than", `${orDash(proof.upperBound)} ${unit}`],
    ["Gap, as a share of the bound", orDash(proof.relativeGap, statistic)],
    ["Largest violation of a limit", `${orDash(proof.violation, statistic)} ${coin}`],
    [
      "Stationarity, complementarity",
      `${orDash(proof.stationarity, statistic)}, ${orDash(proof.complementarity, statistic)}`,
    ],
    [`One more ${coin} of budget brings`, `${orDash(proof.budgetPrice, statistic)} ${unit}`],
    ["Method", `${method.replaceAll("_", " ")}: ${brief(methodReason, 160)}`],
  ];
  part("proof-facts").replaceChildren(
    ...facts.map(([name, value]) => made("div", [made("dt", name), made("dd", value)])),
  );
  if (!isUnfolded("proof-limits")) return;
  const rows = proof.active.map((limit) => [
    constraintWords(data, limit),
    orDash(limit.shadowPrice, statistic),
  ]);
  part("proof-limits").replaceChildren(
    table("The dearest first", ["Limit", `Next ${coin} brings (${unit})`], rows),
  );
}

function showRefusal(data: PlannerData, { reason, conflict, nearestBudget }: Refused): void {
  say("refusal-reason", brief(reason, 600));
  part("refusal-limits").replaceChildren(
    ...conflict.slice(0, 12).map((limit) => made("li", constraintWords(data, limit))),
  );
  const nearest = button("nearest");
  nearest.hidden = nearestBudget === null;
  if (nearestBudget === null) return;
  nearest.dataset["budget"] = String(nearestBudget);
  nearest.textContent = `Use ${amount(nearestBudget)} per ${data.words.period}, the nearest budget that can be met`;
}

function showNothing(count: number): void {
  for (let i = 0; i < count; i++) {
    for (const id of ["plan", "change", "marginal"]) say(`${id}-${i}`, "–");
    say(`why-${i}`, "");
    place(`rail-${i}`, ".mark.plan", null);
  }
  part("proof-facts").replaceChildren();
  part("proof-limits").replaceChildren();
  part("periods-section").hidden = true;
}

/** Shows the answer to the settings. */
export function showAnswer(
  data: PlannerData,
  settings: Settings,
  answer: Answer,
  milliseconds: number,
): void {
  const isPlan = answer.kind === "planned";
  part("now").classList.remove("pending");
  part("tiles").hidden = !isPlan;
  part("refusal").hidden = isPlan;
  part("proof").hidden = !isPlan;
  if (answer.kind === "refused") {
    showRefusal(data, answer);
    showNothing(settings.channels.length);
    return;
  }
  showTiles(data, settings, answer, milliseconds);
  showChannels(settings, answer);
  showPeriods(data, settings, answer);
  showProof(data, answer);
}

/** The answer in a sentence, for those who hear the page. */
export function spoken(data: PlannerData, settings: Settings, answer: Answer): string {
  if (answer.kind === "refused") return `No plan can keep these limits: ${brief(answer.reason, 300)}`;
  const { gain } = answer;
  return `Expected gain ${signedOrDash(gain.mean)} ${brief(data.words.target, 24)} ${over(data, settings)}, 90 % interval ${signedOrDash(gain.q05)} to ${signedOrDash(gain.q95)}; ${proofWords(answer)}`;
}
