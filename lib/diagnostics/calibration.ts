import { mean } from "../draws/moments.ts";
import { normalQuantile } from "../draws/normal.ts";
import { autocorrelationTime } from "./autocorrelation-time.ts";
import { type EcdfBand, ecdfBand } from "./ecdf-band.ts";
import { type PitBounds } from "./pit.ts";

/** What the predictive distributions are, set against what was observed; "undefined" when a PIT is NaN or there is none. */
export type CalibrationLabel =
  "well-calibrated" | "over-confident" | "under-confident" | "biased" | "undefined";

/** An empirical distribution function beside its simultaneous band. */
export interface BandCheck {
  readonly band: EcdfBand;
  /** Value at each point of the band, in [0, 1]. */
  readonly values: Float64Array;
  /** The points at which the value is outside the band. */
  readonly pointsOutside: readonly number[];
}

export interface Calibration {
  readonly label: CalibrationLabel;
  /** What named the fault; undefined when there is none. */
  readonly decidedBy: "moment" | "coverage_band" | "ecdf_band" | undefined;
  /** Whether any of the four tests rejects at a joint level of 5 %. */
  readonly isSignificant: boolean;
  /** Whether the fault is large enough to matter, however many the observations. */
  readonly isMaterial: boolean;
  /** Whether there is evidence enough: without it "well-calibrated" means "not refuted", and a gate must not pass on it. */
  readonly isSufficient: boolean;
  readonly observationCount: number;
  readonly meanPit: number;
  readonly meanFolded: number;
  /** Effective number of observations for location and for spread, after serial dependence. */
  readonly pitEss: number;
  readonly foldedEss: number;
  /** Standard normal under calibration: positive when observations lie above the predictive distributions. */
  readonly biasStatistic: number;
  /** Standard normal under calibration: positive when the predictive distributions are too narrow. */
  readonly dispersionStatistic: number;
  readonly criticalValue: number;
  readonly ecdf: BandCheck;
  readonly coverage: BandCheck;
}

/** Joint probability of a false alarm: half for the two moments, a quarter for each of the two bands. */
const ALPHA = 0.05;
const BAND_ALPHA = ALPHA / 4;
/** Probability that a calibrated model stays inside a whole band. */
export const BAND_PROBABILITY = 1 - BAND_ALPHA;
/** Two-sided normal limit for two independent moments that share half of alpha (Sidak). */
const CRITICAL_VALUE = normalQuantile((1 + Math.sqrt(1 - ALPHA / 2)) / 2);
/** Effective observations below which nothing can be said. */
const LEAST_EFFECTIVE = 20;
/** Differences in the mean PIT and in coverage that matter in practice. */
const MATERIAL_BIAS = 0.03;
const MATERIAL_COVERAGE = 0.05;
/** Points at which the distribution of the PIT and the coverage are judged. */
export const CALIBRATION_POINTS: readonly number[] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
/** Slack, in observations, for counts computed in floating point. */
const COUNT_ROUNDING = 1e-9;

/**
 * Whether observations could have come from their predictive distributions, and if not, how they differ.
 *
 * Location and spread of the PIT are tested by their means, its shape by simultaneous bands of its distribution and of
 * its coverage; all four allow for serial dependence.
 *
 * @param bounds - `pitBounds` (or `looPitBounds`) of the observations made, those missing left out.
 * @param isTimeOrdered - Whether observations follow each other in time, so that neighbours may depend.
 * @see Saeilynoja, Buerkner & Vehtari (2022), Statistics and Computing 32:32; the rule that names the fault is Sluice's
 */
export function calibrate(bounds: PitBounds, isTimeOrdered: boolean): Calibration {
  const pit = bounds.lower.map((lower, i) => (lower + bounds.upper[i]!) / 2);
  const folded = bounds.lower.map((lower, i) => meanFolded(lower, bounds.upper[i]!));
  if (pit.length === 0 || pit.some(Number.isNaN)) return undefinedCalibration(pit.length);
  const pitEss = pit.length / (isTimeOrdered ? autocorrelationTime(pit) : 1);
  const foldedEss = folded.length / (isTimeOrdered ? autocorrelationTime(folded) : 1);
  const ecdf = checkBand(pitEss, (point) =>
    averageOver(bounds, (lower, upper) => shareUpTo(point, lower, upper)),
  );
  const coverage = checkBand(foldedEss, (level) =>
    averageOver(
      bounds,
      (lower, upper) => shareUpTo(0.5 + level / 2, lower, upper) - shareUpTo(0.5 - level / 2, lower, upper),
    ),
  );
  const measured = {
    observationCount: pit.length,
    meanPit: mean(pit),
    meanFolded: mean(folded),
    pitEss,
    foldedEss,
    biasStatistic: Math.sqrt(12 * pitEss) * (mean(pit) - 0.5),
    dispersionStatistic: Math.sqrt(12 * foldedEss) * (mean(folded) - 0.5),
    criticalValue: CRITICAL_VALUE,
    ecdf,
    coverage,
  };
  return { ...measured, ...judge(measured), isSufficient: Math.min(pitEss, foldedEss) >= LEAST_EFFECTIVE };
}

