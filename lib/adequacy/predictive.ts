import { calibrate, CALIBRATION_POINTS, type Calibration } from "../diagnostics/calibration.ts";
import { intervalCoverage, pitCoverage } from "../diagnostics/coverage.ts";
import { fitMetrics } from "../diagnostics/fit-metrics.ts";
import { pitBounds } from "../diagnostics/pit.ts";
import { checkPriorPredictive } from "../diagnostics/prior-predictive.ts";
import { isUninformed, type PriorShift } from "../diagnostics/prior-shift.ts";
import { residualAutocorrelation } from "../diagnostics/residuals.ts";
import { mean, variance } from "../draws/moments.ts";
import { fromSampleMajor, samplesOf, type ObservationDraws } from "../draws/observation-draws.ts";
import { skipped, type Measurement } from "../gates/judge.ts";
import type { PerDateDraws } from "../posterior/posterior.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { finite, listed, shareInWords, short } from "../words.ts";
import { isDecisive } from "./influence.ts";
import type { LooResult } from "./leave-one-out.ts";
import { standsInShortSeries } from "./short-series.ts";

type CalibrationReport = SchemaTypes["calibration_report"];
type CoverageRow = SchemaTypes["calibration_coverage"][number];
type ParetoSummary = SchemaTypes["pareto_k_summary"];
type FlaggedRow = SchemaTypes["pareto_k_flagged"][number];

/** Calibration of the predictive distribution, with the PIT that was tested. */
export interface CalibrationResult extends Calibration {
  readonly method: "loo_pit" | "ppc_pit";
  /** PIT of each observation, ties counted half. */
  readonly pit: Float64Array;
  readonly pitVariance: number;
  /** Whether the fault named stands although evidence is insufficient; false when there is none. */
  readonly standsWithFew: boolean;
  /** Share of observations inside each central interval, in the order of `CALIBRATION_POINTS`. */
  readonly empirical: Float64Array;
  /** The same by the leave-one-out PIT; null without log-likelihood. */
  readonly empiricalLooPit: Float64Array | null;
}

export function toObservations({ chains, draws, dates, values }: PerDateDraws): ObservationDraws {
  return fromSampleMajor(values, chains * draws, dates.length);
}

/** Tests the predictive distribution against what was observed: by its leave-one-out PIT where there is one. */
export function calibration(
  observed: Float64Array,
  draws: ObservationDraws,
  left: LooResult | null,
): CalibrationResult {
  const leftOut = left?.pit ?? null;
  const bounds = leftOut?.bounds ?? pitBounds(observed, draws);
  const found = calibrate(bounds, true);
  const pit = bounds.lower.map((lower, i) => (lower + (bounds.upper[i] ?? NaN)) / 2);
  return {
    ...found,
    standsWithFew: standsInShortSeries(bounds, found),
    method: leftOut === null ? "ppc_pit" : "loo_pit",
    pit,
    pitVariance: variance(pit),
    empirical: intervalCoverage(observed, draws, CALIBRATION_POINTS),
    empiricalLooPit: leftOut && pitCoverage(leftOut.shares, CALIBRATION_POINTS),
  };
}

const isWellCalibrated = ({ label, isSufficient }: Calibration) =>
  label === "well-calibrated" && isSufficient;

/** calibration_report.json; without predictive draws it says that nothing is known. */
export function calibrationReport(result: CalibrationResult | null, n: number): CalibrationReport {
  const rule =
    "moments and simultaneous bands of the PIT and of its coverage at a joint level of 5 %, allowing for serial dependence; a fault counts when it is also material (|mean PIT − 0.5| ≥ 0.03 or coverage off by ≥ 0.05)";
  if (result === null) {
    return {
      well_calibrated: false,
      label: "unknown",
      sufficient: false,
      pit_method: null,
      pit_mean: null,
      pit_variance: null,
      n,
      n_effective: null,
      t_bias: null,
      t_dispersion: null,
      max_abs_coverage_deviation: null,
      rule,
    };
  }
  const deviations = result.empirical.map((value, i) => Math.abs(value - (CALIBRATION_POINTS[i] ?? NaN)));
  return {
    well_calibrated: isWellCalibrated(result),
    label: result.label === "undefined" ? "unknown" : result.label,
    sufficient: result.isSufficient,
    pit_method: result.method,
    pit_mean: finite(result.meanPit),
    pit_variance: finite(result.pitVariance),
    n: result.observationCount,
    n_effective: finite(Math.min(result.pitEss, result.foldedEss)),
    t_bias: finite(result.biasStatistic),
    t_dispersion: finite(result.dispersionStatistic),
    max_abs_coverage_deviation: finite(Math.max(...deviations)),
    rule,
  };
}

