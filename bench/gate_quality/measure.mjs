// The product's own path from draws to verdicts, one step at a time so that three policies share the measurements.
import {
  describeData,
  measureCollinearity,
  measureData,
  measureExposure,
  vifRows,
} from "../../dist/lib/adequacy/data.js";
import { measureClaims } from "../../dist/lib/adequacy/claims.js";
import {
  convergenceReport,
  convergenceRows,
  measureConvergence,
  recomputeConvergence,
} from "../../dist/lib/adequacy/convergence.js";
import { leaveOneOut } from "../../dist/lib/adequacy/leave-one-out.js";
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
} from "../../dist/lib/adequacy/predictive.js";
import { measurePriorMedia } from "../../dist/lib/adequacy/prior-media.js";
import { priorShift } from "../../dist/lib/diagnostics/prior-shift.js";
import { GATES } from "../../dist/lib/gates/catalogue.js";
import { gates, judge } from "../../dist/lib/gates/judge.js";
import { stationarity } from "../../dist/lib/prediagnostics/stationarity.js";

/** A function of one object that remembers its result: fits that share a part measure it once. */
function remembering(compute) {
  const known = new WeakMap();
  return (part, ...rest) => {
    if (!known.has(part)) known.set(part, compute(part, ...rest));
    return known.get(part);
  };
}

const ofData = remembering((data) => [
  ...measureData(describeData(data), vifRows(data, true), stationarity(data.target.values)),
  measureExposure(data),
  ...measureCollinearity(data, true),
]);

const ofSampler = remembering(({ parameters, decisions, stats }) =>
  recomputeConvergence(parameters, decisions, stats),
);

/** Relative efficiency is that of the fit in which the predictions stood first; a fault in one scalar of 40 hardly moves it. */
const ofPrediction = remembering(({ observed, predictive, logLikelihood }, meanEss) => {
  const draws = toObservations(predictive);
  const leftOut = leaveOneOut(logLikelihood, meanEss, { observed, predictive: draws });
  const calibrated = calibration(observed, draws, leftOut);
  const predicted = predictiveMean(draws);
  const flagged = flaggedRows(leftOut, predictive.dates, observed);
  const measurements = [
    measureCalibration(calibrated),
    measureFit(observed, predicted),
    measureResiduals(observed, predicted),
    ...measurePareto(leftOut, flagged),
  ];
  return { leftOut, calibrated, measurements };
});

const ofPriorPredictive = remembering((predictive, observed) => measurePrior(observed, predictive));

function informationOf(priors, { parameters }) {
  const shifts = parameters.flatMap((one) => {
    const prior = priors.get(one.name);
    return prior === undefined ? [] : [[one.name, priorShift(prior, one)]];
  });
  return measureInformation(new Map(shifts));
}

const round = (value, digits) => (value === null ? null : Number(value.toFixed(digits)));

/** What another tool reports of a fit, rounded as the field's summaries are. */
function honestReports({ convergence, calibration: calibrated, pareto }) {
  return {
    "convergence_report.json": {
      ...convergence,
      rhat_max: round(convergence.rhat_max, 2),
      ess_bulk_min: round(convergence.ess_bulk_min, 0),
      ess_tail_min: round(convergence.ess_tail_min, 0),
      bfmi_min: round(convergence.bfmi_min, 3),
    },
    "calibration_report.json": calibrated,
    "pareto_k_summary.json": { ok: pareto.ok, thresholds: { bad: pareto.good_k } },
  };
}

const CONVERGENCE_GATES = Object.entries(GATES)
  .filter(([, { family }]) => family === "convergence")
  .map(([gate]) => gate);

/** Whether a rule "every check of convergence passes" holds, as upstream applies it with the limits of `policy`. */
function isConverged(measurements, policy) {
  return measurements
    .map((one) => judge(one, policy))
    .filter(({ gate }) => CONVERGENCE_GATES.includes(gate))
    .every(({ status }) => status === "pass");
}

/**
 * Everything that the gates judge of a fit.
 *
 * @param policy Whose limits upstream reports state.
 */
export function measureAll({ data, sampler, prediction, prior, tamper }, policy) {
  const convergence = ofSampler(sampler);
  const converging = measureConvergence(convergence);
  const { leftOut, calibrated, measurements } = ofPrediction(
    prediction,
    convergence.parameters.map(({ essMean }) => essMean),
  );
  const recomputed = {
    convergence: convergenceReport(convergence, isConverged(converging, policy), policy, 5),
    convergenceTable: convergenceRows(convergence),
    calibration: calibrationReport(calibrated, data.dates.length),
    pareto: paretoSummary(leftOut),
  };
  return [
    ...ofData(data),
    ofPriorPredictive(prior.predictive, prediction.observed),
    ...measurePriorMedia(prior.media, prediction.observed, prior.roiRange),
    informationOf(prior.parameters, convergence),
    ...converging,
    ...measurements,
    ...measureClaims(tamper(honestReports(recomputed)), { ...recomputed, paretoK: leftOut.paretoK }),
  ];
}

/** Checks, gates and the whole under one policy. */
export function judgeAll(measurements, policy) {
  const checks = measurements.map((one) => judge(one, policy));
  return { checks, verdict: gates(checks, policy) };
}