type Measured = Omit<Calibration, "label" | "decidedBy" | "isSignificant" | "isMaterial" | "isSufficient">;

function judge(
  measured: Measured,
): Pick<Calibration, "label" | "decidedBy" | "isSignificant" | "isMaterial"> {
  const { biasStatistic, dispersionStatistic, ecdf, coverage } = measured;
  const momentRejects = Math.max(Math.abs(biasStatistic), Math.abs(dispersionStatistic)) > CRITICAL_VALUE;
  const isSignificant = momentRejects || ecdf.pointsOutside.length > 0 || coverage.pointsOutside.length > 0;
  const isMaterial =
    Math.abs(measured.meanPit - 0.5) >= MATERIAL_BIAS ||
    CALIBRATION_POINTS.some((level, l) => Math.abs(coverage.values[l]! - level) >= MATERIAL_COVERAGE);
  const found = { isSignificant, isMaterial };
  if (!isSignificant || !isMaterial) return { ...found, label: "well-calibrated", decidedBy: undefined };
  if (momentRejects) {
    const isBiased = Math.abs(biasStatistic) >= Math.abs(dispersionStatistic);
    return { ...found, label: isBiased ? "biased" : confidence(-dispersionStatistic), decidedBy: "moment" };
  }
  if (coverage.pointsOutside.length > 0) {
    return { ...found, label: confidence(excessOutside(coverage)), decidedBy: "coverage_band" };
  }
  return { ...found, label: "biased", decidedBy: "ecdf_band" };
}

/** Too much coverage comes from distributions too wide, too little from distributions too narrow. */
function confidence(excessCoverage: number): CalibrationLabel {
  return excessCoverage > 0 ? "under-confident" : "over-confident";
}

function excessOutside({ band, values, pointsOutside }: BandCheck): number {
  return band.points.reduce(
    (sum, point, p) => (pointsOutside.includes(point) ? sum + values[p]! - point : sum),
    0,
  );
}

function checkBand(effectiveCount: number, valueAt: (point: number) => number): BandCheck {
  const band = ecdfBand(Math.floor(effectiveCount), CALIBRATION_POINTS, BAND_ALPHA);
  const values = Float64Array.from(CALIBRATION_POINTS, valueAt);
  const pointsOutside = CALIBRATION_POINTS.filter((_, p) => {
    const count = values[p]! * band.sampleSize;
    return count < band.lower[p]! - COUNT_ROUNDING || count > band.upper[p]! + COUNT_ROUNDING;
  });
  return { band, values, pointsOutside };
}

function averageOver(bounds: PitBounds, statistic: (lower: number, upper: number) => number): number {
  return mean(bounds.lower.map((lower, i) => statistic(lower, bounds.upper[i]!)));
}

/** Probability that a variable uniform on [lower, upper] is at most x. */
function shareUpTo(x: number, lower: number, upper: number): number {
  return Math.min(Math.max((x - lower) / (upper - lower), 0), 1);
}

/** Mean of |2 U - 1| for U uniform on [lower, upper]: the PIT folded at its middle. */
function meanFolded(lower: number, upper: number): number {
  if (upper <= 0.5) return 1 - (lower + upper);
  if (lower >= 0.5) return lower + upper - 1;
  return ((0.5 - lower) ** 2 + (upper - 0.5) ** 2) / (upper - lower);
}

function undefinedCalibration(observationCount: number): Calibration {
  const band: EcdfBand = {
    sampleSize: 0,
    points: [],
    gamma: NaN,
    lower: new Uint32Array(0),
    upper: new Uint32Array(0),
  };
  const noCheck: BandCheck = { band, values: new Float64Array(0), pointsOutside: [] };
  return {
    label: "undefined",
    decidedBy: undefined,
    isSignificant: false,
    isMaterial: false,
    isSufficient: false,
    observationCount,
    meanPit: NaN,
    meanFolded: NaN,
    pitEss: NaN,
    foldedEss: NaN,
    biasStatistic: NaN,
    dispersionStatistic: NaN,
    criticalValue: CRITICAL_VALUE,
    ecdf: noCheck,
    coverage: noCheck,
  };
}
