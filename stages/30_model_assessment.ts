import { fitPicture } from "../lib/adequacy/fit-picture.ts";
import { picture } from "../lib/charts/render.ts";
import { meanCrps } from "../lib/diagnostics/crps.ts";
import { fitMetrics, type FitMetrics } from "../lib/diagnostics/fit-metrics.ts";
import { mean } from "../lib/draws/moments.ts";
import { fromSampleMajor, samplesOf } from "../lib/draws/observation-draws.ts";
import { quantiles } from "../lib/draws/quantile.ts";
import { expectedOutcome, meanPerDate } from "../lib/posterior/components.ts";
import type { Posterior, PerDateDraws } from "../lib/posterior/posterior.ts";
import type { SchemaTypes } from "../lib/schema/generated.ts";
import { defineStage, source } from "../lib/stage.ts";
import { fitOverTime, modelFitMetrics, modelReference, predictions } from "./artefacts.ts";
import { finite } from "../lib/words.ts";

type MetricRow = SchemaTypes["model_fit_metrics"][number];
type Prediction = MetricRow["prediction"];
type PredictionRow = SchemaTypes["predictions"][number];

const NOTES: readonly {
  readonly key: keyof FitMetrics;
  readonly metric: MetricRow["metric"];
  readonly unit: string;
  readonly note: string;
}[] = [
  { key: "r2", metric: "r2", unit: "fraction", note: "1 - residual over total sum of squares" },
  {
    key: "mape",
    metric: "mape",
    unit: "fraction",
    note: "mean of |error / observed|; a fraction, not per cent",
  },
  { key: "rmse", metric: "rmse", unit: "target", note: "root of the mean squared error" },
  { key: "mae", metric: "mae", unit: "target", note: "mean absolute error" },
  { key: "nrmseRange", metric: "nrmse_range", unit: "fraction", note: "RMSE over the range of the observed" },
  { key: "nrmseMean", metric: "nrmse_mean", unit: "fraction", note: "RMSE over the mean of the observed" },
  {
    key: "nrmseSd",
    metric: "nrmse_sd",
    unit: "fraction",
    note: "RMSE over the standard deviation (ddof 0) of the observed",
  },
];

function metricRows(prediction: Prediction, observed: Float64Array, predicted: Float64Array): MetricRow[] {
  const metrics = fitMetrics(observed, predicted);
  return NOTES.map(({ key, metric, unit, note }) => ({
    metric,
    prediction,
    value: finite(metrics[key]),
    unit,
    note,
  }));
}

function crpsRow(observed: Float64Array, { chains, draws, dates, values }: PerDateDraws): MetricRow {
  const value = meanCrps(observed, fromSampleMajor(values, chains * draws, dates.length));
  const note = "mean continuous ranked probability score of the predictive draws";
  return {
    metric: "crps",
    prediction: "predictive_distribution",
    value: finite(value),
    unit: "target",
    note,
  };
}

/** Posterior mean of the sum of the components; null when the file does not say what the baseline is. */
function expectation(posterior: Posterior): Float64Array | null {
  const baseline = posterior.baselineComponents();
  return baseline.length === 0 ? null : meanPerDate(expectedOutcome(posterior.contributions(), baseline));
}

function predictionRows(
  observed: Float64Array,
  predictive: PerDateDraws,
  expected: Float64Array | null,
): PredictionRow[] {
  const { chains, draws, dates, values } = predictive;
  const byDate = fromSampleMajor(values, chains * draws, dates.length);
  return dates.map((date, t) => {
    const samples = samplesOf(byDate, t);
    const [q05 = NaN, q50 = NaN, q95 = NaN] = quantiles(samples, [0.05, 0.5, 0.95]);
    return {
      date,
      observed: observed[t] ?? NaN,
      expected: finite(expected?.[t]),
      predictive_mean: mean(samples),
      predictive_q05: q05,
      predictive_q50: q50,
      predictive_q95: q95,
    };
  });
}

export default defineStage({
  id: "30_model_assessment",
  title: "compare the posterior predictive with what was observed",
  needs: ["20_model_fit"],
  reads: { posterior: { posterior: modelReference }, dataset: source("dataset"), labels: source("labels") },
  writes: {},
  mayWrite: { modelFitMetrics, predictions, fitOverTime },
  options: "model_assessment.options",

  async run({ posterior, dataset, labels }, _options, context) {
    const predictive = posterior.posteriorPredictive();
    if (predictive === null) {
      context.warn("model.nc has no posterior predictive draws: fit metrics and predictions are not written");
      return { modelFitMetrics: null, predictions: null, fitOverTime: null };
    }
    const observed = dataset.target.values;
    const expected = expectation(posterior);
    const rows = predictionRows(observed, predictive, expected);
    const predicted = Float64Array.from(rows, ({ predictive_mean }) => predictive_mean);
    const metrics = [
      ...metricRows("posterior_predictive_mean", observed, predicted),
      crpsRow(observed, predictive),
    ];
    return {
      modelFitMetrics: [
        ...metrics,
        ...(expected === null ? [] : metricRows("expected_outcome", observed, expected)),
      ],
      predictions: rows,
      fitOverTime: await picture(
        fitPicture(rows, dataset.target.name, labels.target, metrics[0]?.value ?? null),
      ),
    };
  },
});
