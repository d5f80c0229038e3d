// One fault each, put into a fit that is good by construction.
import { autoregressive } from "./normal.mjs";
import { CHAINS, DRAWS, predict, predictPrior, priorMediaOf } from "./simulate.mjs";

/** One scalar of 40, and none that the optimiser reads: a fault in all of them is easier to see. */
const SPOILT = "other[7]";
const LAST = CHAINS - 1;

function withScalar(fit, spoil) {
  const parameters = fit.sampler.parameters.map((one) =>
    one.name === SPOILT ? { ...one, chains: spoil(one.chains) } : one,
  );
  return { ...fit, sampler: { ...fit.sampler, parameters } };
}

/** Changes one chain of the spoilt scalar. */
const inLastChain = (change) => (fit) =>
  withScalar(fit, (chains) => chains.map((chain, c) => (c === LAST ? change(chain) : chain)));

const stuckFrom = (start) =>
  inLastChain((chain) => chain.map((value, t) => (t < start ? value : chain[start])));
const wider = (factor) => inLastChain((chain) => chain.map((value) => factor * value));
const shifted = (offset) => inLastChain((chain) => chain.map((value) => value + offset));
const drifting = (distance) =>
  inLastChain((chain) => chain.map((value, t) => value + distance * (t / (DRAWS - 1) - 0.5)));
const persistent = (rho) => (fit, normal) =>
  withScalar(fit, (chains) => chains.map(() => autoregressive(DRAWS, rho, normal)));
const undefinedDraw = inLastChain((chain) => chain.map((value, t) => (t === 100 ? NaN : value)));
const singleChain = (fit) => ({
  ...fit,
  sampler: {
    ...fit.sampler,
    parameters: fit.sampler.parameters.map(({ name, chains }) => ({ name, chains: chains.slice(0, 1) })),
    decisions: fit.sampler.decisions.map(({ name, chains }) => ({ name, chains: chains.slice(0, 1) })),
  },
});

const withStats = (fit, stats) => ({
  ...fit,
  sampler: { ...fit.sampler, stats: { ...fit.sampler.stats, ...stats } },
});
/** So many draws, spread evenly over chains and time, diverged. */
const diverging = (count) => (fit) => {
  const every = (CHAINS * DRAWS) / count;
  const hit = new Set(Array.from({ length: count }, (_, i) => Math.floor((i + 0.5) * every)));
  return withStats(fit, {
    diverging: fit.sampler.stats.diverging.map((chain, c) =>
      chain.map((_, t) => (hit.has(c * DRAWS + t) ? 1 : 0)),
    ),
  });
};
const slowEnergy = (rho) => (fit, normal) =>
  withStats(fit, {
    energy: fit.sampler.stats.energy.map((chain, c) =>
      c === LAST ? autoregressive(DRAWS, rho, normal) : chain,
    ),
  });

const mispredicting = (truth) => (fit) => ({ ...fit, prediction: predict(fit.data, fit.model, truth) });

const withPrior = (shape) => (fit, normal) => ({
  ...fit,
  prior: { ...fit.prior, predictive: predictPrior(fit.data.dates, shape, normal) },
});
const withPriorMedia = (shape) => (fit, normal) => ({
  ...fit,
  prior: { ...fit.prior, media: priorMediaOf(fit.data, shape, normal) },
});
/** Priors as narrow as the posterior: the data told nothing. */
const uninformed = (fit) => ({
  ...fit,
  prior: {
    ...fit.prior,
    parameters: new Map(fit.sampler.parameters.map(({ name, chains }) => [name, spreadOf(chains)])),
  },
});
function spreadOf(chains) {
  const all = chains.flatMap((chain) => Array.from(chain));
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const squares = all.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / (all.length - 1)) };
}

const withData = (change) => (fit) => ({ ...fit, data: change(fit.data) });
const withSpend = (change) =>
  withData((data) => ({
    ...data,
    channels: data.channels.map((one, i) => (i === 1 ? { ...one, spend: change(one.spend, data) } : one)),
  }));
