import type { SchemaTypes } from "../schema/generated.ts";
import type { Wording } from "./recommendation.ts";

/** The recommendation, as 70_optimisation wrote it. */
export interface Decision {
  readonly summary: SchemaTypes["optimisation_summary"];
  readonly results: SchemaTypes["optimization_results"];
  readonly scenarios: SchemaTypes["budget_scenario_results"];
  readonly plan: SchemaTypes["multiperiod_optimization_results"];
  readonly comparison: SchemaTypes["plan_comparison"];
  readonly frontier: SchemaTypes["budget_frontier"];
  /** Null where no plans were made over the draws. */
  readonly certainty: SchemaTypes["allocation_certainty"] | null;
  readonly compared: SchemaTypes["scenario_summary"] | null;
}

/** What a report tells, in whatever form. */
export interface ReportFacts {
  readonly wording: Wording;
  readonly metadata: SchemaTypes["model_metadata"];
  readonly verdict: SchemaTypes["gates"];
  readonly checks: SchemaTypes["checks"];
  readonly returns: SchemaTypes["media_contribution_per_spend"];
  readonly fits: SchemaTypes["response_curve_fit_combined"];
  /** Null when the model file holds no posterior predictive draws. */
  readonly metrics: SchemaTypes["model_fit_metrics"] | null;
  /** Why there is no recommendation; null when there is one. */
  readonly blocked: SchemaTypes["blocked"] | null;
  /** Null when its gates kept it shut. */
  readonly decision: Decision | null;
}
