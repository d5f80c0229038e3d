import { coveragePicture, fitPicture } from "../lib/adequacy/fit-picture.ts";
import { curvesPicture } from "../lib/allocation/curve-picture.ts";
import {
  budgetPicture,
  frontierPicture,
  marginalPicture,
  planPicture,
  scenariosPicture,
} from "../lib/allocation/pictures.ts";
import { blockedArtefact } from "../lib/artefacts/blocked.ts";
import type { ChartUnits } from "../lib/charts/units.ts";
import type { Decision } from "../lib/report/facts.ts";
import { escapeMarkdown } from "../lib/report/markdown.ts";
import { plannerData } from "../lib/planner/data.ts";
import { plannerPage } from "../lib/planner/page.ts";
import { markdownReport } from "../lib/report/markdown-report.ts";
import type { DecisionPictures } from "../lib/report/page/facts.ts";
import { reportPage as page } from "../lib/report/page/page.ts";
import { slidesPage } from "../lib/report/page/slides.ts";
import { defineStage, source, type Inputs } from "../lib/stage.ts";
import { periodWord } from "../lib/words.ts";
import {
  allocationCertainty,
  allResponseCurves,
  budgetFrontier,
  budgetScenarioResults,
  calibrationCoverage,
  curveChecks,
  curveDraws,
  curveGates,
  curves,
  energyChart,
  mediaContributionPerSpend,
  modelFitMetrics,
  modelMetadata,
  modelReference,
  multiperiodResults,
  optimisationSummary,
  optimizationResults,
  paretoKChart,
  pitEcdfChart,
  planComparison,
  planner,
  predictions,
  rankChart,
  report,
  reportPage,
  resolvedConfig,
  responseCurveFits,
  scenarioSummary,
  slides,
  spendContributionPairs,
} from "./artefacts.ts";

const READS = {
  labels: source("labels"),
  dataset: source("dataset"),
  metadata: modelMetadata,
  config: resolvedConfig,
  model: modelReference,
  gates: curveGates,
  checks: curveChecks,
  returns: mediaContributionPerSpend,
  pairs: spendContributionPairs,
  fits: responseCurveFits,
  grid: allResponseCurves,
  curves,
  curveDraws,
};

const READS_IF_PRESENT = {
  metrics: modelFitMetrics,
  predictions,
  coverage: calibrationCoverage,
  ranks: rankChart,
  energy: energyChart,
  pit: pitEcdfChart,
  paretoK: paretoKChart,
  blocked: blockedArtefact("70_optimisation"),
  summary: optimisationSummary,
  results: optimizationResults,
  scenarios: budgetScenarioResults,
  plan: multiperiodResults,
  comparison: planComparison,
  frontier: budgetFrontier,
  certainty: allocationCertainty,
  compared: scenarioSummary,
};

type StageInputs = Inputs<typeof READS, typeof READS_IF_PRESENT>;

/** The recommendation; null when its gates kept it shut. */
function decisionOf({
  summary,
  results,
  scenarios,
  plan,
  comparison,
  frontier,
  certainty,
  compared,
}: StageInputs): Decision | null {
  if (summary === null || results === null || scenarios === null) return null;
  if (plan === null || comparison === null || frontier === null) return null;
  return { summary, results, scenarios, plan, comparison, frontier, certainty, compared };
}

function picturesOf(
  { summary, results, scenarios, plan, frontier }: Decision,
  { grid, curves: fitted, pairs }: StageInputs,
  units: ChartUnits,
): DecisionPictures {
  const evidence = { grid, curves: fitted.channels, pairs, results };
  return {
    budget: budgetPicture(results, summary, units),
    marginal: marginalPicture(results, summary, units),
    curves: curvesPicture(evidence, units),
    plan: planPicture(plan, results, summary, units),
    scenarios: scenariosPicture(scenarios, summary, units),
    frontier: frontierPicture(frontier, summary, units),
    curvePoints: grid,
  };
}

function fitOf({ predictions: rows, metrics, metadata, labels }: StageInputs) {
  if (rows === null) return null;
  const rSquared = metrics?.find(({ metric }) => metric === "r2")?.value ?? null;
  return { spec: fitPicture(rows, metadata.target, labels.target, rSquared), rows };
}

function coverageOf({ coverage: rows }: StageInputs) {
  const spec = rows && coveragePicture(rows);
  return rows === null || spec === null ? null : { spec, rows };
}

/** What can be planned with; null where the gates kept the recommendation shut. */
function plannableOf({
  blocked,
  labels,
  dataset,
  config,
  curves: fitted,
  curveDraws: rows,
  gates: verdict,
}: StageInputs) {
  if (blocked !== null) return null;
  const { money, target } = labels;
  return plannerData({
    words: { money, target, period: periodWord(dataset.dates) },
    adequacy: verdict.adequacy,
    dataset,
    options: config.stages["70_optimisation"],
    curves: fitted,
    curveDraws: rows,
  });
}

function imagesOf({ ranks, energy, pit, paretoK }: StageInputs) {
  return [
    { title: "Ranks of each chain's draws: even when the chains agree", png: ranks },
    { title: "Energy of the sampler, marginal and of its transitions", png: energy },
    { title: "Probability integral transform against a calibrated model's band", png: pit },
    { title: "Pareto k of each observation", png: paretoK },
  ].flatMap(({ title, png }) => (png === null ? [] : [{ title, png }]));
}

export default defineStage({
  id: "80_interpretation",
  title: "say it in words",
  needs: [
    "00_run_metadata",
    "20_model_fit",
    "30_model_assessment",
    "40_decomposition",
    "50_diagnostics",
    "60_response_curves",
    "70_optimisation",
  ],
  reads: READS,
  readsIfPresent: READS_IF_PRESENT,
  writes: { report, reportPage, slides, planner },
  options: "interpretation.options",

  async run(inputs) {
    const { labels, dataset, metadata, model, checks: measured, returns, fits, metrics, blocked } = inputs;
    const period = periodWord(dataset.dates);
    const units = { currency: labels.money, contributionUnit: labels.target, period };
    const decision = decisionOf(inputs);
    const facts = {
      wording: { money: escapeMarkdown(labels.money), target: escapeMarkdown(labels.target), period },
      metadata,
      verdict: inputs.gates,
      checks: measured,
      returns,
      fits,
      metrics,
      blocked,
      decision,
    };
    const shown = {
      ...facts,
      model,
      curves: inputs.curves,
      pictures: decision && picturesOf(decision, inputs, units),
      fit: fitOf(inputs),
      coverage: coverageOf(inputs),
      images: imagesOf(inputs),
    };
    return {
      report: markdownReport(facts),
      reportPage: await page(shown),
      slides: await slidesPage(shown),
      planner: plannerPage({ ...facts, data: plannableOf(inputs) }),
    };
  },
});
