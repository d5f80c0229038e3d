import { mean } from "../linalg/vector.ts";
import { checkShare, cvar, shareAtLeast, spread, valueReachedBy } from "./measures.ts";

/** What a plan is chosen by, when the response is known by draws. */
export type Objective =
  /** The response expected: the expected-utility optimum. */
  | { readonly kind: "mean" }
  /** Mean less `kappa` (at least 0) standard deviations. */
  | { readonly kind: "mean_sd"; readonly kappa: number }
  /** Mean of the worst 1 − alpha share of draws. */
  | { readonly kind: "cvar"; readonly alpha: number }
  /** (1 − weight) · mean + weight · CVaR. */
  | { readonly kind: "mean_cvar"; readonly alpha: number; readonly weight: number }
  /** The response that a share `probability` of the draws reach. */
  | { readonly kind: "quantile"; readonly probability: number }
  /** The mean, where a share `probability` of the draws return at least `target` per unit of spend. */
  | { readonly kind: "chance"; readonly target: number; readonly probability: number }
  /** Least regret against the best plan of each draw, by the mean of its worst 1 − alpha share (0: expected regret). */
  | { readonly kind: "regret"; readonly alpha: number }
  /** The share of draws in which the plan brings more than `reference` (money per channel). */
  | { readonly kind: "beat"; readonly reference: Float64Array };

/** Throws RangeError where a parameter of an objective is outside its domain. */
export function checkObjective(objective: Objective): void {
  switch (objective.kind) {
    case "mean":
    case "beat":
      return;
    case "mean_sd":
      if (!(objective.kappa >= 0 && objective.kappa < Infinity))
        throw new RangeError(`kappa is ${objective.kappa}, expected a finite number of at least 0`);
      return;
    case "mean_cvar":
      if (!(objective.weight >= 0 && objective.weight <= 1))
        throw new RangeError(`weight is ${objective.weight}, expected 0 ≤ weight ≤ 1`);
      checkShare("alpha", objective.alpha);
      return;
    case "cvar":
    case "regret":
      checkShare("alpha", objective.alpha);
      return;
    case "chance":
    case "quantile":
      if (!(objective.probability > 0 && objective.probability <= 1))
        throw new RangeError(`probability is ${objective.probability}, expected 0 < probability ≤ 1`);
      return;
  }
}

/** What the responses of a plan are compared with, by draw. */
export interface Compared {
  /** Response of the best plan of each draw, for regret. */
  readonly best: Float64Array;
  /** Response of the reference plan. */
  readonly reference: Float64Array;
}

/** The value of an objective from the response of every draw; larger is better, regret with its sign turned. */
export function valueOf(objective: Objective, response: Float64Array, compared: Compared): number {
  switch (objective.kind) {
    case "mean":
    case "chance":
      return mean(response);
    case "mean_sd":
      return mean(response) - objective.kappa * spread(response);
    case "cvar":
      return cvar(response, objective.alpha);
    case "mean_cvar":
      return (1 - objective.weight) * mean(response) + objective.weight * cvar(response, objective.alpha);
    case "quantile":
      return valueReachedBy(response, objective.probability);
    case "regret":
      return cvar(
        response.map((one, d) => one - compared.best[d]!),
        objective.alpha,
      );
    case "beat":
      return shareAtLeast(
        response.map((one, d) => (one > compared.reference[d]! ? 1 : 0)),
        1,
      );
  }
}
