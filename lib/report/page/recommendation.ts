import { shareInWords } from "../../words.ts";
import type { Decision } from "../facts.ts";
import { percent, signedAmount, signedPercent } from "../numbers.ts";
import {
  budgetSentence,
  byChange,
  comparisonColumns,
  gainSentence,
  priceSentence,
  resultColumns,
  type Wording,
} from "../recommendation.ts";
import type { DecisionPictures } from "./facts.ts";
import { figure } from "./figure.ts";
import { inline, paragraph } from "./inline.ts";
import { budgetSpeech, marginalSpeech, type Vocabulary } from "./speech.ts";
import { only, table, without } from "./table.ts";

/** The parts of the page that tell the decision are made from. */
export interface Told {
  readonly decision: Decision;
  readonly pictures: DecisionPictures;
  readonly wording: Wording;
  readonly words: Vocabulary;
}

interface Tile {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}

/** The four numbers that a reader takes away. */
export function tiles({
  decision: { summary },
  wording: { target, period },
}: Pick<Told, "decision" | "wording">): string {
  const { gain, gain_q05, gain_q95, current_contribution: current } = summary;
  const all: Tile[] = [
    {
      name: "Expected gain",
      value: `${signedAmount(gain)} ${target}`,
      note: current > 0 ? `per ${period}, ${signedPercent(gain / current)}` : `per ${period}`,
    },
    {
      name: "How sure: 90 % interval",
      value: `${signedAmount(gain_q05)} to ${signedAmount(gain_q95)}`,
      note: `${target} per ${period}`,
    },
    {
      name: "Beats the current plan",
      value: shareInWords(summary.probability_of_gain),
      note: "of the posterior draws",
    },
    {
      name: "Gain beyond observed spend",
      value: percent(summary.gain_beyond_observed, 0),
      note: "where a curve is extrapolation",
    },
  ];
  const items = all.map(
    ({ name, value, note }) =>
      `<div><dt>${inline(name)}</dt><dd><strong>${inline(value)}</strong> <span>${inline(note)}</span></dd></div>`,
  );
  return `<dl class="tiles">${items.join("")}</dl>`;
}

/** What to do: from current to optimised spend by channel, and what that is expected to bring. */
export async function recommendationSection(told: Told): Promise<string> {
  const { decision, pictures, wording, words } = told;
  const { summary, results, comparison } = decision;
  const names = results.map(({ channel }) => channel);
  const channel = (row: { readonly channel: string }) => names.indexOf(row.channel);
  const columns = resultColumns(wording);
  const rows = byChange(results);
  const data = { file: "optimization_results.csv", schema: "optimization_results", rows: results } as const;
  const budget = { id: "budget", spec: pictures.budget, speech: budgetSpeech(words), data };
  const marginal = { id: "marginal", spec: pictures.marginal, speech: marginalSpeech(words), data };
  return `<section id="recommendation" aria-labelledby="recommendation-title">
<h2 id="recommendation-title">What to do</h2>
${tiles(told)}
${paragraph(budgetSentence(summary, wording))}
${table("From the current plan to the recommended one", without(columns, "Return", "Marginal return"), rows, { channel })}
${paragraph(gainSentence(summary, wording))}
${await figure(budget, wording)}
<h3>What one more ${inline(wording.money)} would bring</h3>
${paragraph(priceSentence(summary, wording))}
${await figure(marginal, wording)}
<details><summary>Return and marginal return of each channel</summary>
${table("Contribution per unit of spend, and of the next unit, now → at the optimum", only(columns, "Channel", "Return", "Marginal return"), rows, { channel })}
</details>
<h3>Compared with other plans</h3>
${table(
  `One ${wording.period} at steady spend`,
  comparisonColumns("single_period", wording),
  comparison.filter(({ horizon }) => horizon === "single_period"),
)}
</section>`;
}
