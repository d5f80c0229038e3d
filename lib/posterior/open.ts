import { InputError, type Problem } from "../errors.ts";
import { everyNth, scaleInPlace } from "./arrays.ts";
import { notFinite } from "./finite.ts";
import { openInferenceData, type InferenceData, type Variable } from "./inference-data.ts";
import { arranged, axesOf, CHAIN, DRAW, lengthOf, placeOf, type Axes } from "./layout.ts";
import { scalarParameters } from "./parameters.ts";
import type {
  BaselineComponent,
  Contributions,
  PerDateDraws,
  Posterior,
  PosteriorMapping,
} from "./posterior.ts";
import { sampleStats } from "./sample-stats.ts";
import { rolesOf, type Part, type Roles } from "./writers/roles.ts";

/** A mapping that leaves every part to the built-in recognition. */
export const NO_MAPPING: PosteriorMapping = {
  contribution: null,
  target: null,
  baseline: null,
  controlContribution: null,
  dateDim: null,
  channelDim: null,
};

const LISTED = 3;

function required(data: InferenceData, group: string, name: string): Variable {
  const variable = data.variable(group, name);
  if (variable?.isNumeric === true) return variable;
  throw new InputError({
    what: variable === null ? "no such variable" : "does not hold numbers",
    where: `${data.path}:${group}/${name}`,
    fix: "map a numeric variable of the file",
  });
}

function checkGroup(data: InferenceData): void {
  if (data.groups.includes("posterior")) return;
  throw new InputError({
    what: `has no posterior group (groups: ${data.groups.join(", ") || "none"})`,
    where: data.path,
    fix: "export the fitted model's InferenceData, e.g. mmm.idata.to_netcdf(path)",
  });
}

/** Axis of dates of a target variable: the only one beside chain and draw that is not of one value. */
function targetDateDim(data: InferenceData, variable: Variable, axes: Axes): string {
  const dims = variable.dims.filter((dim) => dim !== CHAIN && dim !== DRAW);
  if (dims.includes(axes.dateDim)) return axes.dateDim;
  const dated = dims.find(
    (dim) => data.coordinate(variable.group, dim, lengthOf(variable, dim)).dates !== null,
  );
  return dated ?? axes.dateDim;
}

function differentDates(own: readonly string[] | null, dates: readonly string[]): string | null {
  if (own === null) return "its dates cannot be read";
  if (own.length !== dates.length) return `${own.length} dates, the contributions have ${dates.length}`;
  const at = own.findIndex((date, i) => date !== dates[i]);
  return at < 0 ? null : `date ${at + 1} is ${own[at] ?? ""}, in the contributions ${dates[at] ?? ""}`;
}

interface Source {
  readonly data: InferenceData;
  readonly roles: Roles;
  readonly axes: Axes;
}

function targetVariable(
  { data, roles, axes }: Source,
  group: string,
): { variable: Variable; dateDim: string } | null {
  const variable = roles.target === null ? null : data.variable(group, roles.target);
  if (variable === null) return null;
  const dateDim = targetDateDim(data, variable, axes);
  const { dates } = data.coordinate(group, dateDim, lengthOf(variable, dateDim));
  const difference = differentDates(dates, axes.dates);
  if (difference === null) return { variable, dateDim };
  throw new InputError({
    what: `is over other dates than the contributions: ${difference}`,
    where: placeOf(data, variable),
    fix: "export observed and predicted values of the dates of the fit",
  });
}

function perDate(source: Source, group: string, factor: number): PerDateDraws | null {
  const found = targetVariable(source, group);
  if (found === null) return null;
  const { variable, dateDim } = found;
  return {
    chains: lengthOf(variable, CHAIN),
    draws: lengthOf(variable, DRAW),
    dates: source.axes.dates,
    values: scaleInPlace(arranged(source.data, variable, [CHAIN, DRAW, dateDim]), factor),
  };
}

function observed(source: Source): Float64Array | null {
  const found = targetVariable(source, "observed_data");
  if (found === null) return null;
  return scaleInPlace(arranged(source.data, found.variable, [found.dateDim]), source.roles.targetScale);
}

function contributions({ data, roles, axes }: Source): Contributions {
  const { variable: name, factor } = roles.contribution;
  const variable = required(data, "posterior", name);
  return {
    variable: name,
    chains: axes.chains,
    draws: axes.draws,
    dates: axes.dates,
    channels: axes.channels,
    values: scaleInPlace(arranged(data, variable, [CHAIN, DRAW, axes.dateDim, axes.channelDim]), factor),
  };
}

