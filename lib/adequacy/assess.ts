import type { Scalar } from "../diagnostics/convergence.ts";
import { priorShift, type PriorShift } from "../diagnostics/prior-shift.ts";
import { flatten } from "../draws/chains.ts";
import { moments } from "../draws/moments.ts";
import { GATES, type Check } from "../gates/catalogue.ts";
import { judge, type Measurement } from "../gates/judge.ts";
import type { Policy } from "../gates/policy.ts";
import type { PerDateDraws, SampleStats } from "../posterior/posterior.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { measureClaims } from "./claims.ts";
import {
  convergenceReport,
  convergenceRows,
  measureConvergence,
  recomputeConvergence,
  type Convergence,
} from "./convergence.ts";
import { counted, type OnProgress } from "./counted.ts";
import { leaveOneOut, type LooResult } from "./leave-one-out.ts";
import {
  calibration,
  calibrationReport,
  flaggedRows,
  measureCalibration,
  measureFit,
  measureInformation,
  measurePareto,
  measurePrior,
  measureResiduals,
  paretoSummary,
  predictiveMean,
  toObservations,
  type CalibrationResult,
} from "./predictive.ts";
import { measurePriorMedia, type PriorMedia, type RoiRange } from "./prior-media.ts";

/** Everything of a fit that its adequacy is recomputed from; null where the fit holds no such evidence. */
export interface Fit {
  /** Read one scalar at a time, as often as needed: a large posterior is never held whole. */
  readonly parameters: Iterable<Scalar>;
  /** Quantities that decisions are read from; empty when there are none. */
  readonly decisions: Iterable<Scalar>;
  readonly sampleStats: SampleStats;
  /** Label of each observation: its date, in a time series. */
  readonly observations: readonly string[];
  readonly observed: Float64Array | null;
  readonly predictive: PerDateDraws | null;
  readonly logLikelihood: PerDateDraws | null;
  readonly prior: PerDateDraws | null;
  /** Prior draws of the parameters, by the same names; null without a prior group. */
  readonly priorParameters: Iterable<Scalar> | null;
  /** What the prior implies of channels and baseline; null where the file holds no contributions under the prior. */
  readonly priorMedia: PriorMedia | null;
}

/** The adequacy of a fit, recomputed and judged. */
export interface Adequacy {
  readonly convergence: Convergence;
  readonly calibration: CalibrationResult | null;
  readonly leftOut: LooResult | null;
  /** Mean of the predictive draws of each observation; null without them. */
  readonly predicted: Float64Array | null;
  readonly reports: {
    readonly convergence: SchemaTypes["convergence_report"];
    readonly convergenceTable: SchemaTypes["convergence_table"];
    readonly calibration: SchemaTypes["calibration_report"];
    readonly pareto: SchemaTypes["pareto_k_summary"] | null;
    readonly flagged: SchemaTypes["pareto_k_flagged"];
  };
  readonly checks: readonly Check[];
}

export interface AssessOptions {
  /** How many of the worst parameters the report lists. */
  readonly worst: number;
  /** What upstream reports claim: parsed JSON by file name; untrusted. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** Where an ROI can lie in this business, for the check of its prior; left out or null: not checked. */
  readonly roiRange?: RoiRange | null;
  /** Told how the work comes on. */
  readonly onProgress?: OnProgress;
  /** How many scalars the fit has; null where that is not known. */
  readonly parameterCount?: number | null;
}

function passesConvergence(checks: readonly Check[]): boolean {
  return checks
    .filter(({ gate }) => GATES[gate].family === "convergence")
    .every(({ status }) => status === "pass");
}

/** What depends on observations: calibration, leave-one-out and the prior predictive; without them there is no such evidence. */
function assessPredictive(
  { observed, observations, predictive, logLikelihood, prior }: Fit,
  convergence: Convergence,
  onProgress: OnProgress,
) {
  const meanEss = convergence.parameters.map(({ essMean }) => essMean);
  const draws = predictive && toObservations(predictive);
  const outcome = observed && draws && { observed, predictive: draws };
  const leftOut =
    logLikelihood &&
    leaveOneOut(logLikelihood, meanEss, outcome, (done) => {
      onProgress("leave-one-out of observations", { done, total: logLikelihood.dates.length });
    });
  const calibrated = observed && draws && calibration(observed, draws, leftOut);
  return {
    leftOut,
    calibrated,
    predicted: draws && predictiveMean(draws),
    flagged: leftOut === null ? [] : flaggedRows(leftOut, observations, observed),
    priorMeasured: measurePrior(observed, prior),
  };
}

/** How far the data moved each parameter from its prior; a sampler's unconstrained copies (names ending in `__`) are left out. */
function priorShifts(prior: Iterable<Scalar>, { parameters }: Convergence): Map<string, PriorShift> {
  const posterior = new Map(parameters.map((one) => [one.name, one]));
  const shifts = new Map<string, PriorShift>();
  for (const { name, chains } of prior) {
    const after = posterior.get(name);
    if (after === undefined || after.distinctCount === 1 || /__(?:\[|$)/.test(name)) continue;
    const { mean, variance } = moments(flatten(chains));
    shifts.set(name, priorShift({ mean, sd: Math.sqrt(variance) }, after));
  }
  return shifts;
}

/** Recomputes every adequacy diagnostic of a fit from its draws, and judges it under a policy. */
export function assessAdequacy(fit: Fit, policy: Policy, options: AssessOptions): Adequacy {
  const { worst, claims, roiRange = null, onProgress = () => undefined, parameterCount = null } = options;
  const judged = (measurements: readonly Measurement[]) => measurements.map((one) => judge(one, policy));
  const parameters = counted(fit.parameters, (done) => {
    onProgress("R-hat, ESS and MCSE of scalars", { done, total: parameterCount });
  });
  const convergence = recomputeConvergence(parameters, fit.decisions, fit.sampleStats);
  const convergenceChecks = judged(measureConvergence(convergence));
  const { leftOut, calibrated, predicted, flagged, priorMeasured } = assessPredictive(
    fit,
    convergence,
    onProgress,
  );
  const reports = {
    convergence: convergenceReport(convergence, passesConvergence(convergenceChecks), policy, worst),
    convergenceTable: convergenceRows(convergence),
    calibration: calibrationReport(calibrated, fit.observations.length),
    pareto: leftOut && paretoSummary(leftOut),
    flagged,
  };
  const others = judged([
    priorMeasured,
    ...measurePriorMedia(fit.priorMedia, fit.observed, roiRange),
    measureInformation(fit.priorParameters && priorShifts(fit.priorParameters, convergence)),
    measureCalibration(calibrated),
    measureFit(fit.observed, predicted),
    measureResiduals(fit.observed, predicted),
    ...measurePareto(leftOut, flagged),
    ...measureClaims(claims, { ...reports, paretoK: leftOut?.paretoK ?? null }),
  ]);
  return {
    convergence,
    calibration: calibrated,
    leftOut,
    predicted,
    reports,
    checks: [...convergenceChecks, ...others],
  };
}
