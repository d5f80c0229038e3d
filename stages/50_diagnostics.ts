import { measureClaims } from "../lib/adequacy/claims.ts";
import {
  convergenceReport as reportConvergence,
  convergenceRows,
  measureConvergence,
  recomputeConvergence,
} from "../lib/adequacy/convergence.ts";
import {
  calibration,
  calibrationReport as reportCalibration,
  coverageRows,
  elpdRow,
  flaggedRows,
  leaveOneOut,
  measureCalibration,
  measurePareto,
  measurePrior,
  paretoSummary,
  type CalibrationResult,
} from "../lib/adequacy/predictive.ts";
import { coverageChart as drawCoverage } from "../lib/charts/coverage.ts";
import { renderPng, renderSvg } from "../lib/charts/render.ts";
import { GATES } from "../lib/gates/catalogue.ts";
import { gates as judgeGates, judge } from "../lib/gates/judge.ts";
import { decisionQuantities } from "../lib/posterior/levels.ts";
import type { SchemaTypes } from "../lib/schema/generated.ts";
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
    band: { probability: 0.95, lower: Array.from(band.lower, share), upper: Array.from(band.upper, share) },
    observations: observationCount,
  });
  return renderSvg(spec).then(renderPng);
}

function passesConvergence(judged: SchemaTypes["checks"]): boolean {
  return judged
    .filter(({ gate }) => GATES[gate].family === "convergence")
    .every(({ status }) => status === "pass");
}

export default defineStage({
  id: "50_diagnostics",
  title: "recompute the model's adequacy and judge it",
  needs: ["10_pre_diagnostics", "20_model_fit"],
  reads: {
    posterior: { posterior: modelReference },
    dataset: source("dataset"),
    policy: source("policy"),
    reports: source("reports"),
    earlier: preDiagnosticChecks,
  },
  writes: { convergenceReport, convergenceTable, calibrationReport, checks, gates },
  mayWrite: { calibrationCoverage, coverageChart, paretoKSummary, paretoKFlagged, elpdSummary },
  options: "diagnostics.options",

  async run({ posterior, dataset, policy, reports, earlier }, { worst }) {
    const observed = dataset.target.values;
    const convergence = recomputeConvergence(
      posterior.scalarParameters(),
      decisionQuantities(posterior.contributions()),
      posterior.sampleStats(),
    );
    const logLikelihood = posterior.logLikelihood();
    const left =
      logLikelihood &&
      leaveOneOut(
        logLikelihood,
        convergence.parameters.map(({ essMean }) => essMean),
      );
    const flagged = left === null ? [] : flaggedRows(left, dataset.dates, observed);
    const pareto = left && paretoSummary(left);
    const predictive = posterior.posteriorPredictive();
    const calibrated = predictive && calibration(observed, predictive, left);
    const calibrationFound = reportCalibration(calibrated, observed.length);

    const convergenceChecks = measureConvergence(convergence).map((one) => judge(one, policy));
    const convergenceFound = reportConvergence(
      convergence,
      passesConvergence(convergenceChecks),
      policy,
      worst,
    );
    const others = [
      measurePrior(observed, posterior.priorPredictive()),
      measureCalibration(calibrated),
      ...measurePareto(left, flagged),
      ...measureClaims(reports, {
        convergence: convergenceFound,
        calibration: calibrationFound,
        pareto,
        paretoK: left?.paretoK ?? null,
      }),
    ].map((one) => judge(one, policy));
    const all = [...earlier, ...convergenceChecks, ...others];
    return {
      convergenceReport: convergenceFound,
      convergenceTable: convergenceRows(convergence),
      calibrationReport: calibrationFound,
      calibrationCoverage: calibrated && coverageRows(calibrated),
      coverageChart: calibrated && (await coveragePicture(calibrated)),
      paretoKSummary: pareto,
      paretoKFlagged: pareto && flagged,
      elpdSummary: pareto && [elpdRow(pareto)],
      checks: all,
      gates: judgeGates(all, policy),
    };
  },
});