const noSpend = withSpend((spend) => spend.map(() => 0));
const sameSpend = withSpend((_, data) => Float64Array.from(data.channels[0].spend));
const missingValue = withSpend((spend) => spend.map((value, t) => (t === 30 ? NaN : value)));
/** Three weeks of one channel whose exposure was not exported. */
const noExposure = withData((data) => ({
  ...data,
  channels: data.channels.map((one, i) =>
    i === 1 ? { ...one, exposure: one.exposure.map((value, t) => (t >= 30 && t < 33 ? 0 : value)) } : one,
  ),
}));
const lostWeek = withData((data) => ({
  ...data,
  dates: data.dates.map((date, t) =>
    t < 40 ? date : new Date(Date.parse(date) + 7 * 86_400_000).toISOString().slice(0, 10),
  ),
}));
const doubledWeek = withData((data) => ({
  ...data,
  dates: data.dates.map((date, t) => (t === 40 ? data.dates[39] : date)),
}));

/** One draw under which one outcome could not have happened. */
const impossible = (fit) => ({
  ...fit,
  prediction: {
    ...fit.prediction,
    logLikelihood: {
      ...fit.prediction.logLikelihood,
      values: fit.prediction.logLikelihood.values.with(60, -Infinity),
    },
  },
});

const tampering = (tamper) => (fit) => ({ ...fit, tamper });
const claiming = (file, claim) => (reports) => ({ ...reports, [file]: { ...reports[file], ...claim } });
const GOOD_NUMBERS = { converged: true, rhat_max: 1, ess_bulk_min: 1500, ess_tail_min: 1500 };
/** First one fault, then another. */
const both = (first, second) => (fit, normal) => second(first(fit, normal), normal);

/** An outcome far off, in an ordinary week and in one of unusual spend. */
const FAR_OFF = { week: 60, spendFactor: 1, outcome: 8 };
const FAR_OFF_IN_BURST = { week: 60, spendFactor: 5, outcome: 8 };
/** So much spend in one week that the coefficient is learnt from it alone, whatever its outcome. */
const LONE_BURST = { week: 60, spendFactor: 20, outcome: 8 };

/**
 * Faults by the gate that is to see them. `size` gross: to be caught; moderate: near the limits, reported as it comes.
 * `wants` is the verdict that the policy `publish` gives the fault by its own rules: fail, or warn where it asks for a person.
 * `burst` changes the data that the fit is made from.
 */
