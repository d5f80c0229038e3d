import { InputError } from "../errors.ts";
import { badDraws, unequalChains } from "./check-draws.ts";
import { openInferenceData, type InferenceData } from "./inference-data.ts";
import { axesOf } from "./layout.ts";
import { scalarParameters, scalarsOfGroup } from "./parameters.ts";
import type { Evidence, Posterior, PosteriorMapping } from "./posterior.ts";
import { hasStatistic, sampleStats } from "./sample-stats.ts";
import {
  baselineComponents,
  contributions,
  observed,
  perDate,
  priorBaseline,
  priorContributions,
  required,
  type Source,
} from "./source.ts";
import { transformationsOf } from "./transformations.ts";
import { rolesOf } from "./writers/roles.ts";

/** A mapping that leaves every part to the built-in recognition. */
export const NO_MAPPING: PosteriorMapping = {
  contribution: null,
  target: null,
  baseline: null,
  controlContribution: null,
  dateDim: null,
  channelDim: null,
};

function checkGroup(data: InferenceData): void {
  if (data.groups.includes("posterior")) return;
  throw new InputError({
    what: `has no posterior group (groups: ${data.groups.join(", ") || "none"})`,
    where: data.path,
    fix: "export the fitted model's InferenceData, e.g. mmm.idata.to_netcdf(path)",
  });
}

function evidenceOf({ data, roles }: Source): Evidence {
  const hasTarget = (group: string) => roles.target !== null && data.variable(group, roles.target) !== null;
  return {
    posteriorPredictive: hasTarget("posterior_predictive"),
    priorPredictive: hasTarget("prior_predictive"),
    logLikelihood: hasTarget("log_likelihood"),
    observed: hasTarget("observed_data"),
    divergences: hasStatistic(data, "diverging"),
    energy: hasStatistic(data, "energy"),
    treeDepth: hasStatistic(data, "treeDepth"),
  };
}

function toPosterior(source: Source): Posterior {
  const { data, roles, axes } = source;
  return {
    path: data.path,
    writer: roles.writer,
    chains: axes.chains,
    draws: axes.draws,
    dates: axes.dates,
    channels: axes.channels,
    targetScale: roles.targetScale,
    contributionVariable: roles.contribution.variable,
    evidence: evidenceOf(source),
    transformations: transformationsOf(data, axes.channels.length),
    scalarParameters: () => scalarParameters(data, axes.dateDim),
    scalarsOf: (wanted) =>
      scalarsOfGroup(data, "posterior", ({ name, dims }) => name === wanted && !dims.includes(axes.dateDim)),
    priorParameters: () =>
      data.groups.includes("prior") ? scalarParameters(data, axes.dateDim, "prior") : null,
    contributions: () => contributions(source),
    baselineComponents: () => baselineComponents(source),
    priorContributions: () => priorContributions(source),
    priorBaseline: () => priorBaseline(source),
    observed: () => observed(source),
    posteriorPredictive: () => perDate(source, "posterior_predictive", roles.targetScale),
    priorPredictive: () => perDate(source, "prior_predictive", roles.targetScale),
    logLikelihood: () => perDate(source, "log_likelihood", 1),
    sampleStats: () => sampleStats(data),
    close: () => {
      data.close();
    },
  };
}

/**
 * The marketing-mix model in an open file.
 *
 * @throws InputError where its channel contributions, their axes or what was mapped cannot be told.
 */
export function sourceOf(data: InferenceData, mapping: PosteriorMapping): Source {
  const roles = rolesOf(data, mapping);
  const axes = axesOf(data, required(data, "posterior", roles.contribution.variable), mapping);
  return { data, roles, axes };
}

/** @throws InputError for chains of unequal length and draws that are not finite, all of them at once. */
export function checkDraws(source: Source): void {
  const problems = [...unequalChains(source), ...badDraws(source)];
  if (problems.length > 0) throw new InputError(problems);
}

function checkedPosterior(data: InferenceData, mapping: PosteriorMapping): Posterior {
  checkGroup(data);
  const source = sourceOf(data, mapping);
  checkDraws(source);
  return toPosterior(source);
}

/**
 * Opens a fitted MMM posterior (InferenceData, NetCDF-4/HDF5) and checks all that is used of it; values are read again
 * when asked for, so that a large posterior is not held. One chain is legal, and so are parameters that are constant.
 *
 * @throws InputError for a file that is missing, of another format or damaged; no posterior group or channel contributions;
 * a mapping to what is not there; a dimension too many; chains of unequal length; NaN or infinite draws (all of them at once).
 */
export async function openPosterior(
  path: string,
  mapping: PosteriorMapping = NO_MAPPING,
): Promise<Posterior> {
  const data = await openInferenceData(path);
  try {
    return checkedPosterior(data, mapping);
  } catch (error) {
    data.close();
    throw error;
  }
}
