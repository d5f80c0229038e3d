import { blockedArtefact } from "../lib/artefacts/blocked.ts";
import { assumptionsSection, causalSection, lineageSection } from "../lib/report/assumptions.ts";
import {
  blockedSection,
  curvesSection,
  fitSection,
  gatesSection,
  returnSection,
  verdictSection,
} from "../lib/report/evidence.ts";
import { escapeMarkdown } from "../lib/report/markdown.ts";
import {
  planSection,
  recommendationSection,
  scenarioSection,
  type Wording,
} from "../lib/report/recommendation.ts";
import { defineStage, source } from "../lib/stage.ts";
import { periodWord } from "../lib/words.ts";
import {
  budgetScenarioResults,
  checks,
  gates,
  mediaContributionPerSpend,
  modelFitMetrics,
  modelMetadata,
  multiperiodResults,
  optimisationSummary,
  optimizationResults,
  planComparison,
  report,
  responseCurveFits,
} from "./artefacts.ts";

export default defineStage({
  id: "80_interpretation",
  title: "say it in words",
  needs: [
    "00_run_metadata",
    "30_model_assessment",
    "40_decomposition",
    "50_diagnostics",
    "60_response_curves",
    "70_optimisation",
  ],
  reads: {
    labels: source("labels"),
    dataset: source("dataset"),
    metadata: modelMetadata,
    gates,
    checks,
    returns: mediaContributionPerSpend,
    fits: responseCurveFits,
  },
  readsIfPresent: {
    metrics: modelFitMetrics,
    blocked: blockedArtefact("70_optimisation"),
    summary: optimisationSummary,
    results: optimizationResults,
    scenarios: budgetScenarioResults,
    plan: multiperiodResults,
    comparison: planComparison,
  },
  writes: { report },
  options: "interpretation.options",

  run({
    labels,
    dataset,
    metadata,
    gates: verdict,
    checks: all,
    returns,
    fits,
    metrics,
    blocked,
    summary,
    results,
    scenarios,
    plan,
    comparison,
  }) {
    const wording: Wording = {
      money: escapeMarkdown(labels.money),
      target: escapeMarkdown(labels.target),
      period: periodWord(dataset.dates),
    };
    const { title, first_date, last_date, periods, inputs, config_sha256, policy } = metadata;
    const recommendation =
      summary === null || results === null || scenarios === null || plan === null || comparison === null
        ? []
        : [
            recommendationSection(summary, results, comparison, wording),
            planSection(summary, plan, comparison, wording),
            scenarioSection(scenarios, wording),
            assumptionsSection(summary, wording),
          ];
    const sections = [
      `# ${escapeMarkdown(title)}`,
      `${metadata.channels.length} channels, ${periods} ${wording.period}s from ${first_date} to ${last_date}; target ${escapeMarkdown(metadata.target)}.`,
      verdictSection(verdict, blocked !== null),
      ...(blocked === null ? [] : [blockedSection(blocked)]),
      ...recommendation,
      causalSection(),
      gatesSection(verdict, all, blocked),
      ...(metrics === null ? [] : [fitSection(metrics)]),
      // Contributions and curves of a model that must not be used would only invite use.
      ...(blocked === null ? [returnSection(returns, wording), curvesSection(fits)] : []),
      lineageSection(inputs, config_sha256, policy),
    ];
    return { report: `${sections.join("\n\n")}\n` };
  },
});
