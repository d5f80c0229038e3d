import type { TopLevelSpec } from "vega-lite";
import type { ChartParameter } from "../charts/agreement.ts";
import { correlationChart } from "../charts/correlation.ts";
import { coverageChart } from "../charts/coverage.ts";
import type { Period } from "../charts/dates.ts";
import { ecdfDeltaChart } from "../charts/ecdf-delta.ts";
import { energyChart } from "../charts/energy.ts";
import { pairChart } from "../charts/pair.ts";
import { paretoKChart } from "../charts/pareto-k.ts";
import { pitHistogramChart } from "../charts/pit-histogram.ts";
import { rankChart } from "../charts/rank.ts";
import { residualsChart } from "../charts/residuals.ts";
import { seriesChart } from "../charts/series-over-time.ts";
import { traceChart } from "../charts/trace.ts";
import { vifChart } from "../charts/vif.ts";
import { BAND_PROBABILITY, CALIBRATION_POINTS, type BandCheck } from "../diagnostics/calibration.ts";
import type { Policy } from "../gates/policy.ts";
import type { Dataset } from "../posterior/dataset.ts";
import { correlations } from "../prediagnostics/correlation.ts";
import { outliers } from "../prediagnostics/outliers.ts";
import { vif } from "../prediagnostics/vif.ts";
import type { Adequacy, Fit } from "./assess.ts";
import { passLimit } from "./convergence.ts";
import { regressorsOf } from "./data.ts";
import { residualsOf, type CalibrationResult } from "./predictive.ts";

/** What the charts call things. */
export interface PictureLabels {
  readonly target: string;
  readonly unit: string | null;
  /** Length of a period; null when observations are no time series. */
  readonly period: Period | null;
}

/** Charts of a fit's adequacy; null where the fit holds no such evidence. */
export interface AdequacyPictures {
  readonly ranks: TopLevelSpec | null;
  readonly traces: TopLevelSpec | null;
  readonly pairs: TopLevelSpec | null;
  readonly energy: TopLevelSpec | null;
  readonly pitHistogram: TopLevelSpec | null;
  readonly pitEcdf: TopLevelSpec | null;
  readonly coverage: TopLevelSpec | null;
  readonly paretoK: TopLevelSpec | null;
  readonly residuals: TopLevelSpec | null;
}

