import { InputError } from "../errors.ts";
import { everyNth, scaleInPlace } from "./arrays.ts";
import type { InferenceData, Variable } from "./inference-data.ts";
import { arranged, CHAIN, DRAW, lengthOf, placeOf, type Axes } from "./layout.ts";
import type { BaselineComponent, Contributions, PerDateDraws } from "./posterior.ts";
import type { Part, Roles } from "./writers/roles.ts";

/**
 * A numeric variable that must be there.
 *
 * @throws InputError when it is missing or holds texts.
 */
export function required(data: InferenceData, group: string, name: string): Variable {
  const variable = data.variable(group, name);
  if (variable?.isNumeric === true) return variable;
  throw new InputError({
    what: variable === null ? "no such variable" : "does not hold numbers",
    where: `${data.path}:${group}/${name}`,
    fix: "map a numeric variable of the file",
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

/** An open file with what is known of it: which variables play which part, and the axes of the contributions. */
export interface Source {
  readonly data: InferenceData;
  readonly roles: Roles;
  readonly axes: Axes;
}

/** The target in one group, over the dates of the contributions; null when the group has none. */
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

/** Values of the target per chain, draw and date of one group, times a factor; null when the group has none. */
export function perDate(source: Source, group: string, factor: number): PerDateDraws | null {
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

/** Observed target on its own scale; null when the file has none. */
export function observed(source: Source): Float64Array | null {
  const found = targetVariable(source, "observed_data");
  if (found === null) return null;
  return scaleInPlace(arranged(source.data, found.variable, [found.dateDim]), source.roles.targetScale);
}

/** Groups of draws that hold what the model is made of. */
type ModelGroup = "posterior" | "prior";

/** Channel contributions in target units, axes in the order chain, draw, date, channel. */
export function contributions({ data, roles, axes }: Source, group: ModelGroup = "posterior"): Contributions {
  const { variable: name, factor } = roles.contribution;
  const variable = required(data, group, name);
  return {
    variable: name,
    chains: lengthOf(variable, CHAIN),
    draws: lengthOf(variable, DRAW),
    dates: axes.dates,
    channels: axes.channels,
    values: scaleInPlace(arranged(data, variable, [CHAIN, DRAW, axes.dateDim, axes.channelDim]), factor),
  };
}

function controlComponents({ data, axes }: Source, part: Part, group: ModelGroup): BaselineComponent[] {
  const variable = required(data, group, part.variable);
  const rest = variable.dims.filter((dim) => ![CHAIN, DRAW, axes.dateDim].includes(dim));
  const controlDim = rest.find((dim) => lengthOf(variable, dim) > 1) ?? rest[0];
  const order = [CHAIN, DRAW, axes.dateDim, ...(controlDim === undefined ? [] : [controlDim])];
  const values = scaleInPlace(arranged(data, variable, order), part.factor);
  const labels =
    controlDim === undefined
      ? [part.variable]
      : data.coordinate(group, controlDim, lengthOf(variable, controlDim)).labels;
  return labels.map((name, control) => ({
    name,
    variable: part.variable,
    varies: true,
    values: everyNth(values, labels.length, control),
  }));
}

/** Controls one by one, then the other components, in target units. */
export function baselineComponents(source: Source, group: ModelGroup = "posterior"): BaselineComponent[] {
  const { data, roles, axes } = source;
  const controls =
    roles.controlContribution === null ? [] : controlComponents(source, roles.controlContribution, group);
  const others = [...roles.baseline].map(([name, part]): BaselineComponent => {
    const variable = required(data, group, part.variable);
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

/** Whether the prior group holds a variable over the same dimensions as the posterior does, dates and channels as many. */
function isInPrior({ data }: Source, name: string): boolean {
  const [own, other] = [data.variable("posterior", name), data.variable("prior", name)];
  if (own === null || other?.isNumeric !== true || own.dims.length !== other.dims.length) return false;
  return own.dims.every(
    (dim) =>
      other.dims.includes(dim) &&
      (dim === CHAIN || dim === DRAW || lengthOf(own, dim) === lengthOf(other, dim)),
  );
}

/** Channel contributions under the prior; null when the file has none over the dates and channels of the posterior. */
export function priorContributions(source: Source): Contributions | null {
  return isInPrior(source, source.roles.contribution.variable) ? contributions(source, "prior") : null;
}

/** Components of the baseline under the prior; null unless the file holds every one of them, and there is one. */
export function priorBaseline(source: Source): BaselineComponent[] | null {
  const { baseline, controlContribution } = source.roles;
  const parts = [...(controlContribution === null ? [] : [controlContribution]), ...baseline.values()];
  const isWhole = parts.length > 0 && parts.every(({ variable }) => isInPrior(source, variable));
  return isWhole ? baselineComponents(source, "prior") : null;
}
