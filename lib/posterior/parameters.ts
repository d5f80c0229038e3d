import { everyNth, splitChains } from "./arrays.ts";
import type { InferenceData, Variable } from "./inference-data.ts";
import { arranged, CHAIN, DRAW, lengthOf } from "./layout.ts";
import type { ScalarParameter } from "./posterior.ts";

/** Every combination of labels, the last dimension moving fastest. */
function combinations(labels: readonly (readonly string[])[]): string[][] {
  return labels.reduce<string[][]>(
    (rows, next) => rows.flatMap((row) => next.map((label) => [...row, label])),
    [[]],
  );
}

/** Every scalar of one variable over chain and draw, named as ArviZ names it. */
export function scalarsOfVariable(data: InferenceData, variable: Variable): ScalarParameter[] {
  const dims = variable.dims.filter((dim) => dim !== CHAIN && dim !== DRAW);
  const values = arranged(data, variable, [CHAIN, DRAW, ...dims]);
  const rows = combinations(
    dims.map((dim) => data.coordinate(variable.group, dim, lengthOf(variable, dim)).labels),
  );
  const chains = lengthOf(variable, CHAIN);
  return rows.map((coords, i) => ({
    name: coords.length === 0 ? variable.name : `${variable.name}[${coords.join(", ")}]`,
    variable: variable.name,
    coords,
    isDecisionQuantity: !variable.name.endsWith("__"),
    chains: splitChains(everyNth(values, rows.length, i), chains),
  }));
}

/**
 * Scalars of the group's numeric variables over chain and draw without the date dimension, in file order;
 * named as ArviZ names them, `name[label, label]`.
 */
export function scalarParameters(
  data: InferenceData,
  dateDim: string,
  group: "posterior" | "prior" = "posterior",
): ScalarParameter[] {
  return data.names(group).flatMap((name) => {
    const variable = data.variable(group, name);
    const isScalar =
      variable?.isNumeric === true &&
      [CHAIN, DRAW].every((dim) => variable.dims.includes(dim)) &&
      !variable.dims.includes(dateDim);
    return isScalar ? scalarsOfVariable(data, variable) : [];
  });
}
