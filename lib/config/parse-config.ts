import { InputError } from "../errors.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { check, limitProblems } from "../schema/parse.ts";
import { locate, placeOf } from "./problems.ts";
import { readYaml, type YamlSource } from "./yaml.ts";

/** A checked configuration that can still say where each of its values stands. */
export interface Config<Value> {
  readonly value: Value;
  /** The place of a value for messages, `file:line:column (path)`, from the keys that lead to it. */
  readonly where: (...path: readonly (string | number)[]) => string;
}

/**
 * A YAML file (pipeline, policy, waiver, problem) under the schema of that name, with its defaults filled in.
 *
 * @throws InputError with every problem at its place, in the order of the file.
 */
export async function readConfig<Name extends keyof SchemaTypes>(
  name: Name,
  file: string,
): Promise<Config<SchemaTypes[Name]>> {
  return checkConfig(name, await readYaml(file));
}

/** A YAML document already read, under the schema of that name; as `readConfig`. */
export function checkConfig<Name extends keyof SchemaTypes>(
  name: Name,
  source: YamlSource,
): Config<SchemaTypes[Name]> {
  const checked = check(name, source.value);
  if (checked.kind === "invalid") {
    throw new InputError(limitProblems(locate(checked.violations, source), source.file));
  }
  return { value: checked.value, where: (...path) => placeOf(source, path) };
}