/** The rows of calibration_coverage.csv. */
export function coverageRows({
  empirical,
  empiricalLooPit,
  observationCount,
}: CalibrationResult): CoverageRow[] {
  return CALIBRATION_POINTS.map((nominal, i) => ({
    nominal,
    empirical: empirical[i] ?? NaN,
    difference: (empirical[i] ?? NaN) - nominal,
    empirical_loo_pit: finite(empiricalLooPit?.[i]),
    n: observationCount,
  }));
}

/** What gate g5 judges. */
export function measureCalibration(result: CalibrationResult | null): Measurement {
  const checkId = "calibration_label";
  if (result === null) return skipped(checkId, "model.nc holds no posterior predictive draws");
  const { label, isSufficient, standsWithFew, pitEss, foldedEss } = result;
  const { method, meanPit, biasStatistic, dispersionStatistic } = result;
  const details = `${method}: mean ${short(meanPit)}, bias ${short(biasStatistic)}, dispersion ${short(dispersionStatistic)} (standard normal when calibrated)`;
  if (label === "undefined") return { checkId, value: NaN, message: "a PIT is undefined" };
  if (!isSufficient && !standsWithFew) {
    const reading =
      label === "well-calibrated" ? "" : ` (they read ${label}, which a series so short often does)`;
    return {
      checkId,
      value: "insufficient",
      message: `${short(Math.min(pitEss, foldedEss))} effective observations refute nothing${reading}; ${details}`,
    };
  }
  return { checkId, value: label, message: details };
}

const isMarginal = (k: number, { goodK }: LooResult) => k > 0.5 && k <= goodK;
const isBad = (k: number, { goodK }: LooResult) => !(k <= goodK);

/** pareto_k_summary.json. */
export function paretoSummary(left: LooResult): ParetoSummary {
  const k = Array.from(left.paretoK);
  const bad = k.filter((one) => isBad(one, left)).length;
  const marginal = k.filter((one) => isMarginal(one, left)).length;
  const finiteOnes = k.filter(Number.isFinite);
  return {
    ok: bad === 0,
    k_max: finiteOnes.length === 0 ? null : Math.max(...finiteOnes),
    n_not_finite: k.length - finiteOnes.length,
    n_good: k.length - bad - marginal,
    n_marginal: marginal,
    n_bad: bad,
    good_k: left.goodK,
    elpd_loo: finite(left.elpd),
    p_loo: finite(left.effectiveParameters),
    se: finite(left.se),
    n_data: k.length,
    n_samples: left.sampleCount,
    reff: left.relativeEfficiency,
  };
}

/** The rows of pareto_k_flagged.csv. */
export function flaggedRows(
  left: LooResult,
  dates: readonly string[],
  observed: Float64Array | null,
): FlaggedRow[] {
  return Array.from(left.paretoK).flatMap((k, index): FlaggedRow[] => {
    if (!isBad(k, left) && !isMarginal(k, left)) return [];
    const category = isBad(k, left) ? "bad" : "marginal";
    return [
      {
        index,
        date: dates[index] ?? "",
        pareto_k: finite(k),
        elpd_loo_i: finite(left.pointwise[index]),
        observed: finite(observed?.[index]),
        category,
      },
    ];
  });
}

/** The row of ELPD_summary.csv. */
export function elpdRow(summary: ParetoSummary, { waic }: LooResult): SchemaTypes["elpd_summary"][number] {
  const { elpd_loo, se, p_loo, n_samples, n_data, ok } = summary;
  return {
    elpd_loo,
    se,
    p_loo,
    looic: elpd_loo === null ? null : -2 * elpd_loo,
    n_samples,
    n_data_points: n_data,
    warning: !ok,
    elpd_waic: finite(waic.elpd),
    p_waic: finite(waic.effectiveParameters),
    waic_unreliable: waic.isUnreliable,
  };
}

