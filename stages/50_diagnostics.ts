import { assessAdequacy } from "../lib/adequacy/assess.ts";
import { coverageRows, elpdRow, type CalibrationResult } from "../lib/adequacy/predictive.ts";
import { coverageChart as drawCoverage } from "../lib/charts/coverage.ts";
import { BAND_PROBABILITY } from "../lib/diagnostics/calibration.ts";
import { renderPng, renderSvg } from "../lib/charts/render.ts";
import { inCatalogueOrder } from "../lib/gates/catalogue.ts";
import { gates as judgeGates } from "../lib/gates/judge.ts";
import { decisionQuantities } from "../lib/posterior/levels.ts";
import { defineStage, source } from "../lib/stage.ts";
import {
  calibrationCoverage,
  calibrationReport,
  checks,
  convergenceReport,
  convergenceTable,
  coverageChart,
  elpdSummary,
  gates,
  modelReference,
  paretoKFlagged,
  paretoKSummary,
  preDiagnosticChecks,
} from "./artefacts.ts";

function coveragePicture({ coverage, empirical, observationCount }: CalibrationResult): Promise<Uint8Array> {
  const { band } = coverage;
  const share = (count: number) => count / band.sampleSize;
  const spec = drawCoverage({
    nominal: band.points,
    empirical: Array.from(empirical),
    band: {
      probability: BAND_PROBABILITY,
      lower: Array.from(band.lower, share),
      upper: Array.from(band.upper, share),
    },
    observations: observationCount,
  });
  return renderSvg(spec).then(renderPng);
}

export default defineStage({
  id: "50_diagnostics",
  title: "recompute the model's adequacy and judge it",
  needs: ["10_pre_diagnostics", "20_model_fit"],
  reads: {
    posterior: { posterior: modelReference },
    dataset: source("dataset"),
    policy: source("policy"),
    claims: source("reports"),
    earlier: preDiagnosticChecks,
  },
  writes: { convergenceReport, convergenceTable, calibrationReport, checks, gates },
  mayWrite: { calibrationCoverage, coverageChart, paretoKSummary, paretoKFlagged, elpdSummary },
  options: "diagnostics.options",

  async run({ posterior, dataset, policy, claims, earlier }, { worst }) {
    const fit = {
      parameters: posterior.scalarParameters(),
      decisions: decisionQuantities(posterior.contributions()),
      sampleStats: posterior.sampleStats(),
      observations: dataset.dates,
      observed: dataset.target.values,
      predictive: posterior.posteriorPredictive(),
      logLikelihood: posterior.logLikelihood(),
      prior: posterior.priorPredictive(),
      priorParameters: posterior.priorParameters(),
    };
    const { calibration, leftOut, reports, checks: found } = assessAdequacy(fit, policy, { worst, claims });
    const { pareto, flagged } = reports;
    const all = inCatalogueOrder([...earlier, ...found]);
    return {
      convergenceReport: reports.convergence,
      convergenceTable: reports.convergenceTable,
      calibrationReport: reports.calibration,
      calibrationCoverage: calibration && coverageRows(calibration),
      coverageChart: calibration && (await coveragePicture(calibration)),
      paretoKSummary: pareto,
      paretoKFlagged: pareto && flagged,
      elpdSummary: pareto && leftOut && [elpdRow(pareto, leftOut)],
      checks: all,
      gates: judgeGates(all, policy),
    };
  },
});
