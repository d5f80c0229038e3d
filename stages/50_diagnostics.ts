import { assessAdequacy } from "../lib/adequacy/assess.ts";
import { fitOf } from "../lib/adequacy/fit.ts";
import { adequacyPictures } from "../lib/adequacy/pictures.ts";
import { coverageRows, elpdRow } from "../lib/adequacy/predictive.ts";
import { picture } from "../lib/charts/render.ts";
import { inCatalogueOrder, MODEL_GATES } from "../lib/gates/catalogue.ts";
import { gates as judgeGates } from "../lib/gates/judge.ts";
import { applyWaivers, waiversOf } from "../lib/gates/waivers.ts";
import { defineStage, source } from "../lib/stage.ts";
import { periodWord } from "../lib/words.ts";
import {
  calibrationCoverage,
  calibrationReport,
  checks,
  convergenceReport,
  convergenceTable,
  coverageChart,
  elpdSummary,
  energyChart,
  gates,
  modelReference,
  pairChart,
  paretoKChart,
  paretoKFlagged,
  paretoKSummary,
  pitEcdfChart,
  pitHistogramChart,
  preDiagnosticChecks,
  rankChart,
  residualsChart,
  traceChart,
} from "./artefacts.ts";

export default defineStage({
  id: "50_diagnostics",
  title: "recompute the model's adequacy and judge it",
  needs: ["10_pre_diagnostics", "20_model_fit"],
  reads: {
    posterior: { posterior: modelReference },
    model: modelReference,
    dataset: source("dataset"),
    policy: source("policy"),
    waivers: source("waivers"),
    claims: source("reports"),
    labels: source("labels"),
    earlier: preDiagnosticChecks,
  },
  writes: { convergenceReport, convergenceTable, calibrationReport, checks, gates },
  mayWrite: {
    calibrationCoverage,
    coverageChart,
    paretoKSummary,
    paretoKFlagged,
    elpdSummary,
    rankChart,
    traceChart,
    pairChart,
    energyChart,
    pitHistogramChart,
    pitEcdfChart,
    paretoKChart,
    residualsChart,
  },
  options: "diagnostics.options",

  async run(
    { posterior, dataset, policy, waivers, claims, labels, earlier, model },
    { worst, roi_range },
    context,
  ) {
    const fit = fitOf(posterior, dataset);
    const adequacy = assessAdequacy(fit, policy, {
      worst,
      claims,
      roiRange: roi_range,
      parameterCount: model.parameters,
      onProgress: (what, amount) => {
        context.progress(what, amount);
      },
    });
    context.progress("drawing charts");
    const { calibration, leftOut, reports, checks: found } = adequacy;
    const pictures = adequacyPictures(fit, adequacy, policy, {
      target: dataset.target.name,
      unit: labels.target,
      period: periodWord(dataset.dates),
    });
    const { pareto, flagged } = reports;
    const all = inCatalogueOrder([...earlier, ...found]);
    const verdict = judgeGates(all, policy);
    return {
      convergenceReport: reports.convergence,
      convergenceTable: reports.convergenceTable,
      calibrationReport: reports.calibration,
      calibrationCoverage: calibration && coverageRows(calibration),
      coverageChart: await picture(pictures.coverage),
      rankChart: await picture(pictures.ranks),
      traceChart: await picture(pictures.traces),
      pairChart: await picture(pictures.pairs),
      energyChart: await picture(pictures.energy),
      pitHistogramChart: await picture(pictures.pitHistogram),
      pitEcdfChart: await picture(pictures.pitEcdf),
      paretoKChart: await picture(pictures.paretoK),
      residualsChart: await picture(pictures.residuals),
      paretoKSummary: pareto,
      paretoKFlagged: pareto && flagged,
      elpdSummary: pareto && leftOut && [elpdRow(pareto, leftOut)],
      checks: all,
      gates: applyWaivers(waiversOf(waivers, MODEL_GATES), {
        verdict,
        checks: all,
        policy,
        pipeline: labels.pipeline,
      }),
    };
  },
});
