import type { ErrorObject } from "ajv/dist/2020.js";
import { itemsOf } from "./plain.ts";

/**
 * The errors without those of alternatives that were not meant: of a failed `oneOf` or `anyOf` there remain the
 * errors of its nearest branch or, where no branch is nearer than another, the union's own error.
 */
export function pruneUnions(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const unions = errors.filter(({ keyword }) => keyword === "oneOf" || keyword === "anyOf");
  if (unions.length === 0) return errors;
  const outermost = unions.filter((union) => !unions.some((other) => isInside(union, other)));
  return errors
    .filter((error) => !outermost.some((union) => isInside(error, union)))
    .flatMap((error) => (outermost.includes(error) ? nearestBranch(error, errors) : [error]));
}

function isInside(error: ErrorObject, union: ErrorObject): boolean {
  const isDeeper = error.schemaPath.startsWith(`${union.schemaPath}/`);
  const isAt = error.instancePath === union.instancePath;
  return isDeeper && (isAt || error.instancePath.startsWith(`${union.instancePath}/`));
}

function nearestBranch(union: ErrorObject, errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const ranked = itemsOf(union.schema)
    .map((_, i) =>
      errors.filter((error) => isInside(error, { ...union, schemaPath: `${union.schemaPath}/${i}` })),
    )
    .map(pruneUnions)
    // A branch without errors was satisfied: a `oneOf` that several branches satisfy is wrong as a whole.
    .map((inside) => ({ inside, misfit: inside.length === 0 ? 0 : misfit(union, inside) }))
    .sort((a, b) => a.misfit - b.misfit);
  const [best, second] = ranked;
  if (best === undefined || best.inside.length === 0) return [union];
  return best.misfit === second?.misfit ? [union] : best.inside;
}

/** How ill a branch fits: the wrong type of value weighs most, then a wrong tag, then each further error. */
function misfit(union: ErrorObject, inside: readonly ErrorObject[]): number {
  const depth = (pointer: string): number => pointer.split("/").length;
  const own = depth(union.instancePath);
  const isWrongType = inside.some(
    ({ keyword, instancePath }) => keyword === "type" && depth(instancePath) === own,
  );
  const wrongTags = inside.filter(
    ({ keyword, instancePath }) => keyword === "const" && depth(instancePath) === own + 1,
  );
  return (isWrongType ? 1e6 : 0) + 1e3 * wrongTags.length + inside.length;
}
