import { InputError } from "../errors.ts";
import { openInferenceData, type InferenceData, type Variable } from "../posterior/inference-data.ts";
import { arranged, CHAIN, DRAW, lengthOf } from "../posterior/layout.ts";
import { decisionQuantities } from "../posterior/levels.ts";
import { checkDraws, NO_MAPPING, sourceOf } from "../posterior/open.ts";
import { scalarsOfGroup } from "../posterior/parameters.ts";
import type { PerDateDraws } from "../posterior/posterior.ts";
import { sampleStats } from "../posterior/sample-stats.ts";
import { contributions, priorBaseline, priorContributions, type Source } from "../posterior/source.ts";
import type { Scalar } from "../diagnostics/convergence.ts";
import type { Fit } from "./assess.ts";
import { priorMedia, type PriorMedia } from "./prior-media.ts";

/** Quantities that an optimiser would read; without any, why the file is not read as a marketing-mix model. */
export interface Decisions {
  readonly decisions: readonly Scalar[];
  readonly because: string | null;
}

/** A fit of any model, with what its file tells of itself. */
export interface AnyFit extends Fit {
  readonly path: string;
  /** The likelihood variable that predictions and observations are of; null when the file has none. */
  readonly target: string | null;
  /** Names that the posterior's coordinates hold: channels, controls, groups. */
  readonly names: ReadonlySet<string>;
  /** What an optimiser would read of the file, which is read for it. */
  readDecisions(): Decisions;
  close(): void;
}

const TARGET_GROUPS = ["observed_data", "log_likelihood", "posterior_predictive"];

/** The likelihood variable: the one named, the only one, or `y`. */
function targetOf(data: InferenceData, wanted: string | null): string | null {
  const names = [...new Set(TARGET_GROUPS.flatMap((group) => data.names(group)))];
  if (wanted !== null && !names.includes(wanted)) {
    throw new InputError({
      what: `there is no variable ${JSON.stringify(wanted)} among observed or predicted values (${names.join(", ") || "none"})`,
      where: data.path,
      fix: "name one of them with --target, or leave it out",
    });
  }
  if (wanted !== null) return wanted;
  if (names.length > 1 && !names.includes("y")) {
    throw new InputError({
      what: `which variable is the target cannot be told (${names.join(", ")})`,
      where: data.path,
      fix: "name it with --target",
    });
  }
  return names.length === 1 ? (names[0] ?? null) : names.includes("y") ? "y" : null;
}

const observationDims = (variable: Variable) => variable.dims.filter((dim) => dim !== CHAIN && dim !== DRAW);

/** Every scalar of a group, read anew whenever they are gone through. */
function scalars(data: InferenceData, group: "posterior" | "prior"): Iterable<Scalar> {
  return { [Symbol.iterator]: () => scalarsOfGroup(data, group, () => true) };
}

/** The marketing-mix model in the file, or why there is none: a model of another kind is judged all the same. */
type MixModel = { readonly source: Source } | { readonly source: null; readonly because: string };

const reasonOf = (error: InputError) => error.problems.map(({ what }) => what).join("; ");

function mixModelOf(data: InferenceData): MixModel {
  try {
    return { source: sourceOf(data, NO_MAPPING) };
  } catch (error) {
    if (error instanceof InputError) return { source: null, because: reasonOf(error) };
    throw error;
  }
}

function decisionsOf(model: MixModel): Decisions {
  if (model.source === null) return { decisions: [], because: model.because };
  try {
    checkDraws(model.source);
  } catch (error) {
    if (error instanceof InputError) return { decisions: [], because: reasonOf(error) };
    throw error;
  }
  return { decisions: decisionQuantities(contributions(model.source)), because: null };
}

/**
 * What the prior implies of channels and baseline, in the units of the file's own target, which may be a scaled one; the spend
 * is not known. Null when the target is another, or the file holds no contributions under the prior.
 */
function priorMediaOf(
  data: InferenceData,
  { source: model }: MixModel,
  target: string | null,
): PriorMedia | null {
  const source = data.groups.includes("prior") ? model : null;
  if (source?.roles.target !== target) return null;
  const prior = priorContributions(source);
  if (prior === null) return null;
  const unknownSpend = prior.channels.map(() => NaN);
  const media = priorMedia(prior, priorBaseline(source), unknownSpend);
  const inOwnUnits = (totals: Float64Array) => totals.map((value) => value / source.roles.targetScale);
  return {
    ...media,
    contributions: media.contributions.map(inOwnUnits),
    baseline: media.baseline && inOwnUnits(media.baseline),
  };
}

