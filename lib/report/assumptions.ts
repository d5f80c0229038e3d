import type { SchemaTypes } from "../schema/generated.ts";
import { codeOrText, markdownTable, type Column } from "./markdown.ts";
import { amount, percent } from "./numbers.ts";
import type { Wording } from "./recommendation.ts";

type Summary = SchemaTypes["optimisation_summary"];
type InputFile = SchemaTypes["model_metadata"]["inputs"][number];

/** What the recommendation takes for granted, one sentence or two each, with the numbers that show how much hangs on it. */
export function assumptions(summary: Summary, { target, period }: Wording): string[] {
  const {
    reference_periods,
    model_contribution,
    curve_contribution_at_observed: atObserved,
    current_contribution,
    gain_beyond_observed,
    largest_carryover,
  } = summary;
  const carryover =
    largest_carryover > 0
      ? `Each curve is fitted to the posterior mean contribution at each ${period}'s effective spend: spend with what is carried over, at most ${percent(largest_carryover)} of it from one ${period} into the next.`
      : `Each curve is fitted to the posterior mean contribution at each ${period}'s spend. Carryover from earlier ${period}s is part of those contributions, not of the curve; where the model has it, \`adstock: model\` under 60_response_curves takes it into account.`;
  return [
    `**Steady spend.** Current spend is the mean of the last ${reference_periods} ${period}s, and both plans are compared as if spent evenly. Past spend was not even: at the spends actually observed, the curves give ${amount(atObserved)} ${target} per ${period} and the model itself ${amount(model_contribution)}; at steady current spend the curves give ${amount(current_contribution)}.`,
    `**Curves on posterior means.** ${carryover}`,
    "**Intervals carry what the draws differ in**: in every posterior draw both plans are put on that draw's own curves, level and bend. They do not carry the choice of the curves' family, nor that of the model.",
    `**Observed range.** ${percent(gain_beyond_observed, 0)} of the channels' gains lies beyond the largest spend in the data, where a curve is extrapolation.`,
    "**Nothing else changes**: prices, creative, competitors and season stay as they were in the data.",
  ];
}

/** What the recommendation takes for granted. */
export function assumptionsSection(summary: Summary, wording: Wording): string {
  const items = assumptions(summary, wording).map((item) => `- ${item}`);
  return ["## What this rests on", items.join("\n")].join("\n\n");
}

/** What can and cannot be concluded: always the same words. */
export const CAUSAL_CAVEAT =
  "These results are **associational unless stronger identification evidence exists**. A marketing-mix model learns from spend that people chose, often because they expected demand; what it attributes to a channel may belong to what made them spend. Experiments (geo lift, switch-back tests) on the channels that move most are the way to know. Make large moves in steps, and measure them.";

export function causalSection(): string {
  return ["## Cause and effect", CAUSAL_CAVEAT].join("\n\n");
}

export const INPUT_COLUMNS: readonly Column<InputFile>[] = [
  { title: "Input", cell: ({ path }) => codeOrText(path) },
  { title: "Bytes", align: "right", cell: ({ bytes }) => amount(bytes) },
  { title: "SHA-256", cell: ({ sha256 }) => `\`${sha256}\`` },
];

/** Which configuration and policy this is, and where every file's hash is. */
export function lineageSentence(configHash: string, policy: string): string {
  return `Resolved configuration \`${configHash}\`, policy \`${policy}\`. Every file of this run, with its hash, is in \`manifest.json\`; how far each allocation can be from the optimum is in \`70_optimisation/optimisation_certificate.json\`.`;
}

/** Where the numbers come from. */
export function lineageSection(inputs: readonly InputFile[], configHash: string, policy: string): string {
  return [
    "## Where the numbers come from",
    markdownTable(INPUT_COLUMNS, inputs),
    lineageSentence(configHash, policy),
  ].join("\n\n");
}
