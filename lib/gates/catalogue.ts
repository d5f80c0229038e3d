import type { SchemaTypes } from "../schema/generated.ts";

export type Check = SchemaTypes["checks"][number];
export type GateId = Check["gate"];
export type GateFamily = SchemaTypes["gates"]["families"][number]["family"];

/** Every gate: the family it counts in and the question it answers. */
export const GATES: Readonly<Record<GateId, { readonly family: GateFamily; readonly question: string }>> = {
  g0: { family: "pre_diagnostic", question: "Are the data fit to model?" },
  g1: { family: "pre_diagnostic", question: "Is the prior predictive plausible?" },
  g2: { family: "convergence", question: "Do the chains agree (R-hat)?" },
  g3: { family: "convergence", question: "Are there enough effective draws (bulk and tail ESS)?" },
  g4: { family: "convergence", question: "Did the sampler explore without divergences?" },
  g5: { family: "calibration", question: "Is the stated uncertainty right (PIT and interval coverage)?" },
  g6: { family: "calibration", question: "Does any single observation carry the fit (PSIS-LOO Pareto k)?" },
  g7: { family: "convergence", question: "Did the sampler move freely between energies (E-BFMI)?" },
  g8: { family: "evidence", question: "Do upstream reports say what the draws say?" },
  g9: { family: "response_curve", question: "Do the response curves say what the model says?" },
};

/** Gates that are judged before there are response curves: of the data and the model. */
export const MODEL_GATES: readonly GateId[] = ["g0", "g1", "g2", "g3", "g4", "g5", "g6", "g7", "g8"];
/** All gates, those of the response curves too. */
export const ALL_GATES: readonly GateId[] = [...MODEL_GATES, "g9"];

/** What a check measures, how, and what to do when it does not pass: written once, used by stages, reports and docs. */
export interface CheckDefinition {
  readonly gate: GateId;
  /** Stage that measures it. */
  readonly phase: "10_pre_diagnostics" | "50_diagnostics" | "60_response_curves";
  /** What is measured, as a noun phrase. */
  readonly metric: string;
  /** Why it matters, in a sentence. */
  readonly explains: string;
  readonly formula: string;
  /** Paper, standard or tool that the measure comes from. */
  readonly source: string;
  readonly remedy: string;
}

const PRE = "10_pre_diagnostics";
const POST = "50_diagnostics";
const CURVES = "60_response_curves";

