import { csvArtefact } from "../lib/artefacts/csv.ts";
import { fileArtefact } from "../lib/artefacts/file.ts";
import { jsonArtefact } from "../lib/artefacts/json.ts";
import { parquetArtefact } from "../lib/artefacts/parquet.ts";
import { pngArtefact } from "../lib/artefacts/png.ts";
import { htmlArtefact, markdownArtefact } from "../lib/artefacts/text.ts";
import { yamlArtefact } from "../lib/artefacts/yaml.ts";

// Every artefact of a run: where it lies and which schema describes it. The data dictionary in docs/reference is made from this list.

export const resolvedConfig = yamlArtefact("00_run_metadata/config.resolved.yaml", "pipeline");
export const modelMetadata = jsonArtefact("00_run_metadata/model_metadata.json", "model_metadata");
export const environment = jsonArtefact("00_run_metadata/environment.json", "environment");

export const dataQuality = csvArtefact("10_pre_diagnostics/data_quality.csv", "data_quality");
export const vifSummary = csvArtefact("10_pre_diagnostics/vif_summary.csv", "vif_summary");
export const stationaritySummary = csvArtefact(
  "10_pre_diagnostics/stationarity_summary.csv",
  "stationarity_summary",
);
export const transferEntropySummary = csvArtefact(
  "10_pre_diagnostics/transfer_entropy_summary.csv",
  "transfer_entropy_summary",
);
export const dataSeriesChart = pngArtefact("10_pre_diagnostics/series.png");
export const correlationChart = pngArtefact("10_pre_diagnostics/correlation.png");
export const vifChart = pngArtefact("10_pre_diagnostics/vif.png");
export const preDiagnosticChecks = jsonArtefact("10_pre_diagnostics/checks.json", "checks");

export const modelReference = jsonArtefact("20_model_fit/model.json", "model_reference");
export const fittedModel = fileArtefact("20_model_fit/model.nc", "application/x-netcdf");
export const fitLog = fileArtefact("20_model_fit/fit.log", "text/plain");
export const modelSummary = csvArtefact("20_model_fit/model_summary.csv", "model_summary");

export const modelFitMetrics = csvArtefact("30_model_assessment/model_fit_metrics.csv", "model_fit_metrics");
export const predictions = csvArtefact("30_model_assessment/predictions.csv", "predictions");
export const fitOverTime = pngArtefact("30_model_assessment/fit_over_time.png");

export const contributions = parquetArtefact("40_decomposition/contributions.parquet", "contributions");
export const spendContributionPairs = csvArtefact(
  "40_decomposition/spend_contribution_pairs.csv",
  "spend_contribution_pairs",
);
export const mediaContributionPerSpend = csvArtefact(
  "40_decomposition/media_contribution_per_spend.csv",
  "media_contribution_per_spend",
);
export const allDecomp = csvArtefact("40_decomposition/all_decomp.csv", "all_decomp");
export const channelLevels = jsonArtefact("40_decomposition/channel_levels.json", "channel_levels");

export const convergenceReport = jsonArtefact("50_diagnostics/convergence_report.json", "convergence_report");
export const convergenceTable = csvArtefact("50_diagnostics/convergence_report.csv", "convergence_table");
export const calibrationReport = jsonArtefact("50_diagnostics/calibration_report.json", "calibration_report");
export const calibrationCoverage = csvArtefact(
  "50_diagnostics/calibration_coverage.csv",
  "calibration_coverage",
);
export const coverageChart = pngArtefact("50_diagnostics/calibration_coverage.png");
export const rankChart = pngArtefact("50_diagnostics/rank_plots.png");
export const traceChart = pngArtefact("50_diagnostics/traces.png");
export const pairChart = pngArtefact("50_diagnostics/pairs.png");
export const energyChart = pngArtefact("50_diagnostics/energy.png");
export const pitHistogramChart = pngArtefact("50_diagnostics/pit_histogram.png");
export const pitEcdfChart = pngArtefact("50_diagnostics/pit_ecdf.png");
export const paretoKChart = pngArtefact("50_diagnostics/pareto_k.png");
export const residualsChart = pngArtefact("50_diagnostics/residuals.png");
export const paretoKSummary = jsonArtefact("50_diagnostics/pareto_k_summary.json", "pareto_k_summary");
export const paretoKFlagged = csvArtefact("50_diagnostics/pareto_k_flagged.csv", "pareto_k_flagged");
export const elpdSummary = csvArtefact("50_diagnostics/ELPD_summary.csv", "elpd_summary");
export const checks = jsonArtefact("50_diagnostics/checks.json", "checks");
export const gates = jsonArtefact("50_diagnostics/gates.json", "gates");

export const responseCurveFits = csvArtefact(
  "60_response_curves/response_curve_fit_combined.csv",
  "response_curve_fit_combined",
);
export const allResponseCurves = csvArtefact(
  "60_response_curves/all_response_curves.csv",
  "all_response_curves",
);
export const curveDraws = csvArtefact("60_response_curves/curve_draws.csv", "curve_draws");
export const curves = jsonArtefact("60_response_curves/curves.json", "curves");
export const curveChecks = jsonArtefact("60_response_curves/checks.json", "checks");
export const curveGates = jsonArtefact("60_response_curves/gates.json", "gates");
export const responseCurvesChart = pngArtefact("60_response_curves/response_curves.png");

export const optimizationResults = csvArtefact(
  "70_optimisation/optimization_results.csv",
  "optimization_results",
);
export const budgetScenarioResults = csvArtefact(
  "70_optimisation/budget_scenario_results.csv",
  "budget_scenario_results",
);
export const multiperiodResults = csvArtefact(
  "70_optimisation/multiperiod_optimization_results.csv",
  "multiperiod_optimization_results",
);
export const planComparison = csvArtefact("70_optimisation/plan_comparison.csv", "plan_comparison");
export const budgetFrontier = csvArtefact("70_optimisation/budget_frontier.csv", "budget_frontier");
export const wholeFrontier = csvArtefact("70_optimisation/whole_frontier.csv", "whole_frontier");
export const scenarioSummary = csvArtefact("70_optimisation/scenario_summary.csv", "scenario_summary");
export const scenarioPlans = csvArtefact("70_optimisation/scenario_plans.csv", "scenario_plans");
export const allocationCertainty = jsonArtefact(
  "70_optimisation/allocation_certainty.json",
  "allocation_certainty",
);
export const optimisationSummary = jsonArtefact(
  "70_optimisation/optimisation_summary.json",
  "optimisation_summary",
);
export const optimisationCertificate = jsonArtefact(
  "70_optimisation/optimisation_certificate.json",
  "optimisation_certificate",
);
export const budgetOptimisationChart = pngArtefact("70_optimisation/budget_optimisation.png");
export const marginalReturnsChart = pngArtefact("70_optimisation/marginal_returns.png");
export const budgetFrontierChart = pngArtefact("70_optimisation/budget_frontier.png");
export const budgetScenariosChart = pngArtefact("70_optimisation/budget_scenarios.png");
export const multiperiodChart = pngArtefact("70_optimisation/multiperiod_allocation.png");

export const report = markdownArtefact("80_interpretation/report.md");
export const reportPage = htmlArtefact("80_interpretation/report.html");
export const slides = htmlArtefact("80_interpretation/slides.html", "slides_html");
export const planner = htmlArtefact("80_interpretation/planner.html");