export const FAULTS = [
  {
    id: "data_lost_week",
    gate: "g0",
    size: "gross",
    wants: "fail",
    says: "a week is missing from the dates",
    spoil: lostWeek,
  },
  {
    id: "data_doubled_week",
    gate: "g0",
    size: "gross",
    wants: "fail",
    says: "a week stands twice",
    spoil: doubledWeek,
  },
  {
    id: "data_missing_value",
    gate: "g0",
    size: "gross",
    wants: "fail",
    says: "a spend value is missing",
    spoil: missingValue,
  },
  {
    id: "data_no_spend",
    gate: "g0",
    size: "gross",
    wants: "fail",
    says: "a channel never spent",
    spoil: noSpend,
  },
  {
    id: "data_same_spend",
    gate: "g0",
    size: "gross",
    wants: "fail",
    says: "two channels spend the same",
    spoil: sameSpend,
  },
  {
    id: "data_no_exposure",
    gate: "g0",
    size: "gross",
    wants: "warn",
    says: "three weeks of spend without exposure",
    spoil: noExposure,
  },
  {
    id: "prior_far_off",
    gate: "g1",
    size: "gross",
    wants: "warn",
    says: "prior predictive far from the data",
    spoil: withPrior({ centre: 40, levelSd: 3, noiseSd: 1 }),
  },
  {
    id: "prior_absurd",
    gate: "g1",
    size: "gross",
    wants: "warn",
    says: "prior predictive a hundred times too wide",
    spoil: withPrior({ centre: 10, levelSd: 1000, noiseSd: 100 }),
  },
  {
    id: "prior_media",
    gate: "g1",
    size: "gross",
    wants: "warn",
    says: "prior effects ten times too large",
    spoil: withPriorMedia({ effect: 5, level: 10, levelSd: 5 }),
  },
  {
    id: "prior_baseline",
    gate: "g1",
    size: "gross",
    wants: "warn",
    says: "prior of the baseline centred on zero",
    spoil: withPriorMedia({ effect: 0.5, level: 0, levelSd: 5 }),
  },
  {
    id: "prior_uninformed",
    gate: "g1",
    size: "gross",
    wants: "warn",
    says: "no parameter was informed by the data",
    spoil: uninformed,
  },
  {
    id: "chain_stuck",
    gate: "g2",
    size: "gross",
    wants: "fail",
    says: "one chain stuck at one value",
    spoil: stuckFrom(0),
  },
  {
    id: "chain_stuck_half",
    gate: "g2",
    size: "moderate",
    wants: "fail",
    says: "one chain stuck from half-way",
    spoil: stuckFrom(DRAWS / 2),
  },
  {
    id: "chain_wider_2",
    gate: "g2",
    size: "gross",
    wants: "fail",
    says: "one chain with twice the sd",
    spoil: wider(2),
  },
  {
    id: "chain_wider_1.5",
    gate: "g2",
    size: "moderate",
    wants: "fail",
    says: "one chain with 1.5 times the sd",
    spoil: wider(1.5),
  },
  {
    id: "chain_shift_1",
    gate: "g2",
    size: "gross",
    wants: "fail",
    says: "one chain shifted by 1 sd",
    spoil: shifted(1),
  },
  {
    id: "chain_shift_0.5",
    gate: "g2",
    size: "moderate",
    wants: "fail",
    says: "one chain shifted by 0.5 sd",
    spoil: shifted(0.5),
  },
  {
    id: "chain_drift_4",
    gate: "g2",
    size: "gross",
    wants: "fail",
    says: "one chain drifts by 4 sd from first to last draw",
    spoil: drifting(4),
  },
  {
    id: "chain_drift_2",
    gate: "g2",
    size: "moderate",
    wants: "fail",
    says: "one chain drifts by 2 sd",
    spoil: drifting(2),
  },
  {
    id: "chain_undefined",
    gate: "g2",
    size: "gross",
    wants: "fail",
    says: "one draw is NaN",
    spoil: undefinedDraw,
  },
  {
    id: "chain_single",
    gate: "g2",
    size: "gross",
    wants: "fail",
    says: "only one chain",
    spoil: singleChain,
  },
  {
    id: "ess_rho_0.98",
    gate: "g3",
    size: "gross",
    wants: "fail",
    says: "draws with autocorrelation 0.98 (20 effective)",
    spoil: persistent(0.98),
  },
  {
    id: "ess_rho_0.95",
    gate: "g3",
    size: "gross",
    wants: "fail",
    says: "draws with autocorrelation 0.95 (51 effective)",
    spoil: persistent(0.95),
  },
  {
    id: "ess_rho_0.9",
    gate: "g3",
    size: "moderate",
    wants: "fail",
    says: "draws with autocorrelation 0.9 (105 effective)",
    spoil: persistent(0.9),
  },
  {
    id: "diverging_20",
    gate: "g4",
    size: "gross",
    wants: "fail",
    says: "1 % of the draws diverged",
    spoil: diverging(20),
  },
  {
    id: "diverging_1",
    gate: "g4",
    size: "moderate",
    wants: "warn",
    says: "one draw of 2,000 diverged",
    spoil: diverging(1),
  },
  {
    id: "predictive_narrow_1.5",
    gate: "g5",
    size: "gross",
    wants: "fail",
    says: "outcomes vary 1.5 times as much as predicted",
    spoil: mispredicting({ width: 1 / 1.5 }),
  },
  {
    id: "predictive_narrow_1.3",
    gate: "g5",
    size: "moderate",
    wants: "fail",
    says: "outcomes vary 1.3 times as much as predicted",
    spoil: mispredicting({ width: 1 / 1.3 }),
  },
  {
    id: "predictive_biased_0.5",
    gate: "g5",
    size: "gross",
    wants: "fail",
    says: "predictions off by 0.5 sd",
    spoil: mispredicting({ shift: -0.5 }),
  },
  {
    id: "predictive_biased_0.3",
    gate: "g5",
    size: "moderate",
    wants: "fail",
    says: "predictions off by 0.3 sd",
    spoil: mispredicting({ shift: -0.3 }),
  },
  {
    id: "predictive_wide_0.6",
    gate: "g5",
    size: "gross",
    wants: "warn",
    says: "outcomes vary 0.6 times as much as predicted",
    spoil: mispredicting({ width: 1 / 0.6 }),
  },
  {
    id: "predictive_wide_0.8",
    gate: "g5",
    size: "moderate",
    wants: "warn",
    says: "outcomes vary 0.8 times as much as predicted",
    spoil: mispredicting({ width: 1 / 0.8 }),
  },
  {
    id: "outlier",
    gate: "g6",
    size: "gross",
    wants: "fail",
    says: "one outcome 8 sd off",
    burst: FAR_OFF,
    spoil: (fit) => fit,
  },
  {
    id: "outlier_burst",
    gate: "g6",
    size: "gross",
    wants: "fail",
    says: "one outcome 8 sd off, in a week of 5 times the spend",
    burst: FAR_OFF_IN_BURST,
    spoil: (fit) => fit,
  },
  {
    id: "impossible_outcome",
    gate: "g6",
    size: "gross",
    wants: "fail",
    says: "one draw rules one outcome out (log-likelihood of −∞)",
    spoil: impossible,
  },
  {
    id: "lone_burst",
    gate: "g6",
    size: "moderate",
    wants: "fail",
    says: "the same in a week of 20 times the spend, which the fit absorbs",
    burst: LONE_BURST,
    spoil: (fit) => fit,
  },
  {
    id: "energy_rho_0.95",
    gate: "g7",
    size: "gross",
    wants: "fail",
    says: "one chain with E-BFMI about 0.1",
    spoil: slowEnergy(0.95),
  },
  {
    id: "energy_rho_0.9",
    gate: "g7",
    size: "moderate",
    wants: "fail",
    says: "one chain with E-BFMI about 0.2",
    spoil: slowEnergy(0.9),
  },
  {
    id: "claim_converged",
    gate: "g8",
    size: "gross",
    wants: "fail",
    says: "a report says converged over a shifted chain",
    spoil: both(shifted(1), tampering(claiming("convergence_report.json", GOOD_NUMBERS))),
  },
  {
    id: "claim_verdict_only",
    gate: "g8",
    size: "gross",
    wants: "fail",
    says: "the same, its numbers left true",
    spoil: both(shifted(1), tampering(claiming("convergence_report.json", { converged: true }))),
  },
  {
    id: "claim_other_model",
    gate: "g8",
    size: "gross",
    wants: "fail",
    says: "a report of another model (43 parameters)",
    spoil: tampering(claiming("convergence_report.json", { n_parameters: 43 })),
  },
  {
    id: "claim_fewer",
    gate: "g8",
    size: "gross",
    wants: "fail",
    says: "a report that leaves the shifted scalar out (39 of 40 parameters)",
    spoil: both(
      shifted(1),
      tampering(claiming("convergence_report.json", { ...GOOD_NUMBERS, converged: false, n_parameters: 39 })),
    ),
  },
  {
    id: "claim_pareto",
    gate: "g8",
    size: "gross",
    wants: "fail",
    says: "a report says Pareto k is fine over the outlier",
    burst: FAR_OFF,
    spoil: tampering(claiming("pareto_k_summary.json", { ok: true })),
  },
  {
    id: "claim_calibrated",
    gate: "g8",
    size: "gross",
    wants: "warn",
    says: "a report says well calibrated over predictions off by 1 sd",
    spoil: both(
      mispredicting({ shift: -1 }),
      tampering(claiming("calibration_report.json", { well_calibrated: true })),
    ),
  },
];