export const CHECKS = {
  dates_irregular: {
    gate: "g0",
    phase: PRE,
    metric: "missing or irregular steps between dates",
    explains:
      "Every step from one date to the next is one period of the series' own frequency; a gap or a shifted date misplaces carryover and season.",
    formula: "count of steps between neighbouring dates that are not exactly one period",
    source: "Sluice",
    remedy:
      "Insert the missing periods (with zero spend where nothing was spent) or aggregate to a regular calendar.",
  },
  dates_duplicated: {
    gate: "g0",
    phase: PRE,
    metric: "duplicated dates",
    explains: "A period that stands twice counts twice in the fit and breaks the join of draws and spend.",
    formula: "count of dates that stand more than once",
    source: "Sluice",
    remedy: "Keep one row per period: sum or deduplicate the rows named.",
  },
  missing_values: {
    gate: "g0",
    phase: PRE,
    metric: "missing values in target, channels and controls",
    explains: "A missing value is not a zero: whatever filled it in during the fit was a guess.",
    formula: "count of empty cells over target, spend and controls",
    source: "Sluice",
    remedy: "Fill in the values at their source; a gap in spend is not a zero.",
  },
  zero_channels: {
    gate: "g0",
    phase: PRE,
    metric: "channels without any spend",
    explains: "Nothing can be learnt about a channel that never spent; its posterior is its prior.",
    formula: "count of channels whose spend is zero in every period",
    source: "Sluice",
    remedy: "Remove the channels named: nothing can be learnt about them.",
  },
  constant_channels: {
    gate: "g0",
    phase: PRE,
    metric: "channels with constant spend above zero",
    explains: "Constant spend cannot be told from the intercept.",
    formula: "count of channels whose standard deviation of spend is at most 1e-4 of the mean",
    source:
      "Google Meridian calls a column constant below a standard deviation of 1e-4; relative to the mean here",
    remedy: "Remove the channels named, or bring in data where their spend varies.",
  },
  sparse_channels: {
    gate: "g0",
    phase: PRE,
    metric: "channels with spend in fewer than a fifth of the periods",
    explains: "A channel that is dark most of the time rests on few periods.",
    formula: "count of channels with zero spend in more than 80 % of the periods",
    source: "Sluice",
    remedy:
      "Read the interval of the channels named before acting on them; merge bursts of one campaign into a longer history if you can.",
  },
  spend_without_exposure: {
    gate: "g0",
    phase: PRE,
    metric: "periods with spend and no exposure, or exposure and no spend",
    explains:
      "Money that bought nothing, or exposure that cost nothing, is most often an invoice booked to another period or a column that stopped being filled.",
    formula:
      "count over channels with an exposure column of periods with spend > 0 and exposure = 0, and of periods with exposure > 0 and spend = 0; periods in which either is missing are not compared",
    source: "Sluice",
    remedy:
      "Book spend to the period in which it ran, and look for gaps in the exposure of the channels named; bonus exposure may stay.",
  },
  outliers: {
    gate: "g0",
    phase: PRE,
    metric: "outlying values of the target",
    explains: "A period far from the rest pulls the whole fit, or is an error in the data.",
    formula: "count of periods with |robust z| > 3.5, z = 0.6745 (y − median) / MAD",
    source: "Iglewicz & Hoaglin (1993), How to Detect and Handle Outliers",
    remedy: "Check the periods named in data_quality.csv; model events as events.",
  },
  vif_max: {
    gate: "g0",
    phase: PRE,
    metric: "largest variance inflation factor",
    explains: "How much wider the coefficient of a variable becomes because the others can stand in for it.",
    formula: "VIF = 1 / (1 − R²) of each variable on the others, centred and scaled",
    source:
      "Belsley, Kuh & Welsch (1980), Regression Diagnostics; O'Brien (2007), doi:10.1007/s11135-006-9018-6",
    remedy: "Merge or drop the most collinear variables, or bring in experiments that separate them.",
  },
  correlation_max: {
    gate: "g0",
    phase: PRE,
    metric: "largest pairwise correlation between regressors",
    explains: "Two variables that move as one cannot be told apart by any model.",
    formula: "largest |Pearson correlation| over pairs of channels and controls",
    source: "Google Meridian's exploratory checks, for 0.999",
    remedy: "Merge the two variables named, or drop one.",
  },
  condition_number: {
    gate: "g0",
    phase: PRE,
    metric: "condition number of the regressors",
    explains: "Whether any combination of variables nearly vanishes, however many it takes.",
    formula: "largest over smallest singular value of the centred, unit-length columns",
    source: "Belsley, Kuh & Welsch (1980), Regression Diagnostics",
    remedy:
      "Look at the pairs and factors in vif_summary.csv; merge or drop variables until the number falls.",
  },
  observations_per_parameter: {
    gate: "g0",
    phase: PRE,
    metric: "observations per regressor",
    explains: "With few periods per coefficient the priors speak louder than the data.",
    formula: "periods / (channels + controls + 1)",
    source: "Sluice; compare Google Meridian's data-to-parameter ratio",
    remedy: "Use a longer history or fewer regressors.",
  },
  stationarity: {
    gate: "g0",
    phase: PRE,
    metric: "joint verdict of ADF and KPSS on the target",
    explains: "Whether the target drifts: two tests with opposite null hypotheses, read together at 5 %.",
    formula:
      "ADF rejects a unit root and KPSS does not reject stationarity: stationary; the reverse: unit-root; both: conflict; neither: inconclusive",
    source: "MacKinnon (1994, 2010); Kwiatkowski et al. (1992), doi:10.1016/0304-4076(92)90104-Y",
    remedy:
      "Let the model carry trend and season explicitly; media effects fitted to a drifting target are not to be trusted.",
  },
  prior_predictive: {
    gate: "g1",
    phase: POST,
    metric: "plausibility of the prior predictive distribution",
    explains: "Whether the priors alone would have let data like these occur, and little that is absurd.",
    formula:
      "implausible: the observed mean, sd or maximum has a two-sided prior tail below 0.01, more than 25 % of the mass lies beyond ten times the largest observation, or fewer than 90 % of the periods are inside their 98 % prior interval; wide: more than 5 % of such mass, or a median 90 % width above 50 times the range; few-draws: fewer than 200 prior draws",
    source: "Box (1980); Gabry et al. (2019), doi:10.1111/rssa.12378; the numeric rule is Sluice's",
    remedy: "Tighten the priors until most prior predictive draws look like a target that could happen.",
  },
  prior_media_share: {
    gate: "g1",
    phase: POST,
    metric: "prior probability that media contribute more than the whole outcome",
    explains:
      "A prior under which advertising makes more than everything that was sold has not met the business.",
    formula:
      "share of prior draws in which the total contribution of all channels exceeds the observed total of the target",
    source:
      "Gelman et al. (2020), Bayesian workflow, for judging what the prior implies; the limits are those of absurd mass in prior_predictive",
    remedy: "Tighten the priors of the channels' effects, or set them on the contribution or the ROI.",
  },
  prior_baseline_negative: {
    gate: "g1",
    phase: POST,
    metric: "prior probability that the baseline is negative",
    explains: "Sales without any advertising cannot be less than nothing.",
    formula: "share of prior draws in which the total of all components that are not media is below zero",
    source: "Google Meridian 2.1, review of the posterior baseline: 0.2 and 0.8",
    remedy: "Centre the prior of the intercept on what is sold without advertising, or tighten the others.",
  },
  prior_roi: {
    gate: "g1",
    phase: POST,
    metric: "largest share of a channel's prior ROI outside the business range",
    explains: "What the optimiser reads is the ROI: the prior of it should lie where an ROI can be.",
    formula:
      "share of prior draws in which total contribution / total spend of a channel is outside 50_diagnostics.roi_range; the largest over channels that spent",
    source: "Sluice; the limits are those of absurd mass in prior_predictive",
    remedy:
      "Set the priors of the channels named so that most of their ROI lies in the range, or correct the range.",
  },
  uninformed_parameters: {
    gate: "g1",
    phase: POST,
    metric: "share of parameters that the data did not inform",
    explains: "A parameter whose posterior is its prior says what was assumed, not what was learnt.",
    formula:
      "share of parameters with contraction 1 − var(posterior) / var(prior) below 0.1 and a shift of the mean below 0.1 prior standard deviations",
    source:
      "Betancourt (2018), Towards a Principled Bayesian Workflow; Schad, Betancourt & Vasishth (2021), doi:10.1037/met0000275",
    remedy:
      "Read what the parameters named stand for as assumptions; bring in experiments or more varied spend.",
  },
  rhat_max: {
    gate: "g2",
    phase: POST,
    metric: "largest rank-normalised split R-hat over parameters",
    explains: "Whether the chains, and the halves of each chain, agree in location and in scale.",
    formula: "the larger of split R-hat on rank-normalised draws and on draws folded about their median",
    source: "Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), doi:10.1214/20-BA1221",
    remedy:
      "Run at least four chains, longer and with more tuning; if that does not help, tighten or reparameterise the priors of the parameters listed.",
  },
  rhat_max_decision: {
    gate: "g2",
    phase: POST,
    metric: "largest R-hat over the quantities that the optimiser reads",
    explains: "The same for the total contribution of each channel: what the recommendation is made of.",
    formula: "R-hat of each channel's total contribution; its ROI is the same quantity over a constant",
    source: "Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), doi:10.1214/20-BA1221",
    remedy:
      "Run at least four chains, longer and with more tuning; if that does not help, tighten or reparameterise the priors of the parameters listed.",
  },
  ess_bulk_min: {
    gate: "g3",
    phase: POST,
    metric: "smallest bulk ESS over parameters",
    explains: "How many independent draws the centre of the posterior is worth.",
    formula: "effective sample size of the rank-normalised split draws",
    source: "Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), doi:10.1214/20-BA1221",
    remedy:
      "Run at least four chains, longer and with more tuning; if that does not help, tighten or reparameterise the priors of the parameters listed.",
  },
  ess_tail_min: {
    gate: "g3",
    phase: POST,
    metric: "smallest tail ESS over parameters",
    explains: "How many independent draws the 5 % and 95 % quantiles are worth.",
    formula: "the smaller effective sample size of the indicators of the 5 % and 95 % quantiles",
    source: "Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), doi:10.1214/20-BA1221",
    remedy:
      "Run at least four chains, longer and with more tuning; if that does not help, tighten or reparameterise the priors of the parameters listed.",
  },
  ess_min_decision: {
    gate: "g3",
    phase: POST,
    metric: "smallest bulk or tail ESS over the quantities that the optimiser reads",
    explains: "The same for the total contribution of each channel.",
    formula: "the smaller of bulk and tail ESS of each channel's total contribution",
    source: "Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), doi:10.1214/20-BA1221",
    remedy:
      "Run at least four chains, longer and with more tuning; if that does not help, tighten or reparameterise the priors of the parameters listed.",
  },
  mcse_ratio_decision: {
    gate: "g3",
    phase: POST,
    metric: "largest Monte Carlo error over the quantities that the optimiser reads",
    explains: "How much of a channel's stated uncertainty is only the noise of having few draws.",
    formula: "MCSE of the mean / posterior standard deviation of each channel's total contribution",
    source: "Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), doi:10.1214/20-BA1221; 0.05 is Sluice's",
    remedy:
      "Run at least four chains, longer and with more tuning; if that does not help, tighten or reparameterise the priors of the parameters listed.",
  },
  divergence_share: {
    gate: "g4",
    phase: POST,
    metric: "share of draws that diverged",
    explains: "A divergence is a place the sampler could not enter: the posterior there is missing.",
    formula: "divergent draws / draws",
    source: "Betancourt (2017), arXiv:1701.02434",
    remedy: "Raise target_accept, and reparameterise what the divergent draws have in common.",
  },
  divergence_count: {
    gate: "g4",
    phase: POST,
    metric: "draws that diverged",
    explains: "The same as a count, for policies that state one.",
    formula: "divergent draws",
    source: "Betancourt (2017), arXiv:1701.02434",
    remedy: "Raise target_accept, and reparameterise what the divergent draws have in common.",
  },
  tree_depth_share: {
    gate: "g4",
    phase: POST,
    metric: "share of draws that hit the largest tree depth",
    explains: "The sampler stopped before it turned round: slow, not wrong.",
    formula: "draws with the sampler's own flag / draws",
    source: "Stan Development Team, Runtime warnings and convergence problems",
    remedy: "Allow deeper trees, or rescale the parameters so that the sampler needs fewer steps.",
  },
  calibration_label: {
    gate: "g5",
    phase: POST,
    metric: "label of the predictive distribution by its PIT",
    explains: "Whether the observations lie in their predictive distributions as often as these say.",
    formula:
      "moments of the PIT and of its distance from 1/2, and simultaneous bands of its distribution and coverage, at a joint level of 5 % after serial dependence; a fault counts when it is also material",
    source:
      "Czado, Gneiting & Held (2009); Säilynoja, Bürkner & Vehtari (2022), doi:10.1007/s11222-022-10090-6; the rule is Sluice's",
    remedy:
      "Over-confident or biased: the likelihood or a missing driver is wrong. Under-confident: the noise is overstated. Look at predictions.csv and the coverage chart.",
  },
  r2: {
    gate: "g5",
    phase: POST,
    metric: "R² of the predictive mean",
    explains: "Whether the model predicts the target better than its mean does.",
    formula: "1 − residual over total sum of squares of the posterior predictive mean",
    source: "standard",
    remedy:
      "Look at predictions.csv for what the model misses: trend, season, events, or a wrong scale of the target.",
  },
  residual_autocorrelation: {
    gate: "g5",
    phase: POST,
    metric: "autocorrelation of the residuals (Ljung–Box p)",
    explains: "Residuals that know their neighbours point to a missing driver, trend or season.",
    formula: "p-value of the Ljung–Box statistic of observed − predictive mean over min(10, n/5) lags",
    source: "Ljung & Box (1978), doi:10.1093/biomet/65.2.297",
    remedy: "Look for a missing trend, season or driver; media effects can absorb what is missing.",
  },
  pareto_k_decisive: {
    gate: "g6",
    phase: POST,
    metric: "observations that the fit hangs on",
    explains:
      "Without one of these the posterior would be another: they surprise it, and it cannot be told from the draws how much.",
    formula:
      "count of observations with k > min(1 − 1/log10 S, 0.7), or not finite, that are predicted worse by more than 2.5 nats (12 times) without them than with them: lppdᵢ − elpd_looᵢ > 2.5, or undefined",
    source:
      "Vehtari, Simpson, Gelman, Yao & Gabry (2024), JMLR 25(72), for k; the 2.5 nats are Sluice's, measured in bench/gate_quality",
    remedy:
      "Look at the periods in pareto_k_flagged.csv: model what happened there (an event, a data error), or use a likelihood with heavier tails.",
  },
  pareto_k_bad: {
    gate: "g6",
    phase: POST,
    metric: "observations whose Pareto k is too large or undefined",
    explains:
      "Observations whose leave-one-out estimate is not to be trusted: a week of unusual spend suffices, be the model right or not.",
    formula: "count of observations with k > min(1 − 1/log10 S, 0.7), or not finite",
    source: "Vehtari, Simpson, Gelman, Yao & Gabry (2024), JMLR 25(72)",
    remedy:
      "Look at the periods in pareto_k_flagged.csv: model what happened there (an event, a data error), or use a likelihood with heavier tails.",
  },
  pareto_k_marginal: {
    gate: "g6",
    phase: POST,
    metric: "observations whose Pareto k is marginal",
    explains: "Observations whose leave-one-out estimate is usable, but noisier.",
    formula: "count of observations with 0.5 < k ≤ min(1 − 1/log10 S, 0.7)",
    source: "Vehtari, Simpson, Gelman, Yao & Gabry (2024), JMLR 25(72)",
    remedy:
      "Look at the periods in pareto_k_flagged.csv; a likelihood with heavier tails usually cures them.",
  },
  pareto_k_max: {
    gate: "g6",
    phase: POST,
    metric: "largest Pareto k",
    explains: "The same as a value, for policies that state one.",
    formula: "largest k over observations; infinite when one is not finite",
    source: "Vehtari, Simpson, Gelman, Yao & Gabry (2024), JMLR 25(72)",
    remedy:
      "Look at the periods in pareto_k_flagged.csv; a likelihood with heavier tails usually cures them.",
  },
  bfmi_min: {
    gate: "g7",
    phase: POST,
    metric: "smallest E-BFMI over chains",
    explains:
      "Whether the momentum resampling reaches all energies; low values mean slow exploration of the tails.",
    formula: "Σ (Eₜ − Eₜ₋₁)² / Σ (Eₜ − Ē)² of each chain's energies",
    source: "Betancourt (2016), arXiv:1604.00695",
    remedy:
      "Reparameterise heavy-tailed or hierarchical parts of the model; more tuning helps when only one chain is low.",
  },
  claim_converged: {
    gate: "g8",
    phase: POST,
    metric: "upstream converged against the draws",
    explains: "Whether a report's verdict is what the draws say by the report's own rule and limits.",
    formula: "1 when convergence_report.json's converged differs from the recomputed verdict, else 0",
    source: "Sluice",
    remedy: "Do not use the report: it does not describe this model.nc. Make it again from the same file.",
  },
  claim_convergence_values: {
    gate: "g8",
    phase: POST,
    metric: "upstream convergence numbers that differ from the draws",
    explains: "Whether a report's numbers belong to this model.nc.",
    formula:
      "count of statistics that differ by more than 1 % or that the draws leave undefined, and of counts that differ at all; the extremes are those of all parameters, or of all but constants, a sampler's unconstrained copies or values of single dates, whichever are as many as the report says",
    source: "Sluice",
    remedy: "Make the report again from the same model.nc; the values named do not belong to it.",
  },
  claim_well_calibrated: {
    gate: "g8",
    phase: POST,
    metric: "upstream well_calibrated against the draws",
    explains: "Whether calibration_report.json says what the predictive draws say.",
    formula:
      "1 when well_calibrated differs from the recomputed verdict, or is true of a PIT that is undefined, else 0",
    source: "Sluice",
    remedy:
      "Read calibration_report.json of this run; make the upstream report again from the same model.nc.",
  },
  claim_pareto_ok: {
    gate: "g8",
    phase: POST,
    metric: "upstream Pareto-k verdict against the draws",
    explains: "Whether pareto_k_summary.json says what the log-likelihood says.",
    formula: "1 when ok differs from the recomputed verdict by the report's own limit, else 0",
    source: "Sluice",
    remedy: "Read pareto_k_summary.json of this run; make the upstream report again from the same model.nc.",
  },
  curve_reconciliation: {
    gate: "g9",
    phase: CURVES,
    metric: "distance of the curves' contribution at historical spend from the model's own",
    explains:
      "The optimiser reads curves, not the model: at the spends that were, it must see what the model sees.",
    formula:
      "|Σ C(effective spend) − Σ contribution| / |Σ contribution| over all channels and periods, curves and contributions at the posterior means",
    source: "Sluice",
    remedy:
      "Take the model's own curves (60_response_curves.curves: auto), or its carryover (adstock: model), or more families.",
  },
  curve_error_over_gain: {
    gate: "g9",
    phase: CURVES,
    metric: "error of the curves over the gain claimed from them",
    explains:
      "A gain that is smaller than what the curves are off by at the spends observed may be nothing but their error.",
    formula:
      "Σ over channels of the mean over periods of |C(effective spend) − contribution|, over the gain per period of the single-period optimum over current spend, scaled to the same budget",
    source: "Sluice",
    remedy:
      "Take the model's own curves (60_response_curves.curves: auto), or its carryover (adstock: model); or expect no more than the error from the plan.",
  },
  curve_identifiability: {
    gate: "g9",
    phase: CURVES,
    metric: "channels whose curve the spends observed do not determine",
    explains:
      "Where the bend of a curve was not seen, what it says of more spend is the family's and the prior's, not the data's.",
    formula:
      "count of channels with a flag: half-saturation beyond the largest spend, near-linear, flat, a standard error above half of its estimate, or a condition number of JᵀJ above 10⁴",
    source: "Belsley, Kuh & Welsch (1980) for the condition number; the other limits are Sluice's",
    remedy:
      "Keep the channels named near the spend observed (bounds, ramps), and vary their spend on purpose to learn the bend.",
  },
} as const satisfies Readonly<Record<string, CheckDefinition>>;

export type CheckId = keyof typeof CHECKS;

export const CHECK_IDS = Object.keys(CHECKS).filter((id): id is CheckId => id in CHECKS);

/** Checks gate by gate, in the order of the catalogue. */
export function inCatalogueOrder(checks: readonly Check[]): Check[] {
  const place = new Map<string, number>(CHECK_IDS.map((id, i) => [id, i]));
  return [...checks].sort(
    (a, b) => (place.get(a.check_id) ?? Infinity) - (place.get(b.check_id) ?? Infinity),
  );
}
