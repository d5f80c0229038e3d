import {
  comparisonColumns,
  planHeading,
  planSentence,
  plannedChannels,
  plannedColumns,
  scenarioColumns,
  scenarioTotals,
} from "../recommendation.ts";
import { figure } from "./figure.ts";
import { inline, paragraph } from "./inline.ts";
import type { Told } from "./recommendation.ts";
import { frontierSpeech, planSpeech, scenariosSpeech } from "./speech.ts";
import { table } from "./table.ts";

/** The plan over several periods, with its ramps and beside other plans. */
export async function planSection({ decision, pictures, wording, words }: Told): Promise<string> {
  const { summary, plan, comparison, results } = decision;
  const channels = plannedChannels(plan);
  const names = results.map(({ channel }) => channel);
  const chart = {
    id: "plan",
    spec: pictures.plan,
    speech: planSpeech(words),
    data: {
      file: "multiperiod_optimization_results.csv",
      schema: "multiperiod_optimization_results",
      rows: plan,
    },
  } as const;
  return `<section id="plan" aria-labelledby="plan-title">
<h2 id="plan-title">${inline(planHeading(summary, wording))}</h2>
${paragraph(planSentence(summary, channels, wording))}
${await figure(chart, wording)}
${table("The plan by channel", plannedColumns(wording), channels, {
  channel: (row) => names.indexOf(row.channel),
})}
<h3>Compared with other plans over the same ${inline(wording.period)}s</h3>
${table(
  "The whole horizon",
  comparisonColumns("multi_period", wording),
  comparison.filter(({ horizon }) => horizon === "multi_period"),
)}
</section>`;
}

/** Other total budgets side by side, and the frontier that they lie on. */
export async function scenariosSection({ decision, pictures, wording, words }: Told): Promise<string> {
  const { scenarios, frontier } = decision;
  const budgets = {
    id: "scenarios",
    spec: pictures.scenarios,
    speech: scenariosSpeech(words),
    data: { file: "budget_scenario_results.csv", schema: "budget_scenario_results", rows: scenarios },
  } as const;
  const best = {
    id: "frontier",
    spec: pictures.frontier,
    speech: frontierSpeech(words),
    data: { file: "budget_frontier.csv", schema: "budget_frontier", rows: frontier },
  } as const;
  return `<section id="scenarios" aria-labelledby="scenarios-title">
<h2 id="scenarios-title">If the budget were different</h2>
${table("The best split of each total budget", scenarioColumns(wording), scenarioTotals(scenarios))}
${await figure(budgets, wording)}
${await figure(best, wording)}
</section>`;
}