/** What gate g6 judges. */
export function measurePareto(left: LooResult | null, flagged: readonly FlaggedRow[]): Measurement[] {
  if (left === null) {
    const reason = "model.nc holds no pointwise log-likelihood";
    return [
      skipped("pareto_k_decisive", reason),
      skipped("pareto_k_bad", reason),
      skipped("pareto_k_marginal", reason),
      skipped("pareto_k_max", reason),
    ];
  }
  const measure = (
    checkId: Measurement["checkId"],
    category: FlaggedRow["category"],
    rows = flagged,
  ): Measurement => {
    const dates = rows.filter((row) => row.category === category).map(({ date }) => date);
    const message = dates.length === 0 ? `none of ${left.paretoK.length} observations` : listed(dates);
    return { checkId, value: dates.length, message };
  };
  const decisive = flagged.filter(({ index }) =>
    isDecisive(left.paretoK[index] ?? NaN, left.goodK, left.influence[index] ?? NaN),
  );
  // Not a number is as bad as infinite: no tail could be fitted.
  const k = left.paretoK.map((one) => (Number.isNaN(one) ? Infinity : one));
  return [
    measure("pareto_k_decisive", "bad", decisive),
    measure("pareto_k_bad", "bad"),
    measure("pareto_k_marginal", "marginal"),
    { checkId: "pareto_k_max", value: Math.max(...k), message: `of ${k.length} observations` },
  ];
}

/** What gate g1 judges: a level from plausible to implausible. */
export function measurePrior(observed: Float64Array | null, prior: PerDateDraws | null): Measurement {
  const checkId = "prior_predictive";
  if (prior === null) return skipped(checkId, "model.nc holds no prior predictive draws");
  if (observed === null) return skipped(checkId, "there is no observed target to compare with");
  const { failures, warnings, drawCount, absurdShare, negativeShare, coverage98 } = checkPriorPredictive(
    observed,
    toObservations(prior),
  );
  const facts = `${drawCount} draws; ${shareInWords(absurdShare)} beyond ten times the largest observation, ${shareInWords(negativeShare)} negative, ${shareInWords(coverage98)} of periods inside their 98 % interval`;
  const because = [...failures, ...warnings].map((name) => name.replaceAll("_", " ")).join(", ");
  const level =
    failures.length > 0
      ? "implausible"
      : warnings.some((one) => one !== "few_draws")
        ? "wide"
        : warnings.length > 0
          ? "few-draws"
          : "plausible";
  return { checkId, value: level, message: because === "" ? facts : `${because}: ${facts}` };
}

/** Mean of the predictive draws of each observation. */
export function predictiveMean(draws: ObservationDraws): Float64Array {
  return Float64Array.from({ length: draws.observationCount }, (_, i) => mean(samplesOf(draws, i)));
}

/** Observed less predicted, in time order, with its autocorrelation over ten lags, or a fifth of a short series; null of fewer than 3. */
export function residualsOf(observed: Float64Array, predicted: Float64Array) {
  const n = observed.length;
  if (n < 3) return null;
  const residuals = observed.map((value, i) => value - (predicted[i] ?? NaN));
  const lags = Math.max(1, Math.min(10, Math.floor(n / 5)));
  return { residuals, ...residualAutocorrelation(residuals, lags) };
}

/**
 * What gate g5 says of the residuals: observed less the predictive mean, in time order.
 *
 * @param predicted - Mean of the predictive draws of each observation.
 */
export function measureResiduals(observed: Float64Array | null, predicted: Float64Array | null): Measurement {
  const checkId = "residual_autocorrelation";
  if (observed === null || predicted === null)
    return skipped(checkId, "model.nc holds no posterior predictive draws");
  const found = residualsOf(observed, predicted);
  if (found === null) return skipped(checkId, `${observed.length} observations are too few`);
  const { pValue, durbinWatson, autocorrelations } = found;
  return {
    checkId,
    value: pValue,
    message: `Durbin–Watson ${short(durbinWatson)}, autocorrelation at lag 1 ${short(autocorrelations[0] ?? NaN)}`,
  };
}

/** What gate g5 says of the fit itself: R² of the predictive mean. */
export function measureFit(observed: Float64Array | null, predicted: Float64Array | null): Measurement {
  if (observed === null || predicted === null)
    return skipped("r2", "model.nc holds no posterior predictive draws");
  const { r2 } = fitMetrics(observed, predicted);
  return { checkId: "r2", value: r2, message: `over ${observed.length} observations` };
}

/** What gate g1 says of the parameters: the share whose posterior is their prior. */
export function measureInformation(shifts: ReadonlyMap<string, PriorShift> | null): Measurement {
  const checkId = "uninformed_parameters";
  if (shifts === null || shifts.size === 0)
    return skipped(checkId, "model.nc holds no prior draws of its parameters");
  const uninformed = [...shifts].filter(([, shift]) => isUninformed(shift)).map(([name]) => name);
  const message =
    uninformed.length === 0
      ? `the data informed all ${shifts.size}`
      : `${uninformed.length} of ${shifts.size}: ${listed(uninformed)}`;
  return { checkId, value: uninformed.length / shifts.size, message };
}
