import type { Chains } from "../draws/chains.ts";
import type { Transformations } from "./transformations.ts";

/** Program that wrote a posterior, as far as the file tells. */
export interface Writer {
  readonly name: "pymc-marketing" | "meridian" | "unknown";
  readonly version: string | null;
}

/** One scalar of one posterior variable, with its coordinates, as `name[coord, coord]`. */
export interface ScalarParameter {
  readonly name: string;
  readonly variable: string;
  /** Coordinate labels, in the order of the variable's dimensions. */
  readonly coords: readonly string[];
  /** False for a sampler's unconstrained copy of a parameter (its name ends in `__`): no decision quantity. */
  readonly isDecisionQuantity: boolean;
  readonly chains: Chains;
}

/** Contribution of every channel: values of shape (chain, draw, date, channel), row-major, in target units. */
export interface Contributions {
  readonly variable: string;
  readonly chains: number;
  readonly draws: number;
  readonly dates: readonly string[];
  readonly channels: readonly string[];
  readonly values: Float64Array;
}

/** What is not media in the expected outcome (intercept, seasonality, one control): shape (chain, draw, date) or (chain, draw). */
export interface BaselineComponent {
  readonly name: string;
  readonly variable: string;
  /** True when the values have a date axis; false when the component is constant over dates. */
  readonly varies: boolean;
  readonly values: Float64Array;
}

/** Values of shape (chain, draw, date), row-major. */
export interface PerDateDraws {
  readonly chains: number;
  readonly draws: number;
  readonly dates: readonly string[];
  readonly values: Float64Array;
}

/** Sampler statistics under one set of names, whatever the sampler called them; null where the file has none. Shape (chain, draw) as chains. */
export interface SampleStats {
  readonly diverging: Chains | null;
  readonly energy: Chains | null;
  readonly treeDepth: Chains | null;
  readonly reachedMaxTreeDepth: Chains | null;
}

/** Which variables of the file play which part, where the built-in recognition needs help. */
export interface PosteriorMapping {
  /** Channel contributions in the posterior group. */
  readonly contribution: string | null;
  /** Likelihood variable in observed_data, posterior_predictive, prior_predictive and log_likelihood. */
  readonly target: string | null;
  /** Baseline components in target units: component name to variable; null: recognise them. */
  readonly baseline: Readonly<Record<string, string>> | null;
  readonly controlContribution: string | null;
  readonly dateDim: string | null;
  readonly channelDim: string | null;
}

/** What evidence of adequacy a file holds. */
export interface Evidence {
  readonly posteriorPredictive: boolean;
  readonly priorPredictive: boolean;
  readonly logLikelihood: boolean;
  readonly observed: boolean;
  readonly divergences: boolean;
  readonly energy: boolean;
  readonly treeDepth: boolean;
}

/**
 * A fitted MMM posterior in one form, whoever wrote it. Values are read when asked for; numbers are float64;
 * contributions, predictive draws and observations are in target units (scaling undone).
 */
export interface Posterior {
  readonly path: string;
  readonly writer: Writer;
  readonly chains: number;
  readonly draws: number;
  /** ISO dates (YYYY-MM-DD), in the file's order. */
  readonly dates: readonly string[];
  readonly channels: readonly string[];
  /** What the target was divided by before the fit; 1 when the fit was on the target's own scale. */
  readonly targetScale: number;
  /** Variable that the contributions are read from. */
  readonly contributionVariable: string;
  readonly evidence: Evidence;
  /** Scalars of the variables without a date dimension, in file order; read anew whenever they are gone through. */
  scalarParameters(): Iterable<ScalarParameter>;
  /** The same of one variable alone; none where there is no such variable. */
  scalarsOf(variable: string): Iterable<ScalarParameter>;
  /** What the file says of the model's saturation and adstock; null where it does not say. */
  readonly transformations: Transformations | null;
  /** Prior draws of the same scalars; null without a prior group. */
  priorParameters(): Iterable<ScalarParameter> | null;
  contributions(): Contributions;
  baselineComponents(): readonly BaselineComponent[];
  /** Contributions under the prior, with its own chains and draws; null when the file has none. */
  priorContributions(): Contributions | null;
  /** The whole baseline under the prior, of as many chains and draws; null when a component of it is missing. */
  priorBaseline(): readonly BaselineComponent[] | null;
  /** Observed target on its own scale, or null when the file has no observed_data. */
  observed(): Float64Array | null;
  posteriorPredictive(): PerDateDraws | null;
  priorPredictive(): PerDateDraws | null;
  /** Pointwise log-likelihood; not rescaled. */
  logLikelihood(): PerDateDraws | null;
  sampleStats(): SampleStats;
  /** Closes the file. */
  close(): void;
}