/** Draws of the target over its observations, whatever dimensions they have. */
function drawsOf(data: InferenceData, group: string, target: string | null): PerDateDraws | null {
  const variable = target === null ? null : data.variable(group, target);
  if (variable === null) return null;
  const dims = observationDims(variable);
  return {
    chains: lengthOf(variable, CHAIN),
    draws: lengthOf(variable, DRAW),
    dates: labelsOf(data, variable),
    values: arranged(data, variable, [CHAIN, DRAW, ...dims]),
  };
}

/** A label for each observation: its coordinates, separated by commas. */
function labelsOf(data: InferenceData, variable: Variable): string[] {
  return observationDims(variable).reduce<string[]>(
    (labels, dim) => {
      const own = data.coordinate(variable.group, dim, lengthOf(variable, dim)).labels;
      return labels.flatMap((label) => own.map((next) => (label === "" ? next : `${label}, ${next}`)));
    },
    [""],
  );
}

function coordinateNames(data: InferenceData): Set<string> {
  const variables = data.names("posterior").flatMap((name) => data.variable("posterior", name) ?? []);
  const coordinates = variables.flatMap((variable) =>
    variable.dims.map((dim) => data.coordinate(variable.group, dim, lengthOf(variable, dim))),
  );
  return new Set(
    coordinates.flatMap(({ isText, dates, labels }) => (isText && dates === null ? labels : [])),
  );
}

/** Whether two arrays of the target are over as many observations: else the one says nothing about the other. */
function checkObservations(path: string, counts: ReadonlyMap<string, number>): void {
  if (new Set(counts.values()).size <= 1) return;
  throw new InputError({
    what: `groups differ in their observations: ${[...counts].map(([group, count]) => `${group} ${count}`).join(", ")}`,
    where: path,
    fix: "export observed data, predictions and log-likelihood of the same observations",
  });
}

/**
 * Opens any InferenceData file as a fit to judge; it need not be of a marketing-mix model.
 *
 * @param target - Likelihood variable; null: the only one.
 * @throws InputError for a file that cannot be read, has no posterior group, or whose target cannot be told.
 */
export async function openFit(path: string, target: string | null): Promise<AnyFit> {
  const data = await openInferenceData(path);
  try {
    return readFit(data, target);
  } catch (error) {
    data.close();
    throw error;
  }
}

function readFit(data: InferenceData, wanted: string | null): AnyFit {
  if (!data.groups.includes("posterior")) {
    throw new InputError({
      what: `has no posterior group (groups: ${data.groups.join(", ") || "none"})`,
      where: data.path,
      fix: "export the fitted model's InferenceData, e.g. idata.to_netcdf(path)",
    });
  }
  const target = targetOf(data, wanted);
  const model = mixModelOf(data);
  const seen = target === null ? null : data.variable("observed_data", target);
  const observed = seen && arranged(data, seen, seen.dims);
  const predictive = drawsOf(data, "posterior_predictive", target);
  const logLikelihood = drawsOf(data, "log_likelihood", target);
  const prior = drawsOf(data, "prior_predictive", target);
  const counts = Object.entries({
    posterior_predictive: predictive,
    log_likelihood: logLikelihood,
    prior_predictive: prior,
  }).flatMap(([group, draws]): [string, number][] => (draws === null ? [] : [[group, draws.dates.length]]));
  checkObservations(
    data.path,
    new Map(observed === null ? counts : [["observed_data", observed.length], ...counts]),
  );
  return {
    path: data.path,
    target,
    names: coordinateNames(data),
    parameters: scalars(data, "posterior"),
    priorParameters: data.groups.includes("prior") ? scalars(data, "prior") : null,
    priorMedia: priorMediaOf(data, model, target),
    decisions: [],
    readDecisions: () => decisionsOf(model),
    sampleStats: sampleStats(data),
    observations: seen ? labelsOf(data, seen) : (logLikelihood?.dates ?? predictive?.dates ?? []),
    observed,
    predictive,
    logLikelihood,
    prior,
    close: () => {
      data.close();
    },
  };
}
