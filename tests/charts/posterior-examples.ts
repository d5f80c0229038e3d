import { fileURLToPath } from "node:url";
import type { ChartParameter } from "../../lib/charts/agreement.ts";
import type { CorrelationInput } from "../../lib/charts/correlation.ts";
import type { EcdfDeltaInput } from "../../lib/charts/ecdf-delta.ts";
import type { EnergyInput } from "../../lib/charts/energy.ts";
import type { PairInput } from "../../lib/charts/pair.ts";
import type { ParetoKInput } from "../../lib/charts/pareto-k.ts";
import type { PitHistogramInput } from "../../lib/charts/pit-histogram.ts";
import type { RankInput } from "../../lib/charts/rank.ts";
import type { ResidualsInput } from "../../lib/charts/residuals.ts";
import type { SeriesInput } from "../../lib/charts/series-over-time.ts";
import type { TraceInput } from "../../lib/charts/trace.ts";
import type { VifInput } from "../../lib/charts/vif.ts";
import { leaveOneOut } from "../../lib/adequacy/leave-one-out.ts";
import { toObservations } from "../../lib/adequacy/predictive.ts";
import { BAND_PROBABILITY, calibrate } from "../../lib/diagnostics/calibration.ts";
import { ecdfBand } from "../../lib/diagnostics/ecdf-band.ts";
import { residualAutocorrelation } from "../../lib/diagnostics/residuals.ts";
import { rankRhat } from "../../lib/diagnostics/rhat.ts";
import { flatten, rowsOf, type Chains } from "../../lib/draws/chains.ts";
import { median } from "../../lib/draws/quantile.ts";
import { samplesOf } from "../../lib/draws/observation-draws.ts";
import { readDataset } from "../../lib/posterior/dataset.ts";
import { openPosterior } from "../../lib/posterior/open.ts";
import { correlations } from "../../lib/prediagnostics/correlation.ts";
import { outliers } from "../../lib/prediagnostics/outliers.ts";
import { vif } from "../../lib/prediagnostics/vif.ts";

export type ExampleName = "robyn_weekly" | "robyn_weekly_unconverged";

/** What the charts of stage 50 show. */
export interface DiagnosticExamples {
  readonly rank: RankInput;
  readonly trace: TraceInput;
  readonly energy: EnergyInput;
  readonly pitHistogram: PitHistogramInput;
  readonly ecdfDelta: EcdfDeltaInput;
  readonly ecdfDeltaDense: EcdfDeltaInput;
  readonly paretoK: ParetoKInput;
  readonly residuals: ResidualsInput;
  readonly pair: PairInput;
}

/** What the charts of stage 10 show. */
export interface DataExamples {
  readonly series: SeriesInput;
  readonly correlation: CorrelationInput;
  readonly vif: VifInput;
}

const fileOf = (example: ExampleName, name: string) =>
  fileURLToPath(new URL(`../../examples/${example}/${name}`, import.meta.url));

/** The same draws as another number of chains: the first of them alone, or all cut anew. */
function asChains(chains: Chains, count: number): Chains {
  if (count <= chains.length) return chains.slice(0, count);
  const all = flatten(chains);
  const length = Math.floor(all.length / count);
  return rowsOf(all.subarray(0, length * count), count);
}

