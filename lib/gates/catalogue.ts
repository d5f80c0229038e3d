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
};

/** What a check measures and what to do when it does not pass: written once, used by stages, reports and docs. */
export interface CheckDefinition {
  readonly gate: GateId;
  /** Stage that measures it. */
  readonly phase: "10_pre_diagnostics" | "50_diagnostics";
  readonly metric: string;
  readonly remedy: string;
}

const PRE = "10_pre_diagnostics";
const POST = "50_diagnostics";
const SAMPLE_LONGER =
  "Sample longer chains with more tuning; if that does not help, tighten or reparameterise the priors of the parameters listed.";

export const CHECKS = {
  dates_irregular: {
    gate: "g0",
    phase: PRE,
    metric: "missing or irregular steps between dates",
    remedy:
      "Insert the missing periods (with zero spend where nothing was spent) or aggregate to a regular calendar.",
  },
  dates_duplicated: {
    gate: "g0",
    phase: PRE,
    metric: "duplicated dates",
    remedy: "Keep one row per period: sum or deduplicate the rows named.",
  },
  missing_values: {
    gate: "g0",
    phase: PRE,
    metric: "missing values in target, channels and controls",
    remedy: "Fill in the values at their source; a gap in spend is not a zero.",
  },
  zero_channels: {
    gate: "g0",
    phase: PRE,
    metric: "channels without any spend",
    remedy: "Remove the channels named: nothing can be learnt about them.",
  },
  constant_channels: {
    gate: "g0",
    phase: PRE,
    metric: "channels with constant spend above zero",
    remedy: "Remove the channels named, or bring in data where their spend varies.",
  },
  vif_max: {
    gate: "g0",
    phase: PRE,
    metric: "largest variance inflation factor",
    remedy: "Merge or drop the most collinear variables, or bring in experiments that separate them.",
  },
  observations_per_parameter: {
    gate: "g0",
    phase: PRE,
    metric: "observations per regressor",
    remedy: "Use a longer history or fewer regressors.",
  },
  stationarity: {
    gate: "g0",
    phase: PRE,
    metric: "joint verdict of ADF and KPSS on the target",
    remedy:
      "Let the model carry trend and season explicitly; media effects fitted to a drifting target are not to be trusted.",
  },
  prior_predictive: {
    gate: "g1",
    phase: POST,
    metric: "plausibility of the prior predictive distribution",
    remedy: "Tighten the priors until most prior predictive draws look like a target that could happen.",
  },
  rhat_max: {
    gate: "g2",
    phase: POST,
    metric: "largest rank-normalised split R-hat over parameters",
    remedy: SAMPLE_LONGER,
  },
  rhat_max_decision: {
    gate: "g2",
    phase: POST,
    metric: "largest R-hat over the quantities that the optimiser reads",
    remedy: SAMPLE_LONGER,
  },
  ess_bulk_min: {
    gate: "g3",
    phase: POST,
    metric: "smallest bulk ESS over parameters",
    remedy: SAMPLE_LONGER,
  },
  ess_tail_min: {
    gate: "g3",
    phase: POST,
    metric: "smallest tail ESS over parameters",
    remedy: SAMPLE_LONGER,
  },
  ess_min_decision: {
    gate: "g3",
    phase: POST,
    metric: "smallest bulk or tail ESS over the quantities that the optimiser reads",
    remedy: SAMPLE_LONGER,
  },
  divergence_share: {
    gate: "g4",
    phase: POST,
    metric: "share of draws that diverged",
    remedy: "Raise target_accept, and reparameterise what the divergent draws have in common.",
  },
  tree_depth_share: {
    gate: "g4",
    phase: POST,
    metric: "share of draws that hit the largest tree depth",
    remedy: "Allow deeper trees, or rescale the parameters so that the sampler needs fewer steps.",
  },
  calibration_label: {
    gate: "g5",
    phase: POST,
    metric: "label of the predictive distribution by its PIT",
    remedy:
      "Over-confident or biased: the likelihood or a missing driver is wrong. Under-confident: the noise is overstated. Look at predictions.csv and the coverage chart.",
  },
  pareto_k_bad: {
    gate: "g6",
    phase: POST,
    metric: "observations whose Pareto k is too large or undefined",
    remedy:
      "Look at the periods in pareto_k_flagged.csv: model what happened there (an event, a data error), or use a likelihood with heavier tails.",
  },
  pareto_k_marginal: {
    gate: "g6",
    phase: POST,
    metric: "observations whose Pareto k is marginal",
    remedy:
      "Look at the periods in pareto_k_flagged.csv; a likelihood with heavier tails usually cures them.",
  },
  bfmi_min: {
    gate: "g7",
    phase: POST,
    metric: "smallest E-BFMI over chains",
    remedy:
      "Reparameterise heavy-tailed or hierarchical parts of the model; more tuning helps when only one chain is low.",
  },
  claim_converged: {
    gate: "g8",
    phase: POST,
    metric: "upstream converged against the draws",
    remedy: "Do not use the report: it does not describe this model.nc. Make it again from the same file.",
  },
  claim_convergence_values: {
    gate: "g8",
    phase: POST,
    metric: "upstream convergence numbers that differ from the draws",
    remedy: "Make the report again from the same model.nc; the values named do not belong to it.",
  },
  claim_well_calibrated: {
    gate: "g8",
    phase: POST,
    metric: "upstream well_calibrated against the draws",
    remedy:
      "Read calibration_report.json of this run; make the upstream report again from the same model.nc.",
  },
  claim_pareto_ok: {
    gate: "g8",
    phase: POST,
    metric: "upstream Pareto-k verdict against the draws",
    remedy: "Read pareto_k_summary.json of this run; make the upstream report again from the same model.nc.",
  },
} as const satisfies Readonly<Record<string, CheckDefinition>>;

export type CheckId = keyof typeof CHECKS;

export const CHECK_IDS = Object.keys(CHECKS).filter((id): id is CheckId => id in CHECKS);
