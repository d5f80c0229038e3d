import type { Problem } from "../errors.ts";
import { formatPath, type Violation } from "../schema/violations.ts";
import { at, type YamlSource } from "./yaml.ts";

/** A place in a configuration for a message: `pipeline.yaml:12:5 (stages.70_optimisation.total_budget)`. */
export function placeOf(
  source: YamlSource,
  path: readonly (string | number)[],
  part: "key" | "value" = "value",
): string {
  const place = at(source.file, source.positionOf(path, part));
  return path.length === 0 ? place : `${place} (${formatPath(path)})`;
}

/** The violations of a schema as problems with their places, in the order of the text. */
export function locate(violations: readonly Violation[], source: YamlSource): readonly Problem[] {
  return violations
    .map(({ path, at: part, what, fix }) => ({
      position: source.positionOf(path, part),
      problem: { what, where: placeOf(source, path, part), fix },
    }))
    .toSorted((a, b) => a.position.line - b.position.line || a.position.column - b.position.column)
    .map(({ problem }) => problem);
}