/** Diagnostics of one of the example posteriors, as stage 50 would have them. */
export async function diagnosticExamples(
  example: ExampleName,
  chainCount: number,
): Promise<DiagnosticExamples> {
  const posterior = await openPosterior(fileOf(example, "model.nc"));
  try {
    const varying = [...posterior.scalarParameters()]
      .filter(({ isDecisionQuantity }) => isDecisionQuantity)
      .filter(({ chains }) => chains.some((chain) => chain.some((value) => value !== chains[0]![0])))
      .map(({ name, chains: all }): ChartParameter => {
        const chains = asChains(all, chainCount);
        return { name, chains, rhat: rankRhat(chains).rhat };
      });
    const sorted = [...varying].sort((a, b) => b.rhat - a.rhat);
    const shown = { parameters: sorted.slice(0, 6), total: sorted.length, rhatLimit: 1.01 };
    const stats = posterior.sampleStats();
    const divergences = asChains(stats.diverging!, chainCount);
    const dates = { labels: posterior.dates, period: "week" as const };
    const observed = posterior.observed()!;
    const draws = toObservations(posterior.posteriorPredictive()!);
    const left = leaveOneOut(posterior.logLikelihood()!, [], { observed, predictive: draws });
    const { bounds } = left.pit!;
    const pit = bounds.lower.map((lower, i) => (lower + bounds.upper[i]!) / 2);
    const calibration = calibrate(bounds, true);
    const { band, values } = calibration.ecdf;
    const verdict = {
      label: calibration.label,
      isSufficient: calibration.isSufficient,
      meanPit: calibration.meanPit,
    };
    const residuals = observed.map((value, i) => value - median(samplesOf(draws, i)));
    const lags = residualAutocorrelation(residuals, 20);
    const grid = Array.from({ length: 99 }, (_, i) => (i + 1) / 100);
    const dense = ecdfBand(Math.max(1, Math.floor(calibration.pitEss)), grid, 0.05);
    const share = (counts: Uint32Array, size: number) => Array.from(counts, (count) => count / size);
    const ecdf = {
      points: band.points,
      values,
      band: {
        probability: BAND_PROBABILITY,
        lower: share(band.lower, band.sampleSize),
        upper: share(band.upper, band.sampleSize),
      },
      pit,
      observations: pit.length,
      verdict,
    };
    return {
      rank: shown,
      trace: { ...shown, divergences },
      energy: { energy: asChains(stats.energy!, chainCount), limit: 0.3 },
      pitHistogram: { pit, effectiveCount: calibration.pitEss, verdict },
      ecdfDelta: ecdf,
      ecdfDeltaDense: {
        ...ecdf,
        points: grid,
        values: grid.map((point) => pit.filter((value) => value <= point).length / pit.length),
        band: {
          probability: 0.95,
          lower: share(dense.lower, dense.sampleSize),
          upper: share(dense.upper, dense.sampleSize),
        },
      },
      paretoK: { ...dates, k: left.paretoK, goodK: left.goodK },
      residuals: {
        ...dates,
        residuals,
        autocorrelations: lags.autocorrelations,
        ljungBoxPValue: lags.pValue,
        durbinWatson: lags.durbinWatson,
        target: "revenue",
        unit: "EUR",
      },
      pair: { parameters: sorted.slice(0, 4), divergences, total: sorted.length },
    };
  } finally {
    posterior.close();
  }
}

/** Pre-diagnostics of the example data, as stage 10 would have them. */
export async function dataExamples(): Promise<DataExamples> {
  const dataset = await readDataset(fileOf("robyn_weekly", "data.csv"), {
    date: "date",
    target: "revenue",
    channels: ["tv_S", "ooh_S", "print_S", "facebook_S", "search_S"].map((name) => ({ name, spend: name })),
    controls: ["competitor_sales_B", "newsletter"],
  });
  const channels = dataset.channels.map(({ name, spend }) => ({
    name,
    values: spend,
    role: "channel" as const,
  }));
  const controls = dataset.controls.map((one) => ({ ...one, role: "control" as const }));
  const regressors = [...channels, ...controls];
  const columns = regressors.map(({ values }) => values);
  return {
    series: {
      labels: dataset.dates,
      period: "week",
      series: [{ ...dataset.target, role: "target" as const }, ...regressors].map((one) => ({
        ...one,
        flagged: outliers(one.values).robustZ,
      })),
    },
    correlation: { names: regressors.map(({ name }) => name), matrix: correlations(columns), limit: 0.8 },
    vif: { names: regressors.map(({ name }) => name), vif: vif(columns) },
  };
}