/** Parameters that a picture of chains shows, and that a picture of pairs does. */
const SHOWN = 6;
const PAIRED = 4;
/** A sampler's unconstrained copies of parameters only repeat them. */
const isCopy = (name: string) => /__(?:\[|$)/.test(name);

/** The first scalar of every variable, then the others: six elements of one array would be one picture six times. */
function onePerVariable<T extends { readonly name: string }>(scalars: readonly T[]): T[] {
  const seen = new Set<string>();
  const firsts = scalars.filter(({ name }) => {
    const variable = name.split("[", 1)[0] ?? name;
    return !seen.has(variable) && seen.add(variable);
  });
  const isFirst = new Set(firsts);
  return [...firsts, ...scalars.filter((one) => !isFirst.has(one))];
}

/** The worst varying parameters by R-hat, with their draws; undefined R-hat first. */
function worstParameters(
  fit: Fit,
  { convergence }: Adequacy,
): { readonly worst: ChartParameter[]; readonly total: number } {
  const rank = (rhat: number) => (Number.isNaN(rhat) ? Infinity : rhat);
  const varying = convergence.parameters
    .filter(({ name, distinctCount }) => distinctCount !== 1 && !isCopy(name))
    .sort((a, b) => (rank(a.rhat) === rank(b.rhat) ? 0 : rank(b.rhat) - rank(a.rhat)));
  const wanted = new Map(
    onePerVariable(varying)
      .slice(0, SHOWN)
      .map(({ name, rhat }) => [name, rhat]),
  );
  const found = new Map<string, ChartParameter>();
  for (const { name, chains } of fit.parameters) {
    const rhat = wanted.get(name);
    if (rhat !== undefined) found.set(name, { name, chains, rhat });
  }
  return { worst: [...wanted.keys()].flatMap((name) => found.get(name) ?? []), total: varying.length };
}

function share({ band }: BandCheck) {
  const of = (counts: Uint32Array) => Array.from(counts, (count) => count / band.sampleSize);
  return { probability: BAND_PROBABILITY, lower: of(band.lower), upper: of(band.upper) };
}

function calibrationPictures(result: CalibrationResult) {
  const { label, isSufficient, meanPit, pit, pitEss, ecdf, coverage, empirical, observationCount } = result;
  const verdict = { label, isSufficient, meanPit };
  return {
    pitHistogram: pitHistogramChart({ pit, effectiveCount: pitEss, verdict }),
    pitEcdf: ecdfDeltaChart({
      points: ecdf.band.points,
      values: ecdf.values,
      band: share(ecdf),
      pit,
      observations: observationCount,
      verdict,
    }),
    coverage: coverageChart({
      nominal: [...CALIBRATION_POINTS],
      empirical: Array.from(empirical),
      band: share(coverage),
      observations: observationCount,
    }),
  };
}

function residualsPicture(
  { observed, observations }: Fit,
  { predicted }: Adequacy,
  { target, unit, period }: PictureLabels,
): TopLevelSpec | null {
  const found = observed && predicted && residualsOf(observed, predicted);
  if (found === null) return null;
  return residualsChart({
    labels: observations,
    period,
    residuals: found.residuals,
    autocorrelations: found.autocorrelations,
    ljungBoxPValue: found.pValue,
    durbinWatson: found.durbinWatson,
    target,
    unit,
  });
}

/** The charts of 50_diagnostics and of `sluice diagnose`. */
export function adequacyPictures(
  fit: Fit,
  adequacy: Adequacy,
  policy: Policy,
  labels: PictureLabels,
): AdequacyPictures {
  const { worst, total } = worstParameters(fit, adequacy);
  const { diverging, energy } = fit.sampleStats;
  const shown = { parameters: worst, total, rhatLimit: passLimit(policy.checks.rhat_max) ?? Infinity };
  const { calibration, leftOut } = adequacy;
  return {
    ranks: worst.length === 0 ? null : rankChart(shown),
    traces: worst.length === 0 ? null : traceChart({ ...shown, divergences: diverging }),
    pairs:
      worst.length === 0
        ? null
        : pairChart({ parameters: worst.slice(0, PAIRED), divergences: diverging, total }),
    energy: energy && energyChart({ energy, limit: passLimit(policy.checks.bfmi_min) ?? 0 }),
    ...(calibration === null || calibration.label === "undefined"
      ? { pitHistogram: null, pitEcdf: null, coverage: null }
      : calibrationPictures(calibration)),
    paretoK:
      leftOut &&
      paretoKChart({
        labels: fit.observations,
        period: labels.period,
        k: leftOut.paretoK,
        goodK: leftOut.goodK,
      }),
    residuals: residualsPicture(fit, adequacy, labels),
  };
}

/** The charts of 10_pre_diagnostics; null where too little varies. */
export function dataPictures(
  dataset: Dataset,
  includeControls: boolean,
  correlationLimit: number,
  period: Period,
) {
  const { named, columns } = regressorsOf(dataset, includeControls);
  const names = named.map(({ variable }) => variable);
  const series = [
    { ...dataset.target, role: "target" as const },
    ...named.map(({ variable, role, values }) => ({ name: variable, role, values })),
  ].map((one) => ({ ...one, flagged: outliers(one.values).robustZ }));
  return {
    series: seriesChart({ labels: dataset.dates, period, series }),
    correlation:
      names.length < 2
        ? null
        : correlationChart({ names, matrix: correlations(columns), limit: correlationLimit }),
    vif: vifChart({ names, vif: vif(columns) }),
  };
}
