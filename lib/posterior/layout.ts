import { InputError } from "../errors.ts";
import { transposed } from "./arrays.ts";
import type { InferenceData, Variable } from "./inference-data.ts";
import type { PosteriorMapping } from "./posterior.ts";
import { nearest } from "../schema/nearest.ts";

export const CHAIN = "chain";
export const DRAW = "draw";
const CHANNEL_WORD = /channel|media/i;

/** The axes of the channel contributions, by the names that the file gives them. */
export interface Axes {
  readonly chains: number;
  readonly draws: number;
  readonly dateDim: string;
  readonly dates: readonly string[];
  readonly channelDim: string;
  readonly channels: readonly string[];
}

/** Place of a variable in messages: file, group, name. */
export function placeOf(data: InferenceData, { group, name }: Variable): string {
  return `${data.path}:${group}/${name}`;
}

export function lengthOf(variable: Variable, dim: string): number {
  const axis = variable.dims.indexOf(dim);
  return axis < 0 ? 1 : (variable.shape[axis] ?? 1);
}

function describe({ dims, shape }: Variable): string {
  return `(${dims.map((dim, axis) => `${dim}: ${shape[axis] ?? 0}`).join(", ")})`;
}

/**
 * Checks that a variable has the wanted dimensions and no other of more than one value.
 *
 * @throws InputError naming the missing or the extra dimensions.
 */
export function checkDims(data: InferenceData, variable: Variable, wanted: readonly string[]): void {
  const missing = wanted.filter((dim) => !variable.dims.includes(dim));
  if (missing.length > 0) {
    throw new InputError({
      what: `has dimensions ${describe(variable)}, without ${missing.join(" and ")}`,
      where: placeOf(data, variable),
      fix: `use a variable over (${wanted.join(", ")}); draws keep separate chain and draw dimensions`,
    });
  }
  const extra = variable.dims.filter((dim) => !wanted.includes(dim) && lengthOf(variable, dim) > 1);
  if (extra.length === 0) return;
  const listed = extra.map((dim) => {
    const { labels } = data.coordinate(variable.group, dim, lengthOf(variable, dim));
    return `${dim} of ${labels.length} values (${labels.slice(0, 3).join(", ")}${labels.length > 3 ? ", …" : ""})`;
  });
  throw new InputError({
    what: `has dimensions ${describe(variable)}: ${listed.join(" and ")} is more than one posterior at a time`,
    where: placeOf(data, variable),
    fix: `select one value or sum over ${extra.join(" and ")} before the export`,
  });
}

/**
 * Values with axes in the wanted order; other dimensions, of one value each, are dropped.
 *
 * @throws InputError when a wanted dimension is missing or another has more than one value.
 */
export function arranged(data: InferenceData, variable: Variable, wanted: readonly string[]): Float64Array {
  checkDims(data, variable, wanted);
  const single = variable.dims.filter((dim) => !wanted.includes(dim));
  const order = [...single, ...wanted].map((dim) => variable.dims.indexOf(dim));
  return transposed(variable.values(), variable.shape, order);
}

function namedDim(data: InferenceData, variable: Variable, key: string, dim: string): string {
  if (variable.dims.includes(dim)) return dim;
  const known = nearest(dim, variable.dims);
  throw new InputError({
    what: `posterior.${key} is ${dim}, which is no dimension of it: ${describe(variable)}`,
    where: placeOf(data, variable),
    fix: known === null ? `set posterior.${key} to one of its dimensions` : `did you mean ${known}?`,
  });
}

function undecided(data: InferenceData, variable: Variable, part: string, key: string): InputError {
  return new InputError({
    what: `which of its dimensions ${describe(variable)} holds the ${part} cannot be told`,
    where: placeOf(data, variable),
    fix: `set posterior.${key} to its name`,
  });
}

function dateDimOf(data: InferenceData, variable: Variable, dims: readonly string[]): string {
  const dated = dims.filter(
    (dim) => data.coordinate(variable.group, dim, lengthOf(variable, dim)).dates !== null,
  );
  const [only] = dated;
  if (only === undefined || dated.length > 1) throw undecided(data, variable, "dates", "date_dim");
  return only;
}

function channelDimOf(data: InferenceData, variable: Variable, dims: readonly string[]): string {
  const long = dims.filter((dim) => lengthOf(variable, dim) > 1);
  for (const candidates of [dims, long, dims.filter((dim) => CHANNEL_WORD.test(dim))]) {
    const [only] = candidates;
    if (only !== undefined && candidates.length === 1) return only;
  }
  throw undecided(data, variable, "channels", "channel_dim");
}

function checkUnique(data: InferenceData, variable: Variable, dim: string, labels: readonly string[]): void {
  const repeated = labels.find((label, i) => labels.indexOf(label) !== i);
  if (repeated === undefined) return;
  throw new InputError({
    what: `dimension ${dim} has ${repeated} more than once`,
    where: placeOf(data, variable),
    fix: `give each value of ${dim} a name of its own before the export`,
  });
}

/**
 * Finds the date and channel axes of the contributions from the variable's own dimensions and coordinates:
 * the dates are the axis whose labels are dates, the channels the other axis of more than one value.
 *
 * @throws InputError when an axis is missing, cannot be told, or a further one has more than one value.
 */
export function axesOf(data: InferenceData, variable: Variable, mapping: PosteriorMapping): Axes {
  checkDims(data, variable, [CHAIN, DRAW, ...variable.dims]);
  const dims = variable.dims.filter((dim) => dim !== CHAIN && dim !== DRAW);
  const dateDim =
    mapping.dateDim === null
      ? dateDimOf(
          data,
          variable,
          dims.filter((dim) => dim !== mapping.channelDim),
        )
      : namedDim(data, variable, "date_dim", mapping.dateDim);
  const channelDim =
    mapping.channelDim === null
      ? channelDimOf(
          data,
          variable,
          dims.filter((dim) => dim !== dateDim),
        )
      : namedDim(data, variable, "channel_dim", mapping.channelDim);
  checkDims(data, variable, [CHAIN, DRAW, dateDim, channelDim]);
  const { dates } = data.coordinate(variable.group, dateDim, lengthOf(variable, dateDim));
  if (dates === null) throw undecided(data, variable, "dates", "date_dim");
  const { labels } = data.coordinate(variable.group, channelDim, lengthOf(variable, channelDim));
  checkUnique(data, variable, dateDim, dates);
  checkUnique(data, variable, channelDim, labels);
  return {
    chains: lengthOf(variable, CHAIN),
    draws: lengthOf(variable, DRAW),
    dateDim,
    dates,
    channelDim,
    channels: labels,
  };
}
