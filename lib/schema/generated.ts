// Generated from schemas/*.schema.json by `npm run types`; do not edit.

/**
 * Calendar date, YYYY-MM-DD.
 */
export type CommonDate = string;
/**
 * Every component of the expected outcome by date.
 */
export type AllDecomp = {
  date: CommonDate;
  /**
   * Channel, control or baseline component.
   */
  component: string;
  /**
   * Media or not.
   */
  kind: "channel" | "baseline";
  /**
   * Posterior mean.
   */
  mean: number;
  /**
   * Lower end of the 94 % highest-density interval.
   */
  hdi_3pct: number;
  /**
   * Upper end of the 94 % highest-density interval.
   */
  hdi_97pct: number;
}[];
/**
 * michaelis_menten: L·S/(k+S); sigmoid: alpha·(1−e^(−lam·S))/(1+e^(−lam·S)); tanh: b·tanh(S/s); exponential: alpha·(1−e^(−lam·S)); hill and concave_hill: beta·S^h/(K^h+S^h); root: a·S^p; logarithmic: a·ln(1+S/b). The parameters stand in the order L k, alpha lam, b s, alpha lam, beta K h, a p, a b.
 */
export type CurveFamily =
  "michaelis_menten" | "sigmoid" | "tanh" | "exponential" | "hill" | "concave_hill" | "root" | "logarithmic";
/**
 * The chosen curve of each channel on a grid of spend, with the 50 % and 90 % intervals of the draws' curves.
 */
export type AllResponseCurves = {
  /**
   * Channel.
   */
  channel: string;
  family: CurveFamily;
  /**
   * Spend; with carryover effective spend, on the scale of spend held steady.
   */
  spend: number;
  /**
   * Contribution by the curve of the posterior means.
   */
  contribution: number;
  /**
   * Median over the draws' own curves.
   */
  contribution_median: number;
  /**
   * 5 % quantile over the draws' own curves.
   */
  contribution_q05: number;
  /**
   * 25 % quantile over the draws' own curves.
   */
  contribution_q25: number;
  /**
   * 75 % quantile over the draws' own curves.
   */
  contribution_q75: number;
  /**
   * 95 % quantile over the draws' own curves.
   */
  contribution_q95: number;
  /**
   * Slope of the curve: mROI where the target is money. Empty where it is infinite, as at zero spend of a root or of a Hill curve with an exponent below 1.
   */
  marginal_contribution: number | null;
  /**
   * Beyond the largest spend in the data.
   */
  beyond_observed: boolean;
}[];
/**
 * Verdict of the gates that the recommendation stands behind; waived: at least one fails, and a waiver opened it.
 */
export type Adequacy = "pass" | "warn" | "waived";
/**
 * An amount of money.
 */
export type Amount = number;
/**
 * One amount per period, or null.
 */
export type Amounts = null | Amount[];
/**
 * Response curve, spend per period to contribution per period. michaelis-menten: L·s/(k+s); sigmoid: alpha·tanh(lam·s/2); hill: beta·s^h/(K^h+s^h).
 */
export type AllocationProblemCurve =
  | {
      type: "michaelis-menten";
      /**
       * Contribution per period at saturation.
       */
      L: number;
      /**
       * Spend per period at half of L.
       */
      k: number;
    }
  | {
      type: "sigmoid";
      /**
       * Contribution per period at saturation.
       */
      alpha: number;
      /**
       * Rate; the slope at zero spend is alpha·lam/2.
       */
      lam: number;
    }
  | {
      type: "hill";
      /**
       * Contribution per period at saturation.
       */
      beta: number;
      /**
       * Spend per period at half of beta.
       */
      K: number;
      /**
       * Exponent; the curve is S-shaped above 1.
       */
      h: number;
    };
/**
 * A limit of spend per period: one number for all periods, or a list with one per period.
 */
export type SpendLimit = number | number[];
/**
 * Gate that the check belongs to.
 */
export type Gate = "g0" | "g1" | "g2" | "g3" | "g4" | "g5" | "g6" | "g7" | "g8" | "g9";
/**
 * Family of gates.
 */
export type GateFamily = "pre_diagnostic" | "convergence" | "calibration" | "evidence" | "response_curve";
/**
 * What the best split of each total budget brings, from the least that the bounds allow to the most.
 */
export type BudgetFrontier = {
  /**
   * Total budget.
   */
  total_budget: number;
  /**
   * Contribution at the optimum.
   */
  contribution: number;
  /**
   * Contribution that one more unit of budget would bring; null when bounds leave no freedom.
   */
  marginal_return: number | null;
  /**
   * Return: ROI where the target is money; null where nothing is spent.
   */
  contribution_per_spend: number | null;
  /**
   * Certified distance from the optimum.
   */
  gap_relative: number;
  adequacy: Adequacy;
}[];
/**
 * The optimum at several total budgets.
 */
export type BudgetScenarioResults = {
  /**
   * Multiple of the total budget.
   */
  multiplier: number;
  /**
   * Total budget.
   */
  total_budget: number;
  /**
   * Channel.
   */
  channel: string;
  /**
   * Spend at that budget's optimum.
   */
  spend: number;
  /**
   * Contribution of the channel.
   */
  contribution: number;
  /**
   * Contribution of all channels.
   */
  total_contribution: number;
  /**
   * Contribution that one more unit of budget would bring; null when bounds leave no freedom.
   */
  marginal_return: number | null;
  /**
   * Beyond the largest spend in the data.
   */
  beyond_observed: boolean;
  /**
   * Certified distance from the optimum, as in optimisation_certificate: max(0, upper bound − objective) / |upper bound|.
   */
  gap_relative: number;
  adequacy: Adequacy;
}[];
/**
 * How often observations fall inside central predictive intervals.
 */
export type CalibrationCoverage = {
  /**
   * Nominal coverage.
   */
  nominal: number;
  /**
   * Share inside the equal-tailed interval.
   */
  empirical: number;
  /**
   * empirical − nominal.
   */
  difference: number;
  /**
   * Share with |LOO-PIT − 0.5| ≤ nominal/2; null without log-likelihood.
   */
  empirical_loo_pit: number | null;
  /**
   * Observations.
   */
  n: number;
}[];
/**
 * Verdict of one check.
 */
export type CheckStatus = "pass" | "warn" | "fail" | "skipped";
/**
 * Every measured fact with its verdict.
 */
export type Checks = Check[];
/**
 * Contribution of each channel in each draw and period, beside its spend.
 */
export type Contributions = {
  /**
   * Chain, from 0.
   */
  chain: number;
  /**
   * Draw within the chain, from 0.
   */
  draw: number;
  date: CommonDate;
  /**
   * Channel.
   */
  channel: string;
  /**
   * Spend.
   */
  spend: number;
  /**
   * Contribution.
   */
  contribution: number;
}[];
/**
 * R-hat, ESS and MCSE of every scalar parameter and decision quantity.
 */
export type ConvergenceTable = {
  /**
   * Name with coordinates.
   */
  parameter: string;
  /**
   * A parameter of the model, or a quantity that the optimiser reads.
   */
  quantity: "parameter" | "decision";
  /**
   * Rank-normalised split R-hat.
   */
  rhat: number | null;
  /**
   * Bulk ESS.
   */
  ess_bulk: number | null;
  /**
   * Tail ESS.
   */
  ess_tail: number | null;
  /**
   * ESS of the mean.
   */
  ess_mean: number | null;
  /**
   * Monte Carlo standard error of the mean.
   */
  mcse_mean: number | null;
  /**
   * All draws are one value.
   */
  is_constant: boolean;
}[];
/**
 * One response curve per channel and posterior draw: contribution per period of spend held steady. The same draws for every channel, in the same order.
 */
export type CurveDraws = {
  /**
   * Channel.
   */
  channel: string;
  /**
   * Chain, counted from 0.
   */
  chain: number;
  /**
   * Draw of the chain, counted from 0.
   */
  draw: number;
  family: CurveFamily;
  /**
   * First parameter of the family, its amplitude: contribution per period (of a root curve over spend to the power of p); 0: the draw's curve is a flat zero.
   */
  parameter_1: number;
  /**
   * Second parameter, the first of the shape; null where the curve is a flat zero.
   */
  parameter_2: number | null;
  /**
   * Third parameter; null where the family has two, or the curve is a flat zero.
   */
  parameter_3: number | null;
  /**
   * Share of effective spend carried into the next period; 0: none. The curve is of effective spend times 1 − adstock_alpha: spend held steady.
   */
  adstock_alpha: number;
  /**
   * Root mean squared distance of the curve from the draw's own contributions at the spends observed.
   */
  rmse: number;
}[];
/**
 * A saturating response curve with its parameters.
 */
export type CommonCurve =
  | {
      family: "michaelis_menten";
      /**
       * Contribution per period at saturation.
       */
      L: number;
      /**
       * Spend per period at half of L.
       */
      k: number;
    }
  | {
      family: "sigmoid";
      /**
       * Contribution per period at saturation.
       */
      alpha: number;
      /**
       * Rate; the slope at zero spend is alpha·lam/2.
       */
      lam: number;
    }
  | {
      family: "tanh";
      /**
       * Contribution per period at saturation.
       */
      b: number;
      /**
       * Spend per period at which the tangent at zero spend meets b.
       */
      s: number;
    }
  | {
      family: "exponential";
      /**
       * Contribution per period at saturation.
       */
      alpha: number;
      /**
       * Rate; the slope at zero spend is alpha·lam.
       */
      lam: number;
    }
  | {
      family: "hill";
      /**
       * Contribution per period at saturation.
       */
      beta: number;
      /**
       * Spend per period at half of beta.
       */
      K: number;
      /**
       * Exponent; the curve is S-shaped above 1.
       */
      h: number;
    }
  | {
      family: "concave_hill";
      /**
       * Contribution per period at saturation.
       */
      beta: number;
      /**
       * Spend per period at half of beta.
       */
      K: number;
      /**
       * Exponent.
       */
      h: number;
    }
  | {
      family: "root";
      /**
       * Contribution per period at a spend of 1.
       */
      a: number;
      /**
       * Elasticity.
       */
      p: number;
    }
  | {
      family: "logarithmic";
      /**
       * Contribution per period at a spend of b·(e − 1).
       */
      a: number;
      /**
       * Spend per period at which the curve bends.
       */
      b: number;
    };
/**
 * One row per fact about the data.
 */
export type DataQuality = {
  /**
   * Column or 'dates'.
   */
  subject: string;
  /**
   * What was looked at.
   */
  fact: string;
  /**
   * Measured value.
   */
  value: number | null;
  /**
   * Which periods or values, in words.
   */
  detail: string;
}[];
/**
 * Leave-one-out predictive accuracy.
 */
export type ElpdSummary = {
  /**
   * Expected log predictive density.
   */
  elpd_loo: number | null;
  /**
   * Standard error.
   */
  se: number | null;
  /**
   * Effective number of parameters.
   */
  p_loo: number | null;
  /**
   * −2 elpd_loo.
   */
  looic: number | null;
  /**
   * Draws.
   */
  n_samples: number;
  /**
   * Observations.
   */
  n_data_points: number;
  /**
   * Some k is too large.
   */
  warning: boolean;
  /**
   * Widely applicable information criterion on the elpd scale; information only.
   */
  elpd_waic: number | null;
  /**
   * Effective number of parameters by WAIC.
   */
  p_waic: number | null;
  /**
   * Some observation's log-likelihood varies by more than 0.4.
   */
  waic_unreliable: boolean;
}[];
/**
 * SHA-256 of the bytes, hexadecimal.
 */
export type Sha256 = string;
/**
 * Worst of a gate's checks after policy; waived: it fails, and a waiver opens it.
 */
export type GateStatus = "pass" | "warn" | "waived" | "fail";
/**
 * What became of each cell of a matrix: verdict, budget, expected gain, what blocked it.
 */
export type MatrixSummary = {
  /**
   * Cell, as `brand=alpha,market=de`; the name of the pipeline where it has no matrix.
   */
  cell: string;
  /**
   * How its run ended; invalid: its inputs allowed none; none: it has no complete run.
   */
  status: "done" | "blocked" | "failed" | "interrupted" | "invalid" | "none";
  /**
   * Worst gate; null when the gates were not reached.
   */
  verdict: string | null;
  /**
   * Budget per period; null without a recommendation.
   */
  total_budget: number | null;
  /**
   * Expected gain per period over current spend; null without a recommendation.
   */
  gain: number | null;
  /**
   * Lower end of its 90 % interval.
   */
  gain_q05: number | null;
  /**
   * Upper end of its 90 % interval.
   */
  gain_q95: number | null;
  /**
   * Gain as a share of the current contribution; null without a recommendation, or where that is zero.
   */
  gain_fraction: number | null;
  /**
   * Gates that kept stages shut, joined by spaces; null where none did.
   */
  blocked_by: string | null;
  /**
   * Why it failed or was refused, in one line; null otherwise.
   */
  message: string | null;
  /**
   * How long it took; null where it was not begun.
   */
  seconds: number | null;
  /**
   * Stages that were taken over from earlier runs or other cells.
   */
  reused: number;
  /**
   * Run; null where there is none.
   */
  run_id: string | null;
  /**
   * Folder of the run, relative to the pipeline's artefacts; null where there is none.
   */
  path: string | null;
}[];
/**
 * Return of each channel over all periods.
 */
export type MediaContributionPerSpend = {
  /**
   * Channel.
   */
  channel: string;
  /**
   * Spend over all periods.
   */
  total_spend: number;
  /**
   * Posterior mean of the total contribution.
   */
  total_contribution_mean: number;
  /**
   * Lower end of the 94 % highest-density interval.
   */
  total_contribution_hdi_3pct: number;
  /**
   * Upper end of the 94 % highest-density interval.
   */
  total_contribution_hdi_97pct: number;
  /**
   * Share of total spend.
   */
  share_of_spend: number;
  /**
   * Posterior mean of the share of total media contribution.
   */
  share_of_media_contribution_mean: number;
  /**
   * Posterior mean of contribution per unit of spend (ROI where the target is money); null without spend.
   */
  contribution_per_spend_mean: number | null;
  /**
   * Median.
   */
  contribution_per_spend_median: number | null;
  /**
   * Lower end of the 94 % highest-density interval.
   */
  contribution_per_spend_hdi_3pct: number | null;
  /**
   * Upper end of the 94 % highest-density interval.
   */
  contribution_per_spend_hdi_97pct: number | null;
  /**
   * Periods with spend above zero.
   */
  weeks_with_spend: number;
}[];
/**
 * How well the posterior predictive mean fits the observed target.
 */
export type ModelFitMetrics = {
  /**
   * Name of the metric.
   */
  metric: "r2" | "mape" | "rmse" | "mae" | "nrmse_range" | "nrmse_mean" | "nrmse_sd" | "crps";
  /**
   * posterior_predictive_mean: mean of the predictive draws; predictive_distribution: all of them; expected_outcome: posterior mean of the sum of the components.
   */
  prediction: "posterior_predictive_mean" | "expected_outcome" | "predictive_distribution";
  /**
   * Value.
   */
  value: number | null;
  /**
   * Unit.
   */
  unit: string;
  /**
   * Definition.
   */
  note: string;
}[];
/**
 * Posterior of every scalar parameter.
 */
export type ModelSummary = {
  /**
   * Name with coordinates.
   */
  parameter: string;
  /**
   * Posterior mean.
   */
  mean: number | null;
  /**
   * Posterior standard deviation (ddof 1).
   */
  sd: number | null;
  /**
   * Lower end of the highest-density interval.
   */
  hdi_lower: number | null;
  /**
   * Upper end of the highest-density interval.
   */
  hdi_upper: number | null;
  /**
   * Mass of the interval.
   */
  hdi_probability: number;
}[];
/**
 * Spend by period and channel under ramp limits.
 */
export type MultiperiodOptimizationResults = {
  /**
   * Period, from 1.
   */
  period: number;
  date: CommonDate;
  /**
   * Channel.
   */
  channel: string;
  /**
   * Spend.
   */
  spend: number;
  /**
   * Spend with what is carried over from earlier periods, on the scale of spend held steady; the spend itself without carryover.
   */
  effective_spend: number;
  /**
   * Contribution.
   */
  contribution: number;
  /**
   * Contribution of this and later periods that one more unit of spend would bring.
   */
  marginal_contribution: number;
  /**
   * Least spend that bounds and ramps allow after the period before.
   */
  ramp_lower: number;
  /**
   * Most spend that bounds and ramps allow after the period before.
   */
  ramp_upper: number;
  /**
   * Limit that holds the spend: none, lower, upper, ramp_down, ramp_up.
   */
  binding: string;
  /**
   * Beyond the largest spend in the data.
   */
  beyond_observed: boolean;
  adequacy: Adequacy;
}[];
/**
 * Bounds on one channel's spend per period.
 */
export type Limit =
  | {
      kind: "absolute";
      /**
       * Least spend per period; null: none beyond 0.
       */
      lower: number | null;
      /**
       * Most spend per period; null: the total budget.
       */
      upper: number | null;
    }
  | {
      kind: "fraction_of_current";
      /**
       * Least spend, as a fraction of the channel's current spend.
       */
      lower: number;
      /**
       * Most spend, as a fraction of the channel's current spend.
       */
      upper: number;
    };
/**
 * One limit for all channels, or a map from channel to limit; null: none.
 */
export type RampLimit =
  | number
  | null
  | {
      [k: string]: number;
    };
/**
 * What a plan is chosen by.
 */
export type Objective =
  | {
      kind: "mean_curve";
    }
  | {
      kind: "mean";
    }
  | {
      kind: "mean_sd";
      /**
       * Standard deviations taken from the mean.
       */
      kappa: number;
    }
  | {
      kind: "cvar";
      /**
       * The mean of the worst 1 − alpha of the draws counts.
       */
      alpha: number;
    }
  | {
      kind: "mean_cvar";
      /**
       * The mean of the worst 1 − alpha of the draws counts.
       */
      alpha: number;
      /**
       * Weight of CVaR against the mean.
       */
      weight: number;
    }
  | {
      kind: "quantile";
      /**
       * Share of the draws that reach it.
       */
      probability: number;
    }
  | {
      kind: "chance";
      /**
       * Contribution per unit of spend.
       */
      target: number;
      /**
       * Share of the draws that return at least the target.
       */
      probability: number;
    }
  | {
      kind: "regret";
      /**
       * The mean of the worst 1 − alpha of the regrets counts; 0: expected regret, whose plan is that of the mean.
       */
      alpha: number;
    }
  | {
      kind: "beat_current";
    };
/**
 * What a budget is to follow from.
 */
export type Aim =
  | {
      kind: "target_roi";
      /**
       * Contribution per unit of spend.
       */
      value: number;
    }
  | {
      kind: "target_mroi";
      /**
       * Contribution of the last unit of spend.
       */
      value: number;
    }
  | {
      kind: "target_cpa";
      /**
       * Spend per unit of contribution.
       */
      value: number;
    }
  | {
      kind: "target_contribution";
      /**
       * Contribution per period.
       */
      value: number;
    }
  | {
      kind: "profit";
      /**
       * Money earned by one unit of contribution.
       */
      margin: number;
    };
/**
 * Spend per period now and at the optimum, by channel.
 */
export type OptimizationResults = {
  /**
   * Channel.
   */
  channel: string;
  /**
   * Current spend.
   */
  current_spend: number;
  /**
   * Spend at the optimum.
   */
  optimised_spend: number;
  /**
   * optimised − current.
   */
  change: number;
  /**
   * change / current; null when current is zero.
   */
  change_fraction: number | null;
  /**
   * Lower bound.
   */
  lower: number;
  /**
   * Upper bound.
   */
  upper: number;
  /**
   * Bound that holds the channel.
   */
  binding: "none" | "lower" | "upper" | "fixed" | "group";
  /**
   * Contribution of current spend, on the curve.
   */
  current_contribution: number;
  /**
   * Contribution at the optimum, on the curve.
   */
  optimised_contribution: number;
  /**
   * Difference.
   */
  contribution_change: number;
  /**
   * 5 % quantile over the draws, each with its own curve.
   */
  contribution_change_q05: number;
  /**
   * 95 % quantile over the draws, each with its own curve.
   */
  contribution_change_q95: number;
  /**
   * Marginal contribution at current spend (mROI where the target is money).
   */
  current_marginal: number;
  /**
   * Marginal contribution at the optimum.
   */
  optimised_marginal: number;
  /**
   * Contribution per unit of current spend: ROI where the target is money; null where nothing is spent.
   */
  current_return: number | null;
  /**
   * Contribution per unit of spend at the optimum; null at zero spend.
   */
  optimised_return: number | null;
  /**
   * The optimum lies beyond the largest spend in the data.
   */
  beyond_observed: boolean;
  adequacy: Adequacy;
}[];
/**
 * Observations whose Pareto k is above 0.5.
 */
export type ParetoKFlagged = {
  /**
   * Position, from 0.
   */
  index: number;
  date: CommonDate;
  /**
   * Pareto k; null when not finite.
   */
  pareto_k: number | null;
  /**
   * Pointwise elpd.
   */
  elpd_loo_i: number | null;
  /**
   * Observed target; null when it is not known.
   */
  observed: number | null;
  /**
   * marginal: usable; bad: not.
   */
  category: "marginal" | "bad";
}[];
/**
 * A chart as PNG; here as the base64 of its bytes, which begin with the PNG signature.
 */
export type Picture = string;
/**
 * What is recommended beside what else could be done with the same curves: for one period and over the horizon.
 */
export type PlanComparison = {
  /**
   * One period, or all planned periods.
   */
  horizon: "single_period" | "multi_period";
  /**
   * current: current spend, repeated; proportional: current spend scaled to the budget; sequential: planned period by period; optimum: the best of all; slsqp: found by SLSQP.
   */
  plan: "current" | "proportional" | "sequential" | "optimum" | "slsqp";
  /**
   * Whether this is the plan of the results.
   */
  recommended: boolean;
  /**
   * Spend of all channels.
   */
  spend: number;
  /**
   * Contribution on the curves, at the periods' weights.
   */
  contribution: number;
  /**
   * Return: ROI where the target is money; null where nothing is spent.
   */
  contribution_per_spend: number | null;
  /**
   * Whether the plan keeps the budget, bounds, ramps and groups.
   */
  keeps_limits: boolean;
  /**
   * By how much it breaks the one that it breaks most.
   */
  largest_violation: number;
  /**
   * Certified distance from the best plan within the limits, as a share of the bound on it; null for a plan that does not keep them.
   */
  gap_relative: number | null;
  adequacy: Adequacy;
}[];
/**
 * Observed and predicted target by date.
 */
export type Predictions = {
  date: CommonDate;
  /**
   * Observed target.
   */
  observed: number;
  /**
   * Posterior mean of the sum of the components; null when components are unknown.
   */
  expected: number | null;
  /**
   * Mean of the posterior predictive draws.
   */
  predictive_mean: number;
  /**
   * 5 % quantile.
   */
  predictive_q05: number;
  /**
   * Median.
   */
  predictive_q50: number;
  /**
   * 95 % quantile.
   */
  predictive_q95: number;
}[];
/**
 * The report as one page that stands alone: no network, readable without JavaScript, printable.
 */
export type ReportHtml = string;
/**
 * The report, as Markdown.
 */
export type ReportMarkdown = string;
/**
 * Every family fitted to every channel.
 */
export type ResponseCurveFitCombined = {
  /**
   * Channel.
   */
  channel: string;
  family: CurveFamily;
  /**
   * Used for optimisation: the model's own family, or that of least AICc.
   */
  chosen: boolean;
  /**
   * Name of the first parameter.
   */
  parameter_1: string;
  /**
   * Its value.
   */
  value_1: number | null;
  /**
   * Its standard error.
   */
  se_1: number | null;
  /**
   * Name of the second parameter.
   */
  parameter_2: string;
  /**
   * Its value.
   */
  value_2: number | null;
  /**
   * Its standard error.
   */
  se_2: number | null;
  /**
   * Name of the third parameter; empty where the family has two.
   */
  parameter_3: string;
  /**
   * Its value; null where there is none.
   */
  value_3: number | null;
  /**
   * Its standard error; null where there is none.
   */
  se_3: number | null;
  /**
   * Sum of squared errors.
   */
  sse: number | null;
  /**
   * Coefficient of determination.
   */
  r2: number | null;
  /**
   * Root mean squared error.
   */
  rmse: number | null;
  /**
   * Corrected Akaike information criterion.
   */
  aicc: number | null;
  /**
   * AICc less the least of the channel.
   */
  delta_aicc: number | null;
  /**
   * Points.
   */
  n: number;
  /**
   * Every standard error is below half of its parameter.
   */
  well_determined: boolean;
  /**
   * Named doubts about identifiability, separated by '; '.
   */
  flags: string;
}[];
/**
 * One line of a run's event log (`events/<run>.jsonl`, beside `runs/`) and of what `sluice run --log-format json` prints: what happened, when.
 */
export type RunEvent =
  | {
      /**
       * What happened.
       */
      kind: "waiting";
      /**
       * When it happened, UTC.
       */
      time: string;
      /**
       * Pipeline.
       */
      pipeline: string;
      /**
       * Cell of the matrix, by axis; null for a pipeline without one.
       */
      cell: {
        [k: string]: string | number;
      } | null;
      /**
       * Run; null before there is one.
       */
      run_id: string | null;
      /**
       * Machine of the run that has them.
       */
      host: string;
      /**
       * Its process.
       */
      pid: number;
      /**
       * Since when.
       */
      since: string;
      /**
       * Its run; null before there is one.
       */
      holder_run: string | null;
    }
  | {
      /**
       * What happened.
       */
      kind: "abandoned_removed";
      /**
       * When it happened, UTC.
       */
      time: string;
      /**
       * Pipeline.
       */
      pipeline: string;
      /**
       * Cell of the matrix, by axis; null for a pipeline without one.
       */
      cell: {
        [k: string]: string | number;
      } | null;
      /**
       * Run; null before there is one.
       */
      run_id: string | null;
      /**
       * The killed run.
       */
      abandoned_run: string;
    }
  | {
      /**
       * What happened.
       */
      kind: "run_started";
      /**
       * When it happened, UTC.
       */
      time: string;
      /**
       * Pipeline.
       */
      pipeline: string;
      /**
       * Cell of the matrix, by axis; null for a pipeline without one.
       */
      cell: {
        [k: string]: string | number;
      } | null;
      /**
       * Run; null before there is one.
       */
      run_id: string | null;
      /**
       * Its stages, in the order of the plan.
       *
       * Items: Stage.
       */
      stages: string[];
      /**
       * How many stages may be under way at once.
       */
      jobs: number;
      /**
       * Process that runs it; null where it is not known.
       */
      pid: number | null;
      /**
       * Machine that it runs on; null where it is not known.
       */
      host: string | null;
    }
  | {
      /**
       * What happened.
       */
      kind: "stage_planned";
      /**
       * When it happened, UTC.
       */
      time: string;
      /**
       * Pipeline.
       */
      pipeline: string;
      /**
       * Cell of the matrix, by axis; null for a pipeline without one.
       */
      cell: {
        [k: string]: string | number;
      } | null;
      /**
       * Run; null before there is one.
       */
      run_id: string | null;
      /**
       * Stage.
       */
      stage: string;
      /**
       * What it does, in one line.
       */
      title: string;
      /**
       * Stages that it waits for.
       *
       * Items: Stage.
       */
      needs: string[];
      /**
       * selected: runs, or is taken over; needed: only taken over; left out: plays no part.
       */
      role: "selected" | "needed" | "left out";
    }
  | {
      /**
       * What happened.
       */
      kind: "stage_started";
      /**
       * When it happened, UTC.
       */
      time: string;
      /**
       * Pipeline.
       */
      pipeline: string;
      /**
       * Cell of the matrix, by axis; null for a pipeline without one.
       */
      cell: {
        [k: string]: string | number;
      } | null;
      /**
       * Run; null before there is one.
       */
      run_id: string | null;
      /**
       * Stage.
       */
      stage: string;
      /**
       * What it does, in one line.
       */
      title: string;
    }
  | {
      /**
       * What happened.
       */
      kind: "progress";
      /**
       * When it happened, UTC.
       */
      time: string;
      /**
       * Pipeline.
       */
      pipeline: string;
      /**
       * Cell of the matrix, by axis; null for a pipeline without one.
       */
      cell: {
        [k: string]: string | number;
      } | null;
      /**
       * Run; null before there is one.
       */
      run_id: string | null;
      /**
       * Stage.
       */
      stage: string;
      /**
       * What it does now, in a few words.
       */
      message: string;
      /**
       * How much of it is done; null where that is not known.
       */
      done: number | null;
      /**
       * How much there is to do; null where that is not known.
       */
      total: number | null;
      /**
       * Since the stage began.
       */
      elapsed_seconds: number;
      /**
       * How much longer it takes at the pace so far; null where that is not known.
       */
      eta_seconds: number | null;
    }
  | {
      /**
       * What happened.
       */
      kind: "output";
      /**
       * When it happened, UTC.
       */
      time: string;
      /**
       * Pipeline.
       */
      pipeline: string;
      /**
       * Cell of the matrix, by axis; null for a pipeline without one.
       */
      cell: {
        [k: string]: string | number;
      } | null;
      /**
       * Run; null before there is one.
       */
      run_id: string | null;
      /**
       * Stage.
       */
      stage: string;
      /**
       * The line.
       */
      line: string;
    }
  | {
      /**
       * What happened.
       */
      kind: "command_reused";
      /**
       * When it happened, UTC.
       */
      time: string;
      /**
       * Pipeline.
       */
      pipeline: string;
      /**
       * Cell of the matrix, by axis; null for a pipeline without one.
       */
      cell: {
        [k: string]: string | number;
      } | null;
      /**
       * Run; null before there is one.
       */
      run_id: string | null;
      /**
       * Stage.
       */
      stage: string;
      /**
       * Run that it is taken over from.
       */
      from: string;
    }
  | {
      /**
       * What happened.
       */
      kind: "stage_done";
      /**
       * When it happened, UTC.
       */
      time: string;
      /**
       * Pipeline.
       */
      pipeline: string;
      /**
       * Cell of the matrix, by axis; null for a pipeline without one.
       */
      cell: {
        [k: string]: string | number;
      } | null;
      /**
       * Run; null before there is one.
       */
      run_id: string | null;
      /**
       * Stage.
       */
      stage: string;
      /**
       * How long it took.
       */
      seconds: number;
      /**
       * Artefacts written.
       */
      files: number;
    }
  | {
      /**
       * What happened.
       */
      kind: "stage_reused";
      /**
       * When it happened, UTC.
       */
      time: string;
      /**
       * Pipeline.
       */
      pipeline: string;
      /**
       * Cell of the matrix, by axis; null for a pipeline without one.
       */
      cell: {
        [k: string]: string | number;
      } | null;
      /**
       * Run; null before there is one.
       */
      run_id: string | null;
      /**
       * Stage.
       */
      stage: string;
      /**
       * Run that made it.
       */
      from: string;
    }
  | {
      /**
       * What happened.
       */
      kind: "stage_blocked";
      /**
       * When it happened, UTC.
       */
      time: string;
      /**
       * Pipeline.
       */
      pipeline: string;
      /**
       * Cell of the matrix, by axis; null for a pipeline without one.
       */
      cell: {
        [k: string]: string | number;
      } | null;
      /**
       * Run; null before there is one.
       */
      run_id: string | null;
      /**
       * Stage.
       */
      stage: string;
      /**
       * Why.
       */
      message: string;
      /**
       * Gates that are shut.
       *
       * Items: Gate.
       */
      gates: string[];
    }
  | {
      /**
       * What happened.
       */
      kind: "stage_failed";
      /**
       * When it happened, UTC.
       */
      time: string;
      /**
       * Pipeline.
       */
      pipeline: string;
      /**
       * Cell of the matrix, by axis; null for a pipeline without one.
       */
      cell: {
        [k: string]: string | number;
      } | null;
      /**
       * Run; null before there is one.
       */
      run_id: string | null;
      /**
       * Stage.
       */
      stage: string;
      /**
       * Why.
       */
      message: string;
    }
  | {
      /**
       * What happened.
       */
      kind: "stage_skipped";
      /**
       * When it happened, UTC.
       */
      time: string;
      /**
       * Pipeline.
       */
      pipeline: string;
      /**
       * Cell of the matrix, by axis; null for a pipeline without one.
       */
      cell: {
        [k: string]: string | number;
      } | null;
      /**
       * Run; null before there is one.
       */
      run_id: string | null;
      /**
       * Stage.
       */
      stage: string;
      /**
       * Why.
       */
      because: string;
    }
  | {
      /**
       * What happened.
       */
      kind: "gate_judged";
      /**
       * When it happened, UTC.
       */
      time: string;
      /**
       * Pipeline.
       */
      pipeline: string;
      /**
       * Cell of the matrix, by axis; null for a pipeline without one.
       */
      cell: {
        [k: string]: string | number;
      } | null;
      /**
       * Run; null before there is one.
       */
      run_id: string | null;
      /**
       * Gate.
       */
      gate: string;
      /**
       * What it asks.
       */
      question: string;
      /**
       * Verdict.
       */
      status: "pass" | "warn" | "waived" | "fail";
      /**
       * Checks that decided it.
       *
       * Items: Check.
       */
      because: string[];
    }
  | {
      /**
       * What happened.
       */
      kind: "warning";
      /**
       * When it happened, UTC.
       */
      time: string;
      /**
       * Pipeline.
       */
      pipeline: string;
      /**
       * Cell of the matrix, by axis; null for a pipeline without one.
       */
      cell: {
        [k: string]: string | number;
      } | null;
      /**
       * Run; null before there is one.
       */
      run_id: string | null;
      /**
       * Stage.
       */
      stage: string;
      /**
       * What.
       */
      message: string;
    }
  | {
      /**
       * What happened.
       */
      kind: "run_finished";
      /**
       * When it happened, UTC.
       */
      time: string;
      /**
       * Pipeline.
       */
      pipeline: string;
      /**
       * Cell of the matrix, by axis; null for a pipeline without one.
       */
      cell: {
        [k: string]: string | number;
      } | null;
      /**
       * Run; null before there is one.
       */
      run_id: string | null;
      /**
       * How it ended.
       */
      status: "done" | "blocked" | "failed" | "interrupted";
      /**
       * How long it took.
       */
      seconds: number;
      /**
       * Worst gate; null when the gates were not reached.
       */
      adequacy: string | null;
      /**
       * Root hash of the manifest.
       */
      root_sha256: Sha256;
    };
/**
 * What `sluice history` tells: the runs of a pipeline, newest first.
 */
export type RunHistory = {
  /**
   * Run.
   */
  run_id: string;
  /**
   * Cell of the matrix, as `brand=alpha,market=de`; null for a pipeline without one.
   */
  cell: string | null;
  /**
   * Whether `latest` leads to it.
   */
  latest: boolean;
  /**
   * How it ended; unfinished: it has no whole manifest, because it is under way, was killed, or its manifest was damaged.
   */
  status: "done" | "blocked" | "failed" | "interrupted" | "unfinished";
  /**
   * Start, UTC; null where unfinished.
   */
  started_at: string | null;
  /**
   * End, UTC; null where unfinished.
   */
  finished_at: string | null;
  /**
   * Who ran it: account@host; null where not recorded.
   */
  by: string | null;
  /**
   * What the user called it.
   */
  labels: {
    [k: string]: string;
  };
  /**
   * Commit of the team's repository, with `+` where tracked files differed from it; null where there was none.
   */
  git: string | null;
  /**
   * Version of Sluice; null where unfinished.
   */
  sluice: string | null;
  /**
   * Policy; null where unfinished.
   */
  policy: string | null;
  /**
   * Worst gate; null when the gates were not reached.
   */
  adequacy: string | null;
  /**
   * Gates that are not passed, as `g1 warn`.
   *
   * Items: Gate and verdict.
   */
  gates: string[];
  /**
   * The recommendation in numbers; null where there is none.
   */
  headline: null | {
    /**
     * Budget.
     */
    total_budget: number;
    /**
     * Contribution at the optimum.
     */
    optimised_contribution: number;
    /**
     * Contribution at the optimum less that at current spend.
     */
    gain: number;
    /**
     * 5 % quantile of the gain over the draws.
     */
    gain_q05: number;
    /**
     * 95 % quantile of the gain over the draws.
     */
    gain_q95: number;
    /**
     * Gain over the contribution at current spend; null where that is zero.
     */
    gain_fraction: number | null;
  };
  /**
   * Root hash of its manifest; null where unfinished.
   */
  root_sha256: string | null;
}[];
/**
 * Spend and contribution of each channel in each scenario of scenario_summary.csv.
 */
export type ScenarioPlans = {
  /**
   * Name, as in scenario_summary.csv.
   */
  scenario: string;
  /**
   * Channel.
   */
  channel: string;
  /**
   * Spend held steady.
   */
  spend: number;
  /**
   * Spend less current spend.
   */
  change: number;
  /**
   * Mean over draws.
   */
  contribution: number;
  /**
   * 5 % quantile over draws.
   */
  contribution_q05: number;
  /**
   * 95 % quantile over draws.
   */
  contribution_q95: number;
  /**
   * Mean contribution of one more unit of money.
   */
  marginal: number;
  /**
   * Whether the spend lies beyond the largest observed one.
   */
  beyond_observed: boolean;
  adequacy: Adequacy;
}[];
/**
 * Plans compared over the posterior draws, one row per scenario; differences are taken draw by draw.
 */
export type ScenarioSummary = {
  /**
   * Name: current, last_year, proportional, recommended, expected, risk_averse, budget × a multiplier, or as under compare.
   */
  scenario: string;
  /**
   * What the plan is chosen by; given for plans that nothing chooses.
   */
  objective: string;
  /**
   * given: nothing was chosen; solved: no plan within the limits is better by more than gap_relative, at most 1e-8; feasible: with the larger gap stated; local: a local search from a number of starts, without a bound; unmet: no plan found meets the chance constraint; aim_unmet: no budget within the limits meets the aim, this comes nearest; infeasible: no plan keeps the limits.
   */
  status: "given" | "solved" | "feasible" | "local" | "unmet" | "aim_unmet" | "infeasible";
  /**
   * Certified distance from the best plan by the objective; null where none is known.
   */
  gap_relative: number | null;
  /**
   * Starts of a local search; 0 where none was needed.
   */
  starts: number;
  /**
   * Whether the plan keeps the bounds and groups asked for.
   */
  keeps_limits: boolean;
  /**
   * Total spend.
   */
  spend: number | null;
  /**
   * Mean over draws.
   */
  contribution: number | null;
  /**
   * 5 % quantile over draws.
   */
  contribution_q05: number | null;
  /**
   * 95 % quantile over draws.
   */
  contribution_q95: number | null;
  /**
   * Mean of the worst 10 % of draws.
   */
  cvar_90: number | null;
  /**
   * Mean contribution per unit of spend; null where nothing is spent.
   */
  roi: number | null;
  /**
   * 5 % quantile over draws.
   */
  roi_q05: number | null;
  /**
   * 95 % quantile over draws.
   */
  roi_q95: number | null;
  /**
   * Mean contribution of one more unit of money, spent for the best within the limits; null where none can be.
   */
  mroi: number | null;
  /**
   * Share of the draws in which it brings more than current spend does in the same draw.
   */
  probability_beats_current: number | null;
  /**
   * Mean contribution less that of current spend.
   */
  gain: number | null;
  /**
   * 5 % quantile over draws of the difference.
   */
  gain_q05: number | null;
  /**
   * 95 % quantile over draws of the difference.
   */
  gain_q95: number | null;
  /**
   * Mean of the worst 10 % of the differences.
   */
  gain_cvar_90: number | null;
  /**
   * Share of the growing channels' mean gains that lies beyond the largest observed spend.
   */
  gain_beyond_observed: number | null;
  /**
   * Limits that hold the plan, each with what one more unit of money there would bring (target per money, mean over draws).
   */
  binding: string;
  adequacy: Adequacy;
}[];
/**
 * The run on one to four pages in landscape: verdict, recommendation, how sure, the next periods; of a blocked run why and what to do. No network, no JavaScript, printable.
 */
export type SlidesHtml = string;
/**
 * What each channel cost and brought in each period.
 */
export type SpendContributionPairs = {
  date: CommonDate;
  /**
   * Channel.
   */
  channel: string;
  /**
   * Spend.
   */
  spend: number;
  /**
   * Posterior mean contribution.
   */
  contribution_mean: number;
  /**
   * 3 % quantile.
   */
  contribution_q03: number;
  /**
   * 97 % quantile.
   */
  contribution_q97: number;
}[];
/**
 * ADF and KPSS on the target and its first difference.
 */
export type StationaritySummary = {
  /**
   * Series.
   */
  series: string;
  /**
   * Observations.
   */
  n: number;
  /**
   * Test.
   */
  test: "ADF" | "KPSS";
  /**
   * Test statistic.
   */
  statistic: number | null;
  /**
   * p-value; KPSS is clipped to its table, [0.01, 0.1].
   */
  p_value: number | null;
  /**
   * Lags used; null where the test is undefined.
   */
  lags: number | null;
  /**
   * Critical value at 1 %.
   */
  crit_1pct: number | null;
  /**
   * Critical value at 5 %.
   */
  crit_5pct: number | null;
  /**
   * Critical value at 10 %.
   */
  crit_10pct: number | null;
  /**
   * Joint verdict of both tests at 5 %.
   */
  verdict: string;
}[];
/**
 * Information each channel's past adds about the target (plug-in, terciles, lag 1).
 */
export type TransferEntropySummary = {
  /**
   * Channel.
   */
  source: string;
  /**
   * Target.
   */
  target: string;
  /**
   * Transfer entropy.
   */
  transfer_entropy: number | null;
  /**
   * Transfer entropy less its mean under permutation.
   */
  effective: number | null;
  /**
   * Permutation p-value.
   */
  p_value: number | null;
  /**
   * Circular-shift p-value, which keeps the source's autocorrelation.
   */
  p_value_circular: number | null;
  /**
   * Permutations.
   */
  permutations: number;
}[];
/**
 * Collinearity of the regressors.
 */
export type VifSummary = {
  /**
   * Channel or control.
   */
  variable: string;
  /**
   * What the variable is.
   */
  role: "channel" | "control";
  /**
   * Variance inflation factor, centred; null when the column is constant or a combination of the others.
   */
  vif: number | null;
}[];
/**
 * The best use of any total budget from nothing to three times current spend, with the bounds and groups of the question lifted.
 */
export type WholeFrontier = {
  /**
   * Total budget as a multiple of current spend.
   */
  multiple: number;
  /**
   * Total budget.
   */
  total_budget: number;
  /**
   * Contribution at the optimum, by the curves of the posterior means.
   */
  contribution: number;
  /**
   * 5 % quantile over draws of what this plan brings; null where a draw's curve is not concave.
   */
  contribution_q05: number | null;
  /**
   * 95 % quantile over draws; null where a draw's curve is not concave.
   */
  contribution_q95: number | null;
  /**
   * Return: ROI where the target is money; null where nothing is spent.
   */
  contribution_per_spend: number | null;
  /**
   * Contribution that one more unit of budget would bring: the marginal return of every channel that is spent on; null where it is not known.
   */
  shadow_price: number | null;
  /**
   * Share of the budget that lies beyond the channels' largest observed spends, where a curve is extrapolation.
   */
  spend_beyond_observed: number;
  /**
   * Certified distance from the optimum.
   */
  gap_relative: number;
  adequacy: Adequacy;
}[];

export interface SchemaTypes {
  all_decomp: AllDecomp;
  all_response_curves: AllResponseCurves;
  allocation_certainty: AllocationCertainty;
  allocation_problem: AllocationProblem;
  allocation_result: AllocationResult;
  blocked: Blocked;
  budget_frontier: BudgetFrontier;
  budget_scenario_results: BudgetScenarioResults;
  calibration_coverage: CalibrationCoverage;
  calibration_report: CalibrationReport;
  channel_levels: ChannelLevels;
  checks: Checks;
  contributions: Contributions;
  convergence_report: ConvergenceReport;
  convergence_table: ConvergenceTable;
  curve_draws: CurveDraws;
  curves: Curves;
  data_quality: DataQuality;
  "decomposition.options": DecompositionOptions;
  "diagnostics.options": DiagnosticsOptions;
  dsse_envelope: DsseEnvelope;
  elpd_summary: ElpdSummary;
  environment: Environment;
  gates: Gates;
  gc_report: GcReport;
  "interpretation.options": InterpretationOptions;
  lock: Lock;
  manifest: Manifest;
  matrix: Matrix;
  matrix_summary: MatrixSummary;
  media_contribution_per_spend: MediaContributionPerSpend;
  "model_assessment.options": ModelAssessmentOptions;
  "model_fit.options": ModelFitOptions;
  model_fit_metrics: ModelFitMetrics;
  model_metadata: ModelMetadata;
  model_reference: ModelReference;
  model_summary: ModelSummary;
  multiperiod_optimization_results: MultiperiodOptimizationResults;
  notification: Notification;
  "optimisation.options": OptimisationOptions;
  optimisation_certificate: OptimisationCertificate;
  optimisation_summary: OptimisationSummary;
  optimization_results: OptimizationResults;
  pareto_k_flagged: ParetoKFlagged;
  pareto_k_summary: ParetoKSummary;
  picture: Picture;
  pipeline: Pipeline;
  plan_comparison: PlanComparison;
  policy: Policy;
  "pre_diagnostics.options": PreDiagnosticsOptions;
  predictions: Predictions;
  report_html: ReportHtml;
  report_markdown: ReportMarkdown;
  response_curve_fit_combined: ResponseCurveFitCombined;
  "response_curves.options": ResponseCurvesOptions;
  run_attestation: RunAttestation;
  run_diff: RunDiff;
  run_event: RunEvent;
  run_history: RunHistory;
  "run_metadata.options": RunMetadataOptions;
  scenario_plans: ScenarioPlans;
  scenario_summary: ScenarioSummary;
  slides_html: SlidesHtml;
  spend_contribution_pairs: SpendContributionPairs;
  stage_module: StageModule;
  stage_result: StageResult;
  stationarity_summary: StationaritySummary;
  transfer_entropy_summary: TransferEntropySummary;
  verification: Verification;
  vif_summary: VifSummary;
  waivers: Waivers;
  whole_frontier: WholeFrontier;
}
/**
 * How far the recommended plan of one period follows from what is known: the best plans of the draws, the plans that are nearly as good, and what knowing more would be worth.
 */
export interface AllocationCertainty {
  adequacy: Adequacy;
  /**
   * Draws compared.
   */
  draws: number;
  /**
   * What the recommended plan is chosen by.
   */
  objective: string;
  /**
   * Mean over draws of the recommended plan's contribution.
   */
  expected_contribution: number;
  /**
   * What the recommended plan is short of the best mean plan, in mean contribution; below 0 by rounding only.
   */
  expected_loss: number;
  /**
   * Mean over draws of what the recommended plan is short of the draw's own best plan.
   */
  expected_regret: number;
  /**
   * Share of the best expected contribution that a near-optimal plan may give up.
   */
  near_optimal_loss: number;
  /**
   * Expected value of perfect information on all curves at once: the expected regret of the best mean plan.
   */
  information_total: number;
  /**
   * Its Monte Carlo standard error.
   */
  information_total_error: number;
  /**
   * Draws in each stratum of the estimate by channel, on average.
   */
  draws_per_stratum: number;
  channels: {
    /**
     * Channel.
     */
    channel: string;
    /**
     * Share of current spend.
     */
    current_share: number;
    /**
     * Share of the recommended plan's spend.
     */
    recommended_share: number;
    /**
     * Mean over draws of the share in each draw's own best plan.
     */
    share_mean: number;
    /**
     * 5 % quantile over draws of it.
     */
    share_q05: number;
    /**
     * 25 % quantile over draws of it.
     */
    share_q25: number;
    /**
     * 50 % quantile over draws of it.
     */
    share_q50: number;
    /**
     * 75 % quantile over draws of it.
     */
    share_q75: number;
    /**
     * 95 % quantile over draws of it.
     */
    share_q95: number;
    /**
     * Share of the draws whose own best plan spends more here than current spend.
     */
    probability_more: number;
    /**
     * Least spend in any plan whose expected contribution is within the loss of the best.
     */
    near_optimal_lower: number;
    /**
     * Most spend in any such plan.
     */
    near_optimal_upper: number;
    /**
     * No such plan spends less: certified by prices.
     */
    near_optimal_lower_bound: number;
    /**
     * No such plan spends more: certified by prices.
     */
    near_optimal_upper_bound: number;
    /**
     * Expected value of perfect information on the channel's curve; may be below 0 by its error.
     */
    information_value: number;
    /**
     * Its Monte Carlo standard error.
     */
    information_error: number;
  }[];
  /**
   * Plans from the best mean to the best CVaR of the worst 10 % of draws.
   */
  tail_frontier: {
    /**
     * Weight of CVaR.
     */
    weight: number;
    /**
     * Mean contribution.
     */
    mean: number;
    /**
     * Mean of the worst 10 % of draws.
     */
    cvar_90: number;
    /**
     * Certified distance from the best mixture.
     */
    gap_relative: number;
  }[];
}
/**
 * A budget to divide over channels and periods, for the optimiser alone: maximise Σ_t w_t Σ_i C_i(x_ti) within budgets, bounds and ramps, x being spend or, with carryover, effective spend.
 */
export interface AllocationProblem {
  /**
   * Format of this file.
   */
  format: "budget-allocation-instance/1";
  /**
   * Name of the problem, for messages.
   */
  id: string;
  /**
   * What the problem is, in words; not read.
   */
  title: string;
  /**
   * Seed of the generator that drew the problem; not read.
   */
  seed: number | null;
  /**
   * Number of periods.
   */
  periods: number;
  /**
   * Weight of each period's contribution in the objective; null: all 1.
   */
  periodWeights: null | number[];
  /**
   * What there is to spend.
   */
  budget: {
    /**
     * Money to be spent over all periods and channels.
     */
    total: Amount;
    /**
     * Money to be spent in each period; null: periods are free. Must add up to the total where both are exact.
     */
    perPeriod: Amounts;
    /**
     * Whether less than the total may be spent.
     */
    atMost: boolean;
    /**
     * Whether less may be spent in a period; null: as for the total.
     */
    perPeriodAtMost: boolean | null;
    /**
     * Budgets of some channels, on top of that of all.
     */
    groups: Group[];
  };
  /**
   * The channels, in the order of the columns of the plan.
   *
   * @minItems 1
   */
  channels: Channel[];
  /**
   * What the author of a reference problem says about it; not read.
   */
  feasible: boolean | null;
  /**
   * What the author of a reference problem found; not read.
   */
  expected: null | {
    [k: string]: unknown;
  };
}
/**
 * A budget of some channels: a total, an amount per period, or both.
 */
export interface Group {
  /**
   * Name of the group.
   */
  name: string;
  /**
   * Channels whose spend counts.
   *
   * @minItems 1
   *
   * Items: Name of a channel.
   */
  channels: string[];
  /**
   * Money over all periods; null: none.
   */
  total: number | null;
  /**
   * Money in each period; null: none.
   */
  perPeriod: Amounts;
  /**
   * Whether less may be spent.
   */
  atMost: boolean;
}
/**
 * One channel.
 */
export interface Channel {
  /**
   * Name of the channel.
   */
  name: string;
  curve: AllocationProblemCurve;
  /**
   * Least spend per period: one number, or one per period.
   */
  lower: SpendLimit;
  /**
   * Greatest spend per period: one number, or one per period.
   */
  upper: SpendLimit;
  /**
   * Each period spends nothing or at least this; null: any amount. Not together with lot.
   */
  leastIfAny: number | null;
  /**
   * Each period spends a whole multiple of this; null: any amount. Not together with leastIfAny.
   */
  lot: number | null;
  /**
   * Spend of the period before the first, from which the ramp starts; null: the first period is free.
   */
  lastSpend: number | null;
  /**
   * How far spend may move from one period to the next; both limits hold where both are given.
   */
  ramp: null | {
    /**
     * Largest change from one period to the next; null: no limit.
     */
    absolute: number | null;
    /**
     * Largest change as a fraction of the earlier period's spend (0.25 is 25 %; above 1 it is read as per cent, with a warning); null: no limit.
     */
    percentage: number | null;
  };
  /**
   * Geometric carryover: effective spend is spend plus alpha times that of the period before; null: none.
   */
  adstock: null | {
    /**
     * Share of effective spend carried into the next period.
     */
    alpha: number;
    /**
     * Effective spend of the period before the first.
     */
    initialCarryover: number;
  };
}
/**
 * What `sluice optimise --json` answers to an allocation problem: the plan with its certificate, or why no plan can meet the request.
 */
export interface AllocationResult {
  /**
   * solved: within 1e-8 of the optimum and feasible to 1e-9 of the budget. feasible: within all limits, with the gap stated. iteration_limit, no_progress, interrupted: why the search ended before its gap was closed. infeasible: no plan can meet the request.
   */
  status: "solved" | "feasible" | "iteration_limit" | "no_progress" | "interrupted" | "infeasible";
  /**
   * Method that was used.
   */
  method: "waterfilling" | "interior_point" | "sequential" | "branch_and_bound" | "slsqp";
  /**
   * Why this method: a clause that completes "because".
   */
  methodReason: string;
  /**
   * Weighted contribution of the plan; null where there is none.
   */
  objective: number | null;
  /**
   * No plan within the limits brings more than this; null where no bound is known.
   */
  upperBound: number | null;
  /**
   * lagrangian: tight at the optimum. reachable_intervals: ramps are relaxed, so the gap is an upper estimate. none: no bound is known for such curves. null without a plan.
   */
  boundKind: "lagrangian" | "reachable_intervals" | "none" | null;
  /**
   * max(0, upperBound − objective) / |upperBound|; null where no bound is known.
   */
  gapRelative: number | null;
  /**
   * Largest violation of each family of constraints; null without a plan.
   */
  violation: null | {
    /**
     * Bounds of spend.
     */
    bounds: number;
    /**
     * Total budget.
     */
    budget: number;
    /**
     * Budgets of periods.
     */
    perPeriod: number;
    /**
     * Budgets of groups.
     */
    groups: number;
    /**
     * Absolute ramps.
     */
    rampAbsolute: number;
    /**
     * Percentage ramps.
     */
    rampPercentage: number;
    /**
     * The largest of all families.
     */
    largest: number;
  };
  /**
   * Names of the channels, in the order of the columns of the plan.
   *
   * Items: Name.
   */
  channels: string[];
  /**
   * The plan, periods × channels; null where there is none.
   */
  allocation: null | number[][];
  /**
   * Every constraint that holds with equality, budgets first, with its price.
   */
  shadowPrices: PricedConstraint[];
  /**
   * Inner iterations of the method: steps, or boxes that were cut in two.
   */
  iterations: number;
  /**
   * Wall time of the solve.
   */
  seconds: number;
  /**
   * Why no plan can meet the request; null where one does.
   */
  infeasible: null | {
    /**
     * Kind of contradiction.
     */
    reasonCode:
      | "BOUNDS_CROSSED"
      | "PERIOD_BUDGETS_DO_NOT_SUM"
      | "RAMP_BOUNDS_CONFLICT"
      | "PERIOD_BUDGET_BELOW_MINIMUM"
      | "PERIOD_BUDGET_ABOVE_MAXIMUM"
      | "PERIOD_BUDGET_RAMP_CONFLICT"
      | "BUDGET_BELOW_MINIMUM"
      | "BUDGET_ABOVE_MAXIMUM"
      | "GROUP_BUDGETS_DO_NOT_SUM"
      | "GROUP_BUDGET_BELOW_MINIMUM"
      | "GROUP_BUDGET_ABOVE_MAXIMUM"
      | "BUDGETS_CONFLICT"
      | "CHOICES_MISS_BUDGET"
      | "CHOICES_MISS_BOUNDS"
      | "CHOICES_MISS_LIMITS";
    /**
     * The contradiction in words, with its numbers.
     */
    reason: string;
    /**
     * Constraints that cannot all hold.
     */
    constraints: Constraint[];
    /**
     * The nearest budget that could be met; null where no budget would help.
     */
    nearestBudget: null | {
      /**
       * Money over all periods.
       */
      total: number;
      /**
       * Money in each period; null without budgets per period.
       */
      perPeriod: null | number[];
    };
  };
  /**
   * What --start reads in a later run; null unless it was asked for with --keep-start and the interior point method was used.
   */
  start: null | {
    /**
     * Cells whose spend the limits leave no choice of.
     *
     * Items: Place of a cell: channel times periods plus period, both from 0.
     */
    known: number[];
    /**
     * Points on the way to the optimum, nearer to it one after the other.
     */
    points: PathPoint[];
  };
}
/**
 * A constraint that holds with equality.
 */
export interface PricedConstraint {
  /**
   * Which kind of limit it is.
   */
  kind:
    | "budget_total"
    | "budget_period"
    | "budget_group"
    | "last_spend"
    | "lower"
    | "upper"
    | "ramp_absolute_up"
    | "ramp_absolute_down"
    | "ramp_percentage_up"
    | "ramp_percentage_down";
  /**
   * Name of the channel; null for a budget.
   */
  channel: string | null;
  /**
   * Name of the group, for the budget of one; else null.
   */
  group: string | null;
  /**
   * From 1; null for a budget over all periods, 0 for the last spend. A ramp is named by the period it leads into.
   */
  period: number | null;
  /**
   * The limit as stated: money, but a fraction for a percentage ramp.
   */
  limit: number;
  /**
   * Contribution gained per unit of money by which the limit is loosened; null where the bound does not price it.
   */
  shadowPrice: number | null;
}
/**
 * One constraint, by name.
 */
export interface Constraint {
  /**
   * Which kind of limit it is.
   */
  kind:
    | "budget_total"
    | "budget_period"
    | "budget_group"
    | "last_spend"
    | "lower"
    | "upper"
    | "ramp_absolute_up"
    | "ramp_absolute_down"
    | "ramp_percentage_up"
    | "ramp_percentage_down";
  /**
   * Name of the channel; null for a budget.
   */
  channel: string | null;
  /**
   * Name of the group, for the budget of one; else null.
   */
  group: string | null;
  /**
   * From 1; null for a budget over all periods, 0 for the last spend. A ramp is named by the period it leads into.
   */
  period: number | null;
  /**
   * The limit as stated: money, but a fraction for a percentage ramp.
   */
  limit: number;
}
/**
 * A point of the interior point method.
 */
export interface PathPoint {
  /**
   * One per channel and period, channel by channel.
   *
   * Items: Spend.
   */
  spend: number[];
  /**
   * One per channel and period, channel by channel.
   *
   * Items: Price of a lower bound.
   */
  lowerPrices: number[];
  /**
   * One per channel and period, channel by channel.
   *
   * Items: Price of an upper bound.
   */
  upperPrices: number[];
  /**
   * One per ramp limit, channel by channel.
   *
   * Items: Room that a ramp leaves.
   */
  rampRooms: number[];
  /**
   * One per ramp limit, channel by channel.
   *
   * Items: Price of a ramp limit.
   */
  rampPrices: number[];
  /**
   * One per budget that leaves a choice.
   *
   * Items: Price of a budget.
   */
  budgetPrices: number[];
  /**
   * One per budget; 0 where it is exact.
   *
   * Items: Money left of a budget.
   */
  budgetRooms: number[];
  /**
   * One per budget; 0 where it is exact.
   *
   * Items: Price of what is left of a budget.
   */
  budgetRoomPrices: number[];
}
/**
 * Why the stage did not run: nothing of the recommendation exists.
 */
export interface Blocked {
  /**
   * Stage that is shut.
   */
  stage: string;
  /**
   * Policy that judged.
   */
  policy: string;
  /**
   * In one sentence.
   */
  message: string;
  /**
   * Gates that fail.
   */
  gates: {
    gate: Gate;
    family: GateFamily;
    /**
     * What the gate asks.
     */
    question: string;
    /**
     * Checks that fail.
     */
    checks: {
      /**
       * Check.
       */
      check_id: string;
      /**
       * What was measured.
       */
      metric: string;
      /**
       * Measured value.
       */
      value: number | string | null;
      /**
       * The rule it broke.
       */
      threshold: string;
      /**
       * What it means.
       */
      message: string;
      /**
       * What to do.
       */
      remedy: string;
    }[];
  }[];
  /**
   * Waivers that did not open these gates, and why.
   */
  waivers: WaiverRuling[];
}
/**
 * A waiver, and what came of it in this run.
 */
export interface WaiverRuling {
  gate: Gate;
  /**
   * Worst value accepted, by check.
   */
  worst: {
    /**
     * A number or level; `undefined`: a statistic without a value; `missing`: evidence that is not there.
     */
    [k: string]: number | string;
  };
  /**
   * Why the gate may be opened.
   */
  reason: string;
  /**
   * Who answers for it.
   */
  approver: string;
  expires: CommonDate;
  /**
   * used: it helped to open a gate; unused: there was nothing to open; refused: it opens nothing.
   */
  outcome: "used" | "unused" | "refused";
  /**
   * What it opened, or why it did not.
   */
  why: string;
}
/**
 * Does the predictive distribution say how uncertain it is?
 */
export interface CalibrationReport {
  /**
   * True only when the label is well-calibrated and the evidence suffices.
   */
  well_calibrated: boolean;
  /**
   * What the tests say; unknown without predictive draws.
   */
  label: "well-calibrated" | "over-confident" | "under-confident" | "biased" | "unknown";
  /**
   * Enough effective observations to refute.
   */
  sufficient: boolean;
  /**
   * Which PIT was tested.
   */
  pit_method: null | ("loo_pit" | "ppc_pit");
  /**
   * Mean PIT; 0.5 when calibrated.
   */
  pit_mean: number | null;
  /**
   * Variance of the PIT; 1/12 when calibrated.
   */
  pit_variance: number | null;
  /**
   * Observations.
   */
  n: number;
  /**
   * Observations after autocorrelation of the PIT.
   */
  n_effective: number | null;
  /**
   * Standardised bias.
   */
  t_bias: number | null;
  /**
   * Standardised dispersion; positive when over-confident.
   */
  t_dispersion: number | null;
  /**
   * Largest distance of coverage from nominal.
   */
  max_abs_coverage_deviation: number | null;
  /**
   * How the label was decided.
   */
  rule: string;
}
/**
 * Total contribution of each channel in every draw, relative to its posterior mean.
 */
export interface ChannelLevels {
  /**
   * Channels, in the order of each row of levels.
   *
   * Items: Channel.
   */
  channels: string[];
  /**
   * One row per draw, chains one after another; channels of one draw belong together.
   */
  levels: number[][];
}
export interface Check {
  /**
   * Name of the check, unique within the run.
   */
  check_id: string;
  gate: Gate;
  /**
   * Stage that measured it, e.g. 50_diagnostics.
   */
  phase: string;
  status: CheckStatus;
  /**
   * What was measured, in words.
   */
  metric: string;
  /**
   * Measured value; null when it is undefined (NaN or infinite) or was skipped.
   */
  value: number | string | null;
  /**
   * The rule it was held against, from the policy.
   */
  threshold: string;
  /**
   * recomputed from the draws and data, or imported from an upstream report.
   */
  source: "recomputed" | "imported";
  /**
   * What the value means here; for a skipped check, why it was skipped.
   */
  message: string;
  /**
   * What to do when it does not pass.
   */
  remedy: string;
}
/**
 * Convergence recomputed from the draws.
 */
export interface ConvergenceReport {
  /**
   * True only when every convergence check passes.
   */
  converged: boolean;
  /**
   * Largest rank-normalised split R-hat; null when undefined.
   */
  rhat_max: number | null;
  /**
   * Largest R-hat that passes.
   */
  rhat_threshold: number | null;
  /**
   * Smallest bulk ESS.
   */
  ess_bulk_min: number | null;
  /**
   * Smallest tail ESS.
   */
  ess_tail_min: number | null;
  /**
   * Smallest ESS that passes.
   */
  ess_threshold: number | null;
  /**
   * Divergent draws; null when the file has no flags.
   */
  divergences: number | null;
  /**
   * Share of draws that diverged.
   */
  divergence_share: number | null;
  /**
   * Smallest E-BFMI over chains.
   */
  bfmi_min: number | null;
  /**
   * Smallest E-BFMI that passes.
   */
  bfmi_threshold: number | null;
  /**
   * E-BFMI of each chain; empty without energies.
   *
   * Items: E-BFMI.
   */
  bfmi_per_chain: (number | null)[];
  /**
   * Chains.
   */
  n_chains: number;
  /**
   * Draws per chain.
   */
  n_draws: number;
  /**
   * Scalars judged.
   */
  n_parameters: number;
  /**
   * Scalars whose R-hat is undefined.
   */
  n_parameters_rhat_undefined: number;
  /**
   * Scalars that are one constant: no R-hat, and none needed.
   */
  n_parameters_constant: number;
  /**
   * Scalars whose R-hat does not pass.
   */
  n_rhat_above_threshold: number;
  /**
   * Worst by R-hat, undefined first.
   */
  worst_parameters: {
    /**
     * Name with coordinates.
     */
    parameter: string;
    /**
     * R-hat.
     */
    rhat: number | null;
    /**
     * Bulk ESS.
     */
    ess_bulk: number | null;
    /**
     * Tail ESS.
     */
    ess_tail: number | null;
    /**
     * Monte Carlo standard error of the mean.
     */
    mcse_mean: number | null;
  }[];
  /**
   * How converged was decided.
   */
  rule: string;
}
/**
 * The curves that the optimiser reads.
 */
export interface Curves {
  /**
   * Where the curves come from.
   */
  source: {
    /**
     * fit: fitted to contributions; model: the model's own saturation and adstock, their parameters read draw by draw.
     */
    kind: "fit" | "model";
    /**
     * Why: a clause that completes “because”.
     */
    reason: string;
  };
  /**
   * One curve per channel.
   */
  channels: {
    /**
     * Channel.
     */
    channel: string;
    curve: CommonCurve;
    /**
     * Share of effective spend carried into the next period; 0: none. The curve is of effective spend times 1 − adstock_alpha: spend held steady.
     */
    adstock_alpha: number;
    /**
     * Largest spend in the data; with carryover the largest effective spend, on the scale of spend held steady.
     */
    max_observed_spend: number;
    /**
     * Coefficient of determination of the fit.
     */
    r2: number | null;
    /**
     * Root mean squared error.
     */
    rmse: number | null;
    /**
     * Named doubts about identifiability.
     *
     * Items: Flag.
     */
    flags: string[];
  }[];
}
/**
 * How draws, dates and spend are joined.
 */
export interface DecompositionOptions {
  /**
   * Memory DuckDB may use before it spills to disk.
   */
  memory_limit_mb: number;
}
/**
 * How the model's adequacy is recomputed.
 */
export interface DiagnosticsOptions {
  /**
   * How many of the worst parameters the report lists.
   */
  worst: number;
  /**
   * Where the ROI of a channel can lie in this business, for the check of its prior; null: not checked.
   */
  roi_range: null | {
    /**
     * Least plausible ROI: contribution in units of the target per unit of spend.
     */
    lower: number;
    /**
     * Greatest plausible ROI.
     */
    upper: number;
  };
}
/**
 * attestation.intoto.json: a signed statement in a Dead Simple Signing Envelope.
 */
export interface DsseEnvelope {
  /**
   * What the payload is.
   */
  payloadType: "application/vnd.in-toto+json";
  /**
   * The statement, base64.
   */
  payload: string;
  /**
   * One per key.
   *
   * @minItems 1
   */
  signatures: {
    /**
     * SHA-256 of the public key as SPKI DER.
     */
    keyid: string;
    /**
     * Ed25519 signature of the pre-authentication encoding, base64.
     */
    sig: string;
  }[];
}
/**
 * The machine and the software of the run: the one artefact that differs between identical runs.
 */
export interface Environment {
  /**
   * Start, UTC, ISO 8601.
   */
  started_at: string;
  /**
   * Version of Sluice.
   */
  sluice: string;
  /**
   * Hash of Sluice's own code.
   */
  code_sha256: Sha256;
  /**
   * Version of Node.
   */
  node: string;
  /**
   * Operating system.
   */
  platform: string;
  /**
   * Processor architecture.
   */
  arch: string;
  /**
   * Host name.
   */
  host: string;
  /**
   * Versions of the packages that numbers depend on.
   */
  packages: {
    [k: string]: string;
  };
}
/**
 * Verdict of each gate, after policy.
 */
export interface Gates {
  /**
   * Policy that judged.
   */
  policy: string;
  adequacy: GateStatus;
  /**
   * Verdict of each family.
   */
  families: {
    family: GateFamily;
    status: GateStatus;
  }[];
  /**
   * Verdict of each gate.
   */
  gates: {
    gate: Gate;
    family: GateFamily;
    /**
     * What the gate asks.
     */
    question: string;
    status: GateStatus;
    /**
     * Checks that decided it: those as bad as the gate.
     *
     * Items: check_id
     */
    because: string[];
  }[];
  /**
   * Waivers of the pipeline, and what came of each.
   */
  waivers: WaiverRuling[];
}
/**
 * What `sluice gc` kept and removed.
 */
export interface GcReport {
  /**
   * Whether nothing was removed, only said.
   */
  dry_run: boolean;
  /**
   * Runs that stay, newest first.
   */
  kept: {
    /**
     * Run.
     */
    run_id: string;
    /**
     * Why it stays.
     *
     * Items: Reason.
     */
    because: string[];
  }[];
  /**
   * Runs that go, newest first.
   *
   * Items: Run.
   */
  removed: string[];
  /**
   * Content of the removed runs that no run that stays shares.
   */
  freed_bytes: number;
}
/**
 * How the report speaks.
 */
export interface InterpretationOptions {
  /**
   * Language of the report.
   */
  language: "en";
}
/**
 * Which process has a pipeline's artefacts to itself.
 */
export interface Lock {
  /**
   * Machine.
   */
  host: string;
  /**
   * Process.
   */
  pid: number;
  /**
   * When that process began, as the machine counts it, so that another one of the same number is not taken for it; null where the machine does not say.
   */
  started: string | null;
  /**
   * When the lock was taken, UTC.
   */
  since: string;
  /**
   * Whether the process has given it back.
   */
  released: boolean;
  /**
   * Run that it makes; null before there is one.
   */
  run_id: string | null;
  /**
   * Runs that processes before it left unfinished, and that are still to be removed.
   *
   * Items: Run.
   */
  abandoned: string[];
}
/**
 * One run: what went in, what was done, what came out.
 */
export interface Manifest {
  /**
   * Version of this format; the root hash of 1 leaves out the run's id and times, that of 2 covers every field.
   */
  format: 1 | 2;
  /**
   * Run.
   */
  run_id: string;
  /**
   * Pipeline.
   */
  pipeline: string;
  /**
   * Cell of the matrix, value by axis; null for a pipeline without one.
   */
  cell: {
    /**
     * Value.
     */
    [k: string]: string | number;
  } | null;
  /**
   * How the run ended.
   */
  status: "done" | "blocked" | "failed" | "interrupted";
  /**
   * Start, UTC.
   */
  started_at: string;
  /**
   * End, UTC.
   */
  finished_at: string;
  /**
   * Who ran it, and where; null in format 1.
   */
  by: null | {
    /**
     * Account that ran it; null where the system names none.
     */
    user: string | null;
    /**
     * Host name.
     */
    host: string;
  };
  /**
   * What the user called it (`sluice run --label key=value`).
   */
  labels: {
    [k: string]: string;
  };
  /**
   * What the command line asked for beyond the pipeline file; a run of some stages only is no whole answer, and `latest` does not lead to it.
   */
  request: {
    /**
     * Stages of --only.
     *
     * Items: As it was typed.
     */
    only: string[];
    /**
     * Stages of --from.
     *
     * Items: As it was typed.
     */
    from: string[];
    /**
     * Stages of --until.
     *
     * Items: As it was typed.
     */
    until: string[];
    /**
     * Stages of --force: run although nothing had changed.
     *
     * Items: As it was typed.
     */
    force: string[];
    /**
     * Values of --set, key.path=value.
     *
     * Items: As it was typed.
     */
    set: string[];
  };
  /**
   * Version of Sluice.
   */
  sluice: string;
  /**
   * What ran it; null in format 1.
   */
  tools: null | {
    /**
     * Version of Node.
     */
    node: string;
    /**
     * Operating system.
     */
    platform: string;
    /**
     * Processor architecture.
     */
    arch: string;
    /**
     * Versions of the packages that numbers depend on.
     */
    packages: {
      [k: string]: string;
    };
  };
  /**
   * State of the git repository that the pipeline file lies in; null where there is none.
   */
  git: null | {
    /**
     * Commit that was checked out.
     */
    commit: string;
    /**
     * Whether files that git tracks differed from it.
     */
    dirty: boolean;
  };
  /**
   * Hash of Sluice's own code.
   */
  code_sha256: Sha256;
  /**
   * Hash of the resolved configuration.
   */
  config_sha256: Sha256;
  /**
   * Policy.
   */
  policy: string;
  /**
   * Worst gate; null when the gates were not reached.
   */
  adequacy: null | GateStatus;
  /**
   * Input files.
   */
  inputs: {
    /**
     * Part it plays.
     */
    name: string;
    /**
     * Path, relative to the pipeline file's folder.
     */
    path: string;
    /**
     * Size.
     */
    bytes: number;
    sha256: Sha256;
  }[];
  /**
   * Verdicts; empty when the gates were not reached.
   */
  gates: {
    gate: Gate;
    status: GateStatus;
  }[];
  /**
   * Waivers of the pipeline, and what came of each.
   */
  waivers: WaiverRuling[];
  /**
   * Stages, in the order they ran.
   */
  stages: {
    /**
     * Stage.
     */
    stage: string;
    /**
     * What happened.
     */
    status: "done" | "reused" | "blocked" | "failed" | "skipped";
    /**
     * Identity of the work: hash of code, options and everything read; null when it was not reached.
     */
    key: null | Sha256;
    /**
     * Run whose artefacts were reused.
     */
    reused_from: string | null;
    /**
     * Wall time.
     */
    seconds: number;
    /**
     * Why it was blocked, failed or skipped.
     */
    reason: string | null;
    /**
     * Hash of everything read.
     */
    reads: {
      [k: string]: Sha256;
    };
    /**
     * Files written.
     */
    writes: {
      /**
       * Path, relative to the pipeline file's folder for inputs, to the run's folder for artefacts.
       */
      path: string;
      /**
       * Size.
       */
      bytes: number;
      sha256: Sha256;
    }[];
  }[];
  /**
   * Warnings of the run.
   *
   * Items: Warning.
   */
  warnings: string[];
  /**
   * Hash over every other field, keys sorted (format 1: but for format, run_id, started_at and finished_at).
   */
  root_sha256: Sha256;
}
/**
 * Cells of one pipeline: every combination of the values of its axes, e.g. brands and markets. `{{axis}}` in any text of the pipeline file stands for the cell's value. `exclude` lists combinations that are left out; `include` lists further ones, or further values of those that it matches.
 */
export interface Matrix {
  /**
   * Values of an axis, safe as names of folders; under exclude and include mappings from axis to value.
   */
  [k: string]: (
    | string
    | number
    | {
        /**
         * Value.
         */
        [k: string]: string | number;
      }
  )[];
}
/**
 * Posterior predictive fit: no option.
 */
export interface ModelAssessmentOptions {}
/**
 * How the posterior comes in.
 */
export interface ModelFitOptions {
  /**
   * import: read the existing model.nc named under inputs. command: run a program that fits the model and writes {{out}}/model.nc.
   */
  uses: "import" | "command";
  /**
   * Mass of the highest-density intervals in model_summary.csv.
   */
  hdi_probability: number;
  /**
   * The program that fits the model; for uses: command.
   */
  command: null | Command;
}
/**
 * A program of the team's own.
 */
export interface Command {
  /**
   * The program and its arguments: a list, each item one argument, or a line for the shell (bash). {{out}} stands for the folder that it writes to, {{data}} for the data, {{seed}} for the seed, {{in}} for the folder of the artefacts that it reads; in a line they are quoted.
   */
  run: string | string[];
  /**
   * Folder that it runs in, relative to the pipeline file.
   */
  folder: string;
  /**
   * Environment variables by name. It sees these, the secrets, SLUICE_OUT, SLUICE_DATA, SLUICE_SEED and SLUICE_IN, and of the machine's own only PATH, HOME, USER, LOGNAME, SHELL, TMPDIR, LANG and LC_ALL.
   */
  environment: {
    [k: string]: string;
  };
  /**
   * Names of environment variables that are handed on from the machine and whose values are kept out of the log and of every artefact.
   *
   * Items: a name of letters, digits and _
   */
  secrets: string[];
  /**
   * Files that it depends on, relative to the pipeline file, beside those that its arguments name: it runs anew when one changes.
   */
  files: string[];
  /**
   * Longest that one attempt may take; null: no limit.
   */
  timeout_seconds: number | null;
  /**
   * Time between asking it to stop (SIGTERM) and stopping it (SIGKILL).
   */
  grace_seconds: number;
  /**
   * How many more times it is tried when it fails.
   */
  retries: number;
  /**
   * Wait before the second attempt; doubled before each one after it.
   */
  backoff_seconds: number;
}
/**
 * What this run is about, without clock, host or path of the machine.
 */
export interface ModelMetadata {
  /**
   * Name of the pipeline.
   */
  pipeline: string;
  /**
   * Title for people.
   */
  title: string;
  /**
   * Name of the gating policy.
   */
  policy: string;
  /**
   * Hash of the resolved policy.
   */
  policy_sha256: Sha256;
  /**
   * Hash of the resolved configuration.
   */
  config_sha256: Sha256;
  /**
   * Seed of everything random.
   */
  seed: number;
  /**
   * Periods in the data.
   */
  periods: number;
  first_date: CommonDate;
  last_date: CommonDate;
  /**
   * Target column.
   */
  target: string;
  /**
   * Channels, in the order of the configuration.
   *
   * Items: Channel.
   */
  channels: string[];
  /**
   * Controls.
   *
   * Items: Control.
   */
  controls: string[];
  /**
   * Input files by content.
   */
  inputs: {
    /**
     * Path, relative to the pipeline file's folder for inputs, to the run's folder for artefacts.
     */
    path: string;
    /**
     * Size.
     */
    bytes: number;
    sha256: Sha256;
  }[];
}
/**
 * Which posterior this run reads: its place and content, and what it holds.
 */
export interface ModelReference {
  /**
   * Path of model.nc, relative to the pipeline file's folder.
   */
  path: string;
  /**
   * Size.
   */
  bytes: number;
  sha256: Sha256;
  /**
   * Program that wrote it.
   */
  writer: string;
  /**
   * Version of that program.
   */
  writer_version: string | null;
  /**
   * Chains.
   */
  chains: number;
  /**
   * Draws per chain.
   */
  draws: number;
  /**
   * Dates.
   */
  dates: number;
  first_date: CommonDate;
  last_date: CommonDate;
  /**
   * Channels in the file's order.
   *
   * Items: Channel.
   */
  channels: string[];
  /**
   * Variable of channel contributions.
   */
  contribution: string;
  /**
   * What the target was divided by before the fit.
   */
  target_scale: number;
  /**
   * Scalar parameters without a date.
   */
  parameters: number;
  /**
   * What evidence the file holds.
   */
  has: {
    /**
     * Posterior predictive draws.
     */
    posterior_predictive: boolean;
    /**
     * Prior predictive draws.
     */
    prior_predictive: boolean;
    /**
     * Pointwise log-likelihood.
     */
    log_likelihood: boolean;
    /**
     * Observed target.
     */
    observed: boolean;
    /**
     * Divergence flags.
     */
    divergences: boolean;
    /**
     * Energy.
     */
    energy: boolean;
    /**
     * Tree depth.
     */
    tree_depth: boolean;
  };
}
/**
 * What `sluice run --notify` posts when it ends. Chat services that take a `text` show that.
 */
export interface Notification {
  /**
   * Version of this format.
   */
  format: 1;
  /**
   * Summary for people.
   */
  text: string;
  /**
   * Pipeline; null where the pipeline file could not be read.
   */
  pipeline: string | null;
  /**
   * How it ended; of a matrix, how its worst cell did.
   */
  status: "done" | "blocked" | "failed" | "interrupted" | "invalid";
  /**
   * Exit code of the command.
   */
  exit_code: number;
  /**
   * End, UTC.
   */
  finished_at: string;
  /**
   * Version of Sluice.
   */
  sluice: string;
  /**
   * Each cell of the matrix, or the one run of a pipeline without one.
   */
  cells: MatrixSummary;
}
/**
 * The budget question.
 */
export interface OptimisationOptions {
  /**
   * Current spend is the mean of the last N periods; null: of all periods.
   */
  reference_periods: null | number;
  /**
   * Budget per period; null: the sum of current spend.
   */
  total_budget: number | null;
  /**
   * exact: the whole budget is spent; at_most: less may be spent, where more would bring nothing.
   */
  budget: "exact" | "at_most";
  /**
   * Bounds on spend per period.
   */
  bounds: {
    /**
     * Bounds of every channel not named under channels.
     */
    default: Limit;
    /**
     * Bounds by channel.
     */
    channels: {
      [k: string]: Limit;
    };
  };
  /**
   * Budgets of some channels together, by name of the group. They hold in every scenario, as bounds do.
   */
  groups: {
    [k: string]: {
      /**
       * Channels whose spend counts.
       *
       * @minItems 1
       *
       * Items: Channel.
       */
      channels: string[];
      /**
       * Spend of these channels together, per period; over several periods its sum over the horizon.
       */
      budget: number;
      /**
       * at_most: less may be spent; exact: all of it.
       */
      kind: "exact" | "at_most";
    };
  };
  /**
   * Total budgets to compare, as multiples of the total.
   *
   * Items: Multiplier of the total budget.
   */
  scenarios: number[];
  /**
   * The plan over several periods.
   */
  multi_period: {
    /**
     * Periods to plan, counted from the first after the data.
     */
    periods: number;
    /**
     * Budget over all periods; null: the sum of period_budgets, else periods times the budget per period.
     */
    total_budget: number | null;
    /**
     * Budget of each period; null: the periods share the total freely.
     */
    period_budgets: null | number[];
    /**
     * auto: the method that proves most about the problem, named with its reason; interior_point (also trust-constr): the best plan of all periods at once, certified; sequential: period by period, feasible by looking ahead, with its distance from the best plan reported; slsqp: for parity with tools that use it, with its distance reported.
     */
    method: "auto" | "interior_point" | "sequential" | "slsqp" | "trust-constr";
    /**
     * Largest change between consecutive periods, in money: for all channels, or by channel.
     */
    ramp_absolute: RampLimit;
    /**
     * Largest change between consecutive periods, as a fraction of the earlier one: for all channels, or by channel. A value above 1 is read as per cent, with a warning.
     */
    ramp_percentage: RampLimit;
    /**
     * What the first period ramps from: current spend, the last observed period, or nothing.
     */
    start: "current" | "last_period" | "free";
    /**
     * Weight of each period's contribution; null: all 1.
     */
    weights: null | number[];
  };
  /**
   * What the recommended plan of one period is chosen by; mean_curve: the optimum on the curves fitted to the posterior means. All others are over the draws' own curves.
   */
  objective: Objective;
  /**
   * Scenarios by name, each a set of changes to the budget question; compared in scenario_summary.csv with the built-in ones on the same draws.
   */
  compare: {
    [k: string]: {
      /**
       * Total budget as a multiple of that asked for; null: as asked for.
       */
      multiplier: number | null;
      /**
       * Total budget; null: as asked for, or by the multiplier.
       */
      total_budget: number | null;
      /**
       * What the budget is to follow from instead; null: it is given.
       */
      aim: null | Aim;
      /**
       * What the plan is chosen by.
       */
      objective: Objective;
      /**
       * Other bounds by channel.
       */
      bounds: {
        [k: string]: Limit;
      };
      /**
       * Channels that keep their current spend.
       *
       * Items: Channel.
       */
      freeze: string[];
    };
  };
}
/**
 * For each allocation: how far it can be from the optimum, and that it is feasible. Recomputed from problem and allocation by a checker that knows nothing of the solver.
 */
export interface OptimisationCertificate {
  adequacy: Adequacy;
  /**
   * Waivers that opened a gate before this recommendation: by whom, until when and why.
   */
  waivers: WaiverRuling[];
  /**
   * One per allocation: the optimum, each scenario, the multi-period plan.
   */
  certificates: {
    /**
     * Which allocation it certifies.
     */
    name: string;
    /**
     * Method that found it.
     */
    method: string;
    /**
     * solved: within 1e-8 of the optimum and feasible to 1e-9 of the budget; feasible: the gap is an upper estimate.
     */
    status: "solved" | "feasible";
    /**
     * Contribution of the allocation.
     */
    objective: number;
    /**
     * No feasible allocation brings more than this (Lagrangian dual).
     */
    upper_bound: number;
    /**
     * max(0, upper_bound − objective).
     */
    gap_absolute: number;
    /**
     * gap_absolute / |upper_bound|, 0 where gap_absolute is 0: it has no scale of its own.
     */
    gap_relative: number;
    /**
     * What the bound relaxes, if anything.
     */
    bound_of: string;
    /**
     * Residuals of the optimality conditions; 0 at an optimum, null without a bound.
     */
    kkt: {
      /**
       * Largest over spends of the lesser of two shares: reduced cost of the largest marginal contribution, and room to move in the direction of gain.
       */
      stationarity: number | null;
      /**
       * Largest reduced cost times room to move.
       */
      complementarity: number | null;
    };
    /**
     * Largest violation of each family of constraints, in money.
     */
    violation: {
      [k: string]: number;
    };
    /**
     * Budget met.
     */
    budget: number;
    /**
     * Contribution that one more unit of budget would bring; null when bounds leave no freedom.
     */
    shadow_price: number | null;
    /**
     * Constraints that hold the allocation, at most 200: those of the highest price.
     */
    active: {
      /**
       * Kind of constraint.
       */
      constraint:
        | "budget_total"
        | "budget_period"
        | "budget_group"
        | "last_spend"
        | "lower"
        | "upper"
        | "ramp_absolute_up"
        | "ramp_absolute_down"
        | "ramp_percentage_up"
        | "ramp_percentage_down";
      /**
       * Channel; null for a budget.
       */
      channel: string | null;
      /**
       * Group whose budget it is; null for any other.
       */
      group: string | null;
      /**
       * Period, from 1; null where it is over all of them. A ramp is named by the period it leads into.
       */
      period: number | null;
      /**
       * The limit as stated: money, but a fraction for a percentage ramp.
       */
      limit: number | null;
      /**
       * Contribution that one more unit of money in the limit would bring; null where the bound does not price it.
       */
      shadow_price: number | null;
    }[];
    /**
     * How many constraints hold the allocation, listed or not.
     */
    n_active: number;
    /**
     * Iterations of the solver.
     */
    iterations: number;
  }[];
  /**
   * What was read differently from how it was written.
   *
   * Items: Warning.
   */
  warnings: string[];
}
/**
 * The headline of the recommendation and what it rests on.
 */
export interface OptimisationSummary {
  adequacy: Adequacy;
  /**
   * Waivers that opened a gate before this recommendation: by whom, until when and why.
   */
  waivers: WaiverRuling[];
  /**
   * Budget per period.
   */
  total_budget: number;
  /**
   * Current spend of all channels.
   */
  current_total: number;
  /**
   * Periods that current spend is the mean of.
   */
  reference_periods: number;
  /**
   * Contribution of current spend, on the curves.
   */
  current_contribution: number;
  /**
   * Contribution at the optimum, on the curves.
   */
  optimised_contribution: number;
  /**
   * Certified distance of the optimum of one period from the best there can be: rounding over concave curves, at most 1 % over S-shaped ones.
   */
  gap_relative: number;
  /**
   * Difference.
   */
  gain: number;
  /**
   * 5 % quantile of the gain over the draws, each with its own curves.
   */
  gain_q05: number;
  /**
   * 95 % quantile.
   */
  gain_q95: number;
  /**
   * Share of draws in which the plan beats current spend.
   */
  probability_of_gain: number;
  /**
   * Contribution of current spend scaled to the total budget.
   */
  proportional_contribution: number;
  /**
   * Half of the sum of absolute changes: what leaves one channel for another.
   */
  budget_moved: number;
  /**
   * Share of the channels' gains that lies beyond the largest spend in the data.
   */
  gain_beyond_observed: number;
  /**
   * Contribution that one more unit of budget would bring.
   */
  shadow_price: number | null;
  /**
   * The model's own mean contribution per period over the reference periods, where spend was not steady.
   */
  model_contribution: number;
  /**
   * The curves' mean contribution per period at the spends observed in the reference periods.
   */
  curve_contribution_at_observed: number;
  /**
   * Largest share of effective spend that any channel's curve carries into the next period; 0: no curve carries over.
   */
  largest_carryover: number;
  /**
   * The plan over several periods.
   */
  multi_period: {
    /**
     * Method that found the plan.
     */
    method: "waterfilling" | "interior_point" | "sequential" | "branch_and_bound" | "slsqp";
    /**
     * Why this method: a clause that completes “because”.
     */
    method_reason: string;
    /**
     * Periods planned.
     */
    periods: number;
    first_date: CommonDate;
    last_date: CommonDate;
    /**
     * Budget over the horizon.
     */
    total_budget: number;
    /**
     * Contribution of the plan.
     */
    contribution: number;
    /**
     * Contribution of current spend repeated.
     */
    current_contribution: number;
    /**
     * Certified distance from the best plan of all periods at once.
     */
    gap_relative: number;
  };
}
/**
 * Can the leave-one-out estimates be trusted?
 */
export interface ParetoKSummary {
  /**
   * True when every k is good enough.
   */
  ok: boolean;
  /**
   * Largest finite k.
   */
  k_max: number | null;
  /**
   * Observations whose k is not finite.
   */
  n_not_finite: number;
  /**
   * k ≤ 0.5.
   */
  n_good: number;
  /**
   * 0.5 < k ≤ good_k.
   */
  n_marginal: number;
  /**
   * k > good_k or not finite.
   */
  n_bad: number;
  /**
   * min(1 − 1/log10 S, 0.7): the largest k that S draws support.
   */
  good_k: number;
  /**
   * Expected log predictive density.
   */
  elpd_loo: number | null;
  /**
   * Effective number of parameters.
   */
  p_loo: number | null;
  /**
   * Standard error of elpd_loo.
   */
  se: number | null;
  /**
   * Observations.
   */
  n_data: number;
  /**
   * Draws.
   */
  n_samples: number;
  /**
   * Relative efficiency used.
   */
  reff: number;
}
/**
 * One pipeline: its inputs, what the columns mean, the gating policy and the options of its stages. Paths are relative to the folder of this file.
 */
export interface Pipeline {
  /**
   * Version of this format.
   */
  version: 1;
  /**
   * Name of the pipeline; names its folder under artefacts/.
   */
  pipeline: string;
  /**
   * Title for people; null: the name.
   */
  title: string | null;
  /**
   * Cells of the pipeline, each with its own runs; null: there is one of it.
   */
  matrix: null | Matrix;
  /**
   * Files the pipeline reads.
   */
  inputs: {
    /**
     * CSV with one row per period: date, target, spend of each channel, controls.
     */
    data: string;
    /**
     * Posterior as InferenceData NetCDF-4 (model.nc); null where 20_model_fit runs a command that writes it.
     */
    model: string | null;
    /**
     * Folder of upstream reports (convergence_report.json, calibration_report.json, pareto_k_summary.json) whose claims gate g8 checks; null: none.
     */
    reports: string | null;
  };
  /**
   * What the columns of the data mean.
   */
  columns: {
    /**
     * Column of dates, YYYY-MM-DD.
     */
    date: string;
    /**
     * Column of the target (KPI).
     */
    target: string;
    /**
     * Media channels, by the names that the model uses.
     *
     * @minItems 1
     */
    channels: string[];
    /**
     * Spend column by channel, where it differs from the channel's name.
     */
    spend: {
      [k: string]: string;
    };
    /**
     * Column of impressions, clicks or other exposure by channel, where there is one: held against the spend, period by period.
     */
    exposure: {
      [k: string]: string;
    };
    /**
     * Control columns.
     */
    controls: string[];
  };
  /**
   * Which variables of model.nc play which part; null: recognised by who wrote it.
   */
  posterior: {
    /**
     * Variable of channel contributions.
     */
    contribution: string | null;
    /**
     * Likelihood variable in observed_data, posterior_predictive and log_likelihood.
     */
    target: string | null;
    /**
     * Baseline components in target units: name to variable.
     */
    baseline: null | {
      [k: string]: string;
    };
    /**
     * Variable of control contributions.
     */
    control_contribution: string | null;
    /**
     * Date dimension of the contributions.
     */
    date_dim: string | null;
    /**
     * Channel dimension of the contributions.
     */
    channel_dim: string | null;
  };
  /**
   * Units, for labels.
   */
  units: {
    /**
     * Unit of spend.
     */
    money: string;
    /**
     * Unit of the target and of contributions.
     */
    target: string;
  };
  /**
   * Gating policy: explore, publish, strict, or the path of your own policy file.
   */
  policy: string;
  /**
   * Seed of everything random.
   */
  seed: number;
  /**
   * Folder that runs are written to, relative to the project's root.
   */
  artefacts: string;
  /**
   * Options of the stages; a stage left out runs with its defaults.
   */
  stages: {
    "00_run_metadata": RunMetadataOptions;
    "10_pre_diagnostics": PreDiagnosticsOptions;
    "20_model_fit": ModelFitOptions;
    "30_model_assessment": ModelAssessmentOptions;
    "40_decomposition": DecompositionOptions;
    "50_diagnostics": DiagnosticsOptions;
    "60_response_curves": ResponseCurvesOptions;
    "70_optimisation": OptimisationOptions;
    "80_interpretation": InterpretationOptions;
  };
  /**
   * Stages of the team's own, by name: two digits for the place among the folders, and words.
   */
  custom_stages: {
    [k: string]:
      | {
          /**
           * Run a program.
           */
          uses: "command";
          /**
           * What it does, in one line; null: its name.
           */
          title: string | null;
          /**
           * Stages that must have run before, beside those whose artefacts it reads.
           */
          needs: string[];
          /**
           * Gate families that must not fail before it may run.
           */
          requires: GateFamily[];
          command: Command;
          /**
           * Artefacts of other stages, <stage>/<file>; it finds them under {{in}}.
           *
           * Items: <stage>/<file>
           */
          reads: string[];
          /**
           * Files that it writes under {{out}}, by name; one that is missing, or not named here, is an error.
           */
          writes: {
            [k: string]: {
              /**
               * JSON Schema file that describes it (of the rows, for a CSV file), relative to the pipeline file; null: it is not looked into.
               */
              schema: string | null;
            };
          };
        }
      | {
          /**
           * a JavaScript file that exports a stage, beginning with ./
           */
          uses: string;
          /**
           * What it does, in one line; null: its name.
           */
          title: string | null;
          /**
           * Stages that must have run before, beside those whose artefacts it reads.
           */
          needs: string[];
          /**
           * Gate families that must not fail before it may run.
           */
          requires: GateFamily[];
          /**
           * Its options, described by the schema in the file.
           */
          options: {};
        };
  };
}
/**
 * The run is frozen: no option.
 */
export interface RunMetadataOptions {}
/**
 * How the data are judged before any model is believed.
 */
export interface PreDiagnosticsOptions {
  /**
   * Judge collinearity over channels and controls together (true) or over channels alone.
   */
  include_controls: boolean;
  /**
   * Permutations of the transfer-entropy test.
   */
  permutations: number;
}
/**
 * Where the curves come from, which are fitted, and to how many draws.
 */
export interface ResponseCurvesOptions {
  /**
   * Where the curves come from. fit: the family among `families` that fits a channel's posterior means best, fitted to every draw too; model: the model's own saturation and adstock, read of the posterior draw by draw, and its family fitted to the posterior means; auto: model where the parameters read give the model's own contributions, else fit. The run says which it is, and why.
   */
  curves: "fit" | "model" | "auto";
  /**
   * Families to fit; the best by AICc is used. tanh and sigmoid hold the same curves. hill may be S-shaped, which plans over several periods under ramps or carryover ask much time for.
   *
   * @minItems 1
   */
  families: CurveFamily[];
  /**
   * Most posterior draws that get a curve of their own; of more, so many are taken evenly.
   */
  draws: number;
  /**
   * Points of each drawn curve.
   */
  grid: number;
  /**
   * How far the drawn curve goes beyond the largest observed spend.
   */
  extend: number;
  /**
   * Geometric carryover from period to period; read of the model, whatever stands here, where the curves are the model's own. null: none, each period's contribution is a curve of its own spend; model: the posterior means of the model's own adstock_alpha (alpha_m in Meridian); or alpha by channel, 0 for those not named. With carryover a curve is of effective spend, on the scale of spend held steady.
   */
  adstock:
    | null
    | "model"
    | {
        /**
         * Share carried into the next period.
         */
        [k: string]: number;
      };
}
/**
 * Thresholds and severities that turn measurements into verdicts.
 */
export interface Policy {
  /**
   * Name of the policy.
   */
  name: string;
  /**
   * What the policy is for.
   */
  description: string;
  /**
   * Built-in policy whose rules this one starts from; null: none.
   */
  extends: "explore" | "publish" | "strict" | null;
  /**
   * Verdict on a statistic that is NaN or infinite; an infinite one that exceeds a limit fails or warns by that limit as well, and the worse counts. null: inherited, or fail.
   */
  undefined: null | ("warn" | "fail");
  /**
   * Verdict on missing evidence; null: inherited, or fail.
   */
  skipped: null | ("warn" | "fail");
  /**
   * Rule by check.
   */
  checks: {
    [k: string]:
      | {
          kind: "at_most";
          /**
           * Largest value that passes; null: never warns.
           */
          warn: number | null;
          /**
           * Largest value that does not fail; null: never fails.
           */
          fail: number | null;
          /**
           * Verdict on an undefined or infinite value; null: the policy's own.
           */
          undefined: null | ("warn" | "fail");
          /**
           * Verdict on missing evidence; pass: the evidence is optional, but a gate without any evidence never passes; null: the policy's own.
           */
          skipped: null | ("pass" | "warn" | "fail");
          /**
           * Where the threshold comes from.
           */
          source: string;
        }
      | {
          kind: "at_least";
          /**
           * Smallest value that passes; null: never warns.
           */
          warn: number | null;
          /**
           * Smallest value that does not fail; null: never fails.
           */
          fail: number | null;
          /**
           * The limits are per chain: they are multiplied by the number of chains.
           */
          per_chain: boolean;
          /**
           * Verdict on an undefined or infinite value; null: the policy's own.
           */
          undefined: null | ("warn" | "fail");
          /**
           * Verdict on missing evidence; pass: the evidence is optional, but a gate without any evidence never passes; null: the policy's own.
           */
          skipped: null | ("pass" | "warn" | "fail");
          /**
           * Where the threshold comes from.
           */
          source: string;
        }
      | {
          kind: "level";
          /**
           * Verdict by value.
           */
          levels: {
            [k: string]: "pass" | "warn" | "fail";
          };
          /**
           * Verdict on an undefined or infinite value; null: the policy's own.
           */
          undefined: null | ("warn" | "fail");
          /**
           * Verdict on missing evidence; pass: the evidence is optional, but a gate without any evidence never passes; null: the policy's own.
           */
          skipped: null | ("pass" | "warn" | "fail");
          /**
           * Where the threshold comes from.
           */
          source: string;
        };
  };
}
/**
 * in-toto statement with a SLSA provenance v1 predicate: which files came of a run, from what, by whom.
 */
export interface RunAttestation {
  /**
   * in-toto statement.
   */
  _type: "https://in-toto.io/Statement/v1";
  /**
   * manifest.json and every file that it records.
   */
  subject: {
    /**
     * File.
     */
    name: string;
    digest: {
      sha256: Sha256;
    };
  }[];
  /**
   * SLSA provenance.
   */
  predicateType: "https://slsa.dev/provenance/v1";
  predicate: {
    buildDefinition: {
      /**
       * A run of a Sluice pipeline.
       */
      buildType: "urn:sluice:run:1";
      externalParameters: {
        /**
         * Pipeline.
         */
        pipeline: string;
        /**
         * Policy.
         */
        policy: string;
        config_sha256: Sha256;
        /**
         * Labels.
         */
        labels: {
          [k: string]: string;
        };
      };
      /**
       * Inputs by content, and the commit.
       */
      resolvedDependencies: {
        /**
         * Input.
         */
        name: string;
        /**
         * Hash by its algorithm.
         */
        digest: {
          [k: string]: string;
        };
      }[];
    };
    runDetails: {
      builder: {
        /**
         * Who ran it.
         */
        id: string;
        /**
         * Versions of Sluice and its code.
         */
        version: {
          [k: string]: string;
        };
      };
      metadata: {
        /**
         * Run.
         */
        invocationId: string;
        /**
         * Start, UTC.
         */
        startedOn: string;
        /**
         * End, UTC.
         */
        finishedOn: string;
      };
      /**
       * The root hash of the manifest.
       */
      byproducts: {
        /**
         * File.
         */
        name: string;
        digest: {
          sha256: Sha256;
        };
      }[];
    };
  };
}
/**
 * What `sluice diff A B` tells: what moved between two runs, by how much, and whether it is more than the posterior's own uncertainty.
 */
export interface RunDiff {
  /**
   * Run A.
   */
  a: string;
  /**
   * Run B.
   */
  b: string;
  /**
   * Whether both wrote the same bytes in every stage but 00_run_metadata.
   */
  identical: boolean;
  /**
   * Input files that differ.
   */
  inputs: {
    /**
     * Part it plays.
     */
    name: string;
    /**
     * Path.
     */
    path: string;
    /**
     * SHA-256 of A; null where A has none.
     */
    a: string | null;
    /**
     * SHA-256 of B; null where B has none.
     */
    b: string | null;
  }[];
  /**
   * Keys of the resolved configuration that differ.
   */
  options: {
    /**
     * Key, by its path.
     */
    key: string;
    /**
     * Value, as JSON, of A; null where A has none.
     */
    a: string | null;
    /**
     * Value, as JSON, of B; null where B has none.
     */
    b: string | null;
  }[];
  /**
   * Code, tools and packages that differ.
   */
  versions: {
    /**
     * What.
     */
    name: string;
    /**
     * Version of A; null where A has none.
     */
    a: string | null;
    /**
     * Version of B; null where B has none.
     */
    b: string | null;
  }[];
  /**
   * Gates whose verdict differs.
   */
  gates: {
    /**
     * Gate.
     */
    gate: string;
    /**
     * Verdict of A; null where A has none.
     */
    a: string | null;
    /**
     * Verdict of B; null where B has none.
     */
    b: string | null;
  }[];
  /**
   * Checks whose verdict or value differs.
   */
  checks: {
    /**
     * Check.
     */
    check_id: string;
    /**
     * Gate.
     */
    gate: string;
    /**
     * Verdict of A; null where not made.
     */
    status_a: string | null;
    /**
     * Verdict of B; null where not made.
     */
    status_b: string | null;
    /**
     * Value of A.
     */
    value_a: number | string | null;
    /**
     * Value of B.
     */
    value_b: number | string | null;
  }[];
  /**
   * Contribution per unit of spend by channel, with its 94 % HDI.
   */
  returns: {
    /**
     * Channel.
     */
    channel: string;
    /**
     * Mean of A.
     */
    a: number | null;
    /**
     * Mean of B.
     */
    b: number | null;
    /**
     * Lower end of the interval of A.
     */
    lower_a: number | null;
    /**
     * Upper end of the interval of A.
     */
    upper_a: number | null;
    /**
     * Lower end of the interval of B.
     */
    lower_b: number | null;
    /**
     * Upper end of the interval of B.
     */
    upper_b: number | null;
    /**
     * B less A; null where one of them is undefined.
     */
    change: number | null;
    /**
     * Change over the half-width of the two intervals, taken towards each other, root mean square; null where undefined.
     */
    shift: number | null;
    /**
     * Whether the change is more than the posterior's own uncertainty: a shift beyond 1; null where undefined.
     */
    beyond: boolean | null;
  }[];
  /**
   * Contribution by channel at A's current spend, with the 94 % interval of the channel's level.
   */
  curves: {
    /**
     * Channel.
     */
    channel: string;
    /**
     * Spend at which both curves are read.
     */
    spend: number;
    /**
     * Contribution by A's curve.
     */
    a: number | null;
    /**
     * Contribution by B's curve.
     */
    b: number | null;
    /**
     * Lower end of the interval of A.
     */
    lower_a: number | null;
    /**
     * Upper end of the interval of A.
     */
    upper_a: number | null;
    /**
     * Lower end of the interval of B.
     */
    lower_b: number | null;
    /**
     * Upper end of the interval of B.
     */
    upper_b: number | null;
    /**
     * B less A; null where one of them is undefined.
     */
    change: number | null;
    /**
     * Change over the half-width of the two intervals, taken towards each other, root mean square; null where undefined.
     */
    shift: number | null;
    /**
     * Whether the change is more than the posterior's own uncertainty: a shift beyond 1; null where undefined.
     */
    beyond: boolean | null;
  }[];
  /**
   * Expected gain over current spend, with its 90 % interval; null where one run has no recommendation.
   */
  gain: null | {
    /**
     * Gain of A.
     */
    a: number | null;
    /**
     * Gain of B.
     */
    b: number | null;
    /**
     * Lower end of the interval of A.
     */
    lower_a: number | null;
    /**
     * Upper end of the interval of A.
     */
    upper_a: number | null;
    /**
     * Lower end of the interval of B.
     */
    lower_b: number | null;
    /**
     * Upper end of the interval of B.
     */
    upper_b: number | null;
    /**
     * B less A; null where one of them is undefined.
     */
    change: number | null;
    /**
     * Change over the half-width of the two intervals, taken towards each other, root mean square; null where undefined.
     */
    shift: number | null;
    /**
     * Whether the change is more than the posterior's own uncertainty: a shift beyond 1; null where undefined.
     */
    beyond: boolean | null;
  };
  /**
   * Optimised spend by channel; empty where one run has no recommendation.
   */
  allocation: {
    /**
     * Channel.
     */
    channel: string;
    /**
     * Optimised spend of A; null where it has no such channel.
     */
    a: number | null;
    /**
     * Optimised spend of B; null where it has no such channel.
     */
    b: number | null;
    /**
     * B less A.
     */
    change: number | null;
  }[];
  /**
   * What moving from A's plan to B's is worth; null where one run has no recommendation or their channels differ.
   */
  move: null | {
    /**
     * What B's plan brings beyond A's plan scaled to B's budget, by B's curves.
     */
    gain: number;
    /**
     * 5 % quantile of it over B's draws.
     */
    lower: number;
    /**
     * 95 % quantile of it over B's draws.
     */
    upper: number;
    /**
     * Share of B's draws in which it is above zero.
     */
    probability: number;
    /**
     * Whether the interval leaves zero out: the move is worth more than the posterior's own uncertainty.
     */
    beyond: boolean;
  };
  /**
   * What could not be compared: artefacts that a run lacks, or that the schemas of this version do not allow.
   *
   * Items: Run and artefact.
   */
  unread: string[];
}
/**
 * What the default export of a stage's own JavaScript file declares, beside its function run.
 */
export interface StageModule {
  /**
   * What it does, in one line; null: its name.
   */
  title: string | null;
  /**
   * What run gets, by name: an artefact by its path, <stage>/<file>, or source:<name>.
   */
  reads: {
    /**
     * <stage>/<file>, posterior, or source:<name>
     */
    [k: string]: string;
  };
  /**
   * Artefacts that may not have been written: run gets null for those.
   */
  readsIfPresent: {
    /**
     * <stage>/<file>
     */
    [k: string]: string;
  };
  /**
   * What run returns, by name, and the file that it goes to.
   */
  writes: {
    [k: string]: StageModuleFile;
  };
  /**
   * What run returns or leaves out by returning null.
   */
  mayWrite: {
    [k: string]: StageModuleFile;
  };
  /**
   * JSON Schema of its options; null: it has none.
   */
  options: null | {};
}
/**
 * A file that a stage writes.
 */
export interface StageModuleFile {
  /**
   * File within the stage's folder; .json, .csv, .md, .txt, or bytes.
   */
  file: string;
  /**
   * JSON Schema of its content (of the rows, for a CSV file); null: it is not checked.
   */
  schema: null | {};
}
/**
 * What a stage made of what it read, kept under its key so that a later run can take it over.
 */
export interface StageResult {
  /**
   * Version of this format.
   */
  format: 1;
  /**
   * Stage.
   */
  stage: string;
  /**
   * Identity of the work: hash of code, options and everything read.
   */
  key: Sha256;
  /**
   * Run that did the work.
   */
  run_id: string;
  /**
   * Warnings of the stage.
   *
   * Items: Warning.
   */
  warnings: string[];
  /**
   * Hash of everything read.
   */
  reads: {
    [k: string]: Sha256;
  };
  /**
   * Files written.
   */
  writes: {
    /**
     * Path within the run's folder.
     */
    path: string;
    /**
     * Size.
     */
    bytes: number;
    sha256: Sha256;
  }[];
}
/**
 * What `sluice verify` found: whether a run is still what its manifest says.
 */
export interface Verification {
  /**
   * Run.
   */
  run_id: string;
  /**
   * Cell of the matrix, as `brand=alpha,market=de`; null for a pipeline without one, or a manifest that cannot be read.
   */
  cell: string | null;
  /**
   * verified: nothing was found.
   */
  status: "verified" | "failed";
  /**
   * Root hash that the manifest states; null where it cannot be read.
   */
  root_sha256: string | null;
  /**
   * Files that the manifest lists, each read whole.
   */
  files: number;
  /**
   * Their size.
   */
  bytes: number;
  /**
   * Files that were held against a schema; those of commands without one are not.
   */
  schemas_checked: number;
  /**
   * Files that were computed anew and compared; null without --recompute.
   */
  recomputed: number | null;
  /**
   * Key id (SHA-256 of the public key) whose signature holds; null where none was asked for or none holds.
   */
  signature: string | null;
  /**
   * What is not as it should be.
   */
  findings: {
    /**
     * manifest: unreadable or edited; changed, missing, extra: a file; schema: a file that its schema refuses; recompute: a stage that gives other bytes today; signature: an attestation that does not hold.
     */
    kind: "manifest" | "changed" | "missing" | "extra" | "schema" | "recompute" | "signature";
    /**
     * File, relative to the run's folder.
     */
    path: string;
    /**
     * What was found, and what was expected.
     */
    what: string;
  }[];
  /**
   * What does not speak against the run: files of another version of Sluice that the schemas of this one do not allow.
   *
   * Items: Note.
   */
  notes: string[];
}
/**
 * waivers.yaml, beside the pipeline file: signed exceptions that open a gate which fails, until a day and up to a value.
 */
export interface Waivers {
  /**
   * Version of this format.
   */
  version: 1;
  /**
   * Exceptions.
   */
  waivers: {
    /**
     * Gate that is opened, with each failing check named under worst; or name a check.
     */
    gate: null | Gate;
    /**
     * Check that is excused.
     */
    check: string | null;
    /**
     * Worst value accepted, of a gate a map from check to value: a number, a level, `undefined` for a statistic without a value, `missing` for evidence that is not there. Anything worse keeps the gate shut.
     */
    worst:
      | number
      | string
      | {
          [k: string]: number | string;
        };
    /**
     * Why, for whoever reads the report.
     */
    reason: string;
    /**
     * Who answers for it.
     */
    approver: string;
    /**
     * Last day on which it opens anything, UTC.
     */
    expires: string;
    /**
     * Pipelines that it is for, by name.
     *
     * @minItems 1
     *
     * Items: Pipeline.
     */
    pipelines: string[];
    /**
     * Cells of the matrix that it is for, by condition: `brand=alpha`, `brand=alpha,market=de`; any of them is enough. None: all cells.
     *
     * Items: axis=value, several joined by commas
     */
    cells: string[];
  }[];
}

/** Every schema, complete in itself: nothing is located on disk at run time. */
export const schemaDocuments: Readonly<Record<keyof SchemaTypes, object>> = {
  "all_decomp": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "all_decomp.schema.json",
    "title": "Decomposition",
    "description": "Every component of the expected outcome by date.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "date",
        "component",
        "kind",
        "mean",
        "hdi_3pct",
        "hdi_97pct"
      ],
      "properties": {
        "date": {
          "type": "string",
          "format": "date",
          "description": "Calendar date, YYYY-MM-DD."
        },
        "component": {
          "type": "string",
          "description": "Channel, control or baseline component."
        },
        "kind": {
          "type": "string",
          "enum": [
            "channel",
            "baseline"
          ],
          "description": "Media or not."
        },
        "mean": {
          "type": "number",
          "description": "Posterior mean.",
          "x-unit": "target per period"
        },
        "hdi_3pct": {
          "type": "number",
          "description": "Lower end of the 94 % highest-density interval.",
          "x-unit": "target per period"
        },
        "hdi_97pct": {
          "type": "number",
          "description": "Upper end of the 94 % highest-density interval.",
          "x-unit": "target per period"
        }
      }
    },
    "examples": [
      [
        {
          "date": "2015-11-23",
          "component": "tv_S",
          "kind": "channel",
          "mean": 148979,
          "hdi_3pct": 136352,
          "hdi_97pct": 160080
        },
        {
          "date": "2015-11-30",
          "component": "tv_S",
          "kind": "channel",
          "mean": 172913,
          "hdi_3pct": 161696,
          "hdi_97pct": 185624
        }
      ]
    ]
  },
  "all_response_curves": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "all_response_curves.schema.json",
    "title": "Response curves",
    "description": "The chosen curve of each channel on a grid of spend, with the 50 % and 90 % intervals of the draws' curves.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "channel",
        "family",
        "spend",
        "contribution",
        "contribution_median",
        "contribution_q05",
        "contribution_q25",
        "contribution_q75",
        "contribution_q95",
        "marginal_contribution",
        "beyond_observed"
      ],
      "properties": {
        "channel": {
          "type": "string",
          "description": "Channel."
        },
        "family": {
          "type": "string",
          "enum": [
            "michaelis_menten",
            "sigmoid",
            "tanh",
            "exponential",
            "hill",
            "concave_hill",
            "root",
            "logarithmic"
          ],
          "description": "michaelis_menten: L·S/(k+S); sigmoid: alpha·(1−e^(−lam·S))/(1+e^(−lam·S)); tanh: b·tanh(S/s); exponential: alpha·(1−e^(−lam·S)); hill and concave_hill: beta·S^h/(K^h+S^h); root: a·S^p; logarithmic: a·ln(1+S/b). The parameters stand in the order L k, alpha lam, b s, alpha lam, beta K h, a p, a b."
        },
        "spend": {
          "type": "number",
          "description": "Spend; with carryover effective spend, on the scale of spend held steady.",
          "x-unit": "money per period"
        },
        "contribution": {
          "type": "number",
          "description": "Contribution by the curve of the posterior means.",
          "x-unit": "target per period"
        },
        "contribution_median": {
          "type": "number",
          "description": "Median over the draws' own curves.",
          "x-unit": "target per period"
        },
        "contribution_q05": {
          "type": "number",
          "description": "5 % quantile over the draws' own curves.",
          "x-unit": "target per period"
        },
        "contribution_q25": {
          "type": "number",
          "description": "25 % quantile over the draws' own curves.",
          "x-unit": "target per period"
        },
        "contribution_q75": {
          "type": "number",
          "description": "75 % quantile over the draws' own curves.",
          "x-unit": "target per period"
        },
        "contribution_q95": {
          "type": "number",
          "description": "95 % quantile over the draws' own curves.",
          "x-unit": "target per period"
        },
        "marginal_contribution": {
          "type": [
            "number",
            "null"
          ],
          "description": "Slope of the curve: mROI where the target is money. Empty where it is infinite, as at zero spend of a root or of a Hill curve with an exponent below 1.",
          "x-unit": "target per money"
        },
        "beyond_observed": {
          "type": "boolean",
          "description": "Beyond the largest spend in the data."
        }
      }
    },
    "examples": [
      [
        {
          "channel": "tv_S",
          "family": "sigmoid",
          "spend": 0,
          "contribution": 0,
          "contribution_median": 0,
          "contribution_q05": 0,
          "contribution_q25": 0,
          "contribution_q75": 0,
          "contribution_q95": 0,
          "marginal_contribution": 8.08416,
          "beyond_observed": false
        },
        {
          "channel": "tv_S",
          "family": "sigmoid",
          "spend": 2370.7,
          "contribution": 19117.6,
          "contribution_median": 19308.8,
          "contribution_q05": 15294.1,
          "contribution_q25": 17205.8,
          "contribution_q75": 21029.4,
          "contribution_q95": 22941.1,
          "marginal_contribution": 8.02414,
          "beyond_observed": false
        }
      ]
    ]
  },
  "allocation_certainty": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "allocation_certainty.schema.json",
    "title": "How sure the allocation is",
    "description": "How far the recommended plan of one period follows from what is known: the best plans of the draws, the plans that are nearly as good, and what knowing more would be worth.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "adequacy",
      "draws",
      "objective",
      "expected_contribution",
      "expected_loss",
      "expected_regret",
      "near_optimal_loss",
      "information_total",
      "information_total_error",
      "draws_per_stratum",
      "channels",
      "tail_frontier"
    ],
    "properties": {
      "adequacy": {
        "type": "string",
        "enum": [
          "pass",
          "warn",
          "waived"
        ],
        "description": "Verdict of the gates that the recommendation stands behind; waived: at least one fails, and a waiver opened it."
      },
      "draws": {
        "type": "integer",
        "minimum": 1,
        "description": "Draws compared."
      },
      "objective": {
        "type": "string",
        "description": "What the recommended plan is chosen by."
      },
      "expected_contribution": {
        "type": "number",
        "description": "Mean over draws of the recommended plan's contribution.",
        "x-unit": "target per period"
      },
      "expected_loss": {
        "type": "number",
        "description": "What the recommended plan is short of the best mean plan, in mean contribution; below 0 by rounding only.",
        "x-unit": "target per period"
      },
      "expected_regret": {
        "type": "number",
        "description": "Mean over draws of what the recommended plan is short of the draw's own best plan.",
        "x-unit": "target per period"
      },
      "near_optimal_loss": {
        "type": "number",
        "description": "Share of the best expected contribution that a near-optimal plan may give up.",
        "x-unit": "fraction"
      },
      "information_total": {
        "type": "number",
        "description": "Expected value of perfect information on all curves at once: the expected regret of the best mean plan.",
        "x-unit": "target per period"
      },
      "information_total_error": {
        "type": "number",
        "description": "Its Monte Carlo standard error.",
        "x-unit": "target per period"
      },
      "draws_per_stratum": {
        "type": "number",
        "description": "Draws in each stratum of the estimate by channel, on average.",
        "x-unit": "draws"
      },
      "channels": {
        "type": "array",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "channel",
            "current_share",
            "recommended_share",
            "share_mean",
            "share_q05",
            "share_q25",
            "share_q50",
            "share_q75",
            "share_q95",
            "probability_more",
            "near_optimal_lower",
            "near_optimal_upper",
            "near_optimal_lower_bound",
            "near_optimal_upper_bound",
            "information_value",
            "information_error"
          ],
          "properties": {
            "channel": {
              "type": "string",
              "description": "Channel."
            },
            "current_share": {
              "type": "number",
              "description": "Share of current spend.",
              "x-unit": "fraction"
            },
            "recommended_share": {
              "type": "number",
              "description": "Share of the recommended plan's spend.",
              "x-unit": "fraction"
            },
            "share_mean": {
              "type": "number",
              "description": "Mean over draws of the share in each draw's own best plan.",
              "x-unit": "fraction"
            },
            "share_q05": {
              "type": "number",
              "description": "5 % quantile over draws of it.",
              "x-unit": "fraction"
            },
            "share_q25": {
              "type": "number",
              "description": "25 % quantile over draws of it.",
              "x-unit": "fraction"
            },
            "share_q50": {
              "type": "number",
              "description": "50 % quantile over draws of it.",
              "x-unit": "fraction"
            },
            "share_q75": {
              "type": "number",
              "description": "75 % quantile over draws of it.",
              "x-unit": "fraction"
            },
            "share_q95": {
              "type": "number",
              "description": "95 % quantile over draws of it.",
              "x-unit": "fraction"
            },
            "probability_more": {
              "type": "number",
              "description": "Share of the draws whose own best plan spends more here than current spend.",
              "x-unit": "probability"
            },
            "near_optimal_lower": {
              "type": "number",
              "description": "Least spend in any plan whose expected contribution is within the loss of the best.",
              "x-unit": "money per period"
            },
            "near_optimal_upper": {
              "type": "number",
              "description": "Most spend in any such plan.",
              "x-unit": "money per period"
            },
            "near_optimal_lower_bound": {
              "type": "number",
              "description": "No such plan spends less: certified by prices.",
              "x-unit": "money per period"
            },
            "near_optimal_upper_bound": {
              "type": "number",
              "description": "No such plan spends more: certified by prices.",
              "x-unit": "money per period"
            },
            "information_value": {
              "type": "number",
              "description": "Expected value of perfect information on the channel's curve; may be below 0 by its error.",
              "x-unit": "target per period"
            },
            "information_error": {
              "type": "number",
              "description": "Its Monte Carlo standard error.",
              "x-unit": "target per period"
            }
          }
        }
      },
      "tail_frontier": {
        "type": "array",
        "description": "Plans from the best mean to the best CVaR of the worst 10 % of draws.",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "weight",
            "mean",
            "cvar_90",
            "gap_relative"
          ],
          "properties": {
            "weight": {
              "type": "number",
              "description": "Weight of CVaR.",
              "x-unit": "fraction"
            },
            "mean": {
              "type": "number",
              "description": "Mean contribution.",
              "x-unit": "target per period"
            },
            "cvar_90": {
              "type": "number",
              "description": "Mean of the worst 10 % of draws.",
              "x-unit": "target per period"
            },
            "gap_relative": {
              "type": "number",
              "description": "Certified distance from the best mixture.",
              "x-unit": "fraction"
            }
          }
        }
      }
    },
    "examples": [
      {
        "adequacy": "warn",
        "draws": 1000,
        "objective": "mean_curve",
        "expected_contribution": 166000,
        "expected_loss": 210,
        "expected_regret": 2900,
        "near_optimal_loss": 0.01,
        "information_total": 2690,
        "information_total_error": 60,
        "draws_per_stratum": 50,
        "channels": [
          {
            "channel": "tv_S",
            "current_share": 0.2,
            "recommended_share": 0.24,
            "share_mean": 0.23,
            "share_q05": 0.1,
            "share_q25": 0.18,
            "share_q50": 0.23,
            "share_q75": 0.29,
            "share_q95": 0.36,
            "probability_more": 0.7,
            "near_optimal_lower": 5100,
            "near_optimal_upper": 9800,
            "near_optimal_lower_bound": 5100,
            "near_optimal_upper_bound": 9800,
            "information_value": 120,
            "information_error": 18
          }
        ],
        "tail_frontier": [
          {
            "weight": 0,
            "mean": 166210,
            "cvar_90": 139000,
            "gap_relative": 0
          }
        ]
      }
    ]
  },
  "allocation_problem": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "allocation_problem.schema.json",
    "title": "Allocation problem",
    "description": "A budget to divide over channels and periods, for the optimiser alone: maximise Σ_t w_t Σ_i C_i(x_ti) within budgets, bounds and ramps, x being spend or, with carryover, effective spend.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "format",
      "id",
      "title",
      "seed",
      "periods",
      "periodWeights",
      "budget",
      "channels",
      "feasible",
      "expected"
    ],
    "properties": {
      "format": {
        "const": "budget-allocation-instance/1",
        "default": "budget-allocation-instance/1",
        "description": "Format of this file."
      },
      "id": {
        "type": "string",
        "default": "problem",
        "minLength": 1,
        "description": "Name of the problem, for messages."
      },
      "title": {
        "type": "string",
        "default": "",
        "description": "What the problem is, in words; not read."
      },
      "seed": {
        "type": [
          "integer",
          "null"
        ],
        "default": null,
        "description": "Seed of the generator that drew the problem; not read."
      },
      "periods": {
        "type": "integer",
        "minimum": 1,
        "maximum": 10000,
        "default": 1,
        "description": "Number of periods."
      },
      "periodWeights": {
        "anyOf": [
          {
            "type": "null"
          },
          {
            "type": "array",
            "minItems": 1,
            "items": {
              "type": "number",
              "minimum": 0,
              "description": "Weight of one period."
            }
          }
        ],
        "default": null,
        "description": "Weight of each period's contribution in the objective; null: all 1."
      },
      "budget": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "total",
          "perPeriod",
          "atMost",
          "perPeriodAtMost",
          "groups"
        ],
        "properties": {
          "total": {
            "type": "number",
            "minimum": 0,
            "x-unit": "money",
            "description": "Money to be spent over all periods and channels."
          },
          "perPeriod": {
            "anyOf": [
              {
                "type": "null"
              },
              {
                "type": "array",
                "minItems": 1,
                "items": {
                  "type": "number",
                  "minimum": 0,
                  "x-unit": "money",
                  "description": "An amount of money."
                }
              }
            ],
            "x-unit": "money per period",
            "description": "Money to be spent in each period; null: periods are free. Must add up to the total where both are exact.",
            "default": null
          },
          "atMost": {
            "type": "boolean",
            "default": false,
            "description": "Whether less than the total may be spent."
          },
          "perPeriodAtMost": {
            "type": [
              "boolean",
              "null"
            ],
            "default": null,
            "description": "Whether less may be spent in a period; null: as for the total."
          },
          "groups": {
            "type": "array",
            "items": {
              "type": "object",
              "additionalProperties": false,
              "required": [
                "name",
                "channels",
                "total",
                "perPeriod",
                "atMost"
              ],
              "properties": {
                "name": {
                  "type": "string",
                  "minLength": 1,
                  "description": "Name of the group."
                },
                "channels": {
                  "type": "array",
                  "minItems": 1,
                  "items": {
                    "type": "string",
                    "description": "Name of a channel."
                  },
                  "description": "Channels whose spend counts."
                },
                "total": {
                  "type": [
                    "number",
                    "null"
                  ],
                  "minimum": 0,
                  "default": null,
                  "x-unit": "money",
                  "description": "Money over all periods; null: none."
                },
                "perPeriod": {
                  "anyOf": [
                    {
                      "type": "null"
                    },
                    {
                      "type": "array",
                      "minItems": 1,
                      "items": {
                        "type": "number",
                        "minimum": 0,
                        "x-unit": "money",
                        "description": "An amount of money."
                      }
                    }
                  ],
                  "x-unit": "money per period",
                  "description": "Money in each period; null: none.",
                  "default": null
                },
                "atMost": {
                  "type": "boolean",
                  "default": false,
                  "description": "Whether less may be spent."
                }
              },
              "description": "A budget of some channels: a total, an amount per period, or both."
            },
            "default": [],
            "description": "Budgets of some channels, on top of that of all."
          }
        },
        "description": "What there is to spend."
      },
      "channels": {
        "type": "array",
        "minItems": 1,
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "name",
            "curve",
            "lower",
            "upper",
            "leastIfAny",
            "lot",
            "lastSpend",
            "ramp",
            "adstock"
          ],
          "properties": {
            "name": {
              "type": "string",
              "minLength": 1,
              "description": "Name of the channel."
            },
            "curve": {
              "type": "object",
              "discriminator": {
                "propertyName": "type"
              },
              "required": [
                "type"
              ],
              "oneOf": [
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "type",
                    "L",
                    "k"
                  ],
                  "properties": {
                    "type": {
                      "const": "michaelis-menten"
                    },
                    "L": {
                      "type": "number",
                      "minimum": 0,
                      "x-unit": "target per period",
                      "description": "Contribution per period at saturation."
                    },
                    "k": {
                      "type": "number",
                      "exclusiveMinimum": 0,
                      "x-unit": "money per period",
                      "description": "Spend per period at half of L."
                    }
                  }
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "type",
                    "alpha",
                    "lam"
                  ],
                  "properties": {
                    "type": {
                      "const": "sigmoid"
                    },
                    "alpha": {
                      "type": "number",
                      "minimum": 0,
                      "x-unit": "target per period",
                      "description": "Contribution per period at saturation."
                    },
                    "lam": {
                      "type": "number",
                      "exclusiveMinimum": 0,
                      "x-unit": "1 / (money per period)",
                      "description": "Rate; the slope at zero spend is alpha·lam/2."
                    }
                  }
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "type",
                    "beta",
                    "K",
                    "h"
                  ],
                  "properties": {
                    "type": {
                      "const": "hill"
                    },
                    "beta": {
                      "type": "number",
                      "minimum": 0,
                      "x-unit": "target per period",
                      "description": "Contribution per period at saturation."
                    },
                    "K": {
                      "type": "number",
                      "exclusiveMinimum": 0,
                      "x-unit": "money per period",
                      "description": "Spend per period at half of beta."
                    },
                    "h": {
                      "type": "number",
                      "exclusiveMinimum": 0,
                      "x-unit": "1",
                      "description": "Exponent; the curve is S-shaped above 1."
                    }
                  }
                }
              ],
              "description": "Response curve, spend per period to contribution per period. michaelis-menten: L·s/(k+s); sigmoid: alpha·tanh(lam·s/2); hill: beta·s^h/(K^h+s^h)."
            },
            "lower": {
              "anyOf": [
                {
                  "type": "number",
                  "minimum": 0
                },
                {
                  "type": "array",
                  "minItems": 1,
                  "items": {
                    "type": "number",
                    "minimum": 0
                  }
                }
              ],
              "x-unit": "money per period",
              "description": "Least spend per period: one number, or one per period.",
              "default": 0
            },
            "upper": {
              "anyOf": [
                {
                  "type": "number",
                  "minimum": 0
                },
                {
                  "type": "array",
                  "minItems": 1,
                  "items": {
                    "type": "number",
                    "minimum": 0
                  }
                }
              ],
              "x-unit": "money per period",
              "description": "Greatest spend per period: one number, or one per period."
            },
            "leastIfAny": {
              "type": [
                "number",
                "null"
              ],
              "exclusiveMinimum": 0,
              "default": null,
              "x-unit": "money per period",
              "description": "Each period spends nothing or at least this; null: any amount. Not together with lot."
            },
            "lot": {
              "type": [
                "number",
                "null"
              ],
              "exclusiveMinimum": 0,
              "default": null,
              "x-unit": "money per period",
              "description": "Each period spends a whole multiple of this; null: any amount. Not together with leastIfAny."
            },
            "lastSpend": {
              "type": [
                "number",
                "null"
              ],
              "minimum": 0,
              "default": null,
              "x-unit": "money per period",
              "description": "Spend of the period before the first, from which the ramp starts; null: the first period is free."
            },
            "ramp": {
              "anyOf": [
                {
                  "type": "null"
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "absolute",
                    "percentage"
                  ],
                  "properties": {
                    "absolute": {
                      "type": [
                        "number",
                        "null"
                      ],
                      "minimum": 0,
                      "default": null,
                      "x-unit": "money per period",
                      "description": "Largest change from one period to the next; null: no limit."
                    },
                    "percentage": {
                      "type": [
                        "number",
                        "null"
                      ],
                      "minimum": 0,
                      "default": null,
                      "x-unit": "fraction",
                      "description": "Largest change as a fraction of the earlier period's spend (0.25 is 25 %; above 1 it is read as per cent, with a warning); null: no limit."
                    }
                  }
                }
              ],
              "default": null,
              "description": "How far spend may move from one period to the next; both limits hold where both are given."
            },
            "adstock": {
              "anyOf": [
                {
                  "type": "null"
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "alpha",
                    "initialCarryover"
                  ],
                  "properties": {
                    "alpha": {
                      "type": "number",
                      "minimum": 0,
                      "exclusiveMaximum": 1,
                      "x-unit": "fraction",
                      "description": "Share of effective spend carried into the next period."
                    },
                    "initialCarryover": {
                      "type": "number",
                      "minimum": 0,
                      "default": 0,
                      "x-unit": "money",
                      "description": "Effective spend of the period before the first."
                    }
                  }
                }
              ],
              "default": null,
              "description": "Geometric carryover: effective spend is spend plus alpha times that of the period before; null: none."
            }
          },
          "description": "One channel."
        },
        "description": "The channels, in the order of the columns of the plan."
      },
      "feasible": {
        "type": [
          "boolean",
          "null"
        ],
        "default": null,
        "description": "What the author of a reference problem says about it; not read."
      },
      "expected": {
        "anyOf": [
          {
            "type": "null"
          },
          {
            "type": "object",
            "additionalProperties": {}
          }
        ],
        "default": null,
        "description": "What the author of a reference problem found; not read."
      }
    },
    "examples": [
      {
        "id": "two-channels",
        "budget": {
          "total": 300
        },
        "channels": [
          {
            "name": "tv",
            "curve": {
              "type": "michaelis-menten",
              "L": 1000,
              "k": 500
            },
            "upper": 600
          },
          {
            "name": "search",
            "curve": {
              "type": "sigmoid",
              "alpha": 800,
              "lam": 0.01
            },
            "lower": 20,
            "upper": [
              400
            ]
          }
        ]
      }
    ]
  },
  "allocation_result": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "allocation_result.schema.json",
    "title": "Allocation result",
    "description": "What `sluice optimise --json` answers to an allocation problem: the plan with its certificate, or why no plan can meet the request.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "status",
      "method",
      "methodReason",
      "objective",
      "upperBound",
      "boundKind",
      "gapRelative",
      "violation",
      "channels",
      "allocation",
      "shadowPrices",
      "iterations",
      "seconds",
      "infeasible",
      "start"
    ],
    "properties": {
      "status": {
        "type": "string",
        "enum": [
          "solved",
          "feasible",
          "iteration_limit",
          "no_progress",
          "interrupted",
          "infeasible"
        ],
        "description": "solved: within 1e-8 of the optimum and feasible to 1e-9 of the budget. feasible: within all limits, with the gap stated. iteration_limit, no_progress, interrupted: why the search ended before its gap was closed. infeasible: no plan can meet the request."
      },
      "method": {
        "type": "string",
        "enum": [
          "waterfilling",
          "interior_point",
          "sequential",
          "branch_and_bound",
          "slsqp"
        ],
        "description": "Method that was used."
      },
      "methodReason": {
        "type": "string",
        "description": "Why this method: a clause that completes \"because\"."
      },
      "objective": {
        "type": [
          "number",
          "null"
        ],
        "description": "Weighted contribution of the plan; null where there is none.",
        "x-unit": "target"
      },
      "upperBound": {
        "type": [
          "number",
          "null"
        ],
        "description": "No plan within the limits brings more than this; null where no bound is known.",
        "x-unit": "target"
      },
      "boundKind": {
        "type": [
          "string",
          "null"
        ],
        "enum": [
          "lagrangian",
          "reachable_intervals",
          "none",
          null
        ],
        "description": "lagrangian: tight at the optimum. reachable_intervals: ramps are relaxed, so the gap is an upper estimate. none: no bound is known for such curves. null without a plan."
      },
      "gapRelative": {
        "type": [
          "number",
          "null"
        ],
        "description": "max(0, upperBound − objective) / |upperBound|; null where no bound is known.",
        "x-unit": "fraction"
      },
      "violation": {
        "anyOf": [
          {
            "type": "null"
          },
          {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "bounds",
              "budget",
              "perPeriod",
              "groups",
              "rampAbsolute",
              "rampPercentage",
              "largest"
            ],
            "properties": {
              "bounds": {
                "type": "number",
                "description": "Bounds of spend.",
                "x-unit": "money"
              },
              "budget": {
                "type": "number",
                "description": "Total budget.",
                "x-unit": "money"
              },
              "perPeriod": {
                "type": "number",
                "description": "Budgets of periods.",
                "x-unit": "money"
              },
              "groups": {
                "type": "number",
                "description": "Budgets of groups.",
                "x-unit": "money"
              },
              "rampAbsolute": {
                "type": "number",
                "description": "Absolute ramps.",
                "x-unit": "money"
              },
              "rampPercentage": {
                "type": "number",
                "description": "Percentage ramps.",
                "x-unit": "money"
              },
              "largest": {
                "type": "number",
                "description": "The largest of all families.",
                "x-unit": "money"
              }
            }
          }
        ],
        "description": "Largest violation of each family of constraints; null without a plan."
      },
      "channels": {
        "type": "array",
        "items": {
          "type": "string",
          "description": "Name."
        },
        "description": "Names of the channels, in the order of the columns of the plan."
      },
      "allocation": {
        "anyOf": [
          {
            "type": "null"
          },
          {
            "type": "array",
            "items": {
              "type": "array",
              "items": {
                "type": "number",
                "description": "Spend.",
                "x-unit": "money per period"
              },
              "description": "One period: one spend per channel."
            },
            "description": "One row per period."
          }
        ],
        "description": "The plan, periods × channels; null where there is none."
      },
      "shadowPrices": {
        "type": "array",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "kind",
            "channel",
            "group",
            "period",
            "limit",
            "shadowPrice"
          ],
          "properties": {
            "kind": {
              "type": "string",
              "enum": [
                "budget_total",
                "budget_period",
                "budget_group",
                "last_spend",
                "lower",
                "upper",
                "ramp_absolute_up",
                "ramp_absolute_down",
                "ramp_percentage_up",
                "ramp_percentage_down"
              ],
              "description": "Which kind of limit it is."
            },
            "channel": {
              "type": [
                "string",
                "null"
              ],
              "description": "Name of the channel; null for a budget."
            },
            "group": {
              "type": [
                "string",
                "null"
              ],
              "description": "Name of the group, for the budget of one; else null."
            },
            "period": {
              "type": [
                "integer",
                "null"
              ],
              "description": "From 1; null for a budget over all periods, 0 for the last spend. A ramp is named by the period it leads into."
            },
            "limit": {
              "type": "number",
              "description": "The limit as stated: money, but a fraction for a percentage ramp."
            },
            "shadowPrice": {
              "type": [
                "number",
                "null"
              ],
              "description": "Contribution gained per unit of money by which the limit is loosened; null where the bound does not price it.",
              "x-unit": "target per money"
            }
          },
          "description": "A constraint that holds with equality."
        },
        "description": "Every constraint that holds with equality, budgets first, with its price."
      },
      "iterations": {
        "type": "integer",
        "minimum": 0,
        "description": "Inner iterations of the method: steps, or boxes that were cut in two."
      },
      "seconds": {
        "type": "number",
        "description": "Wall time of the solve.",
        "x-unit": "seconds"
      },
      "infeasible": {
        "anyOf": [
          {
            "type": "null"
          },
          {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "reasonCode",
              "reason",
              "constraints",
              "nearestBudget"
            ],
            "properties": {
              "reasonCode": {
                "type": "string",
                "enum": [
                  "BOUNDS_CROSSED",
                  "PERIOD_BUDGETS_DO_NOT_SUM",
                  "RAMP_BOUNDS_CONFLICT",
                  "PERIOD_BUDGET_BELOW_MINIMUM",
                  "PERIOD_BUDGET_ABOVE_MAXIMUM",
                  "PERIOD_BUDGET_RAMP_CONFLICT",
                  "BUDGET_BELOW_MINIMUM",
                  "BUDGET_ABOVE_MAXIMUM",
                  "GROUP_BUDGETS_DO_NOT_SUM",
                  "GROUP_BUDGET_BELOW_MINIMUM",
                  "GROUP_BUDGET_ABOVE_MAXIMUM",
                  "BUDGETS_CONFLICT",
                  "CHOICES_MISS_BUDGET",
                  "CHOICES_MISS_BOUNDS",
                  "CHOICES_MISS_LIMITS"
                ],
                "description": "Kind of contradiction."
              },
              "reason": {
                "type": "string",
                "description": "The contradiction in words, with its numbers."
              },
              "constraints": {
                "type": "array",
                "items": {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "kind",
                    "channel",
                    "group",
                    "period",
                    "limit"
                  ],
                  "properties": {
                    "kind": {
                      "type": "string",
                      "enum": [
                        "budget_total",
                        "budget_period",
                        "budget_group",
                        "last_spend",
                        "lower",
                        "upper",
                        "ramp_absolute_up",
                        "ramp_absolute_down",
                        "ramp_percentage_up",
                        "ramp_percentage_down"
                      ],
                      "description": "Which kind of limit it is."
                    },
                    "channel": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Name of the channel; null for a budget."
                    },
                    "group": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Name of the group, for the budget of one; else null."
                    },
                    "period": {
                      "type": [
                        "integer",
                        "null"
                      ],
                      "description": "From 1; null for a budget over all periods, 0 for the last spend. A ramp is named by the period it leads into."
                    },
                    "limit": {
                      "type": "number",
                      "description": "The limit as stated: money, but a fraction for a percentage ramp."
                    }
                  },
                  "description": "One constraint, by name."
                },
                "description": "Constraints that cannot all hold."
              },
              "nearestBudget": {
                "anyOf": [
                  {
                    "type": "null"
                  },
                  {
                    "type": "object",
                    "additionalProperties": false,
                    "required": [
                      "total",
                      "perPeriod"
                    ],
                    "properties": {
                      "total": {
                        "type": "number",
                        "description": "Money over all periods.",
                        "x-unit": "money"
                      },
                      "perPeriod": {
                        "anyOf": [
                          {
                            "type": "null"
                          },
                          {
                            "type": "array",
                            "items": {
                              "type": "number",
                              "description": "Money of one period.",
                              "x-unit": "money"
                            },
                            "description": "One amount per period."
                          }
                        ],
                        "description": "Money in each period; null without budgets per period."
                      }
                    }
                  }
                ],
                "description": "The nearest budget that could be met; null where no budget would help."
              }
            }
          }
        ],
        "description": "Why no plan can meet the request; null where one does."
      },
      "start": {
        "anyOf": [
          {
            "type": "null"
          },
          {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "known",
              "points"
            ],
            "properties": {
              "known": {
                "type": "array",
                "items": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "Place of a cell: channel times periods plus period, both from 0."
                },
                "description": "Cells whose spend the limits leave no choice of."
              },
              "points": {
                "type": "array",
                "items": {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "spend",
                    "lowerPrices",
                    "upperPrices",
                    "rampRooms",
                    "rampPrices",
                    "budgetPrices",
                    "budgetRooms",
                    "budgetRoomPrices"
                  ],
                  "properties": {
                    "spend": {
                      "type": "array",
                      "items": {
                        "type": "number",
                        "minimum": 0,
                        "description": "Spend.",
                        "x-unit": "money per period"
                      },
                      "description": "One per channel and period, channel by channel."
                    },
                    "lowerPrices": {
                      "type": "array",
                      "items": {
                        "type": "number",
                        "minimum": 0,
                        "description": "Price of a lower bound.",
                        "x-unit": "target per money"
                      },
                      "description": "One per channel and period, channel by channel."
                    },
                    "upperPrices": {
                      "type": "array",
                      "items": {
                        "type": "number",
                        "minimum": 0,
                        "description": "Price of an upper bound.",
                        "x-unit": "target per money"
                      },
                      "description": "One per channel and period, channel by channel."
                    },
                    "rampRooms": {
                      "type": "array",
                      "items": {
                        "type": "number",
                        "minimum": 0,
                        "description": "Room that a ramp leaves.",
                        "x-unit": "money per period"
                      },
                      "description": "One per ramp limit, channel by channel."
                    },
                    "rampPrices": {
                      "type": "array",
                      "items": {
                        "type": "number",
                        "minimum": 0,
                        "description": "Price of a ramp limit.",
                        "x-unit": "target per money"
                      },
                      "description": "One per ramp limit, channel by channel."
                    },
                    "budgetPrices": {
                      "type": "array",
                      "items": {
                        "type": "number",
                        "description": "Price of a budget.",
                        "x-unit": "target per money"
                      },
                      "description": "One per budget that leaves a choice."
                    },
                    "budgetRooms": {
                      "type": "array",
                      "items": {
                        "type": "number",
                        "minimum": 0,
                        "description": "Money left of a budget.",
                        "x-unit": "money"
                      },
                      "description": "One per budget; 0 where it is exact."
                    },
                    "budgetRoomPrices": {
                      "type": "array",
                      "items": {
                        "type": "number",
                        "minimum": 0,
                        "description": "Price of what is left of a budget.",
                        "x-unit": "target per money"
                      },
                      "description": "One per budget; 0 where it is exact."
                    }
                  },
                  "description": "A point of the interior point method."
                },
                "description": "Points on the way to the optimum, nearer to it one after the other."
              }
            }
          }
        ],
        "default": null,
        "description": "What --start reads in a later run; null unless it was asked for with --keep-start and the interior point method was used."
      }
    },
    "examples": [
      {
        "status": "solved",
        "method": "waterfilling",
        "methodReason": "all curves are concave and nothing but a budget links the cells",
        "objective": 732.2,
        "upperBound": 732.2,
        "boundKind": "lagrangian",
        "gapRelative": 0,
        "violation": {
          "bounds": 0,
          "budget": 0,
          "perPeriod": 0,
          "groups": 0,
          "rampAbsolute": 0,
          "rampPercentage": 0,
          "largest": 0
        },
        "channels": [
          "tv",
          "search"
        ],
        "allocation": [
          [
            120.5,
            179.5
          ]
        ],
        "shadowPrices": [
          {
            "kind": "budget_total",
            "channel": null,
            "group": null,
            "period": null,
            "limit": 300,
            "shadowPrice": 1.3
          }
        ],
        "iterations": 9,
        "seconds": 0.0004,
        "infeasible": null,
        "start": null
      },
      {
        "status": "infeasible",
        "method": "waterfilling",
        "methodReason": "it was asked for",
        "objective": null,
        "upperBound": null,
        "boundKind": null,
        "gapRelative": null,
        "violation": null,
        "channels": [
          "tv"
        ],
        "allocation": null,
        "shadowPrices": [],
        "iterations": 0,
        "seconds": 0.0001,
        "infeasible": {
          "reasonCode": "BUDGET_ABOVE_MAXIMUM",
          "reason": "the most that bounds and ramps allow is 250, below the budget 300",
          "constraints": [
            {
              "kind": "budget_total",
              "channel": null,
              "group": null,
              "period": null,
              "limit": 300
            },
            {
              "kind": "upper",
              "channel": "tv",
              "group": null,
              "period": 1,
              "limit": 250
            }
          ],
          "nearestBudget": {
            "total": 250,
            "perPeriod": null
          }
        },
        "start": null
      }
    ]
  },
  "blocked": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "blocked.schema.json",
    "title": "Blocked",
    "description": "Why the stage did not run: nothing of the recommendation exists.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "stage",
      "policy",
      "message",
      "gates",
      "waivers"
    ],
    "properties": {
      "stage": {
        "type": "string",
        "description": "Stage that is shut."
      },
      "policy": {
        "type": "string",
        "description": "Policy that judged."
      },
      "message": {
        "type": "string",
        "description": "In one sentence."
      },
      "gates": {
        "type": "array",
        "description": "Gates that fail.",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "gate",
            "family",
            "question",
            "checks"
          ],
          "properties": {
            "gate": {
              "type": "string",
              "enum": [
                "g0",
                "g1",
                "g2",
                "g3",
                "g4",
                "g5",
                "g6",
                "g7",
                "g8",
                "g9"
              ],
              "description": "Gate that the check belongs to."
            },
            "family": {
              "type": "string",
              "enum": [
                "pre_diagnostic",
                "convergence",
                "calibration",
                "evidence",
                "response_curve"
              ],
              "description": "Family of gates."
            },
            "question": {
              "type": "string",
              "description": "What the gate asks."
            },
            "checks": {
              "type": "array",
              "description": "Checks that fail.",
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": [
                  "check_id",
                  "metric",
                  "value",
                  "threshold",
                  "message",
                  "remedy"
                ],
                "properties": {
                  "check_id": {
                    "type": "string",
                    "description": "Check."
                  },
                  "metric": {
                    "type": "string",
                    "description": "What was measured."
                  },
                  "value": {
                    "type": [
                      "number",
                      "string",
                      "null"
                    ],
                    "description": "Measured value."
                  },
                  "threshold": {
                    "type": "string",
                    "description": "The rule it broke."
                  },
                  "message": {
                    "type": "string",
                    "description": "What it means."
                  },
                  "remedy": {
                    "type": "string",
                    "description": "What to do."
                  }
                }
              }
            }
          }
        }
      },
      "waivers": {
        "type": "array",
        "description": "Waivers that did not open these gates, and why.",
        "default": [],
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "gate",
            "worst",
            "reason",
            "approver",
            "expires",
            "outcome",
            "why"
          ],
          "properties": {
            "gate": {
              "type": "string",
              "enum": [
                "g0",
                "g1",
                "g2",
                "g3",
                "g4",
                "g5",
                "g6",
                "g7",
                "g8",
                "g9"
              ],
              "description": "Gate that the check belongs to."
            },
            "worst": {
              "type": "object",
              "description": "Worst value accepted, by check.",
              "additionalProperties": {
                "type": [
                  "number",
                  "string"
                ],
                "description": "A number or level; `undefined`: a statistic without a value; `missing`: evidence that is not there."
              }
            },
            "reason": {
              "type": "string",
              "description": "Why the gate may be opened."
            },
            "approver": {
              "type": "string",
              "description": "Who answers for it."
            },
            "expires": {
              "type": "string",
              "format": "date",
              "description": "Calendar date, YYYY-MM-DD."
            },
            "outcome": {
              "type": "string",
              "enum": [
                "used",
                "unused",
                "refused"
              ],
              "description": "used: it helped to open a gate; unused: there was nothing to open; refused: it opens nothing."
            },
            "why": {
              "type": "string",
              "description": "What it opened, or why it did not."
            }
          },
          "description": "A waiver, and what came of it in this run."
        }
      }
    },
    "examples": [
      {
        "stage": "70_optimisation",
        "policy": "publish",
        "message": "70_optimisation is shut: g2, g3, g4, g5, g6, g7 fail under policy publish. No recommendation was written.",
        "gates": [
          {
            "gate": "g2",
            "family": "convergence",
            "question": "Do the chains agree (R-hat)?",
            "checks": [
              {
                "check_id": "rhat_max",
                "metric": "largest rank-normalised split R-hat over parameters",
                "value": 5.23731,
                "threshold": "warn > 1.01, fail > 1.05",
                "message": "worst at gamma_control[competitor_sales_B]",
                "remedy": "Run at least four chains, longer and with more tuning; if that does not help, tighten or reparameterise the priors of the parameters listed."
              },
              {
                "check_id": "rhat_max_decision",
                "metric": "largest R-hat over the quantities that the optimiser reads",
                "value": 4.45471,
                "threshold": "warn > 1.01, fail > 1.05",
                "message": "worst at total_contribution[print_S]",
                "remedy": "Run at least four chains, longer and with more tuning; if that does not help, tighten or reparameterise the priors of the parameters listed."
              }
            ]
          },
          {
            "gate": "g3",
            "family": "convergence",
            "question": "Are there enough effective draws (bulk and tail ESS)?",
            "checks": [
              {
                "check_id": "ess_bulk_min",
                "metric": "smallest bulk ESS over parameters",
                "value": 4.45045,
                "threshold": "warn < 400, fail < 100",
                "message": "worst at gamma_control[competitor_sales_B]",
                "remedy": "Run at least four chains, longer and with more tuning; if that does not help, tighten or reparameterise the priors of the parameters listed."
              },
              {
                "check_id": "ess_tail_min",
                "metric": "smallest tail ESS over parameters",
                "value": 4.28571,
                "threshold": "warn < 400, fail < 100",
                "message": "worst at saturation_lam[ooh_S]",
                "remedy": "Run at least four chains, longer and with more tuning; if that does not help, tighten or reparameterise the priors of the parameters listed."
              }
            ]
          }
        ]
      }
    ]
  },
  "budget_frontier": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "budget_frontier.schema.json",
    "title": "Budget frontier",
    "description": "What the best split of each total budget brings, from the least that the bounds allow to the most.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "total_budget",
        "contribution",
        "marginal_return",
        "contribution_per_spend",
        "gap_relative",
        "adequacy"
      ],
      "properties": {
        "total_budget": {
          "type": "number",
          "description": "Total budget.",
          "x-unit": "money per period"
        },
        "contribution": {
          "type": "number",
          "description": "Contribution at the optimum.",
          "x-unit": "target per period"
        },
        "marginal_return": {
          "type": [
            "number",
            "null"
          ],
          "description": "Contribution that one more unit of budget would bring; null when bounds leave no freedom.",
          "x-unit": "target per money"
        },
        "contribution_per_spend": {
          "type": [
            "number",
            "null"
          ],
          "description": "Return: ROI where the target is money; null where nothing is spent.",
          "x-unit": "target per money"
        },
        "gap_relative": {
          "type": "number",
          "description": "Certified distance from the optimum.",
          "x-unit": "fraction"
        },
        "adequacy": {
          "type": "string",
          "enum": [
            "pass",
            "warn",
            "waived"
          ],
          "description": "Verdict of the gates that the recommendation stands behind; waived: at least one fails, and a waiver opened it."
        }
      }
    },
    "examples": [
      [
        {
          "total_budget": 27503.2,
          "contribution": 136531,
          "marginal_return": 6.446,
          "contribution_per_spend": 4.96418,
          "gap_relative": 0,
          "adequacy": "warn"
        },
        {
          "total_budget": 34379,
          "contribution": 167666,
          "marginal_return": 0.7375,
          "contribution_per_spend": 4.87699,
          "gap_relative": 0,
          "adequacy": "warn"
        }
      ]
    ]
  },
  "budget_scenario_results": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "budget_scenario_results.schema.json",
    "title": "Budget scenarios",
    "description": "The optimum at several total budgets.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "multiplier",
        "total_budget",
        "channel",
        "spend",
        "contribution",
        "total_contribution",
        "marginal_return",
        "beyond_observed",
        "gap_relative",
        "adequacy"
      ],
      "properties": {
        "multiplier": {
          "type": "number",
          "description": "Multiple of the total budget.",
          "x-unit": "fraction"
        },
        "total_budget": {
          "type": "number",
          "description": "Total budget.",
          "x-unit": "money per period"
        },
        "channel": {
          "type": "string",
          "description": "Channel."
        },
        "spend": {
          "type": "number",
          "description": "Spend at that budget's optimum.",
          "x-unit": "money per period"
        },
        "contribution": {
          "type": "number",
          "description": "Contribution of the channel.",
          "x-unit": "target per period"
        },
        "total_contribution": {
          "type": "number",
          "description": "Contribution of all channels.",
          "x-unit": "target per period"
        },
        "marginal_return": {
          "type": [
            "number",
            "null"
          ],
          "description": "Contribution that one more unit of budget would bring; null when bounds leave no freedom.",
          "x-unit": "target per money"
        },
        "beyond_observed": {
          "type": "boolean",
          "description": "Beyond the largest spend in the data."
        },
        "gap_relative": {
          "type": "number",
          "description": "Certified distance from the optimum, as in optimisation_certificate: max(0, upper bound − objective) / |upper bound|.",
          "x-unit": "fraction"
        },
        "adequacy": {
          "type": "string",
          "enum": [
            "pass",
            "warn",
            "waived"
          ],
          "description": "Verdict of the gates that the recommendation stands behind; waived: at least one fails, and a waiver opened it."
        }
      }
    },
    "examples": [
      [
        {
          "multiplier": 0.8,
          "total_budget": 27502.9,
          "channel": "tv_S",
          "spend": 13307.6,
          "contribution": 99873.3,
          "total_contribution": 136531,
          "marginal_return": 6.44594,
          "beyond_observed": false,
          "gap_relative": 0,
          "adequacy": "warn"
        },
        {
          "multiplier": 0.8,
          "total_budget": 27502.9,
          "channel": "ooh_S",
          "spend": 4384.61,
          "contribution": 1131.78,
          "total_contribution": 136531,
          "marginal_return": 6.44594,
          "beyond_observed": false,
          "gap_relative": 0,
          "adequacy": "warn"
        }
      ]
    ]
  },
  "calibration_coverage": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "calibration_coverage.schema.json",
    "title": "Coverage",
    "description": "How often observations fall inside central predictive intervals.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "nominal",
        "empirical",
        "difference",
        "empirical_loo_pit",
        "n"
      ],
      "properties": {
        "nominal": {
          "type": "number",
          "description": "Nominal coverage.",
          "x-unit": "fraction"
        },
        "empirical": {
          "type": "number",
          "description": "Share inside the equal-tailed interval.",
          "x-unit": "fraction"
        },
        "difference": {
          "type": "number",
          "description": "empirical − nominal.",
          "x-unit": "fraction"
        },
        "empirical_loo_pit": {
          "type": [
            "number",
            "null"
          ],
          "description": "Share with |LOO-PIT − 0.5| ≤ nominal/2; null without log-likelihood.",
          "x-unit": "fraction"
        },
        "n": {
          "type": "integer",
          "description": "Observations."
        }
      }
    },
    "examples": [
      [
        {
          "nominal": 0.1,
          "empirical": 0.100962,
          "difference": 0.000961538,
          "empirical_loo_pit": 0.100962,
          "n": 208
        },
        {
          "nominal": 0.2,
          "empirical": 0.240385,
          "difference": 0.0403846,
          "empirical_loo_pit": 0.221154,
          "n": 208
        }
      ]
    ]
  },
  "calibration_report": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "calibration_report.schema.json",
    "title": "Calibration report",
    "description": "Does the predictive distribution say how uncertain it is?",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "well_calibrated",
      "label",
      "sufficient",
      "pit_method",
      "pit_mean",
      "pit_variance",
      "n",
      "n_effective",
      "t_bias",
      "t_dispersion",
      "max_abs_coverage_deviation",
      "rule"
    ],
    "properties": {
      "well_calibrated": {
        "type": "boolean",
        "description": "True only when the label is well-calibrated and the evidence suffices."
      },
      "label": {
        "type": "string",
        "enum": [
          "well-calibrated",
          "over-confident",
          "under-confident",
          "biased",
          "unknown"
        ],
        "description": "What the tests say; unknown without predictive draws."
      },
      "sufficient": {
        "type": "boolean",
        "description": "Enough effective observations to refute."
      },
      "pit_method": {
        "anyOf": [
          {
            "type": "null"
          },
          {
            "type": "string",
            "enum": [
              "loo_pit",
              "ppc_pit"
            ]
          }
        ],
        "description": "Which PIT was tested."
      },
      "pit_mean": {
        "type": [
          "number",
          "null"
        ],
        "description": "Mean PIT; 0.5 when calibrated."
      },
      "pit_variance": {
        "type": [
          "number",
          "null"
        ],
        "description": "Variance of the PIT; 1/12 when calibrated."
      },
      "n": {
        "type": "integer",
        "description": "Observations."
      },
      "n_effective": {
        "type": [
          "number",
          "null"
        ],
        "description": "Observations after autocorrelation of the PIT."
      },
      "t_bias": {
        "type": [
          "number",
          "null"
        ],
        "description": "Standardised bias."
      },
      "t_dispersion": {
        "type": [
          "number",
          "null"
        ],
        "description": "Standardised dispersion; positive when over-confident."
      },
      "max_abs_coverage_deviation": {
        "type": [
          "number",
          "null"
        ],
        "description": "Largest distance of coverage from nominal.",
        "x-unit": "fraction"
      },
      "rule": {
        "type": "string",
        "description": "How the label was decided."
      }
    },
    "examples": [
      {
        "well_calibrated": true,
        "label": "well-calibrated",
        "sufficient": true,
        "pit_method": "loo_pit",
        "pit_mean": 0.52119,
        "pit_variance": 0.0781395,
        "n": 208,
        "n_effective": 116.459,
        "t_bias": 1.05865,
        "t_dispersion": -1.03126,
        "max_abs_coverage_deviation": 0.110577,
        "rule": "moments and simultaneous bands of the PIT and of its coverage at a joint level of 5 %, allowing for serial dependence; a fault counts when it is also material (|mean PIT − 0.5| ≥ 0.03 or coverage off by ≥ 0.05)"
      }
    ]
  },
  "channel_levels": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "channel_levels.schema.json",
    "title": "Channel levels",
    "description": "Total contribution of each channel in every draw, relative to its posterior mean.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "channels",
      "levels"
    ],
    "properties": {
      "channels": {
        "type": "array",
        "description": "Channels, in the order of each row of levels.",
        "items": {
          "type": "string",
          "description": "Channel."
        }
      },
      "levels": {
        "type": "array",
        "description": "One row per draw, chains one after another; channels of one draw belong together.",
        "items": {
          "type": "array",
          "items": {
            "type": "number",
            "description": "Level of one channel.",
            "x-unit": "ratio"
          }
        }
      }
    },
    "examples": [
      {
        "channels": [
          "tv_S",
          "ooh_S"
        ],
        "levels": [
          [
            1.0217,
            0.788954
          ],
          [
            0.983984,
            0.984582
          ]
        ]
      }
    ]
  },
  "checks": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "checks.schema.json",
    "title": "Checks",
    "description": "Every measured fact with its verdict.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "check_id",
        "gate",
        "phase",
        "status",
        "metric",
        "value",
        "threshold",
        "source",
        "message",
        "remedy"
      ],
      "properties": {
        "check_id": {
          "type": "string",
          "description": "Name of the check, unique within the run."
        },
        "gate": {
          "type": "string",
          "enum": [
            "g0",
            "g1",
            "g2",
            "g3",
            "g4",
            "g5",
            "g6",
            "g7",
            "g8",
            "g9"
          ],
          "description": "Gate that the check belongs to."
        },
        "phase": {
          "type": "string",
          "description": "Stage that measured it, e.g. 50_diagnostics."
        },
        "status": {
          "type": "string",
          "enum": [
            "pass",
            "warn",
            "fail",
            "skipped"
          ],
          "description": "Verdict of one check."
        },
        "metric": {
          "type": "string",
          "description": "What was measured, in words."
        },
        "value": {
          "type": [
            "number",
            "string",
            "null"
          ],
          "description": "Measured value; null when it is undefined (NaN or infinite) or was skipped."
        },
        "threshold": {
          "type": "string",
          "description": "The rule it was held against, from the policy."
        },
        "source": {
          "type": "string",
          "enum": [
            "recomputed",
            "imported"
          ],
          "description": "recomputed from the draws and data, or imported from an upstream report."
        },
        "message": {
          "type": "string",
          "description": "What the value means here; for a skipped check, why it was skipped."
        },
        "remedy": {
          "type": "string",
          "description": "What to do when it does not pass."
        }
      }
    },
    "examples": [
      [
        {
          "check_id": "dates_irregular",
          "gate": "g0",
          "phase": "10_pre_diagnostics",
          "metric": "missing or irregular steps between dates",
          "threshold": "warn > 0, fail > 0",
          "remedy": "Insert the missing periods (with zero spend where nothing was spent) or aggregate to a regular calendar.",
          "status": "pass",
          "value": 0,
          "source": "recomputed",
          "message": "every step is one period (weekly)"
        },
        {
          "check_id": "dates_duplicated",
          "gate": "g0",
          "phase": "10_pre_diagnostics",
          "metric": "duplicated dates",
          "threshold": "warn > 0, fail > 0",
          "remedy": "Keep one row per period: sum or deduplicate the rows named.",
          "status": "pass",
          "value": 0,
          "source": "recomputed",
          "message": "every date stands once"
        }
      ]
    ]
  },
  "contributions": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "contributions.schema.json",
    "title": "Contributions",
    "description": "Contribution of each channel in each draw and period, beside its spend.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "chain",
        "draw",
        "date",
        "channel",
        "spend",
        "contribution"
      ],
      "properties": {
        "chain": {
          "type": "integer",
          "description": "Chain, from 0."
        },
        "draw": {
          "type": "integer",
          "description": "Draw within the chain, from 0."
        },
        "date": {
          "type": "string",
          "format": "date",
          "description": "Calendar date, YYYY-MM-DD."
        },
        "channel": {
          "type": "string",
          "description": "Channel."
        },
        "spend": {
          "type": "number",
          "description": "Spend.",
          "x-unit": "money per period"
        },
        "contribution": {
          "type": "number",
          "description": "Contribution.",
          "x-unit": "target per period"
        }
      }
    },
    "examples": [
      [
        {
          "chain": 0,
          "draw": 0,
          "date": "2015-11-23",
          "channel": "tv_S",
          "spend": 22358.3,
          "contribution": 148979
        }
      ]
    ]
  },
  "convergence_report": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "convergence_report.schema.json",
    "title": "Convergence report",
    "description": "Convergence recomputed from the draws.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "converged",
      "rhat_max",
      "rhat_threshold",
      "ess_bulk_min",
      "ess_tail_min",
      "ess_threshold",
      "divergences",
      "divergence_share",
      "bfmi_min",
      "bfmi_threshold",
      "bfmi_per_chain",
      "n_chains",
      "n_draws",
      "n_parameters",
      "n_parameters_rhat_undefined",
      "n_parameters_constant",
      "n_rhat_above_threshold",
      "worst_parameters",
      "rule"
    ],
    "properties": {
      "converged": {
        "type": "boolean",
        "description": "True only when every convergence check passes."
      },
      "rhat_max": {
        "type": [
          "number",
          "null"
        ],
        "description": "Largest rank-normalised split R-hat; null when undefined."
      },
      "rhat_threshold": {
        "type": [
          "number",
          "null"
        ],
        "description": "Largest R-hat that passes."
      },
      "ess_bulk_min": {
        "type": [
          "number",
          "null"
        ],
        "description": "Smallest bulk ESS.",
        "x-unit": "draws"
      },
      "ess_tail_min": {
        "type": [
          "number",
          "null"
        ],
        "description": "Smallest tail ESS.",
        "x-unit": "draws"
      },
      "ess_threshold": {
        "type": [
          "number",
          "null"
        ],
        "description": "Smallest ESS that passes.",
        "x-unit": "draws"
      },
      "divergences": {
        "type": [
          "integer",
          "null"
        ],
        "description": "Divergent draws; null when the file has no flags."
      },
      "divergence_share": {
        "type": [
          "number",
          "null"
        ],
        "description": "Share of draws that diverged.",
        "x-unit": "fraction"
      },
      "bfmi_min": {
        "type": [
          "number",
          "null"
        ],
        "description": "Smallest E-BFMI over chains."
      },
      "bfmi_threshold": {
        "type": [
          "number",
          "null"
        ],
        "description": "Smallest E-BFMI that passes."
      },
      "bfmi_per_chain": {
        "type": "array",
        "description": "E-BFMI of each chain; empty without energies.",
        "items": {
          "type": [
            "number",
            "null"
          ],
          "description": "E-BFMI."
        }
      },
      "n_chains": {
        "type": "integer",
        "description": "Chains."
      },
      "n_draws": {
        "type": "integer",
        "description": "Draws per chain."
      },
      "n_parameters": {
        "type": "integer",
        "description": "Scalars judged."
      },
      "n_parameters_rhat_undefined": {
        "type": "integer",
        "description": "Scalars whose R-hat is undefined."
      },
      "n_parameters_constant": {
        "type": "integer",
        "description": "Scalars that are one constant: no R-hat, and none needed."
      },
      "n_rhat_above_threshold": {
        "type": "integer",
        "description": "Scalars whose R-hat does not pass."
      },
      "worst_parameters": {
        "type": "array",
        "description": "Worst by R-hat, undefined first.",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "parameter",
            "rhat",
            "ess_bulk",
            "ess_tail",
            "mcse_mean"
          ],
          "properties": {
            "parameter": {
              "type": "string",
              "description": "Name with coordinates."
            },
            "rhat": {
              "type": [
                "number",
                "null"
              ],
              "description": "R-hat."
            },
            "ess_bulk": {
              "type": [
                "number",
                "null"
              ],
              "description": "Bulk ESS.",
              "x-unit": "draws"
            },
            "ess_tail": {
              "type": [
                "number",
                "null"
              ],
              "description": "Tail ESS.",
              "x-unit": "draws"
            },
            "mcse_mean": {
              "type": [
                "number",
                "null"
              ],
              "description": "Monte Carlo standard error of the mean."
            }
          }
        }
      },
      "rule": {
        "type": "string",
        "description": "How converged was decided."
      }
    },
    "examples": [
      {
        "converged": true,
        "rhat_max": 1.00937,
        "rhat_threshold": 1.01,
        "ess_bulk_min": 1126.81,
        "ess_tail_min": 1404.86,
        "ess_threshold": 400,
        "divergences": 0,
        "divergence_share": 0,
        "bfmi_min": 1.67854,
        "bfmi_threshold": 0.3,
        "bfmi_per_chain": [
          1.86733,
          1.75103
        ],
        "n_chains": 4,
        "n_draws": 500,
        "n_parameters": 40,
        "n_parameters_rhat_undefined": 0,
        "n_parameters_constant": 0,
        "n_rhat_above_threshold": 0,
        "worst_parameters": [
          {
            "parameter": "saturation_beta[facebook_S]",
            "rhat": 1.00937,
            "ess_bulk": 1773.31,
            "ess_tail": 1611.47,
            "mcse_mean": 0.000738296
          },
          {
            "parameter": "saturation_beta_log__[3]",
            "rhat": 1.00874,
            "ess_bulk": 1773.31,
            "ess_tail": 1611.47,
            "mcse_mean": 0.0169105
          }
        ],
        "rule": "converged = every check of the convergence family passes under policy publish"
      }
    ]
  },
  "convergence_table": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "convergence_table.schema.json",
    "title": "Convergence by parameter",
    "description": "R-hat, ESS and MCSE of every scalar parameter and decision quantity.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "parameter",
        "quantity",
        "rhat",
        "ess_bulk",
        "ess_tail",
        "ess_mean",
        "mcse_mean",
        "is_constant"
      ],
      "properties": {
        "parameter": {
          "type": "string",
          "description": "Name with coordinates."
        },
        "quantity": {
          "type": "string",
          "enum": [
            "parameter",
            "decision"
          ],
          "description": "A parameter of the model, or a quantity that the optimiser reads."
        },
        "rhat": {
          "type": [
            "number",
            "null"
          ],
          "description": "Rank-normalised split R-hat."
        },
        "ess_bulk": {
          "type": [
            "number",
            "null"
          ],
          "description": "Bulk ESS.",
          "x-unit": "draws"
        },
        "ess_tail": {
          "type": [
            "number",
            "null"
          ],
          "description": "Tail ESS.",
          "x-unit": "draws"
        },
        "ess_mean": {
          "type": [
            "number",
            "null"
          ],
          "description": "ESS of the mean.",
          "x-unit": "draws"
        },
        "mcse_mean": {
          "type": [
            "number",
            "null"
          ],
          "description": "Monte Carlo standard error of the mean."
        },
        "is_constant": {
          "type": "boolean",
          "description": "All draws are one value."
        }
      }
    },
    "examples": [
      [
        {
          "parameter": "intercept_contribution",
          "quantity": "parameter",
          "rhat": 1.00056,
          "ess_bulk": 2062.63,
          "ess_tail": 2104.75,
          "ess_mean": 2058.73,
          "mcse_mean": 0.0000305984,
          "is_constant": false
        },
        {
          "parameter": "adstock_alpha_logodds__[0]",
          "quantity": "parameter",
          "rhat": 1.00047,
          "ess_bulk": 2061.63,
          "ess_tail": 1763.03,
          "ess_mean": 2024.23,
          "mcse_mean": 0.0261613,
          "is_constant": false
        }
      ]
    ]
  },
  "curve_draws": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "curve_draws.schema.json",
    "title": "Curves of the draws",
    "description": "One response curve per channel and posterior draw: contribution per period of spend held steady. The same draws for every channel, in the same order.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "channel",
        "chain",
        "draw",
        "family",
        "parameter_1",
        "parameter_2",
        "parameter_3",
        "adstock_alpha",
        "rmse"
      ],
      "properties": {
        "channel": {
          "type": "string",
          "description": "Channel."
        },
        "chain": {
          "type": "integer",
          "minimum": 0,
          "description": "Chain, counted from 0."
        },
        "draw": {
          "type": "integer",
          "minimum": 0,
          "description": "Draw of the chain, counted from 0."
        },
        "family": {
          "type": "string",
          "enum": [
            "michaelis_menten",
            "sigmoid",
            "tanh",
            "exponential",
            "hill",
            "concave_hill",
            "root",
            "logarithmic"
          ],
          "description": "michaelis_menten: L·S/(k+S); sigmoid: alpha·(1−e^(−lam·S))/(1+e^(−lam·S)); tanh: b·tanh(S/s); exponential: alpha·(1−e^(−lam·S)); hill and concave_hill: beta·S^h/(K^h+S^h); root: a·S^p; logarithmic: a·ln(1+S/b). The parameters stand in the order L k, alpha lam, b s, alpha lam, beta K h, a p, a b."
        },
        "parameter_1": {
          "type": "number",
          "minimum": 0,
          "description": "First parameter of the family, its amplitude: contribution per period (of a root curve over spend to the power of p); 0: the draw's curve is a flat zero.",
          "x-unit": "target per period"
        },
        "parameter_2": {
          "type": [
            "number",
            "null"
          ],
          "description": "Second parameter, the first of the shape; null where the curve is a flat zero."
        },
        "parameter_3": {
          "type": [
            "number",
            "null"
          ],
          "description": "Third parameter; null where the family has two, or the curve is a flat zero."
        },
        "adstock_alpha": {
          "type": "number",
          "minimum": 0,
          "exclusiveMaximum": 1,
          "description": "Share of effective spend carried into the next period; 0: none. The curve is of effective spend times 1 − adstock_alpha: spend held steady.",
          "x-unit": "fraction"
        },
        "rmse": {
          "type": "number",
          "minimum": 0,
          "description": "Root mean squared distance of the curve from the draw's own contributions at the spends observed.",
          "x-unit": "target per period"
        }
      }
    },
    "examples": [
      [
        {
          "channel": "tv_S",
          "chain": 0,
          "draw": 0,
          "family": "sigmoid",
          "parameter_1": 221861,
          "parameter_2": 0.000072876,
          "parameter_3": null,
          "adstock_alpha": 0.21,
          "rmse": 912.4
        },
        {
          "channel": "tv_S",
          "chain": 0,
          "draw": 4,
          "family": "sigmoid",
          "parameter_1": 0,
          "parameter_2": null,
          "parameter_3": null,
          "adstock_alpha": 0.2,
          "rmse": 1201.9
        }
      ]
    ]
  },
  "curves": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "curves.schema.json",
    "title": "Curves",
    "description": "The curves that the optimiser reads.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "source",
      "channels"
    ],
    "properties": {
      "source": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "kind",
          "reason"
        ],
        "description": "Where the curves come from.",
        "properties": {
          "kind": {
            "type": "string",
            "enum": [
              "fit",
              "model"
            ],
            "description": "fit: fitted to contributions; model: the model's own saturation and adstock, their parameters read draw by draw."
          },
          "reason": {
            "type": "string",
            "description": "Why: a clause that completes “because”."
          }
        }
      },
      "channels": {
        "type": "array",
        "description": "One curve per channel.",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "channel",
            "curve",
            "adstock_alpha",
            "max_observed_spend",
            "r2",
            "rmse",
            "flags"
          ],
          "properties": {
            "channel": {
              "type": "string",
              "description": "Channel."
            },
            "curve": {
              "type": "object",
              "discriminator": {
                "propertyName": "family"
              },
              "required": [
                "family"
              ],
              "oneOf": [
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "family",
                    "L",
                    "k"
                  ],
                  "properties": {
                    "family": {
                      "const": "michaelis_menten"
                    },
                    "L": {
                      "type": "number",
                      "description": "Contribution per period at saturation.",
                      "x-unit": "target per period",
                      "minimum": 0
                    },
                    "k": {
                      "type": "number",
                      "description": "Spend per period at half of L.",
                      "x-unit": "money per period",
                      "exclusiveMinimum": 0
                    }
                  }
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "family",
                    "alpha",
                    "lam"
                  ],
                  "properties": {
                    "family": {
                      "const": "sigmoid"
                    },
                    "alpha": {
                      "type": "number",
                      "description": "Contribution per period at saturation.",
                      "x-unit": "target per period",
                      "minimum": 0
                    },
                    "lam": {
                      "type": "number",
                      "description": "Rate; the slope at zero spend is alpha·lam/2.",
                      "x-unit": "1 / (money per period)",
                      "exclusiveMinimum": 0
                    }
                  }
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "family",
                    "b",
                    "s"
                  ],
                  "properties": {
                    "family": {
                      "const": "tanh"
                    },
                    "b": {
                      "type": "number",
                      "description": "Contribution per period at saturation.",
                      "x-unit": "target per period",
                      "minimum": 0
                    },
                    "s": {
                      "type": "number",
                      "description": "Spend per period at which the tangent at zero spend meets b.",
                      "x-unit": "money per period",
                      "exclusiveMinimum": 0
                    }
                  }
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "family",
                    "alpha",
                    "lam"
                  ],
                  "properties": {
                    "family": {
                      "const": "exponential"
                    },
                    "alpha": {
                      "type": "number",
                      "description": "Contribution per period at saturation.",
                      "x-unit": "target per period",
                      "minimum": 0
                    },
                    "lam": {
                      "type": "number",
                      "description": "Rate; the slope at zero spend is alpha·lam.",
                      "x-unit": "1 / (money per period)",
                      "exclusiveMinimum": 0
                    }
                  }
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "family",
                    "beta",
                    "K",
                    "h"
                  ],
                  "properties": {
                    "family": {
                      "const": "hill"
                    },
                    "beta": {
                      "type": "number",
                      "description": "Contribution per period at saturation.",
                      "x-unit": "target per period",
                      "minimum": 0
                    },
                    "K": {
                      "type": "number",
                      "description": "Spend per period at half of beta.",
                      "x-unit": "money per period",
                      "exclusiveMinimum": 0
                    },
                    "h": {
                      "type": "number",
                      "description": "Exponent; the curve is S-shaped above 1.",
                      "exclusiveMinimum": 0
                    }
                  }
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "family",
                    "beta",
                    "K",
                    "h"
                  ],
                  "properties": {
                    "family": {
                      "const": "concave_hill"
                    },
                    "beta": {
                      "type": "number",
                      "description": "Contribution per period at saturation.",
                      "x-unit": "target per period",
                      "minimum": 0
                    },
                    "K": {
                      "type": "number",
                      "description": "Spend per period at half of beta.",
                      "x-unit": "money per period",
                      "exclusiveMinimum": 0
                    },
                    "h": {
                      "type": "number",
                      "description": "Exponent.",
                      "exclusiveMinimum": 0,
                      "maximum": 1
                    }
                  }
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "family",
                    "a",
                    "p"
                  ],
                  "properties": {
                    "family": {
                      "const": "root"
                    },
                    "a": {
                      "type": "number",
                      "description": "Contribution per period at a spend of 1.",
                      "x-unit": "target per period",
                      "minimum": 0
                    },
                    "p": {
                      "type": "number",
                      "description": "Elasticity.",
                      "exclusiveMinimum": 0,
                      "maximum": 1
                    }
                  }
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "family",
                    "a",
                    "b"
                  ],
                  "properties": {
                    "family": {
                      "const": "logarithmic"
                    },
                    "a": {
                      "type": "number",
                      "description": "Contribution per period at a spend of b·(e − 1).",
                      "x-unit": "target per period",
                      "minimum": 0
                    },
                    "b": {
                      "type": "number",
                      "description": "Spend per period at which the curve bends.",
                      "x-unit": "money per period",
                      "exclusiveMinimum": 0
                    }
                  }
                }
              ],
              "description": "A saturating response curve with its parameters."
            },
            "adstock_alpha": {
              "type": "number",
              "minimum": 0,
              "exclusiveMaximum": 1,
              "description": "Share of effective spend carried into the next period; 0: none. The curve is of effective spend times 1 − adstock_alpha: spend held steady.",
              "x-unit": "fraction"
            },
            "max_observed_spend": {
              "type": "number",
              "description": "Largest spend in the data; with carryover the largest effective spend, on the scale of spend held steady.",
              "x-unit": "money per period"
            },
            "r2": {
              "type": [
                "number",
                "null"
              ],
              "description": "Coefficient of determination of the fit."
            },
            "rmse": {
              "type": [
                "number",
                "null"
              ],
              "description": "Root mean squared error.",
              "x-unit": "target per period"
            },
            "flags": {
              "type": "array",
              "description": "Named doubts about identifiability.",
              "items": {
                "type": "string",
                "description": "Flag."
              }
            }
          }
        }
      }
    },
    "examples": [
      {
        "source": {
          "kind": "fit",
          "reason": "it was asked for"
        },
        "channels": [
          {
            "channel": "tv_S",
            "curve": {
              "family": "sigmoid",
              "alpha": 221861,
              "lam": 0.000072876
            },
            "adstock_alpha": 0,
            "max_observed_spend": 158047,
            "r2": 0.999793,
            "rmse": 1179.52,
            "flags": []
          },
          {
            "channel": "ooh_S",
            "curve": {
              "family": "michaelis_menten",
              "L": 468483,
              "k": 1810550
            },
            "adstock_alpha": 0.0932993,
            "max_observed_spend": 500362,
            "r2": 0.986557,
            "rmse": 2110.41,
            "flags": [
              "half_saturation_beyond_observed_spend"
            ]
          }
        ]
      }
    ]
  },
  "data_quality": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "data_quality.schema.json",
    "title": "Data quality",
    "description": "One row per fact about the data.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "subject",
        "fact",
        "value",
        "detail"
      ],
      "properties": {
        "subject": {
          "type": "string",
          "description": "Column or 'dates'."
        },
        "fact": {
          "type": "string",
          "description": "What was looked at."
        },
        "value": {
          "type": [
            "number",
            "null"
          ],
          "description": "Measured value."
        },
        "detail": {
          "type": "string",
          "description": "Which periods or values, in words."
        }
      }
    },
    "examples": [
      [
        {
          "subject": "dates",
          "fact": "periods",
          "value": 208,
          "detail": "weekly, 2015-11-23 to 2019-11-11"
        },
        {
          "subject": "dates",
          "fact": "irregular steps",
          "value": 0,
          "detail": ""
        }
      ]
    ]
  },
  "decomposition.options": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "decomposition.options.schema.json",
    "title": "Options of 40_decomposition",
    "description": "How draws, dates and spend are joined.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "memory_limit_mb"
    ],
    "properties": {
      "memory_limit_mb": {
        "type": "integer",
        "description": "Memory DuckDB may use before it spills to disk.",
        "minimum": 64,
        "default": 1024
      }
    },
    "default": {},
    "examples": [
      {}
    ]
  },
  "diagnostics.options": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "diagnostics.options.schema.json",
    "title": "Options of 50_diagnostics",
    "description": "How the model's adequacy is recomputed.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "worst",
      "roi_range"
    ],
    "properties": {
      "worst": {
        "type": "integer",
        "description": "How many of the worst parameters the report lists.",
        "minimum": 1,
        "maximum": 1000,
        "default": 10
      },
      "roi_range": {
        "anyOf": [
          {
            "type": "null"
          },
          {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "lower",
              "upper"
            ],
            "properties": {
              "lower": {
                "type": "number",
                "description": "Least plausible ROI: contribution in units of the target per unit of spend."
              },
              "upper": {
                "type": "number",
                "description": "Greatest plausible ROI."
              }
            }
          }
        ],
        "default": null,
        "description": "Where the ROI of a channel can lie in this business, for the check of its prior; null: not checked."
      }
    },
    "default": {},
    "examples": [
      {}
    ]
  },
  "dsse_envelope": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "dsse_envelope.schema.json",
    "title": "DSSE envelope",
    "description": "attestation.intoto.json: a signed statement in a Dead Simple Signing Envelope.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "payloadType",
      "payload",
      "signatures"
    ],
    "properties": {
      "payloadType": {
        "const": "application/vnd.in-toto+json",
        "description": "What the payload is."
      },
      "payload": {
        "type": "string",
        "description": "The statement, base64."
      },
      "signatures": {
        "type": "array",
        "minItems": 1,
        "description": "One per key.",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "keyid",
            "sig"
          ],
          "properties": {
            "keyid": {
              "type": "string",
              "description": "SHA-256 of the public key as SPKI DER."
            },
            "sig": {
              "type": "string",
              "description": "Ed25519 signature of the pre-authentication encoding, base64."
            }
          }
        }
      }
    },
    "examples": [
      {
        "payloadType": "application/vnd.in-toto+json",
        "payload": "e30=",
        "signatures": [
          {
            "keyid": "9e682379fe6ab7e4b0e9ff0b8bde8672cbab88dd7386eb44d17fbee0a422553b",
            "sig": "c2ln"
          }
        ]
      }
    ]
  },
  "elpd_summary": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "elpd_summary.schema.json",
    "title": "ELPD",
    "description": "Leave-one-out predictive accuracy.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "elpd_loo",
        "se",
        "p_loo",
        "looic",
        "n_samples",
        "n_data_points",
        "warning",
        "elpd_waic",
        "p_waic",
        "waic_unreliable"
      ],
      "properties": {
        "elpd_loo": {
          "type": [
            "number",
            "null"
          ],
          "description": "Expected log predictive density.",
          "x-unit": "nats"
        },
        "se": {
          "type": [
            "number",
            "null"
          ],
          "description": "Standard error.",
          "x-unit": "nats"
        },
        "p_loo": {
          "type": [
            "number",
            "null"
          ],
          "description": "Effective number of parameters."
        },
        "looic": {
          "type": [
            "number",
            "null"
          ],
          "description": "−2 elpd_loo."
        },
        "n_samples": {
          "type": "integer",
          "description": "Draws."
        },
        "n_data_points": {
          "type": "integer",
          "description": "Observations."
        },
        "warning": {
          "type": "boolean",
          "description": "Some k is too large."
        },
        "elpd_waic": {
          "type": [
            "number",
            "null"
          ],
          "description": "Widely applicable information criterion on the elpd scale; information only.",
          "x-unit": "nats"
        },
        "p_waic": {
          "type": [
            "number",
            "null"
          ],
          "description": "Effective number of parameters by WAIC."
        },
        "waic_unreliable": {
          "type": "boolean",
          "description": "Some observation's log-likelihood varies by more than 0.4."
        }
      }
    },
    "examples": [
      [
        {
          "elpd_loo": 563.963,
          "se": 42.6955,
          "p_loo": 15.6113,
          "looic": -1127.93,
          "n_samples": 2000,
          "n_data_points": 208,
          "warning": false,
          "elpd_waic": 564.015,
          "p_waic": 15.5593,
          "waic_unreliable": true
        }
      ]
    ]
  },
  "environment": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "environment.schema.json",
    "title": "Environment",
    "description": "The machine and the software of the run: the one artefact that differs between identical runs.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "started_at",
      "sluice",
      "code_sha256",
      "node",
      "platform",
      "arch",
      "host",
      "packages"
    ],
    "properties": {
      "started_at": {
        "type": "string",
        "description": "Start, UTC, ISO 8601.",
        "format": "date-time"
      },
      "sluice": {
        "type": "string",
        "description": "Version of Sluice."
      },
      "code_sha256": {
        "type": "string",
        "pattern": "^[0-9a-f]{64}$",
        "description": "Hash of Sluice's own code."
      },
      "node": {
        "type": "string",
        "description": "Version of Node."
      },
      "platform": {
        "type": "string",
        "description": "Operating system."
      },
      "arch": {
        "type": "string",
        "description": "Processor architecture."
      },
      "host": {
        "type": "string",
        "description": "Host name."
      },
      "packages": {
        "type": "object",
        "description": "Versions of the packages that numbers depend on.",
        "additionalProperties": {
          "type": "string"
        }
      }
    },
    "examples": [
      {
        "started_at": "2026-11-24T13:11:45.705Z",
        "sluice": "0.1.0",
        "code_sha256": "fe83c12fbb47fef4de12adb4d163e899cd27f933663a1747acdedb9a347a9f23",
        "node": "v20.20.2",
        "platform": "linux",
        "arch": "x64",
        "host": "build-01",
        "packages": {
          "@duckdb/node-api": "1.5.6-r.1",
          "@resvg/resvg-js": "2.6.2",
          "arquero": "8.0.3",
          "h5wasm": "0.10.3",
          "ml-levenberg-marquardt": "5.1.0",
          "ml-matrix": "6.15.1",
          "vega": "6.4.0",
          "vega-lite": "6.4.3"
        }
      }
    ]
  },
  "gates": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "gates.schema.json",
    "title": "Gates",
    "description": "Verdict of each gate, after policy.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "policy",
      "adequacy",
      "families",
      "gates",
      "waivers"
    ],
    "properties": {
      "policy": {
        "type": "string",
        "description": "Policy that judged."
      },
      "adequacy": {
        "type": "string",
        "enum": [
          "pass",
          "warn",
          "waived",
          "fail"
        ],
        "description": "Worst of a gate's checks after policy; waived: it fails, and a waiver opens it."
      },
      "families": {
        "type": "array",
        "description": "Verdict of each family.",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "family",
            "status"
          ],
          "properties": {
            "family": {
              "type": "string",
              "enum": [
                "pre_diagnostic",
                "convergence",
                "calibration",
                "evidence",
                "response_curve"
              ],
              "description": "Family of gates."
            },
            "status": {
              "type": "string",
              "enum": [
                "pass",
                "warn",
                "waived",
                "fail"
              ],
              "description": "Worst of a gate's checks after policy; waived: it fails, and a waiver opens it."
            }
          }
        }
      },
      "gates": {
        "type": "array",
        "description": "Verdict of each gate.",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "gate",
            "family",
            "question",
            "status",
            "because"
          ],
          "properties": {
            "gate": {
              "type": "string",
              "enum": [
                "g0",
                "g1",
                "g2",
                "g3",
                "g4",
                "g5",
                "g6",
                "g7",
                "g8",
                "g9"
              ],
              "description": "Gate that the check belongs to."
            },
            "family": {
              "type": "string",
              "enum": [
                "pre_diagnostic",
                "convergence",
                "calibration",
                "evidence",
                "response_curve"
              ],
              "description": "Family of gates."
            },
            "question": {
              "type": "string",
              "description": "What the gate asks."
            },
            "status": {
              "type": "string",
              "enum": [
                "pass",
                "warn",
                "waived",
                "fail"
              ],
              "description": "Worst of a gate's checks after policy; waived: it fails, and a waiver opens it."
            },
            "because": {
              "type": "array",
              "description": "Checks that decided it: those as bad as the gate.",
              "items": {
                "type": "string",
                "description": "check_id"
              }
            }
          }
        }
      },
      "waivers": {
        "type": "array",
        "description": "Waivers of the pipeline, and what came of each.",
        "default": [],
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "gate",
            "worst",
            "reason",
            "approver",
            "expires",
            "outcome",
            "why"
          ],
          "properties": {
            "gate": {
              "type": "string",
              "enum": [
                "g0",
                "g1",
                "g2",
                "g3",
                "g4",
                "g5",
                "g6",
                "g7",
                "g8",
                "g9"
              ],
              "description": "Gate that the check belongs to."
            },
            "worst": {
              "type": "object",
              "description": "Worst value accepted, by check.",
              "additionalProperties": {
                "type": [
                  "number",
                  "string"
                ],
                "description": "A number or level; `undefined`: a statistic without a value; `missing`: evidence that is not there."
              }
            },
            "reason": {
              "type": "string",
              "description": "Why the gate may be opened."
            },
            "approver": {
              "type": "string",
              "description": "Who answers for it."
            },
            "expires": {
              "type": "string",
              "format": "date",
              "description": "Calendar date, YYYY-MM-DD."
            },
            "outcome": {
              "type": "string",
              "enum": [
                "used",
                "unused",
                "refused"
              ],
              "description": "used: it helped to open a gate; unused: there was nothing to open; refused: it opens nothing."
            },
            "why": {
              "type": "string",
              "description": "What it opened, or why it did not."
            }
          },
          "description": "A waiver, and what came of it in this run."
        }
      }
    },
    "examples": [
      {
        "policy": "publish",
        "adequacy": "warn",
        "families": [
          {
            "family": "pre_diagnostic",
            "status": "warn"
          },
          {
            "family": "convergence",
            "status": "pass"
          }
        ],
        "gates": [
          {
            "gate": "g0",
            "family": "pre_diagnostic",
            "question": "Are the data fit to model?",
            "status": "pass",
            "because": []
          },
          {
            "gate": "g1",
            "family": "pre_diagnostic",
            "question": "Is the prior predictive plausible?",
            "status": "warn",
            "because": [
              "prior_predictive"
            ]
          }
        ],
        "waivers": [
          {
            "gate": "g6",
            "worst": {
              "pareto_k_bad": 0.03
            },
            "reason": "Two weeks of the strike; refit planned in January.",
            "approver": "Jane Doe",
            "expires": "2027-01-31",
            "outcome": "used",
            "why": "opens g6: pareto_k_bad is 0.0192, accepted up to 0.03"
          }
        ]
      }
    ]
  },
  "gc_report": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "gc_report.schema.json",
    "title": "Garbage collection",
    "description": "What `sluice gc` kept and removed.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "dry_run",
      "kept",
      "removed",
      "freed_bytes"
    ],
    "properties": {
      "dry_run": {
        "type": "boolean",
        "description": "Whether nothing was removed, only said."
      },
      "kept": {
        "type": "array",
        "description": "Runs that stay, newest first.",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "run_id",
            "because"
          ],
          "properties": {
            "run_id": {
              "type": "string",
              "description": "Run."
            },
            "because": {
              "type": "array",
              "description": "Why it stays.",
              "items": {
                "type": "string",
                "description": "Reason."
              }
            }
          }
        }
      },
      "removed": {
        "type": "array",
        "description": "Runs that go, newest first.",
        "items": {
          "type": "string",
          "description": "Run."
        }
      },
      "freed_bytes": {
        "type": "integer",
        "description": "Content of the removed runs that no run that stays shares.",
        "x-unit": "bytes",
        "minimum": 0
      }
    },
    "examples": [
      {
        "dry_run": true,
        "kept": [
          {
            "run_id": "20261124T131145Z-54742a",
            "because": [
              "latest",
              "one of the newest 10"
            ]
          },
          {
            "run_id": "20260301T090004Z-54742a",
            "because": [
              "labelled ticket=MMM-142"
            ]
          }
        ],
        "removed": [
          "20260308T090011Z-54742a"
        ],
        "freed_bytes": 3470121
      }
    ]
  },
  "interpretation.options": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "interpretation.options.schema.json",
    "title": "Options of 80_interpretation",
    "description": "How the report speaks.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "language"
    ],
    "properties": {
      "language": {
        "type": "string",
        "enum": [
          "en"
        ],
        "default": "en",
        "description": "Language of the report."
      }
    },
    "default": {},
    "examples": [
      {}
    ]
  },
  "lock": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "lock.schema.json",
    "title": "Lock",
    "description": "Which process has a pipeline's artefacts to itself.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "host",
      "pid",
      "started",
      "since",
      "released",
      "run_id",
      "abandoned"
    ],
    "properties": {
      "host": {
        "type": "string",
        "description": "Machine."
      },
      "pid": {
        "type": "integer",
        "description": "Process.",
        "minimum": 0
      },
      "started": {
        "type": [
          "string",
          "null"
        ],
        "description": "When that process began, as the machine counts it, so that another one of the same number is not taken for it; null where the machine does not say."
      },
      "since": {
        "type": "string",
        "description": "When the lock was taken, UTC.",
        "format": "date-time"
      },
      "released": {
        "type": "boolean",
        "description": "Whether the process has given it back."
      },
      "run_id": {
        "type": [
          "string",
          "null"
        ],
        "description": "Run that it makes; null before there is one."
      },
      "abandoned": {
        "type": "array",
        "description": "Runs that processes before it left unfinished, and that are still to be removed.",
        "items": {
          "type": "string",
          "description": "Run."
        }
      }
    },
    "examples": [
      {
        "host": "build-7",
        "pid": 4711,
        "started": "8349921",
        "since": "2026-11-24T13:11:45.963Z",
        "released": false,
        "run_id": "20261124T131145Z-54742a",
        "abandoned": []
      }
    ]
  },
  "manifest": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "manifest.schema.json",
    "title": "Manifest",
    "description": "One run: what went in, what was done, what came out.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "format",
      "run_id",
      "pipeline",
      "status",
      "started_at",
      "finished_at",
      "by",
      "labels",
      "request",
      "sluice",
      "tools",
      "git",
      "code_sha256",
      "config_sha256",
      "policy",
      "adequacy",
      "inputs",
      "gates",
      "waivers",
      "stages",
      "warnings",
      "root_sha256",
      "cell"
    ],
    "properties": {
      "format": {
        "type": "integer",
        "enum": [
          1,
          2
        ],
        "description": "Version of this format; the root hash of 1 leaves out the run's id and times, that of 2 covers every field."
      },
      "run_id": {
        "type": "string",
        "description": "Run."
      },
      "pipeline": {
        "type": "string",
        "description": "Pipeline."
      },
      "cell": {
        "type": [
          "object",
          "null"
        ],
        "description": "Cell of the matrix, value by axis; null for a pipeline without one.",
        "additionalProperties": {
          "type": [
            "string",
            "number"
          ],
          "description": "Value."
        },
        "default": null
      },
      "status": {
        "type": "string",
        "enum": [
          "done",
          "blocked",
          "failed",
          "interrupted"
        ],
        "description": "How the run ended."
      },
      "started_at": {
        "type": "string",
        "description": "Start, UTC.",
        "format": "date-time"
      },
      "finished_at": {
        "type": "string",
        "description": "End, UTC.",
        "format": "date-time"
      },
      "by": {
        "anyOf": [
          {
            "type": "null"
          },
          {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "user",
              "host"
            ],
            "properties": {
              "user": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Account that ran it; null where the system names none."
              },
              "host": {
                "type": "string",
                "description": "Host name."
              }
            }
          }
        ],
        "default": null,
        "description": "Who ran it, and where; null in format 1."
      },
      "labels": {
        "type": "object",
        "description": "What the user called it (`sluice run --label key=value`).",
        "default": {},
        "additionalProperties": {
          "type": "string"
        }
      },
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "only",
          "from",
          "until",
          "force",
          "set"
        ],
        "properties": {
          "only": {
            "type": "array",
            "description": "Stages of --only.",
            "items": {
              "type": "string",
              "description": "As it was typed."
            },
            "default": []
          },
          "from": {
            "type": "array",
            "description": "Stages of --from.",
            "items": {
              "type": "string",
              "description": "As it was typed."
            },
            "default": []
          },
          "until": {
            "type": "array",
            "description": "Stages of --until.",
            "items": {
              "type": "string",
              "description": "As it was typed."
            },
            "default": []
          },
          "force": {
            "type": "array",
            "description": "Stages of --force: run although nothing had changed.",
            "items": {
              "type": "string",
              "description": "As it was typed."
            },
            "default": []
          },
          "set": {
            "type": "array",
            "description": "Values of --set, key.path=value.",
            "items": {
              "type": "string",
              "description": "As it was typed."
            },
            "default": []
          }
        },
        "default": {},
        "description": "What the command line asked for beyond the pipeline file; a run of some stages only is no whole answer, and `latest` does not lead to it."
      },
      "sluice": {
        "type": "string",
        "description": "Version of Sluice."
      },
      "tools": {
        "anyOf": [
          {
            "type": "null"
          },
          {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "node",
              "platform",
              "arch",
              "packages"
            ],
            "properties": {
              "node": {
                "type": "string",
                "description": "Version of Node."
              },
              "platform": {
                "type": "string",
                "description": "Operating system."
              },
              "arch": {
                "type": "string",
                "description": "Processor architecture."
              },
              "packages": {
                "type": "object",
                "description": "Versions of the packages that numbers depend on.",
                "additionalProperties": {
                  "type": "string"
                }
              }
            }
          }
        ],
        "default": null,
        "description": "What ran it; null in format 1."
      },
      "git": {
        "anyOf": [
          {
            "type": "null"
          },
          {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "commit",
              "dirty"
            ],
            "properties": {
              "commit": {
                "type": "string",
                "pattern": "^[0-9a-f]{40,64}$",
                "description": "Commit that was checked out."
              },
              "dirty": {
                "type": "boolean",
                "description": "Whether files that git tracks differed from it."
              }
            }
          }
        ],
        "default": null,
        "description": "State of the git repository that the pipeline file lies in; null where there is none."
      },
      "code_sha256": {
        "type": "string",
        "pattern": "^[0-9a-f]{64}$",
        "description": "Hash of Sluice's own code."
      },
      "config_sha256": {
        "type": "string",
        "pattern": "^[0-9a-f]{64}$",
        "description": "Hash of the resolved configuration."
      },
      "policy": {
        "type": "string",
        "description": "Policy."
      },
      "adequacy": {
        "anyOf": [
          {
            "type": "null"
          },
          {
            "type": "string",
            "enum": [
              "pass",
              "warn",
              "waived",
              "fail"
            ],
            "description": "Worst of a gate's checks after policy; waived: it fails, and a waiver opens it."
          }
        ],
        "description": "Worst gate; null when the gates were not reached."
      },
      "inputs": {
        "type": "array",
        "description": "Input files.",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "name",
            "path",
            "bytes",
            "sha256"
          ],
          "properties": {
            "name": {
              "type": "string",
              "description": "Part it plays."
            },
            "path": {
              "type": "string",
              "description": "Path, relative to the pipeline file's folder."
            },
            "bytes": {
              "type": "integer",
              "description": "Size.",
              "minimum": 0
            },
            "sha256": {
              "type": "string",
              "pattern": "^[0-9a-f]{64}$",
              "description": "SHA-256 of the bytes, hexadecimal."
            }
          }
        }
      },
      "gates": {
        "type": "array",
        "description": "Verdicts; empty when the gates were not reached.",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "gate",
            "status"
          ],
          "properties": {
            "gate": {
              "type": "string",
              "enum": [
                "g0",
                "g1",
                "g2",
                "g3",
                "g4",
                "g5",
                "g6",
                "g7",
                "g8",
                "g9"
              ],
              "description": "Gate that the check belongs to."
            },
            "status": {
              "type": "string",
              "enum": [
                "pass",
                "warn",
                "waived",
                "fail"
              ],
              "description": "Worst of a gate's checks after policy; waived: it fails, and a waiver opens it."
            }
          }
        }
      },
      "waivers": {
        "type": "array",
        "description": "Waivers of the pipeline, and what came of each.",
        "default": [],
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "gate",
            "worst",
            "reason",
            "approver",
            "expires",
            "outcome",
            "why"
          ],
          "properties": {
            "gate": {
              "type": "string",
              "enum": [
                "g0",
                "g1",
                "g2",
                "g3",
                "g4",
                "g5",
                "g6",
                "g7",
                "g8",
                "g9"
              ],
              "description": "Gate that the check belongs to."
            },
            "worst": {
              "type": "object",
              "description": "Worst value accepted, by check.",
              "additionalProperties": {
                "type": [
                  "number",
                  "string"
                ],
                "description": "A number or level; `undefined`: a statistic without a value; `missing`: evidence that is not there."
              }
            },
            "reason": {
              "type": "string",
              "description": "Why the gate may be opened."
            },
            "approver": {
              "type": "string",
              "description": "Who answers for it."
            },
            "expires": {
              "type": "string",
              "format": "date",
              "description": "Calendar date, YYYY-MM-DD."
            },
            "outcome": {
              "type": "string",
              "enum": [
                "used",
                "unused",
                "refused"
              ],
              "description": "used: it helped to open a gate; unused: there was nothing to open; refused: it opens nothing."
            },
            "why": {
              "type": "string",
              "description": "What it opened, or why it did not."
            }
          },
          "description": "A waiver, and what came of it in this run."
        }
      },
      "stages": {
        "type": "array",
        "description": "Stages, in the order they ran.",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "stage",
            "status",
            "key",
            "reused_from",
            "seconds",
            "reason",
            "reads",
            "writes"
          ],
          "properties": {
            "stage": {
              "type": "string",
              "description": "Stage."
            },
            "status": {
              "type": "string",
              "enum": [
                "done",
                "reused",
                "blocked",
                "failed",
                "skipped"
              ],
              "description": "What happened."
            },
            "key": {
              "anyOf": [
                {
                  "type": "null"
                },
                {
                  "type": "string",
                  "pattern": "^[0-9a-f]{64}$",
                  "description": "SHA-256 of the bytes, hexadecimal."
                }
              ],
              "description": "Identity of the work: hash of code, options and everything read; null when it was not reached."
            },
            "reused_from": {
              "type": [
                "string",
                "null"
              ],
              "description": "Run whose artefacts were reused."
            },
            "seconds": {
              "type": "number",
              "description": "Wall time.",
              "x-unit": "s",
              "minimum": 0
            },
            "reason": {
              "type": [
                "string",
                "null"
              ],
              "description": "Why it was blocked, failed or skipped."
            },
            "reads": {
              "type": "object",
              "description": "Hash of everything read.",
              "additionalProperties": {
                "type": "string",
                "pattern": "^[0-9a-f]{64}$",
                "description": "SHA-256 of the bytes, hexadecimal."
              }
            },
            "writes": {
              "type": "array",
              "description": "Files written.",
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": [
                  "path",
                  "bytes",
                  "sha256"
                ],
                "properties": {
                  "path": {
                    "type": "string",
                    "description": "Path, relative to the pipeline file's folder for inputs, to the run's folder for artefacts."
                  },
                  "bytes": {
                    "type": "integer",
                    "description": "Size.",
                    "minimum": 0
                  },
                  "sha256": {
                    "type": "string",
                    "pattern": "^[0-9a-f]{64}$",
                    "description": "SHA-256 of the bytes, hexadecimal."
                  }
                }
              }
            }
          }
        }
      },
      "warnings": {
        "type": "array",
        "description": "Warnings of the run.",
        "items": {
          "type": "string",
          "description": "Warning."
        }
      },
      "root_sha256": {
        "type": "string",
        "pattern": "^[0-9a-f]{64}$",
        "description": "Hash over every other field, keys sorted (format 1: but for format, run_id, started_at and finished_at)."
      }
    },
    "examples": [
      {
        "format": 2,
        "run_id": "20261124T131145Z-54742a",
        "started_at": "2026-11-24T13:11:45.963Z",
        "finished_at": "2026-11-24T13:11:52.329Z",
        "by": {
          "user": "analyst",
          "host": "build-01"
        },
        "labels": {
          "ticket": "MMM-142"
        },
        "pipeline": "robyn_weekly",
        "status": "done",
        "sluice": "0.1.0",
        "tools": {
          "node": "v20.20.2",
          "platform": "linux",
          "arch": "x64",
          "packages": {
            "@duckdb/node-api": "1.5.6-r.1",
            "vega": "6.4.0"
          }
        },
        "git": {
          "commit": "b6777c3f1d0a4e5b8c9d2e3f4a5b6c7d8e9f0a1b",
          "dirty": false
        },
        "code_sha256": "fe83c12fbb47fef4de12adb4d163e899cd27f933663a1747acdedb9a347a9f23",
        "config_sha256": "54742ae8c688927954ea8ae6019811d56f6bcf2a4c347a58f618ec8cf5d94295",
        "policy": "publish",
        "adequacy": "warn",
        "inputs": [
          {
            "name": "data",
            "path": "examples/robyn_weekly/data.csv",
            "bytes": 20139,
            "sha256": "9e682379fe6ab7e4b0e9ff0b8bde8672cbab88dd7386eb44d17fbee0a422553b"
          },
          {
            "name": "model",
            "path": "examples/robyn_weekly/model.nc",
            "bytes": 12853878,
            "sha256": "622ee1f960b5f59ae7bd9af556753541d858da5ff864597d2d0118a53d6bb8c0"
          }
        ],
        "gates": [
          {
            "gate": "g0",
            "status": "pass"
          },
          {
            "gate": "g1",
            "status": "warn"
          }
        ],
        "waivers": [],
        "stages": [
          {
            "key": "d4b868f1827b23c3f709203e10e5fef1d25c73be0c967b504e4f23f0b647d38b",
            "reused_from": null,
            "seconds": 0.616879,
            "reads": {
              "code": "fe83c12fbb47fef4de12adb4d163e899cd27f933663a1747acdedb9a347a9f23",
              "options": "3dff4ce396e8aa2edf7fb2c708b4a30b1d97dfe11076b9493d9dd088786ac673",
              "dataset": "73cee149341fdfb4e1e7eccc5bda147ac1ca6b6d83388825270a1a78d61af987",
              "policy": "6fe6a9d52348ca04247d1864ab1e0f9155cdc01673be97f2e07817a02c3097e3",
              "seed": "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"
            },
            "writes": [
              {
                "path": "10_pre_diagnostics/checks.json",
                "bytes": 4852,
                "sha256": "b3283bf093b3db49da8fc675a21eccb81fd709562a63f7a8ba4e0590ee319c94"
              },
              {
                "path": "10_pre_diagnostics/correlation.png",
                "bytes": 99468,
                "sha256": "ede84f2786f48e33ec2f9b91ef28ff9b1f04ea3817cc33468b177fa8d6d4768b"
              }
            ],
            "stage": "10_pre_diagnostics",
            "status": "done",
            "reason": null
          },
          {
            "key": "eb7d2c62c801e304af7be4bba5b5e768952024cc6471412aa190ae0128efbc80",
            "reused_from": null,
            "seconds": 0.735148,
            "reads": {
              "code": "fe83c12fbb47fef4de12adb4d163e899cd27f933663a1747acdedb9a347a9f23",
              "options": "104ab8955a6eeddff50899e4e858cf1e649788ec4e17caca71a40c315828d9cb",
              "model": "87d6fa0146549d1b583542656ed4983cb4b413e600397e015a4a61a62eafb1e0",
              "dataset": "73cee149341fdfb4e1e7eccc5bda147ac1ca6b6d83388825270a1a78d61af987"
            },
            "writes": [
              {
                "path": "20_model_fit/model.json",
                "bytes": 710,
                "sha256": "e1c1506d3cc9ad744a47353188f51fb9ff96684dd55d7d9973795b2b6cae236d"
              },
              {
                "path": "20_model_fit/model_summary.csv",
                "bytes": 4414,
                "sha256": "2df584a44693e7fa230c94a5df5c125566b36133ed7f9be3b9cbf8b6414dfb2d"
              }
            ],
            "stage": "20_model_fit",
            "status": "done",
            "reason": null
          }
        ],
        "warnings": [],
        "root_sha256": "36387568d6859f2b7997bededbd03dc920ab989a2e7e4a8322cc5dd329897fa0"
      }
    ]
  },
  "matrix": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "matrix.schema.json",
    "title": "Matrix",
    "description": "Cells of one pipeline: every combination of the values of its axes, e.g. brands and markets. `{{axis}}` in any text of the pipeline file stands for the cell's value. `exclude` lists combinations that are left out; `include` lists further ones, or further values of those that it matches.",
    "type": "object",
    "minProperties": 1,
    "propertyNames": {
      "pattern": "^[a-z][a-z0-9_]{0,31}$",
      "description": "lower-case letters, digits and _, beginning with a letter"
    },
    "additionalProperties": {
      "type": "array",
      "description": "Values of an axis, safe as names of folders; under exclude and include mappings from axis to value.",
      "items": {
        "anyOf": [
          {
            "type": "string",
            "description": "Value."
          },
          {
            "type": "number",
            "description": "Value."
          },
          {
            "type": "object",
            "description": "Values by axis; under include also by other names.",
            "propertyNames": {
              "pattern": "^[a-z][a-z0-9_]{0,31}$",
              "description": "lower-case letters, digits and _, beginning with a letter"
            },
            "additionalProperties": {
              "type": [
                "string",
                "number"
              ],
              "description": "Value."
            }
          }
        ]
      }
    },
    "examples": [
      {
        "brand": [
          "alpha",
          "beta"
        ],
        "market": [
          "de",
          "fr"
        ],
        "exclude": [
          {
            "brand": "beta",
            "market": "fr"
          }
        ],
        "include": [
          {
            "brand": "gamma",
            "market": "uk"
          }
        ]
      }
    ]
  },
  "matrix_summary": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "matrix_summary.schema.json",
    "title": "Matrix summary",
    "description": "What became of each cell of a matrix: verdict, budget, expected gain, what blocked it.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "cell",
        "status",
        "verdict",
        "total_budget",
        "gain",
        "gain_q05",
        "gain_q95",
        "gain_fraction",
        "blocked_by",
        "message",
        "seconds",
        "reused",
        "run_id",
        "path"
      ],
      "properties": {
        "cell": {
          "type": "string",
          "description": "Cell, as `brand=alpha,market=de`; the name of the pipeline where it has no matrix."
        },
        "status": {
          "type": "string",
          "description": "How its run ended; invalid: its inputs allowed none; none: it has no complete run.",
          "enum": [
            "done",
            "blocked",
            "failed",
            "interrupted",
            "invalid",
            "none"
          ]
        },
        "verdict": {
          "type": [
            "string",
            "null"
          ],
          "description": "Worst gate; null when the gates were not reached."
        },
        "total_budget": {
          "type": [
            "number",
            "null"
          ],
          "description": "Budget per period; null without a recommendation.",
          "x-unit": "money"
        },
        "gain": {
          "type": [
            "number",
            "null"
          ],
          "description": "Expected gain per period over current spend; null without a recommendation.",
          "x-unit": "target"
        },
        "gain_q05": {
          "type": [
            "number",
            "null"
          ],
          "description": "Lower end of its 90 % interval.",
          "x-unit": "target"
        },
        "gain_q95": {
          "type": [
            "number",
            "null"
          ],
          "description": "Upper end of its 90 % interval.",
          "x-unit": "target"
        },
        "gain_fraction": {
          "type": [
            "number",
            "null"
          ],
          "description": "Gain as a share of the current contribution; null without a recommendation, or where that is zero."
        },
        "blocked_by": {
          "type": [
            "string",
            "null"
          ],
          "description": "Gates that kept stages shut, joined by spaces; null where none did."
        },
        "message": {
          "type": [
            "string",
            "null"
          ],
          "description": "Why it failed or was refused, in one line; null otherwise."
        },
        "seconds": {
          "type": [
            "number",
            "null"
          ],
          "description": "How long it took; null where it was not begun.",
          "minimum": 0,
          "x-unit": "seconds"
        },
        "reused": {
          "type": "integer",
          "minimum": 0,
          "description": "Stages that were taken over from earlier runs or other cells."
        },
        "run_id": {
          "type": [
            "string",
            "null"
          ],
          "description": "Run; null where there is none."
        },
        "path": {
          "type": [
            "string",
            "null"
          ],
          "description": "Folder of the run, relative to the pipeline's artefacts; null where there is none."
        }
      }
    },
    "examples": [
      [
        {
          "cell": "brand=alpha,market=de",
          "status": "done",
          "verdict": "warn",
          "total_budget": 34380,
          "gain": 1200.5,
          "gain_q05": 300,
          "gain_q95": 2100,
          "gain_fraction": 0.04,
          "blocked_by": null,
          "message": null,
          "seconds": 9.8,
          "reused": 3,
          "run_id": "20261124T131145Z-54742a",
          "path": "cells/brand=alpha,market=de/runs/20261124T131145Z-54742a"
        }
      ]
    ]
  },
  "media_contribution_per_spend": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "media_contribution_per_spend.schema.json",
    "title": "Contribution per spend",
    "description": "Return of each channel over all periods.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "channel",
        "total_spend",
        "total_contribution_mean",
        "total_contribution_hdi_3pct",
        "total_contribution_hdi_97pct",
        "share_of_spend",
        "share_of_media_contribution_mean",
        "contribution_per_spend_mean",
        "contribution_per_spend_median",
        "contribution_per_spend_hdi_3pct",
        "contribution_per_spend_hdi_97pct",
        "weeks_with_spend"
      ],
      "properties": {
        "channel": {
          "type": "string",
          "description": "Channel."
        },
        "total_spend": {
          "type": "number",
          "description": "Spend over all periods.",
          "x-unit": "money"
        },
        "total_contribution_mean": {
          "type": "number",
          "description": "Posterior mean of the total contribution.",
          "x-unit": "target"
        },
        "total_contribution_hdi_3pct": {
          "type": "number",
          "description": "Lower end of the 94 % highest-density interval.",
          "x-unit": "target"
        },
        "total_contribution_hdi_97pct": {
          "type": "number",
          "description": "Upper end of the 94 % highest-density interval.",
          "x-unit": "target"
        },
        "share_of_spend": {
          "type": "number",
          "description": "Share of total spend.",
          "x-unit": "fraction"
        },
        "share_of_media_contribution_mean": {
          "type": "number",
          "description": "Posterior mean of the share of total media contribution.",
          "x-unit": "fraction"
        },
        "contribution_per_spend_mean": {
          "type": [
            "number",
            "null"
          ],
          "description": "Posterior mean of contribution per unit of spend (ROI where the target is money); null without spend.",
          "x-unit": "target per money"
        },
        "contribution_per_spend_median": {
          "type": [
            "number",
            "null"
          ],
          "description": "Median.",
          "x-unit": "target per money"
        },
        "contribution_per_spend_hdi_3pct": {
          "type": [
            "number",
            "null"
          ],
          "description": "Lower end of the 94 % highest-density interval.",
          "x-unit": "target per money"
        },
        "contribution_per_spend_hdi_97pct": {
          "type": [
            "number",
            "null"
          ],
          "description": "Upper end of the 94 % highest-density interval.",
          "x-unit": "target per money"
        },
        "weeks_with_spend": {
          "type": "integer",
          "description": "Periods with spend above zero."
        }
      }
    },
    "examples": [
      [
        {
          "channel": "tv_S",
          "total_spend": 3087490,
          "total_contribution_mean": 12551700,
          "total_contribution_hdi_3pct": 11743800,
          "total_contribution_hdi_97pct": 13404200,
          "share_of_spend": 0.212504,
          "share_of_media_contribution_mean": 0.549169,
          "contribution_per_spend_mean": 4.06534,
          "contribution_per_spend_median": 4.06252,
          "contribution_per_spend_hdi_3pct": 3.80367,
          "contribution_per_spend_hdi_97pct": 4.34146,
          "weeks_with_spend": 92
        },
        {
          "channel": "ooh_S",
          "total_spend": 8989330,
          "total_contribution_mean": 2280700,
          "total_contribution_hdi_3pct": 1648500,
          "total_contribution_hdi_97pct": 2919000,
          "share_of_spend": 0.618712,
          "share_of_media_contribution_mean": 0.0995245,
          "contribution_per_spend_mean": 0.253712,
          "contribution_per_spend_median": 0.25182,
          "contribution_per_spend_hdi_3pct": 0.183384,
          "contribution_per_spend_hdi_97pct": 0.324718,
          "weeks_with_spend": 85
        }
      ]
    ]
  },
  "model_assessment.options": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "model_assessment.options.schema.json",
    "title": "Options of 30_model_assessment",
    "description": "Posterior predictive fit: no option.",
    "type": "object",
    "additionalProperties": false,
    "required": [],
    "properties": {},
    "default": {},
    "examples": [
      {}
    ]
  },
  "model_fit.options": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "model_fit.options.schema.json",
    "title": "Options of 20_model_fit",
    "description": "How the posterior comes in.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "uses",
      "hdi_probability",
      "command"
    ],
    "properties": {
      "uses": {
        "type": "string",
        "enum": [
          "import",
          "command"
        ],
        "default": "import",
        "description": "import: read the existing model.nc named under inputs. command: run a program that fits the model and writes {{out}}/model.nc."
      },
      "hdi_probability": {
        "type": "number",
        "description": "Mass of the highest-density intervals in model_summary.csv.",
        "x-unit": "fraction",
        "exclusiveMinimum": 0,
        "exclusiveMaximum": 1,
        "default": 0.94
      },
      "command": {
        "anyOf": [
          {
            "type": "null"
          },
          {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "run",
              "folder",
              "environment",
              "secrets",
              "files",
              "timeout_seconds",
              "grace_seconds",
              "retries",
              "backoff_seconds"
            ],
            "properties": {
              "run": {
                "anyOf": [
                  {
                    "type": "string",
                    "minLength": 1
                  },
                  {
                    "type": "array",
                    "items": {
                      "type": "string"
                    },
                    "minItems": 1
                  }
                ],
                "description": "The program and its arguments: a list, each item one argument, or a line for the shell (bash). {{out}} stands for the folder that it writes to, {{data}} for the data, {{seed}} for the seed, {{in}} for the folder of the artefacts that it reads; in a line they are quoted."
              },
              "folder": {
                "type": "string",
                "description": "Folder that it runs in, relative to the pipeline file.",
                "default": ".",
                "minLength": 1
              },
              "environment": {
                "type": "object",
                "description": "Environment variables by name. It sees these, the secrets, SLUICE_OUT, SLUICE_DATA, SLUICE_SEED and SLUICE_IN, and of the machine's own only PATH, HOME, USER, LOGNAME, SHELL, TMPDIR, LANG and LC_ALL.",
                "propertyNames": {
                  "pattern": "^[A-Za-z_][A-Za-z0-9_]*$",
                  "description": "a name of letters, digits and _"
                },
                "additionalProperties": {
                  "type": "string"
                },
                "default": {}
              },
              "secrets": {
                "type": "array",
                "description": "Names of environment variables that are handed on from the machine and whose values are kept out of the log and of every artefact.",
                "items": {
                  "type": "string",
                  "pattern": "^[A-Za-z_][A-Za-z0-9_]*$",
                  "description": "a name of letters, digits and _"
                },
                "uniqueItems": true,
                "default": []
              },
              "files": {
                "type": "array",
                "description": "Files that it depends on, relative to the pipeline file, beside those that its arguments name: it runs anew when one changes.",
                "items": {
                  "type": "string",
                  "minLength": 1
                },
                "uniqueItems": true,
                "default": []
              },
              "timeout_seconds": {
                "type": [
                  "number",
                  "null"
                ],
                "description": "Longest that one attempt may take; null: no limit.",
                "x-unit": "s",
                "exclusiveMinimum": 0,
                "default": null
              },
              "grace_seconds": {
                "type": "number",
                "description": "Time between asking it to stop (SIGTERM) and stopping it (SIGKILL).",
                "x-unit": "s",
                "minimum": 0,
                "default": 10
              },
              "retries": {
                "type": "integer",
                "description": "How many more times it is tried when it fails.",
                "minimum": 0,
                "maximum": 20,
                "default": 0
              },
              "backoff_seconds": {
                "type": "number",
                "description": "Wait before the second attempt; doubled before each one after it.",
                "x-unit": "s",
                "minimum": 0,
                "default": 10
              }
            },
            "description": "A program of the team's own."
          }
        ],
        "default": null,
        "description": "The program that fits the model; for uses: command."
      }
    },
    "default": {},
    "examples": [
      {},
      {
        "uses": "command",
        "command": {
          "run": [
            "python",
            "fit.py",
            "--data",
            "{{data}}",
            "--out",
            "{{out}}/model.nc"
          ],
          "environment": {
            "OMP_NUM_THREADS": "2"
          },
          "timeout_seconds": 7200
        }
      }
    ]
  },
  "model_fit_metrics": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "model_fit_metrics.schema.json",
    "title": "Fit metrics",
    "description": "How well the posterior predictive mean fits the observed target.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "metric",
        "prediction",
        "value",
        "unit",
        "note"
      ],
      "properties": {
        "metric": {
          "type": "string",
          "enum": [
            "r2",
            "mape",
            "rmse",
            "mae",
            "nrmse_range",
            "nrmse_mean",
            "nrmse_sd",
            "crps"
          ],
          "description": "Name of the metric."
        },
        "prediction": {
          "type": "string",
          "enum": [
            "posterior_predictive_mean",
            "expected_outcome",
            "predictive_distribution"
          ],
          "description": "posterior_predictive_mean: mean of the predictive draws; predictive_distribution: all of them; expected_outcome: posterior mean of the sum of the components."
        },
        "value": {
          "type": [
            "number",
            "null"
          ],
          "description": "Value."
        },
        "unit": {
          "type": "string",
          "description": "Unit."
        },
        "note": {
          "type": "string",
          "description": "Definition."
        }
      }
    },
    "examples": [
      [
        {
          "metric": "r2",
          "prediction": "posterior_predictive_mean",
          "value": 0.859109,
          "unit": "fraction",
          "note": "1 - residual over total sum of squares"
        },
        {
          "metric": "mape",
          "prediction": "posterior_predictive_mean",
          "value": 0.0363419,
          "unit": "fraction",
          "note": "mean of |error / observed|; a fraction, not per cent"
        }
      ]
    ]
  },
  "model_metadata": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "model_metadata.schema.json",
    "title": "Run metadata",
    "description": "What this run is about, without clock, host or path of the machine.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "pipeline",
      "title",
      "policy",
      "policy_sha256",
      "config_sha256",
      "seed",
      "periods",
      "first_date",
      "last_date",
      "target",
      "channels",
      "controls",
      "inputs"
    ],
    "properties": {
      "pipeline": {
        "type": "string",
        "description": "Name of the pipeline."
      },
      "title": {
        "type": "string",
        "description": "Title for people."
      },
      "policy": {
        "type": "string",
        "description": "Name of the gating policy."
      },
      "policy_sha256": {
        "type": "string",
        "pattern": "^[0-9a-f]{64}$",
        "description": "Hash of the resolved policy."
      },
      "config_sha256": {
        "type": "string",
        "pattern": "^[0-9a-f]{64}$",
        "description": "Hash of the resolved configuration."
      },
      "seed": {
        "type": "integer",
        "description": "Seed of everything random."
      },
      "periods": {
        "type": "integer",
        "description": "Periods in the data."
      },
      "first_date": {
        "type": "string",
        "format": "date",
        "description": "Calendar date, YYYY-MM-DD."
      },
      "last_date": {
        "type": "string",
        "format": "date",
        "description": "Calendar date, YYYY-MM-DD."
      },
      "target": {
        "type": "string",
        "description": "Target column."
      },
      "channels": {
        "type": "array",
        "description": "Channels, in the order of the configuration.",
        "items": {
          "type": "string",
          "description": "Channel."
        }
      },
      "controls": {
        "type": "array",
        "description": "Controls.",
        "items": {
          "type": "string",
          "description": "Control."
        }
      },
      "inputs": {
        "type": "array",
        "description": "Input files by content.",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "path",
            "bytes",
            "sha256"
          ],
          "properties": {
            "path": {
              "type": "string",
              "description": "Path, relative to the pipeline file's folder for inputs, to the run's folder for artefacts."
            },
            "bytes": {
              "type": "integer",
              "description": "Size.",
              "minimum": 0
            },
            "sha256": {
              "type": "string",
              "pattern": "^[0-9a-f]{64}$",
              "description": "SHA-256 of the bytes, hexadecimal."
            }
          }
        }
      }
    },
    "examples": [
      {
        "pipeline": "robyn_weekly",
        "title": "Weekly demo data (Robyn), five channels",
        "policy": "publish",
        "policy_sha256": "6fe6a9d52348ca04247d1864ab1e0f9155cdc01673be97f2e07817a02c3097e3",
        "config_sha256": "54742ae8c688927954ea8ae6019811d56f6bcf2a4c347a58f618ec8cf5d94295",
        "seed": 1,
        "periods": 208,
        "first_date": "2015-11-23",
        "last_date": "2019-11-11",
        "target": "revenue",
        "channels": [
          "tv_S",
          "ooh_S"
        ],
        "controls": [
          "competitor_sales_B",
          "newsletter"
        ],
        "inputs": [
          {
            "path": "examples/robyn_weekly/data.csv",
            "bytes": 20139,
            "sha256": "9e682379fe6ab7e4b0e9ff0b8bde8672cbab88dd7386eb44d17fbee0a422553b"
          },
          {
            "path": "examples/robyn_weekly/model.nc",
            "bytes": 12853878,
            "sha256": "622ee1f960b5f59ae7bd9af556753541d858da5ff864597d2d0118a53d6bb8c0"
          }
        ]
      }
    ]
  },
  "model_reference": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "model_reference.schema.json",
    "title": "Model reference",
    "description": "Which posterior this run reads: its place and content, and what it holds.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "path",
      "bytes",
      "sha256",
      "writer",
      "writer_version",
      "chains",
      "draws",
      "dates",
      "first_date",
      "last_date",
      "channels",
      "contribution",
      "target_scale",
      "parameters",
      "has"
    ],
    "properties": {
      "path": {
        "type": "string",
        "description": "Path of model.nc, relative to the pipeline file's folder."
      },
      "bytes": {
        "type": "integer",
        "description": "Size.",
        "minimum": 0
      },
      "sha256": {
        "type": "string",
        "pattern": "^[0-9a-f]{64}$",
        "description": "SHA-256 of the bytes, hexadecimal."
      },
      "writer": {
        "type": "string",
        "description": "Program that wrote it."
      },
      "writer_version": {
        "type": [
          "string",
          "null"
        ],
        "description": "Version of that program."
      },
      "chains": {
        "type": "integer",
        "description": "Chains."
      },
      "draws": {
        "type": "integer",
        "description": "Draws per chain."
      },
      "dates": {
        "type": "integer",
        "description": "Dates."
      },
      "first_date": {
        "type": "string",
        "format": "date",
        "description": "Calendar date, YYYY-MM-DD."
      },
      "last_date": {
        "type": "string",
        "format": "date",
        "description": "Calendar date, YYYY-MM-DD."
      },
      "channels": {
        "type": "array",
        "description": "Channels in the file's order.",
        "items": {
          "type": "string",
          "description": "Channel."
        }
      },
      "contribution": {
        "type": "string",
        "description": "Variable of channel contributions."
      },
      "target_scale": {
        "type": "number",
        "description": "What the target was divided by before the fit.",
        "x-unit": "target"
      },
      "parameters": {
        "type": "integer",
        "description": "Scalar parameters without a date."
      },
      "has": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "posterior_predictive",
          "prior_predictive",
          "log_likelihood",
          "observed",
          "divergences",
          "energy",
          "tree_depth"
        ],
        "properties": {
          "posterior_predictive": {
            "type": "boolean",
            "description": "Posterior predictive draws."
          },
          "prior_predictive": {
            "type": "boolean",
            "description": "Prior predictive draws."
          },
          "log_likelihood": {
            "type": "boolean",
            "description": "Pointwise log-likelihood."
          },
          "observed": {
            "type": "boolean",
            "description": "Observed target."
          },
          "divergences": {
            "type": "boolean",
            "description": "Divergence flags."
          },
          "energy": {
            "type": "boolean",
            "description": "Energy."
          },
          "tree_depth": {
            "type": "boolean",
            "description": "Tree depth."
          }
        },
        "description": "What evidence the file holds."
      }
    },
    "examples": [
      {
        "path": "examples/robyn_weekly/model.nc",
        "bytes": 12853878,
        "sha256": "622ee1f960b5f59ae7bd9af556753541d858da5ff864597d2d0118a53d6bb8c0",
        "writer": "pymc-marketing",
        "writer_version": "0.19.2",
        "chains": 4,
        "draws": 500,
        "dates": 208,
        "first_date": "2015-11-23",
        "last_date": "2019-11-11",
        "channels": [
          "tv_S",
          "ooh_S"
        ],
        "contribution": "channel_contribution_original_scale",
        "target_scale": 3827520,
        "parameters": 40,
        "has": {
          "posterior_predictive": true,
          "prior_predictive": true,
          "log_likelihood": true,
          "observed": true,
          "divergences": true,
          "energy": true,
          "tree_depth": true
        }
      }
    ]
  },
  "model_summary": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "model_summary.schema.json",
    "title": "Model summary",
    "description": "Posterior of every scalar parameter.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "parameter",
        "mean",
        "sd",
        "hdi_lower",
        "hdi_upper",
        "hdi_probability"
      ],
      "properties": {
        "parameter": {
          "type": "string",
          "description": "Name with coordinates."
        },
        "mean": {
          "type": [
            "number",
            "null"
          ],
          "description": "Posterior mean."
        },
        "sd": {
          "type": [
            "number",
            "null"
          ],
          "description": "Posterior standard deviation (ddof 1)."
        },
        "hdi_lower": {
          "type": [
            "number",
            "null"
          ],
          "description": "Lower end of the highest-density interval."
        },
        "hdi_upper": {
          "type": [
            "number",
            "null"
          ],
          "description": "Upper end of the highest-density interval."
        },
        "hdi_probability": {
          "type": "number",
          "description": "Mass of the interval.",
          "x-unit": "fraction"
        }
      }
    },
    "examples": [
      [
        {
          "parameter": "intercept_contribution",
          "mean": 0.432117,
          "sd": 0.00138835,
          "hdi_lower": 0.429445,
          "hdi_upper": 0.434574,
          "hdi_probability": 0.94
        },
        {
          "parameter": "adstock_alpha_logodds__[0]",
          "mean": -5.7128,
          "sd": 1.17704,
          "hdi_lower": -7.97067,
          "hdi_upper": -3.87931,
          "hdi_probability": 0.94
        }
      ]
    ]
  },
  "multiperiod_optimization_results": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "multiperiod_optimization_results.schema.json",
    "title": "Multi-period plan",
    "description": "Spend by period and channel under ramp limits.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "period",
        "date",
        "channel",
        "spend",
        "effective_spend",
        "contribution",
        "marginal_contribution",
        "ramp_lower",
        "ramp_upper",
        "binding",
        "beyond_observed",
        "adequacy"
      ],
      "properties": {
        "period": {
          "type": "integer",
          "description": "Period, from 1."
        },
        "date": {
          "type": "string",
          "format": "date",
          "description": "Calendar date, YYYY-MM-DD."
        },
        "channel": {
          "type": "string",
          "description": "Channel."
        },
        "spend": {
          "type": "number",
          "description": "Spend.",
          "x-unit": "money per period"
        },
        "effective_spend": {
          "type": "number",
          "description": "Spend with what is carried over from earlier periods, on the scale of spend held steady; the spend itself without carryover.",
          "x-unit": "money per period"
        },
        "contribution": {
          "type": "number",
          "description": "Contribution.",
          "x-unit": "target per period"
        },
        "marginal_contribution": {
          "type": "number",
          "description": "Contribution of this and later periods that one more unit of spend would bring.",
          "x-unit": "target per money"
        },
        "ramp_lower": {
          "type": "number",
          "description": "Least spend that bounds and ramps allow after the period before.",
          "x-unit": "money per period"
        },
        "ramp_upper": {
          "type": "number",
          "description": "Most spend that bounds and ramps allow after the period before.",
          "x-unit": "money per period"
        },
        "binding": {
          "type": "string",
          "description": "Limit that holds the spend: none, lower, upper, ramp_down, ramp_up."
        },
        "beyond_observed": {
          "type": "boolean",
          "description": "Beyond the largest spend in the data."
        },
        "adequacy": {
          "type": "string",
          "enum": [
            "pass",
            "warn",
            "waived"
          ],
          "description": "Verdict of the gates that the recommendation stands behind; waived: at least one fails, and a waiver opened it."
        }
      }
    },
    "examples": [
      [
        {
          "period": 1,
          "date": "2019-11-18",
          "channel": "tv_S",
          "spend": 12510,
          "effective_spend": 12510,
          "contribution": 94664.9,
          "marginal_contribution": 6.2,
          "ramp_lower": 10235.4,
          "ramp_upper": 12510,
          "binding": "ramp_up",
          "beyond_observed": false,
          "adequacy": "warn"
        },
        {
          "period": 1,
          "date": "2019-11-18",
          "channel": "ooh_S",
          "spend": 7892.3,
          "effective_spend": 7892.3,
          "contribution": 2033.28,
          "marginal_contribution": 6.2,
          "ramp_lower": 7892.3,
          "ramp_upper": 9646.14,
          "binding": "ramp_down",
          "beyond_observed": false,
          "adequacy": "warn"
        }
      ]
    ]
  },
  "notification": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "notification.schema.json",
    "title": "Notification",
    "description": "What `sluice run --notify` posts when it ends. Chat services that take a `text` show that.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "format",
      "text",
      "pipeline",
      "status",
      "exit_code",
      "finished_at",
      "sluice",
      "cells"
    ],
    "properties": {
      "format": {
        "const": 1,
        "description": "Version of this format."
      },
      "text": {
        "type": "string",
        "description": "Summary for people."
      },
      "pipeline": {
        "type": [
          "string",
          "null"
        ],
        "description": "Pipeline; null where the pipeline file could not be read."
      },
      "status": {
        "type": "string",
        "enum": [
          "done",
          "blocked",
          "failed",
          "interrupted",
          "invalid"
        ],
        "description": "How it ended; of a matrix, how its worst cell did."
      },
      "exit_code": {
        "type": "integer",
        "description": "Exit code of the command."
      },
      "finished_at": {
        "type": "string",
        "format": "date-time",
        "description": "End, UTC."
      },
      "sluice": {
        "type": "string",
        "description": "Version of Sluice."
      },
      "cells": {
        "title": "Matrix summary",
        "description": "Each cell of the matrix, or the one run of a pipeline without one.",
        "type": "array",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "cell",
            "status",
            "verdict",
            "total_budget",
            "gain",
            "gain_q05",
            "gain_q95",
            "gain_fraction",
            "blocked_by",
            "message",
            "seconds",
            "reused",
            "run_id",
            "path"
          ],
          "properties": {
            "cell": {
              "type": "string",
              "description": "Cell, as `brand=alpha,market=de`; the name of the pipeline where it has no matrix."
            },
            "status": {
              "type": "string",
              "description": "How its run ended; invalid: its inputs allowed none; none: it has no complete run.",
              "enum": [
                "done",
                "blocked",
                "failed",
                "interrupted",
                "invalid",
                "none"
              ]
            },
            "verdict": {
              "type": [
                "string",
                "null"
              ],
              "description": "Worst gate; null when the gates were not reached."
            },
            "total_budget": {
              "type": [
                "number",
                "null"
              ],
              "description": "Budget per period; null without a recommendation.",
              "x-unit": "money"
            },
            "gain": {
              "type": [
                "number",
                "null"
              ],
              "description": "Expected gain per period over current spend; null without a recommendation.",
              "x-unit": "target"
            },
            "gain_q05": {
              "type": [
                "number",
                "null"
              ],
              "description": "Lower end of its 90 % interval.",
              "x-unit": "target"
            },
            "gain_q95": {
              "type": [
                "number",
                "null"
              ],
              "description": "Upper end of its 90 % interval.",
              "x-unit": "target"
            },
            "gain_fraction": {
              "type": [
                "number",
                "null"
              ],
              "description": "Gain as a share of the current contribution; null without a recommendation, or where that is zero."
            },
            "blocked_by": {
              "type": [
                "string",
                "null"
              ],
              "description": "Gates that kept stages shut, joined by spaces; null where none did."
            },
            "message": {
              "type": [
                "string",
                "null"
              ],
              "description": "Why it failed or was refused, in one line; null otherwise."
            },
            "seconds": {
              "type": [
                "number",
                "null"
              ],
              "description": "How long it took; null where it was not begun.",
              "minimum": 0,
              "x-unit": "seconds"
            },
            "reused": {
              "type": "integer",
              "minimum": 0,
              "description": "Stages that were taken over from earlier runs or other cells."
            },
            "run_id": {
              "type": [
                "string",
                "null"
              ],
              "description": "Run; null where there is none."
            },
            "path": {
              "type": [
                "string",
                "null"
              ],
              "description": "Folder of the run, relative to the pipeline's artefacts; null where there is none."
            }
          }
        }
      }
    },
    "examples": [
      {
        "format": 1,
        "text": "Sluice robyn_weekly: blocked\nrobyn_weekly: blocked by g2 g4",
        "pipeline": "robyn_weekly",
        "status": "blocked",
        "exit_code": 3,
        "finished_at": "2026-11-24T13:11:45.963Z",
        "sluice": "0.1.0",
        "cells": []
      }
    ]
  },
  "optimisation.options": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "optimisation.options.schema.json",
    "title": "Options of 70_optimisation",
    "description": "The budget question.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "reference_periods",
      "total_budget",
      "budget",
      "bounds",
      "groups",
      "scenarios",
      "multi_period",
      "objective",
      "compare"
    ],
    "properties": {
      "reference_periods": {
        "anyOf": [
          {
            "type": "null"
          },
          {
            "type": "integer",
            "minimum": 1
          }
        ],
        "default": null,
        "description": "Current spend is the mean of the last N periods; null: of all periods."
      },
      "total_budget": {
        "type": [
          "number",
          "null"
        ],
        "description": "Budget per period; null: the sum of current spend.",
        "x-unit": "money per period",
        "minimum": 0,
        "default": null
      },
      "budget": {
        "type": "string",
        "enum": [
          "exact",
          "at_most"
        ],
        "default": "exact",
        "description": "exact: the whole budget is spent; at_most: less may be spent, where more would bring nothing."
      },
      "bounds": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "default",
          "channels"
        ],
        "properties": {
          "default": {
            "type": "object",
            "discriminator": {
              "propertyName": "kind"
            },
            "required": [
              "kind"
            ],
            "oneOf": [
              {
                "type": "object",
                "additionalProperties": false,
                "required": [
                  "kind",
                  "lower",
                  "upper"
                ],
                "properties": {
                  "kind": {
                    "const": "absolute"
                  },
                  "lower": {
                    "type": [
                      "number",
                      "null"
                    ],
                    "description": "Least spend per period; null: none beyond 0.",
                    "x-unit": "money per period",
                    "minimum": 0,
                    "default": null
                  },
                  "upper": {
                    "type": [
                      "number",
                      "null"
                    ],
                    "description": "Most spend per period; null: the total budget.",
                    "x-unit": "money per period",
                    "minimum": 0,
                    "default": null
                  }
                }
              },
              {
                "type": "object",
                "additionalProperties": false,
                "required": [
                  "kind",
                  "lower",
                  "upper"
                ],
                "properties": {
                  "kind": {
                    "const": "fraction_of_current"
                  },
                  "lower": {
                    "type": "number",
                    "description": "Least spend, as a fraction of the channel's current spend.",
                    "x-unit": "fraction",
                    "minimum": 0,
                    "default": 0
                  },
                  "upper": {
                    "type": "number",
                    "description": "Most spend, as a fraction of the channel's current spend.",
                    "x-unit": "fraction",
                    "minimum": 0
                  }
                }
              }
            ],
            "description": "Bounds of every channel not named under channels.",
            "default": {
              "kind": "fraction_of_current",
              "lower": 0.5,
              "upper": 1.5
            }
          },
          "channels": {
            "type": "object",
            "description": "Bounds by channel.",
            "additionalProperties": {
              "type": "object",
              "discriminator": {
                "propertyName": "kind"
              },
              "required": [
                "kind"
              ],
              "oneOf": [
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "kind",
                    "lower",
                    "upper"
                  ],
                  "properties": {
                    "kind": {
                      "const": "absolute"
                    },
                    "lower": {
                      "type": [
                        "number",
                        "null"
                      ],
                      "description": "Least spend per period; null: none beyond 0.",
                      "x-unit": "money per period",
                      "minimum": 0,
                      "default": null
                    },
                    "upper": {
                      "type": [
                        "number",
                        "null"
                      ],
                      "description": "Most spend per period; null: the total budget.",
                      "x-unit": "money per period",
                      "minimum": 0,
                      "default": null
                    }
                  }
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "kind",
                    "lower",
                    "upper"
                  ],
                  "properties": {
                    "kind": {
                      "const": "fraction_of_current"
                    },
                    "lower": {
                      "type": "number",
                      "description": "Least spend, as a fraction of the channel's current spend.",
                      "x-unit": "fraction",
                      "minimum": 0,
                      "default": 0
                    },
                    "upper": {
                      "type": "number",
                      "description": "Most spend, as a fraction of the channel's current spend.",
                      "x-unit": "fraction",
                      "minimum": 0
                    }
                  }
                }
              ],
              "description": "Bounds on one channel's spend per period."
            },
            "default": {}
          }
        },
        "default": {},
        "description": "Bounds on spend per period."
      },
      "groups": {
        "type": "object",
        "description": "Budgets of some channels together, by name of the group. They hold in every scenario, as bounds do.",
        "additionalProperties": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "channels",
            "budget",
            "kind"
          ],
          "properties": {
            "channels": {
              "type": "array",
              "items": {
                "type": "string",
                "description": "Channel."
              },
              "minItems": 1,
              "uniqueItems": true,
              "description": "Channels whose spend counts."
            },
            "budget": {
              "type": "number",
              "minimum": 0,
              "description": "Spend of these channels together, per period; over several periods its sum over the horizon.",
              "x-unit": "money per period"
            },
            "kind": {
              "type": "string",
              "enum": [
                "exact",
                "at_most"
              ],
              "default": "at_most",
              "description": "at_most: less may be spent; exact: all of it."
            }
          }
        },
        "default": {}
      },
      "scenarios": {
        "type": "array",
        "description": "Total budgets to compare, as multiples of the total.",
        "items": {
          "type": "number",
          "description": "Multiplier of the total budget.",
          "x-unit": "fraction",
          "exclusiveMinimum": 0
        },
        "default": [
          0.8,
          0.9,
          1,
          1.1,
          1.2
        ]
      },
      "multi_period": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "periods",
          "total_budget",
          "period_budgets",
          "method",
          "ramp_absolute",
          "ramp_percentage",
          "start",
          "weights"
        ],
        "properties": {
          "periods": {
            "type": "integer",
            "description": "Periods to plan, counted from the first after the data.",
            "minimum": 1,
            "maximum": 520,
            "default": 13
          },
          "total_budget": {
            "type": [
              "number",
              "null"
            ],
            "description": "Budget over all periods; null: the sum of period_budgets, else periods times the budget per period.",
            "x-unit": "money over the horizon",
            "minimum": 0,
            "default": null
          },
          "period_budgets": {
            "anyOf": [
              {
                "type": "null"
              },
              {
                "type": "array",
                "items": {
                  "type": "number",
                  "minimum": 0
                },
                "minItems": 1
              }
            ],
            "default": null,
            "description": "Budget of each period; null: the periods share the total freely.",
            "x-unit": "money per period"
          },
          "method": {
            "type": "string",
            "enum": [
              "auto",
              "interior_point",
              "sequential",
              "slsqp",
              "trust-constr"
            ],
            "default": "auto",
            "description": "auto: the method that proves most about the problem, named with its reason; interior_point (also trust-constr): the best plan of all periods at once, certified; sequential: period by period, feasible by looking ahead, with its distance from the best plan reported; slsqp: for parity with tools that use it, with its distance reported."
          },
          "ramp_absolute": {
            "anyOf": [
              {
                "type": "number"
              },
              {
                "type": "null"
              },
              {
                "type": "object",
                "additionalProperties": {
                  "type": "number"
                }
              }
            ],
            "description": "Largest change between consecutive periods, in money: for all channels, or by channel.",
            "default": null
          },
          "ramp_percentage": {
            "anyOf": [
              {
                "type": "number"
              },
              {
                "type": "null"
              },
              {
                "type": "object",
                "additionalProperties": {
                  "type": "number"
                }
              }
            ],
            "description": "Largest change between consecutive periods, as a fraction of the earlier one: for all channels, or by channel. A value above 1 is read as per cent, with a warning.",
            "default": 0.1
          },
          "start": {
            "type": "string",
            "enum": [
              "current",
              "last_period",
              "free"
            ],
            "default": "current",
            "description": "What the first period ramps from: current spend, the last observed period, or nothing."
          },
          "weights": {
            "anyOf": [
              {
                "type": "null"
              },
              {
                "type": "array",
                "items": {
                  "type": "number",
                  "minimum": 0
                },
                "minItems": 1
              }
            ],
            "default": null,
            "description": "Weight of each period's contribution; null: all 1."
          }
        },
        "default": {},
        "description": "The plan over several periods."
      },
      "objective": {
        "type": "object",
        "discriminator": {
          "propertyName": "kind"
        },
        "required": [
          "kind"
        ],
        "oneOf": [
          {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "kind"
            ],
            "properties": {
              "kind": {
                "const": "mean_curve"
              }
            },
            "description": "Contribution by the curves fitted to the posterior means."
          },
          {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "kind"
            ],
            "properties": {
              "kind": {
                "const": "mean"
              }
            },
            "description": "Contribution expected over the draws: the expected-utility optimum."
          },
          {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "kind",
              "kappa"
            ],
            "properties": {
              "kind": {
                "const": "mean_sd"
              },
              "kappa": {
                "type": "number",
                "description": "Standard deviations taken from the mean.",
                "x-unit": "standard deviations",
                "minimum": 0,
                "default": 1
              }
            },
            "description": "Mean less kappa standard deviations."
          },
          {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "kind",
              "alpha"
            ],
            "properties": {
              "kind": {
                "const": "cvar"
              },
              "alpha": {
                "type": "number",
                "description": "The mean of the worst 1 − alpha of the draws counts.",
                "x-unit": "fraction",
                "minimum": 0,
                "exclusiveMaximum": 1,
                "default": 0.9
              }
            },
            "description": "Conditional value at risk: the mean of the worst draws."
          },
          {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "kind",
              "alpha",
              "weight"
            ],
            "properties": {
              "kind": {
                "const": "mean_cvar"
              },
              "alpha": {
                "type": "number",
                "description": "The mean of the worst 1 − alpha of the draws counts.",
                "x-unit": "fraction",
                "minimum": 0,
                "exclusiveMaximum": 1,
                "default": 0.9
              },
              "weight": {
                "type": "number",
                "description": "Weight of CVaR against the mean.",
                "x-unit": "fraction",
                "minimum": 0,
                "maximum": 1,
                "default": 0.5
              }
            },
            "description": "A mixture of mean and CVaR."
          },
          {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "kind",
              "probability"
            ],
            "properties": {
              "kind": {
                "const": "quantile"
              },
              "probability": {
                "type": "number",
                "description": "Share of the draws that reach it.",
                "x-unit": "probability",
                "exclusiveMinimum": 0,
                "maximum": 1,
                "default": 0.9
              }
            },
            "description": "The contribution that a share of the draws reach."
          },
          {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "kind",
              "target",
              "probability"
            ],
            "properties": {
              "kind": {
                "const": "chance"
              },
              "target": {
                "type": "number",
                "description": "Contribution per unit of spend.",
                "x-unit": "target per money",
                "minimum": 0
              },
              "probability": {
                "type": "number",
                "description": "Share of the draws that return at least the target.",
                "x-unit": "probability",
                "exclusiveMinimum": 0,
                "maximum": 1,
                "default": 0.9
              }
            },
            "description": "The mean, where a share of the draws return at least a target per unit of spend."
          },
          {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "kind",
              "alpha"
            ],
            "properties": {
              "kind": {
                "const": "regret"
              },
              "alpha": {
                "type": "number",
                "description": "The mean of the worst 1 − alpha of the regrets counts; 0: expected regret, whose plan is that of the mean.",
                "x-unit": "fraction",
                "minimum": 0,
                "exclusiveMaximum": 1,
                "default": 0
              }
            },
            "description": "Least regret against the best plan of each draw."
          },
          {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "kind"
            ],
            "properties": {
              "kind": {
                "const": "beat_current"
              }
            },
            "description": "The share of draws in which the plan brings more than current spend."
          }
        ],
        "description": "What the recommended plan of one period is chosen by; mean_curve: the optimum on the curves fitted to the posterior means. All others are over the draws' own curves.",
        "default": {
          "kind": "mean_curve"
        }
      },
      "compare": {
        "type": "object",
        "description": "Scenarios by name, each a set of changes to the budget question; compared in scenario_summary.csv with the built-in ones on the same draws.",
        "additionalProperties": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "multiplier",
            "total_budget",
            "aim",
            "objective",
            "bounds",
            "freeze"
          ],
          "properties": {
            "multiplier": {
              "type": [
                "number",
                "null"
              ],
              "exclusiveMinimum": 0,
              "default": null,
              "description": "Total budget as a multiple of that asked for; null: as asked for.",
              "x-unit": "fraction"
            },
            "total_budget": {
              "type": [
                "number",
                "null"
              ],
              "minimum": 0,
              "default": null,
              "description": "Total budget; null: as asked for, or by the multiplier.",
              "x-unit": "money per period"
            },
            "aim": {
              "anyOf": [
                {
                  "type": "null"
                },
                {
                  "type": "object",
                  "discriminator": {
                    "propertyName": "kind"
                  },
                  "required": [
                    "kind"
                  ],
                  "oneOf": [
                    {
                      "type": "object",
                      "additionalProperties": false,
                      "required": [
                        "kind",
                        "value"
                      ],
                      "properties": {
                        "kind": {
                          "const": "target_roi"
                        },
                        "value": {
                          "type": "number",
                          "description": "Contribution per unit of spend.",
                          "x-unit": "target per money",
                          "exclusiveMinimum": 0
                        }
                      },
                      "description": "The largest budget that returns at least so much per unit of spend."
                    },
                    {
                      "type": "object",
                      "additionalProperties": false,
                      "required": [
                        "kind",
                        "value"
                      ],
                      "properties": {
                        "kind": {
                          "const": "target_mroi"
                        },
                        "value": {
                          "type": "number",
                          "description": "Contribution of the last unit of spend.",
                          "x-unit": "target per money",
                          "exclusiveMinimum": 0
                        }
                      },
                      "description": "The largest budget whose last unit brings at least so much."
                    },
                    {
                      "type": "object",
                      "additionalProperties": false,
                      "required": [
                        "kind",
                        "value"
                      ],
                      "properties": {
                        "kind": {
                          "const": "target_cpa"
                        },
                        "value": {
                          "type": "number",
                          "description": "Spend per unit of contribution.",
                          "x-unit": "money per target",
                          "exclusiveMinimum": 0
                        }
                      },
                      "description": "The largest budget that costs at most so much per unit of contribution."
                    },
                    {
                      "type": "object",
                      "additionalProperties": false,
                      "required": [
                        "kind",
                        "value"
                      ],
                      "properties": {
                        "kind": {
                          "const": "target_contribution"
                        },
                        "value": {
                          "type": "number",
                          "description": "Contribution per period.",
                          "x-unit": "target per period",
                          "exclusiveMinimum": 0
                        }
                      },
                      "description": "The least budget that brings so much."
                    },
                    {
                      "type": "object",
                      "additionalProperties": false,
                      "required": [
                        "kind",
                        "margin"
                      ],
                      "properties": {
                        "kind": {
                          "const": "profit"
                        },
                        "margin": {
                          "type": "number",
                          "description": "Money earned by one unit of contribution.",
                          "x-unit": "money per target",
                          "exclusiveMinimum": 0
                        }
                      },
                      "description": "The budget that makes margin times contribution less spend largest."
                    }
                  ],
                  "description": "What a budget is to follow from."
                }
              ],
              "default": null,
              "description": "What the budget is to follow from instead; null: it is given."
            },
            "objective": {
              "type": "object",
              "discriminator": {
                "propertyName": "kind"
              },
              "required": [
                "kind"
              ],
              "oneOf": [
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "kind"
                  ],
                  "properties": {
                    "kind": {
                      "const": "mean_curve"
                    }
                  },
                  "description": "Contribution by the curves fitted to the posterior means."
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "kind"
                  ],
                  "properties": {
                    "kind": {
                      "const": "mean"
                    }
                  },
                  "description": "Contribution expected over the draws: the expected-utility optimum."
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "kind",
                    "kappa"
                  ],
                  "properties": {
                    "kind": {
                      "const": "mean_sd"
                    },
                    "kappa": {
                      "type": "number",
                      "description": "Standard deviations taken from the mean.",
                      "x-unit": "standard deviations",
                      "minimum": 0,
                      "default": 1
                    }
                  },
                  "description": "Mean less kappa standard deviations."
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "kind",
                    "alpha"
                  ],
                  "properties": {
                    "kind": {
                      "const": "cvar"
                    },
                    "alpha": {
                      "type": "number",
                      "description": "The mean of the worst 1 − alpha of the draws counts.",
                      "x-unit": "fraction",
                      "minimum": 0,
                      "exclusiveMaximum": 1,
                      "default": 0.9
                    }
                  },
                  "description": "Conditional value at risk: the mean of the worst draws."
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "kind",
                    "alpha",
                    "weight"
                  ],
                  "properties": {
                    "kind": {
                      "const": "mean_cvar"
                    },
                    "alpha": {
                      "type": "number",
                      "description": "The mean of the worst 1 − alpha of the draws counts.",
                      "x-unit": "fraction",
                      "minimum": 0,
                      "exclusiveMaximum": 1,
                      "default": 0.9
                    },
                    "weight": {
                      "type": "number",
                      "description": "Weight of CVaR against the mean.",
                      "x-unit": "fraction",
                      "minimum": 0,
                      "maximum": 1,
                      "default": 0.5
                    }
                  },
                  "description": "A mixture of mean and CVaR."
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "kind",
                    "probability"
                  ],
                  "properties": {
                    "kind": {
                      "const": "quantile"
                    },
                    "probability": {
                      "type": "number",
                      "description": "Share of the draws that reach it.",
                      "x-unit": "probability",
                      "exclusiveMinimum": 0,
                      "maximum": 1,
                      "default": 0.9
                    }
                  },
                  "description": "The contribution that a share of the draws reach."
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "kind",
                    "target",
                    "probability"
                  ],
                  "properties": {
                    "kind": {
                      "const": "chance"
                    },
                    "target": {
                      "type": "number",
                      "description": "Contribution per unit of spend.",
                      "x-unit": "target per money",
                      "minimum": 0
                    },
                    "probability": {
                      "type": "number",
                      "description": "Share of the draws that return at least the target.",
                      "x-unit": "probability",
                      "exclusiveMinimum": 0,
                      "maximum": 1,
                      "default": 0.9
                    }
                  },
                  "description": "The mean, where a share of the draws return at least a target per unit of spend."
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "kind",
                    "alpha"
                  ],
                  "properties": {
                    "kind": {
                      "const": "regret"
                    },
                    "alpha": {
                      "type": "number",
                      "description": "The mean of the worst 1 − alpha of the regrets counts; 0: expected regret, whose plan is that of the mean.",
                      "x-unit": "fraction",
                      "minimum": 0,
                      "exclusiveMaximum": 1,
                      "default": 0
                    }
                  },
                  "description": "Least regret against the best plan of each draw."
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "kind"
                  ],
                  "properties": {
                    "kind": {
                      "const": "beat_current"
                    }
                  },
                  "description": "The share of draws in which the plan brings more than current spend."
                }
              ],
              "description": "What the plan is chosen by.",
              "default": {
                "kind": "mean"
              }
            },
            "bounds": {
              "type": "object",
              "additionalProperties": {
                "type": "object",
                "discriminator": {
                  "propertyName": "kind"
                },
                "required": [
                  "kind"
                ],
                "oneOf": [
                  {
                    "type": "object",
                    "additionalProperties": false,
                    "required": [
                      "kind",
                      "lower",
                      "upper"
                    ],
                    "properties": {
                      "kind": {
                        "const": "absolute"
                      },
                      "lower": {
                        "type": [
                          "number",
                          "null"
                        ],
                        "description": "Least spend per period; null: none beyond 0.",
                        "x-unit": "money per period",
                        "minimum": 0,
                        "default": null
                      },
                      "upper": {
                        "type": [
                          "number",
                          "null"
                        ],
                        "description": "Most spend per period; null: the total budget.",
                        "x-unit": "money per period",
                        "minimum": 0,
                        "default": null
                      }
                    }
                  },
                  {
                    "type": "object",
                    "additionalProperties": false,
                    "required": [
                      "kind",
                      "lower",
                      "upper"
                    ],
                    "properties": {
                      "kind": {
                        "const": "fraction_of_current"
                      },
                      "lower": {
                        "type": "number",
                        "description": "Least spend, as a fraction of the channel's current spend.",
                        "x-unit": "fraction",
                        "minimum": 0,
                        "default": 0
                      },
                      "upper": {
                        "type": "number",
                        "description": "Most spend, as a fraction of the channel's current spend.",
                        "x-unit": "fraction",
                        "minimum": 0
                      }
                    }
                  }
                ],
                "description": "Bounds on one channel's spend per period."
              },
              "default": {},
              "description": "Other bounds by channel."
            },
            "freeze": {
              "type": "array",
              "items": {
                "type": "string",
                "description": "Channel."
              },
              "uniqueItems": true,
              "default": [],
              "description": "Channels that keep their current spend."
            }
          }
        },
        "default": {}
      }
    },
    "default": {},
    "examples": [
      {
        "scenarios": [
          0.9,
          1,
          1.1
        ],
        "groups": {
          "digital": {
            "channels": [
              "search",
              "social"
            ],
            "budget": 9000
          }
        }
      },
      {
        "objective": {
          "kind": "cvar",
          "alpha": 0.9
        },
        "compare": {
          "more, at the same return": {
            "aim": {
              "kind": "target_roi",
              "value": 4.5
            }
          },
          "tv stays": {
            "freeze": [
              "tv"
            ],
            "objective": {
              "kind": "mean_sd",
              "kappa": 1
            }
          }
        }
      }
    ]
  },
  "optimisation_certificate": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "optimisation_certificate.schema.json",
    "title": "Optimality certificate",
    "description": "For each allocation: how far it can be from the optimum, and that it is feasible. Recomputed from problem and allocation by a checker that knows nothing of the solver.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "adequacy",
      "waivers",
      "certificates",
      "warnings"
    ],
    "properties": {
      "adequacy": {
        "type": "string",
        "enum": [
          "pass",
          "warn",
          "waived"
        ],
        "description": "Verdict of the gates that the recommendation stands behind; waived: at least one fails, and a waiver opened it."
      },
      "waivers": {
        "type": "array",
        "description": "Waivers that opened a gate before this recommendation: by whom, until when and why.",
        "default": [],
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "gate",
            "worst",
            "reason",
            "approver",
            "expires",
            "outcome",
            "why"
          ],
          "properties": {
            "gate": {
              "type": "string",
              "enum": [
                "g0",
                "g1",
                "g2",
                "g3",
                "g4",
                "g5",
                "g6",
                "g7",
                "g8",
                "g9"
              ],
              "description": "Gate that the check belongs to."
            },
            "worst": {
              "type": "object",
              "description": "Worst value accepted, by check.",
              "additionalProperties": {
                "type": [
                  "number",
                  "string"
                ],
                "description": "A number or level; `undefined`: a statistic without a value; `missing`: evidence that is not there."
              }
            },
            "reason": {
              "type": "string",
              "description": "Why the gate may be opened."
            },
            "approver": {
              "type": "string",
              "description": "Who answers for it."
            },
            "expires": {
              "type": "string",
              "format": "date",
              "description": "Calendar date, YYYY-MM-DD."
            },
            "outcome": {
              "type": "string",
              "enum": [
                "used",
                "unused",
                "refused"
              ],
              "description": "used: it helped to open a gate; unused: there was nothing to open; refused: it opens nothing."
            },
            "why": {
              "type": "string",
              "description": "What it opened, or why it did not."
            }
          },
          "description": "A waiver, and what came of it in this run."
        }
      },
      "certificates": {
        "type": "array",
        "description": "One per allocation: the optimum, each scenario, the multi-period plan.",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "name",
            "method",
            "status",
            "objective",
            "upper_bound",
            "gap_absolute",
            "gap_relative",
            "bound_of",
            "kkt",
            "violation",
            "budget",
            "shadow_price",
            "active",
            "n_active",
            "iterations"
          ],
          "properties": {
            "name": {
              "type": "string",
              "description": "Which allocation it certifies."
            },
            "method": {
              "type": "string",
              "description": "Method that found it."
            },
            "status": {
              "type": "string",
              "enum": [
                "solved",
                "feasible"
              ],
              "description": "solved: within 1e-8 of the optimum and feasible to 1e-9 of the budget; feasible: the gap is an upper estimate."
            },
            "objective": {
              "type": "number",
              "description": "Contribution of the allocation.",
              "x-unit": "target"
            },
            "upper_bound": {
              "type": "number",
              "description": "No feasible allocation brings more than this (Lagrangian dual).",
              "x-unit": "target"
            },
            "gap_absolute": {
              "type": "number",
              "description": "max(0, upper_bound − objective).",
              "x-unit": "target"
            },
            "gap_relative": {
              "type": "number",
              "description": "gap_absolute / |upper_bound|, 0 where gap_absolute is 0: it has no scale of its own.",
              "x-unit": "fraction"
            },
            "bound_of": {
              "type": "string",
              "description": "What the bound relaxes, if anything."
            },
            "kkt": {
              "type": "object",
              "additionalProperties": false,
              "required": [
                "stationarity",
                "complementarity"
              ],
              "description": "Residuals of the optimality conditions; 0 at an optimum, null without a bound.",
              "properties": {
                "stationarity": {
                  "type": [
                    "number",
                    "null"
                  ],
                  "description": "Largest over spends of the lesser of two shares: reduced cost of the largest marginal contribution, and room to move in the direction of gain.",
                  "x-unit": "fraction"
                },
                "complementarity": {
                  "type": [
                    "number",
                    "null"
                  ],
                  "description": "Largest reduced cost times room to move.",
                  "x-unit": "target"
                }
              }
            },
            "violation": {
              "type": "object",
              "description": "Largest violation of each family of constraints, in money.",
              "additionalProperties": {
                "type": "number"
              }
            },
            "budget": {
              "type": "number",
              "description": "Budget met.",
              "x-unit": "money"
            },
            "shadow_price": {
              "type": [
                "number",
                "null"
              ],
              "description": "Contribution that one more unit of budget would bring; null when bounds leave no freedom.",
              "x-unit": "target per money"
            },
            "active": {
              "type": "array",
              "description": "Constraints that hold the allocation, at most 200: those of the highest price.",
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": [
                  "constraint",
                  "channel",
                  "group",
                  "period",
                  "limit",
                  "shadow_price"
                ],
                "properties": {
                  "constraint": {
                    "type": "string",
                    "enum": [
                      "budget_total",
                      "budget_period",
                      "budget_group",
                      "last_spend",
                      "lower",
                      "upper",
                      "ramp_absolute_up",
                      "ramp_absolute_down",
                      "ramp_percentage_up",
                      "ramp_percentage_down"
                    ],
                    "description": "Kind of constraint."
                  },
                  "channel": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "description": "Channel; null for a budget."
                  },
                  "group": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "description": "Group whose budget it is; null for any other."
                  },
                  "period": {
                    "type": [
                      "integer",
                      "null"
                    ],
                    "description": "Period, from 1; null where it is over all of them. A ramp is named by the period it leads into."
                  },
                  "limit": {
                    "type": [
                      "number",
                      "null"
                    ],
                    "description": "The limit as stated: money, but a fraction for a percentage ramp."
                  },
                  "shadow_price": {
                    "type": [
                      "number",
                      "null"
                    ],
                    "description": "Contribution that one more unit of money in the limit would bring; null where the bound does not price it.",
                    "x-unit": "target per money"
                  }
                }
              }
            },
            "n_active": {
              "type": "integer",
              "description": "How many constraints hold the allocation, listed or not."
            },
            "iterations": {
              "type": "integer",
              "description": "Iterations of the solver."
            }
          }
        }
      },
      "warnings": {
        "type": "array",
        "description": "What was read differently from how it was written.",
        "items": {
          "type": "string",
          "description": "Warning."
        }
      }
    },
    "examples": [
      {
        "adequacy": "warn",
        "waivers": [],
        "certificates": [
          {
            "name": "single period",
            "method": "waterfilling",
            "status": "solved",
            "objective": 167666,
            "upper_bound": 167666,
            "gap_absolute": 4.49228e-13,
            "gap_relative": 2.67931e-18,
            "bound_of": "the problem itself",
            "kkt": {
              "stationarity": 0,
              "complementarity": 0
            },
            "violation": {
              "bounds": 0,
              "budget": 0,
              "ramp_absolute": 0,
              "ramp_percentage": 0
            },
            "budget": 34378.7,
            "shadow_price": 0.737505,
            "active": [
              {
                "constraint": "budget_total",
                "channel": null,
                "group": null,
                "period": null,
                "limit": 17059,
                "shadow_price": 4.9
              },
              {
                "constraint": "upper",
                "channel": "tv_S",
                "group": null,
                "period": null,
                "limit": 17059,
                "shadow_price": 4.9
              }
            ],
            "n_active": 2,
            "iterations": 10
          },
          {
            "name": "scenario × 0.8",
            "method": "waterfilling",
            "status": "solved",
            "objective": 136531,
            "upper_bound": 136531,
            "gap_absolute": 0,
            "gap_relative": 0,
            "bound_of": "the problem itself",
            "kkt": {
              "stationarity": 0,
              "complementarity": 0
            },
            "violation": {
              "bounds": 0,
              "budget": 3.63798e-12,
              "ramp_absolute": 0,
              "ramp_percentage": 0
            },
            "budget": 27502.9,
            "shadow_price": 6.44594,
            "active": [
              {
                "constraint": "budget_total",
                "channel": null,
                "group": null,
                "period": null,
                "limit": 17059,
                "shadow_price": 4.9
              },
              {
                "constraint": "lower",
                "channel": "ooh_S",
                "group": null,
                "period": null,
                "limit": 17059,
                "shadow_price": 4.9
              }
            ],
            "n_active": 2,
            "iterations": 10
          }
        ],
        "warnings": []
      }
    ]
  },
  "optimisation_summary": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "optimisation_summary.schema.json",
    "title": "Optimisation summary",
    "description": "The headline of the recommendation and what it rests on.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "adequacy",
      "waivers",
      "total_budget",
      "current_total",
      "reference_periods",
      "current_contribution",
      "optimised_contribution",
      "gap_relative",
      "gain",
      "gain_q05",
      "gain_q95",
      "probability_of_gain",
      "proportional_contribution",
      "budget_moved",
      "gain_beyond_observed",
      "shadow_price",
      "model_contribution",
      "curve_contribution_at_observed",
      "largest_carryover",
      "multi_period"
    ],
    "properties": {
      "adequacy": {
        "type": "string",
        "enum": [
          "pass",
          "warn",
          "waived"
        ],
        "description": "Verdict of the gates that the recommendation stands behind; waived: at least one fails, and a waiver opened it."
      },
      "waivers": {
        "type": "array",
        "description": "Waivers that opened a gate before this recommendation: by whom, until when and why.",
        "default": [],
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "gate",
            "worst",
            "reason",
            "approver",
            "expires",
            "outcome",
            "why"
          ],
          "properties": {
            "gate": {
              "type": "string",
              "enum": [
                "g0",
                "g1",
                "g2",
                "g3",
                "g4",
                "g5",
                "g6",
                "g7",
                "g8",
                "g9"
              ],
              "description": "Gate that the check belongs to."
            },
            "worst": {
              "type": "object",
              "description": "Worst value accepted, by check.",
              "additionalProperties": {
                "type": [
                  "number",
                  "string"
                ],
                "description": "A number or level; `undefined`: a statistic without a value; `missing`: evidence that is not there."
              }
            },
            "reason": {
              "type": "string",
              "description": "Why the gate may be opened."
            },
            "approver": {
              "type": "string",
              "description": "Who answers for it."
            },
            "expires": {
              "type": "string",
              "format": "date",
              "description": "Calendar date, YYYY-MM-DD."
            },
            "outcome": {
              "type": "string",
              "enum": [
                "used",
                "unused",
                "refused"
              ],
              "description": "used: it helped to open a gate; unused: there was nothing to open; refused: it opens nothing."
            },
            "why": {
              "type": "string",
              "description": "What it opened, or why it did not."
            }
          },
          "description": "A waiver, and what came of it in this run."
        }
      },
      "total_budget": {
        "type": "number",
        "description": "Budget per period.",
        "x-unit": "money per period"
      },
      "current_total": {
        "type": "number",
        "description": "Current spend of all channels.",
        "x-unit": "money per period"
      },
      "reference_periods": {
        "type": "integer",
        "description": "Periods that current spend is the mean of."
      },
      "current_contribution": {
        "type": "number",
        "description": "Contribution of current spend, on the curves.",
        "x-unit": "target per period"
      },
      "optimised_contribution": {
        "type": "number",
        "description": "Contribution at the optimum, on the curves.",
        "x-unit": "target per period"
      },
      "gap_relative": {
        "type": "number",
        "description": "Certified distance of the optimum of one period from the best there can be: rounding over concave curves, at most 1 % over S-shaped ones.",
        "x-unit": "fraction"
      },
      "gain": {
        "type": "number",
        "description": "Difference.",
        "x-unit": "target per period"
      },
      "gain_q05": {
        "type": "number",
        "description": "5 % quantile of the gain over the draws, each with its own curves.",
        "x-unit": "target per period"
      },
      "gain_q95": {
        "type": "number",
        "description": "95 % quantile.",
        "x-unit": "target per period"
      },
      "probability_of_gain": {
        "type": "number",
        "description": "Share of draws in which the plan beats current spend.",
        "x-unit": "fraction"
      },
      "proportional_contribution": {
        "type": "number",
        "description": "Contribution of current spend scaled to the total budget.",
        "x-unit": "target per period"
      },
      "budget_moved": {
        "type": "number",
        "description": "Half of the sum of absolute changes: what leaves one channel for another.",
        "x-unit": "money per period"
      },
      "gain_beyond_observed": {
        "type": "number",
        "description": "Share of the channels' gains that lies beyond the largest spend in the data.",
        "x-unit": "fraction"
      },
      "shadow_price": {
        "type": [
          "number",
          "null"
        ],
        "description": "Contribution that one more unit of budget would bring.",
        "x-unit": "target per money"
      },
      "model_contribution": {
        "type": "number",
        "description": "The model's own mean contribution per period over the reference periods, where spend was not steady.",
        "x-unit": "target per period"
      },
      "curve_contribution_at_observed": {
        "type": "number",
        "description": "The curves' mean contribution per period at the spends observed in the reference periods.",
        "x-unit": "target per period"
      },
      "largest_carryover": {
        "type": "number",
        "description": "Largest share of effective spend that any channel's curve carries into the next period; 0: no curve carries over.",
        "x-unit": "fraction"
      },
      "multi_period": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "method",
          "method_reason",
          "periods",
          "first_date",
          "last_date",
          "total_budget",
          "contribution",
          "current_contribution",
          "gap_relative"
        ],
        "properties": {
          "method": {
            "type": "string",
            "enum": [
              "waterfilling",
              "interior_point",
              "sequential",
              "branch_and_bound",
              "slsqp"
            ],
            "description": "Method that found the plan."
          },
          "method_reason": {
            "type": "string",
            "description": "Why this method: a clause that completes “because”."
          },
          "periods": {
            "type": "integer",
            "description": "Periods planned."
          },
          "first_date": {
            "type": "string",
            "format": "date",
            "description": "Calendar date, YYYY-MM-DD."
          },
          "last_date": {
            "type": "string",
            "format": "date",
            "description": "Calendar date, YYYY-MM-DD."
          },
          "total_budget": {
            "type": "number",
            "description": "Budget over the horizon.",
            "x-unit": "money"
          },
          "contribution": {
            "type": "number",
            "description": "Contribution of the plan.",
            "x-unit": "target"
          },
          "current_contribution": {
            "type": "number",
            "description": "Contribution of current spend repeated.",
            "x-unit": "target"
          },
          "gap_relative": {
            "type": "number",
            "description": "Certified distance from the best plan of all periods at once.",
            "x-unit": "fraction"
          }
        },
        "description": "The plan over several periods."
      }
    },
    "examples": [
      {
        "adequacy": "warn",
        "waivers": [],
        "total_budget": 34378.7,
        "current_total": 34378.7,
        "reference_periods": 52,
        "current_contribution": 122993,
        "optimised_contribution": 167666,
        "gap_relative": 2.67931e-18,
        "gain": 44672.8,
        "gain_q05": 40885.6,
        "gain_q95": 48033,
        "probability_of_gain": 1,
        "proportional_contribution": 122993,
        "budget_moved": 8056.13,
        "gain_beyond_observed": 0,
        "shadow_price": 0.737505,
        "model_contribution": 87480.4,
        "curve_contribution_at_observed": 85022.9,
        "largest_carryover": 0,
        "multi_period": {
          "method": "sequential",
          "method_reason": "it was asked for",
          "periods": 13,
          "first_date": "2019-11-18",
          "last_date": "2020-02-10",
          "total_budget": 446923,
          "contribution": 2087730,
          "current_contribution": 1598910,
          "gap_relative": 0.00630708
        }
      }
    ]
  },
  "optimization_results": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "optimization_results.schema.json",
    "title": "Optimised budget",
    "description": "Spend per period now and at the optimum, by channel.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "channel",
        "current_spend",
        "optimised_spend",
        "change",
        "change_fraction",
        "lower",
        "upper",
        "binding",
        "current_contribution",
        "optimised_contribution",
        "contribution_change",
        "contribution_change_q05",
        "contribution_change_q95",
        "current_marginal",
        "optimised_marginal",
        "current_return",
        "optimised_return",
        "beyond_observed",
        "adequacy"
      ],
      "properties": {
        "channel": {
          "type": "string",
          "description": "Channel."
        },
        "current_spend": {
          "type": "number",
          "description": "Current spend.",
          "x-unit": "money per period"
        },
        "optimised_spend": {
          "type": "number",
          "description": "Spend at the optimum.",
          "x-unit": "money per period"
        },
        "change": {
          "type": "number",
          "description": "optimised − current.",
          "x-unit": "money per period"
        },
        "change_fraction": {
          "type": [
            "number",
            "null"
          ],
          "description": "change / current; null when current is zero.",
          "x-unit": "fraction"
        },
        "lower": {
          "type": "number",
          "description": "Lower bound.",
          "x-unit": "money per period"
        },
        "upper": {
          "type": "number",
          "description": "Upper bound.",
          "x-unit": "money per period"
        },
        "binding": {
          "type": "string",
          "enum": [
            "none",
            "lower",
            "upper",
            "fixed",
            "group"
          ],
          "description": "Bound that holds the channel."
        },
        "current_contribution": {
          "type": "number",
          "description": "Contribution of current spend, on the curve.",
          "x-unit": "target per period"
        },
        "optimised_contribution": {
          "type": "number",
          "description": "Contribution at the optimum, on the curve.",
          "x-unit": "target per period"
        },
        "contribution_change": {
          "type": "number",
          "description": "Difference.",
          "x-unit": "target per period"
        },
        "contribution_change_q05": {
          "type": "number",
          "description": "5 % quantile over the draws, each with its own curve.",
          "x-unit": "target per period"
        },
        "contribution_change_q95": {
          "type": "number",
          "description": "95 % quantile over the draws, each with its own curve.",
          "x-unit": "target per period"
        },
        "current_marginal": {
          "type": "number",
          "description": "Marginal contribution at current spend (mROI where the target is money).",
          "x-unit": "target per money"
        },
        "optimised_marginal": {
          "type": "number",
          "description": "Marginal contribution at the optimum.",
          "x-unit": "target per money"
        },
        "current_return": {
          "type": [
            "number",
            "null"
          ],
          "description": "Contribution per unit of current spend: ROI where the target is money; null where nothing is spent.",
          "x-unit": "target per money"
        },
        "optimised_return": {
          "type": [
            "number",
            "null"
          ],
          "description": "Contribution per unit of spend at the optimum; null at zero spend.",
          "x-unit": "target per money"
        },
        "beyond_observed": {
          "type": "boolean",
          "description": "The optimum lies beyond the largest spend in the data."
        },
        "adequacy": {
          "type": "string",
          "enum": [
            "pass",
            "warn",
            "waived"
          ],
          "description": "Verdict of the gates that the recommendation stands behind; waived: at least one fails, and a waiver opened it."
        }
      }
    },
    "examples": [
      [
        {
          "channel": "tv_S",
          "current_spend": 11372.7,
          "optimised_spend": 17059,
          "change": 5686.35,
          "change_fraction": 0.5,
          "lower": 5686.35,
          "upper": 17059,
          "binding": "upper",
          "current_contribution": 87013.9,
          "optimised_contribution": 122520,
          "contribution_change": 35506.2,
          "contribution_change_q05": 33460.9,
          "contribution_change_q95": 37619.4,
          "current_marginal": 6.84065,
          "optimised_marginal": 5.61875,
          "current_return": 7.65112,
          "optimised_return": 7.18213,
          "beyond_observed": false,
          "adequacy": "warn"
        },
        {
          "channel": "ooh_S",
          "current_spend": 8769.22,
          "optimised_spend": 4384.61,
          "change": -4384.61,
          "change_fraction": -0.5,
          "lower": 4384.61,
          "upper": 13153.8,
          "binding": "lower",
          "current_contribution": 2258.11,
          "optimised_contribution": 1131.78,
          "contribution_change": -1126.33,
          "contribution_change_q05": -1424.13,
          "contribution_change_q95": -865.891,
          "current_marginal": 0.256263,
          "optimised_marginal": 0.257502,
          "current_return": 0.257504,
          "optimised_return": 0.258126,
          "beyond_observed": false,
          "adequacy": "warn"
        }
      ]
    ]
  },
  "pareto_k_flagged": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "pareto_k_flagged.schema.json",
    "title": "Flagged observations",
    "description": "Observations whose Pareto k is above 0.5.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "index",
        "date",
        "pareto_k",
        "elpd_loo_i",
        "observed",
        "category"
      ],
      "properties": {
        "index": {
          "type": "integer",
          "description": "Position, from 0."
        },
        "date": {
          "type": "string",
          "format": "date",
          "description": "Calendar date, YYYY-MM-DD."
        },
        "pareto_k": {
          "type": [
            "number",
            "null"
          ],
          "description": "Pareto k; null when not finite."
        },
        "elpd_loo_i": {
          "type": [
            "number",
            "null"
          ],
          "description": "Pointwise elpd.",
          "x-unit": "nats"
        },
        "observed": {
          "type": [
            "number",
            "null"
          ],
          "description": "Observed target; null when it is not known.",
          "x-unit": "target"
        },
        "category": {
          "type": "string",
          "enum": [
            "marginal",
            "bad"
          ],
          "description": "marginal: usable; bad: not."
        }
      }
    },
    "examples": [
      [
        {
          "index": 0,
          "date": "2015-11-23",
          "pareto_k": 2.45332,
          "elpd_loo_i": -4.18628,
          "observed": 2754370,
          "category": "bad"
        },
        {
          "index": 1,
          "date": "2015-11-30",
          "pareto_k": 3.0839,
          "elpd_loo_i": -4.41451,
          "observed": 2584280,
          "category": "bad"
        }
      ]
    ]
  },
  "pareto_k_summary": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "pareto_k_summary.schema.json",
    "title": "Pareto k summary",
    "description": "Can the leave-one-out estimates be trusted?",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "ok",
      "k_max",
      "n_not_finite",
      "n_good",
      "n_marginal",
      "n_bad",
      "good_k",
      "elpd_loo",
      "p_loo",
      "se",
      "n_data",
      "n_samples",
      "reff"
    ],
    "properties": {
      "ok": {
        "type": "boolean",
        "description": "True when every k is good enough."
      },
      "k_max": {
        "type": [
          "number",
          "null"
        ],
        "description": "Largest finite k."
      },
      "n_not_finite": {
        "type": "integer",
        "description": "Observations whose k is not finite."
      },
      "n_good": {
        "type": "integer",
        "description": "k ≤ 0.5."
      },
      "n_marginal": {
        "type": "integer",
        "description": "0.5 < k ≤ good_k."
      },
      "n_bad": {
        "type": "integer",
        "description": "k > good_k or not finite."
      },
      "good_k": {
        "type": "number",
        "description": "min(1 − 1/log10 S, 0.7): the largest k that S draws support."
      },
      "elpd_loo": {
        "type": [
          "number",
          "null"
        ],
        "description": "Expected log predictive density.",
        "x-unit": "nats"
      },
      "p_loo": {
        "type": [
          "number",
          "null"
        ],
        "description": "Effective number of parameters."
      },
      "se": {
        "type": [
          "number",
          "null"
        ],
        "description": "Standard error of elpd_loo.",
        "x-unit": "nats"
      },
      "n_data": {
        "type": "integer",
        "description": "Observations."
      },
      "n_samples": {
        "type": "integer",
        "description": "Draws."
      },
      "reff": {
        "type": "number",
        "description": "Relative efficiency used."
      }
    },
    "examples": [
      {
        "ok": true,
        "k_max": 0.326909,
        "n_not_finite": 0,
        "n_good": 208,
        "n_marginal": 0,
        "n_bad": 0,
        "good_k": 0.697064,
        "elpd_loo": 563.963,
        "p_loo": 15.6113,
        "se": 42.6955,
        "n_data": 208,
        "n_samples": 2000,
        "reff": 0.895
      }
    ]
  },
  "picture": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "picture.schema.json",
    "title": "Picture",
    "description": "A chart as PNG; here as the base64 of its bytes, which begin with the PNG signature.",
    "type": "string",
    "pattern": "^iVBORw0KGgo",
    "contentEncoding": "base64",
    "contentMediaType": "image/png",
    "examples": [
      "iVBORw0KGgo="
    ]
  },
  "pipeline": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "pipeline.schema.json",
    "title": "Sluice pipeline",
    "description": "One pipeline: its inputs, what the columns mean, the gating policy and the options of its stages. Paths are relative to the folder of this file.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "version",
      "pipeline",
      "title",
      "inputs",
      "columns",
      "posterior",
      "units",
      "policy",
      "seed",
      "artefacts",
      "stages",
      "custom_stages",
      "matrix"
    ],
    "properties": {
      "version": {
        "const": 1,
        "description": "Version of this format."
      },
      "pipeline": {
        "type": "string",
        "description": "Name of the pipeline; names its folder under artefacts/.",
        "pattern": "^[a-z0-9][a-z0-9_-]{0,63}$"
      },
      "title": {
        "type": [
          "string",
          "null"
        ],
        "description": "Title for people; null: the name.",
        "maxLength": 200,
        "default": null
      },
      "matrix": {
        "anyOf": [
          {
            "type": "null"
          },
          {
            "title": "Matrix",
            "description": "Cells of one pipeline: every combination of the values of its axes, e.g. brands and markets. `{{axis}}` in any text of the pipeline file stands for the cell's value. `exclude` lists combinations that are left out; `include` lists further ones, or further values of those that it matches.",
            "type": "object",
            "minProperties": 1,
            "propertyNames": {
              "pattern": "^[a-z][a-z0-9_]{0,31}$",
              "description": "lower-case letters, digits and _, beginning with a letter"
            },
            "additionalProperties": {
              "type": "array",
              "description": "Values of an axis, safe as names of folders; under exclude and include mappings from axis to value.",
              "items": {
                "anyOf": [
                  {
                    "type": "string",
                    "description": "Value."
                  },
                  {
                    "type": "number",
                    "description": "Value."
                  },
                  {
                    "type": "object",
                    "description": "Values by axis; under include also by other names.",
                    "propertyNames": {
                      "pattern": "^[a-z][a-z0-9_]{0,31}$",
                      "description": "lower-case letters, digits and _, beginning with a letter"
                    },
                    "additionalProperties": {
                      "type": [
                        "string",
                        "number"
                      ],
                      "description": "Value."
                    }
                  }
                ]
              }
            }
          }
        ],
        "default": null,
        "description": "Cells of the pipeline, each with its own runs; null: there is one of it."
      },
      "inputs": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "data",
          "model",
          "reports"
        ],
        "properties": {
          "data": {
            "type": "string",
            "description": "CSV with one row per period: date, target, spend of each channel, controls.",
            "minLength": 1
          },
          "model": {
            "type": [
              "string",
              "null"
            ],
            "description": "Posterior as InferenceData NetCDF-4 (model.nc); null where 20_model_fit runs a command that writes it.",
            "minLength": 1,
            "default": null
          },
          "reports": {
            "type": [
              "string",
              "null"
            ],
            "description": "Folder of upstream reports (convergence_report.json, calibration_report.json, pareto_k_summary.json) whose claims gate g8 checks; null: none.",
            "default": null
          }
        },
        "description": "Files the pipeline reads."
      },
      "columns": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "date",
          "target",
          "channels",
          "spend",
          "exposure",
          "controls"
        ],
        "properties": {
          "date": {
            "type": "string",
            "description": "Column of dates, YYYY-MM-DD.",
            "default": "date",
            "minLength": 1
          },
          "target": {
            "type": "string",
            "description": "Column of the target (KPI).",
            "minLength": 1
          },
          "channels": {
            "type": "array",
            "description": "Media channels, by the names that the model uses.",
            "items": {
              "type": "string",
              "minLength": 1
            },
            "minItems": 1,
            "uniqueItems": true
          },
          "spend": {
            "type": "object",
            "description": "Spend column by channel, where it differs from the channel's name.",
            "additionalProperties": {
              "type": "string",
              "minLength": 1
            },
            "default": {}
          },
          "exposure": {
            "type": "object",
            "description": "Column of impressions, clicks or other exposure by channel, where there is one: held against the spend, period by period.",
            "additionalProperties": {
              "type": "string",
              "minLength": 1
            },
            "default": {}
          },
          "controls": {
            "type": "array",
            "description": "Control columns.",
            "items": {
              "type": "string",
              "minLength": 1
            },
            "uniqueItems": true,
            "default": []
          }
        },
        "description": "What the columns of the data mean."
      },
      "posterior": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "contribution",
          "target",
          "baseline",
          "control_contribution",
          "date_dim",
          "channel_dim"
        ],
        "properties": {
          "contribution": {
            "type": [
              "string",
              "null"
            ],
            "description": "Variable of channel contributions.",
            "default": null
          },
          "target": {
            "type": [
              "string",
              "null"
            ],
            "description": "Likelihood variable in observed_data, posterior_predictive and log_likelihood.",
            "default": null
          },
          "baseline": {
            "anyOf": [
              {
                "type": "null"
              },
              {
                "type": "object",
                "additionalProperties": {
                  "type": "string"
                }
              }
            ],
            "default": null,
            "description": "Baseline components in target units: name to variable."
          },
          "control_contribution": {
            "type": [
              "string",
              "null"
            ],
            "description": "Variable of control contributions.",
            "default": null
          },
          "date_dim": {
            "type": [
              "string",
              "null"
            ],
            "description": "Date dimension of the contributions.",
            "default": null
          },
          "channel_dim": {
            "type": [
              "string",
              "null"
            ],
            "description": "Channel dimension of the contributions.",
            "default": null
          }
        },
        "default": {},
        "description": "Which variables of model.nc play which part; null: recognised by who wrote it."
      },
      "units": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "money",
          "target"
        ],
        "properties": {
          "money": {
            "type": "string",
            "description": "Unit of spend.",
            "default": "money",
            "minLength": 1,
            "maxLength": 24
          },
          "target": {
            "type": "string",
            "description": "Unit of the target and of contributions.",
            "default": "target",
            "minLength": 1,
            "maxLength": 40
          }
        },
        "default": {},
        "description": "Units, for labels."
      },
      "policy": {
        "type": "string",
        "description": "Gating policy: explore, publish, strict, or the path of your own policy file.",
        "default": "publish",
        "minLength": 1
      },
      "seed": {
        "type": "integer",
        "description": "Seed of everything random.",
        "minimum": 0,
        "maximum": 4294967295,
        "default": 1
      },
      "artefacts": {
        "type": "string",
        "description": "Folder that runs are written to, relative to the project's root.",
        "default": "artefacts",
        "minLength": 1
      },
      "stages": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "00_run_metadata",
          "10_pre_diagnostics",
          "20_model_fit",
          "30_model_assessment",
          "40_decomposition",
          "50_diagnostics",
          "60_response_curves",
          "70_optimisation",
          "80_interpretation"
        ],
        "properties": {
          "00_run_metadata": {
            "title": "Options of 00_run_metadata",
            "description": "The run is frozen: no option.",
            "type": "object",
            "additionalProperties": false,
            "required": [],
            "properties": {},
            "default": {}
          },
          "10_pre_diagnostics": {
            "title": "Options of 10_pre_diagnostics",
            "description": "How the data are judged before any model is believed.",
            "type": "object",
            "additionalProperties": false,
            "required": [
              "include_controls",
              "permutations"
            ],
            "properties": {
              "include_controls": {
                "type": "boolean",
                "description": "Judge collinearity over channels and controls together (true) or over channels alone.",
                "default": true
              },
              "permutations": {
                "type": "integer",
                "description": "Permutations of the transfer-entropy test.",
                "minimum": 99,
                "maximum": 100000,
                "default": 499
              }
            },
            "default": {}
          },
          "20_model_fit": {
            "title": "Options of 20_model_fit",
            "description": "How the posterior comes in.",
            "type": "object",
            "additionalProperties": false,
            "required": [
              "uses",
              "hdi_probability",
              "command"
            ],
            "properties": {
              "uses": {
                "type": "string",
                "enum": [
                  "import",
                  "command"
                ],
                "default": "import",
                "description": "import: read the existing model.nc named under inputs. command: run a program that fits the model and writes {{out}}/model.nc."
              },
              "hdi_probability": {
                "type": "number",
                "description": "Mass of the highest-density intervals in model_summary.csv.",
                "x-unit": "fraction",
                "exclusiveMinimum": 0,
                "exclusiveMaximum": 1,
                "default": 0.94
              },
              "command": {
                "anyOf": [
                  {
                    "type": "null"
                  },
                  {
                    "type": "object",
                    "additionalProperties": false,
                    "required": [
                      "run",
                      "folder",
                      "environment",
                      "secrets",
                      "files",
                      "timeout_seconds",
                      "grace_seconds",
                      "retries",
                      "backoff_seconds"
                    ],
                    "properties": {
                      "run": {
                        "anyOf": [
                          {
                            "type": "string",
                            "minLength": 1
                          },
                          {
                            "type": "array",
                            "items": {
                              "type": "string"
                            },
                            "minItems": 1
                          }
                        ],
                        "description": "The program and its arguments: a list, each item one argument, or a line for the shell (bash). {{out}} stands for the folder that it writes to, {{data}} for the data, {{seed}} for the seed, {{in}} for the folder of the artefacts that it reads; in a line they are quoted."
                      },
                      "folder": {
                        "type": "string",
                        "description": "Folder that it runs in, relative to the pipeline file.",
                        "default": ".",
                        "minLength": 1
                      },
                      "environment": {
                        "type": "object",
                        "description": "Environment variables by name. It sees these, the secrets, SLUICE_OUT, SLUICE_DATA, SLUICE_SEED and SLUICE_IN, and of the machine's own only PATH, HOME, USER, LOGNAME, SHELL, TMPDIR, LANG and LC_ALL.",
                        "propertyNames": {
                          "pattern": "^[A-Za-z_][A-Za-z0-9_]*$",
                          "description": "a name of letters, digits and _"
                        },
                        "additionalProperties": {
                          "type": "string"
                        },
                        "default": {}
                      },
                      "secrets": {
                        "type": "array",
                        "description": "Names of environment variables that are handed on from the machine and whose values are kept out of the log and of every artefact.",
                        "items": {
                          "type": "string",
                          "pattern": "^[A-Za-z_][A-Za-z0-9_]*$",
                          "description": "a name of letters, digits and _"
                        },
                        "uniqueItems": true,
                        "default": []
                      },
                      "files": {
                        "type": "array",
                        "description": "Files that it depends on, relative to the pipeline file, beside those that its arguments name: it runs anew when one changes.",
                        "items": {
                          "type": "string",
                          "minLength": 1
                        },
                        "uniqueItems": true,
                        "default": []
                      },
                      "timeout_seconds": {
                        "type": [
                          "number",
                          "null"
                        ],
                        "description": "Longest that one attempt may take; null: no limit.",
                        "x-unit": "s",
                        "exclusiveMinimum": 0,
                        "default": null
                      },
                      "grace_seconds": {
                        "type": "number",
                        "description": "Time between asking it to stop (SIGTERM) and stopping it (SIGKILL).",
                        "x-unit": "s",
                        "minimum": 0,
                        "default": 10
                      },
                      "retries": {
                        "type": "integer",
                        "description": "How many more times it is tried when it fails.",
                        "minimum": 0,
                        "maximum": 20,
                        "default": 0
                      },
                      "backoff_seconds": {
                        "type": "number",
                        "description": "Wait before the second attempt; doubled before each one after it.",
                        "x-unit": "s",
                        "minimum": 0,
                        "default": 10
                      }
                    },
                    "description": "A program of the team's own."
                  }
                ],
                "default": null,
                "description": "The program that fits the model; for uses: command."
              }
            },
            "default": {}
          },
          "30_model_assessment": {
            "title": "Options of 30_model_assessment",
            "description": "Posterior predictive fit: no option.",
            "type": "object",
            "additionalProperties": false,
            "required": [],
            "properties": {},
            "default": {}
          },
          "40_decomposition": {
            "title": "Options of 40_decomposition",
            "description": "How draws, dates and spend are joined.",
            "type": "object",
            "additionalProperties": false,
            "required": [
              "memory_limit_mb"
            ],
            "properties": {
              "memory_limit_mb": {
                "type": "integer",
                "description": "Memory DuckDB may use before it spills to disk.",
                "minimum": 64,
                "default": 1024
              }
            },
            "default": {}
          },
          "50_diagnostics": {
            "title": "Options of 50_diagnostics",
            "description": "How the model's adequacy is recomputed.",
            "type": "object",
            "additionalProperties": false,
            "required": [
              "worst",
              "roi_range"
            ],
            "properties": {
              "worst": {
                "type": "integer",
                "description": "How many of the worst parameters the report lists.",
                "minimum": 1,
                "maximum": 1000,
                "default": 10
              },
              "roi_range": {
                "anyOf": [
                  {
                    "type": "null"
                  },
                  {
                    "type": "object",
                    "additionalProperties": false,
                    "required": [
                      "lower",
                      "upper"
                    ],
                    "properties": {
                      "lower": {
                        "type": "number",
                        "description": "Least plausible ROI: contribution in units of the target per unit of spend."
                      },
                      "upper": {
                        "type": "number",
                        "description": "Greatest plausible ROI."
                      }
                    }
                  }
                ],
                "default": null,
                "description": "Where the ROI of a channel can lie in this business, for the check of its prior; null: not checked."
              }
            },
            "default": {}
          },
          "60_response_curves": {
            "title": "Options of 60_response_curves",
            "description": "Where the curves come from, which are fitted, and to how many draws.",
            "type": "object",
            "additionalProperties": false,
            "required": [
              "curves",
              "families",
              "draws",
              "grid",
              "extend",
              "adstock"
            ],
            "properties": {
              "curves": {
                "type": "string",
                "enum": [
                  "fit",
                  "model",
                  "auto"
                ],
                "default": "fit",
                "description": "Where the curves come from. fit: the family among `families` that fits a channel's posterior means best, fitted to every draw too; model: the model's own saturation and adstock, read of the posterior draw by draw, and its family fitted to the posterior means; auto: model where the parameters read give the model's own contributions, else fit. The run says which it is, and why."
              },
              "families": {
                "type": "array",
                "description": "Families to fit; the best by AICc is used. tanh and sigmoid hold the same curves. hill may be S-shaped, which plans over several periods under ramps or carryover ask much time for.",
                "items": {
                  "type": "string",
                  "enum": [
                    "michaelis_menten",
                    "sigmoid",
                    "tanh",
                    "exponential",
                    "hill",
                    "concave_hill",
                    "root",
                    "logarithmic"
                  ],
                  "description": "michaelis_menten: L·S/(k+S); sigmoid: alpha·(1−e^(−lam·S))/(1+e^(−lam·S)); tanh: b·tanh(S/s); exponential: alpha·(1−e^(−lam·S)); hill and concave_hill: beta·S^h/(K^h+S^h); root: a·S^p; logarithmic: a·ln(1+S/b). The parameters stand in the order L k, alpha lam, b s, alpha lam, beta K h, a p, a b."
                },
                "minItems": 1,
                "uniqueItems": true,
                "default": [
                  "michaelis_menten",
                  "sigmoid"
                ]
              },
              "draws": {
                "type": "integer",
                "description": "Most posterior draws that get a curve of their own; of more, so many are taken evenly.",
                "minimum": 2,
                "maximum": 100000,
                "default": 1000
              },
              "grid": {
                "type": "integer",
                "description": "Points of each drawn curve.",
                "minimum": 11,
                "maximum": 10001,
                "default": 101
              },
              "extend": {
                "type": "number",
                "description": "How far the drawn curve goes beyond the largest observed spend.",
                "x-unit": "fraction of the largest spend",
                "minimum": 1,
                "maximum": 10,
                "default": 1.5
              },
              "adstock": {
                "anyOf": [
                  {
                    "type": "null"
                  },
                  {
                    "const": "model"
                  },
                  {
                    "type": "object",
                    "additionalProperties": {
                      "type": "number",
                      "minimum": 0,
                      "exclusiveMaximum": 1,
                      "description": "Share carried into the next period.",
                      "x-unit": "fraction"
                    }
                  }
                ],
                "default": null,
                "description": "Geometric carryover from period to period; read of the model, whatever stands here, where the curves are the model's own. null: none, each period's contribution is a curve of its own spend; model: the posterior means of the model's own adstock_alpha (alpha_m in Meridian); or alpha by channel, 0 for those not named. With carryover a curve is of effective spend, on the scale of spend held steady."
              }
            },
            "default": {}
          },
          "70_optimisation": {
            "title": "Options of 70_optimisation",
            "description": "The budget question.",
            "type": "object",
            "additionalProperties": false,
            "required": [
              "reference_periods",
              "total_budget",
              "budget",
              "bounds",
              "groups",
              "scenarios",
              "multi_period",
              "objective",
              "compare"
            ],
            "properties": {
              "reference_periods": {
                "anyOf": [
                  {
                    "type": "null"
                  },
                  {
                    "type": "integer",
                    "minimum": 1
                  }
                ],
                "default": null,
                "description": "Current spend is the mean of the last N periods; null: of all periods."
              },
              "total_budget": {
                "type": [
                  "number",
                  "null"
                ],
                "description": "Budget per period; null: the sum of current spend.",
                "x-unit": "money per period",
                "minimum": 0,
                "default": null
              },
              "budget": {
                "type": "string",
                "enum": [
                  "exact",
                  "at_most"
                ],
                "default": "exact",
                "description": "exact: the whole budget is spent; at_most: less may be spent, where more would bring nothing."
              },
              "bounds": {
                "type": "object",
                "additionalProperties": false,
                "required": [
                  "default",
                  "channels"
                ],
                "properties": {
                  "default": {
                    "type": "object",
                    "discriminator": {
                      "propertyName": "kind"
                    },
                    "required": [
                      "kind"
                    ],
                    "oneOf": [
                      {
                        "type": "object",
                        "additionalProperties": false,
                        "required": [
                          "kind",
                          "lower",
                          "upper"
                        ],
                        "properties": {
                          "kind": {
                            "const": "absolute"
                          },
                          "lower": {
                            "type": [
                              "number",
                              "null"
                            ],
                            "description": "Least spend per period; null: none beyond 0.",
                            "x-unit": "money per period",
                            "minimum": 0,
                            "default": null
                          },
                          "upper": {
                            "type": [
                              "number",
                              "null"
                            ],
                            "description": "Most spend per period; null: the total budget.",
                            "x-unit": "money per period",
                            "minimum": 0,
                            "default": null
                          }
                        }
                      },
                      {
                        "type": "object",
                        "additionalProperties": false,
                        "required": [
                          "kind",
                          "lower",
                          "upper"
                        ],
                        "properties": {
                          "kind": {
                            "const": "fraction_of_current"
                          },
                          "lower": {
                            "type": "number",
                            "description": "Least spend, as a fraction of the channel's current spend.",
                            "x-unit": "fraction",
                            "minimum": 0,
                            "default": 0
                          },
                          "upper": {
                            "type": "number",
                            "description": "Most spend, as a fraction of the channel's current spend.",
                            "x-unit": "fraction",
                            "minimum": 0
                          }
                        }
                      }
                    ],
                    "description": "Bounds of every channel not named under channels.",
                    "default": {
                      "kind": "fraction_of_current",
                      "lower": 0.5,
                      "upper": 1.5
                    }
                  },
                  "channels": {
                    "type": "object",
                    "description": "Bounds by channel.",
                    "additionalProperties": {
                      "type": "object",
                      "discriminator": {
                        "propertyName": "kind"
                      },
                      "required": [
                        "kind"
                      ],
                      "oneOf": [
                        {
                          "type": "object",
                          "additionalProperties": false,
                          "required": [
                            "kind",
                            "lower",
                            "upper"
                          ],
                          "properties": {
                            "kind": {
                              "const": "absolute"
                            },
                            "lower": {
                              "type": [
                                "number",
                                "null"
                              ],
                              "description": "Least spend per period; null: none beyond 0.",
                              "x-unit": "money per period",
                              "minimum": 0,
                              "default": null
                            },
                            "upper": {
                              "type": [
                                "number",
                                "null"
                              ],
                              "description": "Most spend per period; null: the total budget.",
                              "x-unit": "money per period",
                              "minimum": 0,
                              "default": null
                            }
                          }
                        },
                        {
                          "type": "object",
                          "additionalProperties": false,
                          "required": [
                            "kind",
                            "lower",
                            "upper"
                          ],
                          "properties": {
                            "kind": {
                              "const": "fraction_of_current"
                            },
                            "lower": {
                              "type": "number",
                              "description": "Least spend, as a fraction of the channel's current spend.",
                              "x-unit": "fraction",
                              "minimum": 0,
                              "default": 0
                            },
                            "upper": {
                              "type": "number",
                              "description": "Most spend, as a fraction of the channel's current spend.",
                              "x-unit": "fraction",
                              "minimum": 0
                            }
                          }
                        }
                      ],
                      "description": "Bounds on one channel's spend per period."
                    },
                    "default": {}
                  }
                },
                "default": {},
                "description": "Bounds on spend per period."
              },
              "groups": {
                "type": "object",
                "description": "Budgets of some channels together, by name of the group. They hold in every scenario, as bounds do.",
                "additionalProperties": {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "channels",
                    "budget",
                    "kind"
                  ],
                  "properties": {
                    "channels": {
                      "type": "array",
                      "items": {
                        "type": "string",
                        "description": "Channel."
                      },
                      "minItems": 1,
                      "uniqueItems": true,
                      "description": "Channels whose spend counts."
                    },
                    "budget": {
                      "type": "number",
                      "minimum": 0,
                      "description": "Spend of these channels together, per period; over several periods its sum over the horizon.",
                      "x-unit": "money per period"
                    },
                    "kind": {
                      "type": "string",
                      "enum": [
                        "exact",
                        "at_most"
                      ],
                      "default": "at_most",
                      "description": "at_most: less may be spent; exact: all of it."
                    }
                  }
                },
                "default": {}
              },
              "scenarios": {
                "type": "array",
                "description": "Total budgets to compare, as multiples of the total.",
                "items": {
                  "type": "number",
                  "description": "Multiplier of the total budget.",
                  "x-unit": "fraction",
                  "exclusiveMinimum": 0
                },
                "default": [
                  0.8,
                  0.9,
                  1,
                  1.1,
                  1.2
                ]
              },
              "multi_period": {
                "type": "object",
                "additionalProperties": false,
                "required": [
                  "periods",
                  "total_budget",
                  "period_budgets",
                  "method",
                  "ramp_absolute",
                  "ramp_percentage",
                  "start",
                  "weights"
                ],
                "properties": {
                  "periods": {
                    "type": "integer",
                    "description": "Periods to plan, counted from the first after the data.",
                    "minimum": 1,
                    "maximum": 520,
                    "default": 13
                  },
                  "total_budget": {
                    "type": [
                      "number",
                      "null"
                    ],
                    "description": "Budget over all periods; null: the sum of period_budgets, else periods times the budget per period.",
                    "x-unit": "money over the horizon",
                    "minimum": 0,
                    "default": null
                  },
                  "period_budgets": {
                    "anyOf": [
                      {
                        "type": "null"
                      },
                      {
                        "type": "array",
                        "items": {
                          "type": "number",
                          "minimum": 0
                        },
                        "minItems": 1
                      }
                    ],
                    "default": null,
                    "description": "Budget of each period; null: the periods share the total freely.",
                    "x-unit": "money per period"
                  },
                  "method": {
                    "type": "string",
                    "enum": [
                      "auto",
                      "interior_point",
                      "sequential",
                      "slsqp",
                      "trust-constr"
                    ],
                    "default": "auto",
                    "description": "auto: the method that proves most about the problem, named with its reason; interior_point (also trust-constr): the best plan of all periods at once, certified; sequential: period by period, feasible by looking ahead, with its distance from the best plan reported; slsqp: for parity with tools that use it, with its distance reported."
                  },
                  "ramp_absolute": {
                    "anyOf": [
                      {
                        "type": "number"
                      },
                      {
                        "type": "null"
                      },
                      {
                        "type": "object",
                        "additionalProperties": {
                          "type": "number"
                        }
                      }
                    ],
                    "description": "Largest change between consecutive periods, in money: for all channels, or by channel.",
                    "default": null
                  },
                  "ramp_percentage": {
                    "anyOf": [
                      {
                        "type": "number"
                      },
                      {
                        "type": "null"
                      },
                      {
                        "type": "object",
                        "additionalProperties": {
                          "type": "number"
                        }
                      }
                    ],
                    "description": "Largest change between consecutive periods, as a fraction of the earlier one: for all channels, or by channel. A value above 1 is read as per cent, with a warning.",
                    "default": 0.1
                  },
                  "start": {
                    "type": "string",
                    "enum": [
                      "current",
                      "last_period",
                      "free"
                    ],
                    "default": "current",
                    "description": "What the first period ramps from: current spend, the last observed period, or nothing."
                  },
                  "weights": {
                    "anyOf": [
                      {
                        "type": "null"
                      },
                      {
                        "type": "array",
                        "items": {
                          "type": "number",
                          "minimum": 0
                        },
                        "minItems": 1
                      }
                    ],
                    "default": null,
                    "description": "Weight of each period's contribution; null: all 1."
                  }
                },
                "default": {},
                "description": "The plan over several periods."
              },
              "objective": {
                "type": "object",
                "discriminator": {
                  "propertyName": "kind"
                },
                "required": [
                  "kind"
                ],
                "oneOf": [
                  {
                    "type": "object",
                    "additionalProperties": false,
                    "required": [
                      "kind"
                    ],
                    "properties": {
                      "kind": {
                        "const": "mean_curve"
                      }
                    },
                    "description": "Contribution by the curves fitted to the posterior means."
                  },
                  {
                    "type": "object",
                    "additionalProperties": false,
                    "required": [
                      "kind"
                    ],
                    "properties": {
                      "kind": {
                        "const": "mean"
                      }
                    },
                    "description": "Contribution expected over the draws: the expected-utility optimum."
                  },
                  {
                    "type": "object",
                    "additionalProperties": false,
                    "required": [
                      "kind",
                      "kappa"
                    ],
                    "properties": {
                      "kind": {
                        "const": "mean_sd"
                      },
                      "kappa": {
                        "type": "number",
                        "description": "Standard deviations taken from the mean.",
                        "x-unit": "standard deviations",
                        "minimum": 0,
                        "default": 1
                      }
                    },
                    "description": "Mean less kappa standard deviations."
                  },
                  {
                    "type": "object",
                    "additionalProperties": false,
                    "required": [
                      "kind",
                      "alpha"
                    ],
                    "properties": {
                      "kind": {
                        "const": "cvar"
                      },
                      "alpha": {
                        "type": "number",
                        "description": "The mean of the worst 1 − alpha of the draws counts.",
                        "x-unit": "fraction",
                        "minimum": 0,
                        "exclusiveMaximum": 1,
                        "default": 0.9
                      }
                    },
                    "description": "Conditional value at risk: the mean of the worst draws."
                  },
                  {
                    "type": "object",
                    "additionalProperties": false,
                    "required": [
                      "kind",
                      "alpha",
                      "weight"
                    ],
                    "properties": {
                      "kind": {
                        "const": "mean_cvar"
                      },
                      "alpha": {
                        "type": "number",
                        "description": "The mean of the worst 1 − alpha of the draws counts.",
                        "x-unit": "fraction",
                        "minimum": 0,
                        "exclusiveMaximum": 1,
                        "default": 0.9
                      },
                      "weight": {
                        "type": "number",
                        "description": "Weight of CVaR against the mean.",
                        "x-unit": "fraction",
                        "minimum": 0,
                        "maximum": 1,
                        "default": 0.5
                      }
                    },
                    "description": "A mixture of mean and CVaR."
                  },
                  {
                    "type": "object",
                    "additionalProperties": false,
                    "required": [
                      "kind",
                      "probability"
                    ],
                    "properties": {
                      "kind": {
                        "const": "quantile"
                      },
                      "probability": {
                        "type": "number",
                        "description": "Share of the draws that reach it.",
                        "x-unit": "probability",
                        "exclusiveMinimum": 0,
                        "maximum": 1,
                        "default": 0.9
                      }
                    },
                    "description": "The contribution that a share of the draws reach."
                  },
                  {
                    "type": "object",
                    "additionalProperties": false,
                    "required": [
                      "kind",
                      "target",
                      "probability"
                    ],
                    "properties": {
                      "kind": {
                        "const": "chance"
                      },
                      "target": {
                        "type": "number",
                        "description": "Contribution per unit of spend.",
                        "x-unit": "target per money",
                        "minimum": 0
                      },
                      "probability": {
                        "type": "number",
                        "description": "Share of the draws that return at least the target.",
                        "x-unit": "probability",
                        "exclusiveMinimum": 0,
                        "maximum": 1,
                        "default": 0.9
                      }
                    },
                    "description": "The mean, where a share of the draws return at least a target per unit of spend."
                  },
                  {
                    "type": "object",
                    "additionalProperties": false,
                    "required": [
                      "kind",
                      "alpha"
                    ],
                    "properties": {
                      "kind": {
                        "const": "regret"
                      },
                      "alpha": {
                        "type": "number",
                        "description": "The mean of the worst 1 − alpha of the regrets counts; 0: expected regret, whose plan is that of the mean.",
                        "x-unit": "fraction",
                        "minimum": 0,
                        "exclusiveMaximum": 1,
                        "default": 0
                      }
                    },
                    "description": "Least regret against the best plan of each draw."
                  },
                  {
                    "type": "object",
                    "additionalProperties": false,
                    "required": [
                      "kind"
                    ],
                    "properties": {
                      "kind": {
                        "const": "beat_current"
                      }
                    },
                    "description": "The share of draws in which the plan brings more than current spend."
                  }
                ],
                "description": "What the recommended plan of one period is chosen by; mean_curve: the optimum on the curves fitted to the posterior means. All others are over the draws' own curves.",
                "default": {
                  "kind": "mean_curve"
                }
              },
              "compare": {
                "type": "object",
                "description": "Scenarios by name, each a set of changes to the budget question; compared in scenario_summary.csv with the built-in ones on the same draws.",
                "additionalProperties": {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "multiplier",
                    "total_budget",
                    "aim",
                    "objective",
                    "bounds",
                    "freeze"
                  ],
                  "properties": {
                    "multiplier": {
                      "type": [
                        "number",
                        "null"
                      ],
                      "exclusiveMinimum": 0,
                      "default": null,
                      "description": "Total budget as a multiple of that asked for; null: as asked for.",
                      "x-unit": "fraction"
                    },
                    "total_budget": {
                      "type": [
                        "number",
                        "null"
                      ],
                      "minimum": 0,
                      "default": null,
                      "description": "Total budget; null: as asked for, or by the multiplier.",
                      "x-unit": "money per period"
                    },
                    "aim": {
                      "anyOf": [
                        {
                          "type": "null"
                        },
                        {
                          "type": "object",
                          "discriminator": {
                            "propertyName": "kind"
                          },
                          "required": [
                            "kind"
                          ],
                          "oneOf": [
                            {
                              "type": "object",
                              "additionalProperties": false,
                              "required": [
                                "kind",
                                "value"
                              ],
                              "properties": {
                                "kind": {
                                  "const": "target_roi"
                                },
                                "value": {
                                  "type": "number",
                                  "description": "Contribution per unit of spend.",
                                  "x-unit": "target per money",
                                  "exclusiveMinimum": 0
                                }
                              },
                              "description": "The largest budget that returns at least so much per unit of spend."
                            },
                            {
                              "type": "object",
                              "additionalProperties": false,
                              "required": [
                                "kind",
                                "value"
                              ],
                              "properties": {
                                "kind": {
                                  "const": "target_mroi"
                                },
                                "value": {
                                  "type": "number",
                                  "description": "Contribution of the last unit of spend.",
                                  "x-unit": "target per money",
                                  "exclusiveMinimum": 0
                                }
                              },
                              "description": "The largest budget whose last unit brings at least so much."
                            },
                            {
                              "type": "object",
                              "additionalProperties": false,
                              "required": [
                                "kind",
                                "value"
                              ],
                              "properties": {
                                "kind": {
                                  "const": "target_cpa"
                                },
                                "value": {
                                  "type": "number",
                                  "description": "Spend per unit of contribution.",
                                  "x-unit": "money per target",
                                  "exclusiveMinimum": 0
                                }
                              },
                              "description": "The largest budget that costs at most so much per unit of contribution."
                            },
                            {
                              "type": "object",
                              "additionalProperties": false,
                              "required": [
                                "kind",
                                "value"
                              ],
                              "properties": {
                                "kind": {
                                  "const": "target_contribution"
                                },
                                "value": {
                                  "type": "number",
                                  "description": "Contribution per period.",
                                  "x-unit": "target per period",
                                  "exclusiveMinimum": 0
                                }
                              },
                              "description": "The least budget that brings so much."
                            },
                            {
                              "type": "object",
                              "additionalProperties": false,
                              "required": [
                                "kind",
                                "margin"
                              ],
                              "properties": {
                                "kind": {
                                  "const": "profit"
                                },
                                "margin": {
                                  "type": "number",
                                  "description": "Money earned by one unit of contribution.",
                                  "x-unit": "money per target",
                                  "exclusiveMinimum": 0
                                }
                              },
                              "description": "The budget that makes margin times contribution less spend largest."
                            }
                          ],
                          "description": "What a budget is to follow from."
                        }
                      ],
                      "default": null,
                      "description": "What the budget is to follow from instead; null: it is given."
                    },
                    "objective": {
                      "type": "object",
                      "discriminator": {
                        "propertyName": "kind"
                      },
                      "required": [
                        "kind"
                      ],
                      "oneOf": [
                        {
                          "type": "object",
                          "additionalProperties": false,
                          "required": [
                            "kind"
                          ],
                          "properties": {
                            "kind": {
                              "const": "mean_curve"
                            }
                          },
                          "description": "Contribution by the curves fitted to the posterior means."
                        },
                        {
                          "type": "object",
                          "additionalProperties": false,
                          "required": [
                            "kind"
                          ],
                          "properties": {
                            "kind": {
                              "const": "mean"
                            }
                          },
                          "description": "Contribution expected over the draws: the expected-utility optimum."
                        },
                        {
                          "type": "object",
                          "additionalProperties": false,
                          "required": [
                            "kind",
                            "kappa"
                          ],
                          "properties": {
                            "kind": {
                              "const": "mean_sd"
                            },
                            "kappa": {
                              "type": "number",
                              "description": "Standard deviations taken from the mean.",
                              "x-unit": "standard deviations",
                              "minimum": 0,
                              "default": 1
                            }
                          },
                          "description": "Mean less kappa standard deviations."
                        },
                        {
                          "type": "object",
                          "additionalProperties": false,
                          "required": [
                            "kind",
                            "alpha"
                          ],
                          "properties": {
                            "kind": {
                              "const": "cvar"
                            },
                            "alpha": {
                              "type": "number",
                              "description": "The mean of the worst 1 − alpha of the draws counts.",
                              "x-unit": "fraction",
                              "minimum": 0,
                              "exclusiveMaximum": 1,
                              "default": 0.9
                            }
                          },
                          "description": "Conditional value at risk: the mean of the worst draws."
                        },
                        {
                          "type": "object",
                          "additionalProperties": false,
                          "required": [
                            "kind",
                            "alpha",
                            "weight"
                          ],
                          "properties": {
                            "kind": {
                              "const": "mean_cvar"
                            },
                            "alpha": {
                              "type": "number",
                              "description": "The mean of the worst 1 − alpha of the draws counts.",
                              "x-unit": "fraction",
                              "minimum": 0,
                              "exclusiveMaximum": 1,
                              "default": 0.9
                            },
                            "weight": {
                              "type": "number",
                              "description": "Weight of CVaR against the mean.",
                              "x-unit": "fraction",
                              "minimum": 0,
                              "maximum": 1,
                              "default": 0.5
                            }
                          },
                          "description": "A mixture of mean and CVaR."
                        },
                        {
                          "type": "object",
                          "additionalProperties": false,
                          "required": [
                            "kind",
                            "probability"
                          ],
                          "properties": {
                            "kind": {
                              "const": "quantile"
                            },
                            "probability": {
                              "type": "number",
                              "description": "Share of the draws that reach it.",
                              "x-unit": "probability",
                              "exclusiveMinimum": 0,
                              "maximum": 1,
                              "default": 0.9
                            }
                          },
                          "description": "The contribution that a share of the draws reach."
                        },
                        {
                          "type": "object",
                          "additionalProperties": false,
                          "required": [
                            "kind",
                            "target",
                            "probability"
                          ],
                          "properties": {
                            "kind": {
                              "const": "chance"
                            },
                            "target": {
                              "type": "number",
                              "description": "Contribution per unit of spend.",
                              "x-unit": "target per money",
                              "minimum": 0
                            },
                            "probability": {
                              "type": "number",
                              "description": "Share of the draws that return at least the target.",
                              "x-unit": "probability",
                              "exclusiveMinimum": 0,
                              "maximum": 1,
                              "default": 0.9
                            }
                          },
                          "description": "The mean, where a share of the draws return at least a target per unit of spend."
                        },
                        {
                          "type": "object",
                          "additionalProperties": false,
                          "required": [
                            "kind",
                            "alpha"
                          ],
                          "properties": {
                            "kind": {
                              "const": "regret"
                            },
                            "alpha": {
                              "type": "number",
                              "description": "The mean of the worst 1 − alpha of the regrets counts; 0: expected regret, whose plan is that of the mean.",
                              "x-unit": "fraction",
                              "minimum": 0,
                              "exclusiveMaximum": 1,
                              "default": 0
                            }
                          },
                          "description": "Least regret against the best plan of each draw."
                        },
                        {
                          "type": "object",
                          "additionalProperties": false,
                          "required": [
                            "kind"
                          ],
                          "properties": {
                            "kind": {
                              "const": "beat_current"
                            }
                          },
                          "description": "The share of draws in which the plan brings more than current spend."
                        }
                      ],
                      "description": "What the plan is chosen by.",
                      "default": {
                        "kind": "mean"
                      }
                    },
                    "bounds": {
                      "type": "object",
                      "additionalProperties": {
                        "type": "object",
                        "discriminator": {
                          "propertyName": "kind"
                        },
                        "required": [
                          "kind"
                        ],
                        "oneOf": [
                          {
                            "type": "object",
                            "additionalProperties": false,
                            "required": [
                              "kind",
                              "lower",
                              "upper"
                            ],
                            "properties": {
                              "kind": {
                                "const": "absolute"
                              },
                              "lower": {
                                "type": [
                                  "number",
                                  "null"
                                ],
                                "description": "Least spend per period; null: none beyond 0.",
                                "x-unit": "money per period",
                                "minimum": 0,
                                "default": null
                              },
                              "upper": {
                                "type": [
                                  "number",
                                  "null"
                                ],
                                "description": "Most spend per period; null: the total budget.",
                                "x-unit": "money per period",
                                "minimum": 0,
                                "default": null
                              }
                            }
                          },
                          {
                            "type": "object",
                            "additionalProperties": false,
                            "required": [
                              "kind",
                              "lower",
                              "upper"
                            ],
                            "properties": {
                              "kind": {
                                "const": "fraction_of_current"
                              },
                              "lower": {
                                "type": "number",
                                "description": "Least spend, as a fraction of the channel's current spend.",
                                "x-unit": "fraction",
                                "minimum": 0,
                                "default": 0
                              },
                              "upper": {
                                "type": "number",
                                "description": "Most spend, as a fraction of the channel's current spend.",
                                "x-unit": "fraction",
                                "minimum": 0
                              }
                            }
                          }
                        ],
                        "description": "Bounds on one channel's spend per period."
                      },
                      "default": {},
                      "description": "Other bounds by channel."
                    },
                    "freeze": {
                      "type": "array",
                      "items": {
                        "type": "string",
                        "description": "Channel."
                      },
                      "uniqueItems": true,
                      "default": [],
                      "description": "Channels that keep their current spend."
                    }
                  }
                },
                "default": {}
              }
            },
            "default": {}
          },
          "80_interpretation": {
            "title": "Options of 80_interpretation",
            "description": "How the report speaks.",
            "type": "object",
            "additionalProperties": false,
            "required": [
              "language"
            ],
            "properties": {
              "language": {
                "type": "string",
                "enum": [
                  "en"
                ],
                "default": "en",
                "description": "Language of the report."
              }
            },
            "default": {}
          }
        },
        "default": {},
        "description": "Options of the stages; a stage left out runs with its defaults."
      },
      "custom_stages": {
        "type": "object",
        "description": "Stages of the team's own, by name: two digits for the place among the folders, and words.",
        "propertyNames": {
          "pattern": "^[0-9]{2}_[a-z][a-z0-9_]*$",
          "description": "two digits, an underscore and lower-case words, e.g. 45_spend_share"
        },
        "additionalProperties": {
          "type": "object",
          "discriminator": {
            "propertyName": "uses"
          },
          "required": [
            "uses"
          ],
          "oneOf": [
            {
              "type": "object",
              "additionalProperties": false,
              "required": [
                "uses",
                "title",
                "needs",
                "requires",
                "command",
                "reads",
                "writes"
              ],
              "properties": {
                "uses": {
                  "const": "command",
                  "description": "Run a program."
                },
                "title": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "What it does, in one line; null: its name.",
                  "maxLength": 200,
                  "default": null
                },
                "needs": {
                  "type": "array",
                  "description": "Stages that must have run before, beside those whose artefacts it reads.",
                  "items": {
                    "type": "string",
                    "minLength": 1
                  },
                  "uniqueItems": true,
                  "default": []
                },
                "requires": {
                  "type": "array",
                  "description": "Gate families that must not fail before it may run.",
                  "items": {
                    "type": "string",
                    "enum": [
                      "pre_diagnostic",
                      "convergence",
                      "calibration",
                      "evidence",
                      "response_curve"
                    ],
                    "description": "Family of gates."
                  },
                  "uniqueItems": true,
                  "default": []
                },
                "command": {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "run",
                    "folder",
                    "environment",
                    "secrets",
                    "files",
                    "timeout_seconds",
                    "grace_seconds",
                    "retries",
                    "backoff_seconds"
                  ],
                  "properties": {
                    "run": {
                      "anyOf": [
                        {
                          "type": "string",
                          "minLength": 1
                        },
                        {
                          "type": "array",
                          "items": {
                            "type": "string"
                          },
                          "minItems": 1
                        }
                      ],
                      "description": "The program and its arguments: a list, each item one argument, or a line for the shell (bash). {{out}} stands for the folder that it writes to, {{data}} for the data, {{seed}} for the seed, {{in}} for the folder of the artefacts that it reads; in a line they are quoted."
                    },
                    "folder": {
                      "type": "string",
                      "description": "Folder that it runs in, relative to the pipeline file.",
                      "default": ".",
                      "minLength": 1
                    },
                    "environment": {
                      "type": "object",
                      "description": "Environment variables by name. It sees these, the secrets, SLUICE_OUT, SLUICE_DATA, SLUICE_SEED and SLUICE_IN, and of the machine's own only PATH, HOME, USER, LOGNAME, SHELL, TMPDIR, LANG and LC_ALL.",
                      "propertyNames": {
                        "pattern": "^[A-Za-z_][A-Za-z0-9_]*$",
                        "description": "a name of letters, digits and _"
                      },
                      "additionalProperties": {
                        "type": "string"
                      },
                      "default": {}
                    },
                    "secrets": {
                      "type": "array",
                      "description": "Names of environment variables that are handed on from the machine and whose values are kept out of the log and of every artefact.",
                      "items": {
                        "type": "string",
                        "pattern": "^[A-Za-z_][A-Za-z0-9_]*$",
                        "description": "a name of letters, digits and _"
                      },
                      "uniqueItems": true,
                      "default": []
                    },
                    "files": {
                      "type": "array",
                      "description": "Files that it depends on, relative to the pipeline file, beside those that its arguments name: it runs anew when one changes.",
                      "items": {
                        "type": "string",
                        "minLength": 1
                      },
                      "uniqueItems": true,
                      "default": []
                    },
                    "timeout_seconds": {
                      "type": [
                        "number",
                        "null"
                      ],
                      "description": "Longest that one attempt may take; null: no limit.",
                      "x-unit": "s",
                      "exclusiveMinimum": 0,
                      "default": null
                    },
                    "grace_seconds": {
                      "type": "number",
                      "description": "Time between asking it to stop (SIGTERM) and stopping it (SIGKILL).",
                      "x-unit": "s",
                      "minimum": 0,
                      "default": 10
                    },
                    "retries": {
                      "type": "integer",
                      "description": "How many more times it is tried when it fails.",
                      "minimum": 0,
                      "maximum": 20,
                      "default": 0
                    },
                    "backoff_seconds": {
                      "type": "number",
                      "description": "Wait before the second attempt; doubled before each one after it.",
                      "x-unit": "s",
                      "minimum": 0,
                      "default": 10
                    }
                  },
                  "description": "A program of the team's own."
                },
                "reads": {
                  "type": "array",
                  "description": "Artefacts of other stages, <stage>/<file>; it finds them under {{in}}.",
                  "items": {
                    "type": "string",
                    "pattern": "^[0-9]{2}_[a-z0-9_]+/.+$",
                    "description": "<stage>/<file>"
                  },
                  "uniqueItems": true,
                  "default": []
                },
                "writes": {
                  "type": "object",
                  "description": "Files that it writes under {{out}}, by name; one that is missing, or not named here, is an error.",
                  "minProperties": 1,
                  "propertyNames": {
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9_.-]*(?:/[A-Za-z0-9][A-Za-z0-9_.-]*)*$",
                    "description": "a relative path of letters, digits, _, - and ."
                  },
                  "additionalProperties": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": [
                      "schema"
                    ],
                    "properties": {
                      "schema": {
                        "type": [
                          "string",
                          "null"
                        ],
                        "description": "JSON Schema file that describes it (of the rows, for a CSV file), relative to the pipeline file; null: it is not looked into.",
                        "minLength": 1,
                        "default": null
                      }
                    }
                  }
                }
              }
            },
            {
              "type": "object",
              "additionalProperties": false,
              "required": [
                "uses",
                "title",
                "needs",
                "requires",
                "options"
              ],
              "properties": {
                "uses": {
                  "type": "string",
                  "pattern": "^\\.{1,2}/.+\\.m?js$",
                  "description": "a JavaScript file that exports a stage, beginning with ./"
                },
                "title": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "What it does, in one line; null: its name.",
                  "maxLength": 200,
                  "default": null
                },
                "needs": {
                  "type": "array",
                  "description": "Stages that must have run before, beside those whose artefacts it reads.",
                  "items": {
                    "type": "string",
                    "minLength": 1
                  },
                  "uniqueItems": true,
                  "default": []
                },
                "requires": {
                  "type": "array",
                  "description": "Gate families that must not fail before it may run.",
                  "items": {
                    "type": "string",
                    "enum": [
                      "pre_diagnostic",
                      "convergence",
                      "calibration",
                      "evidence",
                      "response_curve"
                    ],
                    "description": "Family of gates."
                  },
                  "uniqueItems": true,
                  "default": []
                },
                "options": {
                  "type": "object",
                  "description": "Its options, described by the schema in the file.",
                  "default": {}
                }
              }
            }
          ]
        },
        "default": {}
      }
    },
    "examples": [
      {
        "version": 1,
        "pipeline": "example",
        "inputs": {
          "data": "data.csv",
          "model": "model.nc"
        },
        "columns": {
          "target": "revenue",
          "channels": [
            "tv",
            "search"
          ]
        }
      }
    ]
  },
  "plan_comparison": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "plan_comparison.schema.json",
    "title": "Comparison of plans",
    "description": "What is recommended beside what else could be done with the same curves: for one period and over the horizon.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "horizon",
        "plan",
        "recommended",
        "spend",
        "contribution",
        "contribution_per_spend",
        "keeps_limits",
        "largest_violation",
        "gap_relative",
        "adequacy"
      ],
      "properties": {
        "horizon": {
          "type": "string",
          "enum": [
            "single_period",
            "multi_period"
          ],
          "description": "One period, or all planned periods."
        },
        "plan": {
          "type": "string",
          "enum": [
            "current",
            "proportional",
            "sequential",
            "optimum",
            "slsqp"
          ],
          "description": "current: current spend, repeated; proportional: current spend scaled to the budget; sequential: planned period by period; optimum: the best of all; slsqp: found by SLSQP."
        },
        "recommended": {
          "type": "boolean",
          "description": "Whether this is the plan of the results."
        },
        "spend": {
          "type": "number",
          "description": "Spend of all channels.",
          "x-unit": "money over the horizon"
        },
        "contribution": {
          "type": "number",
          "description": "Contribution on the curves, at the periods' weights.",
          "x-unit": "target over the horizon"
        },
        "contribution_per_spend": {
          "type": [
            "number",
            "null"
          ],
          "description": "Return: ROI where the target is money; null where nothing is spent.",
          "x-unit": "target per money"
        },
        "keeps_limits": {
          "type": "boolean",
          "description": "Whether the plan keeps the budget, bounds, ramps and groups."
        },
        "largest_violation": {
          "type": "number",
          "description": "By how much it breaks the one that it breaks most.",
          "x-unit": "money"
        },
        "gap_relative": {
          "type": [
            "number",
            "null"
          ],
          "description": "Certified distance from the best plan within the limits, as a share of the bound on it; null for a plan that does not keep them.",
          "x-unit": "fraction"
        },
        "adequacy": {
          "type": "string",
          "enum": [
            "pass",
            "warn",
            "waived"
          ],
          "description": "Verdict of the gates that the recommendation stands behind; waived: at least one fails, and a waiver opened it."
        }
      }
    },
    "examples": [
      [
        {
          "horizon": "single_period",
          "plan": "current",
          "recommended": false,
          "spend": 34379,
          "contribution": 122993,
          "contribution_per_spend": 3.57756,
          "keeps_limits": true,
          "largest_violation": 0,
          "gap_relative": 0.266441,
          "adequacy": "warn"
        },
        {
          "horizon": "single_period",
          "plan": "optimum",
          "recommended": true,
          "spend": 34379,
          "contribution": 167666,
          "contribution_per_spend": 4.87699,
          "keeps_limits": true,
          "largest_violation": 0,
          "gap_relative": 0,
          "adequacy": "warn"
        },
        {
          "horizon": "multi_period",
          "plan": "optimum",
          "recommended": true,
          "spend": 446922.6,
          "contribution": 2100977.8,
          "contribution_per_spend": 4.70099,
          "keeps_limits": true,
          "largest_violation": 2.9e-10,
          "gap_relative": 5.1e-13,
          "adequacy": "warn"
        }
      ]
    ]
  },
  "policy": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "policy.schema.json",
    "title": "Gating policy",
    "description": "Thresholds and severities that turn measurements into verdicts.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "name",
      "description",
      "extends",
      "undefined",
      "skipped",
      "checks"
    ],
    "properties": {
      "name": {
        "type": "string",
        "description": "Name of the policy.",
        "pattern": "^[a-z0-9][a-z0-9_-]{0,63}$"
      },
      "description": {
        "type": "string",
        "description": "What the policy is for."
      },
      "extends": {
        "type": [
          "string",
          "null"
        ],
        "description": "Built-in policy whose rules this one starts from; null: none.",
        "enum": [
          "explore",
          "publish",
          "strict",
          null
        ],
        "default": null
      },
      "undefined": {
        "anyOf": [
          {
            "type": "null"
          },
          {
            "type": "string",
            "enum": [
              "warn",
              "fail"
            ]
          }
        ],
        "default": null,
        "description": "Verdict on a statistic that is NaN or infinite; an infinite one that exceeds a limit fails or warns by that limit as well, and the worse counts. null: inherited, or fail."
      },
      "skipped": {
        "anyOf": [
          {
            "type": "null"
          },
          {
            "type": "string",
            "enum": [
              "warn",
              "fail"
            ]
          }
        ],
        "default": null,
        "description": "Verdict on missing evidence; null: inherited, or fail."
      },
      "checks": {
        "type": "object",
        "description": "Rule by check.",
        "additionalProperties": {
          "type": "object",
          "discriminator": {
            "propertyName": "kind"
          },
          "required": [
            "kind"
          ],
          "oneOf": [
            {
              "type": "object",
              "additionalProperties": false,
              "required": [
                "kind",
                "warn",
                "fail",
                "undefined",
                "skipped",
                "source"
              ],
              "properties": {
                "kind": {
                  "const": "at_most"
                },
                "warn": {
                  "type": [
                    "number",
                    "null"
                  ],
                  "description": "Largest value that passes; null: never warns.",
                  "default": null
                },
                "fail": {
                  "type": [
                    "number",
                    "null"
                  ],
                  "description": "Largest value that does not fail; null: never fails.",
                  "default": null
                },
                "undefined": {
                  "anyOf": [
                    {
                      "type": "null"
                    },
                    {
                      "type": "string",
                      "enum": [
                        "warn",
                        "fail"
                      ]
                    }
                  ],
                  "default": null,
                  "description": "Verdict on an undefined or infinite value; null: the policy's own."
                },
                "skipped": {
                  "anyOf": [
                    {
                      "type": "null"
                    },
                    {
                      "type": "string",
                      "enum": [
                        "pass",
                        "warn",
                        "fail"
                      ]
                    }
                  ],
                  "default": null,
                  "description": "Verdict on missing evidence; pass: the evidence is optional, but a gate without any evidence never passes; null: the policy's own."
                },
                "source": {
                  "type": "string",
                  "description": "Where the threshold comes from.",
                  "minLength": 1
                }
              }
            },
            {
              "type": "object",
              "additionalProperties": false,
              "required": [
                "kind",
                "warn",
                "fail",
                "per_chain",
                "undefined",
                "skipped",
                "source"
              ],
              "properties": {
                "kind": {
                  "const": "at_least"
                },
                "warn": {
                  "type": [
                    "number",
                    "null"
                  ],
                  "description": "Smallest value that passes; null: never warns.",
                  "default": null
                },
                "fail": {
                  "type": [
                    "number",
                    "null"
                  ],
                  "description": "Smallest value that does not fail; null: never fails.",
                  "default": null
                },
                "per_chain": {
                  "type": "boolean",
                  "description": "The limits are per chain: they are multiplied by the number of chains.",
                  "default": false
                },
                "undefined": {
                  "anyOf": [
                    {
                      "type": "null"
                    },
                    {
                      "type": "string",
                      "enum": [
                        "warn",
                        "fail"
                      ]
                    }
                  ],
                  "default": null,
                  "description": "Verdict on an undefined or infinite value; null: the policy's own."
                },
                "skipped": {
                  "anyOf": [
                    {
                      "type": "null"
                    },
                    {
                      "type": "string",
                      "enum": [
                        "pass",
                        "warn",
                        "fail"
                      ]
                    }
                  ],
                  "default": null,
                  "description": "Verdict on missing evidence; pass: the evidence is optional, but a gate without any evidence never passes; null: the policy's own."
                },
                "source": {
                  "type": "string",
                  "description": "Where the threshold comes from.",
                  "minLength": 1
                }
              }
            },
            {
              "type": "object",
              "additionalProperties": false,
              "required": [
                "kind",
                "levels",
                "undefined",
                "skipped",
                "source"
              ],
              "properties": {
                "kind": {
                  "const": "level"
                },
                "levels": {
                  "type": "object",
                  "description": "Verdict by value.",
                  "additionalProperties": {
                    "type": "string",
                    "enum": [
                      "pass",
                      "warn",
                      "fail"
                    ]
                  }
                },
                "undefined": {
                  "anyOf": [
                    {
                      "type": "null"
                    },
                    {
                      "type": "string",
                      "enum": [
                        "warn",
                        "fail"
                      ]
                    }
                  ],
                  "default": null,
                  "description": "Verdict on an undefined or infinite value; null: the policy's own."
                },
                "skipped": {
                  "anyOf": [
                    {
                      "type": "null"
                    },
                    {
                      "type": "string",
                      "enum": [
                        "pass",
                        "warn",
                        "fail"
                      ]
                    }
                  ],
                  "default": null,
                  "description": "Verdict on missing evidence; pass: the evidence is optional, but a gate without any evidence never passes; null: the policy's own."
                },
                "source": {
                  "type": "string",
                  "description": "Where the threshold comes from.",
                  "minLength": 1
                }
              }
            }
          ]
        },
        "default": {}
      }
    },
    "examples": [
      {
        "name": "ours",
        "description": "Our own.",
        "extends": "publish",
        "checks": {
          "rhat_max": {
            "kind": "at_most",
            "warn": 1.01,
            "fail": 1.03,
            "source": "team decision"
          }
        }
      }
    ]
  },
  "pre_diagnostics.options": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "pre_diagnostics.options.schema.json",
    "title": "Options of 10_pre_diagnostics",
    "description": "How the data are judged before any model is believed.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "include_controls",
      "permutations"
    ],
    "properties": {
      "include_controls": {
        "type": "boolean",
        "description": "Judge collinearity over channels and controls together (true) or over channels alone.",
        "default": true
      },
      "permutations": {
        "type": "integer",
        "description": "Permutations of the transfer-entropy test.",
        "minimum": 99,
        "maximum": 100000,
        "default": 499
      }
    },
    "default": {},
    "examples": [
      {}
    ]
  },
  "predictions": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "predictions.schema.json",
    "title": "Predictions",
    "description": "Observed and predicted target by date.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "date",
        "observed",
        "expected",
        "predictive_mean",
        "predictive_q05",
        "predictive_q50",
        "predictive_q95"
      ],
      "properties": {
        "date": {
          "type": "string",
          "format": "date",
          "description": "Calendar date, YYYY-MM-DD."
        },
        "observed": {
          "type": "number",
          "description": "Observed target.",
          "x-unit": "target"
        },
        "expected": {
          "type": [
            "number",
            "null"
          ],
          "description": "Posterior mean of the sum of the components; null when components are unknown.",
          "x-unit": "target"
        },
        "predictive_mean": {
          "type": "number",
          "description": "Mean of the posterior predictive draws.",
          "x-unit": "target"
        },
        "predictive_q05": {
          "type": "number",
          "description": "5 % quantile.",
          "x-unit": "target"
        },
        "predictive_q50": {
          "type": "number",
          "description": "Median.",
          "x-unit": "target"
        },
        "predictive_q95": {
          "type": "number",
          "description": "95 % quantile.",
          "x-unit": "target"
        }
      }
    },
    "examples": [
      [
        {
          "date": "2015-11-23",
          "observed": 2754370,
          "expected": 2712980,
          "predictive_mean": 2713170,
          "predictive_q05": 2656560,
          "predictive_q50": 2713920,
          "predictive_q95": 2767990
        },
        {
          "date": "2015-11-30",
          "observed": 2584280,
          "expected": 2570680,
          "predictive_mean": 2571550,
          "predictive_q05": 2510600,
          "predictive_q50": 2572060,
          "predictive_q95": 2634490
        }
      ]
    ]
  },
  "report_html": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "report_html.schema.json",
    "title": "Report page",
    "description": "The report as one page that stands alone: no network, readable without JavaScript, printable.",
    "type": "string",
    "minLength": 1,
    "contentMediaType": "text/html",
    "examples": [
      "<!doctype html>\n<html lang=\"en\">\n<title>Title</title>\n<h1>Title</h1>\n</html>\n"
    ]
  },
  "report_markdown": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "report_markdown.schema.json",
    "title": "Report",
    "description": "The report, as Markdown.",
    "type": "string",
    "minLength": 1,
    "contentMediaType": "text/markdown",
    "examples": [
      "# Title\n\n> **The model meets policy `publish`.** Every gate is open.\n"
    ]
  },
  "response_curve_fit_combined": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "response_curve_fit_combined.schema.json",
    "title": "Curve fits",
    "description": "Every family fitted to every channel.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "channel",
        "family",
        "chosen",
        "parameter_1",
        "value_1",
        "se_1",
        "parameter_2",
        "value_2",
        "se_2",
        "parameter_3",
        "value_3",
        "se_3",
        "sse",
        "r2",
        "rmse",
        "aicc",
        "delta_aicc",
        "n",
        "well_determined",
        "flags"
      ],
      "properties": {
        "channel": {
          "type": "string",
          "description": "Channel."
        },
        "family": {
          "type": "string",
          "enum": [
            "michaelis_menten",
            "sigmoid",
            "tanh",
            "exponential",
            "hill",
            "concave_hill",
            "root",
            "logarithmic"
          ],
          "description": "michaelis_menten: L·S/(k+S); sigmoid: alpha·(1−e^(−lam·S))/(1+e^(−lam·S)); tanh: b·tanh(S/s); exponential: alpha·(1−e^(−lam·S)); hill and concave_hill: beta·S^h/(K^h+S^h); root: a·S^p; logarithmic: a·ln(1+S/b). The parameters stand in the order L k, alpha lam, b s, alpha lam, beta K h, a p, a b."
        },
        "chosen": {
          "type": "boolean",
          "description": "Used for optimisation: the model's own family, or that of least AICc."
        },
        "parameter_1": {
          "type": "string",
          "description": "Name of the first parameter."
        },
        "value_1": {
          "type": [
            "number",
            "null"
          ],
          "description": "Its value."
        },
        "se_1": {
          "type": [
            "number",
            "null"
          ],
          "description": "Its standard error."
        },
        "parameter_2": {
          "type": "string",
          "description": "Name of the second parameter."
        },
        "value_2": {
          "type": [
            "number",
            "null"
          ],
          "description": "Its value."
        },
        "se_2": {
          "type": [
            "number",
            "null"
          ],
          "description": "Its standard error."
        },
        "parameter_3": {
          "type": "string",
          "description": "Name of the third parameter; empty where the family has two."
        },
        "value_3": {
          "type": [
            "number",
            "null"
          ],
          "description": "Its value; null where there is none."
        },
        "se_3": {
          "type": [
            "number",
            "null"
          ],
          "description": "Its standard error; null where there is none."
        },
        "sse": {
          "type": [
            "number",
            "null"
          ],
          "description": "Sum of squared errors.",
          "x-unit": "target²"
        },
        "r2": {
          "type": [
            "number",
            "null"
          ],
          "description": "Coefficient of determination."
        },
        "rmse": {
          "type": [
            "number",
            "null"
          ],
          "description": "Root mean squared error.",
          "x-unit": "target per period"
        },
        "aicc": {
          "type": [
            "number",
            "null"
          ],
          "description": "Corrected Akaike information criterion."
        },
        "delta_aicc": {
          "type": [
            "number",
            "null"
          ],
          "description": "AICc less the least of the channel."
        },
        "n": {
          "type": "integer",
          "description": "Points."
        },
        "well_determined": {
          "type": "boolean",
          "description": "Every standard error is below half of its parameter."
        },
        "flags": {
          "type": "string",
          "description": "Named doubts about identifiability, separated by '; '."
        }
      }
    },
    "examples": [
      [
        {
          "channel": "tv_S",
          "family": "sigmoid",
          "chosen": true,
          "parameter_1": "alpha",
          "value_1": 221861,
          "se_1": 266.644,
          "parameter_2": "lam",
          "value_2": 0.000072876,
          "se_2": 2.09929e-7,
          "parameter_3": "",
          "value_3": null,
          "se_3": null,
          "sse": 289386000,
          "r2": 0.999793,
          "rmse": 1179.52,
          "aicc": 2948.43,
          "delta_aicc": 0,
          "n": 208,
          "well_determined": true,
          "flags": ""
        },
        {
          "channel": "tv_S",
          "family": "michaelis_menten",
          "chosen": false,
          "parameter_1": "L",
          "value_1": 287781,
          "se_1": 3573.99,
          "parameter_2": "k",
          "value_2": 22360.3,
          "se_2": 727.018,
          "parameter_3": "",
          "value_3": null,
          "se_3": null,
          "sse": 12307700000,
          "r2": 0.991217,
          "rmse": 7692.31,
          "aicc": 3728.48,
          "delta_aicc": 780.046,
          "n": 208,
          "well_determined": true,
          "flags": ""
        }
      ]
    ]
  },
  "response_curves.options": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "response_curves.options.schema.json",
    "title": "Options of 60_response_curves",
    "description": "Where the curves come from, which are fitted, and to how many draws.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "curves",
      "families",
      "draws",
      "grid",
      "extend",
      "adstock"
    ],
    "properties": {
      "curves": {
        "type": "string",
        "enum": [
          "fit",
          "model",
          "auto"
        ],
        "default": "fit",
        "description": "Where the curves come from. fit: the family among `families` that fits a channel's posterior means best, fitted to every draw too; model: the model's own saturation and adstock, read of the posterior draw by draw, and its family fitted to the posterior means; auto: model where the parameters read give the model's own contributions, else fit. The run says which it is, and why."
      },
      "families": {
        "type": "array",
        "description": "Families to fit; the best by AICc is used. tanh and sigmoid hold the same curves. hill may be S-shaped, which plans over several periods under ramps or carryover ask much time for.",
        "items": {
          "type": "string",
          "enum": [
            "michaelis_menten",
            "sigmoid",
            "tanh",
            "exponential",
            "hill",
            "concave_hill",
            "root",
            "logarithmic"
          ],
          "description": "michaelis_menten: L·S/(k+S); sigmoid: alpha·(1−e^(−lam·S))/(1+e^(−lam·S)); tanh: b·tanh(S/s); exponential: alpha·(1−e^(−lam·S)); hill and concave_hill: beta·S^h/(K^h+S^h); root: a·S^p; logarithmic: a·ln(1+S/b). The parameters stand in the order L k, alpha lam, b s, alpha lam, beta K h, a p, a b."
        },
        "minItems": 1,
        "uniqueItems": true,
        "default": [
          "michaelis_menten",
          "sigmoid"
        ]
      },
      "draws": {
        "type": "integer",
        "description": "Most posterior draws that get a curve of their own; of more, so many are taken evenly.",
        "minimum": 2,
        "maximum": 100000,
        "default": 1000
      },
      "grid": {
        "type": "integer",
        "description": "Points of each drawn curve.",
        "minimum": 11,
        "maximum": 10001,
        "default": 101
      },
      "extend": {
        "type": "number",
        "description": "How far the drawn curve goes beyond the largest observed spend.",
        "x-unit": "fraction of the largest spend",
        "minimum": 1,
        "maximum": 10,
        "default": 1.5
      },
      "adstock": {
        "anyOf": [
          {
            "type": "null"
          },
          {
            "const": "model"
          },
          {
            "type": "object",
            "additionalProperties": {
              "type": "number",
              "minimum": 0,
              "exclusiveMaximum": 1,
              "description": "Share carried into the next period.",
              "x-unit": "fraction"
            }
          }
        ],
        "default": null,
        "description": "Geometric carryover from period to period; read of the model, whatever stands here, where the curves are the model's own. null: none, each period's contribution is a curve of its own spend; model: the posterior means of the model's own adstock_alpha (alpha_m in Meridian); or alpha by channel, 0 for those not named. With carryover a curve is of effective spend, on the scale of spend held steady."
      }
    },
    "default": {},
    "examples": [
      {},
      {
        "curves": "auto"
      },
      {
        "adstock": "model"
      }
    ]
  },
  "run_attestation": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "run_attestation.schema.json",
    "title": "Run attestation",
    "description": "in-toto statement with a SLSA provenance v1 predicate: which files came of a run, from what, by whom.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "_type",
      "subject",
      "predicateType",
      "predicate"
    ],
    "properties": {
      "_type": {
        "const": "https://in-toto.io/Statement/v1",
        "description": "in-toto statement."
      },
      "subject": {
        "type": "array",
        "description": "manifest.json and every file that it records.",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "name",
            "digest"
          ],
          "properties": {
            "name": {
              "type": "string",
              "description": "File."
            },
            "digest": {
              "type": "object",
              "additionalProperties": false,
              "required": [
                "sha256"
              ],
              "properties": {
                "sha256": {
                  "type": "string",
                  "pattern": "^[0-9a-f]{64}$",
                  "description": "SHA-256 of the bytes, hexadecimal."
                }
              }
            }
          }
        }
      },
      "predicateType": {
        "const": "https://slsa.dev/provenance/v1",
        "description": "SLSA provenance."
      },
      "predicate": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "buildDefinition",
          "runDetails"
        ],
        "properties": {
          "buildDefinition": {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "buildType",
              "externalParameters",
              "resolvedDependencies"
            ],
            "properties": {
              "buildType": {
                "const": "urn:sluice:run:1",
                "description": "A run of a Sluice pipeline."
              },
              "externalParameters": {
                "type": "object",
                "additionalProperties": false,
                "required": [
                  "pipeline",
                  "policy",
                  "config_sha256",
                  "labels"
                ],
                "properties": {
                  "pipeline": {
                    "type": "string",
                    "description": "Pipeline."
                  },
                  "policy": {
                    "type": "string",
                    "description": "Policy."
                  },
                  "config_sha256": {
                    "type": "string",
                    "pattern": "^[0-9a-f]{64}$",
                    "description": "SHA-256 of the bytes, hexadecimal."
                  },
                  "labels": {
                    "type": "object",
                    "description": "Labels.",
                    "additionalProperties": {
                      "type": "string"
                    }
                  }
                }
              },
              "resolvedDependencies": {
                "type": "array",
                "description": "Inputs by content, and the commit.",
                "items": {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "name",
                    "digest"
                  ],
                  "properties": {
                    "name": {
                      "type": "string",
                      "description": "Input."
                    },
                    "digest": {
                      "type": "object",
                      "description": "Hash by its algorithm.",
                      "additionalProperties": {
                        "type": "string"
                      }
                    }
                  }
                }
              }
            }
          },
          "runDetails": {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "builder",
              "metadata",
              "byproducts"
            ],
            "properties": {
              "builder": {
                "type": "object",
                "additionalProperties": false,
                "required": [
                  "id",
                  "version"
                ],
                "properties": {
                  "id": {
                    "type": "string",
                    "description": "Who ran it."
                  },
                  "version": {
                    "type": "object",
                    "description": "Versions of Sluice and its code.",
                    "additionalProperties": {
                      "type": "string"
                    }
                  }
                }
              },
              "metadata": {
                "type": "object",
                "additionalProperties": false,
                "required": [
                  "invocationId",
                  "startedOn",
                  "finishedOn"
                ],
                "properties": {
                  "invocationId": {
                    "type": "string",
                    "description": "Run."
                  },
                  "startedOn": {
                    "type": "string",
                    "description": "Start, UTC.",
                    "format": "date-time"
                  },
                  "finishedOn": {
                    "type": "string",
                    "description": "End, UTC.",
                    "format": "date-time"
                  }
                }
              },
              "byproducts": {
                "type": "array",
                "description": "The root hash of the manifest.",
                "items": {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "name",
                    "digest"
                  ],
                  "properties": {
                    "name": {
                      "type": "string",
                      "description": "File."
                    },
                    "digest": {
                      "type": "object",
                      "additionalProperties": false,
                      "required": [
                        "sha256"
                      ],
                      "properties": {
                        "sha256": {
                          "type": "string",
                          "pattern": "^[0-9a-f]{64}$",
                          "description": "SHA-256 of the bytes, hexadecimal."
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    },
    "examples": [
      {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [
          {
            "name": "manifest.json",
            "digest": {
              "sha256": "36387568d6859f2b7997bededbd03dc920ab989a2e7e4a8322cc5dd329897fa0"
            }
          }
        ],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
          "buildDefinition": {
            "buildType": "urn:sluice:run:1",
            "externalParameters": {
              "pipeline": "robyn_weekly",
              "policy": "publish",
              "config_sha256": "36387568d6859f2b7997bededbd03dc920ab989a2e7e4a8322cc5dd329897fa0",
              "labels": {}
            },
            "resolvedDependencies": [
              {
                "name": "data.csv",
                "digest": {
                  "sha256": "36387568d6859f2b7997bededbd03dc920ab989a2e7e4a8322cc5dd329897fa0"
                }
              }
            ]
          },
          "runDetails": {
            "builder": {
              "id": "urn:sluice:builder:analyst%40build-01",
              "version": {
                "sluice": "0.1.0"
              }
            },
            "metadata": {
              "invocationId": "20261124T131145Z-54742a",
              "startedOn": "2026-11-24T13:11:45.963Z",
              "finishedOn": "2026-11-24T13:11:52.329Z"
            },
            "byproducts": [
              {
                "name": "root",
                "digest": {
                  "sha256": "36387568d6859f2b7997bededbd03dc920ab989a2e7e4a8322cc5dd329897fa0"
                }
              }
            ]
          }
        }
      }
    ]
  },
  "run_diff": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "run_diff.schema.json",
    "title": "Run diff",
    "description": "What `sluice diff A B` tells: what moved between two runs, by how much, and whether it is more than the posterior's own uncertainty.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "a",
      "b",
      "identical",
      "inputs",
      "options",
      "versions",
      "gates",
      "checks",
      "returns",
      "curves",
      "gain",
      "allocation",
      "move",
      "unread"
    ],
    "properties": {
      "a": {
        "type": "string",
        "description": "Run A."
      },
      "b": {
        "type": "string",
        "description": "Run B."
      },
      "identical": {
        "type": "boolean",
        "description": "Whether both wrote the same bytes in every stage but 00_run_metadata."
      },
      "inputs": {
        "type": "array",
        "description": "Input files that differ.",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "name",
            "path",
            "a",
            "b"
          ],
          "properties": {
            "name": {
              "type": "string",
              "description": "Part it plays."
            },
            "path": {
              "type": "string",
              "description": "Path."
            },
            "a": {
              "type": [
                "string",
                "null"
              ],
              "description": "SHA-256 of A; null where A has none."
            },
            "b": {
              "type": [
                "string",
                "null"
              ],
              "description": "SHA-256 of B; null where B has none."
            }
          }
        }
      },
      "options": {
        "type": "array",
        "description": "Keys of the resolved configuration that differ.",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "key",
            "a",
            "b"
          ],
          "properties": {
            "key": {
              "type": "string",
              "description": "Key, by its path."
            },
            "a": {
              "type": [
                "string",
                "null"
              ],
              "description": "Value, as JSON, of A; null where A has none."
            },
            "b": {
              "type": [
                "string",
                "null"
              ],
              "description": "Value, as JSON, of B; null where B has none."
            }
          }
        }
      },
      "versions": {
        "type": "array",
        "description": "Code, tools and packages that differ.",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "name",
            "a",
            "b"
          ],
          "properties": {
            "name": {
              "type": "string",
              "description": "What."
            },
            "a": {
              "type": [
                "string",
                "null"
              ],
              "description": "Version of A; null where A has none."
            },
            "b": {
              "type": [
                "string",
                "null"
              ],
              "description": "Version of B; null where B has none."
            }
          }
        }
      },
      "gates": {
        "type": "array",
        "description": "Gates whose verdict differs.",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "gate",
            "a",
            "b"
          ],
          "properties": {
            "gate": {
              "type": "string",
              "description": "Gate."
            },
            "a": {
              "type": [
                "string",
                "null"
              ],
              "description": "Verdict of A; null where A has none."
            },
            "b": {
              "type": [
                "string",
                "null"
              ],
              "description": "Verdict of B; null where B has none."
            }
          }
        }
      },
      "checks": {
        "type": "array",
        "description": "Checks whose verdict or value differs.",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "check_id",
            "gate",
            "status_a",
            "status_b",
            "value_a",
            "value_b"
          ],
          "properties": {
            "check_id": {
              "type": "string",
              "description": "Check."
            },
            "gate": {
              "type": "string",
              "description": "Gate."
            },
            "status_a": {
              "type": [
                "string",
                "null"
              ],
              "description": "Verdict of A; null where not made."
            },
            "status_b": {
              "type": [
                "string",
                "null"
              ],
              "description": "Verdict of B; null where not made."
            },
            "value_a": {
              "type": [
                "number",
                "string",
                "null"
              ],
              "description": "Value of A."
            },
            "value_b": {
              "type": [
                "number",
                "string",
                "null"
              ],
              "description": "Value of B."
            }
          }
        }
      },
      "returns": {
        "type": "array",
        "description": "Contribution per unit of spend by channel, with its 94 % HDI.",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "channel",
            "a",
            "b",
            "lower_a",
            "upper_a",
            "lower_b",
            "upper_b",
            "change",
            "shift",
            "beyond"
          ],
          "properties": {
            "channel": {
              "type": "string",
              "description": "Channel."
            },
            "a": {
              "type": [
                "number",
                "null"
              ],
              "description": "Mean of A.",
              "x-unit": "target per money"
            },
            "b": {
              "type": [
                "number",
                "null"
              ],
              "description": "Mean of B.",
              "x-unit": "target per money"
            },
            "lower_a": {
              "type": [
                "number",
                "null"
              ],
              "description": "Lower end of the interval of A."
            },
            "upper_a": {
              "type": [
                "number",
                "null"
              ],
              "description": "Upper end of the interval of A."
            },
            "lower_b": {
              "type": [
                "number",
                "null"
              ],
              "description": "Lower end of the interval of B."
            },
            "upper_b": {
              "type": [
                "number",
                "null"
              ],
              "description": "Upper end of the interval of B."
            },
            "change": {
              "type": [
                "number",
                "null"
              ],
              "description": "B less A; null where one of them is undefined."
            },
            "shift": {
              "type": [
                "number",
                "null"
              ],
              "description": "Change over the half-width of the two intervals, taken towards each other, root mean square; null where undefined.",
              "x-unit": "half-widths"
            },
            "beyond": {
              "type": [
                "boolean",
                "null"
              ],
              "description": "Whether the change is more than the posterior's own uncertainty: a shift beyond 1; null where undefined."
            }
          }
        }
      },
      "curves": {
        "type": "array",
        "description": "Contribution by channel at A's current spend, with the 94 % interval of the channel's level.",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "channel",
            "spend",
            "a",
            "b",
            "lower_a",
            "upper_a",
            "lower_b",
            "upper_b",
            "change",
            "shift",
            "beyond"
          ],
          "properties": {
            "channel": {
              "type": "string",
              "description": "Channel."
            },
            "spend": {
              "type": "number",
              "description": "Spend at which both curves are read.",
              "x-unit": "money per period"
            },
            "a": {
              "type": [
                "number",
                "null"
              ],
              "description": "Contribution by A's curve.",
              "x-unit": "target per period"
            },
            "b": {
              "type": [
                "number",
                "null"
              ],
              "description": "Contribution by B's curve.",
              "x-unit": "target per period"
            },
            "lower_a": {
              "type": [
                "number",
                "null"
              ],
              "description": "Lower end of the interval of A."
            },
            "upper_a": {
              "type": [
                "number",
                "null"
              ],
              "description": "Upper end of the interval of A."
            },
            "lower_b": {
              "type": [
                "number",
                "null"
              ],
              "description": "Lower end of the interval of B."
            },
            "upper_b": {
              "type": [
                "number",
                "null"
              ],
              "description": "Upper end of the interval of B."
            },
            "change": {
              "type": [
                "number",
                "null"
              ],
              "description": "B less A; null where one of them is undefined."
            },
            "shift": {
              "type": [
                "number",
                "null"
              ],
              "description": "Change over the half-width of the two intervals, taken towards each other, root mean square; null where undefined.",
              "x-unit": "half-widths"
            },
            "beyond": {
              "type": [
                "boolean",
                "null"
              ],
              "description": "Whether the change is more than the posterior's own uncertainty: a shift beyond 1; null where undefined."
            }
          }
        }
      },
      "gain": {
        "anyOf": [
          {
            "type": "null"
          },
          {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "a",
              "b",
              "lower_a",
              "upper_a",
              "lower_b",
              "upper_b",
              "change",
              "shift",
              "beyond"
            ],
            "properties": {
              "a": {
                "type": [
                  "number",
                  "null"
                ],
                "description": "Gain of A.",
                "x-unit": "target per period"
              },
              "b": {
                "type": [
                  "number",
                  "null"
                ],
                "description": "Gain of B.",
                "x-unit": "target per period"
              },
              "lower_a": {
                "type": [
                  "number",
                  "null"
                ],
                "description": "Lower end of the interval of A."
              },
              "upper_a": {
                "type": [
                  "number",
                  "null"
                ],
                "description": "Upper end of the interval of A."
              },
              "lower_b": {
                "type": [
                  "number",
                  "null"
                ],
                "description": "Lower end of the interval of B."
              },
              "upper_b": {
                "type": [
                  "number",
                  "null"
                ],
                "description": "Upper end of the interval of B."
              },
              "change": {
                "type": [
                  "number",
                  "null"
                ],
                "description": "B less A; null where one of them is undefined."
              },
              "shift": {
                "type": [
                  "number",
                  "null"
                ],
                "description": "Change over the half-width of the two intervals, taken towards each other, root mean square; null where undefined.",
                "x-unit": "half-widths"
              },
              "beyond": {
                "type": [
                  "boolean",
                  "null"
                ],
                "description": "Whether the change is more than the posterior's own uncertainty: a shift beyond 1; null where undefined."
              }
            }
          }
        ],
        "description": "Expected gain over current spend, with its 90 % interval; null where one run has no recommendation."
      },
      "allocation": {
        "type": "array",
        "description": "Optimised spend by channel; empty where one run has no recommendation.",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "channel",
            "a",
            "b",
            "change"
          ],
          "properties": {
            "channel": {
              "type": "string",
              "description": "Channel."
            },
            "a": {
              "type": [
                "number",
                "null"
              ],
              "description": "Optimised spend of A; null where it has no such channel.",
              "x-unit": "money per period"
            },
            "b": {
              "type": [
                "number",
                "null"
              ],
              "description": "Optimised spend of B; null where it has no such channel.",
              "x-unit": "money per period"
            },
            "change": {
              "type": [
                "number",
                "null"
              ],
              "description": "B less A.",
              "x-unit": "money per period"
            }
          }
        }
      },
      "move": {
        "anyOf": [
          {
            "type": "null"
          },
          {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "gain",
              "lower",
              "upper",
              "probability",
              "beyond"
            ],
            "properties": {
              "gain": {
                "type": "number",
                "description": "What B's plan brings beyond A's plan scaled to B's budget, by B's curves.",
                "x-unit": "target per period"
              },
              "lower": {
                "type": "number",
                "description": "5 % quantile of it over B's draws.",
                "x-unit": "target per period"
              },
              "upper": {
                "type": "number",
                "description": "95 % quantile of it over B's draws.",
                "x-unit": "target per period"
              },
              "probability": {
                "type": "number",
                "description": "Share of B's draws in which it is above zero.",
                "x-unit": "fraction"
              },
              "beyond": {
                "type": "boolean",
                "description": "Whether the interval leaves zero out: the move is worth more than the posterior's own uncertainty."
              }
            }
          }
        ],
        "description": "What moving from A's plan to B's is worth; null where one run has no recommendation or their channels differ."
      },
      "unread": {
        "type": "array",
        "description": "What could not be compared: artefacts that a run lacks, or that the schemas of this version do not allow.",
        "items": {
          "type": "string",
          "description": "Run and artefact."
        }
      }
    },
    "examples": [
      {
        "a": "20261117T090004Z-54742a",
        "b": "20261124T131145Z-54742a",
        "identical": false,
        "inputs": [
          {
            "name": "data",
            "path": "data.csv",
            "a": "9e682379fe6ab7e4b0e9ff0b8bde8672cbab88dd7386eb44d17fbee0a422553b",
            "b": "622ee1f960b5f59ae7bd9af556753541d858da5ff864597d2d0118a53d6bb8c0"
          }
        ],
        "options": [
          {
            "key": "stages.70_optimisation.reference_periods",
            "a": "52",
            "b": "26"
          }
        ],
        "versions": [
          {
            "name": "sluice",
            "a": "0.1.0",
            "b": "0.2.0"
          }
        ],
        "gates": [
          {
            "gate": "g1",
            "a": "pass",
            "b": "warn"
          }
        ],
        "checks": [
          {
            "check_id": "prior_predictive",
            "gate": "g1",
            "status_a": "pass",
            "status_b": "warn",
            "value_a": "plausible",
            "value_b": "wide"
          }
        ],
        "returns": [
          {
            "channel": "tv_S",
            "a": 4.065,
            "b": 4.31,
            "lower_a": 3.804,
            "upper_a": 4.341,
            "lower_b": 4.02,
            "upper_b": 4.6,
            "change": 0.245,
            "shift": 0.8655,
            "beyond": false
          }
        ],
        "curves": [
          {
            "channel": "tv_S",
            "spend": 11372.69,
            "a": 87013.94,
            "b": 91544.1,
            "lower_a": 81300.2,
            "upper_a": 92900.1,
            "lower_b": 85700.4,
            "upper_b": 97512.6,
            "change": 4530.16,
            "shift": 0.7731,
            "beyond": false
          }
        ],
        "gain": {
          "a": 44672.8,
          "b": 48120.3,
          "lower_a": 40885.6,
          "upper_a": 48032.9,
          "lower_b": 44012.3,
          "upper_b": 52114.8,
          "change": 3447.5,
          "shift": 0.923,
          "beyond": false
        },
        "allocation": [
          {
            "channel": "tv_S",
            "a": 17059.04,
            "b": 16820.4,
            "change": -238.64
          }
        ],
        "move": {
          "gain": 112.4,
          "lower": -85.1,
          "upper": 310.7,
          "probability": 0.87,
          "beyond": false
        },
        "unread": []
      }
    ]
  },
  "run_event": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "run_event.schema.json",
    "title": "Run event",
    "description": "One line of a run's event log (`events/<run>.jsonl`, beside `runs/`) and of what `sluice run --log-format json` prints: what happened, when.",
    "type": "object",
    "discriminator": {
      "propertyName": "kind"
    },
    "required": [
      "kind"
    ],
    "oneOf": [
      {
        "type": "object",
        "description": "Another run has the artefacts.",
        "additionalProperties": false,
        "required": [
          "kind",
          "time",
          "pipeline",
          "cell",
          "run_id",
          "host",
          "pid",
          "since",
          "holder_run"
        ],
        "properties": {
          "kind": {
            "const": "waiting",
            "description": "What happened."
          },
          "time": {
            "type": "string",
            "description": "When it happened, UTC.",
            "format": "date-time"
          },
          "pipeline": {
            "type": "string",
            "description": "Pipeline."
          },
          "cell": {
            "type": [
              "object",
              "null"
            ],
            "description": "Cell of the matrix, by axis; null for a pipeline without one.",
            "additionalProperties": {
              "type": [
                "string",
                "number"
              ]
            },
            "default": null
          },
          "run_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "Run; null before there is one."
          },
          "host": {
            "type": "string",
            "description": "Machine of the run that has them."
          },
          "pid": {
            "type": "integer",
            "minimum": 0,
            "description": "Its process."
          },
          "since": {
            "type": "string",
            "description": "Since when.",
            "format": "date-time"
          },
          "holder_run": {
            "type": [
              "string",
              "null"
            ],
            "description": "Its run; null before there is one."
          }
        }
      },
      {
        "type": "object",
        "description": "What a killed run had left unfinished was removed.",
        "additionalProperties": false,
        "required": [
          "kind",
          "time",
          "pipeline",
          "cell",
          "run_id",
          "abandoned_run"
        ],
        "properties": {
          "kind": {
            "const": "abandoned_removed",
            "description": "What happened."
          },
          "time": {
            "type": "string",
            "description": "When it happened, UTC.",
            "format": "date-time"
          },
          "pipeline": {
            "type": "string",
            "description": "Pipeline."
          },
          "cell": {
            "type": [
              "object",
              "null"
            ],
            "description": "Cell of the matrix, by axis; null for a pipeline without one.",
            "additionalProperties": {
              "type": [
                "string",
                "number"
              ]
            },
            "default": null
          },
          "run_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "Run; null before there is one."
          },
          "abandoned_run": {
            "type": "string",
            "description": "The killed run."
          }
        }
      },
      {
        "type": "object",
        "description": "A run began.",
        "additionalProperties": false,
        "required": [
          "kind",
          "time",
          "pipeline",
          "cell",
          "run_id",
          "stages",
          "jobs",
          "pid",
          "host"
        ],
        "properties": {
          "kind": {
            "const": "run_started",
            "description": "What happened."
          },
          "time": {
            "type": "string",
            "description": "When it happened, UTC.",
            "format": "date-time"
          },
          "pipeline": {
            "type": "string",
            "description": "Pipeline."
          },
          "cell": {
            "type": [
              "object",
              "null"
            ],
            "description": "Cell of the matrix, by axis; null for a pipeline without one.",
            "additionalProperties": {
              "type": [
                "string",
                "number"
              ]
            },
            "default": null
          },
          "run_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "Run; null before there is one."
          },
          "stages": {
            "type": "array",
            "description": "Its stages, in the order of the plan.",
            "items": {
              "type": "string",
              "description": "Stage."
            }
          },
          "jobs": {
            "type": "integer",
            "minimum": 1,
            "description": "How many stages may be under way at once."
          },
          "pid": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "description": "Process that runs it; null where it is not known."
          },
          "host": {
            "type": [
              "string",
              "null"
            ],
            "description": "Machine that it runs on; null where it is not known."
          }
        }
      },
      {
        "type": "object",
        "description": "What part a stage plays in the run.",
        "additionalProperties": false,
        "required": [
          "kind",
          "time",
          "pipeline",
          "cell",
          "run_id",
          "stage",
          "title",
          "needs",
          "role"
        ],
        "properties": {
          "kind": {
            "const": "stage_planned",
            "description": "What happened."
          },
          "time": {
            "type": "string",
            "description": "When it happened, UTC.",
            "format": "date-time"
          },
          "pipeline": {
            "type": "string",
            "description": "Pipeline."
          },
          "cell": {
            "type": [
              "object",
              "null"
            ],
            "description": "Cell of the matrix, by axis; null for a pipeline without one.",
            "additionalProperties": {
              "type": [
                "string",
                "number"
              ]
            },
            "default": null
          },
          "run_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "Run; null before there is one."
          },
          "stage": {
            "type": "string",
            "description": "Stage."
          },
          "title": {
            "type": "string",
            "description": "What it does, in one line."
          },
          "needs": {
            "type": "array",
            "description": "Stages that it waits for.",
            "items": {
              "type": "string",
              "description": "Stage."
            }
          },
          "role": {
            "type": "string",
            "description": "selected: runs, or is taken over; needed: only taken over; left out: plays no part.",
            "enum": [
              "selected",
              "needed",
              "left out"
            ]
          }
        }
      },
      {
        "type": "object",
        "description": "A stage began to run.",
        "additionalProperties": false,
        "required": [
          "kind",
          "time",
          "pipeline",
          "cell",
          "run_id",
          "stage",
          "title"
        ],
        "properties": {
          "kind": {
            "const": "stage_started",
            "description": "What happened."
          },
          "time": {
            "type": "string",
            "description": "When it happened, UTC.",
            "format": "date-time"
          },
          "pipeline": {
            "type": "string",
            "description": "Pipeline."
          },
          "cell": {
            "type": [
              "object",
              "null"
            ],
            "description": "Cell of the matrix, by axis; null for a pipeline without one.",
            "additionalProperties": {
              "type": [
                "string",
                "number"
              ]
            },
            "default": null
          },
          "run_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "Run; null before there is one."
          },
          "stage": {
            "type": "string",
            "description": "Stage."
          },
          "title": {
            "type": "string",
            "description": "What it does, in one line."
          }
        }
      },
      {
        "type": "object",
        "description": "How far a stage has come.",
        "additionalProperties": false,
        "required": [
          "kind",
          "time",
          "pipeline",
          "cell",
          "run_id",
          "stage",
          "message",
          "done",
          "total",
          "elapsed_seconds",
          "eta_seconds"
        ],
        "properties": {
          "kind": {
            "const": "progress",
            "description": "What happened."
          },
          "time": {
            "type": "string",
            "description": "When it happened, UTC.",
            "format": "date-time"
          },
          "pipeline": {
            "type": "string",
            "description": "Pipeline."
          },
          "cell": {
            "type": [
              "object",
              "null"
            ],
            "description": "Cell of the matrix, by axis; null for a pipeline without one.",
            "additionalProperties": {
              "type": [
                "string",
                "number"
              ]
            },
            "default": null
          },
          "run_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "Run; null before there is one."
          },
          "stage": {
            "type": "string",
            "description": "Stage."
          },
          "message": {
            "type": "string",
            "description": "What it does now, in a few words."
          },
          "done": {
            "type": [
              "number",
              "null"
            ],
            "description": "How much of it is done; null where that is not known.",
            "minimum": 0
          },
          "total": {
            "type": [
              "number",
              "null"
            ],
            "description": "How much there is to do; null where that is not known.",
            "minimum": 0
          },
          "elapsed_seconds": {
            "type": "number",
            "minimum": 0,
            "description": "Since the stage began.",
            "x-unit": "seconds"
          },
          "eta_seconds": {
            "type": [
              "number",
              "null"
            ],
            "description": "How much longer it takes at the pace so far; null where that is not known.",
            "minimum": 0,
            "x-unit": "seconds"
          }
        }
      },
      {
        "type": "object",
        "description": "A line that a program printed, without secrets. Only on standard error: in the event log it would stand twice, beside the program's own log.",
        "additionalProperties": false,
        "required": [
          "kind",
          "time",
          "pipeline",
          "cell",
          "run_id",
          "stage",
          "line"
        ],
        "properties": {
          "kind": {
            "const": "output",
            "description": "What happened."
          },
          "time": {
            "type": "string",
            "description": "When it happened, UTC.",
            "format": "date-time"
          },
          "pipeline": {
            "type": "string",
            "description": "Pipeline."
          },
          "cell": {
            "type": [
              "object",
              "null"
            ],
            "description": "Cell of the matrix, by axis; null for a pipeline without one.",
            "additionalProperties": {
              "type": [
                "string",
                "number"
              ]
            },
            "default": null
          },
          "run_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "Run; null before there is one."
          },
          "stage": {
            "type": "string",
            "description": "Stage."
          },
          "line": {
            "type": "string",
            "description": "The line."
          }
        }
      },
      {
        "type": "object",
        "description": "A stage runs, and its program need not.",
        "additionalProperties": false,
        "required": [
          "kind",
          "time",
          "pipeline",
          "cell",
          "run_id",
          "stage",
          "from"
        ],
        "properties": {
          "kind": {
            "const": "command_reused",
            "description": "What happened."
          },
          "time": {
            "type": "string",
            "description": "When it happened, UTC.",
            "format": "date-time"
          },
          "pipeline": {
            "type": "string",
            "description": "Pipeline."
          },
          "cell": {
            "type": [
              "object",
              "null"
            ],
            "description": "Cell of the matrix, by axis; null for a pipeline without one.",
            "additionalProperties": {
              "type": [
                "string",
                "number"
              ]
            },
            "default": null
          },
          "run_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "Run; null before there is one."
          },
          "stage": {
            "type": "string",
            "description": "Stage."
          },
          "from": {
            "type": "string",
            "description": "Run that it is taken over from."
          }
        }
      },
      {
        "type": "object",
        "description": "A stage ran and its artefacts are whole.",
        "additionalProperties": false,
        "required": [
          "kind",
          "time",
          "pipeline",
          "cell",
          "run_id",
          "stage",
          "seconds",
          "files"
        ],
        "properties": {
          "kind": {
            "const": "stage_done",
            "description": "What happened."
          },
          "time": {
            "type": "string",
            "description": "When it happened, UTC.",
            "format": "date-time"
          },
          "pipeline": {
            "type": "string",
            "description": "Pipeline."
          },
          "cell": {
            "type": [
              "object",
              "null"
            ],
            "description": "Cell of the matrix, by axis; null for a pipeline without one.",
            "additionalProperties": {
              "type": [
                "string",
                "number"
              ]
            },
            "default": null
          },
          "run_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "Run; null before there is one."
          },
          "stage": {
            "type": "string",
            "description": "Stage."
          },
          "seconds": {
            "type": "number",
            "minimum": 0,
            "description": "How long it took.",
            "x-unit": "seconds"
          },
          "files": {
            "type": "integer",
            "minimum": 0,
            "description": "Artefacts written."
          }
        }
      },
      {
        "type": "object",
        "description": "A stage was taken over from an earlier run.",
        "additionalProperties": false,
        "required": [
          "kind",
          "time",
          "pipeline",
          "cell",
          "run_id",
          "stage",
          "from"
        ],
        "properties": {
          "kind": {
            "const": "stage_reused",
            "description": "What happened."
          },
          "time": {
            "type": "string",
            "description": "When it happened, UTC.",
            "format": "date-time"
          },
          "pipeline": {
            "type": "string",
            "description": "Pipeline."
          },
          "cell": {
            "type": [
              "object",
              "null"
            ],
            "description": "Cell of the matrix, by axis; null for a pipeline without one.",
            "additionalProperties": {
              "type": [
                "string",
                "number"
              ]
            },
            "default": null
          },
          "run_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "Run; null before there is one."
          },
          "stage": {
            "type": "string",
            "description": "Stage."
          },
          "from": {
            "type": "string",
            "description": "Run that made it."
          }
        }
      },
      {
        "type": "object",
        "description": "Gates kept a stage shut.",
        "additionalProperties": false,
        "required": [
          "kind",
          "time",
          "pipeline",
          "cell",
          "run_id",
          "stage",
          "message",
          "gates"
        ],
        "properties": {
          "kind": {
            "const": "stage_blocked",
            "description": "What happened."
          },
          "time": {
            "type": "string",
            "description": "When it happened, UTC.",
            "format": "date-time"
          },
          "pipeline": {
            "type": "string",
            "description": "Pipeline."
          },
          "cell": {
            "type": [
              "object",
              "null"
            ],
            "description": "Cell of the matrix, by axis; null for a pipeline without one.",
            "additionalProperties": {
              "type": [
                "string",
                "number"
              ]
            },
            "default": null
          },
          "run_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "Run; null before there is one."
          },
          "stage": {
            "type": "string",
            "description": "Stage."
          },
          "message": {
            "type": "string",
            "description": "Why."
          },
          "gates": {
            "type": "array",
            "description": "Gates that are shut.",
            "items": {
              "type": "string",
              "description": "Gate."
            }
          }
        }
      },
      {
        "type": "object",
        "description": "A stage failed.",
        "additionalProperties": false,
        "required": [
          "kind",
          "time",
          "pipeline",
          "cell",
          "run_id",
          "stage",
          "message"
        ],
        "properties": {
          "kind": {
            "const": "stage_failed",
            "description": "What happened."
          },
          "time": {
            "type": "string",
            "description": "When it happened, UTC.",
            "format": "date-time"
          },
          "pipeline": {
            "type": "string",
            "description": "Pipeline."
          },
          "cell": {
            "type": [
              "object",
              "null"
            ],
            "description": "Cell of the matrix, by axis; null for a pipeline without one.",
            "additionalProperties": {
              "type": [
                "string",
                "number"
              ]
            },
            "default": null
          },
          "run_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "Run; null before there is one."
          },
          "stage": {
            "type": "string",
            "description": "Stage."
          },
          "message": {
            "type": "string",
            "description": "Why."
          }
        }
      },
      {
        "type": "object",
        "description": "A stage was left out.",
        "additionalProperties": false,
        "required": [
          "kind",
          "time",
          "pipeline",
          "cell",
          "run_id",
          "stage",
          "because"
        ],
        "properties": {
          "kind": {
            "const": "stage_skipped",
            "description": "What happened."
          },
          "time": {
            "type": "string",
            "description": "When it happened, UTC.",
            "format": "date-time"
          },
          "pipeline": {
            "type": "string",
            "description": "Pipeline."
          },
          "cell": {
            "type": [
              "object",
              "null"
            ],
            "description": "Cell of the matrix, by axis; null for a pipeline without one.",
            "additionalProperties": {
              "type": [
                "string",
                "number"
              ]
            },
            "default": null
          },
          "run_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "Run; null before there is one."
          },
          "stage": {
            "type": "string",
            "description": "Stage."
          },
          "because": {
            "type": "string",
            "description": "Why."
          }
        }
      },
      {
        "type": "object",
        "description": "The verdict of a gate.",
        "additionalProperties": false,
        "required": [
          "kind",
          "time",
          "pipeline",
          "cell",
          "run_id",
          "gate",
          "question",
          "status",
          "because"
        ],
        "properties": {
          "kind": {
            "const": "gate_judged",
            "description": "What happened."
          },
          "time": {
            "type": "string",
            "description": "When it happened, UTC.",
            "format": "date-time"
          },
          "pipeline": {
            "type": "string",
            "description": "Pipeline."
          },
          "cell": {
            "type": [
              "object",
              "null"
            ],
            "description": "Cell of the matrix, by axis; null for a pipeline without one.",
            "additionalProperties": {
              "type": [
                "string",
                "number"
              ]
            },
            "default": null
          },
          "run_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "Run; null before there is one."
          },
          "gate": {
            "type": "string",
            "description": "Gate."
          },
          "question": {
            "type": "string",
            "description": "What it asks."
          },
          "status": {
            "type": "string",
            "description": "Verdict.",
            "enum": [
              "pass",
              "warn",
              "waived",
              "fail"
            ]
          },
          "because": {
            "type": "array",
            "description": "Checks that decided it.",
            "items": {
              "type": "string",
              "description": "Check."
            }
          }
        }
      },
      {
        "type": "object",
        "description": "Something was read differently from how it was written.",
        "additionalProperties": false,
        "required": [
          "kind",
          "time",
          "pipeline",
          "cell",
          "run_id",
          "stage",
          "message"
        ],
        "properties": {
          "kind": {
            "const": "warning",
            "description": "What happened."
          },
          "time": {
            "type": "string",
            "description": "When it happened, UTC.",
            "format": "date-time"
          },
          "pipeline": {
            "type": "string",
            "description": "Pipeline."
          },
          "cell": {
            "type": [
              "object",
              "null"
            ],
            "description": "Cell of the matrix, by axis; null for a pipeline without one.",
            "additionalProperties": {
              "type": [
                "string",
                "number"
              ]
            },
            "default": null
          },
          "run_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "Run; null before there is one."
          },
          "stage": {
            "type": "string",
            "description": "Stage."
          },
          "message": {
            "type": "string",
            "description": "What."
          }
        }
      },
      {
        "type": "object",
        "description": "A run ended, and its manifest is written.",
        "additionalProperties": false,
        "required": [
          "kind",
          "time",
          "pipeline",
          "cell",
          "run_id",
          "status",
          "seconds",
          "adequacy",
          "root_sha256"
        ],
        "properties": {
          "kind": {
            "const": "run_finished",
            "description": "What happened."
          },
          "time": {
            "type": "string",
            "description": "When it happened, UTC.",
            "format": "date-time"
          },
          "pipeline": {
            "type": "string",
            "description": "Pipeline."
          },
          "cell": {
            "type": [
              "object",
              "null"
            ],
            "description": "Cell of the matrix, by axis; null for a pipeline without one.",
            "additionalProperties": {
              "type": [
                "string",
                "number"
              ]
            },
            "default": null
          },
          "run_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "Run; null before there is one."
          },
          "status": {
            "type": "string",
            "description": "How it ended.",
            "enum": [
              "done",
              "blocked",
              "failed",
              "interrupted"
            ]
          },
          "seconds": {
            "type": "number",
            "minimum": 0,
            "description": "How long it took.",
            "x-unit": "seconds"
          },
          "adequacy": {
            "type": [
              "string",
              "null"
            ],
            "description": "Worst gate; null when the gates were not reached."
          },
          "root_sha256": {
            "type": "string",
            "pattern": "^[0-9a-f]{64}$",
            "description": "Root hash of the manifest."
          }
        }
      }
    ],
    "examples": [
      {
        "kind": "stage_done",
        "time": "2026-11-24T13:11:46.120Z",
        "pipeline": "robyn_weekly",
        "cell": null,
        "run_id": "20261124T131145Z-54742a",
        "stage": "10_pre_diagnostics",
        "seconds": 1.64,
        "files": 8
      },
      {
        "kind": "progress",
        "time": "2026-11-24T13:11:46.120Z",
        "pipeline": "robyn_weekly",
        "cell": null,
        "run_id": "20261124T131145Z-54742a",
        "stage": "50_diagnostics",
        "message": "R-hat, ESS and MCSE",
        "done": 1200,
        "total": 3400,
        "elapsed_seconds": 2.5,
        "eta_seconds": 4.6
      },
      {
        "kind": "run_finished",
        "time": "2026-11-24T13:11:46.120Z",
        "pipeline": "robyn_weekly",
        "cell": null,
        "run_id": "20261124T131145Z-54742a",
        "status": "done",
        "seconds": 10.3,
        "adequacy": "warn",
        "root_sha256": "0000000000000000000000000000000000000000000000000000000000000000"
      }
    ]
  },
  "run_history": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "run_history.schema.json",
    "title": "Run history",
    "description": "What `sluice history` tells: the runs of a pipeline, newest first.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "run_id",
        "cell",
        "latest",
        "status",
        "started_at",
        "finished_at",
        "by",
        "labels",
        "git",
        "sluice",
        "policy",
        "adequacy",
        "gates",
        "headline",
        "root_sha256"
      ],
      "properties": {
        "run_id": {
          "type": "string",
          "description": "Run."
        },
        "cell": {
          "type": [
            "string",
            "null"
          ],
          "description": "Cell of the matrix, as `brand=alpha,market=de`; null for a pipeline without one.",
          "default": null
        },
        "latest": {
          "type": "boolean",
          "description": "Whether `latest` leads to it."
        },
        "status": {
          "type": "string",
          "enum": [
            "done",
            "blocked",
            "failed",
            "interrupted",
            "unfinished"
          ],
          "description": "How it ended; unfinished: it has no whole manifest, because it is under way, was killed, or its manifest was damaged."
        },
        "started_at": {
          "type": [
            "string",
            "null"
          ],
          "description": "Start, UTC; null where unfinished.",
          "format": "date-time"
        },
        "finished_at": {
          "type": [
            "string",
            "null"
          ],
          "description": "End, UTC; null where unfinished.",
          "format": "date-time"
        },
        "by": {
          "type": [
            "string",
            "null"
          ],
          "description": "Who ran it: account@host; null where not recorded."
        },
        "labels": {
          "type": "object",
          "description": "What the user called it.",
          "additionalProperties": {
            "type": "string"
          }
        },
        "git": {
          "type": [
            "string",
            "null"
          ],
          "description": "Commit of the team's repository, with `+` where tracked files differed from it; null where there was none."
        },
        "sluice": {
          "type": [
            "string",
            "null"
          ],
          "description": "Version of Sluice; null where unfinished."
        },
        "policy": {
          "type": [
            "string",
            "null"
          ],
          "description": "Policy; null where unfinished."
        },
        "adequacy": {
          "type": [
            "string",
            "null"
          ],
          "description": "Worst gate; null when the gates were not reached."
        },
        "gates": {
          "type": "array",
          "description": "Gates that are not passed, as `g1 warn`.",
          "items": {
            "type": "string",
            "description": "Gate and verdict."
          }
        },
        "headline": {
          "anyOf": [
            {
              "type": "null"
            },
            {
              "type": "object",
              "additionalProperties": false,
              "required": [
                "total_budget",
                "optimised_contribution",
                "gain",
                "gain_q05",
                "gain_q95",
                "gain_fraction"
              ],
              "properties": {
                "total_budget": {
                  "type": "number",
                  "description": "Budget.",
                  "x-unit": "money per period"
                },
                "optimised_contribution": {
                  "type": "number",
                  "description": "Contribution at the optimum.",
                  "x-unit": "target per period"
                },
                "gain": {
                  "type": "number",
                  "description": "Contribution at the optimum less that at current spend.",
                  "x-unit": "target per period"
                },
                "gain_q05": {
                  "type": "number",
                  "description": "5 % quantile of the gain over the draws.",
                  "x-unit": "target per period"
                },
                "gain_q95": {
                  "type": "number",
                  "description": "95 % quantile of the gain over the draws.",
                  "x-unit": "target per period"
                },
                "gain_fraction": {
                  "type": [
                    "number",
                    "null"
                  ],
                  "description": "Gain over the contribution at current spend; null where that is zero.",
                  "x-unit": "fraction"
                }
              }
            }
          ],
          "description": "The recommendation in numbers; null where there is none."
        },
        "root_sha256": {
          "type": [
            "string",
            "null"
          ],
          "description": "Root hash of its manifest; null where unfinished."
        }
      }
    },
    "examples": [
      [
        {
          "run_id": "20261124T131145Z-54742a",
          "latest": true,
          "status": "done",
          "started_at": "2026-11-24T13:11:45.963Z",
          "finished_at": "2026-11-24T13:11:52.329Z",
          "by": "analyst@build-01",
          "labels": {
            "ticket": "MMM-142"
          },
          "git": "b6777c3f1d0a4e5b8c9d2e3f4a5b6c7d8e9f0a1b",
          "sluice": "0.1.0",
          "policy": "publish",
          "adequacy": "warn",
          "gates": [
            "g1 warn"
          ],
          "headline": {
            "total_budget": 34378.6638092422,
            "optimised_contribution": 167665.84305452145,
            "gain": 44672.83890414363,
            "gain_q05": 40885.60498704002,
            "gain_q95": 48032.953769379106,
            "gain_fraction": 0.3632144688
          },
          "root_sha256": "36387568d6859f2b7997bededbd03dc920ab989a2e7e4a8322cc5dd329897fa0"
        }
      ]
    ]
  },
  "run_metadata.options": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "run_metadata.options.schema.json",
    "title": "Options of 00_run_metadata",
    "description": "The run is frozen: no option.",
    "type": "object",
    "additionalProperties": false,
    "required": [],
    "properties": {},
    "default": {},
    "examples": [
      {}
    ]
  },
  "scenario_plans": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "scenario_plans.schema.json",
    "title": "Plans of the scenarios",
    "description": "Spend and contribution of each channel in each scenario of scenario_summary.csv.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "scenario",
        "channel",
        "spend",
        "change",
        "contribution",
        "contribution_q05",
        "contribution_q95",
        "marginal",
        "beyond_observed",
        "adequacy"
      ],
      "properties": {
        "scenario": {
          "type": "string",
          "description": "Name, as in scenario_summary.csv."
        },
        "channel": {
          "type": "string",
          "description": "Channel."
        },
        "spend": {
          "type": "number",
          "description": "Spend held steady.",
          "x-unit": "money per period"
        },
        "change": {
          "type": "number",
          "description": "Spend less current spend.",
          "x-unit": "money per period"
        },
        "contribution": {
          "type": "number",
          "description": "Mean over draws.",
          "x-unit": "target per period"
        },
        "contribution_q05": {
          "type": "number",
          "description": "5 % quantile over draws.",
          "x-unit": "target per period"
        },
        "contribution_q95": {
          "type": "number",
          "description": "95 % quantile over draws.",
          "x-unit": "target per period"
        },
        "marginal": {
          "type": "number",
          "description": "Mean contribution of one more unit of money.",
          "x-unit": "target per money"
        },
        "beyond_observed": {
          "type": "boolean",
          "description": "Whether the spend lies beyond the largest observed one."
        },
        "adequacy": {
          "type": "string",
          "enum": [
            "pass",
            "warn",
            "waived"
          ],
          "description": "Verdict of the gates that the recommendation stands behind; waived: at least one fails, and a waiver opened it."
        }
      }
    },
    "examples": [
      [
        {
          "scenario": "risk_averse",
          "channel": "tv_S",
          "spend": 5200,
          "change": -310,
          "contribution": 14120,
          "contribution_q05": 9100,
          "contribution_q95": 20300,
          "marginal": 0.71,
          "beyond_observed": false,
          "adequacy": "warn"
        }
      ]
    ]
  },
  "scenario_summary": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "scenario_summary.schema.json",
    "title": "Scenarios compared",
    "description": "Plans compared over the posterior draws, one row per scenario; differences are taken draw by draw.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "scenario",
        "objective",
        "status",
        "gap_relative",
        "starts",
        "keeps_limits",
        "spend",
        "contribution",
        "contribution_q05",
        "contribution_q95",
        "cvar_90",
        "roi",
        "roi_q05",
        "roi_q95",
        "mroi",
        "probability_beats_current",
        "gain",
        "gain_q05",
        "gain_q95",
        "gain_cvar_90",
        "gain_beyond_observed",
        "binding",
        "adequacy"
      ],
      "properties": {
        "scenario": {
          "type": "string",
          "description": "Name: current, last_year, proportional, recommended, expected, risk_averse, budget × a multiplier, or as under compare."
        },
        "objective": {
          "type": "string",
          "description": "What the plan is chosen by; given for plans that nothing chooses."
        },
        "status": {
          "type": "string",
          "enum": [
            "given",
            "solved",
            "feasible",
            "local",
            "unmet",
            "aim_unmet",
            "infeasible"
          ],
          "description": "given: nothing was chosen; solved: no plan within the limits is better by more than gap_relative, at most 1e-8; feasible: with the larger gap stated; local: a local search from a number of starts, without a bound; unmet: no plan found meets the chance constraint; aim_unmet: no budget within the limits meets the aim, this comes nearest; infeasible: no plan keeps the limits."
        },
        "gap_relative": {
          "type": [
            "number",
            "null"
          ],
          "description": "Certified distance from the best plan by the objective; null where none is known.",
          "x-unit": "fraction"
        },
        "starts": {
          "type": "integer",
          "minimum": 0,
          "description": "Starts of a local search; 0 where none was needed."
        },
        "keeps_limits": {
          "type": "boolean",
          "description": "Whether the plan keeps the bounds and groups asked for."
        },
        "spend": {
          "type": [
            "number",
            "null"
          ],
          "description": "Total spend.",
          "x-unit": "money per period"
        },
        "contribution": {
          "type": [
            "number",
            "null"
          ],
          "description": "Mean over draws.",
          "x-unit": "target per period"
        },
        "contribution_q05": {
          "type": [
            "number",
            "null"
          ],
          "description": "5 % quantile over draws.",
          "x-unit": "target per period"
        },
        "contribution_q95": {
          "type": [
            "number",
            "null"
          ],
          "description": "95 % quantile over draws.",
          "x-unit": "target per period"
        },
        "cvar_90": {
          "type": [
            "number",
            "null"
          ],
          "description": "Mean of the worst 10 % of draws.",
          "x-unit": "target per period"
        },
        "roi": {
          "type": [
            "number",
            "null"
          ],
          "description": "Mean contribution per unit of spend; null where nothing is spent.",
          "x-unit": "target per money"
        },
        "roi_q05": {
          "type": [
            "number",
            "null"
          ],
          "description": "5 % quantile over draws.",
          "x-unit": "target per money"
        },
        "roi_q95": {
          "type": [
            "number",
            "null"
          ],
          "description": "95 % quantile over draws.",
          "x-unit": "target per money"
        },
        "mroi": {
          "type": [
            "number",
            "null"
          ],
          "description": "Mean contribution of one more unit of money, spent for the best within the limits; null where none can be.",
          "x-unit": "target per money"
        },
        "probability_beats_current": {
          "type": [
            "number",
            "null"
          ],
          "description": "Share of the draws in which it brings more than current spend does in the same draw.",
          "x-unit": "probability"
        },
        "gain": {
          "type": [
            "number",
            "null"
          ],
          "description": "Mean contribution less that of current spend.",
          "x-unit": "target per period"
        },
        "gain_q05": {
          "type": [
            "number",
            "null"
          ],
          "description": "5 % quantile over draws of the difference.",
          "x-unit": "target per period"
        },
        "gain_q95": {
          "type": [
            "number",
            "null"
          ],
          "description": "95 % quantile over draws of the difference.",
          "x-unit": "target per period"
        },
        "gain_cvar_90": {
          "type": [
            "number",
            "null"
          ],
          "description": "Mean of the worst 10 % of the differences.",
          "x-unit": "target per period"
        },
        "gain_beyond_observed": {
          "type": [
            "number",
            "null"
          ],
          "description": "Share of the growing channels' mean gains that lies beyond the largest observed spend.",
          "x-unit": "fraction"
        },
        "binding": {
          "type": "string",
          "description": "Limits that hold the plan, each with what one more unit of money there would bring (target per money, mean over draws)."
        },
        "adequacy": {
          "type": "string",
          "enum": [
            "pass",
            "warn",
            "waived"
          ],
          "description": "Verdict of the gates that the recommendation stands behind; waived: at least one fails, and a waiver opened it."
        }
      }
    },
    "examples": [
      [
        {
          "scenario": "risk_averse",
          "objective": "cvar, alpha 0.9",
          "status": "solved",
          "gap_relative": 2e-12,
          "starts": 0,
          "keeps_limits": true,
          "spend": 34379,
          "contribution": 166120,
          "contribution_q05": 141020,
          "contribution_q95": 193400,
          "cvar_90": 139800,
          "roi": 4.832,
          "roi_q05": 4.102,
          "roi_q95": 5.626,
          "mroi": 0.71,
          "probability_beats_current": 0.94,
          "gain": 8210,
          "gain_q05": -420,
          "gain_q95": 17800,
          "gain_cvar_90": -900,
          "gain_beyond_observed": 0.1,
          "binding": "tv_S upper (0.12)",
          "adequacy": "warn"
        }
      ]
    ]
  },
  "slides_html": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "slides_html.schema.json",
    "title": "Summary on slides",
    "description": "The run on one to four pages in landscape: verdict, recommendation, how sure, the next periods; of a blocked run why and what to do. No network, no JavaScript, printable.",
    "type": "string",
    "minLength": 1,
    "contentMediaType": "text/html",
    "examples": [
      "<!doctype html>\n<html lang=\"en\">\n<title>Title</title>\n<h1>Title</h1>\n</html>\n"
    ]
  },
  "spend_contribution_pairs": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "spend_contribution_pairs.schema.json",
    "title": "Spend and contribution",
    "description": "What each channel cost and brought in each period.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "date",
        "channel",
        "spend",
        "contribution_mean",
        "contribution_q03",
        "contribution_q97"
      ],
      "properties": {
        "date": {
          "type": "string",
          "format": "date",
          "description": "Calendar date, YYYY-MM-DD."
        },
        "channel": {
          "type": "string",
          "description": "Channel."
        },
        "spend": {
          "type": "number",
          "description": "Spend.",
          "x-unit": "money per period"
        },
        "contribution_mean": {
          "type": "number",
          "description": "Posterior mean contribution.",
          "x-unit": "target per period"
        },
        "contribution_q03": {
          "type": "number",
          "description": "3 % quantile.",
          "x-unit": "target per period"
        },
        "contribution_q97": {
          "type": "number",
          "description": "97 % quantile.",
          "x-unit": "target per period"
        }
      }
    },
    "examples": [
      [
        {
          "date": "2015-11-23",
          "channel": "tv_S",
          "spend": 22358.3,
          "contribution_mean": 148979,
          "contribution_q03": 137087,
          "contribution_q97": 161075
        },
        {
          "date": "2015-11-30",
          "channel": "tv_S",
          "spend": 28613.5,
          "contribution_mean": 172913,
          "contribution_q03": 161183,
          "contribution_q97": 185289
        }
      ]
    ]
  },
  "stage_module": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "stage_module.schema.json",
    "title": "Stage module",
    "description": "What the default export of a stage's own JavaScript file declares, beside its function run.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "title",
      "reads",
      "readsIfPresent",
      "writes",
      "mayWrite",
      "options"
    ],
    "properties": {
      "title": {
        "type": [
          "string",
          "null"
        ],
        "description": "What it does, in one line; null: its name.",
        "maxLength": 200,
        "default": null
      },
      "reads": {
        "type": "object",
        "description": "What run gets, by name: an artefact by its path, <stage>/<file>, or source:<name>.",
        "additionalProperties": {
          "type": "string",
          "pattern": "^(?:source:[a-z]+|posterior|[0-9]{2}_[a-z0-9_]+/.+)$",
          "description": "<stage>/<file>, posterior, or source:<name>"
        },
        "default": {}
      },
      "readsIfPresent": {
        "type": "object",
        "description": "Artefacts that may not have been written: run gets null for those.",
        "additionalProperties": {
          "type": "string",
          "pattern": "^[0-9]{2}_[a-z0-9_]+/.+$",
          "description": "<stage>/<file>"
        },
        "default": {}
      },
      "writes": {
        "type": "object",
        "description": "What run returns, by name, and the file that it goes to.",
        "minProperties": 1,
        "additionalProperties": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "file",
            "schema"
          ],
          "properties": {
            "file": {
              "type": "string",
              "description": "File within the stage's folder; .json, .csv, .md, .txt, or bytes.",
              "pattern": "^[A-Za-z0-9][A-Za-z0-9_.-]*(?:/[A-Za-z0-9][A-Za-z0-9_.-]*)*$"
            },
            "schema": {
              "anyOf": [
                {
                  "type": "null"
                },
                {
                  "type": "object"
                }
              ],
              "description": "JSON Schema of its content (of the rows, for a CSV file); null: it is not checked.",
              "default": null
            }
          },
          "description": "A file that a stage writes."
        }
      },
      "mayWrite": {
        "type": "object",
        "description": "What run returns or leaves out by returning null.",
        "additionalProperties": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "file",
            "schema"
          ],
          "properties": {
            "file": {
              "type": "string",
              "description": "File within the stage's folder; .json, .csv, .md, .txt, or bytes.",
              "pattern": "^[A-Za-z0-9][A-Za-z0-9_.-]*(?:/[A-Za-z0-9][A-Za-z0-9_.-]*)*$"
            },
            "schema": {
              "anyOf": [
                {
                  "type": "null"
                },
                {
                  "type": "object"
                }
              ],
              "description": "JSON Schema of its content (of the rows, for a CSV file); null: it is not checked.",
              "default": null
            }
          },
          "description": "A file that a stage writes."
        },
        "default": {}
      },
      "options": {
        "anyOf": [
          {
            "type": "null"
          },
          {
            "type": "object"
          }
        ],
        "description": "JSON Schema of its options; null: it has none.",
        "default": null
      }
    },
    "examples": [
      {
        "title": "share of each channel in total spend",
        "reads": {
          "dataset": "source:dataset"
        },
        "writes": {
          "share": {
            "file": "spend_share.csv"
          }
        }
      }
    ]
  },
  "stage_result": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "stage_result.schema.json",
    "title": "Result of a stage",
    "description": "What a stage made of what it read, kept under its key so that a later run can take it over.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "format",
      "stage",
      "key",
      "run_id",
      "warnings",
      "reads",
      "writes"
    ],
    "properties": {
      "format": {
        "const": 1,
        "description": "Version of this format."
      },
      "stage": {
        "type": "string",
        "description": "Stage."
      },
      "key": {
        "type": "string",
        "pattern": "^[0-9a-f]{64}$",
        "description": "Identity of the work: hash of code, options and everything read."
      },
      "run_id": {
        "type": "string",
        "description": "Run that did the work."
      },
      "warnings": {
        "type": "array",
        "description": "Warnings of the stage.",
        "items": {
          "type": "string",
          "description": "Warning."
        }
      },
      "reads": {
        "type": "object",
        "description": "Hash of everything read.",
        "additionalProperties": {
          "type": "string",
          "pattern": "^[0-9a-f]{64}$",
          "description": "SHA-256 of the bytes, hexadecimal."
        }
      },
      "writes": {
        "type": "array",
        "description": "Files written.",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "path",
            "bytes",
            "sha256"
          ],
          "properties": {
            "path": {
              "type": "string",
              "description": "Path within the run's folder."
            },
            "bytes": {
              "type": "integer",
              "description": "Size.",
              "minimum": 0
            },
            "sha256": {
              "type": "string",
              "pattern": "^[0-9a-f]{64}$",
              "description": "SHA-256 of the bytes, hexadecimal."
            }
          }
        }
      }
    },
    "examples": [
      {
        "format": 1,
        "stage": "60_response_curves",
        "key": "eb7d2c62c801e304af7be4bba5b5e768952024cc6471412aa190ae0128efbc80",
        "run_id": "20261124T131145Z-54742a",
        "warnings": [],
        "reads": {
          "code": "fe83c12fbb47fef4de12adb4d163e899cd27f933663a1747acdedb9a347a9f23"
        },
        "writes": [
          {
            "path": "60_response_curves/curves.json",
            "bytes": 4852,
            "sha256": "b3283bf093b3db49da8fc675a21eccb81fd709562a63f7a8ba4e0590ee319c94"
          }
        ]
      }
    ]
  },
  "stationarity_summary": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "stationarity_summary.schema.json",
    "title": "Stationarity",
    "description": "ADF and KPSS on the target and its first difference.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "series",
        "n",
        "test",
        "statistic",
        "p_value",
        "lags",
        "crit_1pct",
        "crit_5pct",
        "crit_10pct",
        "verdict"
      ],
      "properties": {
        "series": {
          "type": "string",
          "description": "Series."
        },
        "n": {
          "type": "integer",
          "description": "Observations."
        },
        "test": {
          "type": "string",
          "enum": [
            "ADF",
            "KPSS"
          ],
          "description": "Test."
        },
        "statistic": {
          "type": [
            "number",
            "null"
          ],
          "description": "Test statistic."
        },
        "p_value": {
          "type": [
            "number",
            "null"
          ],
          "description": "p-value; KPSS is clipped to its table, [0.01, 0.1]."
        },
        "lags": {
          "type": [
            "integer",
            "null"
          ],
          "description": "Lags used; null where the test is undefined."
        },
        "crit_1pct": {
          "type": [
            "number",
            "null"
          ],
          "description": "Critical value at 1 %."
        },
        "crit_5pct": {
          "type": [
            "number",
            "null"
          ],
          "description": "Critical value at 5 %."
        },
        "crit_10pct": {
          "type": [
            "number",
            "null"
          ],
          "description": "Critical value at 10 %."
        },
        "verdict": {
          "type": "string",
          "description": "Joint verdict of both tests at 5 %."
        }
      }
    },
    "examples": [
      [
        {
          "series": "revenue",
          "n": 208,
          "test": "ADF",
          "statistic": -5.73682,
          "p_value": 6.40987e-7,
          "lags": 14,
          "crit_1pct": -3.46469,
          "crit_5pct": -2.87663,
          "crit_10pct": -2.57482,
          "verdict": "stationary"
        },
        {
          "series": "revenue",
          "n": 208,
          "test": "KPSS",
          "statistic": 0.041202,
          "p_value": 0.1,
          "lags": 9,
          "crit_1pct": 0.739,
          "crit_5pct": 0.463,
          "crit_10pct": 0.347,
          "verdict": "stationary"
        }
      ]
    ]
  },
  "transfer_entropy_summary": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "transfer_entropy_summary.schema.json",
    "title": "Transfer entropy",
    "description": "Information each channel's past adds about the target (plug-in, terciles, lag 1).",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "source",
        "target",
        "transfer_entropy",
        "effective",
        "p_value",
        "p_value_circular",
        "permutations"
      ],
      "properties": {
        "source": {
          "type": "string",
          "description": "Channel."
        },
        "target": {
          "type": "string",
          "description": "Target."
        },
        "transfer_entropy": {
          "type": [
            "number",
            "null"
          ],
          "description": "Transfer entropy.",
          "x-unit": "nats"
        },
        "effective": {
          "type": [
            "number",
            "null"
          ],
          "description": "Transfer entropy less its mean under permutation.",
          "x-unit": "nats"
        },
        "p_value": {
          "type": [
            "number",
            "null"
          ],
          "description": "Permutation p-value."
        },
        "p_value_circular": {
          "type": [
            "number",
            "null"
          ],
          "description": "Circular-shift p-value, which keeps the source's autocorrelation."
        },
        "permutations": {
          "type": "integer",
          "description": "Permutations."
        }
      }
    },
    "examples": [
      [
        {
          "source": "tv_S",
          "target": "revenue",
          "transfer_entropy": 0.0339148,
          "effective": 0.00145045,
          "p_value": 0.41,
          "p_value_circular": 0.52381,
          "permutations": 499
        },
        {
          "source": "ooh_S",
          "target": "revenue",
          "transfer_entropy": 0.0326248,
          "effective": 0.000575289,
          "p_value": 0.428,
          "p_value_circular": 0.422619,
          "permutations": 499
        }
      ]
    ]
  },
  "verification": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "verification.schema.json",
    "title": "Verification",
    "description": "What `sluice verify` found: whether a run is still what its manifest says.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "run_id",
      "cell",
      "status",
      "root_sha256",
      "files",
      "bytes",
      "schemas_checked",
      "recomputed",
      "signature",
      "findings",
      "notes"
    ],
    "properties": {
      "run_id": {
        "type": "string",
        "description": "Run."
      },
      "cell": {
        "type": [
          "string",
          "null"
        ],
        "description": "Cell of the matrix, as `brand=alpha,market=de`; null for a pipeline without one, or a manifest that cannot be read.",
        "default": null
      },
      "status": {
        "type": "string",
        "enum": [
          "verified",
          "failed"
        ],
        "description": "verified: nothing was found."
      },
      "root_sha256": {
        "type": [
          "string",
          "null"
        ],
        "description": "Root hash that the manifest states; null where it cannot be read."
      },
      "files": {
        "type": "integer",
        "description": "Files that the manifest lists, each read whole.",
        "minimum": 0
      },
      "bytes": {
        "type": "integer",
        "description": "Their size.",
        "x-unit": "bytes",
        "minimum": 0
      },
      "schemas_checked": {
        "type": "integer",
        "description": "Files that were held against a schema; those of commands without one are not.",
        "minimum": 0
      },
      "recomputed": {
        "type": [
          "integer",
          "null"
        ],
        "description": "Files that were computed anew and compared; null without --recompute.",
        "minimum": 0
      },
      "signature": {
        "type": [
          "string",
          "null"
        ],
        "description": "Key id (SHA-256 of the public key) whose signature holds; null where none was asked for or none holds."
      },
      "findings": {
        "type": "array",
        "description": "What is not as it should be.",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "kind",
            "path",
            "what"
          ],
          "properties": {
            "kind": {
              "type": "string",
              "enum": [
                "manifest",
                "changed",
                "missing",
                "extra",
                "schema",
                "recompute",
                "signature"
              ],
              "description": "manifest: unreadable or edited; changed, missing, extra: a file; schema: a file that its schema refuses; recompute: a stage that gives other bytes today; signature: an attestation that does not hold."
            },
            "path": {
              "type": "string",
              "description": "File, relative to the run's folder."
            },
            "what": {
              "type": "string",
              "description": "What was found, and what was expected."
            }
          }
        }
      },
      "notes": {
        "type": "array",
        "description": "What does not speak against the run: files of another version of Sluice that the schemas of this one do not allow.",
        "items": {
          "type": "string",
          "description": "Note."
        }
      }
    },
    "examples": [
      {
        "run_id": "20261124T131145Z-54742a",
        "status": "failed",
        "root_sha256": "36387568d6859f2b7997bededbd03dc920ab989a2e7e4a8322cc5dd329897fa0",
        "files": 52,
        "bytes": 3470121,
        "schemas_checked": 52,
        "recomputed": null,
        "signature": null,
        "findings": [
          {
            "kind": "changed",
            "path": "70_optimisation/optimization_results.csv",
            "what": "has SHA-256 ede84f2786f4…, 1892 bytes; recorded: b3283bf093b3…, 1891 bytes"
          }
        ],
        "notes": []
      }
    ]
  },
  "vif_summary": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "vif_summary.schema.json",
    "title": "Variance inflation",
    "description": "Collinearity of the regressors.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "variable",
        "role",
        "vif"
      ],
      "properties": {
        "variable": {
          "type": "string",
          "description": "Channel or control."
        },
        "role": {
          "type": "string",
          "enum": [
            "channel",
            "control"
          ],
          "description": "What the variable is."
        },
        "vif": {
          "type": [
            "number",
            "null"
          ],
          "description": "Variance inflation factor, centred; null when the column is constant or a combination of the others.",
          "x-unit": "ratio"
        }
      }
    },
    "examples": [
      [
        {
          "variable": "tv_S",
          "role": "channel",
          "vif": 1.1098
        },
        {
          "variable": "ooh_S",
          "role": "channel",
          "vif": 1.06969
        }
      ]
    ]
  },
  "waivers": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "waivers.schema.json",
    "title": "Waivers",
    "description": "waivers.yaml, beside the pipeline file: signed exceptions that open a gate which fails, until a day and up to a value.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "version",
      "waivers"
    ],
    "properties": {
      "version": {
        "const": 1,
        "description": "Version of this format."
      },
      "waivers": {
        "type": "array",
        "description": "Exceptions.",
        "items": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "gate",
            "check",
            "worst",
            "reason",
            "approver",
            "expires",
            "pipelines",
            "cells"
          ],
          "properties": {
            "gate": {
              "anyOf": [
                {
                  "type": "null"
                },
                {
                  "type": "string",
                  "enum": [
                    "g0",
                    "g1",
                    "g2",
                    "g3",
                    "g4",
                    "g5",
                    "g6",
                    "g7",
                    "g8",
                    "g9"
                  ],
                  "description": "Gate that the check belongs to."
                }
              ],
              "default": null,
              "description": "Gate that is opened, with each failing check named under worst; or name a check."
            },
            "check": {
              "type": [
                "string",
                "null"
              ],
              "default": null,
              "description": "Check that is excused."
            },
            "worst": {
              "anyOf": [
                {
                  "type": "number"
                },
                {
                  "type": "string"
                },
                {
                  "type": "object",
                  "additionalProperties": {
                    "type": [
                      "number",
                      "string"
                    ]
                  }
                }
              ],
              "description": "Worst value accepted, of a gate a map from check to value: a number, a level, `undefined` for a statistic without a value, `missing` for evidence that is not there. Anything worse keeps the gate shut."
            },
            "reason": {
              "type": "string",
              "minLength": 1,
              "description": "Why, for whoever reads the report."
            },
            "approver": {
              "type": "string",
              "minLength": 1,
              "description": "Who answers for it."
            },
            "expires": {
              "type": "string",
              "format": "date",
              "description": "Last day on which it opens anything, UTC."
            },
            "pipelines": {
              "type": "array",
              "minItems": 1,
              "description": "Pipelines that it is for, by name.",
              "items": {
                "type": "string",
                "minLength": 1,
                "description": "Pipeline."
              }
            },
            "cells": {
              "type": "array",
              "description": "Cells of the matrix that it is for, by condition: `brand=alpha`, `brand=alpha,market=de`; any of them is enough. None: all cells.",
              "items": {
                "type": "string",
                "pattern": "^[a-z][a-z0-9_]*=[A-Za-z0-9._-]+(,[a-z][a-z0-9_]*=[A-Za-z0-9._-]+)*$",
                "description": "axis=value, several joined by commas"
              },
              "default": []
            }
          }
        }
      }
    },
    "examples": [
      {
        "version": 1,
        "waivers": [
          {
            "gate": null,
            "check": "pareto_k_bad",
            "worst": 0.03,
            "reason": "Two weeks of the strike; refit planned in January.",
            "approver": "Jane Doe",
            "expires": "2027-01-31",
            "pipelines": [
              "robyn_weekly"
            ]
          },
          {
            "gate": "g5",
            "check": null,
            "worst": {
              "calibration_label": "over-confident"
            },
            "reason": "Short history until March.",
            "approver": "Jane Doe",
            "expires": "2027-03-31",
            "pipelines": [
              "robyn_weekly"
            ]
          }
        ]
      }
    ]
  },
  "whole_frontier": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "whole_frontier.schema.json",
    "title": "Whole budget frontier",
    "description": "The best use of any total budget from nothing to three times current spend, with the bounds and groups of the question lifted.",
    "type": "array",
    "items": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "multiple",
        "total_budget",
        "contribution",
        "contribution_q05",
        "contribution_q95",
        "contribution_per_spend",
        "shadow_price",
        "spend_beyond_observed",
        "gap_relative",
        "adequacy"
      ],
      "properties": {
        "multiple": {
          "type": "number",
          "description": "Total budget as a multiple of current spend.",
          "x-unit": "fraction"
        },
        "total_budget": {
          "type": "number",
          "description": "Total budget.",
          "x-unit": "money per period"
        },
        "contribution": {
          "type": "number",
          "description": "Contribution at the optimum, by the curves of the posterior means.",
          "x-unit": "target per period"
        },
        "contribution_q05": {
          "type": [
            "number",
            "null"
          ],
          "description": "5 % quantile over draws of what this plan brings; null where a draw's curve is not concave.",
          "x-unit": "target per period"
        },
        "contribution_q95": {
          "type": [
            "number",
            "null"
          ],
          "description": "95 % quantile over draws; null where a draw's curve is not concave.",
          "x-unit": "target per period"
        },
        "contribution_per_spend": {
          "type": [
            "number",
            "null"
          ],
          "description": "Return: ROI where the target is money; null where nothing is spent.",
          "x-unit": "target per money"
        },
        "shadow_price": {
          "type": [
            "number",
            "null"
          ],
          "description": "Contribution that one more unit of budget would bring: the marginal return of every channel that is spent on; null where it is not known.",
          "x-unit": "target per money"
        },
        "spend_beyond_observed": {
          "type": "number",
          "description": "Share of the budget that lies beyond the channels' largest observed spends, where a curve is extrapolation.",
          "x-unit": "fraction"
        },
        "gap_relative": {
          "type": "number",
          "description": "Certified distance from the optimum.",
          "x-unit": "fraction"
        },
        "adequacy": {
          "type": "string",
          "enum": [
            "pass",
            "warn",
            "waived"
          ],
          "description": "Verdict of the gates that the recommendation stands behind; waived: at least one fails, and a waiver opened it."
        }
      }
    },
    "examples": [
      [
        {
          "multiple": 1.5,
          "total_budget": 51568,
          "contribution": 190200,
          "contribution_q05": 172000,
          "contribution_q95": 210400,
          "contribution_per_spend": 3.688,
          "shadow_price": 0.54,
          "spend_beyond_observed": 0.08,
          "gap_relative": 0,
          "adequacy": "warn"
        }
      ]
    ]
  }
};

/** The examples of every schema with their defaults filled in; the compiler holds them to the types above. */
export const schemaExamples: { readonly [Name in keyof SchemaTypes]: readonly SchemaTypes[Name][] } = {
  "all_decomp": [
    [
      {
        "date": "2015-11-23",
        "component": "tv_S",
        "kind": "channel",
        "mean": 148979,
        "hdi_3pct": 136352,
        "hdi_97pct": 160080
      },
      {
        "date": "2015-11-30",
        "component": "tv_S",
        "kind": "channel",
        "mean": 172913,
        "hdi_3pct": 161696,
        "hdi_97pct": 185624
      }
    ]
  ],
  "all_response_curves": [
    [
      {
        "channel": "tv_S",
        "family": "sigmoid",
        "spend": 0,
        "contribution": 0,
        "contribution_median": 0,
        "contribution_q05": 0,
        "contribution_q25": 0,
        "contribution_q75": 0,
        "contribution_q95": 0,
        "marginal_contribution": 8.08416,
        "beyond_observed": false
      },
      {
        "channel": "tv_S",
        "family": "sigmoid",
        "spend": 2370.7,
        "contribution": 19117.6,
        "contribution_median": 19308.8,
        "contribution_q05": 15294.1,
        "contribution_q25": 17205.8,
        "contribution_q75": 21029.4,
        "contribution_q95": 22941.1,
        "marginal_contribution": 8.02414,
        "beyond_observed": false
      }
    ]
  ],
  "allocation_certainty": [
    {
      "adequacy": "warn",
      "draws": 1000,
      "objective": "mean_curve",
      "expected_contribution": 166000,
      "expected_loss": 210,
      "expected_regret": 2900,
      "near_optimal_loss": 0.01,
      "information_total": 2690,
      "information_total_error": 60,
      "draws_per_stratum": 50,
      "channels": [
        {
          "channel": "tv_S",
          "current_share": 0.2,
          "recommended_share": 0.24,
          "share_mean": 0.23,
          "share_q05": 0.1,
          "share_q25": 0.18,
          "share_q50": 0.23,
          "share_q75": 0.29,
          "share_q95": 0.36,
          "probability_more": 0.7,
          "near_optimal_lower": 5100,
          "near_optimal_upper": 9800,
          "near_optimal_lower_bound": 5100,
          "near_optimal_upper_bound": 9800,
          "information_value": 120,
          "information_error": 18
        }
      ],
      "tail_frontier": [
        {
          "weight": 0,
          "mean": 166210,
          "cvar_90": 139000,
          "gap_relative": 0
        }
      ]
    }
  ],
  "allocation_problem": [
    {
      "id": "two-channels",
      "budget": {
        "total": 300,
        "perPeriod": null,
        "atMost": false,
        "perPeriodAtMost": null,
        "groups": []
      },
      "channels": [
        {
          "name": "tv",
          "curve": {
            "type": "michaelis-menten",
            "L": 1000,
            "k": 500
          },
          "upper": 600,
          "lower": 0,
          "leastIfAny": null,
          "lot": null,
          "lastSpend": null,
          "ramp": null,
          "adstock": null
        },
        {
          "name": "search",
          "curve": {
            "type": "sigmoid",
            "alpha": 800,
            "lam": 0.01
          },
          "lower": 20,
          "upper": [
            400
          ],
          "leastIfAny": null,
          "lot": null,
          "lastSpend": null,
          "ramp": null,
          "adstock": null
        }
      ],
      "format": "budget-allocation-instance/1",
      "title": "",
      "seed": null,
      "periods": 1,
      "periodWeights": null,
      "feasible": null,
      "expected": null
    }
  ],
  "allocation_result": [
    {
      "status": "solved",
      "method": "waterfilling",
      "methodReason": "all curves are concave and nothing but a budget links the cells",
      "objective": 732.2,
      "upperBound": 732.2,
      "boundKind": "lagrangian",
      "gapRelative": 0,
      "violation": {
        "bounds": 0,
        "budget": 0,
        "perPeriod": 0,
        "groups": 0,
        "rampAbsolute": 0,
        "rampPercentage": 0,
        "largest": 0
      },
      "channels": [
        "tv",
        "search"
      ],
      "allocation": [
        [
          120.5,
          179.5
        ]
      ],
      "shadowPrices": [
        {
          "kind": "budget_total",
          "channel": null,
          "group": null,
          "period": null,
          "limit": 300,
          "shadowPrice": 1.3
        }
      ],
      "iterations": 9,
      "seconds": 0.0004,
      "infeasible": null,
      "start": null
    },
    {
      "status": "infeasible",
      "method": "waterfilling",
      "methodReason": "it was asked for",
      "objective": null,
      "upperBound": null,
      "boundKind": null,
      "gapRelative": null,
      "violation": null,
      "channels": [
        "tv"
      ],
      "allocation": null,
      "shadowPrices": [],
      "iterations": 0,
      "seconds": 0.0001,
      "infeasible": {
        "reasonCode": "BUDGET_ABOVE_MAXIMUM",
        "reason": "the most that bounds and ramps allow is 250, below the budget 300",
        "constraints": [
          {
            "kind": "budget_total",
            "channel": null,
            "group": null,
            "period": null,
            "limit": 300
          },
          {
            "kind": "upper",
            "channel": "tv",
            "group": null,
            "period": 1,
            "limit": 250
          }
        ],
        "nearestBudget": {
          "total": 250,
          "perPeriod": null
        }
      },
      "start": null
    }
  ],
  "blocked": [
    {
      "stage": "70_optimisation",
      "policy": "publish",
      "message": "70_optimisation is shut: g2, g3, g4, g5, g6, g7 fail under policy publish. No recommendation was written.",
      "gates": [
        {
          "gate": "g2",
          "family": "convergence",
          "question": "Do the chains agree (R-hat)?",
          "checks": [
            {
              "check_id": "rhat_max",
              "metric": "largest rank-normalised split R-hat over parameters",
              "value": 5.23731,
              "threshold": "warn > 1.01, fail > 1.05",
              "message": "worst at gamma_control[competitor_sales_B]",
              "remedy": "Run at least four chains, longer and with more tuning; if that does not help, tighten or reparameterise the priors of the parameters listed."
            },
            {
              "check_id": "rhat_max_decision",
              "metric": "largest R-hat over the quantities that the optimiser reads",
              "value": 4.45471,
              "threshold": "warn > 1.01, fail > 1.05",
              "message": "worst at total_contribution[print_S]",
              "remedy": "Run at least four chains, longer and with more tuning; if that does not help, tighten or reparameterise the priors of the parameters listed."
            }
          ]
        },
        {
          "gate": "g3",
          "family": "convergence",
          "question": "Are there enough effective draws (bulk and tail ESS)?",
          "checks": [
            {
              "check_id": "ess_bulk_min",
              "metric": "smallest bulk ESS over parameters",
              "value": 4.45045,
              "threshold": "warn < 400, fail < 100",
              "message": "worst at gamma_control[competitor_sales_B]",
              "remedy": "Run at least four chains, longer and with more tuning; if that does not help, tighten or reparameterise the priors of the parameters listed."
            },
            {
              "check_id": "ess_tail_min",
              "metric": "smallest tail ESS over parameters",
              "value": 4.28571,
              "threshold": "warn < 400, fail < 100",
              "message": "worst at saturation_lam[ooh_S]",
              "remedy": "Run at least four chains, longer and with more tuning; if that does not help, tighten or reparameterise the priors of the parameters listed."
            }
          ]
        }
      ],
      "waivers": []
    }
  ],
  "budget_frontier": [
    [
      {
        "total_budget": 27503.2,
        "contribution": 136531,
        "marginal_return": 6.446,
        "contribution_per_spend": 4.96418,
        "gap_relative": 0,
        "adequacy": "warn"
      },
      {
        "total_budget": 34379,
        "contribution": 167666,
        "marginal_return": 0.7375,
        "contribution_per_spend": 4.87699,
        "gap_relative": 0,
        "adequacy": "warn"
      }
    ]
  ],
  "budget_scenario_results": [
    [
      {
        "multiplier": 0.8,
        "total_budget": 27502.9,
        "channel": "tv_S",
        "spend": 13307.6,
        "contribution": 99873.3,
        "total_contribution": 136531,
        "marginal_return": 6.44594,
        "beyond_observed": false,
        "gap_relative": 0,
        "adequacy": "warn"
      },
      {
        "multiplier": 0.8,
        "total_budget": 27502.9,
        "channel": "ooh_S",
        "spend": 4384.61,
        "contribution": 1131.78,
        "total_contribution": 136531,
        "marginal_return": 6.44594,
        "beyond_observed": false,
        "gap_relative": 0,
        "adequacy": "warn"
      }
    ]
  ],
  "calibration_coverage": [
    [
      {
        "nominal": 0.1,
        "empirical": 0.100962,
        "difference": 0.000961538,
        "empirical_loo_pit": 0.100962,
        "n": 208
      },
      {
        "nominal": 0.2,
        "empirical": 0.240385,
        "difference": 0.0403846,
        "empirical_loo_pit": 0.221154,
        "n": 208
      }
    ]
  ],
  "calibration_report": [
    {
      "well_calibrated": true,
      "label": "well-calibrated",
      "sufficient": true,
      "pit_method": "loo_pit",
      "pit_mean": 0.52119,
      "pit_variance": 0.0781395,
      "n": 208,
      "n_effective": 116.459,
      "t_bias": 1.05865,
      "t_dispersion": -1.03126,
      "max_abs_coverage_deviation": 0.110577,
      "rule": "moments and simultaneous bands of the PIT and of its coverage at a joint level of 5 %, allowing for serial dependence; a fault counts when it is also material (|mean PIT − 0.5| ≥ 0.03 or coverage off by ≥ 0.05)"
    }
  ],
  "channel_levels": [
    {
      "channels": [
        "tv_S",
        "ooh_S"
      ],
      "levels": [
        [
          1.0217,
          0.788954
        ],
        [
          0.983984,
          0.984582
        ]
      ]
    }
  ],
  "checks": [
    [
      {
        "check_id": "dates_irregular",
        "gate": "g0",
        "phase": "10_pre_diagnostics",
        "metric": "missing or irregular steps between dates",
        "threshold": "warn > 0, fail > 0",
        "remedy": "Insert the missing periods (with zero spend where nothing was spent) or aggregate to a regular calendar.",
        "status": "pass",
        "value": 0,
        "source": "recomputed",
        "message": "every step is one period (weekly)"
      },
      {
        "check_id": "dates_duplicated",
        "gate": "g0",
        "phase": "10_pre_diagnostics",
        "metric": "duplicated dates",
        "threshold": "warn > 0, fail > 0",
        "remedy": "Keep one row per period: sum or deduplicate the rows named.",
        "status": "pass",
        "value": 0,
        "source": "recomputed",
        "message": "every date stands once"
      }
    ]
  ],
  "contributions": [
    [
      {
        "chain": 0,
        "draw": 0,
        "date": "2015-11-23",
        "channel": "tv_S",
        "spend": 22358.3,
        "contribution": 148979
      }
    ]
  ],
  "convergence_report": [
    {
      "converged": true,
      "rhat_max": 1.00937,
      "rhat_threshold": 1.01,
      "ess_bulk_min": 1126.81,
      "ess_tail_min": 1404.86,
      "ess_threshold": 400,
      "divergences": 0,
      "divergence_share": 0,
      "bfmi_min": 1.67854,
      "bfmi_threshold": 0.3,
      "bfmi_per_chain": [
        1.86733,
        1.75103
      ],
      "n_chains": 4,
      "n_draws": 500,
      "n_parameters": 40,
      "n_parameters_rhat_undefined": 0,
      "n_parameters_constant": 0,
      "n_rhat_above_threshold": 0,
      "worst_parameters": [
        {
          "parameter": "saturation_beta[facebook_S]",
          "rhat": 1.00937,
          "ess_bulk": 1773.31,
          "ess_tail": 1611.47,
          "mcse_mean": 0.000738296
        },
        {
          "parameter": "saturation_beta_log__[3]",
          "rhat": 1.00874,
          "ess_bulk": 1773.31,
          "ess_tail": 1611.47,
          "mcse_mean": 0.0169105
        }
      ],
      "rule": "converged = every check of the convergence family passes under policy publish"
    }
  ],
  "convergence_table": [
    [
      {
        "parameter": "intercept_contribution",
        "quantity": "parameter",
        "rhat": 1.00056,
        "ess_bulk": 2062.63,
        "ess_tail": 2104.75,
        "ess_mean": 2058.73,
        "mcse_mean": 0.0000305984,
        "is_constant": false
      },
      {
        "parameter": "adstock_alpha_logodds__[0]",
        "quantity": "parameter",
        "rhat": 1.00047,
        "ess_bulk": 2061.63,
        "ess_tail": 1763.03,
        "ess_mean": 2024.23,
        "mcse_mean": 0.0261613,
        "is_constant": false
      }
    ]
  ],
  "curve_draws": [
    [
      {
        "channel": "tv_S",
        "chain": 0,
        "draw": 0,
        "family": "sigmoid",
        "parameter_1": 221861,
        "parameter_2": 0.000072876,
        "parameter_3": null,
        "adstock_alpha": 0.21,
        "rmse": 912.4
      },
      {
        "channel": "tv_S",
        "chain": 0,
        "draw": 4,
        "family": "sigmoid",
        "parameter_1": 0,
        "parameter_2": null,
        "parameter_3": null,
        "adstock_alpha": 0.2,
        "rmse": 1201.9
      }
    ]
  ],
  "curves": [
    {
      "source": {
        "kind": "fit",
        "reason": "it was asked for"
      },
      "channels": [
        {
          "channel": "tv_S",
          "curve": {
            "family": "sigmoid",
            "alpha": 221861,
            "lam": 0.000072876
          },
          "adstock_alpha": 0,
          "max_observed_spend": 158047,
          "r2": 0.999793,
          "rmse": 1179.52,
          "flags": []
        },
        {
          "channel": "ooh_S",
          "curve": {
            "family": "michaelis_menten",
            "L": 468483,
            "k": 1810550
          },
          "adstock_alpha": 0.0932993,
          "max_observed_spend": 500362,
          "r2": 0.986557,
          "rmse": 2110.41,
          "flags": [
            "half_saturation_beyond_observed_spend"
          ]
        }
      ]
    }
  ],
  "data_quality": [
    [
      {
        "subject": "dates",
        "fact": "periods",
        "value": 208,
        "detail": "weekly, 2015-11-23 to 2019-11-11"
      },
      {
        "subject": "dates",
        "fact": "irregular steps",
        "value": 0,
        "detail": ""
      }
    ]
  ],
  "decomposition.options": [
    {
      "memory_limit_mb": 1024
    }
  ],
  "diagnostics.options": [
    {
      "worst": 10,
      "roi_range": null
    }
  ],
  "dsse_envelope": [
    {
      "payloadType": "application/vnd.in-toto+json",
      "payload": "e30=",
      "signatures": [
        {
          "keyid": "9e682379fe6ab7e4b0e9ff0b8bde8672cbab88dd7386eb44d17fbee0a422553b",
          "sig": "c2ln"
        }
      ]
    }
  ],
  "elpd_summary": [
    [
      {
        "elpd_loo": 563.963,
        "se": 42.6955,
        "p_loo": 15.6113,
        "looic": -1127.93,
        "n_samples": 2000,
        "n_data_points": 208,
        "warning": false,
        "elpd_waic": 564.015,
        "p_waic": 15.5593,
        "waic_unreliable": true
      }
    ]
  ],
  "environment": [
    {
      "started_at": "2026-11-24T13:11:45.705Z",
      "sluice": "0.1.0",
      "code_sha256": "fe83c12fbb47fef4de12adb4d163e899cd27f933663a1747acdedb9a347a9f23",
      "node": "v20.20.2",
      "platform": "linux",
      "arch": "x64",
      "host": "build-01",
      "packages": {
        "@duckdb/node-api": "1.5.6-r.1",
        "@resvg/resvg-js": "2.6.2",
        "arquero": "8.0.3",
        "h5wasm": "0.10.3",
        "ml-levenberg-marquardt": "5.1.0",
        "ml-matrix": "6.15.1",
        "vega": "6.4.0",
        "vega-lite": "6.4.3"
      }
    }
  ],
  "gates": [
    {
      "policy": "publish",
      "adequacy": "warn",
      "families": [
        {
          "family": "pre_diagnostic",
          "status": "warn"
        },
        {
          "family": "convergence",
          "status": "pass"
        }
      ],
      "gates": [
        {
          "gate": "g0",
          "family": "pre_diagnostic",
          "question": "Are the data fit to model?",
          "status": "pass",
          "because": []
        },
        {
          "gate": "g1",
          "family": "pre_diagnostic",
          "question": "Is the prior predictive plausible?",
          "status": "warn",
          "because": [
            "prior_predictive"
          ]
        }
      ],
      "waivers": [
        {
          "gate": "g6",
          "worst": {
            "pareto_k_bad": 0.03
          },
          "reason": "Two weeks of the strike; refit planned in January.",
          "approver": "Jane Doe",
          "expires": "2027-01-31",
          "outcome": "used",
          "why": "opens g6: pareto_k_bad is 0.0192, accepted up to 0.03"
        }
      ]
    }
  ],
  "gc_report": [
    {
      "dry_run": true,
      "kept": [
        {
          "run_id": "20261124T131145Z-54742a",
          "because": [
            "latest",
            "one of the newest 10"
          ]
        },
        {
          "run_id": "20260301T090004Z-54742a",
          "because": [
            "labelled ticket=MMM-142"
          ]
        }
      ],
      "removed": [
        "20260308T090011Z-54742a"
      ],
      "freed_bytes": 3470121
    }
  ],
  "interpretation.options": [
    {
      "language": "en"
    }
  ],
  "lock": [
    {
      "host": "build-7",
      "pid": 4711,
      "started": "8349921",
      "since": "2026-11-24T13:11:45.963Z",
      "released": false,
      "run_id": "20261124T131145Z-54742a",
      "abandoned": []
    }
  ],
  "manifest": [
    {
      "format": 2,
      "run_id": "20261124T131145Z-54742a",
      "started_at": "2026-11-24T13:11:45.963Z",
      "finished_at": "2026-11-24T13:11:52.329Z",
      "by": {
        "user": "analyst",
        "host": "build-01"
      },
      "labels": {
        "ticket": "MMM-142"
      },
      "pipeline": "robyn_weekly",
      "status": "done",
      "sluice": "0.1.0",
      "tools": {
        "node": "v20.20.2",
        "platform": "linux",
        "arch": "x64",
        "packages": {
          "@duckdb/node-api": "1.5.6-r.1",
          "vega": "6.4.0"
        }
      },
      "git": {
        "commit": "b6777c3f1d0a4e5b8c9d2e3f4a5b6c7d8e9f0a1b",
        "dirty": false
      },
      "code_sha256": "fe83c12fbb47fef4de12adb4d163e899cd27f933663a1747acdedb9a347a9f23",
      "config_sha256": "54742ae8c688927954ea8ae6019811d56f6bcf2a4c347a58f618ec8cf5d94295",
      "policy": "publish",
      "adequacy": "warn",
      "inputs": [
        {
          "name": "data",
          "path": "examples/robyn_weekly/data.csv",
          "bytes": 20139,
          "sha256": "9e682379fe6ab7e4b0e9ff0b8bde8672cbab88dd7386eb44d17fbee0a422553b"
        },
        {
          "name": "model",
          "path": "examples/robyn_weekly/model.nc",
          "bytes": 12853878,
          "sha256": "622ee1f960b5f59ae7bd9af556753541d858da5ff864597d2d0118a53d6bb8c0"
        }
      ],
      "gates": [
        {
          "gate": "g0",
          "status": "pass"
        },
        {
          "gate": "g1",
          "status": "warn"
        }
      ],
      "waivers": [],
      "stages": [
        {
          "key": "d4b868f1827b23c3f709203e10e5fef1d25c73be0c967b504e4f23f0b647d38b",
          "reused_from": null,
          "seconds": 0.616879,
          "reads": {
            "code": "fe83c12fbb47fef4de12adb4d163e899cd27f933663a1747acdedb9a347a9f23",
            "options": "3dff4ce396e8aa2edf7fb2c708b4a30b1d97dfe11076b9493d9dd088786ac673",
            "dataset": "73cee149341fdfb4e1e7eccc5bda147ac1ca6b6d83388825270a1a78d61af987",
            "policy": "6fe6a9d52348ca04247d1864ab1e0f9155cdc01673be97f2e07817a02c3097e3",
            "seed": "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"
          },
          "writes": [
            {
              "path": "10_pre_diagnostics/checks.json",
              "bytes": 4852,
              "sha256": "b3283bf093b3db49da8fc675a21eccb81fd709562a63f7a8ba4e0590ee319c94"
            },
            {
              "path": "10_pre_diagnostics/correlation.png",
              "bytes": 99468,
              "sha256": "ede84f2786f48e33ec2f9b91ef28ff9b1f04ea3817cc33468b177fa8d6d4768b"
            }
          ],
          "stage": "10_pre_diagnostics",
          "status": "done",
          "reason": null
        },
        {
          "key": "eb7d2c62c801e304af7be4bba5b5e768952024cc6471412aa190ae0128efbc80",
          "reused_from": null,
          "seconds": 0.735148,
          "reads": {
            "code": "fe83c12fbb47fef4de12adb4d163e899cd27f933663a1747acdedb9a347a9f23",
            "options": "104ab8955a6eeddff50899e4e858cf1e649788ec4e17caca71a40c315828d9cb",
            "model": "87d6fa0146549d1b583542656ed4983cb4b413e600397e015a4a61a62eafb1e0",
            "dataset": "73cee149341fdfb4e1e7eccc5bda147ac1ca6b6d83388825270a1a78d61af987"
          },
          "writes": [
            {
              "path": "20_model_fit/model.json",
              "bytes": 710,
              "sha256": "e1c1506d3cc9ad744a47353188f51fb9ff96684dd55d7d9973795b2b6cae236d"
            },
            {
              "path": "20_model_fit/model_summary.csv",
              "bytes": 4414,
              "sha256": "2df584a44693e7fa230c94a5df5c125566b36133ed7f9be3b9cbf8b6414dfb2d"
            }
          ],
          "stage": "20_model_fit",
          "status": "done",
          "reason": null
        }
      ],
      "warnings": [],
      "root_sha256": "36387568d6859f2b7997bededbd03dc920ab989a2e7e4a8322cc5dd329897fa0",
      "cell": null,
      "request": {
        "only": [],
        "from": [],
        "until": [],
        "force": [],
        "set": []
      }
    }
  ],
  "matrix": [
    {
      "brand": [
        "alpha",
        "beta"
      ],
      "market": [
        "de",
        "fr"
      ],
      "exclude": [
        {
          "brand": "beta",
          "market": "fr"
        }
      ],
      "include": [
        {
          "brand": "gamma",
          "market": "uk"
        }
      ]
    }
  ],
  "matrix_summary": [
    [
      {
        "cell": "brand=alpha,market=de",
        "status": "done",
        "verdict": "warn",
        "total_budget": 34380,
        "gain": 1200.5,
        "gain_q05": 300,
        "gain_q95": 2100,
        "gain_fraction": 0.04,
        "blocked_by": null,
        "message": null,
        "seconds": 9.8,
        "reused": 3,
        "run_id": "20261124T131145Z-54742a",
        "path": "cells/brand=alpha,market=de/runs/20261124T131145Z-54742a"
      }
    ]
  ],
  "media_contribution_per_spend": [
    [
      {
        "channel": "tv_S",
        "total_spend": 3087490,
        "total_contribution_mean": 12551700,
        "total_contribution_hdi_3pct": 11743800,
        "total_contribution_hdi_97pct": 13404200,
        "share_of_spend": 0.212504,
        "share_of_media_contribution_mean": 0.549169,
        "contribution_per_spend_mean": 4.06534,
        "contribution_per_spend_median": 4.06252,
        "contribution_per_spend_hdi_3pct": 3.80367,
        "contribution_per_spend_hdi_97pct": 4.34146,
        "weeks_with_spend": 92
      },
      {
        "channel": "ooh_S",
        "total_spend": 8989330,
        "total_contribution_mean": 2280700,
        "total_contribution_hdi_3pct": 1648500,
        "total_contribution_hdi_97pct": 2919000,
        "share_of_spend": 0.618712,
        "share_of_media_contribution_mean": 0.0995245,
        "contribution_per_spend_mean": 0.253712,
        "contribution_per_spend_median": 0.25182,
        "contribution_per_spend_hdi_3pct": 0.183384,
        "contribution_per_spend_hdi_97pct": 0.324718,
        "weeks_with_spend": 85
      }
    ]
  ],
  "model_assessment.options": [
    {}
  ],
  "model_fit.options": [
    {
      "uses": "import",
      "hdi_probability": 0.94,
      "command": null
    },
    {
      "uses": "command",
      "command": {
        "run": [
          "python",
          "fit.py",
          "--data",
          "{{data}}",
          "--out",
          "{{out}}/model.nc"
        ],
        "environment": {
          "OMP_NUM_THREADS": "2"
        },
        "timeout_seconds": 7200,
        "folder": ".",
        "secrets": [],
        "files": [],
        "grace_seconds": 10,
        "retries": 0,
        "backoff_seconds": 10
      },
      "hdi_probability": 0.94
    }
  ],
  "model_fit_metrics": [
    [
      {
        "metric": "r2",
        "prediction": "posterior_predictive_mean",
        "value": 0.859109,
        "unit": "fraction",
        "note": "1 - residual over total sum of squares"
      },
      {
        "metric": "mape",
        "prediction": "posterior_predictive_mean",
        "value": 0.0363419,
        "unit": "fraction",
        "note": "mean of |error / observed|; a fraction, not per cent"
      }
    ]
  ],
  "model_metadata": [
    {
      "pipeline": "robyn_weekly",
      "title": "Weekly demo data (Robyn), five channels",
      "policy": "publish",
      "policy_sha256": "6fe6a9d52348ca04247d1864ab1e0f9155cdc01673be97f2e07817a02c3097e3",
      "config_sha256": "54742ae8c688927954ea8ae6019811d56f6bcf2a4c347a58f618ec8cf5d94295",
      "seed": 1,
      "periods": 208,
      "first_date": "2015-11-23",
      "last_date": "2019-11-11",
      "target": "revenue",
      "channels": [
        "tv_S",
        "ooh_S"
      ],
      "controls": [
        "competitor_sales_B",
        "newsletter"
      ],
      "inputs": [
        {
          "path": "examples/robyn_weekly/data.csv",
          "bytes": 20139,
          "sha256": "9e682379fe6ab7e4b0e9ff0b8bde8672cbab88dd7386eb44d17fbee0a422553b"
        },
        {
          "path": "examples/robyn_weekly/model.nc",
          "bytes": 12853878,
          "sha256": "622ee1f960b5f59ae7bd9af556753541d858da5ff864597d2d0118a53d6bb8c0"
        }
      ]
    }
  ],
  "model_reference": [
    {
      "path": "examples/robyn_weekly/model.nc",
      "bytes": 12853878,
      "sha256": "622ee1f960b5f59ae7bd9af556753541d858da5ff864597d2d0118a53d6bb8c0",
      "writer": "pymc-marketing",
      "writer_version": "0.19.2",
      "chains": 4,
      "draws": 500,
      "dates": 208,
      "first_date": "2015-11-23",
      "last_date": "2019-11-11",
      "channels": [
        "tv_S",
        "ooh_S"
      ],
      "contribution": "channel_contribution_original_scale",
      "target_scale": 3827520,
      "parameters": 40,
      "has": {
        "posterior_predictive": true,
        "prior_predictive": true,
        "log_likelihood": true,
        "observed": true,
        "divergences": true,
        "energy": true,
        "tree_depth": true
      }
    }
  ],
  "model_summary": [
    [
      {
        "parameter": "intercept_contribution",
        "mean": 0.432117,
        "sd": 0.00138835,
        "hdi_lower": 0.429445,
        "hdi_upper": 0.434574,
        "hdi_probability": 0.94
      },
      {
        "parameter": "adstock_alpha_logodds__[0]",
        "mean": -5.7128,
        "sd": 1.17704,
        "hdi_lower": -7.97067,
        "hdi_upper": -3.87931,
        "hdi_probability": 0.94
      }
    ]
  ],
  "multiperiod_optimization_results": [
    [
      {
        "period": 1,
        "date": "2019-11-18",
        "channel": "tv_S",
        "spend": 12510,
        "effective_spend": 12510,
        "contribution": 94664.9,
        "marginal_contribution": 6.2,
        "ramp_lower": 10235.4,
        "ramp_upper": 12510,
        "binding": "ramp_up",
        "beyond_observed": false,
        "adequacy": "warn"
      },
      {
        "period": 1,
        "date": "2019-11-18",
        "channel": "ooh_S",
        "spend": 7892.3,
        "effective_spend": 7892.3,
        "contribution": 2033.28,
        "marginal_contribution": 6.2,
        "ramp_lower": 7892.3,
        "ramp_upper": 9646.14,
        "binding": "ramp_down",
        "beyond_observed": false,
        "adequacy": "warn"
      }
    ]
  ],
  "notification": [
    {
      "format": 1,
      "text": "Sluice robyn_weekly: blocked\nrobyn_weekly: blocked by g2 g4",
      "pipeline": "robyn_weekly",
      "status": "blocked",
      "exit_code": 3,
      "finished_at": "2026-11-24T13:11:45.963Z",
      "sluice": "0.1.0",
      "cells": []
    }
  ],
  "optimisation.options": [
    {
      "scenarios": [
        0.9,
        1,
        1.1
      ],
      "groups": {
        "digital": {
          "channels": [
            "search",
            "social"
          ],
          "budget": 9000,
          "kind": "at_most"
        }
      },
      "reference_periods": null,
      "total_budget": null,
      "budget": "exact",
      "bounds": {
        "default": {
          "kind": "fraction_of_current",
          "lower": 0.5,
          "upper": 1.5
        },
        "channels": {}
      },
      "multi_period": {
        "periods": 13,
        "total_budget": null,
        "period_budgets": null,
        "method": "auto",
        "ramp_absolute": null,
        "ramp_percentage": 0.1,
        "start": "current",
        "weights": null
      },
      "objective": {
        "kind": "mean_curve"
      },
      "compare": {}
    },
    {
      "objective": {
        "kind": "cvar",
        "alpha": 0.9
      },
      "compare": {
        "more, at the same return": {
          "aim": {
            "kind": "target_roi",
            "value": 4.5
          },
          "multiplier": null,
          "total_budget": null,
          "objective": {
            "kind": "mean"
          },
          "bounds": {},
          "freeze": []
        },
        "tv stays": {
          "freeze": [
            "tv"
          ],
          "objective": {
            "kind": "mean_sd",
            "kappa": 1
          },
          "multiplier": null,
          "total_budget": null,
          "aim": null,
          "bounds": {}
        }
      },
      "reference_periods": null,
      "total_budget": null,
      "budget": "exact",
      "bounds": {
        "default": {
          "kind": "fraction_of_current",
          "lower": 0.5,
          "upper": 1.5
        },
        "channels": {}
      },
      "groups": {},
      "scenarios": [
        0.8,
        0.9,
        1,
        1.1,
        1.2
      ],
      "multi_period": {
        "periods": 13,
        "total_budget": null,
        "period_budgets": null,
        "method": "auto",
        "ramp_absolute": null,
        "ramp_percentage": 0.1,
        "start": "current",
        "weights": null
      }
    }
  ],
  "optimisation_certificate": [
    {
      "adequacy": "warn",
      "waivers": [],
      "certificates": [
        {
          "name": "single period",
          "method": "waterfilling",
          "status": "solved",
          "objective": 167666,
          "upper_bound": 167666,
          "gap_absolute": 4.49228e-13,
          "gap_relative": 2.67931e-18,
          "bound_of": "the problem itself",
          "kkt": {
            "stationarity": 0,
            "complementarity": 0
          },
          "violation": {
            "bounds": 0,
            "budget": 0,
            "ramp_absolute": 0,
            "ramp_percentage": 0
          },
          "budget": 34378.7,
          "shadow_price": 0.737505,
          "active": [
            {
              "constraint": "budget_total",
              "channel": null,
              "group": null,
              "period": null,
              "limit": 17059,
              "shadow_price": 4.9
            },
            {
              "constraint": "upper",
              "channel": "tv_S",
              "group": null,
              "period": null,
              "limit": 17059,
              "shadow_price": 4.9
            }
          ],
          "n_active": 2,
          "iterations": 10
        },
        {
          "name": "scenario × 0.8",
          "method": "waterfilling",
          "status": "solved",
          "objective": 136531,
          "upper_bound": 136531,
          "gap_absolute": 0,
          "gap_relative": 0,
          "bound_of": "the problem itself",
          "kkt": {
            "stationarity": 0,
            "complementarity": 0
          },
          "violation": {
            "bounds": 0,
            "budget": 3.63798e-12,
            "ramp_absolute": 0,
            "ramp_percentage": 0
          },
          "budget": 27502.9,
          "shadow_price": 6.44594,
          "active": [
            {
              "constraint": "budget_total",
              "channel": null,
              "group": null,
              "period": null,
              "limit": 17059,
              "shadow_price": 4.9
            },
            {
              "constraint": "lower",
              "channel": "ooh_S",
              "group": null,
              "period": null,
              "limit": 17059,
              "shadow_price": 4.9
            }
          ],
          "n_active": 2,
          "iterations": 10
        }
      ],
      "warnings": []
    }
  ],
  "optimisation_summary": [
    {
      "adequacy": "warn",
      "waivers": [],
      "total_budget": 34378.7,
      "current_total": 34378.7,
      "reference_periods": 52,
      "current_contribution": 122993,
      "optimised_contribution": 167666,
      "gap_relative": 2.67931e-18,
      "gain": 44672.8,
      "gain_q05": 40885.6,
      "gain_q95": 48033,
      "probability_of_gain": 1,
      "proportional_contribution": 122993,
      "budget_moved": 8056.13,
      "gain_beyond_observed": 0,
      "shadow_price": 0.737505,
      "model_contribution": 87480.4,
      "curve_contribution_at_observed": 85022.9,
      "largest_carryover": 0,
      "multi_period": {
        "method": "sequential",
        "method_reason": "it was asked for",
        "periods": 13,
        "first_date": "2019-11-18",
        "last_date": "2020-02-10",
        "total_budget": 446923,
        "contribution": 2087730,
        "current_contribution": 1598910,
        "gap_relative": 0.00630708
      }
    }
  ],
  "optimization_results": [
    [
      {
        "channel": "tv_S",
        "current_spend": 11372.7,
        "optimised_spend": 17059,
        "change": 5686.35,
        "change_fraction": 0.5,
        "lower": 5686.35,
        "upper": 17059,
        "binding": "upper",
        "current_contribution": 87013.9,
        "optimised_contribution": 122520,
        "contribution_change": 35506.2,
        "contribution_change_q05": 33460.9,
        "contribution_change_q95": 37619.4,
        "current_marginal": 6.84065,
        "optimised_marginal": 5.61875,
        "current_return": 7.65112,
        "optimised_return": 7.18213,
        "beyond_observed": false,
        "adequacy": "warn"
      },
      {
        "channel": "ooh_S",
        "current_spend": 8769.22,
        "optimised_spend": 4384.61,
        "change": -4384.61,
        "change_fraction": -0.5,
        "lower": 4384.61,
        "upper": 13153.8,
        "binding": "lower",
        "current_contribution": 2258.11,
        "optimised_contribution": 1131.78,
        "contribution_change": -1126.33,
        "contribution_change_q05": -1424.13,
        "contribution_change_q95": -865.891,
        "current_marginal": 0.256263,
        "optimised_marginal": 0.257502,
        "current_return": 0.257504,
        "optimised_return": 0.258126,
        "beyond_observed": false,
        "adequacy": "warn"
      }
    ]
  ],
  "pareto_k_flagged": [
    [
      {
        "index": 0,
        "date": "2015-11-23",
        "pareto_k": 2.45332,
        "elpd_loo_i": -4.18628,
        "observed": 2754370,
        "category": "bad"
      },
      {
        "index": 1,
        "date": "2015-11-30",
        "pareto_k": 3.0839,
        "elpd_loo_i": -4.41451,
        "observed": 2584280,
        "category": "bad"
      }
    ]
  ],
  "pareto_k_summary": [
    {
      "ok": true,
      "k_max": 0.326909,
      "n_not_finite": 0,
      "n_good": 208,
      "n_marginal": 0,
      "n_bad": 0,
      "good_k": 0.697064,
      "elpd_loo": 563.963,
      "p_loo": 15.6113,
      "se": 42.6955,
      "n_data": 208,
      "n_samples": 2000,
      "reff": 0.895
    }
  ],
  "picture": [
    "iVBORw0KGgo="
  ],
  "pipeline": [
    {
      "version": 1,
      "pipeline": "example",
      "inputs": {
        "data": "data.csv",
        "model": "model.nc",
        "reports": null
      },
      "columns": {
        "target": "revenue",
        "channels": [
          "tv",
          "search"
        ],
        "date": "date",
        "spend": {},
        "exposure": {},
        "controls": []
      },
      "title": null,
      "matrix": null,
      "posterior": {
        "contribution": null,
        "target": null,
        "baseline": null,
        "control_contribution": null,
        "date_dim": null,
        "channel_dim": null
      },
      "units": {
        "money": "money",
        "target": "target"
      },
      "policy": "publish",
      "seed": 1,
      "artefacts": "artefacts",
      "stages": {
        "00_run_metadata": {},
        "10_pre_diagnostics": {
          "include_controls": true,
          "permutations": 499
        },
        "20_model_fit": {
          "uses": "import",
          "hdi_probability": 0.94,
          "command": null
        },
        "30_model_assessment": {},
        "40_decomposition": {
          "memory_limit_mb": 1024
        },
        "50_diagnostics": {
          "worst": 10,
          "roi_range": null
        },
        "60_response_curves": {
          "curves": "fit",
          "families": [
            "michaelis_menten",
            "sigmoid"
          ],
          "draws": 1000,
          "grid": 101,
          "extend": 1.5,
          "adstock": null
        },
        "70_optimisation": {
          "reference_periods": null,
          "total_budget": null,
          "budget": "exact",
          "bounds": {
            "default": {
              "kind": "fraction_of_current",
              "lower": 0.5,
              "upper": 1.5
            },
            "channels": {}
          },
          "groups": {},
          "scenarios": [
            0.8,
            0.9,
            1,
            1.1,
            1.2
          ],
          "multi_period": {
            "periods": 13,
            "total_budget": null,
            "period_budgets": null,
            "method": "auto",
            "ramp_absolute": null,
            "ramp_percentage": 0.1,
            "start": "current",
            "weights": null
          },
          "objective": {
            "kind": "mean_curve"
          },
          "compare": {}
        },
        "80_interpretation": {
          "language": "en"
        }
      },
      "custom_stages": {}
    }
  ],
  "plan_comparison": [
    [
      {
        "horizon": "single_period",
        "plan": "current",
        "recommended": false,
        "spend": 34379,
        "contribution": 122993,
        "contribution_per_spend": 3.57756,
        "keeps_limits": true,
        "largest_violation": 0,
        "gap_relative": 0.266441,
        "adequacy": "warn"
      },
      {
        "horizon": "single_period",
        "plan": "optimum",
        "recommended": true,
        "spend": 34379,
        "contribution": 167666,
        "contribution_per_spend": 4.87699,
        "keeps_limits": true,
        "largest_violation": 0,
        "gap_relative": 0,
        "adequacy": "warn"
      },
      {
        "horizon": "multi_period",
        "plan": "optimum",
        "recommended": true,
        "spend": 446922.6,
        "contribution": 2100977.8,
        "contribution_per_spend": 4.70099,
        "keeps_limits": true,
        "largest_violation": 2.9e-10,
        "gap_relative": 5.1e-13,
        "adequacy": "warn"
      }
    ]
  ],
  "policy": [
    {
      "name": "ours",
      "description": "Our own.",
      "extends": "publish",
      "checks": {
        "rhat_max": {
          "kind": "at_most",
          "warn": 1.01,
          "fail": 1.03,
          "source": "team decision",
          "undefined": null,
          "skipped": null
        }
      },
      "undefined": null,
      "skipped": null
    }
  ],
  "pre_diagnostics.options": [
    {
      "include_controls": true,
      "permutations": 499
    }
  ],
  "predictions": [
    [
      {
        "date": "2015-11-23",
        "observed": 2754370,
        "expected": 2712980,
        "predictive_mean": 2713170,
        "predictive_q05": 2656560,
        "predictive_q50": 2713920,
        "predictive_q95": 2767990
      },
      {
        "date": "2015-11-30",
        "observed": 2584280,
        "expected": 2570680,
        "predictive_mean": 2571550,
        "predictive_q05": 2510600,
        "predictive_q50": 2572060,
        "predictive_q95": 2634490
      }
    ]
  ],
  "report_html": [
    "<!doctype html>\n<html lang=\"en\">\n<title>Title</title>\n<h1>Title</h1>\n</html>\n"
  ],
  "report_markdown": [
    "# Title\n\n> **The model meets policy `publish`.** Every gate is open.\n"
  ],
  "response_curve_fit_combined": [
    [
      {
        "channel": "tv_S",
        "family": "sigmoid",
        "chosen": true,
        "parameter_1": "alpha",
        "value_1": 221861,
        "se_1": 266.644,
        "parameter_2": "lam",
        "value_2": 0.000072876,
        "se_2": 2.09929e-7,
        "parameter_3": "",
        "value_3": null,
        "se_3": null,
        "sse": 289386000,
        "r2": 0.999793,
        "rmse": 1179.52,
        "aicc": 2948.43,
        "delta_aicc": 0,
        "n": 208,
        "well_determined": true,
        "flags": ""
      },
      {
        "channel": "tv_S",
        "family": "michaelis_menten",
        "chosen": false,
        "parameter_1": "L",
        "value_1": 287781,
        "se_1": 3573.99,
        "parameter_2": "k",
        "value_2": 22360.3,
        "se_2": 727.018,
        "parameter_3": "",
        "value_3": null,
        "se_3": null,
        "sse": 12307700000,
        "r2": 0.991217,
        "rmse": 7692.31,
        "aicc": 3728.48,
        "delta_aicc": 780.046,
        "n": 208,
        "well_determined": true,
        "flags": ""
      }
    ]
  ],
  "response_curves.options": [
    {
      "curves": "fit",
      "families": [
        "michaelis_menten",
        "sigmoid"
      ],
      "draws": 1000,
      "grid": 101,
      "extend": 1.5,
      "adstock": null
    },
    {
      "curves": "auto",
      "families": [
        "michaelis_menten",
        "sigmoid"
      ],
      "draws": 1000,
      "grid": 101,
      "extend": 1.5,
      "adstock": null
    },
    {
      "adstock": "model",
      "curves": "fit",
      "families": [
        "michaelis_menten",
        "sigmoid"
      ],
      "draws": 1000,
      "grid": 101,
      "extend": 1.5
    }
  ],
  "run_attestation": [
    {
      "_type": "https://in-toto.io/Statement/v1",
      "subject": [
        {
          "name": "manifest.json",
          "digest": {
            "sha256": "36387568d6859f2b7997bededbd03dc920ab989a2e7e4a8322cc5dd329897fa0"
          }
        }
      ],
      "predicateType": "https://slsa.dev/provenance/v1",
      "predicate": {
        "buildDefinition": {
          "buildType": "urn:sluice:run:1",
          "externalParameters": {
            "pipeline": "robyn_weekly",
            "policy": "publish",
            "config_sha256": "36387568d6859f2b7997bededbd03dc920ab989a2e7e4a8322cc5dd329897fa0",
            "labels": {}
          },
          "resolvedDependencies": [
            {
              "name": "data.csv",
              "digest": {
                "sha256": "36387568d6859f2b7997bededbd03dc920ab989a2e7e4a8322cc5dd329897fa0"
              }
            }
          ]
        },
        "runDetails": {
          "builder": {
            "id": "urn:sluice:builder:analyst%40build-01",
            "version": {
              "sluice": "0.1.0"
            }
          },
          "metadata": {
            "invocationId": "20261124T131145Z-54742a",
            "startedOn": "2026-11-24T13:11:45.963Z",
            "finishedOn": "2026-11-24T13:11:52.329Z"
          },
          "byproducts": [
            {
              "name": "root",
              "digest": {
                "sha256": "36387568d6859f2b7997bededbd03dc920ab989a2e7e4a8322cc5dd329897fa0"
              }
            }
          ]
        }
      }
    }
  ],
  "run_diff": [
    {
      "a": "20261117T090004Z-54742a",
      "b": "20261124T131145Z-54742a",
      "identical": false,
      "inputs": [
        {
          "name": "data",
          "path": "data.csv",
          "a": "9e682379fe6ab7e4b0e9ff0b8bde8672cbab88dd7386eb44d17fbee0a422553b",
          "b": "622ee1f960b5f59ae7bd9af556753541d858da5ff864597d2d0118a53d6bb8c0"
        }
      ],
      "options": [
        {
          "key": "stages.70_optimisation.reference_periods",
          "a": "52",
          "b": "26"
        }
      ],
      "versions": [
        {
          "name": "sluice",
          "a": "0.1.0",
          "b": "0.2.0"
        }
      ],
      "gates": [
        {
          "gate": "g1",
          "a": "pass",
          "b": "warn"
        }
      ],
      "checks": [
        {
          "check_id": "prior_predictive",
          "gate": "g1",
          "status_a": "pass",
          "status_b": "warn",
          "value_a": "plausible",
          "value_b": "wide"
        }
      ],
      "returns": [
        {
          "channel": "tv_S",
          "a": 4.065,
          "b": 4.31,
          "lower_a": 3.804,
          "upper_a": 4.341,
          "lower_b": 4.02,
          "upper_b": 4.6,
          "change": 0.245,
          "shift": 0.8655,
          "beyond": false
        }
      ],
      "curves": [
        {
          "channel": "tv_S",
          "spend": 11372.69,
          "a": 87013.94,
          "b": 91544.1,
          "lower_a": 81300.2,
          "upper_a": 92900.1,
          "lower_b": 85700.4,
          "upper_b": 97512.6,
          "change": 4530.16,
          "shift": 0.7731,
          "beyond": false
        }
      ],
      "gain": {
        "a": 44672.8,
        "b": 48120.3,
        "lower_a": 40885.6,
        "upper_a": 48032.9,
        "lower_b": 44012.3,
        "upper_b": 52114.8,
        "change": 3447.5,
        "shift": 0.923,
        "beyond": false
      },
      "allocation": [
        {
          "channel": "tv_S",
          "a": 17059.04,
          "b": 16820.4,
          "change": -238.64
        }
      ],
      "move": {
        "gain": 112.4,
        "lower": -85.1,
        "upper": 310.7,
        "probability": 0.87,
        "beyond": false
      },
      "unread": []
    }
  ],
  "run_event": [
    {
      "kind": "stage_done",
      "time": "2026-11-24T13:11:46.120Z",
      "pipeline": "robyn_weekly",
      "cell": null,
      "run_id": "20261124T131145Z-54742a",
      "stage": "10_pre_diagnostics",
      "seconds": 1.64,
      "files": 8
    },
    {
      "kind": "progress",
      "time": "2026-11-24T13:11:46.120Z",
      "pipeline": "robyn_weekly",
      "cell": null,
      "run_id": "20261124T131145Z-54742a",
      "stage": "50_diagnostics",
      "message": "R-hat, ESS and MCSE",
      "done": 1200,
      "total": 3400,
      "elapsed_seconds": 2.5,
      "eta_seconds": 4.6
    },
    {
      "kind": "run_finished",
      "time": "2026-11-24T13:11:46.120Z",
      "pipeline": "robyn_weekly",
      "cell": null,
      "run_id": "20261124T131145Z-54742a",
      "status": "done",
      "seconds": 10.3,
      "adequacy": "warn",
      "root_sha256": "0000000000000000000000000000000000000000000000000000000000000000"
    }
  ],
  "run_history": [
    [
      {
        "run_id": "20261124T131145Z-54742a",
        "latest": true,
        "status": "done",
        "started_at": "2026-11-24T13:11:45.963Z",
        "finished_at": "2026-11-24T13:11:52.329Z",
        "by": "analyst@build-01",
        "labels": {
          "ticket": "MMM-142"
        },
        "git": "b6777c3f1d0a4e5b8c9d2e3f4a5b6c7d8e9f0a1b",
        "sluice": "0.1.0",
        "policy": "publish",
        "adequacy": "warn",
        "gates": [
          "g1 warn"
        ],
        "headline": {
          "total_budget": 34378.6638092422,
          "optimised_contribution": 167665.84305452145,
          "gain": 44672.83890414363,
          "gain_q05": 40885.60498704002,
          "gain_q95": 48032.953769379106,
          "gain_fraction": 0.3632144688
        },
        "root_sha256": "36387568d6859f2b7997bededbd03dc920ab989a2e7e4a8322cc5dd329897fa0",
        "cell": null
      }
    ]
  ],
  "run_metadata.options": [
    {}
  ],
  "scenario_plans": [
    [
      {
        "scenario": "risk_averse",
        "channel": "tv_S",
        "spend": 5200,
        "change": -310,
        "contribution": 14120,
        "contribution_q05": 9100,
        "contribution_q95": 20300,
        "marginal": 0.71,
        "beyond_observed": false,
        "adequacy": "warn"
      }
    ]
  ],
  "scenario_summary": [
    [
      {
        "scenario": "risk_averse",
        "objective": "cvar, alpha 0.9",
        "status": "solved",
        "gap_relative": 2e-12,
        "starts": 0,
        "keeps_limits": true,
        "spend": 34379,
        "contribution": 166120,
        "contribution_q05": 141020,
        "contribution_q95": 193400,
        "cvar_90": 139800,
        "roi": 4.832,
        "roi_q05": 4.102,
        "roi_q95": 5.626,
        "mroi": 0.71,
        "probability_beats_current": 0.94,
        "gain": 8210,
        "gain_q05": -420,
        "gain_q95": 17800,
        "gain_cvar_90": -900,
        "gain_beyond_observed": 0.1,
        "binding": "tv_S upper (0.12)",
        "adequacy": "warn"
      }
    ]
  ],
  "slides_html": [
    "<!doctype html>\n<html lang=\"en\">\n<title>Title</title>\n<h1>Title</h1>\n</html>\n"
  ],
  "spend_contribution_pairs": [
    [
      {
        "date": "2015-11-23",
        "channel": "tv_S",
        "spend": 22358.3,
        "contribution_mean": 148979,
        "contribution_q03": 137087,
        "contribution_q97": 161075
      },
      {
        "date": "2015-11-30",
        "channel": "tv_S",
        "spend": 28613.5,
        "contribution_mean": 172913,
        "contribution_q03": 161183,
        "contribution_q97": 185289
      }
    ]
  ],
  "stage_module": [
    {
      "title": "share of each channel in total spend",
      "reads": {
        "dataset": "source:dataset"
      },
      "writes": {
        "share": {
          "file": "spend_share.csv",
          "schema": null
        }
      },
      "readsIfPresent": {},
      "mayWrite": {},
      "options": null
    }
  ],
  "stage_result": [
    {
      "format": 1,
      "stage": "60_response_curves",
      "key": "eb7d2c62c801e304af7be4bba5b5e768952024cc6471412aa190ae0128efbc80",
      "run_id": "20261124T131145Z-54742a",
      "warnings": [],
      "reads": {
        "code": "fe83c12fbb47fef4de12adb4d163e899cd27f933663a1747acdedb9a347a9f23"
      },
      "writes": [
        {
          "path": "60_response_curves/curves.json",
          "bytes": 4852,
          "sha256": "b3283bf093b3db49da8fc675a21eccb81fd709562a63f7a8ba4e0590ee319c94"
        }
      ]
    }
  ],
  "stationarity_summary": [
    [
      {
        "series": "revenue",
        "n": 208,
        "test": "ADF",
        "statistic": -5.73682,
        "p_value": 6.40987e-7,
        "lags": 14,
        "crit_1pct": -3.46469,
        "crit_5pct": -2.87663,
        "crit_10pct": -2.57482,
        "verdict": "stationary"
      },
      {
        "series": "revenue",
        "n": 208,
        "test": "KPSS",
        "statistic": 0.041202,
        "p_value": 0.1,
        "lags": 9,
        "crit_1pct": 0.739,
        "crit_5pct": 0.463,
        "crit_10pct": 0.347,
        "verdict": "stationary"
      }
    ]
  ],
  "transfer_entropy_summary": [
    [
      {
        "source": "tv_S",
        "target": "revenue",
        "transfer_entropy": 0.0339148,
        "effective": 0.00145045,
        "p_value": 0.41,
        "p_value_circular": 0.52381,
        "permutations": 499
      },
      {
        "source": "ooh_S",
        "target": "revenue",
        "transfer_entropy": 0.0326248,
        "effective": 0.000575289,
        "p_value": 0.428,
        "p_value_circular": 0.422619,
        "permutations": 499
      }
    ]
  ],
  "verification": [
    {
      "run_id": "20261124T131145Z-54742a",
      "status": "failed",
      "root_sha256": "36387568d6859f2b7997bededbd03dc920ab989a2e7e4a8322cc5dd329897fa0",
      "files": 52,
      "bytes": 3470121,
      "schemas_checked": 52,
      "recomputed": null,
      "signature": null,
      "findings": [
        {
          "kind": "changed",
          "path": "70_optimisation/optimization_results.csv",
          "what": "has SHA-256 ede84f2786f4…, 1892 bytes; recorded: b3283bf093b3…, 1891 bytes"
        }
      ],
      "notes": [],
      "cell": null
    }
  ],
  "vif_summary": [
    [
      {
        "variable": "tv_S",
        "role": "channel",
        "vif": 1.1098
      },
      {
        "variable": "ooh_S",
        "role": "channel",
        "vif": 1.06969
      }
    ]
  ],
  "waivers": [
    {
      "version": 1,
      "waivers": [
        {
          "gate": null,
          "check": "pareto_k_bad",
          "worst": 0.03,
          "reason": "Two weeks of the strike; refit planned in January.",
          "approver": "Jane Doe",
          "expires": "2027-01-31",
          "pipelines": [
            "robyn_weekly"
          ],
          "cells": []
        },
        {
          "gate": "g5",
          "check": null,
          "worst": {
            "calibration_label": "over-confident"
          },
          "reason": "Short history until March.",
          "approver": "Jane Doe",
          "expires": "2027-03-31",
          "pipelines": [
            "robyn_weekly"
          ],
          "cells": []
        }
      ]
    }
  ],
  "whole_frontier": [
    [
      {
        "multiple": 1.5,
        "total_budget": 51568,
        "contribution": 190200,
        "contribution_q05": 172000,
        "contribution_q95": 210400,
        "contribution_per_spend": 3.688,
        "shadow_price": 0.54,
        "spend_beyond_observed": 0.08,
        "gap_relative": 0,
        "adequacy": "warn"
      }
    ]
  ]
};
