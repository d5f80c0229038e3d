import { everyNth, splitChains, transposed } from "./arrays.ts";
import type { InferenceData, Variable } from "./inference-data.ts";
import { CHAIN, DRAW, lengthOf } from "./layout.ts";
import type { ScalarParameter } from "./posterior.ts";
import { slabsOf } from "./slabs.ts";

/** Values that one read takes, 32 MiB: no more than the scalars of one read are held. */
const VALUES_PER_READ = 2 ** 22;

/**
 * Every scalar of one variable over chain and draw, named as ArviZ names it.
 *
 * @param valuesPerRead - So many values, or those of one scalar, are read and held at a time.
 */
export function* scalarsOfVariable(
  data: InferenceData,
  variable: Variable,
  valuesPerRead = VALUES_PER_READ,
): Generator<ScalarParameter> {
  const dims = variable.dims.filter((dim) => dim !== CHAIN && dim !== DRAW);
  const lengths = dims.map((dim) => lengthOf(variable, dim));
  const labels = dims.map((dim, i) => data.coordinate(variable.group, dim, lengths[i] ?? 0).labels);
  const axes = dims.map((dim) => variable.dims.indexOf(dim));
  const order = [CHAIN, DRAW, ...dims].map((dim) => variable.dims.indexOf(dim));
  const chains = lengthOf(variable, CHAIN);
  const most = Math.max(1, Math.floor(valuesPerRead / (chains * lengthOf(variable, DRAW))));
  const chunks = variable.chunks && axes.map((axis) => variable.chunks?.[axis] ?? 1);
  for (const { start, count } of slabsOf(lengths, most, chunks)) {
    const slab = {
      start: variable.shape.map((_, axis) => start[axes.indexOf(axis)] ?? 0),
      count: variable.shape.map((length, axis) => count[axes.indexOf(axis)] ?? length),
    };
    const values = transposed(variable.values(slab), slab.count, order);
    const rows = combinations(labels.map((own, i) => own.slice(start[i], (start[i] ?? 0) + (count[i] ?? 0))));
    for (const [i, coords] of rows.entries()) {
      yield {
        name: coords.length === 0 ? variable.name : `${variable.name}[${coords.join(", ")}]`,
        variable: variable.name,
        coords,
        isDecisionQuantity: !variable.name.endsWith("__"),
        chains: splitChains(everyNth(values, rows.length, i), chains),
      };
    }
  }
}

/** Every combination of labels, the last dimension moving fastest. */
function combinations(labels: readonly (readonly string[])[]): string[][] {
  return labels.reduce<string[][]>(
    (rows, next) => rows.flatMap((row) => next.map((label) => [...row, label])),
    [[]],
  );
}

/**
 * Scalars of the group's numeric variables over chain and draw without the date dimension, in file order;
 * named as ArviZ names them, `name[label, label]`. They are read anew whenever they are gone through, a few at a time.
 */
export function scalarParameters(
  data: InferenceData,
  dateDim: string,
  group: "posterior" | "prior" = "posterior",
): Iterable<ScalarParameter> {
  return { [Symbol.iterator]: () => scalarsOfGroup(data, group, ({ dims }) => !dims.includes(dateDim)) };
}

/** Scalars of the numeric variables of a group over chain and draw, of those that are wanted. */
export function* scalarsOfGroup(
  data: InferenceData,
  group: "posterior" | "prior",
  isWanted: (variable: Variable) => boolean,
): Generator<ScalarParameter> {
  for (const name of data.names(group)) {
    const variable = data.variable(group, name);
    const isDrawn = variable?.isNumeric === true && [CHAIN, DRAW].every((dim) => variable.dims.includes(dim));
    if (isDrawn && isWanted(variable)) yield* scalarsOfVariable(data, variable);
  }
}