function controlComponents({ data, axes }: Source, part: Part): BaselineComponent[] {
  const variable = required(data, "posterior", part.variable);
  const rest = variable.dims.filter((dim) => ![CHAIN, DRAW, axes.dateDim].includes(dim));
  const controlDim = rest.find((dim) => lengthOf(variable, dim) > 1) ?? rest[0];
  const order = [CHAIN, DRAW, axes.dateDim, ...(controlDim === undefined ? [] : [controlDim])];
  const values = scaleInPlace(arranged(data, variable, order), part.factor);
  const labels =
    controlDim === undefined
      ? [part.variable]
      : data.coordinate("posterior", controlDim, lengthOf(variable, controlDim)).labels;
  return labels.map((name, control) => ({
    name,
    variable: part.variable,
    varies: true,
    values: everyNth(values, labels.length, control),
  }));
}

function baselineComponents(source: Source): BaselineComponent[] {
  const { data, roles, axes } = source;
  const controls =
    roles.controlContribution === null ? [] : controlComponents(source, roles.controlContribution);
  const others = [...roles.baseline].map(([name, part]): BaselineComponent => {
    const variable = required(data, "posterior", part.variable);
    const varies = variable.dims.includes(axes.dateDim);
    const order = varies ? [CHAIN, DRAW, axes.dateDim] : [CHAIN, DRAW];
    return {
      name,
      variable: part.variable,
      varies,
      values: scaleInPlace(arranged(data, variable, order), part.factor),
    };
  });
  return [...controls, ...others];
}

/** Groups that hold one row per posterior draw must have the posterior's chains and draws. */
function unequalChains({ data, roles, axes }: Source): Problem[] {
  const names = [
    ["sample_stats", "diverging"],
    ["log_likelihood", roles.target],
  ] as const;
  return names.flatMap(([group, name]) => {
    const variable = name === null ? null : data.variable(group, name);
    if (variable === null) return [];
    const [chains, draws] = [lengthOf(variable, CHAIN), lengthOf(variable, DRAW)];
    if (chains === axes.chains && draws === axes.draws) return [];
    return [
      {
        what: `has ${chains} chains of ${draws} draws, the posterior ${axes.chains} of ${axes.draws}`,
        where: placeOf(data, variable),
        fix: "thin or cut all groups in the same way before the export",
      },
    ];
  });
}

/** Every variable in use that holds NaN or infinite draws; a sampler's unconstrained copies and statistics are not judged. */
function badDraws(source: Source): Problem[] {
  const { data, axes, roles } = source;
  const { chains, draws } = axes;
  const at = (group: string, name: string): string => `${data.path}:${group}/${name}`;
  const problems: (Problem | null)[] = [];
  const media = contributions(source);
  problems.push(notFinite({ where: at("posterior", media.variable), chains, draws, values: media.values }));
  for (const { name, variable, values } of baselineComponents(source)) {
    problems.push(notFinite({ where: `${at("posterior", variable)} (${name})`, chains, draws, values }));
  }
  for (const { name, isDecisionQuantity, chains: own } of scalarParameters(data, axes.dateDim)) {
    if (!isDecisionQuantity || isComponent(roles, name)) continue;
    const values = new Float64Array(chains * draws);
    own.forEach((chain, c) => {
      values.set(chain, c * draws);
    });
    problems.push(notFinite({ where: at("posterior", name), chains, draws, values }));
  }
  for (const group of ["posterior_predictive", "prior_predictive", "log_likelihood"]) {
    const predicted = perDate(source, group, 1);
    if (predicted !== null) problems.push(notFinite({ where: at(group, roles.target ?? ""), ...predicted }));
  }
  return [...problems, badObserved(source)].filter((problem) => problem !== null);
}

function isComponent({ baseline }: Roles, name: string): boolean {
  return [...baseline.values()].some(({ variable }) => variable === name);
}

function badObserved(source: Source): Problem | null {
  const values = observed(source);
  const bad = source.axes.dates.filter((_, i) => values !== null && !Number.isFinite(values[i]));
  if (bad.length === 0) return null;
  return {
    what: `NaN or infinite on ${bad.length} of ${source.axes.dates.length} dates (${bad.slice(0, LISTED).join(", ")})`,
    where: `${source.data.path}:observed_data/${source.roles.target ?? ""}`,
    fix: "fit the model to dates with an observed target, and export those",
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
    scalarParameters: () => scalarParameters(data, axes.dateDim),
    contributions: () => contributions(source),
    baselineComponents: () => baselineComponents(source),
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

function checkedPosterior(data: InferenceData, mapping: PosteriorMapping): Posterior {
  checkGroup(data);
  const roles = rolesOf(data, mapping);
  const axes = axesOf(data, required(data, "posterior", roles.contribution.variable), mapping);
  const source = { data, roles, axes };
  const problems = [...unequalChains(source), ...badDraws(source)];
  if (problems.length > 0) throw new InputError(problems);
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
